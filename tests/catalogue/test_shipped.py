"""The shipped catalogue, as a visitor of a partner's page sees it."""

import re

import pytest
from starlette.testclient import TestClient

from widgets.catalogue.records import Category, Topic
from widgets.cli import SHIPPED
from widgets.files import formats
from widgets.language.messages import LANGUAGES

NAMED = {
    "mvo-platform",
    "oecd-watch",
    "goodelectronics",
    "tax-justice-nl",
    "fgg",
    "electronics-watch",
    "eccj",
    "tax-justice-network",
}
COORDINATED = {"mvo-platform", "oecd-watch", "goodelectronics", "tax-justice-nl"}
DRAFTS = {"enco", "dutch-fair-trade-coalition"}
NEVER = ("Seattle to Brussels", "ALTER-EU", "Finance Watch", "BankTrack", "Tax Justice Europe")


def shown(client: TestClient, query: str) -> set[str]:
    answer = client.get(f"/fragments/networks?{query}")
    assert answer.status_code == 200
    return set(re.findall(r'<article class="sw-card" data-network="([^"]+)">', answer.text))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_eight_named_networks_are_shown(shipped: TestClient, lang: str) -> None:
    assert shown(shipped, f"lang={lang}") >= NAMED


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_coordinated_are_four_of_the_eight(shipped: TestClient, lang: str) -> None:
    assert shown(shipped, f"lang={lang}&relation=coordinates") & NAMED == COORDINATED


@pytest.mark.parametrize("lang", LANGUAGES)
def test_fair_green_and_global_is_a_consortium(shipped: TestClient, lang: str) -> None:
    assert "fgg" in shown(shipped, f"lang={lang}&category=consortium")


@pytest.mark.parametrize(
    "query",
    [
        "lang=nl&q=belastingontwijking",
        "lang=nl&q=ontwijking",
        "lang=en&q=tax+avoidance",
        "lang=en&q=avoid",
        "lang=en&q=ontwijking",
    ],
)
def test_tax_justice_nederland_is_found(shipped: TestClient, query: str) -> None:
    assert "tax-justice-nl" in shown(shipped, query)


def test_uncertain_networks_stay_drafts_and_unfounded_ones_are_absent(shipped: TestClient) -> None:
    assert not shown(shipped, "status=all") & DRAFTS
    everything = shipped.get("/fragments/networks?status=all").text
    assert not [each for each in NEVER if each in everything]


@pytest.mark.parametrize(
    ("slug", "tie"),
    [
        ("oecd-watch", "Gecoördineerd door SOMO"),
        ("electronics-watch", "SOMO is mede-initiatiefnemer"),
        ("eccj", "SOMO zit in het bestuur"),
        ("tax-justice-network", "SOMO zit in het bestuur"),
        ("fgg", "SOMO is lid"),
    ],
)
def test_a_card_says_who_coordinates_or_how_somo_takes_part(
    shipped: TestClient, slug: str, tie: str
) -> None:
    text = shipped.get("/fragments/networks?lang=nl").text
    card = text.split(f'data-network="{slug}"')[1].split("</article>")[0]
    assert f'<p class="sw-card__tie">{tie}</p>' in card


def test_an_ended_network_is_shown_as_ended(shipped: TestClient) -> None:
    text = shipped.get("/fragments/networks?lang=nl&status=ended").text
    assert "SOMO was lid tot 2015" in text
    assert "tropical-commodity-coalition" not in shown(shipped, "")


def test_only_a_confirmed_category_is_shown_without_reserve(shipped: TestClient) -> None:
    text = shipped.get("/fragments/networks?lang=en").text
    facts = dict(
        re.findall(
            r'data-network="([^"]+)".*?sw-card__facts"><span>(.*?)(?: ·)?</span>', text, re.S
        )
    )
    assert facts["fgg"] == "Consortia"
    assert facts["eccj"] == "Thematic (provisional)"


@pytest.mark.parametrize(
    ("query", "members"),
    [
        ("network=oecd-watch&country=se", {"swedwatch"}),
        ("network=oecd-watch&status=ended", {"accountability-counsel", "miningwatch-canada"}),
        ("network=makeitfair&country=de", {"germanwatch"}),  # of what has ended, nobody has left
        ("network=goodelectronics&q=justice", {"eccj"}),
    ],
)
def test_members_are_found_by_country_status_and_name(
    shipped: TestClient, query: str, members: set[str]
) -> None:
    text = shipped.get(f"/fragments/members?lang=en&{query}").text
    assert set(re.findall(r'data-member="([^"]+)"', text)) == members


def test_partners_begin_with_those_whom_a_collaboration_ties(shipped: TestClient) -> None:
    text = shipped.get("/fragments/partners?lang=nl&per_page=60").text
    cards = text.split("<article")[1:]
    direct = ["Programma" in card or "Project" in card or "Onderzoek" in card for card in cards]
    assert len(cards) > 20
    assert sum(direct) > 10
    assert direct == sorted(direct, reverse=True)


def test_a_partner_shows_what_was_published_together(shipped: TestClient) -> None:
    text = shipped.get("/fragments/partners?lang=nl&q=Flawed+Fabrics").text
    (card,) = text.split('data-partner="')[1:]
    assert card.startswith("landelijke-india-werkgroep")
    assert "Lid van CCC, MVO Platform" in card
    assert '<a href="https://indianet.nl/FlawedFabrics.html"' in card


def test_categories_and_topics_have_a_name_in_every_language() -> None:
    named = [each for each in formats.read(SHIPPED).entries if isinstance(each, Category | Topic)]
    assert len(named) > 20
    assert [each.slug for each in named if each.name.root.keys() != set(LANGUAGES)] == []
