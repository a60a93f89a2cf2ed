"""The filters of a list as links: each with what it would show, and the way to take it off."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from widgets.catalogue.edition import Edition, folded
from widgets.catalogue.selection import Selection
from widgets.kinds import wording
from widgets.kinds.cards import NetworksOptions
from widgets.kinds.site import Site, Way, way
from widgets.kinds.wording import Wording, worded
from widgets.language.messages import messages

_NAMES = {
    "relation": wording.RELATION_NAMES,
    "role": wording.ROLE_NAMES,
    "scope": wording.SCOPE_NAMES,
    "status": wording.STATUS_NAMES,
    "sort": wording.SORT_NAMES,
}
FOLDED_AWAY = ("role", "topic", "scope", "status")
_SINGLE = {"status", "sort"}  # always one value, never none
_SHOWN_AT_ZERO = {"category", "relation", "status"}
_DEFAULTS = NetworksOptions()


@dataclass(frozen=True)
class Listing:
    """What a list and its filters are drawn from."""

    edition: Edition
    options: NetworksOptions
    site: Site
    found: Selection

    def way(self, kind: str = "networks", **changes: Any) -> Way:
        """A link that filters: whatever it changes, the list starts at its first page again."""
        return way(self.site, kind, self.options, page=1, **changes)

    def label(self, name: str, value: str) -> Wording:
        language = self.options.lang
        if name == "category":
            return worded(self.edition.categories[value].name, language)
        if name == "topic":
            topic = self.edition.topics.get(value)
            return worded(topic.name, language) if topic else Wording(value)
        return Wording(messages(language).gettext(_NAMES[name][value]))


@dataclass(frozen=True)
class Chip:
    """One value of a facet, as a link. Shape: count is None where there is nothing to count."""

    label: Wording
    count: int | None
    is_on: bool
    way: Way


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class Tag:
    """A filter that is on. Shape: lighter are the options without it, way leads there."""

    label: Wording
    lighter: NetworksOptions
    way: Way


def category_facet(listing: Listing, kind: str = "networks") -> Facet:
    """The categories in their order, zero counts included, behind "All".

    Shape: the chips lead to a widget of this kind."""
    said = messages(listing.options.lang)
    return _with_everything(
        listing, "category", said.gettext("Category"), said.gettext("All"), kind
    )


def relation_facet(listing: Listing) -> Facet:
    said = messages(listing.options.lang)
    return _with_everything(listing, "relation", said.gettext("Relation"), said.gettext("All ties"))


def folded_facets(listing: Listing) -> tuple[Facet, ...]:
    """The rarer filters and the order; a facet without values is left out."""
    said = messages(listing.options.lang)
    labels = {
        "role": said.gettext("Role"),
        "topic": said.gettext("Topic"),
        "scope": said.gettext("Reach"),
        "status": said.gettext("Status"),
        "sort": said.gettext("Order"),
    }
    facets = (Facet(name, label, _chips(listing, name)) for name, label in labels.items())
    return tuple(facet for facet in facets if facet.chips)


def on(options: NetworksOptions, name: str) -> tuple[str, ...]:
    """The values of a filter that are on; the default status is no filter."""
    if name == "status":
        return () if options.status == _DEFAULTS.status else (options.status,)
    values: tuple[str, ...] = getattr(options, name)
    return values


def tags(listing: Listing) -> tuple[Tag, ...]:
    """The filters that are on, each with the way to the list without it. Those that a partner's
    snippet fixed, with `filters=off`, are not a visitor's to take off."""
    options, found = listing.options, []
    names = ("category", "relation", *FOLDED_AWAY) if options.filters == "on" else ()
    for name in names:
        for value in on(options, name):
            left = tuple(each for each in on(options, name) if each != value)
            lighter: Any = _DEFAULTS.status if name in _SINGLE else left
            found.append((listing.label(name, value), replace(options, **{name: lighter})))
    if options.q:
        found.append((Wording(f"“{options.q}”"), replace(options, q="")))
    return tuple(
        Tag(label, lighter, way(listing.site, "networks", lighter, page=1))
        for label, lighter in found
    )


def _with_everything(
    listing: Listing, name: str, label: str, everything: str, kind: str = "networks"
) -> Facet:
    """A facet whose first chip takes its filter off."""
    off = Chip(
        Wording(everything),
        listing.found.anything.get(name, 0),
        not on(listing.options, name),
        listing.way(kind, **{name: ()}),
    )
    return Facet(name, label, (off, *_chips(listing, name, kind)))


def _chips(listing: Listing, name: str, kind: str = "networks") -> tuple[Chip, ...]:
    """One chip a value. A click shows that value alone, so that its count is what is then seen."""
    chosen = getattr(listing.options, name)
    chips = []
    for value in _values(listing, name):
        is_on = value == chosen if name in _SINGLE else value in chosen
        count = _count(listing.found, name, value)
        if count == 0 and not is_on and name not in _SHOWN_AT_ZERO:
            continue
        click: Any = value if name in _SINGLE else (value,)
        way_there = listing.way(kind, **{name: click})
        chips.append(Chip(listing.label(name, value), count, is_on, way_there))
    return tuple(chips)


def _values(listing: Listing, name: str) -> Iterable[str]:
    if name == "category":
        return listing.edition.categories
    if name == "topic":
        known = {*listing.found.counts["topic"], *listing.options.topic}
        known &= listing.edition.topics.keys()
        return sorted(known, key=lambda slug: folded(listing.label("topic", slug).text))
    return _NAMES[name]


def _count(found: Selection, name: str, value: str) -> int | None:
    if name == "sort":
        return None
    if (name, value) == ("status", "all"):
        return found.anything.get("status", 0)
    return found.counts[name].get(value, 0)
