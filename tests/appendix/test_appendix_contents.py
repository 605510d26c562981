"""Both files say what the rule module computed: numbers, readings, samples, scores; and what is open."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from formgen.declaration.model import Operator
from formgen.views.appendix import ChartView, Heading, TableBlock
from tests.appendix.samples import (
    Appendix,
    docx_paragraphs,
    docx_tables,
    make,
    pdf_pages,
    pdf_tables,
    seed,
    seed_actuals,
    seed_declaration,
)
from tests.render.docx_samples import HOSTILE, declare, indicator

SEED_POINTS = {
    "数量指标": "10",
    "质量指标": "10",
    "时效指标": "10",
    "成本指标": "10",
    "经济效益指标": "10",
    "社会效益指标": "20",
    "可持续影响指标": "10",
    "服务对象满意度指标": "20",
}
"""scoring.md: 数量10 质量10 时效10 成本10, 效益40, 满意度20 = 100."""


def squeeze(text: str | None) -> str:
    return "".join((text or "").split())


def rows_of(data: bytes, kind: str, heads: tuple[str, ...]) -> list[list[str]]:
    """All rows, over all pages, of the tables with these heads, white space taken out."""
    tables = pdf_tables(data) if kind == "pdf" else docx_tables(data)
    chosen = [table for table in tables if [squeeze(cell) for cell in table[0]] == list(heads)]
    return [[squeeze(cell) for cell in row] for table in chosen for row in table[1:]]


FILES: list[tuple[str, Callable[[Appendix], bytes]]] = [
    ("pdf", lambda sample: sample.pdf),
    ("docx", lambda sample: sample.docx),
]
POINTS_HEADS = ("一级指标", "二级指标", "指标数", "分值")
RULE_HEADS = ("二级指标", "三级指标", "分值", "评分细则")
SCORE_HEADS = ("一级指标", "二级指标", "三级指标", "分值", "实际完成值", "得分", "计分过程")
LOST_HEADS = ("三级指标", "分值", "得分", "失分", "偏差原因")


@pytest.mark.parametrize(("kind", "data"), FILES)
def test_the_seed_adds_up_to_a_hundred(kind: str, data: Callable[[Appendix], bytes]) -> None:
    rows = rows_of(data(seed()), kind, POINTS_HEADS)
    assert {row[1]: row[3] for row in rows if row[1] in SEED_POINTS} == SEED_POINTS
    assert [row[3] for row in rows if row[1] == "小计"] == ["40", "40", "20"]
    assert rows[-1][0] == "合计" and rows[-1][2:] == ["23", "100"]


@pytest.mark.parametrize(("kind", "data"), FILES)
def test_every_indicator_has_its_reading_conditions_and_samples(
    kind: str, data: Callable[[Appendix], bytes]
) -> None:
    rows = rows_of(data(seed()), kind, RULE_HEADS)
    rules = seed().details.rules
    assert len(rows) == len(rules) == 23
    for row, rule in zip(rows, rules, strict=True):
        assert squeeze(rule.level3) in row[1] and squeeze(rule.target) in row[1]
        assert row[2] == rule.points
        assert squeeze(rule.reading) in row[3] and squeeze(rule.formula) in row[3] and rule.step in row[3]
        assert f"满分：{squeeze(rule.full_condition)}。" in row[3]
        assert f"零分：{squeeze(rule.zero_condition)}。" in row[3]
        samples = row[3].partition("得分示例，按")[2]
        for sample in rule.samples.rows:
            assert all(squeeze(cell) in samples for cell in sample)
        notes = row[3].partition("说明：")[2]
        assert all(squeeze(note) in notes for note in rule.notes)


@pytest.mark.parametrize(("kind", "data"), FILES)
def test_samples_are_right(kind: str, data: Callable[[Appendix], bytes]) -> None:
    """Worked by hand: w = 2, floor 60 %: at 95 % 2 × 0.35 ÷ 0.4 = 1.75; 354 × 1.02 = 361.08, two steps
    of 5 % cost 0.2."""
    by_name = {row[1].split("指标值：")[0]: row[3] for row in rows_of(data(seed()), kind, RULE_HEADS)}
    assert "95%（152件）：1.75分" in by_name["执法办案案件数"]
    assert "59.9%（95.84件）：0.00分" in by_name["执法办案案件数"]
    assert "2%（361.08万元）：1.80分" in by_name["专项商品和服务支出"]
    assert "90%（含）-95%（不含）：15.00分" in by_name["社会公众满意度"]
    assert "2.促进作用一般：5.00分" in by_name["经济产业"]


@pytest.mark.parametrize(("kind", "data"), FILES)
def test_two_readings_are_told_with_both_results(kind: str, data: Callable[[Appendix], bytes]) -> None:
    """scoring.md: base value with target 95 %, w = 2: at 95 % the rate itself gives 2 × 0.35 ÷ 0.4."""
    notes = {row[1].split("指标值：")[0]: row[3] for row in rows_of(data(seed()), kind, RULE_HEADS)}
    assert "前者得2.00分，后者得1.75分" in notes["消费投诉办结率"]
    assert "原文被截断" in notes["消费投诉办结率"]


@pytest.mark.parametrize(("kind", "data"), FILES)
def test_scores_total_grade_and_reasons(kind: str, data: Callable[[Appendix], bytes]) -> None:
    """158 of 160 with floor 60 %: 2 × (0.9875 − 0.6) ÷ 0.4 = 1.9375 → 1.94."""
    sample = seed(scored=True)
    rows = rows_of(data(sample), kind, SCORE_HEADS)
    assert len(rows) == 23
    first = rows[0]
    assert first[2:6] == ["执法办案案件数", "2", "158件", "1.94"]
    assert sum(Decimal(row[5]) for row in rows) == Decimal("89.51")
    text = "".join(pdf_pages(sample.pdf)) if kind == "pdf" else squeeze("".join(docx_paragraphs(sample.docx)))
    assert "总分：89.51等次：良" in text
    lost = rows_of(data(sample), kind, LOST_HEADS)
    reasons = {name: entry["reason"] for name, entry in seed_actuals().items() if isinstance(entry, dict)}
    assert {row[0]: row[4] for row in lost} == reasons
    assert [row[3] for row in lost if row[0] == "市场监管能力"] == ["5.00"]


def test_the_seed_needs_few_pages() -> None:
    for sample, most in ((seed(), 5), (seed(scored=True), 8)):
        assert len(sample.pdf_plan.pages) <= most and len(sample.docx_plan.pages) <= most


@pytest.mark.parametrize("scored", [False, True])
def test_every_block_is_there_in_order(scored: bool) -> None:
    sample = seed(scored=scored)
    headings = [block.text for block in sample.view.blocks if isinstance(block, Heading)]
    assert headings[:2] == ["一、分值构成", "二、评分细则"]
    assert ("三、自评得分" in headings) is scored
    text = "".join(pdf_pages(sample.pdf))
    assert [text.index(heading) for heading in headings] == sorted(text.index(head) for head in headings)
    paragraphs = docx_paragraphs(sample.docx)
    assert [item for item in paragraphs if item in headings] == headings
    names = [block.name for block in sample.view.blocks if isinstance(block, TableBlock)]
    assert names == ["points", "rules", *(["scores", "subtotals", "lost"] if scored else [])]


def test_the_chart_shows_points_and_scores() -> None:
    (chart,) = [block for block in seed(scored=True).view.blocks if isinstance(block, ChartView)]
    assert {bar.label: bar.full for bar in chart.bars} == SEED_POINTS
    assert {bar.label: bar.score for bar in chart.bars}["社会效益指标"] == "15"
    assert [bar.full_share for bar in chart.bars if bar.label == "社会效益指标"] == [1.0]
    assert [bar.score_share for bar in chart.bars if bar.label == "社会效益指标"] == [0.75]
    page = pdf_pages(seed(scored=True).pdf)[0]
    assert all(bar.label in page and bar.score in page for bar in chart.bars)


def test_open_totals_are_said() -> None:
    few = dict(list(seed_actuals().items())[:3])
    sample = make(seed_declaration(), few)
    text = "".join(pdf_pages(sample.pdf))
    assert "总分：待定等次：待定" in text and "尚有指标未计分，总分与等次待定。" in text
    (chart,) = [block for block in sample.view.blocks if isinstance(block, ChartView)]
    assert {bar.score for bar in chart.bars} == {"未定"} and "未定" in pdf_pages(sample.pdf)[0]
    assert not sample.pdf_faults() and not sample.docx_faults()


def test_full_scores_leave_no_table_of_losses() -> None:
    sample = make(declare([indicator()]), {"执法办案案件数": 160})
    assert "已计分的指标没有失分。" in docx_paragraphs(sample.docx)
    assert "总分：2　等次：差" in docx_paragraphs(sample.docx)


@pytest.mark.parametrize(("kind", "data"), FILES)
def test_an_unreadable_wording_goes_to_a_person(kind: str, data: Callable[[Appendix], bytes]) -> None:
    sample = make(declare([indicator(), indicator(level3="工作质量", scoring="视情况给分")]))
    row = rows_of(data(sample), kind, RULE_HEADS)[1]
    assert "未能读出规则" in row[3] and "须由评价人评定得分。" in row[3]
    assert row[2] == "未定" and "得分示例" not in row[3] and "满分：" not in row[3]
    assert rows_of(data(sample), kind, POINTS_HEADS)[-1][3] == "未定"


def test_a_row_that_is_not_applicable_is_left_out() -> None:
    none = indicator(
        "效益指标",
        "生态效益指标",
        level3="无",
        operator=Operator.QUALITATIVE,
        target="无",
        unit="无",
        explanation="无",
        scoring="无",
    )
    sample = make(declare([indicator(), none]))
    assert "生态效益指标" not in "".join(pdf_pages(sample.pdf))


def test_without_any_counted_row_the_appendix_says_so() -> None:
    sample = make(declare([]))
    assert "没有计分的指标。" in docx_paragraphs(sample.docx)
    assert not sample.pdf_faults() and not sample.docx_faults()


def test_hostile_values_stand_as_typed() -> None:
    printable = [text for text in HOSTILE if text.strip() and "⁻" not in text]  # no bundled font has ⁻
    rows = [indicator(level3=text, scoring=f"该指标分值为2分，按完成比例赋分。{text}") for text in printable]
    sample = make(declare(rows, name="甲&乙<丙>{{ 7*7 }}局"), {})
    assert not sample.pdf_faults() and not sample.docx_faults()
    cells = [cell for table in docx_tables(sample.docx) for row in table for cell in row]
    for text in printable:
        assert any(cell.startswith(f"{text}\n指标值：") for cell in cells), text
    assert "甲&乙<丙>{{ 7*7 }}局（2023年度）" in docx_paragraphs(sample.docx)


@pytest.mark.slow
def test_a_form_of_120_rows_over_many_pages() -> None:
    groups = [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标")]
    rows = [indicator(*groups[number // 40], level3=f"指标{number}") for number in range(120)]
    sample = make(declare(rows), {f"指标{number}": 100 + number for number in range(120)}, form=True)
    assert not sample.pdf_faults() and not sample.docx_faults()
    rows_found = rows_of(sample.docx, "docx", RULE_HEADS)
    assert [row[1].split("指标值")[0] for row in rows_found] == [f"指标{number}" for number in range(120)]
    assert {row[0] for row in rows_found} >= {"社会效益指标", "社会效益指标（续）"}


def test_a_row_taller_than_a_page_is_cut_and_loses_nothing() -> None:
    long = "，".join(f"第{number}类案件按规定时限办结" for number in range(260))
    sample = make(declare([indicator(level3=long), indicator()]))
    assert not sample.pdf_faults() and not sample.docx_faults()
    assert len(sample.pdf_plan.pages) > 2


@pytest.mark.slow
def test_more_groups_than_a_page_can_chart() -> None:
    rows = [indicator(level2=f"第{number}类指标", level3=f"指标{number}") for number in range(60)]
    sample = make(declare(rows), {f"指标{number}": 150 for number in range(60)})
    assert len(sample.pdf_plan.drawings()) > 1
    assert not sample.pdf_faults() and not sample.docx_faults()
    assert "（续）" in sample.pdf_plan.drawings()[1].alt


def test_a_draft_says_so_on_every_page() -> None:
    sample = seed(scored=True, draft=True)
    assert not sample.pdf_faults() and not sample.docx_faults()
    assert all("草" in page and "稿" in page for page in pdf_pages(sample.pdf))
    assert not any("草" in page or "稿" in page for page in pdf_pages(seed(scored=True).pdf))


def test_pages_go_on_counting_behind_the_form() -> None:
    sample = seed(form=True)
    assert sample.pdf_form is not None
    pages = pdf_pages(sample.pdf)
    first = len(sample.pdf_form.pages)
    assert pages[first].startswith("附件：评分细则") and pages[first].endswith(f"—{first + 1}—")
    assert pdf_pages(seed().pdf)[0].endswith("—1—")


def test_same_input_same_bytes() -> None:
    again = make(seed_declaration(), seed_actuals())
    assert again.docx == seed(scored=True).docx
