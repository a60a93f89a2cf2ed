"""The second step of one's own sign-in: turned on with a picture and a code, its recovery codes,
turned off again."""

from dataclasses import dataclass

import segno
from markupsafe import Markup
from starlette.responses import Response

from widgets.staff.accounts.credentials import NO_ERRORS, Errors
from widgets.staff.accounts.own import HERE, own_page, strange
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.store.second_factor import SecondFactor, address, new_secret

_SECRET_LETTERS = 32
_GROUP = 4


@dataclass(frozen=True)
class Factor:
    """Shape: picture is a QR code; secret is the same in letters, shown in groups of four."""

    frame: Frame
    picture: Markup
    secret: str
    groups: tuple[str, ...]
    address: str
    errors: Errors


@dataclass(frozen=True)
class RecoveryCodes:
    frame: Frame
    codes: tuple[str, ...]
    back: str


async def second_step(desk: Desk) -> Response:
    if desk.request.method != "POST":
        return desk.to(HERE) if desk.account.has_second_factor else _page(desk, new_secret())
    secret = desk.sent.get("secret")[:_SECRET_LETTERS]
    if desk.account.has_second_factor:
        return desk.to(HERE)
    factor = SecondFactor(desk.connection, desk.now)
    codes = await factor.turn_on(desk.account, secret, desk.sent.get("code"))
    if not codes:
        wrong = desk.said.gettext("This code is not right. Look at the clock of your phone, too.")
        return _page(desk, secret, {"code": wrong}, status=422)
    await desk.audit.note(desk.author, "second-step-on")
    return _codes_page(desk, codes)


async def second_step_off(desk: Desk) -> Response:
    if told := await strange(desk, "second-step"):
        return await own_page(desk, told, status=422)
    await SecondFactor(desk.connection, desk.now).turn_off(desk.account)
    await desk.audit.note(desk.author, "second-step-off")
    return desk.to(HERE, done="second-step-off")


async def recovery_codes(desk: Desk) -> Response:
    if not desk.account.has_second_factor:
        return desk.to(HERE)
    if told := await strange(desk, "second-step"):
        return await own_page(desk, told, status=422)
    codes = await SecondFactor(desk.connection, desk.now).new_codes(desk.account)
    await desk.audit.note(desk.author, "recovery-codes-made")
    return _codes_page(desk, codes)


def _page(desk: Desk, secret: str, errors: Errors = NO_ERRORS, status: int = 200) -> Response:
    """Raises: nothing; a secret that somebody else thought up becomes a new one."""
    try:
        held = address(secret, desk.account, desk.site.host)
    except ValueError:
        secret = new_secret()
        held = address(secret, desk.account, desk.site.host)
    drawn = segno.make(held, error="m", micro=False).svg_inline(
        omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    view = Factor(
        frame=desk.frame(desk.said.gettext("Sign in with a code as well"), HERE),
        picture=Markup(drawn),  # noqa: S704
        secret=secret,
        groups=tuple(secret[each : each + _GROUP] for each in range(0, len(secret), _GROUP)),
        address=f"{HERE}/second-step",
        errors=errors,
    )
    return desk.page("second-step.html", view, status)


def _codes_page(desk: Desk, codes: tuple[str, ...]) -> Response:
    title = desk.said.gettext("Your recovery codes")
    return desk.page("recovery-codes.html", RecoveryCodes(desk.frame(title, HERE), codes, HERE))
