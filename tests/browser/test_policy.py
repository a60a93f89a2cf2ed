import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.cards import CONSORTIA, EVERY, TAX, chip, shows, widget
from tests.browser.conftest import Snippet
from tests.browser.snippets import FORMS
from tests.browser.visits import Visitor
from widgets.kinds.registry import KINDS


def policy(base: str) -> str:
    """A partner's policy that names the widget server and nothing else.

    The style attribute of a snippet takes the border of a frame away, or keeps room free within a
    page; a partner whose policy does not allow it sees a border, or text that moves, and a note in
    the console."""
    named = ("script-src", "style-src", "connect-src", "frame-src", "img-src")
    directives = ["default-src 'none'", *(f"{each} {base}" for each in named)]
    return "; ".join((*directives, "style-src-attr 'unsafe-inline'"))


@pytest.mark.parametrize(
    ("form", "style"), [("iframe", "own"), ("inline", "own"), ("inline", "inherit")]
)
def test_policy_that_names_the_server_suffices(
    visit: Visitor, snippet: Snippet, form: str, style: str
) -> None:
    csp = policy(visit.server.base)
    opened = visit(snippet("networks", form, f"style={style}&accent=aa3300"), csp=csp)
    shown = widget(opened, form)
    shows(shown, EVERY)
    chip(shown, "category=consortium").click()
    shows(shown, CONSORTIA)
    shown.locator("a.sw-tag").click()
    shows(shown, EVERY)
    shown.get_by_role("searchbox").press_sequentially("ontwijking", delay=15)
    shows(shown, TAX)


@pytest.mark.parametrize("form", FORMS)
def test_policy_suffices_for_every_kind(visit: Visitor, snippet: Snippet, form: str) -> None:
    snippets = [snippet(kind, form) for kind in KINDS]
    page = visit(*snippets, csp=policy(visit.server.base)).page
    for number, kind in enumerate(KINDS):
        place: Page | FrameLocator = page
        if form == "iframe":
            page.locator("iframe").nth(number).scroll_into_view_if_needed()
            place = page.frame_locator("iframe").nth(number)
        expect(place.locator(f"section.sw-{kind}").get_by_role("link").first).to_be_visible()


def test_frame_shows_where_no_script_and_no_style_may_run(visit: Visitor, snippet: Snippet) -> None:
    csp = f"default-src 'none'; frame-src {visit.server.base}; style-src-attr 'unsafe-inline'"
    shown = widget(visit(snippet("networks", "iframe"), csp=csp), "iframe")
    shows(shown, EVERY)
    chip(shown, "category=consortium").click()
    shows(shown, CONSORTIA)


def test_inline_snippet_is_a_link_where_the_policy_forbids_the_script(
    visit: Visitor, snippet: Snippet
) -> None:
    note = "Content Security Policy"
    opened = visit(snippet("networks", "inline"), csp="default-src 'none'", allowing=(note,))
    link = opened.page.get_by_role("link", name="Netwerken van SOMO")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", f"{visit.server.base}/embed/networks?lang=nl")
    assert any(note in each for each in opened.notes)
