"""The picture that a link preview shows of a widget, and an oEmbed answer as its thumbnail."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from widgets.embed.heads import POSTER_PX, SMALL_POSTER_PX
from widgets.embed.hosting import edition, hosting
from widgets.embed.images import rasterised
from widgets.embed.lettering import BOLD, REGULAR, embedded, fitted, tidy, width_px
from widgets.embed.widgets import chosen, made_of
from widgets.http.responses import public
from widgets.kinds.colours import Paint, legible
from widgets.kinds.wording import short_name
from widgets.language.messages import direction
from widgets.render import render

_TEXT_PX, _MOST_ROWS, _WIDEST_PX = 64, 3, 1000


@dataclass(frozen=True)
class Row:
    text: str
    y: int


@dataclass(frozen=True)
class Poster:
    lang: str
    x: int
    is_mirrored: bool
    rows: tuple[Row, ...]
    host: str
    paint: Paint


async def poster(request: Request) -> Response:
    return await _poster(request, zoom=1.0)


async def small_poster(request: Request) -> Response:
    return await _poster(request, zoom=SMALL_POSTER_PX[0] / POSTER_PX[0])


async def _poster(request: Request, zoom: float) -> Response:
    """Raises: BadOption, NotPublished."""
    asked, options = chosen(request)
    host, shown = hosting(request), edition(request)
    site = host.site(request)
    label = asked.view(shown, options, site).frame.label
    party = shown.party(site.host)
    named = short_name(party, options.lang) if party else site.host
    is_mirrored = direction(options.lang) == "rtl"
    drawn = Poster(
        lang=options.lang,
        x=POSTER_PX[0] - 80 if is_mirrored else 80,
        is_mirrored=is_mirrored,
        rows=tuple(_rows(tidy(label))),
        host=embedded(fitted([tidy(named)], 32, REGULAR, _WIDEST_PX)),
        paint=legible(options.accent),
    )
    svg = render("svg/poster.svg", drawn, options.lang)
    return public(
        request,
        rasterised(svg, zoom),
        origins=host.origins,
        media_type="image/png",
        made_of=made_of(asked, options),
    )


def _rows(label: str) -> Sequence[Row]:
    """As many rows as the title needs, the last with an ellipsis where there is no room."""
    rows, words = [""], label.split()
    while words:
        longer = f"{rows[-1]} {words[0]}".strip()
        if not rows[-1] or width_px(longer, _TEXT_PX, BOLD) <= _WIDEST_PX:
            rows[-1] = longer
            words.pop(0)
        elif len(rows) < _MOST_ROWS:
            rows.append("")
        else:
            rows[-1] = f"{rows[-1]} {' '.join(words)}"
            break
    return [
        Row(embedded(fitted([row], _TEXT_PX, BOLD, _WIDEST_PX)), 180 + 80 * number)
        for number, row in enumerate(rows)
    ]
