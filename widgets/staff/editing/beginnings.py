"""A new entry: the same form, with an address that is still to be made."""

from dataclasses import replace

from starlette.responses import Response

from widgets.catalogue.faults import Fault
from widgets.catalogue.records import Entry, key_of
from widgets.errors import Overtaken
from widgets.language.messages import marked
from widgets.staff.desk import Desk
from widgets.staff.editing.boxes import Typed
from widgets.staff.editing.controls import Form
from widgets.staff.editing.drawing import Around, form_page, languages
from widgets.staff.editing.entries import SAVE, remark
from widgets.staff.editing.fields import FORMS
from widgets.staff.editing.reading import name_of
from widgets.staff.editing.sheets import Sheet, of_form
from widgets.staff.editing.understanding import Understood, understood
from widgets.staff.refusals import no_such_page
from widgets.store.journal import PARTIES

_TAKEN = marked(
    "“%(slug)s” is in use already. Change the entry that has it, or write another short name."
)
_THERE = marked("There is such a membership already. Change that one.")


async def new(desk: Desk) -> Response:
    form = FORMS.get(desk.request.path_params["type"])
    if form is None:
        return no_such_page(desk)
    if desk.request.method != "POST":  # the address may fill in fields
        return await _form(desk, form, of_form(form, desk.asked.items()))
    sheet, step = of_form(form, desk.sent.fields), desk.sent.get("do")
    making = step.removeprefix("make:") if step.startswith("make:") else ""
    if step not in SAVE and not making:
        return await _form(desk, form, sheet, step=step)
    drafts = await desk.drafts()
    got = understood(form, sheet, drafts, making=making)
    if got.entry is None:
        return await _form(desk, form, sheet, got)
    if there := await _holder(desk, form, got.entry):
        return await _form(desk, form, sheet, _taken(form, got), there)
    made = [*got.made, got.entry]
    base = {key_of(each): 0 for each in made}
    try:
        await desk.journal.save(made, desk.author, remark(desk), base=base)
    except Overtaken:
        return await _form(desk, form, sheet, _taken(form, got))
    return desk.to(f"/staff/entries/{form.type}/{got.entry.slug}", done="made")


async def _holder(desk: Desk, form: Form, entry: Entry) -> tuple[str, str] | None:
    """The address and the name of who has this slug already."""
    types = PARTIES if form.type in PARTIES else (form.type,)
    there = await desk.journal.newest_among((type, entry.slug) for type in types)
    for each in there.values():
        if each.body:
            name = name_of(each.record(), await desk.drafts(), desk.lang)
            return f"/staff/entries/{each.type}/{each.slug}", name
    return None


def _taken(form: Form, got: Understood) -> Understood:
    if form.type == "membership":
        return replace(got, entry=None, faults=(Fault(("role",), _THERE),))
    slug = got.entry.slug if got.entry else ""
    return replace(got, entry=None, faults=(Fault(("slug",), _TAKEN, {"slug": slug}),))


async def _form(
    desk: Desk,
    form: Form,
    sheet: Sheet,
    got: Understood | None = None,
    there: tuple[str, str] | None = None,
    step: str = "",
) -> Response:
    typed = Typed(
        form=form,
        sheet=sheet,
        drafts=await desk.drafts(),
        lang=desk.lang,
        languages=languages(desk, form, sheet),
        is_settled=False,
        faults=got.faults if got else (),
        near=got.near if got else {},
        step=step,
    )
    return form_page(desk, typed, Around(None, twin=there or ("", "")))
