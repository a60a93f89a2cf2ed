"""What tests of the store share: a journal in a file of its own, accounts, and a clock."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from tests.conftest import CHEAP
from widgets.store.accounts import Accounts
from widgets.store.database import opened
from widgets.store.journal import Journal


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "widgets.db"


@pytest.fixture
async def journal(path: Path) -> AsyncIterator[Journal]:
    async with opened(path) as connection:
        yield Journal(connection)


@pytest.fixture
async def connection(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    async with opened(path) as made:
        yield made


@pytest.fixture
def accounts(connection: aiosqlite.Connection) -> Accounts:
    return Accounts(connection, CHEAP)


def dump(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds
