"""What a visitor reads when an address cannot be answered: a small widget of its own, as frameable
as any other, in the language that was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations as Messages

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from widgets.embed import images
from widgets.embed.hosting import hosting, pairs, path
from widgets.embed.widgets import page_around
from widgets.errors import (
    BadOption,
    BadRequest,
    LinkExpired,
    LinkUnknown,
    NotPublished,
    Overtaken,
    StoreRefused,
    TooLarge,
)
from widgets.http.identity import request_id
from widgets.http.responses import BRIEF, FRAGMENT, WIDGET, public
from widgets.kinds.cards import Frame, NetworksOptions, frame
from widgets.kinds.options import Options, carried, readable
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site, Way, way
from widgets.kinds.wording import isolated
from widgets.language.messages import marked, messages
from widgets.render import render, whole

_MISSING = {
    "kind": marked("There is no widget named “%(slug)s”. There are: %(kinds)s."),
    "network": marked("There is no network “%(slug)s” here."),
    "organisation": marked("There is no organisation “%(slug)s” here."),
    "category": marked("There is no category “%(slug)s” here."),
    "membership": marked("“%(slug)s” is not a membership that is known here."),
}
_STATUS = {
    404: marked("There is nothing at this address."),
    405: marked("This address can only be read, not written to."),
}
_LINKS = {
    LinkUnknown: marked(
        "This preview link is not complete. Copy all of it, or ask whoever sent it to you for a"
        " new one."
    ),
    LinkExpired: marked(
        "This preview has ended: such a link works for a limited time. Ask whoever sent it to you"
        " for a new one."
    ),
}


@dataclass(frozen=True)
class Problem:
    """Shape: reference is the id of a request that failed by our fault, else empty."""

    frame: Frame
    message: str
    reference: str
    everything: Way


async def problem(request: Request, error: Exception) -> Response:
    """Answers an error in the shape that was asked for: a fragment, a picture, else a page."""
    host = hosting(request)
    options = readable(pairs(request), host.settings.default_language)
    try:
        site = host.site(request)
    except BadRequest:
        site = host.public_site("")
    view = _view(error, options, site)
    status, headers = status_of(error)
    if path(request).startswith(images.ADDRESSES):
        drawn = await images.refused(request, options, view.frame.label, view.message, status)
        drawn.headers.update(headers)
        return drawn
    fragment = render("fragments/problem.html", view, options.lang)
    is_fragment = path(request).startswith("/fragments/")
    body = fragment if is_fragment else whole(page_around(host, site, view.frame, [fragment]))
    csp = host.policy(site, FRAGMENT if is_fragment else WIDGET)
    response = public(request, body, origins=host.origins, status=status, cache=BRIEF, csp=csp)
    response.headers.update(headers)
    return response


def status_of(error: Exception) -> tuple[int, Mapping[str, str]]:
    match error:
        case BadOption() | BadRequest():
            return 400, {}
        case NotPublished() | LinkUnknown():
            return 404, {}
        case Overtaken():
            return 409, {}
        case LinkExpired():
            return 410, {}
        case TooLarge():
            return 413, {"Cache-Control": "no-store"}
        case HTTPException():
            return error.status_code, error.headers or {}
        case StoreRefused():
            return 503, {"Cache-Control": "no-store"}
        case _:
            return 500, {"Cache-Control": "no-store"}


def _view(error: Exception, options: Options, site: Site) -> Problem:
    said = messages(options.lang)
    everything = carried(options, NetworksOptions, organisation="")
    return Problem(
        frame=frame(site, "networks", options, said.gettext("This cannot be shown")),
        message=told(said, error, options.lang),
        reference=request_id.get() if status_of(error)[0] == 500 else "",
        everything=way(site, "networks", everything),
    )


def told(said: Messages, error: Exception, lang: str) -> str:
    """What an error means, in words for whoever asked."""
    match error:
        case BadOption():
            values = {name: isolated(str(value), lang) for name, value in error.values.items()}
            takes = said.gettext(error.takes) % values
            wording = said.gettext("The option “%(option)s” takes %(takes)s.")
            return wording % {"option": isolated(error.option, lang), "takes": takes}
        case NotPublished():
            named = {"slug": _visible(error.slug), "kinds": said.gettext(", ").join(KINDS)}
            named = {name: isolated(value, lang) for name, value in named.items()}
            return said.gettext(_MISSING.get(error.type, _STATUS[404])) % named
        case TooLarge():
            return said.gettext(
                "This is more than 1 MB. Send only the part of the page around the widget."
            )
        case Overtaken():
            return said.gettext(
                "Somebody has changed this meanwhile. Nothing was written; go back, reload the page"
                " and look at it again."
            )
        case LinkUnknown() | LinkExpired():
            return said.gettext(_LINKS[type(error)])
        case HTTPException() if error.status_code in _STATUS:
            return said.gettext(_STATUS[error.status_code])
        case HTTPException() | BadRequest():
            return said.gettext("This address cannot be read.")
        case _:
            return said.gettext("Something went wrong here. Please try again in a moment.")


def _visible(text: str) -> str:
    """Out of an address: no page holds a NUL, and no sentence is turned around."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
