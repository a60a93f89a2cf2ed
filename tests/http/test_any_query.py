"""No address whatsoever breaks the server, and nothing of it comes back as markup."""

from itertools import product
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from starlette.routing import Route
from starlette.testclient import TestClient

from widgets.app import PUBLIC_ROUTES
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.options import specified
from widgets.kinds.registry import KINDS
from widgets.operation.pages import OPERATION_ROUTES

PAYLOAD = "<script>alert('any')</script>"
OPTIONS = sorted(
    {name for kind in KINDS.values() for name in specified(kind.options)}
    | {*specified(BadgeOptions)}
    | {"url", "maxwidth", "maxheight", "format", "separator", "paste"}
)
PLACES = {
    "kind": tuple(KINDS),
    "name": ("widget.css", "no.css"),
    "colour": ("0b5cad", "red"),
    "network": ("full", "ended", "nope", "a--b"),
    "member": ("umbrella", "hostile", "nope"),
    "path": ("embed/badge",),
    "digest": ("0" * 64, "no"),
}
PATHS = sorted(
    {
        route.path.replace(":path", "").format(**dict(zip(PLACES, values, strict=True)))
        for route in (*PUBLIC_ROUTES, *OPERATION_ROUTES)
        if isinstance(route, Route)
        for values in product(*PLACES.values())
    }
)
TEXT = some.text(some.characters(codec="utf-8"), max_size=20)
WORTHY = some.sampled_from(
    [
        "http://widgets.test/embed/network?network=full",
        *("xml", "78", "en", "full", "bare", "umbrella", "all", "0", "9" * 20, "-1"),
        *("inherit", "own", "\0", PAYLOAD),
    ]
)
PAIRS = some.lists(
    some.tuples(some.sampled_from(OPTIONS) | TEXT, WORTHY | TEXT | TEXT.map(PAYLOAD.__add__)),
    max_size=6,
).map(urlencode)
BYTES = some.binary(max_size=40).map(quote_from_bytes)
QUERIES = PAIRS | BYTES | some.tuples(PAIRS, BYTES).map("&=".join)

any_address = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_every_route_is_tried() -> None:
    assert {"/", "/healthz", "/readyz", "/embed/badge", "/fragments/filters"} <= set(PATHS)
    assert {"/static/no.css", "/static/accent-red.css", "/verify/full/nope"} <= set(PATHS)
    assert {"/badges/full/umbrella.svg", "/badges/nope/hostile@2x.png"} <= set(PATHS)


@any_address
@given(path=some.sampled_from(PATHS), query=QUERIES)
def test_any_query_is_answered(worldly: TestClient, path: str, query: str) -> None:
    answer = worldly.get(f"{path}?{query}")
    refused = {403} if path == "/metrics" else set[int]()
    assert answer.status_code in {200, 308, 400, 401, 404, 501} | refused
    assert PAYLOAD not in answer.text
    assert "alert('any')" not in answer.text


@any_address
@given(
    folder=some.sampled_from(
        [
            "embed",
            "fragments",
            "badges/full",
            "verify/full",
            "static",
            "static/accent-",
            "",
            "%2e%2e",
        ]
    ),
    name=(TEXT | some.just(PAYLOAD)).map(lambda text: quote(text, safe=""))
    | some.binary(max_size=20).map(quote_from_bytes),
    query=PAIRS,
)
def test_any_path_is_answered(worldly: TestClient, folder: str, name: str, query: str) -> None:
    answer = worldly.get(f"/{folder}/{name}?{query}", follow_redirects=False)
    assert answer.status_code in {200, 308, 400, 404}
    assert PAYLOAD not in answer.text


@pytest.mark.parametrize("place", ["kind", "network", "member", "category", "q"])
def test_a_payload_is_only_text_wherever_it_stands(worldly: TestClient, place: str) -> None:
    address = f"/fragments/networks?{urlencode({place: PAYLOAD})}"
    if place == "kind":
        address = f"/fragments/{quote(PAYLOAD, safe='')}"
    if place == "member":
        address = f"/fragments/badge?network=full&{urlencode({place: PAYLOAD})}"
    answer = worldly.get(address)
    assert "<script" not in answer.text
    assert answer.status_code < 500
