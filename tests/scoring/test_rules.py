"""Rule kinds: worked values from scoring.md's arithmetic, and the properties every score must have."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.base.errors import UnreadableInput
from formgen.declaration.model import Operator
from formgen.scoring import Facts, parse_rule, rule_data
from formgen.scoring.rules.base import Choice, Judged, Ticks
from tests.scoring.conftest import recompute

D = Decimal
CASES = Facts("执法办案案件数", Operator.AT_LEAST, D(160), "件")
COST = Facts("专项商品和服务支出", Operator.AT_MOST, D(354), "万元")
TERM = Facts("注册登记办结期限", Operator.AT_MOST, D(2), "工作日")
FINISH = Facts("重点工作任务完成时间", Operator.QUALITATIVE, "2023年12月前", "时间")
RATE = Facts("消费投诉办结率", Operator.AT_LEAST, D(95), "%")
SATISFIED = [
    {"min": 95, "inclusive": True, "points": 20},
    {"min": 90, "inclusive": True, "points": 15},
    {"min": 80, "inclusive": True, "points": 10},
    {"max": 80, "inclusive": False, "points": 0},
]


def score(raw, facts, answer):
    rule = parse_rule(raw)
    scored = rule.score(answer, facts)
    again, printed = recompute(scored.trace)
    assert again == printed == scored.score == rule.points_for(answer, facts)
    return str(scored.score)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("160", "2.00"), ("158", "1.94"), ("128", "1.00"), ("96", "0.00"), ("95.9", "0.00"), ("320", "2.00")],
)
def test_threshold_linear(actual, expected):
    assert score({"kind": "threshold_linear", "points": 2}, CASES, D(actual)) == expected


@pytest.mark.parametrize(("base", "expected"), [("target", "1.74"), ("value", "1.50")])
def test_named_rate_on_both_bases(base, expected):
    assert score({"kind": "threshold_linear", "points": 2, "base": base}, RATE, D(90)) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("354", "2.00"),
        ("357", "2.00"),
        ("357.54", "1.90"),
        ("389.4", "1.00"),
        ("424.8", "0.00"),
        ("0", "2.00"),
    ],
)
def test_over_budget(actual, expected):
    assert score({"kind": "over_budget", "points": 2}, COST, D(actual)) == expected


@pytest.mark.parametrize(("step", "expected"), [("floor", "2.00"), ("ceil", "1.90"), ("exact", "1.92")])
def test_begun_steps_of_a_budget(step, expected):
    """357 is 0.847… % over 354: no whole step, one begun, 0.847… of one (2 − 0.1 × 0.847… = 1.915…)."""
    assert score({"kind": "over_budget", "points": 2, "step": step}, COST, D(357)) == expected


@pytest.mark.parametrize(
    ("actual", "expected"), [("2", "5.00"), ("3", "4.00"), ("8", "0.00"), ("0.5", "5.00")]
)
def test_working_days(actual, expected):
    assert score({"kind": "per_unit", "points": 5, "deduct": 1, "per": "天"}, TERM, D(actual)) == expected


@pytest.mark.parametrize(
    ("deadline", "actual", "steps"),
    [
        ("2023-12-31", "2023-12-31", 0),
        ("2023-12-31", "2024-01-20", 0),
        ("2023-12-31", "2024-01-30", 0),
        ("2023-12-31", "2024-01-31", 1),
        ("2023-12-31", "2024-02-28", 1),
        ("2023-12-31", "2024-02-29", 2),
        ("2023-06-30", "2023-07-30", 0),  # a deadline on a month's last day completes on last days
        ("2023-06-30", "2023-07-31", 1),
        ("2023-01-30", "2023-02-27", 0),  # any other day is clipped to the shorter month
        ("2023-01-30", "2023-02-28", 1),
        ("2023-01-30", "2023-03-29", 1),
        ("2023-01-30", "2023-03-30", 2),
        ("2023-11-15", "2024-11-15", 12),
        ("2024-02-29", "2025-02-28", 12),
    ],
)
def test_completed_months(deadline, actual, steps):
    raw = {"kind": "per_unit", "points": 20, "deduct": 1, "per": "个月", "full_at": deadline}
    assert score(raw, FINISH, date.fromisoformat(actual)) == f"{20 - steps}.00"


def test_begun_months_and_days():
    months = {"kind": "per_unit", "points": 5, "deduct": 1, "per": "月", "step": "ceil"}
    assert score(months, FINISH, date(2024, 1, 20)) == "4.00"
    assert score(months, FINISH, date(2024, 1, 31)) == "4.00"
    assert score(months, FINISH, date(2024, 2, 1)) == "3.00"
    ten_days = {"kind": "per_unit", "points": 5, "deduct": 1, "per": "10天"}
    assert score(ten_days, FINISH, date(2024, 1, 20)) == "3.00"
    assert "计0步" in parse_rule({**months, "step": "floor"}).score(date(2024, 1, 20), FINISH).trace


def test_too_few():
    facts = Facts("次数", Operator.AT_LEAST, D(36), "次")
    raw = {"kind": "per_unit", "points": 2, "deduct": D("0.5"), "per": "次"}
    assert [score(raw, facts, D(n)) for n in (40, 36, 35, 33, 32, 0)] == [
        "2.00", "2.00", "1.50", "0.50", "0.00", "0.00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("95", "20.00"),
        ("94.99", "15.00"),
        ("90", "15.00"),
        ("89.99", "10.00"),
        ("80", "10.00"),
        ("79.99", "0.00"),
    ],
)
def test_bands(actual, expected):
    assert score({"kind": "bands", "bands": SATISFIED}, RATE, D(actual)) == expected


def test_a_person_decides_on_a_border_that_two_bands_claim():
    rule = parse_rule({"kind": "bands", "bands": SATISFIED, "open_borders": [90]})
    for answer, points in (("90", None), ("90.01", D(15)), ("89.99", D(10))):
        assert rule.score(D(answer), RATE).score == rule.points_for(D(answer), RATE) == points


def test_percentage_points():
    facts = Facts("变动率", Operator.AT_MOST, D(0), "%")
    raw = {"kind": "percent_points", "points": 3, "deduct": D("0.3")}
    assert [score(raw, facts, D(a)) for a in ("-2", "0", "0.9", "1", "3.5", "10", "50")] == [
        "3.00", "3.00", "3.00", "2.70", "2.10", "0.00", "0.00",
    ]  # fmt: skip
    rising = {**raw, "full_at": 95}
    assert [score(rising, RATE, D(a)) for a in ("96", "94.1", "94", "85")] == ["3.00", "3.00", "2.70", "0.00"]


def test_proportional():
    raw = {"kind": "proportional", "points": 3}
    assert [score(raw, CASES, D(a)) for a in ("160", "200", "80", "0", "-5")] == [
        "3.00", "3.00", "1.50", "0.00", "0.00",
    ]  # fmt: skip
    # 3 × (1 − 3/354) = 2.9745…; twice the target earns nothing.
    assert [score(raw, COST, D(a)) for a in ("354", "357", "531", "708", "900")] == [
        "3.00", "2.97", "1.50", "0.00", "0.00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "actual", "full"),
    [
        ("≥", "0", True),
        ("≥", "5", True),
        ("≥", "-1", False),
        ("≤", "0", True),
        ("≤", "1", False),
        ("=", "1", False),
    ],
)
def test_target_zero_never_divides(operator, actual, full):
    facts = Facts("投诉", Operator(operator), D(0), "件")
    kinds = ["proportional"]
    kinds += ["over_budget"] if operator == "≤" else ["threshold_linear"]
    for kind in kinds:
        assert score({"kind": kind, "points": 2}, facts, D(actual)) == ("2.00" if full else "0.00")


def test_judged_kinds():
    tiers = {
        "kind": "tiers",
        "tiers": [{"label": x, "points": p} for x, p in (("好", 10), ("一般", 5), ("差", 0))],
    }
    assert [score(tiers, FINISH, Choice(i)) for i in range(3)] == ["10.00", "5.00", "0.00"]
    items = [
        {"label": "甲", "points": 1},
        {"label": "乙", "points": D("0.5")},
        {"label": "丙", "points": D("0.5")},
    ]
    checklist = {"kind": "checklist", "items": items}
    assert parse_rule(checklist).full == 2
    assert [score(checklist, FINISH, Ticks(t)) for t in ((), (1,), (0, 2), (0, 1, 2))] == [
        "0.00", "0.50", "1.50", "2.00",
    ]  # fmt: skip
    assert [score({"kind": "yes_no", "points": 2}, CASES, a) for a in (True, False, D(160), D(159))] == [
        "2.00", "0.00", "2.00", "0.00",
    ]  # fmt: skip
    discretion = {"kind": "discretionary", "points": 2}
    assert score(discretion, CASES, D(160)) == "2.00"
    assert score(discretion, CASES, Judged(D("1.5"))) == "1.50"
    assert parse_rule(discretion).score(D(159), CASES).score is None


def test_tier_range_keeps_points_inside_the_tier():
    rule = parse_rule({"kind": "tier_range", "points": 10})
    inside = [(0, "10"), (0, "8"), (1, "7.99"), (1, "6"), (2, "5.99"), (2, "0")]
    outside = [(0, "7.99"), (0, "10.01"), (1, "8"), (1, "5.99"), (2, "6"), (2, "-1"), (2, "1.001")]
    assert not [case for case in inside if rule.refuse(Choice(case[0], D(case[1])), FINISH)]
    assert not [case for case in outside if not rule.refuse(Choice(case[0], D(case[1])), FINISH)]
    assert rule.score(Choice(1), FINISH).score is None
    assert score({"kind": "tier_range", "points": 10}, FINISH, Choice(1, D(7))) == "7.00"


@pytest.mark.parametrize(
    ("bands", "where"),
    [
        ([{"min": 95, "points": 20}, {"max": 80, "points": 0}], "80 与 95"),
        ([{"min": 95, "points": 20}, {"max": 95, "inclusive": True, "points": 0}], "95 同时"),
        (
            [{"min": 95, "inclusive": False, "points": 20}, {"max": 95, "inclusive": False, "points": 0}],
            "95 不在",
        ),
        ([{"min": 90, "points": 20}, {"max": 95, "inclusive": False, "points": 0}], "90 与 95"),
        ([{"min": 80, "max": 90, "points": 20}, {"max": 80, "inclusive": False, "points": 0}], "大于 90"),
        ([{"min": 90, "points": 20}, {"min": 80, "points": 10}], "小于 80"),
        ([{"min": 90, "points": 20}], "只有一档"),
    ],
)
def test_bands_with_a_gap_or_overlap_are_refused_with_the_place(bands, where):
    with pytest.raises(UnreadableInput) as caught:
        parse_rule({"kind": "bands", "bands": bands})
    assert where in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        ({}, ["rule.kind"]),
        ({"kind": "threshold"}, ["rule.kind"]),
        ({"kind": "threshold_linear", "point": 2, "floor": 1}, ["rule.points", "rule.floor", "rule.point"]),
        ({"kind": "threshold_linear", "points": D("0.125")}, ["rule.points"]),
        ({"kind": "threshold_linear", "points": D("NaN")}, ["rule.points"]),
        ({"kind": "threshold_linear", "points": D("1e999999")}, ["rule.points"]),
        ({"kind": "threshold_linear", "points": True}, ["rule.points"]),
        ({"kind": "over_budget", "points": 2, "deduct_share": 0, "step": "up"}, ["rule.deduct_share", "rule.step"]),
        ({"kind": "per_unit", "points": 2, "deduct": -1, "per": ""}, ["rule.deduct", "rule.per"]),
        ({"kind": "per_unit", "points": 2, "deduct": 1, "per": "天", "full_at": "年底"}, ["rule.full_at"]),
        ({"kind": "tiers", "tiers": [{"label": "1", "points": 1}, {"label": "乙"}]}, ["rule.tiers[0].label", "rule.tiers[1].points"]),
        ({"kind": "tiers", "tiers": [{"label": "甲", "points": 1}] * 2}, ["rule"]),
        ({"kind": "tier_range", "points": 2, "tiers": [{"label": "甲", "from": 1, "to": D("0.5")}, {"label": "乙", "from": 0, "to": D("0.4")}]}, ["rule"]),
    ],
)  # fmt: skip
def test_every_fault_of_a_declared_rule_is_told_at_once_in_chinese(raw, fields):
    with pytest.raises(UnreadableInput) as caught:
        parse_rule(raw)
    assert sorted(fault.field for fault in caught.value.faults) == sorted(fields)
    for fault in caught.value.faults:
        assert any("一" <= char <= "鿿" for char in fault.message), fault.message


@pytest.mark.parametrize(
    ("raw", "facts"),
    [
        ({"kind": "threshold_linear", "points": 2}, COST),
        ({"kind": "threshold_linear", "points": 2}, FINISH),
        ({"kind": "threshold_linear", "points": 2, "base": "value"}, CASES),
        ({"kind": "proportional", "points": 2}, Facts("增长", Operator.AT_LEAST, D(-5), "%")),
        ({"kind": "over_budget", "points": 2}, CASES),
        ({"kind": "per_unit", "points": 2, "deduct": 1, "per": "件"}, TERM),
        ({"kind": "per_unit", "points": 2, "deduct": 1, "per": "工作日"}, FINISH),
        ({"kind": "per_unit", "points": 2, "deduct": 1, "per": "月", "step": "exact"}, FINISH),
        (
            {"kind": "per_unit", "points": 2, "deduct": 1, "per": "件"},
            Facts("数", Operator.EQUAL, D(3), "件"),
        ),
        ({"kind": "percent_points", "points": 2, "deduct": 1}, CASES),
    ],
)
def test_a_rule_says_when_it_cannot_be_computed_on_a_row(raw, facts):
    assert parse_rule(raw).objections(facts)


# Properties

points = st.integers(1, 4000).map(lambda n: D(n) / 100)
amounts = st.integers(0, 10**9).map(lambda n: D(n) / 1000)
steps = st.sampled_from(["floor", "ceil", "exact"])
ups = st.sampled_from([Operator.AT_LEAST, Operator.MORE, Operator.EQUAL])
downs = st.sampled_from([Operator.AT_MOST, Operator.LESS])


@st.composite
def measured(draw):
    """A rule on a number, a row it can be computed on, and the direction in which it rises."""
    target, w, step = draw(amounts), draw(points), draw(steps)
    deduct = draw(st.integers(1, 1000)) / D(100)
    up, down = Facts("甲", draw(ups), target, "件"), Facts("甲", draw(downs), target, "件")
    percent = Facts("甲", draw(st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST])), target, "%")
    floor = D(draw(st.integers(0, 99))) / 100
    share = D(draw(st.integers(1, 100))) / 100
    return draw(
        st.sampled_from(
            [
                ({"kind": "threshold_linear", "points": w, "floor": floor}, up, 1),
                ({"kind": "proportional", "points": w}, up, 1),
                ({"kind": "proportional", "points": w}, down, -1),
                ({"kind": "over_budget", "points": w, "deduct_share": share, "step": step}, down, -1),
                ({"kind": "per_unit", "points": w, "deduct": deduct, "per": "2件", "step": step}, down, -1),
                (
                    {
                        "kind": "per_unit",
                        "points": w,
                        "deduct": deduct,
                        "per": "件",
                        "step": step,
                        "side": "under",
                    },
                    Facts("甲", Operator.AT_LEAST, target, "件"),
                    1,
                ),
                (
                    {
                        "kind": "percent_points",
                        "points": w,
                        "deduct": deduct,
                        "step": step,
                        "full_at": target,
                    },
                    percent,
                    1 if percent.upward else -1,
                ),
            ]
        )
    )


@given(measured(), amounts, amounts)
def test_scores_stay_in_range_rise_the_right_way_and_follow_from_their_trace(case, one, two):
    raw, facts, direction = case
    # Under "= 0" more than 0 misses, so there a score does not rise.
    if facts.operator is Operator.EQUAL and facts.target == 0:
        one = two = D(0)
    rule = parse_rule(raw)
    assert not rule.objections(facts)
    low, high = sorted((one, two))
    scores = [rule.score(value, facts) for value in (low, high)]
    assert [rule.points_for(value, facts) for value in (low, high)] == [scored.score for scored in scores]
    for scored in scores:
        assert 0 <= scored.score <= rule.full
        assert scored.score.as_tuple().exponent == -2
        assert recompute(scored.trace) == (scored.score, scored.score)
    assert (scores[1].score - scores[0].score) * direction >= 0


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=5, unique=True), st.data())
def test_bands_hold_every_value_exactly_once(limits, data):
    limits = sorted(limits, reverse=True)
    inside = [data.draw(st.booleans()) for _ in limits]
    bands = [
        {"min": m, "inclusive": i, "points": n + 1}
        for n, (m, i) in enumerate(zip(limits, inside, strict=True))
    ]
    bands.append({"max": limits[-1], "inclusive": not inside[-1], "points": 0})
    data.draw(st.randoms()).shuffle(bands)
    rule = parse_rule({"kind": "bands", "bands": bands})
    for value in [*limits, *(limit + D("0.5") for limit in limits), *(limit - D("0.5") for limit in limits)]:
        assert sum(band.holds(D(value)) for band in rule.bands) == 1
    # Move one limit and there is a gap or an overlap, which is said.
    broken = [dict(band) for band in bands]
    bottom = next(band for band in broken if "max" in band)
    bottom["inclusive"] = not bottom["inclusive"]
    with pytest.raises(UnreadableInput):
        parse_rule({"kind": "bands", "bands": broken})


@given(measured())
def test_sample_tables_are_the_rules_own_results(case):
    raw, facts, _ = case
    rule = parse_rule(raw)
    table = rule.samples(facts)
    assert table.rows and all(len(row.cells) == len(table.heads) for row in table.rows)
    for row in table.rows:
        assert rule.score(row.answer, facts).score == row.score == D(row.cells[-1])
    if raw["kind"] in ("over_budget", "per_unit", "percent_points") and (
        facts.target or raw["kind"] != "over_budget"
    ):
        assert table.rows[-1].score == 0 and table.rows[0].score == rule.full


def test_ratio_samples_stand_at_the_named_rates():
    table = parse_rule({"kind": "threshold_linear", "points": 2}).samples(CASES)
    assert [row.cells for row in table.rows] == [
        ("100%", "160件", "2.00"),
        ("95%", "152件", "1.75"),
        ("90%", "144件", "1.50"),
        ("80%", "128件", "1.00"),
        ("70%", "112件", "0.50"),
        ("60%", "96件", "0.00"),
        ("59.9%", "95.84件", "0.00"),
    ]


@given(measured())
def test_rule_data_reads_back_as_the_same_rule(case):
    rule = parse_rule(case[0])
    assert parse_rule(rule_data(rule)) == rule


def test_half_a_hundredth_rounds_up():
    """2 × (1 − 0.0025) = 1.995 → 2.00; binary floats would give 1.99."""
    facts = Facts("甲", Operator.AT_LEAST, D(400), "件")
    assert score({"kind": "proportional", "points": 2}, facts, D(399)) == "2.00"
    assert Fraction("1.995") == Fraction(399, 400) * 2
