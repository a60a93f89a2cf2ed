"""How high a frame must be, known without a script: the snippet carries it, and it is right by
itself."""

from math import ceil

from widgets.catalogue.edition import Edition
from widgets.kinds.badge import Badge
from widgets.kinds.filters import FiltersOptions
from widgets.kinds.network import FullNetwork
from widgets.kinds.networks import Networks
from widgets.kinds.options import Options
from widgets.kinds.registry import KINDS, Kind
from widgets.kinds.site import Site

COLUMN_PX = 680  # what a partner's article is usually wide
_EDGES_PX = 32
_ROW_PX = {1: 318, 2: 312, 3: 306, 4: 306}
_MEMBER_PX = 62


def height_px(
    asked: Kind, shown: Edition, options: Options, site: Site, width_px: int = COLUMN_PX
) -> int:
    """Units: CSS pixels, for a frame of this width.

    Source: measured in Chromium 156 with the shipped catalogue."""
    drawn = asked.view(shown, options, site)
    if isinstance(options, FiltersOptions):
        steered = KINDS[asked.steers].view(shown, options.of_list, site)
        return 56 + _list_px(steered, width_px)
    match drawn:
        case Networks():
            return _list_px(drawn, width_px)
        case FullNetwork():
            return _full_px(drawn, width_px)
        case Badge():
            return 96
    raise TypeError(f"no height is known for {asked.name}")


def _columns(width_px: int) -> int:
    """As widget.css has them, within the widget's own edges."""
    inner = width_px - _EDGES_PX
    return 1 + (inner >= 520) + (inner >= 860)


def _list_px(drawn: Networks, width_px: int) -> int:
    columns = min(_columns(width_px), drawn.columns) if drawn.layout == "grid" else 1
    rows = 1 if drawn.layout == "row" else ceil(len(drawn.cards) / columns)
    beside = 2 if width_px >= 1000 else 1
    controls = 44 * (ceil(len(drawn.facets) / beside) + bool(drawn.search))
    return _EDGES_PX + controls + 56 + rows * _ROW_PX[columns] + 52 * bool(drawn.pager)


def _full_px(drawn: FullNetwork, width_px: int) -> int:
    columns = _columns(width_px)
    rows = [ceil(len(group.members) / columns) for group in drawn.groups]
    members = sum(54 + count * _MEMBER_PX for count in rows)
    prose = 110 if drawn.description else 0
    return 375 + prose + 28 * len(drawn.facts) + members
