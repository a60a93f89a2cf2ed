"""Static files, readable from any origin: a sandboxed frame has none of its own."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from widgets.embed.hosting import hosting
from widgets.errors import BadOption
from widgets.http.assets import accent_stylesheet
from widgets.http.origins import Origins
from widgets.http.responses import IMMUTABLE, PUBLIC, public
from widgets.kinds.options import COLOUR

EVERYBODY = Origins(("*",))  # files are no secret, and a sandboxed frame asks as nobody


async def static(request: Request) -> Response:
    host = hosting(request)
    asset = host.assets.find(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    return public(
        request,
        asset.body,
        origins=EVERYBODY,
        media_type=asset.media_type,
        cache=IMMUTABLE if asset.is_immutable else PUBLIC,
    )


async def accent(request: Request) -> Response:
    try:
        colour = COLOUR.read(request.path_params["colour"])
    except ValueError:
        raise BadOption("accent", COLOUR.says, **COLOUR.values) from None
    return public(
        request,
        accent_stylesheet(colour),
        origins=EVERYBODY,
        media_type="text/css; charset=utf-8",
    )
