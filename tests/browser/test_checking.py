import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Snippet
from tests.browser.inspection import violations
from tests.browser.test_accessibility import checked
from tests.browser.visits import Visitor

pytestmark = pytest.mark.walk

POLICY = "Content-Security-Policy: default-src 'self'; script-src 'strict-dynamic' 'nonce-x'"


@pytest.mark.parametrize("scripting", [True, False], ids=["scripts", "no-scripts"])
def test_editor_pastes_a_page_and_copies_what_mends_it(
    visit: Visitor, snippet: Snippet, scripting: bool
) -> None:
    page = visit.at("/check?lang=nl", scripting=scripting, width=320).page
    whole = snippet("networks", "iframe")
    pasted = f"<p>Café</p>\n{whole.replace('height=', 'data-height=')}"
    page.get_by_label("De broncode van je pagina").fill(pasted)
    page.get_by_role("button", name="Controleer de pagina").click()
    expect(page.get_by_role("status")).to_have_text("Werkt deels: 1")
    finding = page.get_by_role("listitem").filter(has_text="Het kader heeft geen hoogte")
    finding.locator("code").last.click()
    assert page.evaluate("() => getSelection().toString()") == whole
    expect(page.get_by_label("De broncode van je pagina")).to_have_value(pasted)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("lang", ["nl", "ar"])
def test_findings_meet_wcag(visit: Visitor, snippet: Snippet, axe: str, lang: str) -> None:
    opened = checked(visit)
    opened.page.goto(f"{visit.server.base}/check?lang={lang}")
    broken = snippet("network", "iframe").replace("title=", "data-title=")
    opened.page.locator("#html").fill(broken + snippet("badge", "iframe"))
    opened.page.locator("#policy").fill(POLICY)
    opened.page.locator("button").click()
    for severity in ("good", "partly", "blocked"):
        expect(opened.page.locator(f".finding--{severity}").first).to_be_visible()
    assert violations(opened.page, axe) == []
