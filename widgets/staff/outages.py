"""What a colleague reads where the database cannot be used: why, and what they typed."""

import logging
import sqlite3
from dataclasses import replace

from starlette.responses import Response

from widgets.errors import BadRequest, StoreRefused, TooLarge
from widgets.http.forms import Limits, submitted
from widgets.language.messages import marked
from widgets.staff.accounts.entrance import Kept, resend_page, typed
from widgets.staff.desk import Caller
from widgets.staff.refusals import out_of_order
from widgets.store.database import cannot_use, code_of

_CAUSES = {
    sqlite3.SQLITE_FULL: marked("There is no room left on the disk of the server."),
    sqlite3.SQLITE_READONLY: marked("The server may not write to its database."),
}
_OTHERWISE = marked("The server cannot use its database.")
_log = logging.getLogger("widgets")


async def arrived_in_vain(
    caller: Caller, error: StoreRefused | sqlite3.DatabaseError, limits: Limits
) -> Response:
    """Who it is could not be found out: whoever sent something gets it back."""
    request = caller.request
    try:
        if request.method == "POST":
            sent = await submitted(request, replace(limits, keeps_files=False))
            caller = replace(caller, sent=sent, token=sent.get("token"))
    except (BadRequest, TooLarge):
        pass  # there is nothing to give back, or too much
    return sent_in_vain(caller, error)


def sent_in_vain(caller: Caller, error: StoreRefused | sqlite3.DatabaseError) -> Response:
    database = caller.hosting.settings.database_url
    told = error if isinstance(error, StoreRefused) else cannot_use(database, error)
    _log.error("nothing was done for a colleague: %s", told)
    message = caller.said.gettext(_CAUSES.get(code_of(error), _OTHERWISE))
    kept = typed(caller, caller.sent)
    if kept == Kept() or kept.is_secret:
        return out_of_order(caller, message)
    title = caller.said.gettext("This could not be saved")
    advice = caller.said.gettext("Tell whoever looks after it, and send this again then.")
    return resend_page(caller, kept, title, f"{message} {advice}", 503)
