"""Requests that no browser makes, letter by letter: where two readers could see two requests, or
one of them another address, a real server refuses them."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.conftest import CHEAP, running
from widgets.app import application
from widgets.settings import Settings

HOST = b"Host: widgets.test\r\n"
LAST = b"Connection: close\r\n\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
SMUGGLED = {
    "two lengths": b"POST /check HTTP/1.1\r\n%bContent-Length: 5\r\nContent-Length: 6\r\n%bhtml=x",
    "a length and chunks": b"POST /check HTTP/1.1\r\n%bContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n%b0\r\n\r\nGET /staff HTTP/1.1\r\n\r\n",
    "chunks under another name": b"POST /check HTTP/1.1\r\n%bTransfer-Encoding: xchunked\r\n%bx",
    "chunks twice": b"POST /check HTTP/1.1\r\n%bTransfer-Encoding: chunked\r\n"
    b"Transfer-Encoding: identity\r\n%b0\r\n\r\n",
    "a length below nothing": b"POST /check HTTP/1.1\r\n%bContent-Length: -5\r\n%b",
    "a length that is none": b"POST /check HTTP/1.1\r\n%bContent-Length: 5a\r\n%bhtml=x",
    "a blank before a colon": b"POST /check HTTP/1.1\r\n%bContent-Length : 5\r\n%bhtml=x",
    "a folded header": b"GET /embed/networks HTTP/1.1\r\n%bX-A: a\r\n b: c\r\n%b",
    "a bare line feed": b"GET /embed/networks HTTP/1.1\n%bX-A: a\n%b",
    "nothing in a header": b"GET /embed/networks HTTP/1.1\r\n%bX-A: a\0b\r\n%b",
    "a letter outside ASCII": b"GET /embed/networks?q=\xff HTTP/1.1\r\n%b%b",
    "a tunnel": b"CONNECT evil.example:80 HTTP/1.1\r\n%b%b",
    "a method of nobody": b"FOO /staff HTTP/1.1\r\n%b%b",
}


@pytest.fixture(scope="module")
def port(shipped_database: Path) -> Iterator[int]:
    settings = Settings(database_url=shipped_database)
    with running(application(settings, hasher=CHEAP)) as origin:
        yield urlsplit(origin).port or 0


def heard(port: int, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(sent)
        said = b""
        try:
            while part := connection.recv(65536):
                said += part
        except ConnectionResetError:
            pass  # it hung up with some of it unread
    return said


@pytest.mark.parametrize("what", SMUGGLED)
def test_a_request_that_can_be_read_in_two_ways_is_refused(port: int, what: str) -> None:
    said = heard(port, SMUGGLED[what] % (HOST, LAST))
    assert said.startswith(b"HTTP/1.1 400 "), said[:200]
    assert said.count(b"HTTP/1.1 ") == 1


def test_an_address_that_names_another_host_is_one_of_this_server(port: int) -> None:
    asked = b"GET %b HTTP/1.1\r\n" + HOST + LAST
    plain = heard(port, asked % b"/embed/networks?lang=en")
    other = heard(port, asked % b"http://evil.example/embed/networks?lang=en")
    assert other.partition(b"\r\n\r\n")[2] == plain.partition(b"\r\n\r\n")[2]
    assert b"evil" not in other


@pytest.mark.parametrize("hosts", [b"", HOST + b"Host: evil.example\r\n", HOST + HOST])
def test_an_address_is_made_of_exactly_one_host(port: int, hosts: bytes) -> None:
    said = heard(port, b"GET /embed/networks HTTP/1.1\r\n" + hosts + LAST)
    assert said.startswith(b"HTTP/1.1 400 ")
    assert b"evil" not in said


@pytest.mark.parametrize("protocol", [b"websocket", b"h2c"])
def test_no_other_protocol_is_spoken(port: int, protocol: bytes) -> None:
    upgrade = b"Connection: Upgrade, close\r\nUpgrade: " + protocol + b"\r\n"
    key = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    for path in (b"/staff", b"/embed/networks"):
        said = heard(port, b"GET " + path + b" HTTP/1.1\r\n" + HOST + upgrade + key)
        assert b" 101 " not in said.partition(b"\r\n")[0]


def test_who_hangs_up_while_sending_leaves_no_trace_of_an_error(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    head = b"POST /check HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 99\r\n\r\nhtml="
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head)
    assert b"200 OK" in heard(port, b"GET /healthz HTTP/1.1\r\n" + HOST + LAST)
    assert "Traceback" not in caplog.text
    assert "ClientDisconnect" not in caplog.text


def test_two_requests_at_once_get_two_answers_in_their_order(port: int) -> None:
    first = b"GET /robots.txt HTTP/1.1\r\n" + HOST + b"\r\n"
    second = b"GET /staff HTTP/1.1\r\n" + HOST + b"Cookie: widgets=x\r\n" + LAST
    said = heard(port, first + second)
    assert said.startswith(b"HTTP/1.1 200 ")
    assert said.count(b"HTTP/1.1 ") == 2
    assert b"HTTP/1.1 303 " in said


def test_an_answer_that_an_asker_has_already_is_told_by_the_name_the_asker_knows(port: int) -> None:
    address = f"http://127.0.0.1:{port}/embed/networks"
    with httpx2.Client() as client:
        tags = {
            each: client.get(address, headers={"Accept-Encoding": each}).headers["etag"]
            for each in ("br", "gzip", "identity")
        }
        for known in [*tags.values(), *tags.values()]:
            again = client.get(address, headers={"Accept-Encoding": "br", "If-None-Match": known})
            assert (again.status_code, again.headers["etag"]) == (304, known)
