"""The draft edition in memory, and what colleagues see of each entry beside what it says: how it
stands, and who changed it last. Brought up to date whenever somebody asks."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiosqlite

from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Entry, Key
from widgets.language.messages import marked
from widgets.store.database import generation, opened
from widgets.store.journal import Journal, Saved

Entries = Mapping[Key, Entry]
Row = Sequence[Any]
_Drafted = tuple[int, int | None, str, str]  # revision, body, author, at
DRAFT, PUBLISHED, WAITING, GONE = "draft", "published", "waiting", "gone"
STATE_NAMES = {
    DRAFT: marked("Draft"),
    PUBLISHED: marked("Published"),
    WAITING: marked("Published, with changes that wait"),
    GONE: marked("Taken away, but still published"),
}
_DRAFTS = """
  SELECT revision.id, revision.type, revision.slug, body, author, created_at FROM revision
  JOIN (SELECT max(id) AS id FROM revision WHERE id > ? GROUP BY type, slug) USING (id)
  ORDER BY revision.id
"""
_SHOWN = """
  SELECT entry.publication, entry.type, entry.slug, revision.body FROM publication_entry AS entry
  JOIN revision ON revision.id = entry.revision
  WHERE entry.publication > ? ORDER BY entry.publication
"""
_DEEDS = """
  SELECT EXISTS (SELECT 1 FROM revision WHERE author = ?),
    EXISTS (SELECT 1 FROM publication WHERE author = ?)
"""


@dataclass(frozen=True)
class Mark:
    """Shape: state is a key of STATE_NAMES; author changed it last, at as the journal has it."""

    revision: int
    state: str
    author: str
    at: str


@dataclass(frozen=True)
class Book:
    """One state of all that colleagues work on.

    Shape: edition and entries are the drafts; marks also hold what was taken away and is still
    published, of which gone has what is published; waiting counts those that differ from what is
    published; number is that of the last revision and of the last publication."""

    number: tuple[int, int] = (0, 0)
    edition: Edition = field(default_factory=Edition)
    entries: Entries = field(default_factory=dict)
    marks: Mapping[Key, Mark] = field(default_factory=dict)
    gone: Entries = field(default_factory=dict)
    waiting: int = 0

    def record(self, key: Key) -> Entry:
        return self.entries[key] if key in self.entries else self.gone[key]


class Ledger:
    """Reads only what was saved and published since the last time, and does its work beside the
    event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._busy = asyncio.Lock()
        self._forget(None)

    def _forget(self, file: tuple[int, int, int] | None) -> None:
        self._file = file
        self._drafted: dict[Key, _Drafted] = {}
        self._shown: dict[Key, int | None] = {}
        self._book = Book()

    async def book(self) -> Book:
        """Raises: StoreRefused, Unreadable."""
        async with self._busy, opened(self._path, make=False) as connection:
            found = self._path.stat()
            file = (found.st_dev, found.st_ino, await generation(connection))
            if self._file != file:  # a backup, for example
                self._forget(file)
            revision, publication = self._book.number
            drafted = [*await connection.execute_fetchall(_DRAFTS, (revision,))]
            shown = [*await connection.execute_fetchall(_SHOWN, (publication,))]
            if drafted or shown:
                number = (_last(drafted, revision), _last(shown, publication))
                drafts, entries = self._book.edition, self._book.entries
                if drafted:
                    entries = dict(entries)
                    drafts = await asyncio.to_thread(_built, entries, drafted, number[0])
                self._note(drafted, shown)
                self._book = await self._made(Journal(connection), drafts, entries, number)
            return self._book

    def _note(self, drafted: Iterable[Row], shown: Iterable[Row]) -> None:
        """Of a body no more is kept than what tells it from another one."""
        for revision, type, slug, body, author, at in drafted:
            self._drafted[type, slug] = revision, _hashed(body), author, at
        for _, type, slug, body in shown:
            self._shown[type, slug] = _hashed(body)

    async def _made(
        self, journal: Journal, drafts: Edition, entries: Entries, number: tuple[int, int]
    ) -> Book:
        marks = await asyncio.to_thread(self._marks)
        away = [key for key, mark in marks.items() if mark.state == GONE and key not in entries]
        shown = await journal.published_among(away)
        gone = {key: saved.record() for key, saved in shown.items() if saved.body is not None}
        known = {key: mark for key, mark in marks.items() if key in entries or key in gone}
        waiting = sum(mark.state != PUBLISHED for mark in known.values())
        return Book(number, drafts, entries, known, gone, waiting)

    def _marks(self) -> dict[Key, Mark]:
        marks = {}
        for key, (revision, body, author, at) in self._drafted.items():
            shown = self._shown.get(key)
            if body is not None or shown is not None:
                marks[key] = Mark(revision, state_of(body, shown), author, at)
        return marks


async def deeds(connection: aiosqlite.Connection, author: str) -> tuple[bool, bool]:
    """Whether somebody has ever saved anything, and published anything."""
    [row] = await connection.execute_fetchall(_DEEDS, (author, author))
    return bool(row[0]), bool(row[1])


def _built(entries: dict[Key, Entry], drafted: Iterable[Row], number: int) -> Edition:
    """Brings the entries up to date as well."""
    for revision, type, slug, body, *_ in drafted:
        if body is None:
            entries.pop((type, slug), None)
        else:
            entries[type, slug] = Saved(revision, type, slug, body).record()
    return edition(entries.values(), number)


def _last(rows: Sequence[Row], before: int) -> int:
    """The number of the newest, which stands first in each row."""
    return max((row[0] for row in rows), default=before)


def _hashed(body: str | None) -> int | None:
    return None if body is None else hash(body)


def state_of(draft: object | None, shown: object | None) -> str:
    """How an entry stands. Shape: both say what tells a body from another one, None for none."""
    if draft is None:
        return GONE
    if shown is None:
        return DRAFT
    return PUBLISHED if draft == shown else WAITING
