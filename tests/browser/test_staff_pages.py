"""Every page of staff as axe sees it, on a small light screen and on a large dark one."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext
from playwright.sync_api import Page as Tab

from tests.browser.inspection import POINTED, inspected, pointing_at_everything, violations
from tests.browser.origins import Server, widget_server
from tests.browser.test_previewing import elsewhere
from tests.staff.busy import ROUTES, SENT, STATES, Busy, Page, busy, pages_of
from widgets.staff.guard import StaffRoute

pytestmark = pytest.mark.walk


@dataclass(frozen=True)
class Office:
    """One tab for all: whose session it shows is told with each page."""

    server: Server
    busy: Busy
    tab: Tab

    def open(self, page: Page) -> int:
        """Shape: the status of the answer, 0 where it is no page to look at."""
        context = self.tab.context
        context.clear_cookies()
        if session := self.busy.sessions.get(page.who):
            context.add_cookies([{"name": "widgets", "value": session, "url": self.server.base}])
        answer = self._ask(context, page)
        html = answer.text() if "text/html" in answer.headers.get("content-type", "") else ""
        if answer.status == 303 or not html.startswith("<!DOCTYPE html>"):
            return 0
        self.tab.set_content(html)  # its address does not matter to axe, and an answer has none
        return answer.status

    def _ask(self, context: BrowserContext, page: Page) -> APIResponse:
        address = self.server.base + self.busy.address(page)
        form: dict[str, str | float | bool] = {**self.busy.form(page)}
        if not form:
            return context.request.get(address, max_redirects=0)
        headers = {"Origin": self.server.base}
        return context.request.post(address, form=form, headers=headers, max_redirects=0)


@pytest.fixture(scope="module")
def office(
    browser: Browser, shipped_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    path = Path(shutil.copy(shipped_database, tmp_path_factory.mktemp("office") / "widgets.db"))
    made = elsewhere(lambda: busy(path))
    with widget_server(path) as server, inspected(browser, server.base) as tab:
        yield Office(server, made, tab)


@pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.path)
def test_every_page_of_the_table_meets_wcag(office: Office, axe: str, route: StaffRoute) -> None:
    if any(office.open(each) == 200 for each in pages_of(route)):
        assert violations(office.tab, axe) == []
        with pointing_at_everything(office.tab):
            assert violations(office.tab, axe, POINTED) == []


@pytest.mark.parametrize("page", (*STATES, *SENT), ids=str)
def test_every_state_of_a_page_meets_wcag(office: Office, axe: str, page: Page) -> None:
    if office.open(page):
        assert violations(office.tab, axe) == []
