import pytest
from playwright.sync_api import expect

from tests.browser.cards import CONSORTIA, EVERY, TAX, chip, counts, enter, shows, slugs_in, widget
from tests.browser.conftest import Snippet
from tests.browser.visits import Visitor


def test_filter_links_in_a_frame_work_without_scripts(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(snippet("networks", "iframe"), scripting=False)
    shown = widget(opened, "iframe")
    shows(shown, EVERY)
    chip(shown, "category=consortium").click()
    shows(shown, CONSORTIA)
    counts(shown, "2 van 13 netwerken")
    shown.locator('[data-facet="category"]').get_by_role("link", name="Alle").click()
    shows(shown, EVERY)
    assert opened.page.url == f"{visit.partner.base}/"


def test_search_in_a_frame_works_without_scripts(visit: Visitor, snippet: Snippet) -> None:
    shown = widget(visit(snippet("networks", "iframe"), scripting=False), "iframe")
    shown.get_by_role("searchbox").fill("ontwijking")
    shown.get_by_role("button", name="Zoek").click()
    shows(shown, TAX)
    expect(shown.get_by_role("searchbox")).to_have_value("ontwijking")
    shown.locator("a.sw-tag").click()
    shows(shown, EVERY)


def test_search_without_scripts_keeps_the_filters(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(snippet("networks", "iframe", "category=thematic"), scripting=False)
    shown = widget(opened, "iframe")
    shown.get_by_role("searchbox").fill("ontwijking")
    enter(shown.get_by_role("searchbox"))
    shows(shown, ["tax-justice-network"])


def test_pages_in_a_frame_work_without_scripts(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(snippet("networks", "iframe", "per_page=4"), scripting=False)
    shown = widget(opened, "iframe")
    seen: list[str] = []
    for number in (1, 2, 3, 4):
        counts(shown, f"13 netwerken, pagina {number} van 4")
        seen += slugs_in(shown)
        if number < 4:
            shown.locator('a[rel="next"]').click()
    assert sorted(seen) == sorted(EVERY)


def test_folded_filters_open_without_scripts(visit: Visitor, snippet: Snippet) -> None:
    shown = widget(visit(snippet("networks", "iframe"), scripting=False), "iframe")
    shown.get_by_text("Meer filters").click()
    chip(shown, "role=board").click()
    counts(shown, "3 van 13 netwerken")
    shown.get_by_text("Meer filters").click()
    expect(chip(shown, "role=board")).to_have_attribute("aria-current", "true")


def test_category_filter_in_a_frame_works_without_scripts(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(snippet("filters", "iframe"), scripting=False)
    chip(widget(opened, "iframe", "filters"), "category=consortium").click()
    shows(widget(opened, "iframe"), CONSORTIA)
    on = chip(widget(opened, "iframe", "filters"), "category=consortium")
    expect(on).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("kind", ["networks", "network", "filters", "badge", "members", "partners"])
def test_inline_snippet_without_scripts_is_a_link_to_the_page(
    visit: Visitor, snippet: Snippet, kind: str
) -> None:
    opened = visit(snippet(kind, "inline"), scripting=False)
    link = opened.page.locator("main a")
    expect(link).to_have_count(1)
    expect(link).to_be_visible()
    link.click()
    expect(opened.page.locator(f"section.sw-{kind}")).to_be_visible()
    assert opened.page.url.startswith(f"{visit.server.base}/embed/{kind}?")
