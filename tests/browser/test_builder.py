import html
import json
import re
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cards import CONSORTIA, EVERY, chip, shows, widget
from tests.browser.conftest import Snippet
from tests.browser.snippets import copied, policy_for
from tests.browser.visits import LOAD_NOTE, Visitor
from widgets.kinds.registry import KINDS

pytestmark = pytest.mark.walk

PLACES = ("frame", "address", "inline", "server")


def snippet_in(page: Page) -> str:
    return page.locator(".builder__snippet code").first.inner_text()


@pytest.mark.parametrize("scripting", [True, False], ids=["scripts", "no-scripts"])
def test_one_click_selects_a_whole_snippet(visit: Visitor, scripting: bool) -> None:
    for place in PLACES:
        page = visit.at(f"/builder/networks?lang=nl&paste={place}", scripting=scripting).page
        page.locator("code").first.click()
        chosen = page.evaluate("() => getSelection().toString()")
        assert chosen == copied(visit.server.base, "networks", place, "nl")


def test_a_choice_changes_snippet_preview_and_address_at_once(visit: Visitor) -> None:
    page = visit.at("/builder/networks?lang=nl").page
    page.get_by_text("Wat hij laat zien").click()
    page.get_by_role("checkbox", name="Consortia").check()
    expect(page.locator("code").first).to_contain_text("category=consortium")
    expect(page).to_have_url(re.compile("category=consortium"))
    shown = page.frame_locator(".preview[open] iframe").locator("section.sw-networks")
    shows(shown, CONSORTIA)
    page.get_by_role("radio", name="Alleen een adres").check()
    expect(page.locator("code").first).to_have_text(
        f"{visit.server.base}/embed/networks?lang=nl&per_page=2&category=consortium"
    )
    expect(page.get_by_role("checkbox", name="Consortia")).to_be_checked()


def test_the_builder_works_without_scripts(visit: Visitor) -> None:
    page = visit.at("/builder/networks?lang=nl", scripting=False).page
    page.get_by_text("Wat hij laat zien").click()
    page.get_by_role("checkbox", name="Consortia").check()
    page.get_by_role("radio", name="Een pagina, als deel van de pagina zelf").check()
    page.get_by_role("button", name="Toon").click()
    expect(page.locator("code").first).to_contain_text("category=consortium")
    expect(page.locator("code").first).to_contain_text("data-hx-get")


def test_the_address_of_the_builder_can_be_sent_to_a_colleague(visit: Visitor) -> None:
    page = visit.at("/builder/networks?lang=nl").page
    page.get_by_text("Hoe hij eruitziet").click()
    page.get_by_role("radio", name="Donker").check()
    expect(page.locator("code").first).to_contain_text("theme=dark")
    expect(page).to_have_url(re.compile("theme=dark"))
    address, text = page.url, snippet_in(page)
    again = visit.at(address.removeprefix(visit.server.base)).page
    assert snippet_in(again) == text
    again.get_by_text("Hoe hij eruitziet").click()
    expect(again.get_by_role("radio", name="Donker")).to_be_checked()


def test_an_accent_shows_while_it_is_typed(visit: Visitor) -> None:
    page = visit.at("/builder/badge?lang=nl").page
    page.get_by_text("Hoe hij eruitziet").click()
    field = page.get_by_label("Accentkleur")
    field.press_sequentially("aa3300", delay=20)
    expect(page.locator("code").first).to_contain_text("accent=aa3300")
    expect(field).to_be_focused()
    expect(field).to_have_value("aa3300")


def test_another_language_is_another_page(visit: Visitor) -> None:
    page = visit.at("/builder/networks?lang=nl&category=thematic").page
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("code").first).to_contain_text("category=thematic")


def test_a_mistake_is_told_at_its_field_and_stays_there(visit: Visitor) -> None:
    page = visit.at("/builder/networks?lang=nl&theme=dark&accent=blauw", allowing=(LOAD_NOTE,)).page
    field = page.get_by_label("Accentkleur")
    expect(field).to_have_value("blauw")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".field__error")).to_contain_text("zes hexadecimale cijfers")
    assert "theme=dark" in snippet_in(page)
    assert "accent" not in snippet_in(page)


def test_a_policy_is_printed_below_the_snippet(visit: Visitor) -> None:
    page = visit.at("/builder/networks?lang=nl&paste=inline").page
    page.locator(".aside summary").click()
    needs = policy_for(visit.server.base, "networks", "inline", "nl")
    assert page.locator(".aside code").first.inner_text() == needs


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("form", ["iframe", "inline"])
def test_a_printed_snippet_shows_the_widget_under_the_printed_policy(
    visit: Visitor, snippet: Snippet, kind: str, form: str
) -> None:
    needs = policy_for(visit.server.base, kind, form, "nl")
    style = "style-src-attr 'unsafe-inline'"  # of the border, or the room: nothing depends on it
    opened = visit(snippet(kind, form), csp=f"default-src 'none'; {needs}; {style}")
    expect(widget(opened, form, kind)).to_be_visible()


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_printed_address_becomes_a_widget_as_wordpress_embeds_it(
    visit: Visitor, kind: str
) -> None:
    address = copied(visit.server.base, kind, "address", "nl")
    with urlopen(address, timeout=10) as answer:  # noqa: S310  our own server
        page = answer.read().decode()
    link = re.search(r'type="application/json\+oembed" href="([^"]+)"', page)
    assert link
    asked = f"{html.unescape(link[1])}&{urlencode({'maxwidth': 500, 'maxheight': 750})}"
    with urlopen(asked, timeout=10) as answer:  # noqa: S310
        told = json.load(answer)
    if told["type"] == "photo":
        opened = visit(f'<a href="{address}"><img src="{told["url"]}" alt="{told["title"]}"></a>')
        picture = opened.page.get_by_role("img", name="GoodElectronics: Gecoördineerd door SOMO")
        assert (
            picture.evaluate("async img => { await img.decode(); return img.naturalHeight }") == 48
        )
        return
    sandboxed = (
        told["html"]
        .replace("<iframe ", '<iframe sandbox="allow-scripts" security="restricted" ')
        .replace('" width=', '#?secret=AbCdEfGhIj" width=')
    )
    opened = visit(sandboxed)
    shown = widget(opened, "iframe", kind)
    expect(shown).to_be_visible()
    if kind == "networks":
        shows(shown, EVERY)
        chip(shown, "category=consortium").click()
        shows(shown, CONSORTIA)
