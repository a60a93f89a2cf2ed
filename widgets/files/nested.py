"""A catalogue as TOML or JSON: lists of entries, each mistake named by its line."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from widgets.catalogue.documents import SCHEMA, document
from widgets.catalogue.faults import Path, nearest
from widgets.catalogue.records import TYPES, Entry, Key
from widgets.errors import CatalogueRefused, Problem, Told
from widgets.files.rows import Place, Row
from widgets.language.messages import marked

LINE = marked("line %(line)s")
NOT_UTF8 = marked("This is not UTF-8, from byte %(byte)s on: save it as UTF-8.")
TOO_DEEP = marked("This has too many levels.")
NO_OBJECT = marked("Write an object with lists named %(lists)s.")
NO_LIST = marked("There is no such list; a catalogue has lists named %(lists)s.")
DID_YOU_MEAN = marked("There is no such list; did you mean %(near)s?")
LISTS = ", ".join(TYPES)


def rows(content: bytes, *, is_toml: bool) -> tuple[list[Row], list[tuple[int, Problem]]]:
    """The entries of a document, and what is wrong with its lists.

    Raises: CatalogueRefused for what is no such document at all."""
    text = _text(content)
    lines = _Lines(text, is_toml=is_toml)
    found: list[Row] = []
    problems = []
    for name, listed in _parsed(text, is_toml=is_toml).items():
        if name == SCHEMA:
            continue
        if name in TYPES and isinstance(listed, list):
            found += _listed(name, listed, lines)
            continue
        near = nearest(name, TYPES) if name not in TYPES else ""
        told = Told(DID_YOU_MEAN, {"near": near}) if near else Told(NO_LIST, {"lists": LISTS})
        order, place = lines.of(name, 0, ())
        problems.append((order, Problem(place, name, "", "", told)))
    return found, problems


def toml(entries: Iterable[Entry], drafts: frozenset[Key]) -> str:
    return "\n".join(
        f"[[{name}]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in row.items())
        for name, rows in document(entries, drafts).items()
        for row in rows
    )


def as_json(entries: Iterable[Entry], drafts: frozenset[Key]) -> str:
    return json.dumps(document(entries, drafts), ensure_ascii=False, indent=2) + "\n"


def _toml(value: Any) -> str:
    """A value on one line, so that each field has a line of its own to be named by."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(Told(NOT_UTF8, {"byte": str(error.start + 1)})) from error


def _parsed(text: str, *, is_toml: bool) -> Mapping[str, Any]:
    try:
        parsed = tomllib.loads(text) if is_toml else json.loads(text)
    except RecursionError as error:
        raise _refused(Told(TOO_DEEP)) from error
    except ValueError as error:
        # The parser's own words; they are English, and name the column.
        line = re.search(r"line (\d+)", str(error))
        told = Told("%(said)s", {"said": str(error)})
        raise _refused(told, line[1] if line else "") from error
    if not isinstance(parsed, dict):
        raise _refused(Told(NO_OBJECT, {"lists": LISTS}), "1")
    return parsed


def _refused(told: Told, line: str = "") -> CatalogueRefused:
    place = Told(LINE, {"line": line}) if line else Told("")
    return CatalogueRefused([Problem(place, "", "", "", told)])


def _listed(type: str, listed: list[Any], lines: "_Lines") -> Iterator[Row]:
    for index, fields in enumerate(listed):
        at = partial(lines.of, type, index)
        yield Row(type, fields if isinstance(fields, dict) else None, at, index + 1)


class _Lines:
    """Where things stand in a TOML file: its parser does not tell."""

    def __init__(self, text: str, *, is_toml: bool) -> None:
        self._lines = text.splitlines() if is_toml else []
        self._starts: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines, start=1):
            if match := re.match(r"\s*\[\[\s*([\w-]+)\s*\]\]", line):
                self._starts.setdefault(match[1], []).append(number)

    def of(self, type: str, index: int, path: Path) -> Place:
        """A line, as near as it can be told; a path where the file has no such lines."""
        starts = self._starts.get(type, [])
        if index >= len(starts):
            return 0, Told("%(path)s", {"path": f"{type}[{index}]"})
        start = starts[index]
        field = str(path[0]) if path else ""
        for number in range(start + 1, len(self._lines) + 1):
            line = self._lines[number - 1].lstrip()
            if line.startswith("[["):
                break
            if field and re.match(rf"[\"']?{re.escape(field)}[\"']?\s*[.=]", line):
                return number, Told(LINE, {"line": str(number)})
        return start, Told(LINE, {"line": str(start)})
