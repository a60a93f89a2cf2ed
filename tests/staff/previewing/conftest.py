"""A small world with a draft in it, and a link to see it by."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.conftest import HIDDEN, client, publish
from tests.world import WORLD, name
from widgets.catalogue.records import Entry, Network
from widgets.settings import Settings
from widgets.staff.previewing import links
from widgets.store.database import opened
from widgets.store.journal import Journal
from widgets.store.previews import State, state

NOW = 1_790_000_000
CHANGED = Network(slug="bare", name=name("Barely Changed"))


def save(path: Path, *entries: Entry) -> State:
    """Drafts. Shape: how far the journal is then."""

    async def fill() -> State:
        async with opened(path) as connection:
            await Journal(connection).save(entries, "test", "")
            return await state(connection)

    return asyncio.run(fill())


def publish_all(path: Path) -> None:
    async def fill() -> None:
        async with opened(path) as connection:
            journal = Journal(connection)
            await journal.publish(await journal.newest(), "test", "")

    asyncio.run(fill())


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "widgets.db"
    publish(path, WORLD, HIDDEN)
    return path


@pytest.fixture
def since(database: Path) -> State:
    return save(database, CHANGED)


@pytest.fixture
def site(database: Path, since: State, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The application with a draft, at a fixed time."""
    monkeypatch.setattr("time.time", lambda: NOW)
    settings = Settings(database_url=database, host_organisation="umbrella")
    with client(settings) as made:
        yield made


@pytest.fixture
def key(site: TestClient) -> str:
    held: str = site.app.state.key  # type: ignore[attr-defined]
    return held


@pytest.fixture
def mount(key: str, since: State) -> str:
    """The path below which a link for a week shows the draft."""
    return links.mount(key, links.shared(7, since, NOW))
