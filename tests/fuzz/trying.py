"""One application that is asked again and again, and looked at after each request."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from time import process_time
from types import TracebackType

import uvicorn
from starlette.applications import Starlette

from tests.conftest import CHEAP
from tests.fuzz.answers import inspect, unpacked
from tests.fuzz.requests import Asked
from tests.fuzz.wire import Answered, called
from widgets.app import application
from widgets.http.connections import Connection
from widgets.http.edge import READING, Edge
from widgets.settings import Settings

MOST_SECONDS = 2.0  # of a processor, for one answer
EDGE_MEGABYTES = 4  # so little that it has to give up answers all the time


def made(database: Path, host: str = "umbrella") -> Edge:
    settings = Settings(
        database_url=database, host_organisation=host, edge_megabytes=EDGE_MEGABYTES
    )
    return application(settings, hasher=CHEAP)


class Tried:
    """Shape: seconds is what the slowest answer took of a processor."""

    def __init__(self, database: Path, host: str = "umbrella") -> None:
        self.edge = made(database, host)
        self.seconds = 0.0
        self._behind: Starlette = self.edge._app
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()

    def __enter__(self) -> "Tried":
        running = self._behind.router.lifespan_context(self._behind)
        self._loop.run_until_complete(self._stack.enter_async_context(running))
        return self

    def __exit__(
        self,
        type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.run_until_complete(self._stack.aclose())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def asked(self, asked: Asked) -> Answered:
        """The answer, once everything was looked at that has to be true of it."""
        return self._loop.run_until_complete(self._asked(asked))

    def told(self, asked: Asked) -> Answered:
        """The answer of a page of staff, which is nobody else's: only that it is sound."""
        return self._loop.run_until_complete(self._told(asked))

    async def _told(self, asked: Asked) -> Answered:
        began = process_time()
        answer = await called(self.edge, asked)
        seconds = process_time() - began
        assert seconds < MOST_SECONDS, seconds
        self.seconds = max(self.seconds, seconds)
        inspect(asked, answer)
        return answer

    async def _asked(self, asked: Asked) -> Answered:
        answer = await self._told(asked)
        if asked.method in READING:
            await self._is_one_answer(asked, answer)
        assert self.edge.kept.bytes <= EDGE_MEGABYTES * 1_000_000
        return answer

    async def _is_one_answer(self, asked: Asked, answer: Answered) -> None:
        """Whoever asks, and however often, reads what the application itself would say."""
        plain = replace(asked, method="GET", headers=((b"host", asked.known(b"host")),))
        again, behind = await called(self.edge, plain), await called(self._behind, plain)
        assert again.status == behind.status
        assert again.body == behind.body or again.status != 200  # a refusal knows the language only
        assert answer.status in {again.status, 304}
        if asked.method == "GET" and answer.status != 304:
            assert unpacked(answer) == again.body
        for said in (answer, again):
            if said.status == 200 and (tag := said.header("etag").encode()):
                headers = (*plain.headers, (b"if-none-match", tag))
                known = await called(self.edge, replace(plain, headers=headers))
                assert (known.status, known.body) == (304, b"")
                inspect(asked, known)


@contextmanager
def listening(database: Path) -> Iterator[int]:
    """A server, as `widgets serve` makes one. Shape: its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        made(database), http=Connection, ws="none", log_level="critical", server_header=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield int(listener.getsockname()[1])
    server.should_exit = True
    thread.join(10)
    listener.close()
