"""Wordings of our own with points worked by hand, and what must happen to them when they are changed: the
reading stays, changes as it must, or goes to a person; nothing is silently ignored."""

import json
import random
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Operator
from formgen.scoring import Facts, read_actuals, read_wording, score_declaration
from tests.scoring.conftest import declare

TABLE = json.loads((Path(__file__).parent / "wordings_of_our_own.json").read_text(encoding="utf-8"))
DEFAULTS = load_profile().scoring
COMPUTED = [case for case in TABLE if case["expected"] is not None]
FOREIGN = [
    "发生安全事故的不得分", "弄虚作假的一票否决", "获省级表彰的加2分", "且验收合格", "并通过验收", "节假日除外", "较上年下降的扣2分", "问卷回收率低于60%的不得分",
    "样本少于100份的扣5分", "由评审组确定", "连续两年未达标的加倍扣分", "另扣2分", "未按时报送的扣1分", "被通报的扣3分", "排名全省前三的得满分", "政策性因素除外",
    "资料不全的扣1分", "其中优质率不低于80%", "同比提高", "高于全市平均水平", "视情况扣分", "每出现一次差错扣0.5分", "不含上级追加任务", "优良率低于80%的不得分", "特殊情况另行处理",
    "剔除季节性因素", "根据考核结果", "（不含补贴）", "首次", "同时满足", "原则上", "缺一不可", "最高加3分", "试点单位不扣分", "有违规行为的扣完",
]  # fmt: skip
SWAPS = {"满意度": "合格率", "投诉率": "知晓率", "完成率": "死亡人数", "执行率": "优良率", "支出": "死亡人数"}


def number(value):
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def facts_of(case, operator=None):
    points = None if case["points"] is None else number(case["points"])
    name = "甲001" + (case["name"] or "指标")
    target = number(case["target"])
    return Facts(name, Operator(operator or case["operator"]), target, case["unit"], points, 2023)


def actual(value):
    if isinstance(value, str) and value.startswith("D2"):
        return date.fromisoformat(value[1:])
    if value in ("B1", "B0"):
        return value == "B1"
    if isinstance(value, dict):
        return {key: number(item) for key, item in value.items()}
    return value[1:] if isinstance(value, list) else number(value)


def row_of(case, value, profile):
    facts = facts_of(case)
    row = {"level3": facts.name, "operator": case["operator"], "target": facts.target, "unit": case["unit"]}
    form = declare({**row, "scoring": case["wording"], "points": facts.points})
    return score_declaration(form, profile, read_actuals({facts.name: actual(value)})).rows[0]


def test_the_table_is_as_large_as_it_was_meant_to_be():
    assert len(TABLE) >= 150 and len(COMPUTED) >= 70 and len(TABLE) - len(COMPUTED) >= 60


@pytest.mark.parametrize("case", TABLE, ids=[case["id"] for case in TABLE])
def test_points_worked_by_hand(case, profile):
    if case["expected"] is None:
        reading = read_wording(case["wording"], facts_of(case), DEFAULTS)
        assert reading.rule is None
        said = re.sub("“[^”]*”", "", reading.reason)
        assert said and not re.search("[A-Za-z]{2,}", said), reading.reason
        return
    for value, points in case["expected"]:
        row = row_of(case, value, profile)
        if points is None:
            assert row.score is None, (case["wording"], value, row.trace)
            continue
        assert row.score is not None, (case["wording"], row.trace)
        assert row.score == number(points), (case["wording"], value, row.trace)


def inject(case, foreign, chance):
    """The wording with a foreign clause at one of its stops."""
    wording = case["wording"]
    stops = [0, *(at + 1 for at, sign in enumerate(wording) if sign in "，；。、;,"), len(wording)]
    at = chance.choice(stops)
    if at == len(wording):
        return wording.rstrip("。") + chance.choice(["，", "；", "。", ""]) + foreign
    return wording[:at] + foreign + chance.choice(["，", "", "；"]) + wording[at:]


def check_injections(count, seed):
    chance = random.Random(seed)
    for _ in range(count):
        case, foreign = chance.choice(COMPUTED), chance.choice(FOREIGN)
        if foreign in case["wording"]:
            continue
        changed = inject(case, foreign, chance)
        reading = read_wording(changed, facts_of(case), DEFAULTS)
        assert reading.rule is None, (changed, case["operator"], reading.rule)


def check_swaps(count, seed):
    chance = random.Random(seed)
    for _ in range(count):
        case, (noun, other) = chance.choice(COMPUTED), chance.choice(list(SWAPS.items()))
        facts, wording = facts_of(case), case["wording"]
        before = read_wording(wording, facts, DEFAULTS).rule
        if chance.random() < 0.5 and facts.operator in (Operator.AT_LEAST, Operator.AT_MOST):
            turned = "≤" if facts.operator is Operator.AT_LEAST else "≥"
            facts = facts_of(case, turned)
            after = read_wording(wording, facts, DEFAULTS).rule
            # What only asks whether the target is met, or goes by proportion, turns with the operator.
            assert after is None or after.kind in ("yes_no", "proportional", "discretionary"), (
                wording,
                turned,
            )
        elif wording.count(noun) and case["name"]:
            swapped = wording.replace(noun, other, 1)
            after = read_wording(swapped, facts, DEFAULTS).rule
            assert after is None or after.bound(facts) != before.bound(facts), swapped


def test_a_foreign_clause_is_never_ignored():
    check_injections(800, 1)


def test_another_subject_or_operator_is_never_ignored():
    check_swaps(400, 1)


@pytest.mark.deep
def test_no_foreign_clause_is_ignored_in_a_long_run():
    check_injections(24_000, 2)


@pytest.mark.deep
def test_no_swap_is_ignored_in_a_long_run():
    check_swaps(5_000, 2)


def same(one, other, facts):
    before, after = (read_wording(text, facts, DEFAULTS).rule for text in (one, other))
    assert before is not None and after is not None, other
    assert before.bound(facts) == after.bound(facts), other


@pytest.mark.parametrize("case", COMPUTED, ids=[case["id"] for case in COMPUTED])
def test_what_is_read_is_said_in_standard_wording_and_read_back(case):
    facts = facts_of(case)
    rule = read_wording(case["wording"], facts, DEFAULTS).rule
    again = read_wording(rule.wording(facts), facts, DEFAULTS)
    assert again.rule is not None, (rule.wording(facts), again.reason)
    if facts.number is None and facts.deadline is None:
        assert again.rule.bound(facts) == rule.bound(facts), rule.wording(facts)
        return
    for value, _ in case["expected"]:
        answer = actual(value)
        if rule.kind not in ("tiers", "checklist") and not rule.refuse(answer, facts):
            assert again.rule.points_for(answer, facts) == rule.points_for(answer, facts), rule.wording(facts)


MEASURED = [case for case in COMPUTED if facts_of(case).number is not None or facts_of(case).deadline]
SAME = {
    "blanks": lambda text: re.sub(r"(?<![\d.])(?=[\d得扣每])", " ", text),
    "half width": lambda text: text.translate(str.maketrans("，；：（）", ",;:()")),
    "a stop at the end": lambda text: text.rstrip("。；") + "。",
    "a title": lambda text: "评分标准：" + text,
    "lines at commas": lambda text: text.replace("，", "，\n"),
    "本项": lambda text: text.replace("不得分", "本项不得分"),
    "该项": lambda text: text.replace("不得分", "该项不得分"),
    "计": lambda text: re.sub(r"得(?=\d)", "计", text),
    "得0分": lambda text: re.sub("(?<!的)不得分", "得0分", text),
    "decimals": lambda text: re.sub(r"(?<![\d.．])([1-9]\d*)(?=分(?!钟))", r"\1.0", text),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", SAME.values(), ids=list(SAME))
def test_what_means_the_same_is_read_the_same(change):
    """A way to write it may go to a person here and there; it never gives other points."""
    known = 0
    for case in MEASURED:
        facts, changed = facts_of(case), change(case["wording"])
        before, after = (read_wording(text, facts, DEFAULTS).rule for text in (case["wording"], changed))
        if after is None:
            continue
        known += changed != case["wording"]
        assert before.bound(facts) == after.bound(facts), (case["wording"], changed)
    assert known > 20


def doubled(case):
    wording = re.sub(
        r"\d+(?:\.\d+)?(?=分(?!钟|之))", lambda found: str(D2 * Decimal(found[0])), case["wording"]
    )
    points = None if case["points"] is None else float(D2 * number(case["points"]))
    return {**case, "wording": wording, "points": points}


D2 = Decimal(2)
SAID_IN_POINTS = re.compile(r"[一二两三四五六七八九十零半]分|[０-９]|×\s*\d|\d\s+分|考核得分|评分")


def test_twice_the_points_score_twice_as_much():
    known = 0
    for case in MEASURED:
        if SAID_IN_POINTS.search(case["wording"]) or case["unit"] == "分":
            continue
        facts, twice = facts_of(case), facts_of(doubled(case))
        rule = read_wording(case["wording"], facts, DEFAULTS).rule
        other = read_wording(doubled(case)["wording"], twice, DEFAULTS).rule
        assert other is not None, doubled(case)["wording"]
        for value, _ in case["expected"]:
            given = [it.points_for(actual(value), row) for it, row in ((rule, facts), (other, twice))]
            if None not in given:
                known += 1
                assert abs(given[1] - 2 * given[0]) <= Decimal("0.01"), (case["wording"], value)
    assert known > 300


def test_better_never_scores_less():
    """Of what rises with ≥ and falls with ≤; but for wordings that set a far limit."""
    far = re.compile("多于|高于|超过|大于")
    for case in MEASURED:
        facts = facts_of(case)
        if facts.operator not in (Operator.AT_LEAST, Operator.AT_MOST) or facts.number is None:
            continue
        if facts.upward and far.search(case["wording"]):
            continue
        rule = read_wording(case["wording"], facts, DEFAULTS).rule
        values = [facts.number + step for step in range(-12, 13)] + [
            facts.number * step / 10 for step in range(21)
        ]
        scored = [
            (value, score)
            for value in sorted(values, reverse=facts.downward)
            if not rule.refuse(value, facts) and (score := rule.points_for(value, facts)) is not None
        ]
        for (worse, less), (better, more) in pairwise(scored):
            assert less <= more, (case["wording"], worse, better)


WIDE = str.maketrans({**{chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x3A)}, "%": "％", ".": "．"})
TRADITIONAL = str.maketrans(
    "标准该项个无发实计单价减预费资务总万产业质时间办结后处长迟满优",
    "標準該項個無發實計單價減預費資務總萬產業質時間辦結後處長遲滿優",
)


@pytest.mark.parametrize("case", COMPUTED, ids=[case["id"] for case in COMPUTED])
def test_width_script_and_line_ends_change_nothing(case):
    facts, wording = facts_of(case), case["wording"]
    if facts.operator is Operator.QUALITATIVE and facts.deadline is None:
        return  # Labels are kept in their own script.
    same(wording, wording.translate(WIDE), facts)
    same(wording, wording.translate(TRADITIONAL), facts)
    if "；" in wording:
        same(wording, wording.replace("；", "\n"), facts)


BANDS = ["95%（含）以上计20分", "90%（含）-95%计15分", "80%（含）-90%计10分", "80%以下计0分"]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 0, 3, 2), (2, 0, 3, 1)])
@pytest.mark.parametrize(
    "numbers", [None, "①②③④", ("1.", "2.", "3.", "4."), ("（1）", "（2）", "（3）", "（4）")]
)
def test_order_and_numbers_of_bands_change_nothing(order, numbers):
    facts = Facts("甲", Operator.AT_LEAST, Decimal(95), "%")
    bands = [BANDS[place] for place in order]
    listed = "；".join(f"{numbers[n] if numbers else ''}{band}" for n, band in enumerate(bands))
    same("；".join(BANDS), listed, facts)
