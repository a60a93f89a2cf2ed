"""The journal: revisions of entries and publications that point at them. Nothing is overwritten."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiosqlite
from pydantic import ValidationError

from widgets.catalogue.records import TYPES, Entry
from widgets.errors import Unreadable

TYPE_OF = {record: name for name, record in TYPES.items()}
Progress = Callable[[int], None]

_NEWEST = """
  SELECT revision.id, revision.type, revision.slug, revision.body FROM revision
  JOIN (SELECT max(id) AS id FROM revision GROUP BY type, slug) USING (id)
  ORDER BY revision.id
"""
_PUBLISHED = """
  SELECT revision.id, revision.type, revision.slug, revision.body
  FROM (SELECT type, slug, max(publication) AS publication
        FROM publication_entry GROUP BY type, slug)
  JOIN publication_entry USING (type, slug, publication)
  JOIN revision ON revision.id = publication_entry.revision
  ORDER BY revision.id
"""


@dataclass(frozen=True)
class Saved:
    """One entry as the journal holds it."""

    revision: int
    type: str
    slug: str
    body: str

    def record(self) -> Entry:
        """Raises: Unreadable where the body is not what was once saved."""
        try:
            return TYPES[self.type].model_validate_json(self.body)
        except (KeyError, ValidationError) as error:
            said = f"revision {self.revision}, {self.type} {self.slug}, is not readable"
            raise Unreadable(said) from error


def body_of(entry: Entry) -> str:
    """An entry as it is stored: what is not said is left out, so that equal entries are equal."""
    return entry.model_dump_json(exclude_defaults=True)


class Journal:
    """The intentions that the rest of the program has with the store."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def newest(self) -> list[Saved]:
        """The draft edition's entries: the newest revision of each that is not taken away."""
        return await self._saved(_NEWEST)

    async def published(self) -> list[Saved]:
        """The published edition's entries."""
        return await self._saved(_PUBLISHED)

    async def is_new(self) -> bool:
        """Whether nothing was ever saved."""
        cursor = await self._connection.execute("SELECT NOT EXISTS (SELECT 1 FROM revision)")
        row = await cursor.fetchone()
        return bool(row and row[0])

    async def publication(self) -> int:
        """The number of the last publication, 0 before the first."""
        cursor = await self._connection.execute("SELECT coalesce(max(id), 0) FROM publication")
        row = await cursor.fetchone()
        return int(row[0]) if row else 0

    async def save(
        self,
        entries: Sequence[Entry],
        author: str,
        note: str,
        *,
        publish: Collection[tuple[str, str]] = (),
        progress: Progress = lambda done: None,
    ) -> list[Saved]:
        """Append a revision of each entry that differs from its newest one, and publish those that
        are named: all of it or none.

        Shape: publish names entries by (type, slug); what was appended comes back; progress is
        told how many entries are done."""
        appended = []
        async with self._transaction():
            newest = {(each.type, each.slug): each for each in await self.newest()}
            for done, entry in enumerate(entries, start=1):
                key, body = (TYPE_OF[entry.__class__], entry.slug), body_of(entry)
                if key not in newest or newest[key].body != body:
                    newest[key] = await self._append(*key, body, author, note)
                    appended.append(newest[key])
                progress(done)
            shown = {each.revision for each in await self.published()}
            chosen = [newest[key] for key in publish if newest[key].revision not in shown]
            await self._point(chosen, author, note)
        return appended

    async def publish(self, saved: Sequence[Saved], author: str, note: str) -> int:
        """Point a new publication at these revisions; nothing happens where there are none.

        Shape: the number of the last publication."""
        async with self._transaction():
            await self._point(saved, author, note)
        return await self.publication()

    async def _append(self, type: str, slug: str, body: str, author: str, note: str) -> Saved:
        cursor = await self._connection.execute(
            "INSERT INTO revision (type, slug, body, author, note) VALUES (?, ?, ?, ?, ?)",
            (type, slug, body, author, note),
        )
        return Saved(cursor.lastrowid or 0, type, slug, body)

    async def _point(self, saved: Sequence[Saved], author: str, note: str) -> None:
        if not saved:
            return
        cursor = await self._connection.execute(
            "INSERT INTO publication (author, note) VALUES (?, ?)", (author, note)
        )
        await self._connection.executemany(
            "INSERT INTO publication_entry (publication, type, slug, revision) VALUES (?, ?, ?, ?)",
            [(cursor.lastrowid, each.type, each.slug, each.revision) for each in saved],
        )

    async def _saved(self, sql: str) -> list[Saved]:
        cursor = await self._connection.execute(sql)
        return [Saved(*row) for row in await cursor.fetchall() if row[3] is not None]

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[None]:
        await self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            await self._connection.execute("ROLLBACK")
            raise
        await self._connection.execute("COMMIT")
