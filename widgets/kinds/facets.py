"""The filters of a list as links: each with what it would show, and the way to take it off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from widgets.catalogue.edition import folded
from widgets.kinds.listing import Listing, ListOptions
from widgets.kinds.options import Choice, Country, Slug, Takes, specified
from widgets.kinds.site import Way
from widgets.kinds.wording import Wording, isolated, proper, worded
from widgets.language.messages import marked, messages, territory

_ALL = marked("All")
_ALL_OF = {"relation": marked("All ties")}
_MOST_VALUES = 60
_SHOWN_AT_ZERO = {"category", "relation", "status"}


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
class _Offer:
    """What a list has of a facet, whatever is filtered. Shape: labels by value, in their order;
    is_ordered where that is not by name."""

    label: str
    labels: Mapping[str, Wording]
    is_many: bool
    is_ordered: bool


@dataclass(frozen=True)
class Tag:
    """A filter that is on. Shape: change is what takes it off, way leads there."""

    label: Wording
    change: Mapping[str, Any]
    way: Way


def front_facets(listing: Listing) -> tuple[Facet, ...]:
    """The facets in sight; one with a single value filters nothing, and is left out."""
    facets = (front_facet(listing, name) for name in listing.options.front)
    return tuple(facet for facet in facets if len(facet.chips) > 2)


def front_facet(listing: Listing, name: str) -> Facet:
    """A facet whose first chip takes its filter off. Its values stay whatever else is filtered."""
    said = messages(listing.options.lang)
    off = Chip(
        Wording(said.gettext(_ALL_OF.get(name, _ALL))),
        listing.found.anything.get(name, 0),
        not on(listing.options, name),
        listing.way(**{name: ()}),
    )
    offer = _offer(listing, name)
    return Facet(name, offer.label, (off, *_chips(listing, name, offer)))


def folded_facets(listing: Listing) -> tuple[Facet, ...]:
    """The rarer filters and the order; a facet without values is left out."""
    offers = {name: _offer(listing, name) for name in listing.options.folded}
    facets = (
        Facet(name, offer.label, _chips(listing, name, offer)) for name, offer in offers.items()
    )
    return tuple(facet for facet in facets if facet.chips)


def on(options: ListOptions, name: str) -> tuple[str, ...]:
    """The values of a filter that are on; the default status is no filter, and no order is."""
    value = getattr(options, name)
    if isinstance(value, tuple):
        return value
    return () if name == "sort" or value == options.default(name) else (value,)


def tags(listing: Listing) -> tuple[Tag, ...]:
    """The filters that are on, each with the way to the list without it. Those that a partner's
    snippet fixed, with `filters=off`, are not a visitor's to take off."""
    options, found = listing.options, []
    names = (*options.front, *options.folded) if options.filters == "on" else ()
    for name in names:
        for value in on(options, name):
            left = tuple(each for each in on(options, name) if each != value)
            lighter = left if _is_many(listing, name) else options.default(name)
            found.append((_value_label(listing, name, value), {name: lighter}))
    if options.q:
        quoted = messages(options.lang).gettext("“%(words)s”")
        label = Wording(quoted % {"words": isolated(options.q, options.lang)})
        found.append((label, {"q": ""}))
    return tuple(Tag(label, change, listing.way(**change)) for label, change in found)


def _takes(listing: Listing, name: str) -> Takes:
    takes: Takes = specified(type(listing.options))[name].metadata["takes"]
    return takes


def _is_many(listing: Listing, name: str) -> bool:
    return bool(specified(type(listing.options))[name].metadata["many"])


def _value_label(listing: Listing, name: str, value: str) -> Wording:
    language = listing.options.lang
    match _takes(listing, name):
        case Choice() as choice:
            return Wording(messages(language).gettext(choice.names[value]))
        case Country():
            return Wording(territory(value.upper(), language))
        case Slug(of="category"):
            return worded(listing.edition.categories[value].name, language)
        case Slug(of="network"):
            network = listing.edition.networks[value]
            return worded(network.abbreviation or network.name, language)
    topic = listing.edition.topics.get(value)
    return worded(topic.name, language) if topic else proper(value, language)


def _chips(listing: Listing, name: str, offer: _Offer) -> tuple[Chip, ...]:
    """One chip a value. A click shows that value alone, so that its count is what is then seen."""
    asked, is_many = getattr(listing.options, name), offer.is_many
    chosen = asked if is_many else (asked,)
    at_zero = name in _SHOWN_AT_ZERO or name in listing.options.front
    counts, to = _counts(listing, name), listing.ways(name)
    chips = []
    for value, label in _values(listing, name, offer).items():
        is_on, count = value in chosen, None if counts is None else counts.get(value, 0)
        if count != 0 or is_on or at_zero:
            chips.append(Chip(label, count, is_on, to((value,) if is_many else value)))
    return tuple(chips)


def _offer(listing: Listing, name: str) -> _Offer:
    def make() -> _Offer:
        label = specified(type(listing.options))[name].metadata["label"]
        return _Offer(
            label=messages(listing.options.lang).gettext(label),
            labels=_labelled(listing, name, ()),
            is_many=_is_many(listing, name),
            is_ordered=_has_order(listing, name),
        )

    return listing.found.recall(("offer", name, listing.options.lang), make)


def _values(listing: Listing, name: str, offer: _Offer) -> Mapping[str, Wording]:
    """Every value that is offered, with its label: in an order of its own where it has one, else by
    name; of very many those that show most."""
    chosen, values = on(listing.options, name), offer.labels
    if not values.keys() >= {*chosen}:
        values = _labelled(listing, name, chosen)
    if len(values) <= _MOST_VALUES or offer.is_ordered:
        return values
    counts = listing.found.counts[name]
    often = sorted(values, key=lambda value: (-counts.get(value, 0), value))
    offered = {*often[:_MOST_VALUES], *chosen}
    return {value: label for value, label in values.items() if value in offered}


def _labelled(listing: Listing, name: str, chosen: Iterable[str]) -> Mapping[str, Wording]:
    """The values that occur or are chosen."""
    occurring = {*listing.found.known.get(name, ()), *chosen}
    values: Iterable[str] = occurring
    match _takes(listing, name):
        case Choice() as choice:
            always = name in _SHOWN_AT_ZERO or name not in listing.found.counts
            values = [value for value in choice.names if always or value in occurring]
        case Slug(of="category"):
            values = listing.edition.categories
        case Slug(of="topic"):
            values = occurring & listing.edition.topics.keys()
    labels = {value: _value_label(listing, name, value) for value in values}
    if _has_order(listing, name):
        return labels
    return dict(sorted(labels.items(), key=lambda each: folded(each[1].text)))


def _has_order(listing: Listing, name: str) -> bool:
    takes = _takes(listing, name)
    return isinstance(takes, Choice) or (isinstance(takes, Slug) and takes.of == "category")


def _counts(listing: Listing, name: str) -> Mapping[str, int] | None:
    """Shape: None for the order, which shows all of them either way."""
    found = listing.found
    if name == "status":
        return {**found.counts[name], "all": found.anything[name]}
    return found.counts.get(name)
