"""Which items of a list have a value: of one that many have, a bit for each item; of a rare one the
items' numbers, for there may be as many such values as items."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Set

_NUMBER_BITS = 32
_FLAGS = bytes.maketrans(b"01", b"\0\1")


class Values:
    """Shape: items are numbered in their order, from 0; bits are a whole number with one for each
    item, the first item's highest."""

    def __init__(self, values: Iterable[Iterable[str]]) -> None:
        found: dict[str, array[int]] = {}
        self._count = 0
        for number, of in enumerate(values):
            for value in {*of}:
                if (numbers := found.get(value)) is None:
                    numbers = found[value] = array("I")
                numbers.append(number)
            self._count += 1
        self._held = {value: self._smaller(numbers) for value, numbers in found.items()}

    @property
    def known(self) -> Set[str]:
        return self._held.keys()

    def having(self, value: str) -> int:
        """The items that have a value. Shape: bits."""
        held = self._held.get(value, 0)
        return held if isinstance(held, int) else self._bits(held)

    def counts(self, among: int) -> Mapping[str, int]:
        """How many of some items have each value, 0 for one that is not known. Shape: bits."""
        flags = f"{among:0{self._count}b}".encode().translate(_FLAGS)
        return Counter(
            {
                value: (held & among).bit_count()
                if isinstance(held, int)
                else sum(map(flags.__getitem__, held))
                for value, held in self._held.items()
            }
        )

    def changed(self, changes: Iterable[tuple[int, Iterable[str], Iterable[str]]]) -> "Values":
        """Shape: the number of an item, its values before and its values now."""
        made = Values(())
        made._count, made._held = self._count, dict(self._held)
        for number, before, now in changes:
            old, new = {*before}, {*now}
            for value in old - new:
                made._take(value, number)
            for value in new - old:
                made._give(value, number)
        return made

    def _take(self, value: str, number: int) -> None:
        held = self._held[value]
        if isinstance(held, int):
            left: int | array[int] = held & ~self._bit(number)
        else:
            left = array("I", (each for each in held if each != number))
        if left:
            self._held[value] = left
        else:
            del self._held[value]

    def _give(self, value: str, number: int) -> None:
        held = self._held.get(value, array("I"))
        if isinstance(held, int):
            self._held[value] = held | self._bit(number)
        else:
            self._held[value] = self._smaller(held + array("I", (number,)))

    def _smaller(self, numbers: "array[int]") -> "int | array[int]":
        return self._bits(numbers) if len(numbers) * _NUMBER_BITS > self._count else numbers

    def _bits(self, numbers: Iterable[int]) -> int:
        room = self._count // 8 + 1
        row = bytearray(room)
        for number in numbers:
            row[number >> 3] |= 128 >> (number & 7)
        return int.from_bytes(row, "big") >> (8 * room - self._count)

    def _bit(self, number: int) -> int:
        return 1 << (self._count - 1 - number)
