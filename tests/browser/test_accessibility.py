from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.cards import EVERY, shows, widget
from tests.browser.conftest import Snippet
from tests.browser.inspection import (
    CHECK,
    POINTED,
    SCREENS,
    THE_OTHERS,
    WCAG,
    inspected,
    pointing_at_everything,
    violations,
)
from tests.browser.origins import Server
from tests.browser.visits import LOAD_NOTE, Visit, Visitor

OUR_PAGES = ("/?", "/builder/networks?", "/check?", "/verify/oecd-watch/somo?")
PAGES = (
    "/builder/badge?paste=address&accent=zz&",
    "/embed/networks?",
    "/embed/networks?category=consortium&relation=participates&role=board&per_page=1&",
    "/embed/networks?style=inherit&",
    "/embed/networks?status=ended&",
    "/embed/networks?q=zzzz&",
    "/embed/networks?per_page=4&page=2&layout=row&accent=ffee88&",
    "/embed/networks?per_page=0&",
    "/embed/network?network=goodelectronics&",
    "/embed/network?network=tropical-commodity-coalition&accent=101040&",
    "/embed/filters?category=thematic&",
    "/embed/members?network=eccj&",
    "/embed/partners?per_page=6&",
    "/embed/badge?network=oecd-watch&",
    "/embed/badge?network=nope&",
    "/verify/oecd-watch/oxfam-novib?",
)
EVERY_PAGE = [(path, lang) for lang in ("nl", "ar") for path in OUR_PAGES]  # one each way
EVERY_WIDGET = [(path, "nl") for path in PAGES]
THE_OTHER_WAY = [
    (path, "ar") for path in PAGES if path.endswith(("networks?", "&page=2&", "eccj&"))
]


def checked(visit: Visitor) -> Visit:
    return visit.begin(calm=True, lenient=True, allowing=(LOAD_NOTE,))


@pytest.fixture(scope="module")
def tab(browser: Browser, server: Server) -> Iterator[Page]:
    with inspected(browser, server.base) as made:
        yield made


@pytest.mark.parametrize(("path", "lang"), EVERY_PAGE + EVERY_WIDGET + THE_OTHER_WAY)
def test_every_page_meets_wcag(tab: Page, axe: str, server: Server, path: str, lang: str) -> None:
    tab.set_content(tab.request.get(f"{server.base}{path}lang={lang}").text())
    assert tab.locator("html").get_attribute("lang") == lang
    assert violations(tab, axe) == []


@pytest.mark.parametrize("path", ["/builder/networks?", "/embed/networks?", PAGES[2]])
def test_whatever_the_pointer_is_on_can_be_read(
    tab: Page, axe: str, server: Server, path: str
) -> None:
    tab.set_content(tab.request.get(f"{server.base}{path}lang=en").text())
    with pointing_at_everything(tab):
        assert violations(tab, axe, POINTED) == []


@pytest.mark.walk
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("path", OUR_PAGES + PAGES)
def test_every_page_meets_wcag_on_every_screen(
    tab: Page, axe: str, server: Server, path: str, lang: str
) -> None:
    tab.set_content(tab.request.get(f"{server.base}{path}lang={lang}").text())
    assert violations(tab, axe, SCREENS + THE_OTHERS) == []
    with pointing_at_everything(tab):
        assert violations(tab, axe, POINTED) == []


@pytest.mark.parametrize("lang", ["nl", "ar"])
def test_inline_widgets_meet_wcag(visit: Visitor, snippet: Snippet, axe: str, lang: str) -> None:
    opened = checked(visit)
    visit.put(
        snippet("filters", "inline", lang=lang),
        snippet("networks", "inline", "filters=off", lang=lang),
        snippet("badge", "inline", lang=lang),
        css=":root { color-scheme: light dark; background: Canvas; font-family: sans-serif }",
    )
    opened.page.goto(visit.partner.base)
    shows(widget(opened, "inline"), EVERY)
    expect(widget(opened, "inline", "filters")).to_be_visible()
    expect(widget(opened, "inline", "badge")).to_be_visible()
    assert violations(opened.page, axe) == []


@pytest.mark.parametrize(
    ("ground", "ink"), [("white", "black"), ("black", "white"), ("#f3ead7", "#3b1f00")]
)
def test_inherited_look_meets_wcag_on_the_partners_ground(
    visit: Visitor, snippet: Snippet, axe: str, ground: str, ink: str
) -> None:
    opened = checked(visit)
    visit.put(
        snippet("networks", "inline", "style=inherit&category=consortium&role=partner"),
        css=f"body {{ background: {ground}; color: {ink} }}",
    )
    opened.page.goto(visit.partner.base)
    expect(widget(opened, "inline")).to_be_visible()
    assert violations(opened.page, axe) == []


@pytest.mark.parametrize("path", ["/embed/networks?", "/embed/network?network=goodelectronics"])
def test_axe_is_sure_of_every_colour_and_size(visit: Visitor, axe: str, path: str) -> None:
    opened = checked(visit)
    opened.page.goto(visit.server.base + path)
    opened.page.evaluate(axe)
    told = opened.page.evaluate(CHECK, WCAG)
    assert told["unsure"] == []
    assert {"color-contrast", "target-size"} <= set(told["passed"])


def test_open_filters_meet_wcag(visit: Visitor, axe: str) -> None:
    opened = checked(visit)
    opened.page.goto(f"{visit.server.base}/embed/networks?lang=nl")
    opened.page.get_by_text("Meer filters").click()
    expect(opened.page.get_by_role("link", name="In het bestuur")).to_be_visible()
    assert violations(opened.page, axe) == []


def test_count_is_announced_by_a_status_that_stays(visit: Visitor, snippet: Snippet) -> None:
    shown = widget(visit(snippet("networks", "inline")), "inline")
    status = shown.locator(".sw-count[role=status]")
    node = status.element_handle()
    shown.locator('[data-facet="category"] a[href*="consortium"]').click()
    expect(status).to_have_text("2 van 13 netwerken")
    assert node.evaluate("node => node.isConnected")


def test_waiting_is_announced_and_shown(visit: Visitor, snippet: Snippet) -> None:
    go = visit.server.hold("category=consortium")
    shown = widget(visit(snippet("networks", "inline")), "inline")
    busy = shown.locator(".sw-busy span")
    expect(busy).to_be_hidden()
    shown.locator('[data-facet="category"] a[href*="consortium"]').click()
    expect(busy).to_have_css("display", "inline")
    expect(shown.locator(".sw-results")).to_have_css("opacity", "0.6")
    go.set()
    expect(busy).to_have_css("display", "none")
    expect(shown.locator(".sw-results")).to_have_css("opacity", "1")
