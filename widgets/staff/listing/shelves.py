"""The lists in memory: each is ordered and judged once, and again when anything has changed."""

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Callable

from widgets.catalogue.needs import Survey, needs, survey
from widgets.staff.desk import Desk
from widgets.staff.listing.lines import ANY, Line, lines
from widgets.store.ledger import Book, Ledger

_MOST = 12  # lists of one type in one language; one of a hundred thousand entries takes 60 MB


class Shelves:
    """Shape: now is the clock, in seconds."""

    def __init__(self, ledger: Ledger, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self._ledger = ledger
        self._book = Book()
        self._survey: Survey | None = None
        self._needed: Counter[tuple[str, str]] | None = None
        self._kept: OrderedDict[tuple[str, str], tuple[Line, ...]] = OrderedDict()

    async def book(self) -> Book:
        """Raises: StoreRefused, Unreadable."""
        return await self._ledger.book()

    async def lines(self, type: str, lang: str, languages: tuple[str, ...]) -> tuple[Line, ...]:
        """Every entry of a type, by name, judged by what it lacks in these languages."""
        book = await self.book()
        surveyed = await self._surveyed(book, languages)
        if (type, lang) not in self._kept:
            made = await asyncio.to_thread(lines, book, type, lang, surveyed)
            if self._survey is not surveyed:  # somebody has saved meanwhile
                return made
            self._kept[type, lang] = made
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        self._kept.move_to_end((type, lang))
        return self._kept[type, lang]

    async def needed(self, languages: tuple[str, ...]) -> Counter[tuple[str, str]]:
        """How many entries need what. Shape: by type and the code of a need, or ANY."""
        book = await self.book()
        surveyed = await self._surveyed(book, languages)
        if self._needed is None:
            self._needed = await asyncio.to_thread(_needed, book, surveyed)
        return self._needed

    async def _surveyed(self, book: Book, languages: tuple[str, ...]) -> Survey:
        year = time.gmtime(self.now()).tm_year
        known = self._survey
        if known and self._book is book and (known.languages, known.year) == (languages, year):
            return known
        made = await asyncio.to_thread(survey, book.edition, languages, year)
        self._book, self._survey = book, made
        self._needed = None
        self._kept.clear()
        return made


def _needed(book: Book, survey: Survey) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for (type, _), entry in book.entries.items():
        found = needs(entry, survey)
        counts.update((type, each.code) for each in found)
        counts[type, ANY] += bool(found)
    return counts


def shelves(desk: Desk) -> Shelves:
    held: Shelves = desk.request.app.state.shelves
    return held


def languages(desk: Desk) -> tuple[str, ...]:
    """Those in which each text should be: the installation's own, and English."""
    return tuple(dict.fromkeys((desk.hosting.settings.default_language, "en")))


async def lines_of(desk: Desk, type: str) -> tuple[Line, ...]:
    """Raises: StoreRefused, Unreadable."""
    return await shelves(desk).lines(type, desk.lang, languages(desk))
