"""Changing one entry, in a browser without script."""

import re

import pytest

from tests.staff.conftest import Colleague
from tests.staff.editing.conftest import Draft, Filled, filled
from widgets.catalogue.records import Network

OECD = "/staff/entries/network/oecd-watch"
ONE_OF_EACH = (
    OECD,
    "/staff/entries/network/mvo-platform",
    "/staff/entries/organisation/somo",
    "/staff/entries/membership/mvo-platform/somo/coordinator",
    "/staff/entries/category/thematic",
    "/staff/entries/topic/chemicals",
    "/staff/entries/collaboration/impact-oxfam-novib",
)
WRONG = {
    "since": "in 2003",
    "website": "www.oecdwatch.org",
    "size": "many",
    "summary.nl": " <b>&amp; " + "x" * 20_001 + "\n\n",
    "sources.3": "nowhere",
    "name.mul": "",
}


@pytest.fixture
def editor(office: dict[str, Colleague]) -> Colleague:
    return office["editor"]


def test_what_is_saved_is_a_draft_that_visitors_do_not_see(editor: Colleague, draft: Draft) -> None:
    before = editor.client.get("/embed/networks?lang=nl").text
    form = filled(editor.get(OECD), summary__nl="Iets **nieuws**.", since="2004~")
    answer = editor.send(f"{OECD}/draft", form)
    assert answer.status_code == 303
    page = editor.get(answer.headers["location"])
    assert "Published, with changes that wait" in page
    assert "/staff/changes" in page
    saved = draft("network", "oecd-watch")
    assert isinstance(saved, Network)
    assert (saved.since, saved.summary and saved.summary.root["nl"]) == (
        "2004~",
        "Iets **nieuws**.",
    )
    assert editor.client.get("/embed/networks?lang=nl").text == before


@pytest.mark.parametrize("address", ONE_OF_EACH)
def test_a_form_sent_back_as_it_came_changes_nothing(editor: Colleague, address: str) -> None:
    answer = editor.send(f"{address}/draft", filled(editor.get(address)))
    assert answer.headers["location"].endswith("?done=same")


@pytest.mark.parametrize("address", ONE_OF_EACH)
def test_who_may_only_look_reads_what_the_form_holds(
    office: dict[str, Colleague], address: str
) -> None:
    form, page = office["editor"].get(address), office["viewer"].get(address)
    title = re.compile(r"<h1><bdi>(.+?)</bdi></h1>")
    assert title.findall(form) == title.findall(page) != []
    assert "<textarea" not in page
    assert office["viewer"].send(f"{address}/draft", {}).status_code == 403


def test_each_mistake_is_told_at_its_field_and_every_letter_is_kept(
    editor: Colleague, draft: Draft
) -> None:
    before = draft("network", "oecd-watch")
    form = {**filled(editor.get(OECD)), **WRONG}
    answer = editor.send(f"{OECD}/draft", form)
    assert answer.status_code == 422
    page = answer.text
    again = Filled(page).fields
    assert {key: again[key] for key in WRONG} == WRONG
    assert {**form, "token": "", "added": ""}.items() <= {**again, "token": "", "added": ""}.items()
    linked = re.findall(r'<li><a href="#([^"]+)">', page)
    assert set(linked) == {key.replace(".", "-") for key in WRONG}
    for key in linked:
        assert f'id="{key}"' in page
        assert (
            re.search(rf'id="{re.escape(key)}"[^>]+aria-invalid="true"', page) or key == "name-mul"
        )
    assert draft("network", "oecd-watch") == before


def test_mistakes_are_told_in_the_language_of_the_colleague(editor: Colleague) -> None:
    editor.send("/staff/account", {"name": "Eva", "language": "ar"})
    page = editor.get(OECD)
    assert 'dir="rtl"' in page
    assert "هولندا" in page


def test_a_row_is_added_and_nothing_typed_is_lost(editor: Colleague) -> None:
    form = filled(editor.get(OECD), aliases__0="OW", since="nonsense", do="row:aliases")
    page = editor.send(f"{OECD}/draft", form).text
    again = Filled(page).fields
    assert (again["aliases.0"], again["aliases.1"], again["since"]) == ("OW", "", "nonsense")
    assert "aria-invalid" not in page


def test_a_language_is_added(editor: Colleague) -> None:
    form = filled(editor.get(OECD), language="fr", do="language")
    again = Filled(editor.send(f"{OECD}/draft", form).text).fields
    assert "description.fr" in again
    later = Filled(editor.send(f"{OECD}/draft", {**again, "do": "row:sources"}).text).fields
    assert "description.fr" in later


def test_markdown_is_shown_as_widgets_show_it(editor: Colleague) -> None:
    typed = "**bold** <script>alert(1)</script> [x](javascript:alert(1))"
    form = filled(editor.get(OECD), description__en=typed, do="preview")
    page = editor.send(f"{OECD}/draft", form).text
    assert "<strong>bold</strong>" in page
    assert "<script>alert" not in page
    answer = editor.send("/staff/prose?of=description.en", form)
    assert "<strong>bold</strong>" in answer.text
    assert "href" not in answer.text


def test_an_entry_that_never_was_is_not_there(editor: Colleague) -> None:
    for path in ("network/nowhere", "nothing/somo", "network/nowhere/draft"):
        assert editor.ask(f"/staff/entries/{path}").status_code in {303, 404}
    assert editor.send("/staff/entries/network/nowhere/draft", {}).status_code == 404
    assert editor.ask("/staff/new/nothing").status_code == 404


def test_what_has_no_field_stays(editor: Colleague, draft: Draft) -> None:
    form = filled(editor.get(OECD), slug="another", logo="x", **{"name.mul": "OECD Watch!"})
    assert editor.send(f"{OECD}/draft", form).status_code == 303
    assert draft("network", "oecd-watch").slug == "oecd-watch"
    assert editor.ask("/staff/entries/network/another").status_code == 404
