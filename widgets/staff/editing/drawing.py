"""The pages with a form on them, and with what has become of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations as Messages

from starlette.responses import Response

from widgets.catalogue.faults import said
from widgets.language.messages import LANGUAGES, language_name, marked
from widgets.staff.desk import Desk
from widgets.staff.editing.boxes import Field, Typed, drawn
from widgets.staff.editing.choices import Choice
from widgets.staff.editing.controls import BY_LANGUAGE, Form
from widgets.staff.editing.sheets import Sheet, spoken
from widgets.staff.editing.standing import Standing
from widgets.staff.frames import Frame

ALWAYS = ("en",)  # the language that a text falls back on
NEW_NAMES = {
    "network": marked("New network"),
    "organisation": marked("New organisation"),
    "membership": marked("New membership"),
    "category": marked("New category"),
    "topic": marked("New topic"),
    "collaboration": marked("New collaboration"),
}
DONE = {
    "made": marked("The draft is made."),
    "saved": marked("The draft is saved."),
    "same": marked("Nothing had changed, so nothing was saved."),
    "merged": marked(
        "The draft is saved. A colleague had changed other fields meanwhile: both are kept."
    ),
}


@dataclass(frozen=True)
class Wrong:
    """Shape: anchor is the id of what is to be mended, "" where it is no field."""

    anchor: str
    label: str
    message: str


@dataclass(frozen=True)
class FormPage:
    """Shape: standing is None for a new entry; base is the revision that the form was made from;
    added are the codes of the languages, with commas between them; twin is (address, words) of an
    entry that has this slug already; done is what has just been saved."""

    frame: Frame
    type: str
    standing: Standing | None
    action: str
    base: int
    groups: tuple[tuple[str, tuple[Field, ...]], ...]
    wrong: tuple[Wrong, ...]
    notice: str
    twin: tuple[str, str]
    done: str
    remark: str
    added: str
    languages: tuple[str, ...]
    addable: tuple[Choice, ...]
    is_previewing: bool
    has_years: bool


@dataclass(frozen=True)
class Around:
    """What a page says beside the form."""

    standing: Standing | None
    base: int = 0
    notice: str = ""
    twin: tuple[str, str] = ("", "")
    done: str = ""


def languages(desk: Desk, form: Form, sheet: Sheet) -> tuple[str, ...]:
    """Those that a form shows: the installation's, English, those of the entry, and what was asked
    for."""
    there = spoken(form, sheet)
    added = [each for each in desk.sent.get("added").split(",") if each in LANGUAGES]
    if desk.sent.get("do") == "language" and desk.sent.get("language") in LANGUAGES:
        added.append(desk.sent.get("language"))
    first = (desk.hosting.settings.default_language, *ALWAYS)
    known = dict.fromkeys([*first, *(each for each in LANGUAGES if each in there)])
    return tuple(dict.fromkeys([*known, *there, *added]))


def form_page(desk: Desk, typed: Typed, around: Around, status: int = 200) -> Response:
    gettext = desk.said.gettext
    form, standing = typed.form, around.standing
    title = standing.name if standing else gettext(NEW_NAMES[form.type])
    groups = tuple(
        (gettext(group.label), tuple(drawn(typed, each) for each in group.controls))
        for group in form.groups
    )
    if typed.faults:
        status, message = 422, gettext("Not saved yet: %(name)s")
        title = message % {"name": title}
    page = FormPage(
        frame=desk.frame(title, f"/staff/entries/{form.type}"),
        type=form.type,
        standing=standing,
        action=f"{standing.address}/draft" if standing else f"/staff/new/{form.type}",
        base=around.base,
        groups=groups,
        wrong=tuple(_wrong(typed, [field for _, fields in groups for field in fields])),
        notice=around.notice,
        twin=around.twin,
        done=around.done,
        remark=desk.sent.get("remark"),
        added=",".join(typed.languages),
        languages=tuple(language_name(each, desk.lang) for each in typed.languages),
        addable=tuple(
            Choice(each, language_name(each, desk.lang))
            for each in LANGUAGES
            if each not in typed.languages and _has_texts(typed)
        ),
        is_previewing=typed.step == "preview",
        has_years=any(each.takes == "year" for each in form.controls.values()),
    )
    return desk.page("entry-form.html", page, status)


def part(said: Messages, field: str, part: str) -> str:
    """A field, and what of it is spoken of: "Summary, Dutch"."""
    message = said.gettext("%(field)s, %(part)s")
    return message % {"field": field, "part": part} if part else field


def _has_texts(typed: Typed) -> bool:
    takes = {each.takes for each in typed.form.controls.values()}
    return bool(takes & (BY_LANGUAGE | {"publications"}))


def _wrong(typed: Typed, fields: list[Field]) -> Iterator[Wrong]:
    """Each fault once, with the way to where it is to be mended."""
    by_name = {each.name: each for each in fields}
    for fault in typed.faults:
        message = said(typed.said, fault, typed.lang)
        found = by_name.get(fault.name.split(".")[0])
        if found is None:
            yield Wrong("", "", message)
            continue
        box = next((each for each in found.all_boxes if each.key == fault.name), None)
        label = part(typed.said, found.label, box.label if box else "")
        yield Wrong(box.id if box else found.anchor, label, message)
