"""The log of what was done to accounts and by them, for admins: read, narrowed, taken along."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.responses import Response

from widgets.embed.tables import as_csv
from widgets.http.forms import whole
from widgets.http.responses import private
from widgets.language.messages import marked
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.publishing.telling import TYPE_NAMES
from widgets.staff.refusals import ROLE_NAMES
from widgets.store.audit import COMMAND_LINE, Note

HERE = "/staff/audit"
ACTIONS = {
    "signed-in": marked("Signed in"),
    "sign-in-failed": marked("Could not sign in"),
    "signed-out": marked("Signed out"),
    "signed-out-everywhere": marked("Signed out everywhere"),
    "recovery-code-used": marked("Signed in with a recovery code"),
    "recovery-codes-made": marked("Made new recovery codes"),
    "password-chosen": marked("Chose a password through a link"),
    "password-changed": marked("Changed a password"),
    "second-step-on": marked("Turned the code at sign-in on"),
    "second-step-off": marked("Turned the code at sign-in off"),
    "link-made": marked("Made a one-time link"),
    "account-added": marked("Added an account"),
    "account-removed": marked("Removed an account"),
    "role-changed": marked("Changed a role"),
    "exported": marked("Exported"),
    "imported": marked("Imported"),
    "published": marked("Published"),
    "taken-back": marked("Took back a publication"),
    "withdrawn": marked("Withdrew an entry"),
    "preview-shared": marked("Shared a preview"),
    "restored": marked("Restored a backup"),
}
_A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """Shape: iso is the same moment for machines."""

    iso: str
    moment: str
    who: str
    action: str
    subject: str


@dataclass(frozen=True)
class Log:
    """Shape: actions are (value, name); earlier is the address of the next page, "" on the last."""

    frame: Frame
    lines: tuple[Line, ...]
    who: str
    action: str
    actions: tuple[tuple[str, str], ...]
    earlier: str
    table: str
    is_narrowed: bool


@dataclass(frozen=True)
class LogRow:
    """A line of the table. Its fields are the names of the columns."""

    at: str
    who: str
    action: str
    subject: str


async def log(desk: Desk) -> Response:
    audit, who, action = desk.audit, _who(desk), desk.asked.get("action", "")
    notes = await audit.notes(
        who=who, action=action, before=whole(desk.asked.get("before", "")), most=_A_PAGE + 1
    )
    asked = {"who": who, "action": action}
    older = urlencode({**asked, "before": notes[_A_PAGE - 1].id}) if notes[_A_PAGE:] else ""
    actions = ((each, _named(desk, each)) for each in await audit.actions())
    view = Log(
        frame=desk.frame(desk.said.gettext("Log"), HERE),
        lines=tuple(_line(desk, each) for each in notes[:_A_PAGE]),
        who=who,
        action=action,
        actions=tuple(sorted(actions, key=lambda each: each[1])),
        earlier=f"{HERE}?{older}" if older else "",
        table=f"{HERE}.csv?{urlencode(asked)}",
        is_narrowed=bool(who or action),
    )
    return desk.page("log.html", view)


async def log_csv(desk: Desk) -> Response:
    audit = desk.audit
    notes = await audit.notes(who=_who(desk), action=desk.asked.get("action", ""))
    rows = (LogRow(_iso(each), each.who, each.action, each.subject) for each in notes)
    table = as_csv(LogRow, rows, ",")
    await audit.note(desk.author, "exported", "log.csv")
    return private(table, media_type="text/csv; charset=utf-8", file_name="log.csv")


def _line(desk: Desk, note: Note) -> Line:
    said = desk.said
    return Line(
        iso=_iso(note),
        moment=desk.clock.moment(note.at).words,
        who=said.gettext("Command line") if note.who == COMMAND_LINE else note.who,
        action=_named(desk, note.action),
        subject=_subject(desk, note),
    )


def _subject(desk: Desk, note: Note) -> str:
    """What it was done to, in words; as it was written down where that is all there is."""
    said, (first, _, rest) = desk.said, note.subject.partition(" ")
    match note.action:
        case "account-added" | "role-changed" if rest in ROLE_NAMES:
            return f"{first} {said.gettext(ROLE_NAMES[rest])}"
        case "published" | "taken-back":
            return said.gettext("Publication %(number)s") % {"number": note.subject}
        case "withdrawn" if first in TYPE_NAMES:
            return f"{said.gettext(TYPE_NAMES[first])}: {rest}"
        case "preview-shared":
            until = {"until": desk.clock.moment(note.subject).words}
            return said.gettext("until %(until)s") % until
        case _:
            return note.subject


def _named(desk: Desk, action: str) -> str:
    return desk.said.gettext(ACTIONS[action]) if action in ACTIONS else action


def _who(desk: Desk) -> str:
    return desk.asked.get("who", "").strip()[:200]


def _iso(note: Note) -> str:
    return datetime.fromtimestamp(note.at, UTC).isoformat()
