"""One immutable state of the whole catalogue, with the indexes that selections read."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sized
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import Any, TypeVar, cast

from widgets.catalogue.records import (
    ROLES,
    Category,
    Collaboration,
    Entry,
    Key,
    Membership,
    Network,
    Organisation,
    Party,
    Texts,
    Topic,
    key_of,
)

Made = TypeVar("Made", bound=Sized)
Value = TypeVar("Value")
Tied = TypeVar("Tied", bound=Membership | Collaboration)
Changes = Mapping[Key, Entry | None]
_MOST_LISTED = 60_000  # items
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"}


def folded(text: str) -> str:
    """Text as it is compared: without case, accents or runs of white space."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    if not bare.isascii():
        for letter in set(bare):
            if letter in _LETTERS or unicodedata.combining(letter):
                bare = bare.replace(letter, _LETTERS.get(letter, ""))
    return " ".join(bare.split())


@dataclass(frozen=True, slots=True)
class Haystack:
    """What a search looks through, folded: a party's names, and everything said of it, in UTF-8,
    which is smaller and is searched faster."""

    names: str
    rest: bytes


@dataclass(frozen=True)
class Edition:
    """Shape: categories in their order, the other mappings by slug, and ordered by it; memberships
    strongest role first, those that have ended last; sizes counts the members of each network that
    have not left it; haystacks are of parties, projects what a search looks through in each
    collaboration, folded. A record that refers to a party which is not here is in loose alone,
    which nothing shows."""

    number: int = 0
    categories: Mapping[str, Category] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    networks: Mapping[str, Network] = field(default_factory=dict)
    members: Mapping[str, tuple[Membership, ...]] = field(default_factory=dict)
    joined: Mapping[str, tuple[Membership, ...]] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    collaborations: Mapping[str, tuple[Collaboration, ...]] = field(default_factory=dict)
    haystacks: Mapping[str, Haystack] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)
    loose: Mapping[Key, Membership | Collaboration] = field(default_factory=dict)
    lists: dict[tuple[Any, ...], Sized] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    seated: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def listed(self, make: Callable[..., Made], *of: str) -> Made:
        """A list that is made of this edition and of those, and kept in lists; of too many the
        smallest go, which are soon made again."""
        key = (make, *of)
        if (known := self.lists.get(key)) is not None:
            return cast(Made, known)
        made = self.lists[key] = make(self, *of)
        sizes = {each: len(listed) for each, listed in [*self.lists.items()]}
        most = max(_MOST_LISTED, 2 * len(self.haystacks))
        while len(sizes) > 1 and sum(sizes.values()) > most:
            del sizes[smallest := min(sizes, key=lambda each: sizes[each])]
            self.lists.pop(smallest, None)  # another thread may have been quicker
        return made

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
                network, member, _ = slug.split("/")
                groups = (self.members.get(network, ()), self.joined.get(member, ()))
                return next((each for each in min(groups, key=len) if each.slug == slug), None)
            case _:
                ties = chain.from_iterable(self.collaborations.values())
                return next((each for each in ties if each.slug == slug), None)

    def every_key(self) -> set[Key]:
        """Of loose entries too."""
        held: Iterable[Entry] = chain(
            self.loose.values(),
            *(group.values() for group in (self.categories, self.topics)),
            *(group.values() for group in (self.organisations, self.networks)),
            *self.members.values(),
            *self.collaborations.values(),
        )
        return {key_of(each) for each in held}

    def holds(self, tied: Membership | Collaboration) -> bool:
        """Whether both of its sides are here."""
        if isinstance(tied, Collaboration):
            return tied.organisation in self.organisations
        return tied.network in self.networks and self.party(tied.member) is not None


def edition(entries: Iterable[Entry], number: int = 0) -> Edition:
    """Build an edition and its indexes.

    Shape: entries in any order; number is the publication's, 0 for an empty catalogue."""
    return renewed(Edition(), {key_of(each): each for each in entries}, number)


def renewed(before: Edition, changes: Changes, number: int) -> Edition:
    """The next edition, which shares with the one before what has not changed.

    Shape: changes are entries by their key, None for those that are gone; what comes of them is
    what building an edition of all its entries gives."""
    of: dict[str, dict[str, Any]] = defaultdict(dict)
    for (type, slug), entry in changes.items():
        of[type][slug] = entry
    categories = dict(_replaced(before.categories, of["category"]))
    in_order = sorted(categories.values(), key=lambda each: (each.order, each.slug))
    after = replace(
        before,
        number=number,
        categories=MappingProxyType({each.slug: each for each in in_order}),
        topics=_replaced(before.topics, of["topic"]),
        organisations=_replaced(before.organisations, of["organisation"]),
        networks=_replaced(before.networks, of["network"]),
    )
    moved = {
        slug
        for slug in (*of["organisation"], *of["network"])
        if (slug in before.organisations) != (slug in after.organisations)
        or (slug in before.networks) != (slug in after.networks)
    }
    after = _with_memberships(before, after, of["membership"], moved)
    after = _with_collaborations(before, after, of["collaboration"], moved)
    return replace(after, haystacks=_haystacks(after, of))


def _replaced(before: Mapping[str, Value], changes: Mapping[str, Value | None]) -> Any:
    """Shape: by slug, ordered by it."""
    if not changes:
        return before
    after = dict(before)
    for slug, value in changes.items():
        if value is None:
            after.pop(slug, None)
        else:
            after[slug] = value
    if changes.keys() - before.keys():
        after = {slug: after[slug] for slug in sorted(after)}
    return MappingProxyType(after)


def _with_memberships(
    before: Edition, after: Edition, changes: Mapping[str, Membership | None], moved: set[str]
) -> Edition:
    touched = dict(changes)
    for slug in moved:
        for each in (*before.members.get(slug, ()), *before.joined.get(slug, ())):
            touched.setdefault(each.slug, each)
    after, held = _settled(after, "membership", touched, moved)
    networks = {slug.split("/")[0] for slug in touched}
    members = _regrouped(before.members, networks, touched, held, lambda each: each.network)
    joined = _regrouped(
        before.joined,
        {slug.split("/")[1] for slug in touched},
        touched,
        held,
        lambda each: each.member,
    )
    sizes = {slug: _size(members.get(slug, ())) or None for slug in networks}
    return replace(after, members=members, joined=joined, sizes=_replaced(before.sizes, sizes))


def _with_collaborations(
    before: Edition, after: Edition, changes: Mapping[str, Collaboration | None], moved: set[str]
) -> Edition:
    touched, groups = dict(changes), set()
    if touched or moved:
        for each in chain.from_iterable(before.collaborations.values()):
            if each.slug in touched or each.organisation in moved:
                touched.setdefault(each.slug, each)
                groups.add(each.organisation)
    after, held = _settled(after, "collaboration", touched, moved)
    projects: dict[str, str | None] = dict.fromkeys(touched)
    projects.update({each.slug: _project(each) for each in held})
    return replace(
        after,
        collaborations=_regrouped(
            before.collaborations, groups, touched, held, lambda each: each.organisation
        ),
        projects=_replaced(before.projects, projects),
    )


def _settled(
    after: Edition, type: str, touched: dict[str, Tied | None], moved: set[str]
) -> tuple[Edition, list[Tied]]:
    """Those that were touched and are held now; the others are loose. Those that were loose are
    touched where one of their sides has moved, and told so."""
    for (kind, slug), loose in after.loose.items() if moved else ():
        sides = (getattr(loose, name, None) for name in ("network", "member", "organisation"))
        if kind == type and moved.intersection(sides):
            touched.setdefault(slug, cast(Tied, loose))
    there = [each for each in touched.values() if each]
    held = [each for each in there if after.holds(each)]
    gone = {(type, slug) for slug in touched}
    kept = {key: each for key, each in after.loose.items() if key not in gone}
    kept |= {(type, each.slug): each for each in there if not after.holds(each)}
    return replace(after, loose=MappingProxyType(kept)), held


def _regrouped(
    before: Mapping[str, tuple[Tied, ...]],
    groups: Collection[str],
    touched: Mapping[str, Tied | None],
    held: Iterable[Tied],
    of: Callable[[Tied], str],
) -> Mapping[str, tuple[Tied, ...]]:
    """Shape: groups are those that lost one of the touched."""
    lists: dict[str, list[Tied]] = {}
    added: dict[str, list[Tied]] = defaultdict(list)
    for each in held:
        added[of(each)].append(each)
    for slug in {*groups, *added}:
        left = (each for each in before.get(slug, ()) if each.slug not in touched)
        lists[slug] = sorted([*left, *added[slug]], key=_order)
    return cast(
        Mapping[str, tuple[Tied, ...]],
        _replaced(before, {slug: tuple(each) or None for slug, each in lists.items()}),
    )


def _order(tied: Membership | Collaboration) -> tuple[object, ...]:
    if isinstance(tied, Collaboration):
        return (tied.slug,)
    return tied.has_ended, ROLES.index(tied.role), tied.slug


def _size(memberships: Iterable[Membership]) -> int:
    return len({each.member for each in memberships if not each.has_ended})


def _haystacks(after: Edition, of: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Haystack]:
    """Anew for parties that changed, and for those of a topic or a category that did."""
    touched = {*of["organisation"], *of["network"]}
    topics, categories = of["topic"].keys(), of["category"].keys()
    everybody = chain(after.organisations.values(), after.networks.values())
    for party in everybody if topics or categories else ():
        category = party.category if isinstance(party, Network) else None
        if category in categories or not topics.isdisjoint(party.topics):
            touched.add(party.slug)
    parties = {slug: after.party(slug) for slug in touched}
    made = {slug: party and _haystack(party, after) for slug, party in parties.items()}
    return cast(Mapping[str, Haystack], _replaced(after.haystacks, made))


def _haystack(party: Party, shown: Edition) -> Haystack:
    names = [*party.name, *party.aliases, *(party.abbreviation or ()), party.slug]
    rest: list[Texts | None] = [party.summary, party.description, party.city]
    rest += [shown.topics[slug].name for slug in party.topics if slug in shown.topics]
    if isinstance(party, Network) and party.category and party.category in shown.categories:
        rest.append(shown.categories[party.category].name)
    said = [text for texts in rest if texts for text in texts]
    said.append(party.website or "")
    return Haystack(folded("\n".join(names)), folded("\n".join(said)).encode())


def _project(collaboration: Collaboration) -> str:
    titles = (collaboration.title, *(each.title for each in collaboration.publications))
    return folded("\n".join(text for title in titles for text in title))
