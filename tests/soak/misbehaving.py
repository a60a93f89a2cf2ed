"""Clients that misbehave. Each tells how many there were, and how many of them the server has put
an end to."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.soak.visiting import Line
from widgets.http.connections import HEAD_SECONDS

CLIENTS = 200
LONGEST_SECONDS = HEAD_SECONDS + 15
PIECE = b"x" * 65_536
HUGE_BYTES = 10_000_000


@dataclass(frozen=True)
class Ended:
    """Shape: sent is the most that one client got rid of, in bytes."""

    clients: int
    ended: int
    seconds: float
    sent: int = 0

    def __str__(self) -> str:
        told = f"{self.ended} of {self.clients} ended, after {self.seconds:.0f} s at the latest"
        return f"{told}, {self.sent // 1000} kB" if self.sent else told


async def slow_heads(port: int) -> Ended:
    """A letter of a header now and then, for ever."""

    async def trickle(writer: asyncio.StreamWriter) -> int:
        writer.write(b"GET /embed/networks HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(1)

    return await _many(port, trickle)


async def silent(port: int) -> Ended:
    """A connection, and then nothing."""

    async def wait(writer: asyncio.StreamWriter) -> int:
        await asyncio.sleep(LONGEST_SECONDS)
        return 0

    return await _many(port, wait)


async def huge_heads(port: int) -> Ended:
    """Headers of 10 MB."""

    async def pour(writer: asyncio.StreamWriter) -> int:
        writer.write(b"GET /embed/networks HTTP/1.1\r\nHost: a\r\nX-Huge: ")
        return await _poured(writer, PIECE)

    return await _many(port, pour, clients=20)


async def endless_bodies(port: int) -> Ended:
    """A form in chunks that has no end."""

    async def pour(writer: asyncio.StreamWriter) -> int:
        writer.write(
            b"POST /check HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n5\r\nhtml=\r\n"
        )
        return await _poured(writer, b"%x\r\n%s\r\n" % (len(PIECE), PIECE))

    return await _many(port, pour, clients=20)


async def distinct(port: int, queries: int) -> Ended:
    """As many searches as there are numbers, by 32 clients as fast as they can."""
    began, left = time.monotonic(), iter(range(queries))
    answered = 0

    async def search() -> None:
        nonlocal answered
        line = Line(port)
        for number in left:
            path = f"/fragments/networks?lang=en&per_page=1&filters=off&q=nothing+{number}"
            status, _, _ = await line.ask(path)
            answered += status == 200
        line.close()

    await asyncio.gather(*(search() for _ in range(32)))
    return Ended(queries, answered, time.monotonic() - began)


async def _poured(writer: asyncio.StreamWriter, piece: bytes) -> int:
    sent = 0
    while sent < HUGE_BYTES:
        writer.write(piece)
        await writer.drain()
        sent += len(piece)
    await asyncio.sleep(LONGEST_SECONDS)
    return sent


async def _many(
    port: int,
    act: Callable[[asyncio.StreamWriter], Awaitable[int]],
    clients: int = CLIENTS,
) -> Ended:
    began, last = time.monotonic(), 0.0

    async def one() -> bool:
        """Whether the server ended it, which is what a client reads."""
        nonlocal last
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        acting = asyncio.ensure_future(act(writer))
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                while await reader.read(65_536):
                    pass
        except TimeoutError:
            return False
        except OSError:
            pass
        finally:
            acting.cancel()
            await asyncio.gather(acting, return_exceptions=True)
            writer.close()
        last = max(last, time.monotonic() - began)
        return True

    ended = await asyncio.gather(*(one() for _ in range(clients)))
    return Ended(clients, sum(ended), last)
