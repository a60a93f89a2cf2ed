"""One-time links."""

import asyncio
from pathlib import Path

import aiosqlite
import pytest

from tests.store.conftest import Clock, dump
from widgets.store.accounts import Accounts
from widgets.store.links import LASTS_SECONDS, Link, Links

pytestmark = pytest.mark.anyio


async def test_a_link_opens_once_even_for_two_at_the_same_time(
    connection: aiosqlite.Connection, accounts: Accounts, path: Path
) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "viewer")
    links = Links(connection)
    token = await links.to(ada)
    assert token not in dump(path)
    assert await links.find(token) == await links.find(token) == Link("invite", ada)
    used = await asyncio.gather(links.use(token), links.use(token), links.use(token))
    assert [each for each in used if each] == [Link("invite", ada)]
    assert await links.find(token) is None


async def test_a_newer_link_replaces_the_older_one(
    connection: aiosqlite.Connection, accounts: Accounts
) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "viewer", "four words in a row")
    bob = await accounts.add("bob@example.org", "Bob", "viewer")
    links = Links(connection)
    older, others, newer = await links.to(ada), await links.to(bob), await links.to(ada)
    assert await links.find(older) is None
    assert await links.find(others) == Link("invite", bob)
    assert await links.find(newer) == Link("recover", ada)


@pytest.mark.parametrize("purpose", LASTS_SECONDS)
async def test_a_link_ends_by_itself(
    connection: aiosqlite.Connection, accounts: Accounts, purpose: str
) -> None:
    clock = Clock()
    links = Links(connection, clock)
    if purpose == "first":
        token = await links.first()
    else:
        password = "four words in a row" if purpose == "recover" else ""
        token = await links.to(await accounts.add("ada@example.org", "", "viewer", password))
    clock.seconds += LASTS_SECONDS[purpose] - 1
    found = await links.find(token)
    assert found
    assert found.purpose == purpose
    clock.seconds += 1
    assert await links.find(token) is None
    assert await links.use(token) is None


async def test_the_first_link_opens_nothing_once_there_is_an_account(
    connection: aiosqlite.Connection, accounts: Accounts
) -> None:
    links = Links(connection)
    token = await links.first()
    assert await links.find(token) == Link("first", None)
    await accounts.add("ada@example.org", "Ada", "viewer")
    assert await links.find(token) is None
    assert await links.use(token) is None


async def test_a_link_goes_with_its_account(
    connection: aiosqlite.Connection, accounts: Accounts
) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "viewer")
    token = await Links(connection).to(ada)
    await accounts.remove(ada)
    assert await Links(connection).find(token) is None
