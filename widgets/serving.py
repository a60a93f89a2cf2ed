"""Runs the application: one process, or several under uvicorn's supervisor, which starts one that
died again, and on SIGHUP replaces each in turn."""

import logging
import os
import resource
import signal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from widgets import settings as configuration
from widgets.errors import WidgetsError
from widgets.http.connections import Connection
from widgets.http.identity import PROXIED
from widgets.operation import logs
from widgets.settings import Settings

MOST_CONNECTIONS = 2_000  # of a worker; who comes next is told 503
MOST_FILES = 8_192
KEEP_ALIVE_SECONDS = 15
GRACE_SECONDS = 20  # for requests at work, when a worker is to end
START_SECONDS = 60  # a large catalogue takes its time
_log = logging.getLogger("widgets")


def run(settings: Settings, host: str, port: int, workers: int) -> None:
    _allow_files()
    options: dict[str, Any] = {
        "factory": True,
        "host": host,
        "port": port,
        "workers": workers,
        "http": Connection,
        "ws": "none",
        "log_config": logs.configuration(settings),
        "access_log": settings.access_log == "on",
        "server_header": False,
        "proxy_headers": False,  # `worker` sees to them
        "limit_concurrency": MOST_CONNECTIONS,
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
        "timeout_graceful_shutdown": GRACE_SECONDS,
        "timeout_worker_healthcheck": START_SECONDS,
    }
    if workers == 1:
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        uvicorn.run("widgets.serving:worker", **options)
        return
    with TemporaryDirectory(prefix="widgets-") as folder:
        configuration.share_metrics(Path(folder))
        uvicorn.run("widgets.serving:worker", **options)


def worker() -> ASGIApp:
    """The application of one process, with the settings as they are now."""
    from widgets.app import application  # a supervisor itself needs none of it

    try:
        settings = configuration.read()
        app = application(settings)
    except WidgetsError as error:
        _log.error("a worker cannot start: %s", error)  # another is tried, others go on
        raise SystemExit(1) from None
    return Proxied(app, settings.trusted_proxies) if settings.trusted_proxies else app


class Proxied:
    """Takes a visitor's scheme and address from a proxy that is trusted, and tells that it did."""

    def __init__(self, app: ASGIApp, trusted: str) -> None:
        self._app = app
        self._headers: Any = ProxyHeadersMiddleware(self._read, trusted)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if client and client[0] in self._headers.trusted_hosts:
            scope[PROXIED] = True
        await self._headers(scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def _allow_files() -> None:
    """As many as connections need, where the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
