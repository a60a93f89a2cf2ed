"""One table of everything under /staff. A route names the least role that it takes."""

from starlette.responses import Response

from widgets.staff.desk import Desk
from widgets.staff.guard import METHODS, staff_route
from widgets.staff.refusals import no_such_page
from widgets.staff.start import start


async def elsewhere(desk: Desk) -> Response:
    return no_such_page(desk)


STAFF_ROUTES = (
    staff_route("/staff", start),
    staff_route("/staff/{path:path}", elsewhere, methods=METHODS),
)
