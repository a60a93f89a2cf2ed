"""Nothing that tells one visitor from another stays anywhere: a real server is visited by somebody
who can be recognised, and then everything that it wrote is read."""

import os
import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import publish_shipped
from tests.http.test_serving import fetched, free_port, serving

TOKEN = "a-token-that-nobody-can-guess-at-all"  # noqa: S105
ADDRESS = "203.0.113.77"
MARKS = (ADDRESS, "2001:db8:77", "recognisable")
VISITOR = {
    "X-Forwarded-For": ADDRESS,
    "User-Agent": "Recognisable/7.7 (recognisable)",
    "Referer": "https://recognisable.example/page?recognisable=1",
    "Accept-Language": "recognisable",
    "Cookie": "recognisable=1",
    "Authorization": "Basic recognisable",
}
PATHS = (
    "/?recognisable=1",
    "/embed/networks?q=recognisable&utm_source=recognisable",
    "/fragments/networks?q=recognisable",
    "/fragments/networks?page=recognisable",
    "/fragments/network?network=oecd-watch&recognisable",
    "/badges/oecd-watch/somo.svg?accent=recognisable",
    "/oembed?url=https://recognisable.example/",
    "/data/networks.csv?recognisable",
    "/staff?recognisable=1",
    "/staff/links/recognisable",
    "/preview/recognisable/embed/networks?recognisable",
    "/healthz?recognisable",
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in [name for name in os.environ if name.startswith("WIDGETS_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "widgets.db"
    publish_shipped(path)
    monkeypatch.setenv("WIDGETS_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("WIDGETS_TRUSTED_PROXIES", "127.0.0.1")
    monkeypatch.setenv("WIDGETS_METRICS_TOKEN", TOKEN)
    monkeypatch.setenv("WIDGETS_ACCESS_LOG", "on")
    monkeypatch.setenv("WIDGETS_LOG_FORMAT", "json")
    yield path


def visit(origin: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    asked = urllib.request.Request(  # noqa: S310
        f"{origin}{path}", data=body, headers={**VISITOR, "Origin": origin, **headers}
    )
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
            return int(answer.status), answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


def guess_at_a_password(origin: str) -> None:
    """So that tries are counted, by account and by address."""
    found = re.search(r'name="token" value="([^"]+)"', visit(origin, "/staff/sign-in")[1])
    assert found
    guess = f"token={found[1]}&email=somebody%40a.example&password=recognisable".encode()
    for address in (ADDRESS, "2001:db8:77::1"):
        asked = {"X-Forwarded-For": address, "Cookie": ""}
        assert visit(origin, "/staff/sign-in", guess, **asked)[0] < 500


def kept(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def test_no_log_no_table_and_no_metric_tells_who_visited(database: Path) -> None:
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    with serving(port) as process:
        fetched(f"{origin}/readyz", process)
        for path in PATHS:
            assert visit(origin, path)[0] < 500
        assert visit(origin, "/check", b"html=recognisable")[0] == 200
        guess_at_a_password(origin)
        _, metrics = visit(origin, "/metrics", Authorization=f"Bearer {TOKEN}")
        process.terminate()
        out, err = process.communicate(timeout=30)
    assert err.count('"path"') >= len(PATHS)
    assert 'route="/fragments/networks"' in metrics
    tables = kept(database)
    assert tables.count('INSERT INTO "attempt"') == 3  # an account, and two addresses
    for text in (out, err, metrics, tables):
        assert not [line for line in text.lower().splitlines() if any(map(line.count, MARKS))]
