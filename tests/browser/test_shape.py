import pytest
from playwright.sync_api import Frame, Locator, expect

from tests.browser.cards import EVERY, shows, widget
from tests.browser.conftest import Snippet
from tests.browser.visits import LOAD_NOTE, Visitor
from widgets.kinds.registry import KINDS

pytestmark = pytest.mark.walk

PAGES = (
    "/?lang=nl",
    "/?lang=en",
    "/?lang=de",
    "/?lang=ar",
    "/builder/networks?lang=ar&accent=green",
    "/builder/badge?lang=de&paste=address",
    "/builder/badge?lang=ar&paste=text&shape=seal",
    "/builder/partners?lang=ar&paste=server",
    "/check?lang=ar",
    "/verify/oecd-watch/somo?lang=ar",
    "/verify/eccj/fnv?lang=ar",
    "/embed/networks?lang=nl",
    "/embed/networks?lang=en&category=consortium&relation=participates&q=zzzz",
    "/embed/networks?lang=nl&per_page=1&page=7",
    "/embed/networks?lang=nl&layout=row",
    "/embed/networks?lang=nl&layout=list",
    "/embed/networks?lang=nl&columns=4&style=inherit",
    "/embed/networks?lang=nl&status=ended",
    "/embed/networks?lang=nl&status=all",
    "/embed/networks?lang=nl&per_page=0",
    "/embed/network?lang=nl&network=goodelectronics",
    "/embed/network?lang=nl&network=mvo-platform&links=inside",
    "/embed/filters?lang=nl",
    "/embed/networks?lang=ar&per_page=4&page=2",
    "/embed/networks?lang=ar&layout=row&style=inherit",
    "/embed/networks?lang=ar&category=research&scope=regional&q=a",
    "/embed/network?lang=ar&network=goodelectronics&links=inside",
    "/embed/filters?lang=ar",
    "/embed/members?lang=ar&network=goodelectronics",
    "/embed/partners?lang=ar",
    "/embed/badge?lang=ar&network=eccj",
    "/embed/badge?lang=nl&network=oecd-watch",
)
SPILL = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
INSIDE = """root => {
  const spilt = [];
  const look = (node, edge) => { for (const each of node.children) {
    const box = each.getBoundingClientRect();
    if (each.matches(".sw-facets, .sw-tags, .sw-hidden") || !each.checkVisibility()) continue;
    if (box.right > edge.right + 1 || box.left < edge.left - 1)
      spilt.push(each.className || each.textContent);
    look(each, each.matches(".sw-card") ? box : edge);
    if (each.shadowRoot) look(each.shadowRoot, edge); } };
  look(root, root.getBoundingClientRect());
  return spilt; }"""


def columns(shown: Locator) -> int:
    tops = shown.locator("article.sw-card").evaluate_all(
        "cards => cards.map(card => Math.round(card.getBoundingClientRect().top))"
    )
    return int(tops.count(tops[0]))


def test_no_page_scrolls_sideways(visit: Visitor) -> None:
    opened = visit.begin(width=320, allowing=(LOAD_NOTE,))
    spilt = {}
    for path in PAGES:
        opened.page.goto(visit.server.base + path)
        for width in (320, 200) if path.startswith("/embed/") else (320,):
            opened.page.set_viewport_size({"width": width, "height": 800})
            spilt[path, width] = opened.page.evaluate(SPILL)
    assert spilt == dict.fromkeys(spilt, 0)


@pytest.mark.parametrize(("style", "lang"), [("own", "nl"), ("inherit", "nl"), ("own", "ar")])
def test_inline_widgets_fit_a_column_of_200_px(
    visit: Visitor, snippet: Snippet, style: str, lang: str
) -> None:
    opened = visit(
        '<div style="width: 200px">',
        snippet("networks", "inline", f"style={style}&per_page=6&category=thematic&q=a", lang),
        snippet("badge", "inline", f"style={style}&network=tax-justice-nl", lang),
        snippet("network", "inline", f"style={style}&network=goodelectronics", lang),
        "</div>",
    )
    for kind in ("networks", "badge", "network"):
        shown = widget(opened, "inline", kind)
        expect(shown.locator("[data-network]").first).to_be_visible()
        assert shown.evaluate("root => Math.round(root.getBoundingClientRect().width)") == 200
        assert shown.evaluate(INSIDE) == []


@pytest.mark.parametrize(("width", "expected"), [(320, 1), (640, 2), (1000, 3)])
def test_cards_stand_in_as_many_columns_as_fit(
    visit: Visitor, snippet: Snippet, width: int, expected: int
) -> None:
    opened = visit(
        snippet("networks", "inline"),
        snippet("networks", "iframe"),
        css="body { margin: 0 }",
        width=width,
    )
    inline = widget(opened, "inline")
    shows(inline, EVERY)
    assert columns(inline) == expected
    opened.page.locator("iframe").scroll_into_view_if_needed()
    framed = widget(opened, "iframe")
    shows(framed, EVERY)
    assert columns(framed) == expected


@pytest.mark.parametrize("style", ["own", "inherit"])
def test_arabic_stands_from_right_to_left_in_a_page_that_does_not(
    visit: Visitor, snippet: Snippet, style: str
) -> None:
    shown = widget(visit(snippet("networks", "inline", f"style={style}", lang="ar")), "inline")
    shows(shown, EVERY)
    card = shown.locator('[data-network="handel-anders"]')
    monogram = card.locator(".sw-monogram").bounding_box()
    name = card.locator(".sw-card__name").bounding_box()
    assert monogram and name and monogram["x"] > name["x"] + name["width"] / 2
    expect(card).to_have_css("direction", "rtl")
    expect(card.locator(".sw-card__name [dir]").first).to_have_css("direction", "ltr")
    expect(card.locator(".sw-card__summary")).to_have_css("direction", "ltr")


def test_a_row_begins_where_its_controls_begin(visit: Visitor) -> None:
    shown = widget(visit.at("/embed/networks?lang=nl&layout=row", width=680), "inline")
    shows(shown, EVERY)
    left = "each => each.getBoundingClientRect().left"
    assert shown.locator("article.sw-card").first.evaluate(left) == shown.locator(
        "a.sw-chip"
    ).first.evaluate(left)


def test_partner_may_ask_for_fewer_columns(visit: Visitor) -> None:
    opened = visit.at("/embed/networks?lang=nl&columns=2", width=1280)
    assert columns(widget(opened, "inline")) == 2
    opened.page.goto(f"{visit.server.base}/embed/networks?lang=nl&columns=4")
    assert columns(widget(opened, "inline")) == 4
    opened.page.goto(f"{visit.server.base}/embed/networks?lang=nl&layout=list")
    assert columns(widget(opened, "inline")) == 1


def frames_of_every_kind(
    visit: Visitor, snippet: Snippet, width: int, scripting: bool
) -> list[Frame]:
    """A page of them, each of which somebody has looked at."""
    frames = [snippet(kind, "iframe") for kind in KINDS]
    opened = visit(f'<div style="width: {width}px">', *frames, "</div>", scripting=scripting)
    for number, kind in enumerate(KINDS):
        place = opened.page.locator("iframe").nth(number)
        place.scroll_into_view_if_needed()
        expect(place.content_frame.locator(f"section.sw-{kind}")).to_be_visible()
    return opened.page.frames[1:]


def test_height_in_the_snippet_is_right_in_an_article(visit: Visitor, snippet: Snippet) -> None:
    heights = {
        frame.url: frame.evaluate(
            "() => [document.documentElement.clientHeight, document.body.scrollHeight]"
        )
        for frame in frames_of_every_kind(visit, snippet, 680, scripting=True)
    }
    assert len(heights) == len(KINDS)
    assert {
        url: (given, needed)
        for url, (given, needed) in heights.items()
        if not given * 0.75 < needed <= given
    } == {}


@pytest.mark.parametrize("scripting", [True, False], ids=["scripts", "no-scripts"])
def test_a_frame_is_painted_and_can_be_touched_down_to_its_end(
    visit: Visitor, snippet: Snippet, scripting: bool
) -> None:
    for frame in frames_of_every_kind(visit, snippet, 1000, scripting):
        assert frame.evaluate(
            "() => innerHeight === document.documentElement.clientHeight"
            " && document.elementFromPoint(20, document.body.scrollHeight - 20) !== null"
        ), frame.url
