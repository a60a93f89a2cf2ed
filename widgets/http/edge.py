"""The outermost layer: public answers from memory, as finished bytes. What an address does not say
is not passed on, so that no asker can change what the next one gets."""

import asyncio
import hashlib
import logging
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from widgets.http.connections import IN_ONE_PIECE
from widgets.http.kept import Answer, Headers, Kept, Key, Packed
from widgets.http.pace import UNHURRIED
from widgets.http.packing import Encoding, accepted, is_packable, packed, unchanged
from widgets.http.responses import kept_seconds

READING = frozenset({"GET", "HEAD"})
PATIENCE_SECONDS = 0.2  # that a visitor waits for a new answer while there is an old one
OLD_SECONDS = 0.6  # after a change, that an old answer may stand in for a new one
MOST_WAITING = 1  # after a change: who looks at a page wants to see it there
PAUSE = 1  # after each that is renewed, times as long as it took
_SPELLINGS = 4_096
_LONGEST_SPELLING = 1_024
_INLINE_BYTES = 65_536  # larger ones are packed beside the event loop
_BEST_BYTES = 1_048_576  # larger ones would be packed for many seconds
_HEEDED = frozenset({b"accept-encoding", b"if-none-match", b"host", b"origin"})
_NOTHING: Message = {"type": "http.response.body", "body": b""}
_NONE: dict[str, Any] = {}
_log = logging.getLogger("widgets")
Work = Callable[[], Coroutine[Any, Any, Any]]


@dataclass
class Counts:
    """Since the start. Shape: stale are old answers that stood in for new ones."""

    hits: int = 0
    misses: int = 0
    not_modified: int = 0
    stale: int = 0


@dataclass(frozen=True)
class Asking:
    """What an answer depends on, beside what is published.

    Shape: private are the first letters of paths that pass as they are; canonical turns path and
    query into the query that counts; is_named where requests name the address of this server;
    origins are those that are told apart."""

    private: tuple[str, ...]
    canonical: Callable[[str, str], str]
    is_named: bool
    origins: frozenset[bytes]


class Edge:
    """An ASGI application around another one. Reading, below no private path, is answered here."""

    def __init__(self, app: Starlette, asking: Asking, most_bytes: int) -> None:
        self._app = app
        self._asking = asking
        self._version = 0
        self._spelled: dict[Key, Key] = {}
        self._under_way: dict[object, asyncio.Task[Any]] = {}
        self._packer = ThreadPoolExecutor(1, "packer", _give_way)
        self._renewing = asyncio.Lock()
        self._old_until = -inf
        self._waiting_left = 0
        self.kept = Kept(most_bytes)
        self.counts = Counts()

    @property
    def state(self) -> State:
        return self._app.state

    def renew(self) -> None:
        """What answers are made from has changed: for a moment, old ones may stand in."""
        self._version += 1
        self._old_until = asyncio.get_running_loop().time() + OLD_SECONDS
        self._waiting_left = MOST_WAITING

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in READING:
            await self._app(scope, receive, send)
            return
        takes, known, asked = self._read(scope)
        key = self._spelled.get(asked)
        if key is None:
            if scope["path"].startswith(self._asking.private):
                await self._app(scope, receive, send)
                return
            key = self._spelling(asked)
        answer = self.kept.find(key)
        if answer is not None and answer.version in (self._version, None) and self._lasts(answer):
            self.counts.hits += 1
        else:
            answer = await self._answer(scope, key, answer)
        encoding = accepted(takes)
        sent = answer.packed.get(encoding.name if encoding else "")
        if sent is None or not sent.is_best:
            sent = await self._packed(key, answer, encoding, sent)
        start, body = sent.start, sent.body
        if known and (told := unchanged(answer, sent, known)):
            self.counts.not_modified += 1
            start, body = told, _NOTHING
        at_once = scope.get("extensions", _NONE).get(IN_ONE_PIECE)
        if at_once is None or not at_once(scope, start, body):
            await send(start)
            await send(body)

    def _read(self, scope: Scope) -> tuple[bytes, bytes, Key]:
        """What a request takes, knows and asks: nothing else of it counts."""
        takes = known = host = origin = b""
        for name, value in scope["headers"]:
            if name not in _HEEDED:
                continue
            if name == b"accept-encoding":
                takes = takes + b"," + value if takes else value
            elif name == b"if-none-match":
                known = known + b"," + value if known else value
            elif name == b"host":
                host = host + b"," + value if host else value  # of two, neither
            elif name == b"origin" and value in self._asking.origins:
                origin = value
        server = scope["scheme"].encode() + b"://" + (host if self._asking.is_named else b"")
        return takes, known, (scope["path"], scope["query_string"], server, origin)

    def _lasts(self, answer: Answer) -> bool:
        return answer.until == inf or answer.until > asyncio.get_running_loop().time()

    def _spelling(self, asked: Key) -> Key:
        """The one key of all the ways to ask the same."""
        path, query, server, origin = asked
        canonical = self._asking.canonical(path, query.decode("latin-1"))
        key = (path, canonical.encode("latin-1", "replace"), server, origin)
        if len(path) + len(query) + len(server) <= _LONGEST_SPELLING:
            if len(self._spelled) >= _SPELLINGS:
                self._spelled.clear()
            self._spelled[asked] = key
        return key

    async def _answer(self, scope: Scope, key: Key, old: Answer | None) -> Answer:
        """A new one; for a moment after a change the old one rather than a wait for many others,
        or for long, and always the old one rather than a failure."""
        self.counts.misses += 1
        is_renewed = bool(old and old.status == 200 and self._is_moment())
        may_wait = self._waiting_left > 0 and not self._renewing.locked()
        work = self._renewed if is_renewed else self._made
        making = self._once(key, lambda: work(scope, key))
        if old and is_renewed:
            if may_wait:
                self._waiting_left -= 1
                await asyncio.wait({making}, timeout=PATIENCE_SECONDS)
            if not making.done():
                self.counts.stale += 1
                return old
        answer: Answer = await asyncio.shield(making)
        if answer.status >= 500 and old and old.status == 200:
            self.counts.stale += 1
            return old
        return answer

    def _is_moment(self) -> bool:
        return asyncio.get_running_loop().time() < self._old_until

    async def _renewed(self, scope: Scope, key: Key) -> Answer:
        """As made, one after the other, with time for other answers in between."""
        loop = asyncio.get_running_loop()
        await self._renewing.acquire()
        began = loop.time()
        try:
            return await self._made(scope, key, {UNHURRIED: self._is_moment})
        finally:
            rest = min(PAUSE * (loop.time() - began), self._old_until - loop.time())
            loop.call_later(max(0, rest), self._renewing.release)

    async def _made(self, scope: Scope, key: Key, more: Scope = _NONE) -> Answer:
        version = self._version
        status, headers, body = await _finished(self._app, {**_told(scope, key), **more})
        named = {name: value.decode("latin-1") for name, value in headers}
        cache = named.get(b"cache-control", "")
        is_kept = cache.startswith("public") and status < 500
        brief = kept_seconds(cache, "max-age") if is_kept and status != 200 else inf
        answer = Answer(
            version=None if "immutable" in cache else version,
            until=asyncio.get_running_loop().time() + brief,
            status=status,
            headers=tuple(each for each in headers if each[0] != b"content-length"),
            body=body,
            digest=hashlib.sha256(body).hexdigest()[:24] if is_kept else "",
            is_packable=is_packable(named.get(b"content-type", ""), body),
        )
        if is_kept:
            self.kept.put(key, answer)
        return answer

    async def _packed(
        self, key: Key, answer: Answer, encoding: Encoding | None, fast: Packed | None
    ) -> Packed:
        """The answer packed fast, for whoever waits; for all who come later, better. Large ones and
        better ones are packed beside the event loop."""
        name = encoding.name if encoding else ""
        if encoding is None or (fast is None and len(answer.body) <= _INLINE_BYTES):
            answer.packed[name] = packed(answer, encoding)
            self.kept.weigh(key, answer)
            return answer.packed[name]
        if fast is None:
            work = partial(self._pack, key, answer, encoding)
            await asyncio.shield(self._once((id(answer), name), work))
        elif answer.digest and len(answer.body) <= _BEST_BYTES:
            work = partial(self._pack, key, answer, encoding, self._packer)
            self._once((id(answer), name, "best"), work)
        return answer.packed[name]

    async def _pack(
        self, key: Key, answer: Answer, encoding: Encoding, packer: Executor | None = None
    ) -> None:
        """Shape: packer is for the better ones."""
        work = partial(packed, answer, encoding, best=packer is not None)
        answer.packed[encoding.name] = await asyncio.get_running_loop().run_in_executor(
            packer, work
        )
        self.kept.weigh(key, answer)

    def _once(self, key: object, work: Work) -> asyncio.Task[Any]:
        """Work that all who ask for it at the same time wait for. It goes on when they leave."""
        task = self._under_way.get(key)
        if task is None:
            task = self._under_way[key] = asyncio.create_task(work())
            task.add_done_callback(lambda _: self._under_way.pop(key))
        return task


def _give_way() -> None:
    """This thread works when nothing else does."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)


def _told(scope: Scope, key: Key) -> Scope:
    """What the application is told: nothing but what the key says."""
    path, query, server, origin = key
    scheme, _, host = server.partition(b"://")
    named = ((b"host", host), (b"origin", origin))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": scheme.decode(),
        "path": path,
        "query_string": query,
        "root_path": "",
        "headers": [each for each in named if each[1]],
        "server": scope.get("server"),
    }


async def _finished(app: ASGIApp, told: Scope) -> tuple[int, Headers, bytes]:
    """The whole answer."""
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    try:
        await app(told, _receive, send)
    except Exception:
        if not messages:
            raise
        _log.exception("%s could not be answered", told["path"])
    start, *parts = messages
    return (
        start["status"],
        tuple(start["headers"]),
        b"".join(each.get("body", b"") for each in parts),
    )


async def _receive() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
