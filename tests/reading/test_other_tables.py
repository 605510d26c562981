"""Old Excel, WPS, OpenDocument and tables as text are read like the workbook they were saved from."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl.styles import Font

from formgen.base.errors import UnreadableInput
from formgen.declaration.model import Declaration
from formgen.sources.books import load_book
from formgen.sources.grid import Grid
from tests.reading.conftest import SAMPLE_XLSX, read_one, refusal

SAVED = Path(__file__).parents[1] / "data" / "other_tables"
"""The sample workbook, saved by LibreOffice in other formats."""

ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def declared(path: Path) -> Declaration:
    return read_one(path).declaration


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".csv"])
def test_the_sample_saved_in_another_format_is_the_same_declaration(suffix: str) -> None:
    assert declared(SAVED / f"hengyang-2023{suffix}") == declared(SAMPLE_XLSX)


@pytest.mark.parametrize(("suffix", "name"), [(".xls", "表.et"), (".xls", "表.xlsx"), (".ods", "表.xls")])
def test_the_content_counts_not_the_name(suffix: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes((SAVED / f"hengyang-2023{suffix}").read_bytes())
    assert declared(path) == declared(SAMPLE_XLSX)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_table_as_text_in_usual_encodings(encoding: str, separator: str, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    line = separator.join(["一级指标", '"含,逗\t号;"', '"换\n行"', "160", "0.50", "007"])
    path.write_bytes((line + "\n" + line).encode(encoding))
    (grid,) = load_book(path.read_bytes(), path).sheets
    values = [grid.cells[2, column].value for column in range(1, 7)]
    assert values == ["一级指标", "含,逗\t号;", "换\n行", 160, 0.5, "007"]


def test_a_quote_that_nobody_closed_takes_no_rows_away(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes('一,二\n三,"四\n五,六\n七,八\n'.encode())
    with pytest.raises(UnreadableInput, match="第 2 行有一个引号"):
        load_book(path.read_bytes(), path)


def test_what_is_written_for_excel_alone_is_read_as_excel_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes('sep=;\r\n单位名称;="00160"\r\n'.encode("gb18030"))
    (grid,) = load_book(path.read_bytes(), path).sheets
    assert {spot: cell.value for spot, cell in grid.cells.items()} == {(1, 1): "单位名称", (1, 2): "00160"}


def ods(rows: str) -> Grid:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", ODS.format(rows=rows))
    (grid,) = load_book(stream.getvalue(), Path("表.ods")).sheets
    return grid


def test_what_was_seen_in_open_document() -> None:
    grid = ods(
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="percentage" office:value="0.95"><text:p>95%</text:p></table:table-cell>'
        '</table:table-row><table:table-row table:visibility="collapse"><table:table-cell office:value-type="float" '
        'office:value="1234.5" table:number-columns-spanned="2"><text:p>1,234.5</text:p></table:table-cell><table:covered-table-cell/>'
        "<table:table-cell><text:p>一<text:s text:c='2'/>二</text:p><text:p>三</text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2023-12-31"><text:p>2023年12月</text:p></table:table-cell>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    values = {spot: cell.value for spot, cell in grid.cells.items()}
    assert values == {
        (1, 3): "95%",
        (2, 3): "95%",
        (3, 1): 1234.5,
        (3, 3): "一  二\n三",
        (3, 4): "2023年12月",
    }
    assert grid.hidden_rows == {3} and grid.area(3, 2) == ((3, 1), (3, 2))


def test_a_spreadsheet_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "大.ods"
    rows = ('<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384">'
            "<text:p>一</text:p></table:table-cell></table:table-row>")  # fmt: skip
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", ODS.format(rows=rows))
    refusal(path)


def test_entities_in_open_document_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "害.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", '<!DOCTYPE a [<!ENTITY x "5">]>' + ODS.format(rows=""))
    assert "损坏" in refusal(path).message or "疑似" in refusal(path).message


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("旧.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "WordDocument".encode("utf-16-le"), "旧版 Word"),
        ("旧.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "Workbook".encode("utf-16-le"), "已损坏"),
        ("表.csv", b"\xff\x00\x81\x20" * 40, "文字编码"),
        ("表.csv", '单位,指标\n甲,"乙'.encode(), "没有找到申报表"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_truly(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert words in refusal(path).message


@pytest.mark.parametrize("place", [0, 600, 5000, 15000, 20000])
def test_a_cut_or_overwritten_old_workbook_is_refused_in_a_sentence(place: int, tmp_path: Path) -> None:
    data = (SAVED / "hengyang-2023.xls").read_bytes()
    path = tmp_path / "坏.xls"
    path.write_bytes(data[: max(place, 512)])
    assert refusal(path).message


def test_what_is_hidden_or_struck_out_or_computed_is_told(edited: object) -> None:
    def hide(sheet: object) -> None:
        sheet.row_dimensions[9].hidden = True  # type: ignore[attr-defined]
        sheet.column_dimensions["I"].hidden = True  # type: ignore[attr-defined]
        sheet["C10"].font = Font(strike=True)  # type: ignore[index]
        sheet["I8"] = "备注"  # type: ignore[index]

    messages = [note.message for note in read_one(edited(hide)).notes]  # type: ignore[operator]
    for words in ("第 9 行是隐藏的", "I 列是隐藏的", "C10 里有画了删除线的文字"):
        assert any(words in message for message in messages), (words, messages)
