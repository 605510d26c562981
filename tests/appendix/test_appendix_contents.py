"""Both files say what the rule module computed: numbers, readings, samples, scores; and what is open."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from bench.generate import make_declarations
from formgen.declaration.model import Operator
from formgen.views.appendix import ChartView, Heading
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
from tests.render.docx_samples import HOSTILE, declare, hunan, indicator

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


def tables_of(data: bytes, kind: str) -> list[list[list[str]]]:
    """All tables, white space taken out."""
    tables = pdf_tables(data) if kind == "pdf" else docx_tables(data)
    return [[[squeeze(cell) for cell in row] for row in table] for table in tables]


def rows_named(data: bytes, kind: str, name: str, column: int = 0) -> list[list[str]]:
    """Every row of every table that has this text in that column."""
    return [
        row for table in tables_of(data, kind) for row in table if len(row) > column and row[column] == name
    ]


def text_of(sample: Appendix, kind: str) -> str:
    return "".join(pdf_pages(sample.pdf)) if kind == "pdf" else squeeze("".join(docx_paragraphs(sample.docx)))


FILES: list[tuple[str, Callable[[Appendix], bytes]]] = [
    ("pdf", lambda sample: sample.pdf),
    ("docx", lambda sample: sample.docx),
]

# Worked by hand from scoring.md: w × (r − 0.6) ÷ 0.4 for the value printed; 36 × 0.95 = 34.2 → 35, and
# 35 ÷ 36 = 0.97222 → 2 × 0.37222 ÷ 0.4 = 1.86; 354 × 1.01 = 357.54, one step costs 2 × 5 % = 0.1.
SEED_ROWS = {
    "执法办案案件数": "≥160件 2 160 2.00 152 1.75 144 1.50 128 1.00 112 0.50 96 0.00 <96 0.00",
    "市场监管专项整治次数（含校园...": "≥36次 2 36 2.00 35 1.86 33 1.58 29 1.03 26 0.61 22 0.06 <22 0.00",
    "食品监督抽检批次": "≥1100批次 1 1100 1.00 1045 0.88 990 0.75 880 0.50 770 0.25 660 0.00 <660 0.00",
    "市场主体年报率": "≥85% 2 85 2.00 80.75 1.75 76.5 1.50 68 1.00 59.5 0.50 51 0.00 <51 0.00",
    "注册登记办结期限": "≤2工作日 5 5.00 4.00 3.00 2.00 1.00 0.00",
    "重点工作任务完成时间": "2023年12月前 5 5.00 4.00 3.00 2.00 1.00 0.00",
    "专项商品和服务支出": "≤354万元 2 354.00 357.54 361.08 364.62 371.70 389.40 407.10 424.80",
    "对个人和家庭的补助": "≤563.63万元 2 563.63 569.27 574.91 580.54 591.82 620.00 648.18 676.36",
    "社会公众满意度": "≥95% 20 20.00 15.00 10.00 0.00",
    "经济产业": "健康有序发展 10 有效促进经济产业健康发展 促进作用一般 促进作用较差",
}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "data"), FILES)
def test_the_seed_adds_up_to_a_hundred(kind: str, data: Callable[[Appendix], bytes]) -> None:
    points = tables_of(data(seed()), kind)[0]
    assert points[1][1:10] == [*[*SEED_POINTS][:6], "生态效益指标", *[*SEED_POINTS][6:]]
    assert points[2] == ["指标数", "6", "5", "2", "5", "1", "2", "—", "1", "1", "23"]
    assert points[3] == ["分值", "10", "10", "10", "10", "10", "20", "—", "10", "20", "100"]
    assert {"产出指标（40分）", "效益指标（40分）", "满意度指标（20分）"} <= set(points[0])
    assert "等级：90分（含）以上为优，80分（含）至90分为良，60分（含）至80分为中，60分以下为差。" in text_of(
        seed(), kind
    )
    assert "生态效益指标不适用，不计分。" in text_of(seed(), kind)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "data"), FILES)
def test_points_stand_beside_the_values_that_give_them(kind: str, data: Callable[[Appendix], bytes]) -> None:
    for name, cells in SEED_ROWS.items():
        (row,) = rows_named(data(seed()), kind, name)
        # A value and its score stand without a line between them, which one reader takes for one cell.
        assert "".join(row[1:]) == cells.replace(" ", ""), name


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_each_rule_is_told_once_in_office_words(kind: str) -> None:
    """The words of a finance officer, written by hand for each shape of the seed."""
    text = text_of(seed(), kind)
    for sentence in (
        "（一）达到及格线后按比例计分（11项，20分）",
        "不足60%不得分；达到60%的，按超过60%的比重计分；超过100%的按100%计。",
        "得分＝（完成率－60%）÷（1－60%）×分值满分完成率达到100%零分完成率不超过60%",
        "（二）超过办理时限逐日扣分（1项，5分）",
        "在2个工作日（含）以内办结的得满分；每超过1个工作日扣1分，不足1个工作日的部分不扣†，扣完为止。",
        "得分＝5－1×超过的工作日数（取整数）满分不超过2个工作日零分达到7个工作日",
        "（三）超过完成期限逐月扣分（1项，5分）",
        "在2023年12月31日（含）前完成的得满分；每延后1个月扣1分，不足1个月的部分不扣†，扣完为止。",
        "满分2023年12月31日前完成零分2024年5月31日及以后完成",
        "（四）超支扣分（5项，10分）",
        "实际支出不超过指标值的得满分；每超过指标值的1%扣该指标分值的5%（即0.10分），不足1%的部分不扣†，扣完为止。",
        "得分＝分值－分值×5%×超支百分比（取整数）满分不超指标值零分超支达到20%",
        "（五）定性指标按三档评定（4项，40分）",
        "由评价人员对照下列三档评定，按评定的档计分，并在自评时写明理由。",
        "（六）按实际完成值分档计分（1项，20分）",
        "满分95%（含）以上零分不足80%",
        "按个数计的指标，列达到该完成率的最小整数，并按这个整数计分，如36次的95%为34.2次，列35次，得1.86分。",
    ):
        assert text.count(sentence) == 1, sentence


@pytest.mark.slow
def test_a_marked_convention_is_explained_on_its_page() -> None:
    for sample in (seed(), seed(scored=True)):
        for page in pdf_pages(sample.pdf):
            marked = "†" in page.replace("标†的是通行做法", "")
            assert ("标†的是通行做法，不是文件条文。" in page) is marked


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "data"), FILES)
def test_scores_total_grade_and_reasons(kind: str, data: Callable[[Appendix], bytes]) -> None:
    """158 of 160 with floor 60 %: 2 × (0.9875 − 0.6) ÷ 0.4 = 1.9375 → 1.94. 1758.6 against 1722.4 is
    2.1 % more: two steps."""
    sample = seed(scored=True)
    (first,) = list(rows_named(data(sample), kind, "158件", 3))
    assert first[1:6] == ["执法办案案件数", "≥160件", "158件", "2", "1.94"]
    assert first[6] == "完成率98.75%（158÷160－60%）÷40%×2"
    assert first[7] == "两起案件年底前移送公安机关，不计入本单位办结数"
    (over,) = rows_named(data(sample), kind, "1758.6万元", 3)
    assert over[5:7] == ["1.80", "超支2.1%2－2×5%×2"]
    (full,) = rows_named(data(sample), kind, "4210户次", 3)
    assert full[5:] == ["2.00", "完成率105.25%，得满分", ""]
    (late,) = rows_named(data(sample), kind, "2023年12月20日", 3)
    assert late[5:7] == ["5.00", "在2023年12月31日前完成"]
    summary = next(table for table in tables_of(data(sample), kind) if table[0][0] == "总分")
    assert summary[1][:6] == ["89.51", "良", "产出指标", "40", "39.51", "98.78%"]
    assert summary[-1][:6] == ["满分100分，失10.49分", "80（含）至90", "合计", "100", "89.51", "89.51%"]
    assert summary[1][6:] == ["市场监管能力", "5.00", "食品监督抽检批次", "0.12"]


def test_pages_are_few() -> None:
    """scoring.md: 2 pages without actual values, at most 4 with; at most 5 for 80 indicators."""
    for sample, most in ((seed(), 2), (seed(scored=True), 4)):
        assert len(sample.pdf_plan.pages) <= most and len(sample.docx_plan.pages) <= most


@pytest.mark.slow
def test_eighty_indicators_take_five_pages() -> None:
    (declaration,) = make_declarations(1, rows=80, profile=hunan())
    sample = make(declaration)
    assert len(sample.pdf_plan.pages) <= 5 and len(sample.docx_plan.pages) <= 5
    assert not sample.pdf_faults() and not sample.docx_faults()
    names = [row[0] for table in tables_of(sample.docx, "docx") for row in table]
    assert all(squeeze(indicator.level3) in names for indicator in declaration.indicators)


@pytest.mark.parametrize("scored", [False, True])
def test_no_heading_stands_alone_at_the_foot_of_a_page(scored: bool) -> None:
    for plan in (seed(scored=scored).pdf_plan, seed(scored=scored).docx_plan):
        for page in plan.pages:
            last = [block for block in page.blocks if "标†" not in "".join(block.lines)][-1]
            assert not last.level and not getattr(last.block, "keep", False)


@pytest.mark.parametrize("scored", [False, True])
def test_every_block_is_there_in_order(scored: bool) -> None:
    sample = seed(scored=scored)
    headings = [block.text for block in sample.view.blocks if isinstance(block, Heading) and block.level == 1]
    wanted = ["一、自评得分", "二、分值构成", "三、评分办法"] if scored else ["一、分值构成", "二、评分办法"]
    assert headings == wanted
    text = "".join(pdf_pages(sample.pdf))
    assert [text.index(heading) for heading in headings] == sorted(text.index(head) for head in headings)
    paragraphs = docx_paragraphs(sample.docx)
    assert [item for item in paragraphs if item in headings] == headings


def test_the_chart_comes_with_scores_only() -> None:
    assert not [block for block in seed().view.blocks if isinstance(block, ChartView)]
    (chart,) = [block for block in seed(scored=True).view.blocks if isinstance(block, ChartView)]
    assert {bar.label: bar.full for bar in chart.bars} == SEED_POINTS
    assert {bar.label: bar.score for bar in chart.bars}["社会效益指标"] == "15.00"
    assert [bar.full_share for bar in chart.bars if bar.label == "社会效益指标"] == [1.0]
    assert [bar.score_share for bar in chart.bars if bar.label == "社会效益指标"] == [0.75]


@pytest.mark.slow
def test_open_totals_are_said() -> None:
    few = dict(list(seed_actuals().items())[:3])
    sample = make(seed_declaration(), few)
    text = "".join(pdf_pages(sample.pdf))
    assert "待定" in text and "尚有20项未计分" in text and "未填实际完成值" in text
    assert not sample.pdf_faults() and not sample.docx_faults()


def test_full_scores_leave_nothing_lost() -> None:
    sample = make(declare([indicator()]), {"执法办案案件数": 160})
    summary = next(table for table in tables_of(sample.docx, "docx") if table[0][0] == "总分")
    assert summary[1][0] == "2.00" and summary[1][6] == "没有失分"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_an_unreadable_wording_goes_to_a_person_in_office_words(kind: str) -> None:
    sample = make(declare([indicator(), indicator(level3="工作质量", scoring="视情况给分")]))
    data = sample.pdf if kind == "pdf" else sample.docx
    (row,) = rows_named(data, kind, "工作质量")
    assert row[3] == "视情况给分" and "由评价人员评定" in text_of(sample, kind)
    for tool_word in ("读不出", "不作猜测", "规则列", "程序"):
        assert tool_word not in text_of(sample, kind) + row[4]
    assert tables_of(data, kind)[0][-1][-1] == "未定"


WORDINGS = [
    # operator, target, unit, wording, sentences, cells behind the third column
    (
        "≤", 30, "天", "不超过30天得3分，每超过1天扣0.5分，扣完为止",
        ["超过办理时限逐日扣分", "每超过1天扣0.5分", "零分达到36天"],
        ["3.00", "2.50", "2.00", "1.50", "1.00", "0.50", "0.00"],
    ),
    (
        "≥", 4, "项", "不少于4项得2分，每少1项扣1分（不足1项按1项计），扣完为止",
        ["低于指标值逐项扣分", "不低于4项的得满分；每低1项扣1分，不足1项的按1项扣，扣完为止。"],
        ["2.00", "1.00", "0.00"],
    ),
    (
        "≤", 0, "%", "≤0计3分；每超过一个百分点扣1分，扣完为止",
        ["超过指标值按百分点扣分", "不超过0%的得满分；每超过1个百分点扣1分", "零分达到3%"],
        ["3.00", "2.00", "1.00", "0.00"],
    ),
    (
        "≥", 200, "人次", "该指标分值为4分，按完成比例赋分",
        ["按完成比例计分", "得分＝完成率×分值"],
        ["200", "4.00", "190", "3.80", "180", "3.60", "160", "3.20", "140", "2.80", "120", "2.40", "0", "0.00"],
    ),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("operator", "target", "unit", "wording", "sentences", "cells"), WORDINGS)
def test_shapes_and_directions(
    operator: str, target: int, unit: str, wording: str, sentences: list[str], cells: list[str]
) -> None:
    row = indicator(
        level3="某项指标", operator=Operator(operator), target=Decimal(target), unit=unit, scoring=wording
    )
    sample = make(declare([row]))
    (found,) = rows_named(sample.docx, "docx", "某项指标")
    assert found[3:] == cells
    text = text_of(sample, "pdf")
    assert all(sentence in text for sentence in sentences), text
    assert not sample.pdf_faults() and not sample.docx_faults()


def test_one_rule_of_other_points_is_one_section() -> None:
    """The same shape with 1 and 2 points: one section, the steps as shares of the points."""
    words = "不超过{t}天得{w}分，每超过1天扣{d}分，扣完为止"
    rows = [
        indicator(
            level3="甲",
            operator=Operator("≤"),
            target=Decimal(30),
            unit="天",
            scoring=words.format(t=30, w=2, d=1),
        ),
        indicator(
            level3="乙",
            operator=Operator("≤"),
            target=Decimal(20),
            unit="天",
            scoring=words.format(t=20, w=4, d=2),
        ),
    ]
    (section,) = make(declare(rows)).details.rules
    assert "每超过1天扣该指标分值的50%" in section.lines[0][0][1]
    assert section.table.rows[1][3:] == ("20", "4.00", "21", "2.00", "22", "0.00")


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
    assert "生态效益指标不适用，不计分。" in "".join(pdf_pages(sample.pdf))
    assert len(sample.details.rules) == 1


def test_without_any_counted_row_the_appendix_says_so() -> None:
    sample = make(declare([]))
    assert "没有计分的指标。" in docx_paragraphs(sample.docx)
    assert not sample.pdf_faults() and not sample.docx_faults()


@pytest.mark.slow
def test_hostile_values_stand_as_typed() -> None:
    printable = [text for text in HOSTILE if text.strip() and "⁻" not in text]  # no bundled font has ⁻
    rows = [indicator(level3=text, scoring=f"该指标分值为2分，按完成比例赋分。{text}") for text in printable]
    sample = make(declare(rows, name="甲&乙<丙>{{ 7*7 }}局"), {})
    assert not sample.pdf_faults() and not sample.docx_faults()
    cells = [cell for table in docx_tables(sample.docx) for row in table for cell in row]
    for text in printable:
        assert text.strip() in [cell.strip() for cell in cells], text
    assert "甲&乙<丙>{{ 7*7 }}局（2023年度）" in docx_paragraphs(sample.docx)


@pytest.mark.slow
def test_a_form_of_120_rows_over_many_pages() -> None:
    groups = [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标")]
    rows = [indicator(*groups[number // 40], level3=f"指标{number}") for number in range(120)]
    sample = make(declare(rows), {f"指标{number}": 100 + number for number in range(120)}, form=True)
    assert not sample.pdf_faults() and not sample.docx_faults()
    scored = [row for table in tables_of(sample.docx, "docx") if table[0][0] == "二级指标" for row in table]
    found = [row[1] for row in scored if row[1].startswith("指标") and row[1] != "指标值"]
    assert found == [f"指标{number}" for number in range(120)]
    # The Word document flows: its group is one merged cell, and nothing is said to go on.
    assert not any("（续）" in cell for row in scored for cell in row)
    assert any("（续）" in page for page in pdf_pages(sample.pdf))


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


@pytest.mark.slow
def test_a_draft_says_so_on_every_page() -> None:
    sample = seed(scored=True, draft=True)
    assert not sample.pdf_faults() and not sample.docx_faults()
    assert all("草" in page and "稿" in page for page in pdf_pages(sample.pdf))
    assert not any("草" in page or "稿" in page for page in pdf_pages(seed(scored=True).pdf))


@pytest.mark.slow
def test_pages_go_on_counting_behind_the_form() -> None:
    sample = seed(form=True)
    assert sample.pdf_form is not None
    pages = pdf_pages(sample.pdf)
    first = len(sample.pdf_form.pages)
    assert pages[first].startswith("附件：评分细则") and pages[first].endswith(f"—{first + 1}—")
    assert pdf_pages(seed().pdf)[0].endswith("—1—")


@pytest.mark.slow
def test_same_input_same_bytes() -> None:
    again = make(seed_declaration(), seed_actuals())
    assert again.docx == seed(scored=True).docx
