"""Sheets that were laid out for paper: heads again on the next page, a year behind the title, a unit in a head."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

import formgen
from formgen.library.form import Form
from tests.conftest import ROOT
from tests.reading.sheet_forms import HEADS, ROW, workbook

BETWEEN = 7
"""The row of the second indicator."""


def read(change: Callable[[Worksheet], object]) -> Form:
    return formgen.open(workbook(change), name="甲.xlsx")


def errors(form: Form) -> list[str]:
    return [item.message for item in form.findings if item.id == "READ-03"]


def notes(form: Form) -> str:
    return "\n".join(item.message for item in form.findings if item.id == "READ-01")


def insert(*rows: tuple[object, ...]) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(BETWEEN, len(rows))
        for number, values in enumerate(rows, BETWEEN):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value

    return change


TITLE = ("部门（单位）整体绩效目标申报表（2023年度）",)


@pytest.mark.parametrize(
    "rows",
    [(HEADS,), (("绩效指标",), HEADS), (TITLE, HEADS), (("第2页",), ("（续表）",), HEADS), (("接上页",),)],
    ids=["heads", "heading", "title", "page", "words alone"],
)
def test_a_page_that_goes_on_is_the_same_table(rows: tuple[tuple[object, ...], ...]) -> None:
    form = read(insert(*rows))
    assert [item.level3 for item in form.declaration.indicators] == [ROW[2], "抽检单位"]
    assert errors(form) == []
    assert "重复的表头" in notes(form) or HEADS not in rows


@pytest.mark.parametrize(
    "between", [("部门（单位）名称", None, "乙局"), ("乙局",)], ids=["labelled", "a name alone"]
)
def test_heads_under_another_unit_begin_another_form(between: tuple[object, ...]) -> None:
    form = read(insert(between, HEADS))
    assert [item.level3 for item in form.declaration.indicators] == [ROW[2]]
    assert any("两个指标表" in message for message in errors(form))


@pytest.mark.parametrize("year", ["（2024年度）", "(2024年)", "（二〇二四年度）", "2024年度"])
def test_a_year_behind_the_title_is_the_year(year: str) -> None:
    form = read(lambda sheet: setattr(sheet["A1"], "value", f"部门（单位）整体绩效目标申报表{year}"))
    assert (form.get("year"), errors(form)) == (2024, [])


def test_a_unit_that_stands_in_the_head_alone_is_asked_for() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E5"], sheet["F6"] = "指标值（单位：万元）", None

    form = read(change)
    (told,) = [item for item in form.findings if "表头写着单位" in item.message]
    assert (told.place, told.severity.value) == ("Sheet!E5", "warning")
    assert "1 行" in told.message and form.declaration.indicators[0].unit == ""


def _go_on(sheet: Worksheet, below: int) -> None:
    """A page ends below this row: the heads stand there once more, and merged cells go on below them."""
    found = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "三级指标")
    area = next(item for item in sheet.merged_cells.ranges if found.coordinate in item)
    heads = range(area.min_row, area.max_row + 1)
    values = [[cell.value for cell in sheet[row]] for row in heads]
    merged = [CellRange(str(item)) for item in sheet.merged_cells.ranges]
    for item in merged:
        sheet.unmerge_cells(item.coord)
    sheet.insert_rows(below + 1, len(heads))
    for item in merged:
        if item.min_row > below:
            item.shift(row_shift=len(heads))
        elif item.max_row > below:
            continue  # an empty label means the one above
        sheet.merge_cells(item.coord)
    for row, texts in enumerate(values, below + 1):
        for column, text in enumerate(texts, 1):
            if text is not None and column > 1:
                sheet.cell(row, column).value = text


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["central-dept-2015", "central-project-2015", "hunan-dept-review", "cost-project"]
)
def test_heads_of_several_rows_are_no_indicators_either(name: str, tmp_path: Path) -> None:
    form = formgen.open(ROOT / "inputs" / f"{name}.toml")
    path = tmp_path / "表.xlsx"
    form.save(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    first = next(
        cell.row
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == form.declaration.indicators[0].level3
    )
    _go_on(sheet, first + 1)
    book.save(path)
    again = formgen.open(path)
    expected = [(item.level3, item.target) for item in form.declaration.indicators]
    assert [(item.level3, item.target) for item in again.declaration.indicators] == expected


def test_what_a_page_header_declares_is_told() -> None:
    def add(sheet: Worksheet) -> None:
        sheet.oddHeader.center.text = "填报单位：示例局"
        sheet.oddFooter.center.text = "第 &P 页"

    told = notes(read(add))
    assert "填报单位：示例局" in told and "第" not in told
