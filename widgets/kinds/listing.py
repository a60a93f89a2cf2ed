"""What every list takes, and what a list and its filters are drawn from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from widgets.catalogue.edition import Edition
from widgets.catalogue.indexed import Selection
from widgets.catalogue.selection import Criteria, pages
from widgets.kinds.options import ON_OFF, Choice, Number, Options, Words, option, specified
from widgets.kinds.queries import Parts, joined, part, parts, spelled
from widgets.kinds.site import Site, Way
from widgets.language.messages import marked


@dataclass(frozen=True, kw_only=True)
class ListOptions(Options):
    """Shape: front names the facets whose values stand in sight, folded those that fold away, the
    order among them."""

    front: ClassVar[tuple[str, ...]] = ()
    folded: ClassVar[tuple[str, ...]] = ()

    q: str = option(Words(100), "")
    page: int = option(Number(1, 10_000), 1)
    per_page: int = option(Number(1, 60), 24, label=marked("Cards a page"))
    columns: int = option(
        Number(1, 4),
        3,
        label=marked("Columns"),
        help=marked("At most; there are as many as fit."),
    )
    layout: str = option(
        Choice(
            {
                "grid": marked("Cards beside and below each other"),
                "list": marked("A list, one line each"),
                "row": marked("One row that scrolls sideways"),
            }
        ),
        "grid",
        label=marked("Layout"),
        help=marked("A row has the same height on every screen."),
    )
    filters: str = option(
        ON_OFF,
        "on",
        label=marked("Filters"),
        help=marked("Without them, visitors see what you chose here."),
    )
    search: str = option(ON_OFF, "on", label=marked("Search"))

    @property
    def criteria(self) -> Criteria:
        asked = {name: getattr(self, name) for name in (*self.front, *self.folded)}
        return Criteria(q=self.q, **asked)

    @classmethod
    def default(cls, name: str) -> Any:
        return specified(cls)[name].default


@dataclass(frozen=True)
class Listing:
    """Shape: kind is the one that its links lead to; select finds what other options would; places
    is how many entries a page has room for, whatever a visitor filters, and may_be_paged whether
    there can be more of them than that."""

    kind: str
    edition: Edition
    site: Site
    options: Any
    select: Callable[[Any], Selection[Any]]
    found: Selection[Any]
    places: int
    may_be_paged: bool

    @cached_property
    def _parts(self) -> Parts:
        return parts(self.options)

    @cached_property
    def _first_page(self) -> tuple[Way, tuple[str, ...]]:
        """The list without a query, and the parts of one that leads to its first page."""
        return self.site.way(self.kind, ""), tuple({**self._parts, "page": ""}.values())

    @property
    def last(self) -> int:
        return pages(self.found.count, self.places)

    def way(self, **changes: Any) -> Way:
        """A link that filters: whatever it changes, the list starts at its first page again."""
        cls, asked = type(self.options), {"page": 1, **changes}
        spelled = {name: part(cls, name, value) for name, value in asked.items()}
        return self.site.way(self.kind, joined({**self._parts, **spelled}.values()))

    def ways(self, name: str) -> Callable[[Any], Way]:
        """The same for many values of one filter."""
        place, default = [*self._parts].index(name), self.options.default(name)
        start, said = self._first_page
        before = joined(said[:place])
        after = "".join(f"&{each}" for each in said[place + 1 :] if each)

        def to(value: Any) -> Way:
            query = (
                f"{before}{after}"
                if value == default
                else f"{before}&{spelled(name, value)}{after}"
            )
            return Way(start.page + query, start.fragment + query)

        return to


def listing(
    kind: str,
    edition: Edition,
    site: Site,
    options: ListOptions,
    select: Callable[[Any], Selection[Any]],
) -> Listing:
    """A page beyond the last is the last."""
    found = select(options)
    places, may_be_paged = _places(options, select, found)
    made = Listing(kind, edition, site, options, select, found, places, may_be_paged)
    if options.page > made.last:
        made = replace(made, options=replace(options, page=made.last))
    return made


def _places(
    options: ListOptions, select: Callable[[Any], Selection[Any]], found: Selection[Any]
) -> tuple[int, bool]:
    off = unfiltered(options) if options.filters == "on" else {}

    def count(**criteria: Any) -> int:
        wider = {"q": "", **off, **criteria}
        wanted = replace(options.criteria, **wider)
        return found.recall(wanted, lambda: select(replace(options, **wider)).count)

    ever = most = count()
    if "status" in off:
        ever = count(status="all")
    if options.layout == "row":  # as high however many there are
        return options.per_page, ever > options.per_page
    places = min(options.per_page, most or found.anything.get("status", 0) or 1)
    return places, ever > places


def unfiltered(options: ListOptions) -> dict[str, Any]:
    """What every filter of a list is where it is off; the order is no filter."""
    names = [name for name in (*options.front, *options.folded) if name != "sort"]
    return {name: options.default(name) for name in names}
