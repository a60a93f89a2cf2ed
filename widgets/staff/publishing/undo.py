"""Taking a publication back: first a page that says what that does, then the deed."""

from dataclasses import dataclass, replace

from starlette.responses import Response

from widgets.http.forms import whole
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.publishing.changes import LONGEST_NOTE, telling_of
from widgets.staff.publishing.publications import HERE, MOST_STEPS, Told, meant, told
from widgets.staff.publishing.showing import Showing, showing
from widgets.staff.publishing.telling import record
from widgets.staff.refusals import no_such_page
from widgets.store.audit import Audit
from widgets.store.history import History, Published, Step
from widgets.store.undoing import Undoing


@dataclass(frozen=True)
class Undo:
    """Shape: back is what visitors see again, or not any more; later was published again since and
    is left as it is unless asked for; more is how many entries of either are not listed; seen is
    the last publication there is."""

    frame: Frame
    address: str
    publication: str
    back: tuple[Told, ...]
    later: tuple[Told, ...]
    more: int
    showing: Showing
    note: str
    seen: int


async def undo(desk: Desk) -> Response:
    found = await meant(desk)
    if found is None:
        return no_such_page(desk)
    if desk.request.method != "POST":
        return await _page(desk, found)
    also = [
        (type, slug) for type, _, slug in (each.partition(" ") for each in desk.sent.all("also"))
    ]
    before = await desk.journal.publication()
    published = await Undoing(desk.connection).undo(
        found.number,
        desk.author,
        desk.sent.get("note").strip()[:LONGEST_NOTE],
        also=also,
        seen=whole(desk.sent.get("seen")),
    )
    if published == before:
        return await _page(desk, found)
    await Audit(desk.connection).note(desk.author, "taken-back", f"{found.number}")
    return desk.to(f"{HERE}/{published}", done="undone")


async def _page(desk: Desk, found: Published) -> Response:
    steps = await History(desk.connection).steps(found.number)
    back = [each for each in steps if each.last == found.number and _body(each) != each.after.body]
    later = [each for each in steps if each.last != found.number]
    telling = await telling_of(desk)
    title = desk.said.gettext("Undo publication %(number)s") % {"number": found.number}
    listed = len(back[:MOST_STEPS]) + len(later[:MOST_STEPS])
    note = desk.said.gettext("Undo of publication %(number)s") % {"number": found.number}
    view = Undo(
        frame=desk.frame(title, HERE),
        address=f"{HERE}/{found.number}/undo",
        publication=f"{HERE}/{found.number}",
        back=told(telling, map(_reversed, back[:MOST_STEPS])),
        later=told(telling, map(_reversed, later[:MOST_STEPS])),
        more=len(back) + len(later) - listed,
        showing=await showing(desk, {each.after.key: record(each.before) for each in back}),
        note=note,
        seen=await desk.journal.publication(),
    )
    return desk.page("undo.html", view)


def _body(step: Step) -> str | None:
    return step.before.body if step.before else None


def _reversed(step: Step) -> Step:
    """What undoing it does."""
    gone = replace(step.after, body=None)
    return Step(before=step.after, after=step.before or gone, last=step.last)
