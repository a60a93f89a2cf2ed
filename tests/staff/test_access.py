"""Who gets in, by every route of staff as the table has it: a new one needs no test of its own."""

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.conftest import client
from tests.staff.conftest import ORIGIN
from widgets.settings import Settings
from widgets.staff.guard import METHODS, SAFE, StaffRoute
from widgets.staff.routes import STAFF_ROUTES
from widgets.staff.tokens import of_session
from widgets.store.accounts import ROLES, Accounts
from widgets.store.database import opened
from widgets.store.secret import secret_key
from widgets.store.sessions import Sessions

pytestmark = pytest.mark.walk

UNSAFE = tuple(each for each in METHODS if each not in SAFE)
BOTH = ("GET", "POST")  # of what comes: the others are judged as these two are
NOWHERE = "0"  # in every place of an address: a number and a slug that nothing has
CROSSING: tuple[dict[str, str], ...] = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {},
)


@dataclass(frozen=True)
class Office:
    client: TestClient
    database: Path
    ids: dict[str, int]
    key: str
    kept: dict[tuple[str, float | None], str] = field(default_factory=dict)

    def session(self, role: str, at: float | None = None) -> str:
        """A cookie of a colleague who has just signed in, or did at some other time."""

        async def begin() -> str:
            async with opened(self.database) as connection:
                sessions = Sessions(connection, lambda: at or time.time())
                return await sessions.begin(self.ids[role])

        return f"widgets={asyncio.run(begin())}"

    def signed_in(self, role: str, at: float | None = None) -> str:
        """The same for all until one of them sends what is let in, which may end any session."""
        if (role, at) not in self.kept:
            self.kept[role, at] = self.session(role, at)
        return self.kept[role, at]

    def ask(self, method: str, path: str, headers: dict[str, str], token: str = "") -> Response:
        data = {"token": token} if method not in SAFE else None
        return self.client.request(method, path, headers=headers, data=data, follow_redirects=False)

    def token(self, cookie: str) -> str:
        """Of each form that this colleague sees."""
        return of_session(self.key, cookie.removeprefix("widgets="))


@pytest.fixture(scope="module")
def office(shipped_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    database = tmp_path_factory.mktemp("access") / "widgets.db"
    database.write_bytes(shipped_database.read_bytes())

    async def fill() -> dict[str, int]:
        async with opened(database) as connection:
            accounts = Accounts(connection)
            return {
                each: (await accounts.add(f"{each}@example.org", each, each)).id for each in ROLES
            }

    settings = Settings(database_url=database)
    with client(settings) as made:
        yield Office(made, database, asyncio.run(fill()), secret_key(settings))


def path_of(route: StaffRoute) -> str:
    return re.sub(r"\{[^}]+\}", NOWHERE, route.path)


every_route = pytest.mark.parametrize("route", STAFF_ROUTES, ids=lambda route: route.path)


@every_route
def test_who_is_signed_out_or_has_been_for_long_is_asked_to_sign_in(
    office: Office, route: StaffRoute
) -> None:
    long_ago = office.signed_in("admin", at=1.0)
    for cookie, methods in (("", METHODS), ("widgets=made-up", BOTH), (long_ago, BOTH)):
        for method in methods:
            headers = {"Cookie": cookie, "Origin": ORIGIN}
            answer = office.ask(method, path_of(route), headers)
            if not route.least:
                assert answer.status_code in {200, 403, 404, 405}, method
                assert "set-cookie" not in answer.headers
            elif method in SAFE:
                assert answer.status_code == 303
                assert answer.headers["location"].startswith(f"{ORIGIN}/staff/sign-in?next=")
            else:
                assert answer.status_code == 401, method


@every_route
def test_another_site_is_refused_whoever_is_signed_in(office: Office, route: StaffRoute) -> None:
    cookie = office.signed_in("admin")
    token = office.token(cookie)
    every = [("POST", each) for each in CROSSING] + [(each, CROSSING[0]) for each in UNSAFE]
    for method, crossing in every:
        answer = office.ask(method, path_of(route), {"Cookie": cookie, **crossing}, token)
        assert answer.status_code == 403, (method, crossing)


@every_route
def test_a_form_without_the_token_of_its_session_is_refused(
    office: Office, route: StaffRoute
) -> None:
    token = office.token(office.signed_in("admin", at=1.0))
    headers = {"Cookie": office.signed_in("admin"), "Origin": ORIGIN}
    assert token != office.token(headers["Cookie"])
    for method in set(UNSAFE) & set(route.allowed):
        for wrong in ("", "guessed", token):
            assert office.ask(method, path_of(route), headers, wrong).status_code == 403, method


@every_route
def test_a_role_gets_in_where_the_table_says_and_nowhere_else(
    office: Office, route: StaffRoute
) -> None:
    if not route.least:
        return
    for role in ROLES:
        methods = METHODS if role in {ROLES[0], ROLES[-1]} else BOTH
        for method in methods:
            cookie = office.signed_in(role)
            headers = {"Cookie": cookie, "Origin": ORIGIN}
            answer = office.ask(method, path_of(route), headers, office.token(cookie))
            if ROLES.index(role) < ROLES.index(route.least):
                assert answer.status_code == 403, (role, method)
            elif method in route.allowed:
                assert answer.status_code not in {401, 403, 405}, (role, method)
                assert answer.status_code < 500, (role, method)
                if method not in SAFE:
                    office.kept.clear()
            elif method != "HEAD":
                assert answer.status_code == 405, (role, method)


@every_route
def test_no_answer_of_staff_is_kept_framed_or_found(office: Office, route: StaffRoute) -> None:
    for cookie in ("", office.signed_in("admin")):
        answer = office.ask("GET", path_of(route), {"Cookie": cookie})
        assert answer.headers["cache-control"] == "private, no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-robots-tag"] == "noindex"
        assert "access-control-allow-origin" not in answer.headers


def test_every_address_below_staff_is_one_of_the_table() -> None:
    assert all(each.path.startswith("/staff") for each in STAFF_ROUTES)
    assert STAFF_ROUTES[-1].path == "/staff/{path:path}"
    assert STAFF_ROUTES[-1].least
    assert {each.path for each in STAFF_ROUTES if not each.least} == {
        "/staff/sign-in",
        "/staff/sign-in/code",
        "/staff/links/{token}",
    }
