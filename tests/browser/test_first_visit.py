"""What a partner's page costs its visitor who has never been there."""

from urllib.request import Request, urlopen

import brotli
import pytest
from playwright.sync_api import expect

from tests.browser.cards import EVERY, frame_of, shows, slugs_in, widget
from tests.browser.conftest import Snippet
from tests.browser.visits import Visitor
from widgets.kinds.registry import KINDS

pytestmark = pytest.mark.walk

MOST_REQUESTS = 3
MOST_BYTES = {"iframe": 8_700, "inline": 7_400}  # with headers, packed with Brotli, beside htmx
_START = "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n"
ABOVE, BELOW = "<p>Above</p>", "<p>Below</p>" * 20
HIDING = "[hidden] { display: none !important } a { color: red }"
# What moves before anything is painted, nobody has seen.
MOVED = """() => new Promise(told => new PerformanceObserver(list => {
  const seen = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  told(list.getEntries().filter(each => each.startTime > seen).map(each => each.value));
}).observe({type: "layout-shift", buffered: true}) || setTimeout(() => told([]), 100))"""


def sent_bytes(address: str) -> int:
    asked = Request(address, headers={"Accept-Encoding": "identity"})  # noqa: S310  our own server
    with urlopen(asked, timeout=10) as answer:  # noqa: S310
        head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
        return len(_START + head) + len(brotli.compress(answer.read()))


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("form", ["iframe", "inline"])
def test_a_first_visit_is_few_requests_and_little_beside_htmx(
    visit: Visitor, snippet: Snippet, kind: str, form: str
) -> None:
    opened = visit(snippet(kind, form, lang="en"))
    expect(widget(opened, form, kind)).to_be_visible()
    opened.settled()
    asked = [each.address for each in visit.server.asked]
    assert len(asked) <= MOST_REQUESTS, asked
    weighs = {each: sent_bytes(visit.server.base + each) for each in asked if "htmx" not in each}
    assert sum(weighs.values()) <= MOST_BYTES[form], weighs


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_in_a_frame_once_it_is_seen(
    visit: Visitor, snippet: Snippet, width: int
) -> None:
    moved = {}
    for kind in KINDS:
        opened = visit(snippet(kind, "iframe"), width=width)
        expect(widget(opened, "iframe", kind)).to_be_visible()
        opened.settled()
        moved[kind] = frame_of(opened).evaluate(MOVED) + opened.page.evaluate(MOVED)
    assert moved == dict.fromkeys(KINDS, [])


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_around_a_widget_within_a_page_once_it_is_seen(
    visit: Visitor, snippet: Snippet, width: int
) -> None:
    moved = {}
    for kind in KINDS:
        sheet = visit.server.hold(".css")
        opened = visit(ABOVE, snippet(kind, "inline"), BELOW, width=width)
        opened.until(lambda: any(".css" in each.address for each in visit.server.asked))
        opened.settled()
        sheet.set()
        visit.server.let_go()
        expect(
            widget(opened, "inline", kind).locator("[data-network], .sw-chip").first
        ).to_be_visible()
        opened.settled()
        moved[kind] = opened.page.evaluate(MOVED)
    assert moved == dict.fromkeys(KINDS, [])


def test_without_its_style_a_widget_within_a_page_is_the_link_of_the_snippet(
    visit: Visitor, snippet: Snippet
) -> None:
    sheet = visit.server.hold(".css")
    opened = visit(snippet("networks", "inline"), css=HIDING)
    link = opened.page.get_by_role("link", name="Netwerken van SOMO")
    shown = widget(opened, "inline")
    expect(shown.locator("article.sw-card")).to_have_count(len(EVERY))
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", f"{visit.server.base}/embed/networks?lang=nl")
    assert slugs_in(shown) == []
    sheet.set()
    shows(shown, EVERY)
    expect(link).to_be_hidden()


def test_where_a_policy_blocks_its_style_the_link_of_the_snippet_stays(
    visit: Visitor, snippet: Snippet
) -> None:
    base, note = visit.server.base, "Content Security Policy"
    csp = f"default-src 'none'; script-src {base}; connect-src {base}"
    opened = visit(snippet("networks", "inline"), csp=csp, allowing=(note,))
    expect(widget(opened, "inline").locator("article.sw-card")).to_have_count(len(EVERY))
    expect(opened.page.get_by_role("link", name="Netwerken van SOMO")).to_be_visible()
    assert slugs_in(widget(opened, "inline")) == []
