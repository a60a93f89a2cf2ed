"""The way to what colleagues ask for: their pages, and previews. It is loaded when the first one
asks, so that a worker which answers visitors starts sooner and is smaller."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Match, Mount, Route, Router
from starlette.types import Receive, Scope, Send

ADDRESSES = ("/staff", "/preview/")
Answering = Callable[[Sequence[BaseRoute]], Starlette]


class Colleagues(BaseRoute):
    """Shape: public are the routes that a preview shows once more, answering makes an application
    of some; last is for what no route of theirs matches."""

    def __init__(self, public: Sequence[BaseRoute], last: BaseRoute, answering: Answering) -> None:
        self._public = public
        self._last = last
        self._answering = answering
        self._loading = asyncio.Lock()
        self._within: Router | None = None
        self.stop: Callable[[], Awaitable[None]] = _nothing

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        is_theirs = scope["type"] == "http" and scope["path"].startswith(ADDRESSES)
        return Match.FULL if is_theirs else Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._loading:
            if self._within is None:
                self._within = await asyncio.to_thread(self._loaded, scope["app"])
        await self._within(scope, receive, send)

    def _loaded(self, app: Starlette) -> Router:
        from widgets.staff.importing.running import Imports
        from widgets.staff.listing.shelves import Shelves
        from widgets.staff.previewing import links, mocks
        from widgets.staff.previewing.gate import Gate
        from widgets.staff.routes import STAFF_ROUTES

        state = app.state
        previewed = self._answering((*self._public, Route(mocks.ADDRESS, mocks.mock), self._last))
        previewed.state = state
        state.previewed = previewed
        state.shelves = Shelves(state.ledger, state.now)
        settings = state.hosting.settings
        state.imports = Imports(settings.database_url, settings.memory_megabytes)
        self.stop = state.imports.stop
        routes = (Mount(links.ADDRESS, Gate(previewed)), *STAFF_ROUTES, self._last)
        return Router(routes, redirect_slashes=False)


async def _nothing() -> None:
    """What there is to stop before anything was loaded."""
