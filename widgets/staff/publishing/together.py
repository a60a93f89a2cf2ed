"""What visitors would see of several changes at once, before and after."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.publishing.changes import A_PAGE, HERE, chosen
from widgets.staff.publishing.showing import Showing, showing
from widgets.staff.publishing.telling import record
from widgets.store.history import History


@dataclass(frozen=True)
class Together:
    """Shape: has_others where drafts wait that were not chosen."""

    frame: Frame
    showing: Showing
    has_others: bool


async def together(desk: Desk) -> Response:
    """Of what was chosen, or of all that waits; of no more than a page of it."""
    waiting = await History(desk.connection).waiting()
    asked = chosen(desk, waiting).waiting if desk.request.method == "POST" else waiting
    looked_at = asked[:A_PAGE]
    instead = {each.draft.key: record(each.draft) for each in looked_at}
    view = Together(
        frame=desk.frame(desk.said.gettext("What visitors will see"), HERE),
        showing=await showing(desk, instead, in_drafts=True),
        has_others=len(looked_at) < len(waiting),
    )
    return desk.page("together.html", view)
