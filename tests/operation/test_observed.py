"""The id of a request: who is told it, and whose is taken."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from widgets.http.edge import Edge
from widgets.operation.observed import Observed, zone
from widgets.serving import Proxied

GIVEN = "0f3a9c5e-given-by-a-proxy"
MADE = re.compile(r"[0-9a-f]{16}")


@pytest.fixture
def failing(app: Edge, here: TestClient) -> Iterator[TestClient]:
    """Widgets cannot be shown, by our fault."""
    app.state.published.edition = replace(app.state.published.edition, networks=None)
    yield here


def test_whom_we_failed_reads_the_id_and_finds_it_in_the_answer(failing: TestClient) -> None:
    for path in ("/embed/networks?lang=en", "/fragments/networks?lang=en"):
        answer = failing.get(path)
        assert answer.status_code == 500
        assert answer.headers["cache-control"] == "no-store"
        told = answer.headers["x-request-id"]
        assert MADE.fullmatch(told)
        assert told in answer.text


def test_each_request_has_an_id_of_its_own(failing: TestClient) -> None:
    ids = {failing.get("/embed/networks").headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3


def test_an_answer_that_may_be_kept_names_no_request(here: TestClient) -> None:
    for path in ("/fragments/networks", "/embed/nothing", "/nowhere"):
        answer = here.get(path)
        assert "x-request-id" not in answer.headers
        assert "tell whoever" not in answer.text


def test_staff_are_told_the_id_of_each_answer(here: TestClient) -> None:
    answer = here.get("/staff/sign-in")
    assert MADE.fullmatch(answer.headers["x-request-id"])


def test_an_error_carries_the_id_into_whatever_log_it_reaches(
    failing: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    told = failing.get("/embed/networks?q=recognisable").headers["x-request-id"]
    assert f"request {told}" in caplog.text
    assert "recognisable" not in caplog.text


@pytest.mark.parametrize(
    ("asker", "given", "is_taken"),
    [
        ("127.0.0.1", GIVEN, True),
        ("127.0.0.1", "short", False),
        ("127.0.0.1", "forged id=1", False),
        ("127.0.0.1", "x" * 65, False),
        ("203.0.113.7", GIVEN, False),
    ],
)
def test_an_id_is_taken_from_a_trusted_proxy_where_it_is_well_formed(
    app: Edge, asker: str, given: str, is_taken: bool
) -> None:
    with TestClient(Proxied(app, "127.0.0.1"), client=(asker, 5000)) as client:
        answer = client.get("/staff/sign-in", headers={"X-Request-ID": given})
    assert (answer.headers["x-request-id"] == given) == is_taken


def test_no_id_is_taken_where_no_proxy_is_trusted(here: TestClient) -> None:
    answer = here.get("/staff/sign-in", headers={"X-Request-ID": GIVEN})
    assert answer.headers["x-request-id"] != GIVEN


def test_a_trusted_proxy_names_the_scheme_and_the_visitor(app: Edge) -> None:
    seen: dict[str, object] = {}

    class Seeing(Observed):
        async def __call__(self, scope, receive, send):  # type: ignore[no-untyped-def]
            seen.update(scope)
            await super().__call__(scope, receive, send)

    proxied = Proxied(Seeing(app, app.state.metrics), "127.0.0.1")
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    for asker, scheme, visitor in (
        ("127.0.0.1", "https", "203.0.113.7"),
        ("198.51.100.1", "http", "198.51.100.1"),
    ):
        TestClient(proxied, client=(asker, 5000)).get("/healthz", headers=headers)
        client = seen["client"]
        assert isinstance(client, tuple | list)
        assert (seen["scheme"], client[0]) == (scheme, visitor)


def test_what_is_asked_of_the_whole_server_is_counted_as_public() -> None:
    assert zone({"path": "*"}) == zone({"path": ""}) == "public"
    assert zone({"path": "/staff"}) == "staff"
