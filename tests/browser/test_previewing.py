import asyncio
import re
import shutil
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.cards import CONSORTIA, EVERY, chip, shows, widget
from tests.browser.origins import Server, widget_server
from tests.browser.visits import Tabs, Visitor
from widgets.catalogue.records import Names, Network
from widgets.staff.previewing import links
from widgets.staff.previewing.mocks import PAGES
from widgets.store.accounts import Accounts
from widgets.store.database import opened
from widgets.store.journal import Journal
from widgets.store.previews import State
from widgets.store.sessions import Sessions

pytestmark = pytest.mark.walk

Prepared = TypeVar("Prepared")
WITH_DRAFTS = (*EVERY, "dutch-fair-trade-coalition", "enco")
STYLE_NOTES = ("Applying inline style violates", "style-src-attr inline")  # of the strict page
DRAFT = Network(slug="oecd-watch", name=Names.model_validate("OECD Watch Renamed"))


def mount(server: Server) -> str:
    """The path below which the desk's own frames show the drafts."""
    state = server.recorder.app.state
    return links.mount(state.key, links.own(State(0, 0), time.time()))


@pytest.mark.parametrize("page", PAGES)
def test_a_partners_page_shows_a_widget_that_filters_and_the_browser_minds_nothing(
    visit: Visitor, page: str
) -> None:
    opened = visit.at(
        f"{mount(visit.server)}/mock/{page}/networks?lang=nl",
        allowing=STYLE_NOTES if page == "strict" else (),
    )
    shown = widget(opened, "iframe")
    shows(shown, WITH_DRAFTS)
    chip(shown, "category=consortium").click()
    shows(shown, CONSORTIA)


@pytest.mark.parametrize("page", ["hostile", "strict", "rtl"])
def test_a_widget_within_a_partners_page_filters(visit: Visitor, page: str) -> None:
    opened = visit.at(
        f"{mount(visit.server)}/mock/{page}/networks?lang=nl&paste=inline",
        allowing=STYLE_NOTES if page == "strict" else (),
    )
    shown = widget(opened, "inline")
    shows(shown, WITH_DRAFTS)
    chip(shown, "category=consortium").click()
    shows(shown, CONSORTIA)


def test_a_page_without_scripts_keeps_the_link(visit: Visitor) -> None:
    opened = visit.at(f"{mount(visit.server)}/mock/scriptless/networks?lang=nl&paste=inline")
    expect(opened.page.locator(".together a")).to_have_text("Netwerken van SOMO")
    assert opened.page.locator(".sw").count() == 0


@pytest.fixture(scope="module")
def office(
    shipped_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, str]]:
    """A server whose catalogue has a draft, and the session of an editor."""
    path = tmp_path_factory.mktemp("office") / "widgets.db"
    shutil.copy(shipped_database, path)

    async def prepare() -> str:
        async with opened(path) as connection:
            await Journal(connection).save([DRAFT], "test", "")
            account = await Accounts(connection).add("editor@example.org", "Eva", "editor")
            return await Sessions(connection).begin(account.id)

    with widget_server(path) as server:
        yield server, elsewhere(prepare)


def elsewhere(prepare: Callable[[], Coroutine[None, None, Prepared]]) -> Prepared:
    """Playwright keeps this thread's event loop to itself."""
    held: list[Prepared] = []
    thread = threading.Thread(target=lambda: held.append(asyncio.run(prepare())))
    thread.start()
    thread.join()
    return held[0]


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def desk(
    browser: Browser, office: tuple[Server, str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    server, session = office
    context = browser.new_context(
        java_script_enabled=request.param, base_url=server.base, bypass_csp=True
    )
    context.add_cookies([{"name": "widgets", "value": session, "url": server.base}])
    page = context.new_page()
    page.goto("/staff/preview")
    yield page
    context.close()


def choose(page: Page, control: str, value: str, scripts: bool) -> None:
    page.locator(f"#{control}").select_option(value)
    if not scripts:
        page.locator(".choose button").click()


def test_an_editor_looks_at_a_draft_and_shares_it(
    tabs: Tabs, desk: Page, request: pytest.FixtureRequest
) -> None:
    scripts = bool(request.node.callspec.params["desk"])
    choose(desk, "kind", "network", scripts)
    expect(desk.locator(".stage iframe")).to_have_attribute(
        "src", re.compile("/mock/plain/network[?]")
    )
    desk.locator(".choose__more summary").click()
    choose(desk, "network", "oecd-watch", scripts)
    choose(desk, "mock", "dark", scripts)
    expect(desk.locator(".stage iframe")).to_have_attribute("src", re.compile("/mock/dark/"))
    desk.locator(".chips a").first.click()
    expect(desk.locator(".stage iframe")).to_have_attribute("width", "360")
    shown = desk.frame_locator(".stage iframe").frame_locator("iframe")
    expect(shown.get_by_text("OECD Watch Renamed").first).to_be_visible()
    desk.locator("#days").select_option("28")
    desk.locator("#share button").click()
    link = desk.locator("#share .snippet").first.inner_text()
    stranger = tabs.take(scripting=scripts, lenient=False)
    stranger.page.goto(link)
    seen = stranger.page.frame_locator("iframe")
    expect(seen.get_by_text("OECD Watch Renamed").first).to_be_visible()
    assert stranger.page.context.cookies() == []
    stranger.empty()
