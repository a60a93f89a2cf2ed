"""What a colleague who means harm sends: the numbers of others, fields that no form has, a field
twice, and names that look like another's."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.staff.conftest import Colleague
from widgets.catalogue.records import Entry, Network
from widgets.store.database import opened
from widgets.store.jobs import Jobs
from widgets.store.journal import Journal, Saved

OECD = "/staff/entries/network/oecd-watch"


def newest(database: Path, type: str = "network", slug: str = "oecd-watch") -> Saved:
    async def ask() -> Saved | None:
        async with opened(database) as connection:
            return await Journal(connection).newest_of(type, slug)

    found = asyncio.run(ask())
    assert found
    return found


def count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def test_no_field_that_was_not_asked_for_gets_into_an_entry(
    office: dict[str, Colleague], database: Path
) -> None:
    before = newest(database)
    sent = {
        "base": str(before.revision),
        "do": "save",
        "name.mul": "OECD Watch",
        "slug": "taken-over",
        "type": "organisation",
        "draft": "false",
        "author": "somebody@example.org",
        "publish": "on",
        "revision": "1",
        "logo.digest": "0" * 64,
        "logo": "x",
        "model_config": "x",
        "__class__": "x",
        "name.__proto__": "x",
        "category_confirmed.x.y.z": "on",
        "topics.no-such-topic": "",
    }
    answer = office["editor"].send(f"{OECD}/draft", sent)
    assert answer.status_code == 303, answer.text
    after = newest(database)
    record: Entry = after.record()
    assert after.key == before.key
    with closing(sqlite3.connect(database)) as connection:
        sql = "SELECT author FROM revision WHERE id = ?"
        assert connection.execute(sql, (after.revision,)).fetchone() == ("editor@example.org",)
    assert isinstance(record, Network)
    assert record.logo is None
    assert record.slug == "oecd-watch"
    assert count(database, "publication") == 1
    assert "taken-over" not in office["editor"].get("/staff/entries/network?q=taken")


@pytest.mark.parametrize("path", ["/staff/publish", "/staff/publications/1/undo"])
def test_an_editor_publishes_nothing_whatever_is_sent(
    office: dict[str, Colleague], database: Path, path: str
) -> None:
    sent: dict[str, str | list[str]] = {"entry": ["1", "2"], "seen": "1", "role": "publisher"}
    assert office["editor"].send(path, sent).status_code == 403
    assert office["editor"].send(f"{path}?role=admin", sent).status_code in {403, 404}
    assert count(database, "publication") == 1


def test_an_import_of_somebody_else_is_reached_by_no_way_to_write_its_number(
    office: dict[str, Colleague], database: Path
) -> None:
    async def add() -> str:
        async with opened(database) as connection:
            return await Jobs(connection).add("editor@example.org", "a.csv", "topic", b"slug\nx")

    id = asyncio.run(add())
    other = office["publisher"]
    for written in (id, id.upper(), f"{id}%20", f"%20{id}", f"{id}%00", f"{id}'--", f"{id};"):
        for way in ("", "/status"):
            assert other.ask(f"/staff/import/{written}{way}").status_code == 404
        for way in ("/drafts", "/removal"):
            sent = {"id": id, "author": "editor@example.org"}
            assert other.send(f"/staff/import/{written}{way}", sent).status_code == 404
    assert count(database, "import") == 1


def test_the_sessions_of_others_go_on_when_one_signs_out_everywhere(
    office: dict[str, Colleague],
) -> None:
    sent = {"account": "1", "id": "1", "email": "admin@example.org", "session": "1"}
    assert office["viewer"].send("/staff/account/sessions", sent).status_code == 303
    assert office["viewer"].ask("/staff").status_code == 303
    for role in ("editor", "publisher", "admin"):
        assert office[role].ask("/staff").status_code == 200


def test_a_revision_of_another_entry_is_not_brought_back_into_this_one(
    office: dict[str, Colleague], database: Path
) -> None:
    other = newest(database, slug="makeitfair")
    sent = {"revision": str(other.revision), "base": str(newest(database).revision)}
    assert office["publisher"].send(f"{OECD}/restore", sent).status_code == 404


def test_a_token_that_is_sent_twice_counts_as_it_was_sent_last(
    office: dict[str, Colleague],
) -> None:
    editor = office["editor"]
    right, fields = editor.token(), {"name": "Twice", "language": "en"}
    sent: dict[str, str | list[str]] = {**fields, "token": [right, "guessed"]}
    assert editor.send("/staff/account", sent).status_code == 403
    assert "Twice" not in editor.get("/staff/account")
    for bad in (f"/staff/account?token={right}",):
        sent = {**fields, "token": ""}
        assert editor.send(bad, sent).status_code == 403


@pytest.mark.parametrize(
    "slug",
    [
        *(
            "ｏｅｃｄ-ｗａｔｃｈ",
            "oecd‐watch",
            "oecd-wаtch",
            "OECD-WATCH",
            "oecd-watch\u200b",
            "ﬁnance",
        ),
        *("oecd-watch\u0301", "oecd-watch\u200b"),
        *("ⓞⓔⓒⓓ", "oecd--watch", "-oecd", "../oecd-watch", "oecd watch", "é"),
        *("oecd-watch\n", "oecd_watch", "oecd.watch", "%6fecd", "ſomo", "ı", "oecd-watch/x", "٣"),
    ],
)
def test_no_slug_looks_like_another_one(
    office: dict[str, Colleague], database: Path, slug: str
) -> None:
    sent = {"name.mul": "Another", "slug": slug, "do": "save"}
    answer = office["editor"].send("/staff/new/network", sent)
    made = answer.headers.get("location", "").rpartition("/")[2].partition("?")[0]
    if answer.status_code == 303:
        assert made.isascii() and made == made.lower()
        assert made != "oecd-watch"
        assert newest(database, slug=made).slug == slug.strip()
    else:
        assert answer.status_code == 422


@pytest.mark.parametrize("written", ["ｏｅｃｄ-ｗａｔｃｈ", "OECD-watch", "oecd%E2%80%90watch"])
def test_an_address_names_an_entry_in_one_way_alone(
    office: dict[str, Colleague], written: str
) -> None:
    made = office["viewer"].client
    assert made.get(f"/embed/network?network={written}").status_code in {400, 404}
    assert made.get(f"/badges/{written}/somo.svg").status_code in {400, 404}
    assert office["viewer"].ask(f"/staff/entries/network/{written}").status_code == 404


def test_of_an_option_that_comes_twice_one_is_taken_the_same_for_every_reader(
    office: dict[str, Colleague],
) -> None:
    def made(query: str) -> str:
        return office["viewer"].client.get(f"/fragments/networks?{query}").text

    pairs = (("lang=nl", "lang=en"), ("page=1", "page=2"), ("theme=dark", "theme=x"))
    for first, second in pairs:
        both = made(f"{first}&{second}"), made(f"{second}&{first}")
        alone = made(first), made(second)
        assert both[0] in alone
        assert both[1] in alone
