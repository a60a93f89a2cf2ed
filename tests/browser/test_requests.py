import pytest
from playwright.sync_api import expect

from tests.browser.cards import CONSORTIA, EVERY, TAX, chip, shows, widget
from tests.browser.conftest import Snippet
from tests.browser.origins import Asked
from tests.browser.snippets import FORMS
from tests.browser.test_sandbox import sandboxed
from tests.browser.visits import Visitor

STATIC = "/static/"


def assert_discreet(asked: list[Asked], partner: str) -> None:
    """Plain GETs that tell nothing but the partner's origin."""
    assert {each.method for each in asked} == {"GET"}
    for each in asked:
        assert [name for name in each.headers if name.startswith("hx-")] == []
        assert "cookie" not in each.headers
        assert "?" not in each.headers.get("referer", "")
        assert each.headers.get("referer", f"{partner}/").count("/") == 3


@pytest.mark.parametrize("style", ["own", "inherit"])
def test_inline_snippet_loads_by_one_request(visit: Visitor, snippet: Snippet, style: str) -> None:
    visit.put(snippet("networks", "inline", f"style={style}"))
    opened = visit.begin()
    opened.page.goto(f"{visit.partner.base}/?visitor=secret")
    shows(widget(opened, "inline"), EVERY)
    asked = visit.server.asked
    assert [each.address for each in asked if not each.address.startswith(STATIC)] == [
        f"/fragments/networks?lang=nl&style={style}"
    ]
    assert_discreet(asked, visit.partner.base)


@pytest.mark.parametrize("style", ["own", "inherit"])
def test_inline_filter_click_is_one_request(visit: Visitor, snippet: Snippet, style: str) -> None:
    opened = visit(snippet("networks", "inline", f"style={style}"))
    shown = widget(opened, "inline")
    shows(shown, EVERY)
    visit.server.asked.clear()
    chip(shown, "category=consortium").click()
    shows(shown, CONSORTIA)
    opened.settled()
    addresses = [each.address for each in visit.server.asked]
    style_asked = "" if style == "own" else f"&style={style}"
    assert addresses == [f"/fragments/networks?lang=nl{style_asked}&category=consortium"]
    assert_discreet(visit.server.asked, visit.partner.base)


@pytest.mark.parametrize("sandbox", ["", "allow-scripts"])
def test_filter_click_in_a_frame_is_one_request(
    visit: Visitor, snippet: Snippet, sandbox: str
) -> None:
    pasted = snippet("networks", "iframe")
    opened = visit(sandboxed(pasted, sandbox) if sandbox else pasted)
    shown = widget(opened, "iframe")
    shows(shown, EVERY)
    visit.server.asked.clear()
    chip(shown, "category=consortium").click()
    shows(shown, CONSORTIA)
    opened.settled()
    assert [each.address for each in visit.server.asked] == [
        "/fragments/networks?lang=nl&category=consortium"
    ]
    assert_discreet(visit.server.asked, visit.server.base)


@pytest.mark.parametrize("form", FORMS)
def test_word_typed_fast_is_one_request(visit: Visitor, snippet: Snippet, form: str) -> None:
    opened = visit(snippet("networks", form))
    shown = widget(opened, form)
    shows(shown, EVERY)
    visit.server.asked.clear()
    shown.get_by_role("searchbox").press_sequentially("ontwijking", delay=5)
    shows(shown, TAX)
    opened.settled()
    assert [each.address for each in visit.server.asked] == [
        "/fragments/networks?lang=nl&q=ontwijking"
    ]


def test_steering_filter_asks_for_the_list_and_for_itself(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(
        snippet("filters", "inline"), snippet("networks", "inline", "filters=off&search=off")
    )
    filters, shown = widget(opened, "inline", "filters"), widget(opened, "inline")
    shows(shown, EVERY)
    link = chip(filters, "category=consortium")
    expect(link).to_be_visible()
    visit.server.asked.clear()
    link.click()
    shows(shown, CONSORTIA)
    expect(link).to_have_attribute("aria-current", "true")
    assert sorted(each.address.split("?")[0] for each in visit.server.asked) == [
        "/fragments/filters",
        "/fragments/networks",
    ]
    assert_discreet(visit.server.asked, visit.partner.base)


def test_frame_tells_the_server_the_partners_origin_only(visit: Visitor, snippet: Snippet) -> None:
    visit.put(snippet("networks", "iframe"))
    opened = visit.begin()
    opened.page.goto(f"{visit.partner.base}/?visitor=secret")
    shows(widget(opened, "iframe"), EVERY)
    page = visit.server.asked[0]
    assert page.address == "/embed/networks?lang=nl"
    assert page.headers["referer"] == f"{visit.partner.base}/"
    assert "OPTIONS" not in {each.method for each in visit.server.asked}
