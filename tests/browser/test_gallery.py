import pytest
from playwright.sync_api import expect

from tests.browser.cards import EVERY, shows
from tests.browser.conftest import Snippet
from tests.browser.snippets import FORMS
from tests.browser.visits import Visitor

KINDS = ("networks", "network", "filters", "badge", "members", "partners")


@pytest.mark.parametrize("scripting", [True, False], ids=["scripts", "no-scripts"])
def test_one_click_selects_a_whole_snippet(
    visit: Visitor, snippet: Snippet, scripting: bool
) -> None:
    page = visit.at("/?lang=nl", scripting=scripting).page
    for kind in KINDS:
        exhibit = page.locator("section", has=page.locator(f"h2#{kind}"))
        for number, form in enumerate(FORMS):
            exhibit.locator("code").nth(number).click()
            chosen = page.evaluate("() => getSelection().toString()")
            assert chosen == snippet(kind, form)


@pytest.mark.parametrize("lang", ["nl", "ar"])
def test_every_widget_is_live_in_the_gallery(visit: Visitor, lang: str) -> None:
    page = visit.at(f"/?lang={lang}").page
    for kind in KINDS:
        exhibit = page.locator("section", has=page.locator(f"h2#{kind}"))
        exhibit.locator("iframe").scroll_into_view_if_needed()
        shown = exhibit.frame_locator("iframe").locator(f"section.sw-{kind}")
        expect(shown).to_be_visible()
        expect(shown).to_have_attribute("lang", lang)
    networks = page.frame_locator("iframe").first.locator("section.sw-networks")
    shows(networks, EVERY)


def test_gallery_changes_its_language(visit: Visitor) -> None:
    page = visit.at("/?lang=nl").page
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="English")).to_have_attribute("aria-current", "true")
    expect(page.locator("code").first).to_contain_text("lang=en")


def test_snippet_of_each_form_can_be_reached_by_keyboard(visit: Visitor) -> None:
    page = visit.at("/?lang=nl").page
    codes = page.locator("code")
    expect(codes).to_have_count(2 * len(KINDS))
    for number in range(2 * len(KINDS)):
        codes.nth(number).focus()
        expect(codes.nth(number)).to_be_focused()
