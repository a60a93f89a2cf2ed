"""An office where something waits to be published."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import client
from tests.staff.conftest import Colleague, colleagues
from widgets.catalogue.records import TYPES, Entry, Key
from widgets.settings import Settings
from widgets.store import published
from widgets.store.accounts import ROLES
from widgets.store.database import opened
from widgets.store.history import History
from widgets.store.journal import Journal

Save = Callable[..., list[int]]


async def _saved(path: Path, entries: Sequence[Entry], gone: Sequence[Key]) -> list[int]:
    async with opened(path) as connection:
        journal = Journal(connection)
        saved = await journal.save(entries, "ann@example.org", "a note")
        taken = [await journal.take_away(*key, "ann@example.org", "") for key in gone]
        return [each.revision for each in (*saved, *taken) if each]


@pytest.fixture
def database(database: Path) -> Path:
    """Where nothing waits yet."""

    async def publish() -> None:
        async with opened(database) as connection:
            waiting = await History(connection).waiting()
            await Journal(connection).publish([each.draft for each in waiting], "test", "")

    asyncio.run(publish())
    return database


@pytest.fixture
def office(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Colleague]]:
    """A colleague of each role, who reads English, where a publication is seen sooner."""
    monkeypatch.setattr(published, "CHECK_SECONDS", 0.05)
    with client(Settings(database_url=database, default_language="en")) as made:
        yield colleagues(database, made, *ROLES)


@pytest.fixture
def save(database: Path) -> Save:
    """Saves drafts, and takes entries away. Shape: the numbers of their revisions."""

    def saving(*entries: Entry, gone: Sequence[Key] = ()) -> list[int]:
        return asyncio.run(_saved(database, entries, gone))

    return saving


def changed(path: Path, type: str, slug: str, **fields: Any) -> Entry:
    """An entry of the drafts with other fields."""

    async def find() -> Entry:
        async with opened(path) as connection:
            found = await Journal(connection).newest_of(type, slug)
            assert found
            return found.record()

    entry = asyncio.run(find())
    return TYPES[type].model_validate(entry.model_dump() | fields)
