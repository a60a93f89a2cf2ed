"""What a program asks of the server: does it answer, is it ready, how does it do."""

import asyncio
import time
from hmac import compare_digest
from ipaddress import ip_address
from urllib.parse import urlsplit

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from widgets.operation.metrics import Metrics
from widgets.operation.watching import sample
from widgets.settings import variable
from widgets.store.published import Published

UNREAD_SECONDS = 30.0  # longer than it takes to build a large edition
_KEPT_NOWHERE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


async def healthz(request: Request) -> Response:
    return _said("ok")


async def readyz(request: Request) -> Response:
    """Whether all is well. Where it is not, visitors still get what is in memory."""
    wrong = _wrong(request.app.state.published, request.app.state.following)
    return _said(wrong or "ready", 503 if wrong else 200)


async def metrics(request: Request) -> Response:
    """For who runs the server: with the token, or where none is set from this machine itself."""
    if not _may_read(request):
        return _said(f"{variable('metrics_token')} says who may read this.", 403)
    sample(request.app.state)
    held: Metrics = request.app.state.metrics
    return Response(held.text(), headers=_KEPT_NOWHERE, media_type=CONTENT_TYPE_LATEST)


OPERATION_ROUTES = (
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/metrics", metrics),
)


def _wrong(published: Published, following: asyncio.Task[None]) -> str:
    """What is not well, in one line."""
    if published.edition.number == 0:
        return "nothing is published yet"
    if following.done():
        return "publications are no longer looked for; restart this worker"
    unread_seconds = time.monotonic() - published.read_at
    if unread_seconds > UNREAD_SECONDS:
        return f"the database could not be read for {unread_seconds:.0f} seconds; the log says why"
    return ""


def _may_read(request: Request) -> bool:
    """A proxy on this machine that passes on what anybody asks is not this machine itself: it
    names a visitor, or the public host."""
    token = request.app.state.hosting.settings.metrics_token
    if token:
        given = request.headers.get("authorization", "")
        return compare_digest(given.encode(), f"Bearer {token}".encode())
    asked = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    asker = request.client.host if request.client else ""
    return (
        _is_here(asker)
        and (asked == "localhost" or _is_here(asked))
        and not any(name in request.headers for name in _FORWARDED)
    )


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _said(text: str, status: int = 200) -> Response:
    return PlainTextResponse(f"{text}\n", status, headers=_KEPT_NOWHERE)
