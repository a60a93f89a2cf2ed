"""What an intruder finds: each route with something in its address, and a server behind https."""

import asyncio
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest
from starlette.routing import BaseRoute, Route
from starlette.testclient import TestClient

from tests.conftest import CHEAP, running
from tests.staff.busy import Busy, busy
from widgets.app import PUBLIC_ROUTES, application
from widgets.operation.pages import OPERATION_ROUTES
from widgets.settings import Settings

FILLED = {
    "kind": "networks",
    "network": "oecd-watch",
    "member": "somo",
    "colour": "0b5cad",
    "name": "site.css",
    "digest": "0" * 64,
}
PARTNERS = ("https://partner.example", "https://other.example:8443")
HTTPS = "https://widgets.example"
Office = tuple[TestClient, Busy]


def address_of(route: BaseRoute) -> str:
    """One that the route answers: a new word in the table needs a line in FILLED."""
    assert isinstance(route, Route)
    address = re.sub(r"\{(\w+)\}", lambda found: FILLED[found[1]], route.path)
    return f"{address}?url=http://widgets.test/embed/networks&lang=en"


PUBLIC = tuple(address_of(each) for each in PUBLIC_ROUTES)
OPERATION = tuple(address_of(each) for each in OPERATION_ROUTES)
ODD = ("/nowhere", "/embed/networks/", "/embed/networks?page=0", "/embed/nope", "/preview/x")


@pytest.fixture(scope="module")
def office_file(shipped_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("security") / "widgets.db"
    return Path(shutil.copy(shipped_database, path))


@pytest.fixture(scope="module")
def office(office_file: Path) -> Iterator[Office]:
    """A server of partners, where colleagues of each role have worked."""
    settings = Settings(database_url=office_file, allowed_origins=PARTNERS)
    within = asyncio.run(busy(office_file))
    with TestClient(application(settings, hasher=CHEAP), base_url="http://widgets.test") as made:
        yield made, within


@pytest.fixture(scope="module")
def behind_https(shipped_database: Path) -> Iterator[TestClient]:
    settings = Settings(database_url=shipped_database, base_url=HTTPS)
    with TestClient(application(settings, hasher=CHEAP), base_url="http://inside.test") as made:
        yield made


@dataclass(frozen=True)
class Heard:
    status: int
    headers: HTTPMessage
    text: str


@dataclass(frozen=True)
class Wire:
    """A server that is asked for an address letter by letter, as no browser would. Shape: host is
    its name and port."""

    host: str
    within: Busy

    def ask(self, address: str, headers: Mapping[str, str] | None = None) -> Heard:
        connection = HTTPConnection(self.host, timeout=20)
        connection.request("GET", address, headers=dict(headers or {}))
        got = connection.getresponse()
        heard = Heard(got.status, got.headers, got.read().decode("utf-8", "replace"))
        connection.close()
        return heard


@pytest.fixture(scope="module")
def wire(shipped_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    path = Path(shutil.copy(shipped_database, tmp_path_factory.mktemp("wire") / "widgets.db"))
    within = asyncio.run(busy(path))
    with running(application(Settings(database_url=path), hasher=CHEAP)) as origin:
        yield Wire(origin.removeprefix("http://"), within)
