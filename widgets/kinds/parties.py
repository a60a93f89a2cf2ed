"""An organisation, or a network among organisations, as an item of a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from widgets.catalogue.records import Party
from widgets.kinds.cards import Link, abbreviation, monogram, outward
from widgets.kinds.wording import Phrase, Wording, worded


@dataclass(frozen=True)
class PartyCard:
    """Shape: hue is 1 to 6, 0 for none; everything but slug, name and monogram may be empty."""

    slug: str
    name: Wording
    abbreviation: Wording | None
    monogram: str
    hue: int
    has_ended: bool
    facts: tuple[Phrase, ...]
    link: Link | None


def party_card(
    party: Party, language: str, *, hue: int, has_ended: bool, facts: Iterable[Phrase]
) -> PartyCard:
    return PartyCard(
        slug=party.slug,
        name=worded(party.name, language),
        abbreviation=abbreviation(party, language),
        monogram=monogram(party, language),
        hue=hue,
        has_ended=has_ended,
        facts=tuple(fact for fact in facts if fact),
        link=outward(party),
    )
