"""What a cache does not keep an answer by changes no byte of it, and what is private is kept by
none, whatever its address looks like."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.conftest import client
from tests.security.conftest import ODD, PUBLIC, Office, Wire
from tests.staff.busy import ANN, ROUTES, Busy, pages_of
from widgets.settings import Settings

pytestmark = pytest.mark.walk

UNKEYED: tuple[dict[str, str], ...] = (
    {"Cookie": "widgets=x; lang=ar; __Host-widgets=y"},
    {"Authorization": "Basic YWRhOnB3"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "66"},
    {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "True-Client-IP": "127.0.0.1"},
    {"Forwarded": "host=evil.example;proto=https", "X-Host": "evil.example"},
    {"X-Original-URL": "/staff", "X-Rewrite-URL": "/staff", "X-Forwarded-Prefix": "/evil"},
    {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE"},
    {"Accept-Language": "ar", "User-Agent": '"><script>alert(1)</script>', "DNT": "1"},
    {"Accept": "application/json", "Accept-Charset": "utf-7"},
    {"Origin": "https://evil.example", "Referer": "https://evil.example/"},
    {"Range": "bytes=0-9", "If-Range": '"x"'},
    {"HX-Request": "true", "HX-Target": "evil", "HX-Boosted": "true", "HX-Current-URL": "//evil"},
    {"X-Anything": "evil", "Transfer": "evil", "Content-Type": "text/evil"},
    {"Cache-Control": "no-cache", "Pragma": "akamai-x-get-cache-key", "Surrogate-Capability": "x"},
)
PLAIN = {
    "Accept-Encoding": "identity"
}  # the first to ask for another is packed fast, the next well
NAMED = "https://public.example"
HOSTS = ("widgets.test", "evil.example")
COSTLY = (".png", "@2x.png")  # drawn anew for each that asks


@pytest.fixture(scope="module")
def named(shipped_database: Path) -> Iterator[TestClient]:
    """A server that knows its public address, and so keeps nothing by Host."""
    with client(Settings(database_url=shipped_database, base_url=NAMED)) as made:
        yield made


@pytest.mark.parametrize("address", [*PUBLIC, *ODD])
def test_no_header_that_a_cache_does_not_look_at_changes_a_byte(
    shipped: TestClient, address: str
) -> None:
    plain = shipped.get(address, headers=PLAIN, follow_redirects=False)
    if address.partition("?")[0].endswith(COSTLY):
        sent: tuple[dict[str, str], ...] = (
            {name: value for each in UNKEYED for name, value in each.items()},
        )
    else:
        sent = UNKEYED
    for headers in sent:
        answer = shipped.get(address, headers=PLAIN | headers, follow_redirects=False)
        assert answer.content == plain.content, headers
        assert answer.status_code == plain.status_code
        assert dict(answer.headers) == dict(plain.headers), headers


@pytest.mark.parametrize("host", ["evil.example", "evil.example:99999", "[evil", "evil/x?lang=ar#"])
@pytest.mark.parametrize("address", [each for each in (*PUBLIC, *ODD) if ".png" not in each])
def test_no_host_that_is_asked_for_comes_into_an_answer_of_a_server_that_knows_its_own(
    named: TestClient, address: str, host: str
) -> None:
    plain = named.get(address, headers=PLAIN, follow_redirects=False)
    answer = named.get(address, headers=PLAIN | {"Host": host}, follow_redirects=False)
    assert answer.content == plain.content
    assert dict(answer.headers) == dict(plain.headers)
    assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "order", [("widgets.test", "evil.example"), ("evil.example", "widgets.test")]
)
def test_two_hosts_are_none(shipped: TestClient, order: tuple[str, str]) -> None:
    for address in ("/embed/networks?lang=en", "/oembed?url=http://widgets.test/embed/networks"):
        answer = shipped.get(address, headers=[("Host", each) for each in order])
        assert answer.status_code == 400
        assert "evil" not in answer.text + str(answer.headers)


def test_a_scheme_that_nobody_trusted_said_is_not_believed(shipped: TestClient) -> None:
    answer = shipped.get("/embed/networks", headers={"X-Forwarded-Proto": "https"})
    assert "https://widgets.test" not in answer.text


DISGUISES = ("/x.css", ".css", "/.css", "%2f.css", ";.css", "?.css", "%3f.css", "%23.css", "/x.js")


def addresses(within: Busy, disguise: str) -> Iterator[str]:
    """A page of each route, and one in nine of all others: which page of its route it is decides
    nothing about how an address is read, so that each is tried in one disguise."""
    turn = DISGUISES.index(disguise)
    for route in ROUTES:
        first, *others = (within.address(page).partition("?")[0] for page in pages_of(route))
        yield first
        yield from others[turn :: len(DISGUISES)]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_page_of_staff_that_looks_like_a_file_is_kept_by_nobody(
    office: Office, disguise: str
) -> None:
    made, within = office
    pages = set(addresses(within, disguise))
    assert len(pages) > 30
    for page in sorted(pages):
        for cookie in ("", f"widgets={within.sessions[ANN]}"):
            answer = made.get(page + disguise, headers={"Cookie": cookie}, follow_redirects=False)
            assert answer.headers["cache-control"] == "private, no-store", page + disguise
            assert "etag" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        *("/static/..%2fstaff", "/static/%2e%2e/staff", "/static/../staff", "/static/%252e/staff"),
        *("/embed/..%2f..%2fstaff", "//staff", "/%73taff", "/./staff", "/x/..;/staff"),
        *("/STAFF", "/staff%00", "/staff%20", "/staff%2f", "/staff;x", "/%2e/staff", "/staff/."),
    ],
)
def test_no_other_way_to_write_an_address_leads_to_staff_past_a_cache(
    wire: Wire, address: str
) -> None:
    heard = wire.ask(address, {"Cookie": f"widgets={wire.within.sessions[ANN]}"})
    if "public" in heard.headers["cache-control"]:
        assert heard.status in {308, 404}
        assert ANN not in heard.text
    else:
        assert heard.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    "address", ["/healthz", "/readyz", "/check", "/staff/sign-in", "/preview/x/embed/networks"]
)
def test_what_is_of_a_moment_or_a_person_is_not_public(shipped: TestClient, address: str) -> None:
    for method in ("GET", "POST"):
        answer = shipped.request(method, address)
        if answer.status_code not in {405} and (method, address) != ("GET", "/check"):
            assert "public" not in answer.headers["cache-control"], method
        assert "set-cookie" not in answer.headers
