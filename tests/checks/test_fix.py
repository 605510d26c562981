"""Safe fixes: a new file that says the same, but for what is listed; the old file untouched."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from formgen.declaration.load_profile import load_profile
from formgen.fill.fixes import fix_file, fix_text
from formgen.fill.workbook import workbook_bytes
from tests.checks.cases import NAME, RATE, SHOWN
from tests.checks.samples import CLEAN, SEED, both, read_one, review, set_row, write_edited

DIRTY = both(
    set_row(NAME, operator=">=", explanation="全年 检查 ９０％以上企业，次数>=计划数 "),
    set_row(RATE, unit="百分比"),
    set_row(SHOWN, unit=" ％"),
)
FIXED = {
    "indicators[0].operator": (">=", "≥"),
    "indicators[0].explanation": (
        "全年 检查 ９０％以上企业，次数>=计划数 ",
        "全年检查 90%以上企业，次数≥计划数",
    ),
    "indicators[3].unit": ("百分比", "%"),
    "indicators[4].unit": (" ％", "%"),
}


@pytest.mark.parametrize(
    ("field", "text", "fixed"),
    [
        ("indicators[0].operator", "＞=", "≥"),
        ("indicators[0].operator", "大于等于", "≥"),
        ("indicators[0].operator", "大概", "大概"),
        ("indicators[0].unit", "百分率", "%"),
        ("indicators[0].explanation", "Ａ级企业１２家", "A级企业12家"),
        ("indicators[0].explanation", "甲\u3000乙  丙", "甲乙丙"),
        ("indicators[0].explanation", "use of IT  systems", "use of IT systems"),
        ("goal.annual", "　　一、甲。\n　　二、乙。", "　　一、甲。\n　　二、乙。"),
        (
            "indicators[0].scoring",
            "得分＝（实际完成率－60%）÷（1－60%）×指标分值",
            "得分＝（实际完成率－60%）÷（1－60%）×指标分值",
        ),
        ("indicators[0].explanation", "百分比按月统计", "百分比按月统计"),
    ],
)
def test_fix_text(field: str, text: str, fixed: str) -> None:
    profile = load_profile()
    assert fix_text(field, text, profile) == fixed
    assert fix_text(field, fixed, profile) == fixed


def test_toml_keeps_comments_and_everything_else(tmp_path: Path) -> None:
    path = write_edited(tmp_path, DIRTY)
    path.write_text("# 说明\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = path.read_bytes()
    fixed = fix_file(path)
    assert {change.field: (change.before, change.after) for change in fixed.changes} == FIXED
    assert path.read_bytes() == before
    assert fixed.target.parent == path.parent and not fixed.target.exists()
    fixed.target.write_bytes(fixed.data)
    assert fixed.data.decode().startswith("# 说明\n")
    old, new = read_one(path).declaration, read_one(fixed.target).declaration
    changed = {
        f"indicators[{index}].{key}": (getattr(one, key), getattr(other, key))
        for index, (one, other) in enumerate(zip(old.indicators, new.indicators, strict=True))
        for key in type(one).model_fields
        if getattr(one, key) != getattr(other, key)
    }
    # The reader takes ">=" for ≥ by itself; all else changed as listed.
    assert changed == {field: pair for field, pair in FIXED.items() if not field.endswith("operator")}
    assert (old.department, old.goal, old.year) == (new.department, new.goal, new.year)
    assert review(fixed.target).findings == ()


def test_workbook(tmp_path: Path) -> None:
    reading = read_one(CLEAN)
    path = tmp_path / "f.xlsx"
    path.write_bytes(workbook_bytes(reading.profile, reading.declaration))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    spot = reading_place(path, "indicators[3].unit")
    sheet[spot].value = "百分比"
    sheet[reading_place(path, "indicators[0].operator")].value = ">="
    book.save(path)
    before = path.read_bytes()
    fixed = fix_file(path)
    assert {(c.field, c.before, c.after) for c in fixed.changes} == {
        ("indicators[3].unit", "百分比", "%"),
        ("indicators[0].operator", ">=", "≥"),
    }
    assert path.read_bytes() == before
    fixed.target.write_bytes(fixed.data)
    assert read_one(fixed.target).declaration == reading.declaration


def reading_place(path: Path, field: str) -> str:
    return read_one(path).places[field].rpartition("!")[2]


@pytest.mark.parametrize("path", [CLEAN, SEED])
def test_nothing_to_fix(path: Path) -> None:
    """The seed is printed as it is: not one of its cells may be touched."""
    assert fix_file(path).changes == ()


def test_an_existing_copy_is_not_written_over(tmp_path: Path) -> None:
    path = write_edited(tmp_path, DIRTY)
    first = fix_file(path).target
    first.write_text("mine")
    assert fix_file(path).target != first
