import pytest

from tests.world import WORLD
from widgets.catalogue.records import TYPE_OF, TYPES, Entry, Network
from widgets.staff.editing.fields import FORMS, NOT_ASKED
from widgets.staff.editing.sheets import document, of_entry, of_form
from widgets.store.journal import body_of


@pytest.mark.parametrize("type", TYPES)
def test_every_field_of_a_record_is_asked_for(type: str) -> None:
    assert FORMS[type].controls.keys() == TYPES[type].model_fields.keys() - NOT_ASKED


@pytest.mark.parametrize("entry", WORLD, ids=lambda each: f"{TYPE_OF[type(each)]} {each.slug}")
def test_an_entry_that_goes_through_its_form_stays_as_it_was_to_the_letter(entry: Entry) -> None:
    form = FORMS[TYPE_OF[type(entry)]]
    sheet = of_entry(entry)
    values, _ = document(form, dict(sorted(sheet.items())), sheet)
    again = type(entry).model_validate(values)
    if isinstance(entry, Network) and entry.topics:
        assert set(again.topics) == set(entry.topics)  # type: ignore[union-attr]
        return
    assert body_of(again) == body_of(entry)


def test_what_a_form_does_not_ask_for_is_left_out() -> None:
    sent = [("name.nl", "a"), ("logo", "x"), ("do", "save"), ("name.<b>", "x"), ("secret.nl", "x")]
    assert of_form(FORMS["network"], sent) == {"name.nl": "a"}


def test_empty_rows_are_skipped_and_their_neighbours_found_again() -> None:
    sheet = {"sources.0": " ", "sources.3": "https://a.example", "sources.7": "b"}
    values, places = document(FORMS["network"], sheet, {})
    assert values == {"sources": ["https://a.example", "b"]}
    assert places == {"sources.0": "sources.3", "sources.1": "sources.7"}
