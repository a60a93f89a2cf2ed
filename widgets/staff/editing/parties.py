"""Organisations and networks by what people call them."""

import re
from collections.abc import Iterator, Mapping

from widgets.catalogue.edition import Edition, folded
from widgets.catalogue.records import Party
from widgets.kinds.wording import worded

MOST_FOUND = 12
_SLUG_LETTERS = 80
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def slugged(name: str) -> str:
    """A slug made from a name. Shape: "" where no letter of it can stand in an address."""
    return _NO_LETTERS.sub("-", folded(name)).strip("-")[:_SLUG_LETTERS].strip("-")


def listed(drafts: Edition, of: str) -> tuple[Mapping[str, Party], ...]:
    """Shape: of is "organisation", "network" or "party" for both."""
    chosen = {"organisation": (drafts.organisations,), "network": (drafts.networks,)}
    return chosen.get(of, (drafts.organisations, drafts.networks))


def known(drafts: Edition, of: str, slug: str) -> Party | None:
    return next((each[slug] for each in listed(drafts, of) if slug in each), None)


def found(drafts: Edition, of: str, text: str, most: int = MOST_FOUND) -> tuple[Party, ...]:
    """Those of whose names all these words are part, those that begin so first."""
    typed = folded(text)
    words = typed.split()
    names = drafts.haystacks
    hits = [
        each
        for each in _parties(drafts, of)
        if words and all(word in names[each.slug].names for word in words)
    ]
    hits.sort(key=lambda each: (not names[each.slug].names.startswith(typed), each.slug))
    return tuple(hits[:most])


def meant(drafts: Edition, of: str, text: str) -> tuple[Party, ...]:
    """Whom a text names: by its slug, or by the whole of one of its names."""
    if party := known(drafts, of, text.strip()):
        return (party,)
    typed = folded(text)
    if not typed:
        return ()
    near = (each for each in _parties(drafts, of) if typed in drafts.haystacks[each.slug].names)
    return tuple(each for each in near if typed in _names(each))


def shown(drafts: Edition, of: str, slug: str, lang: str) -> str:
    """A slug as a field shows it: by the name, where that says who is meant."""
    party = known(drafts, of, slug)
    name = worded(party.name, lang).text if party else slug
    return name if len(meant(drafts, of, name)) == 1 else slug


def _parties(drafts: Edition, of: str) -> Iterator[Party]:
    return (party for mapping in listed(drafts, of) for party in mapping.values())


def _names(party: Party) -> list[str]:
    return [folded(name) for name in (*party.name, *party.aliases, *(party.abbreviation or ()))]
