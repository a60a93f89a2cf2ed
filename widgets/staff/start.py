"""The first page after signing in: what to do next."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from widgets.catalogue.needs import NEEDS, Need, words
from widgets.language.messages import number
from widgets.staff.activity import Deed, activity
from widgets.staff.desk import Desk
from widgets.staff.first_steps import FirstStep, first_steps
from widgets.staff.frames import ENTRY_NAMES, Frame
from widgets.staff.listing.lines import ANY
from widgets.staff.listing.shelves import languages, shelves
from widgets.store.ledger import PUBLISHED, STATE_NAMES, Book


@dataclass(frozen=True)
class Tile:
    name: str
    address: str
    count: int


@dataclass(frozen=True)
class Work:
    """What the entries of one type need. Shape: needs are the gravest first."""

    name: str
    address: str
    count: int
    needs: tuple[Tile, ...]


@dataclass(frozen=True)
class Start:
    """Shape: waiting tells how many changes wait, "" for none; states are (state, words, count) of
    what waits; steps are empty where they have been put away."""

    frame: Frame
    steps: tuple[FirstStep, ...]
    waiting: str
    states: tuple[tuple[str, str, int], ...]
    may_publish: bool
    work: tuple[Work, ...]
    deeds: tuple[Deed, ...]
    tiles: tuple[Tile, ...]


async def start(desk: Desk) -> Response:
    book = await shelves(desk).book()
    counts = Counter(type for type, _ in book.entries)
    title = desk.said.gettext("Welcome, %(name)s") % {"name": desk.account.name}
    view = Start(
        frame=desk.frame(title, "/staff"),
        steps=await first_steps(desk),
        waiting=_waiting(desk, book),
        states=tuple(_states(desk, book)),
        may_publish=desk.account.may("publisher"),
        work=tuple(_work(desk, await shelves(desk).needed(languages(desk)))),
        deeds=await activity(desk),
        tiles=tuple(
            Tile(desk.said.gettext(name), f"/staff/entries/{type}", counts[type])
            for type, name in ENTRY_NAMES.items()
        ),
    )
    return desk.page("start.html", view)


def _waiting(desk: Desk, book: Book) -> str:
    count = book.waiting
    words = desk.said.ngettext(
        "%(count)s change waits to be published", "%(count)s changes wait to be published", count
    )
    return words % {"count": number(count, desk.lang)} if count else ""


def _states(desk: Desk, book: Book) -> Iterator[tuple[str, str, int]]:
    counts = Counter(mark.state for mark in book.marks.values())
    for state, name in STATE_NAMES.items():
        if state != PUBLISHED and counts[state]:
            yield state, desk.said.gettext(name), counts[state]


def _work(desk: Desk, needed: Counter[tuple[str, str]]) -> Iterator[Work]:
    for type, name in ENTRY_NAMES.items():
        here = f"/staff/entries/{type}?need="
        codes = [code for of, code in needed if of == type and code != ANY and needed[of, code]]
        codes.sort(key=lambda code: ([*NEEDS].index(code.split("-")[0]), code))
        tiles = (
            Tile(
                words(desk.said, Need(*code.split("-", 1)), desk.lang),
                f"{here}{code}",
                needed[type, code],
            )
            for code in codes
        )
        if codes:
            yield Work(desk.said.gettext(name), f"{here}{ANY}", needed[type, ANY], tuple(tiles))
