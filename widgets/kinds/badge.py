"""The membership of one member in one network."""

from dataclasses import dataclass
from math import ceil

from widgets.catalogue.edition import Edition
from widgets.errors import NotPublished
from widgets.kinds.cards import Frame, Link, frame, hue, monogram, outward
from widgets.kinds.heights import EDGES_PX, text_px
from widgets.kinds.options import Choice, Options, Slug, option
from widgets.kinds.site import Site
from widgets.kinds.standing import standing
from widgets.kinds.wording import Wording, worded
from widgets.language.messages import marked


@dataclass(frozen=True, kw_only=True)
class BadgeOptions(Options):
    """An empty member is the organisation that the widget speaks of. The shape is that of the
    badge as an image."""

    network: str = option(Slug("network"), label=marked("Network"))
    member: str = option(Slug("member"), "", label=marked("Member"))
    shape: str = option(
        Choice(
            {
                "flat": marked("One line"),
                "plaque": marked("A plaque of two lines"),
                "seal": marked("A round seal"),
            }
        ),
        "flat",
        label=marked("Shape of the image"),
        help=marked("24, 56 or 120 pixels high."),
    )


@dataclass(frozen=True)
class Badge:
    """Shape: role is "Member" or "Former member"; years is "since 2003", "2004–2011" or empty;
    proof is the page where the membership can be checked."""

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
    proof: Link


def badge(edition: Edition, options: BadgeOptions, site: Site) -> Badge:
    """Raises: NotPublished for a network, a member or a membership that the edition lacks."""
    slug = options.member or site.subject(options)
    seen = standing(edition, options.network, slug, options.lang)
    network, party = seen.network, seen.member
    if seen.tie is None:
        raise NotPublished("membership", f"{slug} – {network.slug}")
    return Badge(
        frame=frame(site, "badge", options, seen.label),
        slug=network.slug,
        network=worded(network.name, options.lang),
        member=worded(party.abbreviation or party.name, options.lang),
        monogram=monogram(network, options.lang),
        hue=hue(edition, network),
        role=seen.role,
        years=seen.years,
        has_ended=seen.tie.has_ended,
        link=outward(network),
        proof=Link(site.verify(network.slug, slug, options.lang), opens_tab=True, address=""),
    )


def badge_px(drawn: Badge, width_px: int) -> int:
    """Units: CSS pixels, in a frame of this width."""
    inner = width_px - EDGES_PX - 82
    network = text_px(drawn.network.text, inner, 15, 1.3, 600) + (8 if drawn.link else 0)
    role = text_px(f"{drawn.member.text}: {drawn.role}, {drawn.years}", inner, 13, 1.3) + 8
    return ceil(EDGES_PX + 18 + max(44, network + role))
