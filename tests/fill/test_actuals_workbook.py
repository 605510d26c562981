"""The workbook of actual values is a form; filled in, it is read back; so are those of 0.2.0."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from formgen.declaration.model import Declaration, Operator
from formgen.fill.actuals import actuals_workbook, read_actuals_bytes
from formgen.scoring import read_actuals, score_declaration
from tests.appendix.samples import seed_actuals, seed_declaration
from tests.render.docx_samples import declare, hunan, indicator

OLD = Path(__file__).parents[1] / "data" / "v0.2.0" / "workbooks"


def sheet_of(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


def guides(sheet) -> dict[str, object]:
    return {str(guide.sqref): guide for guide in sheet.data_validations.dataValidation}


def test_it_is_a_form() -> None:
    sheet = sheet_of(actuals_workbook(seed_declaration(), hunan()))
    assert sheet["A1"].value == "实际完成值填报表"
    assert "衡阳市市场监督管理局" in sheet["A2"].value and "2023年度" in sheet["A2"].value
    assert [cell.value for cell in sheet[3]] == [
        "序号", "三级指标", "指标值", "计量单位", "分值", "实际完成值", "偏差原因", "评价人给分",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[4]][:5] == ["1", "执法办案案件数", "≥ 160", "件", "2"]
    assert all(cell.border.left.style == "thin" for row in sheet["A3:H26"] for cell in row)
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToWidth == 1
    assert sheet.freeze_panes == "C4" and sheet.print_title_rows == "$1:$3"


def test_allowed_answers_stand_in_a_list_or_a_prompt() -> None:
    sheet = sheet_of(actuals_workbook(seed_declaration(), hunan()))
    names = {sheet.cell(row, 2).value: f"F{row}" for row in range(4, 27)}
    found = guides(sheet)
    tiers = found[names["经济产业"]]
    assert tiers.type == "list"
    assert tiers.formula1 == '"有效促进经济产业健康发展,促进作用一般,促进作用较差"'
    assert found[names["执法办案案件数"]].prompt == "填数字，单位：件。"
    assert found[names["重点工作任务完成时间"]].prompt == "填完成日期，如 2024-01-20。"


def test_same_input_same_bytes() -> None:
    assert actuals_workbook(seed_declaration(), hunan()) == actuals_workbook(seed_declaration(), hunan())


def fill(data: bytes, values: dict[str, object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    for row in range(4, sheet.max_row + 1):
        name = sheet.cell(row, 2).value
        entry = values.get(name)
        if isinstance(entry, dict):
            sheet.cell(row, 6).value, sheet.cell(row, 7).value = entry["value"], entry["reason"]
        elif entry is not None:
            sheet.cell(row, 6).value = entry
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_filled_in_it_gives_the_scores_of_the_toml() -> None:
    declaration, profile = seed_declaration(), hunan()
    filled = fill(actuals_workbook(declaration, profile), seed_actuals())
    read = read_actuals_bytes(filled, Path("x.xlsx"))
    sheet = score_declaration(declaration, profile, read)
    assert str(sheet.total) == "89.51"
    assert sheet.rows[0].reason == "两起案件年底前移送公安机关，不计入本单位办结数"


def repeated() -> Declaration:
    return declare([indicator(), indicator(target=Decimal(80)), indicator(level2="质量指标")])


def test_rows_of_one_name_are_addressed_by_their_place() -> None:
    profile = hunan()
    data = actuals_workbook(repeated(), profile)
    names = [sheet_of(data).cell(row, 2).value for row in (4, 5, 6)]
    assert names == [
        "数量指标/执法办案案件数（第1条）", "数量指标/执法办案案件数（第2条）", "质量指标/执法办案案件数",
    ]  # fmt: skip
    filled = fill(data, dict(zip(names, (160, 40, 96), strict=True)))
    rows = score_declaration(repeated(), profile, read_actuals_bytes(filled, Path("x.xlsx"))).rows
    # In proportion, 2 points: 160 of 160, 40 of 80, 96 of 160.
    assert [str(row.score) for row in rows] == ["2.00", "1.00", "1.20"]
    assert [row.actual.value for row in rows if row.actual] == [160, 40, 96]


def test_a_place_that_is_another_row_is_told() -> None:
    with pytest.raises(Exception, match="质量指标/执法办案案件数（第1条）"):
        score_declaration(repeated(), hunan(), read_actuals({"质量指标/执法办案案件数（第1条）": 160}))


@pytest.mark.parametrize("name", ["rules-actuals.xlsx", "rules-actuals-filled.xlsx"])
def test_workbooks_of_020_are_read(name: str) -> None:
    data = (OLD / name).read_bytes()
    values = read_actuals_bytes(data, OLD / name)
    assert bool(values) is name.endswith("filled.xlsx")


def test_a_yes_or_no_row_has_both_words() -> None:
    row = indicator(
        level3="制度", operator=Operator.QUALITATIVE, target="健全", unit="无",
        scoring="该指标分值为2分，直接赋分，达到指标值得满分，未达到不得分",
    )  # fmt: skip
    (guide,) = guides(sheet_of(actuals_workbook(declare([row]), hunan()))).values()
    assert guide.formula1 == '"是,否"'
