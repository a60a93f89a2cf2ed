"""Who is signed in, and for how long."""

from pathlib import Path

import aiosqlite
import pytest

from tests.store.conftest import Clock, dump
from widgets.store.accounts import Accounts
from widgets.store.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions

GOOD = "four words in a row"
pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("change", ["password", "role", "removal"])
async def test_sessions_end_with_the_password_the_role_and_the_account(
    connection: aiosqlite.Connection, accounts: Accounts, change: str
) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "viewer")
    bob = await accounts.add("bob@example.org", "Bob", "viewer")
    sessions = Sessions(connection)
    mine, theirs = await sessions.begin(ada.id), await sessions.begin(bob.id)
    if change == "password":
        await accounts.change_password(ada, GOOD)
    elif change == "role":
        await accounts.change_role(ada, "editor")
    else:
        await accounts.remove(ada)
    assert await sessions.account_of(mine) is None
    assert await sessions.account_of(theirs) == bob


async def test_a_session_is_known_by_its_token_which_is_not_kept(
    connection: aiosqlite.Connection, accounts: Accounts, path: Path
) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "viewer")
    sessions = Sessions(connection)
    token = await sessions.begin(ada.id)
    assert await sessions.account_of(token) == ada
    assert await sessions.account_of(token + "x") is None
    assert await sessions.account_of("\ud800") is None
    assert token not in dump(path)
    await sessions.end(token)
    assert await sessions.account_of(token) is None


async def test_a_session_ends_after_a_while_without_a_request_and_in_any_case(
    connection: aiosqlite.Connection, accounts: Accounts
) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "viewer")
    clock = Clock()
    sessions = Sessions(connection, clock)
    idle, busy = await sessions.begin(ada.id), await sessions.begin(ada.id)
    began = clock.seconds
    while clock.seconds < began + LONGEST_SECONDS:
        assert await sessions.account_of(busy) == ada
        clock.seconds += IDLE_SECONDS / 2
    assert await sessions.account_of(busy) is None
    assert await sessions.account_of(idle) is None


async def test_a_session_is_touched_at_most_once_a_minute(
    connection: aiosqlite.Connection, accounts: Accounts
) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "viewer")
    clock = Clock()
    sessions = Sessions(connection, clock)
    token = await sessions.begin(ada.id)
    seen = []
    for seconds in (30, 29, 1, 59):
        clock.seconds += seconds
        await sessions.account_of(token)
        seen.append((await sessions.of(ada.id, token))[0].seen_at - 1_000_000)
    assert seen == [0, 0, 60, 60]


async def test_one_signs_out_everywhere(
    connection: aiosqlite.Connection, accounts: Accounts
) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "viewer")
    sessions = Sessions(connection)
    tokens = [await sessions.begin(ada.id) for _ in range(25)]
    listed = await sessions.of(ada.id, tokens[-1])
    assert len(listed) == 20
    assert [each.is_this for each in listed].count(True) == 1
    await sessions.end_all(ada.id)
    assert not [each for each in tokens if await sessions.account_of(each)]
