"""The oEmbed answers, as the specification and the strictest of its consumers read them."""

import json
import re
import struct
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.testclient import TestClient

from tests.conftest import client, publish, running, withdraw
from tests.world import WORLD
from widgets.app import application
from widgets.embed.oembed import as_xml
from widgets.kinds.registry import KINDS
from widgets.settings import Settings

LIST = "http://widgets.test/embed/networks"
FULL = "http://widgets.test/embed/network?lang=en&network=eccj"
FORMATS = ("json", "xml")
# What WordPress leaves of an iframe, and what it does to the address in it.
KEPT = {
    "src",
    "width",
    "height",
    "frameborder",
    "marginwidth",
    "marginheight",
    "scrolling",
    "title",
}


def answered(client: TestClient, url: str, **asked: Any) -> dict[str, Any]:
    answer = client.get(f"/oembed?{urlencode({'url': url, **asked})}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = answer.json()
    return found


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def framed(answer: dict[str, Any]) -> dict[str, str]:
    (_, attributes), _ = Tags(answer["html"]).tags
    return {name: value or "" for name, value in attributes.items()}


def test_the_answer_is_one_bare_iframe_with_one_link_in_it(shipped: TestClient) -> None:
    answer = answered(shipped, f"{LIST}?lang=nl")
    found = Tags(answer["html"])
    assert [tag for tag, _ in found.tags] == ["iframe", "a"]
    assert found.text == ["Netwerken van SOMO"]
    assert re.fullmatch(r"<iframe [^>]+><a [^>]+>[^<]+</a></iframe>", answer["html"])
    assert framed(answer).keys() <= KEPT
    assert framed(answer)["width"] == "100%"
    assert framed(answer)["frameborder"] == "0"
    assert framed(answer)["title"] == answer["title"] == "Netwerken van SOMO"
    assert framed(answer)["height"] == str(answer["height"])
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert (answer["provider_name"], answer["provider_url"]) == ("SOMO", "http://widgets.test/")
    assert answer["cache_age"] > 0


def test_what_is_kept_for_years_is_a_stable_address_that_answers(shipped: TestClient) -> None:
    for kind in KINDS:
        answer = answered(shipped, f"http://widgets.test/embed/{kind}?network=eccj")
        src = answer["url"] if answer["type"] == "photo" else framed(answer)["src"]
        assert not re.search(r"[0-9a-f]{8}|[{}\[\]#]|v[0-9]", src)
        assert shipped.get(src).status_code == 200


def test_links_stay_inside_the_frame_but_not_in_the_link_of_a_feed(shipped: TestClient) -> None:
    answer = answered(shipped, f"{LIST}?lang=nl&links=out")
    (_, frame), (_, link) = Tags(answer["html"]).tags
    assert "links=inside" in (frame["src"] or "")
    assert link["href"] == f"{LIST}?lang=nl"


@pytest.mark.parametrize(
    "address",
    [
        "/embed/badge?lang=nl&network=eccj&shape=plaque",
        "/builder/badge/?lang=nl&network=eccj&shape=plaque&paste=text",
        "/verify/eccj/somo?lang=nl&shape=plaque",
        "/badges/eccj/somo.svg?lang=nl&shape=plaque",
        "/badges/eccj/somo@2x.png?lang=nl&shape=plaque",
    ],
)
def test_a_badge_is_a_photo_with_its_text_as_title(shipped: TestClient, address: str) -> None:
    answer = answered(shipped, f"https://widgets.test{address}")
    assert answer["type"] == "photo"
    assert answer["title"] == "European Coalition for Corporate Justice: SOMO zit in het bestuur"
    picture = shipped.get(answer["url"])
    assert picture.headers["content-type"] == "image/png"
    width, height = struct.unpack(">II", picture.content[16:24])
    assert (width, height) == (2 * answer["width"], 2 * answer["height"])
    assert answer["height"] == 56
    small = answered(shipped, f"https://widgets.test{address}", maxwidth=50)
    assert small["width"] <= 50
    assert small["height"] < 56


def test_a_withdrawn_network_is_a_plain_link_with_the_name_it_had(tmp_path: Path) -> None:
    path = tmp_path / "widgets.db"
    publish(path, WORLD)
    withdraw(path, "network", "bare")
    settings = Settings(database_url=path, host_organisation="umbrella")
    with client(settings) as visited:
        assert visited.get("/embed/network?network=bare").status_code == 404
        answer = answered(visited, "http://widgets.test/embed/network?lang=en&network=bare")
        assert (answer["type"], answer["title"]) == ("link", "Bare")
        assert "html" not in answer
        never = urlencode({"url": "http://widgets.test/embed/network?network=never"})
        assert visited.get(f"/oembed?{never}").status_code == 404


@pytest.mark.parametrize("width", [1, 320, 500, 1280, 99_999])
def test_the_answer_is_never_larger_than_what_was_asked_for(
    shipped: TestClient, width: int
) -> None:
    for page in (LIST, FULL):
        answer = answered(shipped, page, maxwidth=width, maxheight=300)
        assert 0 < answer["width"] <= width
        assert 0 < answer["height"] <= 300


def test_a_thumbnail_is_given_where_there_is_room_for_it(shipped: TestClient) -> None:
    answer = answered(shipped, LIST, maxwidth=500, maxheight=750)
    picture = shipped.get(answer["thumbnail_url"])
    assert picture.headers["content-type"] == "image/png"
    assert struct.unpack(">II", picture.content[16:24]) == (
        answer["thumbnail_width"],
        answer["thumbnail_height"],
    )
    assert not [each for each in answered(shipped, LIST, maxwidth=300) if "thumbnail" in each]


def test_the_height_is_that_of_the_width(shipped: TestClient) -> None:
    narrow, wide = (answered(shipped, LIST, maxwidth=each)["height"] for each in (320, 1280))
    assert narrow > 2 * wide


def test_a_list_that_is_too_high_becomes_a_row(shipped: TestClient) -> None:
    answer = answered(shipped, LIST, maxwidth=500, maxheight=750)
    assert "layout=row" in framed(answer)["src"]
    assert 400 < answer["height"] <= 750
    assert "layout=row" not in framed(answered(shipped, LIST, maxheight=9000))["src"]


@pytest.mark.parametrize(
    "alias",
    [
        "http://widgets.test/embed/networks?lang=nl",
        "https://widgets.test/embed/networks?lang=nl",
        "HTTPS://Widgets.Test:443/embed/networks/?lang=nl",
        "http://widgets.test:80/embed/networks?lang=nl&utm_source=mail&fbclid=%7Bx%7D",
        "http://widgets.test/embed/networks?lang=nl#?secret=AbCdEf1234",
        "http://widgets.test/builder/networks?lang=nl",
        "  http://widgets.test/embed/networks?lang=nl  ",
    ],
)
def test_every_way_to_write_an_address_gives_the_same_answer(
    shipped: TestClient, alias: str
) -> None:
    assert answered(shipped, alias) == answered(shipped, f"{LIST}?lang=nl")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"url": "https://elsewhere.test/embed/networks"}, 404),
        ({"url": "https://widgets.test.evil.test/embed/networks"}, 404),
        ({"url": "http://widgets.test:8080/embed/networks"}, 404),
        ({"url": "http://user@elsewhere.test/http://widgets.test/embed/networks"}, 404),
        ({"url": "ftp://widgets.test/embed/networks"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://[::1"}, 404),
        ({"url": "http://widgets.test:x/embed/networks"}, 404),
        ({"url": "http://widgets.test/embed/nothing"}, 404),
        ({"url": "http://widgets.test/embed/network?network=nothing"}, 404),
        ({"url": "http://widgets.test/embed/network?network=enco"}, 404),
        ({"url": "http://widgets.test/static/site.css"}, 404),
        ({"url": "http://widgets.test/staff/networks"}, 401),
        ({"url": "http://widgets.test/preview/token/embed/networks"}, 401),
        ({"url": LIST, "format": "yaml"}, 501),
        ({"url": LIST, "maxwidth": "wide"}, 400),
        ({"url": LIST, "maxheight": "-5"}, 400),
        ({"url": LIST, "maxwidth": "0"}, 400),
        ({"url": f"{LIST}?theme=pink"}, 400),
        ({"url": ""}, 400),
        ({}, 400),
    ],
)
def test_what_cannot_be_embedded_has_its_status_and_nothing_to_embed(
    shipped: TestClient, query: dict[str, str], status: int
) -> None:
    answer = shipped.get(f"/oembed?{urlencode(query)}")
    assert answer.status_code == status
    assert "oembed" not in answer.headers["content-type"]
    assert "<iframe" not in answer.text
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_xml_says_the_same_as_json(shipped: TestClient) -> None:
    for page in (LIST, FULL):
        answer = shipped.get(f"/oembed?{urlencode({'url': page, 'format': 'xml'})}")
        assert answer.headers["content-type"].startswith("text/xml")
        root = ElementTree.fromstring(answer.content)  # noqa: S314  our own answer
        assert root.tag == "oembed"
        assert {each.tag: each.text for each in root} == {
            name: str(value) for name, value in answered(shipped, page).items()
        }


def test_a_hostile_name_stays_text_in_either_format(worldly: TestClient) -> None:
    page = "http://widgets.test/embed/network?lang=en&network=hostile-network"
    answer = answered(worldly, page)
    assert [tag for tag, _ in Tags(answer["html"]).tags] == ["iframe", "a"]
    assert framed(answer)["title"] == answer["title"]
    assert "<img" in answer["title"]
    xml = worldly.get(f"/oembed?{urlencode({'url': page, 'format': 'xml'})}")
    assert ElementTree.fromstring(xml.content).findtext("title") == answer["title"]  # noqa: S314


@given(some.sampled_from(sorted(KINDS)), some.integers(1, 2000), some.integers(1, 2000))
def test_any_size_is_answered_for_every_kind(
    shipped: TestClient, kind: str, width: int, height: int
) -> None:
    page = f"http://widgets.test/embed/{kind}?lang=ar&network=eccj"
    answer = answered(shipped, page, maxwidth=width, maxheight=height)
    assert 0 < answer["width"] <= width
    assert 0 < answer["height"] <= height


@pytest.mark.parametrize("letter", ["\ufffe", "\uffff"])
def test_a_letter_that_xml_cannot_hold_does_not_break_the_answer(letter: str) -> None:
    root = ElementTree.fromstring(as_xml({"title": f"A{letter}b <&"}))  # noqa: S314
    assert root.findtext("title") == "Ab <&"


@given(some.text(max_size=200), some.text(max_size=8), some.text(max_size=8))
def test_no_address_or_size_breaks_the_server(
    shipped: TestClient, url: str, width: str, form: str
) -> None:
    for prefix in ("", "http://widgets.test/embed/", "http://widgets.test/embed/networks?"):
        try:
            query = urlencode({"url": prefix + url, "maxwidth": width, "format": form})
        except UnicodeEncodeError:
            return
        assert shipped.get(f"/oembed?{query}").status_code in {200, 400, 401, 404, 501}


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_page_tells_early_where_its_answers_are(shipped: TestClient, kind: str) -> None:
    page = shipped.get(f"/embed/{kind}?lang=nl&network=eccj&utm_source=mail").text
    head = page[: page.index("</head>")]
    links = re.findall(
        r'<link rel="alternate" type="(?:application/json|text/xml)\+oembed" href="([^"]+)"', head
    )
    assert len(links) == 2
    assert head.index(links[0]) < 300
    for link in links:
        assert link.startswith("http://widgets.test/oembed?")
        assert shipped.get(unescape(link)).status_code == 200


def test_a_page_that_cannot_be_shown_tells_of_no_answer(shipped: TestClient) -> None:
    for path in ("/embed/network?network=nothing", "/embed/networks?theme=pink", "/embed/x"):
        assert "oembed" not in shipped.get(path).text


def test_a_slash_at_the_end_leads_to_the_page(shipped: TestClient) -> None:
    answer = shipped.get("/embed/networks/?lang=nl", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == "http://widgets.test/embed/networks?lang=nl"
    elsewhere = shipped.get("http://widgets.test//evil.test/x/", follow_redirects=False)
    assert elsewhere.headers["location"] == "http://widgets.test/evil.test/x"


def test_the_public_address_counts_where_one_is_set(shipped_database: Path) -> None:
    settings = Settings(database_url=shipped_database, base_url="https://widgets.example")
    with client(settings) as configured:
        answer = answered(configured, "http://widgets.example/embed/networks")
        assert framed(answer)["src"].startswith("https://widgets.example/embed/networks?")
        query = urlencode({"url": "http://widgets.test/embed/networks"})
        assert configured.get(f"/oembed?{query}").status_code == 404


@pytest.fixture(scope="module")
def origin(shipped_database: Path) -> Iterator[str]:
    with running(application(Settings(database_url=shipped_database))) as base:
        yield base


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.filterwarnings("ignore:.*pkg_resources")
@pytest.mark.filterwarnings("ignore:.*invalid escape sequence")
@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")
def test_a_consumer_finds_and_reads_the_answer_by_itself(origin: str, form: str) -> None:
    from pyembed.core import consumer, discovery

    page = f"{origin}/embed/networks?lang=en"
    addresses = list(discovery.AutoDiscoverer().get_oembed_urls(page, form))
    assert len(addresses) == 1
    read = consumer.get_first_oembed_response(addresses, max_width=600, max_height=700)
    assert (read.type, str(read.version), read.title) == ("rich", "1.0", "Networks of SOMO")
    assert (read.provider_name, read.width) == ("SOMO", 600)
    assert 0 < read.height <= 700
    assert [tag for tag, _ in Tags(read.html).tags] == ["iframe", "a"]


def test_a_format_that_is_not_given_is_no_failure_of_ours(worldly: TestClient) -> None:
    answers = {worldly.get("/oembed?format=yaml&lang=en").text for _ in range(2)}
    assert len(answers) == 1
    assert "whoever looks after this server" not in answers.pop()
