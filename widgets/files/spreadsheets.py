"""Workbooks as Excel and LibreOffice write them, with a bound on everything: any may be a bomb."""

import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from widgets.errors import CatalogueRefused, StoreRefused
from widgets.files.tables import Bounds, Dated, Sheet, refused
from widgets.language.messages import marked

LONGEST_CELL = 32_767  # Source: Excel's own limit
UNZIPPED_BYTES = 256 * 1024 * 1024
PART_BYTES = 16 * 1024 * 1024  # of what is read as a whole, such as styles
_MOST_PARTS = 2_000
_STREAMED = re.compile(r"/?xl/(worksheets/[^/]*|sharedStrings)\.xml", re.I)
NO_WORKBOOK = marked("This is no workbook that can be read: save it as .xlsx, without a password.")
TOO_LARGE = marked("This workbook is too large once it is unpacked: import it in parts.")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\ufffe\uffff]")

warnings.filterwarnings("ignore", module=r"openpyxl\.")  # what it leaves out is none of ours


def sheets(content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx file: values, not formulas; macros and pictures are not looked at.

    Raises: CatalogueRefused for what is no such file, or too large a one."""
    try:
        _refuse_bombs(content)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        bounds = Bounds()
        return [_sheet(each, bounds) for each in book.worksheets]
    except CatalogueRefused:
        raise
    except Exception as error:  # a file made to do harm has openpyxl raise nearly anything
        raise refused(NO_WORKBOOK) from error


def written(sheets: Iterable[Sheet]) -> bytes:
    """Raises: StoreRefused for a text that no cell can hold."""
    made = tuple(sheets)
    for sheet in made:
        _refuse_long(sheet)
    book = Workbook(write_only=True)
    for sheet in made:
        _write(book.create_sheet(sheet.name), sheet)
    if not book.worksheets:
        book.create_sheet("network")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _refuse_bombs(content: bytes) -> None:
    """No more is unpacked than the sizes that are looked at here: zipfile stops there."""
    parts = zipfile.ZipFile(BytesIO(content)).infolist()
    whole = [each.file_size for each in parts if not _STREAMED.fullmatch(each.filename)]
    if (
        len(parts) > _MOST_PARTS
        or sum(each.file_size for each in parts) > UNZIPPED_BYTES
        or max(whole, default=0) > PART_BYTES
    ):
        raise refused(TOO_LARGE)


def _sheet(sheet: Any, bounds: Bounds) -> Sheet:
    sheet.reset_dimensions()  # a file may say what it likes of its own size
    rows, before = [], ()
    found = sheet.iter_rows(max_col=bounds.columns + 1, values_only=True)
    for number, cells in enumerate(found, start=1):
        # Rows that the file leaves out are one and the same; there may be a billion.
        texts = [] if cells is before else [_text(value) for value in _trimmed(cells)]
        before = cells
        while texts and not texts[-1]:
            texts.pop()
        bounds.count(number, texts)
        if texts:
            rows.append((number, texts))
    return Sheet(str(sheet.title), rows)


def _trimmed(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """Without most of the nothing that a row is filled up with: a call for each would be slow."""
    half = len(cells) // 2
    while half > 8 and cells[half:].count(None) == len(cells) - half:
        cells = cells[:half]
        half //= 2
    return cells


def _text(value: Any) -> str:
    """A value as it was typed, as well as that can be told."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return Dated((value.date() if isinstance(value, datetime) else value).isoformat())
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value)).strip()


def _write(made: Any, sheet: Sheet) -> None:
    made.freeze_panes = "B2"
    for index, (_, cells) in enumerate(sheet.rows):
        if not index:
            _prepare(made, cells)
        made.append([_cell(made, text, is_heading=not index) for text in cells])


def _refuse_long(sheet: Sheet) -> None:
    for number, cells in sheet.rows:
        for column, text in zip(sheet.rows[0][1], cells, strict=True):
            if len(text) > LONGEST_CELL:
                raise StoreRefused(
                    f"sheet {sheet.name}, row {number}, column {column}: "
                    "longer than a cell can be; export as JSON or TOML"
                )


def _prepare(made: Any, headings: Sequence[str]) -> None:
    """Wide columns that hold text, whatever is typed into them: 2011/2015 is to be no date."""
    for at, heading in enumerate(headings, start=1):
        shape = made.column_dimensions[get_column_letter(at)]
        shape.width = 48 if heading.startswith(("summary", "description")) else 22
        shape.number_format = "@"


def _cell(made: Any, text: str, *, is_heading: bool) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(made, _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
    cell.data_type = "s"
    cell.number_format = "@"
    if is_heading:
        cell.font = Font(bold=True)
    return cell
