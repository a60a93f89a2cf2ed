"""A real server and clients that misbehave, over plain sockets."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from widgets.http import connections
from widgets.http.connections import MOST_HEAD_BYTES, Connection

ASKED = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/refused":
        await PlainTextResponse("too much", 413)(scope, receive, send)
        return
    body = await Request(scope, receive).body()
    large = b"x" * 30_000_000 if scope["path"] == "/large" else b"heard " + body
    await PlainTextResponse(large)(scope, receive, send)


@contextmanager
def served() -> Iterator[tuple[uvicorn.Server, int]]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        echo, http=Connection, lifespan="off", log_level="critical", timeout_keep_alive=30
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    until(lambda: server.started)
    yield server, listener.getsockname()[1]
    server.should_exit = server.force_exit = True
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def port() -> Iterator[int]:
    with served() as (_, number):
        yield number


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def client(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        yield line


def heard(line: socket.socket) -> bytes:
    """Whatever comes until the server closes."""
    received = b""
    try:
        while piece := line.recv(1 << 20):
            received += piece
    except ConnectionResetError:
        pass
    return received


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "])
def test_a_head_that_never_ends_ends_the_connection(
    monkeypatch: pytest.MonkeyPatch, port: int, sent: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    with client(port) as line:
        line.sendall(sent)
        assert heard(line) == b""


def test_a_second_request_that_never_ends_ends_the_connection(
    monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    with client(port) as line:
        line.sendall(ASKED)
        assert b"heard " in line.recv(1000)
        line.sendall(b"GET / HTTP/1.1\r\n")
        assert heard(line) == b""


def test_a_body_that_never_comes_ends_the_connection(
    monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.1)
    with client(port) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf")
        assert heard(line) == b""


def test_a_body_that_comes_drop_by_drop_ends_the_connection(
    monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.2)
    with client(port) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n")
        with pytest.raises(OSError):
            for _ in range(900):
                line.sendall(b"x")
                time.sleep(0.01)


def test_a_body_without_an_end_ends_the_connection_soon_after_it_was_refused(
    monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setattr(connections, "LINGER_SECONDS", 0.2)
    with client(port) as line:
        line.sendall(b"POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\nx")
        assert b"too much" in line.recv(1000)
        with pytest.raises(OSError):
            for _ in range(900):
                line.sendall(b"x")
                time.sleep(0.01)


def test_a_head_without_an_end_is_refused_before_it_fills_the_memory(port: int) -> None:
    with client(port) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
        sent = 0
        try:
            while sent < 10 * MOST_HEAD_BYTES:
                sent += line.send(b"X-Long: " + b"x" * 10_000 + b"\r\n")
                time.sleep(0.002)
        except OSError:
            pass
        assert sent < 10 * MOST_HEAD_BYTES


def test_a_long_address_and_a_body_in_pieces_are_heard(port: int) -> None:
    head = f"POST /?q={'x' * 8000} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
    head += "Content-Length: 6\r\n\r\n"
    with client(port) as line:
        for piece in (head[:4000], head[4000:], "abc", "def"):
            line.sendall(piece.encode())
            time.sleep(0.02)
        assert heard(line).endswith(b"heard abcdef")


@pytest.mark.parametrize("connection", ["keep-alive", "close"])
def test_an_answer_that_nobody_takes_does_not_stay_for_ever(
    monkeypatch: pytest.MonkeyPatch, connection: str
) -> None:
    monkeypatch.setattr(connections, "STALL_SECONDS", 0.2)
    with served() as (server, port), client(port) as line:
        line.sendall(f"GET /large HTTP/1.1\r\nHost: a\r\nConnection: {connection}\r\n\r\n".encode())
        until(lambda: len(server.server_state.connections) == 1)
        until(lambda: not server.server_state.connections)


def test_a_connection_that_is_idle_when_the_server_ends_may_ask_once_more() -> None:
    with served() as (server, port), client(port) as line:
        line.sendall(ASKED)
        assert b"connection: close" not in line.recv(1000)
        server.should_exit = True
        until(lambda: not server.servers[0].is_serving())
        line.sendall(ASKED)
        last = heard(line)
    assert last.endswith(b"heard ")
    assert b"connection: close" in last
