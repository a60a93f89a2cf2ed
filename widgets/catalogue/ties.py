"""How a party stands to a network, as all of its memberships there say it together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Membership, Network


@dataclass(frozen=True, slots=True)
class Tie:
    """A network as one organisation sees it.

    Shape: memberships are those that hold today, or did to the network's end; where there is none,
    those that once did. Strongest role first, each with its end."""

    network: Network
    memberships: tuple[Membership, ...]
    has_ended: bool

    @property
    def strongest(self) -> Membership:
        return self.memberships[0]

    @property
    def relation(self) -> str:
        return "coordinates" if self.strongest.role == "coordinator" else "participates"


def tie(network: Network, memberships: Sequence[Membership]) -> Tie:
    """Shape: memberships of one member in this network, as they were entered, at least one,
    strongest first."""
    current = [each for each in memberships if not each.has_ended]
    held = tuple(with_end(each, network) for each in current or memberships)
    return Tie(network, held, network.has_ended or not current)


def with_end(membership: Membership, network: Network) -> Membership:
    """A membership with the end that its network gives it: the network's own, unless it had ended
    before, in whatever year that was."""
    if membership.has_ended or not network.has_ended:
        return membership
    return membership.model_copy(update={"until": network.until, "ended": network.ended})


def seats(edition: Edition, network: str) -> Mapping[str, Tie]:
    """The tie of each member, by the member's slug; made once."""
    if network not in edition.seated:
        held: dict[str, list[Membership]] = {}
        for membership in edition.members.get(network, ()):
            held.setdefault(membership.member, []).append(membership)
        record = edition.networks[network]
        edition.seated[network] = {slug: tie(record, each) for slug, each in held.items()}
    found: Mapping[str, Tie] = edition.seated[network]
    return found


def keep_seats(after: Edition, before: Edition) -> None:
    """Those of networks that are as they were, members included."""
    for slug, known in [*before.seated.items()]:
        is_same = after.networks.get(slug) is before.networks.get(slug)
        if is_same and after.members.get(slug) is before.members.get(slug):
            after.seated[slug] = known


def ties(edition: Edition, organisation: str) -> list[Tie]:
    """Every network that an organisation has or had a part in, in no particular order."""
    joined = dict.fromkeys(each.network for each in edition.joined.get(organisation, ()))
    return [seats(edition, slug)[organisation] for slug in joined]
