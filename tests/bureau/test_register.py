"""Registers: one sheet, a row per indicator, a column that says whose row it is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bench.generate import make_declarations
from formgen.checks import run_checks
from formgen.declaration.findings import Finding
from formgen.declaration.model import Declaration, Indicator
from formgen.sources import read_file
from formgen.sources.build import Reading, build
from tests.heads import HEADS as TABLE_HEADS

FORM = [*TABLE_HEADS, "分值"]
HEADS = ["部门（单位）名称", "部门（单位）职责", "年度总体目标", "年度", *FORM]
Edit = Callable[[Worksheet], object]


def form_cells(item: Indicator) -> list[object]:
    cells: list[object] = [item.level1, item.level2, item.level3, item.operator.value, item.target, item.unit,
                           item.explanation, item.scoring, item.remark, item.points]  # fmt: skip
    return [None if cell == "" else cell for cell in cells]


def register_rows(declarations: Sequence[Declaration]) -> list[list[object]]:
    """Every cell filled in, department by department."""
    return [
        [item.department.name, item.department.duties, item.goal.annual, item.year, *form_cells(row)]
        for item in declarations
        for row in item.indicators
    ]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def save(rows: Sequence[Sequence[object]], *edits: Edit, heads: Sequence[str] = HEADS) -> Path:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "登记表"
        sheet.append(list(heads))
        for row in rows:
            sheet.append(list(row))
        for column, head in enumerate(heads, 1):
            if head == "指标值类型":
                for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
                    cell.data_type = "s"  # "=" picked from a list is no formula
        for edit in edits:
            edit(sheet)
        path = tmp_path / "登记.xlsx"
        book.save(path)
        return path

    return save


Write = Callable[..., Path]


def read(path: Path) -> list[Reading]:
    return [build(raw) for raw in read_file(path)]


def all_faults(path: Path) -> list[Finding]:
    return [fault for reading in read(path) for fault in reading.faults]


def faults_of(path: Path) -> dict[str, tuple[Finding, ...]]:
    """Part → its faults; departments without any are left out."""
    readings = [(raw.part, build(raw)) for raw in read_file(path)]
    return {part: reading.faults for part, reading in readings if reading.faults}


def test_every_department_is_a_declaration(write: Write, declarations: list[Declaration]) -> None:
    path = write(register_rows(declarations))
    raws = read_file(path)
    assert [build(raw).declaration for raw in raws] == declarations
    assert [raw.part for raw in raws] == [item.department.name for item in declarations]
    assert [build(raw).notes for raw in raws] == [()] * len(declarations)
    second = build(raws[1]).places
    row = 2 + len(declarations[0].indicators)
    assert second["department.name"] == f"登记表!A{row}"
    assert second["goal.annual"] == f"登记表!C{row}"
    assert second["indicators[0].target"] == f"登记表!I{row}"


@pytest.mark.parametrize("head", ["单位", "部门", "* 部门(单位)名称：", "单位名称"])
def test_the_column_of_departments_by_its_label(
    write: Write, declarations: list[Declaration], head: str
) -> None:
    path = write(register_rows(declarations[:2]), heads=[head, "职责", "总体目标", "年份", *FORM])
    assert [reading.declaration for reading in read(path)] == declarations[:2]


def test_a_column_单位_alone_may_be_the_unit_of_measurement(
    write: Write, declarations: list[Declaration]
) -> None:
    heads = [head if head != "计量单位" else "单位" for head in FORM]
    path = write([form_cells(row) for row in declarations[0].indicators], heads=heads)
    assert any("单位" in fault.message and fault.place == "登记表!F1" for fault in all_faults(path))


def test_a_form_that_names_its_department_above_is_no_register(
    write: Write, declarations: list[Declaration]
) -> None:
    def add_name(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"], sheet["B1"] = "部门（单位）名称", "甲局"

    rows = [["办公室", *form_cells(row)] for row in declarations[0].indicators]
    path = write(rows, add_name, heads=["部门", *FORM])
    assert any("部门" in fault.message and fault.place == "登记表!A2" for fault in all_faults(path))


def blank_repeats(rows: list[list[object]], columns: int) -> list[list[object]]:
    """The first columns only where they change; a level that stays under a new department is written."""
    thin = []
    above: list[object] = [None] * columns
    for row in rows:
        first = next((n for n in range(columns) if row[n] != above[n]), columns)
        thin.append([row[n] if n >= first else None for n in range(columns)] + row[columns:])
        above = row[:columns]
    return thin


def test_blank_means_above(write: Write, declarations: list[Declaration]) -> None:
    path = write(blank_repeats(register_rows(declarations), 6))
    assert [reading.declaration for reading in read(path)] == declarations


def test_merged_cells_mean_all_their_rows(write: Write, declarations: list[Declaration]) -> None:
    def merge(sheet: Worksheet) -> None:
        top = 2
        for item in declarations:
            bottom = top + len(item.indicators) - 1
            for column in (1, 2, 3):
                sheet.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)
            top = bottom + 1
        sheet.merge_cells(start_row=2, end_row=top - 1, start_column=4, end_column=4)

    readings = read(write(register_rows(declarations), merge))
    assert [reading.declaration for reading in readings] == declarations


def test_rows_of_a_department_need_not_stand_together(write: Write, declarations: list[Declaration]) -> None:
    first, second = declarations[:2]
    one, other = register_rows([first]), register_rows([second])
    for row in one[1:]:
        row[1:4] = [None, None, None]
    path = write([*one[:3], *other[:5], *one[3:], *other[5:]])
    assert [reading.declaration for reading in read(path)] == [first, second]


def test_a_level_is_not_taken_from_another_departments_row(
    write: Write, declarations: list[Declaration]
) -> None:
    rows = register_rows(declarations[:2])
    start = len(declarations[0].indicators)
    rows[start][4:6] = [None, None]
    second = read(write(rows))[1]
    assert (second.declaration.indicators[0].level1, second.declaration.indicators[0].level2) == ("", "")
    places = {finding.place for finding in run_checks(second).findings if finding.id == "REQ-01"}
    assert places == {f"登记表!E{start + 2}", f"登记表!F{start + 2}"}


def test_without_duties_and_goal_the_checks_speak(write: Write, declarations: list[Declaration]) -> None:
    rows = [[row[0], *row[4:]] for row in register_rows(declarations[:2])]
    first, _ = read(write(rows, heads=["部门", *FORM]))
    assert (first.declaration.department.duties, first.declaration.goal.annual) == ("", "")
    assert first.declaration.year == 2023 and [note.field for note in first.notes] == ["year"]
    errors = {finding.field for finding in run_checks(first).findings if finding.id == "REQ-01"}
    assert errors == {"department.duties", "goal.annual"}


@pytest.mark.parametrize("title", ["2023年部门整体绩效目标申报汇总表", "（2023年度）", "2023年度"])
def test_the_titles_year_is_everybodys(write: Write, declarations: list[Declaration], title: str) -> None:
    def put_title(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = title

    rows = [[*row[:3], *row[4:]] for row in register_rows(declarations[:2])]
    readings = read(write(rows, put_title, heads=[*HEADS[:3], *FORM]))
    assert [reading.declaration for reading in readings] == declarations[:2]
    assert readings[1].places["year"] == "登记表!A1"
    told = [note.place for note in readings[0].notes]
    assert told == (["登记表!A1"] if "汇总" in title else [])
    assert readings[1].notes == ()


def test_another_year_is_another_declaration(write: Write, declarations: list[Declaration]) -> None:
    first = declarations[0]
    later = first.model_copy(update={"year": 2024})
    raws = read_file(write(register_rows([first, later])))
    assert [build(raw).declaration for raw in raws] == [first, later]
    name = first.department.name
    assert [raw.part for raw in raws] == [f"{name}（2023）", f"{name}（2024）"]


def test_a_year_against_the_titles(write: Write, declarations: list[Declaration]) -> None:
    def put_title(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "（2024年度）"

    faults = faults_of(write(register_rows(declarations[:2]), put_title))
    assert [found[0].place for found in faults.values()] == [
        "登记表!D3", f"登记表!D{3 + len(declarations[0].indicators)}",
    ]  # fmt: skip


def test_names_that_differ_in_width_or_blanks_are_one_department(
    write: Write, declarations: list[Declaration]
) -> None:
    item = declarations[0]
    name = item.department.name + "（本级）"
    item = item.model_copy(update={"department": item.department.model_copy(update={"name": name})})
    rows = register_rows([item])
    rows[1][0] = name.replace("（", "(").replace("）", ") ")
    (reading,) = read(write(rows))
    assert reading.declaration == item
    assert [(note.id, note.place) for note in reading.notes] == [("READ-01", "登记表!A3")]


def test_faults_stay_with_their_department(write: Write, declarations: list[Declaration]) -> None:
    rows = register_rows(declarations[:3])
    one, two = (len(item.indicators) for item in declarations[:2])
    rows[1][8] = "=1+1"  # a formula without a value
    rows[one][7] = "约"
    rows[one + 1][2] = "另一个目标"
    rows[one + 2][15:] = ["", "多出来的"]
    faults = faults_of(write(rows, heads=[*HEADS, ""]))
    first, second, third = (item.department.name for item in declarations[:3])
    assert [fault.place for fault in faults[first]] == ["登记表!I3"]
    assert sorted(fault.place for fault in faults[second]) == sorted(
        [f"登记表!H{one + 2}", f"登记表!C{one + 3}", f"登记表!P{one + 4}"]
    )
    assert third not in faults and two


def test_rows_before_the_first_name_belong_to_nobody(write: Write, declarations: list[Declaration]) -> None:
    rows = register_rows(declarations[:2])
    for row in rows[:2]:
        row[0] = None
    raw = read_file(write(rows))[0]
    (error,) = [item for item in run_checks(build(raw)).findings if item.id == "REQ-01"]
    assert (raw.part, error.field, error.place) == ("（没有写部门）", "department.name", "登记表!A2")


def test_an_error_value_for_a_name(write: Write, declarations: list[Declaration]) -> None:
    rows = register_rows(declarations[:2])
    rows[3][0] = "#REF!"

    def make_error(sheet: Worksheet) -> None:
        sheet["A5"].data_type = "e"

    faults = faults_of(write(rows, make_error))
    assert [[fault.place for fault in found] for found in faults.values()] == [["登记表!A5"]]
    assert len(read_file(write(rows, make_error))) == 3


def test_a_department_without_indicators(write: Write, declarations: list[Declaration]) -> None:
    rows = register_rows(declarations[:1])
    raw = read_file(write([*rows, ["空白局", "一、职责。"]]))[1]
    (error,) = [item for item in run_checks(build(raw)).findings if item.id == "REQ-03"]
    assert (raw.part, error.place) == ("空白局", f"登记表!G{len(rows) + 2}")


def test_lines_below_are_told(write: Write, declarations: list[Declaration]) -> None:
    rows = register_rows(declarations[:2])
    below: list[list[object]] = [
        ["合计", None, None, None, None, "x"],
        ["注：由各部门填报"],
        ["填报人", "张三"],
    ]
    first, second = read(write([*rows, *below]))
    assert [first.declaration, second.declaration] == declarations[:2]
    assert [note.place for note in first.notes] == [f"登记表!A{len(rows) + n}" for n in (2, 3, 4)]


@pytest.mark.parametrize(
    ("heads", "place"),
    [
        ([*HEADS[:4], *FORM[:6], "解释了什么", *FORM[7:]], "登记表!K1"),
        ([*HEADS[:4], *FORM[:8], "单位名称", "分值"], "登记表!M1"),
        ([*HEADS[:3], "职责", *FORM], "登记表!D1"),
    ],
)
def test_faults_of_the_heads_are_told_once(
    write: Write, declarations: list[Declaration], heads: list[str], place: str
) -> None:
    for reading in read(write(register_rows(declarations), heads=heads)):
        assert [fault.place for fault in reading.faults].count(place) == 1


def test_heads_written_twice(write: Write, declarations: list[Declaration]) -> None:
    rows = register_rows(declarations[:2])
    for reading in read(write([*rows[:3], HEADS, *rows[3:]])):
        (fault,) = reading.faults
        assert fault.place == "登记表!G5" and "G1" in fault.message


def test_a_fact_above_the_heads_is_nobodys(write: Write, declarations: list[Declaration]) -> None:
    def put_fact(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "年度总体目标：做好工作"

    readings = read(write(register_rows(declarations[:2]), put_fact))
    assert [[fault.place for fault in reading.faults] for reading in readings] == [["登记表!A1"]] * 2


def test_one_department_has_no_part(write: Write, declarations: list[Declaration]) -> None:
    (raw,) = read_file(write(register_rows(declarations[:1])))
    assert raw.part == "" and build(raw).declaration == declarations[0]


def test_registers_beside_forms(write: Write, declarations: list[Declaration]) -> None:
    path = write(register_rows(declarations[:2]))
    book = load_workbook(path)
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title = "另一张"
    book.save(path)
    names = [item.department.name for item in declarations[:2]]
    assert [raw.part for raw in read_file(path)] == [
        f"{sheet}·{name}" for sheet in ("登记表", "另一张") for name in names
    ]


def test_normalising_holds_as_in_forms(write: Write, declarations: list[Declaration]) -> None:
    rows = register_rows(declarations[:1])
    index = next(n for n, row in enumerate(rows) if row[7] == "≥")
    rows[index][7:10] = [">=", "１６０件", None]
    (reading,) = read(write(rows))
    item = reading.declaration.indicators[index]
    assert (item.operator.value, item.target, item.unit) == ("≥", Decimal(160), "件")
    assert {note.place for note in reading.notes} == {f"登记表!H{index + 2}", f"登记表!I{index + 2}"}


@pytest.mark.slow
def test_a_register_of_hundreds_with_the_duties_in_every_row(write: Write) -> None:
    """Tools that write texts into the cells themselves make 20 MB and more of such a sheet."""
    many = list(make_declarations(200, seed=3))
    path = write(register_rows(many))
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/worksheets/sheet1.xml").file_size > 20 * 1024 * 1024
    assert [reading.declaration for reading in read(path)] == many
