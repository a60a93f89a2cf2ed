"""Whoever guesses is slowed down, and nobody is locked out."""

import sqlite3
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from tests.store.conftest import Clock, dump
from widgets.store import throttle as module
from widgets.store.database import opened
from widgets.store.throttle import FREE, LONGEST_SECONDS, Throttle, network

pytestmark = pytest.mark.anyio
KEY = "k" * 32
ADA = ("account", "ada@example.org")
HERE = ("address", "192.0.2.7")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(connection: aiosqlite.Connection, clock: Clock) -> Throttle:
    return Throttle(connection, KEY, clock)


async def test_the_wait_grows_and_never_beyond_a_few_minutes(
    throttle: Throttle, clock: Clock
) -> None:
    waits = []
    for _ in range(40):
        wait_seconds = await throttle.begin(ADA)
        waits.append(wait_seconds)
        clock.seconds += wait_seconds
        if wait_seconds:
            assert await throttle.begin(ADA) == 0
    free = FREE["account"]
    assert waits[: free + 5] == [0] * free + [1, 2, 4, 8, 16]
    assert max(waits) == LONGEST_SECONDS


async def test_a_try_that_has_to_wait_makes_the_wait_no_longer(
    throttle: Throttle, clock: Clock
) -> None:
    for _ in range(30):
        clock.seconds += LONGEST_SECONDS
        assert await throttle.begin(ADA) == 0
    for left in (300, 200, 100):
        assert await throttle.begin(ADA) == left
        clock.seconds += 100
    assert await throttle.begin(ADA) == 0


async def test_a_wait_survives_a_restart(throttle: Throttle, path: Path, clock: Clock) -> None:
    for _ in range(FREE["account"]):
        await throttle.begin(ADA)
    async with opened(path) as other:
        assert await Throttle(other, KEY, clock).begin(ADA) == 1


async def test_one_address_cannot_try_many_accounts(throttle: Throttle) -> None:
    waits = [await throttle.begin(("account", f"{each}@x"), HERE) for each in range(30)]
    assert waits == [0] * FREE["address"] + [1] * 10
    assert await throttle.begin(("account", "29@x"), ("address", "192.0.2.8")) == 0


async def test_success_begins_the_account_anew_but_not_the_address(throttle: Throttle) -> None:
    for _ in range(FREE["address"] - 1):
        await throttle.begin(HERE)
    await throttle.begin(ADA, HERE)
    await throttle.succeeded(ADA, HERE)
    assert await throttle.begin(HERE) == 0
    assert await throttle.begin(HERE) == 1
    assert [await throttle.begin(ADA) for _ in range(FREE["account"] + 1)][-2:] == [0, 1]


async def test_a_day_later_all_is_forgotten(throttle: Throttle, clock: Clock, path: Path) -> None:
    for _ in range(FREE["account"]):
        await throttle.begin(ADA)
    clock.seconds += 86_400
    assert await throttle.begin(HERE) == 0
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT count(*) FROM attempt").fetchone() == (1,)


async def test_a_flood_of_addresses_is_bounded_and_hides_no_guessing(
    throttle: Throttle, clock: Clock, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_ROWS", 10)
    for _ in range(FREE["account"]):
        await throttle.begin(ADA)
    for each in range(30):
        clock.seconds += 0.1
        await throttle.begin(("address", f"192.0.2.{each}"))
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT count(*) FROM attempt").fetchone() == (10,)
    assert [await throttle.begin(ADA), await throttle.begin(ADA)] == [0, 2]


async def test_no_address_is_kept_in_letters(throttle: Throttle, path: Path) -> None:
    await throttle.begin(ADA, HERE)
    assert "ada" not in dump(path)
    assert "192.0.2.7" not in dump(path)


def test_a_household_is_one_network() -> None:
    assert network("192.0.2.7") == network("::ffff:192.0.2.7") == "192.0.2.7"
    assert network("2001:db8:1:2::7") == network("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert network("2001:db8:1:3::7") != network("2001:db8:1:2::7")
    assert network("testclient") == "testclient"
