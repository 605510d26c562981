"""The samples are the seed, word for word."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from formgen.declaration.model import Operator
from formgen.declaration.profile import Profile
from formgen.declaration.toml import declaration_toml
from tests.reading.conftest import SAMPLE_TOML, SAMPLE_XLSX, SEED, read_one

ROWS = 24
LEVELS = ("产出指标", "效益指标", "满意度指标")


def seed_lines() -> list[list[str]]:
    return [line.split("\t") for line in SEED.read_text(encoding="utf-8").splitlines() if "\t" in line]


def seed_rows() -> list[list[str]]:
    """The last six filled cells of every indicator line: 三级指标, 类型, 指标值, 单位, 解释, 标准."""
    filled = [[cell for cell in line if cell] for line in seed_lines()]
    start = next(index for index, line in enumerate(filled) if line[0] == "* 一级指标")
    return [line[-6:] for line in filled[start + 1 :]]


def test_every_word_of_the_seed_is_in_the_sample() -> None:
    declaration = read_one(SAMPLE_TOML).declaration
    facts = {line[0]: line[1] for line in seed_lines() if len([cell for cell in line if cell]) == 2}
    assert declaration.department.name == facts["部门（单位）名称"]
    assert declaration.department.duties == facts["* 部门（单位）职责"]
    assert declaration.goal.annual == facts["* 年度总体目标"]
    assert declaration.year == 2023
    rows = seed_rows()
    assert len(rows) == ROWS
    for row, item in zip(rows, declaration.indicators, strict=True):
        assert row == [
            item.level3, item.operator.value, str(item.target), item.unit, item.explanation, item.scoring
        ]  # fmt: skip
        assert item.remark == ""
        assert item.points is None and item.rule is None


def test_the_shifted_merge_is_resolved() -> None:
    indicators = read_one(SAMPLE_TOML).declaration.indicators
    counts = Counter((item.level1, item.level2) for item in indicators)
    assert counts == {
        ("产出指标", "数量指标"): 6,
        ("产出指标", "质量指标"): 5,
        ("产出指标", "时效指标"): 2,
        ("产出指标", "成本指标"): 5,
        ("效益指标", "经济效益指标"): 1,
        ("效益指标", "社会效益指标"): 2,
        ("效益指标", "生态效益指标"): 1,
        ("效益指标", "可持续影响指标"): 1,
        ("满意度指标", "服务对象满意度指标"): 1,
    }
    timely = [item for item in indicators if item.level2 == "时效指标"]
    assert [item.level3 for item in timely] == ["注册登记办结期限", "重点工作任务完成时间"]
    assert (timely[1].operator, timely[1].target) == (Operator.QUALITATIVE, "2023年12月前")


def test_the_cut_cells_stay_cut() -> None:
    indicators = read_one(SAMPLE_TOML).declaration.indicators
    cut = Counter(
        key for item in indicators for key, value in item if isinstance(value, str) and value.endswith("...")
    )
    assert cut == {"level3": 2, "explanation": 3, "scoring": 12}


def test_numbers_keep_their_places() -> None:
    targets = [item.target for item in read_one(SAMPLE_TOML).declaration.indicators]
    assert Decimal("1722.4") in targets and Decimal("563.63") in targets


def test_both_samples_say_the_same(profile: Profile) -> None:
    from_toml, from_workbook = read_one(SAMPLE_TOML), read_one(SAMPLE_XLSX)
    assert from_toml.declaration == from_workbook.declaration
    assert from_toml.notes == () and from_workbook.notes == ()
    assert SAMPLE_TOML.read_text(encoding="utf-8").endswith(declaration_toml(from_toml.declaration, profile))


def test_places_are_told_in_both() -> None:
    lines = SAMPLE_TOML.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "受理市场主体" in text)
    assert read_one(SAMPLE_TOML).places["indicators[1].level3"] == f"第 {line} 行"
    places = read_one(SAMPLE_XLSX).places
    assert places["indicators[1].level3"] == "申报表!C9"
    assert places["indicators[1].level1"] == "申报表!A8"
    assert places["department.duties"] == "申报表!C4"
    assert places["year"] == "申报表!A2"
