"""What a browser is told of every answer, by the table of routes: a new one cannot forget it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.security.conftest import HTTPS, ODD, OPERATION, PARTNERS, PUBLIC, Office
from tests.staff.busy import ANN, ROUTES, pages_of
from widgets.app import application
from widgets.http.responses import HTTPS_ONLY
from widgets.settings import Settings
from widgets.staff.previewing import links
from widgets.store.previews import State

pytestmark = pytest.mark.timeout(180)  # every route is asked before the first test begins
ALLOWED = f"'self' {' '.join(PARTNERS)}"
ELSEWHERE = {"Origin": "https://stranger.example", "Cookie": "widgets=x; a=b"}
OPEN = ("/static/", "/logos/", "/data/", "/sitemap.xml", "/robots.txt", "/wordpress/", "/oembed")
PARTS = ("/embed/", "/fragments/", "/static/", "/badges/", "/logos/", "/posters/")
STAFF = [page for route in ROUTES for page in pages_of(route)[:2]]


def is_part(answer: Response) -> bool:
    """Whether it is text that no browser makes a document of, with anything to run or to follow."""
    return answer.headers.get("content-type", "").startswith(("text/css", "text/javascript"))


def policy(answer: Response) -> dict[str, str]:
    if is_part(answer):
        assert "content-security-policy" not in answer.headers
        return {"default-src": "'none'"}
    [said] = answer.headers.get_list("content-security-policy")
    return {each.partition(" ")[0]: each.partition(" ")[2] for each in said.split("; ")}


def everything(office: Office) -> Iterator[tuple[str, Response]]:
    """Every route as it answers, refuses, redirects, and is asked in the wrong way."""
    client, within = office
    headers = ELSEWHERE | {"Cookie": f"widgets={within.sessions[ANN]}"}
    addresses = [*PUBLIC, *OPERATION, *ODD, *(within.address(each) for each in STAFF)]
    for address in addresses:
        for method in ("GET", "OPTIONS", "POST"):  # the others are judged as these are
            asked = client.request(method, address, headers=headers, follow_redirects=False)
            yield f"{method} {address}", asked


@pytest.fixture(scope="module")
def answers(office: Office) -> list[tuple[str, Response]]:
    return list(everything(office))


def test_every_route_is_looked_at(answers: list[tuple[str, Response]]) -> None:
    statuses = {answer.status_code for _, answer in answers}
    assert {200, 204, 303, 308, 400, 403, 404, 405} <= statuses
    assert max(statuses) < 500
    assert len(answers) > 200


def test_no_answer_is_guessed_at_or_may_use_a_device(answers: list[tuple[str, Response]]) -> None:
    for asked, answer in answers:
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"], asked
        if "script-src" in policy(answer):  # by no other answer can anything ask for a device
            [permissions] = answer.headers.get_list("permissions-policy")
            assert {"camera=()", "microphone=()", "geolocation=()"} <= set(permissions.split(", "))
        assert len(answer.headers.get_list("cross-origin-resource-policy")) == 1, asked
        if is_part(answer):
            continue
        assert len(answer.headers.get_list("referrer-policy")) == 1, asked
        assert answer.headers["referrer-policy"] in {"strict-origin", "same-origin", "no-referrer"}


def test_no_policy_lets_anything_run_that_is_not_a_file_of_ours(
    answers: list[tuple[str, Response]],
) -> None:
    for asked, answer in answers:
        said = policy(answer)
        assert said["default-src"] == "'none'", asked
        assert not {"unsafe", "data:", "blob:", "*"} & {
            word.partition("-")[0].strip("'")
            for name, sources in said.items()
            if name != "frame-ancestors"
            for word in sources.split()
        }, asked
        if "script-src" not in said:
            assert "permissions-policy" not in answer.headers, asked
        else:
            assert set(said["script-src"].split()) <= {"'self'", "http://widgets.test"}, asked
            assert said["base-uri"] == "'none'"
            assert "form-action" in said


def test_who_may_frame_follows_the_zone_of_the_route(answers: list[tuple[str, Response]]) -> None:
    for asked, answer in answers:
        said, path = policy(answer), asked.split(" ")[1]
        if path.startswith("/staff/portfolio/") and answer.status_code == 200:
            assert said["frame-ancestors"] == "'self'", asked
        elif path.startswith("/staff"):
            assert said["frame-ancestors"] == "'none'", asked
            assert answer.headers["x-frame-options"] == "DENY"
            assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        elif answer.headers.get("content-type", "").startswith("text/html"):
            assert said["frame-ancestors"] == ALLOWED, asked
            assert "x-frame-options" not in answer.headers
            assert "cross-origin-opener-policy" not in answer.headers


def test_nothing_is_ever_shared_with_credentials_nor_staff_with_anybody(
    answers: list[tuple[str, Response]],
) -> None:
    for asked, answer in answers:
        assert "access-control-allow-credentials" not in answer.headers, asked
        shared = answer.headers.get("access-control-allow-origin")
        assert shared in {None, "*"}
        assert shared is None or asked.split(" ")[1].startswith(OPEN), asked
        if asked.split(" ")[1].startswith("/staff"):
            assert answer.headers["cache-control"] == "private, no-store", asked


def test_a_partner_who_may_embed_reads_nothing_of_staff(office: Office) -> None:
    client, within = office
    headers = {"Origin": PARTNERS[0], "Cookie": f"widgets={within.sessions[ANN]}"}
    assert client.get(PUBLIC[0], headers=headers).headers["access-control-allow-origin"]
    for page in STAFF:
        answer = client.get(within.address(page), headers=headers, follow_redirects=False)
        assert "access-control-allow-origin" not in answer.headers, page


def test_public_answers_may_be_part_of_any_page_and_staffs_of_none(
    answers: list[tuple[str, Response]],
) -> None:
    for asked, answer in answers:
        path = asked.split(" ")[1]
        theirs = answer.headers["cross-origin-resource-policy"]
        if path.startswith(PARTS) and not asked.startswith("OPTIONS"):
            assert theirs == "cross-origin", asked
        if path.startswith("/staff") and not path.startswith("/staff/portfolio/"):
            assert theirs == "same-origin", asked


def test_a_preview_is_framed_by_nobody_else_and_sets_nothing(office: Office) -> None:
    client, within = office
    now = client.app.state.now()  # type: ignore[attr-defined]
    mount = links.mount(within.key, links.shared(7, State(10**6, 0), now))
    assert client.get(f"{mount}/mock/plain/networks").status_code == 200
    for address in (*PUBLIC, "/mock/plain/networks", "/nowhere"):
        answer = client.get(mount + address, headers=ELSEWHERE, follow_redirects=False)
        assert answer.headers["cache-control"] == "private, no-store", address
        assert "set-cookie" not in answer.headers
        assert "access-control-allow-credentials" not in answer.headers
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert policy(answer)["frame-ancestors"] == "'self'", address


@pytest.mark.parametrize(
    "address", [*PUBLIC, *OPERATION, *ODD, "/staff", "/staff/sign-in", "/staff/none"]
)
def test_a_server_behind_https_is_never_asked_without_it_again(
    behind_https: TestClient, shipped: TestClient, address: str
) -> None:
    for method in ("GET", "OPTIONS", "POST"):
        kept = behind_https.request(method, address, follow_redirects=False)
        assert kept.headers.get_list("strict-transport-security") == [HTTPS_ONLY]
        plain = shipped.request(method, address, follow_redirects=False)
        assert "strict-transport-security" not in plain.headers


def test_a_proxy_that_speaks_https_makes_it_https(shipped: TestClient) -> None:
    address = "https://widgets.test/embed/networks"
    assert shipped.get(address).headers["strict-transport-security"] == HTTPS_ONLY


def test_an_error_of_our_own_goes_without_none_of_it(
    shipped_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError("broken on purpose")

    app = application(Settings(database_url=shipped_database, base_url=HTTPS))
    monkeypatch.setattr("widgets.embed.widgets.page_around", broken)
    with TestClient(app, raise_server_exceptions=False) as made:
        answer = made.get("/embed/networks")
    assert answer.status_code == 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["strict-transport-security"] == HTTPS_ONLY
    assert "broken on purpose" not in answer.text
