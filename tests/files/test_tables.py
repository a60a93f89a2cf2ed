"""Tables as people make them in a spreadsheet: what is understood, and what is said of the rest."""

import csv
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.world import WORLD
from widgets.catalogue.records import TYPES, Entry, Network, Organisation, Topic
from widgets.errors import CatalogueRefused, StoreRefused
from widgets.files import formats, spreadsheets, tables

HEAD = "type,slug,name\n"


def read(text: str | bytes, type: str = "", known: Sequence[Entry] = WORLD) -> tuple[Entry, ...]:
    content = text if isinstance(text, bytes) else text.encode()
    return formats.parsed("table.csv", content, known, type).entries


def refused(text: str | bytes, type: str = "", known: Sequence[Entry] = WORLD) -> list[str]:
    with pytest.raises(CatalogueRefused) as found:
        read(text, type, known)
    return [str(each) for each in found.value.problems]


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        made = book.create_sheet(name)
        for row in rows:
            made.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def from_workbook(content: bytes, known: Sequence[Entry] = WORLD) -> tuple[Entry, ...]:
    return formats.parsed("book.xlsx", content, known).entries


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_however_a_spreadsheet_saved_it(separator: str, encoding: str) -> None:
    written = StringIO()
    rows = [["Slug", "NAME.nl", "Summary.nl"], ["suedwind-2", "Südwind, é", "één; twee,\tdrie"]]
    csv.writer(written, delimiter=separator).writerows(rows)
    [entry] = read(written.getvalue().encode(encoding), "organisation")
    assert entry == Organisation.model_validate(
        {"slug": rows[1][0], "name": {"nl": rows[1][1]}, "summary": {"nl": rows[1][2]}}
    )


def test_a_quoted_line_break_stays_within_its_cell() -> None:
    [entry] = read('slug;name;summary.en\na;A;"one\r\ntwo; three"\r\n', "network")
    assert isinstance(entry, Network)
    assert entry.summary and entry.summary.root == {"en": "one\ntwo; three"}


def test_the_separator_that_the_file_names_is_believed() -> None:
    [entry] = read("sep=;\r\nslug;name\r\na;A, B\r\n", "topic")
    assert entry == Topic.model_validate({"slug": "a", "name": "A, B"})


def test_lists_are_written_by_strokes_or_by_lines() -> None:
    rows = 'slug,name,topics,aliases\na,A,tax | water,"one\ntwo \\| three"\n'
    topics = "".join(f"topic,{slug},{slug.title()}\n" for slug in ("tax", "water"))
    known = read(HEAD + topics)
    [entry] = read(rows, "network", known)
    assert isinstance(entry, Network)
    assert (entry.topics, entry.aliases) == (("tax", "water"), ("one", "two | three"))


@pytest.mark.parametrize("word", ["true", "TRUE", "WAAR", "ja", "x", "1"])
def test_a_claim_may_be_made_in_the_words_of_a_spreadsheet(word: str) -> None:
    [entry] = read(f"slug,name,ended\na,A,{word}\n", "network")
    assert isinstance(entry, Network) and entry.ended


def test_what_a_table_has_no_column_for_stays_and_an_empty_cell_takes_away() -> None:
    known = Network.model_validate(
        {"slug": "a", "name": {"nl": "A", "en": "B"}, "since": "2003", "website": "https://a.nl"}
    )
    [entry] = read("slug,name.nl,website\na,Nieuw,\n", "network", [known])
    assert entry == Network.model_validate(
        {"slug": "a", "name": {"nl": "Nieuw", "en": "B"}, "since": "2003"}
    )


@pytest.mark.parametrize("text", ["=1+1", "+31 20", "-a", "@b", "'=x", "'s-Gravenhage", "#N/A"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_text_that_looks_like_a_formula_is_guarded_and_comes_back(text: str, suffix: str) -> None:
    entry = Topic.model_validate({"slug": "a", "name": text})
    content = formats.written(f"a{suffix}", [entry], frozenset())
    if suffix == ".csv":
        cells = [cell for row in csv.reader(StringIO(content.decode("utf-8-sig"))) for cell in row]
    else:
        sheet = load_workbook(BytesIO(content)).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell[0] in "=+-@"]
    assert formats.parsed(f"a{suffix}", content).entries == (entry,)


def test_each_mistake_is_named_by_its_row_and_column_and_says_what_to_do() -> None:
    text = (
        "Type;Slug;Name.nl;Website;Since;topics;role;colour\n"
        "network;a;A;www.a.nl;about 2003;tax | nope;;\n"
        "\n"
        "netwrok;b;B;;;;;\n"
        "network;c;;;;;board;\n"
        "topic;d;D;;;;;red\n"
    )
    said = [
        ("row 1, column colour: ", "There is no such field here."),
        ("row 2, column Since: network a: since: ", "Write a year as 2003, 2007~ (about)"),
        ("row 2, column Website: network a: website: ", "Give a web address such as https"),
        ("row 2, column topics: network a: topics: ", "tax is not in the catalogue: mend it"),
        ("row 2, column topics: network a: topics: ", "nope is not in the catalogue: mend it"),
        ("row 4, column Type: ", "Say in a column named type what each row is: "),
        ("row 5, column role: network c: role: ", "An entry of this type has no such field"),
        ("row 5, column Name.nl: network c: name: ", "Fill this in"),
    ]
    for found, (place, what) in zip(refused(text, known=()), said, strict=True):
        assert found.startswith(place + what)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slug,abreviation\na,A\n", "row 1, column abreviation: There is no such field here; did"),
        ("slug,name,Name\na,A,B\n", "row 1, column Name: Two columns have this name"),
        ("slug,name,\na,A,x\n", "row 1, column C: This column has cells but no name"),
        ("slug,name.Dutch\na,A\n", "row 1, column name.Dutch: There is no such field here"),
        ("slug,name,draft\na,A,perhaps\n", "row 2, column draft: network a: draft: Write true"),
        ("slug,name,ended\na,A,perhaps\n", "row 2, column ended: network a: ended: Write true"),
        ("slug,name,since\na,A,#REF!\n", "row 2, column since: network a: since: The spreadsheet"),
        ("slug,name\nA b,A\n", "row 2, column slug: network A b: slug: Write small letters"),
        ("slug,name\na,A\na,B\n", "row 2: network a: This entry stands in the file twice"),
        ('slug,name\na,"A\n' + "x" * 200_000, "row 2: A quotation mark is opened and never"),
    ],
)
def test_a_mistake_in_a_table_is_told(text: str, said: str) -> None:
    assert refused(text, "network")[0].startswith(said)


def test_a_table_that_does_not_say_what_it_holds_is_asked() -> None:
    [problem] = refused("slug,name\na,A\n")
    assert problem.startswith("row 1: Say in a column named type what each row is: category, ")


def test_publications_have_a_column_for_each_part() -> None:
    text = (
        "slug,organisation,form,title,publications.1.title.nl,publications.1.url,"
        "publications.3.title,publications.3.url\n"
        "a,umbrella,research,T,Een,https://a.example,Drie,drie\n"
    )
    [problem] = refused(text, "collaboration")
    assert problem.startswith("row 2, column publications.3.url: collaboration a: publications.1")


def test_a_workbook_is_read_as_its_values_sheet_by_sheet() -> None:
    content = workbook(
        Networks=[
            ["slug", "name", "since", "size", "area", "ended"],
            [350, "350", 2003.0, 140, 2, True],
        ],
        topic=[["slug", "name.nl"], ["new", "Nieuw"]],
        Notes=[],
    )
    network, topic = from_workbook(content)
    assert isinstance(network, Network)
    assert (network.slug, network.since, network.size) == ("350", "2003", "140")
    assert (network.area, network.ended) == ("002", True)
    assert topic == Topic.model_validate({"slug": "new", "name": {"nl": "Nieuw"}})


def test_a_date_is_a_year_where_years_are_meant_and_is_told_elsewhere() -> None:
    day = date(2003, 5, 1)
    [entry] = from_workbook(workbook(network=[["slug", "name", "since"], ["a", "A", day]]))
    assert isinstance(entry, Network) and entry.since == "2003"
    with pytest.raises(CatalogueRefused, match=r"sheet network, row 2, column slug: .*a date of"):
        from_workbook(workbook(network=[["slug", "name"], [day, "A"]]))


def zipped(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def replaced(content: bytes, name: str, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return zipped(**{**parts, name: new})


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row></sheetData></worksheet>"""
FAR = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="9999999999"><c r="A9999999999" t="inlineStr"><is><t>x</t></is></c></row>
</sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "save it as .xlsx, without a password"),
        (b"\xd0\xcf\x11\xe0 an old or a locked workbook", "save it as .xlsx"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "save it as .xlsx"),
        (workbook(topic=[["slug"]])[:-40], "save it as .xlsx"),
        (replaced(workbook(a=[]), "xl/worksheets/sheet1.xml", BOMB), "save it as .xlsx"),
        (replaced(workbook(a=[]), "xl/styles.xml", b" " * (17 << 20)), "too large once it is"),
        (replaced(workbook(a=[]), "xl/worksheets/sheet1.xml", FAR), "too much to be read at once"),
        (workbook(topic=[["slug"] * 501]), "more than 500 columns"),
    ],
)
def test_a_workbook_that_is_none_or_made_to_do_harm_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(CatalogueRefused, match=said):
        from_workbook(content)


def test_more_rows_than_are_read_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables.Bounds, "rows", 2)
    assert "row 3: From here on it is too much" in refused(HEAD + "topic,a,A\ntopic,b,B\n")[0]


def test_a_text_that_no_cell_holds_is_not_cut_off() -> None:
    aliases = ["x" * 300] * 200
    entry = Network.model_validate({"slug": "a", "name": "A", "aliases": aliases})
    with pytest.raises(StoreRefused, match="column aliases: longer than a cell can be"):
        formats.written("a.xlsx", [entry], frozenset())
    assert spreadsheets.LONGEST_CELL == 32_767


def test_an_exported_workbook_is_made_to_be_worked_in() -> None:
    book = load_workbook(BytesIO(formats.written("a.xlsx", WORLD, frozenset())))
    assert book.sheetnames == list(TYPES)
    sheet = book["network"]
    assert [cell.value for cell in sheet[1]][:3] == ["slug", "name", "name.en"]
    assert sheet.freeze_panes == "B2"
    assert sheet["A1"].font.b
    assert sheet["A2"].number_format == "@"
