"""`widgets serve` for real: a process of its own, on a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.store import broken


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "widgets.db"
    for name in [name for name in os.environ if name.startswith("WIDGETS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WIDGETS_DATABASE_URL", f"sqlite:///{path}")
    return path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def serving(port: int, *more: str) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "widgets", "serve", "--port", str(port), *more]
    process = subprocess.Popen(  # noqa: S603
        words, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def fetched(address: str, process: subprocess.Popen[str]) -> str:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
                return str(answer.read().decode())
        except urllib.error.HTTPError:
            raise
        except OSError:  # nobody listens yet
            time.sleep(0.02)
    raise AssertionError(process.stderr and process.stderr.read())


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_serve_answers_on_a_fresh_machine_and_ends_when_told_to(
    database: Path, told: signal.Signals
) -> None:
    port = free_port()
    with serving(port) as process:
        assert fetched(f"http://127.0.0.1:{port}/healthz", process) == "ok\n"
        cards = fetched(f"http://127.0.0.1:{port}/fragments/networks?lang=nl", process)
        process.send_signal(told)
        out, err = process.communicate(timeout=30)
    assert 'data-network="oecd-watch"' in cards
    assert 'data-network="enco"' not in cards
    assert process.returncode in {0, -signal.SIGTERM}
    assert f"http://127.0.0.1:{port}" in out
    assert "Traceback" not in err


def test_serve_refuses_a_foreign_database_without_a_traceback(database: Path) -> None:
    broken.a_foreign_database(database)
    before = database.read_bytes()
    with serving(free_port()) as process:
        _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert err.startswith(f"widgets: {database} belongs to another program; ")
    assert err.count("\n") == 1
    assert database.read_bytes() == before
