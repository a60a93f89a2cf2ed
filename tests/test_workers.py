"""`widgets serve --workers 2` for real: workers come and go, and nobody notices."""

import http.client
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import publish, publish_shipped
from tests.http.test_serving import fetched, free_port, serving
from tests.store.worlds import topic

# A server whose every process starts anew takes its time on a machine that does other things too.
pytestmark = [pytest.mark.walk, pytest.mark.timeout(300)]
CARDS = "/fragments/networks?lang=nl"


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[str]
    port: int
    database: Path
    settings: Path

    def get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def workers(self) -> set[int]:
        """Their numbers. The supervisor's other child keeps track of resources."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        found = set()
        for each in listed.split():
            with suppress(FileNotFoundError):  # it has just ended
                if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes():
                    found.add(int(each))
        return found

    def listens(self, worker: int) -> bool:
        table = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
        [inode] = [
            each[9] for each in table if each[1].endswith(f":{self.port:04X}") and each[3] == "0A"
        ]
        names = set()
        with suppress(FileNotFoundError):  # it has just ended
            for each in Path(f"/proc/{worker}/fd").iterdir():
                with suppress(FileNotFoundError):  # that has just been closed
                    names.add(str(each.readlink()))
        return f"socket:[{inode}]" in names

    def metric(self, name: str, **labels: str) -> list[float]:
        """Its values, one for each worker where each has its own."""
        wanted = "".join(f'(?=[^}}]*{key}="{value}")' for key, value in labels.items())
        found = re.findall(rf"^{name}(?:\{{{wanted}[^}}]*\}})? (\S+)$", self.get("/metrics"), re.M)
        return [float(each) for each in found]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    database = tmp_path_factory.mktemp("workers") / "widgets.db"
    publish_shipped(database)
    port = free_port()
    with pytest.MonkeyPatch.context() as patched:
        for name in [name for name in os.environ if name.startswith("WIDGETS_")]:
            patched.delenv(name)
        settings = database.with_name("widgets.env")
        settings.write_text(f"WIDGETS_DATABASE_URL=sqlite:///{database}\n")
        patched.setenv("WIDGETS_SETTINGS_FILE", str(settings))
        with serving(port, "--workers", "2") as process:
            fetched(f"http://127.0.0.1:{port}/readyz", process)
            made = Server(process, port, database, settings)
            until(lambda: made.metric("widgets_workers") == [2])
            yield made


def until(holds: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


class Visitor(threading.Thread):
    """Asks again and again on one connection, and on another where the server says so. Shape:
    wrong lists what failed."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.answers = 0
        self.wrong: list[str] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.is_set() and not self.wrong:
            try:
                self.connection.request("GET", CARDS)
                answer = self.connection.getresponse()
                body = answer.read()
                if answer.status != 200 or b'data-network="oecd-watch"' not in body:
                    self.wrong.append(f"{answer.status} {body[:80]!r}")
            except (OSError, http.client.HTTPException) as error:
                self.wrong.append(repr(error))
            self.answers += 1
            time.sleep(0.05)  # the connection is idle, for most of the time
        self.connection.close()


def test_no_request_fails_while_all_workers_are_replaced_and_publications_come(
    server: Server,
) -> None:
    before = server.workers()
    with server.settings.open("a") as file:
        file.write("WIDGETS_DEFAULT_LANGUAGE=fr\n")
    visitors = [Visitor(server.port) for _ in range(3)]
    for each in visitors:
        each.start()
    server.process.send_signal(signal.SIGHUP)
    number = 0
    while server.workers() & before:
        number += 1
        assert number < 400
        publish(server.database, [topic(f"new-{number}", "New")])
        time.sleep(0.5)
    until(lambda: len(server.workers()) == 2)
    for each in visitors:
        each.is_over.set()
        each.join(30)
    assert [each.wrong for each in visitors] == [[], [], []]
    assert min(each.answers for each in visitors) > 2
    until(lambda: server.metric("widgets_edition") == [number + 1] * 2)
    assert 'lang="fr"' in server.get("/fragments/networks")


def test_a_setting_that_cannot_be_used_leaves_the_workers_as_they_are(server: Server) -> None:
    before, good = server.workers(), server.settings.read_text()
    server.settings.write_text(f"{good}WIDGETS_BASE_URL=nowhere\n")
    server.process.send_signal(signal.SIGHUP)
    until(lambda: server.workers() > before)
    assert server.process.stderr
    said = next(line for line in server.process.stderr if "cannot start" in line)
    assert "a worker cannot start: WIDGETS_BASE_URL is 'nowhere'; it takes an origin" in said
    until(lambda: server.workers() == before)
    server.settings.write_text(good)
    assert server.get("/readyz") == "ready\n"


def test_every_worker_sees_a_publication(server: Server) -> None:
    [before, _] = server.metric("widgets_edition")
    publish(server.database, [topic("another", "Another")])
    until(lambda: server.metric("widgets_edition") == [before + 1] * 2)


def test_a_worker_that_dies_is_replaced_and_no_total_falls(server: Server) -> None:
    for _ in range(20):
        server.get(CARDS)
    counted = server.metric("widgets_answers_total", route="/fragments/networks")
    dead = min(server.workers())
    os.kill(dead, signal.SIGKILL)
    until(lambda: dead not in server.workers() and len(server.workers()) == 2)
    until(lambda: server.metric("widgets_workers") == [2])
    assert server.metric("widgets_answers_total", route="/fragments/networks") >= counted
    assert server.get("/readyz") == "ready\n"


def test_what_is_under_way_is_answered_before_the_server_ends_and_it_prints_once(
    server: Server,
) -> None:
    body = b"html=" + b"x" * 500
    head = f"POST /check HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(head.encode() + body[:100])
        until(lambda: all(map(server.listens, server.workers())))
        server.process.send_signal(signal.SIGTERM)
        until(lambda: not any(map(server.listens, server.workers())))
        line.sendall(body[100:])
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    out, err = server.process.communicate(timeout=30)
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"connection: close" in answer.split(b"\r\n\r\n")[0]
    assert server.process.returncode == 0
    assert out.count("The widgets are on") == 1
    assert "Traceback" not in err
