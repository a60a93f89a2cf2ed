"""Every page of accounts, in each of its states, as a validator of HTML sees it."""

from pathlib import Path

from tests.staff.accounts.conftest import PASSWORD, Browser, Store
from tests.staff.accounts.test_signing_in import ADA, two_steps
from tests.staff.accounts.test_welcome import link
from tests.test_validity import faults_of_pages


def pages(browser: Browser, store: Store) -> list[str]:
    """As somebody meets them who gets everything wrong once."""
    found = []

    def see(page: str) -> None:
        assert page.startswith("<!DOCTYPE html>")
        found.append(page)

    first = link(store)
    see(browser.open(first))
    see(browser.fill(first, email="x", password="x"))  # noqa: S106
    _, codes = two_steps(store)
    see(browser.open("/staff/sign-in?lang=ar"))
    see(browser.sign_in(ADA, "x"))
    see(browser.sign_in(ADA))
    see(browser.fill("/staff/sign-in/code", code="x"))
    browser.fill("/staff/sign-in/code", code=codes[0])
    for address in ("account", "colleagues", "colleagues/1", "audit", "audit?who=nobody", "nope"):
        see(browser.open(f"/staff/{address}"))
    see(browser.open("/staff/colleagues"))
    see(browser.fill("/staff/colleagues", email="x"))
    see(browser.fill("/staff/colleagues", email="bob@example.org", name='"><b>'))
    see(browser.fill("/staff/colleagues/2/link"))
    see(browser.open("/staff/colleagues/1"))
    see(browser.fill("/staff/colleagues/1/removal"))
    see(browser.open("/staff/account"))
    see(browser.fill("/staff/account/password", current="x"))
    see(browser.open("/staff/account"))
    see(browser.fill("/staff/account/recovery-codes", current=PASSWORD))
    browser.open("/staff/account")
    browser.cookie = ""
    see(browser.fill("/staff/account", name='"><b>'))
    browser.fill("/staff/sign-in", email=ADA, password=PASSWORD)
    see(browser.fill("/staff/sign-in/code", code=codes[1]))
    store.add("eve@example.org")
    browser.cookie = ""
    browser.sign_in("eve@example.org")
    see(browser.open("/staff/account"))
    see(browser.open("/staff/account/second-step"))
    see(browser.fill("/staff/account/second-step", code="x"))
    return found


def test_a_validator_finds_no_fault_in_any_page_of_accounts(
    browser: Browser, store: Store, tmp_path: Path
) -> None:
    found = pages(browser, store)
    for page in found:
        assert "style=" not in page
        assert '"><b>' not in page
    assert faults_of_pages(tmp_path / "pages", found) == {}
