"""What is known of one party in one network: that it is a member, that it was one, or neither."""

from dataclasses import dataclass
from gettext import NullTranslations as Messages

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Lasting, Membership, Network, Party
from widgets.catalogue.ties import Tie, tie, with_end
from widgets.errors import NotPublished
from widgets.kinds import wording
from widgets.language.messages import messages


@dataclass(frozen=True)
class Standing:
    """Shape: held are all memberships of the pair, each with its end, strongest first, those that
    ended last; tie is None where there are none. role is "Member", "Former member" or "Not a
    member"; years is "since 2003", "2004–2011" or empty; sentence says it in full, "SOMO was a
    member until 2011", and label with the network before it."""

    network: Network
    member: Party
    held: tuple[Membership, ...]
    tie: Tie | None
    role: str
    years: str
    sentence: str
    label: str

    @property
    def state(self) -> str:
        """ "current", "ended" or "never"."""
        if self.tie is None:
            return "never"
        return "ended" if self.tie.has_ended else "current"


def standing(edition: Edition, network_slug: str, member_slug: str, language: str) -> Standing:
    """Raises: NotPublished for a network or a member that the edition lacks."""
    network, party = edition.networks.get(network_slug), edition.party(member_slug)
    if network is None:
        raise NotPublished("network", network_slug)
    if party is None:
        raise NotPublished("organisation", member_slug)
    entered = [each for each in edition.members.get(network_slug, ()) if each.member == member_slug]
    said, short = messages(language), wording.short_name(party, language)
    seen = tie(network, entered) if entered else None
    if seen is None:
        sentence = said.gettext("%(member)s is not a member") % {"member": short}
    else:
        sentence = wording.tie_sentence(said, short, seen.strongest)
    name = wording.isolated(network.name.chosen(language)[1], language)
    return Standing(
        network=network,
        member=party,
        held=tuple(with_end(each, network) for each in entered),
        tie=seen,
        role=role_name(said, seen.strongest, seen.has_ended)
        if seen
        else said.gettext("Not a member"),
        years=years(said, seen.strongest) if seen else "",
        sentence=sentence,
        label=said.gettext("%(network)s: %(sentence)s") % {"network": name, "sentence": sentence},
    )


def role_name(said: Messages, membership: Membership, has_ended: bool) -> str:
    names = wording.FORMER_ROLE_NAMES if has_ended else wording.ROLE_NAMES
    return said.gettext(names[membership.role])


def years(said: Messages, record: Lasting) -> str:
    """What follows a role: "since 2003"; of a former one "2004–2011", or "since 2011", from when
    on it is a former one; nothing where its end is not known."""
    if not record.has_ended or (record.since and record.until):
        return wording.lasting(said, record)
    return wording.lasting(said, Lasting(since=record.until)) if record.until else ""
