"""Sessions: who is signed in. They end by themselves, after a while without a request and after a
while in any case."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import aiosqlite

from widgets.store.accounts import Account, Accounts
from widgets.store.tokens import digest, token

IDLE_SECONDS = 12 * 3600
LONGEST_SECONDS = 14 * 86_400
_TOUCHED_SECONDS = 60  # a reader does not write with every page
_MOST = 20  # of one account; the one that was seen longest ago makes room


@dataclass(frozen=True)
class Session:
    """Units: seconds since 1970."""

    began_at: int
    seen_at: int
    is_this: bool


class Sessions:
    def __init__(
        self, connection: aiosqlite.Connection, now: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._now = now

    async def begin(self, account_id: int) -> str:
        """Shape: the token, which is kept nowhere here."""
        made, now = token(), int(self._now())
        await self._connection.execute(
            "DELETE FROM session WHERE seen_at <= ? OR began_at <= ?",
            (now - IDLE_SECONDS, now - LONGEST_SECONDS),
        )
        await self._connection.execute(
            """DELETE FROM session WHERE digest IN (SELECT digest FROM session
               WHERE account = ? ORDER BY seen_at DESC LIMIT -1 OFFSET ?)""",
            (account_id, _MOST - 1),
        )
        await self._connection.execute(
            "INSERT INTO session (digest, account, began_at, seen_at) VALUES (?, ?, ?, ?)",
            (digest(made), account_id, now, now),
        )
        return made

    async def account_of(self, token: str) -> Account | None:
        """Who is signed in by this token, unless the session has ended."""
        sql = "SELECT account, began_at, seen_at FROM session WHERE digest = ?"
        row = await (await self._connection.execute(sql, (digest(token),))).fetchone()
        if row is None:
            return None
        account, began_at, seen_at = row
        now = int(self._now())
        if now - seen_at >= IDLE_SECONDS or now - began_at >= LONGEST_SECONDS:
            await self.end(token)
            return None
        if now - seen_at >= _TOUCHED_SECONDS or now < max(began_at, seen_at):
            # Where the clock went back, the session does not become longer by that.
            sql = "UPDATE session SET seen_at = ?1, began_at = min(began_at, ?1) WHERE digest = ?2"
            with suppress(aiosqlite.OperationalError):  # while a lot is written: the next time
                await self._connection.execute(sql, (now, digest(token)))
        return await Accounts(self._connection).by_id(account)

    async def of(self, account_id: int, token: str) -> list[Session]:
        """The open sessions of an account, the one seen last first.

        Shape: token says which of them is this one."""
        now = int(self._now())
        cursor = await self._connection.execute(
            """SELECT began_at, seen_at, digest = ? FROM session
               WHERE account = ? AND seen_at > ? AND began_at > ? ORDER BY seen_at DESC""",
            (digest(token), account_id, now - IDLE_SECONDS, now - LONGEST_SECONDS),
        )
        return [Session(row[0], row[1], bool(row[2])) for row in await cursor.fetchall()]

    async def end(self, token: str) -> None:
        await self._connection.execute("DELETE FROM session WHERE digest = ?", (digest(token),))

    async def end_all(self, account_id: int) -> None:
        await self._connection.execute("DELETE FROM session WHERE account = ?", (account_id,))
