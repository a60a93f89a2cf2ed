"""What the browser of a colleague keeps: the session, and that this account signed in with it."""

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import Response

from widgets.staff.desk import Door
from widgets.staff.guard import cookie_name
from widgets.store.accounts import Account
from widgets.store.tokens import token

_KNOWN_SECONDS = 180 * 86_400


async def begin_session(door: Door, account: Account) -> str:
    """The token of a new session, in place of whichever was open in this browser before."""
    await door.sessions.end(session_of(door))
    return await door.sessions.begin(account.id)


def session_of(door: Door) -> str:
    return door.request.cookies.get(cookie_name(door.site), "")


def keep_session(door: Door, answer: Response, account: Account, session: str) -> None:
    """Until the browser is closed; that it was this account, for half a year."""
    _keep(door, answer, cookie_name(door.site), session)
    known = _serializer(door).dumps([account.email, token()])
    _keep(door, answer, _known_name(door), known, _KNOWN_SECONDS)


def forget_session(door: Door, answer: Response) -> None:
    _keep(door, answer, cookie_name(door.site), "", 0)


def known_browser(door: Door, email: str) -> str:
    """What tells this browser from others, "" where this account never signed in with it."""
    known = door.request.cookies.get(_known_name(door), "")
    try:
        found = _serializer(door).loads(known, max_age=_KNOWN_SECONDS)
    except BadSignature:
        return ""
    return known if found[0] == email else ""


def _known_name(door: Door) -> str:
    return f"{cookie_name(door.site)}-known"


def _serializer(door: Door) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(door.key, salt="browser")


def _keep(
    door: Door, answer: Response, name: str, text: str, lasts_seconds: int | None = None
) -> None:
    answer.set_cookie(
        name,
        text,
        max_age=lasts_seconds,
        secure=door.site.base.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
