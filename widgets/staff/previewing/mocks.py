"""Pages like those of partners, with a snippet pasted into them: how a widget will look there."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.edition import Edition
from widgets.embed.builder import sample
from widgets.embed.heights import outline, snug
from widgets.embed.hosting import Hosting, edition, hosting, pairs
from widgets.embed.oembed import Room, photo, rich
from widgets.embed.places import Place, places
from widgets.embed.widgets import drawn
from widgets.http.responses import public
from widgets.kinds.options import Options
from widgets.kinds.registry import Kind, kind
from widgets.kinds.site import Site
from widgets.language.messages import direction, marked, messages
from widgets.render import render

ADDRESS = "/mock/{page}/{kind}"
PLACE = "paste"  # the parameter that names where one can paste, as the builder's
_MOCK = re.compile(r"/mock/[^/]+/")
_STYLE = re.compile(r' style="([^"]*)"')
_NO_SCRIPTS = (
    "sandbox allow-same-origin allow-forms allow-popups allow-top-navigation-by-user-activation"
)
# What WordPress makes of an oEmbed answer. Source: wp_filter_oembed_result of 6.1 and 7.1; block
# themes ask with this room.
_WORDPRESS_ROOM = Room(width_px=500, height_px=750)
_MARK = "aB3dE5gH7j"  # any ten letters
_WORDPRESS_FRAME = (
    f'<iframe sandbox="allow-scripts" security="restricted" class="wp-embedded-content"'
    f' data-secret="{_MARK}"'
)


@dataclass(frozen=True)
class Page:
    """Shape: site is what it calls itself; look names its stylesheet; lang is a language of its
    own, and place the only one where it can be pasted into; both may be empty."""

    label: str
    site: str
    look: str
    lang: str = ""
    place: str = ""
    theme: str = "light"
    in_sidebar: bool = False
    has_scripts: bool = True
    is_strict: bool = False


_NEWSPAPER = (marked("The Evening Courier"), "newspaper")
_FUND = (marked("Fund for Open Government"), "fund")
PAGES = {
    "plain": Page(marked("A newspaper's article"), *_NEWSPAPER),
    "dark": Page(marked("A dark page"), *_FUND, theme="dark"),
    "narrow": Page(
        marked("A narrow column beside a blog"),
        marked("Notes from the coast"),
        "blog",
        in_sidebar=True,
    ),
    "hostile": Page(
        marked("An old site that styles everything"),
        marked("Friends of the Old Harbour"),
        "hostile",
    ),
    "rtl": Page(marked("A page from right to left"), *_NEWSPAPER, lang="ar"),
    "scriptless": Page(marked("A page without any script"), *_FUND, has_scripts=False),
    "wordpress": Page(
        marked("WordPress, where only the address was pasted"),
        marked("My website"),
        "theme",
        place="address",
    ),
    "strict": Page(marked("A page with strict security"), *_FUND, is_strict=True),
}


@dataclass(frozen=True)
class Mock:
    lang: str
    dir: str
    theme: str
    label: str
    site: str
    stylesheet: str
    in_sidebar: bool
    snippet: Markup


async def mock(request: Request) -> Response:
    """Raises: HTTPException for a page that there is not, NotPublished, BadOption."""
    page = PAGES.get(request.path_params["page"])
    if page is None:
        raise HTTPException(404)
    asked = kind(request.path_params["kind"])
    host, shown = hosting(request), edition(request)
    site, given = host.site(request), pairs(request)
    options = sample(asked, shown, site, given, host.settings.default_language)
    there = offered(page, asked, options, shown, host, site)
    named = (each for each in there if each.name == dict(given).get(PLACE))
    place = next(named, there[0])
    lang = page.lang or options.lang
    said = messages(lang)
    stylesheet = host.static(site, f"mock-{page.look}.css")
    view = Mock(
        lang=lang,
        dir=direction(lang),
        theme=page.theme,
        label=said.gettext(page.label),
        site=said.gettext(page.site),
        stylesheet=stylesheet,
        in_sidebar=page.in_sidebar,
        snippet=_pasted(place, asked, options, shown, site),
    )
    ours = f"{host.policy(site)}; {_snippets_styles(view.snippet)}"
    return public(
        request,
        render("mocks/page.html", view, lang),
        origins=host.origins,
        csp=_policy(page, place, stylesheet, ours),
    )


def offered(
    page: Page, asked: Kind, options: Options, shown: Edition, host: Hosting, site: Site
) -> tuple[Place, ...]:
    """Where one can paste on that page. Raises: NotPublished."""
    fitting = snug(asked, shown, options, site)
    made = outline(asked, shown, fitting, site)
    there = places(asked, fitting, shown, site, host.assets, made)
    return tuple(each for each in there if page.place in {"", each.name})


def without(path: str) -> str:
    """The address of what a mock page shows, on its own. Shape: a path of the table of routes."""
    return _MOCK.sub("/embed/", path, count=1)


def _pasted(place: Place, asked: Kind, options: Options, shown: Edition, site: Site) -> Markup:
    """What stands in a partner's page in the end."""
    match place.name:
        case "address":
            html = _embedded(asked, options, shown, site)
        case "server":
            html = drawn(asked, shown, options, site)[1]
        case "inline":
            html = "".join(each.text for each in place.snippets)
        case _:
            html = place.snippets[0].text
    return Markup(html)  # noqa: S704


def _embedded(asked: Kind, options: Options, shown: Edition, site: Site) -> str:
    """What WordPress makes of the bare address where nobody has made it trust this server."""
    if asked.is_pictured:
        answer = photo(asked, options, shown, site, _WORDPRESS_ROOM)
        return (
            f'<a href="{escape(site.page(asked.name, options))}"><img src="{escape(answer["url"])}"'
            f' alt="{escape(answer["title"])}" width="{answer["width"]}"'
            f' height="{answer["height"]}"></a>'
        )
    html = str(rich(asked, options, shown, site, _WORDPRESS_ROOM)["html"])
    framed = html.replace("<iframe", _WORDPRESS_FRAME, 1)
    return re.sub(r'src="([^"]*)"', rf'src="\1#?secret={_MARK}"', framed, count=1)


def _policy(page: Page, place: Place, stylesheet: str, ours: str) -> str:
    if page.is_strict:
        return strict(place.needs, stylesheet)
    return ours if page.has_scripts else f"{ours}; {_NO_SCRIPTS}"


def _snippets_styles(snippet: str) -> str:
    """What lets the style attributes of a snippet count, and no others."""
    hashes = (hashlib.sha256(each.encode()).digest() for each in _STYLE.findall(snippet))
    named = (f" 'sha256-{base64.b64encode(each).decode()}'" for each in hashes)
    return f"style-src-attr 'unsafe-hashes'{''.join(named)}"


def strict(needs: tuple[str, ...], stylesheet: str) -> str:
    """The policy of a partner who allows nothing but what the builder asks for.

    Shape: needs are those of a place; stylesheet is the page's own."""
    directives: Mapping[str, str] = dict(each.split(" ", 1) for each in needs)
    allowed = {**directives, "style-src": f"{stylesheet} {directives.get('style-src', '')}".strip()}
    return "; ".join(
        (
            "default-src 'none'",
            *(f"{name} {sources}" for name, sources in allowed.items()),
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )
