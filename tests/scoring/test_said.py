"""What rules say: full and zero conditions, formulas and samples against sentences written by hand, for
every shape and direction; border values, days of deadlines; and a guard that no kind goes without."""

from datetime import date
from decimal import Decimal

import pytest

from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Operator
from formgen.scoring import KINDS, Facts, parse_rule, read_wording, standard_sentences
from formgen.scoring.rules.base import Choice, Judged, Ticks

D = Decimal
DEFAULTS = load_profile().scoring
CASES = Facts("案件数", Operator.AT_LEAST, D(160), "件")
COST = Facts("支出", Operator.AT_MOST, D(354), "万元")
RATE = Facts("办结率", Operator.AT_LEAST, D(95), "%")
SHARE = Facts("结余率", Operator.AT_MOST, D(10), "%")
TERM = Facts("期限", Operator.AT_MOST, D(2), "工作日")
EVENTS = Facts("事故数", Operator.EQUAL, D(0), "起")
DAY = Facts("完成时间", Operator.QUALITATIVE, "2023年12月底前", "时间")
WORDS = Facts("环境", Operator.QUALITATIVE, "改善", "")
BANDS = [{"min": 95, "points": 20}, {"min": 90, "points": 15}, {"max": 90, "inclusive": False, "points": 0}]
LOW = [{"max": 10, "inclusive": True, "points": 5}, {"min": 10, "inclusive": False, "points": 0}]
TIERS = [{"label": "好", "points": 10}, {"label": "差", "points": 0}]
ITEMS = [{"label": "甲", "points": 1}, {"label": "乙", "points": 1}]

# rule, row, full condition, zero condition, formula, {actual: score}
SAID = [
    ({"kind": "threshold_linear", "points": 2}, CASES, "完成率达到100%", "完成率不超过60%", "得分＝(完成率－60%)÷(1－60%)×2；完成率小于60%时为0，大于100%时按100%", {160: "2.00", 96: "0.00"}),
    ({"kind": "threshold_linear", "points": 3, "top": D("0.8")}, CASES, "完成率达到80%", "完成率不超过60%", "得分＝(完成率－60%)÷(80%－60%)×3；完成率小于60%时为0，大于80%时按80%", {128: "3.00", 112: "1.50", 96: "0.00"}),
    ({"kind": "threshold_linear", "points": 2, "base": "value"}, RATE, "指标实际值达到100%", "指标实际值不超过60%", "得分＝(指标实际值－60%)÷(1－60%)×2；指标实际值小于60%时为0，大于100%时按100%", {100: "2.00", 60: "0.00"}),
    ({"kind": "proportional", "points": 4}, CASES, "实际完成值不低于160件", "实际完成值不大于0件", "得分＝实际完成值÷指标值×4，最高4", {160: "4.00", 0: "0.00"}),
    ({"kind": "proportional", "points": 4}, COST, "实际完成值不超过354万元", "实际完成值达到708万元", "得分＝(1－(实际完成值－指标值)÷指标值)×4，最高4，最低0", {354: "4.00", 708: "0.00"}),
    ({"kind": "proportional", "points": 4, "zero_below": 60}, CASES, "实际完成值不低于160件", "完成率低于60%", "得分＝实际完成值÷指标值×4，最高4", {96: "2.40", 95: "0.00"}),
    ({"kind": "over_budget", "points": 2}, COST, "实际完成值不超过354万元", "计满20步（每步1%）", "得分＝2－2×5%×步数，步数＝超过的百分比÷1%，最低0", {354: "2.00", D("424.8"): "0.00"}),
    ({"kind": "over_budget", "points": 2, "zero_above": 10}, COST, "实际完成值不超过354万元", "超支率超过10%", "得分＝2－2×5%×步数，步数＝超过的百分比÷1%，最低0", {D("389.4"): "1.00", D("389.5"): "0.00"}),
    ({"kind": "over_budget", "points": 2, "zero_above": 10, "zero_inclusive": True}, COST, "实际完成值不超过354万元", "超支率达到10%", "得分＝2－2×5%×步数，步数＝超过的百分比÷1%，最低0", {D("389.4"): "0.00"}),
    ({"kind": "over_budget", "points": 2, "most_off": 1}, COST, "实际完成值不超过354万元", "没有得0分的情形", "得分＝2－2×5%×步数，步数＝超过的百分比÷1%，最低0", {708: "1.00"}),
    ({"kind": "over_budget", "points": 2, "of": "short"}, CASES, "实际完成值不低于160件", "计满20步（每步1%）", "得分＝2－2×5%×步数，步数＝少于的百分比÷1%，最低0", {160: "2.00", 144: "1.00", 128: "0.00"}),
    ({"kind": "per_unit", "points": 5, "deduct": 1, "per": "天"}, TERM, "不超过2工作日", "超过计满5步（每步1天）", "得分＝5－1×步数，每超过1天为一步，最低0", {2: "5.00", 7: "0.00"}),
    ({"kind": "per_unit", "points": 5, "deduct": 1, "per": "件"}, CASES, "不少于160件", "少于计满5步（每步1件）", "得分＝5－1×步数，每少于1件为一步，最低0", {160: "5.00", 159: "4.00", 155: "0.00"}),
    ({"kind": "per_unit", "points": 5, "deduct": 1, "per": "天", "free": 2}, TERM, "不超过4工作日", "超过计满5步（每步1天）", "得分＝5－1×步数，每超过1天为一步，最低0", {4: "5.00", 5: "4.00", 9: "0.00"}),
    ({"kind": "per_unit", "points": 5, "deduct": 1, "per": "天", "least": 2}, TERM, "不超过2工作日", "没有得0分的情形", "得分＝5－1×步数，每超过1天为一步，最低0", {90: "2.00"}),
    ({"kind": "per_unit", "points": 10, "deduct": 5, "per": "起", "side": "over"}, EVENTS, "不超过0起", "超过计满2步（每步1起）", "得分＝10－5×步数，每超过1起为一步，最低0", {0: "10.00", 1: "5.00", 2: "0.00"}),
    ({"kind": "per_unit", "points": 5, "deduct": 1, "per": "月"}, DAY, "不晚于2023年12月31日完成", "延后计满5步（每步1个月）", "得分＝5－1×步数，每延后1个月为一步，最低0", {date(2023, 12, 31): "5.00", date(2024, 1, 1): "5.00", date(2024, 1, 31): "4.00", date(2024, 5, 31): "0.00"}),
    ({"kind": "per_unit", "points": 5, "deduct": 1, "per": "月", "zero_above": 2}, DAY, "不晚于2023年12月31日完成", "晚于2024年2月29日完成", "得分＝5－1×步数，每延后1个月为一步，最低0", {date(2024, 2, 29): "3.00", date(2024, 3, 1): "0.00"}),
    ({"kind": "percent_points", "points": 10, "deduct": D("0.5"), "full_at": 95}, RATE, "不少于95%", "少于计满20步（每步1个百分点）", "得分＝10－0.5×步数，每少于1个百分点为一步，最低0", {95: "10.00", 90: "7.50", 75: "0.00"}),
    ({"kind": "percent_points", "points": 10, "deduct": D("0.5"), "full_at": 95, "zero_below": 85}, RATE, "不少于95%", "实际完成值低于85%", "得分＝10－0.5×步数，每少于1个百分点为一步，最低0", {85: "5.00", 84: "0.00"}),
    ({"kind": "percent_points", "points": 5, "deduct": 1, "full_at": 10}, SHARE, "不超过10%", "超过计满5步（每步1个百分点）", "得分＝5－1×步数，每超过1个百分点为一步，最低0", {10: "5.00", 15: "0.00"}),
    ({"kind": "percent_points", "points": 5, "deduct": D("0.1"), "full_at": 100, "of": "completion"}, CASES, "完成率不少于100%", "低于计满50步（每步1个百分点）", "得分＝5－0.1×步数，每低于1个百分点为一步，最低0", {160: "5.00", 144: "4.00"}),
    ({"kind": "bands", "bands": BANDS}, RATE, "95%（含）以上", "90%（不含）以下", "得分＝实际完成值所在档的分值", {95: "20.00", D("94.99"): "15.00", 90: "15.00", D("89.99"): "0.00"}),
    ({"kind": "bands", "bands": LOW}, SHARE, "10%（含）以下", "10%（不含）以上", "得分＝实际完成值所在档的分值", {10: "5.00", D("10.01"): "0.00"}),
    ({"kind": "bands", "bands": BANDS, "of": "completion"}, CASES, "完成率95%（含）以上", "完成率90%（不含）以下", "得分＝实际完成值所在档的分值", {152: "20.00", 151: "15.00", 143: "0.00"}),
    ({"kind": "tiers", "tiers": TIERS}, WORDS, "“好”", "“差”", "得分＝评定档次的分值", {Choice(0): "10.00", Choice(1): "0.00"}),
    ({"kind": "tier_range", "points": 10}, WORDS, "评定为“达成”并给足分值", "评定为“未达成”并给0分", "得分＝评价人在评定档次范围内给出的分值", {Choice(0, D(10)): "10.00", Choice(2, D(0)): "0.00"}),
    ({"kind": "yes_no", "points": 2}, CASES, "达到指标值", "未达到指标值", "达到指标值：得分＝2；未达到：得分＝0", {160: "2.00", 159: "0.00"}),
    ({"kind": "yes_no", "points": 2}, DAY, "达到指标值", "未达到指标值", "达到指标值：得分＝2；未达到：得分＝0", {date(2023, 12, 31): "2.00", date(2024, 1, 1): "0.00"}),
    ({"kind": "yes_no", "points": 2}, COST, "达到指标值", "未达到指标值", "达到指标值：得分＝2；未达到：得分＝0", {354: "2.00", D("354.01"): "0.00"}),
    ({"kind": "checklist", "items": ITEMS}, WORDS, "2项全部完成", "没有一项完成", "得分＝已完成各项的分值之和", {Ticks((0, 1)): "2.00", Ticks(()): "0.00"}),
    ({"kind": "discretionary", "points": 2}, CASES, "达到指标值", "由评价人酌情决定", "达到指标值：得分＝2；未达到：由评价人在0至2分之间给分", {160: "2.00", Judged(D(1)): "1.00"}),
    ({"kind": "none"}, WORDS, "无", "无", "无", {}),
]  # fmt: skip
IDS = [f"{raw['kind']}-{number}" for number, (raw, *_) in enumerate(SAID)]


@pytest.mark.parametrize(("raw", "facts", "full", "zero", "formula", "scores"), SAID, ids=IDS)
def test_a_rule_says_what_it_does(raw, facts, full, zero, formula, scores):
    rule = parse_rule(raw)
    assert not rule.objections(facts)
    assert rule.full_condition(facts) == full
    assert rule.zero_condition(facts) == zero
    assert rule.formula(facts) == formula
    for answer, score in scores.items():
        answer = D(answer) if isinstance(answer, int) else answer
        assert str(rule.score(answer, facts).score) == score, answer


@pytest.mark.parametrize(("raw", "facts", "full", "zero", "formula", "scores"), SAID, ids=IDS)
def test_its_standard_wording_is_read_back(raw, facts, full, zero, formula, scores):
    rule = parse_rule(raw)
    if raw["kind"] == "none" or raw.get("base") == "none":
        return
    reading = read_wording(rule.wording(facts), facts, DEFAULTS)
    assert reading.rule is not None, (rule.wording(facts), reading.reason)
    assert reading.rule.bound(facts) == rule.bound(facts), rule.wording(facts)


def directions(kind):
    return {facts.operator for raw, facts, *_ in SAID if raw["kind"] == kind}


def test_every_kind_is_said_in_every_direction_it_has():
    """A kind added without sentences written by hand, border values and a way back fails here."""
    both = {Operator.AT_LEAST, Operator.AT_MOST}
    needed = {kind: set() for kind in KINDS}
    needed |= dict.fromkeys(
        ("proportional", "over_budget", "per_unit", "percent_points", "bands", "yes_no"), both
    )
    for kind in KINDS:
        rows = [scores for raw, *_, scores in SAID if raw["kind"] == kind]
        assert rows and needed[kind] <= directions(kind), kind
        assert kind == "none" or all(len(scores) for scores in rows), kind
    dated = [
        scores for raw, facts, *_, scores in SAID if facts is DAY and raw["kind"] in ("per_unit", "yes_no")
    ]
    assert len(dated) > 1 and all(
        date(2023, 12, 31) in scores or date(2024, 2, 29) in scores for scores in dated
    )


def test_gibberish_is_no_standard_wording():
    for text in ("甲乙丙丁", "得分得分", "{w}分", "满分2分；步步高"):
        assert read_wording(text, CASES, DEFAULTS).rule is None, text


def test_samples_of_steps_stand_one_step_apart():
    table = parse_rule({"kind": "percent_points", "points": 3, "deduct": 1, "full_at": 95}).samples(RATE)
    assert [row.cells for row in table.rows] == [
        ("0", "95%", "3.00"), ("1", "94%", "2.00"), ("2", "93%", "1.00"), ("3", "92%", "0.00"),
    ]  # fmt: skip
    down = parse_rule({"kind": "percent_points", "points": 2, "deduct": 1, "full_at": 10}).samples(SHARE)
    assert [row.cells for row in down.rows] == [
        ("0", "10%", "2.00"),
        ("1", "11%", "1.00"),
        ("2", "12%", "0.00"),
    ]


def test_standard_sentences_name_every_kind_and_are_read_back():
    told = standard_sentences()
    assert {each.kind for each in told} == set(KINDS) - {"none"}
    for each in told:
        rule = read_wording(each.sentence, each.facts, DEFAULTS).rule
        assert rule is not None and rule.bound(each.facts) == each.rule.bound(each.facts), each.sentence
