"""An organisation's networks as cards, with filters, search and paging."""

from dataclasses import dataclass, replace
from gettext import NullTranslations as Messages
from typing import Any

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Party
from widgets.catalogue.selection import Criteria, Selection, page_of, pages, select, ties
from widgets.kinds import wording
from widgets.kinds.cards import Card, Frame, NetworksOptions, card, check_categories, frame, subject
from widgets.kinds.facets import (
    FOLDED_AWAY,
    Facet,
    Listing,
    Tag,
    category_facet,
    folded_facets,
    on,
    relation_facet,
    tags,
)
from widgets.kinds.heights import Rack
from widgets.kinds.options import pairs_of
from widgets.kinds.site import Site, Way, way
from widgets.language.messages import messages


@dataclass(frozen=True)
class Search:
    """Shape: page and fragment without a query; carried are the other options, as form fields."""

    page: str
    fragment: str
    carried: tuple[tuple[str, str], ...]
    q: str


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
    """Shape: remedy takes off the filter that excludes most; None where no single one helps."""

    remedy: Tag | None
    remedy_count: int
    everything: Way


@dataclass(frozen=True)
class Networks:
    """Shape: blanks fill the places that no card takes, and may_be_paged keeps a place for the
    pager, so that nothing a visitor filters changes the height."""

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
    cards: tuple[Card, ...]
    blanks: int
    empty: Empty | None
    pager: Pager | None
    may_be_paged: bool


def networks(edition: Edition, options: NetworksOptions, site: Site) -> Networks:
    """Raises: NotPublished for an organisation or a category that the edition lacks."""
    party = subject(edition, site, options)
    check_categories(edition, options.category)
    said = messages(options.lang)
    found = select(edition, party.slug, options.criteria, options.lang)
    places, may_be_paged = _places(edition, party, options, found)
    last = pages(len(found.ties), places)
    options = replace(options, page=min(options.page, last))
    listing = Listing(edition, options, site, found)
    shown = page_of(found.ties, options.page, places)
    filtered = options.filters == "on"
    tags_on = tags(listing)
    member = wording.short_name(party, options.lang)
    return Networks(
        frame=frame(site, options, title(said, party, options.lang)),
        facets=_main_facets(listing) if filtered else (),
        more=folded_facets(listing) if filtered else (),
        more_on=sum(bool(on(options, name)) for name in FOLDED_AWAY),
        search=_search(options, site) if options.search == "on" else None,
        count=_count(said, options, found, last),
        tags=tags_on,
        everything=_everything(listing) if len(tags_on) > 1 else None,
        layout=options.layout,
        columns=options.columns,
        cards=tuple(card(edition, site, options, tie, member) for tie in shown),
        blanks=places - len(shown),
        empty=None if shown else _empty(listing, party, tags_on),
        pager=_pager(options, site, last),
        may_be_paged=may_be_paged,
    )


def _places(
    edition: Edition, party: Party, options: NetworksOptions, found: Selection
) -> tuple[int, bool]:
    """How many cards a page has room for, whatever a visitor filters, and whether there can be
    more of them than that."""
    fixed = Criteria() if options.filters == "on" else replace(options.criteria, q="")
    most = len(select(edition, party.slug, fixed, options.lang).ties)
    places = min(options.per_page, most or found.anything.get("status", 0) or 1)
    ever = len(ties(edition, party.slug)) if options.filters == "on" else most
    return places, ever > places


def networks_px(drawn: Networks, width_px: int) -> int:
    """Units: CSS pixels, in a frame of this width."""
    return Rack(
        layout=drawn.layout,
        density=drawn.frame.density,
        columns=drawn.columns,
        places=len(drawn.cards) + drawn.blanks,
        facets=len(drawn.facets),
        has_search=drawn.search is not None,
        has_more=bool(drawn.more),
        may_be_paged=drawn.may_be_paged,
    ).height_px(width_px)


def title(said: Messages, party: Party, language: str) -> str:
    name = wording.short_name(party, language)
    return said.gettext("Networks of %(organisation)s") % {"organisation": name}


def _main_facets(listing: Listing) -> tuple[Facet, ...]:
    facets = (category_facet(listing), relation_facet(listing))
    return tuple(facet for facet in facets if len(facet.chips) > 1)


def _everything(listing: Listing) -> Way:
    """The list without any filter that a visitor can take off."""
    if listing.options.filters == "off":
        return listing.way(q="")
    unfiltered: dict[str, Any] = {
        name: () for name in ("category", "relation", "role", "topic", "scope")
    }
    return listing.way(status="active", q="", **unfiltered)


def _search(options: NetworksOptions, site: Site) -> Search:
    plain = replace(options, q="", page=1)
    return Search(
        page=f"{site.base}/embed/networks",
        fragment=f"{site.base}/fragments/networks",
        carried=tuple(pairs_of(plain)),
        q=options.q,
    )


def _count(said: Messages, options: NetworksOptions, found: Selection, last: int) -> str:
    shown = len(found.ties)
    if shown == found.total:
        text = said.ngettext("%(shown)s network", "%(shown)s networks", shown)
    else:
        text = said.ngettext(
            "%(shown)s of %(total)s network", "%(shown)s of %(total)s networks", found.total
        )
    text %= {"shown": shown, "total": found.total}
    if last == 1:
        return text
    where = said.gettext("page %(page)s of %(pages)s") % {"page": options.page, "pages": last}
    return f"{text}, {where}"


def _empty(listing: Listing, party: Party, tags_on: tuple[Tag, ...]) -> Empty:
    remedy, remedy_count = None, 0
    for tag in tags_on:
        lighter = tag.lighter
        count = len(select(listing.edition, party.slug, lighter.criteria, lighter.lang).ties)
        if count > remedy_count:
            remedy, remedy_count = tag, count
    return Empty(remedy, remedy_count, _everything(listing))


def _pager(options: NetworksOptions, site: Site, last: int) -> Pager | None:
    if last == 1:
        return None

    def to(page: int) -> Way:
        return way(site, "networks", options, page=page)

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
