import unicodedata
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as some

from widgets.kinds.lettering import (
    BOLD,
    REGULAR,
    fitted,
    is_covered,
    tidy,
    width_px,
)

ANY_TEXT = some.text(some.characters(codec=None), max_size=400)


def test_a_text_is_as_wide_as_the_font_draws_it() -> None:
    assert width_px("Member", 11, BOLD) > width_px("Member", 11, REGULAR) > 40
    assert width_px("AVAVA", 100, REGULAR) < sum(width_px(each, 100, REGULAR) for each in "AVAVA")
    assert width_px("عضو", 11, REGULAR) < sum(width_px(each, 11, REGULAR) for each in "عضو")
    assert width_px("", 11, REGULAR) == 0


@pytest.mark.parametrize("text", ["Coördinator", "Δίκτυο", "Обёртка", "عضو"])
def test_the_font_has_every_letter_of_the_scripts_of_europe_and_arabic(text: str) -> None:
    assert is_covered(text)
    assert not is_covered(f"{text} 网络")


@given(text=ANY_TEXT)
def test_any_text_becomes_one_line_that_xml_can_hold(text: str) -> None:
    kept = tidy(text)
    held = ElementTree.fromstring(f"<a>{escape(kept)}</a>")  # noqa: S314  # our own
    assert (held.text or "") == kept
    assert kept == " ".join(kept.split())


@given(text=ANY_TEXT.map(tidy), most=some.integers(10, 300))
def test_a_fitted_text_is_never_wider_than_it_may_be(text: str, most: int) -> None:
    shown = fitted((text,), 11, BOLD, most)
    assert width_px(shown, 11, BOLD) <= max(most, width_px("…", 11, BOLD))
    assert shown == text or shown.endswith("…")
    assert not shown[:1] or not unicodedata.combining(shown[0]) or shown[0] == text[0]


def test_a_short_name_is_better_than_half_a_long_one() -> None:
    assert fitted(("Organisation for Co-operation", "OECD"), 11, BOLD, 100) == "OECD"
    assert fitted(("Abcdefghijklmnop",), 11, BOLD, 60) == "Abcdef…"


def test_what_turns_text_around_or_hides_in_it_is_left_out() -> None:
    assert tidy("a\u202eb\u2066c\u00add\ufeff") == "abcd"
    assert tidy("a\x00\x07\ufffe\ud800b\u2028\tc") == "a b c"
    assert tidy("می\u200cخواهم") == "می\u200cخواهم"
    assert len(tidy("e" + "\u0301" * 80)) == 5
