"""The page of one entry: to be read by everybody here, to be changed by editors."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.http.forms import Limits, whole
from widgets.language.messages import marked
from widgets.staff.desk import Desk
from widgets.staff.editing.boxes import Typed
from widgets.staff.editing.conflicts import chosen, conflict_page
from widgets.staff.editing.drawing import DONE, Around, form_page, languages
from widgets.staff.editing.fields import FORMS
from widgets.staff.editing.merging import settled
from widgets.staff.editing.reading import Fact, Reader
from widgets.staff.editing.saving import Outcome, Work, compared, opened, save
from widgets.staff.editing.sheets import Sheet, of_entry, of_form
from widgets.staff.editing.standing import Standing, standing
from widgets.staff.editing.understanding import Understood
from widgets.staff.frames import Frame
from widgets.staff.refusals import no_such_page

TYPED = Limits(fields=4_000, field=1 << 20, whole=1 << 20, file=0)
MOST_REMARK = 300
SAVE = ("", "save")
_GONE = marked(
    "A colleague has taken this entry away meanwhile. Nothing that you typed is lost: save it once "
    "more to bring the entry back, or leave the page to let it go."
)
_AWAY = marked("This entry was taken away. Its history shows it as it was, and can bring it back.")
_VIEWER = marked("You can look at this. Changing it takes the role “Editor”.")


@dataclass(frozen=True)
class EntryPage:
    """Shape: facts are group by group; notice says why it is only to be read."""

    frame: Frame
    standing: Standing
    facts: tuple[tuple[str, tuple[Fact, ...]], ...]
    notice: str


async def entry(desk: Desk) -> Response:
    work = await _work(desk)
    if work is None:
        return no_such_page(desk)
    if work.newest.body is None:
        return await _read(work, _AWAY)
    if not desk.account.may("editor"):
        return await _read(work, _VIEWER)
    return await _form(work, of_entry(work.kept), done=desk.asked.get("done", ""))


async def draft(desk: Desk) -> Response:
    """What an editor sends; nothing is written where anything is wrong with it."""
    if desk.request.method != "POST":
        return desk.to(_address(desk))
    work = await _work(desk, whole(desk.sent.get("base")))
    if work is None:
        return no_such_page(desk)
    sheet, step = of_form(work.form, desk.sent.fields), desk.sent.get("do")
    if step == "settle":
        return await _settled(desk, work, sheet)
    making = step.removeprefix("make:") if step.startswith("make:") else ""
    if step in SAVE or making:
        return await _answered(await save(work, sheet, remark(desk), making))
    return await _form(work, sheet, step=step)


def remark(desk: Desk) -> str:
    """What the colleague says of the change, for the history."""
    return " ".join(desk.sent.get("remark").split())[:MOST_REMARK]


async def _settled(desk: Desk, work: Work, sheet: dict[str, str]) -> Response:
    """Save what was chosen where two had changed the same, on top of what was chosen from."""
    later = await _work(desk, whole(desk.sent.get("theirs")))
    if later is None or later.base is None or later.base.body is None:
        return await _answered(await save(work, sheet, remark(desk)))
    found = compared(work.form, work.base, later.base, sheet)
    choices = chosen(desk, found)
    if choices is None:
        return await conflict_page(work, later.base, sheet, found, is_again=True)
    return await _answered(await save(later, settled(work.form, found, choices), remark(desk)))


async def _answered(outcome: Outcome) -> Response:
    work, sheet = outcome.work, outcome.sheet
    if outcome.done:
        return work.desk.to(_address(work.desk), done=outcome.done)
    if outcome.found:
        return await conflict_page(work, work.newest, sheet, outcome.found)
    if outcome.got:
        return await _form(work, sheet, outcome.got)
    return await _form(work, sheet, notice=_GONE, base=work.newest.revision)


async def _form(
    work: Work,
    sheet: Sheet,
    got: Understood | None = None,
    *,
    step: str = "",
    notice: str = "",
    done: str = "",
    base: int | None = None,
) -> Response:
    desk = work.desk
    typed = Typed(
        form=work.form,
        sheet={**sheet, **_address_of(work)},
        drafts=work.drafts,
        lang=desk.lang,
        languages=languages(desk, work.form, sheet),
        is_settled=True,
        faults=got.faults if got else (),
        near=got.near if got else {},
        step=step,
    )
    begun = work.base.revision if work.base else 0
    around = Around(
        await standing(desk, work.newest, work.kept, work.drafts),
        begun if base is None else base,
        notice=desk.said.gettext(notice) if notice else "",
        done=desk.said.gettext(DONE[done]) if done in DONE else "",
    )
    return form_page(desk, typed, around, 409 if notice else 200)


async def _read(work: Work, notice: str) -> Response:
    desk = work.desk
    about = await standing(desk, work.newest, work.kept, work.drafts)
    page = EntryPage(
        frame=desk.frame(about.name, about.list[0]),
        standing=about,
        facts=tuple(Reader(work.drafts, desk.lang).facts(work.form, of_entry(work.kept))),
        notice=desk.said.gettext(notice),
    )
    return desk.page("entry.html", page)


async def _work(desk: Desk, base: int | None = None) -> Work | None:
    """Shape: base is None for the newest revision."""
    form = FORMS.get(desk.request.path_params["type"])
    return await opened(desk, form, desk.request.path_params["slug"], base) if form else None


def _address_of(work: Work) -> Sheet:
    """What a form does not send, because it stays."""
    kept = of_entry(work.kept)
    return {key: kept[key] for key, each in work.form.controls.items() if each.is_settled}


def _address(desk: Desk) -> str:
    return "/staff/entries/{type}/{slug}".format(**desk.request.path_params)
