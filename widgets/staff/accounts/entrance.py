"""The way in: the page that asks who it is, and the form that it carries for who was signed out
while typing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from widgets.errors import BadRequest, TooLarge
from widgets.http.forms import Limits, Sent, submitted
from widgets.language.messages import LANGUAGES
from widgets.staff.desk import Door
from widgets.staff.frames import Frame

ADDRESS = "/staff/sign-in"
CARRIED = Limits(fields=4_000, field=64 << 10, whole=1 << 20, file=1 << 20)
BRINGING = Limits(fields=CARRIED.fields + 20, field=64 << 10, whole=2 << 20, file=0)
_TO, _FIELD = "kept-to", "kept:"
_OURS = re.compile(r"/(?:staff|preview)(?:[/?][!-\[\]-~]*)?", re.ASCII)  # no backslash, no blank


@dataclass(frozen=True)
class Kept:
    """A form that came without a session. Shape: to is where it was sent, "" where there is none;
    fields as they were typed."""

    to: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    has_file: bool = False

    def hidden(self) -> Iterator[tuple[str, str]]:
        """The names and values that carry it through another form."""
        if self.to:
            yield _TO, self.to
            yield from ((f"{_FIELD}{name}", text) for name, text in self.fields)


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


async def asked_to_sign_in(door: Door) -> Response:
    """Whoever reads is led to the way in; whoever sent a form gets it back there, to send again."""
    url = door.request.url
    here = f"{url.path}?{url.query}" if url.query else url.path
    if door.request.method in {"GET", "HEAD"}:
        return door.to(ADDRESS, next=here, lang=door.lang)
    return sign_in_page(door, kept=await _typed(door, here), after="/staff", status=401)


def kept_in(sent: Sent) -> Kept:
    """The form that another one carries."""
    to = ours(sent.get(_TO))
    fields = ((name, text) for name, text in sent.fields if name.startswith(_FIELD))
    return Kept(to, tuple((name.removeprefix(_FIELD), text) for name, text in fields) if to else ())


def ours(address: str) -> str:
    """An address of these pages as it is, "" instead of any other."""
    return address if _OURS.fullmatch(address) else ""


async def _typed(door: Door, here: str) -> Kept:
    """What was sent, as far as it can be carried."""
    try:
        sent = await submitted(door.request, CARRIED) if door.request.method == "POST" else Sent()
    except (BadRequest, TooLarge):
        return Kept()
    fields = tuple((name, text) for name, text in sent.fields if name != "token")
    return Kept(ours(here), fields, bool(sent.files)) if fields else Kept()


def _address(lang: str, after: str) -> str:
    return f"{ADDRESS}?{urlencode({'lang': lang, **({'next': after} if after else {})})}"
