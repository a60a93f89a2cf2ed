"""One's own account."""

import re
from collections.abc import Callable

import pyotp
import pytest

from tests.staff.accounts.conftest import PASSWORD, Browser, Store
from tests.staff.accounts.test_signing_in import ADA
from widgets.store.second_factor import CODES
from widgets.store.throttle import FREE

SHORT = "short"
LONG = "five other words in a row"
HERE = "/staff/account"


@pytest.fixture
def ada(browser: Browser, store: Store) -> Browser:
    store.add(ADA, "viewer")
    browser.sign_in(ADA)
    browser.open(HERE)
    return browser


def test_name_and_language_are_ones_own(ada: Browser) -> None:
    ada.fill(HERE, name="  Ada\tKing ", language="fr")
    assert "Ada King" in ada.text
    assert 'lang="fr"' in ada.page
    ada.fill(HERE, name="", language="xx")
    assert ada.text.count("ada") >= 1
    assert 'lang="nl"' in ada.page


def test_a_new_password_takes_the_old_one_and_ends_the_other_sessions(
    ada: Browser, new_browser: Callable[[], Browser]
) -> None:
    other = new_browser()
    other.sign_in(ADA)
    ada.fill(f"{HERE}/password", current="wrong", password=LONG, again=LONG)
    assert ada.status == 422
    assert "This is not your password." in ada.text
    ada.fill(f"{HERE}/password", current=PASSWORD, password=LONG, again=LONG)
    assert "You are signed out everywhere else." in ada.text
    other.open("/staff")
    assert other.went[-1].startswith("/staff/sign-in")
    assert "Welcome, Ada" in other.sign_in(ADA, LONG)


def test_a_weak_new_password_is_told_at_its_field(ada: Browser) -> None:
    ada.fill(f"{HERE}/password", current=PASSWORD, password=SHORT, again=SHORT)
    assert "Take at least 12 characters" in ada.text
    ada.fill(f"{HERE}/password", current=PASSWORD, password=LONG, again=PASSWORD)
    assert "The two passwords are not the same." in ada.text


def test_an_open_browser_is_no_place_to_guess_the_password(ada: Browser) -> None:
    for _ in range(FREE["account"]):
        ada.fill(f"{HERE}/password", current="wrong", password=LONG, again=LONG)
    ada.fill(f"{HERE}/password", current=PASSWORD, password=LONG, again=LONG)
    assert "There were too many tries." in ada.text


def test_sessions_are_listed_and_all_ended_at_once(
    ada: Browser, new_browser: Callable[[], Browser]
) -> None:
    other = new_browser()
    other.sign_in(ADA)
    ada.open(HERE)
    assert ada.text.count("seen last") == 2
    assert ada.text.count("This browser") == 1
    ada.fill(f"{HERE}/sessions")
    for each in (ada, other):
        each.open("/staff")
        assert each.went[-1].startswith("/staff/sign-in")


def test_the_second_step_is_turned_on_with_a_code_and_gives_recovery_codes(
    ada: Browser, store: Store
) -> None:
    ada.open(f"{HERE}/second-step")
    assert "<svg" in ada.page
    assert "style=" not in ada.page
    found = re.search(r'name="secret" value="([A-Z2-7]{32})"', ada.page)
    assert found
    ada.fill(f"{HERE}/second-step", code="123456x")
    assert "This code is not right." in ada.text
    assert found[1] in ada.page
    ada.fill(f"{HERE}/second-step", code=pyotp.TOTP(found[1]).now())
    assert len(set(re.findall(r"\b(?:[a-z2-7]{4}-){3}[a-z2-7]{4}\b", ada.text))) == CODES
    ada.open(HERE)
    assert "10 recovery codes are left" in ada.text
    ada.open(f"{HERE}/second-step")
    assert ada.went[-1] == HERE
    assert (ADA, "second-step-on", "") in store.noted()


def test_recovery_codes_and_the_second_step_go_by_password_alone(
    ada: Browser, store: Store
) -> None:
    ada.open(f"{HERE}/second-step")
    found = re.search(r'name="secret" value="([A-Z2-7]{32})"', ada.page)
    assert found
    ada.fill(f"{HERE}/second-step", code=pyotp.TOTP(found[1]).now())
    token = ada.open(HERE).split('name="token" value="')[1].split('"')[0]
    for path in (f"{HERE}/recovery-codes", f"{HERE}/second-step/end"):
        ada.send(path, {"token": token, "current": "wrong"})
        assert "This is not your password." in ada.text
    ada.send(f"{HERE}/recovery-codes", {"token": token, "current": PASSWORD})
    assert "Your recovery codes" in ada.text
    ada.send(f"{HERE}/second-step/end", {"token": token, "current": PASSWORD})
    assert "No code is asked for any more." in ada.text
    known = store.find(ADA)
    assert known
    assert not known.has_second_factor


def test_a_secret_that_is_none_breaks_nothing(ada: Browser) -> None:
    ada.open(f"{HERE}/second-step")
    ada.fill(f"{HERE}/second-step", code="123456", **{"secret": "<b>é"})
    assert ada.status == 422
    assert "<b>é" not in ada.page
