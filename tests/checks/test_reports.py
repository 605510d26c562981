"""All views of one run carry the same findings and the same decision; nothing a user wrote becomes a
formula, markup or a lost character."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from formgen.base.errors import Fault, UnreadableInput
from formgen.checks import CHECKS, review_unreadable
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.load_profile import load_profile
from formgen.fill.workbook import workbook_bytes
from formgen.messages import report as say
from formgen.report import FiledReview, as_data, as_json
from formgen.report.annotate import annotate_workbook
from formgen.report.sheet import report_workbook
from formgen.report.text import review_lines
from tests.checks.cases import NAME, RATE
from tests.checks.samples import CLEAN, SEED, both, read_one, review, set_fact, set_row, write_edited

PROFILE = load_profile()
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture
def filed(tmp_path: Path) -> list[FiledReview]:
    """A pass with remarks, a clean one, a failing one with hostile texts, and one that cannot be read."""
    bad = write_edited(
        tmp_path,
        both(
            set_fact("department.name", "=示例市<b>&局</b>"),
            set_row(NAME, target="28.8万元", unit="%", explanation=FORMULA),
            set_row(RATE, scoring="+1"),
        ),
    )
    faults = [Fault("计量单位应为文字。", "第 3 行", "indicators[0].unit", "请加上引号。"), Fault("另一处。")]
    reviews = [review(SEED), review(CLEAN), review(bad), review_unreadable(UnreadableInput("读不懂", faults))]
    paths = ["in/seed.toml", "in/clean.toml", "in/bad.toml", "in/none.toml"]
    return [FiledReview(path, result) for path, result in zip(paths, reviews, strict=True)]


def facts(filed: list[FiledReview]) -> list[tuple[str, str, str, str, str, str]]:
    return [
        (item.path, f.id, f.severity.value, f.place, f.message, f.hint)
        for item in filed
        for f in item.review.findings
    ]


def test_json_has_exactly_the_contracts_keys(filed: list[FiledReview]) -> None:
    data = json.loads(as_json(filed))
    assert data == as_data(filed)
    assert set(data) == {"schema", "files", "skipped"} and data["schema"] == 1
    for file in data["files"]:
        assert list(file) == ["path", "department", "verdict", "suggested_grade", "findings", "not_checked"]
        for finding in file["findings"]:
            assert list(finding) == ["id", "severity", "field", "place", "message", "hint", "source"]
        for missing in file["not_checked"]:
            assert list(missing) == ["id", "reason"]
    assert [file["verdict"] for file in data["files"]] == ["pass", "pass", "fail", "unreadable"]
    assert [file["suggested_grade"] for file in data["files"]] == ["良", "优", "中", "差"]


def test_json_carries_every_finding(filed: list[FiledReview]) -> None:
    data = as_data(filed)
    told = [
        (file["path"], *(finding[key] for key in ("id", "severity", "place", "message", "hint")))
        for file in data["files"]
        for finding in file["findings"]
    ]
    assert told == facts(filed)


def test_text_carries_every_finding_and_the_decision(filed: list[FiledReview]) -> None:
    text = "\n".join(line.text for line in review_lines(filed))
    position = 0
    for _, check_id, severity, place, message, hint in facts(filed):
        for piece in (f"[{say.SEVERITIES[severity]}] {check_id}", place, message, hint):
            found = text.find(piece, position)
            assert found >= 0, piece
            position = found
    for item in filed:
        assert f"{item.path}　" in text
    assert "共 4 份：通过 2 份，退回 1 份，读不出 1 份。" in text
    for grade in "优良中差":
        assert f"建议等次：{grade}（" in text


def test_workbook_has_one_row_per_finding(filed: list[FiledReview]) -> None:
    book = openpyxl.load_workbook(BytesIO(report_workbook(filed)))
    sheet = book["审核意见"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    severities = {label: key for key, label in say.SEVERITIES.items()}
    told = [(row[1], row[6], severities[row[5]], row[8] or "", row[9], row[10] or "") for row in rows]
    assert told == facts(filed)
    verdicts = {row[1]: (row[3], row[4]) for row in rows}
    assert verdicts == {
        "in/seed.toml": ("通过", "良"), "in/bad.toml": ("退回", "中"), "in/none.toml": ("读不出", "差")
    }  # fmt: skip
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:L{len(told) + 1}"


def test_workbook_texts_are_never_formulas(filed: list[FiledReview]) -> None:
    book = openpyxl.load_workbook(BytesIO(report_workbook(filed)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(str(cell.value).startswith("=") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_matrix_has_every_unit_and_check(filed: list[FiledReview]) -> None:
    sheet = openpyxl.load_workbook(BytesIO(report_workbook(filed)))["一览"]
    heads = [str(cell.value).split("\n")[0] for cell in sheet[1]]
    for number, item in enumerate(filed, start=2):
        marks = dict(zip(heads, (cell.value for cell in sheet[number]), strict=True))
        assert (marks["文件"], marks["结论"]) == (item.path, say.VERDICTS[item.review.verdict])
        for check_id in heads[4:]:
            standing = item.review.standing(check_id)
            assert (marks[check_id] == "✓") == (standing == "pass"), (item.path, check_id)
            if standing == "not_checked":
                assert marks[check_id] == "未检查"
    assert len(heads) == 4 + len(CHECKS)


def test_annotated_copy(tmp_path: Path) -> None:
    reading = read_one(
        write_edited(tmp_path, both(set_row(NAME, explanation="同上"), set_row(RATE, points=9)))
    )
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook_bytes(reading.profile, reading.declaration))
    item = FiledReview("form.xlsx", review(path))
    copy = openpyxl.load_workbook(BytesIO(annotate_workbook(path.read_bytes(), [item])))
    original = openpyxl.load_workbook(path)
    sheet = original.sheetnames[0]
    marked = {
        f"{sheet}!{cell.coordinate}": cell
        for row in copy[sheet].iter_rows()
        for cell in row
        if cell.comment is not None
    }
    placed = [finding for finding in item.review.findings if "!" in finding.place]
    assert set(marked) == {finding.place for finding in placed} and len(placed) >= 2
    for finding in placed:
        assert finding.message in marked[finding.place].comment.text
        assert finding.hint in marked[finding.place].comment.text
        assert marked[finding.place].fill.fgColor.rgb == "00F8CBAD"
    for row in original[sheet].iter_rows():
        for cell in row:
            assert copy[sheet][cell.coordinate].value == cell.value
    assert "审核批注" not in copy.sheetnames
    # The annotated copy is still the same declaration.
    again = tmp_path / "again.xlsx"
    copy.save(again)
    assert read_one(again).declaration == reading.declaration


def test_findings_without_a_cell_stand_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    reading = read_one(write_edited(tmp_path, set_row(NAME, explanation=FORMULA + "同上")))
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook_bytes(reading.profile, reading.declaration))
    finding = Finding("SCO-01", Severity.ERROR, "indicators", "不在表上", FORMULA, "请改正。")
    item = FiledReview("form.xlsx", replace(review(path), findings=(finding,)))
    copy = openpyxl.load_workbook(BytesIO(annotate_workbook(path.read_bytes(), [item])))
    rows = list(copy["审核批注"].iter_rows(min_row=2))
    assert [[cell.value for cell in row] for row in rows] == [
        ["错误", "SCO-01", "不在表上", FORMULA, "请改正。"]
    ]
    assert {cell.data_type for row in rows for cell in row} == {"s"}
