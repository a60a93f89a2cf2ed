"""Addresses that are made to lead elsewhere, out of a folder, or into the lines of a header."""

from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from starlette.testclient import TestClient

from tests.conftest import client
from tests.security.conftest import Office, Wire
from tests.staff.busy import ANN, PASSWORD, VIC
from widgets.settings import Settings
from widgets.settings import shipped as folder_of
from widgets.staff.tokens import of_door

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%5cevil.example",
    "/%2f%2fevil.example",
    "//evil.example/..",
    "/.//evil.example",
    "/..//evil.example",
    "https:evil.example",
    "https://evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "/\t/evil.example",
    "/\n/evil.example",
    "\u3002evil.example",
    "/staff\\@evil.example",
    "/staff/../..//evil.example",
    "@evil.example",
    "/staff@evil.example",
    ".evil.example",
    "/staff\r\nSet-Cookie: a=b",
    "/staff/%0d%0aSet-Cookie:%20a=b",
)
HERE = "http://widgets.test"


def leads_home(location: str, base: str = HERE) -> bool:
    """Whether a browser that follows stays on this server. Source: the URL standard, which takes
    a backslash for a slash, and drops tabs and line breaks."""
    seen = "".join(each for each in location if each not in "\t\r\n").replace("\\", "/").strip()
    parts = urlsplit(seen)
    return f"{parts.scheme}://{parts.netloc}" == base and parts.username is None


def test_the_judge_knows_who_is_led_away() -> None:
    assert leads_home(f"{HERE}/staff?x=//evil.example")
    for bad in ("//evil.example", "http:/\\evil.example", f"{HERE}@evil.example", f"{HERE}.evil/"):
        assert not leads_home(bad)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_slash_too_many_leads_nowhere_else(wire: Wire, address: str) -> None:
    for letters in ("/%:@\\;", "/:", "/"):
        path = quote(address, safe=letters)
        for way in (path, f"/{path}", f"//{path}", f"/x/..;/{path}"):
            for query in ("", "?next=//evil.example", "?a=%0d%0aSet-Cookie:%20a=b"):
                if not way.startswith("/"):
                    continue
                heard = wire.ask(f"{way}/{query}")
                location = heard.headers.get("location", "")
                assert not location or leads_home(location, f"http://{wire.host}"), (way, location)
                assert "set-cookie" not in heard.headers
                assert heard.status in {200, 303, 308, 400, 404}, way


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_nowhere_else(office: Office, address: str) -> None:
    made, within = office
    fields = {"email": VIC, "password": PASSWORD, "token": of_door(within.key)}
    for sent, query in ((fields | {"next": address}, {}), (fields, {"next": address})):
        answer = made.post(
            "/staff/sign-in",
            params=query,
            data=sent,
            headers={"Origin": HERE},
            follow_redirects=False,
        )
        assert answer.status_code == 303, answer.text
        assert leads_home(answer.headers["location"]), answer.headers["location"]
        assert {each.split("=")[0] for each in answer.headers.get_list("set-cookie")} == {
            "widgets",
            "widgets-known",
        }
        made.cookies.clear()


@pytest.mark.parametrize("address", ELSEWHERE)
def test_who_is_signed_in_already_is_led_nowhere_else(office: Office, address: str) -> None:
    made, within = office
    headers = {"Cookie": f"widgets={within.sessions[ANN]}"}
    answer = made.get(
        "/staff/sign-in", params={"next": address}, headers=headers, follow_redirects=False
    )
    assert answer.status_code == 303
    assert leads_home(answer.headers["location"])


def test_a_form_that_is_carried_through_the_sign_in_is_sent_nowhere_else(office: Office) -> None:
    made, within = office
    for address in ELSEWHERE:
        fields = {"email": VIC, "password": PASSWORD, "token": of_door(within.key)}
        sent = fields | {"kept-to": address, "kept:name": "x"}
        answer = made.post(
            "/staff/sign-in", data=sent, headers={"Origin": HERE}, follow_redirects=False
        )
        actions = [part.split('"')[0] for part in answer.text.split('action="')[1:]]
        assert all(leads_home(f"{HERE}{each}") for each in actions), actions
        assert not [each for each in actions if each.startswith(("//", "/\\"))]
        made.cookies.clear()


CLIMBING = (
    "../pyproject.toml",
    "..%2fpyproject.toml",
    "%2e%2e%2fpyproject.toml",
    "%252e%252e%252fpyproject.toml",
    "..%5cpyproject.toml",
    "..%c0%afpyproject.toml",
    "%c0%ae%c0%ae/pyproject.toml",
    "....//pyproject.toml",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "file:///etc/passwd",
    "site.css%00.png",
    "site.css/.",
    "site.css/..%2fstaff.css",
    "node_modules/htmx-4.0.1/package.json",
    "node_modules%2fhtmx-4.0.1%2fpackage.json",
    ".npmrc",
    "package.json",
    "PAGE.CSS",
    "site.css.",
    "site.css ",
    "site.css::$DATA",
)
FOLDERS = (
    *("/static/", "/static/accent-", "/logos/", "/badges/", "/badges/oecd-watch/", "/posters/"),
    *("/data/", "/embed/", "/fragments/", "/builder/", "/verify/", "/wordpress/"),
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_address_climbs_out_of_its_folder(wire: Wire, folder: str) -> None:
    for name in CLIMBING:
        for suffix in ("", ".svg", ".png", ".webp", ".css"):
            heard = wire.ask(quote(f"{folder}{name}{suffix}", safe="/%:$"))
            assert heard.status in {308, 400, 404}, (folder, name, suffix)
            for secret in ("[build-system]", "root:", '"dependencies"', "registry"):
                assert secret not in heard.text


def test_files_are_those_that_were_read_at_start_and_no_other(
    shipped: TestClient,
) -> None:
    served = shipped.app.state.hosting.assets.files  # type: ignore[attr-defined]
    for path in folder_of("static").iterdir():
        if path.is_file() and path.name not in served:
            assert shipped.get(f"/static/{path.name}").status_code == 404, path.name


def test_a_line_break_never_gets_into_a_header(shipped_database: Path) -> None:
    with client(Settings(database_url=shipped_database)) as made:
        for bad in ("%0d%0aX-Evil:%20yes", "%0aX-Evil:%20yes", "%E5%98%8A%E5%98%8DX-Evil:%20yes"):
            for address in (
                f"/embed/networks?lang=en&q={bad}",
                f"/embed/network?network={bad}",
                f"/badges/{bad}/somo.svg",
                f"/oembed?url=http://widgets.test/embed/networks?{bad}",
                f"/builder/networks?network={bad}",
                f"/x{bad}/",
                f"/x/?{bad}",
                f"/staff/{bad}",
                f"/staff?{bad}",
                f"/data/networks.csv?separator={bad}",
            ):
                answer = made.get(address, follow_redirects=False)
                assert "x-evil" not in answer.headers, address
                assert all(each.isprintable() for each in answer.headers.values()), address
