"""Which networks of an edition are shown, in which order, and what other filters would show."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from widgets.catalogue import years
from widgets.catalogue.edition import Edition, folded
from widgets.catalogue.records import ROLES, Membership, Network

Item = TypeVar("Item")


@dataclass(frozen=True)
class Tie:
    """A network as one organisation sees it.

    Shape: memberships are those that hold today, or, where none does, those that once did;
    strongest role first."""

    network: Network
    memberships: tuple[Membership, ...]
    has_ended: bool

    @property
    def strongest(self) -> Membership:
        return self.memberships[0]

    @property
    def relation(self) -> str:
        return "coordinates" if self.strongest.role == "coordinator" else "participates"


@dataclass(frozen=True)
class Criteria:
    """Shape: each facet a tuple of values of which one must hold, empty for no filter; status is
    "active", "ended" or "all"; sort is "role", "name" or "since"."""

    relation: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    status: str = "active"
    q: str = ""
    sort: str = "role"

    def wanted(self, facet: str) -> tuple[str, ...]:
        if facet == "status":
            return () if self.status == "all" else (self.status,)
        values: tuple[str, ...] = getattr(self, facet)
        return values


FACETS: Mapping[str, Callable[[Tie], Iterable[str]]] = {
    "relation": lambda tie: (tie.relation,),
    "category": lambda tie: (tie.network.category,) if tie.network.category else (),
    "role": lambda tie: {each.role for each in tie.memberships},
    "topic": lambda tie: tie.network.topics,
    "scope": lambda tie: (tie.network.scope,) if tie.network.scope else (),
    "status": lambda tie: ("ended" if tie.has_ended else "active",),
}


@dataclass(frozen=True)
class Selection:
    """Shape: ties in order; counts[facet][value] is how many ties that value would show in place of
    the facet's own filter; anything[facet] how many without it; total how many ties there are of
    the criteria's status, whatever the other filters."""

    ties: tuple[Tie, ...]
    counts: Mapping[str, Mapping[str, int]]
    anything: Mapping[str, int]
    total: int


def ties(edition: Edition, organisation: str) -> list[Tie]:
    """Every network that an organisation has or had a part in, in no particular order."""
    by_network: dict[str, list[Membership]] = {}
    for membership in edition.joined.get(organisation, ()):
        by_network.setdefault(membership.network, []).append(membership)
    return [tie(edition.networks[slug], held) for slug, held in by_network.items()]


def tie(network: Network, memberships: Sequence[Membership]) -> Tie:
    """Shape: memberships of one member in this network, at least one, strongest first."""
    current = tuple(each for each in memberships if not each.has_ended)
    return Tie(network, current or tuple(memberships), network.has_ended or not current)


def select(edition: Edition, organisation: str, criteria: Criteria, language: str) -> Selection:
    """Choose, count and order an organisation's networks. Names are ordered as a reader of the
    language sees them; a search puts those first whose names hold every word."""
    words = folded(criteria.q).split()
    found: list[Tie] = []
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    anything: Counter[str] = Counter()
    total = 0
    for each in ties(edition, organisation):
        values = {facet: tuple(of(each)) for facet, of in FACETS.items()}
        refused_by = [
            facet
            for facet in FACETS
            if (wanted := criteria.wanted(facet)) and not set(wanted) & set(values[facet])
        ]
        total += "status" not in refused_by
        if not _holds(edition, each.network, words):
            continue
        if not refused_by:
            found.append(each)
        for facet in FACETS if not refused_by else refused_by if len(refused_by) == 1 else ():
            counts[facet].update(values[facet])
            anything[facet] += 1
    found.sort(key=_order(edition, criteria.sort, words, language))
    return Selection(tuple(found), counts, anything, total)


def page_of(items: Sequence[Item], page: int, per_page: int) -> Sequence[Item]:
    """One page, counted from 1; empty beyond the last."""
    return items[(page - 1) * per_page : page * per_page]


def pages(count: int, per_page: int) -> int:
    return max(1, -(-count // per_page))


def _holds(edition: Edition, network: Network, words: Sequence[str]) -> bool:
    haystack = edition.haystacks[network.slug]
    return all(word in haystack.names or word in haystack.rest for word in words)


def _order(
    edition: Edition, sort: str, words: Sequence[str], language: str
) -> Callable[[Tie], tuple[object, ...]]:
    def key(tie: Tie) -> tuple[object, ...]:
        names = edition.haystacks[tie.network.slug].names
        name = folded(tie.network.name.chosen(language)[1])
        found_in_name = all(word in names for word in words)
        chosen: tuple[object, ...] = ()
        if sort == "role":
            chosen = (tie.has_ended, ROLES.index(tie.strongest.role))
        elif sort == "since":
            chosen = (_first_year(tie.network),)
        return (not found_in_name, *chosen, name, tie.network.slug)

    return key


def _first_year(network: Network) -> int:
    if network.since is None:
        return 9999
    known = years.read(network.since)
    return known.first or known.last or 9999
