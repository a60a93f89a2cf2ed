"""What a partner's page costs its visitor who has never been there."""

from urllib.request import Request, urlopen

import brotli
import pytest
from playwright.sync_api import expect

from tests.browser.cards import frame_of, widget
from tests.browser.conftest import Snippet
from tests.browser.visits import Visitor
from widgets.kinds.registry import KINDS

MOST_REQUESTS = 4
MOST_BYTES = 9_000  # packed with Brotli, beside htmx
# What moves before anything is painted, nobody has seen.
MOVED = """() => new Promise(told => new PerformanceObserver(list => {
  const seen = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  told(list.getEntries().filter(each => each.startTime > seen).map(each => each.value));
}).observe({type: "layout-shift", buffered: true}) || setTimeout(() => told([]), 100))"""


def packed_bytes(address: str) -> int:
    asked = Request(address, headers={"Accept-Encoding": "identity"})  # noqa: S310  our own server
    with urlopen(asked, timeout=10) as answer:  # noqa: S310
        return len(brotli.compress(answer.read()))


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("form", ["iframe", "inline"])
def test_a_first_visit_is_few_requests_and_little_beside_htmx(
    visit: Visitor, snippet: Snippet, kind: str, form: str
) -> None:
    opened = visit(snippet(kind, form))
    expect(widget(opened, form, kind)).to_be_visible()
    opened.settled()
    asked = [each.address for each in visit.server.asked]
    assert len(asked) <= MOST_REQUESTS, asked
    weighs = {each: packed_bytes(visit.server.base + each) for each in asked if "htmx" not in each}
    assert sum(weighs.values()) <= MOST_BYTES, weighs


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
