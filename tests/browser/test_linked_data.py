"""Data about what a page shows stands in its head as a script element. That it is no script to a
browser, whatever the names in it, only a browser can tell."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.visits import Visitor
from tests.conftest import HIDDEN, publish, running
from tests.world import WORLD
from widgets.app import application
from widgets.settings import Settings

BLOCKED = "Content Security Policy: script-src-elem inline"
_LINKED = """() => [...document.querySelectorAll('script[type="application/ld+json"]')]
    .map(each => JSON.parse(each.textContent))"""


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[str]:
    """A server of the small world, with its hostile names. Shape: its origin."""
    path = tmp_path / "widgets.db"
    with ThreadPoolExecutor(1) as elsewhere:  # this thread's event loop is Playwright's
        elsewhere.submit(publish, path, WORLD, HIDDEN).result()
    with running(application(Settings(database_url=path, host_organisation="umbrella"))) as base:
        yield base


def linked(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(_LINKED)
    return found


def test_our_strict_policy_has_nothing_against_linked_data(visit: Visitor) -> None:
    (network,) = linked(visit.at("/embed/network?lang=nl&network=tax-justice-network").page)
    assert network["name"] == "Tax Justice Network"
    assert network["member"]
    (host,) = linked(visit.at("/embed/networks?lang=en").page)
    assert "SOMO" in host["alternateName"]


def test_a_policy_blocks_a_script_and_not_the_data_beside_it(visit: Visitor) -> None:
    data = '<script type="application/ld+json">{"name": "N"}</script>'
    script = '<script>document.title = "ran"</script>'
    opened = visit(data, script, csp="default-src 'none'", allowing=("Content Security Policy",))
    assert linked(opened.page) == [{"name": "N"}]
    assert opened.page.title() != "ran"
    assert len([note for note in opened.notes if BLOCKED in note]) == 1


def test_no_name_breaks_out_of_the_linked_data(visit: Visitor, hostile: str) -> None:
    opened = visit.begin()
    opened.origins.add(hostile)
    opened.page.goto(f"{hostile}/embed/network?network=full")
    (network,) = linked(opened.page)
    names = [each["member"]["name"] for each in network["member"]]
    assert "<b>&\"'</b><script>alert(1)</script>" in names
    assert opened.page.locator("script").count() == 2  # the data, and htmx
