"""The oEmbed provider: a bare address, pasted where only addresses can be pasted, becomes a widget.

Source: oEmbed 1.0, and what WordPress makes of an answer: one bare iframe, whose address it keeps
for years and puts into a sandbox where forms and windows are dead."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit
from xml.etree import ElementTree

from markupsafe import escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.changes import REMOVED, Announcement
from widgets.catalogue.edition import Edition
from widgets.embed.drawing import pictured
from widgets.embed.heads import SMALL_POSTER_PX
from widgets.embed.heights import COLUMN_PX, outline, snug
from widgets.embed.hosting import Hosting, announcements, edition, hosting
from widgets.errors import BadOption, NotPublished
from widgets.http.responses import public
from widgets.kinds.options import Number, Options, read
from widgets.kinds.queries import asking
from widgets.kinds.registry import Kind, kind
from widgets.kinds.site import Site
from widgets.kinds.wording import short_name
from widgets.render import well_formed

CACHE_SECONDS = 86_400
WIDEST_PX = 1280
_PIXELS = Number(1, 99_999)
_SUFFIX = re.compile(r"(@2x)?\.(svg|png)$")
_DEFAULT_PORTS = {None, 80, 443}
_PRIVATE = {"staff", "preview"}

Answer = Mapping[str, str | int]


@dataclass(frozen=True)
class Room:
    """What the asker has room for. Units: CSS pixels; None where it does not say."""

    width_px: int | None
    height_px: int | None


async def oembed(request: Request) -> Response:
    asked = dict(request.query_params)
    form = asked.get("format") or "json"
    if form not in {"json", "xml"}:
        raise HTTPException(501)
    room = Room(_pixels(asked, "maxwidth"), _pixels(asked, "maxheight"))
    host = hosting(request)
    site = host.site(request).public
    chosen, options = pasted(asked.get("url", ""), host, site)
    try:
        draw = photo if chosen.is_pictured else rich
        answer = draw(chosen, options, edition(request), site, room)
    except NotPublished as error:
        answer = withdrawn(error, options, announcements(request), edition(request), site)
    return public(
        request,
        json.dumps(answer) if form == "json" else as_xml(answer),
        origins=host.origins,
        media_type="application/json" if form == "json" else "text/xml",
        made_of=f"catalogue {chosen.name}",
    )


def discovery(site: Site, page: str) -> dict[str, str]:
    """The addresses of the oEmbed answers about a page of ours, by format."""
    return {
        form: f"{site.base}/oembed?{urlencode({'url': page, 'format': form})}"
        for form in ("json", "xml")
    }


def pasted(address: str, host: Hosting, site: Site) -> tuple[Kind, Options]:
    """The widget that an address shows, in any of the ways that people paste it: with either
    scheme, a slash at its end, and whatever a mail program or a CMS has added.

    Raises: HTTPException 400 without an address, 401 for a private one, 404 for one that is not of
    this server; NotPublished, BadOption."""
    if not address:
        raise HTTPException(400)
    parts = _split(address)
    if _authority(parts) != _authority(urlsplit(site.base)):
        raise HTTPException(404)
    folder, *names = unquote(parts.path).strip("/").split("/")
    if folder in _PRIVATE:
        raise HTTPException(401)
    given = parse_qsl(parts.query, keep_blank_values=True)
    match folder, names:
        case "embed" | "builder", [name]:
            chosen = kind(name)
        case "verify" | "badges", [network, member]:
            chosen = kind("badge")
            given += [("network", network), ("member", _SUFFIX.sub("", member))]
        case _:
            raise HTTPException(404)
    return chosen, read(chosen.options, given, host.settings.default_language)


def rich(chosen: Kind, options: Options, shown: Edition, site: Site, room: Room) -> Answer:
    """One bare iframe, as wide as its column. Where its height does not fit into the room, a list
    becomes a row that scrolls sideways.

    Raises: NotPublished."""
    page = site.page(chosen.name, options)
    framed = snug(chosen, shown, asking(options, links="inside"), site)  # no window opens there
    width = min(room.width_px or COLUMN_PX, WIDEST_PX)
    drawn = outline(chosen, shown, framed, site)
    title, height = drawn.label, drawn.height_px(width)
    if room.height_px and height > room.height_px:
        row = asking(framed, layout="row")
        lower = outline(chosen, shown, row, site).height_px(width)
        framed, height = (row, lower) if lower < height else (framed, height)
        height = min(height, room.height_px)
    src = escape(site.page(chosen.name, framed))
    link = f'<a href="{escape(page)}">{escape(title)}</a>'
    return {
        **_common("rich", title, shown, site),
        "width": width,
        "height": height,
        "html": f'<iframe src="{src}" width="100%" height="{height}" frameborder="0"'
        f' title="{escape(title)}">{link}</iframe>',
        **_thumbnail(chosen, options, site, room),
    }


def _thumbnail(chosen: Kind, options: Options, site: Site, room: Room) -> Answer:
    """A picture, where there is room for it."""
    wide, high = SMALL_POSTER_PX
    if (room.width_px or wide) < wide or (room.height_px or high) < high:
        return {}
    return {
        "thumbnail_url": site.poster(chosen.name, options, "-small"),
        "thumbnail_width": wide,
        "thumbnail_height": high,
    }


def photo(chosen: Kind, options: Any, shown: Edition, site: Site, room: Room) -> Answer:
    """The image of a badge, whose text is the title. It has two pixels for each of CSS.

    Raises: NotPublished."""
    drawn = pictured(shown, options, site)
    fits = min(
        1.0,
        (room.width_px or drawn.width) / drawn.width,
        (room.height_px or drawn.height) / drawn.height,
    )
    member = options.member or site.subject(options)
    return {
        **_common("photo", drawn.label, shown, site),
        "url": site.picture(options.network, member, "@2x.png", options),
        "width": max(1, int(drawn.width * fits)),
        "height": max(1, int(drawn.height * fits)),
    }


def withdrawn(
    error: NotPublished,
    options: Options,
    told: Iterable[Announcement],
    shown: Edition,
    site: Site,
) -> Answer:
    """A plain link for an entry that was public once.

    Raises: the error, for one that never was, or was so long ago that nobody remembers."""
    for announcement in told:
        for each in announcement.changes:
            if (each.type, each.slug, each.verb) == (error.type, error.slug, REMOVED):
                title = each.name.chosen(options.lang)[1] if each.name else each.slug
                return _common("link", title, shown, site)
    raise error


def _common(type: str, title: str, shown: Edition, site: Site) -> Answer:
    party = shown.party(site.host)
    return {
        "version": "1.0",
        "type": type,
        "title": title,
        "provider_name": short_name(party, "en") if party else site.host,
        "provider_url": f"{site.base}/",
        "cache_age": CACHE_SECONDS,
    }


def _pixels(asked: Mapping[str, str], name: str) -> int | None:
    if not asked.get(name):
        return None
    try:
        return _PIXELS.read(asked[name])
    except ValueError:
        raise BadOption(name, _PIXELS.says, **_PIXELS.values) from None


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        parts.port  # noqa: B018  a port that is no number raises here
    except ValueError:
        raise HTTPException(404) from None
    if parts.scheme not in {"http", "https"}:
        raise HTTPException(404)
    return parts


def _authority(parts: SplitResult) -> tuple[str, int | None]:
    port = None if parts.port in _DEFAULT_PORTS else parts.port
    return (parts.hostname or "", port)


def as_xml(answer: Answer) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = well_formed(str(value))
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body
