"""The members of one network, with filters, search and paging."""

from dataclasses import dataclass
from gettext import NullTranslations as Messages

from widgets.catalogue.edition import Edition
from widgets.catalogue.members import Member, select_members
from widgets.catalogue.records import ROLES, Network
from widgets.errors import NotPublished
from widgets.kinds import wording
from widgets.kinds.cards import frame
from widgets.kinds.listing import ListOptions, listing
from widgets.kinds.lists import Listed, Phrases, shown, what_a_list_shows
from widgets.kinds.options import Choice, Country, Slug, option
from widgets.kinds.parties import PartiesOptions, PartyCard, party_card
from widgets.kinds.site import Site
from widgets.kinds.wording import just
from widgets.language.messages import marked, messages, plural

_ENTRY_PX = {"roomy": 132, "compact": 128}  # as widget.css has them
_LINE_PX = {"roomy": (132, 72), "compact": (100, 72)}


@dataclass(frozen=True, kw_only=True)
class MembersOptions(ListOptions, PartiesOptions):
    front = ("role",)
    folded = ("country", "status")

    network: str = option(Slug("network"), label=marked("Network"))
    role: tuple[str, ...] = option(Choice(wording.ROLE_NAMES), many=True, label=marked("Role"))
    country: tuple[str, ...] = option(Country(), many=True, label=marked("Country"))
    status: str = option(Choice(wording.STATUS_NAMES), "active", label=marked("Status"))


@dataclass(frozen=True)
class MemberCard:
    """Shape: roles is "Coordinator, On the board", what it was for a former member."""

    party: PartyCard
    roles: str


@dataclass(frozen=True)
class Members(Listed):
    cards: tuple[MemberCard, ...]


def members(edition: Edition, options: MembersOptions, site: Site) -> Members:
    """Raises: NotPublished for a network that the edition lacks."""
    network = edition.networks.get(options.network)
    if network is None:
        raise NotPublished("network", options.network)
    said, lang = messages(options.lang), options.lang
    found = listing(
        "members",
        edition,
        site,
        options,
        lambda wanted: select_members(edition, network.slug, wanted.criteria, wanted.lang),
    )
    name = wording.short_name(network, lang)
    phrases = Phrases(
        every=plural("%(shown)s member", "%(shown)s members"),
        some=plural("%(shown)s of %(total)s member", "%(shown)s of %(total)s members"),
        search=said.gettext("Search these members"),
        none=said.gettext("No member fits all of this."),
        everything=said.gettext("Back to all members"),
    )
    title = said.gettext("Members of %(network)s") % {"network": name}
    return Members(
        **what_a_list_shows(found, frame(site, "members", options, title), phrases),
        cards=tuple(_card(said, options, site, each) for each in shown(found)),
    )


def members_px(drawn: Members, width_px: int) -> int:
    """Units: CSS pixels, in a frame of this width."""
    density = drawn.frame.density
    return drawn.rack(_ENTRY_PX[density], _LINE_PX[density]).height_px(width_px)


def _card(said: Messages, options: MembersOptions, site: Site, member: Member) -> MemberCard:
    tie, first = member.tie, member.tie.strongest
    names = wording.FORMER_ROLE_NAMES if tie.has_ended else wording.ROLE_NAMES
    facts = (
        just(said.gettext("Network") if isinstance(member.party, Network) else ""),
        wording.place(said, member.party, options.lang),
        just("" if first.ended and not first.until else wording.lasting(said, first)),
        just(wording.confirmed(said, first)),
    )
    party = party_card(
        member.party,
        options,
        site,
        hue=ROLES.index(first.role) + 1,
        has_ended=tie.has_ended,
        facts=facts,
    )
    return MemberCard(party, " · ".join(said.gettext(names[each.role]) for each in tie.memberships))
