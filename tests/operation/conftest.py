"""An application of its own, which a test may break."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.conftest import CHEAP
from widgets.app import application
from widgets.http.edge import Edge
from widgets.settings import Settings

TOKEN = "a-token-that-nobody-can-guess-at-all"  # noqa: S105


@pytest.fixture
def app(world_database: Path) -> Edge:
    settings = Settings(database_url=world_database, host_organisation="umbrella")
    return application(settings, hasher=CHEAP)


@pytest.fixture
def here(app: Edge) -> Iterator[TestClient]:
    """A program on the same machine."""
    with TestClient(
        app,
        "http://127.0.0.1:8000",
        client=("127.0.0.1", 5000),
        raise_server_exceptions=False,
    ) as made:
        yield made
