"""Signing in and out: a password, a code where one is asked for, and a wait for who guesses."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.background import BackgroundTask
from starlette.responses import Response

from widgets.staff.accounts.cookies import begin_session, forget_session, keep_session, session_of
from widgets.staff.accounts.entrance import (
    ADDRESS,
    Kept,
    kept_in,
    ours,
    resend_page,
    sign_in_page,
)
from widgets.staff.accounts.tries import (
    at_code,
    at_password,
    succeeded,
    told_to_wait,
    wait_seconds,
)
from widgets.staff.desk import Desk, Door
from widgets.staff.frames import Frame
from widgets.staff.guard import seated
from widgets.store.accounts import Account, Accounts, tidy
from widgets.store.audit import Audit
from widgets.store.database import opened
from widgets.store.second_factor import SecondFactor

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
        if await door.sessions.account_of(session_of(door)):
            return door.to(after or "/staff")
        return sign_in_page(door, kept=Kept(), after=after)
    kept, email = kept_in(door.sent), tidy(door.sent.get("email"))
    tried = at_password(door, email)
    if seconds := await wait_seconds(door, tried):
        said = told_to_wait(door, seconds)
        return _waiting(
            sign_in_page(door, kept=kept, after=after, message=said, email=email, status=429),
            seconds,
        )
    account = await door.accounts.verified(email, door.sent.get("password"))
    if account is None:
        said = door.said.gettext("E-mail address and password do not belong together.")
        page = sign_in_page(door, kept=kept, after=after, message=said, email=email, status=401)
        page.background = BackgroundTask(_note_failure, door, email)
        return page
    await succeeded(door, tried)
    if account.has_second_factor:
        return _ask_code(door, account, kept, after)
    return await _let_in(door, account, kept, after)


async def code(door: Door) -> Response:
    kept, after = kept_in(door.sent), ours(door.sent.get("next"))
    account = await _half_way(door)
    if account is None:
        said = door.said.gettext("That took too long. Sign in again.")
        return sign_in_page(door, kept=kept, after=after, message=said, status=401)
    tried = at_code(door, account)
    if seconds := await wait_seconds(door, tried):
        said = told_to_wait(door, seconds)
        page = _ask_code(door, account, kept, after, message=said, status=429)
        return _waiting(page, seconds)
    way = await SecondFactor(door.connection, door.now).accepts(account, door.sent.get("code"))
    if not way:
        await door.audit.note(account.email, "sign-in-failed")
        said = door.said.gettext("This code is not right, or it was used already.")
        return _ask_code(door, account, kept, after, message=said, status=401)
    await succeeded(door, tried)
    if way == "recovery":
        await door.audit.note(account.email, "recovery-code-used")
    return await _let_in(door, account, kept, after)


async def sign_out(desk: Desk) -> Response:
    await desk.sessions.end(session_of(desk))
    await desk.audit.note(desk.author, "signed-out")
    answer = desk.to(ADDRESS, lang=desk.lang)
    forget_session(desk, answer)
    return answer


async def _let_in(door: Door, account: Account, kept: Kept, after: str) -> Response:
    session = await begin_session(door, account)
    await door.audit.note(account.email, "signed-in")
    answer = door.to(after or "/staff")
    if kept.to:
        desk = await seated(door, account, session)
        message = desk.said.gettext("You are signed in again.")
        answer = resend_page(desk, kept, desk.said.gettext("Welcome back"), message)
    keep_session(door, answer, account, session)
    return answer


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
    return URLSafeTimedSerializer(door.key, salt="half-way")


def _waiting(page: Response, seconds: int) -> Response:
    page.headers["Retry-After"] = str(seconds)
    return page


async def _note_failure(door: Door, email: str) -> None:
    """After the answer, so that it takes as long for an address without an account. What was typed
    is noted for a colleague's address alone: it might be a password in the wrong field."""
    async with opened(door.hosting.settings.database_url, make=False) as connection:
        if account := await Accounts(connection).find(email):
            await Audit(connection, door.now).note(account.email, "sign-in-failed")
