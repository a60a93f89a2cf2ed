"""What is wrong with a field, as the one who typed it is told."""

from typing import Any

import pytest
from pydantic import ValidationError

from widgets.catalogue.faults import Fault, faults, said
from widgets.catalogue.records import TYPES
from widgets.language.messages import messages

GOOD: dict[str, dict[str, Any]] = {
    "network": {"slug": "a", "name": "A"},
    "category": {"slug": "a", "name": "A"},
    "membership": {"network": "a", "member": "b", "role": "board"},
    "collaboration": {"slug": "a", "organisation": "b", "form": "research", "title": "T"},
}


def told(type: str, fields: dict[str, Any], lang: str = "en") -> list[tuple[str, str]]:
    """Shape: (field, sentence)."""
    record = TYPES[type]
    with pytest.raises(ValidationError) as refused:
        record.model_validate(GOOD[type] | fields)
    found = faults(refused.value, record)
    return [(each.name, said(messages("en"), each, lang)) for each in found]


@pytest.mark.parametrize(
    ("type", "field", "value", "sentence"),
    [
        ("network", "slug", "A B", "Write small letters and digits, with single hyphens"),
        ("network", "slug", None, "Write text"),
        ("network", "website", "www.example.org", "Give a web address such as https://"),
        ("network", "since", "about 2003", "Write a year as 2003, 2007~ (about)"),
        ("network", "since", "2015/2011", "This ends before it starts"),
        ("network", "country", "nl", "Write a country as its code of two capitals"),
        ("network", "area", "Europe", "Write a country’s code such as NL, or a region’s number"),
        ("network", "size", "many", "Write a number such as 140, or 140+"),
        ("network", "scope", "worldwide", "Choose one of these: national, regional, global."),
        ("network", "ended", "perhaps", "Write true or false."),
        ("network", "name", "two\nlines", "Write this on one line"),
        ("network", "name", "nul\0", "Take out the invisible character U+0000."),
        ("network", "name", {}, "Write something here"),
        ("network", "description", " ", "Write something here"),
        ("network", "name", {"Dutch": "A"}, "Write a language as a code such as nl"),
        ("network", "topics", "tax", "Write a list"),
        ("network", "colour", "red", "There is no such field here."),
        ("network", "abreviation", "A", "There is no such field here; did you mean abbreviation?"),
        ("category", "order", "first", "Write a whole number such as 3."),
        ("collaboration", "publications", ["a"], "Write this as a table of fields."),
        ("membership", "role", "boss", "Choose one of these: coordinator, initiator, board"),
    ],
)
def test_a_field_says_what_to_write_in_it(
    type: str, field: str, value: object, sentence: str
) -> None:
    [(name, found)] = told(type, {field: value})
    assert name.split(".")[0] == field
    assert found.startswith(sentence)


def test_a_fault_leads_to_the_very_place_in_the_field() -> None:
    assert [name for name, _ in told("network", {"name": {"nl": "", "N": "x"}})] == [
        "name.nl",
        "name.N",
    ]
    assert [name for name, _ in told("network", {"aliases": ["a", ""]})] == ["aliases.1"]
    title = {"title": {"nl": ""}, "url": "https://a.example"}
    assert told("collaboration", {"publications": [title]})[0][0] == "publications.0.title.nl"


def test_an_end_before_the_beginning_is_told_at_the_end() -> None:
    assert told("network", {"since": "2015", "until": "2011"}) == [
        ("until", "This ends in 2011, before it began in 2015: mend one of them.")
    ]


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = told("network", {"slug": "A", "since": "x", "website": "y", "colour": "z"})
    assert {name for name, _ in found} == {"slug", "since", "website", "colour"}


@pytest.mark.parametrize(("lang", "number"), [("nl", "20.000"), ("en", "20,000")])
def test_numbers_in_a_sentence_are_written_as_in_its_language(lang: str, number: str) -> None:
    [(_, found)] = told("network", {"description": "x" * 20_001}, lang)
    assert number in found


def test_a_sentence_is_said_in_the_language_of_its_reader() -> None:
    fault = Fault((), "%(member)s is on the board", {"member": "SOMO"})
    assert said(messages("en"), fault, "en") == "SOMO is on the board"
    assert said(messages("nl"), fault, "nl") == "SOMO zit in het bestuur"
