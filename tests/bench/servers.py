"""Starts what is measured, each on cores of its own, and stops it again by its process id."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.answers import Answer, fetched
from tests.bench.machine import cores_for, pinned, program
from tests.http.test_serving import free_port

START_SECONDS = 600
STOP_SECONDS = 15
_PEERS = [sys.executable, "-m", "tests.bench.peers"]
_NGINX = """
{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 1024; }}
http {{
  access_log off; server_tokens off; etag off; sendfile on; tcp_nopush on;
  open_file_cache max=16; keepalive_requests 100000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  types {{ }} default_type "{type}";
  server {{ listen 127.0.0.1:{port}; root {folder}; {headers} }}
}}
"""


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def started(
    words: list[str],
    port: int,
    workers: int = 1,
    ready: str = "/",
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Raises: RuntimeError where it does not answer."""
    inherited = {name: value for name, value in os.environ.items() if "WIDGETS_" not in name}
    process = subprocess.Popen(  # noqa: S603
        pinned(words, cores_for(workers)),
        env={**inherited, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port, ready)
        yield Server(port, process)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, ready: str) -> None:
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            if fetched(port, ready).status < 500:
                return
        except OSError:  # nobody listens yet
            time.sleep(0.002)
    raise RuntimeError(f"{process.args!r} does not answer")


def serving(port: int, workers: int = 1) -> list[str]:
    return [sys.executable, *f"-m widgets serve --port {port} --workers {workers}".split()]


def environment(database: Path) -> dict[str, str]:
    """Shape: with no limit of memory, for the curves go beyond what one would want to serve."""
    return {"WIDGETS_DATABASE_URL": f"sqlite:///{database}", "WIDGETS_MEMORY_MEGABYTES": "0"}


@contextmanager
def ours(database: Path, workers: int = 1) -> Iterator[Server]:
    port = free_port()
    ready = "/fragments/networks?lang=en"
    with started(serving(port, workers), port, workers, ready, environment(database)) as server:
        yield server


@contextmanager
def bare(answer: Answer, folder: Path, database: Path) -> Iterator[Server]:
    """A bare function that sends these bytes and headers, whatever it is asked."""
    path = folder / "answer.json"
    path.write_text(json.dumps([answer.status, answer.headers, answer.body.decode("latin-1")]))
    port = free_port()
    named = {**environment(database), "BENCH_ANSWER": str(path)}
    with started([*_PEERS, "bare", str(port)], port, environment=named) as server:
        path.unlink()
        yield server


@contextmanager
def naive(rows: Path, database: Path) -> Iterator[Server]:
    port = free_port()
    named = {**environment(database), "BENCH_ROWS": str(rows)}
    with started([*_PEERS, "naive", str(port)], port, environment=named) as server:
        yield server


@contextmanager
def starlette() -> Iterator[Server]:
    """A Starlette application with one route, and nothing else in its process."""
    port = free_port()
    words = f"-m uvicorn --factory tests.bench.peers.smallest:application --port {port}"
    with started([sys.executable, *words.split()], port) as server:
        yield server


@contextmanager
def datasette(rows: Path) -> Iterator[Server]:
    port = free_port()
    words = [program("datasette"), "serve", "--immutable", str(rows), "--port", str(port)]
    with started(words, port) as server:
        yield server


@contextmanager
def nginx(answer: Answer, folder: Path) -> Iterator[Server]:
    """The same bytes and headers, from a file named by the address `/answer`."""
    (folder / "answer").write_bytes(answer.body)
    lengthless = [
        each for each in answer.headers if each[0] not in {"content-length", "content-type"}
    ]
    headers = "".join(f'add_header {name} "{_quoted(value)}";\n' for name, value in lengthless)
    port = free_port()
    made = _NGINX.format(
        user="user root;" if os.getuid() == 0 else "",
        folder=folder,
        type=answer.header("content-type"),
        port=port,
        headers=headers,
    )
    (folder / "nginx.conf").write_text(made)
    words = [program("nginx"), "-p", str(folder), "-c", "nginx.conf", "-e", str(folder / "errors")]
    with started(words, port, ready="/answer") as server:
        yield server


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
