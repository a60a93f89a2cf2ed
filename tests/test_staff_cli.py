"""Accounts at the command line."""

import asyncio
import io
import re
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.test_cli import dump, free_port
from widgets.store.accounts import Account, Accounts
from widgets.store.database import opened
from widgets.store.links import Link, Links
from widgets.store.sessions import Sessions

GOOD = "four words in a row"
EMAIL = "ada@example.org"


def account(path: Path, password: str = GOOD) -> Account | None:
    """Whoever this password lets in."""

    async def look() -> Account | None:
        async with opened(path) as connection:
            return await Accounts(connection).verified(EMAIL, password)

    return asyncio.run(look())


def opens(path: Path, said: str) -> Link | None:
    """What the link that a command printed is for."""
    [token] = re.findall(r"/staff/links/(\S+)", said)

    async def look() -> Link | None:
        async with opened(path) as connection:
            return await Links(connection).find(token)

    return asyncio.run(look())


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))


@pytest.mark.usefixtures("piped")
def test_an_account_is_added_with_a_password_from_a_pipe(run: Run, database: Path) -> None:
    said = run("staff", "add", "Ada@Example.org", "--role", "admin", "--password-stdin")
    assert (said.status, said.out) == (0, "ada@example.org is admin now.\n")
    made = account(database)
    assert made
    assert (made.email, made.role) == (EMAIL, "admin")
    assert GOOD not in "".join(dump(database))


def test_a_password_is_asked_twice_and_not_shown(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([GOOD, "another one", GOOD, GOOD])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    said = run("staff", "add", EMAIL, "--role", "editor")
    assert said.status == 0, said
    assert GOOD not in said.out
    assert account(database)


def test_a_link_instead_of_a_password_lets_the_colleague_choose_one(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIDGETS_BASE_URL", "https://widgets.example.org")
    said = run("staff", "add", EMAIL, "--role", "viewer", "--name", "[b]Ada", "--link")
    assert "Within seven days, once: https://widgets.example.org/staff/links/" in said.out
    link = opens(database, said.out)
    assert link
    assert link.account
    assert (link.purpose, link.account.name) == ("invite", "[b]Ada")
    again = run("staff", "link", EMAIL)
    assert opens(database, again.out) == link
    assert opens(database, said.out) is None


@pytest.mark.usefixtures("piped")
def test_a_link_for_who_has_a_password_lasts_a_day(run: Run, database: Path) -> None:
    run("staff", "add", EMAIL, "--role", "viewer", "--password-stdin")
    said = run("staff", "link", EMAIL)
    assert "Within a day, once: http://127.0.0.1:8000/staff/links/" in said.out
    assert "Set WIDGETS_BASE_URL" in said.out
    link = opens(database, said.out)
    assert link
    assert link.purpose == "recover"


def test_the_list_tells_everybody_with_role_and_means(run: Run) -> None:
    run("staff", "add", EMAIL, "--role", "viewer", "--name", "[b]Ada", "--link")
    [line] = [line for line in run("staff", "list").out.splitlines() if EMAIL in line]
    assert all(each in line for each in ("[b]Ada", "viewer", "no password yet"))


@pytest.mark.usefixtures("piped")
def test_another_password_ends_the_sessions(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("staff", "add", EMAIL, "--role", "viewer", "--password-stdin")

    async def begin() -> str:
        async with opened(database) as connection:
            return await Sessions(connection).begin(1)

    async def ended(token: str) -> bool:
        async with opened(database) as connection:
            return await Sessions(connection).account_of(token) is None

    token = asyncio.run(begin())
    monkeypatch.setattr("sys.stdin", io.StringIO("five other words in a row"))
    assert run("staff", "password", EMAIL, "--password-stdin").status == 0
    assert asyncio.run(ended(token))
    assert account(database) is None
    assert account(database, "five other words in a row")


def test_the_last_admin_is_neither_removed_nor_demoted(run: Run, database: Path) -> None:
    run("staff", "add", EMAIL, "--role", "admin", "--link")
    before = dump(database)
    for words in (("remove", EMAIL), ("role", EMAIL, "viewer")):
        said = run("staff", *words)
        assert (said.status, said.out) == (1, "")
        assert said.err.startswith("widgets: ada@example.org is the last administrator.")
    assert dump(database) == before
    run("staff", "add", "bob@example.org", "--role", "admin", "--link")
    assert run("staff", "role", EMAIL, "viewer").out == "ada@example.org is viewer now.\n"
    assert run("staff", "remove", EMAIL).out == "ada@example.org is removed.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "nobody", "--role", "viewer", "--link"), "This is not an e-mail address."),
        (("add", EMAIL, "--role", "owner", "--link"), "The role is one of viewer, editor"),
        (("remove", EMAIL), "there is no account of ada@example.org"),
        (("link", EMAIL), "there is no account of ada@example.org"),
        (("role", EMAIL, "viewer"), "there is no account of ada@example.org"),
    ],
)
def test_what_cannot_be_done_is_one_line(run: Run, words: tuple[str, ...], said: str) -> None:
    found = run("staff", *words)
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith(f"widgets: {said}")
    assert found.err.count("\n") == 1


def test_a_weak_password_makes_no_account(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("password1234\n"))
    said = run("staff", "add", EMAIL, "--role", "viewer", "--password-stdin")
    assert said.status == 1
    assert said.err.startswith("widgets: This password is among the first that are tried.")
    assert not database.exists()


def test_the_first_start_prints_a_link_to_the_first_account(run: Run, database: Path) -> None:
    port = free_port()
    said = run("serve", "--port", port)
    assert f"  http://127.0.0.1:{port}/staff/links/" in said.out
    assert opens(database, said.out) == Link("first", None)
    run("staff", "add", EMAIL, "--role", "admin", "--link")
    assert "/staff/links/" not in run("serve", "--port", free_port()).out
    assert opens(database, said.out) is None
