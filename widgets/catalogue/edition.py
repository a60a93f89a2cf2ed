"""One immutable state of the whole catalogue, with the indexes that selections read."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

from widgets.catalogue.records import (
    ROLES,
    Category,
    Collaboration,
    Entry,
    Membership,
    Network,
    Organisation,
    Party,
    Texts,
    Topic,
)

Value = TypeVar("Value")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})


def folded(text: str) -> str:
    """Text as it is compared: without case, accents or runs of white space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.translate(_LETTERS).split())


@dataclass(frozen=True)
class Haystack:
    """What a search looks through, folded: a party's names, and everything said of it."""

    names: str
    rest: str


@dataclass(frozen=True)
class Edition:
    """Shape: categories in their order, the mappings by slug; memberships strongest role first,
    those that have ended last; haystacks are of parties, projects what a search looks through in
    each collaboration, folded. A record that refers to one which is not here is left out."""

    number: int = 0
    categories: Mapping[str, Category] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    networks: Mapping[str, Network] = field(default_factory=dict)
    members: Mapping[str, tuple[Membership, ...]] = field(default_factory=dict)
    joined: Mapping[str, tuple[Membership, ...]] = field(default_factory=dict)
    collaborations: Mapping[str, tuple[Collaboration, ...]] = field(default_factory=dict)
    haystacks: Mapping[str, Haystack] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)

    def party(self, slug: str) -> Party | None:
        return self.organisations.get(slug) or self.networks.get(slug)

    def entry(self, type: str, slug: str) -> Entry | None:
        """Any entry, by a key of TYPES and its slug."""
        match type:
            case "category":
                return self.categories.get(slug)
            case "topic":
                return self.topics.get(slug)
            case "organisation":
                return self.organisations.get(slug)
            case "network":
                return self.networks.get(slug)
            case "membership":
                held = self.members.get(slug.split("/")[0], ())
                return next((each for each in held if each.slug == slug), None)
            case _:
                ties = chain.from_iterable(self.collaborations.values())
                return next((each for each in ties if each.slug == slug), None)


def edition(entries: Iterable[Entry], number: int = 0) -> Edition:
    """Build an edition and its indexes.

    Shape: entries in any order; number is the publication's, 0 for an empty catalogue."""
    by_type: dict[type, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_type[type(entry)].append(entry)
    categories = sorted(_all(by_type, Category), key=lambda each: (each.order, each.slug))
    topics = {each.slug: each for each in _all(by_type, Topic)}
    organisations = {each.slug: each for each in _all(by_type, Organisation)}
    networks = {each.slug: each for each in _all(by_type, Network)}
    memberships = [
        each
        for each in _all(by_type, Membership)
        if each.network in networks and (each.member in organisations or each.member in networks)
    ]
    memberships.sort(key=lambda each: (each.has_ended, ROLES.index(each.role), each.slug))
    collaborations = [
        each for each in _all(by_type, Collaboration) if each.organisation in organisations
    ]
    by_slug = {each.slug: each for each in categories}
    return Edition(
        number=number,
        categories=MappingProxyType(by_slug),
        topics=MappingProxyType(topics),
        organisations=MappingProxyType(organisations),
        networks=MappingProxyType(networks),
        members=_grouped((each.network, each) for each in memberships),
        joined=_grouped((each.member, each) for each in memberships),
        collaborations=_grouped((each.organisation, each) for each in collaborations),
        haystacks=MappingProxyType(
            {
                each.slug: _haystack(each, by_slug, topics)
                for each in (*organisations.values(), *networks.values())
            }
        ),
        projects=MappingProxyType({each.slug: _project(each) for each in collaborations}),
    )


def _all(by_type: Mapping[type, list[Entry]], wanted: type[Value]) -> list[Value]:
    return [entry for entry in by_type.get(wanted, []) if isinstance(entry, wanted)]


def _grouped(pairs: Iterable[tuple[str, Value]]) -> Mapping[str, tuple[Value, ...]]:
    groups: dict[str, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return MappingProxyType({key: tuple(values) for key, values in groups.items()})


def _haystack(
    party: Party, categories: Mapping[str, Category], topics: Mapping[str, Topic]
) -> Haystack:
    names = [*party.name, *party.aliases, *(party.abbreviation or ()), party.slug]
    rest: list[Texts | None] = [party.summary, party.description, party.city]
    rest += [topics[slug].name for slug in party.topics if slug in topics]
    if isinstance(party, Network) and party.category and party.category in categories:
        rest.append(categories[party.category].name)
    said = [text for texts in rest if texts for text in texts]
    said.append(party.website or "")
    return Haystack(folded("\n".join(names)), folded("\n".join(said)))


def _project(collaboration: Collaboration) -> str:
    titles = (collaboration.title, *(each.title for each in collaboration.publications))
    return folded("\n".join(text for title in titles for text in title))
