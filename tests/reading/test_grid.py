"""The reader of sheet XML gives what openpyxl gives: on workbooks that openpyxl writes, on XML that it never
writes, and on damage. The reader that stood here before it, on openpyxl alone, is the measure."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.numbers import builtin_format_id
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from formgen.base.errors import UnreadableInput
from formgen.fill.workbook import workbook_bytes
from formgen.sources import grid as grid_module
from formgen.sources import grid_sheet, stream
from formgen.sources.grid import Book, Grid, GridCell, State, load_sheets
from formgen.sources.grid_styles import code_for
from tests.reading.conftest import SAMPLE_XLSX

PATH = Path("册.xlsx")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"


# ── the measure: every worksheet through openpyxl ────────────────────────────────────────────────


def by_openpyxl(data: bytes) -> Book:
    book, cached = _open(data, data_only=False), _open(data, data_only=True)
    sheets = tuple(
        _grid(sheet, values) for sheet, values in zip(book.worksheets, cached.worksheets, strict=True)
    )
    named = [str(item.value) for item in book.custom_doc_props.props if item.name == "formgen-profile"]
    return Book(sheets, named[0] if named else None)


def _open(data: bytes, *, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(BytesIO(data), data_only=data_only)


def _grid(sheet: Worksheet, cached: Worksheet) -> Grid:
    cells = {}
    for spot, cell in sheet._cells.items():
        found = None if isinstance(cell, MergedCell) else _cell(cell, cached)
        if found is not None:
            cells[spot] = found
    merges = {}
    for area in sheet.merged_cells.ranges:
        corners = ((area.min_row, area.min_col), (area.max_row, area.max_col))
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1):
            for column in range(area.min_col, area.max_col + 1):
                merges[row, column] = corners
    return Grid(sheet.title, sheet.sheet_state != "visible", cells, merges)


def _cell(cell: Cell, cached: Worksheet) -> GridCell | None:
    if cell.data_type == "f":
        result = cached._cells.get((cell.row, cell.column))
        if not isinstance(result, Cell) or result.value is None:
            return GridCell("", as_shown(cell.number_format), State.NO_CACHED_VALUE)
        cell = result
    value: Any = cell.value
    if cell.data_type == "e":
        return GridCell(str(value), state=State.ERROR)
    if isinstance(value, str):
        value = re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match.group(1), 16)), value)
    return None if value is None or value == "" else GridCell(value, as_shown(cell.number_format))


def as_shown(code: str) -> str:
    """openpyxl names built-in formats in American; the reader, as a Chinese Excel shows them."""
    number = builtin_format_id(code)
    return code if number is None else code_for(number, None)


def same(data: bytes) -> Book:
    """What the reader gives, after it was found to be what openpyxl gives."""
    book, measure = load_sheets(data, PATH), by_openpyxl(data)
    assert book == measure
    for sheet, other in zip(book.sheets, measure.sheets, strict=True):
        kinds = {spot: type(cell.value) for spot, cell in sheet.cells.items()}  # 1 == 1.0 == True
        assert kinds == {spot: type(cell.value) for spot, cell in other.cells.items()}
    return book


def broken(data: bytes, words: str = "内部结构已损坏") -> None:
    with pytest.raises(UnreadableInput, match=words):
        load_sheets(data, PATH)


# ── workbooks made by hand ───────────────────────────────────────────────────────────────────────


def package(
    sheet: str | bytes,
    *,
    strings: str | None = None,
    styles: str | None = None,
    properties: str = "",
    parts: dict[str, str | bytes | None] | None = None,
) -> bytes:
    """A workbook of one sheet. sheet: what stands in <worksheet>, or the whole part as bytes. parts:
    replaced or added; None takes one away."""
    made: dict[str, str | bytes | None] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE.format("sheet.main")}"/>'
        + (f'<Override PartName="/xl/s.xml" ContentType="{SHEET_TYPE.format("sharedStrings")}"/>' if strings else "")
        + "</Types>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{properties}'
        '<sheets><sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations('Id="a" Type="worksheet" Target="worksheets/sheet1.xml"'),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
        if isinstance(sheet, str)
        else sheet,
        "xl/s.xml": f'<sst xmlns="{MAIN}">{strings}</sst>' if strings else None,
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>' if styles else None,
        **(parts or {}),
    }  # fmt: skip
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in made.items():
            if content is not None:
                archive.writestr(name, content)
    return stream.getvalue()


def relations(*items: str) -> str:
    inner = "".join(f"<Relationship {item}/>" for item in items)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def rows(*cells: str) -> str:
    return "<sheetData>" + "".join(f"<row>{cell}</row>" for cell in cells) + "</sheetData>"


def styles_of(*formats: int, custom: dict[int, str] | None = None) -> str:
    """xf number n has the n-th format."""
    codes = "".join(f'<numFmt numFmtId="{key}" formatCode="{code}"/>' for key, code in (custom or {}).items())
    styles = "".join(f'<xf numFmtId="{key}" fontId="0" fillId="0" borderId="0"/>' for key in formats)
    return (
        f"<numFmts>{codes}</numFmts><fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellXfs>{styles}</cellXfs>"
    )


def first(book: Book) -> dict[tuple[int, int], object]:
    return {spot: cell.value for spot, cell in book.sheets[0].cells.items()}


# ── the same as openpyxl ─────────────────────────────────────────────────────────────────────────

FORMATS = ["General", "0%", "0.00", "@", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "[h]:mm:ss", "h:mm", "mm-dd-yy",
           "[$-804]yyyy年m月", "#,##0.00", "[Red]0.0;[Blue]0", "_(* #,##0_)", 'General"年"', "0.00E+00"]  # fmt: skip
TEXTS = st.sampled_from(["=1+1", "=", "=SUM(A1:B2)", "#REF!", "#N/A", "", " ", " 前后 ", "一\n二", "_x000D_",
                         "_x005F_x0041_", "x005F_", "_x0007_", "_x00zz_", "<b>&amp;", "TRUE", "1.0", "'"])  # fmt: skip
VALUES = st.one_of(
    TEXTS,
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="￾￿"), max_size=20),
    st.integers(-(10**18), 10**18),
    st.floats(-1e300, 1e300, allow_nan=False),
    st.sampled_from([1e300, -1.0, 0.1 + 0.2, 2958466.5, -5, 59, 60, 60.5, 0.999999999]),
    st.booleans(),
    st.none(),
    st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 30)),
    st.dates(date(1900, 1, 1)),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=100)),
)
CELLS = st.dictionaries(
    st.tuples(st.integers(1, 8), st.integers(1, 6)),
    st.tuples(VALUES, st.sampled_from([None, *FORMATS])),
    max_size=12,
)
TILES = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(1, 4), st.integers(1, 3)),
    unique_by=lambda tile: tile[:2],
    max_size=3,
)
"""Merged areas that do not overlap: one in each quarter of the cells at the most."""

SHEETS = st.lists(
    st.tuples(CELLS, TILES, st.sampled_from(["visible", "hidden", "veryHidden"])), min_size=1, max_size=3
)


@pytest.mark.slow
@settings(max_examples=60)
@given(SHEETS, st.booleans())
def test_workbooks_written_by_openpyxl(sheets: list[Any], in_1904: bool) -> None:
    book = Workbook()
    if in_1904:
        book.epoch = CALENDAR_MAC_1904
    for number, (cells, tiles, state) in enumerate(sheets):
        sheet = book.create_sheet(f"表{number}")
        sheet.sheet_state = state
        for (row, column), (value, number_format) in cells.items():
            cell = sheet.cell(row, column, value)
            if number_format is not None:
                cell.number_format = number_format
        for down, across, height, width in tiles:
            top, left = 1 + 4 * down, 1 + 3 * across
            sheet.merge_cells(
                start_row=top, start_column=left, end_row=top + height - 1, end_column=left + width - 1
            )
    stream = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(stream)
    same(stream.getvalue())


NUMBERS = st.sampled_from(["0", "1", "-1", "1.5", "1E3", "2e-7", "60", "0.5", "45000.25", "-0.0", "2958466",
                           "99999999999999999999", "1e20", " 7 "])  # fmt: skip
KINDS = st.one_of(
    st.tuples(st.sampled_from(["", ' t="n"']), NUMBERS),
    st.tuples(st.just(' t="s"'), st.sampled_from("0123")),
    st.tuples(st.just(' t="b"'), st.sampled_from("01")),
    st.tuples(st.just(' t="e"'), st.sampled_from(["#REF!", "#N/A", "_x0041_", ""])),
    st.tuples(st.just(' t="str"'), st.sampled_from(["a", "=b", "_x0041_", "_x005F_x0041_", "#REF!"])),
    st.tuples(
        st.just(' t="d"'), st.sampled_from(["2023-12-31", "2023-12-31T10:20:30.5Z", "10:20", "PT26H3M4.5S"])
    ),
    st.tuples(st.just(' t="zz"'), st.sampled_from(["1", "a"])),
    st.tuples(st.just(' t="inlineStr"'), st.sampled_from(["", "a"])),
)
FORMULAS = st.sampled_from(
    ["", "", "<f>1+1</f>", "<f/>", '<f t="shared" si="0" ref="A1:A9">$A$1+1</f>', '<f t="shared" si="0"/>',
     '<f t="array" ref="A1:B2">SUM(A1)</f>', '<f t="dataTable" ref="A1" dt2D="1"/>']
)  # fmt: skip
INLINE = st.sampled_from(
    ["", "", "<is/>", "<is><t>文</t></is>", "<is><r><t>一</t></r><r><t> 二</t></r></is>"]
)
SHARED = ("<si><t>一</t></si><si><t/></si><si><r><rPr><b/></rPr><t>粗</t></r><r><t xml:space='preserve'> 细</t></r>"
          '<rPh sb="0" eb="1"><t>cu</t></rPh></si><si><t>=x_x000D_</t></si>')  # fmt: skip
ALL_FORMATS = styles_of(0, 9, 14, 20, 46, 3, 164, 165, 166, 10, custom={
    164: "[h]:mm", 165: "yyyy&quot;年&quot;", 166: "0.0%;@", 10: "d/m"})  # fmt: skip


@st.composite
def raw_cells(draw: st.DrawFn) -> str:
    """A row of cells as XML: kinds, formulas and caches in any combination, with and without addresses."""
    made = []
    for _ in range(draw(st.integers(1, 5))):
        kind, value = draw(KINDS)
        place = draw(st.sampled_from(["", "", ' r="B2"', ' r="c7"', ' r="AA1"']))
        style = draw(st.sampled_from(["", *(f' s="{number}"' for number in range(10))]))
        formula, inline = draw(FORMULAS), draw(INLINE)
        if "shared" in formula and not place:
            place = ' r="D4"'  # openpyxl translates shared formulas, which needs the address
        no_value = "" if "str" in kind else "<v/>"  # a formula whose result is the empty text is empty
        cached = draw(st.sampled_from([f"<v>{value}</v>", f"<v>{value}</v>", no_value, ""]))
        made.append(f"<c{place}{style}{kind}>{formula}{cached}{inline}</c>")
    return "".join(made)


@pytest.mark.slow
@settings(max_examples=150)
@given(
    st.lists(raw_cells(), min_size=1, max_size=4),
    st.sampled_from(["", "A1:B2", "B2:C9", "a1:$A$1"]),
    st.sampled_from(["", '<workbookPr date1904="1"/>', '<workbookPr date1904="false"/>']),
)
def test_cells_of_every_kind(lines: list[str], merge: str, properties: str) -> None:
    merges = f'<mergeCells><mergeCell ref="{merge}"/></mergeCells>' if merge else ""
    data = package(rows(*lines) + merges, strings=SHARED, styles=ALL_FORMATS, properties=properties)
    same(data)


def test_positions_count_on() -> None:
    sheet = (
        '<sheetData><row><c><v>1</v></c><c r="D1"/><c><v>2</v></c></row><row r="5"><c><v>3</v></c></row>'
        '<row><c><v>4</v></c></row><row r="9.0"><c><v>5</v></c><c r="A3"><v>6</v></c></row></sheetData>'
    )
    assert first(same(package(sheet))) == {(1, 1): 1, (1, 5): 2, (5, 1): 3, (6, 1): 4, (9, 1): 5, (3, 1): 6}


def test_of_two_cells_with_one_address_the_last_counts() -> None:
    sheet = rows('<c r="A1"><v>1</v></c><c r="A1"/><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c>')
    assert first(same(package(sheet))) == {(1, 2): 2}


def test_prefixed_names_comments_and_instructions() -> None:
    sheet = (
        f'<?xml version="1.0"?><x:worksheet xmlns:x="{MAIN}"><!-- --><x:sheetData><x:row><!-- a --><x:c '
        't="inlineStr"><?b c?><x:is><x:t>一<!-- -->二<![CDATA[<三>]]></x:t></x:is></x:c><x:c><x:v>1<!-- -->2</x:v>'
        '</x:c></x:row></x:sheetData><x:mergeCells><!-- --><x:mergeCell ref="A1:A2"/></x:mergeCells></x:worksheet>'
    ).replace("<!-- --><x:mergeCell ", "<x:mergeCell ")  # openpyxl stumbles over that one
    for encoding in ("utf-8", "utf-16"):
        book = same(package(sheet.replace("?>", f' encoding="{encoding}"?>', 1).encode(encoding)))
        assert first(book) == {(1, 1): "一二<三>", (1, 2): 12}


def test_names_of_another_namespace_are_no_cells() -> None:
    sheet = b"<worksheet xmlns='http://example.org/main'><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"
    assert first(same(package(sheet))) == {}


SERIALS = ["0", "0.5", "1", "59.5", "60", "61", "45291", "45291.999999", "-1", "3000000", "1e12"]


@pytest.mark.parametrize("properties", ["", '<workbookPr date1904="true"/>'])
def test_dates(properties: str) -> None:
    lines = ["".join(f'<c s="{style}"><v>{number}</v></c>' for style in range(10)) for number in SERIALS]
    book = same(package(rows(*lines), styles=ALL_FORMATS, properties=properties))
    kinds = {type(value) for value in first(book).values()}
    assert kinds == {int, float, str, datetime, time, timedelta}


def test_a_date_outside_the_calendar_is_an_error_value() -> None:
    (cell,) = same(package(rows('<c s="2"><v>3000000</v></c>'), styles=ALL_FORMATS)).sheets[0].cells.values()
    assert cell == GridCell("#VALUE!", state=State.ERROR)


@pytest.mark.parametrize(
    ("xml", "cell"),
    [
        ("<c><f>1+1</f></c>", GridCell("", state=State.NO_CACHED_VALUE)),
        ("<c s='1'><f>1+1</f><v></v></c>", GridCell("", "0%", State.NO_CACHED_VALUE)),
        ("<c s='1'><f>1+1</f><v>2</v></c>", GridCell(2, "0%")),
        ("<c t='str'><f>A2</f><v>文</v></c>", GridCell("文")),
        ("<c t='b'><f>TRUE()</f><v>1</v></c>", GridCell(True)),
        ("<c t='e'><f>1/0</f><v>#DIV/0!</v></c>", GridCell("#DIV/0!", state=State.ERROR)),
        ("<c t='e'><f>1/0</f></c>", GridCell("", state=State.NO_CACHED_VALUE)),
        ("<c t='s'><v>3</v></c>", GridCell("=x\r")),
        ("<c t='str'><v>=1+1</v></c>", GridCell("=1+1")),
    ],
)  # fmt: skip
def test_formulas_and_their_values(xml: str, cell: GridCell) -> None:
    strings = SHARED
    (sheet,) = same(package(rows(xml), strings=strings, styles=ALL_FORMATS)).sheets
    assert list(sheet.cells.values()) == [cell]


def test_what_lies_under_a_merged_area_is_not_seen() -> None:
    sheet = rows("<c><v>1</v></c><c><v>2</v></c><c><v>3</v></c>") + (
        '<mergeCells><mergeCell ref="A1:B3"/><mergeCell ref="E5"/></mergeCells>'
    )
    book = same(package(sheet))
    assert first(book) == {(1, 1): 1, (1, 3): 3}
    assert book.sheets[0].area(3, 2) == ((1, 1), (3, 2))


def test_sheets_and_their_parts() -> None:
    """Absolute and relative targets, charts, states, repeated names."""
    listed = [("一", "a", ""), ("图", "b", ""), ("二", "c", ' state="hidden"'), ("三", "", ""),
              ("一", "e", ' state="veryHidden"')]  # fmt: skip
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="{key}"{state}/>'
        for number, (name, key, state) in enumerate(listed, 1)
    )
    parts: dict[str, str | bytes | None] = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            'Id="a" Type="worksheet" Target="/xl/worksheets/sheet1.xml"',
            f'Id="b" Type="{RELS}/chartsheet" Target="chart.xml"',
            'Id="c" Type="worksheet" Target="../xl/./worksheets/sheet2.xml"',
            'Id="e" Type="dialogsheet" Target="../other.xml"',
        ),
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{MAIN}">{rows("<c><v>2</v></c>")}</worksheet>',
        "other.xml": f'<worksheet xmlns="{MAIN}">{rows("<c><v>3</v></c>")}</worksheet>',
    }
    book = load_sheets(
        package(rows("<c><v>1</v></c>"), parts=parts | {"xl/chart.xml": "<chartsheet/>"}), PATH
    )
    measure = by_openpyxl(package(rows("<c><v>1</v></c>"), parts=parts))  # no charts: it wants whole ones
    assert book == measure
    assert [(sheet.name, sheet.hidden, sheet.cells[1, 1].value) for sheet in book.sheets] == [
        ("一", False, 1), ("二", True, 2), ("一1", True, 3),
    ]  # fmt: skip


def listing_sheets(*listed: str) -> dict[str, str | bytes | None]:
    """The list of sheets: what stands in each <sheet>."""
    sheets = "".join(f'<sheet sheetId="{number}" {item}/>' for number, item in enumerate(listed, 1))
    workbook = f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{sheets}</sheets></workbook>'
    return {"xl/workbook.xml": workbook}


def test_one_part_listed_twice_is_read_once_and_told() -> None:
    parts = listing_sheets('name="甲" r:id="a"', 'name="乙" r:id="a"')
    book = load_sheets(package(rows("<c><v>1</v></c>"), parts=parts), PATH)
    assert [sheet.name for sheet in book.sheets] == ["甲"]
    (note,) = book.notes
    assert "甲" in note and "乙" in note


@pytest.mark.parametrize(
    ("listed", "name", "hidden"),
    [
        ('name="a/b&#10;c" r:id="a"', "a_b_c", False),
        ('r:id="a"', "Sheet", False),
        ('name="" r:id="a"', "Sheet", False),
        ('name="表" r:id="a" state="lost"', "表", False),
    ],
)
def test_odd_entries_of_the_list_of_sheets(listed: str, name: str, hidden: bool) -> None:
    (sheet,) = load_sheets(package(rows("<c><v>1</v></c>"), parts=listing_sheets(listed)), PATH).sheets
    assert (sheet.name, sheet.hidden, sheet.cells[1, 1].value) == (name, hidden, 1)


@pytest.mark.parametrize(
    "target", ['Target="worksheets/lost.xml"', 'Target="https://example.org/a.xml" TargetMode="External"', ""]
)
def test_a_sheet_whose_file_is_not_there_is_told(target: str) -> None:
    """openpyxl passes it over: a declaration would be lost and nobody told."""
    lost = [f'Id="d" Type="worksheet" {target}'] if target else []
    parts = listing_sheets('name="一" r:id="a"', 'name="二" r:id="d"') | {
        "xl/_rels/workbook.xml.rels": relations(
            'Id="a" Type="worksheet" Target="/xl/worksheets/sheet1.xml"', *lost
        ),
    }
    book = load_sheets(package(rows("<c><v>1</v></c>"), parts=parts), PATH)
    assert [sheet.name for sheet in book.sheets] == ["一"]
    (note,) = book.notes
    assert "“二”" in note


def test_the_type_of_the_workbook_as_a_default() -> None:
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="{SHEET_TYPE.format("sheet.main")}"/></Types>'
    )
    assert first(same(package(rows("<c><v>1</v></c>"), parts={"[Content_Types].xml": types}))) == {(1, 1): 1}


@pytest.mark.parametrize(
    ("value", "profile"),
    [("<vt:lpwstr>湖南</vt:lpwstr>", "湖南"), ("<vt:i4>5</vt:i4>", "5"), ("<vt:lpwstr/>", None), ("", None)],
)
def test_the_named_profile(value: str, profile: str | None) -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="x" pid="2" name="formgen-profile">{value}</property></Properties>'
    )
    assert load_sheets(package(rows(), parts={"docProps/custom.xml": custom}), PATH).profile == profile


def test_the_projects_own_workbooks() -> None:
    from formgen.declaration.load_profile import load_profile

    assert same(SAMPLE_XLSX.read_bytes()).profile is not None
    assert same(workbook_bytes(load_profile())).sheets[0].merges


# ── where it is more patient than openpyxl, or says less ─────────────────────────────────────────


def test_an_empty_cell_with_a_link_is_empty() -> None:
    """openpyxl writes the target of the link into it, which nobody typed and no program shows."""
    sheet = rows('<c r="A1"/>') + '<hyperlinks><hyperlink ref="A1" location="表!B1"/></hyperlinks>'
    assert first(load_sheets(package(sheet), PATH)) == {}
    assert first(by_openpyxl(package(sheet))) == {(1, 1): "表!B1"}


def test_broken_looks_do_not_matter() -> None:
    styles = styles_of(9).replace("<font/>", '<font><u val="wavy"/></font>').replace("<patternFill/>", "")
    data = package(rows('<c s="0"><v>1</v></c>'), styles=styles)
    assert load_sheets(data, PATH).sheets[0].cells[1, 1] == GridCell(1, "0%")
    with pytest.raises((TypeError, ValueError)):
        by_openpyxl(data)


def test_a_format_number_without_a_code_is_general() -> None:
    data = package(rows('<c s="0"><v>1</v></c>'), styles=styles_of(170))
    assert load_sheets(data, PATH).sheets[0].cells[1, 1] == GridCell(1)


def test_a_text_that_is_not_there_is_the_fault_of_its_cell() -> None:
    for index in ("4", "-1", "x", "9" * 5000):
        data = package(rows(f'<c t="s"><v>{index}</v></c><c><v>7</v></c>'), strings=SHARED)
        cells = load_sheets(data, PATH).sheets[0].cells
        assert cells[1, 1].state is State.ERROR and cells[1, 2] == GridCell(7)


def test_a_formula_whose_result_is_the_empty_text_is_empty() -> None:
    data = package(rows('<c t="str"><f>IF(1,"","")</f><v></v></c><c t="str"><f>A9</f></c>'))
    assert load_sheets(data, PATH).sheets[0].cells == {(1, 2): GridCell("", state=State.NO_CACHED_VALUE)}


def test_what_is_hidden_or_struck_out_is_marked() -> None:
    styles = (
        styles_of(0, 0)
        .replace("<font/>", "<font/><font><strike/></font>")
        .replace('"0" fontId="0"', '"0" fontId="1"', 1)
    )
    strings = "<si><t>一</t></si><si><r><t>一</t></r><r><rPr><strike/></rPr><t>二</t></r></si>"
    sheet = ('<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row hidden="1"><c s="0"><v>1</v></c><c s="1"><v>1</v></c>'
             '<c t="s" s="1"><v>0</v></c><c t="s" s="1"><v>1</v></c><c s="1"><f>1+1</f><v>2</v></c></row></sheetData>')  # fmt: skip
    (grid,) = load_sheets(package(sheet, strings=strings, styles=styles), PATH).sheets
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {2, 3})
    assert [cell.aside.is_struck for cell in grid.cells.values()] == [True, False, False, True, False]
    assert [cell.aside.is_formula for cell in grid.cells.values()] == [False] * 4 + [True]


# ── damage ───────────────────────────────────────────────────────────────────────────────────────

GOOD = rows("<c><v>1</v></c>")
DAMAGED: dict[str, Callable[[], bytes]] = {
    "no workbook": lambda: package(GOOD, parts={"xl/workbook.xml": None}),
    "no relations": lambda: package(GOOD, parts={"xl/_rels/workbook.xml.rels": None}),
    "unknown relation": lambda: package(GOOD, parts={"xl/_rels/workbook.xml.rels": relations()}),
    "relation without target": lambda: package(GOOD, parts={"xl/_rels/workbook.xml.rels": relations('Id="a"')}),
    "empty sheet": lambda: package(b""),
    "cut sheet": lambda: package(f'<worksheet xmlns="{MAIN}"><sheetData><row>'.encode()),
    "two roots": lambda: package(b"<a/><b/>"),
    "bad bytes": lambda: package(b"<a>\xff\xfe\x00</a>"),
    "unknown entity": lambda: package(rows("<c><v>&x;</v></c>")),
    "unbound prefix": lambda: package(b"<x:worksheet/>"),
    "empty workbook": lambda: package(GOOD, parts={"xl/workbook.xml": ""}),
    "no strings": lambda: package(GOOD, strings="<si/>", parts={"xl/s.xml": None}),
    "bad strings": lambda: package(GOOD, strings="<si/>", parts={"xl/s.xml": "<sst><si>"}),
    "bad styles": lambda: package(GOOD, parts={"xl/styles.xml": "<styleSheet>"}),
    "bad address": lambda: package(rows('<c r="11"><v>1</v></c>')),
    "letters only": lambda: package(rows('<c r="AB"/>')),
    "four letters": lambda: package(rows('<c r="ABCD1"/>')),
    "absolute address": lambda: package(rows('<c r="$A$1"/>')),
    "bad row": lambda: package('<sheetData><row r="x"/></sheetData>'),
    "half row": lambda: package('<sheetData><row r="1.5"/></sheetData>'),
    "merged columns": lambda: package('<mergeCells><mergeCell ref="A:B"/></mergeCells>'),
    "merged backwards": lambda: package('<mergeCells><mergeCell ref="B2:A1"/></mergeCells>'),
    "merged nothing": lambda: package("<mergeCells><mergeCell/></mergeCells>"),
    "merged row 0": lambda: package('<mergeCells><mergeCell ref="A0:A1"/></mergeCells>'),
    "merged past the end": lambda: package('<mergeCells><mergeCell ref="A1048570:A1048577"/></mergeCells>'),
    "bad properties": lambda: package(GOOD, parts={"docProps/custom.xml": "<Properties>"}),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_is_told_as_before(name: str) -> None:
    data = DAMAGED[name]()
    with pytest.raises(Exception):  # noqa: B017  # openpyxl stumbles over it in its own ways
        by_openpyxl(data)
    broken(data)


def test_damage_that_openpyxl_takes() -> None:
    """It counts -1 from the end of the list: the text or format of another cell."""
    broken(b"PK\x05\x06" + bytes(18))
    broken(b"")


def test_entities_hidden_by_an_encoding_are_not_read() -> None:
    """UTF-7 hides a DTD from the guard, which looks for its signs in the bytes."""
    text = f'<!DOCTYPE a [<!ENTITY x "5">]><worksheet xmlns="{MAIN}">{rows("<c><v>&x;</v></c>")}</worksheet>'
    sheet = b'<?xml version="1.0" encoding="UTF-7"?>' + text.encode("utf-7")
    broken(package(sheet))
    broken(package(text.encode()))
    broken(package(GOOD, parts={"xl/workbook.xml": text}), "DOCTYPE")


@settings(max_examples=100)
@given(st.integers(0, 2**32), st.integers(1, 40), st.binary(max_size=8))
def test_cut_and_overwritten_sheets_never_raise_anything_else(place: int, length: int, other: bytes) -> None:
    cells = rows('<c r="B1" s="2"><f>1</f><v>5</v></c>')
    content = f'<worksheet xmlns="{MAIN}">{cells}<mergeCells/></worksheet>'.encode()
    at = place % len(content)
    with suppress(UnreadableInput):
        load_sheets(package(content[:at] + other + content[at + length :], styles=ALL_FORMATS), PATH)


def test_merges_of_a_whole_workbook_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = package('<mergeCells><mergeCell ref="a1:$XFD$30"/></mergeCells>')
    monkeypatch.setattr(grid_module, "MOST_MERGED_IN_BOOK", 10_000)
    with pytest.raises(UnreadableInput, match="取消这些合并"):
        load_sheets(data, PATH)


@pytest.mark.slow
def test_a_long_sheet_is_let_go_of_row_by_row() -> None:
    """The dimension is not trusted."""
    cells = "".join(
        f'<row r="{row}"><c r="A{row}"/><c r="B{row}"><v>{row}</v></c></row>' for row in range(1, 20_001)
    )
    sheet = f'<dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData>'
    (grid,) = load_sheets(package(sheet), PATH).sheets
    assert len(grid.cells) == 20_000
    assert get_column_letter(max(column for _, column in grid.cells)) == "B"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><v>abc</v></c>", "abc"),
        ("<c><v>NaN</v></c>", "NaN"),
        ("<c><v>INF</v></c>", "INF"),
        ("<c><v>1e999</v></c>", "1e999"),
        ("<c><v>1_000</v></c>", "1_000"),
        ("<c><v>１２</v></c>", "１２"),
        (f"<c><v>{'9' * 5000}</v></c>", "9" * 40 + "…"),
        ('<c t="b"><v>2</v></c>', "2"),
        ('<c t="d"><v>gestern</v></c>', "gestern"),
        ('<c t="d"><v>2023-13-45</v></c>', "2023-13-45"),
    ],
)
def test_a_value_that_is_none_is_an_error_of_its_cell(cell: str, text: str) -> None:
    sheet = rows(cell + "<c><v>7</v></c>")
    (grid,) = load_sheets(package(sheet), PATH).sheets
    assert grid.cells[1, 1] == GridCell(text, state=State.ERROR) and grid.cells[1, 2] == GridCell(7)


@pytest.mark.parametrize(("text", "value"), [("true", True), ("FALSE", False), (" 1 ", True), ("0", False)])
def test_truths_in_words(text: str, value: bool) -> None:
    (grid,) = load_sheets(package(rows(f'<c t="b"><v>{text}</v></c>')), PATH).sheets
    assert grid.cells[1, 1] == GridCell(value)


@pytest.mark.parametrize("style", ["10", "4095", "-1", "a", "", "9" * 600])
def test_a_style_that_is_not_there_is_told(style: str) -> None:
    cells = f'<c s="{style}"><v>45291</v></c><c s="{style}" t="str"><v>文</v></c><c s="1"><v>0.5</v></c>'
    book = load_sheets(package(rows(cells), styles=ALL_FORMATS), PATH)
    assert list(book.sheets[0].cells.values()) == [GridCell(45291), GridCell("文"), GridCell(0.5, "0%")]
    (note,) = book.notes
    assert "1 个" in note and "样式" in note


def test_a_text_that_no_cell_can_hold_is_told_of_its_cell() -> None:
    """Excel's limit is 32,767 characters."""
    sheet = rows(f'<c t="str"><v>{"文" * 32_767}</v></c><c t="str"><v>{"文" * 32_768}</v></c>')
    (grid,) = load_sheets(package(sheet), PATH).sheets
    assert len(grid.text(1, 1) or "") == 32_767
    assert grid.cells[1, 2].state is State.TOO_LONG and "32768" in str(grid.cells[1, 2].value)
    assert grid.text(1, 2) is None


def test_a_shared_text_that_no_cell_can_hold_is_refused() -> None:
    for length, refused in ((32_767, False), (32_768, True)):
        data = package(rows('<c t="s"><v>0</v></c>'), strings=f"<si><t>{'a' * length}</t></si>")
        if refused:
            broken(data, "32768 个字")
        else:
            assert len(load_sheets(data, PATH).sheets[0].text(1, 1) or "") == length


def test_junk_between_rows_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands where nothing is wanted costs nothing; what stands in a row is bounded."""
    junk = "<a/>" * 50_000
    sheet = f"{junk}<sheetData>{junk}<row><c><v>1</v></c></row>{junk}</sheetData>"
    monkeypatch.setattr(stream, "_MOST_PENDING", 20_000)
    assert first(load_sheets(package(sheet), PATH)) == {(1, 1): 1}
    broken(package(f"<sheetData><row>{junk}</row></sheetData>"))


def test_cells_are_counted_over_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid_sheet, "MOST_CELLS", 5)
    parts = listing_sheets('name="甲" r:id="a"', 'name="乙" r:id="b"') | {
        "xl/_rels/workbook.xml.rels": relations(
            'Id="a" Type="worksheet" Target="worksheets/sheet1.xml"',
            'Id="b" Type="worksheet" Target="worksheets/sheet2.xml"',
        ),
    }
    for second, refused in (2, False), (3, True):
        sheet2 = f'<worksheet xmlns="{MAIN}">{rows("<c><v>1</v></c>" * second)}</worksheet>'
        data = package(rows("<c><v>1</v></c>" * 3), parts=parts | {"xl/worksheets/sheet2.xml": sheet2})
        if refused:
            broken(data, "超过 5 个")
        else:
            assert len(load_sheets(data, PATH).sheets) == 2
