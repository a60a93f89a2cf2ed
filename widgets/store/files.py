"""A catalogue as a file: TOML or JSON, with every mistake named by its line and field."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from widgets.catalogue.documents import SCHEMA, document
from widgets.catalogue.faults import faults, said
from widgets.catalogue.records import SLUG, TYPES, Entry
from widgets.errors import CatalogueRefused, Problem, StoreRefused
from widgets.language.messages import messages
from widgets.store.journal import TYPE_OF

SUFFIXES = (".toml", ".json")
_REFERS = {
    "organisation": ("topics",),
    "network": ("category", "topics"),
    "membership": ("network", "member"),
    "collaboration": ("organisation", "network", "topics"),
}
LARGEST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Read:
    """What a file holds: its entries, and which of them are to stay drafts."""

    entries: tuple[Entry, ...]
    drafts: frozenset[tuple[str, str]]

    @property
    def to_publish(self) -> frozenset[tuple[str, str]]:
        return frozenset((TYPE_OF[type(each)], each.slug) for each in self.entries) - self.drafts


@dataclass(frozen=True)
class _Row:
    """One entry as it stands in the file; entry is None where it was refused."""

    place: str
    type: str
    slug: str
    fields: Mapping[str, Any]
    entry: Entry | None


def read(path: Path, known: Iterable[Entry] = ()) -> Read:
    """Read and check a whole file. Entries may refer to each other and to what is known already.

    Raises: CatalogueRefused with every problem of the file."""
    text = _text(path)
    parsed = _parsed(path, text)
    lines = _Lines(text, is_toml=path.suffix == ".toml")
    problems: list[Problem] = []
    rows = list(_rows(parsed, lines, problems))
    problems += [*_repeated(rows), *_dangling(rows, known)]
    if problems:
        raise CatalogueRefused(sorted(problems, key=_line_number))
    drafts = frozenset((each.type, each.slug) for each in rows if each.fields.get("draft"))
    return Read(tuple(each.entry for each in rows if each.entry), drafts)


def write(path: Path, entries: Iterable[Entry], drafts: frozenset[tuple[str, str]]) -> None:
    """Write a catalogue that `read` takes back unchanged.

    Raises: StoreRefused for a suffix that is not known, or a place that cannot be written to."""
    if path.suffix not in SUFFIXES:
        raise StoreRefused(_unknown_suffix(path))
    lists = document(entries, drafts)
    if path.suffix == ".toml":
        text = "\n".join(
            f"[[{name}]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in row.items())
            for name, rows in lists.items()
            for row in rows
        )
    else:
        text = json.dumps(lists, ensure_ascii=False, indent=2) + "\n"
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise StoreRefused(f"{path} cannot be written: {error.strerror}") from error


def _toml(value: Any) -> str:
    """A value on one line, so that each field has a line of its own to be named by."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _unknown_suffix(path: Path) -> str:
    return f"{path.name} is neither {' nor '.join(SUFFIXES)}"


def _text(path: Path) -> str:
    if path.suffix not in SUFFIXES:
        raise CatalogueRefused([Problem("", "", "", _unknown_suffix(path))])
    try:
        if path.stat().st_size > LARGEST_BYTES:
            said = f"{path.name} is larger than {LARGEST_BYTES // 1024**2} MB"
            raise CatalogueRefused([Problem("", "", "", said)])
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        said = f"{path} cannot be read: {error.strerror}"
        raise CatalogueRefused([Problem("", "", "", said)]) from error
    except UnicodeDecodeError as error:
        said = f"{path.name} is not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        raise CatalogueRefused([Problem("", "", "", said)]) from error


def _parsed(path: Path, text: str) -> Mapping[str, Any]:
    try:
        parsed = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:
        said = str(error) or "nested too deeply"
        raise CatalogueRefused([Problem(_line_in(said), "", "", said)]) from error
    if not isinstance(parsed, dict):
        said = f"takes an object with lists named {', '.join(TYPES)}"
        raise CatalogueRefused([Problem("line 1", "", "", said)])
    return parsed


def _rows(parsed: Mapping[str, Any], lines: "_Lines", problems: list[Problem]) -> Iterator[_Row]:
    for name, rows in parsed.items():
        if name == SCHEMA:
            continue
        if name not in TYPES or not isinstance(rows, list):
            said = f"unknown list; a catalogue has lists named {', '.join(TYPES)}"
            problems.append(Problem(lines.of(name, 0), name, "", said))
            continue
        for index, row in enumerate(rows):
            entry = _entry(name, index, row, lines, problems)
            if isinstance(row, dict):
                slug = entry.slug if entry else _called(row)
                yield _Row(lines.of(name, index), name, slug, row, entry)


def _entry(
    name: str, index: int, row: Any, lines: "_Lines", problems: list[Problem]
) -> Entry | None:
    label = f"{name} {_called(row) or index + 1}"
    if not isinstance(row, dict):
        problems.append(Problem(lines.of(name, index), label, "", "takes a table of fields"))
        return None
    fields = {key: value for key, value in row.items() if key != "draft"}
    if not isinstance(row.get("draft", False), bool):
        place = lines.of(name, index, "draft")
        problems.append(Problem(place, label, "draft", "takes true or false"))
    try:
        return TYPES[name].model_validate(fields)
    except ValidationError as error:
        for fault in faults(error, TYPES[name]):
            place = lines.of(name, index, str(fault.path[0]) if fault.path else "")
            problems.append(Problem(place, label, fault.name, said(messages("en"), fault, "en")))
        return None


def _called(row: Any) -> str:
    if not isinstance(row, dict):
        return ""
    parts = (row.get(key) for key in ("slug", "network", "member", "role"))
    if isinstance(row.get("slug"), str):
        return str(row["slug"])
    return "/".join(part for part in parts if isinstance(part, str))


def _repeated(rows: Sequence[_Row]) -> Iterator[Problem]:
    often = Counter((each.type, each.slug) for each in rows if each.slug)
    for each in rows:
        if often[each.type, each.slug] > 1:
            label = f"{each.type} {each.slug}"
            yield Problem(each.place, label, "", "stands in this file twice")


def _dangling(rows: Sequence[_Row], known: Iterable[Entry]) -> Iterator[Problem]:
    """References to what neither the file nor the catalogue holds, also from and to entries that
    were refused for something else: all mistakes are told at once, and none is invented."""
    slugs: dict[str, set[str]] = {name: set() for name in TYPES}
    for entry in known:
        slugs[TYPE_OF[type(entry)]].add(entry.slug)
    for each in rows:
        slugs[each.type].add(each.slug)
    parties = slugs["network"] | slugs["organisation"]
    both = slugs["network"] & slugs["organisation"]
    targets = {**slugs, "member": parties, "topics": slugs["topic"]}
    for each in rows:
        label = f"{each.type} {each.slug}"
        for field, wanted in _references(each):
            if wanted not in targets[field]:
                yield Problem(each.place, label, field, f"{wanted} is not in the catalogue")
        if each.type == "membership" and each.fields.get("member") == each.fields.get("network"):
            yield Problem(each.place, label, "member", "a network is no member of itself")
        if each.type in {"network", "organisation"} and each.slug in both:
            said = "is the slug of an organisation and of a network; each needs its own"
            yield Problem(each.place, label, "slug", said)


def _references(row: _Row) -> Iterator[tuple[str, str]]:
    """The slugs that an entry names; what is no slug at all has been refused already."""
    for field in _REFERS.get(row.type, ()):
        value = row.fields.get(field)
        for wanted in value if isinstance(value, list) else [value]:
            if isinstance(wanted, str) and re.fullmatch(SLUG, wanted.strip()):
                yield field, wanted.strip()


class _Lines:
    """Finds the line of an entry and of its field in the text of a file."""

    def __init__(self, text: str, is_toml: bool) -> None:
        self._lines = text.splitlines()
        self._is_toml = is_toml
        self._starts: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines if is_toml else (), start=1):
            if match := re.match(r"\s*\[\[\s*([\w-]+)\s*\]\]", line):
                self._starts.setdefault(match[1], []).append(number)

    def of(self, type: str, index: int, field: str = "") -> str:
        """ "line 12", as near as it can be told; a path where the file has no such lines."""
        starts = self._starts.get(type, [])
        if index >= len(starts):
            return f"{type}[{index}]"
        start = starts[index]
        for number in range(start + 1, len(self._lines) + 1):
            line = self._lines[number - 1].lstrip()
            if line.startswith("[["):
                break
            if field and re.match(rf"[\"']?{re.escape(field)}[\"']?\s*[.=]", line):
                return f"line {number}"
        return f"line {start}"


def _line_in(said: str) -> str:
    match = re.search(r"line (\d+)", said)
    return f"line {match[1]}" if match else ""


def _line_number(problem: Problem) -> int:
    match = re.search(r"\d+", problem.place)
    return int(match[0]) if match else 0
