"""The one place that sets headers."""

from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Scope, Send

from widgets.http.origins import Origins

PUBLIC = "public, max-age=60, stale-while-revalidate=86400, stale-if-error=604800"
IMMUTABLE = "public, max-age=31536000, immutable"
BRIEF = "public, max-age=5"
HTTPS_ONLY = "max-age=31536000"  # of this host alone: its neighbours are not ours
_UNUSED = (  # of what a browser can do: nothing here needs it, nor may a page within a page
    *("camera", "clipboard-read", "display-capture", "geolocation", "hid"),
    *("microphone", "midi", "payment", "serial", "usb"),
)
_PERMISSIONS = ", ".join(f"{each}=()" for each in _UNUSED)
FRAGMENT = ("style-src", "img-src", "form-action")  # opened by itself, it is text and links
WIDGET = ("script-src", "connect-src", *FRAGMENT)
PAGE = ("frame-src", *WIDGET)
_PARTS = ("text/css", "text/javascript")  # of a page, whose policies hold; alone, they are text
_OF_DOCUMENTS = ("Content-Security-Policy", "Referrer-Policy")
_UNLESS_SAID = {
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin",
}


def safeguarded(scope: Scope, send: Send, base: str) -> Send:
    """Sends answers with what none goes without, whichever route made it.

    Shape: base is the public address of the server, "" where it is that of each request."""
    is_https = base.startswith("https:") if base else scope.get("scheme") == "https"

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Content-Type-Options"] = "nosniff"
            for name, value in _UNLESS_SAID.items():
                headers.setdefault(name, value)
            if "script-src" in headers["Content-Security-Policy"]:  # no other asks for a device
                headers["Permissions-Policy"] = _PERMISSIONS
            is_public = headers.get("cache-control", "").startswith("public")
            if is_public and headers.get("content-type", "").startswith(_PARTS):
                for name in _OF_DOCUMENTS:
                    del headers[name]
            if is_https:
                headers["Strict-Transport-Security"] = HTTPS_ONLY
        await send(message)

    return sending


def kept_seconds(cache: str, directive: str) -> int:
    """For how long a Cache-Control lets an answer be kept: "max-age", or shown once more while a
    newer one is fetched: "stale-while-revalidate"."""
    said = dict(each.strip().partition("=")[::2] for each in cache.split(","))
    return int(said[directive])


def policy(here: str, origins: Origins, uses: tuple[str, ...]) -> str:
    """The Content-Security-Policy of a page or a fragment: what it uses, from this server only.

    Shape: here is the public address of the server, which every address in a page begins with, or
    'self' where it is that of each request.

    Source: ARCHITECTURE.md, what a snippet may rely on; tried in opaque origins, where 'self'
    still means the address that the answer came from."""
    return "; ".join(
        (
            "default-src 'none'",
            *(f"{each} {here}" for each in uses),
            "base-uri 'none'",
            f"frame-ancestors {origins.frame_ancestors()}",
        )
    )


def public(
    request: Request,
    body: str | bytes,
    *,
    origins: Origins,
    media_type: str = "text/html; charset=utf-8",
    status: int = 200,
    cache: str = PUBLIC,
    csp: str = "default-src 'none'",
    made_of: str = "",
    file_name: str = "",
) -> Response:
    """An answer for everybody, which the edge keeps, packs and tags.

    Shape: made_of is the Surrogate-Key: what the answer changes with, separated by spaces;
    file_name, in plain ASCII, is what a saved copy is called."""
    headers = {
        "Cache-Control": cache,
        "Vary": "Accept-Encoding",
        "Content-Security-Policy": csp,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "strict-origin",
        "X-Content-Type-Options": "nosniff",
        **origins.sharing(request),
    }
    if made_of:
        headers["Surrogate-Key"] = made_of
    if file_name:
        headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    return Response(body, status_code=status, headers=headers, media_type=media_type)


def moved(request: Request, address: str, origins: Origins) -> Response:
    """On to where it is for good, for everybody who may read it there."""
    headers = {
        "Location": as_sent(address),
        "Cache-Control": PUBLIC,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Accept-Encoding",
        **origins.sharing(request),
    }
    return Response(status_code=308, headers=headers)


def preflight(request: Request, origins: Origins) -> Response:
    return Response(status_code=204, headers=origins.preflight(request))


STAFF = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def private(
    body: str | bytes,
    *,
    status: int = 200,
    media_type: str = "text/html; charset=utf-8",
    file_name: str = "",
) -> Response:
    """An answer for one colleague: kept nowhere, framed nowhere.

    Shape: with a file_name, in plain ASCII, it is saved and not shown."""
    response = Response(body, status, media_type=media_type)
    if file_name:
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return _kept_nowhere(response)


def made_private(response: Response) -> Response:
    """An answer for everybody, where it has to be one for one colleague."""
    for name in ("Access-Control-Allow-Origin", "Surrogate-Key", "Vary"):
        if name in response.headers:
            del response.headers[name]
    return _kept_nowhere(response)


def redirected(address: str) -> Response:
    """On to another page by GET, after a form."""
    return _kept_nowhere(Response(status_code=303, headers={"Location": as_sent(address)}))


def as_sent(address: str) -> str:
    """An address as a header takes it: what came out of an address, such as a control letter, does
    not get into the header's own lines."""
    return quote(address, safe=":/%#?=@[]!$&'()*+,;")


def _kept_nowhere(response: Response) -> Response:
    response.headers.update(
        {
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": STAFF,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "X-Robots-Tag": "noindex",
        }
    )
    return response
