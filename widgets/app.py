"""The application: one table of routes, and the one place where errors are answered."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from urllib.parse import quote

from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Lifespan, Receive, Scope, Send

from widgets import colleagues
from widgets.catalogue.edition import Edition
from widgets.catalogue.partners import select_partners
from widgets.catalogue.selection import Criteria, select
from widgets.check.pages import check
from widgets.embed import queries
from widgets.embed.builder import builder
from widgets.embed.feed import changes_atom
from widgets.embed.gallery import gallery
from widgets.embed.hosting import Hosting, hosting
from widgets.embed.images import badge_png, badge_png_2x, badge_svg
from widgets.embed.logos import logo_webp, logo_webp_2x
from widgets.embed.oembed import oembed
from widgets.embed.opendata import (
    TableOptions,
    catalogue_json,
    members_csv,
    networks_csv,
    schema_json,
)
from widgets.embed.plugins import wordpress_plugin
from widgets.embed.posters import poster, small_poster
from widgets.embed.problems import problem
from widgets.embed.sitemap import robots_txt, sitemap_xml
from widgets.embed.statics import accent, static
from widgets.embed.verify import verify
from widgets.embed.widgets import widget_fragment, widget_page
from widgets.errors import WidgetsError
from widgets.http import assets
from widgets.http.edge import Asking, Edge
from widgets.http.origins import Origins
from widgets.http.responses import made_private, moved, preflight, safeguarded
from widgets.kinds.options import Options
from widgets.language.messages import messages
from widgets.operation.metrics import Metrics
from widgets.operation.observed import Observed
from widgets.operation.pages import OPERATION_ROUTES
from widgets.operation.watching import watch
from widgets.render import environment
from widgets.settings import Settings, metrics_folder, read
from widgets.store.ledger import Ledger
from widgets.store.logos import Logos
from widgets.store.passwords import HASHER
from widgets.store.published import Published
from widgets.store.secret import secret_key

Handler = Callable[[Request], Awaitable[Response]]


class PublicRoute(Route):
    """Shape: query says what of a query its answer depends on."""

    query: queries.Query


def public_route(path: str, handler: Handler, query: queries.Query = queries.whole) -> PublicRoute:
    """A route that pages of other origins may read, preflight included."""

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return preflight(request, hosting(request).origins)
        return await handler(request)

    name = getattr(handler, "__name__", "")
    route = PublicRoute(path, answer, methods=["GET", "OPTIONS"], name=name)
    route.query = query
    return route


async def without_slash(request: Request) -> Response:
    """People and programs add a slash to an address; it leads to the one that is meant."""
    host = hosting(request)
    here = f"{host.site(request).base}/{quote(request.path_params['path'].strip('/'))}"
    query = request.url.query
    return moved(request, f"{here}?{query}" if query else here, host.origins)


PUBLIC_ROUTES = (
    public_route("/fragments/{kind}", widget_fragment, queries.of_widget),
    public_route("/embed/{kind}", widget_page, queries.of_widget),
    public_route("/", gallery, queries.language_alone),
    public_route("/builder/{kind}", builder),
    Route("/check", check, methods=["GET", "POST"]),
    public_route("/oembed", oembed),
    public_route("/wordpress/widgets-embed.php", wordpress_plugin, queries.language_alone),
    public_route("/data/catalogue.json", catalogue_json, queries.language_alone),
    public_route("/data/schema.json", schema_json, queries.language_alone),
    public_route("/data/networks.csv", networks_csv, queries.of(TableOptions)),
    public_route("/data/members.csv", members_csv, queries.of(TableOptions)),
    public_route("/data/changes.atom", changes_atom, queries.of(Options)),
    public_route("/sitemap.xml", sitemap_xml, queries.language_alone),
    public_route("/robots.txt", robots_txt, queries.language_alone),
    public_route("/badges/{network}/{member}.svg", badge_svg, queries.of_badge),
    public_route("/badges/{network}/{member}@2x.png", badge_png_2x, queries.of_badge),
    public_route("/badges/{network}/{member}.png", badge_png, queries.of_badge),
    public_route("/verify/{network}/{member}", verify, queries.of_badge),
    public_route("/posters/{kind}-small.png", small_poster, queries.of_widget),
    public_route("/posters/{kind}.png", poster, queries.of_widget),
    public_route("/logos/{digest}@2x.webp", logo_webp_2x, queries.language_alone),
    public_route("/logos/{digest}.webp", logo_webp, queries.language_alone),
    public_route("/static/accent-{colour}.css", accent, queries.language_alone),
    public_route("/static/{name}", static, queries.language_alone),
)
SLASHES = public_route("/{path:path}/", without_slash)
# Nothing below is kept or packed.
PRIVATE = (*colleagues.ADDRESSES, *(each.path for each in OPERATION_ROUTES))


def canonical(path: str, query: str, language: str) -> str:
    """What of a query counts; all of it where it cannot be read."""
    scope = {"type": "http", "method": "GET", "path": path}
    for route in (*PUBLIC_ROUTES, SLASHES):
        match, found = route.matches(scope)
        if match is Match.FULL and isinstance(route, PublicRoute):
            with suppress(WidgetsError):
                return route.query(query, found["path_params"], language)
            break
    return query


class Application(Starlette):
    """One whose answers all carry what none goes without, those about its errors too."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            send = safeguarded(scope, send, self.state.hosting.settings.base_url)
        await super().__call__(scope, receive, send)


def application(
    settings: Settings | None = None,
    now: Callable[[], float] = time.time,
    hasher: PasswordHasher = HASHER,
) -> Edge:
    """The ASGI application. Without settings it reads the environment, as a worker does.

    Shape: hasher is what a password costs; tests take a cheap one, and a clock of their own."""
    settings = settings or read()
    environment()
    messages(settings.default_language)  # others when they are first asked for
    published = Published(settings.database_url)
    metrics = Metrics(metrics_folder())
    theirs = colleagues.Colleagues(PUBLIC_ROUTES, SLASHES, _answering)
    app = _answering((theirs, *PUBLIC_ROUTES, *OPERATION_ROUTES, SLASHES), _lifespan)
    app.middleware_stack = Observed(app.build_middleware_stack(), metrics)
    app.state.metrics = metrics
    app.state.published = published
    app.state.colleagues = theirs
    app.state.ledger = Ledger(settings.database_url, lambda: published.edition)
    app.state.key = secret_key(settings)
    app.state.now = now
    app.state.hasher = hasher
    app.state.logos = Logos(settings.database_url)
    app.state.hosting = Hosting(settings, assets.load(), Origins(settings.allowed_origins))
    edge = Edge(
        app,
        Asking(
            private=PRIVATE,
            canonical=partial(canonical, language=settings.default_language),
            is_named=not settings.base_url,
            origins=frozenset(each.encode() for each in settings.allowed_origins),
        ),
        most_bytes=settings.edge_megabytes * 1_000_000,
    )
    published.on_change = edge.renew
    app.state.edge = edge
    return edge


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    state = app.state
    await state.published.load()
    await asyncio.to_thread(_ask, state.published.edition, state.hosting.settings)
    gc.freeze()  # what is there now stays: to look through it again and again slows every answer
    state.following = asyncio.create_task(state.published.follow())
    watching = asyncio.create_task(watch(state))
    yield
    watching.cancel()
    await state.colleagues.stop()
    state.published.stop()
    await state.following
    state.metrics.end()


def _ask(edition: Edition, settings: Settings) -> None:
    """Ask for the lists of the host once, which of a large catalogue take a while to make; those
    that were asked for are made again beside the requests."""
    host, language = settings.host_organisation, settings.default_language
    lists = (
        select(edition, host, Criteria(), language),
        select(edition, host, Criteria(q=host), language),
        select_partners(edition, host, host, Criteria(), language),
    )
    for each in lists:
        len(each.items)


async def _told(request: Request, error: Exception) -> Response:
    """What went wrong; below /staff nobody may keep or frame even that."""
    answer = await problem(request, error)
    return made_private(answer) if request.url.path.startswith("/staff") else answer


def _answering(
    routes: Sequence[BaseRoute], lifespan: Lifespan[Starlette] | None = None
) -> Starlette:
    errors = dict.fromkeys((WidgetsError, HTTPException, Exception), _told)
    app = Application(routes=routes, lifespan=lifespan, exception_handlers=errors)
    app.router.redirect_slashes = False
    return app
