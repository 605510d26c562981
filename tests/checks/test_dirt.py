"""Real-life dirt, all in one declaration or one by one: each found, none invented."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.checks.cases import (
    INTAKE,
    NAME,
    PLEASED,
    RATE,
    RIGHTS,
    TRADE,
    TRAINING,
    drop_group,
    move_last,
    threshold,
)
from tests.checks.samples import Edit, review, set_fact, set_row, write_edited

ROUGH = "该指标分值为4分，"
DIRT: dict[str, tuple[Edit, set[tuple[str, str]]]] = {
    "28.8万元 with unit %": (set_row(RATE, target="28.8万元"), {("VAL-01", "indicators[3].target")}),
    "高中低": (set_row(TRADE, target="高中低"), {("VAL-04", "indicators[9].target")}),
    "≤4 for what is to be built": (
        # The wording asks for ≥ as well: a completion rate cannot be taken of what should be little.
        set_row(NAME, level3="新建示例站点", operator="≤", target=4, unit="个"),
        {("VAL-03", "indicators[0].operator"), ("SCO-03", "indicators[0].scoring")},
    ),
    "90 under 100": (
        set_row(PLEASED, scoring="满意度95%（含）以上计10分，90%（含）-95%计5分，90%以下计0分"),
        {("SCO-01", "indicators")},
    ),
    "points unlike the 分值 column": (set_row(NAME, points=6), {("SCO-02", "indicators[0].scoring")}),
    "bands with a hole": (
        set_row(PLEASED, scoring="满意度90%（含）-95%（含）计20分，80%（含）-90%计10分，80%以下计0分"),
        {("SCO-04", "indicators[13].scoring")},
    ),
    "a 二级 with no 三级": (set_row(NAME, level3=""), {("REQ-01", "indicators[0].level3")}),
    "rows out of group order": (move_last(INTAKE), {("TAX-02", "indicators[13].level2")}),
    "百分比": (set_row(RATE, unit="百分比"), {("VAL-02", "indicators[3].unit")}),
    "a target inside the name": (set_row(TRAINING, level3="参训230人"), {("VAL-01", "indicators[2].level3")}),
    "同上": (set_row(INTAKE, explanation="同上"), {("REQ-02", "indicators[1].explanation")}),
    "1 as standard": (set_row(NAME, scoring="1"), {("SCO-03", "indicators[0].scoring")}),
    "酌情": (
        set_row(NAME, scoring=ROUGH + "未达指标值酌情扣分"),
        {("SCO-03", "indicators[0].scoring")},
    ),
    "a cell ending in …": (
        set_row(RIGHTS, explanation="示例领域群众的合法权益受到保护的情…"),
        {("TXT-01", "indicators[10].explanation")},
    ),
}


@pytest.mark.parametrize("name", DIRT)
def test_found_and_nothing_else(tmp_path: Path, name: str) -> None:
    edit, expected = DIRT[name]
    result = review(write_edited(tmp_path, edit))
    assert {(item.id, item.field) for item in result.findings} == expected


def test_points_of_a_placeholder_leave_the_total_open(tmp_path: Path) -> None:
    """Nobody knows what “1” is worth: the total is not checked, and not passed."""
    result = review(write_edited(tmp_path, set_row(NAME, scoring="1")))
    assert result.standing("SCO-01") == "not_checked"


def test_a_total_already_exceeded_is_wrong_whatever_the_rest(tmp_path: Path) -> None:
    def edit(data: dict[str, object]) -> None:
        set_row(NAME, scoring="1")(data)
        set_row(INTAKE, scoring=threshold(Decimal(50)))(data)

    assert review(write_edited(tmp_path, edit)).standing("SCO-01") == "fail"


@pytest.mark.parametrize(
    ("edit", "grade", "verdict"),
    [
        (set_row(NAME, level3=""), "中", "fail"),
        (set_row(NAME, explanation=""), "中", "fail"),
        (set_row(NAME, operator=""), "中", "fail"),
        (set_row(NAME, operator="约"), "中", "fail"),
        (set_fact("department.duties", ""), "中", "fail"),
        (set_fact("goal.annual", ""), "差", "fail"),
        (drop_group("效益指标"), "差", "fail"),
        (set_row(RATE, target="28.8万元"), "中", "fail"),
        (set_row(RATE, unit="百分比"), "良", "pass"),
        (set_row(TRADE, unit="健康有序发展"), "优", "pass"),
    ],
)
def test_suggested_grade(tmp_path: Path, edit: Edit, grade: str, verdict: str) -> None:
    result = review(write_edited(tmp_path, edit))
    assert (result.suggested_grade, result.verdict) == (grade, verdict)


@pytest.mark.parametrize(
    ("sign", "words"), [("\ue000", "自造字（U+E000）"), ("\ufffd", "丢失的字（U+FFFD）")]
)
def test_a_sign_that_is_no_text_is_called_what_it_is(tmp_path: Path, sign: str, words: str) -> None:
    edit = set_row(NAME, explanation=f"全年开展监督{sign}检查的次数，以台账为准")
    (found,) = [item for item in review(write_edited(tmp_path, edit)).findings if item.id == "TXT-02"]
    assert words in found.message
    assert "控制字符" not in found.message
