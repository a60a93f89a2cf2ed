"""How high a widget is, known without a browser: a snippet carries it, and it is right by itself.
These are the sizes that widget.css gives to what it draws, in the widget's own style."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from widgets.kinds import lettering
from widgets.kinds.lettering import BOLD, REGULAR

EDGES_PX = 32
_GAP_PX = 16
_CONTROL_PX = 48
_SHOWN_PX = 44
_PAGER_PX = 32  # it reaches into the edge below
_CARD_PX = {"roomy": 296, "compact": 176}
_LINE_PX = {"roomy": (132, 132), "compact": (100, 88)}  # of a list, in a narrow and a wide frame
_LINE_GAP_PX = 8
_SCROLLBAR_PX = 24
_MEASURE_EM = 65 * 0.636
_SPARE = 0.995  # of a line: a browser rounds what is measured here


@dataclass(frozen=True)
class Rack:
    """What decides the height of a list. Shape: places are the entries that a page has room for,
    columns how many at most stand beside each other; entry_px replaces the height of a card, and
    line_px that of a line of a list in a narrow and in a wide frame."""

    layout: str
    density: str
    columns: int
    places: int
    has_facets: bool
    has_search: bool
    has_more: bool
    may_be_paged: bool
    entry_px: int = 0
    line_px: tuple[int, int] = (0, 0)

    def height_px(self, width_px: int) -> int:
        inner = width_px - EDGES_PX
        controls = _CONTROL_PX * (self.has_facets + (self.has_search or self.has_more))
        entries = self._entries_px(inner)
        return EDGES_PX + controls + _SHOWN_PX + entries + _PAGER_PX * self.may_be_paged

    def _entries_px(self, inner: int) -> int:
        size = self.entry_px or _CARD_PX[self.density]
        if self.layout == "row":
            return size + _SCROLLBAR_PX
        if self.layout == "list":
            line = self.line_px[inner >= 520] or _LINE_PX[self.density][inner >= 520]
            return self.places * (line + _LINE_GAP_PX) - _LINE_GAP_PX
        rows = ceil(self.places / min(columns(inner), self.columns))
        return rows * (size + _GAP_PX) - _GAP_PX


def columns(inner_px: int) -> int:
    """How many columns fit beside each other."""
    return 1 + (inner_px >= 520) + (inner_px >= 860) + (inner_px >= 1160)


def text_px(text: str, width_px: float, size_px: float, leading: float, weight: int = 400) -> float:
    """The height of a text that wraps at this width."""
    if weight == REGULAR:
        width_px = min(width_px, _MEASURE_EM * size_px)
    words = [_width_em(word, weight) * size_px for word in text.split()]
    gap = _width_em(" ", weight) * size_px
    return lines(words, width_px * _SPARE, gap) * size_px * leading


def chips_px(
    texts: Iterable[str], width_px: float, size_px: float, around_px: float
) -> list[float]:
    """How wide labels are that have something around them."""
    return [min(width_px, _width_em(text, REGULAR) * size_px + around_px) for text in texts]


def lines(widths_px: Iterable[float], width_px: float, gap_px: float) -> int:
    """How many lines things take that follow each other; a thing too wide is broken."""
    count, used = 0, width_px
    for takes in widths_px:
        if used + gap_px + takes <= width_px:
            used += gap_px + takes
        else:
            more = max(1, ceil(takes / width_px))
            count, used = count + more, takes - (more - 1) * width_px
    return count


@lru_cache(maxsize=8192)
def _width_em(word: str, weight: int) -> float:
    """In DejaVu Sans, the widest typeface of those that widget.css asks for."""
    return lettering.width_px(word, 1, BOLD if weight > REGULAR else REGULAR)


def rows_px(heights: Sequence[float], across: int, gap_px: float) -> float:
    """A grid whose rows are each as high as their highest entry."""
    rows = [max(heights[start : start + across]) for start in range(0, len(heights), across)]
    return sum(rows) + gap_px * (len(rows) - 1)
