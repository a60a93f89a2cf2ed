"""What search engines, link previews and feed readers are told of a page."""

import html
import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.world import name
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Membership, Network, Organisation
from widgets.embed.linked import LONGEST, linked_data
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.cards import NetworkOptions, NetworksOptions
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site

SITE = Site("http://widgets.test", "umbrella", "widget.css")


def property_of(text: str, name: str) -> str:
    found = re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', text)
    assert len(found) == 1
    return html.unescape(found[0])


def canonical(text: str) -> str:
    found = re.findall(r'<link rel="canonical" href="([^"]*)">', text)
    assert len(found) == 1
    return html.unescape(found[0])


def linked(text: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert len(found) == 1
    parsed: dict[str, Any] = json.loads(found[0])
    return parsed


def others(node: dict[str, Any], relation: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {(each[relation]["name"], each["roleName"]): each for each in node[relation]}


def test_a_preview_of_a_network_tells_its_name_and_what_it_does(worldly: TestClient) -> None:
    text = worldly.get("/embed/network?lang=en&network=full").text
    assert property_of(text, "og:title") == "Full Network"
    assert property_of(text, "og:type") == "website"
    assert property_of(text, "og:locale") == "en_US"
    assert property_of(text, "og:site_name") == "Widgets of UMB"
    said = "Fights tax avoidance in Europe."
    assert property_of(text, "og:description") == property_of(text, "description") == said


def test_a_page_without_a_summary_is_described_by_its_title(worldly: TestClient) -> None:
    text = worldly.get("/embed/networks?lang=nl").text
    assert property_of(text, "description") == "Netwerken van UMB"
    assert property_of(text, "og:locale") == "nl_NL"


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/embed/networks?category=thematic&page=2&theme=dark&utm_source=x", "networks?lang=nl"),
        ("/embed/filters?lang=en&category=thematic", "filters?lang=en"),
        (
            "/embed/network?q=tax&links=inside&lang=en&network=full",
            "network?lang=en&network=full",
        ),
        (
            "/embed/badge?accent=aa3300&network=full&member=suedwind",
            "badge?lang=nl&network=full&member=suedwind",
        ),
        (
            "/embed/networks?organisation=suedwind&sort=name",
            "networks?lang=nl&organisation=suedwind",
        ),
    ],
)
def test_a_filtered_page_is_found_as_the_unfiltered_one(
    worldly: TestClient, asked: str, address: str
) -> None:
    text = worldly.get(asked).text
    assert canonical(text) == f"http://widgets.test/embed/{address}"
    assert property_of(text, "og:url") == canonical(text)
    assert canonical(worldly.get(canonical(text)).text) == canonical(text)


def test_the_front_page_is_described_too(worldly: TestClient) -> None:
    text = worldly.get("/?lang=en&utm_source=x").text
    assert canonical(text) == "http://widgets.test/?lang=en"
    assert property_of(text, "og:title") == "Widgets of UMB"


@pytest.mark.parametrize("address", ["/", "/embed/networks", "/embed/badge?network=full"])
def test_a_page_leads_to_the_feed_of_changes(worldly: TestClient, address: str) -> None:
    text = worldly.get(address).text
    found = re.findall(
        r'<link rel="alternate" type="application/atom\+xml" [^>]*href="(.*?)"', text
    )
    assert found == ["http://widgets.test/data/changes.atom?lang=nl"]
    assert worldly.get(found[0]).status_code == 200


def test_a_fragment_and_a_problem_say_nothing_of_the_kind(worldly: TestClient) -> None:
    for address in ("/fragments/network?network=full", "/embed/network?network=nowhere"):
        text = worldly.get(address).text
        assert "ld+json" not in text
        assert "canonical" not in text
        assert "og:" not in text


def test_a_network_is_linked_with_its_members(worldly: TestClient) -> None:
    node = linked(worldly.get("/embed/network?lang=en&network=full").text)
    assert (node["@type"], node["name"]) == ("Organization", "Full Network")
    assert node["url"] == "https://www.full.example/about"
    assert "foundingDate" not in node  # "about 2007" is no date
    assert "Vol Netwerk" in node["alternateName"]
    assert node["address"]["addressCountry"] == "BE"
    members = others(node, "member")
    assert members["The Umbrella", "Member"]["startDate"] == "2008"
    assert members["Südwind", "Member"]["member"]["url"] == "https://www.suedwind.at"
    partner = next(each for each in node["member"] if each["roleName"] == "Partner")
    assert partner["endDate"] == "2015"


def test_an_organisation_is_linked_with_its_networks(worldly: TestClient) -> None:
    node = linked(worldly.get("/embed/networks?lang=en&category=thematic").text)
    assert node["name"] == "The Umbrella"
    networks = others(node, "memberOf")
    assert ("Bare", "Coordinator") in networks
    assert networks["Gone Coalition", "Member"]["endDate"] == "2011"
    ids = [each["memberOf"]["@id"] for each in node["memberOf"]]
    assert all(worldly.get(each).status_code == 200 for each in ids)


def test_a_badge_links_one_membership(world: Edition) -> None:
    node = linked_data(world, BadgeOptions(network="full", member="suedwind"), SITE)
    assert node
    assert [each["member"]["name"] for each in node["member"]] == ["Südwind"]


def test_a_membership_that_ended_some_time_is_not_linked_as_if_it_held() -> None:
    vague = (
        Membership(network="n", member="o", role="member", ended=True),
        Membership(network="n", member="o", role="board", until="2011/2015"),
        Membership(network="n", member="o", role="active", until="2015~"),
        Membership(network="gone", member="o", role="member"),
        Membership(network="dated", member="o", role="member", ended=True),
    )
    shown = edition(
        [
            Network(slug="n", name=name("N")),
            Network(slug="gone", name=name("Gone"), ended=True),
            Network(slug="dated", name=name("Gone in 2011"), until="2011"),
            Organisation(slug="o", name=name("O"), sources=("https://www.wikidata.org/wiki/Q42",)),
            *vague,
        ]
    )
    node = linked_data(shown, NetworksOptions(organisation="o"), SITE)
    assert node
    assert node["sameAs"] == ["https://www.wikidata.org/wiki/Q42"]
    assert "memberOf" not in node


def test_linked_data_stays_short_however_many_members() -> None:
    many = [Organisation(slug=f"o{number}", name=name("O")) for number in range(LONGEST + 20)]
    held = [Membership(network="n", member=each.slug, role="member") for each in many]
    shown = edition([Network(slug="n", name=name("N")), *many, *held])
    node = linked_data(shown, NetworkOptions(network="n"), SITE)
    assert node
    assert len(node["member"]) == LONGEST


@pytest.mark.parametrize("kind", KINDS)
def test_linked_data_holds_nothing_that_html_would_notice(worldly: TestClient, kind: str) -> None:
    text = worldly.get(f"/embed/{kind}?network=full&member=hostile").text
    data = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set("<>&'") & set(data)
    assert "alert(1)" in data
    assert json.loads(data)
