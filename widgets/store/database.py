"""Opens the database: makes it on the first run, brings an older one up to date, and refuses one
that is damaged, newer or not ours."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import aiosqlite

from widgets.errors import StoreBroken, StoreRefused, Unreadable

APPLICATION_ID = 0x5377_4467  # marks a file as ours, whatever its name
BUSY_SECONDS = 5.0
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_UNREACHED = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})
SYNCHRONOUS = "FULL"  # what was answered is on the disk
_MIGRATIONS = tuple(  # the n-th makes version n
    Path(__file__).with_name(f"{name}.sql")
    for name in ("schema", "accounts", "logos", "imports", "indexes")
)
VERSION = len(_MIGRATIONS)


@asynccontextmanager
async def opened(
    path: Path, *, make: bool = True, migrate: bool = True
) -> AsyncIterator[aiosqlite.Connection]:
    """A connection to the database, migrated first where needed and wanted, and made where it may
    be.

    Raises: StoreRefused saying what is wrong with the file and what to do, also for what comes to
    light while the connection is used."""
    try:
        address = _reached(path, make)
        connection = await aiosqlite.connect(
            address, uri=True, isolation_level=None, timeout=BUSY_SECONDS
        )
        try:
            await _prepare(connection, path, make, migrate)
            yield connection
        finally:
            await connection.close()
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except (OSError, sqlite3.DatabaseError, Unreadable) as error:
        raise cannot_use(path, error) from error


def _reached(path: Path, make: bool) -> str:
    """The address of the file, once it is known that it can be opened at all."""
    if make:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(0o600)  # it holds accounts
    address = f"file:{quote(str(path.absolute()))}?mode={'rwc' if make else 'rw'}"
    sqlite3.connect(address, uri=True).close()
    return address


async def _prepare(connection: aiosqlite.Connection, path: Path, make: bool, migrate: bool) -> None:
    version = await refuse_foreign(connection, path)
    if not version and not make:
        raise cannot_use(path, "it is empty")
    if version < VERSION and migrate:
        await _migrate(connection)
    await connection.execute("SELECT 1 FROM revision, publication, publication_entry LIMIT 0")
    await _write_ahead(connection)
    await connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
    await connection.execute("PRAGMA foreign_keys = ON")


async def refuse_foreign(connection: aiosqlite.Connection, path: Path) -> int:
    """Shape: the version of its schema, 0 where it is empty.

    Raises: StoreRefused for what is another program's, or a newer release's."""
    # In this order: whoever sees tables that another process has just made sees its mark as well.
    tables = await (await connection.execute("SELECT count(*) FROM sqlite_master")).fetchone()
    version = await _pragma(connection, "user_version")
    application = await _pragma(connection, "application_id")
    if application != APPLICATION_ID and (application or version or (tables and tables[0])):
        raise StoreRefused(
            f"{path} belongs to another program; name another file in WIDGETS_DATABASE_URL"
        )
    if version > VERSION:
        raise StoreBroken(
            f"{path} was written by a newer release (schema {version}, this one knows {VERSION}); "
            "install that release, or restore a backup"
        )
    return version


async def _migrate(connection: aiosqlite.Connection) -> None:
    """Bring the schema up to date, in one transaction; whoever comes second finds it done."""
    async with transaction(connection):
        for number in range(await _pragma(connection, "user_version"), VERSION):
            for statement in _MIGRATIONS[number].read_text("utf-8").split(";\n"):
                await connection.execute(statement)
        await connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        await connection.execute(f"PRAGMA user_version = {VERSION}")


async def _write_ahead(connection: aiosqlite.Connection) -> None:
    """Switch to write-ahead logging; SQLite does not wait for others by itself when it does."""
    for _ in range(int(BUSY_SECONDS * 20)):
        try:
            await connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            await asyncio.sleep(0.05)
    await connection.execute("PRAGMA journal_mode = WAL")


@asynccontextmanager
async def transaction(connection: aiosqlite.Connection) -> AsyncIterator[None]:
    """All of what is done within, or nothing of it; no other process writes meanwhile."""
    await connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        await connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has ended it where the disk is full
            await connection.execute("ROLLBACK")
        raise


async def refuse_damage(connection: aiosqlite.Connection, path: Path) -> None:
    """Look through the whole file.

    Raises: StoreRefused where SQLite finds anything wrong with it."""
    row = await (await connection.execute("PRAGMA integrity_check(1)")).fetchone()
    if row is None or row[0] != "ok":
        raise cannot_use(path, row and row[0])


def is_busy(error: BaseException) -> bool:
    """Whether it is only that another process writes for longer than one waits here."""
    return code_of(error) in _BUSY


def code_of(error: object) -> int:
    """SQLite's word for what went wrong, 0 where it has none."""
    for each in (error, getattr(error, "__cause__", None)):
        if code := int(getattr(each, "sqlite_errorcode", 0)):
            return code & 0xFF
    return 0


async def generation(connection: aiosqlite.Connection) -> int:
    """Another number whenever the tables were made anew, as a restored backup does."""
    return await _pragma(connection, "schema_version")


async def _pragma(connection: aiosqlite.Connection, name: str) -> int:
    row = await (await connection.execute(f"PRAGMA {name}")).fetchone()
    return int(row[0]) if row else 0


def cannot_use(path: Path, error: object) -> StoreRefused:
    """What an error of SQLite's or the system's means, and what to do."""
    code = code_of(error)
    if isinstance(error, OSError) or code in _UNREACHED:
        return StoreRefused(
            f"{path} cannot be opened as the database ({error}); "
            "make it a file, in a folder, that this user may write to"
        )
    if code in _BUSY:
        return StoreRefused(f"{path} is in use by another process; try again in a moment")
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        return StoreRefused(
            f"{path} cannot be read or written ({error}); look at its disk, and whether it is full"
        )
    return StoreBroken(
        f"{path} cannot be used as the database ({error}); restore a backup with widgets restore, "
        "or move it away to begin with an empty catalogue"
    )
