"""A membership has two sides: a network with its members, a party with its networks. Each is looked
at and added to in the same way."""

from collections.abc import Iterable
from dataclasses import dataclass

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Membership, Party
from widgets.errors import NotPublished
from widgets.staff.desk import Desk


@dataclass(frozen=True)
class Side:
    """Shape: of is "members" or "networks", what the party has; type is that of the party."""

    party: Party
    of: str
    type: str

    @property
    def address(self) -> str:
        return f"/staff/entries/{self.type}/{self.party.slug}"

    @property
    def here(self) -> str:
        return f"{self.address}/{self.of}"

    @property
    def section(self) -> str:
        return f"/staff/entries/{self.type}"

    def held(self, edition: Edition) -> tuple[Membership, ...]:
        """Strongest role first, those that have ended last."""
        by_party = edition.members if self.of == "members" else edition.joined
        return by_party.get(self.party.slug, ())

    def other(self, edition: Edition, membership: Membership) -> Party:
        if self.of == "networks":
            return edition.networks[membership.network]
        return edition.party(membership.member) or self.party

    def others(self, edition: Edition) -> Iterable[Party]:
        """Everyone who could stand on the other side."""
        networks = edition.networks.values()
        known: Iterable[Party] = networks
        if self.of == "members":
            known = (*edition.organisations.values(), *networks)
        return (each for each in known if each.slug != self.party.slug)

    def membership(self, other: str, role: str, since: str) -> Membership:
        """Raises: pydantic.ValidationError."""
        network, member = (self.party.slug, other)
        if self.of == "networks":
            network, member = member, network
        fields = {"network": network, "member": member, "role": role, "since": since or None}
        return Membership.model_validate(fields)


def side(desk: Desk, edition: Edition, of: str) -> Side:
    """Raises: NotPublished for a party that is not among the drafts."""
    slug = desk.request.path_params["slug"]
    asked = desk.request.path_params.get("type", "network")
    type = asked if asked == "network" else "organisation"
    party = (edition.networks if type == "network" else edition.organisations).get(slug)
    if asked != type or party is None:
        raise NotPublished(type, slug)
    return Side(party, of, type)
