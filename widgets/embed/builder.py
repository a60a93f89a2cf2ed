"""The builder: choose a widget's options, see it live, and copy the one snippet that fits where it
is to be pasted. Its address holds the whole state."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.edition import Edition
from widgets.catalogue.selection import Criteria, select
from widgets.embed.fields import Group, groups
from widgets.embed.heights import COLUMN_PX, height_px
from widgets.embed.hosting import Hosting, edition, hosting, pairs
from widgets.embed.oembed import discovery
from widgets.embed.snippets import PLACES, Place, snippets
from widgets.errors import BadOption
from widgets.http.responses import BRIEF, public
from widgets.kinds.options import Options, Pairs, pairs_of, read, refusals
from widgets.kinds.registry import KINDS, Kind, kind
from widgets.kinds.site import Site
from widgets.language.messages import LANGUAGES, direction, marked, messages
from widgets.render import render

_WIDTHS = (
    (320, marked("On a phone")),
    (COLUMN_PX, marked("In an article")),
    (1100, marked("Over the whole page")),
)


@dataclass(frozen=True)
class Preview:
    label: str
    width_px: int
    height_px: int


@dataclass(frozen=True)
class Tab:
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Builder:
    """Shape: here is the address of the form, share the one that holds its state."""

    lang: str
    dir: str
    title: str
    purpose: str
    icon: str
    stylesheet: str
    htmx: str
    integrity: str
    oembed: Mapping[str, str]
    languages: tuple[tuple[str, str, bool], ...]
    kinds: tuple[Tab, ...]
    front: str
    here: str
    share: str
    groups: tuple[Group, ...]
    places: tuple[Place, ...]
    place: Place
    page: str
    label: str
    previews: tuple[Preview, ...]


async def builder(request: Request) -> Response:
    asked = kind(request.path_params["kind"])
    host = hosting(request)
    site = host.site(request)
    shown, said = edition(request), pairs(request)
    view = built(asked, said, shown, host, site)
    refused = any(field.error for group in view.groups for field in group.fields)
    return public(
        request,
        render("pages/builder.html", view, view.lang),
        origins=host.origins,
        status=400 if refused else 200,
        csp=host.policy(site),
        made_of=f"catalogue {asked.name}",
        **({"cache": BRIEF} if refused else {}),
    )


def built(asked: Kind, pairs: Pairs, shown: Edition, host: Hosting, site: Site) -> Builder:
    """Raises: NotPublished for an entry that the edition lacks."""
    pairs = list(pairs)
    good, errors = _readable(asked, pairs, host)
    options = sample(asked, shown, site, good, host.settings.default_language)
    said, given = messages(options.lang), dict(pairs)
    label = asked.view(shown, options, site).frame.label
    state = [*pairs_of(options)]
    pasting = given.get("paste", "")
    places = tuple(snippets(asked, options, shown, site, host.assets, label))
    place = next((each for each in places if each.name == pasting), places[0])
    page = site.page(asked.name, options)
    return Builder(
        lang=options.lang,
        dir=direction(options.lang),
        title=said.gettext(asked.title),
        purpose=said.gettext(asked.purpose),
        icon=host.static(site, "icon.svg"),
        stylesheet=host.static(site, "page.css"),
        htmx=f"{site.base}/static/{host.assets.htmx}",
        integrity=host.assets.integrity,
        oembed=discovery(site, page),
        languages=(),
        kinds=(),
        front=f"{site.base}/?lang={options.lang}",
        here=f"{site.base}/builder/{asked.name}",
        share="",
        groups=groups(shown, options, given, errors),
        places=places,
        place=place,
        page=page,
        label=label,
        previews=tuple(
            Preview(said.gettext(name), width, height_px(asked, shown, options, site, width))
            for width, name in _WIDTHS
        ),
    )
