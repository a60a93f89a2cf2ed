import pytest
from playwright.sync_api import expect

from tests.browser.cards import EVERY, shows
from tests.browser.visits import Visitor

KINDS = ("networks", "network", "filters", "badge", "members", "partners")


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
    page.get_by_role("link", name="Make it yours").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Networks")
