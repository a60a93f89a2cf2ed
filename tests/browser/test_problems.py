import pytest
from playwright.sync_api import expect

from tests.browser.cards import EVERY, shows, widget
from tests.browser.conftest import Snippet
from tests.browser.snippets import FORMS
from tests.browser.visits import LOAD_NOTE, Visitor

every_form = pytest.mark.parametrize("form", FORMS)


@every_form
@pytest.mark.parametrize(
    ("kind", "query", "lang", "message"),
    [
        (
            "networks",
            "per_page=0",
            "nl",
            "een heel getal van 1 tot en met 60",
        ),
        ("networks", "per_page=0", "en", "The option “per_page” takes a whole number from 1 to 60"),
        ("network", "network=nope", "nl", "nope"),
        ("badge", "network=nope", "en", "There is no network “nope” here."),
        ("networks", "category=nope", "en", "There is no category “nope” here."),
    ],
)
def test_problem_says_what_is_wrong_in_the_language_asked_for(
    visit: Visitor,
    snippet: Snippet,
    form: str,
    kind: str,
    query: str,
    lang: str,
    message: str,
) -> None:
    opened = visit(snippet(kind, form, query, lang), allowing=(LOAD_NOTE,))
    shown = widget(opened, form, "problem")
    expect(shown).to_be_visible()
    expect(shown).to_contain_text(message)
    expect(shown).to_have_attribute("lang", lang)
    expect(shown.get_by_role("alert")).to_be_visible()


@every_form
def test_problem_offers_the_way_to_all_networks(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    opened = visit(snippet("networks", form, "per_page=0"), allowing=(LOAD_NOTE,))
    widget(opened, form, "problem").get_by_role("link", name="Toon alle netwerken").click()
    shows(widget(opened, form), EVERY)


def test_problem_page_links_back_without_scripts(visit: Visitor, snippet: Snippet) -> None:
    opened = visit(
        snippet("network", "iframe", "network=nope"), scripting=False, allowing=(LOAD_NOTE,)
    )
    widget(opened, "iframe", "problem").get_by_role("link").click()
    shows(widget(opened, "iframe"), EVERY)


@every_form
def test_address_that_grew_on_the_way_changes_nothing(
    visit: Visitor, snippet: Snippet, form: str
) -> None:
    query = "utm_source=brief&fbclid=x1&category=&q="
    pasted = snippet("networks", form, query)
    if form == "iframe":
        pasted = pasted.replace('" title=', '#?secret=abc" title=')
    shows(widget(visit(pasted), form), EVERY)
