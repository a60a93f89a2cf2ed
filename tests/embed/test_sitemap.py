"""What search engines are told to find, and to leave alone."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from tests.embed.test_heads import canonical
from widgets.language.messages import LANGUAGES

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def places(client: TestClient) -> dict[str, dict[str, str]]:
    """Every address of the sitemap, with its translations."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").text)  # noqa: S314
    return {
        each.findtext("s:loc", "", NAMES): {
            link.attrib["hreflang"]: link.attrib["href"] for link in each.findall("x:link", NAMES)
        }
        for each in root.findall("s:url", NAMES)
    }


def test_the_sitemap_lists_every_page_once_in_each_language(worldly: TestClient) -> None:
    found = places(worldly)
    base = "http://widgets.test"
    assert set(found) == {
        f"{base}/?lang=nl",
        f"{base}/embed/networks?lang=nl",
        *(
            f"{base}/embed/network?lang=nl&network={slug}"
            for slug in ("bare", "full", "ended", "left", "hostile-network")
        ),
    }
    for address, translated in found.items():
        assert translated.keys() == {*LANGUAGES, "x-default"}
        assert translated["x-default"] == address


def test_each_page_of_the_sitemap_is_its_own_canonical_address(worldly: TestClient) -> None:
    for translated in places(worldly).values():
        for address in translated.values():
            answer = worldly.get(address)
            assert (answer.status_code, canonical(answer.text)) == (200, address)


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("/", True),
        ("/embed/network?network=full", True),
        ("/data/catalogue.json", True),
        ("/static/widget.css", True),
        ("/fragments/networks?lang=nl", False),
        ("/staff", False),
        ("/staff/networks", False),
        ("/preview/token/embed/networks", False),
    ],
)
def test_robots_find_pages_and_leave_the_rest_alone(
    worldly: TestClient, address: str, may: bool
) -> None:
    rules = RobotFileParser()
    rules.parse(worldly.get("/robots.txt").text.splitlines())
    assert rules.can_fetch("anybot", f"http://widgets.test{address}") == may
    assert rules.site_maps() == ["http://widgets.test/sitemap.xml"]
