"""Two origins, as in life: the widget server, and a partner's site that is another site as well."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Message, Receive, Scope, Send

from tests.conftest import CHEAP, running
from widgets.app import application
from widgets.catalogue.edition import Edition
from widgets.http.edge import Edge
from widgets.settings import Settings

PATIENCE_SECONDS = 5
BY_ITSELF = "/favicon.ico"  # a browser asks for it when it likes, once for a tab


@dataclass(frozen=True)
class Asked:
    """What reached the server. Shape: address is path and query."""

    method: str
    address: str
    headers: Headers


@dataclass
class Recorder:
    """The application, with a note of every request, and of every cookie that it tries to set.
    Answers to addresses that end with a held text wait until it is let go."""

    app: Edge
    asked: list[Asked] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            query = scope["query_string"].decode()
            address = scope["path"] + (f"?{query}" if query else "")
            if address != BY_ITSELF:
                self.asked.append(Asked(scope["method"], address, Headers(scope=scope)))
            for text, go in list(self.held.items()):
                if address.endswith(text):
                    await asyncio.to_thread(go.wait, PATIENCE_SECONDS)

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.cookies += Headers(raw=message["headers"]).getlist("set-cookie")
            await send(message)

        await self.app(scope, receive, noting)


@dataclass(frozen=True)
class Server:
    base: str
    recorder: Recorder

    @property
    def asked(self) -> list[Asked]:
        return self.recorder.asked

    @property
    def cookies(self) -> list[str]:
        return self.recorder.cookies

    @property
    def edition(self) -> Edition:
        held: Edition = self.recorder.app.state.published.edition
        return held

    def hold(self, ending: str) -> threading.Event:
        """Answers to addresses that end so wait for the event."""
        return self.recorder.held.setdefault(ending, threading.Event())

    def let_go(self) -> None:
        for go in self.recorder.held.values():
            go.set()
        self.recorder.held.clear()


@dataclass(frozen=True)
class Partner:
    """A site that shows what a test puts there. Shape: pages are (HTML, headers) by path."""

    base: str
    pages: dict[str, tuple[str, dict[str, str]]]


@contextmanager
def widget_server(database: Path, language: str = "nl") -> Iterator[Server]:
    settings = Settings(database_url=database, default_language=language)
    recorder = Recorder(application(settings, hasher=CHEAP))
    with running(recorder) as base:
        yield Server(base, recorder)


@contextmanager
def partner_site() -> Iterator[Partner]:
    pages: dict[str, tuple[str, dict[str, str]]] = {}

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _nothing_to_start(receive, send)
            return
        path = Request(scope).url.path
        found = pages.get(path)
        answer = HTMLResponse(found[0], headers=found[1]) if found else Response(status_code=404)
        if path == "/favicon.ico":
            answer = Response(media_type="image/x-icon")
        await answer(scope, receive, send)

    with running(site, host="localhost") as base:
        yield Partner(base, pages)


async def _nothing_to_start(receive: Receive, send: Send) -> None:
    for phase in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{phase}.complete"})
