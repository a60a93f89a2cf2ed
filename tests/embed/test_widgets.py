import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient
from starlette.types import Scope

from tests.conftest import client
from widgets.catalogue.edition import edition
from widgets.embed import widgets
from widgets.kinds.registry import KINDS
from widgets.settings import Settings

QUERIES = {
    "networks": ["lang=nl", "lang=en&category=thematic&q=tax", "style=inherit", "status=ended"],
    "network": ["network=full", "network=full&links=inside&style=inherit", "network=bare"],
    "filters": ["lang=nl", "lang=en&category=sectoral&steers=previous"],
    "badge": ["network=full", "network=ended&lang=en", "network=full&member=hostile&style=inherit"],
    "members": ["network=full", "network=full&lang=en&status=all&role=board&style=inherit"],
    "partners": ["lang=nl", "lang=en&country=nl&q=zzz", "organisation=suedwind&per_page=1"],
}
FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
EVERY = [(kind, query) for kind, queries in QUERIES.items() for query in queries]


def test_every_kind_is_tried_here() -> None:
    assert QUERIES.keys() == KINDS.keys()


@pytest.mark.parametrize(("kind", "query"), EVERY)
def test_the_page_contains_the_fragment_to_the_letter(
    worldly: TestClient, kind: str, query: str
) -> None:
    fragment = worldly.get(f"/fragments/{kind}?{query}")
    page = worldly.get(f"/embed/{kind}?{query}")
    assert (fragment.status_code, page.status_code) == (200, 200)
    assert fragment.text in page.text


@pytest.mark.parametrize(("kind", "query"), EVERY)
def test_a_fragment_is_one_section_without_ids_and_with_absolute_addresses(
    worldly: TestClient, kind: str, query: str
) -> None:
    text = worldly.get(f"/fragments/{kind}?{query}").text
    lang = "en" if "lang=en" in query else "nl"
    assert text.startswith(f'<section class="sw sw-{kind}" lang="{lang}"')
    assert text.rstrip().endswith("</section>")
    assert text.count("<section") == 1
    assert not re.findall(r'\sid="', text)
    addresses = re.findall(r'\s(?:href|src|action|data-hx-get)="([^"]*)"', text)
    assert addresses
    assert not [each for each in addresses if not re.match(r"https?://", each)]


@pytest.mark.parametrize(("kind", "query"), EVERY)
def test_whatever_htmx_fetches_has_a_plain_twin(worldly: TestClient, kind: str, query: str) -> None:
    text = worldly.get(f"/fragments/{kind}?{query}").text
    for tag in re.findall(r"<(?:a|form)\s[^>]*data-hx-get[^>]*>", text):
        twin = re.search(r'(?:href|action)="http://widgets.test(/embed/[^"]+)"', tag)
        assert twin
        sent = urlencode(FIELD.findall(text)) if tag.startswith("<form") else ""
        assert worldly.get(f"{twin[1].replace('&amp;', '&')}?{sent}".rstrip("?")).status_code == 200


def test_every_filter_is_a_link_that_carries_it(worldly: TestClient) -> None:
    text = worldly.get("/fragments/networks?lang=nl").text
    for carried in (
        "category=thematic",
        "relation=coordinates",
        "role=board",
        "topic=tax",
        "scope=regional",
        "status=ended",
        "sort=name",
    ):
        assert re.search(rf'<a [^>]*href="[^"]*{carried}"', text), carried


@pytest.mark.parametrize(
    ("address", "carried"),
    [
        ("members?network=full&status=all", ["role=board", "country=nl", "status=ended"]),
        ("members?network=full&status=all&per_page=1", ["page=2", "status=all"]),
        ("partners?status=all", ["network=full", "topic=tax", "status=ended"]),
        ("partners?organisation=suedwind", ["country=nl", "network=full"]),
    ],
)
def test_a_list_of_organisations_filters_by_links_too(
    worldly: TestClient, address: str, carried: list[str]
) -> None:
    text = worldly.get(f"/fragments/{address}").text
    for each in carried:
        assert re.search(rf'<a [^>]*href="[^"]*{each}[&"]', text), each


def test_own_style_stands_in_a_shadow_root_and_inherited_style_does_not(
    worldly: TestClient,
) -> None:
    own = worldly.get("/fragments/networks").text
    inherited = worldly.get("/fragments/networks?style=inherit").text
    veil, cards = re.findall(r'<template shadowrootmode="open">(.*?)</template>', own, re.DOTALL)
    assert '<article class="sw-card"' in cards
    assert "data-hx-get" not in veil + cards
    assert "<template" not in inherited
    assert '<article class="sw-card"' in inherited


def test_the_host_of_a_shadow_root_is_named_by_what_it_holds(worldly: TestClient) -> None:
    def host(query: str) -> str:
        found = re.search(r"<(sw-[0-9a-f]{8}) ", worldly.get(f"/fragments/networks?{query}").text)
        assert found
        return found[1]

    assert host("lang=nl") == host("lang=nl&utm_source=mail")
    assert host("lang=nl") != host("lang=nl&category=thematic")


def test_unknown_keys_change_not_a_byte(worldly: TestClient) -> None:
    plain = worldly.get("/embed/networks?lang=en&category=thematic")
    noisy = worldly.get("/embed/networks?fbclid=x&category=thematic&lang=en&utm_source=%3Cb%3E")
    assert plain.content == noisy.content
    assert plain.headers["etag"] == noisy.headers["etag"]


def test_request_headers_change_not_a_byte(worldly: TestClient) -> None:
    plain = worldly.get("/fragments/networks?lang=nl")
    headers = {"HX-Request": "true", "HX-Target": "div", "Accept-Language": "en", "Accept": "*/*"}
    assert worldly.get("/fragments/networks?lang=nl", headers=headers).content == plain.content


def test_hostile_names_are_only_text(worldly: TestClient) -> None:
    for address in (
        "/embed/networks?status=all",
        "/embed/network?network=hostile-network",
        "/embed/network?network=full",
        "/embed/badge?network=full&member=hostile",
        "/embed/networks?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/",
    ):
        text = worldly.get(address).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>&" not in text


def test_a_description_in_markdown_keeps_only_safe_elements(worldly: TestClient) -> None:
    text = worldly.get("/fragments/network?network=full&lang=nl").text
    assert '<div class="sw-prose" lang="en" dir="ltr"><p>By <strong>four</strong>' in text
    assert (
        '<a href="https://full.example" target="_blank" rel="noopener noreferrer">More</a>' in text
    )
    assert 'href="javascript' not in text
    assert 'href="/"' not in text


def test_drafts_are_nowhere(worldly: TestClient) -> None:
    for address in ("/", "/embed/networks?status=all", "/embed/networks?q=secret"):
        assert "Secret Draft" not in worldly.get(address).text
    assert worldly.get("/embed/network?network=hidden").status_code == 404
    assert worldly.get("/embed/badge?network=hidden").status_code == 404


def test_cards_link_out_in_a_new_tab_or_stay_within_the_frame(worldly: TestClient) -> None:
    out = worldly.get("/fragments/networks?lang=nl").text
    inside = worldly.get("/fragments/networks?lang=nl&links=inside").text
    assert '<a href="https://www.full.example/about" target="_blank" rel="noopener">' in out
    assert 'target="_blank"' not in inside
    assert "/embed/network?lang=nl&amp;links=inside&amp;network=full" in inside


def test_heading_accent_and_theme_reach_the_fragment(worldly: TestClient) -> None:
    text = worldly.get("/fragments/networks?heading=2&accent=AA3300&theme=dark").text
    assert '<h2 class="sw-card__name">' in text
    assert text.count('href="http://widgets.test/static/accent-aa3300.css"') == 2
    assert 'data-theme="dark"' in text


def test_a_page_is_of_one_edition_though_another_is_published_meanwhile(
    worldly: TestClient, world_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(database_url=world_database, host_organisation="umbrella")
    with client(settings) as visitor:

        async def overtaken(scope: Scope, pieces: Iterable[str]) -> list[str]:
            visitor.app.state.published.edition = edition(())  # type: ignore[attr-defined]
            return [*pieces]

        monkeypatch.setattr(widgets, "paced", overtaken)
        address = "/embed/filters?lang=en&steers=previous"
        assert visitor.get(address).text == worldly.get(address).text
