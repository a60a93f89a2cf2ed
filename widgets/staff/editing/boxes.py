"""A form’s fields as a page shows them: what was typed, letter by letter, and what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from gettext import NullTranslations as Messages

from widgets.catalogue.edition import Edition
from widgets.catalogue.faults import Fault, said
from widgets.catalogue.records import EVERY_LANGUAGE, Party
from widgets.kinds.wording import worded
from widgets.language.messages import direction, language_name, marked, messages, territory
from widgets.staff.editing import parties
from widgets.staff.editing.choices import Choice, choices
from widgets.staff.editing.controls import Control, Form
from widgets.staff.editing.sheets import Sheet, rows

MOST_NAMES = 300  # that a page carries along; more of them are searched for while somebody types
_LINES = {"prose": 3, "markdown": 9}
_SAME = marked("The same in every language")


@dataclass(frozen=True)
class Box:
    """One thing to type into.

    Shape: key is its name; label is "" where the field's own will do; lines is 1 for a
    single one, and more for as many as are seen at first; lang and dir are of what is typed."""

    key: str
    label: str
    text: str
    lang: str = ""
    dir: str = ""
    lines: int = 1
    type: str = "text"
    error: str = ""
    is_next: bool = False
    is_previewed: bool = False

    @property
    def id(self) -> str:
        return identified(self.key)


@dataclass(frozen=True)
class Field:
    """Shape: rows are the lines of a list, each with its boxes; folded are the boxes that few need;
    options are (group, choices); fixed is what cannot be changed any more; names complete what is
    typed, or finder is asked for them; near are whom it may mean."""

    name: str
    takes: str
    label: str
    help: str
    is_required: bool
    error: str
    anchor: str = ""
    boxes: tuple[Box, ...] = ()
    folded: tuple[Box, ...] = ()
    rows: tuple[tuple[Box, ...], ...] = ()
    options: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    chosen: frozenset[str] = frozenset()
    fixed: str = ""
    names: tuple[str, ...] = ()
    finder: str = ""
    near: tuple[Choice, ...] = ()
    making: str = ""

    @property
    def all_boxes(self) -> tuple[Box, ...]:
        return (*self.boxes, *self.folded, *(each for row in self.rows for each in row))


@dataclass(frozen=True)
class Typed:
    """All that a form is drawn from. Shape: step is what was asked for instead of saving, such as
    "row:aliases"; is_settled where the entry has an address that stays."""

    form: Form
    sheet: Sheet
    drafts: Edition
    lang: str
    languages: tuple[str, ...]
    is_settled: bool
    faults: tuple[Fault, ...] = ()
    near: Mapping[str, tuple[Party, ...]] = field(default_factory=dict)
    step: str = ""

    @property
    def said(self) -> Messages:
        return messages(self.lang)

    def text(self, key: str) -> str:
        return self.sheet.get(key, "")

    def error(self, key: str) -> str:
        found = (said(self.said, each, self.lang) for each in self.faults if each.name == key)
        return next(found, "")


def identified(key: str) -> str:
    """A key as the id of an element."""
    return key.replace(".", "-")


def drawn(typed: Typed, control: Control) -> Field:
    is_fixed = typed.is_settled and control.is_settled
    made = Field(
        name=control.name,
        takes="fixed" if is_fixed else control.takes,
        label=typed.said.gettext(control.label),
        help=typed.said.gettext(control.help) if control.help else "",
        is_required=control.is_required,
        error=typed.error(control.name),
    )
    if is_fixed:
        return replace(made, anchor=control.name, fixed=_fixed(typed, control))
    made = _filled(typed, control, made)
    wrong = (each.id for each in made.all_boxes if each.error)
    first = next(iter(made.all_boxes), None)
    return replace(made, anchor=next(wrong, first.id if first else control.name))


def _filled(typed: Typed, control: Control, made: Field) -> Field:
    name = control.name
    match control.takes:
        case "proper":
            same = _box(typed, f"{name}.{EVERY_LANGUAGE}", typed.said.gettext(_SAME))
            return replace(made, boxes=(same,), folded=tuple(_by_language(typed, control, name)))
        case "text" | "prose" | "markdown":
            return replace(made, boxes=tuple(_by_language(typed, control, name)))
        case "rows" | "publications":
            return replace(made, rows=tuple(_rows(typed, control)))
        case "tick":
            return replace(made, chosen=frozenset({name} if typed.text(name) else ()))
        case "choice" | "ticks":
            return _choosing(typed, control, made)
        case "party":
            return _naming(typed, control, made)
    box = _box(typed, name, "", type="url" if control.takes == "address" else "text")
    return replace(made, boxes=(replace(box, error=""),))


def _box(typed: Typed, key: str, label: str, lang: str = "", type: str = "text") -> Box:
    return Box(
        key=key,
        label=label,
        text=typed.text(key),
        lang=lang,
        dir=direction(lang) if lang else "",
        type=type,
        error=typed.error(key),
    )


def _by_language(typed: Typed, control: Control, prefix: str) -> list[Box]:
    keys = [f"{prefix}.{each}" for each in typed.languages]
    if control.takes != "proper" and typed.text(f"{prefix}.{EVERY_LANGUAGE}"):
        keys.insert(0, f"{prefix}.{EVERY_LANGUAGE}")
    lines = _LINES.get(control.takes, 1)
    return [
        replace(
            _box(typed, key, _language(typed, key), key.rsplit(".", 1)[1]),
            lines=lines,
            is_previewed=control.takes == "markdown",
        )
        for key in keys
    ]


def _language(typed: Typed, key: str) -> str:
    code = key.rsplit(".", 1)[1]
    same = code == EVERY_LANGUAGE
    return typed.said.gettext(_SAME) if same else language_name(code, typed.lang)


def _rows(typed: Typed, control: Control) -> Iterable[tuple[Box, ...]]:
    """The rows that are there, and an empty one to go on with."""
    there = rows(typed.sheet, control.name)
    last = there[-1] if there else -1
    is_asked = typed.step == f"row:{control.name}"
    is_full = any(
        text.strip()
        for key, text in typed.sheet.items()
        if key.startswith(f"{control.name}.{last}")
    )
    if is_asked or is_full or not there:
        there.append(last + 1)
    for number, row in enumerate(there, start=1):
        boxes = _row(typed, control, f"{control.name}.{row}", number)
        is_next = is_asked and row == there[-1]
        yield (replace(boxes[0], is_next=is_next), *boxes[1:])


def _row(typed: Typed, control: Control, key: str, number: int) -> tuple[Box, ...]:
    said = typed.said
    if control.takes == "rows":
        is_address = control.name == "sources"
        label = said.gettext("Row %(number)s") % {"number": number}
        return (_box(typed, key, label, type="url" if is_address else "text"),)
    titles = [
        replace(each, label=said.gettext("Title, %(language)s") % {"language": each.label})
        for each in _by_language(typed, replace(control, takes="text"), f"{key}.title")
    ]
    address = _box(typed, f"{key}.url", said.gettext("Address"), type="url")
    return (*titles, address, _box(typed, f"{key}.year", said.gettext("Year")))


def _choosing(typed: Typed, control: Control, made: Field) -> Field:
    if control.takes == "ticks":
        prefix = f"{control.name}."
        below = (key for key in typed.sheet if key.startswith(prefix) and typed.sheet[key])
        chosen = tuple(key.removeprefix(prefix) for key in below)
    else:
        chosen = (typed.text(control.name),)
    offered = choices(control.of, typed.drafts, typed.lang, chosen)
    if control.takes == "ticks":  # what is chosen comes first, and stays in its order
        first = {slug: number for number, slug in enumerate(chosen)}
        offered = tuple(sorted(offered, key=lambda each: first.get(each.value, len(first))))
    groups = dict.fromkeys(each.group for each in offered)
    options = tuple((name, tuple(e for e in offered if e.group == name)) for name in groups)
    return replace(made, options=options, chosen=frozenset(chosen))


def _naming(typed: Typed, control: Control, made: Field) -> Field:
    """Shape: a slug of the sheet is shown as a name, anything else as it was typed."""
    text, drafts, of = typed.text(control.name), typed.drafts, control.of
    if parties.known(drafts, of, text):
        text = parties.shown(drafts, of, text, typed.lang)
    box = replace(_box(typed, control.name, ""), text=text, error="")
    there = parties.listed(drafts, of)
    is_short = sum(map(len, there)) <= MOST_NAMES
    listed = (each for mapping in there for each in mapping.values()) if is_short else ()
    near = typed.near.get(control.name)
    return replace(
        made,
        boxes=(box,),
        names=tuple(worded(each.name, typed.lang).text for each in listed),
        finder="" if is_short else f"/staff/find/{of}?of={control.name}",
        near=tuple(_candidate(each, typed.lang) for each in near or ()),
        making=text if near is not None and not _is_named(typed, control, text) else "",
    )


def _is_named(typed: Typed, control: Control, text: str) -> bool:
    return bool(parties.meant(typed.drafts, control.of, text))


def _candidate(party: Party, lang: str) -> Choice:
    """Whom a name may mean, told apart from another of the same name."""
    country = territory(party.country, lang) if party.country else ""
    details = ", ".join(part for part in (country, party.slug) if part)
    return Choice(party.slug, worded(party.name, lang).text, details)


def _fixed(typed: Typed, control: Control) -> str:
    text = typed.text(control.name)
    if control.takes == "party":
        return parties.shown(typed.drafts, "party", text, typed.lang)
    if control.takes == "choice":
        named = {
            each.value: each.name for each in choices(control.of, typed.drafts, typed.lang, ())
        }
        return named.get(text, text)
    return text
