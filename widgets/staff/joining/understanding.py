"""Pasted names, understood line by line: whom each means, or what there still is to decide."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from widgets.catalogue.edition import Edition, folded
from widgets.catalogue.faults import Fault, faults
from widgets.catalogue.records import Membership, Organisation, Party
from widgets.staff.editing.parties import slugged
from widgets.staff.joining.names import KnownNames, Match
from widgets.staff.joining.sides import Side

NEW, ANYWAY, SKIP = "+", "++", "-"  # what can be chosen for a line beside a slug
CHOOSE, FOUND, MADE, LEFT_OUT = "choose", "found", "made", "left-out"
THERE, ENDED, TWICE, REFUSED = "there", "ended", "twice", "refused"


@dataclass(frozen=True)
class Typed:
    """One line as it was sent. Shape: choice is a slug, NEW, SKIP or "" where it is to be guessed;
    it counts only while the line still says what it was made for."""

    text: str
    choice: str = ""
    was: str = ""

    @property
    def kept(self) -> str:
        return self.choice if self.text == self.was else ""


@dataclass(frozen=True)
class Understood:
    """Shape: choice ANYWAY is a new organisation although there is one of that name; verdict is one
    of the words above; membership is what is added, and new the
    organisation that has to be made for it; problem is why a name cannot be one."""

    text: str
    match: Match
    choice: str
    verdict: str
    membership: Membership | None = None
    new: Organisation | None = None
    problem: Fault | None = None


class Understanding:
    """What a list of names means on one side, if all of them get this role since this year."""

    def __init__(self, side: Side, edition: Edition, role: str, since: str) -> None:
        self._side = side
        self._edition = edition
        self._role = role
        self._since = since
        self._known = KnownNames(side.others(edition))
        self._memberships = {each.slug: each for each in side.held(edition)}
        self._taken: set[str] = set()
        self._made_names: set[str] = set()

    def lines(self, typed: Iterable[Typed]) -> list[Understood]:
        """Raises: pydantic.ValidationError for a role or a year that no membership takes."""
        self._side.membership("anybody", self._role, self._since)
        return [self._line(each) for each in typed]

    def _line(self, typed: Typed) -> Understood:
        match = self._known.match(typed.text)
        offered = {each.slug: each for each in (*match.exact, *match.near)}
        choice = typed.kept
        if not choice or (choice == NEW and match.exact):  # somebody has made it meanwhile
            choice = _guessed(match, self._side)
        if choice in offered:
            return self._found(typed, match, offered[choice])
        if choice in {NEW, ANYWAY} and self._side.of == "members":
            return self._made(typed, match, choice)
        verdict = LEFT_OUT if choice == SKIP else CHOOSE
        return Understood(typed.text, match, choice if verdict == LEFT_OUT else "", verdict)

    def _found(self, typed: Typed, match: Match, party: Party) -> Understood:
        membership = self._side.membership(party.slug, self._role, self._since)
        known = self._memberships.get(membership.slug)
        verdict = FOUND
        if known:
            verdict = ENDED if known.has_ended else THERE
        elif party.slug in self._taken:
            verdict = TWICE
        self._taken.add(party.slug)
        adding = membership if verdict == FOUND else None
        return Understood(typed.text, match, party.slug, verdict, adding)

    def _made(self, typed: Typed, match: Match, choice: str) -> Understood:
        if folded(typed.text) in self._made_names:
            return Understood(typed.text, match, choice, TWICE)
        self._made_names.add(folded(typed.text))
        try:
            fields = {"slug": self._free_slug(typed.text), "name": typed.text}
            new = Organisation.model_validate(fields)
        except ValidationError as error:
            problem = faults(error)[0]
            return Understood(typed.text, match, choice, REFUSED, problem=problem)
        self._taken.add(new.slug)
        membership = self._side.membership(new.slug, self._role, self._since)
        return Understood(typed.text, match, choice, MADE, membership, new)

    def _free_slug(self, name: str) -> str:
        wanted = slugged(name) or "organisation"
        number = 1
        slug = wanted
        while slug in self._taken or self._edition.party(slug):
            number += 1
            slug = f"{wanted[:70]}-{number}"
        return slug


def _guessed(match: Match, side: Side) -> str:
    """One who is called so is meant; of those who are called nearly so, only a person can tell."""
    if len(match.exact) == 1:
        return match.exact[0].slug
    return NEW if side.of == "members" and not match.exact and not match.near else ""
