"""How long one answer takes within the process of the server, with no HTTP around it; a program of
its own, so that no other catalogue is in its memory."""

import argparse
import asyncio
import html
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, fields
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
import uvloop
from starlette.types import Message
from uvicorn.lifespan.on import LifespanOn

from tests.bench.answers import TAKES
from tests.bench.machine import SERVERS, pinned
from widgets.app import application
from widgets.kinds.options import read
from widgets.kinds.registry import KINDS
from widgets.render import environment as templates
from widgets.settings import Settings

AUTHORITY = "127.0.0.1:8000"
_LINK = re.compile(r'data-hx-get="([^"]+)"')
_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST_QUERIES = 400
_LEAST = 20


@dataclass(frozen=True)
class Parts:
    """Medians. Shape: whole is from the request to the answer, packed; render that of the template
    alone with the same context; ratio the median of whole to render.

    Units: milliseconds of processor time."""

    whole: float
    view: float
    render: float
    ratio: float
    queries: int


class Asker:
    """The application as its server calls it."""

    def __init__(self, database: Path) -> None:
        self.app: Any = application(Settings(database_url=database))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        config = uvicorn.Config(self.app, lifespan="on", log_level="warning")
        config.load()
        lifespan = LifespanOn(config)
        await lifespan.startup()
        yield
        await lifespan.shutdown()

    async def ask(self, address: str, takes: str = TAKES) -> bytes:
        path, _, query = address.partition("?")
        headers = (("host", AUTHORITY), ("accept-encoding", takes))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
        }
        body = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            body.append(message.get("body", b""))

        await self.app(scope, receive, send)
        return b"".join(body)

    async def text(self, address: str) -> str:
        return (await self.ask(address, "identity")).decode()

    def context(self, query: str) -> tuple[Any, dict[str, Any]]:
        """The template of a query, and what it is rendered with."""
        kind = KINDS["networks"]
        options = read(kind.options, parse_qsl(query), "nl")
        state = self.app.state
        site = state.hosting.public_site(f"http://{AUTHORITY}")
        view = kind.view(state.published.edition, options, site)
        values = {each.name: getattr(view, each.name) for each in fields(view)}
        return templates(options.lang).get_template("fragments/networks.html"), values


async def queries(asker: Asker, is_search: bool) -> list[str]:
    """What a visitor may click on, or search for within it; each search finds something."""
    first = await asker.text("/fragments/networks?lang=en")
    links = [html.unescape(each) for each in _LINK.findall(first)]
    filters = dict.fromkeys(each.partition("?")[2] for each in links if "lang=en&" in each)
    if not is_search:
        return [*filters]
    names = (await asker.text("/data/networks.csv?lang=en")).splitlines()
    step = max(1, len(names) // 100)
    words = dict.fromkeys(word.lower() for name in names[::step] for word in _words(name))
    asked = (
        f"{each}&{urlencode({'q': word})}" for word in words for each in _spread(filters, word)
    )
    found: list[str] = []
    for each in asked:
        if len(found) == _MOST_QUERIES:
            break
        if "<article" in await asker.text(f"/fragments/networks?{each}&accent=000000"):
            found.append(each)
    return found


def _words(line: str) -> list[str]:
    return _WORD.findall(line.split(",")[1])[:2]


def _spread(filters: dict[str, None], word: str) -> Iterator[str]:
    """A few filters for a word, other ones for the next."""
    names = [*filters]
    for number in range(4):
        yield names[(len(word) * 7 + ord(word[0]) + number * 5) % len(names)]


async def measured(asker: Asker, asked: list[str], seconds: float, accent: int = 0) -> Parts:
    """Each query again and again, each time in another accent: no answer is there already."""
    whole: list[float] = []
    view: list[float] = []
    render: list[float] = []
    end = time.monotonic() + seconds
    for number, query in enumerate(cycle(asked)):
        if time.monotonic() > end and number >= _LEAST:
            break
        distinct = f"{query}&accent={accent + number:06x}"
        began = time.process_time()
        await asker.ask(f"/fragments/networks?{distinct}")
        answered = time.process_time()
        template, values = asker.context(distinct)
        viewed = time.process_time()
        template.render(values)
        whole.append(answered - began)
        view.append(viewed - answered)
        render.append(time.process_time() - viewed)
    ratios = [one / other for one, other in zip(whole, render, strict=True)]
    return Parts(
        whole=statistics.median(whole) * 1e3,
        view=statistics.median(view) * 1e3,
        render=statistics.median(render) * 1e3,
        ratio=statistics.median(ratios),
        queries=len(whole),
    )


async def _main(database: Path, is_search: bool, seconds: float) -> Parts:
    asker = Asker(database)
    async with asker.running():
        asked = await queries(asker, is_search)
        await measured(asker, asked, seconds / 4, 0x800000)  # warm
        return await measured(asker, asked, seconds)


def parts(database: Path, *, is_search: bool, seconds: float) -> Parts:
    """Measured in a process of its own."""
    words = [sys.executable, "-m", "tests.bench.inside", str(database), str(seconds)]
    done = subprocess.run(  # noqa: S603
        pinned([*words, *(["--search"] if is_search else [])], SERVERS[:1]),
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    return Parts(**json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("database", type=Path)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--search", action="store_true")
    asked = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(_main(asked.database, asked.search, asked.seconds))
    sys.stdout.write(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
