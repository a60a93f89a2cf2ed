"""Many memberships at once: names are pasted, understood, mended in place, then saved as drafts."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from starlette.responses import Response

from widgets.catalogue.faults import faults, said
from widgets.catalogue.records import Entry, key_of
from widgets.errors import Overtaken
from widgets.kinds.wording import Wording, worded
from widgets.language.messages import marked, number
from widgets.render import digest
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.joining.names import names_in
from widgets.staff.joining.roll import role_names, roll_page, title
from widgets.staff.joining.sides import Side, side
from widgets.staff.joining.understanding import (
    ANYWAY,
    CHOOSE,
    ENDED,
    FOUND,
    LEFT_OUT,
    MADE,
    NEW,
    REFUSED,
    SKIP,
    THERE,
    TWICE,
    Typed,
    Understanding,
    Understood,
)
from widgets.staff.listing.shelves import shelves
from widgets.store.ledger import Book

MOST_LINES = 300
_VERDICTS = {
    FOUND: marked("Found"),
    MADE: marked("Will be made as a new organisation"),
    CHOOSE: marked("Which entry is meant?"),
    LEFT_OUT: marked("Left out"),
    THERE: marked("Has this role already: left as it is"),
    ENDED: marked("Had this role once: open the membership if it holds again"),
    TWICE: marked("Stands here twice: added once"),
    REFUSED: marked("This cannot be a name"),
}


@dataclass(frozen=True)
class Offer:
    """One choice of a line. Shape: value is a slug, or one of those of `understanding`."""

    value: str
    words: Wording
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """Shape: verdict is one of those of `understanding`, words what it says."""

    text: str
    offers: tuple[Offer, ...]
    verdict: str
    words: str


@dataclass(frozen=True)
class Adding:
    """Shape: back is (address, words); seen stands for what would be added; button is empty where
    nothing can be added yet; undecided tells why, and cut that there were too many names."""

    frame: Frame
    here: str
    back: tuple[str, str]
    lines: tuple[Line, ...]
    seen: str
    roles: tuple[tuple[str, str], ...]
    role: str
    since: str
    problem: str
    undecided: str
    cut: str
    button: str


async def members_adding(desk: Desk) -> Response:
    return await _adding(desk, "members")


async def networks_adding(desk: Desk) -> Response:
    return await _adding(desk, "networks")


async def _adding(desk: Desk, of: str) -> Response:
    """Shows what was understood, and does it when it is sent from there."""
    role, since = desk.sent.get("role") or "member", desk.sent.get("since").strip()[:100]
    typed, names = _typed(desk)
    if not typed:
        problem = desk.said.gettext("Write or paste at least one name.")
        return await roll_page(desk, of, role=role, since=since, problem=problem)
    book = await shelves(desk).book()
    shown = side(desk, book.edition, of)
    try:
        understanding = Understanding(shown, book.edition, role, since)
        lines = await asyncio.to_thread(understanding.lines, typed[:MOST_LINES])
    except ValidationError as error:
        problem = said(desk.said, faults(error)[0], desk.lang)
        return await roll_page(desk, of, names=names, role=role, since=since, since_problem=problem)
    page = _Page(shown, book, lines, role, since, len(typed) > MOST_LINES)
    if not desk.sent.get("save"):
        return _page(desk, page)
    if page.undecided:
        return _page(desk, page, desk.said.gettext("Decide first which ones are meant."), 422)
    if desk.sent.get("seen") != page.seen:
        problem = desk.said.gettext(
            "This is how it is understood now. Nothing was saved yet: look once more."
        )
        return _page(desk, page, problem, 409)
    return await _saved(desk, page)


@dataclass(frozen=True)
class _Page:
    side: Side
    book: Book
    lines: Sequence[Understood]
    role: str
    since: str
    is_cut: bool

    @property
    def entries(self) -> list[Entry]:
        """What is added: new organisations first."""
        made = [each.new for each in self.lines if each.new]
        return [*made, *(each.membership for each in self.lines if each.membership)]

    @property
    def seen(self) -> str:
        """Stands for exactly what would be added."""
        return digest("\n".join(each.slug for each in self.entries))

    @property
    def count(self) -> int:
        return sum(each.membership is not None for each in self.lines)

    @property
    def undecided(self) -> int:
        return sum(each.verdict in {CHOOSE, REFUSED} for each in self.lines)


async def _saved(desk: Desk, page: _Page) -> Response:
    """All of it or none."""
    keys = [key_of(each) for each in page.entries]
    marks = page.book.marks
    base = {key: marks[key].revision if key in marks else 0 for key in keys}
    try:
        await desk.journal.save(page.entries, desk.author, title(desk, page.side), base=base)
    except Overtaken:
        problem = desk.said.gettext(
            "Somebody else has just added one of these. Nothing was saved: look once more."
        )
        return _page(desk, page, problem, 409)
    return desk.to(page.side.here, added=str(page.count))


def _typed(desk: Desk) -> tuple[list[Typed], str]:
    """The lines, pasted as one text or sent one by one, and all of them as text."""
    if texts := desk.sent.all("line"):
        names = "\n".join(texts)
        rows = zip(texts, desk.sent.all("choice"), desk.sent.all("was"), strict=False)
        typed = [Typed(*row) for row in rows]
        return [each for each in typed if each.text.strip()], names
    names = desk.sent.get("names")
    return [Typed(line) for line in names_in(names)], names


def _page(desk: Desk, page: _Page, problem: str = "", status: int = 200) -> Response:
    lang, count = desk.lang, page.count
    button = desk.said.ngettext(
        "Add %(count)s membership as a draft", "Add %(count)s memberships as drafts", count
    )
    undecided = desk.said.ngettext(
        "%(count)s line is still to decide.", "%(count)s lines are still to decide.", page.undecided
    )
    cut = desk.said.gettext("Only the first %(most)s names were read. Add the others after these.")
    view = Adding(
        frame=desk.frame(desk.said.gettext("Is this what you mean?"), page.side.section),
        here=f"{page.side.here}/add",
        back=(page.side.here, title(desk, page.side)),
        lines=tuple(_line(desk, page.side, each) for each in page.lines),
        seen=page.seen,
        roles=role_names(desk),
        role=page.role,
        since=page.since,
        problem=problem,
        undecided=undecided % {"count": number(page.undecided, lang)} if page.undecided else "",
        cut=cut % {"most": number(MOST_LINES, lang)} if page.is_cut else "",
        button=button % {"count": number(count, lang)} if count and not page.undecided else "",
    )
    return desk.page("adding.html", view, status)


def _line(desk: Desk, shown: Side, line: Understood) -> Line:
    said_of = said(desk.said, line.problem, desk.lang) if line.problem else ""
    return Line(
        text=line.text,
        offers=tuple(_offers(desk, shown, line)),
        verdict=line.verdict,
        words=said_of or desk.said.gettext(_VERDICTS[line.verdict]),
    )


def _offers(desk: Desk, shown: Side, line: Understood) -> Iterator[Offer]:
    gettext = desk.said.gettext
    if line.verdict == CHOOSE:
        yield Offer("", Wording(gettext("Choose…")), True)
    for party in (*line.match.exact, *line.match.near):
        yield Offer(party.slug, worded(party.name, desk.lang), line.choice == party.slug)
    if shown.of == "members":
        new = ANYWAY if line.match.exact else NEW
        yield Offer(new, Wording(gettext("Make a new organisation")), line.choice == new)
    yield Offer(SKIP, Wording(gettext("Leave this line out")), line.choice == SKIP)
