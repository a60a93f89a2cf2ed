"""Opens the database: makes it on the first run, brings an older one up to date, and refuses one
that is damaged, newer or not ours."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from widgets.errors import StoreRefused

APPLICATION_ID = 0x5377_4467  # marks a file as ours, whatever its name
_MIGRATIONS = (Path(__file__).with_name("schema.sql"),)  # the n-th makes version n
VERSION = len(_MIGRATIONS)


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """A connection to the database, made or migrated first where needed.

    Raises: StoreRefused saying what is wrong with the file and what to do."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = await aiosqlite.connect(path, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise StoreRefused(_cannot_open(path, error)) from error
    try:
        try:
            await _prepare(connection, path)
        except sqlite3.DatabaseError as error:
            raise StoreRefused(_cannot_open(path, error)) from error
        yield connection
    finally:
        await connection.close()


async def _prepare(connection: aiosqlite.Connection, path: Path) -> None:
    await connection.execute("PRAGMA busy_timeout = 5000")
    application, version = await _pragma(connection, "application_id"), await _version(connection)
    tables = await (await connection.execute("SELECT count(*) FROM sqlite_master")).fetchone()
    if application != APPLICATION_ID and (application or version or (tables and tables[0])):
        raise StoreRefused(
            f"{path} belongs to another program; name another file in WIDGETS_DATABASE_URL"
        )
    if version > VERSION:
        raise StoreRefused(
            f"{path} was written by a newer release (schema {version}, this one knows {VERSION}); "
            "install that release, or restore a backup"
        )
    await connection.execute("PRAGMA journal_mode = WAL")
    await connection.execute("PRAGMA synchronous = FULL")
    await connection.execute("PRAGMA foreign_keys = ON")
    for number in range(version, VERSION):
        await _migrate(connection, number)


async def refuse_damage(connection: aiosqlite.Connection, path: Path) -> None:
    """Look through the whole file.

    Raises: StoreRefused where SQLite finds anything wrong with it."""
    try:
        cursor = await connection.execute("PRAGMA integrity_check(1)")
        row = await cursor.fetchone()
    except sqlite3.DatabaseError as error:
        raise StoreRefused(_cannot_open(path, error)) from error
    if row is None or row[0] != "ok":
        raise StoreRefused(_cannot_open(path, row and row[0]))


async def _migrate(connection: aiosqlite.Connection, number: int) -> None:
    script = _MIGRATIONS[number].read_text("utf-8")
    await connection.executescript(
        f"BEGIN IMMEDIATE;\n{script}\nPRAGMA application_id = {APPLICATION_ID};\n"
        f"PRAGMA user_version = {number + 1};\nCOMMIT;"
    )


async def _version(connection: aiosqlite.Connection) -> int:
    return await _pragma(connection, "user_version")


async def _pragma(connection: aiosqlite.Connection, name: str) -> int:
    row = await (await connection.execute(f"PRAGMA {name}")).fetchone()
    return int(row[0]) if row else 0


def _cannot_open(path: Path, error: object) -> str:
    return (
        f"{path} cannot be used as the database ({error}); restore a backup over it, "
        "or move it away to begin with an empty catalogue"
    )
