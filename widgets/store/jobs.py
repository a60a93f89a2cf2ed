"""Imports that run beside the requests: what was sent, how far it is, and how it ended."""

import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

import aiosqlite

CHECKING, CHECKED, REFUSED = "checking", "checked", "refused"
WRITING, WRITTEN, INTERRUPTED = "writing", "written", "interrupted"
AT_WORK = (CHECKING, WRITING)
KEPT_SECONDS = 7 * 86_400
SILENT_SECONDS = 15  # after which nobody is at work any more
_MOST_OF_AUTHOR = 20
_FIELDS = "id, author, name, type, state, done, total, base, outcome, created_at, seen_at"


@dataclass(frozen=True)
class Job:
    """Shape: name is that of the file; type that of a table which does not say it; base the last
    revision when it was checked; outcome is JSON. Units: created_at and seen_at in seconds."""

    id: str
    author: str
    name: str
    type: str
    state: str
    done: int
    total: int
    base: int
    outcome: str
    created_at: int
    seen_at: int

    @property
    def note(self) -> str:
        """What the history says of it."""
        return f"import of {self.name}"


class Jobs:
    def __init__(
        self, connection: aiosqlite.Connection, now: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._now = now

    async def add(self, author: str, name: str, type: str, content: bytes) -> str:
        """A new job, to be checked; old ones go. Shape: its id."""
        id, now = secrets.token_urlsafe(12), int(self._now())
        await self._connection.execute(
            """DELETE FROM import WHERE created_at < ?1 OR id IN (SELECT id FROM import
               WHERE author = ?2 ORDER BY created_at DESC LIMIT -1 OFFSET ?3)""",
            (now - KEPT_SECONDS, author, _MOST_OF_AUTHOR - 1),
        )
        await self._connection.execute(
            """INSERT INTO import (id, author, name, type, content, created_at, seen_at)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (id, author, name, type, content, now, now),
        )
        return id

    async def find(self, id: str, author: str) -> Job | None:
        """A job of one's own, as it stands: one that nobody works at any more was interrupted."""
        found = await self._jobs("id = ? AND author = ?", id, author)
        return await self._settled(found[0]) if found else None

    async def of(self, author: str) -> list[Job]:
        """The newest first."""
        since = int(self._now()) - KEPT_SECONDS
        found = await self._jobs("author = ? AND created_at >= ?", author, since)
        return [await self._settled(each) for each in found]

    async def content(self, id: str) -> bytes:
        row = await self._one("SELECT content FROM import WHERE id = ?", id)
        return bytes(row[0]) if row and row[0] is not None else b""

    async def seen(self, id: str, done: int, total: int) -> None:
        """Somebody is at work, and this far."""
        await self._connection.execute(
            "UPDATE import SET seen_at = ?, done = ?, total = ? WHERE id = ?",
            (int(self._now()), done, total, id),
        )

    async def moved(self, id: str, before: str, after: str) -> bool:
        """From one state to the next. Shape: whether it was in the first: nobody came before."""
        cursor = await self._connection.execute(
            """UPDATE import SET state = ?, seen_at = ?, done = 0, total = 0
               WHERE id = ? AND state = ?""",
            (after, int(self._now()), id, before),
        )
        return cursor.rowcount == 1

    async def end(self, id: str, state: str, outcome: str, base: int = 0) -> None:
        """How it ended. What was sent is kept only where it may still be imported."""
        await self._connection.execute(
            """UPDATE import SET state = ?1, outcome = ?2, base = ?3,
               content = CASE WHEN ?1 = 'checked' THEN content END WHERE id = ?4""",
            (state, outcome, base, id),
        )

    async def remove(self, id: str, author: str) -> None:
        await self._connection.execute(
            "DELETE FROM import WHERE id = ? AND author = ?", (id, author)
        )

    async def _settled(self, job: Job) -> Job:
        """A server that stopped leaves a job at work: either all of it was written, or nothing."""
        if job.state not in AT_WORK or abs(self._now() - job.seen_at) < SILENT_SECONDS:
            return job
        if job.state == WRITING and await self._is_locked():
            return job  # whoever writes so much cannot say so meanwhile
        saved = await self._one(
            "SELECT count(*) FROM revision WHERE id > ? AND author = ? AND note = ?",
            job.base,
            job.author,
            job.note,
        )
        is_written = job.state == WRITING and bool(saved and saved[0])
        await self.end(job.id, WRITTEN if is_written else INTERRUPTED, job.outcome, job.base)
        return (await self._jobs("id = ?", job.id))[0]

    async def _is_locked(self) -> bool:
        try:
            await self._connection.execute("PRAGMA busy_timeout = 0")
            await self._connection.execute("BEGIN IMMEDIATE")
            await self._connection.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return True
        finally:
            await self._connection.execute("PRAGMA busy_timeout = 5000")
        return False

    async def _jobs(self, where: str, *values: str | int) -> list[Job]:
        cursor = await self._connection.execute(
            f"SELECT {_FIELDS} FROM import WHERE {where} ORDER BY created_at DESC, rowid DESC",  # noqa: S608
            values,
        )
        return [Job(*row) for row in await cursor.fetchall()]

    async def _one(self, sql: str, *values: str | int) -> sqlite3.Row | None:
        return await (await self._connection.execute(sql, values)).fetchone()
