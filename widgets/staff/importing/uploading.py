"""The page where a file or a table is sent, and those that were sent lately."""

from dataclasses import dataclass
from pathlib import PurePath

from starlette.responses import Response

from widgets.catalogue.faults import said
from widgets.errors import Told
from widgets.files.formats import SUFFIX, SUFFIXES
from widgets.http.forms import Limits
from widgets.language.messages import marked
from widgets.staff.desk import Desk
from widgets.staff.frames import ENTRY_NAMES, Frame
from widgets.staff.importing.running import Imports
from widgets.store.jobs import CHECKED, CHECKING, INTERRUPTED, REFUSED, WRITING, WRITTEN, Jobs

HERE = "/staff/import"
LARGEST_MB = 20
_PASTED = 4 << 20
SENT = Limits(fields=8, field=_PASTED, whole=2 * _PASTED, file=LARGEST_MB << 20)
NOTHING = marked("Choose a file, or paste a table.")
STATES = {
    CHECKING: marked("Being checked"),
    CHECKED: marked("Checked, not imported yet"),
    REFUSED: marked("Refused"),
    WRITING: marked("Being imported"),
    WRITTEN: marked("Imported as drafts"),
    INTERRUPTED: marked("Interrupted"),
}
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Lately:
    address: str
    name: str
    state: str
    moment: str


@dataclass(frozen=True)
class Upload:
    """Shape: types are (value, name); pasted is what was typed, kept where it was refused."""

    frame: Frame
    types: tuple[tuple[str, str], ...]
    type: str
    pasted: str
    error: str
    suffixes: str
    largest: int
    lately: tuple[Lately, ...]


async def upload(desk: Desk) -> Response:
    if desk.request.method != "POST":
        return await _page(desk)
    file, type = desk.sent.files.get("file"), _type(desk)
    pasted = "" if file else desk.sent.get("pasted")
    if not file and not pasted.strip():
        return await _page(desk, said(desk.said, Told(NOTHING), desk.lang))
    name = _name(file.name) if file else "pasted.csv"
    if PurePath(name).suffix.lower() not in SUFFIXES:
        told = Told(SUFFIX, {"suffixes": ", ".join(SUFFIXES)})
        return await _page(desk, said(desk.said, told, desk.lang))
    jobs = Jobs(desk.connection)
    id = await jobs.add(desk.author, name, type, file.body if file else pasted.encode())
    job = await jobs.find(id, desk.author)
    imports: Imports = desk.request.app.state.imports
    if job:
        imports.check(job)
    return desk.to(f"{HERE}/{id}")


async def _page(desk: Desk, error: str = "") -> Response:
    lately = tuple(
        Lately(
            f"{HERE}/{each.id}",
            each.name,
            desk.said.gettext(STATES[each.state]),
            desk.clock.moment(each.created_at).words,
        )
        for each in await Jobs(desk.connection).of(desk.author)
    )
    view = Upload(
        frame=desk.frame(desk.said.gettext("Import"), HERE),
        types=tuple((type, desk.said.gettext(name)) for type, name in ENTRY_NAMES.items()),
        type=_type(desk),
        pasted=desk.sent.get("pasted"),
        error=error,
        suffixes=", ".join(SUFFIXES),
        largest=LARGEST_MB,
        lately=lately,
    )
    return desk.page("import.html", view, 422 if error else 200)


def _type(desk: Desk) -> str:
    type = desk.sent.get("type")
    return type if type in ENTRY_NAMES else ""


def _name(sent: str) -> str:
    """What the file is called, as one line and without its folders."""
    last = sent.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(each for each in last if each.isprintable()).strip()
    stem, dot, suffix = shown.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{suffix[:8]}" or "nameless"
