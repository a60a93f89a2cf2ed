"""What is found among the words of many texts is what stands in the texts."""

from hypothesis import given
from hypothesis import strategies as st

from widgets.catalogue.words import Words, bits

TEXTS = st.lists(st.text("abc ", max_size=12), max_size=12)
SOUGHT = st.text("abc", min_size=1, max_size=3)


def holding(texts: list[str], sought: str) -> int:
    return bits(bytes(sought in text for text in texts))


@given(TEXTS, SOUGHT)
def test_what_is_found_is_what_stands_there(texts: list[str], sought: str) -> None:
    assert Words(texts).holding(sought) == holding(texts, sought)


@given(TEXTS.flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(texts))), SOUGHT)
def test_texts_that_change_are_found_by_what_they_say_now(
    both: tuple[list[str], list[str]], sought: str
) -> None:
    before, now = both
    words = Words(before)
    pairs = enumerate(zip(before, now, strict=True))
    changed = words.changed((number, old, new) for number, (old, new) in pairs)
    assert changed.holding(sought) == holding(now, sought)
    assert words.holding(sought) == holding(before, sought)
