"""The draft edition in memory, and what colleagues see of each entry beside what it says: how it
stands, and who changed it last. Brought up to date whenever somebody asks."""

import asyncio
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from sys import intern
from typing import Any

import aiosqlite

from widgets.catalogue.edition import Edition, renewed
from widgets.catalogue.records import Entry, Key
from widgets.language.messages import marked
from widgets.store.database import generation, opened
from widgets.store.journal import Journal, Saved
from widgets.store.publications import MANY

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


@dataclass(frozen=True, slots=True)
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
    event loop. What drafts have in common with the published edition, they share with it."""

    def __init__(self, path: Path, published: Callable[[], Edition] = Edition) -> None:
        self._path = path
        self._published = published
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
                with _uncollected(len(drafted) > MANY):
                    made = await asyncio.to_thread(self._made, drafted, shown, number)
                gone = await self._gone(Journal(connection), made, _keys(drafted, shown))
                self._book = await asyncio.to_thread(_counted, made, gone)
            return self._book

    def _made(self, drafted: Sequence[Row], shown: Sequence[Row], number: tuple[int, int]) -> Book:
        """The next book, but for what is gone."""
        before = self._book
        entries, drafts = before.entries, before.edition
        if drafted:
            shared = drafts if before.number[0] else self._published()
            changes = {(row[1], row[2]): _record(row, shared) for row in drafted}
            entries = {key: each for key, each in {**entries, **changes}.items() if each}
            lost = () if before.number[0] else (shared.every_key() - entries.keys())
            differing = {
                key: each
                for key, each in changes.items()
                if each is None or each is not shared.entry(*key)
            }
            drafts = renewed(shared, {**differing, **dict.fromkeys(lost)}, number[0])
        self._note(drafted, shown)
        marks = {**before.marks}
        for key in _keys(drafted, shown):
            if mark := self._mark(key):
                marks[key] = mark
            else:
                marks.pop(key, None)
        return Book(number, drafts, entries, marks)

    async def _gone(self, journal: Journal, made: Book, touched: set[Key]) -> Entries:
        """What was taken away, and is still published."""
        gone = {key: each for key, each in self._book.gone.items() if key not in touched}
        away = [key for key in touched if key in made.marks and made.marks[key].state == GONE]
        shown = await journal.published_among(away)
        return gone | {key: each.record() for key, each in shown.items() if each.body is not None}

    def _note(self, drafted: Iterable[Row], shown: Iterable[Row]) -> None:
        """Of a body no more is kept than what tells it from another one."""
        for revision, type, slug, body, author, at in drafted:
            self._drafted[type, slug] = revision, _hashed(body), intern(author), intern(at)
        for _, type, slug, body in shown:
            self._shown[type, slug] = _hashed(body)

    def _mark(self, key: Key) -> Mark | None:
        """None for what is neither a draft nor published."""
        if key not in self._drafted:
            return None
        revision, body, author, at = self._drafted[key]
        shown = self._shown.get(key)
        if body is None and shown is None:
            return None
        return Mark(revision, state_of(body, shown), author, at)


@contextmanager
def _uncollected(is_much: bool) -> Iterator[None]:
    """Without a search for cycles, of which a catalogue has none: it stops everything."""
    if not is_much:
        yield
        return
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


async def deeds(connection: aiosqlite.Connection, author: str) -> tuple[bool, bool]:
    """Whether somebody has ever saved anything, and published anything."""
    [row] = await connection.execute_fetchall(_DEEDS, (author, author))
    return bool(row[0]), bool(row[1])


def _record(row: Row, shared: Edition) -> Entry | None:
    """What was drafted; an entry that is shared already, as it is there."""
    revision, type, slug, body, *_ = row
    if body is None:
        return None
    record, known = Saved(revision, type, slug, body).record(), shared.entry(type, slug)
    return known if known == record else record


def _counted(made: Book, gone: Entries) -> Book:
    marks = {key: mark for key, mark in made.marks.items() if key in made.entries or key in gone}
    waiting = sum(mark.state != PUBLISHED for mark in marks.values())
    return replace(made, marks=marks, gone=gone, waiting=waiting)


def _keys(drafted: Iterable[Row], shown: Iterable[Row]) -> set[Key]:
    return {(row[1], row[2]) for row in chain(drafted, shown)}


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
