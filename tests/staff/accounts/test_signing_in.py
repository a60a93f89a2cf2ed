"""Signing in and out, as a person in a browser does."""

import re
import time
from collections.abc import Callable
from dataclasses import replace

import pyotp
import pytest

from tests.conftest import client
from tests.staff.accounts.conftest import PASSWORD, Browser, Store
from widgets.settings import Settings
from widgets.store.second_factor import SecondFactor, new_secret
from widgets.store.throttle import FREE

ADA = "ada@example.org"
WRONG_ONE = "no password of hers"
WRONG = "E-mail address and password do not belong together."


def two_steps(store: Store) -> tuple[str, tuple[str, ...]]:
    """An account that is asked for a code. Shape: its secret and its recovery codes."""
    ada, secret = store.add(ADA), new_secret()
    earlier = time.time() - 90
    code = pyotp.TOTP(secret).at(int(earlier))
    codes = store.run(lambda each: SecondFactor(each, lambda: earlier).turn_on(ada, secret, code))
    assert codes
    return secret, codes


def test_a_password_leads_to_where_one_was_going(browser: Browser, store: Store) -> None:
    store.add(ADA)
    browser.open("/staff/account?lang=en")
    assert "Sign in" in browser.text
    browser.fill("/staff/sign-in", email=" ADA@example.org", password=PASSWORD)
    assert browser.went[-1] == "/staff/account?lang=en"
    assert "Your account" in browser.text
    assert store.noted() == [(ADA, "signed-in", "")]


def test_a_wrong_password_says_so_and_keeps_the_address(browser: Browser, store: Store) -> None:
    store.add(ADA)
    browser.sign_in(ADA, WRONG_ONE)
    assert browser.status == 401
    assert WRONG in browser.text
    assert f'value="{ADA}"' in browser.page
    assert WRONG_ONE not in browser.page
    assert browser.cookie == ""
    assert store.noted() == [(ADA, "sign-in-failed", "")]


def test_an_address_without_an_account_is_told_the_same_and_not_noted(
    browser: Browser, store: Store
) -> None:
    store.add(ADA)
    known = browser.sign_in(ADA, WRONG_ONE)
    unknown = browser.sign_in("eve@example.org", WRONG_ONE).replace("eve@", "ada@")
    token = re.compile(r"door\.[\w.-]+")
    assert token.sub("", unknown) == token.sub("", known)
    assert len(store.noted()) == 1


def test_who_guesses_has_to_wait_and_is_told_how_long(browser: Browser, store: Store) -> None:
    store.add(ADA)
    for _ in range(FREE["account"]):
        browser.sign_in(ADA, WRONG_ONE)
    browser.sign_in(ADA)
    assert browser.status == 429
    assert "There were too many tries. Wait one second, then try again." in browser.text
    store.run(lambda each: each.execute("UPDATE attempt SET failures = 30"))
    browser.sign_in(ADA)
    assert "Wait 5 minutes, then try again." in browser.text
    store.run(lambda each: each.execute("UPDATE attempt SET last_at = last_at - 300"))
    browser.sign_in(ADA)
    assert "Welcome, Ada" in browser.text


@pytest.mark.parametrize(
    "next", ["https://evil.example", "//evil.example", "/\\evil.example", "/embed", "/staff\\x"]
)
def test_nobody_is_led_to_another_place(browser: Browser, store: Store, next: str) -> None:
    store.add(ADA)
    browser.open("/staff/sign-in?lang=en")
    browser.fill("/staff/sign-in", email=ADA, password=PASSWORD, next=next)
    assert browser.went == ["/staff"]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(store: Store) -> None:
    store.add(ADA)
    settings = Settings(database_url=store.path)
    for each, expected in (
        (
            settings,
            [
                "widgets=#; HttpOnly; Path=/; SameSite=lax",
                "widgets-known=#; HttpOnly; Max-Age=15552000; Path=/; SameSite=lax",
            ],
        ),
        (
            replace(settings, base_url="https://w.example"),
            [
                "__Host-widgets=#; HttpOnly; Path=/; SameSite=lax; Secure",
                "__Host-widgets-known=#; HttpOnly; Max-Age=15552000; Path=/; SameSite=lax; Secure",
            ],
        ),
    ):
        with client(each) as made:
            browser = Browser(made)
            page = browser.open("/staff/sign-in")
            found = re.search(r'name="token" value="([^"]+)"', page)
            assert found
            answer = made.post(
                "/staff/sign-in",
                data={"token": found[1], "email": ADA, "password": PASSWORD},
                headers={"Origin": each.base_url or "http://widgets.test"},
                follow_redirects=False,
            )
        kept = answer.headers.get_list("set-cookie")
        kept = [re.sub(r" expires=[^;]+;", "", each) for each in kept]
        assert [re.sub(r"=[\w.-]{43,};", "=#;", each, count=1) for each in kept] == expected


def test_signing_out_ends_the_session(browser: Browser, store: Store) -> None:
    store.add(ADA)
    browser.sign_in(ADA)
    kept = browser.cookie
    browser.fill("/staff/sign-out")
    assert "Password" in browser.text
    browser.cookie = kept
    browser.open("/staff")
    assert browser.went[-1].startswith("/staff/sign-in")
    assert [action for _, action, _ in store.noted()] == ["signed-in", "signed-out"]


def test_signing_in_again_ends_the_session_of_before(browser: Browser, store: Store) -> None:
    store.add(ADA)
    store.add("bob@example.org")
    browser.sign_in(ADA)
    old = browser.cookie
    browser.open("/staff/sign-in")
    assert browser.went[-1] == "/staff"
    browser.cookie = ""
    browser.open("/staff/sign-in?lang=en")
    browser.cookie = old
    browser.fill("/staff/sign-in", email="bob@example.org", password=PASSWORD)
    assert "Welcome, Bob" in browser.text
    browser.cookie = old
    browser.open("/staff")
    assert browser.went[-1].startswith("/staff/sign-in")


def test_a_code_is_asked_for_after_the_password(browser: Browser, store: Store) -> None:
    secret, _ = two_steps(store)
    browser.sign_in(ADA)
    assert browser.cookie == ""
    assert "One more step" in browser.text
    browser.fill("/staff/sign-in/code", code="000 000 000")
    assert browser.status == 401
    assert "This code is not right, or it was used already." in browser.text
    browser.fill("/staff/sign-in/code", code=pyotp.TOTP(secret).now())
    assert "Welcome, Ada" in browser.text


def test_a_recovery_code_lets_in_once_and_is_noted(browser: Browser, store: Store) -> None:
    _, codes = two_steps(store)
    browser.sign_in(ADA)
    asked = browser.page
    browser.fill("/staff/sign-in/code", code=codes[0].upper())
    assert "Welcome, Ada" in browser.text
    assert (ADA, "recovery-code-used", "") in store.noted()
    browser.page = asked
    browser.fill("/staff/sign-in/code", code=codes[0])
    assert browser.status == 401


def test_knowing_the_password_does_not_help_to_guess_codes(browser: Browser, store: Store) -> None:
    two_steps(store)
    for _ in range(FREE["second"]):
        browser.sign_in(ADA)
        browser.fill("/staff/sign-in/code", code="no")
    browser.sign_in(ADA)
    browser.fill("/staff/sign-in/code", code="no")
    assert browser.status == 429
    assert "There were too many tries." in browser.text


def test_a_code_without_the_password_before_it_is_not_taken(browser: Browser, store: Store) -> None:
    secret, _ = two_steps(store)
    browser.sign_in(ADA)
    code = pyotp.TOTP(secret).now()
    browser.fill("/staff/sign-in/code", code=code, **{"half-way": "MQ.made.up"})
    assert "That took too long. Sign in again." in browser.text
    assert browser.cookie == ""


def test_what_was_typed_survives_the_end_of_the_session(browser: Browser, store: Store) -> None:
    store.add(ADA)
    browser.sign_in(ADA)
    browser.open("/staff/account")
    browser.cookie = ""
    browser.fill("/staff/account", name='Countess "Ada" <b>', language="nl")
    assert browser.status == 401
    assert "What you typed is kept" in browser.text
    browser.fill("/staff/sign-in", email=ADA, password=WRONG_ONE)
    assert WRONG in browser.text
    browser.fill("/staff/sign-in", email=ADA, password=PASSWORD)
    assert "Nothing of it was saved yet." in browser.text
    assert 'Countess "Ada" <b>' in browser.text
    ada = store.find(ADA)
    assert ada
    assert ada.name == "Ada"
    browser.fill("/staff/account")
    ada = store.find(ADA)
    assert ada
    assert (ada.name, ada.language) == ('Countess "Ada" <b>', "nl")


def test_what_was_typed_survives_the_second_step_too(browser: Browser, store: Store) -> None:
    _, codes = two_steps(store)
    browser.sign_in(ADA)
    browser.fill("/staff/sign-in/code", code=codes[0])
    browser.open("/staff/account")
    browser.cookie = ""
    browser.fill("/staff/account", name="Countess")
    browser.fill("/staff/sign-in", email=ADA, password=PASSWORD)
    browser.fill("/staff/sign-in/code", code="wrong")
    browser.fill("/staff/sign-in/code", code=codes[1])
    browser.fill("/staff/account")
    ada = store.find(ADA)
    assert ada
    assert ada.name == "Countess"


def test_a_long_table_that_was_pasted_survives_the_end_of_the_session(
    browser: Browser, store: Store
) -> None:
    store.add(ADA)
    browser.sign_in(ADA)
    browser.open("/staff/import")
    browser.cookie = ""
    table = "type,slug,name.en\n" + "network,long,The last one\n" * 10_000
    browser.fill("/staff/import", pasted=table)
    browser.fill("/staff/sign-in", email=ADA, password=PASSWORD)
    assert browser.status == 200
    browser.fill("/staff/import")
    assert browser.went[-1].startswith("/staff/import/")


def test_a_form_too_large_to_carry_is_not_carried(browser: Browser, store: Store) -> None:
    store.add(ADA)
    browser.sign_in(ADA)
    browser.open("/staff/account")
    browser.cookie = ""
    browser.fill("/staff/account", name="x" * (65 << 10))
    assert browser.status == 401
    assert "kept" not in browser.text
    assert len(browser.page) < 10_000


def test_no_other_address_is_sent_what_was_typed(browser: Browser, store: Store) -> None:
    store.add(ADA)
    browser.open("/staff/sign-in?lang=en")
    carried = {"kept-to": "https://evil.example/staff", "kept:secret": "x"}
    browser.fill("/staff/sign-in", email=ADA, password=PASSWORD, **carried)
    assert browser.went == ["/staff"]
    assert "evil" not in browser.page


def test_a_file_is_not_carried_and_has_to_be_chosen_again(browser: Browser, store: Store) -> None:
    store.add(ADA)
    browser.sign_in(ADA)
    path = "/staff/entries/organisation/somo/logo"
    browser.open(path)
    assert browser.status == 200
    browser.cookie = ""
    answer = browser.client.post(
        path,
        data={"nl": "Het beeldmerk", "again": "secret", "token": "old"},
        files={"file": ("logo.png", b"x" * (3 << 20))},
        headers={"Origin": "http://widgets.test"},
    )
    browser.page = answer.text
    assert answer.status_code == 401
    assert "A file has to be chosen once more." in browser.text
    assert "secret" not in browser.page
    browser.fill("/staff/sign-in", email=ADA, password=PASSWORD)
    assert "Het beeldmerk" in browser.text
    assert "A file has to be chosen once more." in browser.text


def test_a_form_from_before_one_signed_in_anew_can_be_sent_again(
    browser: Browser, store: Store
) -> None:
    store.add(ADA)
    browser.sign_in(ADA)
    old = browser.open("/staff/account")
    browser.fill("/staff/sign-out")
    browser.sign_in(ADA)
    browser.page = old
    browser.fill("/staff/account", name="Countess")
    assert browser.status == 403
    ada = store.find(ADA)
    assert ada
    assert ada.name == "Ada"
    assert "You signed in anew since this page was opened." in browser.text
    browser.fill("/staff/account")
    ada = store.find(ADA)
    assert ada
    assert ada.name == "Countess"


def test_a_button_without_anything_typed_from_before_is_refused(
    browser: Browser, store: Store
) -> None:
    store.add(ADA)
    browser.sign_in(ADA)
    old = browser.page
    browser.fill("/staff/sign-out")
    browser.sign_in(ADA)
    browser.page = old
    browser.fill("/staff/sign-out")
    assert browser.status == 403
    assert "This page was open for too long" in browser.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_part_of_a_page_says_in_its_place_that_one_was_signed_out(
    browser: Browser, method: str
) -> None:
    headers = {"Sec-Fetch-Dest": "empty", "Origin": "http://widgets.test"}
    answer = browser.client.request(
        method, "/staff/account?lang=en", headers=headers, follow_redirects=False
    )
    assert answer.status_code == 401
    assert "You are not signed in any more." in answer.text
    assert "<html" not in answer.text


def test_who_guesses_elsewhere_keeps_nobody_waiting_at_their_own_browser(
    browser: Browser, new_browser: Callable[[], Browser], store: Store
) -> None:
    store.add(ADA)
    store.add("bob@example.org")
    browser.sign_in(ADA)
    browser.fill("/staff/sign-out")
    other = new_browser()
    for _ in range(FREE["account"]):
        other.sign_in(ADA, WRONG_ONE)
    for guesser in (other, new_browser()):
        guesser.sign_in(ADA)
        assert guesser.status == 429
    assert "Welcome, Ada" in browser.sign_in(ADA)
    browser.fill("/staff/sign-out")
    for _ in range(FREE["browser"]):
        browser.sign_in(ADA, WRONG_ONE)
    browser.sign_in(ADA)
    assert browser.status == 429


def test_a_browser_is_known_for_the_account_that_used_it_alone(
    browser: Browser, new_browser: Callable[[], Browser], store: Store
) -> None:
    store.add(ADA)
    store.add("bob@example.org")
    other = new_browser()
    for _ in range(FREE["account"]):
        other.sign_in("bob@example.org", WRONG_ONE)
    browser.sign_in(ADA)
    browser.fill("/staff/sign-out")
    browser.sign_in("bob@example.org")
    assert browser.status == 429
    browser.known = "widgets-known=made.up.here"
    browser.sign_in("bob@example.org")
    assert browser.status == 429
