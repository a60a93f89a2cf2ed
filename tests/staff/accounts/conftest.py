"""Browsers of people who are not signed in yet, over one catalogue with accounts."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeVar

import aiosqlite
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.conftest import CHEAP
from tests.staff.conftest import ORIGIN
from widgets.app import application
from widgets.settings import Settings
from widgets.store.accounts import Account, Accounts
from widgets.store.audit import Audit
from widgets.store.database import opened

PASSWORD = "quiet brown foxes sing"  # noqa: S105
Result = TypeVar("Result")


class Form(HTMLParser):
    """The fields of the form of a page that goes to an address, as a browser would send them."""

    def __init__(self, html: str, action: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.action = ""
        self._wanted = action
        self._is_within = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form" and named.get("action", "").split("?")[0] == self._wanted:
            self._is_within, self.action = True, named["action"]
        is_off = named.get("type") == "radio" and "checked" not in named
        if tag == "input" and self._is_within and named.get("name") and not is_off:
            self.fields[named["name"]] = named.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._is_within = self._is_within and tag != "form"


@dataclass
class Browser:
    """One person's browser: keeps cookies and fills in forms.

    Shape: page is what it shows; cookie is the session's, known tells who used it before."""

    client: TestClient
    cookie: str = ""
    known: str = ""
    page: str = ""
    status: int = 0
    went: list[str] = field(default_factory=list)

    def open(self, address: str) -> str:
        path = address.removeprefix(ORIGIN)
        headers = {"Cookie": f"{self.cookie}; {self.known}"}
        self._take(self.client.get(path, headers=headers, follow_redirects=False))
        return self.page

    def fill(self, action: str, **fields: str) -> str:
        """Send the form of this page that goes to an address."""
        form = Form(self.page, action)
        assert form.action, f"no form to {action} in {self.page}"
        self.send(form.action, {**form.fields, **fields})
        return self.page

    def send(self, path: str, fields: dict[str, str], origin: str = ORIGIN) -> None:
        headers = {"Cookie": f"{self.cookie}; {self.known}", "Origin": origin}
        answer = self.client.post(path, data=fields, headers=headers, follow_redirects=False)
        self._take(answer)

    def _take(self, answer: Response) -> None:
        for each in answer.headers.get_list("set-cookie"):
            pair = each.split(";")[0]
            if "-known=" in pair:
                self.known = pair
            else:
                self.cookie = pair
        self.client.cookies.clear()
        self.page, self.status = answer.text, answer.status_code
        if "location" in answer.headers:
            self.went.append(answer.headers["location"].removeprefix(ORIGIN))
            self.open(answer.headers["location"])

    def sign_in(self, email: str, password: str = PASSWORD) -> str:
        self.open("/staff/sign-in?lang=en")
        return self.fill("/staff/sign-in", email=email, password=password)

    @property
    def text(self) -> str:
        """What a person reads of the page."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page.split("<body")[1])).split())


@dataclass(frozen=True)
class Store:
    """The database behind the pages."""

    path: Path

    def run(self, work: Callable[[aiosqlite.Connection], Awaitable[Result]]) -> Result:
        async def run() -> Result:
            async with self._opened() as connection:
                return await work(connection)

        return asyncio.run(run())

    def add(self, email: str, role: str = "admin", password: str = PASSWORD) -> Account:
        name = email.partition("@")[0].title()
        account = self.run(lambda each: Accounts(each, CHEAP).add(email, name, role, password))
        sql = "UPDATE account SET language = 'en' WHERE id = ?"
        self.run(lambda each: each.execute(sql, (account.id,)))
        return account

    def find(self, email: str) -> Account | None:
        return self.run(lambda each: Accounts(each).find(email))

    def noted(self) -> list[tuple[str, str, str]]:
        """The log, oldest first."""
        notes = self.run(lambda each: Audit(each).notes())
        return [(each.who, each.action, each.subject) for each in reversed(notes)]

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[aiosqlite.Connection]:
        async with opened(self.path) as connection:
            yield connection


@pytest.fixture
def store(database: Path) -> Store:
    return Store(database)


@pytest.fixture
def new_browser(database: Path) -> Iterator[Callable[[], Browser]]:
    now = time.time()  # and stays so, however long a test takes
    app = application(Settings(database_url=database, default_language="en"), lambda: now, CHEAP)
    with TestClient(app, base_url=ORIGIN) as made:
        yield lambda: Browser(made)


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()
