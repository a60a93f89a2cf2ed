import asyncio
import re
from pathlib import Path

import pytest
from httpx2 import Response

from tests.staff.conftest import Colleague
from tests.staff.listing.listed import text
from widgets.catalogue.records import Network
from widgets.store.database import opened
from widgets.store.journal import Journal, Saved

CHANGE = "/staff/bulk/network/change?lang=en"


def newest(database: Path, slug: str) -> Network:
    record = saved(database, slug).record()
    assert isinstance(record, Network)
    return record


def saved(database: Path, slug: str) -> Saved:
    async def read() -> Saved:
        async with opened(database) as connection:
            found = await Journal(connection).newest_of("network", slug)
            assert found
            return found

    return asyncio.run(read())


def carried(page: str) -> list[str]:
    return re.findall(r'name="entry" value="([^"]+)"', page)


def look(editor: Colleague, slugs: list[str], change: str, value: str) -> Response:
    return editor.send(CHANGE, {"entry": slugs, "change": change, f"value-{change}": value})


def keep(editor: Colleague, page: str, change: str, value: str) -> Response:
    fields: dict[str, str | list[str]] = {"entry": carried(page), "save": "1"}
    fields |= {"change": change, f"value-{change}": value}
    return editor.send(CHANGE, fields)


def test_ticked_entries_are_changed_together_after_a_look(
    office: dict[str, Colleague], database: Path
) -> None:
    editor = office["editor"]
    chosen = editor.get("/staff/bulk/network?lang=en&entry=oecd-watch&entry=makeitfair")
    assert "2 entries are chosen" in chosen
    page = look(editor, carried(chosen), "category", "research").text
    assert re.search(r"makeITfair Now: Consortia After the change: Research", text(page))
    assert re.search(r"OECD Watch Now: nothing After the change: Research", text(page))
    assert "Change 2 entries as drafts" in page
    assert newest(database, "oecd-watch").category is None
    assert keep(editor, page, "category", "research").status_code == 303
    assert newest(database, "oecd-watch").category == "research"
    assert newest(database, "makeitfair").category == "research"
    again = editor.get("/staff/entries/network?lang=en&sort=changed&done=2")
    assert "2 entries were changed as drafts." in again


def test_everything_that_a_filter_finds_can_be_changed(office: dict[str, Colleague]) -> None:
    page = office["editor"].get("/staff/bulk/network?lang=en&need=category&all=1")
    assert "5 entries are chosen" in page
    plan = look(office["editor"], carried(page), "category", "thematic").text
    assert "Change 5 entries as drafts" in plan


def test_entries_that_say_so_already_are_left_out(office: dict[str, Colleague]) -> None:
    page = look(office["editor"], ["oecd-watch", "makeitfair"], "category", "consortium").text
    assert "Change 1 entry as a draft" in page
    assert "1 entry says so already." in page


@pytest.mark.parametrize(
    ("change", "value", "field", "after"),
    [
        ("confirmed", "yes", "category_confirmed", True),
        ("scope", "global", "scope", "global"),
        ("scope", "-", "scope", None),
        ("country", "BE", "country", "BE"),
        ("since", "2001~", "since", "2001~"),
        ("until", "2024", "until", "2024"),
        ("ended", "yes", "ended", True),
        ("since", "", "since", None),
    ],
)
def test_each_field_takes_its_values(
    office: dict[str, Colleague],
    database: Path,
    change: str,
    value: str,
    field: str,
    after: object,
) -> None:
    page = look(office["editor"], ["mvo-platform"], change, value).text
    keep(office["editor"], page, change, value or "-")
    assert getattr(newest(database, "mvo-platform"), field) == after


def test_a_topic_is_added_to_the_others_and_taken_off_again(
    office: dict[str, Colleague], database: Path
) -> None:
    editor, before = office["editor"], newest(database, "oecd-watch").topics
    assert "tax" not in before
    topic = re.findall(r'value="([a-z-]+)">tax', editor.get("/staff/bulk/network?lang=en&all=1"))[0]
    keep(editor, look(editor, ["oecd-watch"], "topic-add", topic).text, "topic-add", topic)
    assert newest(database, "oecd-watch").topics == (*before, topic)
    keep(editor, look(editor, ["oecd-watch"], "topic-remove", topic).text, "topic-remove", topic)
    assert newest(database, "oecd-watch").topics == before


def test_an_entry_that_cannot_be_so_is_named_with_the_reason(
    office: dict[str, Colleague], database: Path
) -> None:
    page = look(office["editor"], ["oecd-watch", "makeitfair"], "until", "1990").text
    assert "OECD Watch : This ends in 1990, before it began in 2003: mend one of them." in text(
        page
    )
    assert "Change 1 entry as a draft" in page
    keep(office["editor"], page, "until", "1990")
    assert newest(database, "oecd-watch").until is None
    assert newest(database, "makeitfair").until == "1990"


@pytest.mark.parametrize(
    ("change", "value"), [("category", ""), ("category", "no"), ("scope", "x")]
)
def test_a_value_that_is_not_offered_is_refused_and_nothing_is_lost(
    office: dict[str, Colleague], change: str, value: str
) -> None:
    answer = look(office["editor"], ["oecd-watch"], change, value)
    assert answer.status_code == 422
    assert "Choose a value at" in answer.text
    assert carried(answer.text)[0].startswith("oecd-watch:")


def test_who_was_overtaken_looks_once_more_and_nothing_is_saved(
    office: dict[str, Colleague], database: Path
) -> None:
    editor, other = office["editor"], office["publisher"]
    page = look(editor, ["oecd-watch", "makeitfair"], "scope", "national").text
    keep(other, look(other, ["oecd-watch"], "country", "BE").text, "country", "BE")
    answer = keep(editor, page, "scope", "national")
    assert answer.status_code == 409
    assert "Nothing was saved: look once more." in answer.text
    assert "OECD Watch changed meanwhile" in text(answer.text)
    assert newest(database, "makeitfair").scope != "national"
    assert keep(editor, answer.text, "scope", "national").status_code == 303
    assert newest(database, "oecd-watch").country == "BE"
    assert newest(database, "oecd-watch").scope == "national"


def test_nothing_ticked_is_told_kindly(office: dict[str, Colleague]) -> None:
    assert "Nothing is ticked yet." in office["editor"].get("/staff/bulk/network?lang=en")


@pytest.mark.parametrize("entry", ["gone", "../x", "oecd-watch:x", "a" * 300, ""])
def test_an_entry_that_is_not_there_is_left_out(office: dict[str, Colleague], entry: str) -> None:
    answer = look(office["editor"], [entry, "makeitfair"], "scope", "national")
    assert "Change 1 entry as a draft" in answer.text


@pytest.mark.parametrize("type", ["category", "topic", "nothing"])
def test_types_that_have_nothing_to_change_together_are_not_there(
    office: dict[str, Colleague], type: str
) -> None:
    assert office["editor"].ask(f"/staff/bulk/{type}").status_code == 404
    assert office["editor"].send(f"/staff/bulk/{type}/change").status_code == 404
