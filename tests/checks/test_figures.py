"""FUND-02…06, ACT-02 and REQ-04 on forms of a profile's own: the faults of published forms, and near misses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import formgen
from formgen.base.errors import UnreadableInput
from formgen.checks import Review
from formgen.cli import run
from tests.checks.samples import ROOT, review

CENTRAL = ROOT / "templates" / "central-dept-2015" / "profile.toml"
MONEY = """
[[block]]
kind = "table"
name = "money"
unit = "万元"
rows = [
    { key = "all", label = "年度资金总额" },
    { key = "fiscal", label = "当年财政拨款" },
    { key = "other", label = "其他资金" },
]
columns = [
    { key = "budget", label = "全年预算数", type = "money", width = 40 },
    { key = "spent", label = "全年执行数", type = "money", width = 40 },
    { key = "rate", label = "执行率", type = "percent", places = 2, width = 30 },
]

[[block]]
kind = "fields"
rows = [[{ key = "flow.income", label = "收入合计", type = "money" }, { key = "flow.expense", label = "支出合计", type = "money" }]]

[[rule]]
kind = "sum"
table = "money"
columns = ["budget", "spent"]
whole = "all"
parts = ["fiscal", "other"]

[[rule]]
kind = "ratio"
table = "money"
of = "spent"
by = "budget"
result = "rate"

[[rule]]
kind = "equal"
cells = ["flow.income", "flow.expense"]

[[rule]]
kind = "at_most"
cell = "money.all.spent"
most = "money.all.budget"
"""
WEIGHTS = """
[[block]]
kind = "table"
name = "indicators"
heading = "绩效指标"
levels = 2
columns = [
    { key = "level1", label = "一级指标", width = 18 },
    { key = "level2", label = "二级指标", width = 20 },
    { key = "level3", label = "三级指标", width = 34 },
    { key = "value", label = "年度指标值", width = 24, print = "{operator}{target}{unit}" },
    { key = "actual", label = "实际完成值", width = 18 },
    { key = "points", label = "分值", type = "points", width = 12 },
    { key = "score", label = "得分", type = "score", width = 12 },
    { key = "reason", label = "偏差原因分析及改进措施", width = 24 },
    { key = "weight", label = "权重", type = "number", width = 14 },
]

[[rule]]
kind = "share"
table = "indicators"
column = "weight"
"""
HEAD = 'profile = "own"\nyear = 2024\n[department]\nname = "示例市示例局"\n'
ROW = """
[[indicators]]
level1 = "产出指标"
level2 = "数量指标"
level3 = "{name}"
operator = "≥"
target = 100
unit = "件"
points = 10
rule = {{ kind = "proportional", points = 10 }}
{more}
"""


def profile_of(folder: Path, blocks: str) -> Path:
    """A profile with a name and these blocks, on the paper and in the type of a shipped one."""
    text = CENTRAL.read_text(encoding="utf-8").replace('id = "central-dept-2015"', 'id = "own"')
    start, rest = text.index("[[block]]"), text.index("[page]")
    name = '[[block]]\nkind = "fields"\nrows = [[{ key = "department.name", label = "单位名称", required = true }]]\n'
    own = folder / "own"
    own.mkdir()
    (own / "profile.toml").write_text(text[:start] + name + blocks + text[rest:], encoding="utf-8")
    return own


def told(folder: Path, blocks: str, body: str, **facts: Any) -> Review:
    path = folder / "form.toml"
    path.write_text(HEAD + body, encoding="utf-8")
    return review(path, profile=profile_of(folder, blocks), **facts)


def money(row: str, **cells: object) -> str:
    return f"\n[money.{row}]\n" + "".join(f"{key} = {value}\n" for key, value in cells.items())


FAULTS = {
    # Published forms: figures as printed there.
    "rate of 100 %": ("FUND-03", money("all", budget="4753.66", spent="3824.26", rate=100), ("100", "80.45")),
    "income and expense": (
        "FUND-04",
        "\n[flow]\nincome = 2030.12\nexpense = 1925.67\n",
        ("2030.12", "1925.67"),
    ),
    "a total of 0": (
        "FUND-02",
        money("all", budget=0) + money("fiscal", budget=60) + money("other", budget=30),
        ("0", "90"),
    ),
    "662.88": (
        "FUND-02",
        money("all", budget="662.88") + money("fiscal", budget="600.00") + money("other", budget="62.98"),
        ("662.88", "662.98"),
    ),
    "109175.04": (
        "FUND-02",
        money("all", budget="109175.04") + money("fiscal", budget="109000") + money("other", budget="175.51"),
        ("109175.04", "109175.51"),
    ),
    "over the limit": ("FUND-06", money("all", budget=100, spent="100.01"), ("100.01", "100")),
}
SOUND = {
    "FUND-02": money("all", budget="75.99")
    + money("fiscal", budget="70.004")
    + money("other", budget="5.99"),
    "FUND-03": money("all", budget="4753.66", spent="3824.26", rate="80.45"),
    "FUND-04": "\n[flow]\nincome = 2030.12\nexpense = 2030.12\n",
    "FUND-06": money("all", budget=100, spent=100),
}


@pytest.mark.parametrize("why", FAULTS)
def test_a_relation_that_does_not_hold_is_told_with_both_figures(tmp_path: Path, why: str) -> None:
    check_id, body, figures = FAULTS[why]
    (found,) = [item for item in told(tmp_path, MONEY, body).findings if item.id == check_id]
    numbers = re.findall(r"\d+(?:\.\d+)?", found.message)
    assert set(figures) <= set(numbers), found
    assert found.severity.value == "error"
    assert found.hint


@pytest.mark.parametrize("check_id", SOUND)
def test_what_holds_to_the_printed_places_is_not_accused(tmp_path: Path, check_id: str) -> None:
    assert told(tmp_path, MONEY, SOUND[check_id]).standing(check_id) == "pass"


def test_empty_parts_are_not_nought(tmp_path: Path) -> None:
    result = told(tmp_path, MONEY, money("all", budget=90) + money("fiscal", budget=60))
    (unknown,) = [item for item in result.not_checked if item.id == "FUND-02"]
    assert "“其他资金”的全年预算数" in unknown.reason
    assert result.standing("FUND-02") == "not_checked"


def test_the_profile_s_own_sentence_takes_the_place_of_the_standard_one(tmp_path: Path) -> None:
    blocks = MONEY.replace('kind = "equal"', 'kind = "equal"\nmessage = "收支不平"')
    result = told(tmp_path, blocks, "\n[flow]\nincome = 3\nexpense = 2\n")
    (found,) = [item for item in result.findings if item.id == "FUND-04"]
    assert found.message.startswith("收支不平")
    assert {"3", "2"} <= set(re.findall(r"\d+", found.message))


@pytest.mark.parametrize(("weights", "standing"), [((60, 30), "fail"), ((60, 40), "pass")])
def test_shares_add_up(tmp_path: Path, weights: tuple[int, int], standing: str) -> None:
    body = "".join(
        ROW.format(name=f"事项{n}检查", more=f"weight = {w}") for n, w in zip("甲乙", weights, strict=True)
    )
    result = told(tmp_path, WEIGHTS, body)
    assert result.standing("FUND-05") == standing
    if standing == "fail":
        (found,) = [item for item in result.findings if item.id == "FUND-05"]
        assert "90" in found.message and "100" in found.message


# 80 of 100 pieces under a rule in proportion are 8 of 10 points.
@pytest.mark.parametrize(("score", "standing"), [("9", "fail"), ("8", "pass"), ("8.00", "pass")])
def test_a_score_filled_in_is_held_against_the_rule(tmp_path: Path, score: str, standing: str) -> None:
    body = ROW.format(name="事项检查", more=f'actual = 80\nscore = {score}\nreason = "人手不足"')
    result = told(tmp_path, WEIGHTS, body)
    assert result.standing("ACT-02") == standing
    if standing == "fail":
        (found,) = [item for item in result.findings if item.id == "ACT-02"]
        assert found.field == "indicators[0].score"
        assert "9 分" in found.message and "8 分" in found.message


def test_lost_points_ask_for_a_reason_in_the_form_itself(tmp_path: Path) -> None:
    bare = ROW.format(name="事项检查", more="actual = 80")
    assert told(tmp_path, WEIGHTS, bare).standing("ACT-01") == "fail"


@pytest.mark.parametrize(
    ("score", "reason", "told"),
    [
        ("4.96", "设备待换", set()),
        ("4.96", "", {("ACT-01", "indicators[3].target")}),
        ("5", "", set()),
        ("5.5", "设备待换", {("ACT-02", "indicators[3].score")}),
        ("-1", "设备待换", {("ACT-02", "indicators[3].score")}),
    ],
)
def test_scores_of_a_form_without_rules_are_held_against_its_points(
    score: str, reason: str, told: set[tuple[str, str]]
) -> None:
    text = (ROOT / "inputs" / "central-project-review-2020.toml").read_text(encoding="utf-8")
    text = text.replace("score = 4.96", f"score = {score}")
    text = re.sub(r'^reason = "两台.*$', f'reason = "{reason}"', text, flags=re.MULTILINE)
    form = formgen.open(text.encode(), "a.toml")
    assert {(found.id, found.field) for found in form.findings if found.id.startswith("ACT")} == told


def test_actual_values_in_two_places_are_refused(tmp_path: Path) -> None:
    body = ROW.format(name="事项检查", more="actual = 80")
    with pytest.raises(UnreadableInput, match=r"actual.*--actuals"):
        told(tmp_path, WEIGHTS, body, actuals={"事项检查": 90})


def test_what_has_no_place_on_the_form_is_told(tmp_path: Path) -> None:
    result = told(tmp_path, MONEY, 'duties = "负责示例工作。"\n')
    (found,) = [item for item in result.findings if item.id == "REQ-04"]
    assert (found.field, found.severity.value) == ("department.duties", "warning")
    assert "部门（单位）职责" in found.message


def test_fields_of_a_form_s_own_are_named_so_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "form.toml"
    path.write_text(HEAD + "\n[flow]\nincome = 3\nexpense = 2\n", encoding="utf-8")
    assert run(["check", str(path), "--profile", str(profile_of(tmp_path, MONEY)), "--format", "json"]) == 4
    (file,) = json.loads(capsys.readouterr().out)["files"]
    fields = {item["field"] for item in file["findings"] if item["id"] == "FUND-04"}
    assert fields == {"fields.flow.expense"}


def test_a_form_without_points_has_no_total_to_miss(tmp_path: Path) -> None:
    path = ROOT / "inputs" / "central-dept-2015.toml"
    result = review(path)
    assert result.standing("SCO-01") == "not_checked"
    assert [item for item in result.findings if item.severity.value == "error"] == []
