"""Who may show what on another site, in a browser: staff nobody, widgets who is allowed. And
what hostile names do in one: nothing, on our pages and on those of a partner without a policy."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from tests.browser.origins import Partner, partner_site
from tests.browser.snippets import copied
from tests.browser.test_previewing import elsewhere
from tests.conftest import CHEAP, publish, running
from tests.security.payloads import EVERY, FOREIGN, HANDLERS, HTML, HTMX
from tests.security.test_markup import catalogue
from tests.staff.busy import ANN, Busy, busy
from widgets.app import application
from widgets.settings import Settings

pytestmark = pytest.mark.walk

RUNS = (*HTML[:12], *HANDLERS[:16], *FOREIGN[:8], *HTMX)


@dataclass(frozen=True)
class Neighbours:
    """A server that one of two sites may embed. Shape: server is its origin."""

    server: str
    friend: Partner
    stranger: Partner
    within: Busy


@pytest.fixture(scope="module")
def prepared(
    shipped_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, Busy]:
    """Shape: a database with colleagues, one of hostile names, and who is signed in."""
    folder = tmp_path_factory.mktemp("framing")
    database = Path(shutil.copy(shipped_database, folder / "office.db"))
    hostile = folder / "hostile.db"

    async def prepare() -> Busy:
        await asyncio.to_thread(publish, hostile, tuple(catalogue(RUNS)))
        return await busy(database)

    return database, hostile, elsewhere(prepare)


@pytest.fixture(scope="module")
def neighbours(prepared: tuple[Path, Path, Busy]) -> Iterator[Neighbours]:
    database, _, within = prepared
    with ExitStack() as opened:
        friend, stranger = (opened.enter_context(partner_site()) for _ in range(2))
        settings = Settings(database_url=database, allowed_origins=(friend.base,))
        server = opened.enter_context(running(application(settings, hasher=CHEAP)))
        yield Neighbours(server, friend, stranger, within)


@pytest.fixture(scope="module")
def context(prepared: object, browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab of somebody who is signed in nowhere."""
    context.clear_cookies()
    made = context.new_page()
    yield made
    made.close()


def alerts(page: Page) -> list[str]:
    """What has run so far."""
    ran: list[str] = []

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return ran


def shown_in(page: Page, partner: Partner, html: str) -> Page:
    partner.pages["/"] = (f"<!DOCTYPE html><html lang=en><title>x</title><body>{html}", {})
    page.goto(f"{partner.base}/", wait_until="networkidle")
    return page


def framed(page: Page, address: str) -> str:
    """What the frame of this address shows."""
    [frame] = page.frames[1:]
    return "" if frame.url != address else frame.locator("body").inner_text()


def test_a_page_of_staff_is_framed_by_no_other_site_however_it_is_signed_in(
    page: Page, neighbours: Neighbours
) -> None:
    session = {
        "name": "widgets",
        "value": neighbours.within.sessions[ANN],
        "url": neighbours.server,
    }
    page.context.add_cookies([{**session, "sameSite": "Lax"}])  # type: ignore[typeddict-item]
    pages = ("/staff", "/staff/sign-in", "/staff/entries/network", "/staff/x")
    for each in pages:
        page.goto(neighbours.server + each)
        assert page.locator("main").count() == 1, each
    frames = [
        f'<iframe {sandbox} src="{neighbours.server}{each}"></iframe>'
        for each in pages
        for sandbox in ("", 'sandbox="allow-scripts allow-forms"')
    ]
    for partner in (neighbours.friend, neighbours.stranger):
        shown_in(page, partner, "".join(frames))
        assert len(page.frames) == 1 + len(frames)
        shown = [each.url for each in page.frames if each.url.startswith(neighbours.server)]
        assert shown == []


def test_a_widget_is_framed_by_who_is_allowed_and_by_nobody_else(
    page: Page, neighbours: Neighbours
) -> None:
    there = f"{neighbours.server}/embed/networks?lang=en"
    frame = f'<iframe src="{there}" width="700" height="700"></iframe>'
    assert "13 networks" in framed(shown_in(page, neighbours.friend, frame), there)
    assert framed(shown_in(page, neighbours.stranger, frame), there) == ""


def test_a_fragment_is_read_by_who_is_allowed_and_by_nobody_else(
    page: Page, neighbours: Neighbours
) -> None:
    snippet = copied(neighbours.server, "networks", "inline", "en")
    shown_in(page, neighbours.friend, snippet)
    page.locator("section.sw-networks article").first.wait_for()
    shown_in(page, neighbours.stranger, snippet)
    assert page.locator("section.sw").count() == 0
    assert page.locator("body a").count() == 1  # the link that visitors keep


def test_no_page_of_another_site_reads_anything_of_staff(
    page: Page, neighbours: Neighbours
) -> None:
    shown_in(page, neighbours.friend, "")
    read = """async address => { try { return await (await fetch(address,
        {credentials: 'include'})).text() } catch (error) { return 'refused' } }"""
    for address in ("/staff", "/staff/export?as=a.json", "/staff/audit.csv", "/embed/networks"):
        assert page.evaluate(read, neighbours.server + address) == "refused"


@pytest.fixture(scope="module")
def hostile(prepared: tuple[Path, Path, Busy]) -> Iterator[str]:
    settings = Settings(
        database_url=prepared[1], host_organisation="umbrella", default_language="en"
    )
    with running(application(settings, hasher=CHEAP)) as origin:
        yield origin


def test_no_hostile_name_runs_on_our_pages_or_on_those_of_a_partner_without_a_policy(
    page: Page, hostile: str, partner: Partner
) -> None:
    ran = alerts(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    snippet = copied(hostile, "networks", "inline", "en").replace("lang=en", "lang=en&per_page=60")
    addresses = [
        *("/embed/networks?per_page=60", "/embed/members?network=p-0&per_page=60"),
        *(f"/embed/network?network=p-{number}" for number in range(0, len(RUNS), 9)),
        *("/verify/p-1/umbrella", "/badges/p-1/umbrella.svg"),
    ]
    for address in addresses:
        page.goto(hostile + address, wait_until="networkidle")
    shown_in(page, partner, snippet)
    page.locator("section.sw-networks article").first.wait_for()
    for name in page.locator("section.sw-networks article").all()[:5]:
        name.hover()
    page.wait_for_timeout(200)
    assert page.locator("section.sw-networks article").count() == len(RUNS)
    assert not ran
    assert not [each for each in asked if not each.startswith((hostile, partner.base, "data:"))]


def test_the_payloads_would_run_if_they_came_through(page: Page, partner: Partner) -> None:
    ran = alerts(page)
    for payload in (HTML[0], HANDLERS[0], "<svg onload=alert(1)>"):
        assert payload in EVERY
        shown_in(page, partner, payload)
    assert len(ran) == 3
