"""What every list shows around its items: filters, search, count, a way out of nothing, paging."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from widgets.kinds.cards import Frame
from widgets.kinds.facets import Facet, Tag, folded_facets, front_facets, on, tags
from widgets.kinds.heights import Rack
from widgets.kinds.listing import Listing, unfiltered
from widgets.kinds.queries import pairs_of
from widgets.kinds.site import Way, way
from widgets.language.messages import messages, number

_NOT_CARRIED = {"q", "page"}


@dataclass(frozen=True)
class Phrases:
    """How a kind says it. Shape: every is "12 networks" where nothing is filtered, some is "4 of 12
    networks" where something is; both forms of each, untranslated."""

    every: tuple[str, str]
    some: tuple[str, str]
    search: str
    none: str
    everything: str


@dataclass(frozen=True)
class Search:
    """Shape: page and fragment without a query; carried are the other options, as form fields."""

    page: str
    fragment: str
    carried: tuple[tuple[str, str], ...]
    q: str
    label: str


@dataclass(frozen=True)
class PageLink:
    label: str
    is_current: bool
    way: Way | None


@dataclass(frozen=True)
class Pager:
    earlier: Way | None
    later: Way | None
    numbers: tuple[PageLink, ...]


@dataclass(frozen=True)
class Empty:
    """Shape: remedy takes off the filter that excludes most; None where no single one helps;
    everything takes off all of them; None where none is on."""

    message: str
    remedy: Tag | None
    remedy_count: int
    everything: Way | None
    everything_label: str


@dataclass(frozen=True)
class Listed:
    """The context of a list.

    Shape: blanks fill the places that no card takes, and may_be_paged keeps a place for the pager,
    so that nothing a visitor filters changes the height."""

    frame: Frame
    facets: tuple[Facet, ...]
    more: tuple[Facet, ...]
    more_on: int
    search: Search | None
    count: str
    tags: tuple[Tag, ...]
    everything: Way | None
    layout: str
    columns: int
    empty: Empty | None
    pager: Pager | None
    blanks: int
    may_be_paged: bool
    cards: tuple[Any, ...]

    def rack(self, entry_px: int = 0, line_px: tuple[int, int] = (0, 0)) -> Rack:
        """Units: CSS pixels, as Rack has them; 0 for the size of a card."""
        return Rack(
            layout=self.layout,
            density=self.frame.density,
            columns=self.columns,
            places=len(self.cards) + self.blanks,
            has_facets=bool(self.facets),
            has_search=self.search is not None,
            has_more=bool(self.more),
            may_be_paged=self.may_be_paged,
            entry_px=entry_px,
            line_px=line_px,
        )


def shown(listing: Listing) -> Sequence[Any]:
    """The items of the page that is asked for."""
    return listing.found.page(listing.options.page, listing.places)


def what_a_list_shows(listing: Listing, frame: Frame, phrases: Phrases) -> dict[str, Any]:
    """Shape: the fields of Listed."""
    options = listing.options
    has_filters = options.filters == "on"
    tags_on = tags(listing)
    more_on = sum(bool(on(options, name)) for name in options.folded)
    return {
        "frame": frame,
        "facets": front_facets(listing) if has_filters else (),
        "more": folded_facets(listing) if has_filters else (),
        "more_on": more_on,
        "search": _search(listing, phrases) if options.search == "on" else None,
        "count": _count(listing, phrases),
        "tags": tags_on,
        "everything": _everything(listing) if len(tags_on) > 1 else None,
        "layout": options.layout,
        "columns": options.columns,
        "empty": None if listing.found.count else _empty(listing, phrases, tags_on),
        "pager": _pager(listing),
        "blanks": 0 if options.layout == "row" else listing.places - len(shown(listing)),
        "may_be_paged": listing.may_be_paged,
    }


def _search(listing: Listing, phrases: Phrases) -> Search:
    return Search(
        page=f"{listing.site.base}/embed/{listing.kind}",
        fragment=f"{listing.site.base}/fragments/{listing.kind}",
        carried=tuple(each for each in pairs_of(listing.options) if each[0] not in _NOT_CARRIED),
        q=listing.options.q,
        label=phrases.search,
    )


def _count(listing: Listing, phrases: Phrases) -> str:
    lang, found = listing.options.lang, listing.found
    said = messages(lang)
    shown = found.count
    forms = phrases.every if shown == found.total else phrases.some
    text = said.ngettext(*forms, found.total)
    counted = text % {"shown": number(shown, lang), "total": number(found.total, lang)}
    if listing.last == 1:
        return counted
    page = {"page": number(listing.options.page, lang), "pages": number(listing.last, lang)}
    where = said.gettext("page %(page)s of %(pages)s") % page
    return counted + said.gettext(", ") + where


def _everything(listing: Listing) -> Way:
    """The list without any filter that a visitor can take off."""
    if listing.options.filters == "off":
        return listing.way(q="")
    return listing.way(q="", **unfiltered(listing.options))


def _empty(listing: Listing, phrases: Phrases, tags_on: tuple[Tag, ...]) -> Empty:
    if not tags_on:
        nothing = messages(listing.options.lang).gettext("There is nothing to show here yet.")
        return Empty(nothing, None, 0, None, "")
    remedy, remedy_count = None, 0
    for tag in tags_on:
        count = listing.select(replace(listing.options, **tag.change)).count
        if count > remedy_count:
            remedy, remedy_count = tag, count
    return Empty(phrases.none, remedy, remedy_count, _everything(listing), phrases.everything)


def _pager(listing: Listing) -> Pager | None:
    options = listing.options
    last = listing.last
    if last == 1:
        return None

    def to(page: int) -> Way:
        return way(listing.site, listing.kind, options, page=page)

    near = {1, last, *range(options.page - 2, options.page + 3)}
    numbers: list[PageLink] = []
    previous = 0
    for page in sorted(each for each in near if 1 <= each <= last):
        if page > previous + 1:
            numbers.append(PageLink("…", is_current=False, way=None))
        numbers.append(PageLink(str(page), is_current=page == options.page, way=to(page)))
        previous = page
    return Pager(
        earlier=to(options.page - 1) if options.page > 1 else None,
        later=to(options.page + 1) if options.page < last else None,
        numbers=tuple(numbers),
    )
