"""Saving what was typed, also where a colleague has saved the same entry meanwhile."""

from dataclasses import dataclass

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Entry, Key, key_of
from widgets.errors import Overtaken
from widgets.staff.desk import Desk
from widgets.staff.editing.controls import Form
from widgets.staff.editing.merging import Merged, merged
from widgets.staff.editing.sheets import Sheet, of_entry
from widgets.staff.editing.understanding import Understood, understood
from widgets.store.history import History
from widgets.store.journal import Saved


@dataclass(frozen=True)
class Work:
    """One entry on the desk. Shape: newest is its draft, taken away or not; kept the last revision
    of it that says something; base the one that the form was made from, None where there was no
    such one."""

    desk: Desk
    form: Form
    drafts: Edition
    newest: Saved
    kept: Entry
    base: Saved | None


@dataclass(frozen=True)
class Outcome:
    """Shape: done is a key of drawing.DONE, "" where nothing was saved: then got tells what is
    wrong with the sheet, or found what both have changed, or the entry was taken away."""

    work: Work
    sheet: dict[str, str]
    done: str = ""
    got: Understood | None = None
    found: Merged | None = None


async def opened(desk: Desk, form: Form, slug: str, base: int | None) -> Work | None:
    """Shape: base is None for the newest revision; None comes back where there never was such an
    entry."""
    newest = await desk.journal.newest_of(form.type, slug)
    if newest is None:
        return None
    begun = newest if base is None else await desk.journal.revision(base)
    begun = begun if begun and begun.key == newest.key else None
    kept = await _last_said(desk, newest)
    return Work(desk, form, await desk.drafts(), newest, kept, begun) if kept else None


async def _last_said(desk: Desk, newest: Saved) -> Entry | None:
    if newest.body:
        return newest.record()
    past = await History(desk.connection).of(*newest.key)
    return next((each.record() for each in past if each.body), None)


async def save(work: Work, sheet: dict[str, str], note: str, making: str = "") -> Outcome:
    """Save a sheet on top of the newest revision; nothing is written where anything is wrong."""
    got = understood(work.form, sheet, work.drafts, work.kept, making)
    if got.entry is None:
        return Outcome(work, sheet, got=got)
    done = "saved"
    if _has_moved(work):
        if work.newest.body is None:
            return Outcome(work, sheet)
        sheet = of_entry(got.entry)
        found = compared(work.form, work.base, work.newest, sheet)
        if found.clashes:
            return Outcome(work, sheet, found=found)
        done, sheet = "merged", found.sheet
        both = understood(work.form, sheet, work.drafts, work.kept)
        if both.entry is None:
            return Outcome(work, sheet, got=both)
        got = Understood(both.entry, (), made=got.made)
    return await _written(work, sheet, got, note, done)


def compared(form: Form, base: Saved | None, theirs: Saved, mine: Sheet) -> Merged:
    """What both have done since a revision. Raises: Unreadable where theirs says nothing."""
    begun = of_entry(base.record()) if base and base.body else {}
    return merged(form, begun, of_entry(theirs.record()), mine)


async def _written(
    work: Work, sheet: dict[str, str], got: Understood, note: str, done: str
) -> Outcome:
    desk = work.desk
    assert got.entry is not None  # noqa: S101
    base: dict[Key, int] = {key_of(each): 0 for each in got.made}
    base[work.newest.key] = work.newest.revision
    try:
        appended = await desk.journal.save([*got.made, got.entry], desk.author, note, base=base)
    except Overtaken:
        later = await opened(desk, work.form, work.newest.slug, work.newest.revision)
        if later is None:
            raise
        return await save(later, sheet, note)
    return Outcome(work, sheet, done if appended else "same", got)


def _has_moved(work: Work) -> bool:
    return work.base is None or work.base.body != work.newest.body
