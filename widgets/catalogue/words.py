"""The words of many texts, each kept once, so that a search looks through them and not through the
texts: what is sought has no space in it, so that whatever holds it is a word."""

from array import array
from collections.abc import Iterable, Iterator

_DIGITS = bytes.maketrans(b"\0\1", b"01")
_BETWEEN = "\n"


class Words:
    """Shape: texts are numbered in their order, from 0."""

    def __init__(self, texts: Iterable[str]) -> None:
        found: dict[str, array[int]] = {}
        self._count = 0
        for number, text in enumerate(texts):
            for word in {*text.split()}:
                if (numbers := found.get(word)) is None:
                    numbers = found[word] = array("I")
                numbers.append(number)
            self._count += 1
        self._set(found)

    def changed(self, changes: Iterable[tuple[int, str, str]]) -> "Words":
        """Shape: a number, its text before and its text now."""
        made = Words(())
        made._count = self._count
        found = dict(self._found)
        for number, before, now in changes:
            old, new = {*before.split()}, {*now.split()}
            for word in old - new:
                found[word] = array("I", (each for each in found[word] if each != number))
                if not found[word]:
                    del found[word]
            for word in new - old:
                found[word] = found.get(word, array("I")) + array("I", (number,))
        made._set(found)
        return made

    def holding(self, sought: str) -> int:
        """The texts that hold what is sought. Shape: a bit for each, the first text's highest."""
        holding: set[int] = set()
        for numbers in sorted(map(self._found.__getitem__, self._matching(sought)), key=len)[::-1]:
            holding.update(numbers)
            if len(holding) == self._count:  # a letter is nearly everywhere
                break
        flags = bytearray(self._count)
        for number in holding:
            flags[number] = 1
        return bits(flags)

    def _set(self, found: dict[str, "array[int]"]) -> None:
        self._found = found
        self._joined = f"{_BETWEEN}{_BETWEEN.join(found)}{_BETWEEN}"

    def _matching(self, sought: str) -> Iterator[str]:
        at = self._joined.find(sought)
        while at >= 0:
            end = self._joined.index(_BETWEEN, at)
            yield self._joined[self._joined.rindex(_BETWEEN, 0, at + 1) + 1 : end]
            at = self._joined.find(sought, end)


def bits(flags: bytes | bytearray) -> int:
    """Shape: flags are 0 or 1, the first of them the highest bit."""
    return int(flags.translate(_DIGITS) or b"0", 2)
