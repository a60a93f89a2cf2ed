"""The way back to a backup. It is looked through before anything is replaced, what it replaces is
kept, and a server that runs goes on: what it saves waits meanwhile, and comes after."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite

from widgets.errors import StoreBroken, StoreRefused
from widgets.store.audit import COMMAND_LINE, Audit
from widgets.store.backups import BESIDE, copied, drafted, placed, synced
from widgets.store.database import BUSY_SECONDS, opened, refuse_foreign, transaction
from widgets.store.soundness import Contents, contents, refuse_unsound

_LOCKS, _LOCKS_BYTES = 0x4000_0000, 512  # where SQLite's locks are. Source: its os.h
_PARTS = "SELECT type, name, sql FROM {of}.sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"


@dataclass(frozen=True)
class Restored:
    """Shape: before is None where what was there could not be read; kept is where that is now,
    None where nothing was."""

    now: Contents
    before: Contents | None
    kept: Path | None


async def restore(path: Path, file: Path) -> Restored:
    """Put the contents of a backup in the place of the database.

    Raises: StoreRefused; then the database is as it was."""
    if not file.is_file():
        raise StoreRefused(f"{file} is no file; name a backup that widgets backup has written")
    if path.exists() and file.samefile(path):
        raise StoreRefused(f"{file} is the database itself; name a backup of it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with drafted(path) as draft:
            await _read(file, draft)
            now = await _made_ready(draft, file)
            if await _is_whole(path):
                return await _poured(path, draft, now)
            return Restored(now, None, _swapped(path, draft))
    except OSError as error:
        raise StoreRefused(f"{path} cannot be replaced: {error.strerror}") from error


async def _read(file: Path, draft: Path) -> None:
    """A backup is not touched, and may be where nobody can write."""
    has_more = any(file.with_name(file.name + each).exists() for each in BESIDE)
    how = "mode=ro" if has_more else "immutable=1"
    try:
        address = f"{file.absolute().as_uri()}?{how}"
        async with aiosqlite.connect(address, uri=True, isolation_level=None) as source:
            if not await refuse_foreign(source, file):
                raise StoreRefused(
                    f"{file} is empty; name a backup that widgets backup has written"
                )
            await refuse_unsound(source, file)
            await copied(source, draft, draft)
    except sqlite3.DatabaseError as error:
        raise StoreRefused(f"{file} cannot be restored: {error}") from error


async def _made_ready(draft: Path, file: Path) -> Contents:
    """Bring it up to date. Nobody is signed in any more, and no one-time link works again: those
    that were ended since would otherwise come back to life."""
    async with opened(draft, make=False) as connection:
        async with transaction(connection):
            await connection.execute("DELETE FROM session")
            await connection.execute("DELETE FROM link")
            await Audit(connection).note(COMMAND_LINE, "restored", file.name)
        await refuse_unsound(connection, file)
        found = await contents(connection)
        await connection.execute("PRAGMA journal_mode = DELETE")
    return found


async def _is_whole(path: Path) -> bool:
    """Whether there is a database to pour into, or else its place has to be taken.

    Raises: StoreRefused for what must stay as it is."""
    if not path.is_file() or not path.stat().st_size:
        return False
    try:
        async with opened(path, make=False, migrate=False) as live:
            await refuse_unsound(live, path)
    except StoreBroken:
        return False
    return True


async def _poured(path: Path, draft: Path, now: Contents) -> Restored:
    """All of it in one transaction of the very file that a server has open: whoever writes waits,
    whoever reads sees the one or the other."""
    async with opened(path, make=False, migrate=False) as live:
        await live.execute("PRAGMA foreign_keys = OFF")
        await live.execute("ATTACH ? AS backup", (str(draft),))
        async with transaction(live):
            before = await contents(live)
            kept = await _kept(path)
            await _exchange(live)
            await refuse_unsound(live, path)
    return Restored(now, before, kept)


async def _kept(path: Path) -> Path:
    """A copy of the database beside it, while nobody may write to it."""
    kept = _spare(path)
    with drafted(kept) as draft:
        async with opened(path, make=False, migrate=False) as reader:
            await copied(reader, draft, kept)
        placed(draft, kept, replace=False)
    return kept


async def _exchange(live: aiosqlite.Connection) -> None:
    """Every table is made anew, which whoever holds the file open is told by SQLite."""
    for kind, name, _ in await _parts(live, "main"):
        if kind == "table":
            await live.execute(f'DROP TABLE main."{name}"')
    parts = await _parts(live, "backup")
    for kind, name, sql in sorted(parts, key=lambda each: each[0] != "table"):
        if sql:
            await live.execute(sql)
        if kind == "table":
            await live.execute(f'INSERT INTO main."{name}" SELECT * FROM backup."{name}"')  # noqa: S608
    await live.execute("DELETE FROM main.sqlite_sequence")
    await live.execute("INSERT INTO main.sqlite_sequence SELECT * FROM backup.sqlite_sequence")
    [version] = await live.execute_fetchall("PRAGMA backup.user_version")
    await live.execute(f"PRAGMA main.user_version = {version[0]}")


async def _parts(live: aiosqlite.Connection, of: str) -> list[tuple[str, str, str | None]]:
    return [
        (each[0], each[1], each[2]) for each in await live.execute_fetchall(_PARTS.format(of=of))
    ]


def _swapped(path: Path, draft: Path) -> Path | None:
    """Another file in the place of one that is missing, or too damaged to be written to."""
    with _nobody_has(path):
        kept = _spare(path)
        had_one = path.exists()
        for each in ("", *BESIDE):
            old = path.with_name(path.name + each)
            if old.exists():
                kept.with_name(kept.name + each).hardlink_to(old)
                had_one = True
            if each:
                old.unlink(missing_ok=True)  # of the old file: to the new one it would be poison
        placed(draft, path, replace=True)
        synced(path.parent)
    return kept if had_one else None


@contextmanager
def _nobody_has(path: Path) -> Iterator[None]:
    """No process has the file open as a database, or opens it meanwhile.

    Raises: StoreRefused where one does not let go of it."""
    if not path.exists():
        yield
        return
    with path.open("r+b") as file:
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKS_BYTES, _LOCKS)
                break
            except OSError as error:
                if time.monotonic() > until:
                    said = f"{path} is damaged and in use; stop the server, and restore again"
                    raise StoreRefused(said) from error
            time.sleep(0.01)
        yield


def _spare(path: Path) -> Path:
    """A name beside the database that nothing has yet, with the moment in it."""
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = (
        f"{path.stem}-before-{moment}{each}{path.suffix}" for each in ("", *map(str, range(2, 99)))
    )
    return next(path.with_name(each) for each in names if not os.path.lexists(path.with_name(each)))
