"""deploy/nginx.conf in a real nginx, with a certificate of its own, before a server that can be
taken away."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from starlette.types import ASGIApp, Receive, Scope, Send

NAME = "widgets.example.org"
CONFIGURATION = Path(__file__).parent.parent.parent / "deploy" / "nginx.conf"
_AROUND = """
{user} daemon off; worker_processes 1; pid {folder}/pid;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  include {folder}/widgets.conf;
}}
"""


@dataclass
class Watched:
    """A server that tells what reached it, and that fails when told to."""

    app: ASGIApp
    seen: list[Scope] = field(default_factory=list)
    is_failing: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.seen.append(scope)
            if self.is_failing:
                await send({"type": "http.response.start", "status": 503, "headers": []})
                await send({"type": "http.response.body"})
                return
        await self.app(scope, receive, send)

    def headers(self) -> dict[str, str]:
        """Those of the last request."""
        return {name.decode(): value.decode() for name, value in self.seen[-1]["headers"]}


@dataclass(frozen=True)
class Front:
    """nginx, as it is reached from outside."""

    folder: Path
    secure: int
    plain: int
    trust: ssl.SSLContext
    client: httpx2.Client

    def get(self, path: str, host: str = NAME, **headers: str) -> httpx2.Response:
        return self.client.get(path, headers={"Host": host, **headers})

    def connected(self, server: str = NAME, speaking: str = "http/1.1") -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self.secure), timeout=10)
        self.trust.set_alpn_protocols([speaking])
        return self.trust.wrap_socket(plain, server_hostname=server)

    def flood(self, path: str, times: int, **headers: str) -> tuple[list[int], str]:
        """Ask again and again, without waiting for an answer.

        Shape: the statuses, in order, and the last answer as it came."""
        lines = [f"{name}: {value}\r\n" for name, value in {"Host": NAME, **headers}.items()]
        asking = f"GET {path} HTTP/1.1\r\n{''.join(lines)}\r\n".encode()
        last = asking[:-2] + b"Connection: close\r\n\r\n"
        with self.connected() as connection:
            connection.sendall(asking * (times - 1) + last)
            got = b"".join(iter(lambda: connection.recv(65536), b""))
        statuses = [int(each) for each in re.findall(rb"HTTP/1\.1 (\d+) ", got)]
        return statuses, got[got.rindex(b"HTTP/1.1 ") :].decode()

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


@contextmanager
def fronting(folder: Path, upstream: int, ports: tuple[int, int]) -> Iterator[Front]:
    """Shape: ports are those of https and http."""
    secure, plain = ports
    _certificate(folder)
    (folder / "widgets.conf").write_text(_here(folder, upstream, secure, plain))
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=user))
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "nginx is not installed: `make nginx`, or install it and run this again"
    words = [program, "-p", str(folder), "-c", "nginx.conf", "-e", str(folder / "error.log")]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)  # noqa: S603
    trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    base = f"https://127.0.0.1:{secure}"
    try:
        _wait(process, secure)
        with _client(base, trust) as client:
            yield Front(folder, secure, plain, trust, client)
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _client(base: str, trust: ssl.SSLContext) -> httpx2.Client:
    class Named(httpx2.HTTPTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            request.extensions["sni_hostname"] = NAME
            return super().handle_request(request)

    return httpx2.Client(base_url=base, transport=Named(verify=trust), timeout=10)


def _here(folder: Path, upstream: int, secure: int, plain: int) -> str:
    """What is shipped, with the ports and folders of this test and not a word else."""
    text = CONFIGURATION.read_text()
    text = re.sub(r" *listen \[::\]:.*\n", "", text)  # not every machine has IPv6
    for was, now in (
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("/var/cache/nginx", str(folder / "cache")),
        ("/var/log/nginx", str(folder)),
        (f"/etc/letsencrypt/live/{NAME}", str(folder)),
        ("/var/www/html", str(folder)),
    ):
        assert was in text
        text = text.replace(was, now)
    (folder / "cache").mkdir()
    return text


def _certificate(folder: Path) -> None:
    program = shutil.which("openssl")
    assert program, "openssl is not installed: `make nginx`, or install it and run this again"
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    who = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}")
    files = ("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"))
    command = [program, "req", "-x509", *kind, *who, *files]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def _wait(process: subprocess.Popen[str], port: int) -> None:
    """Until nginx listens."""
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(process.communicate()[1])
