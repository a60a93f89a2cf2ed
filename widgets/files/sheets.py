"""Tables read as entries. What a table has no column for stays as it is known; an empty cell takes
a field away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from widgets.catalogue.cells import ERROR, unguarded
from widgets.catalogue.faults import Fault, Path, no_field
from widgets.catalogue.records import TYPES, Entry, Key, key_of
from widgets.errors import Problem, Told
from widgets.files import columns
from widgets.files.columns import DRAFT, TYPE, Column
from widgets.files.rows import Place, Row
from widgets.files.tables import ROW, Dated, Sheet
from widgets.language.messages import marked

CELL = marked("row %(row)s, column %(column)s")
SHEET_ROW = marked("sheet %(sheet)s, row %(row)s")
SHEET_CELL = marked("sheet %(sheet)s, row %(row)s, column %(column)s")
WHICH_TYPE = marked("Say in a column named type what each row is: %(types)s.")
NO_HEADING = marked("This column has cells but no name: write one above it.")
TWICE = marked("Two columns have this name: leave one of the two.")
NOT_HERE = marked("An entry of this type has no such field: empty this cell.")
A_DATE = marked("The spreadsheet made a date of this: format the column as text, write it again.")
AN_ERROR = marked("The spreadsheet shows an error here: mend the formula, or write the value.")
_KEYS = ("network", "member", "role")
_MOST_ROWS = 10_000_000  # more than a sheet can have
_OWN = {TYPE: Column((TYPE,), columns.TEXT), DRAFT: Column((DRAFT,), columns.BOOL)}
Found = tuple[list[Row], list[tuple[int, Problem]]]


def rows(sheets: Sequence[Sheet], known: Iterable[Entry], type: str = "") -> Found:
    """The entries of all sheets, and what is wrong with their columns; type is that of a table
    which does not say it."""
    by_key = {key_of(each): each for each in known}
    found: list[Row] = []
    problems: list[tuple[int, Problem]] = []
    for number, sheet in enumerate(sheets):
        table = _Table(sheet, number, typed(sheet.name) or type, by_key)
        problems += table.wrong()
        if table.has_type:
            found += filter(None, map(table.row, table.body))
    return found, problems


def typed(word: str) -> str:
    """The type that a word names, in whatever case, also for more than one; or nothing."""
    wanted = word.strip().casefold()
    plurals = {f"{each}s": each for each in TYPES} | {"categories": "category"}
    return wanted if wanted in TYPES else plurals.get(wanted, "")


class _Table:
    """One sheet while it is read. Shape: columns by type, None where it has no such field."""

    def __init__(self, sheet: Sheet, number: int, type: str, known: Mapping[Key, Entry]) -> None:
        self._sheet, self._number, self._type, self._known = sheet, number, type, known
        self._top, first = sheet.rows[0] if sheet.rows else (1, ())
        width = max((len(cells) for _, cells in sheet.rows), default=0)
        headings = [*first, *[""] * (width - len(first))]
        self._headings = [unguarded(each.strip()) for each in headings]
        self.body = sheet.rows[1:]
        lowered = [each.casefold() for each in self._headings]
        self._types_at = lowered.index(TYPE) if TYPE in lowered else -1
        self.has_type = bool(type) or self._types_at >= 0
        types = TYPES if self._types_at >= 0 else {type: TYPES[type]} if type else {}
        self._columns = {name: self._of(record) for name, record in types.items()}

    def wrong(self) -> Iterator[tuple[int, Problem]]:
        """What is wrong before any entry is looked at."""
        which = Told(WHICH_TYPE, {"types": ", ".join(TYPES)})
        if self.has_type:
            yield from self._wrong_headings()
            untyped = (number for number, cells in self.body if not self._type_of(cells))
            heading = self._headings[self._types_at] if self._types_at >= 0 else ""
            yield from (self._refused(number, heading, which) for number in untyped)
        elif self.body:
            yield self._refused(self._top, "", which)

    def _wrong_headings(self) -> Iterator[tuple[int, Problem]]:
        seen: set[str] = set()
        for at, heading in enumerate(self._headings):
            found = [each[at] for each in self._columns.values()]
            named = {columns.name(each.path) for each in found if each}
            if named & seen:
                yield self._refused(self._top, heading, Told(TWICE))
            elif heading and not named:
                fields = [field for each in self._columns for field in TYPES[each].model_fields]
                fault = no_field((heading,), [*fields, TYPE, DRAFT])
                yield self._refused(self._top, heading, fault.told)
            elif not heading and any(at < len(row) and row[at].strip() for _, row in self.body):
                yield self._refused(self._top, _letters(at), Told(NO_HEADING))
            seen |= named

    def row(self, numbered: tuple[int, Sequence[str]]) -> Row | None:
        number, cells = numbered
        type = self._type_of(cells)
        if not type:
            return None
        said: dict[Path, str] = {}
        headings: dict[Path, str] = {}
        faults: list[Fault] = []
        for at, each in enumerate(self._columns[type]):
            cell = cells[at] if at < len(cells) else ""
            text = cell if isinstance(cell, Dated) else unguarded(cell.strip())
            path = each.path if each else (self._headings[at],)
            headings[path] = self._headings[at]
            if each and each.path != (TYPE,):
                said[path] = text
                faults += _unusable(each, cell)
            elif text and any(others[at] for others in self._columns.values()) and not each:
                faults.append(Fault(path, NOT_HERE))
        parts = self._understood(type, said)
        place = partial(self._place, number, headings, columns.closed_up(parts))
        return Row(type, columns.put_together(parts), place, number, tuple(faults))

    def _of(self, record: type[Entry]) -> list[Column | None]:
        return [
            _OWN.get(each.casefold()) or columns.column(record, each) for each in self._headings
        ]

    def _type_of(self, cells: Sequence[str]) -> str:
        said = cells[self._types_at] if 0 <= self._types_at < len(cells) else ""
        return typed(said) if said.strip() else self._type

    def _understood(self, type: str, said: Mapping[Path, str]) -> dict[Path, object]:
        """What a row says, over what is known of its entry."""
        record = TYPES[type]
        own = said.get(("slug",), "") or "/".join(said.get((key,), "") for key in _KEYS)
        entry = self._known.get((type, own))
        dumped = entry.model_dump(mode="json", exclude_defaults=True) if entry else {}
        merged = {**columns.cells(record, dumped), **said}
        return {
            path: columns.understood(
                text[:4] if isinstance(text, Dated) else text, columns.holds(record, path)
            )
            for path, text in merged.items()
            if text
        }

    def _place(
        self, number: int, headings: Mapping[Path, str], went: Mapping[Path, Path], path: Path
    ) -> Place:
        """The cell that a fault is about, or one of the same field, or the row."""
        for length in range(len(path), 0, -1):
            start = went.get(path[:length], path[:length])
            for where, heading in headings.items():
                if where[: len(start)] == start:
                    return self._at(number, heading)
        return self._at(number, "")

    def _at(self, number: int, heading: str) -> Place:
        values = {"sheet": self._sheet.name, "row": str(number), "column": heading}
        by_sheet = (SHEET_ROW, SHEET_CELL) if self._sheet.name else (ROW, CELL)
        order = self._number * _MOST_ROWS + number
        return order, Told(by_sheet[bool(heading)], values)

    def _refused(self, number: int, heading: str, told: Told) -> tuple[int, Problem]:
        order, place = self._at(number, heading)
        return order, Problem(place, "", "", "", told)


def _unusable(column: Column, text: str) -> list[Fault]:
    if ERROR.fullmatch(text.strip()):
        return [Fault(column.path, AN_ERROR)]
    if isinstance(text, Dated) and column.holds != columns.YEARS:
        return [Fault(column.path, A_DATE)]
    return []


def _letters(at: int) -> str:
    """A column as spreadsheet programs name it: A … Z, AA …"""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
