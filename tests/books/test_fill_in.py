"""The fill-in workbook guides the hand, forbids nothing that 填写说明 advises, and is read back whatever
program saved it."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.base.errors import UnreadableInput
from formgen.declaration.load_profile import load_profile
from formgen.fill.actuals import actuals_workbook, read_actuals_file
from formgen.fill.workbook import workbook_bytes
from formgen.sources import read_file
from formgen.sources.build import build
from tests.checks.samples import SEED, read_one
from tests.tools.libreoffice import convert, needs_libreoffice

PROFILE = load_profile()
HEAD = 7
"""Title, year, three facts, 绩效指标, column heads."""


def blank() -> tuple[Workbook, Worksheet]:
    book = load_workbook(BytesIO(workbook_bytes(PROFILE)))
    return book, book["申报表"]


def table_rows(sheet: Worksheet) -> int:
    return sum(1 for row in range(HEAD + 1, sheet.max_row + 1) if sheet.cell(row, 3).border.left.style)


def test_there_are_enough_rows_and_each_can_be_filled_in() -> None:
    _, sheet = blank()
    assert sheet.cell(HEAD, 3).value == "* 三级指标"
    count = table_rows(sheet)
    assert count >= 60
    for row in range(HEAD + 1, HEAD + count + 1):
        for column in range(1, 12):
            assert not sheet.cell(row, column).protection.locked


def test_rows_grow_and_heads_stay() -> None:
    data = workbook_bytes(PROFILE)
    with zipfile.ZipFile(BytesIO(data)) as package:
        content = package.read("xl/worksheets/sheet1.xml").decode()
    rows = {int(number): rest for number, rest in re.findall(r'<row r="(\d+)"([^>]*)>', content)}
    assert all('customHeight="1"' not in rest for number, rest in rows.items() if number > HEAD)
    _, sheet = blank()
    assert sheet.freeze_panes == f"D{HEAD + 1}"
    frozen = sum(sheet.row_dimensions[row].height for row in range(1, HEAD + 1))
    assert frozen <= 320  # half of a common screen


def test_long_facts_can_still_be_scrolled_to() -> None:
    """Frozen, they would fill the screen for good; the window is split instead, heads above."""
    declaration = read_one(SEED).declaration
    long = declaration.model_copy(
        update={"department": declaration.department.model_copy(update={"duties": "职责。" * 300})}
    )
    sheet = load_workbook(BytesIO(workbook_bytes(PROFILE, long)))["申报表"]
    pane = sheet.sheet_view.pane
    assert (pane.state, pane.topLeftCell, sheet.sheet_view.topLeftCell) == ("split", "A1", f"A{HEAD}")


def test_every_cell_to_fill_in_has_a_prompt_within_the_formats_limits() -> None:
    _, sheet = blank()
    rules = sheet.data_validations.dataValidation
    prompted = {area for rule in rules if rule.showInputMessage for area in str(rule.sqref).split()}
    columns = {area.partition(":")[0] for area in prompted}
    assert {f"{letter}{HEAD + 1}" for letter in "ABCDEFGHIJK"} <= columns
    assert {"A2", "C3", "C4", "C5"} <= columns
    for rule in rules:
        assert rule.prompt and 0 < len(rule.prompt) <= 255 and 0 < len(rule.promptTitle) <= 32
        assert not re.search(
            "[A-Za-z]{3,}", re.sub('kind = "threshold_linear", points|Alt.Enter', "", rule.prompt)
        )


def test_empty_starred_cells_are_marked() -> None:
    """A rule for each required field; what the rules say is tried by LibreOffice below."""
    _, sheet = blank()
    areas = {str(area.sqref).partition(":")[0] for area in sheet.conditional_formatting}
    assert {"C3", "C4", "C5", *(f"{letter}{HEAD + 1}" for letter in "ABCDEGH")} <= areas
    assert f"I{HEAD + 1}" not in areas  # 备注 may stay empty


def test_what_the_help_advises_is_allowed() -> None:
    book, sheet = blank()
    text = "".join(str(cell.value or "") for row in book["填写说明"] for cell in row)
    assert "合并" not in text  # a protected sheet forbids merging
    assert "插入" in text and sheet.protection.insertRows is False
    assert "下边线" in text and sheet.protection.formatRows is False
    assert "年度" in text and not sheet["A2"].protection.locked
    setup = book["填写说明"].page_setup
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert book["填写说明"].sheet_properties.pageSetUpPr.fitToPage


def test_the_year_that_was_asked_for() -> None:
    sheet = load_workbook(BytesIO(workbook_bytes(PROFILE, year=2026)))["申报表"]
    assert sheet["A2"].value == "（2026年度）"


def fill(sheet: Worksheet) -> None:
    """Two rows by hand: in the first group, and in the last spare row with its group chosen."""
    sheet["C3"], sheet["C4"], sheet["C5"] = "示例局", "一、职责。", "一、目标。"
    last = HEAD + table_rows(sheet)
    sheet[f"A{last}"], sheet[f"B{last}"] = "产出指标", "成本指标"
    for row, name in ((HEAD + 1, "办案数"), (last, "支出")):
        for letter, value in zip("CDEFGHJ", (name, "≥", 5, "件", "解释", "每少1件扣1分", 50), strict=True):
            sheet[f"{letter}{row}"] = value


def filled_file(folder: Path) -> Path:
    book, sheet = blank()
    fill(sheet)
    path = folder / "填好.xlsx"
    book.save(path)  # openpyxl saves no results of formulas
    return path


def read(path: Path):
    (raw,) = read_file(path, None)
    return build(raw)


def test_a_filled_blank_is_read(tmp_path: Path) -> None:
    declaration = read(filled_file(tmp_path)).declaration
    assert [(row.level2, row.level3, row.points) for row in declaration.indicators] == [
        ("数量指标", "办案数", 50), ("成本指标", "支出", 50)
    ]  # fmt: skip


def test_a_number_in_the_place_of_the_sum_hides_no_text(tmp_path: Path) -> None:
    """Only the sum is passed over there: what a person wrote is still told."""
    path = filled_file(tmp_path)
    book = load_workbook(path)
    book["申报表"][f"J{HEAD - 1}"] = "请注意"
    book.save(path)
    assert [fault.place for fault in read(path).faults] == [f"申报表!J{HEAD - 1}"]


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_saves_what_formgen_reads(tmp_path: Path) -> None:
    for name, data in {
        "填好": filled_file(tmp_path).read_bytes(),
        "样例": workbook_bytes(PROFILE, read_one(SEED).declaration),
    }.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(data)
        again = tmp_path / f"{name}又存.xlsx"
        again.write_bytes(convert(path, "xlsx", tmp_path))
        assert read(again).declaration == read(path).declaration
    computed = load_workbook(tmp_path / "填好又存.xlsx", data_only=True)["申报表"]
    assert computed[f"J{HEAD - 1}"].value == 100


def test_the_sum_is_the_only_formula() -> None:
    """And it is computed anew by whoever opens the workbook."""
    with zipfile.ZipFile(BytesIO(workbook_bytes(PROFILE))) as package:
        found = [
            formula
            for name in package.namelist()
            if name.startswith("xl/worksheets/")
            for formula in re.findall(rb"<f[ >].*?</f>", package.read(name))
        ]
    assert len(found) == 1 and re.fullmatch(rb'<f ca="1">SUM\(J8:J\d+\)</f>', found[0])


def test_the_sum_is_there_before_anything_computes_it() -> None:
    declaration = read_one(SEED).declaration
    rows = [
        row.model_copy(update={"points": Decimal(number)})
        for number, row in enumerate(declaration.indicators)
    ]
    data = workbook_bytes(PROFILE, declaration.model_copy(update={"indicators": tuple(rows)}))
    sheet = load_workbook(BytesIO(data), data_only=True)["申报表"]
    assert sheet[f"J{HEAD - 1}"].value == sum(range(len(rows)))


def with_format(data: bytes, number: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/custom.xml":
                content = re.sub(rb"(<vt:i4[^>]*>)1<", rb"\g<1>" + number.encode() + b"<", content)
                assert number.encode() in content
            target.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("number", ["2", "99"])
def test_a_newer_workbook_is_refused_in_a_sentence(number: str, tmp_path: Path) -> None:
    path = tmp_path / "新.xlsx"
    path.write_bytes(with_format(workbook_bytes(PROFILE), number))
    with pytest.raises(UnreadableInput, match=f"格式 {number}.*更新 formgen"):
        read_file(path, None)


def test_actuals_are_read_back_and_a_newer_file_is_refused(tmp_path: Path) -> None:
    reading = read_one(SEED)
    path = tmp_path / "实际.xlsx"
    path.write_bytes(actuals_workbook(reading.declaration, reading.profile))
    assert read_actuals_file(path) == {}
    book = load_workbook(path)
    book.worksheets[0]["F4"] = 158
    book.save(path)
    assert {name: entry.value for name, entry in read_actuals_file(path).items()} == {"执法办案案件数": 158}
    path.write_bytes(with_format(path.read_bytes(), "2"))
    with pytest.raises(UnreadableInput, match="更新 formgen"):
        read_actuals_file(path)
