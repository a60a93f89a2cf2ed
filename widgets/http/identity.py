"""The id of a request: it stands in each line of the log about it, and is told to whom it failed.
It says nothing of who asked."""

import re
import secrets
from contextvars import ContextVar

from starlette.datastructures import Headers
from starlette.types import Scope

HEADER = "X-Request-ID"
PROXIED = "widgets.proxied"  # of an ASGI scope that a trusted proxy passed on
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")

request_id: ContextVar[str] = ContextVar("request_id", default="")


def identity(scope: Scope) -> str:
    """The id that a trusted proxy gave, where it is one that a log can hold; else a new one."""
    given = Headers(scope=scope).get(HEADER, "") if scope.get(PROXIED) else ""
    return given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
