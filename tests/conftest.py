"""What tests share: databases, an application in this process, and real servers on two origins."""

import asyncio
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from functools import partialmethod
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import uvicorn
from argon2 import PasswordHasher
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from tests.world import WORLD
from widgets import catalogue_cli, cli, staff_cli
from widgets.app import application
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Entry, key_of
from widgets.cli import SHIPPED
from widgets.files import formats
from widgets.http.connections import Connection
from widgets.settings import Settings, variable
from widgets.store import database as store
from widgets.store.accounts import Accounts
from widgets.store.database import opened
from widgets.store.journal import Journal

# How fast a machine is fails no test; how many examples are enough is a matter of the suite's time.
hypothesis.settings.register_profile(
    "suite", deadline=None, max_examples=50, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")

HIDDEN = frozenset({("network", "hidden")})
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # for tests alone


# A browser takes most of the time, and each process should start one once and not again.
LONGEST = ("test_week.py", "test_validity.py", "test_manual.py", "test_workers.py", "test_disk.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: of the last one, every other process would wait for the end."""
    items.sort(key=lambda item: (item.path.parent.name != "browser", item.path.name not in LONGEST))


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


Run = Callable[..., Said]


def publish(
    path: Path, entries: Sequence[Entry], drafts: frozenset[tuple[str, str]] = frozenset()
) -> None:
    """Save entries into a database and publish all of them but the drafts."""

    async def fill() -> None:
        async with opened(path) as connection:
            journal = Journal(connection)
            saved = await journal.save(entries, "test", "")
            chosen = [each for each in saved if (each.type, each.slug) not in drafts]
            await journal.publish(chosen, "test", "")

    asyncio.run(fill())


def withdraw(path: Path, type: str, slug: str) -> None:
    """Publish that an entry is gone."""
    revision = "INSERT INTO revision (type, slug, body, author) VALUES (?, ?, NULL, 'test')"
    entry = "INSERT INTO publication_entry VALUES (?, ?, ?, ?)"
    with closing(sqlite3.connect(path)) as connection, connection:
        gone = connection.execute(revision, (type, slug)).lastrowid
        number = connection.execute("INSERT INTO publication (author) VALUES ('test')").lastrowid
        connection.execute(entry, (number, type, slug, gone))


def publish_shipped(path: Path) -> None:
    found = formats.read(SHIPPED)
    publish(path, found.entries, found.drafts)


@contextmanager
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(application(settings, hasher=CHEAP), base_url="http://widgets.test") as made:
        yield made


@contextmanager
def running(app: ASGIApp, host: str = "127.0.0.1") -> Iterator[str]:
    """A real server in a thread. Shape: its origin."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http=Connection, log_level="warning", access_log=False, lifespan="on"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://{host}:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture(scope="session", autouse=True)
def nothing_waits_for_the_disk() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "SYNCHRONOUS", "OFF")
        yield


@pytest.fixture(scope="session")
def shipped_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shipped") / "widgets.db"
    publish_shipped(path)
    return path


@pytest.fixture(scope="session")
def world_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "widgets.db"
    publish(path, WORLD, HIDDEN)
    return path


@pytest.fixture(scope="session")
def world() -> Edition:
    return edition((each for each in WORLD if key_of(each) not in HIDDEN), 1)


@pytest.fixture(scope="session")
def shipped(shipped_database: Path) -> Iterator[TestClient]:
    """The application with SOMO's catalogue."""
    with client(Settings(database_url=shipped_database)) as made:
        yield made


@pytest.fixture(scope="session")
def worldly(world_database: Path) -> Iterator[TestClient]:
    """The application with the small world."""
    settings = Settings(database_url=world_database, host_organisation="umbrella")
    with client(settings) as made:
        yield made


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of a server that is set up by nothing but the environment."""
    path = tmp_path / "data" / "widgets.db"
    path.parent.mkdir()
    for each in fields(Settings):
        monkeypatch.delenv(variable(each.name), raising=False)
    monkeypatch.setenv("WIDGETS_DATABASE_URL", f"sqlite:///{path}")
    for console in (catalogue_cli.out, staff_cli.out):
        monkeypatch.setattr(console, "width", 300)
    return path


@pytest.fixture
def run(database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, where a password costs little. `serve` stops where the server
    would begin."""
    cheap = partialmethod(Accounts.__init__, hasher=CHEAP)
    monkeypatch.setattr(Accounts, "__init__", cheap)
    served: list[dict[str, Any]] = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: served.append(options))

    def run(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["widgets", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return run
