"""Who gets in: the one place where it is decided, before anything of staff runs."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from widgets.embed.hosting import hosting
from widgets.errors import StoreRefused, WidgetsError
from widgets.http.forms import Limits, Sent, submitted
from widgets.http.origins import is_from_here
from widgets.kinds.site import Site
from widgets.language.messages import LANGUAGES
from widgets.staff.accounts.entrance import asked_to_sign_in, sent_too_late, sent_while_busy
from widgets.staff.desk import Caller, Desk, Door
from widgets.staff.outages import arrived_in_vain, sent_in_vain
from widgets.staff.refusals import crossed, forbidden, no_such_page, out_of_date, refused
from widgets.staff.tokens import is_right, of_door, of_session
from widgets.store.accounts import Account
from widgets.store.database import DAMAGED, code_of, is_busy, opened

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SAFE = frozenset({"GET", "HEAD"})
FORM = Limits(fields=4_000, field=64 << 10, whole=1 << 20, file=0)

Handler = Callable[[Desk], Awaitable[Response]]
Doorkeeper = Callable[[Door], Awaitable[Response]]
AnyDoor = TypeVar("AnyDoor", Door, Desk)


class StaffRoute(Route):
    """Shape: least is the role that it takes, "" where nobody needs to be signed in."""

    def __init__(self, path: str, endpoint: Any, least: str, allowed: Sequence[str]) -> None:
        super().__init__(path, endpoint, methods=METHODS)
        self.least = least
        self.allowed = tuple(allowed)


def staff_route(
    path: str,
    handler: Handler,
    *,
    least: str = "viewer",
    methods: Sequence[str] = ("GET",),
    limits: Limits = FORM,
) -> StaffRoute:
    """A page for colleagues of this role or a higher one."""

    async def answer(door: Door) -> Response:
        session = door.request.cookies.get(cookie_name(door.site), "")
        account = await door.sessions.account_of(session)
        if account is None:
            return await asked_to_sign_in(door, limits)
        desk = await seated(door, account, session)
        if not account.may(least):
            return forbidden(desk, least)
        return await _answered(desk, handler, methods, limits)

    return StaffRoute(path, _guarded(answer, limits), least, methods)


def open_route(
    path: str,
    handler: Doorkeeper,
    *,
    methods: Sequence[str] = ("GET",),
    limits: Limits = FORM,
) -> StaffRoute:
    """A page for who is not signed in: the way in."""

    async def answer(door: Door) -> Response:
        return await _answered(door, handler, methods, limits)

    return StaffRoute(path, _guarded(answer, limits), "", methods)


def _guarded(answer: Doorkeeper, limits: Limits) -> Callable[[Request], Awaitable[Response]]:
    """Shape: answer is asked about what comes from here alone."""

    async def guarded(request: Request) -> Response:
        caller = _caller(request)
        if not _is_from_here(caller):
            return crossed(caller)
        try:
            async with _at_the_door(caller) as door:
                return await answer(door)
        except (StoreRefused, sqlite3.OperationalError) as error:
            return await arrived_in_vain(caller, error, limits)

    return guarded


async def seated(door: Door, account: Account, session: str) -> Desk:
    """The desk of who is signed in by this session."""
    known = vars(door) | {
        "lang": account.language or door.lang,
        "token": of_session(door.key, session),
    }
    book = await door.request.app.state.ledger.book()
    return Desk(**known, account=account, waiting=book.waiting)


def cookie_name(site: Site) -> str:
    """The session's cookie. With the prefix a browser takes it over https only, and from no
    neighbouring host."""
    return "__Host-widgets" if site.base.startswith("https:") else "widgets"


def _caller(request: Request) -> Caller:
    host = hosting(request)
    lang = request.query_params.get("lang", "")
    return Caller(
        request=request,
        hosting=host,
        site=host.site(request),
        lang=lang if lang in LANGUAGES else host.settings.default_language,
        token=of_door(request.app.state.key),
        sent=Sent(),
    )


@asynccontextmanager
async def _at_the_door(caller: Caller) -> AsyncIterator[Door]:
    async with opened(caller.hosting.settings.database_url, make=False) as connection:
        yield Door(**vars(caller), connection=connection)


def _is_from_here(door: Caller) -> bool:
    """Whether a request that may change something comes from a page of ours."""
    return door.request.method in SAFE or is_from_here(door.request, door.site.base)


async def _answered(
    door: AnyDoor,
    handler: Callable[[AnyDoor], Awaitable[Response]],
    methods: Sequence[str],
    limits: Limits,
) -> Response:
    """Shape: handler is run with a form whose token is right, or not at all."""
    request = door.request
    if request.method not in {*methods, *(("HEAD",) if "GET" in methods else ())}:
        return no_such_page(door, 405)
    try:
        if request.method not in SAFE:
            door = replace(door, sent=await submitted(request, limits))
            if not is_right(door.key, door.token, door.sent.get("token")):
                return sent_too_late(door) if isinstance(door, Desk) else out_of_date(door)
        return await handler(door)
    except (StoreRefused, sqlite3.OperationalError) as error:
        return sent_while_busy(door) if is_busy(error) else sent_in_vain(door, error)
    except WidgetsError as error:
        return refused(door, error)
    except sqlite3.DatabaseError as error:
        if code_of(error) not in DAMAGED:
            raise
        return sent_in_vain(door, error)
