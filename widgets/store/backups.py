"""Backups: the whole database as one file, made while it is written to, and looked through before
it counts."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite

from widgets.errors import StoreRefused
from widgets.store.database import DAMAGED, code_of, is_busy, opened
from widgets.store.soundness import Contents, contents, refuse_unsound

BESIDE = ("-wal", "-shm", "-journal")  # what SQLite puts beside a database
_DATED = "widgets-{}.db"


async def backup(path: Path, file: Path, *, replace: bool = False) -> Contents:
    """Shape: file is not there yet, unless it may be replaced.

    Raises: StoreRefused; then file is as it was."""
    if _is_part_of(path, file):
        raise StoreRefused(f"{file} belongs to the database itself; name another file")
    try:
        if not replace and file.exists():
            raise FileExistsError
        with drafted(file) as draft:
            async with opened(path, make=False, migrate=False) as connection:
                await copied(connection, draft, file)
            found = await _looked_through(draft, path)
            placed(draft, file, replace=replace)
    except FileExistsError as error:
        said = f"{file} is there already; name another file, or say --replace"
        raise StoreRefused(said) from error
    except OSError as error:
        raise StoreRefused(f"{file} cannot be written: {error.strerror}") from error
    return found


def dated(folder: Path) -> Path:
    """A file in a folder, named by this moment."""
    return folder / _DATED.format(datetime.now(UTC).strftime("%Y%m%d-%H%M%S"))


def keep_newest(folder: Path, most: int) -> list[Path]:
    """Remove the older of the backups that are named by their moment. Shape: those removed."""
    found = sorted(folder.glob(_DATED.format("[0-9]*-[0-9]*")))
    old = found[: max(0, len(found) - most)]
    for each in old:
        each.unlink()
    return old


@contextmanager
def drafted(file: Path) -> Iterator[Path]:
    """What a file is called until it is whole; nothing of it is left where it never is.

    Raises: OSError where it cannot be made."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # it holds accounts
    try:
        yield draft
    finally:
        for each in ("", *BESIDE):
            draft.with_name(draft.name + each).unlink(missing_ok=True)


async def copied(connection: aiosqlite.Connection, draft: Path, file: Path) -> None:
    """Everything as it is at one moment, whoever writes meanwhile, as one file that needs no other
    beside it.

    Shape: file is what draft is to become.
    Raises: StoreRefused, sqlite3.DatabaseError for a source that is damaged or busy."""
    try:
        async with aiosqlite.connect(draft, isolation_level=None) as copy:
            await connection.backup(copy)
            await copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if is_busy(error) or code_of(error) in DAMAGED:
            raise
        raise StoreRefused(f"{file} cannot be written: {error}") from error


def placed(draft: Path, file: Path, *, replace: bool) -> None:
    """Give a finished file its name; a loss of power leaves all of it or nothing.

    Raises: FileExistsError where the name was taken meanwhile."""
    descriptor = os.open(draft, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    if replace:
        draft.replace(file)
    else:
        file.hardlink_to(draft)
        draft.unlink()
    synced(file.parent)


def synced(folder: Path) -> None:
    """What was named in a folder stays named."""
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


async def _looked_through(draft: Path, path: Path) -> Contents:
    async with aiosqlite.connect(f"file:{draft.absolute()}?mode=ro", uri=True) as copy:
        await refuse_unsound(copy, path)
        return await contents(copy)


def _is_part_of(path: Path, file: Path) -> bool:
    """Whether a file is the database, or one that stands beside it."""
    ours = ("", *BESIDE, ".key")
    return file.resolve() in {path.with_name(path.name + each).resolve() for each in ours}
