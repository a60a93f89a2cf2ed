"""The headers of every public answer, and what is asked for a second time."""

import re

import pytest
from starlette.testclient import TestClient

from widgets.http.responses import BRIEF, IMMUTABLE, PUBLIC

WIDGETS = (
    "/?lang=en",
    "/embed/networks?lang=en",
    "/embed/filters?lang=nl",
    "/fragments/networks?lang=en",
    "/fragments/network?network=full",
    "/fragments/badge?network=full",
)
FILES = ("/static/widget.css", "/static/icon.svg", "/static/accent-0b5cad.css")
REFUSALS = ("/fragments/networks?page=0", "/embed/network?network=nowhere", "/nowhere")


@pytest.mark.parametrize("address", WIDGETS + FILES + REFUSALS)
def test_every_public_answer_may_be_kept_read_across_sites_and_is_what_it_says(
    worldly: TestClient, address: str
) -> None:
    answer = worldly.get(address, headers={"Origin": "https://partner.example", "Cookie": "a=b"})
    assert re.fullmatch(r'"[0-9a-f]{24}(-\w+)?(-fast)?"', answer.headers["etag"])
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    is_part = answer.headers["content-type"].startswith("text/css")  # it follows no address
    assert answer.headers.get("referrer-policy") == (None if is_part else "strict-origin")
    assert not {"set-cookie", "access-control-allow-credentials"} & set(answer.headers)


@pytest.mark.parametrize(
    ("addresses", "cache"),
    [
        (WIDGETS + FILES, PUBLIC),
        (REFUSALS, BRIEF),
        (("/healthz", "/readyz"), "no-store"),
    ],
)
def test_an_answer_is_kept_for_as_long_as_it_holds(
    worldly: TestClient, addresses: tuple[str, ...], cache: str
) -> None:
    for address in addresses:
        assert worldly.get(address).headers["cache-control"] == cache


def test_the_lengths_of_keeping_are_those_of_the_contract() -> None:
    assert PUBLIC == "public, max-age=60, stale-while-revalidate=86400, stale-if-error=604800"
    assert IMMUTABLE == "public, max-age=31536000, immutable"
    assert BRIEF == "public, max-age=5"


@pytest.mark.parametrize("address", WIDGETS + REFUSALS)
def test_a_page_takes_nothing_from_elsewhere_and_runs_nothing_inline(
    worldly: TestClient, address: str
) -> None:
    policy = worldly.get(address).headers["content-security-policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    uses = {"style-src", "img-src", "form-action"}
    if not address.startswith("/fragments/"):  # which holds no script, so that none could run
        uses |= {"script-src", "connect-src"}
    if address.startswith("/?"):
        uses |= {"frame-src"}
    assert directives == dict.fromkeys(uses, "'self'") | {
        "default-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "*",
    }


def test_a_picture_opened_by_itself_runs_nothing(worldly: TestClient) -> None:
    icon = worldly.get("/static/icon.svg")
    assert icon.headers["content-security-policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/", "catalogue gallery"),
        ("/embed/networks", "catalogue networks"),
        ("/fragments/network?network=full", "catalogue network network/full"),
    ],
)
def test_the_surrogate_key_names_what_an_answer_was_made_of(
    worldly: TestClient, address: str, key: str
) -> None:
    assert worldly.get(address).headers["surrogate-key"] == key


def test_the_tag_follows_the_bytes(worldly: TestClient) -> None:
    tags = {
        query: worldly.get(f"/fragments/networks?{query}").headers["etag"]
        for query in ("lang=nl", "lang=nl&utm_source=x", "lang=en", "lang=nl&sort=name")
    }
    assert tags["lang=nl"] == tags["lang=nl&utm_source=x"]
    assert len(set(tags.values())) == 3


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"other" , W/{} ,"third"', "*"])
@pytest.mark.parametrize("address", [WIDGETS[0], WIDGETS[3], FILES[0]])
def test_what_the_asker_has_already_is_not_sent_again(
    worldly: TestClient, address: str, form: str
) -> None:
    first = worldly.get(address)
    known = form.format(first.headers["etag"])
    again = worldly.get(address, headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "vary", "access-control-allow-origin"):
        assert again.headers[name] == first.headers[name]


@pytest.mark.parametrize("known", ["", '"other"', "W/", '""', ",", "0123456789abcdef"])
def test_what_the_asker_does_not_have_is_sent(worldly: TestClient, known: str) -> None:
    answer = worldly.get("/fragments/networks", headers={"If-None-Match": known})
    assert answer.status_code == 200
    assert answer.content


@pytest.mark.parametrize(("address", "status"), list(zip(REFUSALS, (400, 404, 404), strict=True)))
def test_a_refusal_is_sent_again_each_time(worldly: TestClient, address: str, status: int) -> None:
    etag = worldly.get(address).headers["etag"]
    for known in (etag, "*"):
        answer = worldly.get(address, headers={"If-None-Match": known})
        assert answer.status_code == status
        assert answer.content


@pytest.mark.parametrize("address", (*WIDGETS, *FILES, *REFUSALS, "/healthz", "/readyz"))
def test_head_answers_as_get_does_but_without_a_body(worldly: TestClient, address: str) -> None:
    plain = {"Accept-Encoding": "identity"}
    got, head = worldly.get(address, headers=plain), worldly.head(address, headers=plain)
    assert head.status_code == got.status_code
    assert head.content == b""
    assert got.content
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("address", (WIDGETS[0], WIDGETS[3], FILES[0], "/healthz"))
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_method_that_writes_is_405_and_names_what_may_be_asked(
    worldly: TestClient, address: str, method: str
) -> None:
    answer = worldly.request(method, address)
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= {each.strip() for each in answer.headers["allow"].split(",")}


def test_only_what_is_read_can_be_known_already(worldly: TestClient) -> None:
    known = {"If-None-Match": "*"}
    assert worldly.get("/check", headers=known).status_code == 304
    assert worldly.post("/check", data={"html": "x"}, headers=known).status_code == 200
