import pytest
from playwright.sync_api import expect

from tests.browser.cards import (
    CONSORTIA,
    EVERY,
    TAX,
    chip,
    counts,
    enter,
    frame_of,
    shows,
    slugs_in,
    tab_to,
    widget,
)
from tests.browser.conftest import Snippet
from tests.browser.visits import Visitor

every_sandbox = pytest.mark.parametrize("sandbox", ["allow-scripts", ""])
NO_FORMS_NOTE = "Blocked form submission"


def sandboxed(snippet: str, sandbox: str) -> str:
    return snippet.replace("<iframe ", f'<iframe sandbox="{sandbox}" ', 1)


@every_sandbox
def test_filters_work_in_a_sandbox(visit: Visitor, snippet: Snippet, sandbox: str) -> None:
    opened = visit(sandboxed(snippet("networks", "iframe"), sandbox))
    shown = widget(opened, "iframe")
    shows(shown, EVERY)
    address = frame_of(opened).url
    chip(shown, "category=consortium").click()
    shows(shown, CONSORTIA)
    counts(shown, "2 van 13 netwerken")
    assert (frame_of(opened).url == address) == (sandbox == "allow-scripts")
    shown.locator("a.sw-tag").click()
    shows(shown, EVERY)


@every_sandbox
def test_filters_work_by_keyboard_in_a_sandbox(
    visit: Visitor, snippet: Snippet, sandbox: str
) -> None:
    opened = visit(sandboxed(snippet("networks", "iframe"), sandbox))
    shown = widget(opened, "iframe")
    shows(shown, EVERY)
    link = chip(shown, "category=consortium")
    tab_to(opened.page, link)
    enter(link)
    shows(shown, CONSORTIA)


@every_sandbox
def test_pages_part_the_networks_in_a_sandbox(
    visit: Visitor, snippet: Snippet, sandbox: str
) -> None:
    shown = widget(visit(sandboxed(snippet("networks", "iframe", "per_page=5"), sandbox)), "iframe")
    seen: list[str] = []
    for number in (1, 2, 3):
        counts(shown, f"13 netwerken, pagina {number} van 3")
        seen += slugs_in(shown)
        if number < 3:
            shown.locator('a[rel="next"]').click()
    assert sorted(seen) == sorted(EVERY)


def test_typing_finds_in_a_sandbox_where_no_form_submits(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(sandboxed(snippet("networks", "iframe"), "allow-scripts"))
    shown = widget(opened, "iframe")
    field = shown.get_by_role("searchbox")
    field.press_sequentially("ontwijking", delay=15)
    shows(shown, TAX)
    expect(field).to_be_focused()
    field.fill("")
    shows(shown, EVERY)


def test_enter_in_a_sandbox_does_no_harm(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(
        sandboxed(snippet("networks", "iframe"), "allow-scripts"), allowing=(NO_FORMS_NOTE,)
    )
    shown = widget(opened, "iframe")
    field = shown.get_by_role("searchbox")
    field.press_sequentially("ontwijking", delay=15)
    field.press("Enter")
    shows(shown, TAX)
    expect(field).to_be_focused()


@every_sandbox
def test_steered_list_follows_the_filter_in_a_sandbox(
    visit: Visitor, snippet: Snippet, sandbox: str
) -> None:
    opened = visit(sandboxed(snippet("filters", "iframe"), sandbox))
    chip(widget(opened, "iframe", "filters"), "category=consortium").click()
    shows(widget(opened, "iframe"), CONSORTIA)
    on = chip(widget(opened, "iframe", "filters"), "category=consortium")
    expect(on).to_have_attribute("aria-current", "true")


@every_sandbox
def test_cards_lead_inside_where_no_tab_can_open(
    visit: Visitor, snippet: Snippet, sandbox: str
) -> None:
    query = "links=inside&category=consortium"
    opened = visit(sandboxed(snippet("networks", "iframe", query), sandbox))
    shown = widget(opened, "iframe")
    shown.locator('[data-network="fgg"] a').click()
    full = widget(opened, "iframe", "network")
    expect(full.locator('article[data-network="fgg"]')).to_be_visible()
    full.get_by_role("link", name="Alle netwerken").click()
    shows(shown, CONSORTIA)


@every_sandbox
def test_other_kinds_show_in_a_sandbox(visit: Visitor, snippet: Snippet, sandbox: str) -> None:
    texts = {"network": "goodelectronics", "badge": "SOMO"}
    page = visit(*(sandboxed(snippet(kind, "iframe"), sandbox) for kind in texts)).page
    for number, (kind, text) in enumerate(texts.items()):
        shown = page.frame_locator("iframe").nth(number).locator(f"section.sw-{kind}")
        expect(shown).to_contain_text(text, ignore_case=True)
        expect(shown.locator("[data-network]")).to_be_visible()


@pytest.mark.parametrize("kind", ["network", "members", "partners"])
def test_nothing_in_an_embedded_address_opens_a_tab_that_a_sandbox_forbids(
    visit: Visitor, kind: str
) -> None:
    page = visit.at(f"/embed/{kind}?lang=nl&network=eccj&links=inside").page
    shown = page.locator(f"section.sw-{kind}")
    expect(shown).to_be_visible()
    expect(shown.locator("a[target]")).to_have_count(0)
    expect(shown.get_by_text("manitese.it").first).to_be_visible()
