"""One-time links: to the first account of an installation, an invitation, a way back in."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import aiosqlite

from widgets.store.accounts import Account, Accounts
from widgets.store.database import transaction
from widgets.store.tokens import digest, token

LASTS_SECONDS = {"first": 86_400, "invite": 7 * 86_400, "recover": 86_400}


@dataclass(frozen=True)
class Link:
    """Shape: purpose is a key of LASTS_SECONDS; account is None for the first."""

    purpose: str
    account: Account | None


class Links:
    def __init__(
        self, connection: aiosqlite.Connection, now: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._now = now

    async def first(self) -> str:
        """The token of a link to the first account; it opens nothing once there is one."""
        return await self._make("first", None)

    async def to(self, account: Account) -> str:
        """The token of a link that lets somebody choose a password, a first one or another. Those
        made before for the same account open nothing any more."""
        async with transaction(self._connection):
            sql = "DELETE FROM link WHERE account = ?"
            await self._connection.execute(sql, (account.id,))
            return await self._make("recover" if account.has_password else "invite", account.id)

    async def find(self, token: str) -> Link | None:
        """What a link is for, as long as it can be used."""
        sql = "SELECT purpose, account FROM link WHERE digest = ? AND expires_at > ?"
        cursor = await self._connection.execute(sql, (digest(token), int(self._now())))
        return await self._link(await cursor.fetchone())

    async def use(self, token: str) -> Link | None:
        """The same, for one caller alone: whoever comes second finds nothing."""
        link = await self.find(token)
        sql = "DELETE FROM link WHERE digest = ? RETURNING digest"
        used = await (await self._connection.execute(sql, (digest(token),))).fetchall()
        return link if used else None

    async def _make(self, purpose: str, account: int | None) -> str:
        made, now = token(), int(self._now())
        await self._connection.execute("DELETE FROM link WHERE expires_at <= ?", (now,))
        await self._connection.execute(
            "INSERT INTO link (digest, purpose, account, expires_at) VALUES (?, ?, ?, ?)",
            (digest(made), purpose, account, now + LASTS_SECONDS[purpose]),
        )
        return made

    async def _link(self, row: aiosqlite.Row | None) -> Link | None:
        if row is None:
            return None
        purpose, account_id = str(row[0]), row[1]
        accounts = Accounts(self._connection)
        if account_id is None:
            return None if await accounts.count() else Link(purpose, None)
        account = await accounts.by_id(account_id)
        return Link(purpose, account) if account else None
