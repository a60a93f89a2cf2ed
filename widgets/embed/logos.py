"""Logos by their digest: the one thing that a visitor asks the store for. Nobody knows a digest
before a page shows it, and what is at its address never changes."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from widgets.embed.hosting import logo
from widgets.embed.statics import EVERYBODY
from widgets.http.responses import IMMUTABLE, public


async def logo_webp(request: Request) -> Response:
    return await _picture(request, 0)


async def logo_webp_2x(request: Request) -> Response:
    return await _picture(request, 1)


async def _picture(request: Request, scale: int) -> Response:
    found = await logo(request, request.path_params["digest"])
    if found is None:
        raise HTTPException(404)
    return public(
        request, found[scale], origins=EVERYBODY, media_type="image/webp", cache=IMMUTABLE
    )
