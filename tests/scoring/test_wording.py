"""The wording parser: what people write, what is refused and why, and the way back from every rule."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Operator
from formgen.scoring import Facts, NoteCode, Problem, is_placeholder, parse_rule, read_wording
from formgen.scoring.numerals import read_number, read_percent
from formgen.scoring.units import units_fit

D = Decimal
DEFAULTS = load_profile().scoring
CASES = Facts("执法办案案件数", Operator.AT_LEAST, D(160), "件")
SATISFIED = Facts("社会公众满意度", Operator.AT_LEAST, D(95), "%")
TERM = Facts("注册登记办结期限", Operator.AT_MOST, D(2), "工作日")
COST = Facts("专项商品和服务支出", Operator.AT_MOST, D(354), "万元")
FINISH = Facts("重点工作任务完成时间", Operator.QUALITATIVE, "2023年12月底前", "时间")
EFFECT = Facts("营商环境", Operator.QUALITATIVE, "不断改善", "")
TIMES = Facts("整治次数", Operator.AT_LEAST, D(36), "次")
CHANGE = Facts("变动率", Operator.AT_MOST, D(0), "%")

THRESHOLD = (
    "该指标分值为2分，完成率小于60%为不及格，不得分；大于等于60%的，按超过的比重赋分，"
    "计算公式为：得分=（实际完成率-60%）/（1-60%）×指标分值"
)


def read(wording, facts, points=None):
    facts = Facts(facts.name, facts.operator, facts.target, facts.unit, points)
    return read_wording(wording, facts, DEFAULTS)


def rule_of(wording, facts, points=None):
    reading = read(wording, facts, points)
    assert reading.rule is not None, reading.reason
    return reading.rule


@pytest.mark.parametrize("unit", ["标段", "公里", "合格"])
@pytest.mark.parametrize(
    "wording",
    [
        "完成4{u}得2分，每少1{u}扣0.5分，扣完为止",
        "完成4{u}得2分，每少一{u}扣0.5分",
        "4{u}以上得2分，每少一个{u}扣0.5分，扣完为止",
        "{u}数达到4得2分，每减少{u}扣0.5分",
    ],
)
def test_any_unit_of_the_row_is_known_behind_a_number_and_behind_a_step(wording, unit):
    facts = Facts("建设任务", Operator.AT_LEAST, D(4), unit)
    rule = {"kind": "per_unit", "points": 2, "deduct": D("0.5"), "per": unit}
    assert rule_of(wording.format(u=unit), facts) == parse_rule(rule)


@pytest.mark.parametrize(
    "wording",
    [
        THRESHOLD,
        THRESHOLD + "。",
        "  " + THRESHOLD + "  ",
        THRESHOLD.replace("%", "％").replace("（", "(").replace("，", ","),
        THRESHOLD.replace("60%", "百分之六十"),
        THRESHOLD.replace("大于等于", "不低于").replace("小于", "低于"),
        THRESHOLD.replace("大于等于60%", "60%（含）以上").replace("60%（含）以上", "达到60%（含）"),
        THRESHOLD.replace("为不及格，", "的"),
        THRESHOLD.replace("该指标分值为2分，", "满分2分。"),
        THRESHOLD.replace("该指标分值为2分", "本指标分值为两分"),
        "该指标分值为2分，完成率小于60%为不及格，不得分；大于等于60%的，按超过的比重赋分，...",
        "该指标分值为2分，完成率小于60%为不及格，不得分；大于等于60%的，按超过的比重赋分，计算公式为：得…",
    ],
)
def test_the_threshold_sentence(wording):
    assert rule_of(wording, CASES) == parse_rule({"kind": "threshold_linear", "points": 2})


BANDS = {
    "kind": "bands",
    "bands": [
        {"min": 95, "points": 20},
        {"min": 90, "points": 15},
        {"max": 90, "inclusive": False, "points": 0},
    ],
}


@pytest.mark.parametrize(
    "wording",
    [
        "满意度95%（含）以上计20分，90（含）-95%计15分，90%以下计0分",
        "满意度95%(含)以上得20分；90%(含)~95%得15分；90%以下不得分。",
        "满意度达到95%得20分，90%（含）至95%得15分，低于90%不得分",
        "95％及以上计20分,90％及以上计15分,不足90％计0分",
        "不低于95%得20分；不低于90%得15分；低于90%得0分",
        "[95%,100%]计20分，[90%,95%)计15分，90%以下0分",
        "满意度≥95%得20分；90%≤满意度<95%得15分；满意度<90%不得分",
        "大于等于95%得二十分，小于95%且大于等于90%得十五分，90%以下（不含90%）不得分",
        "95%（含）以上得满分，共计20分，90%（含）以上得15分，其他不得分",
        "该指标分值为20分，95%（含）以上得满分，90%（含）～95%（不含）得15分，90%（不含）以下不得分",
        "95（含）以上计20分，90（含）-95计15分，90以下计0分",
        "满意度95%（含）以上计20分，90（含）-95%计15分，90%以下计0...",
        "满意度95%（含）以上计20分，90（含）-95%计15分，90%以下不...",
        "低于90%不得分，90%（含）-95%得15分，95%（含）以上得20分",
    ],
)
def test_bands(wording):
    reading = read(wording, SATISFIED)
    assert reading.rule is not None, reading.reason
    for value, points in (("100", 20), ("95", 20), ("94.99", 15), ("90", 15), ("89.99", 0)):
        assert reading.rule.score(D(value), SATISFIED).score == points
    if wording.endswith("计0..."):
        assert NoteCode.NUMBER_CUT in {note.code for note in reading.notes}


BUDGET = {"kind": "over_budget", "points": 2}
PER_DAY = {"kind": "per_unit", "points": 5, "deduct": 1, "per": "天"}
PER_MONTH = {"kind": "per_unit", "points": 5, "deduct": 1, "per": "月"}


@pytest.mark.parametrize(
    ("wording", "facts", "raw"),
    [
        ("预算成本控制在354万元以内计2分，每超过1%扣权重分的5%，扣完为止", COST, BUDGET),
        ("预算成本控制在354万元以内计2分，每超过百分之一扣权重分的百分之五", COST, BUDGET),
        ("支出不超过354万元得2分；每超出1％扣0.1分，扣完为止。", COST, BUDGET),
        ("该指标分值为2分，控制在354万元（含）以内得满分，每超支1%扣分值的5%，不足1%不扣分，扣完为止", COST, BUDGET),
        ("控制在预算内得2分，每超过1%扣权重分的5%，不足1%按1%计", COST, {**BUDGET, "step": "ceil"}),
        ("注册登记办结少于2个工作日得5分，每超过一天扣1分", TERM, PER_DAY),
        ("办结时间不超过两个工作日得5分，每逾期一天扣1分，扣完为止", TERM, PER_DAY),
        ("2个工作日以内办结计5分，每超过1天扣1分，不足1天按1天计", TERM, {**PER_DAY, "step": "ceil"}),
        ("满分5分，每超过1天扣1分，扣完为止", TERM, PER_DAY),
        ("≤2工作日得5分，每超过1天扣权重分的20%", TERM, PER_DAY),
        ("2个工作日内得5分，每超过两天扣1分（按比例扣分）", TERM, {**PER_DAY, "per": "2天", "step": "exact"}),
        ("2023年12月底之前完成得5分，每延后1个月扣1分，扣完为止。", FINISH, PER_MONTH),
        ("在2023年12月31日前完成得五分，每推迟一个月扣一分", FINISH, PER_MONTH),
        ("按时完成得5分，未按时完成不得分", FINISH, {"kind": "yes_no", "points": 5}),
        ("2023年12月底前完成得5分，逾期不得分", FINISH, {"kind": "yes_no", "points": 5}),
        ("完成36次得2分，每少一次扣0.5分，扣完为止", TIMES, {"kind": "per_unit", "points": 2, "deduct": D("0.5"), "per": "次"}),
        ("该指标分值为2分，每少一项扣1分", TIMES, {"kind": "per_unit", "points": 2, "deduct": 1, "per": "项"}),
        ("≤0 计3分；每超过一个百分点扣0.3分，扣完为止", CHANGE, {"kind": "percent_points", "points": 3, "deduct": D("0.3")}),
        ("达到95%得10分，每低于1个百分点扣0.5分", SATISFIED, {"kind": "percent_points", "points": 10, "deduct": D("0.5"), "full_at": 95}),
        ("该指标分值为3分，按完成比例赋分", CASES, {"kind": "proportional", "points": 3}),
        ("完成得3分，未完成按比例得分", CASES, {"kind": "proportional", "points": 3}),
        ("①制定方案计1分；②培训2次计0.5分；③有总结计0.5分", EFFECT, {"kind": "checklist", "items": [{"label": "制定方案", "points": 1}, {"label": "培训2次", "points": D("0.5")}, {"label": "有总结", "points": D("0.5")}]}),
        ("1.方案计1分；2.总结计1分。", EFFECT, {"kind": "checklist", "items": [{"label": "方案", "points": 1}, {"label": "总结", "points": 1}]}),
        ("该指标分值为2分，未达指标值酌情扣分", CASES, {"kind": "discretionary", "points": 2}),
        ("该指标分值为2分，直接赋分", CASES, {"kind": "yes_no", "points": 2}),
        ("该指标分值为10分，按达成/部分达成并具有一定效果/未达成且效果较差三档", EFFECT, {"kind": "tier_range", "points": 10}),
        ("得到保护得满分，共计10分，保护效果一般得5分，保护效果差不得分", EFFECT, {"kind": "tiers", "tiers": [{"label": "得到保护", "points": 10}, {"label": "保护效果一般", "points": 5}, {"label": "保护效果差", "points": 0}]}),
        ("成效十分明显得10分,有一定成效,得5分,没有成效,不得分。", EFFECT, {"kind": "tiers", "tiers": [{"label": "成效十分明显", "points": 10}, {"label": "有一定成效", "points": 5}, {"label": "没有成效", "points": 0}]}),
    ],
)  # fmt: skip
def test_what_people_write(wording, facts, raw):
    assert rule_of(wording, facts) == parse_rule(raw)


@pytest.mark.parametrize(
    ("wording", "facts", "problem"),
    [
        ("", CASES, Problem.EMPTY),
        ("1", CASES, Problem.PLACEHOLDER),
        ("执法办案案件数", CASES, Problem.PLACEHOLDER),
        ("无", CASES, Problem.PLACEHOLDER),
        ("同上", CASES, Problem.PLACEHOLDER),
        ("……", CASES, Problem.PLACEHOLDER),
        ("酌情扣分", CASES, Problem.PLACEHOLDER),
        ("该指标分值为2分", CASES, Problem.NO_METHOD),
        ("按完成比例赋分", CASES, Problem.NO_POINTS),
        ("该指标分值为2分，完成率小于60%为不及格，不得分...", CASES, Problem.TRUNCATED),
        ("该指标分值为2分，完成率小于60%为不及格，不得分；大于等于60%的...", CASES, Problem.TRUNCATED),
        ("预算成本控制在354万元以内计2分，每超过1%扣权重分的5...", COST, Problem.TRUNCATED),
        ("满意度95%（含）以上计20分，90（含）-95%计15分，90%以下计1...", SATISFIED, Problem.TRUNCATED),
        ("满意度95%（含）以上计20分，90（含）-95%计15分，90%以下计0.5...", SATISFIED, Problem.TRUNCATED),
        ("得到保护得满分，共计10分，保护效果一般得5分，保护效果差不...", EFFECT, Problem.TRUNCATED),
        (THRESHOLD.replace("大于等于60%", "大于等于70%"), CASES, Problem.CONFLICT),
        (THRESHOLD.replace("（1-60%）", "（1-50%）"), CASES, Problem.UNKNOWN),
        (THRESHOLD.replace("×指标分值", "×3分"), CASES, Problem.CONFLICT),
        (THRESHOLD + "，出现重大问题酌情扣分", CASES, Problem.UNKNOWN),
        (THRESHOLD, COST, Problem.NOT_COMPUTABLE),
        ("95%（含）以上计20分，90（含）-95%（含）计15分，90%以下计0分", SATISFIED, Problem.OVERLAP),
        ("95%（含）以上计20分，90（含）-94%计15分，90%以下计0分", SATISFIED, Problem.GAP),
        ("95%（含）以上计20分，90（含）-95%计15分", SATISFIED, Problem.GAP),
        ("该指标分值为10分，95%（含）以上计20分，95%以下计0分", SATISFIED, Problem.CONFLICT),
        ("控制在354元以内得2分，每超过1%扣0.1分", COST, Problem.LIMIT),
        ("完成36次得2分，每超过一次扣0.5分", TIMES, Problem.DIRECTION),
        ("该指标分值为5分，得到保护得10分，一般得5分，差不得分", EFFECT, Problem.CONFLICT),
        ("2个工作日内得5分，每超过一件扣1分", TERM, Problem.UNIT),
        ("2个工作日内得5分，每超过一天扣1分，超过10天不得分", TERM, Problem.AMBIGUOUS),
        ("2个工作日内得5分，每超过一天扣1分，不足2天按2天计", TERM, Problem.CONFLICT),
        ("2023年12月底前完成得5分，每延后1个工作日扣1分", FINISH, Problem.NOT_COMPUTABLE),
        ("2023年11月底前完成得5分，逾期不得分", FINISH, Problem.LIMIT),
        ("效果显著得10分，酌情扣分", EFFECT, Problem.UNKNOWN),
        ("效果显著，群众满意得10分，一般得5分，差不得分", EFFECT, Problem.FOREIGN),
        ("每低于1%扣1分，满分10分", SATISFIED, Problem.AMBIGUOUS),
        ("按专家评审意见赋分，满分10分", EFFECT, Problem.UNKNOWN),
        ("得2 5分", CASES, Problem.FOREIGN),
    ],
)
def test_what_is_not_certain_is_not_read(wording, facts, problem):
    reading = read(wording, facts)
    assert (reading.rule, reading.problem) == (None, problem), reading.reason
    assert reading.reason
    assert reading.placeholder == (problem is Problem.PLACEHOLDER)


def codes(wording, facts):
    reading = read(wording, facts)
    assert reading.rule is not None, reading.reason
    return {note.code for note in reading.notes} - {NoteCode.STEP_DEFAULT}


def test_notes_accuse_what_is_wrong_and_nothing_else():
    rate = Facts("消费投诉办结率", Operator.AT_LEAST, D(95), "%")
    named = THRESHOLD.replace("完成率小于", "消费投诉办结率小于").replace("实际完成率", "实际消费投诉办结率")
    loose = Facts("完成时间", Operator.QUALITATIVE, "2023年12月前", "时间")
    by_month = "2023年12月底之前完成得5分，每延后1个月扣1分"
    assert codes(named, rate) == {NoteCode.TWO_READINGS}
    assert codes(THRESHOLD, rate) == set()
    assert codes(named, Facts("消费投诉办结率", Operator.AT_LEAST, D(100), "%")) == set()
    assert codes("少于2个工作日得5分，每超过一天扣1分", TERM) == {NoteCode.AGAINST_OPERATOR}
    assert codes("不超过2个工作日得5分，每超过一天扣1分", TERM) == set()
    assert codes(by_month, loose) == {NoteCode.DATE_DIFFERS}
    assert codes(by_month, FINISH) == set()
    budget = "预算成本控制在354万元以内计2分，每超过1%扣权重分的5%"
    assert codes(budget, COST) == set()
    assert read(budget.replace("354", "345"), COST).problem is Problem.LIMIT
    assert codes("好得10分，一般得5分", EFFECT) == {NoteCode.TIERS_OPEN}
    assert codes("好得10分，一般得5分，差不得分", EFFECT) == set()


def test_a_named_rate_tells_both_results():
    rate = Facts("消费投诉办结率", Operator.AT_LEAST, D(95), "%")
    wording = "该指标分值为2分，办结率小于60%为不及格，不得分；大于等于60%的，按超过的比重赋分，..."
    reading = read(wording, rate)
    (other,) = reading.alternatives
    assert str(reading.rule.score(D(90), rate).score) == "1.74"
    assert str(other.score(D(90), rate).score) == "1.50"
    (note,) = reading.notes
    assert "2.00分" in note.message and "1.75分" in note.message  # at 95 %: 2 and 2 × 0.35 / 0.4


def test_another_number_in_the_wording_waits_for_a_decision():
    """Law 7: nothing is computed between 3 and 2 before someone decides; the points are kept."""
    reading = read("少于三个工作日得5分，每超过一天扣1分", TERM)
    assert (reading.rule, reading.problem, reading.points) == (None, Problem.LIMIT, 5)


def test_points_from_the_column_only_where_the_wording_names_none():
    assert read("按完成比例赋分", CASES, D(3)).rule == parse_rule({"kind": "proportional", "points": 3})
    assert not read("按完成比例赋分", CASES, D(3)).points_named
    assert read("该指标分值为2分，按完成比例赋分", CASES, D(3)).points == 2
    assert read("该指标分值为2分，按专家意见打分", EFFECT).points == 2
    assert read("位列前三得5分，前十得3分，其余不得分", CASES).points == 5


@pytest.mark.parametrize(
    ("per", "unit", "fits"),
    [("天", "工作日", True), ("户", "户次", True), ("项", "件", True), ("件", "", True), ("个月", "月", True),
     ("元", "万元", False), ("件", "万件", False), ("件", "天", False), ("项", "%", False), ("月", "天", False)],
)  # fmt: skip
def test_units_that_count_the_same(per, unit, fits):
    assert units_fit(per, unit) == fits


@pytest.mark.parametrize(
    "wording",
    ["年度内完成得满分，未完成得0分", "位列前三得满分，前十得3分，其余不得分", "位列前三得0分"],
)
def test_full_points_without_their_number_are_not_the_highest_number_beside_them(wording: str) -> None:
    """Else they are said to differ from the 分值 column, which is an error."""
    reading = read(wording, CASES, D(5))
    assert reading.rule is None
    assert reading.points is None


def test_placeholders():
    for wording in ("1", "无", "同上", "…", "...", "酌情", "/", " 略 ", "甲。"):
        assert is_placeholder(wording, "甲"), wording
    for wording in ("该指标分值为1分", "未达指标值酌情扣分", "甲得1分，乙不得分"):
        assert not is_placeholder(wording, "甲"), wording


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", "5"), ("1,100", "1100"), ("5.25", "5.25"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("两", "2"),
     ("一百零五", "105"), ("三千六百", "3600"), ("二〇", "20"), ("一点五", "1.5"), ("半", "0.5")],
)  # fmt: skip
def test_numerals(text, value):
    assert read_number(text) == D(value)


@pytest.mark.parametrize(
    "text", ["", "十百", "一十百", "二三十", "百", "点五", "五点", "1,10", "1.2.3", "甲"]
)
def test_what_is_no_number(text):
    assert read_number(text) is None


def test_percentages():
    assert read_percent("百分之五") == read_percent("5%") == 5
    assert read_percent("5") is None


# Every rule → its standard wording → the same rule

w = st.integers(1, 4000).map(lambda n: D(n) / 100)
numbers = st.integers(1, 10**7).map(lambda n: D(n) / 100)
steps = st.sampled_from(["floor", "ceil", "exact"])
labels = st.text("得到保护效果一般差很好不统计十分，；。、（）(), 1290%每扣aB", min_size=1, max_size=12).map(
    str.strip
)
labels = labels.filter(lambda text: text and not text.isdecimal())
plain_labels = st.text("得到保护效果一般差很好统计", min_size=1, max_size=8)
units = st.sampled_from(["件", "次", "户次", "万元", "台", "批次"])


@st.composite
def caps(draw, points):
    """No limit, or one of those that every curve may have."""
    kind = draw(st.sampled_from([None, "most_off", "least"]))
    return {} if kind is None else {kind: draw(st.integers(1, int(points * 100))) / D(100)}


@st.composite
def ratio_rules(draw):
    up = Operator(draw(st.sampled_from(["≥", ">", "="])))
    facts = Facts("办结率", up, draw(numbers), "%")
    floor = D(draw(st.integers(0, 999))) / 1000
    kind = draw(st.sampled_from(["threshold_linear", "proportional"]))
    raw = {"kind": kind, "points": draw(w)}
    if kind == "threshold_linear":
        raw |= {"floor": floor, "base": draw(st.sampled_from(["target", "value"]))}
    elif draw(st.booleans()):
        raw |= {"zero_below": draw(st.integers(1, 99)), "zero_inclusive": draw(st.booleans())}
    return raw, facts


@st.composite
def step_rules(draw):
    kind = draw(st.sampled_from(["over_budget", "per_unit", "dated", "percent_points"]))
    raw = {"kind": "per_unit" if kind == "dated" else kind, "points": draw(w), "step": draw(steps)}
    side = draw(st.sampled_from(["≤", "<", "≥", ">"]))
    target, unit = draw(numbers), draw(units)
    raw |= draw(caps(raw["points"]))
    if kind == "over_budget":
        if draw(st.booleans()):
            raw |= {"zero_above": draw(st.integers(1, 99)), "zero_inclusive": draw(st.booleans())}
        raw |= {"per_percent": draw(numbers), "deduct_share": D(draw(st.integers(1, 1000))) / 1000}
        return raw, Facts("支出", Operator(draw(st.sampled_from(["≤", "<", "="]))), target, unit)
    raw["deduct"] = draw(numbers)
    if kind == "percent_points":
        return {**raw, "full_at": target, "per": draw(numbers)}, Facts("率", Operator(side), target, "%")
    if kind == "dated":
        per = draw(st.sampled_from(["天", "日", "周", "月", "季度", "年", "10天", "2月"]))
        if raw["step"] == "exact" and not per.endswith(("天", "日", "周")):
            raw["step"] = "ceil"
        full_at = draw(st.sampled_from([None, date(2023, 12, 31)]))
        raw |= {"per": per, "full_at": full_at}
        return raw, Facts("完成时间", Operator.QUALITATIVE, "2023年12月底前", "时间")
    raw |= {
        "per": draw(st.sampled_from([unit, f"3{unit}"])),
        "full_at": draw(st.sampled_from([None, target])),
    }
    if draw(st.booleans()):
        raw["side"] = draw(st.sampled_from(["over", "under"]))
        return raw, Facts("数量", Operator.EQUAL, target, unit)
    return raw, Facts("数量", Operator(side), target, unit)


@st.composite
def band_rules(draw):
    limits = sorted(
        draw(st.lists(st.integers(-10, 10**4), min_size=1, max_size=4, unique=True)), reverse=True
    )
    inside = [draw(st.booleans()) for _ in limits]
    worths = sorted(draw(st.lists(w, min_size=len(limits), max_size=len(limits), unique=True)), reverse=True)
    bands = [
        {"min": D(m) / 100, "inclusive": i, "points": p}
        for m, i, p in zip(limits, inside, worths, strict=True)
    ]
    bands.append({"max": D(limits[-1]) / 100, "inclusive": not inside[-1], "points": D(0)})
    unit = draw(st.sampled_from(["%", "件"]))
    return {"kind": "bands", "bands": bands}, Facts("甲", Operator.AT_LEAST, D(limits[0]) / 100, unit)


@st.composite
def judged_rules(draw):
    names = draw(st.lists(labels, min_size=2, max_size=5, unique=True))
    kind = draw(st.sampled_from(["tiers", "tier_range", "checklist", "yes_no", "discretionary"]))
    if kind == "tiers":
        worths = draw(st.lists(w, min_size=len(names), max_size=len(names), unique=True))
        raw = {"kind": kind, "tiers": [{"label": n, "points": p} for n, p in zip(names, worths, strict=True)]}
    elif kind == "tier_range":
        cuts = sorted(
            draw(st.sets(st.integers(1, 99), min_size=len(names) - 1, max_size=len(names) - 1)), reverse=True
        )
        limits = [D(1), *(D(cut) / 100 for cut in cuts), D(0)]
        tiers = [{"label": name, "from": limits[n + 1], "to": limits[n]} for n, name in enumerate(names)]
        raw = {"kind": kind, "points": draw(w), "tiers": tiers}
    elif kind == "checklist":
        names = draw(st.lists(plain_labels, min_size=2, max_size=25, unique=True))
        raw = {"kind": kind, "items": [{"label": name, "points": draw(w)} for name in names]}
    else:
        raw = {"kind": kind, "points": draw(w)}
    return raw, Facts("营商环境", Operator.QUALITATIVE, "不断改善", "")


@pytest.mark.slow
@settings(max_examples=400)
@given(st.one_of(ratio_rules(), step_rules(), band_rules(), judged_rules()))
def test_every_rule_is_read_back_from_its_standard_wording(case):
    raw, facts = case
    rule = parse_rule(raw)
    reading = read_wording(rule.wording(facts), facts, DEFAULTS)
    assert reading.rule is not None, (rule.wording(facts), reading.reason)
    assert reading.rule.bound(facts) == rule.bound(facts), rule.wording(facts)
    assert reading.step_stated


@given(
    st.text("0123456789.%（）含以上下得计扣分每超过完成率小于大于等于不满意度，；。-~…年月日前", max_size=60)
)
def test_no_text_breaks_the_parser(text):
    for facts in (CASES, SATISFIED, TERM, COST, FINISH, EFFECT):
        reading = read_wording(text, facts, DEFAULTS)
        assert (reading.rule is None) == bool(reading.reason)
