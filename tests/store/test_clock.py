"""Where the clock of the machine goes back, nobody is shut out, nothing lasts for ever, and the
journal keeps its order."""

import sqlite3
from contextlib import closing
from pathlib import Path

import aiosqlite
import pyotp
import pytest

from tests.store.conftest import Clock
from tests.store.worlds import topic
from widgets.errors import LinkExpired
from widgets.staff.previewing import links
from widgets.store.accounts import Accounts
from widgets.store.database import opened
from widgets.store.history import History
from widgets.store.jobs import CHECKING, INTERRUPTED, Jobs
from widgets.store.journal import Journal
from widgets.store.previews import State
from widgets.store.publications import announcements
from widgets.store.second_factor import SecondFactor, new_secret
from widgets.store.sessions import LONGEST_SECONDS, Sessions
from widgets.store.throttle import FREE, Throttle
from widgets.store.throttle import LONGEST_SECONDS as LONGEST_WAIT_SECONDS

pytestmark = pytest.mark.anyio
HOUR_SECONDS, YEAR_SECONDS = 3600, 365 * 86_400
ADA = ("account", "ada@example.org")


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.seconds = 50.0 * YEAR_SECONDS
    return clock


@pytest.mark.parametrize("back_seconds", [HOUR_SECONDS, YEAR_SECONDS])
async def test_who_is_signed_in_stays_so_and_no_longer_than_ever(
    connection: aiosqlite.Connection, accounts: Accounts, clock: Clock, back_seconds: int
) -> None:
    sessions = Sessions(connection, clock)
    ada = await accounts.add("ada@example.org", "Ada", "viewer")
    session = await sessions.begin(ada.id)
    clock.seconds -= back_seconds
    assert await sessions.account_of(session) == ada
    for _ in range(LONGEST_SECONDS // HOUR_SECONDS - 1):
        clock.seconds += HOUR_SECONDS
        assert await sessions.account_of(session) == ada
    clock.seconds += HOUR_SECONDS
    assert await sessions.account_of(session) is None


async def test_who_has_to_wait_waits_for_minutes_at_most(
    connection: aiosqlite.Connection, clock: Clock
) -> None:
    throttle = Throttle(connection, "k" * 32, clock)
    for _ in range(FREE["account"] + 3):
        clock.seconds += await throttle.begin(ADA)
    clock.seconds -= YEAR_SECONDS
    wait_seconds = await throttle.begin(ADA)
    assert 0 < wait_seconds <= LONGEST_WAIT_SECONDS
    clock.seconds += wait_seconds
    assert await throttle.begin(ADA) == 0


async def test_a_code_of_the_app_is_taken_again_and_never_twice(
    connection: aiosqlite.Connection, accounts: Accounts, clock: Clock
) -> None:
    factor, secret = SecondFactor(connection, clock), new_secret()
    ada = await accounts.add("ada@example.org", "Ada", "viewer")
    await factor.turn_on(ada, secret, pyotp.TOTP(secret).at(int(clock.seconds)))
    clock.seconds += 30
    seen = pyotp.TOTP(secret).at(int(clock.seconds))
    assert await factor.accepts(ada, seen) == "app"
    clock.seconds -= 30  # set right by a little: what somebody saw over a shoulder stays used
    assert await factor.accepts(ada, seen) == ""
    clock.seconds -= YEAR_SECONDS
    typed = pyotp.TOTP(secret).at(int(clock.seconds))
    assert await factor.accepts(ada, typed) == "app"
    assert await factor.accepts(ada, typed) == ""


def test_a_preview_link_does_not_last_for_a_year(clock: Clock) -> None:
    token = links.mount("k" * 32, links.shared(28, State(1, 1), clock()))
    token = token.removeprefix(f"{links.ROOT}/")
    clock.seconds -= HOUR_SECONDS
    assert links.opened("k" * 32, token, clock())
    clock.seconds -= YEAR_SECONDS
    with pytest.raises(LinkExpired):
        links.opened("k" * 32, token, clock())


async def test_an_import_that_nobody_works_at_is_found_to_be_interrupted(
    connection: aiosqlite.Connection, clock: Clock
) -> None:
    jobs = Jobs(connection, clock)
    id = await jobs.add("ada@example.org", "in.csv", "", b"x")
    found = await jobs.find(id, "ada@example.org")
    assert found and found.state == CHECKING
    clock.seconds -= YEAR_SECONDS
    found = await jobs.find(id, "ada@example.org")
    assert found and found.state == INTERRUPTED


async def test_the_journal_is_in_the_order_in_which_it_was_written(path: Path) -> None:
    async with opened(path) as connection:
        journal = Journal(connection)
        for name in ("First", "Second"):
            await journal.publish(
                await journal.save([topic("tax", name)], "test", ""), "test", name
            )
    with closing(sqlite3.connect(path)) as other, other:
        for table in ("revision", "publication"):
            other.execute(f"UPDATE {table} SET created_at = '2020-01-01' WHERE id = 2")  # noqa: S608
    async with opened(path) as connection:
        newest = await Journal(connection).newest_of("topic", "tax")
        [shown] = await Journal(connection).published()
        revised = [each.revision for each in await History(connection).of("topic", "tax")]
        told = [each.number for each in await announcements(connection)]
        listed = [each.note for each in await History(connection).publications()]
    assert newest == shown
    assert newest and newest.revision == 2
    assert (revised, told, listed) == ([2, 1], [2, 1], ["Second", "First"])
