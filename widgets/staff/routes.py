"""One table of everything under /staff. A route names the least role that it takes."""

from starlette.responses import Response

from widgets.staff.accounts.colleagues import (
    colleague,
    colleague_link,
    colleague_removal,
    colleagues,
)
from widgets.staff.accounts.entrance import BRINGING
from widgets.staff.accounts.factor import recovery_codes, second_step, second_step_off
from widgets.staff.accounts.log import log, log_csv
from widgets.staff.accounts.own import account, password, sessions
from widgets.staff.accounts.signing_in import code, sign_in, sign_out
from widgets.staff.accounts.welcome import welcome
from widgets.staff.desk import Desk
from widgets.staff.editing.asides import find, prose
from widgets.staff.editing.beginnings import new
from widgets.staff.editing.entries import TYPED, draft, entry
from widgets.staff.first_steps import put_away
from widgets.staff.guard import METHODS, open_route, staff_route
from widgets.staff.importing.exporting import example, export
from widgets.staff.importing.progress import remove, show, status, write
from widgets.staff.importing.uploading import SENT, upload
from widgets.staff.joining.adding import members_adding, networks_adding
from widgets.staff.joining.roll import members, networks
from widgets.staff.listing.bulk import bulk_change, bulk_choice
from widgets.staff.listing.entries import entries
from widgets.staff.logos import pages as logos
from widgets.staff.portfolio.pages import portfolio, portfolio_frame
from widgets.staff.previewing import previews
from widgets.staff.publishing.alone import discard, one_change
from widgets.staff.publishing.changes import changes, publish
from widgets.staff.publishing.histories import entry_history, restore
from widgets.staff.publishing.publications import publication, publications
from widgets.staff.publishing.together import together
from widgets.staff.publishing.undo import undo
from widgets.staff.publishing.withdrawal import withdraw
from widgets.staff.refusals import no_such_page
from widgets.staff.start import start

BOTH = ("GET", "POST")
ENTRY = "/staff/entries/{type}/{slug:path}"
ONE_CHANGE = "/staff/changes/{type}/{slug:path}"


async def elsewhere(desk: Desk) -> Response:
    return no_such_page(desk)


STAFF_ROUTES = (
    open_route("/staff/sign-in", sign_in, methods=BOTH, limits=BRINGING),
    open_route("/staff/sign-in/code", code, methods=["POST"], limits=BRINGING),
    open_route("/staff/links/{token}", welcome, methods=BOTH),
    staff_route("/staff", start),
    staff_route("/staff/first-steps", put_away, methods=["POST"]),
    staff_route("/staff/sign-out", sign_out, methods=["POST"]),
    staff_route("/staff/account", account, methods=BOTH),
    staff_route("/staff/account/password", password, methods=["POST"]),
    staff_route("/staff/account/sessions", sessions, methods=["POST"]),
    staff_route("/staff/account/second-step", second_step, methods=BOTH),
    staff_route("/staff/account/second-step/end", second_step_off, methods=["POST"]),
    staff_route("/staff/account/recovery-codes", recovery_codes, methods=["POST"]),
    staff_route("/staff/colleagues", colleagues, least="admin", methods=BOTH),
    staff_route("/staff/colleagues/{id}", colleague, least="admin", methods=BOTH),
    staff_route("/staff/colleagues/{id}/link", colleague_link, least="admin", methods=["POST"]),
    staff_route(
        "/staff/colleagues/{id}/removal", colleague_removal, least="admin", methods=["POST"]
    ),
    staff_route("/staff/audit", log, least="admin"),
    staff_route("/staff/audit.csv", log_csv, least="admin"),
    staff_route(previews.ADDRESS, previews.preview),
    staff_route(previews.SHARE, previews.share, least="editor", methods=["POST"]),
    staff_route(
        f"{ENTRY}/logo",
        logos.logo_page,
        least="editor",
        methods=BOTH,
        limits=logos.LIMITS,
    ),
    staff_route("/staff/portfolio", portfolio),
    staff_route("/staff/portfolio/{state}/{path:path}", portfolio_frame),
    staff_route("/staff/changes", changes, methods=BOTH),
    staff_route(f"{ONE_CHANGE}/discard", discard, least="editor", methods=["POST"]),
    staff_route("/staff/changes/widgets", together, methods=BOTH),
    staff_route(ONE_CHANGE, one_change),
    staff_route("/staff/publish", publish, least="publisher", methods=["POST"]),
    staff_route("/staff/publications", publications),
    staff_route("/staff/publications/{number}", publication),
    staff_route("/staff/publications/{number}/undo", undo, least="publisher", methods=BOTH),
    staff_route(f"{ENTRY}/history", entry_history),
    staff_route(f"{ENTRY}/restore", restore, least="editor", methods=["POST"]),
    staff_route(f"{ENTRY}/withdraw", withdraw, least="publisher", methods=BOTH),
    staff_route("/staff/import", upload, least="editor", methods=BOTH, limits=SENT),
    staff_route("/staff/import/{id}", show, least="editor"),
    staff_route("/staff/import/{id}/status", status, least="editor"),
    staff_route("/staff/import/{id}/drafts", write, least="editor", methods=["POST"]),
    staff_route("/staff/import/{id}/removal", remove, least="editor", methods=["POST"]),
    staff_route("/staff/export", export),
    staff_route("/staff/export/examples/{name}", example),
    staff_route("/staff/find/{of}", find, least="editor"),
    staff_route("/staff/prose", prose, least="editor", methods=["POST"], limits=TYPED),
    staff_route("/staff/new/{type}", new, least="editor", methods=BOTH, limits=TYPED),
    # What belongs to one entry comes before the entry itself, whose slug may hold slashes.
    staff_route(f"{ENTRY}/draft", draft, least="editor", methods=BOTH, limits=TYPED),
    staff_route("/staff/entries/network/{slug}/members", members),
    staff_route(
        "/staff/entries/network/{slug}/members/add",
        members_adding,
        least="editor",
        methods=["POST"],
    ),
    staff_route("/staff/entries/{type}/{slug}/networks", networks),
    staff_route(
        "/staff/entries/{type}/{slug}/networks/add",
        networks_adding,
        least="editor",
        methods=["POST"],
    ),
    staff_route(ENTRY, entry),
    staff_route("/staff/entries/{type}", entries),
    staff_route("/staff/bulk/{type}", bulk_choice, least="editor"),
    staff_route("/staff/bulk/{type}/change", bulk_change, least="editor", methods=["POST"]),
    staff_route("/staff/{path:path}", elsewhere, methods=METHODS),
)
