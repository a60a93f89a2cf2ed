"""An organisation's networks as cards, with filters, search and paging."""

from dataclasses import dataclass
from gettext import NullTranslations as Messages

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Party
from widgets.catalogue.selection import select
from widgets.kinds import wording
from widgets.kinds.cards import Card, NetworksOptions, card, check_categories, frame, subject
from widgets.kinds.listing import Listing, listing
from widgets.kinds.lists import Listed, Phrases, shown, what_a_list_shows
from widgets.kinds.site import Site
from widgets.language.messages import messages, plural


@dataclass(frozen=True)
class Networks(Listed):
    cards: tuple[Card, ...]


def networks(edition: Edition, options: NetworksOptions, site: Site) -> Networks:
    """Raises: NotPublished for an organisation or a category that the edition lacks."""
    party = subject(edition, site, options)
    said = messages(options.lang)
    member = wording.short_wording(party, options.lang)
    found = networks_of(edition, options, site)
    phrases = Phrases(
        every=plural("%(shown)s network", "%(shown)s networks"),
        some=plural("%(shown)s of %(total)s network", "%(shown)s of %(total)s networks"),
        search=said.gettext("Search these networks"),
        none=said.gettext("No network fits all of this."),
        everything=said.gettext("Back to all networks"),
    )
    return Networks(
        **what_a_list_shows(found, frame(site, options, title(said, party, options.lang)), phrases),
        cards=tuple(card(edition, site, options, tie, member) for tie in shown(found)),
    )


def networks_of(
    edition: Edition, options: NetworksOptions, site: Site, kind: str = "networks"
) -> Listing:
    """Raises: NotPublished for an organisation or a category that the edition lacks."""
    party = subject(edition, site, options)
    check_categories(edition, options.category)
    return listing(
        kind,
        edition,
        site,
        options,
        lambda wanted: select(edition, party.slug, wanted.criteria, wanted.lang),
    )


def networks_px(drawn: Networks, width_px: int) -> int:
    """Units: CSS pixels, in a frame of this width."""
    return drawn.rack().height_px(width_px)


def title(said: Messages, party: Party, language: str) -> str:
    name = wording.short_name(party, language)
    return said.gettext("Networks of %(organisation)s") % {"organisation": name}
