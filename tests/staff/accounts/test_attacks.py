"""Ways to get in without being let in: planted sessions, guessed addresses, codes and links that
are used twice or at the same time, and what was signed for something else."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Literal
from urllib.parse import urlencode

import pyotp
import pytest
from argon2 import PasswordHasher
from httpx2 import Response
from starlette.testclient import TestClient

from tests.staff.accounts.conftest import PASSWORD, Browser, Form, Store
from tests.staff.conftest import ORIGIN
from widgets.app import application
from widgets.settings import Settings
from widgets.staff.previewing import links
from widgets.staff.tokens import of_door
from widgets.store.accounts import Account, Accounts
from widgets.store.links import Links
from widgets.store.previews import State
from widgets.store.second_factor import SecondFactor, new_secret
from widgets.store.throttle import FREE

ADA = "ada@example.org"
WRONG = "wrong one at all"
AT_ONCE = 6
Ask = Callable[[], Response]


class Counting(PasswordHasher):
    """Tells how often a password was compared with a hash."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.compared.append(str(hash).rpartition("$")[0].rpartition("$")[0])
        return super().verify(hash, password)


def at_once(asked: list[Ask]) -> list[Response]:
    """What all of them are answered that ask in the same moment."""
    together = Barrier(len(asked))

    def ask(one: Ask) -> Response:
        together.wait()
        return one()

    with ThreadPoolExecutor(len(asked)) as threads:
        return list(threads.map(ask, asked))


def sessions(answers: list[Response]) -> list[str]:
    """The sessions that were begun."""
    cookies = (each.headers.get_list("set-cookie") for each in answers)
    return [each for kept in cookies for each in kept if re.match(r"widgets=[^;]", each)]


def sending(made: TestClient, form: Form, **fields: str) -> Ask:
    def send() -> Response:
        return made.post(
            form.action,
            data={**form.fields, **fields},
            headers={"Origin": ORIGIN},
            follow_redirects=False,
        )

    return send


def with_codes(store: Store) -> tuple[str, tuple[str, ...]]:
    """Ada, who is asked for a code. Shape: her app's secret, her recovery codes."""
    account, secret = store.add(ADA), new_secret()
    long_ago = time.time() - 600
    code = pyotp.TOTP(secret).at(int(long_ago))

    def turn_on(connection: object) -> object:
        return SecondFactor(connection, lambda: long_ago).turn_on(account, secret, code)  # type: ignore[arg-type]

    return secret, store.run(turn_on)  # type: ignore[arg-type]


@pytest.mark.parametrize("planted", ["planted", "", "a" * 43])
def test_a_session_that_was_planted_is_not_the_one_that_is_let_in(
    browser: Browser, store: Store, planted: str
) -> None:
    store.add(ADA)
    browser.cookie = f"widgets={planted}"
    browser.sign_in(ADA)
    assert "Welcome, Ada" in browser.text
    assert browser.cookie != f"widgets={planted}"
    browser.cookie = f"widgets={planted}"
    browser.open("/staff")
    assert browser.went[-1].startswith("/staff/sign-in")


def test_a_session_of_an_intruder_that_was_planted_ends_when_its_victim_signs_in(
    new_browser: Callable[[], Browser], store: Store
) -> None:
    store.add(ADA)
    store.add("mallory@example.org", "viewer")
    mallory, ada = new_browser(), new_browser()
    mallory.sign_in("mallory@example.org")
    ada.open("/staff/sign-in?lang=en")
    ada.cookie = mallory.cookie
    ada.fill("/staff/sign-in", email=ADA, password=PASSWORD)
    assert "Welcome, Ada" in ada.text
    mallory.open("/staff")
    assert mallory.went[-1].startswith("/staff/sign-in")


@pytest.fixture
def counted(store: Store) -> Iterator[tuple[TestClient, Counting]]:
    hasher = Counting()
    settings = Settings(database_url=store.path, default_language="en")
    with TestClient(application(settings, hasher=hasher), base_url=ORIGIN) as made:
        yield made, hasher


def test_an_address_without_an_account_is_not_to_be_told_from_one_with(
    counted: tuple[TestClient, Counting], store: Store
) -> None:
    made, hasher = counted
    store.add(ADA)
    store.run(lambda each: each.execute("UPDATE account SET password = ''"))
    store.add("bob@example.org")
    token = of_door(made.app.state.key)  # type: ignore[attr-defined]
    said = set()
    for email in ("bob@example.org", ADA, "nobody@example.org", "'--", "a" * 999):
        for password in ("wrong one", "", "x" * 5000, "\ud83d" * 3):
            store.run(lambda each: each.execute("DELETE FROM attempt"))
            hasher.compared.clear()
            sent = {"token": token, "email": email, "password": password}
            headers = {"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(sent, errors="surrogatepass")
            answer = made.post("/staff/sign-in", content=body, headers=headers)
            assert len(hasher.compared) == 1, (email, password)
            text = re.sub(r'value="[^"]*"', "", answer.text)  # the address, and the token
            each_own = {"content-length", "x-request-id"}
            told = {key: value for key, value in answer.headers.items() if key not in each_own}
            said.add((answer.status_code, text, str(told)))
    assert len(said) == 1, [each[0] for each in said]


def test_who_guesses_at_no_account_waits_as_who_guesses_at_one(
    browser: Browser, store: Store
) -> None:
    store.add(ADA)
    statuses: dict[str, list[int]] = {}
    for email in (ADA, "nobody@example.org"):
        store.run(lambda each: each.execute("DELETE FROM attempt"))
        browser.known = ""
        browser.open("/staff/sign-in?lang=en")
        for _ in range(FREE["account"] + 2):
            browser.fill("/staff/sign-in", email=email, password=WRONG)
            statuses.setdefault(email, []).append(browser.status)
    assert statuses[ADA] == statuses["nobody@example.org"]
    assert statuses[ADA][-1] == 429


def test_a_code_lets_one_in_of_many_who_send_it_at_once(browser: Browser, store: Store) -> None:
    secret, _ = with_codes(store)
    browser.sign_in(ADA)
    form = Form(browser.page, "/staff/sign-in/code")
    code = pyotp.TOTP(secret).now()
    answers = at_once([sending(browser.client, form, code=code)] * AT_ONCE)
    assert len(sessions(answers)) == 1
    again = sending(browser.client, form, code=code)()
    assert not sessions([again])


def test_a_recovery_code_lets_one_in_of_many_who_send_it_at_once(
    browser: Browser, store: Store
) -> None:
    _, codes = with_codes(store)
    browser.sign_in(ADA)
    form = Form(browser.page, "/staff/sign-in/code")
    answers = at_once([sending(browser.client, form, code=codes[0])] * AT_ONCE)
    assert len(sessions(answers)) == 1


def test_the_code_that_turned_the_second_step_on_is_used_up(browser: Browser, store: Store) -> None:
    store.add(ADA)
    browser.sign_in(ADA)
    browser.open("/staff/account/second-step")
    secret = Form(browser.page, "/staff/account/second-step").fields["secret"]
    code = pyotp.TOTP(secret).now()
    browser.fill("/staff/account/second-step", code=code)
    browser.cookie = ""
    browser.sign_in(ADA)
    browser.fill("/staff/sign-in/code", code=code)
    assert browser.status == 401


@pytest.mark.parametrize("purpose", ["first", "invite"])
def test_a_link_lets_one_in_of_many_who_open_it_at_once(
    browser: Browser, store: Store, purpose: str
) -> None:
    if purpose == "first":
        token = store.run(lambda each: Links(each).first())
    else:
        account = store.add(ADA, password="")
        token = store.run(lambda each: Links(each).to(account))
    browser.open(f"/staff/links/{token}?lang=en")
    form = Form(browser.page, f"/staff/links/{token}")
    fields = {"password": PASSWORD, "again": PASSWORD, "name": "Ada"}
    asked = [
        sending(browser.client, form, **fields, email=f"ada{number}@example.org")
        for number in range(AT_ONCE)
    ]
    answers = at_once(asked)
    assert len(sessions(answers)) == 1, [each.status_code for each in answers]
    assert len(store.run(lambda each: Accounts(each).all())) == 1
    assert not sessions([asked[0]()])


def test_what_was_signed_for_something_else_is_no_first_half_of_a_sign_in(
    browser: Browser, store: Store
) -> None:
    secret, _ = with_codes(store)
    browser.sign_in(ADA)
    form = Form(browser.page, "/staff/sign-in/code")
    key = browser.client.app.state.key  # type: ignore[attr-defined]
    preview = links.mount(key, links.shared(7, State(1, 1), time.time())).rpartition("/")[2]
    whole = form.fields["half-way"]
    for other in ("", "1", of_door(key), preview, whole[:-1], f"MQ{whole[2:]}x", whole + whole):
        code = pyotp.TOTP(secret).now()
        answer = sending(browser.client, form, code=code, **{"half-way": other})()
        assert answer.status_code == 401
        assert "That took too long" in answer.text
        assert not sessions([answer])


def test_the_first_half_of_a_sign_in_ends_by_itself_and_lets_nobody_else_in(
    store: Store,
) -> None:
    with_codes(store)
    now = time.time()
    app = application(Settings(database_url=store.path, default_language="en"), lambda: now)
    with TestClient(app, base_url=ORIGIN) as made:
        browser = Browser(made)
        browser.sign_in(ADA)
        form = Form(browser.page, "/staff/sign-in/code")
        store.run(lambda each: each.execute("DELETE FROM account"))
        assert not sessions([sending(made, form, code="000000")()])


@pytest.mark.parametrize("path", ["/staff/account", "/staff/sign-out", "/staff/account/sessions"])
def test_the_token_of_the_way_in_is_none_for_who_is_in(
    browser: Browser, store: Store, path: str
) -> None:
    store.add(ADA)
    browser.sign_in(ADA)
    door = of_door(browser.client.app.state.key)  # type: ignore[attr-defined]
    for token in (door, "", browser.cookie, browser.cookie.partition("=")[2]):
        headers = {"Cookie": browser.cookie, "Origin": ORIGIN}
        answer = browser.client.post(path, data={"token": token}, headers=headers)
        assert answer.status_code == 403, token
    browser.open("/staff")
    assert "Welcome, Ada" in browser.text


def test_no_field_that_was_not_asked_for_changes_an_account(browser: Browser, store: Store) -> None:
    store.add("root@example.org", "admin")
    before = store.add(ADA, "viewer")
    browser.sign_in(ADA)
    browser.open("/staff/account")
    wanted = {
        "role": "admin",
        "email": "root@example.org",
        "id": "1",
        "account": "1",
        "password": "another good password",
        "totp_secret": "",
        "is_settled": "1",
        "created_at": "0",
    }
    browser.fill("/staff/account", name="Ada", **wanted)
    after = store.find(ADA)
    assert after
    assert _plain(after) == _plain(before)
    assert store.find("root@example.org") is not None
    browser.cookie = ""
    browser.sign_in(ADA)
    assert "Welcome, Ada" in browser.text


def _plain(account: Account) -> tuple[object, ...]:
    return account.id, account.email, account.role, account.has_password, account.has_second_factor
