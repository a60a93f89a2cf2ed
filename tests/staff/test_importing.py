"""A file sent in the browser: checked, shown, imported as drafts, or told what to mend."""

import asyncio
import re
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import client
from tests.staff.conftest import Colleague, signed_in
from widgets.catalogue.generated import Size, generated
from widgets.catalogue.records import TYPE_OF, TYPES
from widgets.files import formats
from widgets.settings import Settings
from widgets.store.database import opened
from widgets.store.jobs import CHECKED, INTERRUPTED, KEPT_SECONDS, WRITING, WRITTEN, Jobs
from widgets.store.journal import Journal

GOOD = b"slug;name.nl;name.en\ntax-havens;Belastingparadijzen;Tax havens\n"
WRONG = b"type;slug;name;website\ntopic;A b;A;\nnetwork;a;A;www.a.nl\nnetwork;b;;\n"


def told(html: str) -> str:
    return " ".join(unescape(html).split())


def sent(colleague: Colleague, name: str, content: bytes, type: str = "topic") -> str:
    """Shape: the address of the import."""
    answer = colleague.send("/staff/import", {"type": type}, {"file": (name, content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("http://widgets.test")


def settled(colleague: Colleague, address: str) -> str:
    """The page of an import, once nobody is at work any more."""
    for _ in range(400):
        page = colleague.get(f"{address}?lang=en")
        if 'aria-busy="true"' not in page:
            return told(page)
        time.sleep(0.02)
    raise AssertionError("still at work")


def rows(database: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def test_a_file_is_checked_then_imported_as_drafts(
    office: dict[str, Colleague], database: Path
) -> None:
    editor = office["editor"]
    address = sent(editor, "topics.csv", GOOD)
    page = settled(editor, address)
    assert "1 entry would change" in page and "tax-havens" in page
    assert rows(database, "SELECT * FROM revision WHERE slug = 'tax-havens'") == []
    assert "Import 1 change as a draft" in page
    editor.send(f"{address}/drafts")
    page = settled(editor, address)
    assert "1 change is a draft now" in page
    [(author, note)] = rows(database, "SELECT author, note FROM revision WHERE slug = 'tax-havens'")
    assert (author, note) == ("editor@example.org", "import of topics.csv")
    assert rows(database, "SELECT * FROM publication_entry WHERE slug = 'tax-havens'") == []
    assert rows(database, "SELECT content FROM import") == [(None,)]
    assert rows(database, "SELECT who, subject FROM audit WHERE action = 'imported'") == [
        ("editor@example.org", "topics.csv")
    ]


def test_an_import_that_is_sent_twice_is_written_once(
    office: dict[str, Colleague], database: Path
) -> None:
    editor = office["editor"]
    address = sent(editor, "topics.csv", GOOD)
    settled(editor, address)
    editor.send(f"{address}/drafts")
    editor.send(f"{address}/drafts")
    settled(editor, address)
    assert rows(database, "SELECT count(*) FROM revision WHERE slug = 'tax-havens'") == [(1,)]


def test_every_mistake_is_shown_with_its_place_and_nothing_is_kept(
    office: dict[str, Colleague], database: Path
) -> None:
    page = settled(office["editor"], sent(office["editor"], "bad.csv", WRONG))
    assert "3 things are wrong, so nothing can be imported yet" in page
    for place in ("row 2, column slug", "row 3, column website", "row 4, column name"):
        assert place in page
    assert "Give a web address such as https://www.example.org" in page
    assert "Import 1" not in page
    assert rows(database, "SELECT content, state FROM import") == [(None, "refused")]


def test_a_changed_field_is_shown_before_and_after(office: dict[str, Colleague]) -> None:
    content = b"slug,name.en\nthematic,By theme\n"
    page = settled(office["editor"], sent(office["editor"], "a.csv", content, "category"))
    assert "Name, English" in page and "Name, Nederlands" not in page
    assert "<del>Thematic</del><ins>By theme</ins>" in page


def test_a_table_may_be_pasted_and_is_kept_where_it_is_refused(
    office: dict[str, Colleague],
) -> None:
    editor = office["editor"]
    pasted = {"pasted": GOOD.decode().replace(";", "\t"), "type": "topic"}
    address = editor.send("/staff/import", pasted).headers["location"]
    assert "tax-havens" in settled(editor, address.removeprefix("http://widgets.test"))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Choose a file, or paste a table."),
        ({"file": ("a.ods", b"x")}, "This is none of .toml, .json, .csv, .xlsx"),
    ],
)
def test_what_cannot_be_checked_is_told_at_once(
    office: dict[str, Colleague], files: Mapping[str, tuple[str, bytes]], said: str
) -> None:
    answer = office["editor"].send("/staff/import?lang=en", {}, files)
    assert answer.status_code == 422
    assert said in told(answer.text)


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(
    office: dict[str, Colleague], database: Path
) -> None:
    content = b"x" * ((20 << 20) + 1)
    answer = office["editor"].send("/staff/import", {}, {"file": ("a.csv", content)})
    assert answer.status_code == 413
    assert rows(database, "SELECT * FROM import") == []


def test_the_import_of_another_colleague_is_not_there(office: dict[str, Colleague]) -> None:
    address = sent(office["editor"], "a.csv", GOOD)
    for path in (address, f"{address}/status"):
        assert office["publisher"].ask(path).status_code == 404
    for path in (f"{address}/drafts", f"{address}/removal"):
        assert office["publisher"].send(path).status_code == 404
    assert "Belasting" not in office["publisher"].get("/staff/import")
    assert "tax-havens" in settled(office["editor"], address)


def test_a_file_can_be_forgotten(office: dict[str, Colleague], database: Path) -> None:
    address = sent(office["editor"], "a.csv", GOOD)
    settled(office["editor"], address)
    office["editor"].send(f"{address}/removal")
    assert rows(database, "SELECT * FROM import") == []


def test_a_catalogue_that_moved_meanwhile_is_checked_against_again(
    office: dict[str, Colleague], database: Path
) -> None:
    editor = office["editor"]
    address = sent(editor, "topics.csv", GOOD)
    settled(editor, address)

    async def overtake() -> None:
        async with opened(database) as connection:
            changed = GOOD.replace(b"Tax havens", b"Havens")
            entries = formats.parsed("a.csv", changed, (), "topic").entries
            await Journal(connection).save(entries, "somebody", "")

    asyncio.run(overtake())
    editor.send(f"{address}/drafts")
    page = settled(editor, address)
    assert "Somebody changed the catalogue meanwhile" in page
    assert "<del>Havens</del><ins>Tax havens</ins>" in page
    editor.send(f"{address}/drafts")
    assert "1 change is a draft now" in settled(editor, address)


async def stale(database: Path, state: str, *, saved: bool) -> str:
    """How an import stands that a server left in this state long ago."""
    async with opened(database) as connection:
        jobs = Jobs(connection, now=lambda: 1000.0)
        id = await jobs.add("a@example.org", "a.csv", "topic", GOOD)
        await jobs.end(id, CHECKED, "", await Journal(connection).last_revision())
        await jobs.moved(id, CHECKED, state)
        if saved:
            entries = formats.parsed("a.csv", GOOD, (), "topic").entries
            await Journal(connection).save(entries, "a@example.org", "import of a.csv")
        found = await Jobs(connection, now=lambda: 1100.0).find(id, "a@example.org")
        assert found
        return found.state


@pytest.mark.parametrize(
    ("state", "saved", "stands"),
    [
        ("checking", False, INTERRUPTED),
        (WRITING, False, INTERRUPTED),
        (WRITING, True, WRITTEN),
    ],
)
def test_a_server_that_stopped_leaves_all_or_nothing_and_it_is_known_which(
    tmp_path: Path, state: str, saved: bool, stands: str
) -> None:
    path = tmp_path / "widgets.db"
    assert asyncio.run(stale(path, state, saved=saved)) == stands
    assert rows(path, "SELECT content FROM import") == [(None,)]


def test_an_interrupted_import_says_so(office: dict[str, Colleague], database: Path) -> None:
    address = sent(office["editor"], "a.csv", GOOD)
    settled(office["editor"], address)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE import SET state = 'checking', seen_at = 0")
    page = settled(office["editor"], address)
    assert "The import was interrupted, and nothing was written" in page


def test_old_imports_are_removed(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path / "widgets.db") as connection:
            await Jobs(connection, now=lambda: 1000.0).add("a", "old.csv", "", b"x")
            await Jobs(connection, now=lambda: 1001.0 + KEPT_SECONDS).add("a", "new.csv", "", b"x")

    asyncio.run(work())
    assert rows(tmp_path / "widgets.db", "SELECT name FROM import") == [("new.csv",)]


@pytest.mark.parametrize("state", ["drafts", "published"])
def test_an_export_imported_again_changes_nothing_and_is_noted(
    office: dict[str, Colleague], database: Path, state: str
) -> None:
    for suffix in formats.SUFFIXES:
        answer = office["editor"].ask(f"/staff/export?format={suffix}&state={state}")
        assert answer.headers["content-disposition"] == f'attachment; filename="catalogue{suffix}"'
        page = settled(office["editor"], sent(office["editor"], f"a{suffix}", answer.content, ""))
        assert "The file says what the catalogue says already" in page
    assert rows(database, "SELECT who, action, subject FROM audit ORDER BY id") == [
        ("editor@example.org", "exported", f"catalogue{suffix}, {state}")
        for suffix in formats.SUFFIXES
    ]


def test_an_export_of_what_is_published_holds_no_draft(office: dict[str, Colleague]) -> None:
    drafts, published = (
        office["viewer"].ask(f"/staff/export?format=.json&state={state}").text
        for state in ("drafts", "published")
    )
    assert '"draft": true' in drafts and '"enco"' in drafts
    assert '"draft"' not in published and '"enco"' not in published


def test_an_example_is_a_file_that_can_be_imported(office: dict[str, Colleague]) -> None:
    exported = office["viewer"].ask("/staff/export?format=.json").content
    known = formats.parsed("a.json", exported).entries
    for type in TYPES:
        for suffix in formats.SUFFIXES:
            content = office["viewer"].ask(f"/staff/export/examples/{type}{suffix}").content
            [entry] = formats.parsed(f"a{suffix}", content, known).entries
            assert type == TYPE_OF[entry.__class__]


@pytest.mark.parametrize("query", ["format=.exe", "format=.csv&state=secret"])
def test_an_export_of_nothing_known_is_not_there(office: dict[str, Colleague], query: str) -> None:
    assert office["viewer"].ask(f"/staff/export?{query}").status_code == 404


def test_a_catalogue_too_large_for_memory_is_refused_with_the_figure(
    database: Path, tmp_path: Path
) -> None:
    formats.write(
        tmp_path / "large.json", [*generated(Size(300, 600, 3000), 1, "umbrella")], frozenset()
    )
    with client(Settings(database_url=database, memory_megabytes=3)) as made:
        editor = signed_in(database, made, "editor")
        address = sent(editor, "large.json", (tmp_path / "large.json").read_bytes())
        page = settled(editor, address)
    assert re.search(r"the catalogue would take [4-9]\d? MB of memory .* 3 MB are allowed", page)
    assert "1 thing is wrong, so nothing can be imported yet" in page
