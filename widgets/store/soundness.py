"""Whether a database is whole: what SQLite finds in the file, and what is true of every journal."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from widgets.errors import StoreBroken, Unreadable
from widgets.store.journal import Journal

_MOST_FAULTS = 20
_LOST = """
  SELECT '{table} ' || (before.id + 1) || ' is missing' FROM (
    SELECT 0 AS id UNION ALL SELECT id FROM {table}) AS before
  WHERE before.id < (SELECT max(id) FROM {table})
  AND NOT EXISTS (SELECT 1 FROM {table} WHERE id = before.id + 1)
"""
_INVARIANTS = (  # each tells its faults, a line each
    _LOST.format(table="revision"),
    _LOST.format(table="publication"),
    """
    SELECT 'publication ' || id || ' is empty' FROM publication
    WHERE NOT EXISTS (SELECT 1 FROM publication_entry WHERE publication = publication.id)
    """,
    """
    SELECT 'publication ' || publication || ' shows ' || entry.type || ' ' || entry.slug ||
      ' by revision ' || revision || ', which is of something else'
    FROM publication_entry AS entry JOIN revision ON revision.id = entry.revision
    WHERE revision.type <> entry.type OR revision.slug <> entry.slug
    """,
    """
    SELECT 'table ' || "table" || ' refers to what is missing in ' || parent
    FROM pragma_foreign_key_check GROUP BY "table", parent
    """,
)


@dataclass(frozen=True)
class Contents:
    """How far a journal is. Shape: last is when anything was saved or published last, "" for
    never."""

    revisions: int
    publications: int
    last: str


async def faults(connection: aiosqlite.Connection) -> list[str]:
    """What is wrong with the whole file, in English; nothing where it is sound.

    Raises: sqlite3.DatabaseError where that cannot even be found out."""
    found = [each for each in await _told(connection, "PRAGMA integrity_check(1)") if each != "ok"]
    for sql in _INVARIANTS if not found else ():
        found += await _told(connection, f"{sql} LIMIT {_MOST_FAULTS}")
    if not found:
        found += await _unreadable(Journal(connection))
    return found


async def refuse_unsound(connection: aiosqlite.Connection, path: Path) -> None:
    """Raises: StoreBroken saying the first thing that is wrong, and how much is."""
    try:
        found = await faults(connection)
    except sqlite3.DatabaseError as error:
        raise StoreBroken(_damaged(path, str(error))) from error
    if found:
        more = f", and {len(found) - 1} more" if found[1:] else ""
        raise StoreBroken(_damaged(path, found[0] + more))


async def contents(connection: aiosqlite.Connection) -> Contents:
    cursor = await connection.execute(
        """SELECT (SELECT count(*) FROM revision), (SELECT count(*) FROM publication),
           coalesce((SELECT max(created_at) FROM (SELECT created_at FROM revision
                     UNION ALL SELECT created_at FROM publication)), '')"""
    )
    [row] = await cursor.fetchall()
    return Contents(*row)


async def _told(connection: aiosqlite.Connection, sql: str) -> list[str]:
    return [str(row[0]) for row in await connection.execute_fetchall(sql)]


async def _unreadable(journal: Journal) -> Iterable[str]:
    """Drafts and published entries that this release cannot read."""
    found = []
    saved = {each.revision: each for each in await journal.newest()}
    saved |= {each.revision: each for each in await journal.published()}
    for each in saved.values():
        try:
            each.record()
        except Unreadable as error:
            found.append(str(error))
    return found[:_MOST_FAULTS]


def _damaged(path: Path, what: str) -> str:
    return f"{path} is damaged ({what}); restore a backup that is whole with widgets restore"
