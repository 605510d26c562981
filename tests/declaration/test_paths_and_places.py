"""Field paths and places are values whose text is what reports print, and whose parts come back from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.declaration.load_profile import load_profile
from formgen.declaration.paths import FieldPath
from formgen.declaration.places import Place

KEYS = st.sampled_from(["indicators", "department", "tasks", "year", "fields"])
COLUMNS = st.sampled_from(["", "level1", "scoring", "target.year", "project_name"])


@given(KEYS, st.none() | st.integers(0, 999_999), COLUMNS)
def test_a_path_comes_back_from_its_text(table: str, row: int | None, column: str) -> None:
    path = FieldPath(table, row, column)
    assert FieldPath.parse(str(path)) == path


@pytest.mark.parametrize(
    ("text", "key", "group", "anywhere"),
    [
        ("indicators[3].scoring", "scoring", "indicators[3]", "indicators.scoring"),
        ("indicators[0].target.year", "year", "indicators[0]", "indicators.target.year"),
        ("indicators[12]", "indicators", "indicators[12]", "indicators"),
        ("department.name", "name", "department", "department.name"),
        ("year", "year", "year", "year"),
        ("", "", "", ""),
    ],
)
def test_the_parts_of_a_path(text: str, key: str, group: str, anywhere: str) -> None:
    path = FieldPath.parse(text)
    assert (path.key, str(path.group), str(path.anywhere), str(path)) == (key, group, anywhere, text)


@given(st.text(max_size=20))
def test_no_text_is_lost_as_a_path_or_a_place(text: str) -> None:
    assert str(Place.parse(text)) == text
    if not FieldPath.parse(text).table and not text:
        assert text == ""


@given(st.text(min_size=1, max_size=31), st.sampled_from(["A1", "G15", "XFD1048576"]))
def test_a_cell_comes_back_from_its_text(sheet: str, cell: str) -> None:
    place = Place.parse(f"{sheet}!{cell}")
    assert (place.sheet, place.cell) == (sheet, cell)


def test_a_line_and_words() -> None:
    assert Place.parse("第 41 行").line == 41 and str(Place(line=41)) == "第 41 行"
    assert Place.parse("附件").words == "附件" and not Place.parse("a!b").cell
    assert Place.parse("申报表!G15").column_and_row == ("G", 15)


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("indicators[3].scoring", "评（扣）分标准"),
        ("indicators.level3", "三级指标"),
        ("indicators[0].points", "分值"),
        ("department.name", "部门（单位）名称"),
        ("department.phone", "联系电话"),
        ("filing.date", "填报日期"),
        ("year", "年度"),
        ("indicators", "绩效指标"),
        ("made.up", "made.up"),
    ],
)
def test_one_label_for_each_field(field: str, label: str) -> None:
    assert load_profile().label(field) == label
