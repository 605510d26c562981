"""Workbooks as people hand them in: found by labels; every cell read, told in a note, or refused."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.declaration.model import Declaration, Operator
from formgen.sources import read_file
from formgen.sources.build import build
from tests.reading.conftest import SAMPLE_TOML, SAMPLE_XLSX, SEED, EditSheet, errors_of, faults_of, read_one

Edited = Callable[..., Path]
SAMPLE = read_one(SAMPLE_TOML).declaration
HEADS = ["* 一级指标", "* 二级指标", "* 三级指标", "指标值类型", "* 指标值", "计量单位", "* 指标解释",
         "* 评（扣）分标准", "备注"]  # fmt: skip


def put(**cells: object) -> EditSheet:
    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return change


def unmerge(sheet: Worksheet) -> None:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The seed as the province's system lays it out, as a plain workbook: no styles, groups merged."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    lines = [line.split("\t") for line in SEED.read_text(encoding="utf-8").splitlines()]
    facts = {line[0]: line[1] for line in lines if len(line) == 2 and line[0]}
    sheet["A3"] = "部门（单位）整体绩效目标申报表"
    sheet["A4"] = "（2023年度）"
    for row, (label, text) in enumerate(facts.items(), 6):
        sheet.cell(row, 1, label)
        sheet.cell(row, 3, text)
    sheet["C10"] = "绩效指标"
    for column, head in enumerate(HEADS, 1):
        sheet.cell(11, column, head)
    for row, item in enumerate(SAMPLE.indicators, 12):
        values = (item.level3, item.operator.value, item.target, item.unit, item.explanation, item.scoring)
        for column, value in enumerate(values, 3):
            sheet.cell(row, column, value)
    for key, column in (("level1", 1), ("level2", 2)):
        labels = [getattr(item, key) for item in SAMPLE.indicators]
        for index, label in enumerate(labels):
            if index == 0 or labels[index - 1] != label:
                sheet.cell(12 + index, column, label)
                last = index + labels[index:].count(label) - 1
                sheet.merge_cells(
                    start_row=12 + index, end_row=12 + last, start_column=column, end_column=column
                )
    path = tmp_path / "导出.xlsx"
    book.save(path)
    return path


def test_the_export_of_the_provinces_system(export: Path) -> None:
    reading = read_one(export)
    assert reading.declaration == SAMPLE
    assert reading.notes == ()
    assert reading.places["indicators[0].target"] == "Sheet1!E12"
    assert reading.places["indicators[1].level2"] == "Sheet1!B12"


def test_blank_means_above(edited: Edited) -> None:
    assert read_one(edited(unmerge)).declaration == SAMPLE


def test_levels_repeated_in_every_row(edited: Edited) -> None:
    def fill(sheet: Worksheet) -> None:
        unmerge(sheet)
        for row, item in enumerate(SAMPLE.indicators, 8):
            sheet.cell(row, 1).value, sheet.cell(row, 2).value = item.level1, item.level2

    assert read_one(edited(fill)).declaration == SAMPLE


def test_a_new_level1_does_not_inherit_the_level2_above(edited: Edited) -> None:
    item = read_one(edited(unmerge, put(A26="效益指标", B26=None))).declaration.indicators[18]
    assert (item.level1, item.level2) == ("效益指标", "")


def test_extra_blank_rows_and_columns(edited: Edited) -> None:
    def spread(sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.insert_rows(12)
        sheet.insert_rows(7)
        sheet.insert_rows(1, 3)
        sheet.insert_cols(5)
        sheet.insert_cols(1, 2)

    reading = read_one(edited(spread))
    assert reading.declaration == SAMPLE
    assert reading.places["indicators[0].target"] == "申报表!H12"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "label"),
    [("C7", "*三级指标"), ("C7", "＊ 三级指标"), ("C7", "三级指标"), ("C7", "三 级\n指 标"), ("H7", "评(扣)分标准"),
     ("H7", "* 评（扣）分标准："), ("A3", "部门(单位)名称："), ("A4", "*部门（单位）职责")],
)  # fmt: skip
def test_labels_as_people_type_them(edited: Edited, cell: str, label: str) -> None:
    assert read_one(edited(put(**{cell: label}))).declaration == SAMPLE


def test_label_and_value_in_one_cell(edited: Edited) -> None:
    path = edited(unmerge, put(A3="部门（单位）名称：衡阳市市场监督管理局", C3=None))
    assert read_one(path).declaration == SAMPLE


def test_columns_in_another_order(edited: Edited) -> None:
    def swap(sheet: Worksheet) -> None:
        for row in range(7, 32):
            one, other = sheet.cell(row, 5), sheet.cell(row, 7)
            one.value, other.value = other.value, one.value

    assert read_one(edited(swap)).declaration == SAMPLE


def test_rows_not_sorted_by_group_keep_the_files_order(edited: Edited) -> None:
    row = ["产出指标", "数量指标", "抽查次数", "≥", 5, "次", "考察抽查", "计2分"]
    path = edited(lambda sheet: [sheet.cell(32, column, text) for column, text in enumerate(row, 1)])
    indicators = read_one(path).declaration.indicators
    assert indicators[:24] == SAMPLE.indicators
    assert (indicators[24].level2, indicators[24].level3) == ("数量指标", "抽查次数")


def test_hidden_rows_and_columns_are_read(edited: Edited) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[10].hidden = True
        sheet.column_dimensions["F"].hidden = True

    assert read_one(edited(hide)).declaration == SAMPLE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("value", "number_format", "unit", "target", "read_unit", "noted"),
    [
        (0.1 + 0.2, "General", "件", "0.3", "件", False),
        (563.6299999999999, "General", "件", "563.63", "件", False),
        (160.0, "General", "件", "160", "件", False),
        (1722.4, "#,##0.00", "万元", "1722.4", "万元", False),
        (100000, "#,##0", "台", "100000", "台", False),
        (0.95, "0%", "%", "95", "%", True),
        (0.95, "0.00%", None, "95", "%", True),
        (0.285, "0.0%", "％", "28.5", "％", True),
        (0.57, "0%", "%", "57", "%", True),
        ("160", "@", "件", "160", "件", True),
        ("１６０", "@", "件", "160", "件", True),
        ("28.8万元", "General", None, "28.8", "万元", True),
        ("28.8万元", "General", "万元", "28.8", "万元", True),
    ],
)  # fmt: skip
def test_numbers(
    edited: Edited,
    value: object,
    number_format: str,
    unit: str | None,
    target: str,
    read_unit: str,
    noted: bool,
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E8"], sheet["F8"] = value, unit
        sheet["E8"].number_format = number_format

    reading = read_one(edited(change))
    item = reading.declaration.indicators[0]
    assert (str(item.target), item.unit) == (target, read_unit)
    assert [(note.id, note.severity, note.field, note.place) for note in reading.notes] == (
        [("READ-01", "note", "indicators[0].target", "申报表!E8")] if noted else []
    )


@pytest.mark.parametrize(("value", "unit", "text"), [("28.8万元", "元", "28.8万元"), (0.95, "件", "95%")])
def test_a_unit_that_contradicts_the_value_is_left_to_the_checks(
    edited: Edited, value: object, unit: str, text: str
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E8"], sheet["F8"] = value, unit
        sheet["E8"].number_format = "0%"

    item = read_one(edited(change)).declaration.indicators[0]
    assert (item.target, item.unit) == (text, unit)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number_format", "text"),
    [("yyyy-mm-dd", "2023-12-31"), ('yyyy"年"m"月"d"日"', "2023年12月31日"), ("mm-dd-yy", "2023/12/31"),
     ('yyyy"年"m"月"', "2023年12月"), ("yyyy/m/d;@", "2023/12/31"), ("[$-804]yyyy年m月d日", "2023年12月31日")],
)  # fmt: skip
def test_dates_are_read_as_shown(edited: Edited, number_format: str, text: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E20"] = date(2023, 12, 31)
        sheet["E20"].number_format = number_format

    item = read_one(edited(change)).declaration.indicators[12]
    assert (item.operator, item.target) == (Operator.QUALITATIVE, text)


def test_numbers_in_text_columns_become_their_text(edited: Edited) -> None:
    item = read_one(edited(put(I8=5, C8=2.50))).declaration.indicators[0]
    assert (item.remark, item.level3) == ("5", "2.5")


@pytest.mark.parametrize("typed", [">=", "》", "＞＝"])
def test_operators(edited: Edited, typed: str) -> None:
    reading = read_one(edited(put(D8=typed)))
    assert reading.declaration == SAMPLE
    assert [note.place for note in reading.notes] == ["申报表!D8"]


def test_carriage_returns_that_the_format_escapes(edited: Edited) -> None:
    item = read_one(edited(put(G8="一_x000D_\n二"))).declaration.indicators[0]
    assert item.explanation == "一\n二"
    (fault,) = faults_of(edited(put(G8="一_x0007_")))
    assert "U+0007" in fault.message and fault.place == "申报表!G8"


def test_a_value_merged_over_rows_counts_for_each_and_is_told(edited: Edited) -> None:
    reading = read_one(edited(put(F9=None), lambda sheet: sheet.merge_cells("F8:F9")))
    assert [item.unit for item in reading.declaration.indicators[:2]] == ["件", "件"]
    assert [note.place for note in reading.notes] == ["申报表!F8"]


def test_a_row_spread_over_two_sheet_rows_is_one_row(edited: Edited) -> None:
    def spread(sheet: Worksheet) -> None:
        sheet.unmerge_cells("A31:A31") if "A31:A31" in sheet.merged_cells else None
        for letter in "ABCDEFGHI":
            sheet.merge_cells(f"{letter}31:{letter}32")

    assert read_one(edited(spread)).declaration == SAMPLE


def test_several_sheets_are_several_declarations(tmp_path: Path) -> None:
    book = load_workbook(SAMPLE_XLSX)
    for name, unit in (("甲局", "甲市甲局"), ("乙局", "乙市乙局")):
        copy = book.copy_worksheet(book["申报表"])
        copy.title = name
        copy["C3"] = unit
    book["乙局"].sheet_state = "hidden"
    book["乙局"]["D8"] = "约"
    path = tmp_path / "many.xlsx"
    book.save(path)
    first, second, third = read_file(path)
    assert [raw.part for raw in (first, second, third)] == ["申报表", "甲局", "乙局"]
    assert build(first).declaration == SAMPLE
    assert build(second).declaration.department.name == "甲市甲局"
    assert any("隐藏" in note.message for note in third.notes)
    assert [fault.place for fault in build(third).faults] == ["乙局!D8"]


def test_one_sheet_has_no_part() -> None:
    (raw,) = read_file(SAMPLE_XLSX)
    assert raw.part == ""


@pytest.mark.parametrize(
    ("change", "year"),
    [
        (put(A2="（2024年度）"), 2024), (put(A2="2024年度"), 2024), (put(A2="( 2024 年度 )"), 2024),
        (put(A2=None, A1="2024年部门（单位）整体绩效目标申报表"), 2024),
        (lambda sheet: (unmerge(sheet), put(A2="年度", C2=2024)(sheet)), 2024),
        (lambda sheet: (unmerge(sheet), put(A2="年度：2024", C2=None)(sheet)), 2024),
    ],
)  # fmt: skip
def test_year(edited: Edited, change: EditSheet, year: int) -> None:
    assert read_one(edited(change)).declaration.year == year


def test_a_missing_year_is_the_profiles_with_a_note(edited: Edited) -> None:
    for blank in (None, "（    年度）"):
        reading = read_one(edited(put(A2=blank)))
        assert reading.declaration.year == 2023
        assert [note.field for note in reading.notes] == ["year"]


def test_points_and_rules(edited: Edited) -> None:
    rules = {
        "K8": 'kind = "threshold_linear", points = 2',
        "K9": '{ kind = "bands", bands = [{ min = 0.5 }] }',
    }
    first, second = read_one(edited(put(J8=2, J9="1.5", **rules))).declaration.indicators[:2]
    assert (first.points, second.points) == (Decimal(2), Decimal("1.5"))
    assert first.rule == {"kind": "threshold_linear", "points": 2}
    assert second.rule == {"kind": "bands", "bands": [{"min": Decimal("0.5")}]}
    faults = faults_of(edited(put(J8="两", K8="kind = 「a」", K9=5)))
    assert sorted(fault.place for fault in faults) == ["申报表!J8", "申报表!K8", "申报表!K9"]


def test_a_row_with_levels_only_is_told(edited: Edited) -> None:
    reading = read_one(
        edited(put(**{f"{letter}29": None for letter in "CDEFGH"}), unmerge, put(B29="生态效益指标"))
    )
    assert len(reading.declaration.indicators) == 23
    assert any("没有填写指标" in note.message for note in reading.notes)


def test_a_remark_under_the_table_is_told(edited: Edited) -> None:
    reading = read_one(edited(put(A32="注：带*的必须填写")))
    assert reading.declaration == SAMPLE
    assert [note.place for note in reading.notes] == ["申报表!A32"]


def test_a_serial_column_is_told(edited: Edited) -> None:
    reading = read_one(edited(put(L7="序号", L8=1, L9=2)))
    assert reading.declaration == SAMPLE and len(reading.notes) == 1


def test_lines_under_the_form(edited: Edited) -> None:
    path = edited(
        put(A33="填报人：", C33="张三", E33="联系电话", F33=13800000000, A34="单位代码", C34="430400")
    )
    declaration = read_one(path).declaration
    assert declaration.filing.preparer == "张三"
    assert declaration.department.phone == "13800000000"
    assert declaration.department.code == "430400"
    assert declaration.indicators == SAMPLE.indicators


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (put(E8="=1+1"), "申报表!E8", "重新计算并保存"),
        (put(G8="#REF!"), "申报表!G8", "#REF!"),
        (put(E8=True), "申报表!E8", "逻辑值"),
        (put(I8=False), "申报表!I8", "逻辑值"),
        (put(D8="约"), "申报表!D8", "约"),
        (put(L8="丢了"), "申报表!L8", "不在任何一栏"),
        (put(L7="负责科室", L8="法规科"), "申报表!L7", "负责科室"),
        (put(L7="指标解析"), "申报表!L7", "指标解释"),
        (put(L7="备注"), "申报表!L7", "两次"),
        (put(C7="名字", E7="数目"), "申报表", "没有找到指标表"),
        (put(G7=None), "申报表!A7", "指标解释"),
        (put(D7=None), "申报表!A7", "指标值类型"),
        (put(A6="预算一千万"), "申报表!A6", "预算一千万"),
        (lambda sheet: (unmerge(sheet), put(F4="另一段职责")(sheet)), "申报表!F4", "两格"),
        (lambda sheet: (unmerge(sheet), put(A6="年度总体目标", C6="又一个")(sheet)), "申报表!A6", "两次"),
        (lambda sheet: [sheet.cell(40, n, head) for n, head in enumerate(HEADS, 1)], "申报表!C40", "两个指标表"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_names_its_cell(
    edited: Edited, change: EditSheet, place: str, words: str
) -> None:
    faults = faults_of(edited(change))
    told = [fault.message + fault.hint for fault in faults if fault.place == place]
    assert any(words in text for text in told), faults


def test_all_faults_of_a_sheet_at_once(edited: Edited) -> None:
    path = edited(put(C3=None, D8=None, E8="=1+1", D9="约", E10=True, L11="x", G12="#N/A", G13=None))
    told = [error.place.split("!")[1] for error in errors_of(path) if error.place.startswith("申报表!")]
    assert sorted(told) == ["C3", "D8", "D9", "E10", "E8", "G12", "G13", "L11"]


def test_formulas_with_cached_values_are_read(tmp_path: Path) -> None:
    """openpyxl writes no cached values, so one is put into the XML."""
    book = load_workbook(SAMPLE_XLSX)
    book["申报表"]["E8"] = "=80*2"
    stream = BytesIO()
    book.save(stream)
    path = tmp_path / "formula.xlsx"
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content, count = re.subn(rb"(<f>80\*2</f>)<v ?/?>(</v>)?", rb"\1<v>160</v>", content)
                assert count == 1
            target.writestr(name, content)
    assert read_one(path).declaration == SAMPLE


@pytest.mark.slow
def test_ten_thousand_empty_rows_cost_little(edited: Edited) -> None:
    def stretch(sheet: Worksheet) -> None:
        for row in range(32, 10_032):
            sheet.row_dimensions[row].height = 20
        sheet.cell(10_031, 1).number_format = "0.00"

    path = edited(stretch)
    start = time.perf_counter()
    assert read_one(path).declaration == SAMPLE
    assert time.perf_counter() - start < 3


def test_the_profile_named_in_the_workbook(tmp_path: Path) -> None:
    book = load_workbook(SAMPLE_XLSX)
    book.custom_doc_props["formgen-profile"].value = "hunan-1999"
    path = tmp_path / "p.xlsx"
    book.save(path)
    assert any("hunan-1999" in fault.message for fault in faults_of(path))
    (raw,) = read_file(path, profile="hunan-2023")
    assert isinstance(build(raw).declaration, Declaration)
