"""The widgets themselves: a fragment for inline use, and the page around it for an iframe."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.edition import Edition
from widgets.embed.heads import Head, head_of_widget
from widgets.embed.hosting import Hosting, edition, hosting
from widgets.embed.oembed import discovery
from widgets.embed.queries import asked_of
from widgets.http.pace import paced
from widgets.http.responses import FRAGMENT, WIDGET, public
from widgets.kinds.cards import Frame
from widgets.kinds.options import Options
from widgets.kinds.registry import Kind, kind
from widgets.kinds.site import Site
from widgets.render import pieces, whole


@dataclass(frozen=True)
class Page:
    """Shape: fragments stand in the page to the letter; oembed is the address of the answer about
    it by format, and empty for a page that is not to be embedded, which has no head either."""

    frame: Frame
    oembed: Mapping[str, str]
    icon: str
    htmx: str
    integrity: str
    fragments: tuple[Markup, ...]
    head: Head | None


def chosen(request: Request) -> tuple[Kind, Options]:
    """Raises: NotPublished for an unknown kind, BadOption."""
    name, language = request.path_params["kind"], hosting(request).settings.default_language
    query = request.scope["query_string"].decode("latin-1")
    return kind(name), asked_of(name, query, language)


def drawn(asked: Kind, shown: Edition, options: Options, site: Site) -> tuple[Frame, Markup]:
    """A widget as a pure function of edition and options: its frame, and its fragment."""
    frame, fragment = _drawing(asked, shown, options, site)
    return frame, whole(fragment)


def _drawing(
    asked: Kind, shown: Edition, options: Options, site: Site
) -> tuple[Frame, Iterator[str]]:
    view = asked.view(shown, options, site)
    return view.frame, pieces(f"fragments/{asked.name}.html", view, options.lang)


async def widget_fragment(request: Request) -> Response:
    asked, options = chosen(request)
    host = hosting(request)
    site = host.site(request)
    _, fragment = _drawing(asked, edition(request), options, site)
    return public(
        request,
        whole(await paced(request.scope, fragment)),
        origins=host.origins,
        csp=host.policy(site, FRAGMENT),
        made_of=made_of(asked, options),
    )


async def widget_page(request: Request) -> Response:
    asked, options = chosen(request)
    host, shown = hosting(request), edition(request)
    site = host.site(request)
    frame, fragment = _drawing(asked, shown, options, site)
    fragments = [whole(await paced(request.scope, fragment))]
    if beside := asked.steered(options):
        _, fragment = _drawing(beside[0], shown, beside[1], site)
        fragments.append(whole(await paced(request.scope, fragment)))
    head = head_of_widget(shown, site, asked.name, options, frame.label)
    page = page_around(host, site, frame, fragments, site.public.page(asked.name, options), head)
    return public(
        request,
        whole(await paced(request.scope, page)),
        origins=host.origins,
        csp=host.policy(site, WIDGET),
        made_of=made_of(asked, options),
    )


def page_around(
    host: Hosting,
    site: Site,
    frame: Frame,
    fragments: list[Markup],
    address: str = "",
    head: Head | None = None,
) -> Iterator[str]:
    page = Page(
        frame=frame,
        oembed=discovery(site.public, address) if address else {},
        icon=host.static(site, "icon.svg"),
        htmx=site.static(host.assets.htmx),
        integrity=host.assets.integrity,
        fragments=tuple(fragments),
        head=head,
    )
    return pieces("pages/widget.html", page, frame.lang)


def made_of(asked: Kind, options: Options) -> str:
    """The Surrogate-Key: the catalogue, the kind, and the network where it shows just one."""
    slug = options.one_network
    return " ".join(("catalogue", asked.name, *([f"network/{slug}"] if slug else [])))
