"""The WordPress plugin that makes this server a trusted provider, with its address filled in."""

from starlette.requests import Request
from starlette.responses import Response

from widgets.embed.hosting import hosting
from widgets.http.responses import public
from widgets.settings import shipped

NAME = "widgets-embed.php"
_EXAMPLE = "https://widgets.example.org"


async def wordpress_plugin(request: Request) -> Response:
    host = hosting(request)
    source = (shipped("deploy") / "wordpress" / NAME).read_text("utf-8")
    return public(
        request,
        source.replace(_EXAMPLE, host.site(request).public.base),
        origins=host.origins,
        media_type="application/octet-stream",
        file_name=NAME,
    )
