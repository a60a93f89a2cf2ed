import pytest
from hypothesis import given
from hypothesis import strategies as some

from widgets.kinds.colours import contrast, legible

COLOURS = some.binary(min_size=3, max_size=3).map(bytes.hex)


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("000000", "ffffff") == 21
    assert round(contrast("777777", "ffffff"), 2) == 4.48


@given(accent=COLOURS)
def test_text_on_any_accent_can_be_read(accent: str) -> None:
    paint = legible(accent)
    assert contrast(paint.fill, paint.text) >= 4.5
    assert paint.is_adjusted == (paint.fill != accent)


@pytest.mark.parametrize(
    ("accent", "fill", "text"),
    [("", "0b5cad", "ffffff"), ("aa3300", "aa3300", "ffffff"), ("ffee88", "ffee88", "1b1f24")],
)
def test_an_accent_that_can_be_read_stays_as_it_is(accent: str, fill: str, text: str) -> None:
    assert (legible(accent).fill, legible(accent).text) == (fill, text)


def test_an_accent_between_light_and_dark_is_darkened() -> None:
    paint = legible("7d7d7d")
    assert paint.is_adjusted
    assert paint.text == "ffffff"
    assert contrast(paint.fill, "7d7d7d") < 1.2
