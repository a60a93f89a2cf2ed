"""Editing, looking and publishing by whoever uses no mouse: with Tab, Enter, Space and letters."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.origins import widget_server
from tests.browser.test_previewing import elsewhere
from tests.browser.visits import PATIENCE_MS
from widgets.store.accounts import Accounts
from widgets.store.database import opened
from widgets.store.sessions import Sessions

pytestmark = pytest.mark.walk

NEW = "Watches over the OECD rules, daily."
MOST_TABS = 150


@pytest.fixture
def desk(browser: Browser, shipped_database: Path, tmp_path: Path) -> Iterator[Page]:
    """The first page of a publisher."""
    path = Path(shutil.copy(shipped_database, tmp_path / "widgets.db"))

    async def prepare() -> str:
        async with opened(path) as connection:
            account = await Accounts(connection).add("pia@example.org", "Pia", "publisher")
            return await Sessions(connection).begin(account.id)

    session = elsewhere(prepare)
    with widget_server(path, "en") as server:
        context = browser.new_context(base_url=server.base)
        context.add_cookies([{"name": "widgets", "value": session, "url": server.base}])
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto("/staff")
        yield page
        context.close()


def tab_to(place: Locator) -> None:
    """Reach it, and see where one is, as a person does who has no mouse."""
    found = place.element_handle()
    for _ in range(MOST_TABS):
        place.page.keyboard.press("Tab")
        if found.evaluate("place => place === document.activeElement"):
            expect(place).to_be_in_viewport()
            outline = place.evaluate("place => getComputedStyle(place).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError(f"no Tab reached {place}")


def follow(link: Locator) -> None:
    tab_to(link)
    link.page.keyboard.press("Enter")


def section(page: Page, name: str) -> None:
    listed = page.get_by_role("navigation", name="Sections")
    follow(listed.get_by_role("link", name=name))
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_text_is_edited_looked_at_and_published_with_the_keyboard_alone(desk: Page) -> None:
    section(desk, "Networks")
    tab_to(desk.get_by_role("searchbox"))
    desk.keyboard.type("oecd")
    expect(desk.locator(".list tbody tr")).to_have_count(2)
    follow(desk.locator(".list").get_by_role("link", name="OECD Watch", exact=True))
    tab_to(desk.locator("#summary-en"))
    desk.keyboard.press("Control+A")
    desk.keyboard.type(NEW)
    tab_to(desk.locator(".savebar").get_by_role("button"))
    desk.keyboard.press("Space")
    expect(desk.get_by_role("status").first).to_contain_text("Visitors see nothing of it")

    of_entry = desk.get_by_role("navigation", name="This entry")
    follow(of_entry.get_by_role("link", name="Preview"))
    expect(desk.get_by_role("heading", level=1, name="Preview")).to_be_visible()
    tab_to(desk.locator("#mock"))
    desk.keyboard.type("Dark")
    shown = desk.frame_locator(".stage iframe").frame_locator("iframe")
    expect(shown.get_by_text(NEW)).to_be_visible()

    section(desk, "Changes")
    boxes = desk.locator('.waiting input[name="entry"]')
    for each in boxes.all()[1:]:
        tab_to(each)
        desk.keyboard.press("Space")
    publish = desk.get_by_role("button", name="Publish 1 change")
    expect(publish).to_be_visible()
    tab_to(publish)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="When visitors see it")).to_be_visible()
    expect(desk.get_by_role("heading", name="OECD Watch")).to_be_visible()
