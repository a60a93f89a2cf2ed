"""Whom an organisation works with: directly, and through the networks that both belong to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from widgets.catalogue.edition import Edition, Haystack
from widgets.catalogue.indexed import Facets, Indexed, Selection
from widgets.catalogue.members import country_of
from widgets.catalogue.records import ROLES, Collaboration, Organisation
from widgets.catalogue.selection import Criteria, by_name
from widgets.catalogue.ties import Tie, seats, ties


@dataclass(frozen=True, slots=True)
class Partner:
    """Shape: collaborations those that go on first; ties are the partner's own, to the networks
    that both belong to today, or, where there is none, to those that both once did, strongest role
    first."""

    organisation: Organisation
    collaborations: tuple[Collaboration, ...]
    ties: tuple[Tie, ...]

    @property
    def has_ended(self) -> bool:
        going_on = (each for each in self.collaborations if not each.has_ended)
        return not any(going_on) and all(each.has_ended for each in self.ties)

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slug for each in self.collaborations for slug in each.topics))


PARTNER_FACETS: Facets[Partner] = {
    "country": lambda partner: country_of(partner.organisation),
    "network": lambda partner: {each.network.slug for each in partner.ties},
    "topic": lambda partner: partner.topics,
    "status": lambda partner: ("ended" if partner.has_ended else "active",),
}


def partners_of(edition: Edition, organisation: str, host: str) -> Iterator[Partner]:
    """Everyone with whom an organisation has or had a collaboration or a network in common, in no
    particular order. The catalogue knows the collaborations of its host alone: for any other
    organisation they are those with the host."""
    collaborations = dict(edition.collaborations)
    if organisation != host:
        collaborations = {host: collaborations.get(organisation, ())}
    shared = _shared(edition, organisation)
    for slug in dict.fromkeys((*collaborations, *shared)):
        partner = edition.organisations.get(slug)
        direct = sorted(collaborations.get(slug, ()), key=lambda each: (each.has_ended, each.slug))
        if partner and slug != organisation and (direct or slug in shared):
            yield Partner(partner, tuple(direct), _today(shared.get(slug, ())))


def select_partners(
    edition: Edition, organisation: str, host: str, criteria: Criteria, language: str
) -> Selection[Partner]:
    """Choose, count and order an organisation's partners: those with a collaboration first, then by
    name. A search looks through the collaborations too."""
    return edition.listed(indexed_partners, organisation, host).narrowed(criteria, language)


def indexed_partners(edition: Edition, organisation: str, host: str) -> Indexed[Partner]:
    def searched(partner: Partner) -> Haystack:
        known = edition.haystacks[partner.organisation.slug]
        if not partner.collaborations:
            return known
        said = (edition.projects[each.slug].encode() for each in partner.collaborations)
        return replace(known, rest=b"\n".join((known.rest, *said)))

    def order(language: str) -> Callable[[Partner], Any]:
        return lambda partner: (
            not partner.collaborations,
            *by_name(partner.organisation, language),
        )

    everyone = partners_of(edition, organisation, host)
    return Indexed(everyone, PARTNER_FACETS, searched, order)


def _shared(edition: Edition, organisation: str) -> dict[str, list[Tie]]:
    """The ties of others to the networks of an organisation: they last as long as both are in."""
    shared: dict[str, list[Tie]] = {}
    for own in ties(edition, organisation):
        for slug, theirs in seats(edition, own.network.slug).items():
            both = replace(theirs, has_ended=True) if own.has_ended else theirs
            shared.setdefault(slug, []).append(both)
    return shared


def _today(shared: list[Tie] | tuple[()]) -> tuple[Tie, ...]:
    current = [each for each in shared if not each.has_ended]
    return tuple(
        sorted(
            current or shared,
            key=lambda each: (ROLES.index(each.strongest.role), each.network.slug),
        )
    )
