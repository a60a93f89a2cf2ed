"""Administrators look after their colleagues."""

import csv
import re
from collections.abc import Callable
from io import StringIO

import pytest

from tests.staff.accounts.conftest import PASSWORD, Browser, Store
from tests.staff.accounts.test_signing_in import ADA
from widgets.store.audit import Audit

BOB = "bob@example.org"
HERE = "/staff/colleagues"


@pytest.fixture
def ada(browser: Browser, store: Store) -> Browser:
    store.add(ADA)
    browser.sign_in(ADA)
    return browser


def test_an_invited_colleague_gets_in_by_the_link_that_is_shown_once(
    ada: Browser, new_browser: Callable[[], Browser], store: Store
) -> None:
    ada.open(HERE)
    ada.fill(HERE, email=BOB, name="Bob", role="publisher")
    [address] = re.findall(r"http://widgets\.test/staff/links/[\w-]+", ada.text)
    bob = new_browser()
    bob.open(f"{address}?lang=en")
    path = address.removeprefix("http://widgets.test")
    bob.fill(path, password=PASSWORD, again=PASSWORD)
    assert bob.went == ["/staff"]
    ada.open(HERE)
    assert "Publisher" in ada.text
    assert "/staff/links/" not in ada.page
    assert (ADA, "account-added", f"{BOB}: publisher") in store.noted()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "bob"}, "This is not an e-mail address."),
        ({"email": ADA}, f"There is an account of {ADA} already."),
        ({"email": BOB, "role": "owner"}, "The role is one of"),
    ],
)
def test_an_invitation_that_cannot_be_made_says_why_and_keeps_what_was_typed(
    ada: Browser, fields: dict[str, str], said: str
) -> None:
    ada.open(HERE)
    ada.fill(HERE, name="Typed", **fields)
    assert ada.status == 422
    assert said in ada.text
    assert 'value="Typed"' in ada.page
    assert f'value="{fields["email"]}"' in ada.page


def test_another_role_takes_effect_and_ends_the_sessions(
    ada: Browser, new_browser: Callable[[], Browser], store: Store
) -> None:
    account = store.add(BOB, "viewer")
    bob = new_browser()
    bob.sign_in(BOB)
    ada.open(f"{HERE}/{account.id}")
    ada.fill(f"{HERE}/{account.id}", role="admin")
    assert "The role is changed. Bob has to sign in again." in ada.text
    bob.open(HERE)
    assert bob.went[-1].startswith("/staff/sign-in")
    bob.sign_in(BOB)
    bob.open(HERE)
    assert bob.status == 200
    assert (ADA, "role-changed", f"{BOB}: admin") in store.noted()


def test_a_removed_colleague_is_out_at_once(
    ada: Browser, new_browser: Callable[[], Browser], store: Store
) -> None:
    account = store.add(BOB, "viewer")
    bob = new_browser()
    bob.sign_in(BOB)
    ada.open(f"{HERE}/{account.id}")
    ada.fill(f"{HERE}/{account.id}/removal")
    assert "The account is removed." in ada.text
    assert BOB not in ada.text
    bob.open("/staff")
    assert bob.went[-1].startswith("/staff/sign-in")
    assert (ADA, "account-removed", BOB) in store.noted()


def test_the_last_administrator_can_neither_go_nor_step_down(ada: Browser, store: Store) -> None:
    ada.open(f"{HERE}/1")
    for action, fields in ((f"{HERE}/1/removal", {}), (f"{HERE}/1", {"role": "viewer"})):
        ada.open(f"{HERE}/1")
        ada.fill(action, **fields)
        assert ada.status == 422
        assert f"{ADA} is the last administrator." in ada.text
    assert store.find(ADA)


@pytest.mark.parametrize("id", ["2", "0", "-1", "x", "9" * 30, "١"])
def test_a_colleague_who_is_not_there_is_not_there(ada: Browser, id: str) -> None:
    ada.open(f"{HERE}/{id}")
    assert ada.status == 404


def test_the_log_is_narrowed_by_person_and_by_action(ada: Browser, store: Store) -> None:
    store.run(lambda each: Audit(each).note(BOB, "exported", "networks.csv"))
    store.run(lambda each: Audit(each).note(BOB, "something-new", "=1+1"))
    store.run(lambda each: Audit(each).note(ADA, "role-changed", "carl@example.org: editor"))
    ada.open("/staff/audit")
    assert "carl@example.org: Editor" in ada.text
    assert all(each in ada.text for each in (ADA, BOB, "Signed in", "Exported", "something-new"))
    ada.open("/staff/audit?who=BOB")
    assert ADA not in ada.page.split("<table")[1]
    ada.open("/staff/audit?action=exported")
    assert "networks.csv" in ada.text
    assert ADA not in ada.page.split("<table")[1]
    ada.open("/staff/audit?who=nobody")
    assert "Nothing in the log fits." in ada.text


def test_the_log_is_read_page_by_page(ada: Browser, store: Store) -> None:
    sql = "INSERT INTO audit (at, who, action, subject) VALUES (?, ?, 'exported', ?)"
    store.run(lambda each: each.executemany(sql, [(n, BOB, f"n{n}") for n in range(60)]))
    ada.open("/staff/audit?who=bob")
    assert "n59" in ada.text
    assert "n9 " not in ada.text
    [earlier] = re.findall(r'href="(/staff/audit\?[^"]*before[^"]*)"', ada.page)
    ada.open(earlier.replace("&amp;", "&"))
    assert "n9 " in ada.text
    assert "n59" not in ada.text
    assert "before=" not in ada.page
    ada.open("/staff/audit?before=" + "9" * 40)
    assert ada.status == 200


def test_the_log_as_a_table_holds_no_formula_and_notes_itself(ada: Browser, store: Store) -> None:
    store.run(lambda each: Audit(each).note("=cmd()", "exported", "@x"))
    table = ada.open("/staff/audit.csv")
    rows = list(csv.reader(StringIO(table.removeprefix("\ufeff"))))
    assert rows[0] == ["at", "who", "action", "subject"]
    assert rows[1][1:] == ["'=cmd()", "exported", "'@x"]
    assert store.noted()[-1] == (ADA, "exported", "log.csv")
