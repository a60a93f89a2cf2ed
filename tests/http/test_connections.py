"""A real server and clients that misbehave, over plain sockets."""

import gc
import socket
import threading
import time
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from widgets.http import connections
from widgets.http.connections import IN_ONE_PIECE, MOST_HEAD_BYTES, Connection

GET = b"GET %b HTTP/1.1\r\nHost: a\r\n\r\n"


def kept(body: bytes, *headers: tuple[bytes, bytes]) -> tuple[Message, Message]:
    named = [(b"content-length", b"%d" % len(body)), *headers]
    start = {"type": "http.response.start", "status": 200, "headers": named}
    return start, {"type": "http.response.body", "body": body}


BODY, VAST = b"k" * 20_000, b"v" * 30_000_000
IN_SEVERAL = (b"in-several", b"yes")
ANSWERS = {
    "/kept": kept(BODY, (b"etag", b'"a"')),
    "/broken": kept(b"b", (b"x-name", b"a\r\nset-cookie: b")),
    "/vast": kept(VAST),
}


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/refused":
        await PlainTextResponse("too much", 413)(scope, receive, send)
        return
    if answer := ANSWERS.get(scope["path"]):
        if not scope["extensions"][IN_ONE_PIECE](scope, *answer):
            head, rest = answer
            await send({**head, "headers": [*head["headers"], IN_SEVERAL]})
            await send(rest)
        return
    body = await Request(scope, receive).body()
    large = b"x" * 30_000_000 if scope["path"] == "/large" else b"heard " + body
    await PlainTextResponse(large)(scope, receive, send)


@contextmanager
def served(keep_alive: int = 30) -> Iterator[tuple[uvicorn.Server, int]]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        echo,
        http=Connection,
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_keep_alive=keep_alive,
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


def answered(line: socket.socket, *asked: bytes) -> bytes:
    """All answers, the last of them with the body that is kept."""
    line.sendall(b"".join(GET % each for each in asked))
    found = b""
    while found.count(b"\r\n\r\n") < len(asked) or not found.endswith(BODY):
        found += line.recv(100_000)
    return found


def lines(answer: bytes) -> list[bytes]:
    """The head of an answer without its date, an empty line, and its body."""
    return [each for each in answer.split(b"\r\n") if not each.startswith(b"date: ")]


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
        line.sendall(GET % b"/")
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


@pytest.mark.parametrize("path", ["/large", "/vast"])
@pytest.mark.parametrize("connection", ["keep-alive", "close"])
def test_an_answer_that_nobody_takes_does_not_stay_for_ever(
    monkeypatch: pytest.MonkeyPatch, connection: str, path: str
) -> None:
    monkeypatch.setattr(connections, "STALL_SECONDS", 0.2)
    with served() as (server, port), client(port) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: {connection}\r\n\r\n".encode())
        until(lambda: len(server.server_state.connections) == 1)
        until(lambda: not server.server_state.connections)


def test_a_connection_that_is_idle_when_the_server_ends_may_ask_once_more() -> None:
    with served() as (server, port), client(port) as line:
        line.sendall(GET % b"/")
        assert b"connection: close" not in line.recv(1000)
        server.should_exit = True
        until(lambda: not server.servers[0].is_serving())
        line.sendall(GET % b"/")
        last = heard(line)
    assert last.endswith(b"heard ")
    assert b"connection: close" in last


def test_what_is_kept_is_sent_in_one_piece_and_says_the_same(port: int) -> None:
    with client(port) as line:
        once = lines(answered(line, b"/kept"))
        line.sendall(b"GET /kept HTTP/1.0\r\n\r\n")
        in_several = lines(heard(line))
    assert once == [b"HTTP/1.1 200 OK", b"content-length: 20000", b'etag: "a"', b"", BODY]
    assert in_several == [*once[:3], b"in-several: yes", b"connection: close", *once[3:]]


def test_who_wants_the_head_alone_gets_no_body(port: int) -> None:
    with client(port) as line:
        line.sendall(b"HEAD /kept HTTP/1.1\r\nHost: a\r\n\r\n")
        head = line.recv(100_000)
        line.sendall(b"GET / HTTP/1.0\r\n\r\n")
        rest = heard(line)
    assert b"content-length: 20000" in head
    assert head.endswith(b"\r\n\r\n")
    assert rest.startswith(b"HTTP/1.1 200 OK")


def test_requests_that_come_at_once_are_answered_in_their_order(port: int) -> None:
    with client(port) as line:
        found = answered(line, b"/kept", b"/", b"/kept")
    parts = found.split(b"HTTP/1.1 200 OK")[1:]
    assert [b"in-several: yes" in each for each in parts] == [True, False, False]
    assert [each.rpartition(b"\r\n")[2] for each in parts] == [BODY, b"heard ", BODY]


def test_an_idle_connection_ends_whatever_was_answered_last() -> None:
    with served(keep_alive=1) as (_, port), client(port) as line:
        line.sendall(GET % b"/kept")
        assert heard(line).endswith(BODY)


def test_nothing_is_left_of_a_connection_that_ended() -> None:
    """Not even until the garbage collector comes round."""
    with served() as (server, port):
        gc.disable()
        try:
            with client(port) as line:
                answered(line, b"/kept")
                (held,) = map(weakref.ref, server.server_state.connections)
            until(lambda: held() is None)
        finally:
            gc.enable()


def test_who_asks_and_asks_and_takes_nothing_fills_no_memory() -> None:
    with served() as (server, port), client(port) as line:
        for _ in range(4):
            line.sendall(GET % b"/vast")
            time.sleep(0.1)
        (held,) = server.server_state.connections
        assert held.transport.get_write_buffer_size() < 2 * len(VAST)


def test_many_who_take_nothing_hold_what_is_kept_only_once() -> None:
    with served() as (server, port), ExitStack() as lines:
        tracemalloc.start()
        try:
            for _ in range(4):
                lines.enter_context(client(port)).sendall(GET % b"/vast")
            held = server.server_state.connections
            until(lambda: sum(each.transport.get_write_buffer_size() > 0 for each in held) == 4)
            assert tracemalloc.get_traced_memory()[0] < len(VAST)
        finally:
            tracemalloc.stop()


def test_a_header_that_would_end_its_line_is_never_sent(port: int) -> None:
    with client(port) as line:
        line.sendall(GET % b"/broken")
        found = heard(line)
    assert found.startswith(b"HTTP/1.1 500 ")
    assert b"set-cookie" not in found
