"""The height that a snippet carries."""

from widgets.catalogue.edition import Edition
from widgets.kinds.filters import FiltersOptions
from widgets.kinds.options import Options
from widgets.kinds.registry import KINDS, Kind
from widgets.kinds.site import Site

COLUMN_PX = 680  # what a partner's article is usually wide


def height_px(
    asked: Kind, shown: Edition, options: Options, site: Site, width_px: int = COLUMN_PX
) -> int:
    """Units: CSS pixels, for a frame of this width."""
    height = asked.height_px(asked.view(shown, options, site), width_px)
    if isinstance(options, FiltersOptions):
        steered = KINDS[asked.steers]
        height += steered.height_px(steered.view(shown, options.of_list, site), width_px)
    return height
