"""How long one answer takes within the process of the server, with no HTTP around it; a program of
its own, so that no other catalogue is in its memory."""

import argparse
import asyncio
import csv
import html
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, fields
from io import StringIO
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
import uvloop
from jinja2 import Template
from starlette.types import Message
from uvicorn.lifespan.on import LifespanOn

from tests.bench.answers import TAKES
from tests.bench.machine import SERVERS, pinned
from widgets.app import application
from widgets.kinds.options import read
from widgets.kinds.queries import query
from widgets.kinds.registry import KINDS
from widgets.render import environment, speaking
from widgets.settings import Settings

AUTHORITY = "127.0.0.1:8000"
_LINK = re.compile(r'data-hx-get="([^"]+)"')
_WORD = re.compile(r"[^\W\d_]{4,}")
_SHOWN = re.compile(r'<article class="sw-card" data-network="([^"]+)"')
_ALL_ON_A_PAGE = 60
_MARK = "\ufeff"  # that Excel needs
_MOST_ROWS = 400
_LEAST = 20


@dataclass(frozen=True)
class Parts:
    """Medians. Shape: whole is from the request to the answer, packed; render that of the template
    alone with the same context, in an environment that keeps nothing it has drawn; ratio the median
    of whole to render.

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
        self._bare = environment.__wrapped__()
        self._bare.globals["kept"] = _drawn_again

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

    def context(self, query: str) -> tuple[Template, dict[str, Any]]:
        """The template of a query, by itself, and what it is rendered with."""
        kind = KINDS["networks"]
        options = read(kind.options, parse_qsl(query), "nl")
        state = self.app.state
        site = state.hosting.public_site(f"http://{AUTHORITY}")
        view = kind.view(state.published.edition, options, site)
        values = {each.name: getattr(view, each.name) for each in fields(view)}
        speaking(options.lang)
        return self._bare.get_template("fragments/networks.html"), values


def _drawn_again(*_: object, caller: Callable[[], str]) -> str:
    """What Jinja2 does by itself, which keeps nothing of what it has drawn."""
    return caller()


async def filters(asker: Asker) -> list[str]:
    """What a visitor may click on."""
    first = await asker.text("/fragments/networks?lang=en")
    links = [html.unescape(each) for each in _LINK.findall(first)]
    return [*dict.fromkeys(each.partition("?")[2] for each in links if "lang=en&" in each)]


async def searches(asker: Asker) -> list[str]:
    """Filters with a search, each for something that nobody has searched for before, and each finds
    a network whose name holds it."""
    table = await asker.text("/data/networks.csv?lang=en")
    shown = set(_SHOWN.findall(await asker.text("/fragments/networks?lang=en&per_page=60")))
    rows = [*csv.DictReader(StringIO(table.removeprefix(_MARK)))]
    if len(shown) < _ALL_ON_A_PAGE:
        rows = [row for row in rows if row["network"] in shown]
    asked: dict[str, str] = {}
    for row in rows[:: max(1, len(rows) // _MOST_ROWS)]:
        facets = [name for name in ("category", "scope") if row[name]]
        for number, word in enumerate(parts_of(row["name"])):
            chosen = {each: row[each] for each in facets[: 1 + number % 2]}
            asked.setdefault(word, urlencode({"lang": "en", "q": word, **chosen}))
    found = [*asked.values()]
    random.Random(1).shuffle(found)  # noqa: S311 - no secret
    return found


def parts_of(name: str) -> list[str]:
    """What somebody may type who looks for a name: beginnings of its words, and what is in them."""
    words = [word.lower() for word in _WORD.findall(name)]
    return [
        word[start:end]
        for word in words
        for start in range(3)
        for end in range(start + 3, min(len(word), start + 9) + 1)
    ]


def canonical(asked: str) -> str:
    """As every link of a widget has it."""
    return query(read(KINDS["networks"].options, parse_qsl(asked), "nl"))


async def measured(asker: Asker, asked: Iterable[str], seconds: float, accent: int = 0) -> Parts:
    """Each query in an accent of its own: no answer is there already."""
    whole: list[float] = []
    view: list[float] = []
    render: list[float] = []
    end = time.monotonic() + seconds
    for number, each in enumerate(asked):
        if time.monotonic() > end and number >= _LEAST:
            break
        distinct = canonical(f"{each}&accent={accent + number:06x}")
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
        asked = iter(await searches(asker)) if is_search else cycle(await filters(asker))
        await measured(asker, islice(asked, _LEAST), seconds / 4, 0x800000)  # warm
        return await measured(asker, asked, seconds)


def parts(database: Path, *, is_search: bool, seconds: float) -> Parts:
    """Measured in a process of its own."""
    words = [sys.executable, "-m", "tests.bench.inside", str(database), str(seconds)]
    done = subprocess.run(  # noqa: S603
        pinned([*words, *(["--search"] if is_search else [])], SERVERS[:1]),
        stdout=subprocess.PIPE,
        check=True,
        timeout=900,
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
