"""What an answer may weigh, and what it may cost. Whoever makes one larger does so on purpose."""

import asyncio
import gc
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import ref

import brotli
import jinja2
import pytest
from starlette.testclient import TestClient

from tests.conftest import client
from tests.staff.test_drafts_stay_inside import QUERIES, filled
from widgets.app import PUBLIC_ROUTES
from widgets.settings import Settings
from widgets.store.published import Published

BYTES = {  # as they are, and packed with Brotli; each with a few per cent to grow
    "/?lang=nl": (6_700, 1_550),
    "/builder/networks?lang=nl": (19_900, 4_300),
    "/check?lang=nl": (2_700, 830),
    "/verify/oecd-watch/somo?lang=nl": (3_350, 800),
    "/embed/networks?lang=nl": (31_300, 4_400),
    "/embed/network?lang=nl&network=goodelectronics": (11_100, 2_250),
    "/embed/filters?lang=nl": (23_500, 3_750),
    "/embed/badge?lang=nl&network=goodelectronics": (5_350, 1_400),
    "/embed/members?lang=nl&network=goodelectronics": (17_700, 2_650),
    "/embed/partners?lang=nl": (33_700, 4_200),
    "/fragments/networks?lang=nl": (24_350, 3_250),
    "/fragments/network?lang=nl&network=goodelectronics": (5_650, 1_350),
    "/fragments/filters?lang=nl": (3_400, 570),
    "/fragments/badge?lang=nl&network=goodelectronics": (1_700, 510),
    "/fragments/members?lang=nl&network=goodelectronics": (12_150, 1_650),
    "/fragments/partners?lang=nl": (26_800, 2_950),
    "/badges/oecd-watch/somo.svg?lang=nl": (1_100, 530),
    "/badges/oecd-watch/somo.png?lang=nl": (2_350, 2_350),
    "/badges/oecd-watch/somo@2x.png?lang=nl": (4_800, 4_800),
    "/static/widget.css": (17_750, 3_650),
    "/static/single.css": (19_700, 3_900),
    "/static/site.css": (11_250, 2_550),
    "/static/staff.css": (25_750, 5_300),
    "/static/accent-0b5cad.css": (30, 34),
    "/static/htmx-4.0.1.min.js": (37_448, 12_010),
    "/static/icon.svg": (270, 170),
}
HEADERS = {"/embed/": 790, "/fragments/": 580, "/static/": 430, "/badges/": 560}
KEPT = [route for route in PUBLIC_ROUTES if route.path not in {"/healthz", "/readyz"}]


@pytest.fixture
def fresh(world_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server that has answered nothing yet, and that nobody publishes to meanwhile."""
    monkeypatch.setattr(Published, "follow", lambda self: asyncio.sleep(0))
    with client(Settings(database_url=world_database, host_organisation="umbrella")) as made:
        yield made


@pytest.mark.parametrize("address", BYTES)
def test_an_answer_weighs_no_more_than_it_may(shipped: TestClient, address: str) -> None:
    body = shipped.get(address).content
    whole, packed = BYTES[address]
    weighs = (len(body), len(brotli.compress(body)))
    has_grown = weighs[0] > whole or weighs[1] > packed
    assert not has_grown, f"{address} has grown to {weighs}, and may weigh {(whole, packed)}"
    is_loose = weighs[0] < whole * 0.9
    assert not is_loose, f"{address} has shrunk to {weighs}: BYTES can be less than {whole}"


@pytest.mark.parametrize("address", BYTES)
def test_an_answer_is_told_no_more_than_it_needs(shipped: TestClient, address: str) -> None:
    raw = shipped.get(address).headers.raw
    most = next((HEADERS[each] for each in HEADERS if address.startswith(each)), 820)
    assert sum(len(name) + len(value) + 4 for name, value in raw) <= most, raw


@pytest.mark.parametrize("route", KEPT, ids=lambda route: route.path)
def test_no_public_answer_asks_the_database(
    fresh: TestClient, monkeypatch: pytest.MonkeyPatch, route: Any
) -> None:
    if route.path.startswith("/logos/"):
        return  # the first reader of a logo brings it into memory: tests/embed/test_logos.py
    asked: list[str] = []
    connect = sqlite3.connect

    def traced(*arguments: Any, **named: Any) -> Any:
        asked.append(f"connected to {arguments}")
        return connect(*arguments, **named)

    monkeypatch.setattr(sqlite3, "connect", traced)
    for path in filled(route.path):
        for query in QUERIES[: 1 if path.endswith(".png") else None]:
            fresh.get(f"{path}?{query}")
            assert asked == [], f"{path}?{query}"


@pytest.mark.parametrize("route", KEPT, ids=lambda route: route.path)
def test_what_was_asked_before_is_not_drawn_again(
    fresh: TestClient, monkeypatch: pytest.MonkeyPatch, route: Any
) -> None:
    drawn: list[str] = []
    render = jinja2.Template.render

    def noted(self: jinja2.Template, *arguments: Any, **named: Any) -> str:
        drawn.append(str(self.name))
        return render(self, *arguments, **named)

    monkeypatch.setattr(jinja2.Template, "render", noted)
    addresses = [f"{path}?{query}" for path in filled(route.path) for query in QUERIES[:2]]
    for address in addresses:
        fresh.get(address)
    first = len(drawn)
    for address in addresses:
        fresh.get(address)
    assert drawn[first:] == []


def test_a_catalogue_that_is_no_longer_shown_takes_no_memory(fresh: TestClient) -> None:
    app: Any = fresh.app
    published = app.state.published
    published.edition = replace(published.edition)
    before = ref(published.edition)
    for route in KEPT:
        for path in filled(route.path):
            fresh.get(f"{path}?{QUERIES[0]}")
    published.edition = replace(published.edition)
    assert fresh.portal
    fresh.portal.call(published.on_change)
    assert fresh.get("/embed/networks").status_code == 200
    gc.collect()
    assert before() is None
