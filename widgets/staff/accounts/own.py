"""One's own account: name and language, password, and where one is signed in."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.errors import AccountRefused
from widgets.language.messages import LANGUAGES, marked
from widgets.staff.accounts.cookies import begin_session, keep_session, session_of
from widgets.staff.accounts.credentials import NO_ERRORS, Errors, chosen_password, told_at_field
from widgets.staff.accounts.entrance import ADDRESS
from widgets.staff.accounts.tries import at_password, succeeded, told_to_wait, wait_seconds
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.refusals import ROLE_NAMES
from widgets.store.passwords import FEWEST_LETTERS
from widgets.store.second_factor import SecondFactor

HERE = "/staff/account"
_DONE = {
    "saved": marked("Name and language are saved."),
    "password": marked("The password is changed. You are signed out everywhere else."),
    "second-step-off": marked("No code is asked for any more."),
}


@dataclass(frozen=True)
class OpenSession:
    began: str
    seen: str
    is_this: bool


@dataclass(frozen=True)
class Own:
    """Shape: fewest counts the characters of a password; errors of every form on the page."""

    frame: Frame
    email: str
    name: str
    role: str
    language: str
    languages: tuple[str, ...]
    fewest: int
    has_second_factor: bool
    codes_left: int
    sessions: tuple[OpenSession, ...]
    errors: Errors


async def account(desk: Desk) -> Response:
    if desk.request.method != "POST":
        return await own_page(desk)
    accounts = desk.accounts
    await accounts.change_name(desk.account, desk.sent.get("name"), desk.sent.get("language"))
    return desk.to(HERE, done="saved")


async def password(desk: Desk) -> Response:
    if told := await strange(desk, "current"):
        return await own_page(desk, told, status=422)
    try:
        chosen = chosen_password(desk, desk.account.email, desk.account.name)
    except AccountRefused as error:
        return await own_page(desk, told_at_field(desk, error), status=422)
    await desk.accounts.change_password(desk.account, chosen)
    await desk.audit.note(desk.author, "password-changed", desk.author)
    answer = desk.to(HERE, done="password")
    keep_session(desk, answer, desk.account, await begin_session(desk, desk.account))
    return answer


async def sessions(desk: Desk) -> Response:
    """Sign out everywhere."""
    await desk.sessions.end_all(desk.account.id)
    await desk.audit.note(desk.author, "signed-out-everywhere")
    return desk.to(ADDRESS, lang=desk.lang)


async def own_page(desk: Desk, errors: Errors = NO_ERRORS, status: int = 200) -> Response:
    account = desk.account
    opened = await desk.sessions.of(account.id, session_of(desk))
    view = Own(
        frame=desk.frame(desk.said.gettext("Your account"), HERE, desk.done(_DONE)),
        email=account.email,
        name=account.name,
        role=desk.said.gettext(ROLE_NAMES[account.role]),
        language=account.language,
        languages=LANGUAGES,
        fewest=FEWEST_LETTERS,
        has_second_factor=account.has_second_factor,
        codes_left=await SecondFactor(desk.connection, desk.now).codes_left(account),
        sessions=tuple(
            OpenSession(
                desk.clock.moment(each.began_at).words,
                desk.clock.moment(each.seen_at).words,
                each.is_this,
            )
            for each in opened
        ),
        errors=errors,
    )
    return desk.page("account.html", view, status)


async def strange(desk: Desk, field: str) -> Errors:
    """What is said at this field to who found an open browser: they do not know the password, and
    may not guess it either. Nothing where it is right."""
    tried = at_password(desk, desk.account.email)
    if seconds := await wait_seconds(desk, tried):
        return {field: told_to_wait(desk, seconds)}
    known = await desk.accounts.verified(desk.account.email, desk.sent.get("current"))
    if known is None:
        return {field: desk.said.gettext("This is not your password.")}
    await succeeded(desk, tried)
    return NO_ERRORS
