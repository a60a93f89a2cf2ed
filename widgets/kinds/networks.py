"""An organisation's networks as cards, with filters, search and paging."""

from dataclasses import dataclass, replace
from functools import partial
from gettext import NullTranslations as Messages

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Party
from widgets.catalogue.selection import select
from widgets.kinds import wording
from widgets.kinds.cards import (
    Card,
    NetworksOptions,
    card,
    check_categories,
    frame,
    inward,
    subject,
)
from widgets.kinds.listing import Listing, listing
from widgets.kinds.lists import Listed, Phrases, shown, what_a_list_shows
from widgets.kinds.site import Site
from widgets.kinds.wording import Wording
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
        **what_a_list_shows(
            found, frame(site, "networks", options, title(said, party, options.lang)), phrases
        ),
        cards=_cards(found, member),
    )


def _cards(found: Listing, member: Wording) -> tuple[Card, ...]:
    """Each is drawn once, in every language: most questions show the same few."""
    site, lang, recall = found.site, found.options.lang, found.found.recall
    cards = []
    for tie in shown(found):
        key = ("card", tie.network.slug, lang, site.base)
        cards.append(recall(key, partial(card, found.edition, site, lang, tie, member)))
    if found.options.links == "out":
        return tuple(cards)
    return tuple(replace(each, link=inward(site, found.options, each.slug)) for each in cards)


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
