"""What tests of the store share: a journal in a file of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

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
