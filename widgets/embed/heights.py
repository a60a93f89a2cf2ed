"""The height that a snippet carries."""

from widgets.catalogue.edition import Edition
from widgets.kinds.options import Options
from widgets.kinds.registry import Kind
from widgets.kinds.site import Site

COLUMN_PX = 680  # what a partner's article is usually wide


def height_px(
    asked: Kind, shown: Edition, options: Options, site: Site, width_px: int = COLUMN_PX
) -> int:
    """Units: CSS pixels, for a frame of this width."""
    height = asked.height_px(asked.view(shown, options, site), width_px)
    if beside := asked.steered(options):
        height += height_px(beside[0], shown, beside[1], site, width_px)
    return height
