"""Who is a member of one network, or once was."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from widgets.catalogue.edition import Edition, Haystack
from widgets.catalogue.indexed import Facets, Indexed, Selection
from widgets.catalogue.records import Party
from widgets.catalogue.selection import Criteria, by_name
from widgets.catalogue.ties import Tie, seats


@dataclass(frozen=True, slots=True)
class Member:
    """A party as one network sees it. Those who were members to its end have not left a network
    that has ended.

    Shape: has_left where the party was a member and no longer is."""

    party: Party
    tie: Tie

    @property
    def has_left(self) -> bool:
        return self.tie.has_ended and not self.tie.network.has_ended


MEMBER_FACETS: Facets[Member] = {
    "role": lambda member: {each.role for each in member.tie.memberships},
    "country": lambda member: country_of(member.party),
    "status": lambda member: ("ended" if member.has_left else "active",),
}


def country_of(party: Party) -> tuple[str, ...]:
    """The country in small letters, as an address has it; nothing where it is unknown."""
    return (party.country.lower(),) if party.country else ()


def members_of(edition: Edition, network: str) -> list[Member]:
    """Everyone who is or was in a network, in no particular order."""
    return [
        Member(party, each)
        for slug, each in seats(edition, network).items()
        if (party := edition.party(slug))
    ]


def select_members(
    edition: Edition, network: str, criteria: Criteria, language: str
) -> Selection[Member]:
    """Choose, count and order the members of a network, by name."""
    return edition.listed(indexed_members, network).narrowed(criteria, language)


def indexed_members(edition: Edition, network: str) -> Indexed[Member]:
    def searched(member: Member) -> Haystack:
        return edition.haystacks[member.party.slug]

    def order(language: str) -> Callable[[Member], Any]:
        return lambda member: by_name(member.party, language)

    return Indexed(members_of(edition, network), MEMBER_FACETS, searched, order)
