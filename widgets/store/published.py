"""The published edition as a value in memory, kept up to date beside the event loop's work, and
what the last publications changed."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import aiosqlite

from widgets.catalogue.changes import Announcement
from widgets.catalogue.edition import Edition, edition
from widgets.store.database import generation, opened
from widgets.store.journal import Journal, Saved
from widgets.store.publications import announcements

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
        self._seen: tuple[tuple[int, int], int, int] | None = None
        self._stopping = asyncio.Event()

    async def load(self) -> None:
        """Raises: StoreRefused."""
        self._stopping = asyncio.Event()  # of the loop that is to follow
        async with opened(self._path) as connection:
            await self._refresh(connection, self._file())

    async def follow(self) -> None:
        """Look for a newer publication, until told to stop. A store that cannot be
        read leaves the edition as it is, and is tried again."""
        is_over = False
        while not is_over:
            try:
                file = self._file()
                async with opened(self._path, make=False) as connection:
                    while self._file() == file and not (is_over := await self._pause()):
                        await self._refresh(connection, file)
            except Exception as error:
                _log.warning("the catalogue is kept as it is: %s", error)
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
        journal = Journal(connection)
        seen = (file, await generation(connection), await journal.publication())
        if seen != self._seen:
            saved = await journal.published()
            told = await announcements(connection)
            self.edition = await asyncio.to_thread(_built, saved, seen[-1])
            self.announcements = told
            self.on_change()
            self._seen = seen
        self.read_at = time.monotonic()


def _built(saved: list[Saved], number: int) -> Edition:
    return edition((each.record() for each in saved), number)
