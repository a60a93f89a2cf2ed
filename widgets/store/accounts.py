"""Accounts: who may work on the catalogue, and as what. Passwords are kept as hashes alone."""

import re
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import aiosqlite
from argon2 import PasswordHasher

from widgets.errors import AccountRefused
from widgets.language.messages import LANGUAGES, marked
from widgets.store.database import transaction
from widgets.store.passwords import HASHER, hashed, matches, refuse_weak

ROLES = ("viewer", "editor", "publisher", "admin")  # each may do what those before it may
MOST_LETTERS = 200
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>\"]+@[^@\s\x00-\x1f<>\"]+")
_COLUMNS = """id, email, name, role, language, is_settled,
  password <> '' AS has_password, totp_secret <> '' AS has_second_factor"""


@dataclass(frozen=True)
class Account:
    """Shape: role is one of ROLES; language one of LANGUAGES, "" where none is chosen."""

    id: int
    email: str
    name: str
    role: str
    language: str
    is_settled: bool = True
    has_password: bool = True
    has_second_factor: bool = False

    def may(self, least: str) -> bool:
        """Whether this role is at least that one."""
        return ROLES.index(self.role) >= ROLES.index(least)


class Accounts:
    """Shape: hasher is the one place where the cost of a password is set."""

    def __init__(
        self,
        connection: aiosqlite.Connection,
        hasher: PasswordHasher = HASHER,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._connection = connection
        self._hasher = hasher
        self._now = now

    async def all(self) -> list[Account]:
        """Everybody, by name."""
        return await self._accounts("ORDER BY name COLLATE NOCASE, email")

    async def names(self) -> Mapping[str, str]:
        """By the address that the journal keeps. Who has no account any more is not among them."""
        return {each.email: each.name for each in await self.all()}

    async def find(self, email: str) -> Account | None:
        return next(iter(await self._accounts("WHERE email = ?", tidy(email))), None)

    async def by_id(self, id: int) -> Account | None:
        return next(iter(await self._accounts("WHERE id = ?", id)), None)

    async def count(self) -> int:
        return len(await self._accounts(""))

    async def add(self, email: str, name: str, role: str, password: str = "") -> Account:
        """Raises: AccountRefused for a field that cannot be so, or an address that is taken."""
        email = tidy(email)
        name = _named(name, email)
        refuse_bad(email, role)
        if password:
            refuse_weak(password, email, name)
        kept = await hashed(password, self._hasher) if password else ""
        sql = "INSERT INTO account (email, name, role, password, created_at) VALUES (?, ?, ?, ?, ?)"
        try:
            await self._connection.execute(sql, (email, name, role, kept, int(self._now())))
        except sqlite3.IntegrityError:
            said = marked("There is an account of %(email)s already.")
            raise AccountRefused("email", said, email=email) from None
        return await self._known(email)

    async def verified(self, email: str, password: str) -> Account | None:
        """The account, if this is its password; it takes as long where there is none. A hash of
        other parameters than today's is made anew."""
        kept = await self._hash(tidy(email))
        if not await matches(password, kept, self._hasher):
            return None
        account = await self.find(email)
        if account and self._hasher.check_needs_rehash(kept):
            await self._keep(account, await hashed(password, self._hasher))
        return account

    async def change_password(self, account: Account, password: str) -> None:
        """Take a new password and end every session.

        Raises: AccountRefused for one that is not taken."""
        refuse_weak(password, account.email, account.name)
        kept = await hashed(password, self._hasher)
        async with transaction(self._connection):
            await self._keep(account, kept)
            await self._end_sessions(account)

    async def change_name(self, account: Account, name: str, language: str) -> None:
        """Shape: language is one of LANGUAGES, or "" for that of the server."""
        language = language if language in LANGUAGES else ""
        await self._connection.execute(
            "UPDATE account SET name = ?, language = ? WHERE id = ?",
            (_named(name, account.email), language, account.id),
        )

    async def change_role(self, account: Account, role: str) -> None:
        """Take another role, and end every session.

        Raises: AccountRefused for an unknown role, and for the last admin."""
        refuse_bad(account.email, role)
        async with transaction(self._connection):
            if role != "admin":
                await self._refuse_last_admin(account)
            sql = "UPDATE account SET role = ? WHERE id = ?"
            await self._connection.execute(sql, (role, account.id))
            await self._end_sessions(account)

    async def settle(self, account: Account, is_settled: bool = True) -> None:
        """Put the first steps away, or take them out again."""
        sql = "UPDATE account SET is_settled = ? WHERE id = ?"
        await self._connection.execute(sql, (is_settled, account.id))

    async def remove(self, account: Account) -> None:
        """Remove an account with its sessions and links; what it wrote stays under its address.

        Raises: AccountRefused for the last admin."""
        async with transaction(self._connection):
            await self._refuse_last_admin(account)
            await self._connection.execute("DELETE FROM account WHERE id = ?", (account.id,))

    async def _refuse_last_admin(self, account: Account) -> None:
        """Who was invited and never came is none that the others could ask."""
        admins = {each.id: each for each in await self._accounts("WHERE role = 'admin'")}
        left = [each for id, each in admins.items() if id != account.id]
        if account.has_password:
            left = [each for each in left if each.has_password]
        if account.id in admins and not left:
            said = marked("%(email)s is the last administrator. Make somebody else one first.")
            raise AccountRefused("role", said, email=account.email)

    async def _end_sessions(self, account: Account) -> None:
        await self._connection.execute("DELETE FROM session WHERE account = ?", (account.id,))

    async def _keep(self, account: Account, kept: str) -> None:
        sql = "UPDATE account SET password = ? WHERE id = ?"
        await self._connection.execute(sql, (kept, account.id))

    async def _hash(self, email: str) -> str:
        sql = "SELECT password FROM account WHERE email = ?"
        row = await (await self._connection.execute(sql, (email,))).fetchone()
        return str(row[0]) if row else ""

    async def _known(self, email: str) -> Account:
        [account] = await self._accounts("WHERE email = ?", email)
        return account

    async def _accounts(self, condition: str, *values: str | int) -> list[Account]:
        sql = f"SELECT {_COLUMNS} FROM account {condition}"  # noqa: S608
        cursor = await self._connection.execute(sql, values)
        return [account_of(row) for row in await cursor.fetchall()]


def account_of(row: sqlite3.Row) -> Account:
    """Shape: a row of `_COLUMNS`, in their order."""
    return Account(*row[:5], *map(bool, row[5:]))


def tidy(email: str) -> str:
    return email.strip().lower()


def refuse_bad(email: str, role: str) -> None:
    """Raises: AccountRefused for what is no e-mail address, or no role."""
    if len(email) > MOST_LETTERS or not _EMAIL.fullmatch(email):
        raise AccountRefused("email", marked("This is not an e-mail address."))
    if role not in ROLES:
        said = marked("The role is one of %(roles)s.")
        raise AccountRefused("role", said, roles=", ".join(ROLES))


def _named(name: str, email: str) -> str:
    """A name without control letters, the first part of the address where it is empty."""
    tidied = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    return tidied[:MOST_LETTERS] or email.partition("@")[0]
