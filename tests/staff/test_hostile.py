"""What nobody sends by mistake: it is refused in words, and the server goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.staff.conftest import ORIGIN, Colleague
from widgets.app import application
from widgets.settings import Settings
from widgets.store import database as store

ENORMOUS = ("9" * 19, "9" * 5000, "٣")  # no row, no number, no digit of ours


@pytest.mark.parametrize("slug", ["%00", "%0dSet-Cookie:%20a=b", "%ED%A0%80", "%E2%80%AE"])
def test_letters_that_no_header_holds_do_not_break_the_way_to_an_entry(
    office: dict[str, Colleague], slug: str
) -> None:
    answer = office["editor"].ask(f"/staff/entries/network/{slug}/draft")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{ORIGIN}/staff/entries/network/%")
    assert answer.headers["location"].isprintable()
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("number", ENORMOUS)
def test_a_number_beyond_all_numbers_is_a_number_of_nothing(
    office: dict[str, Colleague], number: str
) -> None:
    publisher = office["publisher"]
    for address, fields in (
        ("/staff/publications/1/undo", {"seen": number}),
        ("/staff/entries/network/oecd-watch/restore", {"revision": number, "base": number}),
        ("/staff/entries/network/oecd-watch/draft", {"base": number}),
        ("/staff/entries/network/oecd-watch/logo", {"base": number}),
    ):
        assert publisher.send(address, fields).status_code < 500, address
    assert publisher.ask(f"/staff/publications?before={number}").status_code == 200


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """While another process writes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_what_was_typed_comes_back_where_another_writes_for_too_long(
    office: dict[str, Colleague], database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    editor = office["editor"]
    fields = {"name.en": "Typed at length", "do": "save", "token": editor.token()}
    with locked(database):
        answer = editor.send("/staff/new/topic?lang=en", fields)
    assert answer.status_code == 503
    assert 'name="name.en" value="Typed at length"' in answer.text
    assert 'action="/staff/new/topic?lang=en"' in answer.text
    assert editor.send("/staff/new/topic", fields).status_code == 303


def test_nobody_signs_in_where_another_writes_for_too_long_and_is_told_so(
    office: dict[str, Colleague], database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    page = office["viewer"].client.get("/staff/sign-in").text
    token = page.split('name="token" value="')[1].split('"')[0]
    sent = {"token": token, "email": "viewer@example.org", "password": "quiet brown foxes sing"}
    with locked(database):
        answer = office["viewer"].client.post(
            "/staff/sign-in", data=sent, headers={"Origin": ORIGIN}
        )
    assert answer.status_code == 503
    assert answer.headers["x-frame-options"] == "DENY"


def test_what_goes_wrong_below_staff_is_kept_and_framed_by_nobody(tmp_path: Path) -> None:
    path = tmp_path / "widgets.db"
    with TestClient(
        application(Settings(database_url=path)), ORIGIN, raise_server_exceptions=False
    ) as made:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DROP TABLE session")
        made.cookies.set("widgets", "somebody")
        for method, status in (("GET", 503), ("TRACE", 405)):
            answer = made.request(method, "/staff")
            assert answer.status_code == status
            assert answer.headers["cache-control"] == "private, no-store"
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert "access-control-allow-origin" not in answer.headers
            assert "etag" not in answer.headers


def test_a_name_that_nobody_can_see_is_refused(office: dict[str, Colleague]) -> None:
    for name in ("\u200b", "\ufeff\u2060", "\u202e"):
        fields = {"name.en": name, "slug": "unseen", "do": "save"}
        assert office["editor"].send("/staff/new/topic", fields).status_code == 422


def test_a_letter_that_no_page_can_hold_comes_back_as_one_that_is_seen(
    office: dict[str, Colleague],
) -> None:
    answer = office["editor"].send("/staff/new/topic", {"name.en": "a\0b"})
    assert answer.status_code == 422
    assert "\0" not in answer.text
    assert "a\ufffdb" in answer.text
