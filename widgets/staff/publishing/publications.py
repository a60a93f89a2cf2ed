"""The history of the whole catalogue: every publication, what it did, and the way to undo it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from urllib.parse import urlencode

from starlette.responses import Response

from widgets.http.forms import whole
from widgets.http.responses import PUBLIC, kept_seconds
from widgets.language.messages import marked, number
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.publishing.changes import telling_of
from widgets.staff.publishing.telling import (
    STATUS,
    TYPE_NAMES,
    VERB_NAMES,
    Field,
    Telling,
)
from widgets.staff.refusals import no_such_page
from widgets.staff.times import Moment
from widgets.store.history import MOST_PUBLICATIONS, History, Published, Step
from widgets.store.published import CHECK_SECONDS

HERE = "/staff/publications"
MOST_STEPS = 100  # of one publication that are shown
_DONE = {
    "published": marked("Published."),
    "undone": marked("Undone: visitors see again what they saw before."),
    "withdrawn": marked("Withdrawn: visitors do not see it any more."),
}


@dataclass(frozen=True)
class Line:
    """One publication. Shape: counts are sentences."""

    number: int
    address: str
    at: Moment
    author: str
    note: str
    counts: tuple[str, ...]


@dataclass(frozen=True)
class Publications:
    """Shape: earlier is the address of the next page, empty on the last."""

    frame: Frame
    lines: tuple[Line, ...]
    earlier: str


@dataclass(frozen=True)
class Told:
    """What a publication did to one entry. Shape: history is an address."""

    key: str
    name: str
    type: str
    verb: str
    verb_name: str
    status: str
    history: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Caches:
    """Until when somebody may still see what was there before. Units: seconds."""

    everywhere_seconds: int
    kept_seconds: int
    until: Moment
    stale_until: Moment


@dataclass(frozen=True)
class Publication:
    """Shape: caches is None once nobody can see the old one any more; more says how many entries
    are not shown, if any; undo is an address, empty where nothing is left to undo."""

    frame: Frame
    line: Line
    caches: Caches | None
    told: tuple[Told, ...]
    more: str
    undo: str


async def publications(desk: Desk) -> Response:
    before = whole(desk.asked.get("before", "")) or 2**62
    found = await History(desk.connection).publications(before, MOST_PUBLICATIONS + 1)
    shown = found[:MOST_PUBLICATIONS]
    telling = await telling_of(desk)
    view = Publications(
        frame=desk.frame(desk.said.gettext("Published"), HERE),
        lines=tuple(line(telling, each) for each in shown),
        earlier=f"{HERE}?{urlencode({'before': shown[-1].number})}" if found[len(shown) :] else "",
    )
    return desk.page("publications.html", view)


async def publication(desk: Desk) -> Response:
    found = await meant(desk)
    if found is None:
        return no_such_page(desk)
    steps = await History(desk.connection).steps(found.number, MOST_STEPS)
    telling = await telling_of(desk)
    title = desk.said.gettext("Publication %(number)s") % {"number": found.number}
    more = found.added + found.changed + found.removed - len(steps)
    may_undo = found.undoable and desk.account.may("publisher")
    view = Publication(
        frame=desk.frame(title, HERE, desk.done(_DONE)),
        line=line(telling, found),
        caches=_caches(telling, found, desk.now()),
        told=told(telling, steps),
        more=_more(desk, more) if more > 0 else "",
        undo=f"{HERE}/{found.number}/undo" if may_undo else "",
    )
    return desk.page("publication.html", view)


async def meant(desk: Desk) -> Published | None:
    number = whole(desk.request.path_params["number"])
    return await History(desk.connection).publication(number) if number else None


def line(telling: Telling, found: Published) -> Line:
    said = telling.said
    counts = (
        (found.added, said.ngettext("%(count)s new", "%(count)s new", found.added)),
        (found.changed, said.ngettext("%(count)s changed", "%(count)s changed", found.changed)),
        (found.removed, said.ngettext("%(count)s removed", "%(count)s removed", found.removed)),
    )
    return Line(
        number=found.number,
        address=f"{HERE}/{found.number}",
        at=telling.clock.moment(found.at),
        author=telling.author(found.author),
        note=found.note,
        counts=tuple(
            words % {"count": number(count, telling.lang)} for count, words in counts if count
        ),
    )


def told(telling: Telling, steps: Iterable[Step]) -> tuple[Told, ...]:
    return tuple(
        Told(
            key=f"{each.after.type} {each.after.slug}",
            name=telling.best_name(each.after.key, each.after, each.before),
            type=telling.said.gettext(TYPE_NAMES[each.after.type]),
            verb=each.verb,
            verb_name=telling.said.gettext(VERB_NAMES[each.verb]),
            status={"added": "published", "changed": "published"}.get(each.verb, STATUS[each.verb]),
            history=f"/staff/entries/{each.after.type}/{each.after.slug}/history",
            fields=telling.fields(each.before, each.after),
        )
        for each in steps
    )


def _caches(telling: Telling, found: Published, now: float) -> Caches | None:
    """Every worker looks for a publication each CHECK_SECONDS and then reads it, which takes about
    a second where there is much."""
    everywhere = ceil(CHECK_SECONDS + 1)
    kept = kept_seconds(PUBLIC, "max-age")
    shown = datetime.fromisoformat(found.at) + timedelta(seconds=everywhere)
    until = shown + timedelta(seconds=kept)
    stale = until + timedelta(seconds=kept_seconds(PUBLIC, "stale-while-revalidate"))
    if stale <= datetime.fromtimestamp(now, UTC):
        return None
    return Caches(
        everywhere_seconds=everywhere,
        kept_seconds=kept,
        until=telling.clock.moment(until.isoformat()),
        stale_until=telling.clock.moment(stale.isoformat()),
    )


def _more(desk: Desk, count: int) -> str:
    said = desk.said.ngettext(
        "%(count)s more entry is not listed here.",
        "%(count)s more entries are not listed here.",
        count,
    )
    return said % {"count": number(count, desk.lang)}
