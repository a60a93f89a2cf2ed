"""One change by itself: what differs, what visitors would see of it, and how to be rid of it."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.http.forms import whole
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.publishing.changes import HERE, Change, change, telling_of
from widgets.staff.publishing.showing import Showing, showing
from widgets.staff.publishing.telling import record
from widgets.staff.refusals import no_such_page
from widgets.store.history import History, Waiting
from widgets.store.undoing import Undoing


@dataclass(frozen=True)
class Alone:
    """Shape: history and entry are addresses."""

    frame: Frame
    change: Change
    showing: Showing
    entry: str
    history: str
    may_discard: bool
    may_publish: bool


async def one_change(desk: Desk) -> Response:
    found = await _meant(desk)
    if found is None:
        return no_such_page(desk)
    told = change(await telling_of(desk), found, is_chosen=False)
    entry = f"/staff/entries/{found.draft.type}/{found.draft.slug}"
    instead = {found.draft.key: record(found.draft)}
    view = Alone(
        frame=desk.frame(told.name, HERE),
        change=told,
        showing=await showing(desk, instead, in_drafts=True),
        entry=entry if found.draft.body is not None else "",
        history=f"{entry}/history",
        may_discard=desk.account.may("editor"),
        may_publish=desk.account.may("publisher"),
    )
    return desk.page("change.html", view)


async def discard(desk: Desk) -> Response:
    """The draft says again what is published; its text stays in the history, which is shown: of an
    entry that nobody has published, no list holds it any more."""
    found = await _meant(desk)
    if found is None:
        return no_such_page(desk)
    base = whole(desk.sent.get("revision"))
    note = desk.said.gettext("Draft thrown away")
    await Undoing(desk.connection).discard(*found.draft.key, desk.author, note, base=base)
    type, slug = found.draft.key
    return desk.to(f"/staff/entries/{type}/{slug}/history", done="thrown-away")


async def _meant(desk: Desk) -> Waiting | None:
    key = (desk.request.path_params["type"], desk.request.path_params["slug"])
    waiting = await History(desk.connection).waiting()
    return next((each for each in waiting if each.draft.key == key), None)
