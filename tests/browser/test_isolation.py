import pytest
from playwright.sync_api import expect

from tests.browser.cards import CONSORTIA, EVERY, TAX, chip, shows, widget
from tests.browser.conftest import Snippet
from tests.browser.visits import Visit, Visitor

EDGELESS = "body { margin: 0 }"
HOSTILE = {
    "unset": "* { all: unset }",
    "revert": "* { all: revert }" + EDGELESS,
    "element": "article a { color: red; font-size: 60px; display: none }" + EDGELESS,
    "identity": "#content a { color: red !important; display: none !important }" + EDGELESS,
    "type": "html { font-size: 62.5% } body { font: 30px fantasy; letter-spacing: 9px;"
    " word-spacing: 30px; text-transform: uppercase; text-align: end; line-height: 3 }" + EDGELESS,
    "lists": "ul { columns: 3; padding: 80px } li { float: left; list-style: square; margin: 9px }"
    " p, h3 { margin: 90px; color: lime } section { display: none }" + EDGELESS,
}
READ = """card => {
  const parts = [card, ...card.querySelectorAll(
    ".sw-monogram, .sw-card__name, .sw-card__name a, .sw-card__tie, .sw-card__summary, " +
    ".sw-card__facts, .sw-card__topics li")];
  const read = ["display", "color", "backgroundColor", "fontSize", "fontFamily", "fontWeight",
    "lineHeight", "letterSpacing", "wordSpacing", "textTransform", "textAlign", "visibility"];
  return parts.map(part => [part.className || part.localName,
    ...read.map(name => getComputedStyle(part)[name]),
    Math.round(part.getBoundingClientRect().width)].join(" | "));
}"""


THEME = """
  .entry li::before { content: "»" } .entry li { width: 30px; float: left; margin: 2em }
  .entry ul { padding-left: 3em; list-style: disc } .entry p { font: italic 22px serif }
  .entry a { box-shadow: 0 2px 0 red; color: purple; font-family: fantasy }
  .entry form { background: #ffd; padding: 30px; border: 3px solid }
  .entry input[type=search] { width: 50%; border: 5px dotted green; font-size: 30px }
  .entry button { text-transform: uppercase; background: green; color: white }
"""
CONTROLS = """section => [...section.querySelectorAll(
    ".sw-controls li, .sw-controls a, form, input[type=search], button, summary, .sw-count")
].map(part => {
  const style = getComputedStyle(part), box = part.getBoundingClientRect();
  return [part.className || part.localName, style.color, style.backgroundColor, style.font,
    style.borderTopWidth, style.boxShadow, style.textTransform,
    getComputedStyle(part, "::before").content, Math.round(box.width), Math.round(box.height)
  ].join(" | ");
})"""


def around(snippet: str) -> str:
    return f'<article><div id="content">{snippet}</div></article>'


def look(visit: Visit) -> list[str]:
    """What makes out the look of a card, and how wide each part of it is."""
    visit.until(lambda: columns(visit) == 3)
    card = visit.page.locator('[data-network="oecd-watch"]')
    seen: list[str] = card.evaluate(READ)
    return seen


def restyle(visit: Visit, css: str) -> None:
    """Give the partner's page another stylesheet."""
    visit.page.locator("style").first.evaluate("(style, css) => style.textContent = css", css)


def columns(visit: Visit) -> int:
    """How many cards stand beside the first one, itself included."""
    tops = visit.page.locator("article.sw-card").evaluate_all(
        "cards => cards.map(card => Math.round(card.getBoundingClientRect().top))"
    )
    return int(tops.count(tops[0]))


def test_partner_css_does_not_reach_the_cards(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(around(snippet("networks", "inline")), css=HOSTILE["unset"])
    shows(widget(opened, "inline"), EVERY)
    looks = {"unset": look(opened)}
    for name, css in HOSTILE.items():
        restyle(opened, css)
        looks[name] = look(opened)
    restyle(opened, EDGELESS)
    assert looks == dict.fromkeys(HOSTILE, look(opened))


def test_filter_links_stay_and_work_under_partner_css(visit: Visitor, snippet: Snippet) -> None:
    shown = widget(opened := visit(around(snippet("networks", "inline")), css=EDGELESS), "inline")
    for name in ("unset", "revert", "element", "type", "lists"):
        restyle(opened, HOSTILE[name])
        shows(shown, EVERY)
        link = chip(shown, "category=consortium")
        expect(link, name).to_have_css("font-size", "15px")
        expect(link, name).to_have_css("color", "rgb(27, 31, 36)")
        expect(link, name).to_have_css("display", "inline-flex")
        link.click()
        shows(shown, CONSORTIA)
        shown.locator("a.sw-tag").click()


def test_a_theme_does_not_change_the_controls(visit: Visitor, snippet: Snippet) -> None:
    entry = f'<div class="entry">{snippet("networks", "inline")}</div>'
    opened = visit(entry, css=THEME + EDGELESS, calm=True)
    shown = widget(opened, "inline")
    shows(shown, EVERY)
    themed = shown.evaluate(CONTROLS)
    restyle(opened, EDGELESS)
    assert len(themed) > 20
    assert themed == shown.evaluate(CONTROLS)


def test_search_works_where_partner_css_hides_every_link(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(around(snippet("networks", "inline")), css=HOSTILE["identity"])
    shown = widget(opened, "inline")
    shows(shown, EVERY)
    expect(chip(shown, "category=consortium")).to_be_hidden()
    shown.get_by_role("searchbox").press_sequentially("ontwijking", delay=15)
    shows(shown, TAX)
    expect(shown.get_by_role("link", name="Tax Justice Nederland")).to_be_visible()


@pytest.mark.parametrize("kind", ["network", "badge"])
def test_other_kinds_look_the_same_under_partner_css(
    visit: Visitor, snippet: Snippet, kind: str
) -> None:
    opened = visit(around(snippet(kind, "inline")), css=EDGELESS)
    part = (
        widget(opened, "inline", kind).locator(".sw-results").get_by_text("GoodElectronics").first
    )
    expect(part).to_have_css("font-weight", "600")
    read = "part => { const s = getComputedStyle(part); return [s.color, s.font, s.display] }"
    neutral = part.evaluate(read)
    for css in HOSTILE.values():
        restyle(opened, css)
        assert part.evaluate(read) == neutral


def test_inherit_lets_the_partner_choose_type_and_colour(visit: Visitor, snippet: Snippet) -> None:
    css = "body { font-family: fantasy; color: rgb(80, 0, 80) } h3 { letter-spacing: 3px }"
    shown = widget(visit(snippet("networks", "inline", "style=inherit"), css=css), "inline")
    name = shown.locator('[data-network="fgg"] .sw-card__name')
    expect(name).to_have_css("font-family", "fantasy")
    expect(name).to_have_css("letter-spacing", "3px")
    expect(name.locator("a")).to_have_css("color", "rgb(80, 0, 80)")
    assert name.evaluate("name => name.getRootNode() === document")


def test_knobs_reach_the_cards(visit: Visitor, snippet: Snippet) -> None:
    css = ":root { --sw-font: fantasy; --sw-radius: 0px; --sw-card: rgb(255, 250, 240) }"
    shown = widget(visit(snippet("networks", "inline"), css=css), "inline")
    card = shown.locator('[data-network="fgg"]')
    expect(card).to_have_css("font-family", "fantasy")
    expect(card).to_have_css("border-radius", "0px")
    expect(card).to_have_css("background-color", "rgb(255, 250, 240)")
