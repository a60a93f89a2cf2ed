"""An organisation, or a network among organisations, as an item of a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from widgets.catalogue.records import Party
from widgets.kinds.cards import Link, abbreviation, monogram, outward
from widgets.kinds.logos import LogoImage, logo
from widgets.kinds.options import Choice, Options, option
from widgets.kinds.site import Site
from widgets.kinds.wording import Phrase, Wording, proper, worded
from widgets.language.messages import marked


@dataclass(frozen=True, kw_only=True)
class PartiesOptions(Options):
    """Of every list of parties."""

    links: str = option(
        Choice(
            {
                "out": marked("To their own sites, in a new tab"),
                "inside": marked("None; the addresses stand as text"),
            }
        ),
        "out",
        label=marked("Links"),
    )


@dataclass(frozen=True)
class PartyCard:
    """Shape: hue is 1 to 6, 0 for none; everything but slug, name and monogram may be empty."""

    slug: str
    name: Wording
    abbreviation: Wording | None
    logo: LogoImage | None
    monogram: str
    hue: int
    has_ended: bool
    facts: tuple[Phrase, ...]
    link: Link | None


def party_card(
    party: Party,
    options: PartiesOptions,
    site: Site,
    *,
    hue: int,
    has_ended: bool,
    facts: Iterable[Phrase],
) -> PartyCard:
    language, link = options.lang, outward(party)
    if link and options.links == "inside":
        facts, link = ((proper(link.address, language),), *facts), None
    return PartyCard(
        slug=party.slug,
        name=worded(party.name, language),
        abbreviation=abbreviation(party, language),
        logo=logo(party, site, language),
        monogram=monogram(party, language),
        hue=hue,
        has_ended=has_ended,
        facts=tuple(fact for fact in facts if fact),
        link=link,
    )
