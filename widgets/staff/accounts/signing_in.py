"""Signing in and out: a password, a code where one is asked for, and a wait for who guesses."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.background import BackgroundTask
from starlette.responses import Response

from widgets.staff.accounts.entrance import (
    ADDRESS,
    Kept,
    kept_in,
    ours,
    resend_page,
    sign_in_page,
)
from widgets.staff.desk import Desk, Door
from widgets.staff.frames import Frame
from widgets.staff.guard import cookie_name, key_of, seated
from widgets.store.accounts import Account, Accounts, tidy
from widgets.store.audit import Audit
from widgets.store.database import opened
from widgets.store.second_factor import SecondFactor
from widgets.store.throttle import Subject, Throttle, network

CODE = f"{ADDRESS}/code"
_PATIENCE_SECONDS = 300  # from the password to the code


@dataclass(frozen=True)
class CodeAsked:
    """Shape: hidden are (name, value)."""

    frame: Frame
    action: str
    message: str
    hidden: tuple[tuple[str, str], ...]


async def sign_in(door: Door) -> Response:
    after = ours(door.sent.get("next") or door.asked.get("next", ""))
    if door.request.method != "POST":
        session = door.request.cookies.get(cookie_name(door.site), "")
        if await door.sessions.account_of(session):
            return door.to(after or "/staff")
        return sign_in_page(door, kept=Kept(), after=after)
    kept, email = kept_in(door.sent), tidy(door.sent.get("email"))
    subjects = (("account", email), _address(door))
    if wait_seconds := await _throttle(door).begin(*subjects):
        said = told_to_wait(door, wait_seconds)
        return _waiting(
            sign_in_page(door, kept=kept, after=after, message=said, email=email, status=429),
            wait_seconds,
        )
    account = await door.accounts.verified(email, door.sent.get("password"))
    if account is None:
        said = door.said.gettext("E-mail address and password do not belong together.")
        page = sign_in_page(door, kept=kept, after=after, message=said, email=email, status=401)
        page.background = BackgroundTask(_note_failure, door, email)
        return page
    await _throttle(door).succeeded(*subjects)
    if account.has_second_factor:
        return _ask_code(door, account, kept, after)
    return await _let_in(door, account, kept, after)


async def code(door: Door) -> Response:
    kept, after = kept_in(door.sent), ours(door.sent.get("next"))
    account = await _half_way(door)
    if account is None:
        said = door.said.gettext("That took too long. Sign in again.")
        return sign_in_page(door, kept=kept, after=after, message=said, status=401)
    subjects = (("second", str(account.id)), _address(door))
    if wait_seconds := await _throttle(door).begin(*subjects):
        said = told_to_wait(door, wait_seconds)
        page = _ask_code(door, account, kept, after, message=said, status=429)
        return _waiting(page, wait_seconds)
    way = await SecondFactor(door.connection, door.now).accepts(account, door.sent.get("code"))
    if not way:
        await door.audit.note(account.email, "sign-in-failed")
        said = door.said.gettext("This code is not right, or it was used already.")
        return _ask_code(door, account, kept, after, message=said, status=401)
    await _throttle(door).succeeded(*subjects)
    if way == "recovery":
        await door.audit.note(account.email, "recovery-code-used")
    return await _let_in(door, account, kept, after)


async def sign_out(desk: Desk) -> Response:
    await desk.sessions.end(desk.request.cookies[cookie_name(desk.site)])
    await desk.audit.note(desk.author, "signed-out")
    answer = desk.to(ADDRESS, lang=desk.lang)
    _set_cookie(desk, answer, "")
    return answer


async def begin_session(door: Door, account: Account, answer: Response) -> str:
    """Sign somebody in, in place of whoever was signed in here before.

    Shape: the session's token, which the answer's cookie holds too."""
    sessions, name = door.sessions, cookie_name(door.site)
    await sessions.end(door.request.cookies.get(name, ""))
    session = await sessions.begin(account.id)
    _set_cookie(door, answer, session)
    return session


async def guess_refused(door: Door, subject: Subject) -> str:
    """What is said where a guess has to wait, "" where it may be made."""
    wait_seconds = await _throttle(door).begin(subject, _address(door))
    return told_to_wait(door, wait_seconds) if wait_seconds else ""


async def guess_was_right(door: Door, subject: Subject) -> None:
    await _throttle(door).succeeded(subject, _address(door))


def told_to_wait(door: Door, seconds: int) -> str:
    said = door.said
    minutes = -(-seconds // 60)
    if seconds < 60:
        message = said.ngettext(
            "There were too many tries. Wait one second, then try again.",
            "There were too many tries. Wait %(number)s seconds, then try again.",
            seconds,
        )
        return message % {"number": seconds}
    message = said.ngettext(
        "There were too many tries. Wait one minute, then try again.",
        "There were too many tries. Wait %(number)s minutes, then try again.",
        minutes,
    )
    return message % {"number": minutes}


async def _let_in(door: Door, account: Account, kept: Kept, after: str) -> Response:
    answer = door.to(after or "/staff")
    session = await begin_session(door, account, answer)
    await door.audit.note(account.email, "signed-in")
    if not kept.to:
        return answer
    desk = await seated(door, account, session)
    title = desk.said.gettext("Welcome back")
    page = resend_page(desk, kept, title, desk.said.gettext("You are signed in again."))
    _set_cookie(door, page, session)
    return page


def _ask_code(
    door: Door, account: Account, kept: Kept, after: str, *, message: str = "", status: int = 200
) -> Response:
    half_way = _serializer(door).dumps(account.id)
    hidden = (("half-way", half_way), ("next", after), *kept.hidden())
    title = door.said.gettext("One more step")
    view = CodeAsked(door.frame(title), f"{CODE}?lang={door.lang}", message, hidden)
    return door.page("code.html", view, status)


async def _half_way(door: Door) -> Account | None:
    """Whose password was right a moment ago."""
    try:
        id = _serializer(door).loads(door.sent.get("half-way"), max_age=_PATIENCE_SECONDS)
    except BadSignature:
        return None
    return await door.accounts.by_id(id)


def _serializer(door: Door) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key_of(door.request), salt="half-way")


def _throttle(door: Door) -> Throttle:
    return Throttle(door.connection, key_of(door.request), door.now)


def _address(door: Door) -> Subject:
    asker = door.request.client
    return "address", network(asker.host if asker else "")


def _waiting(page: Response, seconds: int) -> Response:
    page.headers["Retry-After"] = str(seconds)
    return page


async def _note_failure(door: Door, email: str) -> None:
    """After the answer, so that it takes as long for an address without an account. What was typed
    is noted for a colleague's address alone: it might be a password in the wrong field."""
    async with opened(door.hosting.settings.database_url) as connection:
        if account := await Accounts(connection).find(email):
            await Audit(connection, door.now).note(account.email, "sign-in-failed")


def _set_cookie(door: Door, answer: Response, session: str) -> None:
    """Shape: session is "" to take the cookie away."""
    answer.set_cookie(
        cookie_name(door.site),
        session,
        max_age=None if session else 0,
        secure=door.site.base.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
