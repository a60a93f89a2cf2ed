"""An import as an editor goes through it: with errors, then without; with scripts and without."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.origins import Server, widget_server
from tests.browser.test_accessibility import CHECK, SCREENS
from tests.browser.test_previewing import elsewhere
from widgets.store.accounts import Accounts
from widgets.store.database import opened
from widgets.store.sessions import Sessions

WRONG = "type;slug;name.nl;website\ntopic;water;Water;\nnetwork;nieuw;Nieuw;www.nieuw.nl\n"
RIGHT = WRONG.replace("www.nieuw.nl", "https://www.nieuw.nl")


@pytest.fixture
def office(shipped_database: Path, tmp_path: Path) -> Iterator[tuple[Server, str]]:
    """A server with a catalogue of its own, and the session of an editor."""
    path = Path(shutil.copy(shipped_database, tmp_path / "widgets.db"))

    async def prepare() -> str:
        async with opened(path) as connection:
            account = await Accounts(connection).add("editor@example.org", "Eva", "editor")
            return await Sessions(connection).begin(account.id)

    with widget_server(path) as server:
        yield server, elsewhere(prepare)


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def desk(
    browser: Browser, office: tuple[Server, str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    server, session = office
    context = browser.new_context(java_script_enabled=request.param, base_url=server.base)
    context.add_cookies([{"name": "widgets", "value": session, "url": server.base}])
    page = context.new_page()
    yield page
    context.close()


def ended(page: Page, heading: str, scripts: bool = True) -> None:
    """Wait as a person would: the page tells by itself, or after Refresh."""
    while not scripts and page.locator("[aria-busy] a").count():
        page.locator("[aria-busy] a").click()
    expect(page.locator(".outcome h2")).to_contain_text(heading)


def send(page: Page, content: str) -> None:
    page.goto("/staff/import?lang=en")
    page.locator("#file").set_input_files(
        {"name": "new.csv", "mimeType": "text/csv", "buffer": content.encode("utf-16")}
    )
    page.locator("form .button").click()


def test_a_spreadsheet_is_imported_with_mistakes_and_then_without(
    desk: Page, request: pytest.FixtureRequest
) -> None:
    scripts = bool(request.node.callspec.params["desk"])
    send(desk, WRONG)
    ended(desk, "1", scripts)
    expect(desk.locator(".outcome--refused tbody th")).to_contain_text("website")
    send(desk, RIGHT)
    ended(desk, "2", scripts)
    expect(desk.locator(".changes > li")).to_have_count(2)
    desk.locator(".outcome .button").click()
    expect(desk.locator(".panel, .outcome--written").first).to_be_visible()
    ended(desk, "2", scripts)
    expect(desk.locator(".outcome--written")).to_be_visible()
    desk.locator(".outcome .button").click()
    expect(desk.get_by_text("Nieuw").first).to_be_visible()


def test_import_and_export_meet_wcag(
    browser: Browser, office: tuple[Server, str], axe: str
) -> None:
    server, session = office
    context = browser.new_context(base_url=server.base, bypass_csp=True)
    context.add_cookies([{"name": "widgets", "value": session, "url": server.base}])
    page = context.new_page()
    found = []
    for content in ("", WRONG, RIGHT):
        if content:
            send(page, content)
            ended(page, "")
        else:
            page.goto("/staff/export")
        found += looked_at(page, axe)
    page.goto("/staff/import")
    assert found + looked_at(page, axe) == []
    context.close()


def looked_at(page: Page, axe: str) -> list[object]:
    """What axe finds, and what is wider than the window, on a phone and on a desk."""
    page.evaluate(axe)
    found: list[object] = []
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += page.evaluate(CHECK)["violations"]
        if page.evaluate("document.documentElement.scrollWidth") != width:
            found.append(f"{page.url} is wider than {width}")
    return found
