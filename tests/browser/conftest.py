"""A browser, a widget server and a partner's site, once for all tests of this folder."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.origins import Partner, Server, partner_site, widget_server
from tests.browser.snippets import asking, copied
from tests.browser.visits import PATIENCE_MS, Tabs, Visitor, visits

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Snippet = Callable[..., str]
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may be late once. A test that fails is run again, and named."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@contextmanager
def chromium() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    installed = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=installed, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="package")
def server(shipped_database: Path) -> Iterator[Server]:
    with widget_server(shipped_database) as made:
        yield made


@pytest.fixture(scope="package")
def partner() -> Iterator[Partner]:
    with partner_site() as made:
        yield made


# Of this folder only: while Playwright runs, no other test of the process can start an event loop.
# It comes after the database, which needs one.
@pytest.fixture(scope="package")
def browser(shipped_database: Path) -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="package")
def tabs(browser: Browser, server: Server) -> Tabs:
    return Tabs(browser, server)


@pytest.fixture
def visit(tabs: Tabs, server: Server, partner: Partner) -> Iterator[Visitor]:
    """Visits that must all have been untroubled when the test ends."""
    with visits(tabs, server, partner) as made:
        yield made


@pytest.fixture(scope="package")
def snippet(server: Server) -> Snippet:
    """A snippet from the builder, with other options where a query is given."""

    @cache
    def of(kind: str, form: str, query: str = "", lang: str = "nl") -> str:
        text = copied(server.base, kind, form, lang)
        return asking(text, f"lang={lang}&{query}") if query else text

    return of


@pytest.fixture(scope="package")
def axe() -> str:
    return AXE.read_text()
