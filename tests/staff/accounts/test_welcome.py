"""What a one-time link leads to."""

from collections.abc import Callable

import pytest

from tests.staff.accounts.conftest import PASSWORD, Browser, Store
from tests.staff.accounts.test_signing_in import ADA, two_steps
from widgets.store.links import Links

LONG = "five other words in a row"
USED_UP = "This link cannot be used any more"


def link(store: Store, email: str = "") -> str:
    account = store.find(email) if email else None
    token = store.run(lambda each: Links(each).to(account) if account else Links(each).first())
    return f"/staff/links/{token}"


def test_the_first_link_makes_an_administrator_and_signs_in(browser: Browser, store: Store) -> None:
    address = link(store)
    browser.open(f"{address}?lang=en")
    browser.fill(address, email=ADA, name="Ada", password=PASSWORD, again=PASSWORD)
    assert browser.went == ["/staff"]
    ada = store.find(ADA)
    assert ada
    assert (ada.name, ada.role) == ("Ada", "admin")
    assert browser.open("/staff/colleagues")
    assert browser.status == 200
    assert USED_UP in Browser(browser.client).open(f"{address}?lang=en")


def test_the_first_link_is_worth_nothing_once_there_is_an_account(
    browser: Browser, store: Store
) -> None:
    address = link(store)
    browser.open(f"{address}?lang=en")
    store.add("bob@example.org")
    browser.fill(address, email=ADA, password=PASSWORD, again=PASSWORD)
    assert browser.status == 404
    assert USED_UP in browser.text
    assert store.find(ADA) is None


def test_an_invitation_asks_for_a_password_and_a_name(browser: Browser, store: Store) -> None:
    store.add(ADA, "editor", "")
    address = link(store, ADA)
    assert "Welcome, Ada" in browser.open(f"{address}?lang=en")
    browser.open(f"{address}?lang=en")
    browser.fill(address, name="Countess", password=PASSWORD, again=PASSWORD)
    assert "Countess" in browser.text
    assert store.noted() == [(ADA, "password-chosen", ""), (ADA, "signed-in", "")]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "ada"}, "This is not an e-mail address."),
        ({"password": "short"}, "Take at least 12 characters"),
        ({"password": "qwertyuiop12"}, "among the first that are tried"),
        ({"again": "another one"}, "The two passwords are not the same."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_kept(
    browser: Browser, store: Store, fields: dict[str, str], said: str
) -> None:
    address = link(store)
    browser.open(f"{address}?lang=en")
    right = {"email": ADA, "name": "Countess", "password": PASSWORD, "again": PASSWORD}
    browser.fill(address, **(right | fields))
    assert browser.status == 422
    assert said in browser.text
    assert 'value="Countess"' in browser.page
    assert PASSWORD not in browser.page
    browser.fill(address, **right)
    assert browser.went == ["/staff"]


def test_a_way_back_in_ends_every_session_and_the_second_step(
    browser: Browser, new_browser: Callable[[], Browser], store: Store
) -> None:
    _, codes = two_steps(store)
    browser.sign_in(ADA)
    browser.fill("/staff/sign-in/code", code=codes[0])
    other, address = new_browser(), link(store, ADA)
    other.open(f"{address}?lang=en")
    assert "No code is asked for any more" in other.text
    other.fill(address, password=LONG, again=LONG)
    assert other.went == ["/staff"]
    browser.open("/staff")
    assert browser.went[-1].startswith("/staff/sign-in")
    browser.sign_in(ADA, LONG)
    assert "Welcome, Ada" in browser.text


def test_looking_at_a_link_uses_nothing_up(browser: Browser, store: Store) -> None:
    store.add(ADA, "editor", "")
    address = link(store, ADA)
    for _ in range(3):
        assert "Welcome, Ada" in browser.open(f"{address}?lang=en")


def test_a_made_up_link_leads_nowhere(browser: Browser) -> None:
    browser.open("/staff/links/made-up?lang=en")
    assert browser.status == 404
    assert USED_UP in browser.text
