"""Colleagues, for admins: who there is, what they may do, links that let them in, and an end."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.errors import AccountRefused
from widgets.http.forms import whole
from widgets.language.messages import marked
from widgets.staff.accounts.credentials import NO_ERRORS, Errors, told_at_field
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.refusals import ROLE_NAMES, no_such_page
from widgets.store.accounts import Account
from widgets.store.links import Links

HERE = "/staff/colleagues"
ROLE_HELP = {
    "viewer": marked("Looks at everything, drafts too, and changes nothing."),
    "editor": marked("Writes and imports drafts, and shares previews."),
    "publisher": marked("Publishes drafts, and takes back what was published."),
    "admin": marked("Looks after colleagues as well, and reads the log."),
}
_DONE = {
    "role": marked("The role is changed. %(name)s has to sign in again."),
    "removed": marked("The account is removed."),
}


@dataclass(frozen=True)
class Row:
    address: str
    name: str
    email: str
    role: str
    means: str
    is_you: bool


@dataclass(frozen=True)
class Colleagues:
    """Shape: roles are (value, name, help)."""

    frame: Frame
    rows: tuple[Row, ...]
    roles: tuple[tuple[str, str, str], ...]
    email: str
    name: str
    role: str
    errors: Errors


@dataclass(frozen=True)
class Colleague:
    """Shape: link is shown once, right after it was made, "" at any other time; may_remove is not
    set for the last admin."""

    frame: Frame
    address: str
    name: str
    email: str
    role: str
    roles: tuple[tuple[str, str, str], ...]
    means: str
    is_you: bool
    has_password: bool
    has_second_factor: bool
    link: str
    errors: Errors


async def colleagues(desk: Desk) -> Response:
    if desk.request.method != "POST":
        return await _list(desk)
    accounts, sent = desk.accounts, desk.sent
    try:
        account = await accounts.add(sent.get("email"), sent.get("name"), sent.get("role"))
    except AccountRefused as error:
        return await _list(desk, told_at_field(desk, error), status=422)
    await desk.audit.note(desk.author, "account-added", f"{account.email}: {account.role}")
    return await _with_link(desk, account)


async def colleague(desk: Desk) -> Response:
    account = await _meant(desk)
    if account is None:
        return no_such_page(desk)
    if desk.request.method != "POST":
        return _one(desk, account)
    role = desk.sent.get("role")
    try:
        if role != account.role:
            await desk.accounts.change_role(account, role)
            await desk.audit.note(desk.author, "role-changed", f"{account.email}: {role}")
    except AccountRefused as error:
        return _one(desk, account, errors=told_at_field(desk, error), status=422)
    return desk.to(f"{HERE}/{account.id}", done="role")


async def colleague_link(desk: Desk) -> Response:
    account = await _meant(desk)
    return await _with_link(desk, account) if account else no_such_page(desk)


async def colleague_removal(desk: Desk) -> Response:
    account = await _meant(desk)
    if account is None:
        return no_such_page(desk)
    try:
        await desk.accounts.remove(account)
    except AccountRefused as error:
        told = {"removal": told_at_field(desk, error)[error.field]}
        return _one(desk, account, errors=told, status=422)
    await desk.audit.note(desk.author, "account-removed", account.email)
    return desk.to(HERE, done="removed")


async def _with_link(desk: Desk, account: Account) -> Response:
    token = await Links(desk.connection, desk.now).to(account)
    await desk.audit.note(desk.author, "link-made", account.email)
    return _one(desk, account, link=f"{desk.site.base}/staff/links/{token}")


async def _meant(desk: Desk) -> Account | None:
    return await desk.accounts.by_id(whole(desk.request.path_params["id"]))


async def _list(desk: Desk, errors: Errors = NO_ERRORS, status: int = 200) -> Response:
    said = desk.said
    rows = (
        Row(
            address=f"{HERE}/{each.id}",
            name=each.name,
            email=each.email,
            role=said.gettext(ROLE_NAMES[each.role]),
            means=_means(desk, each),
            is_you=each.id == desk.account.id,
        )
        for each in await desk.accounts.all()
    )
    view = Colleagues(
        frame=desk.frame(said.gettext("Colleagues"), HERE, _notice(desk)),
        rows=tuple(rows),
        roles=_roles(desk),
        email=desk.sent.get("email"),
        name=desk.sent.get("name"),
        role=desk.sent.get("role") or "editor",
        errors=errors,
    )
    return desk.page("colleagues.html", view, status)


def _one(
    desk: Desk, account: Account, *, link: str = "", errors: Errors = NO_ERRORS, status: int = 200
) -> Response:
    view = Colleague(
        frame=desk.frame(account.name, HERE, _notice(desk, account.name)),
        address=f"{HERE}/{account.id}",
        name=account.name,
        email=account.email,
        role=account.role,
        roles=_roles(desk),
        means=_means(desk, account),
        is_you=account.id == desk.account.id,
        has_password=account.has_password,
        has_second_factor=account.has_second_factor,
        link=link,
        errors=errors,
    )
    return desk.page("colleague.html", view, status)


def _roles(desk: Desk) -> tuple[tuple[str, str, str], ...]:
    said = desk.said
    return tuple(
        (role, said.gettext(name), said.gettext(ROLE_HELP[role]))
        for role, name in ROLE_NAMES.items()
    )


def _means(desk: Desk, account: Account) -> str:
    if not account.has_password:
        return desk.said.gettext("Invited, has not signed in yet")
    if account.has_second_factor:
        return desk.said.gettext("Signs in with password and code")
    return desk.said.gettext("Signs in with a password")


def _notice(desk: Desk, name: str = "") -> str:
    return desk.done(_DONE) % {"name": name}
