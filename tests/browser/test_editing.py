import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.origins import widget_server
from tests.browser.test_previewing import elsewhere
from widgets.store.accounts import Accounts
from widgets.store.database import opened
from widgets.store.sessions import Sessions

pytestmark = pytest.mark.walk

OECD = "/staff/entries/network/oecd-watch"


@pytest.fixture(scope="module")
def desks(
    browser: Browser, shipped_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[bool, Page]]:
    """The tabs of an editor at a server of their own, by whether scripts run in it."""
    path = tmp_path_factory.mktemp("office") / "widgets.db"
    shutil.copy(shipped_database, path)

    async def prepare() -> str:
        async with opened(path) as connection:
            account = await Accounts(connection).add("editor@example.org", "Eva", "editor")
            return await Sessions(connection).begin(account.id)

    session = elsewhere(prepare)
    with widget_server(path) as server, ExitStack() as tabs:
        made = {}
        for scripting in (True, False):
            context = browser.new_context(
                base_url=server.base, java_script_enabled=scripting, bypass_csp=True
            )
            tabs.callback(context.close)
            context.add_cookies([{"name": "widgets", "value": session, "url": server.base}])
            made[scripting] = context.new_page()
        yield made


def cleared(desk: Page) -> Page:
    """As wide as another test found it."""
    desk.set_viewport_size({"width": 1280, "height": 720})
    return desk


@pytest.fixture
def page(desks: dict[bool, Page]) -> Page:
    """Where scripts run."""
    return cleared(desks[True])


def test_a_row_is_added_in_place_and_has_the_focus(page: Page) -> None:
    page.goto(OECD)
    page.locator("#since").fill("still being typed")
    page.locator("#aliases-0").fill("OW")
    page.locator('button[value="row:aliases"]').press("Enter")
    expect(page.locator("#aliases-1")).to_be_focused()
    expect(page.locator("#aliases-0")).to_have_value("OW")
    expect(page.locator("#since")).to_have_value("still being typed")
    assert page.url.endswith(OECD)


def test_the_note_has_room_beside_the_buttons_in_long_words(page: Page) -> None:
    for lang in ("nl", "de"):
        for width in (700, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{OECD}?lang={lang}")
            room = page.locator("#remark").bounding_box()
            assert room and room["width"] >= 120, (lang, width)


@pytest.mark.parametrize("lang", ["de", "ar"])
def test_pages_fit_a_narrow_phone(page: Page, lang: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(OECD)
    page.locator("#since").fill("1999")
    page.locator(".savebar .button").click()
    for path in ("", "/entries/network", "/changes", "/preview", "/import", "/account"):
        page.goto(f"/staff{path}?lang={lang}")
        assert page.evaluate("() => document.documentElement.scrollWidth") == 320, path
    page.goto(f"{OECD}?lang={lang}")
    assert page.evaluate("() => document.documentElement.scrollWidth") == 320


def test_markdown_is_shown_while_somebody_types(page: Page) -> None:
    page.goto(OECD)
    page.locator(".box__preview summary").first.click()
    page.locator("#description-nl").fill("Dit is **vet**")
    expect(page.locator(".prose strong").first).to_have_text("vet")


@pytest.mark.parametrize("scripting", [True, False], ids=["with scripts", "without"])
def test_a_mistake_is_mended_and_saved_with_the_keyboard_alone(
    desks: dict[bool, Page], scripting: bool
) -> None:
    page = cleared(desks[scripting])
    page.goto(OECD)
    page.locator("#since").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("in 2003")
    page.keyboard.press("Enter")
    expect(page.locator(".notice--bad")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#since")).to_be_in_viewport()
    page.locator("#since").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2004" if scripting else "2005")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("done=saved"))
