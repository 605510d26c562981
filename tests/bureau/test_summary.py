"""汇总.xlsx says what the outcomes and `formgen check` say, number by number, and no text is a formula."""

from __future__ import annotations

import json
import random
import re
import time
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bench.generate import Written, write_forms
from formgen.base.errors import ExitCode, Fault
from formgen.checks import CHECKS
from formgen.cli import run
from formgen.declaration.profile import Profile
from formgen.results.outcome import Group, Outcome
from formgen.results.roster import Unit
from formgen.summary import summary_bytes
from tests.bureau.outcomes import outcomes_of

SEVERITIES = {"错误": "error", "提醒": "warning", "提示": "note"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    """30 forms, 15 of them broken, each in another way."""
    return write_forms(30, tmp_path_factory.mktemp("报送"), seed=1, broken=15)


@pytest.fixture(scope="module")
def outcomes(written: list[Written], profile: Profile) -> list[Outcome]:
    return outcomes_of(written, profile)


def opened(outcomes: list[Outcome], profile: Profile, roster: list[Unit] | None = None) -> Workbook:
    return load_workbook(BytesIO(summary_bytes(outcomes, profile, roster)))


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows under the heads, which stand where the filter begins."""
    area = sheet.auto_filter.ref
    rows = [[cell.value for cell in row] for row in sheet[area]]
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def numbers(book: Workbook) -> dict[str, int]:
    """The labels of the first sheet, each with the number right of it."""
    return {
        str(row[0].value): row[1].value
        for row in book.worksheets[0].iter_rows(min_row=2, max_col=2)
        if isinstance(row[1].value, int)
    }


@pytest.mark.slow
def test_the_numbers_are_those_of_check(
    written: list[Written],
    outcomes: list[Outcome],
    profile: Profile,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = written[0].path.parent
    run(["check", str(folder), "--format", "json"])
    files = {item["path"]: item for item in json.loads(capsys.readouterr().out)["files"]}
    assert len(files) == 30
    book = opened(outcomes, profile)
    verdicts = {"pass": "通过", "fail": "退回", "unreadable": "读不出"}
    for row in table(book["逐份结果"]):
        told = files[str(row["来源"])]
        assert row["审核结论"] == verdicts[told["verdict"]]
        assert row["建议等次"] == told["suggested_grade"]
        found = Counter(finding["severity"] for finding in told["findings"])
        assert {head: row[head] for head in SEVERITIES} == {
            head: found[severity] for head, severity in SEVERITIES.items()
        }
    rows = table(book["审核热图"])
    assert len(rows) == 30
    by_unit = {told["department"] or path: told for path, told in files.items()}
    for row in rows:
        told = by_unit[str(row["单位"])]
        by_id = Counter(finding["id"] for finding in told["findings"])
        not_checked = {item["id"] for item in told["not_checked"]}
        for head, value in row.items():
            check_id = head.partition("\n")[0]
            if check_id in CHECKS or check_id.startswith("READ"):
                unchecked = check_id in not_checked and not by_id[check_id]
                assert value == ("未检查" if unchecked else by_id[check_id]), (row["单位"], check_id)


def test_the_first_sheet_counts_what_was_made(
    written: list[Written], outcomes: list[Outcome], profile: Profile
) -> None:
    book = opened(outcomes, profile)
    counts = numbers(book)
    expected = Counter(item.expected for item in written)
    assert counts["合计"] == len(written) == 30
    assert counts["读不出"] == expected[ExitCode.UNREADABLE] == 5
    assert counts["退回"] == expected[ExitCode.REFUSED] == 9
    assert (counts["通过"], counts["人工通过"], counts["已改未核"], counts["未报"]) == (16, 0, 0, 0)
    texts = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert not re.search(r"[A-Z]{3,4}-\d\d|--|SM3|\.toml\]", texts), texts
    for form in written:
        if form.expected is ExitCode.UNREADABLE:
            assert form.path.name in texts


def test_failures_say_why(outcomes: list[Outcome], profile: Profile) -> None:
    rows = {str(row["来源"]): row for row in table(opened(outcomes, profile)["逐份结果"])}
    for outcome in outcomes:
        row = rows[outcome.label]
        told = str(row["结果文件，或没有生成的原因"])
        if outcome.status == "failed":
            assert row["处理"] == "未生成" and outcome.message in told
            for fault in outcome.faults[:5]:
                assert fault.message in told and fault.place in told
        else:
            # Both files on one line: they differ in their suffix only.
            assert told.removesuffix("、.pdf") == outcome.files[0]
            assert outcome.files[1] == outcome.files[0].replace(".docx", ".pdf")
    assert any("90 分，应为 100 分" in str(row) for row in rows.values())


def test_many_faults_are_counted_not_lost(profile: Profile) -> None:
    faults = tuple(Fault(f"错{number}", f"A{number}") for number in range(9))
    failed = Outcome("a", "failed", exit_code=ExitCode.UNREADABLE, message="读不懂：", faults=faults)
    (row,) = table(opened([failed], profile)["逐份结果"])
    assert "另有 4 处" in str(row["结果文件，或没有生成的原因"])
    assert (row["错误"], row["审核结论"], row["单位"]) == (9, "读不出", "a")


HOSTILE = ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "_x000D_", "{=1}", "http://x.cn", "1"]


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_never_formulas_or_links(profile: Profile, text: str) -> None:
    group = Group(text, text, None)
    outcome = Outcome(
        text, "failed", text, 2023, ExitCode.UNREADABLE, text, (Fault(text, text),), groups=(group,)
    )
    roster = [Unit(text, text, place="A1"), Unit(f"{text}x", place="A2")]
    data = summary_bytes([outcome, replace(outcome, label=f"{text}2")], profile, roster)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                content = archive.read(name)
                assert b"<f>" not in content and b"<hyperlink" not in content
    book = load_workbook(BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert {sheet.title for sheet in book if any(cell.parent is sheet for cell in cells)} >= {
        "总览", "登记", "排名", "逐份结果", "跨表雷同", "报送情况",
    }  # fmt: skip
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(bool(cell.quotePrefix) == text.startswith(("=", "+", "-", "@")) for cell in cells)


def test_texts_that_no_cell_can_hold(profile: Profile) -> None:
    bad = Outcome("a\ud800b", "failed", "局\x07\ufffe", 2023, ExitCode.UNREADABLE, "长" * 40_000)
    (row,) = table(opened([bad], profile)["逐份结果"])
    assert (row["来源"], row["单位"]) == ("a\ufffdb", "局\ufffd\ufffd")
    reason = str(row["结果文件，或没有生成的原因"])
    assert len(reason) <= 32_767 and reason.endswith("（共 40000 字，此处放不下，全文见原文件）")


@pytest.mark.slow
def test_the_same_bytes_for_the_same_outcomes_in_any_order(
    outcomes: list[Outcome], profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = summary_bytes(outcomes, profile, None)
    mixed = list(outcomes)
    random.Random(3).shuffle(mixed)
    assert mixed != outcomes
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.sleep(1.1)
    assert summary_bytes(mixed, profile, None) == first
    assert summary_bytes(outcomes[1:], profile, None) != first


def test_the_order_is_the_rosters_then_the_sources(profile: Profile) -> None:
    names = {"第10份.xlsx": "甲局", "第2份.xlsx": "乙局", "b.xlsx[2]": "丙局", "b.xlsx[10]": "丁局"}
    outcomes = [Outcome(label, "built", name, 2023) for label, name in names.items()]
    rows = table(opened(outcomes, profile)["逐份结果"])
    assert [row["单位"] for row in rows] == ["丙局", "丁局", "乙局", "甲局"]
    rows = table(opened(outcomes, profile, [Unit("甲局"), Unit("丁 局")])["逐份结果"])
    assert [row["单位"] for row in rows] == ["甲局", "丁局", "丙局", "乙局"]


def test_ranking_is_by_state_then_by_weight(outcomes: list[Outcome], profile: Profile) -> None:
    rows = table(opened(outcomes, profile)["排名"])
    states = ["通过", "人工通过", "已改未核", "退回", "读不出", "未报"]
    keys = [(states.index(str(row["状态"])), row["错误"], row["提醒"]) for row in rows]
    assert len(rows) == 30 and keys == sorted(keys)
    assert [row["名次"] for row in rows] == [1 + keys.index(key) for key in keys]
    assert len(set(keys)) < len(keys), "no tie at all: nothing was shown"


def test_totals_stand_beside_and_change_no_place(outcomes: list[Outcome], profile: Profile) -> None:
    totals = ["88.5", "96.25", None]
    read = [outcome for outcome in outcomes if outcome.review and outcome.review.verdict == "pass"][:3]
    scored = [
        replace(outcome, total=None if total is None else Decimal(total), grade=total and "优")
        for outcome, total in zip(read, totals, strict=True)
    ]
    before, after = (table(opened(some, profile)["排名"]) for some in (read, scored))
    assert [(row["名次"], row["单位"]) for row in before] == [(row["名次"], row["单位"]) for row in after]
    told = {row["单位"]: row["自评总分"] for row in after}
    assert [told[outcome.department] for outcome in read] == [88.5, 96.25, None]


def test_points_per_group(profile: Profile) -> None:
    groups = (
        Group("产出指标", "", Decimal("40.5"), Decimal("38.25")), Group("产出指标", "数量指标", Decimal("40.5"), Decimal("38.25")),
        Group("效益指标", "", None, None), Group("自拟指标", "", Decimal(5), Decimal(5)), Group("自拟指标", "自拟二级", Decimal(5), Decimal(5)),
    )  # fmt: skip
    outcome = Outcome("a", "built", "甲局", 2023, full=Decimal(100), groups=groups)
    book = opened([outcome, Outcome("b", "failed")], profile)
    (row,) = table(book["分值构成"])
    assert (row["产出指标\n小计"], row["数量指标"], row["质量指标"]) == (40.5, 40.5, None)
    assert (row["效益指标\n小计"], row["合计"]) == ("未定", 100)
    assert (row["自拟指标\n小计"], row["自拟二级"]) == (5, 5)
    (scores,) = table(book["自评得分"])
    assert (scores["数量指标"], scores["合计"]) == (38.25, "未定")
    unscored = replace(outcome, groups=(Group("产出指标", "", Decimal(40)),))
    assert "自评得分" not in opened([unscored], profile).sheetnames


def test_what_the_same_units_share_is_one_line(
    profile: Profile, tmp_path: Path, written: list[Written]
) -> None:
    first, second = [item.path for item in written if not item.way][:2]
    text = first.read_text(encoding="utf-8")
    name = re.findall(r'^name = "(.*)"', text, re.MULTILINE)[0]
    copies = [tmp_path / "一.toml", tmp_path / "二.toml"]
    for number, path in enumerate(copies):
        path.write_text(text.replace(f'name = "{name}"', f'name = "衡阳市另{number}局"'), encoding="utf-8")
    outcomes = outcomes_of([Written(path) for path in (first, second, *copies)], profile)
    book = opened(outcomes, profile)
    (row,) = table(book["跨表雷同"])
    assert (row["类别"], row["单位数"]) == ("目标和指标", 3)
    assert {name, "衡阳市另0局", "衡阳市另1局"} == set(str(row["哪些单位"]).split("、"))
    found = [
        finding
        for outcome in outcomes
        if outcome.review
        for finding in outcome.review.findings
        if finding.id == "DUP-01"
    ]
    assert 3 * int(str(row["几处"])) == len(found) > 5
    (problem,) = [row for row in table(book["问题"]) if row["问题"] == "跨表雷同"]
    assert (problem["处数"], problem["单位数"]) == (len(found), 3)


def test_several_files_of_a_unit_are_one_line(profile: Profile) -> None:
    first = Outcome("a.xlsx", "failed", "甲 局", 2023)
    second = Outcome("b.xlsx", "failed", "甲局", 2023)
    later = Outcome("c.xlsx", "built", "甲局", 2024)
    book = opened([first, second, later], profile)
    (row,) = table(book["跨表雷同"])
    assert (row["类别"], row["哪些单位"], row["几处"]) == ("同一单位多份", "甲局（2023）", 2)
    assert "a.xlsx" in str(row["哪些文字相同"]) and "b.xlsx" in str(row["哪些文字相同"])
    assert numbers(book)["已改未核"] == 1


def test_arrivals(profile: Profile) -> None:
    roster = [
        Unit("甲局", "01", date(2023, 3, 15), date(2023, 3, 16), "名单!A2"),
        Unit("乙局", "02", date(2023, 3, 15), None, "名单!A3"),
        Unit("丙局", "03", None, None, "名单!A4"),
        Unit("丁局", "04", date(2023, 3, 15), None, "名单!A5"),
    ]
    outcomes = [
        Outcome("甲.xlsx", "built", "甲局", 2023),
        Outcome("丁1.xlsx", "built", "丁局", 2022, filed="2023-03-10"),
        Outcome("丁2.xlsx", "built", "丁局", 2023, filed="2023-03-15"),
        Outcome("戊.xlsx", "built", "戊局", 2023),
        Outcome("03_丙局.xlsx", "failed", exit_code=ExitCode.UNREADABLE, message="打不开"),
    ]
    book = opened(outcomes, profile, roster)
    rows = table(book["报送情况"])
    assert [(row["单位"], row["状态"]) for row in rows] == [
        ("甲局", "迟报"), ("乙局", "未报"), ("丙局", "未报"), ("丁局", "已报"), ("戊局", "不在名单"), ("03_丙局.xlsx", "单位不详"),
    ]  # fmt: skip
    assert (rows[0]["截止日期"], rows[0]["报送日期"]) == (datetime(2023, 3, 15), datetime(2023, 3, 16))
    assert "03_丙局.xlsx" in str(rows[2]["说明"]) and rows[1]["说明"] is None
    assert rows[3]["来源"] == "丁1.xlsx、丁2.xlsx"
    assert numbers(book)["未报"] == 2
    first = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert "应报 4 个单位" in first and "1 个不在名册" in first and "迟报 1 份：甲局" in first
    assert "报送情况" not in opened(outcomes, profile).sheetnames


def test_every_sheet_can_be_read_and_printed(outcomes: list[Outcome], profile: Profile) -> None:
    book = opened(outcomes, profile, [Unit("甲局")])
    assert book.sheetnames == [
        "总览", "登记", "问题", "排名", "报送情况", "跨表雷同", "没有检查的", "逐份结果", "分值构成", "审核热图", "图表",
    ]  # fmt: skip
    fonts = {profile.fonts.body.docx, profile.fonts.head.docx}
    for sheet in book:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.print_area
        assert {
            cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None
        } <= fonts
        if sheet.title not in ("总览", "图表"):
            head = int(re.findall(r"\d+", sheet.auto_filter.ref)[0])
            assert sheet.print_title_rows == f"${head}:${head}"
            assert sheet.freeze_panes is not None and sheet.freeze_panes.endswith(str(head + 1))
    assert book["登记"].column_dimensions["B"].width > 20


def test_charts_are_drawn_from_the_numbers_beside_them(outcomes: list[Outcome], profile: Profile) -> None:
    data = summary_bytes(outcomes, profile, None)
    sheet = load_workbook(BytesIO(data))["图表"]
    numbers = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=4, max_col=2)}
    assert (numbers["通过"], numbers["退回"], numbers["读不出"]) == (16, 9, 5)
    assert sum(int(str(numbers[grade])) for grade in "优良中差") == 30
    with zipfile.ZipFile(BytesIO(data)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 3
    for chart in charts:
        for area in re.findall(r"<c:f>(.*?)</c:f>", chart):
            name, _, cells = area.replace("'", "").partition("!")
            values = [cell.value for row in sheet[cells.replace("$", "")] for cell in row]
            assert name == "图表" and None not in values


def test_grades_of_the_self_evaluation_have_a_chart(outcomes: list[Outcome], profile: Profile) -> None:
    read = next(outcome for outcome in outcomes if outcome.groups)
    scored = [replace(it, total=Decimal(91), grade="优") if it is read else it for it in outcomes]
    with zipfile.ZipFile(BytesIO(summary_bytes(scored, profile, None))) as archive:
        assert sum("charts/chart" in name for name in archive.namelist()) == 4


def test_no_outcomes_at_all(profile: Profile) -> None:
    book = opened([], profile, [Unit("甲局")])
    assert table(book["逐份结果"]) == []
    assert [row["状态"] for row in table(book["报送情况"])] == ["未报"]


@pytest.mark.slow
def test_three_thousand_units_take_no_more_formats_than_three_hundred(
    outcomes: list[Outcome], profile: Profile
) -> None:
    many = [
        replace(
            outcome,
            label=f"{number}/{outcome.label}",
            department=outcome.department and f"{outcome.department}{number or ''}",
        )
        for number in range(100)
        for outcome in outcomes
    ]
    roster = [Unit(outcome.department) for outcome in outcomes if outcome.department]
    few, data = (summary_bytes(some, profile, roster) for some in (many[: 12 * len(outcomes)], many))
    assert len(data) < 3_000_000
    assert count_formats(data) == count_formats(few) < 60


def count_formats(data: bytes) -> int:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return int(re.findall(rb'<cellXfs count="(\d+)"', archive.read("xl/styles.xml"))[0])
