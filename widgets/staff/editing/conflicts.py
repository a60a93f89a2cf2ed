"""Where two colleagues changed the same field: both side by side, and a choice for each."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.catalogue.differences import SAME, Run, words
from widgets.catalogue.records import EVERY_LANGUAGE
from widgets.language.messages import direction, language_name
from widgets.staff.colleagues import authors
from widgets.staff.desk import Desk
from widgets.staff.editing.boxes import identified
from widgets.staff.editing.controls import LISTS, Form
from widgets.staff.editing.drawing import part
from widgets.staff.editing.merging import Clash, Merged
from widgets.staff.editing.reading import Reader
from widgets.staff.editing.saving import Work
from widgets.staff.editing.sheets import Sheet
from widgets.staff.editing.standing import Standing, standing
from widgets.staff.frames import Frame
from widgets.store.history import History
from widgets.store.journal import Saved

CHOICES = ("theirs", "mine", "both")


@dataclass(frozen=True)
class Pair:
    """One field that both have changed.

    Shape: theirs and mine are the runs of a comparison with what was there before; is_list where
    both can be kept as they are; both is a text to go on with, "" where there is none."""

    unit: str
    id: str
    label: str
    lang: str
    dir: str
    theirs: tuple[Run, ...]
    mine: tuple[Run, ...]
    is_list: bool
    is_text: bool
    both: str
    lines: int
    chosen: str
    is_missing: bool


@dataclass(frozen=True)
class ConflictPage:
    """Shape: kept are the names of what only the other one changed; hidden is my own sheet."""

    frame: Frame
    standing: Standing
    action: str
    colleague: str
    at: str
    base: int
    theirs: int
    pairs: tuple[Pair, ...]
    kept: tuple[str, ...]
    hidden: tuple[tuple[str, str], ...]
    remark: str
    is_again: bool


def chosen(desk: Desk, found: Merged) -> dict[str, tuple[str, str]] | None:
    """What was chosen of each clash, as merging takes it. Shape: None where one is still open."""
    made = {
        each.unit: (desk.sent.get(f"choose:{each.unit}"), desk.sent.get(f"both:{each.unit}"))
        for each in found.clashes
    }
    return made if all(choice in CHOICES for choice, _ in made.values()) else None


async def conflict_page(
    work: Work, theirs: Saved, mine: Sheet, found: Merged, *, is_again: bool = False
) -> Response:
    """Shape: theirs is the revision that mine is compared with; is_again where a choice is open."""
    desk = work.desk
    about = await standing(desk, work.newest, work.kept, work.drafts)
    reader = Reader(work.drafts, desk.lang)
    past = await History(desk.connection).of(*theirs.key)
    by = next((each for each in past if each.revision == theirs.revision), None)
    page = ConflictPage(
        frame=desk.frame(desk.said.gettext("A colleague was here meanwhile"), about.list[0]),
        standing=about,
        action=f"{about.address}/draft",
        colleague=(await authors(desk)).get(by.author, by.author) if by else "",
        at=by.at if by else "",
        base=work.base.revision if work.base else 0,
        theirs=theirs.revision,
        pairs=tuple(_pair(desk, work.form, reader, each, is_again) for each in found.clashes),
        kept=tuple(label(desk, work.form, unit) for unit in found.taken),
        hidden=tuple(mine.items()),
        remark=desk.sent.get("remark"),
        is_again=is_again,
    )
    return desk.page("conflict.html", page, 409)


def label(desk: Desk, form: Form, unit: str) -> str:
    """What a field is called, with its language."""
    name, _, code = unit.partition(".")
    language = language_name(code, desk.lang) if code not in {"", EVERY_LANGUAGE} else ""
    return part(desk.said, desk.said.gettext(form.controls[name].label), language)


def _pair(desk: Desk, form: Form, reader: Reader, clash: Clash, is_again: bool) -> Pair:
    control = form.controls[clash.unit.split(".")[0]]
    was, theirs, mine = (
        reader.plain(control, each) for each in (clash.base, clash.theirs, clash.mine)
    )
    code = clash.unit.partition(".")[2]
    lang = "" if code == EVERY_LANGUAGE else code
    is_text = bool(code)
    choice = desk.sent.get(f"choose:{clash.unit}")
    between = "\n\n" if control.takes in {"prose", "markdown"} else " / "
    joined = between.join(text for text in (theirs, mine) if text)
    return Pair(
        unit=clash.unit,
        id=identified(clash.unit),
        label=label(desk, form, clash.unit),
        lang=lang,
        dir=direction(lang) if lang else "",
        theirs=_runs(was, theirs),
        mine=_runs(was, mine),
        is_list=control.takes in LISTS,
        is_text=is_text,
        both=(desk.sent.get(f"both:{clash.unit}") or joined) if is_text else "",
        lines=6 if control.takes in {"prose", "markdown"} else 1,
        chosen=choice,
        is_missing=is_again and choice not in CHOICES,
    )


def _runs(was: str, now: str) -> tuple[Run, ...]:
    """Shape: what is mostly new is shown as it is, not word by word."""
    runs = words(was, now)
    same = sum(len(each.text) for each in runs if each.kind == SAME)
    return runs if 2 * same >= len(now) else (Run(SAME, now),)
