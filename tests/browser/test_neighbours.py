from playwright.sync_api import Locator, expect

from tests.browser.cards import CONSORTIA, COORDINATED, EVERY, TAX, chip, counts, shows, tab_to
from tests.browser.conftest import Snippet
from tests.browser.visits import Visit, Visitor

THEMATIC = ("eccj", "tax-justice-network", "handel-anders", "escr-net")


def lists(visit: Visit) -> tuple[Locator, Locator]:
    found = visit.page.locator("section.sw-networks")
    expect(found).to_have_count(2)
    return found.first, found.last


def test_two_lists_in_two_languages_go_their_own_way(visit: Visitor, snippet: Snippet) -> None:
    dutch, english = lists(
        visit(snippet("networks", "inline"), snippet("networks", "inline", lang="en"))
    )
    shows(dutch, EVERY)
    shows(english, EVERY)
    chip(dutch, "category=consortium").click()
    shows(dutch, CONSORTIA)
    counts(dutch, "2 van 13 netwerken")
    counts(english, "13 networks")
    english.get_by_role("searchbox").press_sequentially("tax avoidance", delay=15)
    shows(english, TAX)
    counts(english, "2 of 13 networks")
    shows(dutch, CONSORTIA)
    expect(dutch.get_by_role("searchbox")).to_have_value("")
    dutch.locator("a.sw-tag").click()
    shows(dutch, EVERY)
    shows(english, TAX)


def test_second_of_two_equal_snippets_can_be_filtered_alone(
    visit: Visitor, snippet: Snippet
) -> None:
    pasted = snippet("networks", "inline")
    first, second = lists(visit(pasted, pasted))
    shows(second, EVERY)
    chip(second, "relation=coordinates").click()
    shows(second, COORDINATED)
    shows(first, EVERY)


def test_script_that_stands_there_twice_asks_once(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(snippet("networks", "inline"), snippet("networks", "inline", lang="en"))
    dutch, english = lists(opened)
    shows(dutch, EVERY)
    shows(english, EVERY)
    fragments = [each.address for each in visit.server.asked if "fragments" in each.address]
    assert sorted(fragments) == ["/fragments/networks?lang=en", "/fragments/networks?lang=nl"]
    visit.server.asked.clear()
    chip(english, "category=consortium").click()
    shows(english, CONSORTIA)
    opened.settled()
    assert [each.address for each in visit.server.asked] == [
        "/fragments/networks?lang=en&category=consortium"
    ]


def test_frame_and_inline_list_share_a_page(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(snippet("networks", "inline"), snippet("networks", "iframe", lang="en"))
    inline = opened.page.locator("section.sw-networks")
    shows(inline, EVERY)
    chip(inline, "category=consortium").click()
    shows(inline, CONSORTIA)
    opened.page.locator("iframe").scroll_into_view_if_needed()
    framed = opened.page.frame_locator("iframe").locator("section.sw-networks")
    shows(framed, EVERY)
    chip(framed, "relation=coordinates").click()
    counts(framed, "6 of 13 networks")
    shows(inline, CONSORTIA)


def steering(visit: Visitor, snippet: Snippet) -> Visit:
    """A filter between two lists."""
    opened = visit(
        snippet("networks", "inline", "filters=off&heading=4"),
        snippet("filters", "inline"),
        snippet("networks", "inline", "filters=off"),
    )
    for shown in lists(opened):
        shows(shown, EVERY)
    expect(opened.page.locator("section.sw-filters")).to_be_visible()
    return opened


def test_category_filter_steers_the_next_list_alone(visit: Visitor, snippet: Snippet) -> None:
    opened = steering(visit, snippet)
    before, after = lists(opened)
    filters = opened.page.locator("section.sw-filters")
    chip(filters, "category=consortium").click()
    shows(after, CONSORTIA)
    expect(chip(filters, "category=consortium")).to_have_attribute("aria-current", "true")
    expect(filters.locator("[aria-current]")).to_have_count(1)
    shows(before, EVERY)
    chip(filters, "category=thematic").click()
    shows(after, THEMATIC)
    expect(chip(filters, "category=thematic")).to_have_attribute("aria-current", "true")
    expect(filters.locator("[aria-current]")).to_have_count(1)
    shows(before, EVERY)
    filters.get_by_role("link", name="Alle").click()
    shows(after, EVERY)
    expect(filters.get_by_role("link", name="Alle")).to_have_attribute("aria-current", "true")


def test_steered_list_and_its_filter_keep_working(visit: Visitor, snippet: Snippet) -> None:
    opened = steering(visit, snippet)
    before, after = lists(opened)
    filters = opened.page.locator("section.sw-filters")
    chip(filters, "category=thematic").click()
    shows(after, THEMATIC)
    field = after.get_by_role("searchbox")
    field.press_sequentially("ontwijking", delay=15)
    shows(after, ["tax-justice-network"])
    chip(filters, "category=consortium").click()
    counts(after, "0 van 13 netwerken")
    expect(field).to_have_value("ontwijking")
    field.fill("")
    shows(after, CONSORTIA)
    before.get_by_role("searchbox").press_sequentially("ontwijking", delay=15)
    shows(before, TAX)
    shows(after, CONSORTIA)


def test_enter_on_a_steering_filter_keeps_the_focus_on_it(visit: Visitor, snippet: Snippet) -> None:
    opened = steering(visit, snippet)
    _, after = lists(opened)
    link = chip(opened.page.locator("section.sw-filters"), "category=consortium")
    tab_to(opened.page, link)
    opened.page.keyboard.press("Enter")
    shows(after, CONSORTIA)
    expect(link).to_have_attribute("aria-current", "true")
    expect(link).to_be_focused()


def test_category_filter_may_follow_its_list(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(
        snippet("networks", "inline", "filters=off"),
        snippet("filters", "inline", "steers=previous"),
    )
    shown = opened.page.locator("section.sw-networks")
    shows(shown, EVERY)
    chip(opened.page.locator("section.sw-filters"), "category=consortium").click()
    shows(shown, CONSORTIA)
