"""The height that a snippet carries."""

from dataclasses import dataclass
from typing import Any

from widgets.catalogue.edition import Edition
from widgets.kinds.lists import Listed
from widgets.kinds.options import Options
from widgets.kinds.queries import asking
from widgets.kinds.registry import Kind
from widgets.kinds.site import Site

COLUMN_PX = 680  # what a partner's article is usually wide
NARROWEST_PX = 200
_WIDTHS_PX = range(NARROWEST_PX, 1_441, 40)


@dataclass(frozen=True)
class Outline:
    """A widget as a frame shows it, drawn once for any number of widths. Shape: label is its name
    as a visitor reads it; views are those of the kind and of the list that it steers."""

    label: str
    views: tuple[tuple[Kind, Any], ...]

    def height_px(self, width_px: int = COLUMN_PX) -> int:
        """Units: CSS pixels, for a frame of this width."""
        width_px = max(width_px, NARROWEST_PX)
        return sum(kind.height_px(view, width_px) for kind, view in self.views)

    def least_px(self, nth: int = 0) -> int:
        """How high one of the views is at least, however wide the page is. Units: CSS pixels."""
        kind, view = self.views[nth]
        return min(kind.height_px(view, width_px) for width_px in _WIDTHS_PX)


def outline(asked: Kind, shown: Edition, options: Options, site: Site) -> Outline:
    """Raises: NotPublished."""
    view = asked.view(shown, options, site)
    views = [(asked, view)]
    if beside := asked.steered(options):
        steered, its_options = beside
        views.append((steered, steered.view(shown, its_options, site)))
    return Outline(view.frame.label, tuple(views))


def snug(asked: Kind, shown: Edition, options: Options, site: Site) -> Options:
    """The options with as many entries a page as they show, where they were chosen to show fewer
    than there are: the frame fits those, and who takes the filter off gets pages."""
    kind, its_options = asked.steered(options) or (asked, options)
    view = kind.view(shown, its_options, site)
    if isinstance(view, Listed) and view.blanks and view.cards:
        return asking(options, per_page=str(len(view.cards)))
    return options
