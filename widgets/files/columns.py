"""The columns of a table: which field of an entry each one holds, and the words in its cells."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from widgets.catalogue.faults import Path
from widgets.catalogue.records import EVERY_LANGUAGE, LANGUAGE, Area, EdtfYears, Lasting, Texts

LIST, TEXT, YEARS, AREA, BOOL = "list", "text", "years", "area", "bool"
TYPE, DRAFT = "type", "draft"  # columns that are no field
_YES = frozenset(
    ["true", "yes", "y", "1", "x"]
    + ["ja", "waar", "wahr", "oui", "vrai", "sí", "si", "verdadero", "نعم"]
)
_NO = frozenset(
    ["false", "no", "n", "0"] + ["nee", "onwaar", "nein", "falsch", "non", "faux", "falso", "لا"]
)


@dataclass(frozen=True)
class Column:
    """Shape: path leads to the field within the entry, the language of a text included; holds is
    one of the words above."""

    path: Path
    holds: str


def column(record: type[BaseModel], heading: str) -> Column | None:
    """The field that a heading names, whatever its case: "Name", "summary.nl",
    "publications.1.title"."""
    parts = re.sub(r"\s+", "_", heading.strip()).split(".")
    return _walked(record, (), parts)


def name(path: Path) -> str:
    """The heading of a column."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in path]
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == EVERY_LANGUAGE else parts)


def order(record: type[BaseModel], path: Path) -> tuple[tuple[int, str], ...]:
    """Sorts columns as the record has its fields, first what it is called, languages behind what is
    the same in each."""
    if not path:
        return ()
    head, *rest = path
    if isinstance(head, int):
        return ((head, ""), *order(record, tuple(rest)))
    if head not in record.model_fields:
        return ((0, "" if head == EVERY_LANGUAGE else head),)
    inner = _inner(record, head)
    fields = sorted(record.model_fields, key=lambda each: each in Lasting.model_fields)
    place = (fields.index(head), "")
    return (place, *order(inner if _is_record(inner) else record, tuple(rest)))


def cells(record: type[BaseModel], fields: Mapping[str, Any], at: Path = ()) -> dict[Path, str]:
    """An entry taken apart, as it is dumped without its defaults."""
    found: dict[Path, str] = {}
    for field, value in fields.items():
        path, inner = (*at, field), _inner(record, field)
        if isinstance(value, dict):
            found |= (
                cells(inner, value, path)
                if _is_record(inner)
                else {(*path, language): text for language, text in value.items()}
            )
        elif isinstance(value, list) and _is_record(inner):
            for index, each in enumerate(value):
                found |= cells(inner, each, (*path, index))
        else:
            found[path] = _written(value)
    return found


def put_together(found: Mapping[Path, Any]) -> dict[str, Any]:
    """The fields of an entry from its parts."""
    tree: dict[Any, Any] = {}
    for path, value in found.items():
        inner = tree
        for part in path[:-1]:
            inner = inner.setdefault(part, {})
        inner[path[-1]] = value
    return {field: _listed(inner) for field, inner in tree.items()}


def closed_up(paths: Iterable[Path]) -> dict[Path, Path]:
    """Where each part of an entry went, and which one it was: a list has no gaps."""
    taken: dict[Path, set[int]] = defaultdict(set)
    known = tuple(paths)
    for path in known:
        for at, part in enumerate(path):
            if isinstance(part, int):
                taken[path[:at]].add(part)
    return {
        tuple(
            sorted(taken[path[:at]]).index(part) if isinstance(part, int) else part
            for at, part in enumerate(path)
        ): path
        for path in known
    }


@lru_cache(4096)
def holds(record: type[BaseModel], path: Path) -> str:
    """What the cells of a field hold."""
    found = _walked(record, (), name(path).split("."))
    return found.holds if found else BOOL if path == (DRAFT,) else TEXT


def understood(cell: str, holds: str) -> Any:
    """A cell as the record takes it; what is not understood is left for the record to refuse."""
    if holds == LIST:
        return [item for item in _items(cell) if item]
    if holds == BOOL and cell.casefold() in _YES | _NO:
        return cell.casefold() in _YES
    if holds == AREA and cell.isdecimal():
        return cell.zfill(3)  # Excel writes 005 as 5
    return cell


def _listed(inner: Any) -> Any:
    if not isinstance(inner, dict):
        return inner
    parts = {part: _listed(inner[part]) for part in inner}
    if all(isinstance(part, int) for part in parts):
        return [parts[index] for index in sorted(parts)]
    return parts


def _walked(record: type[BaseModel], at: Path, parts: list[str]) -> Column | None:
    head, *rest = parts
    field = next((each for each in record.model_fields if each == head.casefold()), "")
    if not field:
        return None
    path, inner = (*at, field), _inner(record, field)
    if isinstance(inner, type) and issubclass(inner, Texts):
        return _language(path, rest)
    if _is_record(inner):
        if _is_list(record, field):
            if not rest or not re.fullmatch(r"[1-9]\d{0,3}", rest[0], re.ASCII):
                return None
            path, rest = (*path, int(rest[0]) - 1), rest[1:]
        return _walked(inner, path, rest) if rest else None
    return None if rest else Column(path, _holds(record, field, inner))


def _language(path: Path, rest: list[str]) -> Column | None:
    if len(rest) > 1:
        return None
    language = rest[0] if rest else EVERY_LANGUAGE
    if not re.fullmatch(LANGUAGE, language):
        primary, *subtags = re.split("[-_]", language)
        language = "-".join([primary.lower(), *subtags])
    return Column((*path, language), TEXT) if re.fullmatch(LANGUAGE, language) else None


def _holds(record: type[BaseModel], field: str, inner: Any) -> str:
    if _is_list(record, field):
        return LIST
    if inner is bool:
        return BOOL
    return YEARS if inner == EdtfYears else AREA if inner == Area else TEXT


@cache
def _inner(record: type[BaseModel], field: str) -> Any:
    """What a field holds, or each item of it."""
    held: Any = record.model_fields[field].annotation
    options = [each for each in get_args(held) if each is not type(None)]
    if type(None) in get_args(held) and len(options) == 1:
        held = options[0]
    return get_args(held)[0] if get_origin(held) is tuple else held


def _is_record(inner: Any) -> bool:
    return isinstance(inner, type) and issubclass(inner, BaseModel) and not issubclass(inner, Texts)


@cache
def _is_list(record: type[BaseModel], field: str) -> bool:
    return get_origin(record.model_fields[field].annotation) is tuple


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " | ".join(re.sub(r"([\\|])", r"\\\1", str(each)) for each in value)
    return str(value)


def _items(cell: str) -> Iterator[str]:
    """The items of a list: by line, or by strokes, of which \\| is none."""
    item = ""
    for token in re.findall(r"\\[\\|]|[|\r\n]|[^\\|\r\n]+|\\", cell):
        if token in {"|", "\r", "\n"}:
            yield item.strip()
            item = ""
        else:
            item += token[-1] if len(token) == 2 and token[0] == "\\" else token
    yield item.strip()
