"""What is wrong with a field, said so that whoever typed it knows what to do, in their language."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations as Messages
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from widgets.catalogue.records import AREA, COUNTRY, LANGUAGE, SIZE, SLUG
from widgets.errors import BadField, Told
from widgets.language.messages import marked, number

EMPTY = marked("Write something here: this is empty.")
MISSING = marked("Fill this in: it may not be left out.")
YES_OR_NO = marked("Write true or false.")
WHOLE = marked("Write a whole number such as 3.")
TEXT = marked("Write text; in a file, between quotes.")
NO_FIELD = marked("There is no such field here.")
DID_YOU_MEAN = marked("There is no such field here; did you mean %(near)s?")
_OTHERWISE = marked("This is not understood: write it in another way.")
_SAID = {
    "missing": MISSING,
    "extra_forbidden": NO_FIELD,
    "string_type": TEXT,
    "string_unicode": marked("This holds a broken character: take it out."),
    "string_too_short": EMPTY,
    "string_too_long": marked("Shorten this: it may have at most %(most)s characters."),
    "bool_type": YES_OR_NO,
    "bool_parsing": YES_OR_NO,
    "finite_number": WHOLE,
    "int_type": WHOLE,
    "int_from_float": WHOLE,
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "tuple_type": marked("Write a list; in a file, between square brackets."),
    "dict_type": marked("Write text; in a file, between quotes, or as { nl = …, en = … }."),
    "greater_than_equal": marked("Write a number of at least %(least)s."),
    "less_than_equal": marked("Write a number of at most %(most)s."),
    "model_type": marked("Write this as a table of fields."),
    "too_short": EMPTY,
    "literal_error": marked("Choose one of these: %(choices)s."),
}
_PATTERNS = {
    SLUG: marked("Write small letters and digits, with single hyphens, such as clean-clothes."),
    LANGUAGE: marked("Write a language as a code such as nl, en or pt-BR."),
    COUNTRY: marked("Write a country as its code of two capitals, such as NL."),
    AREA: marked("Write a country’s code such as NL, or a region’s number such as 150, Europe."),
    SIZE: marked("Write a number such as 140, or 140+ for more than that."),
}


Path = tuple[str | int, ...]  # ("name", "nl"), ("sources", 0); empty for a whole entry


@dataclass(frozen=True)
class Fault:
    """Shape: message is one of the catalogues, values what fills its %(name)s places."""

    path: Path
    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Shape: "name.nl" """
        return ".".join(map(str, self.path))

    @property
    def told(self) -> Told:
        return Told(self.message, self.values)


def faults(error: ValidationError, record: type[BaseModel] | None = None) -> tuple[Fault, ...]:
    """All that pydantic found; record is what was validated, to name the nearest field of it."""
    known = tuple(record.model_fields) if record else ()
    return tuple(_fault(each, known) for each in error.errors(include_url=False))


def said(messages: Messages, fault: Fault | Told, lang: str) -> str:
    """What is wrong as one sentence; numbers stand as the language writes them."""
    shown = {
        name: number(value, lang) if isinstance(value, int) else value
        for name, value in fault.values.items()
    }
    return messages.gettext(fault.message) % shown


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The name that was probably meant, or nothing."""
    by_case = {each.casefold(): each for each in known}
    found = difflib.get_close_matches(wrong.casefold()[:80], by_case, n=1, cutoff=0.7)
    return by_case[found[0]] if found else ""


def no_field(path: Path, known: Iterable[str]) -> Fault:
    """A field that the entry does not have, with the one that was probably meant."""
    near = nearest(str(path[-1]), known)
    return Fault(path, DID_YOU_MEAN, {"near": near}) if near else Fault(path, NO_FIELD)


def _fault(each: ErrorDetails, known: tuple[str, ...]) -> Fault:
    path = tuple(part for part in each["loc"] if part != "[key]")
    context: Mapping[str, Any] = each.get("ctx", {})
    raised = context.get("error")
    if isinstance(raised, BadField):
        return Fault(path or tuple(filter(None, [raised.field])), raised.message, raised.values)
    if each["type"] == "extra_forbidden" and len(path) == 1:
        return no_field(path, known)
    if each["type"] == "string_pattern_mismatch":
        return Fault(path, _PATTERNS.get(context["pattern"], _OTHERWISE))
    message = _SAID.get(each["type"], _OTHERWISE)
    return Fault(path, message, _values(context))


def _values(context: Mapping[str, Any]) -> dict[str, str | int]:
    values: dict[str, str | int] = {}
    if "max_length" in context:
        values["most"] = int(context["max_length"])
    if "le" in context:
        values["most"] = int(context["le"])
    if "ge" in context:
        values["least"] = int(context["ge"])
    if "expected" in context:
        values["choices"] = ", ".join(re.findall(r"'([^']*)'", str(context["expected"])))
    return values
