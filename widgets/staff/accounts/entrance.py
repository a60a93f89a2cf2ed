"""The way in: the page that asks who it is, and the form that it carries for who was signed out
while typing. Nothing that was typed is lost, but for passwords, which are never shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.responses import Response

from widgets.errors import BadRequest, TooLarge
from widgets.http.forms import Limits, Sent, submitted
from widgets.language.messages import LANGUAGES
from widgets.staff.desk import Caller, Desk, Door
from widgets.staff.frames import Frame
from widgets.staff.refusals import busy, out_of_date

ADDRESS = "/staff/sign-in"
BRINGING = Limits(fields=4_020, field=4 << 20, whole=8 << 20, file=0)  # the largest form's
_SECRET = frozenset({"token", "password", "again", "current", "secret"})
_TO, _FILE, _FIELD = "kept-to", "kept-file", "kept:"
_OURS = re.compile(r"/(?:staff|preview)(?:[/?][!-\[\]-~]*)?", re.ASCII)  # no backslash, no blank


@dataclass(frozen=True)
class Kept:
    """A form that came without a session. Shape: to is where it was sent, "" where there is none;
    fields as they were typed; is_secret where a password was among them, which is not kept."""

    to: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    has_file: bool = False
    is_secret: bool = False

    def hidden(self) -> Iterator[tuple[str, str]]:
        """The names and values that carry it through another form."""
        if self.to:
            yield _TO, self.to
            yield _FILE, "yes" if self.has_file else ""
            yield from ((f"{_FIELD}{name}", text) for name, text in self.fields)


@dataclass(frozen=True)
class SignedOut:
    way: str


@dataclass(frozen=True)
class SignIn:
    """Shape: hidden are (name, value); languages as parts/_languages.html takes them, none where a
    link would lose what was typed."""

    frame: Frame
    action: str
    message: str
    email: str
    hidden: tuple[tuple[str, str], ...]
    is_kept: bool
    has_file: bool
    languages: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Resend:
    """Shape: fields are (name, value), as they were typed."""

    frame: Frame
    message: str
    action: str
    fields: tuple[tuple[str, str], ...]
    has_file: bool


def sign_in_page(
    door: Door, *, kept: Kept, after: str, status: int = 200, message: str = "", email: str = ""
) -> Response:
    """Shape: after is where to go then; message is what went wrong, translated."""
    languages = ((each, _address(each, after), each == door.lang) for each in LANGUAGES)
    view = SignIn(
        frame=door.frame(door.said.gettext("Sign in")),
        action=f"{ADDRESS}?lang={door.lang}",
        message=message,
        email=email,
        hidden=(("next", after), *kept.hidden()),
        is_kept=bool(kept.to),
        has_file=kept.has_file,
        languages=() if kept.to else tuple(languages),
    )
    return door.page("sign-in.html", view, status)


async def asked_to_sign_in(door: Door, limits: Limits) -> Response:
    """Whoever reads is led to the way in; whoever sent a form gets it back there, to send again. A
    part of a page that htmx asks for says so in its place, and leaves what is being typed alone."""
    request = door.request
    if request.headers.get("sec-fetch-dest") == "empty":
        return door.page("signed-out.html", SignedOut(_address(door.lang, "")), 401)
    if request.method in {"GET", "HEAD"}:
        return door.to(ADDRESS, next=_here(door), lang=door.lang)
    kept = Kept()
    try:
        if request.method == "POST":
            sent = await submitted(request, replace(limits, keeps_files=False))
            kept = typed(door, sent)
    except (BadRequest, TooLarge):
        pass  # there is nothing to carry, or too much
    return sign_in_page(door, kept=kept, after="/staff", status=401)


def sent_too_late(desk: Desk) -> Response:
    """A form of a session that has ended: whoever is signed in by now may send it again."""
    kept = typed(desk, desk.sent)
    if not kept.to:
        return out_of_date(desk)
    message = desk.said.gettext("You signed in anew since this page was opened.")
    return resend_page(desk, kept, desk.said.gettext("Send this again?"), message, 403)


def sent_while_busy(door: Door) -> Response:
    """Somebody else was writing for too long: a form comes back, to be sent again."""
    kept = typed(door, door.sent)
    if not isinstance(door, Desk) or not kept.to:
        return busy(door)
    message = door.said.gettext("Somebody is saving a lot at once. Wait a moment.")
    return resend_page(door, kept, door.said.gettext("Send this again?"), message, 503)


def resend_page(desk: Caller, kept: Kept, title: str, message: str, status: int = 200) -> Response:
    """Shape: title and message are translated."""
    view = Resend(desk.frame(title), message, kept.to, kept.fields, kept.has_file)
    return desk.page("resend.html", view, status)


def kept_in(sent: Sent) -> Kept:
    """The form that another one carries."""
    to = ours(sent.get(_TO))
    fields = ((name, text) for name, text in sent.fields if name.startswith(_FIELD))
    kept = tuple((name.removeprefix(_FIELD), text) for name, text in fields)
    return Kept(to, kept, bool(sent.get(_FILE))) if to else Kept()


def ours(address: str) -> str:
    """An address of these pages as it is, "" instead of any other."""
    return address if _OURS.fullmatch(address) else ""


def typed(door: Caller, sent: Sent) -> Kept:
    """What was typed into a form, but for what is secret."""
    fields = tuple((name, text) for name, text in sent.fields if name not in _SECRET)
    is_secret = any(name in _SECRET and name != "token" for name, _ in sent.fields)
    return Kept(ours(_here(door)), fields, bool(sent.files), is_secret) if fields else Kept()


def _here(door: Caller) -> str:
    url = door.request.url
    return f"{url.path}?{url.query}" if url.query else url.path


def _address(lang: str, after: str) -> str:
    return f"{ADDRESS}?{urlencode({'lang': lang, **({'next': after} if after else {})})}"
