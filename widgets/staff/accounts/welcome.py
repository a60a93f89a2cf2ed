"""Where a one-time link leads: the first account, an invitation, a way back in. Looking at it uses
nothing up, since chat programs look at every link that passes."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.errors import AccountRefused
from widgets.language.messages import marked
from widgets.staff.accounts.cookies import begin_session, keep_session
from widgets.staff.accounts.credentials import NO_ERRORS, Errors, chosen_password, told_at_field
from widgets.staff.desk import Door
from widgets.staff.frames import Frame
from widgets.staff.refusals import Refusal
from widgets.store.accounts import Account, refuse_bad, tidy
from widgets.store.links import Link, Links
from widgets.store.passwords import FEWEST_LETTERS
from widgets.store.second_factor import SecondFactor

_TITLES = {
    "first": marked("Make the first account"),
    "invite": marked("Welcome, %(name)s"),
    "recover": marked("Choose a new password"),
}
_BUTTONS = {
    "first": marked("Make the account"),
    "invite": marked("Start"),
    "recover": marked("Change the password"),
}


@dataclass(frozen=True)
class Welcome:
    """Shape: fewest counts the characters of a password; loses_factor where codes are asked for
    now and will not be any more."""

    frame: Frame
    purpose: str
    action: str
    button: str
    email: str
    name: str
    fewest: int
    loses_factor: bool
    errors: Errors


async def welcome(door: Door) -> Response:
    token = door.request.path_params["token"]
    link = await Links(door.connection, door.now).find(token)
    if link is None:
        return _used_up(door)
    if door.request.method != "POST":
        return _page(door, link)
    try:
        account = await _settled(door, token, link)
    except AccountRefused as error:
        return _page(door, link, told_at_field(door, error), status=422)
    if account is None:
        return _used_up(door)
    answer = door.to("/staff")
    keep_session(door, answer, account, await begin_session(door, account))
    await door.audit.note(account.email, "signed-in")
    return answer


async def _settled(door: Door, token: str, link: Link) -> Account | None:
    """The account, with its new password, unless somebody else was faster with the link.

    Raises: AccountRefused, and the link can still be used."""
    accounts, audit = door.accounts, door.audit
    account, name = link.account, door.sent.get("name")
    email = account.email if account else tidy(door.sent.get("email"))
    refuse_bad(email, "admin")
    password = chosen_password(door, email, name)
    if await Links(door.connection, door.now).use(token) is None:
        return None
    if account is None:
        account = await accounts.add(email, name, "admin", password)
        await audit.note(email, "account-added", f"{email}: admin")
        return account
    if link.purpose == "invite":
        await accounts.change_name(account, name, account.language)
    await accounts.change_password(account, password)
    await audit.note(email, "password-chosen")
    if account.has_second_factor:
        await SecondFactor(door.connection, door.now).turn_off(account)
        await audit.note(email, "second-step-off")
    return account


def _page(door: Door, link: Link, errors: Errors = NO_ERRORS, status: int = 200) -> Response:
    account, said = link.account, door.said
    title = said.gettext(_TITLES[link.purpose]) % {"name": account.name if account else ""}
    name = account.name if account else ""
    view = Welcome(
        frame=door.frame(title),
        purpose=link.purpose,
        action=f"{door.request.url.path}?lang={door.lang}",
        button=said.gettext(_BUTTONS[link.purpose]),
        email=account.email if account else door.sent.get("email"),
        name=door.sent.get("name") or name,
        fewest=FEWEST_LETTERS,
        loses_factor=bool(account and account.has_second_factor),
        errors=errors,
    )
    return door.page("welcome.html", view, status)


def _used_up(door: Door) -> Response:
    title = door.said.gettext("This link cannot be used any more")
    advice = door.said.gettext(
        "Each link works once and for a few days. Ask an administrator for a new one."
    )
    way = ("/staff/sign-in", door.said.gettext("Sign in"))
    return door.page("refusal.html", Refusal(door.frame(title), title, advice, way), 404)
