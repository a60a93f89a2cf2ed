"""One connection of a client, as uvicorn's with httptools, and bounded: in how long a request may
take to arrive, in how large its head may be, and in how long an answer may wait to be taken. What
is answered many times over is sent in one piece."""

from asyncio import BaseTransport, TimerHandle
from typing import Any

from starlette.types import Message, Scope
from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    HEADER_VALUE_RE,
    STATUS_LINE,
    HttpToolsProtocol,
)

IN_ONE_PIECE = "widgets.in_one_piece"  # an extension of ASGI: `Connection._send_in_one_piece`
HEAD_SECONDS = 15
BODY_SECONDS = 300  # the largest import, over a slow line
LINGER_SECONDS = 10  # for the rest of a body that was answered before its end
STALL_SECONDS = 60
MOST_HEAD_BYTES = 64 << 10
LAST_SECONDS = 1.0
_WRITTEN = "widgets.written"


class Connection(HttpToolsProtocol):
    """Source: uvicorn 0.54.0, which has none of these bounds, and ends a connection that is idle
    at the very moment in which its client may send; here that request is answered, as the last."""

    def __init__(self, *words: Any, **options: Any) -> None:
        super().__init__(*words, **options)
        self._arriving: TimerHandle | None = None
        self._stalled: TimerHandle | None = None
        self._head_bytes = 0
        self._is_in_body = False
        self._is_ending = False
        self._extensions = {IN_ONE_PIECE: self._send_in_one_piece}

    def on_message_begin(self) -> None:
        HttpToolsProtocol.on_message_begin(self)
        self.scope["extensions"] = self._extensions  # type: ignore[typeddict-item]

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self._arriving = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        HttpToolsProtocol.data_received(self, data)  # plainer than super(): all come this way
        cycle = self.cycle
        if cycle is None or cycle.scope is not self.scope:
            self._receive_head(len(data))
        elif self._arriving is not None or cycle.more_body or self._is_ending:
            self._receive_rest()

    def on_response_complete(self) -> None:
        HttpToolsProtocol.on_response_complete(self)
        if self._is_in_body and self.cycle.more_body:
            self._linger()
        if not self.cycle.keep_alive:
            self._end_if_stalled()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._end_if_stalled()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._end_if_stalled()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def connection_lost(self, exc: Exception | None) -> None:
        for each in (self._arriving, self._stalled):
            if each is not None:
                each.cancel()
        self._extensions.clear()  # nobody is left, and they hold what holds them
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The server ends: what is asked is answered, and what is asked within a moment too."""
        self._is_ending = True
        if self.cycle is not None and not self.cycle.response_complete:
            super().shutdown()
            return
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(
            LAST_SECONDS, self.timeout_keep_alive_handler
        )

    def _send_in_one_piece(self, scope: Scope, start: Message, body: Message) -> bool:
        """A whole answer, in messages that will be sent again and do not change: what its head
        looks like on the wire is kept in the first. False where it has to be sent as ever, and has
        not been: to who asks for something else than a plain page on a line that is free."""
        cycle = self.cycle
        if (
            cycle.scope is not scope  # another request came right after this one
            or scope["method"] != "GET"
            or not cycle.keep_alive
            or self.flow.write_paused
            or self.config.access_log
        ):
            return False
        head: bytes = start.get(_WRITTEN) or _written(start)
        parts = [STATUS_LINE[start["status"]]]
        for name, value in self.server_state.default_headers:
            parts += name, b": ", value, b"\r\n"
        self.transport.writelines((*parts, head, body["body"]))  # joined, they would be a copy
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        cycle.on_response()
        return True

    def _receive_head(self, count: int) -> None:
        self._head_bytes += count
        if self._head_bytes > MOST_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of this request is too long.")
        elif self._arriving is None:
            self._arriving = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _receive_rest(self) -> None:
        self._head_bytes = 0
        if self._is_ending:
            self.cycle.keep_alive = False
        if self._is_in_body and self.cycle.more_body:
            return
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None
        self._is_in_body = self.cycle.more_body
        if self._is_in_body:
            self._arriving = self.loop.call_later(BODY_SECONDS, self.transport.abort)

    def _linger(self) -> None:
        """Who still sends may read the answer, and then finds nobody who listens."""
        if self._arriving is not None:
            self._arriving.cancel()
        self._arriving = self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def _end_if_stalled(self) -> None:
        if self._stalled is None and self.transport.get_write_buffer_size():
            self._stalled = self.loop.call_later(STALL_SECONDS, self.transport.abort)


def _written(start: Message) -> bytes:
    """Raises: ValueError where a header would end its line, or the head."""
    lines: list[bytes] = []
    for name, value in start["headers"]:
        if HEADER_RE.search(name) or HEADER_VALUE_RE.search(value):
            raise ValueError(f"{name!r}: {value!r} is not a header")
        lines += name, b": ", value, b"\r\n"
    start[_WRITTEN] = head = b"".join((*lines, b"\r\n"))
    return head
