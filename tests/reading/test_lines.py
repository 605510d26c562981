"""Lines, labels and words of forms as clerks hand them in: each is read as what it is, or told in a
sentence that fits it. The base is the sample workbook with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.checks import run_checks
from formgen.declaration.findings import Severity
from formgen.declaration.load_profile import load_profile
from formgen.sources import read_file
from formgen.sources.build import Reading, build
from formgen.sources.labels import labels_of, synonyms
from tests.reading.conftest import SAMPLE_TOML, SAMPLE_XLSX, EditSheet, errors_of, faults_of, read_one

Edited = Callable[..., Path]
SAMPLE = read_one(SAMPLE_TOML).declaration


def put(**cells: object) -> EditSheet:
    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return change


def unmerge(sheet: Worksheet) -> None:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def insert_row(number: int, **cells: object) -> EditSheet:
    """A row of its own between two rows, as if typed there."""

    def change(sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.insert_rows(number)
        put(**{f"{column}{number}": value for column, value in cells.items()})(sheet)

    return change


def messages(reading: Reading, place: str) -> list[str]:
    return [note.message for note in reading.notes if note.place == f"申报表!{place}"]


# ── totals ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(
    "cells",
    [
        {"A": "合计", "J": 100}, {"A": "合 计", "J": "100分"}, {"A": "总分", "E": 100}, {"C": "合计：100分"},
        {"A": "总计", "J": 100, "C": "/"}, {"B": "合计", "E": 5000, "J": 100},
    ],
)  # fmt: skip
def test_a_total_is_no_indicator_and_is_compared_with_the_sum(
    edited: Edited, cells: dict[str, object]
) -> None:
    path = edited(put(**{f"{column}32": value for column, value in cells.items()}))
    reading = read_one(path)
    assert reading.declaration == SAMPLE and reading.faults == ()
    (note,) = messages(reading, f"{next(iter(sorted(cells)))}32")
    assert "合计" in note and "100 分" in note
    assert errors_of(path) == []


@pytest.mark.parametrize("points", [99, "98.5分"])
def test_a_total_that_is_not_the_sum(edited: Edited, points: object) -> None:
    (error,) = errors_of(edited(put(A32="合计", J32=points)))
    assert (error.id, error.place) == ("SCO-01", "申报表!A32")
    assert "各行分值合计却是 100 分" in error.message and "类型" not in error.message + error.hint


@pytest.mark.parametrize(
    ("row", "points", "good"), [(14, 10, True), (14, 11, False), (26, 40, True), (26, 39, False)]
)
def test_sub_totals_of_either_level(edited: Edited, row: int, points: int, good: bool) -> None:
    """Rows 8–13 are 数量指标 (10 points), 8–25 are 产出指标 (40)."""
    path = edited(insert_row(row, B="小计", J=points))
    assert read_one(path).declaration.indicators == SAMPLE.indicators
    assert [error.id for error in errors_of(path)] == ([] if good else ["SCO-01"])


def test_a_named_sub_total(edited: Edited) -> None:
    assert errors_of(edited(put(A32="产出指标小计", J32=40))) == []
    (error,) = errors_of(edited(put(A32="产出指标小计", J32=41)))
    assert "产出指标小计" in error.message and "40 分" in error.message


def test_an_indicator_that_bears_the_word_is_an_indicator(edited: Edited) -> None:
    reading = read_one(edited(put(C8="执法办案合计")))
    assert reading.declaration.indicators[0].level3 == "执法办案合计" and reading.sums == ()


def test_a_total_without_its_result_is_told(edited: Edited) -> None:
    path = edited(put(A32="合计", J32="=SUM(J8:J31)"))
    assert read_one(path).declaration == SAMPLE and errors_of(path) == []


@pytest.mark.parametrize(
    ("label", "good"),
    [("产出指标（40分）", True), ("产出指标(40 分)", True), ("产出指标\n（４０分）", True), ("产出指标40分", True),
     ("产出指标（50分）", False)],
)  # fmt: skip
def test_points_in_a_label_are_the_groups(edited: Edited, label: str, good: bool) -> None:
    path = edited(put(A8=label))
    reading = read_one(path)
    assert reading.declaration == SAMPLE and len(messages(reading, "A8")) == 1
    told = [(error.id, error.place) for error in errors_of(path)]
    assert told == ([] if good else [("SCO-01", "申报表!A8")])


# ── tails, page numbers, seals ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "cells",
    [
        {"A33": "单位负责人：张三      填报人：李四      联系电话：0734-1234567      填报日期：2023年1月5日"},
        {"A33": "单位负责人：张三填报人：李四联系电话：0734-1234567填报日期：2023年1月5日"},
        {"A33": "单位负责人：张三", "C33": "填 报 人：李四", "E33": "联系电话:0734-1234567", "G33": "填报日期：2023年1月5日"},
        {"A33": "单位负责人：", "B33": "张三", "C33": "填报人：", "D33": "李四", "E33": "联系电话：", "F33": "0734-1234567",
         "G33": "填报日期：", "H33": "2023年1月5日"},
        {"C32": "单位负责人（签字）：张三　填表人：李四　电话：0734-1234567　填表日期：2023年1月5日"},
    ],
)  # fmt: skip
def test_the_tail_line(edited: Edited, cells: dict[str, object]) -> None:
    reading = read_one(edited(put(**cells)))
    filing, department = reading.declaration.filing, reading.declaration.department
    assert (filing.head, filing.preparer, filing.date) == ("张三", "李四", "2023年1月5日")
    assert department.phone == "0734-1234567"
    assert reading.declaration.indicators == SAMPLE.indicators and reading.faults == ()


def test_signatures_the_form_has_no_place_for_are_told(edited: Edited) -> None:
    reading = read_one(edited(put(A33="填报人：李四    审核人：王五    （盖章）")))
    assert reading.declaration.filing.preparer == "李四"
    assert any("审核人：王五" in message for message in messages(reading, "A33"))


def test_who_made_and_who_approved_are_no_indicator(edited: Edited) -> None:
    reading = read_one(edited(put(A33="制表：李四", C33="审核：王五", G33="主要领导（签字）：")))
    assert reading.declaration.filing.preparer == "李四"
    assert reading.declaration.indicators == SAMPLE.indicators
    assert any("审核：王五" in message for message in messages(reading, "C33"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "words"),
    [("第 1 页 共 1 页", "页码"), ("第1页，共3页", "页码"), ("（单位盖章）", "盖章处"), ("注：以上数据由办公室提供", "说明"),
     ("备注：本表一式两份", "说明")],
)  # fmt: skip
@pytest.mark.parametrize("cell", ["A33", "C32", "H34"])
def test_lines_that_declare_nothing(edited: Edited, text: str, words: str, cell: str) -> None:
    reading = read_one(edited(put(**{cell: text})))
    assert reading.declaration == SAMPLE and reading.faults == ()
    (note,) = messages(reading, cell)
    assert words in note


@pytest.mark.parametrize(
    "text", ["附件2", "附表3-1", "附件2：", "附 件 一", "（单位：万元）", "（单位盖章）"]
)
def test_lines_above_the_title(edited: Edited, text: str) -> None:
    def change(sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.insert_rows(1)
        sheet["A1"] = text

    reading = read_one(edited(change))
    assert reading.declaration == SAMPLE and reading.faults == ()


# ── the year ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value",
    [
        "申报年度：2024",
        "（二〇二四年度）",
        "二○二四年",
        "２０２４年度",
        2024,
        date(2024, 1, 1),
        "预算年度:2024年",
    ],
)
def test_years_as_they_are_written(edited: Edited, value: object) -> None:
    reading = read_one(edited(put(A2=value)))
    assert reading.declaration.year == 2024 and reading.faults == ()


def test_a_year_beside_its_label_may_be_a_date(edited: Edited) -> None:
    reading = read_one(edited(unmerge, put(A2="年度", C2=date(2024, 6, 1))))
    assert reading.declaration.year == 2024
    assert any("日期" in message for message in messages(reading, "C2"))


def test_a_title_of_another_year_is_a_warning(edited: Edited) -> None:
    path = edited(put(A1="2024年部门（单位）整体绩效目标申报表"))
    review = run_checks(read_one(path))
    assert review.year == 2023
    (found,) = [item for item in review.findings if item.id == "VAL-05" and item.place == "申报表!A1"]
    assert found.severity is Severity.WARNING and "2024" in found.message and "2023" in found.message


def test_two_year_lines_are_a_fault(edited: Edited) -> None:
    (fault,) = faults_of(edited(unmerge, put(A2="（2023年度）", H2="2024年度")))
    assert "A2" in fault.message and "H2" in fault.message


# ── heads ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "head"),
    [("E7", "指标值（必填）"), ("E7", "2023年指标值"), ("E7", "年度指标值"), ("J7", "权重"), ("F7", "度量单位"),
     ("D7", "指标性质"), ("D7", "类型"), ("G7", "指标解释（说明）"), ("H7", "评分标准"), ("H7", "评 分\n标 准"),
     ("C7", "三级指标名称"), ("A7", "*一级指标（必填）")],
)  # fmt: skip
def test_other_names_of_columns(edited: Edited, cell: str, head: str) -> None:
    reading = read_one(edited(put(**{cell: head})))
    assert reading.declaration == SAMPLE and reading.faults == ()
    assert len(messages(reading, cell)) == 1


@pytest.mark.parametrize(
    "head", ["部门名称", "单位名称", "申报单位", "部门（单位）名称（盖章）", "单位名称："]
)
def test_other_names_of_the_unit(edited: Edited, head: str) -> None:
    assert read_one(edited(put(A3=head))).declaration == SAMPLE


@pytest.mark.parametrize(
    ("cell", "head", "asked"),
    [("E7", "目标数", "指标值"), ("H7", "绩效标准", "评（扣）分标准"), ("G7", "指标解析", "指标解释"),
     ("D7", "比较符", "指标值类型"), ("F7", "单位", "计量单位")],
)  # fmt: skip
def test_one_odd_head_is_one_fault(edited: Edited, cell: str, head: str, asked: str) -> None:
    (error,) = errors_of(edited(put(**{cell: head})))
    assert (error.id, error.place) == ("READ-03", f"申报表!{cell}")
    assert head in error.message and f"是不是“{asked}”" in error.hint


def test_a_table_without_its_heads_is_not_told_cell_by_cell(edited: Edited) -> None:
    faults = faults_of(edited(lambda sheet: sheet.delete_rows(7, 1)))
    assert len(faults) == 2 and "表头" in faults[1].message + faults[0].message


def test_synonyms_are_one_data_file_and_name_no_two_things() -> None:
    for section in ("facts", "columns"):
        names = [name for known in synonyms()[section].values() for name in known]
        assert len(names) == len(set(names)), section
    labels = labels_of(load_profile())
    assert not set(labels.facts) & set(labels.columns)
    assert labels.column("指标值") == "target" and labels.fact("预算单位") == "department.name"


# ── words ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cell", "text"),
    [("A8", "产出\n指标"), ("B8", "数 量\n指 标"), ("B8", " 数量指标\n"), ("F8", "\n件"), ("D8", "\n≥ ")],
)
def test_breaks_and_blanks_inside_words(edited: Edited, cell: str, text: str) -> None:
    path = edited(put(**{cell: text}))
    reading = read_one(path)
    assert reading.declaration == SAMPLE and len(messages(reading, cell)) == 1
    assert errors_of(path) == []


def test_a_label_merged_over_rows_is_told_once(edited: Edited) -> None:
    reading = read_one(edited(put(A8="产出\n指标")))
    assert sum("产出指标" in note.message for note in reading.notes) == 1


@pytest.mark.parametrize(
    ("name", "read"),
    [("示例市示例局\n（盖章）", "示例市示例局"), ("示例市示例局(公章)", "示例市示例局"), ("示例市示例局\n", "示例市示例局"),
     ("示例市示例局（本级）", "示例市示例局（本级）"), ("示例市\n示例局", "示例市\n示例局")],
)  # fmt: skip
def test_seals_and_breaks_in_the_name(edited: Edited, name: str, read: str) -> None:
    reading = read_one(edited(put(C3=name)))
    assert reading.declaration.department.name == read
    assert len(messages(reading, "C3")) == (name != read)


def test_a_row_that_says_none_and_nothing_else(edited: Edited) -> None:
    cells = {f"{column}29": None for column in "DEFGH"}
    review = run_checks(read_one(edited(put(C29="无", **cells))))
    assert review.verdict == "pass"
    (note,) = [item for item in review.findings if item.id == "REQ-02"]
    assert note.severity is Severity.NOTE and "其他栏空着" in note.message


# ── sheets ───────────────────────────────────────────────────────────────────────────────────────


def with_sheet(
    tmp_path: Path, title: str, fill: Callable[[Worksheet], object], *, copy: bool = False
) -> Path:
    book = load_workbook(SAMPLE_XLSX)
    sheet = book.copy_worksheet(book["申报表"]) if copy else book.create_sheet()
    sheet.title = title
    fill(sheet)
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def empty(sheet: Worksheet) -> None:
    put(C3=None, C4=None, C5=None)(sheet)
    for row in sheet.iter_rows(min_row=8, min_col=3, max_col=11):
        for cell in row:
            cell.value = None


def test_a_blank_copy_is_passed_over_with_a_word(tmp_path: Path) -> None:
    (raw,) = read_file(with_sheet(tmp_path, "空表", empty, copy=True))
    assert build(raw).declaration == SAMPLE and raw.part == ""
    assert [note.message for note in raw.notes] == ["工作表“空表”是没有填写的空白表，没有读入。"]


def test_a_form_filled_in_part_is_no_blank(tmp_path: Path) -> None:
    raws = read_file(
        with_sheet(tmp_path, "乙", lambda sheet: (empty(sheet), put(C3="乙局")(sheet)), copy=True)
    )
    assert [raw.part for raw in raws] == ["申报表", "乙"]


@pytest.mark.parametrize(
    "rows", [[["一级指标", "二级指标", "三级指标", "指标值"]],
             [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "案件数", 5]],
             [["部门（单位）名称", "某局"]]],
)  # fmt: skip
def test_a_helper_sheet_is_no_declaration(tmp_path: Path, rows: list[list[object]]) -> None:
    path = with_sheet(tmp_path, "测算", lambda sheet: [sheet.append(row) for row in rows])
    (raw,) = read_file(path)
    assert build(raw).declaration == SAMPLE
    assert ["测算" in note.message for note in raw.notes] == [True]


# ── all at once ──────────────────────────────────────────────────────────────────────────────────


def test_ten_faults_are_ten_findings(edited: Edited) -> None:
    """One of them an empty 指标值类型, which hides none of the others."""
    path = edited(
        put(
            C4=None,
            D8=None,
            D9="大约",
            E10="3000余",
            E11=None,
            G12="同上",
            H13=None,
            B14="质量类指标",
            J15="两分",
            L16="多出来的",
        )
    )
    told = {(error.id, error.place.rpartition("!")[2]) for error in errors_of(path)}
    assert told >= {
        ("REQ-01", "C4"), ("REQ-01", "D8"), ("READ-03", "D9"), ("VAL-01", "E10"), ("REQ-01", "E11"), ("REQ-02", "G12"),
        ("REQ-01", "H13"), ("TAX-01", "B14"), ("READ-03", "J15"), ("READ-03", "L16"),
    }  # fmt: skip
    review = run_checks(read_one(path))
    assert (review.verdict, review.suggested_grade) == ("fail", "中")
    assert {item.id for item in review.not_checked} >= {"ACT-01"} and review.traits is not None


def test_what_was_seen_is_kept(edited: Edited) -> None:
    row = read_one(edited(put(D8="大约", E8="3000余", J8="两分", K8="看情况"))).declaration.indicators[0]
    assert (row.operator, row.target, row.points, row.rule) == ("大约", "3000余", "两分", "看情况")
    assert (row.numeric_points, row.rule_table) == (None, None)
    assert replace(read_one(SAMPLE_TOML)).faults == ()


@pytest.mark.parametrize("points", [Decimal("0.5"), "2分", "２"])
def test_points_as_people_write_them(edited: Edited, points: object) -> None:
    row = read_one(edited(put(J8=points))).declaration.indicators[0]
    assert row.points == (points if isinstance(points, Decimal) else 2)
