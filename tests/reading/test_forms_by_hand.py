"""Forms as people type them, of other profiles than Hunan's: laid by hand after the printed forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.declaration.findings import Severity
from formgen.declaration.model import Operator
from formgen.sources import read_file
from formgen.sources.build import Reading, build

PROFILES = Path(__file__).parents[1] / "data" / "profiles"
Lay = Callable[[Worksheet], object]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Lay a sheet, change it, read it with a profile."""

    def run(profile: str, lay: Lay, *changes: Lay) -> Reading:
        book = Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        for change in (lay, *changes):
            change(sheet)
        path = tmp_path / "表.xlsx"
        book.save(path)
        (raw,) = read_file(path, PROFILES / profile)
        return build(raw)

    return run


def put(sheet: Worksheet, row: int, *values: object, column: int = 1) -> None:
    for number, value in enumerate(values, column):
        if value is not None:
            cell = sheet.cell(row, number)
            cell.value = value  # type: ignore[assignment]
            if isinstance(value, str):
                cell.data_type = "s"  # =100% is a text here


def lay_department(sheet: Worksheet) -> None:
    """财预〔2015〕88号 附件2 as printed, one cell for 指标值, money as figures and as text."""
    put(sheet, 1, "附件2")
    put(sheet, 2, "部门（单位）整体支出绩效目标申报表")
    put(sheet, 3, "（2024年度）")
    put(sheet, 4, "部门（单位）名称", None, "示例市示例局")
    put(sheet, 5, "年\n度\n主\n要\n任\n务", "任务名称", None, "主要内容", "预算金额（万元）")
    put(sheet, 6, "总额", "财政拨款", "其他资金", column=5)
    put(sheet, 7, "网点建设", None, "新建12个", 1320, "1,280.00", 40, column=2)
    put(sheet, 8, "热线运行", None, "全天值守", 186.5, 186.5, 0, column=2)
    put(sheet, 9, "金额合计", None, None, 1506.5, 1466.5, 40, column=2)
    put(sheet, 10, "年度总体目标", "目标1：覆盖全部社区。")
    put(sheet, 11, "年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值")
    put(sheet, 12, "产出指标", "数量指标", "新建网点", "≥57个", column=2)
    put(sheet, 13, "办件数量", ">=90,000件", column=4)
    put(sheet, 14, "质量指标", "办结率", "＝98％", column=3)
    put(sheet, 15, "时效指标", "启用时间", "2024年10月底前", column=3)
    put(sheet, 16, "效益指标", "可持续影响指标", "管护制度", "建立并执行", column=2)
    put(sheet, 17, "注：以上数字为万元。")
    for area in ("A2:G2", "A4:B4", "C4:G4", "A5:A9", "B5:C6", "D5:D6", "E5:G5", "B7:C7", "B8:C8", "B9:D9",
                 "B10:G10", "E11:G11", "B12:B15", "C12:C13", "A11:A16"):  # fmt: skip
        sheet.merge_cells(area)


def messages(reading: Reading) -> list[str]:
    return [item.message for item in reading.faults]


def test_the_department_form_as_printed(read: Callable[..., Reading]) -> None:
    reading = read("central-dept", lay_department)
    assert messages(reading) == []
    form = reading.declaration
    assert (form.year, form.department.name, form.goal.annual) == (
        2024,
        "示例市示例局",
        "目标1：覆盖全部社区。",
    )
    assert form.tables == {
        "tasks": (
            {"task": "网点建设", "content": "新建12个", "total": 1320, "fiscal": 1280, "other": 40},
            {
                "task": "热线运行",
                "content": "全天值守",
                "total": Decimal("186.5"),
                "fiscal": Decimal("186.5"),
                "other": 0,
            },
        )
    }
    assert [(r.level1, r.level2, r.level3, r.operator, r.target, r.unit) for r in form.indicators] == [
        ("产出指标", "数量指标", "新建网点", Operator.AT_LEAST, 57, "个"),
        ("产出指标", "数量指标", "办件数量", Operator.AT_LEAST, 90000, "件"),
        ("产出指标", "质量指标", "办结率", Operator.EQUAL, 98, "%"),
        ("产出指标", "时效指标", "启用时间", Operator.QUALITATIVE, "2024年10月底前", ""),
        ("效益指标", "可持续影响指标", "管护制度", Operator.QUALITATIVE, "建立并执行", ""),
    ]
    assert (
        reading.places["tasks[0].fiscal"] == "Sheet!F7"
        and reading.places["indicators[0].target"] == "Sheet!E12"
    )
    told = [note.message for note in reading.notes]
    assert any("≥57个" in message and "≥、57、个" in message for message in told)
    assert all(note.severity is Severity.NOTE for note in reading.notes)


@pytest.mark.parametrize("text", ["≥95%以上", "3000余户", "不低于95%", "约60人次", "≥十个", "2-3次"])
def test_what_is_not_certain_stays_whole(read: Callable[..., Reading], text: str) -> None:
    reading = read("central-dept", lay_department, lambda sheet: put(sheet, 12, text, column=5))
    row = reading.declaration.indicators[0]
    assert (row.operator, row.target, row.unit) == ("", text, "")
    (told,) = [note for note in reading.notes if note.severity is Severity.WARNING]
    assert text in told.message and told.place == "Sheet!E12" and told.field == "indicators[0].target"


def test_a_number_without_a_sign_is_read_and_the_sign_asked_for(read: Callable[..., Reading]) -> None:
    reading = read("central-dept", lay_department, lambda sheet: put(sheet, 12, "100%", column=5))
    row = reading.declaration.indicators[0]
    assert (row.operator, row.target, row.unit) == ("", 100, "%")
    assert [note.field for note in reading.notes if note.severity is Severity.WARNING] == [
        "indicators[0].target"
    ]


def test_a_total_that_is_not_the_sum_is_told_with_both(read: Callable[..., Reading]) -> None:
    reading = read("central-dept", lay_department, lambda sheet: put(sheet, 9, 1500, column=5))
    (told,) = [note for note in reading.notes if note.id == "FUND-02"]
    assert told.severity is Severity.ERROR and told.place == "Sheet!E9"
    assert "1500" in told.message and "1506.5" in told.message
    assert len(reading.declaration.tables["tasks"]) == 2


def test_a_total_rounded_to_fewer_places_is_right(read: Callable[..., Reading]) -> None:
    def change(sheet: Worksheet) -> None:
        put(sheet, 7, 1320.004, column=5)
        put(sheet, 9, 1506.50, column=5)

    assert [n for n in read("central-dept", lay_department, change).notes if n.id == "FUND-02"] == []


def test_a_cell_that_belongs_to_nothing_is_named(read: Callable[..., Reading]) -> None:
    reading = read("central-dept", lay_department, lambda sheet: put(sheet, 8, "已核", column=9))
    (fault,) = reading.faults
    assert fault.place == "Sheet!I8" and "已核" in fault.message
    assert len(reading.declaration.indicators) == 5


def test_a_missing_table_is_named_and_the_rest_is_read(read: Callable[..., Reading]) -> None:
    def change(sheet: Worksheet) -> None:
        for row in range(5, 10):
            for column in range(1, 8):
                cell = sheet.cell(row, column)
                if cell.__class__.__name__ == "Cell":
                    cell.value = None

    reading = read("central-dept", lay_department, change)
    (fault,) = reading.faults
    assert fault.field == "tasks" and "年度主要任务" in fault.message
    assert len(reading.declaration.indicators) == 5 and reading.declaration.department.name == "示例市示例局"


def test_money_that_is_no_number_is_a_fault_of_its_cell(read: Callable[..., Reading]) -> None:
    reading = read("central-dept", lay_department, lambda sheet: put(sheet, 7, "约40", column=7))
    (fault,) = reading.faults
    assert (fault.field, fault.place) == ("tasks[0].other", "Sheet!G7")
    assert reading.declaration.tables["tasks"][0]["other"] == "约40"


# ── 项目支出绩效自评表 ────────────────────────────────────────────────────────────────────────────


def lay_review(sheet: Worksheet) -> None:
    """财预〔2020〕10号 as printed, one empty column before it."""
    rows: Sequence[tuple[int, int, tuple[object, ...]]] = (
        (1, 2, ("项目支出绩效自评表",)),
        (2, 2, ("（2023年度）",)),
        (3, 2, ("项目名称", None, None, "老旧小区便民服务点改造")),
        (4, 2, ("主管部门", None, None, "示例市示例局", None, "实施单位", None, "便民服务中心")),
        (5, 2, ("项目资金\n（万元）", None, None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")),
        (6, 3, ("年度资金总额", None, 320, 305, 298.6, 10, 0.979, 9.79)),
        (7, 3, ("其中：当年财政拨款", None, 280, 265, 260.4, "-", "98.26%", "-")),
        (8, 3, ("上年结转资金", None, 25, 25, 25, "—", 1, "-")),
        (9, 3, ("其他资金", None, 15, 15, 13.2, "-", 0.88, "-")),
        (10, 2, ("年度总体目标", "预期目标", None, None, "实际完成情况")),
        (11, 3, ("完成12个服务点改造", None, None, "全部改造完成")),
        (12, 2, ("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")),
        (13, 3, ("产出指标\n（50分）", "数量指标", "改造数量", "≥12个", "12个", 10, 10)),
        (14, 4, ("质量指标", "合格率", "=100%", 1, 40, 39.5, "两台设备待换")),
        (15, 3, ("效益指标（40分）", "可持续影响指标", "管护制度", "建立并执行", "已建立", 40, 40)),
        (16, 2, ("总  分", None, None, None, None, None, 90, 89.5)),
        (17, 2, ("填报人：张三", None, None, "联系电话：123456")),
    )  # fmt: skip
    for row, column, values in rows:
        put(sheet, row, *values, column=column)
    for row in (6, 8, 9):
        sheet.cell(row, 9).number_format = "0.00%"
    sheet.cell(14, 7).number_format = "0%"
    for area in (
        "B5:B9",
        "B10:B11",
        "C10:E10",
        "F10:J10",
        "C11:E11",
        "F11:J11",
        "B12:B15",
        "C13:C14",
        "B16:G16",
    ):
        sheet.merge_cells(area)
    for row in range(5, 10):
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)


def test_the_review_form_as_printed(read: Callable[..., Reading]) -> None:
    reading = read("review", lay_review)
    assert messages(reading) == []
    form = reading.declaration
    assert (form.year, form.project, form.department.name) == (2023, "老旧小区便民服务点改造", "示例市示例局")
    assert form.fields == {"implementer": "便民服务中心", "achieved": "全部改造完成"}
    assert form.goal.annual == "完成12个服务点改造" and form.department.phone == "123456"
    money = form.tables["money"]
    assert money["all"] == {"initial": 320, "budget": 305, "spent": Decimal("298.6"), "points": 10,
                            "rate": Decimal("97.9"), "score": Decimal("9.79")}  # fmt: skip
    assert money["carried"] == {"initial": 25, "budget": 25, "spent": 25, "rate": 100}
    assert set(money["fiscal"]) == {"initial", "budget", "spent", "rate"} and money["fiscal"][
        "rate"
    ] == Decimal("98.26")
    rows = [
        (r.level1, r.operator, r.target, r.unit, r.actual, r.points, r.score, r.reason)
        for r in form.indicators
    ]
    assert rows == [
        ("产出指标", Operator.AT_LEAST, 12, "个", "12个", 10, 10, ""),
        ("产出指标", Operator.EQUAL, 100, "%", "100%", 40, Decimal("39.5"), "两台设备待换"),
        ("效益指标", Operator.QUALITATIVE, "建立并执行", "", "已建立", 40, 40, ""),
    ]
    stated = {item.label: (item.points, item.choices) for item in reading.sums}
    assert stated["分值"] == (90, ((0, 1, 2),)) and stated["产出指标（50分）"] == (50, ((0, 1),))
    assert not [note for note in reading.notes if note.id == "FUND-02"]


def test_a_wrong_total_score_is_told(read: Callable[..., Reading]) -> None:
    reading = read("review", lay_review, lambda sheet: put(sheet, 16, 98, column=9))
    (told,) = [note for note in reading.notes if note.id == "FUND-02"]
    assert told.place == "Sheet!I16" and "98" in told.message and "89.5" in told.message


def test_a_figure_where_there_is_no_cell_is_told(read: Callable[..., Reading]) -> None:
    reading = read("review", lay_review, lambda sheet: put(sheet, 7, 5, column=8))
    (fault,) = reading.faults
    assert fault.place == "Sheet!H7"


def test_a_missing_row_is_told_by_its_name(read: Callable[..., Reading]) -> None:
    reading = read("review", lay_review, lambda sheet: put(sheet, 8, "上年结余", column=3))
    assert {fault.field for fault in reading.faults} >= {"money.carried"}
    assert any("上年结转资金" in message for message in messages(reading))
    assert any("上年结余" in message for message in messages(reading))


def test_a_cell_of_a_fixed_row_is_named_in_words(read: Callable[..., Reading]) -> None:
    (fault,) = read("review", lay_review, lambda sheet: put(sheet, 9, "约15", column=5)).faults
    assert fault.field == "money.other.initial" and fault.message.startswith("其他资金年初预算数")


# ── 项目支出绩效目标申报表: two halves ────────────────────────────────────────────────────────────


def lay_project(sheet: Worksheet) -> None:
    rows: Sequence[tuple[int, tuple[object, ...]]] = (
        (1, ("项目支出绩效目标申报表",)),
        (2, ("（2024年度）",)),
        (3, ("填报单位（盖章）：示例市示例局", None, None, None, None, None, "单位：万元")),
        (4, ("项目名称", None, "桥梁养护")),
        (5, ("主管部门及代码", None, "示例市示例局", None, "实施单位", "养护中心")),
        (6, ("项目属性", None, "延续项目", None, "项目期", "2023—2025年")),
        (7, ("项目资金（万元）", "中期资金总额：", None, 900, "年度资金总额：", None, 300)),
        (8, (None, "其中：财政拨款", None, 600, "其中：财政拨款", None, 200)),
        (9, (None, "其他资金", None, 300, "其他资金", None, 100)),
        (10, ("总体目标", "中期目标（2023年—2025年）", None, None, "年度目标")),
        (11, (None, "三年养护30座", None, None, "养护10座")),
        (12, ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值")),
        (13, (None, "产出指标", "数量指标", "养护座数", "≥30座", "数量指标", "养护座数", "≥10座")),
        (14, (None, None, "质量指标", "合格率", "=100%", "质量指标", "合格率", "=98%")),
        (15, ("填报人：张三", None, None, None, "联系电话：0734-123")),
    )  # fmt: skip
    for row, values in rows:
        put(sheet, row, *values)
    for area in ("A7:A9", "B7:C7", "B8:C8", "B9:C9", "E7:F7", "E8:F8", "E9:F9", "A10:A11", "B10:D10", "E10:H10",
                 "B11:D11", "E11:H11", "A12:A14", "B13:B14"):  # fmt: skip
        sheet.merge_cells(area)


def test_the_two_sided_form_as_printed(read: Callable[..., Reading]) -> None:
    reading = read("project", lay_project)
    assert messages(reading) == []
    form = reading.declaration
    assert (form.project, form.department.name, form.filing.preparer) == ("桥梁养护", "示例市示例局", "张三")
    assert form.department.phone == "0734-123" and form.goal.annual == "养护10座"
    assert form.fields["goal.long"] == "三年养护30座" and form.fields["nature"] == "延续项目"
    assert form.tables["money"] == {
        "all": {"long.amount": 900, "year.amount": 300},
        "fiscal": {"long.amount": 600, "year.amount": 200},
        "other": {"long.amount": 300, "year.amount": 100},
    }
    first, second = form.indicators
    assert (first.level1, first.level2, first.target, first.unit) == ("产出指标", "数量指标", 10, "座")
    assert first.cells["long.target"] == 30 and first.cells["long.operator"] == "≥"
    assert (second.level1, second.target, second.cells["long.target"]) == ("产出指标", 98, 100)
