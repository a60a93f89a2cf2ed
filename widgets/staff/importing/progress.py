"""One import: how far it is, what it would do, what is wrong with its file, and how it ended."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.catalogue.faults import said
from widgets.errors import Problem
from widgets.http.responses import private
from widgets.language.messages import marked, number, plural
from widgets.render import render
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.importing.outcomes import SHOWN, Listed, Outcome, restored
from widgets.staff.importing.running import Imports
from widgets.staff.importing.uploading import HERE
from widgets.staff.publishing.changes import telling_of
from widgets.staff.publishing.telling import TYPE_NAMES, Field, Telling
from widgets.staff.refusals import no_such_page
from widgets.store.jobs import (
    AT_WORK,
    CHECKED,
    CHECKING,
    INTERRUPTED,
    REFUSED,
    WRITING,
    WRITTEN,
    Job,
    Jobs,
)

IMPORT = plural("Import %(shown)s change as a draft", "Import %(shown)s changes as drafts")
_WRONG = plural(
    "%(shown)s thing is wrong, so nothing can be imported yet",
    "%(shown)s things are wrong, so nothing can be imported yet",
)
_WRITTEN = plural("%(shown)s change is a draft now", "%(shown)s changes are drafts now")
_CHECKED = plural("%(shown)s entry would change", "%(shown)s entries would change")
_SAID = {
    CHECKING: marked("The file is being checked"),
    WRITING: marked("The changes are being written"),
    INTERRUPTED: marked("The import was interrupted, and nothing was written"),
}
SAME = marked("The file says what the catalogue says already")


@dataclass(frozen=True)
class Change:
    type: str
    slug: str
    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Wrong:
    """Shape: where it stands, which entry it is about, and what to do."""

    place: str
    entry: str
    message: str


@dataclass(frozen=True)
class Status:
    """What htmx asks for again while somebody is at work."""

    address: str
    token: str
    name: str
    state: str
    is_at_work: bool
    done: int
    total: int
    headline: str
    button: str
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    more_changes: int
    unchanged: int
    lacking: str
    has_moved: bool
    problems: tuple[Wrong, ...]
    more_problems: int


@dataclass(frozen=True)
class Import:
    frame: Frame
    status: Status


@dataclass(frozen=True)
class Again:
    """The status by itself."""

    status: Status


async def show(desk: Desk) -> Response:
    job = await _job(desk)
    if job is None:
        return no_such_page(desk)
    title = desk.said.gettext("Import of %(name)s") % {"name": job.name}
    return desk.page("import-one.html", Import(desk.frame(title, HERE), await _status(desk, job)))


async def status(desk: Desk) -> Response:
    job = await _job(desk)
    if job is None:
        return no_such_page(desk)
    return private(render("staff/_import.html", Again(await _status(desk, job)), desk.lang))


async def write(desk: Desk) -> Response:
    """Import what was checked: once, whoever sends it again."""
    job = await _job(desk)
    if job is None:
        return no_such_page(desk)
    jobs = Jobs(desk.connection)
    if await jobs.moved(job.id, CHECKED, WRITING):
        imports: Imports = desk.request.app.state.imports
        imports.write(job)
    return desk.to(f"{HERE}/{job.id}")


async def remove(desk: Desk) -> Response:
    job = await _job(desk)
    if job is None:
        return no_such_page(desk)
    if job.state not in AT_WORK:
        await Jobs(desk.connection).remove(job.id, desk.author)
    return desk.to(HERE)


async def _job(desk: Desk) -> Job | None:
    """One of one's own; those of others are not there."""
    return await Jobs(desk.connection).find(desk.request.path_params["id"], desk.author)


async def _status(desk: Desk, job: Job) -> Status:
    telling = await telling_of(desk)
    outcome = Outcome() if job.state in AT_WORK else restored(job.outcome)
    room = SHOWN - len(outcome.added)
    shown = (*outcome.added, *outcome.changed[:room])
    return Status(
        address=f"{HERE}/{job.id}",
        token=desk.token,
        name=job.name,
        state=job.state,
        is_at_work=job.state in AT_WORK,
        done=job.done,
        total=job.total,
        headline=_headline(desk, job, outcome),
        button=_counted(desk, outcome.count, *IMPORT) if outcome.count else "",
        added=tuple(_change(telling, each) for each in outcome.added),
        changed=tuple(_change(telling, each) for each in outcome.changed[:room]),
        more_changes=outcome.count - len(shown),
        unchanged=outcome.unchanged,
        lacking=", ".join(outcome.lacking),
        has_moved=outcome.moved,
        problems=tuple(_wrong(desk, each) for each in outcome.problems),
        more_problems=outcome.problem_count - len(outcome.problems),
    )


def _headline(desk: Desk, job: Job, outcome: Outcome) -> str:
    if job.state == REFUSED:
        return _counted(desk, outcome.problem_count, *_WRONG)
    if job.state == WRITTEN:
        return _counted(desk, outcome.saved or outcome.count, *_WRITTEN)
    if job.state == CHECKED and outcome.count:
        return _counted(desk, outcome.count, *_CHECKED)
    return desk.said.gettext(_SAID.get(job.state, SAME))


def _counted(desk: Desk, count: int, one: str, many: str) -> str:
    return desk.said.ngettext(one, many, count) % {"shown": number(count, desk.lang)}


def _change(telling: Telling, each: Listed) -> Change:
    name = telling.name_of(each.entry)
    fields = tuple(telling.field(each.type, told) for told in each.differences)
    return Change(telling.said.gettext(TYPE_NAMES[each.type]), each.entry.slug, name, fields)


def _wrong(desk: Desk, each: Problem) -> Wrong:
    place = said(desk.said, each.place, desk.lang)
    entry = f"{each.type} {each.slug}".strip()
    entry = f"{entry}: {each.field}" if each.field else entry
    return Wrong(place, entry, said(desk.said, each.told, desk.lang))
