"""A small world with a draft in it, and a link to see it by."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.conftest import HIDDEN, publish
from tests.world import WORLD, name
from widgets.app import application
from widgets.catalogue.records import Entry, Network
from widgets.settings import Settings
from widgets.staff.previewing import links
from widgets.staff.previewing.links import Link
from widgets.store.database import opened
from widgets.store.journal import Journal
from widgets.store.previews import State, state
from widgets.store.secret import secret_key

NOW = 1_790_000_000
CHANGED = Network(slug="bare", name=name("Barely Changed"))


@dataclass
class Clock:
    """Units: seconds since 1970."""

    seconds: float

    def __call__(self) -> float:
        return self.seconds


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
def world_file(tmp_path: Path) -> Path:
    path = tmp_path / "widgets.db"
    publish(path, WORLD, HIDDEN)
    return path


@pytest.fixture
def since(world_file: Path) -> State:
    return save(world_file, CHANGED)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def site(world_file: Path, since: State, clock: Clock) -> Iterator[TestClient]:
    """The application with a draft."""
    settings = Settings(database_url=world_file, host_organisation="umbrella")
    app = application(settings, clock)
    with TestClient(app, base_url="http://widgets.test", follow_redirects=False) as made:
        yield made


@pytest.fixture
def link(world_file: Path, since: State) -> Callable[[Link], str]:
    """The path below which a link shows the drafts."""
    key = secret_key(Settings(database_url=world_file))
    return lambda made: links.mount(key, made)


@pytest.fixture
def mount(link: Callable[[Link], str], since: State) -> str:
    """The path of a link for a week."""
    return link(links.shared(7, since, NOW))
