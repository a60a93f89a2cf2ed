"""Badges as images: the drawing as SVG, and the very same drawing as PNG. An error is drawn too,
since a broken image tells nobody anything."""

import base64
import hashlib
import re
from functools import lru_cache

import resvg_py
from starlette.requests import Request
from starlette.responses import Response

from widgets.embed.drawing import FOLLOWS_SCHEME, Drawing, drawing, refusal
from widgets.embed.hosting import edition, hosting, pairs
from widgets.http.assets import FONTS, font
from widgets.http.responses import BRIEF, PUBLIC, public
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.lettering import is_covered
from widgets.kinds.options import Options, carried, read
from widgets.kinds.standing import standing
from widgets.render import render

ADDRESSES = "/badges/"
_STYLE = base64.b64encode(hashlib.sha256(FOLLOWS_SCHEME.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE}'; sandbox"
_FAMILY = "DejaVu Sans"
_DRAWN = re.compile(r">([^<]+)</text")  # of a <text>, and of a <textPath> in one
_LENGTH = re.compile(' textLength="[^"]*" lengthAdjust="[^"]*"')
_KEPT = 256  # PNGs; the largest, a poster, takes some 40 kB


async def badge_svg(request: Request) -> Response:
    return await _picture(request)


async def badge_png(request: Request) -> Response:
    return await _picture(request, zoom=1)


async def badge_png_2x(request: Request) -> Response:
    return await _picture(request, zoom=2)


async def _picture(request: Request, zoom: int = 0) -> Response:
    """Raises: BadOption, NotPublished for a network or a member."""
    options = read(
        BadgeOptions,
        [*pairs(request), *request.path_params.items()],
        hosting(request).settings.default_language,
    )
    seen = standing(edition(request), options.network, options.member, options.lang)
    made_of = f"catalogue badge network/{seen.network.slug}"
    return await _answer(request, drawing(seen, options), zoom, made_of=made_of)


async def refused(
    request: Request, options: Options, title: str, message: str, status: int
) -> Response:
    """An error in the shape that was asked for: SVG, unless the address names a PNG."""
    zoom = (2 if "@2x" in request.url.path else 1) if request.url.path.endswith(".png") else 0
    drawn = refusal(carried(options, BadgeOptions, network=""), title, message)
    return await _answer(request, drawn, zoom, status=status, cache=BRIEF)


async def _answer(
    request: Request,
    drawn: Drawing,
    zoom: int,
    *,
    status: int = 200,
    cache: str = PUBLIC,
    made_of: str = "",
) -> Response:
    text = svg(drawn)
    return public(
        request,
        rasterised(text, zoom) if zoom else text,
        origins=hosting(request).origins,
        media_type="image/png" if zoom else "image/svg+xml",
        status=status,
        cache=cache,
        csp=_POLICY,
        made_of=made_of,
    )


def svg(drawn: Drawing) -> str:
    return render(f"svg/{type(drawn).__name__.lower()}.svg", drawn, drawn.picture.lang)


@lru_cache(_KEPT)
def rasterised(svg: str, zoom: float) -> bytes:
    """Shape: PNG, light where the SVG follows the visitor. It is the same on every machine, unless
    our font lacks a letter that is drawn: then the machine's own fonts help out.

    Source: resvg 0.5 keeps the interpreter's lock while it draws, so that a thread would free
    nobody; equal pictures are drawn once instead. It takes a text apart that it has to fit with a
    font other than the one that was measured, so there the text keeps its own length."""
    covered = is_covered(" ".join(_DRAWN.findall(svg)))
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg if covered else _LENGTH.sub("", svg),
            zoom=zoom,
            skip_system_fonts=covered,
            font_files=[str(font(weight)) for weight in FONTS],
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
        )
    )
