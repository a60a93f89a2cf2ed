from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.cards import EVERY, chip, shows, widget
from tests.browser.conftest import Snippet
from tests.browser.origins import widget_server
from tests.browser.visits import LOAD_NOTE, Visitor

HTMX_NOTE = "htmx:error: Failed to fetch"


@pytest.mark.parametrize("kind", ["networks", "badge"])
def test_link_stays_while_the_server_is_down(
    visit: Visitor, snippet: Snippet, shipped_database: Path, kind: str
) -> None:
    with widget_server(shipped_database) as short_lived:
        pasted = snippet(kind, "inline").replace(visit.server.base, short_lived.base)
    opened = visit.begin(allowing=(LOAD_NOTE,))
    opened.origins.add(short_lived.base)
    visit.put(pasted)
    opened.page.goto(visit.partner.base)
    link = opened.page.locator("main a")
    expect(link).to_be_visible()
    address = link.get_attribute("href")
    assert address and address.startswith(f"{short_lived.base}/embed/{kind}?lang=nl")
    assert any("ERR_CONNECTION_REFUSED" in note for note in opened.notes)


def test_list_stays_when_the_server_goes_down(
    visit: Visitor, snippet: Snippet, shipped_database: Path
) -> None:
    opened = visit.begin(allowing=(LOAD_NOTE, HTMX_NOTE))
    with widget_server(shipped_database) as short_lived:
        opened.origins.add(short_lived.base)
        visit.put(snippet("networks", "inline").replace(visit.server.base, short_lived.base))
        opened.page.goto(visit.partner.base)
        shown = widget(opened, "inline")
        shows(shown, EVERY)
    with opened.page.expect_event("requestfailed"):
        chip(shown, "category=consortium").click()
    expect(shown).not_to_have_class("htmx-request")
    shows(shown, EVERY)
    expect(shown.locator(".sw-results")).to_have_css("opacity", "1")
    assert any("ERR_CONNECTION_REFUSED" in note for note in opened.notes)
