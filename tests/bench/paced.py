"""Requests at a fixed pace, whatever the server does: how long each took from the moment in which
it was due, so that a server that stalls is charged for all who came meanwhile."""

import asyncio
import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import uvloop

from tests.bench.answers import TAKES

PATIENCE_SECONDS = 30
_REQUEST = "GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: {takes}\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Visit:
    """Shape: times are of time.monotonic; status is 0 where there was no answer."""

    address: str
    due: float
    sent: float
    done: float
    status: int
    etag: str

    @property
    def seconds(self) -> float:
        return self.done - self.due


def visits(
    port: int, addresses: Sequence[str], a_second: float, seconds: float, connections: int = 32
) -> list[Visit]:
    """Ask for the addresses, in turn, for so long.

    Source: G. Tene, "How NOT to measure latency"."""
    gc.collect()
    gc.disable()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_paced(port, addresses, a_second, seconds, connections))
    finally:
        gc.enable()


async def _paced(
    port: int, addresses: Sequence[str], a_second: float, seconds: float, connections: int
) -> list[Visit]:
    idle: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(connections):
        idle.put_nowait(Connection(port))
    made: list[Visit] = []

    async def visit(address: str, due: float) -> None:
        connection = await idle.get()
        sent = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                status, etag = await connection.ask(address)
        except (OSError, EOFError, TimeoutError, ValueError):
            status, etag = 0, ""
            connection.close()
        made.append(Visit(address, due, sent, time.monotonic(), status, etag))
        idle.put_nowait(connection)

    start = time.monotonic() + 0.1
    async with asyncio.TaskGroup() as group:
        for address, due in _due(addresses, start, a_second, seconds):
            if (wait := due - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            group.create_task(visit(address, due))
    while not idle.empty():
        idle.get_nowait().close()
    return sorted(made, key=lambda each: each.due)


def _due(
    addresses: Sequence[str], start: float, a_second: float, seconds: float
) -> Iterator[tuple[str, float]]:
    for number in range(round(a_second * seconds)):
        yield addresses[number % len(addresses)], start + number / a_second


class Connection:
    """Kept open from request to request, as browsers do, until the server ends it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, address: str) -> tuple[int, str]:
        """Shape: status and ETag. Raises: OSError, EOFError, ValueError."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        told = _REQUEST.format(address=address, port=self._port, takes=TAKES)
        writer.write(told.encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if line)
        await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection") == "close":
            self.close()
        return int(first.split()[1]), headers.get("etag", "")

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None
