"""The published edition as a value in memory, kept up to date beside the event loop's work, and
what the last publications changed."""

import asyncio
import gc
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import aiosqlite

from widgets.catalogue.changes import Announcement
from widgets.catalogue.edition import Changes, Edition, renewed
from widgets.catalogue.indexed import prepare
from widgets.catalogue.records import Entry, Key
from widgets.store import publications
from widgets.store.database import generation, opened
from widgets.store.journal import Saved
from widgets.store.publications import Stamp

CHECK_SECONDS = 0.25
_LOOKS_AFTER_FAILURE = 4
_log = logging.getLogger("widgets")


class Published:
    """Shape: edition is replaced as a whole, never changed; so are announcements, newest first.
    Units: read_at is when the store last proved to hold what is shown, by the monotonic clock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.edition = Edition()
        self.announcements: tuple[Announcement, ...] = ()
        self.on_change: Callable[[], None] = lambda: None
        self.read_at = 0.0
        self._seen: tuple[tuple[int, int, int], Stamp] | None = None
        self._stopping = asyncio.Event()

    async def load(self) -> None:
        """Raises: StoreRefused."""
        self._stopping = asyncio.Event()  # of the loop that is to follow
        async with opened(self._path) as connection:
            await self._refresh(connection, self._file())

    async def follow(self) -> None:
        """Look for a newer publication, until told to stop. A store that cannot be read leaves the
        edition as it is, and is tried again; the log says so once, and when it is over."""
        is_over, told = False, ""
        while not is_over:
            try:
                file = self._file()
                async with opened(self._path, make=False) as connection:
                    while self._file() == file and not (is_over := await self._pause()):
                        await self._refresh(connection, file)
                        if told:
                            _log.warning("the catalogue can be read again")
                            told = ""
            except Exception as error:
                if str(error) != told:
                    _log.warning("the catalogue is kept as it is: %s", error)
                told = str(error)
                is_over = await self._pause(_LOOKS_AFTER_FAILURE)

    def stop(self) -> None:
        """End `follow` between two looks: cancelled, it would leave a connection half open."""
        self._stopping.set()

    async def _pause(self, looks: int = 1) -> bool:
        """Wait until it is time to look again. Shape: whether it is time to stop instead."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), looks * CHECK_SECONDS)
        return self._stopping.is_set()

    def _file(self) -> tuple[int, int]:
        """Which file the path names now: another one may be put there, such as a backup."""
        found = self._path.stat()
        return found.st_dev, found.st_ino

    async def _refresh(self, connection: aiosqlite.Connection, file: tuple[int, int]) -> None:
        """Read what was published since the last time, or everything where the file is another one,
        or holds another history."""
        place = (*file, await generation(connection))
        stamp = await publications.last(connection)
        if (place, stamp) != self._seen:
            known, seen = self._seen or (place, (0, ""))
            is_same = known == place and await publications.is_there(connection, seen)
            await self._advance(connection, is_same=is_same, number=stamp[0])
            self._seen = (place, stamp)
        self.read_at = time.monotonic()

    async def _advance(
        self, connection: aiosqlite.Connection, *, is_same: bool, number: int
    ) -> None:
        before = self.edition if is_same else Edition()
        changes: dict[Key, Entry | None] = {}
        async for rows in publications.since(connection, before.number):
            changes.update(await asyncio.to_thread(changes_of, rows))
            if len(rows) == publications.MANY:
                gc.freeze()  # there is no cycle in them, and to look for one stops everything
        told_before = self.announcements if is_same else ()
        told = await publications.announcements(connection, told_before)
        self.edition = await asyncio.to_thread(_next, before, changes, number)
        self.announcements = told
        self.on_change()


def changes_of(rows: Iterable[sqlite3.Row]) -> Changes:
    """Shape: rows of Saved.

    Raises: Unreadable."""
    saved = (Saved(*row) for row in rows)
    return {each.key: None if each.body is None else each.record() for each in saved}


def _next(before: Edition, changes: Changes, number: int) -> Edition:
    after = renewed(before, changes, number)
    prepare(after, before)
    return after
