"""A sheet as people see it: small digits above the line, what is struck out, hidden, covered, or lies over the cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

import formgen
from formgen import cli
from formgen.library.form import Form
from tests.reading.sheet_forms import CELL, DRAWING, HEADS, ROW, rewritten, rich, with_drawing, workbook
from tests.tools.libreoffice import convert_all, needs_libreoffice


def put(value: object) -> Callable[[Worksheet], object]:
    return lambda sheet: setattr(sheet[CELL], "value", value)


def notes(form: Form) -> str:
    return "\n".join(f"{item.place} {item.message}" for item in form.findings if item.id == "READ-01")


SEEN = {
    "area": (rich("占地10", ("4", "superscript"), "m", ("2", "superscript")), "占地10⁴m²", "上标"),
    "minus": (rich("10", ("−3", "superscript")), "10⁻³", "上标"),
    "below": (rich("CO", ("2", "subscript")), "CO₂", "下标"),
    "letters": (rich("1", ("st", "superscript")), "1st", "没有对应的字符"),
    "struck": (rich("留", ("不要", "strike")), "留不要", "删除线"),
}


@pytest.mark.parametrize(("value", "text", "words"), SEEN.values(), ids=SEEN)
def test_runs_are_read_as_they_are_seen(value: CellRichText, text: str, words: str) -> None:
    form = formgen.open(workbook(put(value)), name="甲.xlsx")
    assert form.get("indicators[0].explanation") == text
    assert any(CELL in line and words in line for line in notes(form).split("\n"))


@needs_libreoffice
@pytest.mark.deep
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_kinds_of_workbooks_say_the_same(kind: str, tmp_path: Path) -> None:
    files = []
    for name, (value, _, _) in SEEN.items():
        files.append(tmp_path / f"{name}.xlsx")
        files[-1].write_bytes(workbook(put(value)))
    for made, (_, text, words) in zip(convert_all(files, kind, tmp_path), SEEN.values(), strict=True):
        form = formgen.open(made)
        assert form.get("indicators[0].explanation") == text
        assert any(CELL in line and words in line for line in notes(form).split("\n"))


def _open_document(cell: str, styles: str, column: str = "") -> bytes:
    """A form as an .ods with this as its explanation."""
    rows = [["部门（单位）名称", "示例局"], list(HEADS), [str(item) for item in ROW]]
    lines = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
        + "</table:table-row>"
        for row in rows
    ).replace(f"<text:p>{ROW[6]}</text:p>", cell)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:automatic-styles>{styles}'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="表" table:style-name="ta1">{column}{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return made.getvalue()


OPEN = {
    "raised": ('<text:p>占地10<text:span text:style-name="T1">4</text:span>m</text:p>', "占地10⁴m", "上标"),
    "by percent": ('<text:p>CO<text:span text:style-name="T2">2</text:span></text:p>', "CO₂", "下标"),
    "struck": ('<text:p>留<text:span text:style-name="T3">不要</text:span></text:p>', "留不要", "删除线"),
    "sound above": ("<text:p><text:ruby><text:ruby-base>衢</text:ruby-base><text:ruby-text>qú</text:ruby-text></text:ruby>"
                    "州</text:p>", "衢州", "隐藏"),
    "comment": ("<office:annotation><text:p>批</text:p></office:annotation><text:p>正文</text:p>", "正文", "批注"),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "text", "words"), OPEN.values(), ids=OPEN)
def test_an_open_document_is_read_as_it_is_seen(cell: str, text: str, words: str) -> None:
    styles = (
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>'
        + "".join(
            f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
            for name, look in (
                ("T1", 'style:text-position="super 58%"'),
                ("T2", 'style:text-position="-33% 58%"'),
                ("T3", 'style:text-line-through-style="solid"'),
            )
        )
    )
    column = '<table:table-column table:visibility="collapse"/>'
    form = formgen.open(_open_document(cell, styles, column), name="甲.ods")
    assert form.get("indicators[0].explanation") == text
    assert words in notes(form)
    assert "A 列是隐藏的" in notes(form) and "工作表“表”是隐藏的" in notes(form)


def test_what_a_merged_cell_covers_is_told() -> None:
    """Some programs leave what they cover, and Excel shows nothing of it; what says the same hides nothing."""

    def fill(sheet: Worksheet) -> None:
        sheet["G6"], sheet["G7"], sheet["H6"], sheet["H7"] = "看得见", "看不见", "一样", "一样"

    merged = '</sheetData><mergeCells><mergeCell ref="G6:G7"/><mergeCell ref="H6:H7"/></mergeCells>'
    data = rewritten(workbook(fill), "xl/worksheets/sheet1.xml", "</sheetData>", merged)
    told = notes(formgen.open(data, name="甲.xlsx"))
    assert "G7 被合并的格子盖住" in told and "H7" not in told


def test_rows_and_columns_of_no_size_are_hidden() -> None:
    def size(sheet: Worksheet) -> None:
        sheet.row_dimensions[6].height = 15
        sheet.column_dimensions["G"].width = 9

    data = workbook(size)
    data = rewritten(data, "xl/worksheets/sheet1.xml", 'width="9"', 'width="0"')
    data = rewritten(data, "xl/worksheets/sheet1.xml", 'ht="15"', 'ht="0"')
    told = notes(formgen.open(data, name="甲.xlsx"))
    assert "第 6 行是隐藏的" in told and "G 列是隐藏的" in told


def test_boxes_and_pictures_over_the_cells_are_told() -> None:
    form = formgen.open(with_drawing(DRAWING), name="甲.xlsx")
    (box,) = [item for item in form.findings if "框里的话" in item.message]
    assert (box.place, box.severity.value) == ("Sheet!G6", "warning")
    assert "I7 处有图片" in notes(form)


def test_a_damaged_drawing_does_not_hide_the_cells() -> None:
    form = formgen.open(with_drawing("<wsDr"), name="甲.xlsx")
    assert form.get("indicators[0].level3") == ROW[2]
    assert "损坏" in notes(form)


def test_comments_are_told_and_those_of_a_marked_copy_are_not(tmp_path: Path) -> None:
    source, copy = tmp_path / "甲.xlsx", tmp_path / "批注.xlsx"
    source.write_bytes(workbook(lambda sheet: setattr(sheet[CELL], "comment", Comment("批", "某人"))))
    assert f"{CELL} 有批注" in notes(formgen.open(source))
    source.write_bytes(workbook(put(rich("10", ("4", "superscript")))))
    cli.run(["check", str(source), "--annotate", str(copy)])
    marked = formgen.open(copy)
    assert marked.get("indicators[0].explanation") == "10⁴"
    assert "有批注" not in notes(marked)
