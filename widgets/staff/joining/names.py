"""Whom a typed name means: a party by any of its names, or those whose names are much like it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from widgets.catalogue.edition import folded
from widgets.catalogue.records import Party

_MOST_NEAR = 5
_LONGEST = 300
_BULLET = re.compile(r"^\s*(?:[-–—•*·]|\d{1,3}[.)])\s+")
_AROUND = " \t,;\u2068\u2069"
_BESIDE = re.compile(r"\s*[(\[].*?[)\]]\s*")  # "FNV (Netherlands)"


@dataclass(frozen=True)
class Match:
    """Shape: exact are those who are called so, near those whose names are much like it, the
    likeliest first."""

    exact: tuple[Party, ...]
    near: tuple[Party, ...]


class KnownNames:
    """The names, aliases, abbreviations and slugs of parties, in any spelling."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self._by_name: dict[str, dict[str, Party]] = {}
        for party in parties:
            for name in (*party.name, *party.aliases, *(party.abbreviation or ()), party.slug):
                self._by_name.setdefault(_compared(name), {})[party.slug] = party
        self._names = [*self._by_name]

    def match(self, typed: str) -> Match:
        for spelling in dict.fromkeys((_compared(typed), _compared(_BESIDE.sub(" ", typed)))):
            if exact := self._by_name.get(spelling):
                return Match((*exact.values(),), ())
        return Match((), self._near(_compared(typed)))

    def _near(self, name: str) -> tuple[Party, ...]:
        from rapidfuzz import fuzz, process  # by need: it takes 3 MB

        likeness = (  # how two names are compared, and from how many percent on they are much alike
            (fuzz.token_sort_ratio, 72),
            (fuzz.token_set_ratio, 92),  # one may say more than the other
        )
        scores: dict[str, float] = {}
        for scorer, least in likeness:
            for known, score, _ in process.extract(
                name, self._names, scorer=scorer, score_cutoff=least, limit=_MOST_NEAR
            ):
                for slug in self._by_name[known]:
                    scores[slug] = max(score, scores.get(slug, 0))
        parties = {slug: party for held in self._by_name.values() for slug, party in held.items()}
        likeliest = sorted(scores, key=lambda slug: (-scores[slug], slug))
        return tuple(parties[slug] for slug in likeliest[:_MOST_NEAR])


def names_in(pasted: str) -> list[str]:
    """One name a line, without the bullets and commas of the list that it was copied from."""
    lines = (_BULLET.sub("", line).strip(_AROUND) for line in pasted.splitlines())
    plain = (" ".join(_printable(line).split())[:_LONGEST] for line in lines)
    return [line for line in plain if line]


def _compared(name: str) -> str:
    """Letters and digits alone, so that hyphens, dots and quotes tell nothing apart."""
    kept = "".join(letter if letter.isalnum() else " " for letter in folded(name))
    return " ".join(kept.split()) or folded(name)


def _printable(line: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in line)
