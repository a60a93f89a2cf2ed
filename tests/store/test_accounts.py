"""Who may work on the catalogue, and how they are let in."""

from pathlib import Path

import aiosqlite
import pytest
from argon2 import PasswordHasher

from tests.store.conftest import dump
from widgets.errors import AccountRefused
from widgets.store.accounts import ROLES, Account, Accounts

GOOD = "four words in a row"
pytestmark = pytest.mark.anyio


async def test_an_account_is_found_however_its_address_is_written(accounts: Accounts) -> None:
    made = await accounts.add(" Ada@Example.org ", "", "editor")
    assert made == await accounts.find("ADA@example.ORG")
    assert (made.email, made.name, made.role) == ("ada@example.org", "ada", "editor")
    assert await accounts.count() == 1


async def test_a_password_lets_in_its_account_alone(accounts: Accounts, path: Path) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "editor", GOOD)
    await accounts.add("bob@example.org", "Bob", "editor", GOOD + "!")
    await accounts.add("new@example.org", "New", "editor")
    assert await accounts.verified("ada@example.org", GOOD) == ada
    assert await accounts.verified("bob@example.org", GOOD) is None
    assert await accounts.verified("new@example.org", "") is None
    assert await accounts.verified("nobody@example.org", "") is None
    assert await accounts.verified("ada@example.org", "x" * 5000) is None
    assert GOOD not in dump(path)
    assert "$argon2id$" in dump(path)


async def test_a_password_is_the_same_however_a_keyboard_makes_its_letters(
    accounts: Accounts,
) -> None:
    await accounts.add("ada@example.org", "Ada", "editor", "quatre caf\u00e9s noirs")
    assert await accounts.verified("ada@example.org", "quatre cafe\u0301s noirs")
    assert await accounts.verified("ada@example.org", "quatre cafes noirs") is None
    assert await accounts.verified("ada@example.org", "\udce9 of no encoding") is None


async def test_a_hash_of_other_parameters_is_made_anew_at_the_next_sign_in(
    connection: aiosqlite.Connection, accounts: Accounts, path: Path
) -> None:
    await accounts.add("ada@example.org", "Ada", "editor", GOOD)
    dearer = Accounts(connection, PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    assert "t=2" not in dump(path)
    assert await dearer.verified("ada@example.org", GOOD)
    assert "t=2" in dump(path)
    assert await dearer.verified("ada@example.org", GOOD)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "Take at least 12 characters; four words in a row do well."),
        ("é" * 501, "This password is too long."),
        ("Ada@Example.org", "The e-mail address is no password."),
        (
            "password1234",
            "This password is among the first that are tried. Take one that is rarer.",
        ),
        ("aaaaaaaaaaaaaaa", "This password is among the first that are tried."),
    ],
)
async def test_a_password_that_is_easily_guessed_is_refused(
    accounts: Accounts, password: str, said: str
) -> None:
    with pytest.raises(AccountRefused) as refused:
        await accounts.add("ada@example.org", "Ada", "editor", password)
    assert str(refused.value).startswith(said)
    assert refused.value.field == "password"
    assert await accounts.count() == 0


@pytest.mark.parametrize("email", ["", "ada", "a da@b", "a@b\nc", "<a@b>", "a" * 300 + "@b"])
async def test_what_is_no_address_makes_no_account(accounts: Accounts, email: str) -> None:
    with pytest.raises(AccountRefused, match="This is not an e-mail address"):
        await accounts.add(email, "Ada", "editor")


async def test_an_address_is_taken_once(accounts: Accounts) -> None:
    await accounts.add("ada@example.org", "Ada", "editor")
    with pytest.raises(AccountRefused, match=r"There is an account of ada@example\.org already"):
        await accounts.add("ADA@example.org", "Other", "admin")


async def test_the_last_admin_stays_one(accounts: Accounts) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "admin")
    for change in (accounts.remove(ada), accounts.change_role(ada, "publisher")):
        with pytest.raises(AccountRefused, match="is the last administrator"):
            await change
    bob = await accounts.add("bob@example.org", "Bob", "admin")
    await accounts.change_role(ada, "viewer")
    await accounts.remove(ada)
    assert await accounts.all() == [bob]


async def test_an_administrator_who_never_came_is_not_the_one_who_is_left(
    accounts: Accounts,
) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "admin", "quiet brown foxes sing")
    bob = await accounts.add("bob@example.org", "Bob", "admin")
    for change in (accounts.remove(ada), accounts.change_role(ada, "publisher")):
        with pytest.raises(AccountRefused, match="is the last administrator"):
            await change
    await accounts.change_password(bob, "loud green toads jump")
    await accounts.remove(ada)


async def test_an_unknown_role_is_refused(accounts: Accounts) -> None:
    ada = await accounts.add("ada@example.org", "Ada", "viewer")
    with pytest.raises(AccountRefused, match="one of viewer, editor, publisher, admin"):
        await accounts.change_role(ada, "owner")


def test_a_role_may_what_those_before_it_may() -> None:
    made = [Account(1, "", "", role, "") for role in ROLES]
    may = [[each.may(least) for least in ROLES] for each in made]
    assert [row.count(True) for row in may] == [1, 2, 3, 4]
    assert may[1] == [True, True, False, False]
