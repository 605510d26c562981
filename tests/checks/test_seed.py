"""The seed, as dumped: what checks.md expects, each finding argued for; nothing missed, nothing invented."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from formgen.checks import Review
from formgen.fill.workbook import workbook_bytes
from tests.checks.samples import CLEAN, SEED, read_one, review

NAMES = [
    "执法办案案件数",
    "受理市场主体注册登记户次",
    "市场监管专项整治次数（含校园...",
    "食用农产品监督抽检批次",
    "食品监督抽检批次",
    "计量器具强制检定台次",
    "消费投诉办结率",
    "特种设备、食品药品安全宣传知...",
    "市场主体年报率",
    "检测结果公示率",
    "监督抽检不合格产商品处置率",
    "注册登记办结期限",
    "重点工作任务完成时间",
    "专项商品和服务支出",
    "一般商品和服务支出",
    "工资福利支出",
    "对企事业单位的补贴",
    "对个人和家庭的补助",
    "经济产业",
    "消费者合法权益",
    "市场监管能力",
    "无",
    "营商环境",
    "社会公众满意度",
]
"""Rows of the seed in order, for the indices below."""

CUT_NAMES = {2, 7}
CUT_EXPLANATIONS = {1, 7, 23}
CUT_STANDARDS = {*range(11), 23}
"""The dump's cells that end in "...": the standard sentence of eleven rows and the last bands."""

EXPECTED = Counter(
    [
        *(("TXT-01", "warning", f"indicators[{row}].level3") for row in CUT_NAMES),
        *(("TXT-01", "warning", f"indicators[{row}].explanation") for row in CUT_EXPLANATIONS),
        *(("TXT-01", "warning", f"indicators[{row}].scoring") for row in CUT_STANDARDS),
        # 实施质量强县战略 in the goal of a 市 unit.
        ("TXT-03", "warning", "goal.annual"),
        # ≤ 2 工作日 in the form, 少于2个工作日得5分 in the standard: exactly 2 days are judged differently.
        ("SCO-05", "warning", "indicators[11].scoring"),
        # 2023年12月前 in the form, 2023年12月底之前 in the standard.
        ("SCO-05", "warning", "indicators[12].scoring"),
        # 定性 rows whose 计量单位 repeats the 指标值; 重点工作任务完成时间 has 时间 and the 无 row declares nothing.
        *(("VAL-06", "note", f"indicators[{row}].unit") for row in (18, 19, 20, 22)),
        # 生态效益指标 is 无 throughout: not applicable.
        ("REQ-02", "note", "indicators[21].level3"),
        # 消费投诉办结率, 知晓率, 年报率, 公示率, 处置率小于60%: of the target, or of the rate itself.
        *(("SCO-07", "note", f"indicators[{row}].scoring") for row in range(6, 11)),
    ]
)


def keys(result: Review) -> Counter[tuple[str, str, str]]:
    return Counter((item.id, item.severity.value, item.field) for item in result.findings)


def test_the_indices_are_the_rows_meant() -> None:
    assert [row.level3 for row in read_one(SEED).declaration.indicators] == NAMES


def test_seventeen_cells_are_cut() -> None:
    assert len(CUT_NAMES) + len(CUT_EXPLANATIONS) + len(CUT_STANDARDS) == 2 + 3 + 12


def test_exactly_what_is_expected() -> None:
    assert keys(review(SEED)) == EXPECTED


def test_decision() -> None:
    result = review(SEED)
    assert (result.verdict, result.suggested_grade) == ("pass", "良")
    assert {item.id for item in result.not_checked} == {"ACT-01", "FUND-01", "DUP-01"}
    # Total 100 was really added up.
    assert result.standing("SCO-01") == "pass"


def test_places_are_the_lines_of_the_file() -> None:
    lines = SEED.read_text(encoding="utf-8").split("\n")
    for finding in review(SEED).findings:
        line = lines[int(finding.place.removeprefix("第 ").removesuffix(" 行")) - 1]
        assert line.startswith(finding.field.rpartition(".")[2] + " ="), finding


def test_findings_stand_in_form_order() -> None:
    places = [int(item.place.split()[1]) for item in review(SEED).findings]
    assert places == sorted(places)


def test_the_workbook_twin_says_the_same_of_its_cells(tmp_path: Path) -> None:
    reading = read_one(SEED)
    twin = tmp_path / "seed.xlsx"
    twin.write_bytes(workbook_bytes(reading.profile, reading.declaration))
    from_lines, from_cells = review(SEED), review(twin)
    assert [(f.id, f.field, f.message, f.hint) for f in from_lines.findings] == [
        (f.id, f.field, f.message, f.hint) for f in from_cells.findings
    ]
    book = openpyxl.load_workbook(twin)
    for finding in from_cells.findings:
        sheet, _, address = finding.place.partition("!")
        group, _, key = finding.field.rpartition(".")
        part = reading.declaration.goal
        row = reading.declaration.indicators[int(group[11:-1])] if "[" in group else part
        assert book[sheet][address].value == getattr(row, key), finding


@pytest.mark.parametrize("kind", ["toml", "xlsx"])
def test_the_clean_sample_gives_nothing(tmp_path: Path, kind: str) -> None:
    path = CLEAN
    if kind == "xlsx":
        reading = read_one(CLEAN)
        path = tmp_path / "clean.xlsx"
        path.write_bytes(workbook_bytes(reading.profile, reading.declaration))
    result = review(path)
    assert result.findings == ()
    assert (result.verdict, result.suggested_grade) == ("pass", "优")


def test_the_clean_sample_is_marked_as_an_example() -> None:
    assert "示例" in read_one(CLEAN).declaration.department.name
    assert "虚构" in CLEAN.read_text(encoding="utf-8").split("\n")[0]
