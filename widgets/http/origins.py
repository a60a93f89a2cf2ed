"""Who may embed, and what may cross sites."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.requests import Request

from widgets.errors import BadRequest

_AUTHORITY = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE | re.ASCII)
PREFLIGHT_SECONDS = 86_400
HTMX_HEADERS = "HX-Request, HX-Source, HX-Current-URL, HX-Target, HX-Request-Type, HX-Boosted"


@dataclass(frozen=True)
class Origins:
    """Shape: allowed is ("*",) for everybody, else origins such as "https://partner.example"."""

    allowed: tuple[str, ...]

    @property
    def are_open(self) -> bool:
        return "*" in self.allowed

    def frame_ancestors(self) -> str:
        return "*" if self.are_open else " ".join(("'self'", *self.allowed))

    def sharing(self, request: Request) -> dict[str, str]:
        """The headers that let a page of another origin read an answer."""
        if self.are_open:
            return {"Access-Control-Allow-Origin": "*"}
        origin = request.headers.get("origin", "")
        varying = {"Vary": "Accept-Encoding, Origin"}
        if origin in self.allowed:
            return {"Access-Control-Allow-Origin": origin, **varying}
        return varying

    def preflight(self, request: Request) -> dict[str, str]:
        """What a page with an htmx of its own must be told before it may ask."""
        return {
            **self.sharing(request),
            "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Headers": HTMX_HEADERS,
            "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
        }


def base_address(request: Request, configured: str) -> str:
    """Scheme and authority of this server as visitors see it, without a slash at the end.

    Raises: BadRequest for a Host header that names no host, or for two of them: who passes a
    request on may mean the other one."""
    if configured:
        return configured
    authority = ",".join(request.headers.getlist("host"))
    if not _is_readable(authority):
        raise BadRequest
    return f"{request.scope['scheme']}://{authority.lower()}"


@lru_cache(256)
def _is_readable(authority: str) -> bool:
    try:
        parts = urlsplit(f"//{authority}")
        return bool(_AUTHORITY.fullmatch(authority)) and parts.port != 0 and bool(parts.hostname)
    except ValueError:
        return False


def is_from_here(request: Request, base: str) -> bool:
    """Whether a page of this origin sent the request. A browser says so in one header or another.

    Source: Fetch Metadata; the Origin header of RFC 6454."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "")
    if site is not None and site != "same-origin":
        return False
    return origin == base if origin else site == "same-origin"
