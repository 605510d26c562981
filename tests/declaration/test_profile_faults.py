"""What is wrong with a profile is told at once: each value once, with its line, and nothing of what is right."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import formgen
from formgen.declaration.model import Indicator, Operator
from tests.checks.samples import ROOT

CENTRAL = ROOT / "templates" / "central-dept-2015" / "profile.toml"
OLD = ROOT / "tests" / "data" / "v0.2.0" / "profile" / "province-x-2023" / "profile.toml"
ROW: dict[str, Any] = {
    "level1": "产出",
    "level2": "数量",
    "level3": "培训人数",
    "operator": Operator.AT_LEAST,
    "target": Decimal(9),
}

FAULTY = """\
id = "own"
name = "自拟"
years = [2023, 2024, 2025]
title = 7
colour = "red"

[[block]]
kind = "fields"
rows = [[
  { key = "department.name", label = "单位名称", star = "maybe" },
  { key = "year", label = "年度", span = 13 },
  { lable = "电话" },
]]

[[block]]
kind = "grid"

[[block]]
kind = "table"
name = "1st"
rows = 3
columns = [{ key = "what", label = "内容", width = -20, align = "middle" }]

[[rule]]
kind = "equal"
cells = ["department.name"]

[checks.severity]
TXT-01 = "fatal"
"""

WRONG = [
    (3, "years", "个数"),
    (4, "title", "文字"),
    (5, "colour", "没有"),
    (10, "star", "true"),
    (11, "span", "13"),
    (12, "key", "缺少"),
    (12, "label", "缺少"),
    (12, "lable", "label"),
    (15, "kind", "grid"),
    (20, "name", "1st"),
    (21, "rows", "free"),
    (22, "width", "-20"),
    (22, "align", "center"),
    (26, "cells", "个数"),
    (29, "TXT-01", "fatal"),
]
"""Line, key, and what must be said of it."""


def test_every_fault_is_told_once_with_its_line(tmp_path: Path) -> None:
    central = CENTRAL.read_text(encoding="utf-8")
    text = FAULTY + central[central.index("[page]") :].replace("[strokes]", "[strokes]\nwide = 1")
    narrow = (text[: text.index("wide =")].count("\n") + 1, "wide", "没有")
    (tmp_path / "profile.toml").write_text(text, encoding="utf-8")
    with pytest.raises(formgen.UnreadableInput) as caught:
        formgen.load_profile(tmp_path)
    faults = caught.value.faults
    for line, key, words in (*WRONG, narrow):
        (fault,) = (each for each in faults if each.place == f"第 {line} 行" and f"“{key}”" in each.message)
        assert words in fault.message + fault.hint
    assert len(faults) == len(WRONG) + 1


WRITTEN = [
    ("[page]", "[page", "]"),
    ('kind = "fields"', "kind = “fields”", "全角"),
    ('key = "department.name",', 'key = "department.name"，', "全角"),
    ('title = "', 'title = "“年度”', ""),
    ("[checks]", '[checks]\noff = ["TXT-4"]', "TXT-04"),
    ("[checks]", '[checks]\nseverity = { "VAL-99" = "note" }', "formgen checks"),
    ("margin_left = ", "margin_left = 20", "放不下"),
]


@pytest.mark.parametrize(("right", "wrong", "words"), WRITTEN)
def test_what_a_designer_mistypes_is_told_in_words(
    right: str, wrong: str, words: str, tmp_path: Path
) -> None:
    """Each is one fault; what stands in quotes is nobody's sign."""
    text = CENTRAL.read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "profile.toml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    if not words:
        assert "“年度”" in formgen.load_profile(tmp_path).title
        return
    with pytest.raises(formgen.UnreadableInput) as caught:
        formgen.load_profile(tmp_path)
    (fault,) = caught.value.faults
    assert fault.place.startswith("第 ") and words in fault.message + fault.hint


@pytest.mark.parametrize("key", ["folder", "old"])
def test_what_formgen_sets_itself_is_no_key(tmp_path: Path, key: str) -> None:
    (tmp_path / "profile.toml").write_text(f'{key} = "x"\n' + CENTRAL.read_text(encoding="utf-8"), "utf-8")
    with pytest.raises(formgen.UnreadableInput) as caught:
        formgen.load_profile(tmp_path)
    (fault,) = caught.value.faults
    assert fault.place == "第 1 行" and f"“{key}”" in fault.message


def test_a_record_is_what_its_values_are() -> None:
    one, other = formgen.load_profile(), formgen.load_profile("hunan-2023")
    assert one == other and one.page == other.page and hash(one.page) == hash(other.page)
    wider = one.page.model_copy(update={"width": one.page.width + 1})
    assert wider != one.page and wider.height == one.page.height
    with pytest.raises(AttributeError):
        one.page.width = wider.width
    assert type(one.page).model_validate(wider.model_dump()) == wider


def test_an_old_profile_is_told_which_of_its_lists_is_wrong(tmp_path: Path) -> None:
    text = OLD.read_text(encoding="utf-8")
    facts = text[text.index("[[facts]]") : text.index("[[columns]]")]
    (tmp_path / "profile.toml").write_text(
        'facts = ["部门名称"]\n' + text.replace(facts, ""), encoding="utf-8"
    )
    with pytest.raises(formgen.UnreadableInput) as caught:
        formgen.load_profile(tmp_path)
    (fault,) = caught.value.faults
    assert fault.place == "第 1 行" and "[[facts]]" in fault.message


@pytest.mark.parametrize(
    "value",
    [
        {"target": Decimal("NaN")},
        {"points": Decimal("Infinity")},
        {"target": 9},
        {"unit": None},
        {"cells": {1: "人"}},
    ],
)
def test_a_row_holds_nothing_that_is_no_value_of_it(value: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Indicator(**{**ROW, **value})


def test_a_row_keeps_plain_texts() -> None:
    row = Indicator(**{**ROW, "unit": Operator.AT_MOST})
    assert type(row.unit) is str and row.operator is Operator.AT_LEAST
