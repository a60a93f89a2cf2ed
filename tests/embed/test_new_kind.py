"""A kind is a module, a template and a line in the registry: nothing else knows of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.conftest import client
from widgets.app import PUBLIC_ROUTES
from widgets.catalogue.edition import Edition
from widgets.kinds.cards import frame
from widgets.kinds.listing import ListOptions
from widgets.kinds.lists import Listed, Phrases, what_a_list_shows
from widgets.kinds.networks import networks_of
from widgets.kinds.registry import KINDS, Kind
from widgets.kinds.site import Site
from widgets.render import environment
from widgets.settings import Settings

PATHS = [route.path for route in PUBLIC_ROUTES if isinstance(route, Route)]


@dataclass(frozen=True, kw_only=True)
class EchoOptions(ListOptions):
    @property
    def category(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class Echo(Listed):
    """A list whose entries are words."""


def echo(edition: Edition, options: Any, site: Site) -> Echo:
    found = networks_of(edition, options, site, "echo")
    phrases = Phrases(("all", "all"), ("some", "some"), "Search", "None", "Back")
    return Echo(
        **what_a_list_shows(found, frame(site, "echo", options, "An echo"), phrases),
        cards=tuple(tie.network.slug for tie in found.found.items),
    )


TEMPLATE = """{# in: Echo #}{% extends "parts/_list.html" %}{% set kind = "echo" %}
{% block card %}<li>{{ card }}</li>{% endblock %}"""


@pytest.fixture
def echoing(world_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    made = environment()
    assert made.loader
    both = ChoiceLoader([made.loader, DictLoader({"fragments/echo.html": TEMPLATE})])
    monkeypatch.setattr(made, "loader", both)
    monkeypatch.setitem(
        KINDS,
        "echo",
        Kind("echo", "Echo", "Echoes.", EchoOptions, echo, lambda drawn, width_px: 400),
    )
    with client(Settings(database_url=world_database, host_organisation="umbrella")) as asked:
        yield asked


def test_no_route_names_a_kind() -> None:
    assert not [path for path in PATHS if set(path.split("/")) & KINDS.keys()]


def test_every_address_of_kinds_answers_for_a_new_one(echoing: TestClient) -> None:
    addresses = [path.format(kind="echo") for path in PATHS if path.endswith("{kind}")]
    assert len(addresses) >= 2
    for address in addresses:
        assert echoing.get(f"{address}?lang=nl").status_code == 200, address


def test_a_new_kind_has_its_page_its_fragment_and_its_place_in_the_gallery(
    echoing: TestClient,
) -> None:
    fragment = echoing.get("/fragments/echo?lang=nl&q=bare").text
    assert "<li>bare</li>" in fragment
    assert fragment in echoing.get("/embed/echo?lang=nl&q=bare").text
    gallery = echoing.get("/?lang=nl").text
    assert '<h2 id="echo">Echo</h2>' in gallery
    assert "http://widgets.test/builder/echo?lang=nl" in gallery


def test_a_network_that_only_filters_is_not_what_the_page_is_about(worldly: TestClient) -> None:
    answer = worldly.get("/embed/partners?lang=en&network=full")
    assert '<link rel="canonical" href="http://widgets.test/embed/partners?lang=en">' in answer.text
    assert answer.headers["surrogate-key"] == "catalogue partners"
    about = worldly.get("/embed/members?lang=en&network=full")
    assert "network/full" in about.headers["surrogate-key"]


def test_the_builder_offers_the_countries_that_there_are_by_name(worldly: TestClient) -> None:
    form = worldly.get("/builder/members?lang=nl&network=full&country=nl").text
    assert 'name="country" value="nl" checked' in form
    assert "Nederland" in form
