import pytest
from playwright.sync_api import Locator, expect

from tests.browser.cards import (
    CONSORTIA,
    COORDINATED,
    EVERY,
    JOINED,
    TAX,
    chip,
    counts,
    document_of,
    shows,
    slugs_in,
    tab_to,
    widget,
)
from tests.browser.conftest import Snippet
from tests.browser.snippets import FORMS
from tests.browser.visits import Visitor

NAMED_AND_COORDINATED = {"mvo-platform", "oecd-watch", "goodelectronics", "tax-justice-nl"}
NAMED = NAMED_AND_COORDINATED | {"clean-clothes-campaign", "eccj", "escr-net", "fgg"}

every_form = pytest.mark.parametrize("form", FORMS)


@every_form
def test_snippet_shows_every_network(visit: Visitor, snippet: Snippet, form: str) -> None:
    shown = widget(visit(snippet("networks", form)), form)
    shows(shown, EVERY)
    counts(shown, "13 netwerken")
    everything = shown.locator('[data-facet="category"]').get_by_role("link", name="Alle")
    expect(everything).to_have_attribute("aria-current", "true")


@every_form
@pytest.mark.parametrize(
    ("option", "style", "slugs", "count"),
    [
        ("relation=coordinates", "own", COORDINATED, "6 van 13 netwerken"),
        ("relation=participates", "inherit", JOINED, "7 van 13 netwerken"),
        ("category=consortium", "inherit", CONSORTIA, "2 van 13 netwerken"),
    ],
)
def test_click_on_a_filter_leaves_its_cards(
    visit: Visitor,
    snippet: Snippet,
    form: str,
    option: str,
    style: str,
    slugs: tuple[str, ...],
    count: str,
) -> None:
    opened = visit(snippet("networks", form, f"style={style}"))
    shown = widget(opened, form)
    shows(shown, EVERY)
    address = document_of(opened, form).url
    chip(shown, option).click()
    shows(shown, slugs)
    counts(shown, count)
    expect(chip(shown, option)).to_have_attribute("aria-current", "true")
    assert document_of(opened, form).url == address


@every_form
def test_coordinated_networks_are_those_that_somo_names(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    shown = widget(visit(snippet("networks", form, "relation=coordinates")), form)
    shows(shown, COORDINATED)
    assert set(slugs_in(shown)) & NAMED == NAMED_AND_COORDINATED


@every_form
def test_filters_add_up(visit: Visitor, snippet: Snippet, form: str) -> None:
    shown = widget(visit(snippet("networks", form)), form)
    chip(shown, "category=consortium").click()
    shows(shown, CONSORTIA)
    shown.locator('[data-facet="relation"]').get_by_role("link", name="Deelgenomen").click()
    shows(shown, ["fgg"])
    counts(shown, "1 van 13 netwerken")


@every_form
def test_enter_on_a_filter_keeps_the_focus_on_it(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    opened = visit(snippet("networks", form))
    shown = widget(opened, form)
    shows(shown, EVERY)
    for option, slugs in (
        ("relation=coordinates", COORDINATED),
        ("category=consortium", ["mind-the-gap"]),
    ):
        link = chip(shown, option)
        tab_to(opened.page, link)
        node = link.element_handle()
        opened.page.keyboard.press("Enter")
        shows(shown, slugs)
        expect(link).to_be_focused()
        assert node.evaluate("node => node === document.activeElement")


@every_form
def test_a_folded_filter_opens_over_the_cards_and_is_told_when_it_has_closed(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    shown = widget(visit(snippet("networks", form)), form)
    shows(shown, EVERY)
    height = shown.evaluate("root => root.getBoundingClientRect().height")
    shown.get_by_text("Meer filters").click()
    expect(chip(shown, "role=board")).to_be_visible()
    assert shown.evaluate("root => root.getBoundingClientRect().height") == height
    chip(shown, "role=board").click()
    counts(shown, "3 van 13 netwerken")
    if form == "iframe":  # in a partner's page htmx closes it
        expect(chip(shown, "role=board")).to_be_visible()
        shown.get_by_text("Meer filters").click()
    expect(chip(shown, "role=board")).to_be_hidden()
    expect(shown.get_by_text("Meer filters")).to_have_text("Meer filters 1")
    expect(shown.get_by_role("link", name="Haal weg: In het bestuur")).to_be_visible()


def type_words(shown: Locator, words: str) -> Locator:
    field = shown.get_by_role("searchbox")
    field.press_sequentially(words, delay=15)
    return field


@pytest.mark.parametrize(
    ("form", "style"), [("iframe", "own"), ("inline", "own"), ("inline", "inherit")]
)
def test_typing_finds_while_focus_and_caret_stay(
    visit: Visitor, snippet: Snippet, form: str, style: str
) -> None:
    shown = widget(visit(snippet("networks", form, f"style={style}")), form)
    field = type_words(shown, "ontwijking")
    node = field.element_handle()
    shows(shown, TAX)
    assert slugs_in(shown)[0] == "tax-justice-nl"
    counts(shown, "2 van 13 netwerken")
    expect(field).to_have_value("ontwijking")
    expect(field).to_be_focused()
    assert node.evaluate("node => node === document.activeElement")
    assert field.evaluate("field => field.selectionStart") == len("ontwijking")


@every_form
def test_words_typed_in_the_middle_leave_the_caret_there(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    shown = widget(visit(snippet("networks", form, "q=ontking")), form)
    counts(shown, "0 van 13 netwerken")
    field = shown.get_by_role("searchbox")
    field.focus()
    field.evaluate("field => field.setSelectionRange(3, 3)")
    field.press_sequentially("wij", delay=15)
    shows(shown, TAX)
    assert field.evaluate("field => field.selectionStart") == len("ontwij")


@every_form
def test_last_answer_wins(visit: Visitor, snippet: Snippet, form: str) -> None:
    go = visit.server.hold("q=oecd")
    opened = visit(snippet("networks", form))
    shown = widget(opened, form)
    shows(shown, EVERY)
    with opened.page.expect_request(lambda request: request.url.endswith("q=oecd")):
        field = type_words(shown, "oecd")
    field.fill("ontwijking")
    shows(shown, TAX)
    go.set()
    opened.until(lambda: any(url.endswith("q=oecd") for url in opened.ended))
    opened.settled()
    shows(shown, TAX)
    expect(field).to_have_value("ontwijking")


@every_form
def test_enter_in_the_search_field_searches_in_place(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    opened = visit(snippet("networks", form))
    shown = widget(opened, form)
    shows(shown, EVERY)
    address = document_of(opened, form).url
    field = type_words(shown, "ontwijking")
    field.press("Enter")
    shows(shown, TAX)
    expect(field).to_be_focused()
    assert document_of(opened, form).url == address


@every_form
def test_search_that_finds_nothing_offers_the_way_back(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    shown = widget(visit(snippet("networks", form)), form)
    field = type_words(shown, "zzzz")
    counts(shown, "0 van 13 netwerken")
    shows(shown, [])
    shown.get_by_role("link", name="Terug naar alle netwerken").click()
    shows(shown, EVERY)
    expect(field).to_have_value("")


@every_form
def test_pages_part_the_networks(visit: Visitor, snippet: Snippet, form: str) -> None:
    opened = visit(snippet("networks", form, "per_page=4"))
    shown = widget(opened, form)
    seen: list[str] = []
    for number in (1, 2, 3, 4):
        counts(shown, f"13 netwerken, pagina {number} van 4")
        seen += slugs_in(shown)
        if number < 4:
            shown.locator('a[rel="next"]').click()
    assert sorted(seen) == sorted(EVERY)
    expect(shown.locator('a[rel="next"]')).to_have_count(0)
    shown.locator(".sw-pager").get_by_role("link", name="Pagina 1").click()
    shows(shown, seen[:4])


@every_form
def test_paging_by_keyboard_keeps_the_focus_to_the_last_page(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    opened = visit(snippet("networks", form, "per_page=5"))
    shown = widget(opened, form)
    later = shown.locator(".sw-pager").get_by_text("Volgende")
    later.focus()
    for number in (2, 3):
        opened.page.keyboard.press("Enter")
        counts(shown, f"13 netwerken, pagina {number} van 3")
        expect(later).to_be_focused()


@every_form
def test_a_filter_starts_at_the_first_page(visit: Visitor, snippet: Snippet, form: str) -> None:
    shown = widget(visit(snippet("networks", form, "per_page=4&page=3")), form)
    counts(shown, "13 netwerken, pagina 3 van 4")
    chip(shown, "relation=coordinates").click()
    counts(shown, "6 van 13 netwerken, pagina 1 van 2")


@every_form
def test_way_back_shows_all(visit: Visitor, snippet: Snippet, form: str) -> None:
    shown = widget(visit(snippet("networks", form)), form)
    everything = shown.locator('[data-facet="category"]').get_by_role("link", name="Alle")
    for way_back in (everything, shown.locator("a.sw-tag")):
        chip(shown, "category=consortium").click()
        shows(shown, CONSORTIA)
        way_back.click()
        shows(shown, EVERY)
        counts(shown, "13 netwerken")
        expect(shown.locator("a.sw-tag")).to_have_count(0)


@every_form
def test_words_and_filters_come_off_together(visit: Visitor, snippet: Snippet, form: str) -> None:
    query = "category=thematic&q=ontwijking"
    shown = widget(visit(snippet("networks", form, query)), form)
    shows(shown, ["tax-justice-network"])
    shown.get_by_role("link", name="Haal alles weg").click()
    shows(shown, EVERY)
    expect(shown.get_by_role("searchbox")).to_have_value("")


@every_form
def test_taking_off_filters_by_keyboard_never_loses_the_focus(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    opened = visit(snippet("networks", form, "category=consortium&relation=participates"))
    shown = widget(opened, form)
    shows(shown, ["fgg"])
    tags = shown.locator(".sw-tags a")
    tags.first.focus()
    opened.page.keyboard.press("Enter")
    counts(shown, "7 van 13 netwerken")
    expect(tags.first).to_be_focused()
    opened.page.keyboard.press("Enter")
    shows(shown, EVERY)
    expect(shown.get_by_text("Er staat geen filter aan")).to_be_focused()
