"""The filters of a list as links: each with what it would show, and the way to take it off."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from widgets.catalogue.edition import Edition
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
_DEFAULTS = NetworksOptions()


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


def list_way(site: Site, options: NetworksOptions, kind: str = "networks", **changes: Any) -> Way:
    """A link that filters: whatever it changes, the list starts at its first page again."""
    return way(site, kind, options, page=1, **changes)


def category_facet(
    edition: Edition,
    options: NetworksOptions,
    site: Site,
    found: Selection,
    kind: str = "networks",
) -> Facet:
    """The categories in their order, zero counts included, behind "All"."""
    said = messages(options.lang)
    chips = [
        Chip(
            worded(category.name, options.lang),
            found.counts["category"].get(slug, 0),
            slug in options.category,
            list_way(site, options, kind, category=(slug,)),
        )
        for slug, category in edition.categories.items()
    ]
    everything = Chip(
        Wording(said.gettext("All")),
        found.anything.get("category", 0),
        not options.category,
        list_way(site, options, kind, category=()),
    )
    return Facet("category", said.gettext("Category"), (everything, *chips))


def main_facets(
    edition: Edition, options: NetworksOptions, site: Site, found: Selection
) -> tuple[Facet, ...]:
    said = messages(options.lang)
    everything = Chip(
        Wording(said.gettext("All ties")),
        found.anything.get("relation", 0),
        not options.relation,
        list_way(site, options, relation=()),
    )
    relation = Facet(
        "relation",
        said.gettext("Relation"),
        (everything, *_chips(edition, options, site, found, "relation")),
    )
    facets = (category_facet(edition, options, site, found), relation)
    return tuple(facet for facet in facets if len(facet.chips) > 1)


def folded_facets(
    edition: Edition, options: NetworksOptions, site: Site, found: Selection
) -> tuple[Facet, ...]:
    said = messages(options.lang)
    labels = {
        "role": said.gettext("Role"),
        "topic": said.gettext("Topic"),
        "scope": said.gettext("Reach"),
        "status": said.gettext("Status"),
        "sort": said.gettext("Order"),
    }
    facets = (
        Facet(name, label, _chips(edition, options, site, found, name))
        for name, label in labels.items()
    )
    return tuple(facet for facet in facets if facet.chips)


def _chips(
    edition: Edition, options: NetworksOptions, site: Site, found: Selection, name: str
) -> tuple[Chip, ...]:
    """The chips of one facet; a value that is on takes itself off, unless one must be on."""
    is_single = name in {"status", "sort"}
    on = {getattr(options, name)} if is_single else set(getattr(options, name))
    chips = []
    for value in _values(edition, options, found, name):
        count = _chip_count(found, name, value)
        if not count and name in {"topic", "role", "scope"} and value not in on:
            continue
        chosen: Any = value if is_single else (value,)
        chips.append(
            Chip(
                _label(edition, options, name, value),
                count,
                value in on,
                list_way(site, options, **{name: chosen}),
            )
        )
    return tuple(chips)


def _chip_count(found: Selection, name: str, value: str) -> int | None:
    if name == "sort":
        return None
    if (name, value) == ("status", "all"):
        return found.anything.get("status", 0)
    return found.counts[name].get(value, 0)


def _values(
    edition: Edition, options: NetworksOptions, found: Selection, name: str
) -> Iterable[str]:
    if name != "topic":
        return _NAMES[name]
    known = {*found.counts["topic"], *options.topic} & edition.topics.keys()
    return sorted(known, key=lambda slug: _label(edition, options, "topic", slug).text.casefold())


def _label(edition: Edition, options: NetworksOptions, name: str, value: str) -> Wording:
    if name == "topic":
        topic = edition.topics.get(value)
        return worded(topic.name, options.lang) if topic else Wording(value)
    if name == "category":
        return worded(edition.categories[value].name, options.lang)
    return Wording(messages(options.lang).gettext(_NAMES[name][value]))


def on(options: NetworksOptions, name: str) -> tuple[str, ...]:
    if name == "status":
        return () if options.status == _DEFAULTS.status else (options.status,)
    values: tuple[str, ...] = getattr(options, name)
    return values


def tags(edition: Edition, options: NetworksOptions, site: Site) -> tuple[Tag, ...]:
    """The filters that are on, each with the way to the list without it."""
    return tuple(
        Tag(label, lighter, list_way(site, lighter))
        for label, lighter in _each_without_one(edition, options)
    )


def _each_without_one(
    edition: Edition, options: NetworksOptions
) -> Iterable[tuple[Wording, NetworksOptions]]:
    for name in ("category", "relation", *FOLDED_AWAY):
        for value in on(options, name):
            left = tuple(each for each in on(options, name) if each != value)
            lighter: Any = _DEFAULTS.status if name == "status" else left
            yield _label(edition, options, name, value), replace(options, **{name: lighter})
    if options.q:
        yield Wording(f"“{options.q}”"), replace(options, q="")
