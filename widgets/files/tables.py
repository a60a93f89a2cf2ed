"""Entries written as tables: a row for each, a column for each field, lists in one cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from widgets.catalogue.cells import guarded
from widgets.catalogue.documents import document
from widgets.catalogue.faults import Path
from widgets.catalogue.records import TYPES, Entry, Key
from widgets.errors import CatalogueRefused, Problem, Told
from widgets.files import columns
from widgets.files.columns import DRAFT, TYPE
from widgets.language.messages import marked

ROW = marked("row %(row)s")
TOO_WIDE = marked("This has more than %(most)s columns: leave out those that are not needed.")
TOO_MUCH = marked("From here on it is too much to be read at once: import it in parts.")


class Dated(str):
    """A date that a spreadsheet made of what was typed: 2003-01-31."""


class Bounds:
    """How much is read of one file, whatever it claims to hold."""

    rows = 200_000
    columns = 500
    characters = 64 * 1024 * 1024
    blank = 1_100_000  # rows: a sheet that was formatted to its end has 1,048,576

    def count(self, number: int, cells: Sequence[str]) -> None:
        """Raises: CatalogueRefused where it becomes too much."""
        self.rows -= any(cells)
        self.characters -= sum(map(len, cells))
        if len(cells) > self.columns:
            raise refused(TOO_WIDE, number, most=self.columns)
        if self.rows < 0 or self.characters < 0 or number > self.blank:
            raise refused(TOO_MUCH, number)


def refused(message: str, row: int = 0, **values: str | int) -> CatalogueRefused:
    """A whole table that cannot be read."""
    place = Told(ROW, {"row": str(row)}) if row else Told("")
    return CatalogueRefused([Problem(place, "", "", "", Told(message, values))])


@dataclass(frozen=True)
class Sheet:
    """Shape: rows as a spreadsheet program numbers them, those without text left out; name is ""
    where a file has but one sheet."""

    name: str
    rows: Sequence[tuple[int, Sequence[str]]]


def sheets(entries: Iterable[Entry], drafts: frozenset[Key]) -> list[Sheet]:
    """A sheet for each type that there is: headings first, then an entry a row."""
    return [_sheet(name, {name: rows}) for name, rows in document(entries, drafts).items()]


def single(entries: Iterable[Entry], drafts: frozenset[Key]) -> Sheet:
    """All entries below each other, with what they are in the first column."""
    return _sheet("", document(entries, drafts))


def _sheet(name: str, lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> Sheet:
    table: list[dict[str, str]] = []
    headings: dict[str, None] = {} if name else {TYPE: None}
    for type, entries in lists.items():
        record = TYPES[type]
        paths: set[Path] = set()
        taken = [(each, columns.cells(record, _fields(each))) for each in entries]
        for fields, cells in taken:
            paths |= cells.keys()
            own = {TYPE: type} | {columns.name(path): text for path, text in cells.items()}
            table.append(own | ({DRAFT: "true"} if fields.get(DRAFT) else {}))
        headings |= dict.fromkeys(
            map(columns.name, sorted(paths, key=lambda path: columns.order(record, path)))
        )
    if any(DRAFT in row for row in table):
        headings |= {DRAFT: None}
    rows = [list(headings), *([row.get(each, "") for each in headings] for row in table)]
    return Sheet(name, [(at, list(map(guarded, row))) for at, row in enumerate(rows, start=1)])


def _fields(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != DRAFT}
