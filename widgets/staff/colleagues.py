"""Who did something, as pages call them."""

from collections.abc import Mapping

from widgets.staff.desk import Desk
from widgets.store.audit import COMMAND_LINE


async def authors(desk: Desk) -> Mapping[str, str]:
    """Names by what the journal keeps: an address, which is all there is of who has no account."""
    return {**await desk.accounts.names(), COMMAND_LINE: desk.said.gettext("Command line")}
