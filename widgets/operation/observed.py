"""What is noted of each answer that is computed: its id, how it ended, how long it took. Answers
that the edge had already do not come by here."""

import time

from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from widgets.http.identity import HEADER, identity, request_id
from widgets.kinds.registry import KINDS
from widgets.operation.metrics import Metrics


class Observed:
    """An ASGI application around the whole table of routes."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id.set(identity(scope))
        began, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if status >= 500 or zone(scope) == "staff":
                    _name(message)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            error.add_note(f"request {request_id.get()}")  # whoever logs it
            raise
        finally:
            seconds = time.perf_counter() - began
            self._metrics.answered(zone(scope), address(scope), status, seconds)


def zone(scope: Scope) -> str:
    """Shape: "staff", "preview" or "public"."""
    first = scope["path"].removeprefix("/").partition("/")[0]
    return first if first in {"staff", "preview"} else "public"


def address(scope: Scope) -> str:
    """The address as the table of routes has it, a kind filled in: there are only so many."""
    route = scope.get("route")
    path = route.path if isinstance(route, Route) else ""
    kind = scope.get("path_params", {}).get("kind")
    return path.replace("{kind}", kind) if kind in KINDS else path


def _name(message: Message) -> None:
    """Tell the id, in an answer that no cache keeps."""
    headers = list(message.get("headers", ()))
    headers.append((HEADER.lower().encode(), request_id.get().encode()))
    message["headers"] = headers
