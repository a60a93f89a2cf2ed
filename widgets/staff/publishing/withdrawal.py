"""Taking one entry away from visitors at once: first a page that says where it is shown."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.catalogue.records import Key
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.publishing.changes import LONGEST_NOTE, telling_of
from widgets.staff.publishing.publications import HERE
from widgets.staff.publishing.showing import Showing, showing
from widgets.staff.publishing.telling import TYPE_NAMES
from widgets.staff.refusals import no_such_page
from widgets.store.audit import Audit
from widgets.store.journal import Saved
from widgets.store.undoing import Undoing


@dataclass(frozen=True)
class Withdrawal:
    """Shape: is_published is not set for a draft that nobody has ever seen; history is an
    address."""

    frame: Frame
    address: str
    section: str
    history: str
    name: str
    type: str
    is_published: bool
    showing: Showing


async def withdraw(desk: Desk) -> Response:
    key = meant(desk)
    draft, shown = await _there(desk, key)
    if draft is None and shown is None:
        return no_such_page(desk)
    if desk.request.method != "POST":
        return await _page(desk, key, draft, shown)
    note = desk.sent.get("note").strip()[:LONGEST_NOTE]
    published = await Undoing(desk.connection).withdraw(*key, desk.author, note)
    await Audit(desk.connection).note(desk.author, "withdrawn", " ".join(key))
    if shown is None:
        return desk.to(f"/staff/entries/{key[0]}/{key[1]}/history", done="thrown-away")
    return desk.to(f"{HERE}/{published}", done="withdrawn")


def meant(desk: Desk) -> Key:
    """The entry that the address names."""
    return desk.request.path_params["type"], desk.request.path_params["slug"]


async def _there(desk: Desk, key: Key) -> tuple[Saved | None, Saved | None]:
    """Its draft and what is published of it. Shape: None for what is not there or taken away."""
    draft = await desk.journal.newest_of(*key)
    shown = (await desk.journal.published_among([key])).get(key)
    return draft if draft and draft.body else None, shown if shown and shown.body else None


async def _page(desk: Desk, key: Key, draft: Saved | None, shown: Saved | None) -> Response:
    telling = await telling_of(desk)
    name = telling.best_name(key, shown, draft)
    type, slug = key
    address = f"/staff/entries/{type}/{slug}"
    title = desk.said.gettext("Withdraw “%(name)s”") % {"name": name}
    view = Withdrawal(
        frame=desk.frame(title, f"/staff/entries/{type}"),
        address=f"{address}/withdraw",
        section=f"/staff/entries/{type}",
        history=f"{address}/history",
        name=name,
        type=desk.said.gettext(TYPE_NAMES[type]),
        is_published=shown is not None,
        showing=await showing(desk, {key: None} if shown else {}),
    )
    return desk.page("withdrawal.html", view)
