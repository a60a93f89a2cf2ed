"""The second step of a sign-in."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiosqlite
import pyotp
import pytest

from tests.store.conftest import Clock, dump
from widgets.store.accounts import Account, Accounts
from widgets.store.second_factor import CODES, SecondFactor, address, new_secret

pytestmark = pytest.mark.anyio
SECRET = "JBSWY3DP" * 4


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def factor(connection: aiosqlite.Connection, clock: Clock) -> SecondFactor:
    return SecondFactor(connection, clock)


@pytest.fixture
async def ada(accounts: Accounts) -> Account:
    return await accounts.add("ada@example.org", "Ada", "viewer")


def code(secret: str, clock: Clock) -> str:
    return pyotp.TOTP(secret).at(int(clock.seconds))


async def test_it_is_turned_on_by_a_right_code_alone(
    factor: SecondFactor, accounts: Accounts, ada: Account, clock: Clock
) -> None:
    secret = new_secret()
    wrong = "000000" if code(secret, clock) != "000000" else "111111"
    assert await factor.turn_on(ada, secret, wrong) == ()
    assert await factor.turn_on(ada, "no secret!", wrong) == ()
    assert not (await accounts.all())[0].has_second_factor
    assert len(set(await factor.turn_on(ada, secret, code(secret, clock)))) == CODES
    assert (await accounts.all())[0].has_second_factor


async def test_a_code_is_taken_once_and_none_before_it(
    factor: SecondFactor, ada: Account, clock: Clock
) -> None:
    secret = new_secret()
    await factor.turn_on(ada, secret, code(secret, clock))
    assert await factor.accepts(ada, code(secret, clock)) == ""
    earlier = code(secret, clock)
    clock.seconds += 30
    typed = f"{code(secret, clock)[:3]} {code(secret, clock)[3:]}"
    assert await factor.accepts(ada, typed) == "app"
    assert await factor.accepts(ada, typed) == ""
    assert await factor.accepts(ada, earlier) == ""
    clock.seconds += 90
    assert await factor.accepts(ada, typed) == ""


async def test_a_clock_may_be_half_a_minute_off(
    factor: SecondFactor, ada: Account, clock: Clock
) -> None:
    secret = new_secret()
    await factor.turn_on(ada, secret, code(secret, clock))
    clock.seconds += 300
    late = code(secret, clock)
    clock.seconds += 30
    assert await factor.accepts(ada, late) == "app"


async def test_a_recovery_code_is_taken_once_however_it_is_typed(
    factor: SecondFactor, ada: Account, clock: Clock, path: Path
) -> None:
    secret = new_secret()
    codes = await factor.turn_on(ada, secret, code(secret, clock))
    assert codes[0] not in dump(path)
    assert codes[0].replace("-", "") not in dump(path)
    assert await factor.accepts(ada, codes[0].upper().replace("-", " ")) == "recovery"
    assert await factor.accepts(ada, codes[0]) == ""
    assert await factor.codes_left(ada) == CODES - 1
    other = await factor.new_codes(ada)
    assert await factor.accepts(ada, codes[1]) == ""
    assert await factor.accepts(ada, other[0]) == "recovery"


async def test_nothing_is_taken_once_it_is_turned_off(
    factor: SecondFactor, ada: Account, clock: Clock
) -> None:
    secret = new_secret()
    codes = await factor.turn_on(ada, secret, code(secret, clock))
    await factor.turn_off(ada)
    clock.seconds += 60
    assert await factor.accepts(ada, code(secret, clock)) == ""
    assert await factor.accepts(ada, codes[0]) == ""
    assert await factor.accepts(ada, "") == ""


def test_the_address_in_the_picture_names_account_and_secret() -> None:
    made = urlsplit(address(SECRET, Account(1, "ada@example.org", "", "viewer", ""), "SOMO"))
    assert (made.scheme, made.netloc, made.path) == ("otpauth", "totp", "/SOMO:ada%40example.org")
    assert parse_qs(made.query)["secret"] == [SECRET]
