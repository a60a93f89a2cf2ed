"""Common and rare values are told apart by the room they take, and by nothing else."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.catalogue import values as module
from widgets.catalogue.values import Values

OF = st.lists(st.lists(st.sampled_from("abc"), max_size=4), min_size=1, max_size=20)
ALL_RARE, SOME_RARE, NONE_RARE = 0, 2, 99


def told(values: Values, among: int) -> dict[str, tuple[int, int]]:
    counts = values.counts(among)
    return {value: (values.having(value), counts[value]) for value in values.known}


def counted(of: list[list[str]], among: int) -> dict[str, tuple[int, int]]:
    """The same, by looking at each item."""
    having: dict[str, int] = {}
    for number, values in enumerate(of):
        for value in values:
            having[value] = having.get(value, 0) | 1 << (len(of) - 1 - number)
    return {value: (bits, (bits & among).bit_count()) for value, bits in having.items()}


@given(OF, OF, st.integers(0), st.sampled_from((ALL_RARE, SOME_RARE, NONE_RARE)))
def test_it_tells_what_looking_at_each_item_tells(
    before: list[list[str]], others: list[list[str]], among: int, number_bits: int
) -> None:
    now = [*others[: len(before)], *before[len(others) :]]
    among %= 1 << len(now)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_NUMBER_BITS", number_bits)
        first = Values(before)
        then = first.changed(zip(range(len(now)), before, now, strict=True))
        assert told(first, among) == counted(before, among)
        assert told(then, among) == counted(now, among)
        assert told(Values(now), among) == counted(now, among)
        assert first.having("d") == first.counts(among)["d"] == 0


def test_as_many_values_as_items_take_little_room() -> None:
    several = Values([str(number), "all"] for number in range(10_000))
    held = several._held.values()
    assert sum(map(sys.getsizeof, held)) < 2_000_000
