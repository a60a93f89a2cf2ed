"""Text as it is drawn: measured with the metrics of the font, shortened where it must be, and
cleared of what neither XML nor a line of text can hold."""

import unicodedata
from collections.abc import Sequence
from functools import cache

import uharfbuzz as harfbuzz  # type: ignore[import-untyped]

from widgets.http.assets import font
from widgets.language.messages import written_direction

REGULAR, BOLD = 400, 700
_LONGEST = 300
_MOST_MARKS = 4  # on one letter; a tower of them would reach over the other line
_JOINERS = "\u200c\u200d"  # they shape letters; other format characters turn text around, or hide


@cache
def _font(weight: int) -> harfbuzz.Font:
    return harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(font(weight)))))


def tidy(text: str) -> str:
    kept, marks = [], 0
    for letter in text[:_LONGEST]:
        category = unicodedata.category(letter)
        marks = marks + 1 if category[0] == "M" else 0
        if marks > _MOST_MARKS or (category == "Cf" and letter not in _JOINERS):
            continue
        kept.append(" " if category[0] == "C" and category != "Cf" else letter)
    return " ".join("".join(kept).split())


def width_px(text: str, size_px: float, weight: int) -> float:
    """Units: CSS pixels, for the whole text as the font shapes it."""
    buffer = _shaped(text, weight)
    advance = sum(each.x_advance for each in buffer.glyph_positions or ())
    return float(advance * size_px / _font(weight).face.upem)


def fitted(texts: Sequence[str], size_px: float, weight: int, most_px: float) -> str:
    """The first text that fits, else as much of the last as fits, with an ellipsis.

    Shape: texts are tidy, best first, at least one."""
    for text in texts:
        if width_px(text, size_px, weight) <= most_px:
            return text
    text = texts[-1]
    ends = sorted({each.cluster for each in _shaped(text, weight).glyph_infos})
    fits = 0
    while ends:  # the longest beginning that fits, found by halving
        middle = len(ends) // 2
        if width_px(_shortened(text, ends[middle]), size_px, weight) <= most_px:
            fits, ends = ends[middle], ends[middle + 1 :]
        else:
            ends = ends[:middle]
    return _shortened(text, fits)


def embedded(text: str) -> str:
    """Text with its direction in control characters: resvg 0.5 does not read the attribute."""
    return f"\u202b{text}\u202c" if written_direction(text) == "rtl" else text


def is_covered(text: str) -> bool:
    """Whether the font has every letter of it."""
    return all(each.codepoint for each in _shaped(text, REGULAR).glyph_infos)


def _shaped(text: str, weight: int) -> harfbuzz.Buffer:
    buffer = harfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    harfbuzz.shape(_font(weight), buffer, {})
    return buffer


def _shortened(text: str, end: int) -> str:
    return text[:end].rstrip() + "…"
