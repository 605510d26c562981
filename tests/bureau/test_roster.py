"""Rosters as bureaus keep them, and how the files that came compare with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from formgen.base.errors import ExitCode, UnreadableInput
from formgen.cli import run
from formgen.declaration.profile import Profile
from formgen.results.events import Unit
from formgen.results.outcome import Outcome
from formgen.results.roster import read_roster
from formgen.summary import summary_bytes
from tests.conftest import ROOT

MakeBook = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> MakeBook:
    """A workbook of these rows, one list per sheet."""

    def make(*sheets: list[list[object]]) -> Path:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for number, rows in enumerate(sheets, 1):
            sheet = workbook.create_sheet(f"名单{number}")
            for row in rows:
                sheet.append(row)
        path = tmp_path / "名单.xlsx"
        workbook.save(path)
        return path

    return make


def refusal(path: Path) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as caught:
        read_roster(path)
    assert caught.value.exit_code == ExitCode.UNREADABLE
    return caught.value


@pytest.mark.parametrize(
    "head", ["单位", "部门", "部门（单位）名称", "* 部门(单位)名称", "单 位 名 称：", "预算单位"]
)
def test_the_column_is_found_by_its_label(book: MakeBook, head: str) -> None:
    path = book(
        [["2023年部门整体绩效目标报送名单"], [], ["序号", head, "联系人"], [1, "甲局", "张三"], [2, " 乙局 "]]
    )
    units = read_roster(path)
    assert [(unit.name, unit.place) for unit in units] == [("甲局", "名单1!B4"), ("乙局", "名单1!B5")]


def test_code_deadline_and_date_of_filing(book: MakeBook) -> None:
    path = book(
        [["单位编码", "单位", "截止日期", "报送日期"],
         [430401, "甲局", datetime(2023, 3, 15), "2023年3月16日"],
         ["430402", "乙局", "2023/3/15", None]]
    )  # fmt: skip
    first, second = read_roster(path)
    assert (first.code, first.deadline, first.filed) == ("430401", date(2023, 3, 15), date(2023, 3, 16))
    assert (second.code, second.deadline, second.filed) == ("430402", date(2023, 3, 15), None)


def test_several_sheets_make_one_roster(book: MakeBook) -> None:
    path = book(
        [["单位"], ["甲局"]], [["说明", "x"]], [["部门"], ["乙局"], ["部门"], ["丙局"], ["合计"], ["注：略"]]
    )
    assert [unit.name for unit in read_roster(path)] == ["甲局", "乙局", "丙局"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_the_encodings_that_offices_use(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "名单.csv"
    lines = ["编码,单位,截止日期", "01,甲局,2023-03-15", "", '02,"乙局\n（本级）",']
    path.write_bytes("\r\n".join(lines).replace(",", separator).encode(encoding))
    first, second = read_roster(path)
    assert (first.name, first.code, first.deadline) == ("甲局", "01", date(2023, 3, 15))
    assert first.place == "第 2 行第 2 列"
    assert (second.name, second.place) == ("乙局\n（本级）", "第 4 行第 2 列")


def test_every_fault_is_told_with_its_cell(book: MakeBook) -> None:
    path = book(
        [
            ["单位", "编码", "截止日期"],
            ["甲局", "01", "三月中旬"],
            [None, "02"],
            ["甲 局", "03"],
            ["=A1", "04"],
        ]
    )
    faults = refusal(path).faults
    assert sorted(fault.place for fault in faults) == ["名单1!A4", "名单1!A5", "名单1!B3", "名单1!C2"]
    twice = next(fault for fault in faults if "两次" in fault.message)
    assert twice.place == "名单1!A4" and "名单1!A2" in twice.message


def test_a_head_that_stands_twice(book: MakeBook) -> None:
    (fault,) = refusal(book([["单位", "部门"], ["甲局", "乙科"]])).faults
    assert (fault.place, "名单1!A1" in fault.message) == ("名单1!B1", True)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "甲局\n乙局\n".encode(), "没有找到单位名单"),
        ("a.csv", "单位\n".encode(), "一个单位也没有"),
        ("a.csv", b"", "空文件"),
        ("a.csv", '单位\n"甲局'.encode(), "第 2 行"),
        ("a.csv", b"\xff\xff\xff\x81", "编码"),
        ("a.pdf", b"%PDF-1.7", "不是能识别的单位名单"),
        ("a.xlsx", b"PK\x03\x04broken", "损坏"),
    ],
)
def test_files_that_are_no_roster(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(path)
    assert words in error.message and "请" in error.message


def outcome(department: str, label: str = "x.toml", **values: object) -> Outcome:
    return Outcome(label, "built", department, 2023, **values)  # type: ignore[arg-type]


def arrivals(units: tuple[Unit, ...], outcomes: list[Outcome], profile: Profile) -> list[dict[str, object]]:
    """The rows of 报送情况."""
    sheet = load_workbook(BytesIO(summary_bytes(outcomes, profile, units)))["报送情况"]
    heads, *rows = [[cell.value for cell in row] for row in sheet[sheet.auto_filter.ref]]
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def test_present_missing_and_not_on_the_roster(book: MakeBook, profile: Profile) -> None:
    units = read_roster(book([["单位"], ["甲局（本级）"], ["乙局"], ["丙局"], ["丁局"]]))
    came = [
        outcome("甲局(本级) "),
        outcome("乙　局", "一.xlsx"),
        outcome("乙局", "二.xlsx"),
        outcome("戊局"),
        Outcome("in/0003_丙局.xlsx", "failed", exit_code=ExitCode.UNREADABLE),
    ]
    assert [(row["单位"], row["状态"], row["来源"]) for row in arrivals(units, came, profile)] == [
        ("甲局（本级）", "已报", "x.toml"),
        ("乙局", "已报", "一.xlsx、二.xlsx"),
        ("丙局", "未报", None),
        ("丁局", "未报", None),
        ("戊局", "不在名单", "x.toml"),
        ("in/0003_丙局.xlsx", "单位不详", "0003_丙局.xlsx"),
    ]
    told = [str(row["说明"]) for row in arrivals(units, came, profile)]
    assert "0003_丙局.xlsx" in told[2] and told[3] == "None"


def test_a_refused_form_has_come_nevertheless(book: MakeBook, profile: Profile) -> None:
    units = read_roster(book([["单位"], ["甲局"]]))
    refused = Outcome("x", "failed", "甲局", 2023, ExitCode.REFUSED)
    assert [row["状态"] for row in arrivals(units, [refused], profile)] == ["已报"]


@pytest.mark.parametrize(
    ("deadline", "noted", "declared", "state"),
    [
        ("2023-03-15", None, "2023-03-15", "已报"),
        ("2023-03-15", None, "2023年3月16日", "迟报"),
        ("2023-03-15", "2023-03-14", "2023-03-16", "已报"),
        ("2023-03-15", "2023-03-16", "2023-03-01", "迟报"),
        ("2023-03-15", None, "", "已报，日期不详"),
        ("2023-03-15", None, "三月", "已报，日期不详"),
        (None, None, "2023-03-16", "已报"),
    ],
)
def test_late_means_filed_after_the_deadline(
    book: MakeBook, profile: Profile, deadline: str | None, noted: str | None, declared: str, state: str
) -> None:
    units = read_roster(book([["单位", "截止日期", "报送日期"], ["甲局", deadline, noted]]))
    (row,) = arrivals(units, [outcome("甲局", filed=declared)], profile)
    assert row["状态"] == state
    assert row["说明"] is None


@pytest.mark.parametrize(
    ("head", "column"),
    [("单位全称", "name"), ("填报单位（盖章）", "name"), ("预算单位编码", "code"), ("上报截止日期", "deadline"),
     ("截止日期（含当日）", "deadline"), ("联络员", "contact"), ("手机号码", "phone"), ("办公电话", "phone"),
     ("档案全宗号", "fonds"), ("档案保管期限", "retention")],
)  # fmt: skip
def test_heads_as_people_write_them(book: MakeBook, head: str, column: str) -> None:
    values = {"name": "甲局", "code": "01", "deadline": "2023-03-15", "contact": "张三", "phone": "0734-1", "fonds": "0123",
              "retention": "永久"}  # fmt: skip
    heads = ["序号", head] if column == "name" else ["序号", "单位", head]
    row: list[object] = [1, "甲局"] if column == "name" else [1, "甲局", values[column]]
    (unit,) = read_roster(book([heads, row]))
    wanted = date(2023, 3, 15) if column == "deadline" else values[column]
    assert unit.name == "甲局" and getattr(unit, column) == wanted


@pytest.mark.parametrize(
    ("head", "text", "budget"),
    [("预算数", 5000, "5000"), ("预算数（万元）", 5000, "5000"), ("预算总额（元）", 50_000_000, "5000"),
     ("2024年预算数（单位：元）", "50,000,000", "5000"), ("年初预算数（亿元）", 0.5, "5000"), ("预算资金（千元）", 50_000, "5000"),
     ("预算数（元）", "5000万元", "5000"), ("预算数", "0.5亿元", "5000"), ("预算数", "50000000元", "5000"), ("预算数", 12.50, "12.5")],
)  # fmt: skip
def test_money_in_the_unit_of_the_head_or_of_the_cell(
    book: MakeBook, head: str, text: object, budget: str
) -> None:
    (unit,) = read_roster(book([["单位", head], ["甲局", text]]))
    assert unit.budget == budget


def test_of_two_heads_the_plainer_one_counts(book: MakeBook) -> None:
    (unit,) = read_roster(
        book([["主管部门", "单位名称", "办公电话", "联系电话"], ["总局", "甲局", "0734-1", "13900000000"]])
    )
    assert (unit.name, unit.phone) == ("甲局", "13900000000")


def test_a_line_with_the_unit_of_money_is_no_head(book: MakeBook) -> None:
    (unit,) = read_roster(book([["名册", "单位（万元）"], ["部门", "预算数"], ["甲局", 7]]))
    assert (unit.name, unit.budget) == ("甲局", "7")


def test_columns_of_which_nothing_is_taken_are_told(
    book: MakeBook, capfd: pytest.CaptureFixture[str]
) -> None:
    path = book([["序号", "单位", "分管领导", "备注"], [1, "甲局", "李四", "略"]])
    run(["check", str(ROOT / "inputs" / "example-2023.toml"), "--roster", str(path)])
    told = capfd.readouterr().err
    assert "分管领导" in told and "备注" not in told and "联系人" in told
