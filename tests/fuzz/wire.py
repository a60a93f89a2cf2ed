"""How a request reaches the application: as uvicorn would hand it over, or over a real socket."""

import socket
from dataclasses import dataclass
from urllib.parse import unquote

import h11
from starlette.types import ASGIApp, Message

from tests.fuzz.requests import Asked, Headers

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Answered:
    status: int
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        found = (value for key, value in self.headers if key.lower() == name.encode())
        return b", ".join(found).decode("latin-1")


async def called(app: ASGIApp, asked: Asked) -> Answered:
    """The answer of an application to a request, as uvicorn reads it."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": asked.method,
        "scheme": "http",
        "path": unquote(asked.path.decode("ascii")),
        "raw_path": asked.path,
        "query_string": asked.query,
        "root_path": "",
        "headers": list(asked.headers),
        "client": ("127.0.0.1", 5_000),
        "server": ("127.0.0.1", 8_000),
        "state": {},
    }
    told: list[Message] = []
    waiting = [{"type": "http.request", "body": asked.body, "more_body": False}]

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    await app(scope, receive, send)
    start, *parts = told
    assert start["type"] == "http.response.start"
    assert all(each["type"] == "http.response.body" for each in parts)
    assert not parts[-1].get("more_body")
    body = b"".join(each.get("body", b"") for each in parts)
    is_read = asked.method != "HEAD"  # a server sends no body then
    return Answered(start["status"], tuple(start["headers"]), body if is_read else b"")


def sent(port: int, asked: Asked) -> Answered | None:
    """Shape: None where the server hung up without a word."""
    lines = [asked.method.encode() + b" " + asked.target + b" HTTP/1.1"]
    lines += [name + b": " + value for name, value in asked.headers]
    lines += [b"Connection: close"]
    if asked.body:
        lines += [b"Content-Length: %d" % len(asked.body)]
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as line:
        line.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + asked.body)
        return _heard(line, asked.method)


def _heard(line: socket.socket, method: str) -> Answered | None:
    """Read by somebody else's parser, which is strict about what a header may hold."""
    reading = h11.Connection(h11.CLIENT)
    method = "HEAD" if method == "HEAD" else "GET"  # all that matters to a reader
    reading.send(h11.Request(method=method, target="/", headers=[("Host", "a")]))
    reading.send(h11.EndOfMessage())
    start: h11.Response | None = None
    body = b""
    while type(event := reading.next_event()) is not h11.EndOfMessage:
        if event is h11.NEED_DATA:
            reading.receive_data(line.recv(1 << 16))
        elif isinstance(event, h11.Response):
            start = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.ConnectionClosed):
            return None
    assert start
    return Answered(start.status_code, tuple(start.headers), body)
