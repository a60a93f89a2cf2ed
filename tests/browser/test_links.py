import pytest
from playwright.sync_api import expect

from tests.browser.cards import CONSORTIA, EVERY, chip, document_of, enter, frame_of, shows, widget
from tests.browser.conftest import Snippet
from tests.browser.snippets import FORMS
from tests.browser.visits import Visitor

WEBSITES = {
    "oecd-watch": "https://www.oecdwatch.org",
    "goodelectronics": "https://goodelectronics.org",
}


@pytest.mark.parametrize("form", FORMS)
def test_card_leads_out_to_the_network_in_a_tab_of_its_own(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    shown = widget(visit(snippet("networks", form)), form)
    for slug, website in WEBSITES.items():
        link = shown.locator(f'[data-network="{slug}"] .sw-card__name a')
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", "noopener")
        expect(link).to_contain_text("opent in een nieuw tabblad")
        assert (link.get_attribute("href") or "").rstrip("/") == website


@pytest.mark.parametrize("form", FORMS)
def test_whole_card_is_the_link(visit: Visitor, snippet: Snippet, form: str) -> None:
    shown = widget(visit(snippet("networks", form)), form)
    shows(shown, EVERY)
    card = shown.locator('[data-network="oecd-watch"]')
    box = card.bounding_box()
    assert box
    card.hover(position={"x": box["width"] - 12, "y": box["height"] - 12})
    expect(card.locator(".sw-card__name a:hover")).to_have_count(1)


def test_card_leads_inside_and_back_with_the_filter_kept(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(snippet("networks", "iframe", "links=inside"))
    shown = widget(opened, "iframe")
    shows(shown, EVERY)
    chip(shown, "category=consortium").click()
    shows(shown, CONSORTIA)
    shown.locator('[data-network="fgg"] .sw-card__name a').click()
    full = widget(opened, "iframe", "network")
    expect(full.locator('article[data-network="fgg"]')).to_be_visible()
    assert frame_of(opened).url.startswith(f"{visit.server.base}/embed/network?")
    full.get_by_role("link", name="Alle netwerken").click()
    shows(shown, CONSORTIA)
    expect(chip(shown, "category=consortium")).to_have_attribute("aria-current", "true")
    assert opened.page.url == f"{visit.partner.base}/"


@pytest.mark.parametrize("scripting", [True, False], ids=["scripts", "no-scripts"])
def test_card_leads_inside_by_keyboard(visit: Visitor, snippet: Snippet, scripting: bool) -> None:
    opened = visit(
        snippet("networks", "iframe", "links=inside&category=consortium"), scripting=scripting
    )
    shown = widget(opened, "iframe")
    enter(shown.locator('[data-network="mind-the-gap"] .sw-card__name a'))
    full = widget(opened, "iframe", "network")
    expect(full.locator('article[data-network="mind-the-gap"]')).to_be_visible()


def test_inline_card_that_leads_inside_opens_the_network_page(
    visit: Visitor, snippet: Snippet
) -> None:
    opened = visit(snippet("networks", "inline", "links=inside"))
    widget(opened, "inline").locator('[data-network="fgg"] .sw-card__name a').click()
    expect(widget(opened, "inline", "network").locator('[data-network="fgg"]')).to_be_visible()
    assert document_of(opened, "inline").url.startswith(f"{visit.server.base}/embed/network?")


def test_network_page_links_to_its_website_and_members(visit: Visitor, snippet: Snippet) -> None:
    shown = widget(visit(snippet("network", "iframe")), "iframe", "network")
    website = shown.locator(".sw-full__website a")
    expect(website).to_have_attribute("target", "_blank")
    expect(website).to_have_attribute("rel", "noopener")
    expect(website).to_contain_text("goodelectronics.org")
    expect(shown.locator(".sw-member").first).to_be_visible()


def test_badge_links_to_the_network_and_to_what_proves_it(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(snippet("badge", "inline", "network=oecd-watch"))
    links = widget(opened, "inline", "badge").get_by_role("link")
    expect(links).to_have_count(2)
    link, proof = links.all()
    expect(link).to_contain_text("OECD Watch")
    expect(proof).to_have_attribute("href", f"{visit.server.base}/verify/oecd-watch/somo?lang=nl")
    assert (link.get_attribute("href") or "").rstrip("/") == WEBSITES["oecd-watch"]
