"""Requests of a colleague who is signed in: every route of staff, with forms that nobody sends."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as some

from tests.conftest import publish_shipped
from tests.fuzz.requests import BAD, HOST, Asked, escaped
from tests.fuzz.trying import Tried
from tests.staff.busy import ANN, ROUTES, Busy, Page, busy, pages_of
from widgets.staff.guard import StaffRoute

OTHERS = ("lang", "q", "page", "state", "kind", "done", "entry", "who", "of", "network", "member")
_FIELD = re.compile(r'name="([^"]+)"(?: [a-z-]+="[^"]*")*? value="([^"]*)"')
_NAME = re.compile(r' name="([^"]+)"')


@dataclass(frozen=True)
class Office:
    """Shape: folder holds the database that each route begins with; names and values are those of
    all fields of all pages."""

    folder: Path
    busy: Busy
    names: tuple[str, ...]
    values: tuple[str, ...]

    @contextmanager
    def anew(self) -> Iterator[Tried]:
        """The office as it was at first."""
        with TemporaryDirectory() as folder:
            shutil.copytree(self.folder, folder, dirs_exist_ok=True)
            with Tried(Path(folder) / "widgets.db", "somo") as tried:
                yield tried


@contextmanager
def office() -> Iterator[Office]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "widgets.db"
        publish_shipped(path)
        plain = Office(Path(folder), asyncio.run(busy(path)), OTHERS, ())
        names, values = {*OTHERS}, set[str]()
        with plain.anew() as tried:
            for page in {plain.busy.address(page) for route in ROUTES for page in pages_of(route)}:
                asked = _asked(plain, page.encode(), method="GET")
                text = tried.told(asked).body.decode("utf-8", "replace")
                names |= {unescape(each) for each in _NAME.findall(text)}
                values |= {unescape(value) for _, value in _FIELD.findall(text)}
        yield Office(plain.folder, plain.busy, tuple(sorted(names)), tuple(sorted(values)))


def _asked(
    office: Office, path: bytes, query: bytes = b"", method: str = "POST", body: bytes = b""
) -> Asked:
    headers = (
        (b"host", HOST),
        (b"origin", b"http://" + HOST),
        (b"cookie", b"widgets=" + office.busy.sessions[ANN].encode()),
        (b"content-type", b"application/x-www-form-urlencoded"),
    )
    path, _, of_page = path.partition(b"?")
    return Asked(path, query or of_page, headers, method, body)


@some.composite
def deeds(draw: some.DrawFn, office: Office, route: StaffRoute) -> Asked:
    page = office.busy.address(draw(some.sampled_from(pages_of(route))))
    if "{" in route.path and draw(some.integers(0, 4)) == 0:
        head, _, tail = page.rpartition("/")
        page = f"{head}/{escaped(draw(BAD))}" if draw(some.booleans()) else f"{head}//{tail}"
    method = draw(some.sampled_from(route.allowed))
    fields = draw(
        some.lists(
            some.tuples(
                some.sampled_from(office.names) | BAD, some.sampled_from(office.values) | BAD
            ),
            max_size=12,
        )
    )
    written = "&".join(f"{escaped(name)}={escaped(text)}" for name, text in fields)
    if method != "POST":
        return _asked(office, page.encode(), written.encode(), method)
    token = office.busy.form(Page(page, {"lang": "en"}))["token"]
    return _asked(office, page.encode(), body=f"token={token}&{written}".encode())
