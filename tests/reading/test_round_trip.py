"""Nothing is lost on the way out and back: Declaration → TOML or workbook → the same Declaration."""

from __future__ import annotations

import re
import tempfile
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from formgen.base.errors import ResultNotWritten
from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import (
    ArchiveSettings,
    Declaration,
    Department,
    Filing,
    Goal,
    Indicator,
    Operator,
)
from formgen.declaration.profile import Profile
from formgen.declaration.toml import declaration_toml
from formgen.fill.workbook import workbook_bytes
from formgen.sources.cells import clean_text, join_word
from formgen.sources.labels import labels_of
from tests.reading.conftest import SAMPLE_TOML, read_one

ORDINARY = re.compile("文字，已按数字|全部数字|Excel 可能已丢失")
"""Notes on numbers that a declaration of random ones earns."""

PROFILE = load_profile()
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
AWKWARD = st.sampled_from(
    ["=1+1", "+1", "-1", "@x", "#REF!", "=", "TRUE", "0.95", "2023-12-31", "_x000D_", "_x005F_x0041_", "a\n",
     "\n", " ", "　一 ", "<b>&amp;</b>", "{{ x }}", "]]>", '"""', "'''", "\\", "\\u0041", "一\n二\n\n三", "\t", "𠮷龘",
     "# 注", "a = 1", "[x]", "' ", "无", "…", "é", "👨‍👩‍👧"]
)  # fmt: skip
# What reading normalises (see test_toml.py) is normalised here: the rest must come back as it was.
TEXT = st.one_of(AWKWARD, st.text(CHARACTERS | st.sampled_from("\n\t"), max_size=40)).map(
    lambda text: clean_text(text).text
)
# In a sheet a text that is itself a label is taken for one (and the doubled label is told).
NO_LABEL = TEXT.filter(lambda text: labels_of(PROFILE).fact(text) is None)
LABEL = st.sampled_from(["产出指标", "效益指标", "数量指标", "x<y", "=1"]) | st.just("")
NUMBER = st.decimals(min_value=1 - 10**12, max_value=10**12 - 1, places=3) | st.integers(
    -(10**14), 10**14
).map(Decimal)
NAME = NO_LABEL.map(lambda text: text.strip("\n")).filter(lambda text: bool(text.strip()))
RULE_VALUE = st.recursive(
    TEXT | NUMBER | st.booleans() | st.integers(-1000, 1000),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
RULE = st.none() | st.dictionaries(TEXT, RULE_VALUE, max_size=3)


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    operator = draw(st.sampled_from(list(Operator)))
    # Under a numeric operator a text that holds a number is read as that number, by design.
    words = TEXT if operator is Operator.QUALITATIVE else st.sampled_from(["约百件", "≥5", "", " "])
    return Indicator(
        level1=draw(LABEL), level2=draw(LABEL), level3=draw(TEXT), operator=operator,
        target=draw(NUMBER | words), unit=draw(TEXT.map(join_word)), explanation=draw(TEXT), scoring=draw(TEXT),
        remark=draw(TEXT), points=draw(st.none() | NUMBER), rule=draw(RULE),
    )  # fmt: skip


declarations = st.builds(
    Declaration,
    profile=st.just(PROFILE.id),
    year=st.integers(1000, 9999),
    department=st.builds(
        Department, name=NAME, duties=NO_LABEL, code=NO_LABEL, contact=NO_LABEL, phone=NO_LABEL
    ),
    goal=st.builds(Goal, annual=NO_LABEL),
    indicators=st.lists(indicators(), min_size=1, max_size=6).map(tuple),
    filing=st.builds(Filing, date=NO_LABEL, preparer=NO_LABEL, head=NO_LABEL),
    archive=st.builds(ArchiveSettings, fonds=NO_LABEL, retention=NO_LABEL, item=NO_LABEL),
)


def read_back(data: bytes, suffix: str) -> Declaration:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x{suffix}"
        path.write_bytes(data)
        reading = read_one(path)
    assert [note for note in reading.notes if not ORDINARY.search(note.message)] == []
    return reading.declaration


@pytest.mark.slow
@settings(max_examples=100)
@given(declarations)
def test_toml(declaration: Declaration) -> None:
    assert read_back(declaration_toml(declaration, PROFILE).encode(), ".toml") == declaration


@pytest.mark.slow
@settings(max_examples=30)
@given(declarations)
def test_workbook(declaration: Declaration) -> None:
    assert read_back(workbook_bytes(PROFILE, declaration), ".xlsx") == declaration


def test_numbers_longer_than_a_spreadsheet_holds_survive() -> None:
    sample = read_one(SAMPLE_TOML).declaration
    row = sample.indicators[0].model_copy(update={"target": Decimal("12345678901234567.89")})
    changed = sample.model_copy(update={"indicators": (row,)})
    assert read_back(workbook_bytes(PROFILE, changed), ".xlsx") == changed


def test_a_text_longer_than_a_cell_is_refused_not_cut(tmp_path: Path) -> None:
    sample = read_one(SAMPLE_TOML).declaration
    long = sample.model_copy(update={"goal": Goal(annual="目" * 32_768)})
    with pytest.raises(ResultNotWritten, match=r"年度总体目标.*32768"):
        workbook_bytes(PROFILE, long)
    path = tmp_path / "long.toml"
    path.write_text(declaration_toml(long, PROFILE), encoding="utf-8")
    reading = read_one(path)
    (fault,) = reading.faults
    assert fault.field == "goal.annual" and "32768" in fault.message and reading.unprintable


def test_texts_are_never_formulas() -> None:
    sample = read_one(SAMPLE_TOML).declaration
    row = sample.indicators[0].model_copy(update={"remark": '=HYPERLINK("http://x")', "unit": "@SUM(A1)"})
    data = workbook_bytes(PROFILE, sample.model_copy(update={"indicators": (row,)}))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    cell = load_workbook(BytesIO(data))["申报表"]["I8"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_workbooks_are_the_same_on_every_day(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook_bytes(profile)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml")
    assert core.count(b"2023-01-01T00:00:00Z") == 2
    assert workbook_bytes(profile) == first


@pytest.mark.slow
def test_the_blank_looks_like_the_form(profile: Profile) -> None:
    sheet = load_workbook(BytesIO(workbook_bytes(profile)))["申报表"]
    assert sheet["A1"].value == "部门（单位）整体绩效目标申报表" and sheet["A2"].value == "（2023年度）"
    assert [sheet.cell(row, 1).value for row in (3, 4, 5, 6)] == [
        "部门（单位）名称", "* 部门（单位）职责", "* 年度总体目标", "绩效指标",
    ]  # fmt: skip
    assert [sheet.cell(7, column).value for column in range(1, 12)] == [
        "* 一级指标", "* 二级指标", "* 三级指标", "指标值类型", "* 指标值", "计量单位", "* 指标解释",
        "* 评（扣）分标准", "备注", "分值", "规则",
    ]  # fmt: skip
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A8:A19", "B8:B10", "A20:A31", "A32:A34"} <= merged
    assert sheet.protection.sheet and not sheet.protection.insertRows and not sheet.protection.password
    assert sheet["A7"].protection.locked and not sheet["C8"].protection.locked
    assert not sheet["C3"].protection.locked
    assert {
        str(rule.sqref)[0] for rule in sheet.data_validations.dataValidation if rule.type == "list"
    } == set("ABD")
    assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$6:$7"


def test_the_blank_toml_says_what_is_missing(tmp_path: Path, profile: Profile) -> None:
    text = declaration_toml(None, profile)
    path = tmp_path / "blank.toml"
    path.write_text(
        text.replace('name = ""', 'name = "某局"').replace('operator = ""', 'operator = "≥"'),
        encoding="utf-8",
    )
    declaration = read_one(path).declaration
    assert [item.level2 for item in declaration.indicators] == [
        name for names in profile.taxonomy.values() for name in names
    ]
