"""From a filled-in form to an entry, or to all that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from widgets.catalogue.edition import Edition
from widgets.catalogue.faults import Fault, faults
from widgets.catalogue.records import FALLBACK, TYPES, Entry, Names, Network, Organisation, Party
from widgets.language.messages import marked
from widgets.staff.editing import parties
from widgets.staff.editing.choices import is_offered
from widgets.staff.editing.controls import Control, Form
from widgets.staff.editing.sheets import Sheet, document, of_entry

_NOBODY = marked("Nobody here has this name. Choose one below, or have it made.")
_SEVERAL = marked("Several have this name. Choose the one that you mean.")
_GONE = marked("This is not in the list any more. Choose another one.")
_NO_SLUG = marked("No address can be made from this name. Write a short name here yourself.")
_UNNAMED = "unnamed"


@dataclass(frozen=True)
class Understood:
    """Shape: entry is None where there are faults, whose paths are keys of the sheet; near are the
    parties that somebody may have meant, by the field; made is what has to be saved as well."""

    entry: Entry | None
    faults: tuple[Fault, ...]
    near: Mapping[str, tuple[Party, ...]] = field(default_factory=dict)
    made: tuple[Organisation | Network, ...] = ()


@dataclass
class _Reading:
    drafts: Edition
    faults: list[Fault] = field(default_factory=list)
    near: dict[str, tuple[Party, ...]] = field(default_factory=dict)
    made: list[Organisation | Network] = field(default_factory=list)


def understood(
    form: Form, sheet: Sheet, drafts: Edition, kept: Entry | None = None, making: str = ""
) -> Understood:
    """Shape: kept is the entry as it was, whose address stays, and so does what no form asks for;
    making is the field whose party is to be made as well."""
    like = of_entry(kept) if kept else {}
    values, places = document(form, sheet, like)
    reading = _Reading(drafts)
    for control in form.controls.values():
        if kept and control.is_settled:
            values[control.name] = getattr(kept, control.name)
        elif control.takes == "party" and control.name in values:
            chosen = sheet.get(f"{control.name}.meant", "")
            text = chosen or values[control.name]
            values[control.name] = _party(control, text, reading, control.name == making)
        elif control.of in {"category", "topic"}:
            reading.faults += _not_offered(control, values, like, drafts)
    if logo := getattr(kept, "logo", None):
        values["logo"] = logo
    if "slug" in form.controls and not values.get("slug"):
        values["slug"] = _slug_made(values, reading)
    return _made(form, values, places, reading)


def _made(
    form: Form, values: dict[str, object], places: Mapping[str, str], reading: _Reading
) -> Understood:
    entry, wrong = None, []
    record = TYPES[form.type]
    try:
        entry = record.model_validate(values)
    except ValidationError as error:
        wrong = [_placed(each, form, places) for each in faults(error, record)]
    told = {fault.name for fault in reading.faults}
    wrong = [*reading.faults, *(each for each in wrong if each.name not in told)]
    return Understood(
        None if wrong else entry, tuple(_in_order(form, wrong)), reading.near, tuple(reading.made)
    )


def _party(control: Control, text: str, reading: _Reading, is_made: bool) -> str:
    """The slug of whom a text names, or the text itself, with a fault."""
    there = parties.meant(reading.drafts, control.of, text)
    if len(there) == 1:
        return there[0].slug
    slug = parties.slugged(text)
    holder = parties.known(reading.drafts, "party", slug)
    if is_made and slug and not there and not holder:
        record = Network if control.of == "network" else Organisation
        try:
            reading.made.append(record(slug=slug, name=Names.model_validate(text.strip())))
        except ValidationError as error:
            reading.faults.append(Fault((control.name,), faults(error)[0].message))
        return slug
    near = there or parties.found(reading.drafts, control.of, text)
    if holder and holder not in near and parties.known(reading.drafts, control.of, slug):
        near = (holder, *near)
    reading.near[control.name] = near[: parties.MOST_FOUND]
    reading.faults.append(Fault((control.name,), _SEVERAL if there else _NOBODY))
    return text


def _not_offered(
    control: Control, values: dict[str, object], like: Sheet, drafts: Edition
) -> Iterator[Fault]:
    value = values.get(control.name, "")
    for each in value if isinstance(value, list) else [str(value)]:
        was_so = like.get(control.name) == each or f"{control.name}.{each}" in like
        if each and not was_so and not is_offered(control.of, each, drafts):
            yield Fault((control.name,), _GONE)


def _slug_made(values: Mapping[str, object], reading: _Reading) -> str:
    """Shape: any slug at all where a fault says that the name is missing or cannot be used."""
    texts = values.get("name") or values.get("title")
    if not isinstance(texts, dict):
        return _UNNAMED
    languages = [each for each in (*FALLBACK, *texts) if each in texts]
    if slug := parties.slugged(texts[languages[0]]):
        return slug
    reading.faults.append(Fault(("slug",), _NO_SLUG))
    return _UNNAMED


def _placed(fault: Fault, form: Form, places: Mapping[str, str]) -> Fault:
    """The same fault at the key of the sheet where it is to be mended."""
    path = fault.path
    head = ".".join(map(str, path[:2]))
    if head in places:
        path = (*places[head].split("."), *path[2:])
    elif path and path[0] in form.controls and form.controls[str(path[0])].takes == "ticks":
        path = path[:1]
    return Fault(path, fault.message, fault.values)


def _in_order(form: Form, wrong: list[Fault]) -> list[Fault]:
    places = {name: number for number, name in enumerate(form.controls)}
    return sorted(wrong, key=lambda each: places.get(each.name.split(".")[0], len(places)))
