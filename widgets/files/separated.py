"""Tables as text: CSV as Excel and LibreOffice save it, which says neither its encoding nor what
stands between its cells."""

import codecs
import csv
from collections.abc import Iterator
from io import StringIO

from widgets.catalogue.records import TYPES
from widgets.files import columns
from widgets.files.columns import DRAFT, TYPE
from widgets.files.tables import Bounds, Sheet, refused
from widgets.language.messages import marked

NO_TABLE = marked("This is no table of text: save it as CSV in UTF-8, or as .xlsx.")
QUOTES = marked("A quotation mark is opened and never closed: close it, or write it twice.")
_SEPARATORS = ",;\t"
_MARKED = (  # in this order: the mark of UTF-32 begins as that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_USUAL = "cp1252"
_ELSEWHERE = [_USUAL, "cp1250", "cp1251", "cp1256", "mac_roman"]


def sheets(content: bytes) -> list[Sheet]:
    """The one sheet of a .csv file, or of a table that was pasted.

    Raises: CatalogueRefused for what is no text, or too much."""
    text = decoded(content)
    first, _, rest = text.partition("\n")
    told = first.strip().casefold().removeprefix("sep=") if first[:4].casefold() == "sep=" else ""
    separator = told if told and told in _SEPARATORS else _separator(text)
    if told:
        text = f"\n{rest}"  # the row keeps its number
    return [Sheet("", list(_rows(text, separator)))]


def written(sheet: Sheet, separator: str) -> str:
    """Shape: RFC 4180, with a byte order mark, without which Excel reads ü as Ã¼."""
    text = StringIO()
    csv.writer(text, delimiter=separator).writerows(cells for _, cells in sheet.rows)
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + text.getvalue()


def decoded(content: bytes) -> str:
    """Text in whatever encoding it was most probably saved in.

    Raises: CatalogueRefused where it is none."""
    encoding = next((name for mark, name in _MARKED if content.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\0" in content[:4096]:
        encoding = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        text = "" if encoding != "utf-8" else _guessed(content)
        if not text:
            raise refused(NO_TABLE) from error
        return text


def _guessed(content: bytes) -> str:
    """Of several that fit as well, the one of Western Europe: they differ in few letters."""
    from charset_normalizer import from_bytes  # by need: it takes 3 MB

    found = list(from_bytes(content, cp_isolation=_ELSEWHERE))
    fitting = [each for each in found if each.chaos <= found[0].chaos]
    if any(_USUAL in each.could_be_from_charset for each in fitting):
        return content.decode(_USUAL, "replace")
    return str(fitting[0]) if fitting else ""


def _separator(text: str) -> str:
    """What gives the first row the most names that are known; then the most cells."""
    return max(_SEPARATORS, key=lambda each: _likely(text, each))


def _likely(text: str, separator: str) -> tuple[int, int]:
    start = text.lstrip()[:100_000]
    try:
        row = next(csv.reader(StringIO(start, newline=""), delimiter=separator), [])
    except csv.Error:
        return 0, 0
    known = [each for each in row if _is_known(each)]
    return len(known), len(row)


def _is_known(heading: str) -> bool:
    if heading.strip().casefold() in {TYPE, DRAFT}:
        return True
    return any(columns.column(record, heading) for record in TYPES.values())


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    bounds, number = Bounds(), 0
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1):
            while cells and not cells[-1].strip():
                cells.pop()
            bounds.count(number, cells)
            if any(each.strip() for each in cells):
                yield number, cells
    except csv.Error as error:
        raise refused(QUOTES, number + 1) from error
