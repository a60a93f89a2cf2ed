"""Visitors and colleagues over plain connections, each of which stays open as long as it can."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE_SECONDS = 30
HITS = (
    "/embed/networks?lang=nl",
    "/embed/networks?lang=en&theme=dark",
    "/fragments/networks?lang=nl&category=thematic",
    "/fragments/networks?lang=en&relation=coordinates",
    "/fragments/filters?lang=en",
    "/fragments/badge?network=oecd-watch&lang=en",
    "/embed/network?network=oecd-watch&lang=nl",
    "/embed/members?network=oecd-watch&lang=nl",
    "/fragments/partners?lang=nl",
    "/badges/oecd-watch/somo.svg?lang=en",
    "/badges/oecd-watch/somo.png?lang=en",
    "/static/widget.css",
    "/data/networks.csv?lang=nl",
    "/oembed?url=http%3A%2F%2F127.0.0.1:{port}%2Fembed%2Fnetworks",
)
WORDS = ("tax", "water", "oecd", "clean", "watch", "rights", "europe", "textile", "mining", "x")


@dataclass
class Tally:
    """Shape: failures tells of each what happened, how often; again counts what was asked once more
    because a connection had just ended, as every client does; slowest is in seconds."""

    asked: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    again: int = 0
    unbegun: int = 0
    slowest: float = 0.0


class Unbegun(OSError):
    """A kept connection ended before the first byte of an answer. Source: RFC 9112, 9.3.1."""


class Line:
    """One connection of one client, made anew where the server has ended it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(
        self, path: str, headers: str = "", body: bytes = b"", method: str = "GET"
    ) -> tuple[int, dict[str, str], bytes]:
        """Raises: OSError where nobody answers, IncompleteReadError for half an answer."""
        if self._reader and self._reader.at_eof():
            self.close()  # the server has ended it meanwhile
        is_kept = self._writer is not None
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        path = path.format(port=self._port)
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n{headers}{length}\r\n"
        self._writer.write(head.encode() + body)
        assert self._reader
        try:
            told = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            self.close()
            if is_kept and not getattr(error, "partial", b""):
                raise Unbegun from error
            raise
        lines = [line.partition(": ")[::2] for line in told.split("\r\n")[1:-2]]
        given = {name.lower(): value for name, value in lines}
        status = int(told.split(" ", 2)[1])
        body = await self._reader.readexactly(int(given.get("content-length", 0)))
        if given.get("connection") == "close":
            self.close()
        return status, given, body

    def close(self) -> None:
        if self._writer:
            self._writer.close()
        self._writer = None


async def visit(port: int, tally: Tally, is_over: asyncio.Event, pause_seconds: float) -> None:
    """Ask for what everybody asks for, for what few do, and for what is known already."""
    line, chance = Line(port), random.Random()  # noqa: S311
    tag = ""
    while not is_over.is_set():
        await asyncio.sleep(chance.uniform(0, 2 * pause_seconds))
        sort, path = _chosen(chance)
        known = f"If-None-Match: {tag}\r\n" if sort == "known" and tag else ""
        tally.asked[sort] += 1
        began = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                try:
                    status, given, body = await line.ask(path, f"Accept-Encoding: br\r\n{known}")
                except Unbegun:
                    tally.again += 1
                    status, given, body = await line.ask(path, f"Accept-Encoding: br\r\n{known}")
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            line.close()
            if is_over.is_set():  # the server was told to end, and this was not begun
                tally.unbegun += 1
            else:
                tally.failures[f"{sort}: {type(error).__name__}"] += 1
            continue
        tally.slowest = max(tally.slowest, time.monotonic() - began)
        tag = given.get("etag", "")
        if status not in {200, 304} or (status == 200 and not body):
            tally.failures[f"{sort}: {status}"] += 1
    line.close()


def _chosen(chance: random.Random) -> tuple[str, str]:
    dice = chance.random()
    if dice < 0.75:
        return ("known" if dice < 0.1 else "hit"), chance.choice(HITS)
    if dice < 0.9:
        words = f"{chance.choice(WORDS)} {chance.choice(WORDS)}{chance.randrange(300) or ''}"
        return "search", f"/fragments/networks?{urlencode({'lang': 'en', 'q': words})}"
    options = {"lang": "en", "heading": chance.randint(2, 5), "per_page": chance.randint(1, 60)}
    return "miss", f"/embed/networks?{urlencode({**options, 'accent': f'{dice:.6f}'[2:8]})}"


@dataclass(frozen=True)
class Colleague:
    """Shape: cookie and token are those of a session of a publisher."""

    port: int
    cookie: str
    token: str

    async def work(self, tally: Tally, is_over: asyncio.Event, pause_seconds: float) -> None:
        """Save a new draft, look at what waits, and at times publish one of them."""
        line, number = Line(self.port), 0
        while not is_over.is_set():
            await asyncio.sleep(pause_seconds)
            number += 1
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._save(line, tally, number)
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                line.close()
                if not is_over.is_set():
                    tally.failures[f"staff: {type(error).__name__}"] += 1
        line.close()

    async def _save(self, line: Line, tally: Tally, number: int) -> None:
        tally.asked["staff"] += 1
        name = f"Soak {time.time_ns()}"
        fields = {"name.en": name, "slug": name.lower().replace(" ", "-")}
        status, _, _ = await self._send(line, "/staff/new/topic", fields)
        if status != 303:
            tally.failures[f"save: {status}"] += 1
        if number % 5 == 0:
            tally.asked["publication"] += 1
            entry = await self._newest_that_waits(line)
            publishing = {"entry": entry, "count": "1", "missing": "0"}
            status, _, _ = await self._send(line, "/staff/publish", publishing)
            if status != 303:
                tally.failures[f"publish: {status}"] += 1

    async def _newest_that_waits(self, line: Line) -> str:
        _, _, body = await line.ask("/staff/changes", f"Cookie: {self.cookie}\r\n")
        return body.partition(b'name="entry" value="')[2].partition(b'"')[0].decode()

    async def _send(
        self, line: Line, path: str, fields: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        headers = (
            f"Cookie: {self.cookie}\r\nOrigin: http://127.0.0.1:{self.port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
        )
        body = urlencode({"token": self.token, **fields}).encode()
        return await line.ask(path, headers, body, "POST")
