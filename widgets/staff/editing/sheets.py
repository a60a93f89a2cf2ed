"""A filled-in form as a flat sheet, and an entry as one: a text's key is the path of its field.

A key is "since", "name.nl", "sources.0", "topics.tax" or "publications.0.title.nl"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from widgets.catalogue.records import EVERY_LANGUAGE, Entry
from widgets.staff.editing.controls import BY_LANGUAGE, Control, Form
from widgets.staff.editing.fields import NOT_ASKED

TICKED = "on"
PUBLICATION_LINES = ("url", "year")
_PART = r"[A-Za-z0-9-]{1,80}"
_KEY = re.compile(rf"([a-z_]{{1,40}})(?:\.{_PART}){{0,3}}", re.ASCII)
_MOST_ROWS = 10_000

Sheet = Mapping[str, str]


def of_entry(entry: Entry) -> dict[str, str]:
    """What an entry says, as a form holds it; languages and lists as they come."""
    said = entry.model_dump(mode="json", exclude_defaults=True, exclude=set(NOT_ASKED))
    said["topics"] = dict.fromkeys(said.get("topics", ()), True)
    return dict(_flat(said))


def of_form(form: Form, sent: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What was typed, letter by letter, without what this form does not ask for."""
    return {
        key: text.replace("\r\n", "\n")
        for key, text in sent
        if (match := _KEY.fullmatch(key)) and match[1] in form.controls
    }


def spoken(form: Form, sheet: Sheet) -> tuple[str, ...]:
    """The languages that something is said in, as they come."""
    found = {
        path[-1]: None
        for path in (key.split(".") for key in sheet if sheet[key])
        if path[-1] != EVERY_LANGUAGE
        and path[0] in form.controls
        and (
            (form.controls[path[0]].takes in BY_LANGUAGE and len(path) == 2)
            or (len(path) == 4 and path[2] == "title")
        )
    }
    return tuple(found)


def rows(sheet: Sheet, name: str) -> list[int]:
    """The numbers of the rows of a list, empty ones too."""
    numbers = {key.split(".")[1] for key in sheet if key.startswith(f"{name}.")}
    return sorted(int(each) for each in numbers if each.isdecimal() and int(each[:9]) < _MOST_ROWS)


def document(form: Form, sheet: Sheet, like: Sheet) -> tuple[dict[str, Any], dict[str, str]]:
    """A sheet as a record is made from, without what is empty; languages in the order of an older
    sheet, so that what was not changed stays to the letter.

    Shape: beside it, for each row of a list, its path in the document and its key here."""
    made: dict[str, Any] = {}
    places: dict[str, str] = {}
    for control in form.controls.values():
        value = _value(control, sheet, like, places)
        if value not in (None, "", {}, [], False):
            made[control.name] = value
    return made, places


def _value(control: Control, sheet: Sheet, like: Sheet, places: dict[str, str]) -> Any:
    name = control.name
    if control.takes in BY_LANGUAGE:
        return _texts(sheet, like, f"{name}.")
    match control.takes:
        case "tick":
            return bool(sheet.get(name))
        case "ticks":
            return [key.removeprefix(f"{name}.") for key in _below(sheet, f"{name}.") if sheet[key]]
        case "rows" | "publications":
            filled: list[Any] = []
            for row in rows(sheet, name):
                value = _row(control, sheet, like, f"{name}.{row}")
                if value:
                    places[f"{name}.{len(filled)}"] = f"{name}.{row}"
                    filled.append(value)
            return filled
    return sheet.get(name, "").strip()


def _row(control: Control, sheet: Sheet, like: Sheet, key: str) -> Any:
    if control.takes == "rows":
        return sheet.get(key, "").strip()
    lines = {name: sheet.get(f"{key}.{name}", "").strip() for name in PUBLICATION_LINES}
    title = _texts(sheet, like, f"{key}.title.")
    return {name: value for name, value in {"title": title, **lines}.items() if value}


def _texts(sheet: Sheet, like: Sheet, prefix: str) -> dict[str, str]:
    keys = dict.fromkeys([*_below(like, prefix), *_below(sheet, prefix)])
    texts = {key.removeprefix(prefix): sheet.get(key, "").strip() for key in keys}
    return {language: text for language, text in texts.items() if text}


def _below(sheet: Sheet, prefix: str) -> list[str]:
    return [key for key in sheet if key.startswith(prefix)]


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _flat(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple):
        for at, each in enumerate(value):
            yield from _flat(each, f"{path}.{at}")
    elif value is not False:
        yield path, TICKED if value is True else str(value)
