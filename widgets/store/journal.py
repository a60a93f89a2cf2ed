"""The journal: revisions of entries and publications that point at them. Nothing is overwritten."""

from collections.abc import AsyncIterator, Callable, Sequence
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
        progress: Progress = lambda done: None,
    ) -> list[Saved]:
        """Append a revision of each entry that differs from its newest one; all of them or none.

        Shape: what was appended; progress is told how many entries are done."""
        known = {(each.type, each.slug): each.body for each in await self.newest()}
        appended = []
        async with self._transaction():
            for done, entry in enumerate(entries, start=1):
                type, body = TYPE_OF[entry.__class__], body_of(entry)
                if known.get((type, entry.slug)) != body:
                    cursor = await self._connection.execute(
                        "INSERT INTO revision (type, slug, body, author, note)"
                        " VALUES (?, ?, ?, ?, ?)",
                        (type, entry.slug, body, author, note),
                    )
                    appended.append(Saved(cursor.lastrowid or 0, type, entry.slug, body))
                progress(done)
        return appended

    async def publish(self, saved: Sequence[Saved], author: str, note: str) -> int:
        """Point a new publication at these revisions; nothing happens where there are none.

        Shape: the number of the last publication."""
        if not saved:
            return await self.publication()
        async with self._transaction():
            cursor = await self._connection.execute(
                "INSERT INTO publication (author, note) VALUES (?, ?)", (author, note)
            )
            number = cursor.lastrowid or 0
            await self._connection.executemany(
                "INSERT INTO publication_entry (publication, type, slug, revision)"
                " VALUES (?, ?, ?, ?)",
                [(number, each.type, each.slug, each.revision) for each in saved],
            )
        return number

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
