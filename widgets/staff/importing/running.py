"""Imports at work, beside the requests: each checks a file, or writes what was checked."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import aiosqlite

from widgets.catalogue.proposals import proposal
from widgets.catalogue.records import Entry, key_of
from widgets.errors import CatalogueRefused, Overtaken, StoreRefused
from widgets.files import formats
from widgets.files.weight import refuse_too_heavy
from widgets.staff.importing.outcomes import Outcome, proposed, restored, stored, wrong
from widgets.store import logos
from widgets.store.audit import Audit
from widgets.store.database import opened
from widgets.store.jobs import CHECKED, CHECKING, REFUSED, WRITING, WRITTEN, Job, Jobs
from widgets.store.journal import Journal, Saved

_BEAT_SECONDS = 0.5
_log = logging.getLogger("widgets")


class _Progress:
    """How far a thread is. Shape: total is 0 until it is known."""

    def __init__(self) -> None:
        self.done = self.total = 0

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class Imports:
    """Those that this process works at. Units: most_megabytes is what the catalogue may take of
    memory, 0 for any."""

    def __init__(self, path: Path, most_megabytes: int = 0) -> None:
        self._path = path
        self._most_megabytes = most_megabytes
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore()  # a large file takes hundreds of MB while it is read

    def check(self, job: Job) -> None:
        self._begin(job, self._checked)

    def write(self, job: Job) -> None:
        self._begin(job, self._written)

    async def stop(self) -> None:
        """What is at work ends unfinished, and has written nothing."""
        for each in self._tasks:
            each.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(
        self, job: Job, work: Callable[[aiosqlite.Connection, Job, _Progress], Awaitable[None]]
    ) -> None:
        task = asyncio.create_task(self._run(job, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(
        self, job: Job, work: Callable[[aiosqlite.Connection, Job, _Progress], Awaitable[None]]
    ) -> None:
        progress, is_over = _Progress(), asyncio.Event()
        beat = asyncio.create_task(self._beat(job, progress, is_over))
        try:
            async with self._turn, opened(self._path, make=False) as connection:
                await work(connection, job, progress)
        except (StoreRefused, sqlite3.OperationalError) as error:
            _log.error("an import ended before its end: %s", error)
        except Exception:
            _log.exception("an import ended before its end")  # it is found to be interrupted
        finally:
            is_over.set()
            await beat

    async def _beat(self, job: Job, progress: _Progress, is_over: asyncio.Event) -> None:
        with suppress(StoreRefused):  # who works at it says so
            async with opened(self._path, make=False) as connection:
                while not is_over.is_set():
                    with suppress(aiosqlite.OperationalError):  # while entries are written
                        await Jobs(connection).seen(job.id, progress.done, progress.total)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(is_over.wait(), _BEAT_SECONDS)

    async def _checked(
        self, connection: aiosqlite.Connection, job: Job, progress: _Progress
    ) -> None:
        jobs, journal = Jobs(connection), Journal(connection)
        base, newest = await journal.last_revision(), await journal.newest_of_all()
        try:
            known, entries, lacking = await self._read(connection, job, newest, progress)
        except CatalogueRefused as error:
            await jobs.end(job.id, REFUSED, stored(wrong(error.problems)))
            return
        found = await asyncio.to_thread(proposal, known, entries)
        outcome = proposed(found, lacking, restored(job.outcome).moved)
        await jobs.end(job.id, CHECKED, stored(outcome), base)

    async def _written(
        self, connection: aiosqlite.Connection, job: Job, progress: _Progress
    ) -> None:
        """Exactly what was checked; where the catalogue has moved, it is checked again."""
        jobs, journal = Jobs(connection), Journal(connection)
        newest = await journal.newest_of_all()
        is_same = await journal.last_revision() == job.base
        try:
            if is_same:
                known, entries, _ = await self._read(connection, job, newest, progress)
                found = await asyncio.to_thread(proposal, known, entries)
                base = _revisions(newest, found.entries)
                saved = await journal.save(found.entries, job.author, job.note, base=base)
                await jobs.end(job.id, WRITTEN, stored(Outcome(saved=len(saved))), job.base)
                await Audit(connection).note(job.author, "imported", job.name)
                return
        except (Overtaken, CatalogueRefused):
            pass
        if await jobs.moved(job.id, WRITING, CHECKING):
            again = replace(job, outcome=stored(Outcome(moved=True)))
            await self._checked(connection, again, progress)

    async def _read(
        self, connection: aiosqlite.Connection, job: Job, newest: list[Saved], progress: _Progress
    ) -> tuple[list[Entry], tuple[Entry, ...], tuple[str, ...]]:
        """Shape: what is known, what the file says, and whose logos the database lacks."""
        content = await Jobs(connection).content(job.id)

        def parsed() -> tuple[list[Entry], tuple[Entry, ...]]:
            known = [each.record() for each in newest if each.body is not None]
            found = formats.parsed(job.name, content, known, job.type, progress).entries
            refuse_too_heavy(job.name, known, found, self._most_megabytes)
            return known, found

        known, entries = await asyncio.to_thread(parsed)
        kept, lacking = await logos.known(connection, entries)
        return known, tuple(kept), tuple(lacking)


def _revisions(newest: list[Saved], entries: tuple[Entry, ...]) -> dict[tuple[str, str], int]:
    held = {each.key: each.revision for each in newest}
    return {key: held.get(key, 0) for key in map(key_of, entries)}
