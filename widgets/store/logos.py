"""Logos, by the digest of what they hold. What was kept is never changed, so memory may answer."""

import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from widgets.catalogue.records import Entry, Network, Organisation
from widgets.store.database import opened

_MOST_BYTES = 16 * 1024**2  # of memory; a logo takes some 4 kB at both scales
_UNUSED = "NOT EXISTS (SELECT 1 FROM revision WHERE instr(revision.body, logo.digest))"


class Logos:
    """What visitors ask for. Those asked for last stay in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: dict[str, tuple[bytes, bytes]] = {}
        self._held_bytes = 0

    async def find(self, digest: str) -> tuple[bytes, bytes] | None:
        """Shape: the picture and the one with two pixels for each, or None.

        Raises: StoreRefused."""
        found = self._held.pop(digest, None)
        if found is None:
            async with opened(self._path, make=False) as connection:
                found = await read(connection, digest)
            if found is None:
                return None
            self._held_bytes += sum(map(len, found)) * (digest not in self._held)
        self._held[digest] = found
        while self._held_bytes > _MOST_BYTES:
            oldest = self._held.pop(next(iter(self._held)))
            self._held_bytes -= sum(map(len, oldest))
        return found


def digest_of(single: bytes, double: bytes) -> str:
    return hashlib.sha256(single + double).hexdigest()


async def read(connection: aiosqlite.Connection, digest: str) -> tuple[bytes, bytes] | None:
    cursor = await connection.execute("SELECT single, double FROM logo WHERE digest = ?", (digest,))
    row = await cursor.fetchone()
    return (row[0], row[1]) if row else None


@asynccontextmanager
async def kept(
    connection: aiosqlite.Connection, single: bytes, double: bytes
) -> AsyncIterator[str]:
    """Keep a logo while an entry that names it is saved; where that fails, nothing is left behind.

    Shape: the digest by which an entry names it from now on."""
    digest = await keep(connection, single, double)
    try:
        yield digest
    except BaseException:
        unused = f"DELETE FROM logo WHERE digest = ? AND {_UNUSED}"  # noqa: S608
        await connection.execute(unused, (digest,))
        raise


async def keep(connection: aiosqlite.Connection, single: bytes, double: bytes) -> str:
    digest = digest_of(single, double)
    await connection.execute(
        "INSERT OR IGNORE INTO logo (digest, single, double) VALUES (?, ?, ?)",
        (digest, single, double),
    )
    return digest


async def known(
    connection: aiosqlite.Connection, entries: Iterable[Entry]
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Entries without the logos that the store lacks, as those in a file of another server, and the
    slugs of those that had one. A card shows two letters instead."""
    kept: list[Entry] = []
    lacking: list[str] = []
    for each in entries:
        named = each.logo if isinstance(each, Organisation | Network) else None
        if named and not await read(connection, named.digest):
            lacking.append(each.slug)
            each = each.model_copy(update={"logo": None})
        kept.append(each)
    return tuple(kept), tuple(lacking)
