"""The way into a preview: whoever has a link gets every public address over the draft edition, by
the very same handlers, and an answer that nobody keeps, finds or frames."""

from collections.abc import MutableMapping
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from widgets.embed.hosting import SHOWN, Shown, hosting, path
from widgets.embed.problems import problem
from widgets.errors import WidgetsError
from widgets.http.responses import as_sent
from widgets.staff.previewing import links, mocks
from widgets.store.database import opened
from widgets.store.previews import is_waiting

PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",  # no site that a card leads to may read the link
    "X-Robots-Tag": "noindex, nofollow",
}
FOR_CACHES = ("surrogate-key",)


class Gate:
    """An ASGI application, mounted where its token is a part of the path."""

    def __init__(self, within: Starlette) -> None:
        self._within = within

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            answer = await self._answer(request)
        except WidgetsError as error:
            answer = await problem(request, error)
        await answer(scope, receive, kept_by_nobody(send))

    async def _answer(self, request: Request) -> ASGIApp:
        """Raises: LinkUnknown, LinkExpired, StoreRefused."""
        state = request.app.state
        link = links.opened(state.key, request.path_params["token"], state.now())
        if link.is_shared and not await _waits(request, link):
            return _published(request)
        book = await state.ledger.book()
        shown = Shown(book.edition, state.published.announcements, request.scope["root_path"])
        return showing(self._within, shown)


async def _waits(request: Request, link: links.Link) -> bool:
    database = hosting(request).settings.database_url
    async with opened(database, make=False) as connection:
        return await is_waiting(connection, link.since)


def showing(within: Starlette, shown: Shown) -> ASGIApp:
    """Everything that is public, over another edition and below its mount."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        below = {"root_path": shown.mount, "path_params": {}, SHOWN: shown}
        await within({**scope, **below}, receive, send)

    return answer


def _published(request: Request) -> Response:
    """On to the same for everybody."""
    address = mocks.without(path(request))
    query = request.url.query
    location = f"{hosting(request).site(request).base}{address}"
    location += f"?{query}" if query else ""
    return Response(status_code=307, headers={"Location": as_sent(location)})


def kept_by_nobody(send: Send, without: tuple[str, ...] = FOR_CACHES) -> Send:
    """Shape: without are the headers that go, in small letters."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            _make_private(message, without)
        await send(message)

    return sending


def _make_private(message: MutableMapping[str, Any], without: tuple[str, ...]) -> None:
    headers = MutableHeaders(scope=message)
    for name in without:
        del headers[name]
    headers.update(PRIVATE)
