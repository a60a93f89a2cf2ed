"""The membership of one member in one network."""

from dataclasses import dataclass
from math import ceil

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Membership, Network
from widgets.catalogue.selection import tie
from widgets.errors import NotPublished
from widgets.kinds import wording
from widgets.kinds.cards import Frame, Link, frame, hue, monogram, outward
from widgets.kinds.heights import EDGES_PX, text_px
from widgets.kinds.options import Options, Slug, option
from widgets.kinds.site import Site
from widgets.kinds.wording import Wording, isolated, worded
from widgets.language.messages import marked, messages


@dataclass(frozen=True, kw_only=True)
class BadgeOptions(Options):
    """An empty member is the organisation that the widget speaks of."""

    network: str = option(Slug("network"), label=marked("Network"))
    member: str = option(Slug("member"), "", label=marked("Member"))


@dataclass(frozen=True)
class Badge:
    """Shape: role is "Member" or "Former member"; years is "since 2003", "2004–2011" or empty."""

    frame: Frame
    slug: str
    network: Wording
    member: Wording
    monogram: str
    hue: int
    role: str
    years: str
    has_ended: bool
    link: Link | None


def badge(edition: Edition, options: BadgeOptions, site: Site) -> Badge:
    """Raises: NotPublished for a network, a member or a membership that the edition lacks."""
    network = edition.networks.get(options.network)
    if network is None:
        raise NotPublished("network", options.network)
    slug = options.member or site.subject(options)
    party = edition.party(slug)
    if party is None:
        raise NotPublished("organisation", slug)
    held = [each for each in edition.members.get(network.slug, ()) if each.member == slug]
    if not held:
        raise NotPublished("membership", f"{slug} – {network.slug}")
    seen, said = tie(network, held), messages(options.lang)
    names = wording.FORMER_ROLE_NAMES if seen.has_ended else wording.ROLE_NAMES
    member = wording.short_name(party, options.lang)
    sentence = wording.tie_sentence(said, member, seen.strongest, network)
    name = worded(network.name, options.lang)
    label = said.gettext("%(network)s: %(sentence)s")
    label %= {"network": isolated(name.text, options.lang), "sentence": sentence}
    return Badge(
        frame=frame(site, options, label),
        slug=network.slug,
        network=name,
        member=worded(party.abbreviation or party.name, options.lang),
        monogram=monogram(network, options.lang),
        hue=hue(edition, network),
        role=said.gettext(names[seen.strongest.role]),
        years=wording.lasting(said, _ending(seen.strongest, network)),
        has_ended=seen.has_ended,
        link=outward(network),
    )


def badge_px(drawn: Badge, width_px: int) -> int:
    """Units: CSS pixels, in a frame of this width."""
    inner = width_px - EDGES_PX - 82
    network = text_px(drawn.network.text, inner, 15, 1.3, 600) + (4 if drawn.link else 0)
    role = text_px(f"{drawn.member.text}: {drawn.role}, {drawn.years}", inner, 13, 1.3)
    return ceil(EDGES_PX + 18 + max(44, network + role))


def _ending(membership: Membership, network: Network) -> Membership:
    """A membership with the end that its network gives it."""
    if membership.has_ended or not network.has_ended:
        return membership
    return membership.model_copy(update={"until": network.until, "ended": True})
