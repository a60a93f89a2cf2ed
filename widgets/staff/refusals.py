"""What a colleague reads where something is refused: why, and what to do."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.embed.problems import status_of, told
from widgets.errors import TooLarge, WidgetsError
from widgets.language.messages import marked
from widgets.staff.desk import Caller, Desk, Door
from widgets.staff.frames import Frame

ROLE_NAMES = {
    "viewer": marked("Viewer"),
    "editor": marked("Editor"),
    "publisher": marked("Publisher"),
    "admin": marked("Administrator"),
}


@dataclass(frozen=True)
class Refusal:
    """Shape: way is (address, words) of what to do next."""

    frame: Frame
    message: str
    advice: str
    way: tuple[str, str]


def crossed(door: Caller) -> Response:
    said = door.said
    return _refusal(
        door,
        403,
        said.gettext("This was sent from another site"),
        said.gettext("Nothing was changed. Open the page here and send it from there."),
    )


def forbidden(desk: Desk, least: str) -> Response:
    said = desk.said
    advice = said.gettext("This takes the role “%(role)s”. Ask an administrator for it.")
    return _refusal(
        desk,
        403,
        said.gettext("You may not do this"),
        advice % {"role": said.gettext(ROLE_NAMES[least])},
    )


def out_of_date(door: Door) -> Response:
    said = door.said
    return _refusal(
        door,
        403,
        said.gettext("This page was open for too long"),
        said.gettext("Nothing was changed. Go back, reload the page and send it again."),
    )


def busy(door: Door) -> Response:
    said = door.said
    return _refusal(
        door,
        503,
        said.gettext("Somebody is saving a lot at once. Wait a moment."),
        said.gettext("Nothing was changed. Go back, reload the page and send it again."),
    )


def out_of_order(caller: Caller, message: str) -> Response:
    """Shape: message is translated."""
    advice = caller.said.gettext(
        "Nothing was changed. Visitors see what is published all the same. Tell whoever looks after"
        " the server, and try again then."
    )
    return _refusal(caller, 503, message, advice)


def no_such_page(door: Door, status: int = 404) -> Response:
    said = door.said
    title = said.gettext("There is nothing at this address.")
    if status == 405:
        title = said.gettext("This address does not accept that kind of request.")
    return _refusal(door, status, title, said.gettext("Nothing was changed."))


def refused(door: Door, error: WidgetsError) -> Response:
    said = door.said
    title, advice = said.gettext("This was refused"), told(said, error, door.lang)
    if isinstance(error, TooLarge):
        advice = said.gettext("It is larger than what may be sent here. Nothing was changed.")
    return _refusal(door, status_of(error)[0], title, advice)


def _refusal(
    door: Caller, status: int, message: str, advice: str, way: tuple[str, str] = ("", "")
) -> Response:
    way = way if way[0] else ("/staff", door.said.gettext("To the start page"))
    return door.page("refusal.html", Refusal(door.frame(message), message, advice, way), status)
