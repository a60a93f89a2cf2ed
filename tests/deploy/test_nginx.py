"""What visitors get from nginx with deploy/nginx.conf, while the server behind it is well, slow to
be reached, and gone."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
import uvicorn

from tests.conftest import CHEAP
from tests.deploy.front import CONFIGURATION, NAME, Front, Watched, fronting
from tests.http.test_serving import free_port
from widgets.app import application
from widgets.settings import Settings
from widgets.staff.importing.uploading import LARGEST_MB

SECRET = "a-word-that-nobody-is-to-read"  # noqa: S105  # it is looked for in logs


class Upstream:
    """The application on a port that stays the same when it goes and comes back."""

    def __init__(self, app: Watched) -> None:
        self.app = app
        self.port = free_port()
        self.start()

    def start(self) -> None:
        config = uvicorn.Config(self.app, port=self.port, log_level="critical", lifespan="on")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)


@pytest.fixture(scope="module")
def upstream(shipped_database: Path) -> Iterator[Upstream]:
    settings = Settings(database_url=shipped_database, base_url=f"https://{NAME}")
    made = Upstream(Watched(application(settings, hasher=CHEAP)))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def shared(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    with fronting(folder, upstream.port, (free_port(), free_port())) as made:
        yield made


@pytest.fixture
def front(shared: Front, upstream: Upstream) -> Front:
    upstream.app.seen.clear()
    upstream.app.is_failing = False
    return shared


@pytest.fixture
def own_front(upstream: Upstream, tmp_path: Path) -> Iterator[Front]:
    """An nginx that nobody has asked anything yet."""
    with fronting(tmp_path, upstream.port, (free_port(), free_port())) as made:
        yield made


def test_a_widget_comes_over_https_and_http2_and_for_a_year_over_nothing_else(front: Front) -> None:
    answer = front.get("/embed/networks?lang=nl")
    assert answer.status_code == 200
    assert 'data-network="oecd-watch"' in answer.text
    assert answer.headers.get_list("strict-transport-security") == ["max-age=31536000"]
    with front.connected(speaking="h2") as connection:
        assert connection.selected_alpn_protocol() == "h2"
        assert connection.version() in {"TLSv1.2", "TLSv1.3"}


def test_http_leads_to_https_and_to_no_other_server(front: Front) -> None:
    plain = httpx2.get(
        f"http://127.0.0.1:{front.plain}/embed/networks?lang=nl", headers={"Host": "evil.example"}
    )
    assert plain.status_code == 308
    assert plain.headers["location"] == f"https://{NAME}/embed/networks?lang=nl"


def test_whoever_names_another_server_gets_nothing_from_this_one(
    front: Front, upstream: Upstream
) -> None:
    assert front.get("/builder/networks", host="evil.example").status_code == 421
    with pytest.raises(OSError, match="(?i)unrecognized name|handshake"):
        front.connected("evil.example")
    assert upstream.app.seen == []


def test_what_a_visitor_says_of_hosts_and_addresses_reaches_no_snippet_and_no_server(
    front: Front, upstream: Upstream
) -> None:
    lies = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Port": "666",
        "X-Real-IP": "192.0.2.1",
        "Forwarded": "for=192.0.2.1;host=evil.example",
        "X-Request-ID": "evil",
        "Cookie": "session=evil",
    }
    builder = front.get("/builder/networks?lang=en", host=f"{NAME}:666", **lies)
    assert builder.status_code == 200
    assert f"https://{NAME}/embed/networks" in builder.text
    assert "evil" not in builder.text
    again = front.get("/builder/networks?lang=en")
    assert again.text == builder.text
    got = upstream.app.headers()
    assert (got["host"], got["x-forwarded-for"], got["x-forwarded-proto"]) == (
        NAME,
        "127.0.0.1",
        "https",
    )
    assert re.fullmatch("[0-9a-f]{32}", got["x-request-id"])
    gone = ("x-forwarded-host", "x-forwarded-port", "x-real-ip", "forwarded", "cookie")
    assert not [name for name in gone if got.get(name)]


def test_a_colleagues_cookie_passes_and_their_pages_are_not_kept(
    front: Front, upstream: Upstream
) -> None:
    for _ in range(2):
        answer = front.get("/staff/sign-in", Cookie="mine=1")
        assert answer.status_code == 200
    assert [dict(each["headers"])[b"cookie"] for each in upstream.app.seen] == [b"mine=1"] * 2


def test_a_second_visitor_is_answered_by_nginx(front: Front, upstream: Upstream) -> None:
    for _ in range(20):
        assert front.get("/embed/networks?lang=fr").status_code == 200
    assert len(upstream.app.seen) < 20


def test_visitors_are_told_apart_by_what_their_browser_unpacks(front: Front) -> None:
    packed = front.get("/embed/networks?lang=es", **{"Accept-Encoding": "gzip"})
    plain = front.get("/embed/networks?lang=es", **{"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def stale(front: Front, path: str) -> str:
    """The answer once nginx would rather have a newer one: it first asks nobody, for a second."""
    while True:
        answer = front.get(path)
        assert answer.status_code == 200
        if " STALE\n" in front.log():
            return answer.text
        time.sleep(0.05)


def test_what_was_asked_for_before_is_there_while_the_server_is_gone(
    own_front: Front, upstream: Upstream
) -> None:
    before = own_front.get("/embed/networks?lang=de")
    upstream.stop()
    try:
        after = stale(own_front, "/embed/networks?lang=de")
        never = own_front.get("/embed/networks?lang=ar")
        staff = own_front.get("/staff/sign-in")
    finally:
        upstream.start()
    assert after == before.text
    assert "Back in a moment" in staff.text
    assert '<html lang="ar" dir="rtl"><title>نعود بعد لحظات</title>' in never.text
    for answer in (never, staff):
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_what_was_asked_for_before_is_there_while_the_server_fails(
    own_front: Front, upstream: Upstream
) -> None:
    before = own_front.get("/badges/oecd-watch/somo.svg?lang=nl")
    upstream.app.is_failing = True
    try:
        after = stale(own_front, "/badges/oecd-watch/somo.svg?lang=nl")
    finally:
        upstream.app.is_failing = False
    assert after == before.text


def test_whoever_is_slow_to_send_waits_at_nginx(front: Front, upstream: Upstream) -> None:
    body = b"source=%3Cp%3Ehello"
    head = (
        f"POST /check HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
    )
    with front.connected() as connection:
        connection.sendall(head.encode() + body[:-1])
        assert front.get("/healthz").text == "ok\n"  # nginx has read what was sent before
        assert [each["path"] for each in upstream.app.seen] == ["/healthz"]
        connection.sendall(body[-1:])
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert [each["path"] for each in upstream.app.seen] == ["/healthz", "/check"]


def test_whoever_asks_too_much_is_told_to_wait(own_front: Front) -> None:
    statuses, last = own_front.flood("/robots.txt", 600)
    assert len(statuses) == 600
    assert {*statuses} == {200, 429}
    assert {*statuses[:250]} == {200}
    assert last.startswith("HTTP/1.1 429 ")
    assert "Too many requests" in last
    assert "Retry-After: 5\r\n" in last
    assert "Cache-Control: no-store\r\n" in last
    _, told = own_front.flood("/robots.txt?lang=nl", 300)
    assert '<html lang="nl">' in told
    assert "Te veel verzoeken" in told


def test_whoever_guesses_passwords_is_stopped_long_before(own_front: Front) -> None:
    def guess() -> int:
        headers = {"Host": NAME, "Origin": f"https://{NAME}"}
        answer = own_front.client.post("/staff/sign-in", data={"email": "a"}, headers=headers)
        return answer.status_code

    answers = [guess() for _ in range(30)]
    assert 429 not in answers[:12]
    assert 429 in answers
    assert own_front.get("/staff/sign-in").status_code == 200


def test_metrics_are_for_nobody_outside_however_they_are_spelled(
    front: Front, upstream: Upstream
) -> None:
    for path in ("/metrics", "/%6detrics", "//metrics", "/./metrics", "/staff/../metrics"):
        with closing(front.connected()) as connection:
            line = f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n"
            connection.sendall(line.encode())
            assert connection.recv(12) == b"HTTP/1.1 404"
    assert upstream.app.seen == []


def test_large_files_are_for_staff_alone(front: Front) -> None:
    body = b"x" * (5 << 20)
    headers = {"Host": NAME, "Content-Type": "application/x-www-form-urlencoded"}
    assert front.client.post("/check", content=body, headers=headers).status_code == 413
    assert front.client.post("/staff/import", content=body, headers=headers).status_code != 413
    sizes = re.findall(r"client_max_body_size ([0-9]+)m;", CONFIGURATION.read_text())
    assert min(map(int, sizes[1:])) > LARGEST_MB


def test_no_log_tells_a_visitors_address_browser_query_or_secret_link(
    own_front: Front, upstream: Upstream
) -> None:
    spoken = {"User-Agent": SECRET, "Referer": f"https://{SECRET}.example/"}
    own_front.get(f"/embed/networks?lang=nl&q={SECRET}", **spoken)
    own_front.get(f"/preview/{SECRET}/embed/networks", **spoken)
    own_front.get(f"/staff/links/{SECRET}", **spoken)
    upstream.stop()
    try:
        own_front.get(f"/embed/partners?q={SECRET}", **spoken)  # an error that nginx itself notes
    finally:
        upstream.start()
    own_front.flood(f"/robots.txt?q={SECRET}", 600, **spoken)
    with socket.create_connection(("127.0.0.1", own_front.secure), timeout=10) as connection:
        connection.sendall(b"no hello of TLS\r\n\r\n")
        connection.recv(512)
    log = own_front.log()
    assert '"/embed/networks" 200' in log
    assert '"/preview/..." ' in log
    assert '"/staff/links/..." ' in log
    assert '"/robots.txt" 429' in log
    assert SECRET not in log
    assert "127.0.0.1" not in log
