"""Who may embed and read, and under which address this server is named."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.conftest import client
from widgets.http.origins import HTMX_HEADERS
from widgets.settings import Settings, shipped

FRAGMENT = "/fragments/networks?lang=en"
ROUTES = ("/", "/embed/networks", FRAGMENT)
FILES = ("/static/widget.css", "/static/accent-0b5cad.css")
PARTNERS = ("https://partner.example", "http://localhost:8080")
STRANGERS = (
    "https://stranger.example",
    "http://partner.example",
    "https://partner.example:8443",
    "https://partner.example.evil.example",
    "https://evil-partner.example",
    "https://PARTNER.example/",
    "null",
    "*",
    "",
)


@pytest.fixture(scope="module")
def closed(world_database: Path) -> Iterator[TestClient]:
    """The application that only two partners may embed."""
    settings = Settings(
        database_url=world_database, host_organisation="umbrella", allowed_origins=PARTNERS
    )
    with client(settings) as made:
        yield made


@pytest.fixture(scope="module")
def addressed(world_database: Path) -> Iterator[TestClient]:
    """The application that knows its public address."""
    settings = Settings(
        database_url=world_database,
        host_organisation="umbrella",
        base_url="https://public.example",
    )
    with client(settings) as made:
        yield made


def asked_by_htmx(client: TestClient, address: str, origin: str) -> dict[str, str]:
    answer = client.options(
        address,
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "hx-current-url,hx-request,hx-target",
        },
    )
    assert (answer.status_code, answer.content) == (204, b"")
    return dict(answer.headers)


@pytest.mark.parametrize("address", FILES)
def test_a_file_may_be_read_by_everybody_for_a_sandboxed_frame_asks_as_nobody(
    world_database: Path, address: str
) -> None:
    settings = Settings(database_url=world_database, allowed_origins=("https://partner.example",))
    with client(settings) as made:
        answer = made.get(address, headers={"Origin": "null"})
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("address", ROUTES)
def test_a_page_that_brings_its_own_htmx_may_ask(worldly: TestClient, address: str) -> None:
    headers = asked_by_htmx(worldly, address, "https://anybody.example")
    assert headers["access-control-allow-origin"] == "*"
    assert {"GET", "HEAD"} <= set(headers["access-control-allow-methods"].split(", "))
    assert headers["access-control-allow-headers"] == HTMX_HEADERS
    assert int(headers["access-control-max-age"]) >= 3600


def test_every_header_that_htmx_sends_is_allowed() -> None:
    [script] = (shipped("static") / "node_modules").glob("htmx-4*/dist/htmx.js")
    sent = re.findall(r'"(HX-[A-Za-z-]+)"(?::|\] =)', script.read_text("utf-8"))
    assert set(HTMX_HEADERS.split(", ")) == set(sent)


@pytest.mark.parametrize("origin", PARTNERS)
@pytest.mark.parametrize("address", ROUTES)
def test_an_allowed_origin_is_named_and_no_other(
    closed: TestClient, address: str, origin: str
) -> None:
    answer = closed.get(address, headers={"Origin": origin})
    for headers in (answer.headers, asked_by_htmx(closed, address, origin)):
        assert headers["access-control-allow-origin"] == origin
        assert "Origin" in headers["vary"].split(", ")
    assert answer.headers["vary"] == "Accept-Encoding, Origin"


@pytest.mark.parametrize("origin", STRANGERS)
@pytest.mark.parametrize("address", ROUTES)
def test_another_origin_is_allowed_nothing_but_varies_the_answer_too(
    closed: TestClient, address: str, origin: str
) -> None:
    answer = closed.get(address, headers={"Origin": origin})
    assert answer.status_code == 200
    for headers in (answer.headers, asked_by_htmx(closed, address, origin)):
        assert "access-control-allow-origin" not in headers
        assert "Origin" in headers["vary"].split(", ")


def test_an_answer_that_nobody_asked_for_across_sites_varies_as_well(closed: TestClient) -> None:
    answer = closed.get(FRAGMENT)
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding, Origin"


def test_a_refusal_and_a_304_are_shared_with_partners_too(closed: TestClient) -> None:
    headers = {"Origin": PARTNERS[0], "If-None-Match": "*"}
    for address, status in ((FRAGMENT, 304), ("/fragments/networks?page=0", 400)):
        answer = closed.get(address, headers=headers)
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == PARTNERS[0]


@pytest.mark.parametrize("address", ["/", "/embed/networks", FRAGMENT, "/nowhere"])
def test_only_partners_and_this_server_may_frame_a_page(closed: TestClient, address: str) -> None:
    policy = closed.get(address).headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://partner.example http://localhost:8080")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example/path",
        "evil.example?lang=en",
        "evil.example#lang=en",
        "ann@evil.example",
        'evil.example"><script>alert(1)</script>',
        "evil.example;script-src",
        "evil example",
        "evil.example:port",
        "evil.example:123456",
        "evil.example,other.example",
        "[evil.example]",
        "evil.example:99999",
        "evil.example:0",
        "[:]",
        "[evil",
        "evil\\.example",
        "ev\u00eel.example",
        "",
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/embed/networks?lang=en",
        FRAGMENT,
        "/builder/networks",
        "/oembed?url=http://evil/embed/networks",
        "/data/changes.atom",
        "/verify/full/umbrella",
        "/robots.txt",
        "/wordpress/widgets-embed.php",
    ],
)
def test_a_hostile_host_is_400_and_never_echoed(
    worldly: TestClient, address: str, host: str
) -> None:
    answer = worldly.get(address, headers=[(b"Host", host.encode("latin-1"))])
    assert answer.status_code == 400
    said = answer.text + repr(answer.headers)
    assert "evil" not in said
    assert "ev\u00eel" not in said


@pytest.mark.parametrize("host", ["[evil", "evil.example/path", '"><script>', "[::::]", ""])
@pytest.mark.parametrize(
    ("address", "status"), [("/static/widget.css", 200), ("/static/no.css", 404), ("/no", 404)]
)
def test_a_hostile_host_breaks_nothing_that_names_no_address(
    worldly: TestClient, address: str, status: int, host: str
) -> None:
    answer = worldly.get(address, headers={"Host": host})
    assert answer.status_code == status
    assert "evil" not in answer.text
    assert '"><script>' not in answer.text


@pytest.mark.parametrize(
    "host", ["widgets.example.org", "WIDGETS.example.org:8000", "10.0.0.1", "[::1]:8000"]
)
def test_addresses_name_the_host_that_was_asked(worldly: TestClient, host: str) -> None:
    answer = worldly.get(FRAGMENT, headers={"Host": host})
    assert f'href="http://{host.lower()}/embed/networks?' in answer.text
    assert "widgets.test" not in answer.text


@pytest.mark.parametrize("host", ["widgets.test", "evil.example", "[evil", ""])
def test_the_configured_address_wins_over_the_host(addressed: TestClient, host: str) -> None:
    for address in ("/", "/embed/networks?lang=en", FRAGMENT, "/nowhere"):
        answer = addressed.get(address, headers={"Host": host})
        assert answer.status_code == (404 if address == "/nowhere" else 200)
        assert 'href="https://public.example/' in answer.text
        policy = answer.headers["content-security-policy"]
        assert "style-src https://public.example;" in policy
        assert "'self'" not in policy
        assert "evil" not in answer.text
        assert "widgets.test" not in answer.text


def test_headers_of_a_proxy_change_nothing_by_themselves(worldly: TestClient) -> None:
    forwarded = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Port": "8443",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-For": "10.6.6.6",
        "Forwarded": "host=evil.example;proto=https",
        "X-Original-URL": "/evil",
    }
    for address in ("/", "/embed/networks?lang=en", FRAGMENT):
        plain, answer = worldly.get(address), worldly.get(address, headers=forwarded)
        assert answer.content == plain.content
        assert dict(answer.headers) == dict(plain.headers)
