"""One change of many entries: chosen, looked at one by one, then saved as drafts, all or none."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from starlette.responses import Response

from widgets.catalogue.edition import Edition
from widgets.catalogue.faults import Fault, said
from widgets.catalogue.records import Entry, Key
from widgets.errors import Overtaken
from widgets.kinds.wording import Phrase
from widgets.language.messages import number
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.listing.changes import (
    CHANGES,
    CLEAR,
    Change,
    change_named,
    choices,
    shown,
)
from widgets.staff.listing.chosen import MOST, Chosen, from_form, from_list
from widgets.staff.listing.plans import Plan, planned
from widgets.staff.listing.shelves import shelves
from widgets.staff.listing.words import title
from widgets.staff.refusals import no_such_page

_MOST_LETTERS = 100


@dataclass(frozen=True)
class Field:
    """One thing that can be changed. Shape: choices are (value, words), empty where it is typed."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    is_clearing: bool


@dataclass(frozen=True)
class BulkChoice:
    """Shape: entries are those that were chosen, as a form carries them; beyond is how many more
    there are than can be changed in one go."""

    frame: Frame
    here: str
    back: str
    counted: str
    beyond: str
    problem: str
    entries: tuple[tuple[str, Phrase], ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Step:
    """What becomes of one entry. Shape: before and after are empty where nothing is said; note is
    why it cannot be changed so, or what happened to it meanwhile."""

    sent: str
    title: Phrase
    address: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class BulkPlan:
    """Shape: steps are what the button does; refused are those that it leaves as they are, same how
    many say so already; button is empty where there is nothing to do."""

    frame: Frame
    here: str
    back: str
    change: str
    value: str
    label: str
    steps: tuple[Step, ...]
    refused: tuple[Step, ...]
    same: str
    problem: str
    button: str


async def bulk_choice(desk: Desk) -> Response:
    type = desk.request.path_params["type"]
    if not CHANGES.get(type):
        return no_such_page(desk)
    chosen, total = await from_list(desk, type)
    return await _choice(desk, type, chosen, total)


async def bulk_change(desk: Desk) -> Response:
    """Shows what would change, and does it when it is sent from there."""
    type = desk.request.path_params["type"]
    if not CHANGES.get(type):
        return no_such_page(desk)
    chosen, change = await from_form(desk, type), change_named(type, desk.sent.get("change"))
    if change is None:
        return await _choice(desk, type, chosen, len(chosen))
    edition, value = (await shelves(desk).book()).edition, desk.sent.get(f"value-{change.name}")
    if not _is_offered(edition, change, value):
        problem = desk.said.gettext("Choose a value at “%(field)s” first.")
        problem %= {"field": desk.said.gettext(change.label)}
        return await _choice(desk, type, chosen, len(chosen), problem)
    plan = planned(chosen, change, "" if value == CLEAR else value.strip()[:_MOST_LETTERS])
    if not desk.sent.get("save"):
        return desk.page("bulk_plan.html", _plan_page(desk, edition, plan))
    return await _saved(desk, plan)


async def _saved(desk: Desk, plan: Plan) -> Response:
    """All of it or none. Who has been overtaken looks once more."""
    base = {each.key: each.seen for each, _ in plan.steps}
    note = desk.said.gettext(plan.change.label)
    try:
        await desk.journal.save([after for _, after in plan.steps], desk.author, note, base=base)
    except Overtaken as error:
        moved = frozenset((each.type, each.slug) for each in error.moved)
        book = await shelves(desk).book()
        known = [each for each, _ in plan.steps if each.key in book.entries]
        again = [Chosen(e.key, book.entries[e.key], book.marks[e.key].revision) for e in known]
        plan = planned(again, plan.change, plan.value)
        return desk.page("bulk_plan.html", _plan_page(desk, book.edition, plan, moved), 409)
    type = desk.request.path_params["type"]
    return desk.to(f"/staff/entries/{type}", sort="changed", done=str(len(plan.steps)))


async def _choice(
    desk: Desk, type: str, chosen: Sequence[Chosen], total: int, problem: str = ""
) -> Response:
    said, lang, edition = desk.said, desk.lang, (await shelves(desk).book()).edition
    count = said.ngettext("%(count)s entry is chosen", "%(count)s entries are chosen", len(chosen))
    beyond = said.gettext("Only the first %(most)s can be changed in one go. Narrow the list down.")
    fields = (
        Field(each.name, said.gettext(each.label), choices(edition, each, lang), each.is_clearing)
        for each in CHANGES[type]
    )
    view = BulkChoice(
        frame=desk.frame(said.gettext("Change several entries"), f"/staff/entries/{type}"),
        here=f"/staff/bulk/{type}/change",
        back=f"/staff/entries/{type}",
        counted=count % {"count": number(len(chosen), lang)},
        beyond=beyond % {"most": number(MOST, lang)} if total > MOST else "",
        problem=problem,
        entries=tuple((each.sent, title(edition, each.record, lang)) for each in chosen),
        fields=tuple(fields),
    )
    return desk.page("bulk.html", view, 422 if problem else 200)


def _plan_page(desk: Desk, edition: Edition, plan: Plan, moved: Set[Key] = frozenset()) -> BulkPlan:
    said, lang, count = desk.said, desk.lang, len(plan.steps)
    type = desk.request.path_params["type"]
    button = said.ngettext(
        "Change %(count)s entry as a draft", "Change %(count)s entries as drafts", count
    )
    same = said.ngettext(
        "%(count)s entry says so already.", "%(count)s entries say so already.", plan.same
    )
    problem = said.gettext(
        "Somebody has changed some of these entries meanwhile. Nothing was saved: look once more."
    )
    return BulkPlan(
        frame=desk.frame(said.gettext("What will change"), f"/staff/entries/{type}"),
        here=f"/staff/bulk/{type}/change",
        back=f"/staff/entries/{type}",
        change=plan.change.name,
        value=plan.value or CLEAR,
        label=said.gettext(plan.change.label),
        steps=tuple(_step(desk, edition, plan.change, *each, moved) for each in plan.steps),
        refused=tuple(_refused(desk, edition, plan.change, *each) for each in plan.refused),
        same=same % {"count": number(plan.same, lang)} if plan.same else "",
        problem=problem if moved else "",
        button=button % {"count": number(count, lang)} if count else "",
    )


def _step(
    desk: Desk, edition: Edition, change: Change, chosen: Chosen, after: Entry, moved: Set[Key]
) -> Step:
    lang = desk.lang
    return Step(
        sent=chosen.sent,
        title=title(edition, chosen.record, lang),
        address=f"/staff/entries/{chosen.key[0]}/{chosen.key[1]}",
        before=shown(edition, change, chosen.record, lang),
        after=shown(edition, change, after, lang),
        note=desk.said.gettext("changed meanwhile") if chosen.key in moved else "",
    )


def _refused(desk: Desk, edition: Edition, change: Change, chosen: Chosen, problem: Fault) -> Step:
    step = _step(desk, edition, change, chosen, chosen.record, frozenset())
    return replace(step, note=said(desk.said, problem, desk.lang))


def _is_offered(edition: Edition, change: Change, value: str) -> bool:
    """Whether a form can have sent this; a year is judged by the entries themselves."""
    if change.of == "year" or (value == CLEAR and change.is_clearing):
        return True
    return value in dict(choices(edition, change, "en"))
