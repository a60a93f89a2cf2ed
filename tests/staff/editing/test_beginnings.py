"""New entries, and the parties that a form names."""

import pytest

from tests.staff.conftest import Colleague
from tests.staff.editing.conftest import Draft, Filled, filled
from widgets.catalogue.records import Membership, Organisation

NEW = "/staff/new/membership"


@pytest.fixture
def editor(office: dict[str, Colleague]) -> Colleague:
    return office["editor"]


def test_a_new_entry_gets_an_address_from_its_name(editor: Colleague, draft: Draft) -> None:
    path = "/staff/new/organisation"
    answer = editor.send(path, filled(editor.get(path), name__mul="Økonomi & Søn, Łódź"))
    assert "/staff/entries/organisation/okonomi-son-lodz?" in answer.headers["location"]
    assert "Draft, never published" in editor.get(answer.headers["location"])
    assert isinstance(draft("organisation", "okonomi-son-lodz"), Organisation)


@pytest.mark.parametrize("type", ["organisation", "network"])
def test_a_slug_that_is_taken_leads_to_who_has_it(editor: Colleague, type: str) -> None:
    path = f"/staff/new/{type}"
    answer = editor.send(path, filled(editor.get(path), name__mul="SOMO"))
    assert answer.status_code == 422
    assert 'href="/staff/entries/organisation/somo"' in answer.text
    assert Filled(answer.text).fields["name.mul"] == "SOMO"


def test_a_name_without_a_letter_for_an_address_asks_for_one(editor: Colleague) -> None:
    path = "/staff/new/topic"
    answer = editor.send(path, filled(editor.get(path), name__en="المناخ"))
    assert answer.status_code == 422
    assert '<a href="#slug">' in answer.text


def test_a_member_is_named_as_people_name_it(editor: Colleague, draft: Draft) -> None:
    form = filled(editor.get(f"{NEW}?network=oecd-watch"), member="both ends", role="member")
    assert form["network"] == "OECD Watch"
    answer = editor.send(NEW, form)
    assert "membership/oecd-watch/both-ends/member?" in answer.headers["location"]
    saved = draft("membership", "oecd-watch/both-ends/member")
    assert isinstance(saved, Membership)
    again = editor.send(NEW, form)
    assert again.status_code == 422
    assert 'href="/staff/entries/membership/oecd-watch/both-ends/member"' in again.text


def test_a_member_that_nobody_knows_can_be_chosen_or_made(editor: Colleague, draft: Draft) -> None:
    form = filled(editor.get(NEW), member="Both", role="member", network="oecd-watch", since="2001")
    asked = editor.send(NEW, form)
    assert asked.status_code == 422
    assert 'name="member.meant" value="both-ends"' in asked.text
    again = filled(asked.text)
    assert (again["member"], again["since"]) == ("Both", "2001")
    chosen = editor.send(NEW, {**again, "member.meant": "both-ends"})
    assert "oecd-watch/both-ends/member" in chosen.headers["location"]
    made = editor.send(NEW, {**again, "member": "Both & Co", "do": "make:member"})
    assert "oecd-watch/both-co/member" in made.headers["location"]
    assert draft("organisation", "both-co")


def test_making_a_member_never_writes_over_another_one(editor: Colleague, draft: Draft) -> None:
    before = draft("organisation", "both-ends")
    form = filled(editor.get(NEW), member="Both-Ends!", role="member", network="oecd-watch")
    answer = editor.send(NEW, {**form, "do": "make:member"})
    assert answer.status_code == 422
    assert 'name="member.meant" value="both-ends"' in answer.text
    assert draft("organisation", "both-ends") == before


def test_names_are_offered_while_somebody_types(editor: Colleague) -> None:
    assert "Both ENDS" in editor.get("/staff/find/party?of=member&member=ends+both")
    assert "option" not in editor.get("/staff/find/network?of=member&member=ends+both")
    assert "option" not in editor.get("/staff/find/anything?of=member&member=ends")
