"""What of an edition a list shows, in which order, and what other filters would show; first of all
the networks of an organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from widgets.catalogue import years
from widgets.catalogue.edition import Edition, Haystack, folded
from widgets.catalogue.indexed import Facets, Indexed, Selection
from widgets.catalogue.records import ROLES, Network, Party
from widgets.catalogue.ties import Tie, ties


@dataclass(frozen=True)
class Criteria:
    """Shape: each facet a tuple of values of which one must hold, empty for no filter; status is
    "active", "ended" or "all"; sort is "role", "name" or "since". A list heeds what it has."""

    relation: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    network: tuple[str, ...] = ()
    status: str = "active"
    q: str = ""
    sort: str = "role"

    def wanted(self, facet: str) -> tuple[str, ...]:
        if facet == "status":
            return () if self.status == "all" else (self.status,)
        values: tuple[str, ...] = getattr(self, facet)
        return values


FACETS: Facets[Tie] = {
    "relation": lambda tie: (tie.relation,),
    "category": lambda tie: (tie.network.category,) if tie.network.category else (),
    "role": lambda tie: {each.role for each in tie.memberships},
    "topic": lambda tie: tie.network.topics,
    "scope": lambda tie: (tie.network.scope,) if tie.network.scope else (),
    "status": lambda tie: ("ended" if tie.has_ended else "active",),
}


def select(
    edition: Edition, organisation: str, criteria: Criteria, language: str
) -> Selection[Tie]:
    """Choose, count and order an organisation's networks. Names are ordered as a reader of the
    language sees them; a search puts those first whose names hold every word."""
    indexed = edition.listed(indexed_ties, organisation)
    return indexed.narrowed(criteria, (criteria.sort, language))


def indexed_ties(edition: Edition, organisation: str) -> Indexed[Tie]:
    def order(asked: tuple[str, str]) -> Callable[[Tie], Any]:
        sort, language = asked
        return lambda tie: (*_first(tie, sort), *by_name(tie.network, language))

    def searched(tie: Tie) -> Haystack:
        return edition.haystacks[tie.network.slug]

    return Indexed(ties(edition, organisation), FACETS, searched, order)


def pages(count: int, per_page: int) -> int:
    return max(1, -(-count // per_page))


def by_name(party: Party, language: str) -> tuple[str, str]:
    """What orders parties by name, as a reader of the language sees them."""
    return folded(party.name.chosen(language)[1]), party.slug


def _first(tie: Tie, sort: str) -> tuple[int, ...]:
    """What is compared before the names are."""
    if sort == "role":
        return tie.has_ended, ROLES.index(tie.strongest.role)
    return (_first_year(tie.network),) if sort == "since" else ()


def _first_year(network: Network) -> int:
    if network.since is None:
        return 9999
    known = years.read(network.since)
    return known.first or known.last or 9999
