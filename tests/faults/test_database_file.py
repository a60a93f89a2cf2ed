"""A database that breaks while a server runs: visitors notice nothing, colleagues lose nothing."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.conftest import HIDDEN, Run, client, publish
from tests.staff.conftest import ORIGIN, Colleague, signed_in
from tests.store import broken
from tests.store.broken import altered
from tests.world import WORLD
from widgets.operation import pages
from widgets.settings import Settings
from widgets.store import database as store
from widgets.store import published
from widgets.store.database import VERSION

EMBED = "/embed/networks?lang=en"
NEW = "/staff/new/topic?lang=en"
TYPED = {"name.en": "Typed at length", "do": "save"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    publish(tmp_path / "widgets.db", WORLD, HIDDEN)
    return tmp_path / "widgets.db"


@pytest.fixture
def served(path: Path) -> Iterator[TestClient]:
    with client(Settings(database_url=path, host_organisation="umbrella")) as made:
        yield made


@pytest.fixture
def editor(path: Path, served: TestClient) -> Colleague:
    return signed_in(path, served, "editor")


def send(
    editor: Colleague, path: str, token: str, fields: dict[str, str], origin: str = ORIGIN
) -> Response:
    """A form whose page was opened before."""
    headers = {"Cookie": f"widgets={editor.session}", "Origin": origin}
    sent = {"token": token, **fields}
    return editor.client.post(path, data=sent, headers=headers, follow_redirects=False)


def cleared(path: Path) -> None:
    for each in ("", "-wal", "-shm"):
        path.with_name(path.name + each).unlink(missing_ok=True)


def nothing(path: Path) -> None:
    pass


def zeros(path: Path) -> None:
    path.write_bytes(bytes(100_000))


def half(path: Path) -> None:
    shutil.copy(path.with_name("whole.db"), path)
    os.truncate(path, path.stat().st_size // 8)


def a_newer_schema(path: Path) -> None:
    shutil.copy(path.with_name("whole.db"), path)
    altered(path, f"PRAGMA user_version = {VERSION + 1}")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (nothing, "cannot be opened as the database"),
        (Path.touch, "it is empty"),
        (Path.mkdir, "cannot be opened as the database"),
        (zeros, "cannot be used as the database"),
        (half, "cannot be used as the database"),
        (broken.a_text_file, "cannot be used as the database"),
        (broken.a_foreign_database, "belongs to another program"),
        (a_newer_schema, "was written by a newer release"),
    ],
)
def test_a_database_that_breaks_gives_back_what_was_typed_until_it_is_mended(
    path: Path,
    served: TestClient,
    editor: Colleague,
    caplog: pytest.LogCaptureFixture,
    made: Callable[[Path], None],
    said: str,
) -> None:
    before, token = served.get(EMBED), editor.token()
    with (
        closing(sqlite3.connect(path)) as one,
        closing(sqlite3.connect(f"{path.parent}/whole.db")) as other,
    ):
        one.backup(other)
    cleared(path)
    made(path)
    names = {each.name for each in path.parent.iterdir()}
    answer = send(editor, NEW, token, TYPED)
    assert answer.status_code == 503
    assert "The server cannot use its database." in answer.text
    assert 'name="name.en" value="Typed at length"' in answer.text
    assert f'name="token" value="{token}"' in answer.text
    assert f'action="{NEW}"' in answer.text
    [line] = [each for each in caplog.messages if "colleague" in each]
    assert line.startswith(f"nothing was done for a colleague: {path} ")
    assert said in line
    assert served.get(EMBED).content == before.content
    assert served.get("/fragments/networks?lang=en&q=nobody+asked+before").status_code == 200
    read = editor.ask("/staff?lang=en")
    assert (read.status_code, read.headers["cache-control"]) == (503, "private, no-store")
    assert "Visitors see what is published all the same" in read.text
    assert {each.name for each in path.parent.iterdir()} <= names | {
        "widgets.db-wal",
        "widgets.db-shm",
    }
    shutil.rmtree(path) if path.is_dir() else cleared(path)
    path.with_name("whole.db").rename(path)
    assert send(editor, NEW, token, TYPED).status_code == 303


def test_a_form_of_another_site_is_not_given_back(path: Path, editor: Colleague) -> None:
    token = editor.token()
    cleared(path)
    answer = send(editor, NEW, token, TYPED, "https://evil.example")
    assert answer.status_code == 403
    assert "Typed at length" not in answer.text


def test_a_password_is_not_given_back(path: Path, served: TestClient, editor: Colleague) -> None:
    page = served.get("/staff/sign-in").text
    token = page.split('name="token" value="')[1].split('"')[0]
    cleared(path)
    sent = {"email": "ada@example.org", "password": "quiet brown foxes sing"}
    answer = send(editor, "/staff/sign-in?lang=en", token, sent)
    assert answer.status_code == 503
    assert "quiet brown foxes" not in answer.text
    assert "ada@example.org" not in answer.text


def test_a_logo_that_nobody_has_asked_for_yet_is_missed_for_a_moment(
    path: Path, served: TestClient
) -> None:
    cleared(path)
    answer = served.get(f"/logos/{'0' * 64}.webp")
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")


@pytest.mark.parametrize(
    "words", [("check",), ("export", "out.toml"), ("import", "in.toml"), ("backup", "out.db")]
)
@pytest.mark.parametrize("hindrance", ["a directory", "no permission", "another writer"])
def test_what_stands_in_the_way_is_one_line_on_the_command_line(
    run: Run,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    hindrance: str,
) -> None:
    (tmp_path / "in.toml").write_text('[[topic]]\nslug = "new"\nname = "New"\n', "utf-8")
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    publish(database, WORLD)
    if hindrance == "another writer":
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            said = run(words[0], *(tmp_path / each for each in words[1:]))
        if words[0] != "import":  # reading goes on all the same
            assert "in use" not in said.err
            return
    elif hindrance == "a directory":
        cleared(database)
        database.mkdir()
        said = run(words[0], *(tmp_path / each for each in words[1:]))
    else:
        database.chmod(0)
        database.parent.chmod(0)
        nobody = 65534 if os.geteuid() == 0 else os.geteuid()
        before = os.geteuid()
        os.seteuid(nobody)
        try:
            said = run(words[0], *(tmp_path / each for each in words[1:]))
        finally:
            os.seteuid(before)
            database.parent.chmod(0o700)
    assert said.status == 1
    assert said.err.startswith(f"widgets: {tmp_path}/")
    assert said.err.count("\n") == 1


def test_a_server_whose_database_is_gone_says_that_it_is_not_ready_until_it_is_back(
    path: Path, served: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "UNREAD_SECONDS", 0.2)
    monkeypatch.setattr(published, "CHECK_SECONDS", 0.01)

    def until_ready_is(status: int) -> str:
        for _ in range(1000):
            answer = served.get("/readyz")
            if answer.status_code == status:
                return answer.text
            time.sleep(0.01)
        raise AssertionError(answer.text)

    until_ready_is(200)
    away = path.with_name("away.db")
    path.rename(away)
    assert until_ready_is(503).startswith("the database could not be read for ")
    assert served.get("/healthz").status_code == 200
    assert served.get(EMBED).status_code == 200
    away.rename(path)
    assert until_ready_is(200) == "ready\n"
