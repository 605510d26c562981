"""Wordings put together by chance from what units write, with points worked out beside the program: bands,
steps with their limits, ratios. Whatever is read must give these points; and it is read."""

import math
import random
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Operator
from formgen.scoring import Facts, read_wording

DEFAULTS = load_profile().scoring
D = Decimal
Points = Callable[[Fraction], Fraction]


def show(value) -> str:
    text = f"{D(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def half_up(points: Fraction) -> Fraction:
    return Fraction(math.floor(points * 100 + Fraction(1, 2)), 100)


def band_wording(chance: random.Random):
    """Full points at the target, fewer in each band below (or above) it, every border settled by its words."""
    upward, rate = chance.random() < 0.6, chance.random() < 0.6
    target = chance.choice(((95, 90, 98), (100, 50, 200)) if upward else ((5, 10, 3), (5, 10, 4)))
    target = chance.choice(target)
    unit = "%" if rate else chance.choice("件次户")
    size, count = chance.choice((1, 2, 3)), chance.randint(2, 4)
    cuts = [target + (-1 if upward else 1) * size * place for place in range(count)]
    full = chance.choice((5, 8, 10, 20))
    worths = [full, *sorted(chance.sample(range(1, full), count - 1), reverse=True), 0]
    noun = chance.choice(("", "合格率" if rate else "完成数", "X"))

    def worth(points: int) -> str:
        nothing = ("不得分", "得0分", "计0分", "不计分")
        return (
            chance.choice(nothing) if not points else f"{chance.choice(('得', '计', '记', '，得'))}{points}分"
        )

    def size_of(cut: int) -> str:
        return f"{cut}{unit}"

    def first(cut: str) -> str:
        up = (f"{cut}（含）以上", f"≥{cut}", f"不低于{cut}", f"达到{cut}", f"大于等于{cut}", f"在{cut}及以上")
        down = (f"{cut}（含）以下", f"≤{cut}", f"不超过{cut}", f"小于等于{cut}", f"{cut}（含）以内")
        return noun + chance.choice(up if upward else down)

    def middle(better: str, worse: str) -> str:
        what = noun or "X"
        up = (
            f"{worse}（含）-{better}", f"{worse}≤{what}<{better}", f"{better}>{what}≥{worse}", f"＜{better}且≥{worse}",
            f"[{worse},{better})", f"{noun}{worse}（含）至{better}（不含）", f"低于{better}且不低于{worse}",
        )  # fmt: skip
        down = (
            f"{better}-{worse}（含）", f"{better}<{what}≤{worse}", f"{worse}≥{what}>{better}", f"＞{better}且≤{worse}",
            f"({better},{worse}]", f"{noun}{better}（不含）至{worse}（含）", f"超过{better}且不超过{worse}",
        )  # fmt: skip
        return chance.choice(up if upward else down)

    def last(cut: str) -> str:
        up = (f"{noun}＜{cut}", f"{noun}低于{cut}", f"{noun}不足{cut}", f"{cut}（不含）以下")
        down = (f"{noun}＞{cut}", f"{noun}超过{cut}", f"{noun}大于{cut}", f"{cut}（不含）以上")
        return chance.choice(up if upward else down)

    texts = [size_of(cut) for cut in cuts]
    parts = [first(texts[0]) + worth(full)]
    parts += [
        middle(better, worse) + worth(points)
        for better, worse, points in zip(texts, texts[1:], worths[1:], strict=False)
    ]
    if chance.random() < 0.8:
        parts.append(last(texts[-1]) + worth(0))
        if chance.random() < 0.3:
            chance.shuffle(parts)
    else:
        parts.append(chance.choice(("其余", "否则", "其他")) + worth(0))
    if chance.random() < 0.2:
        parts = [f"{'①②③④⑤'[place]}{part}" for place, part in enumerate(parts)]
    lead = chance.choice(("", "", "评分标准：", f"该指标分值为{full}分，"))
    wording = lead + chance.choice("；，。\n").join(parts)

    def points(value: Fraction) -> Fraction:
        within = (
            w for cut, w in zip(cuts, worths, strict=False) if (value >= cut if upward else value <= cut)
        )
        return Fraction(next(within, 0))

    values = {D(cut) + step for cut in cuts for step in (-1, 0, 1)}
    if rate:
        values |= {D(cut) + step for cut in cuts for step in (D("0.5"), D("-0.01"))}
    facts = Facts("合格率" if rate else "完成数", Operator("≥" if upward else "≤"), D(target), unit)
    return wording, facts, points, [value for value in values if value >= 0]


STEPS = {
    # name, operator, targets, units, ways, sign of what costs points
    "fewer": ("开展数量", "≥", (12, 36, 100), ("次", "件", "场"), ("少", "缺", "低于", "减少"), -1),
    "longer": ("办理时限", "≤", (5, 10, 30), ("天", "工作日"), ("超", "超过", "延迟", "逾期"), 1),
    "lower": ("合格率", "≥", (90, 95, 98), ("%",), ("低", "降低", "下降", "低于"), -1),
    "higher": ("投诉率", "≤", (5, 10), ("%",), ("高", "超", "超过", "上升", "增加"), 1),
    "dearer": ("项目支出", "≤", (50, 200, 354), ("万元",), ("超", "超过", "超支", "超出"), 1),
    "events": ("有效投诉", "≤", (0,), ("起", "次", "件"), ("发生", "出现", "发现"), 1),
}


def step_wording(chance: random.Random):
    """So much off per step, with at most one cap, a way to count begun steps, and a zero line."""
    shape = chance.choice(list(STEPS))
    name, operator, targets, units, ways, sign = STEPS[shape]
    target, unit = chance.choice(targets), chance.choice(units)
    full, off = chance.choice((4, 5, 8, 10)), D(chance.choice(("0.2", "0.5", "1", "2")))
    per = 1 if shape == "events" else chance.choice((1, 1, 1, 2, 5))
    measure = {"lower": "个百分点", "higher": "个百分点", "dearer": "%"}.get(shape, unit)
    begun = "" if shape == "events" else chance.choice(("", "", "ceil", "floor", "exact"))
    cap = chance.choice(("", "until", "until", "most", "least"))
    most = off * 2
    step = f"{per}{measure}"
    counted = {
        "ceil": f"不足{step}按{step}计",
        "floor": f"不足{step}不扣分",
        "exact": f"不足{step}按比例扣分",
    }.get(begun, "")
    capped = {
        "until": chance.choice(("扣完为止", "直至扣完")),
        "most": chance.choice((f"最多扣{show(most)}分", f"累计扣分不超过{show(most)}分")),
        "least": chance.choice(("扣至1分为止", "最低得1分")),
    }.get(cap, "")
    inside = bool(counted) and chance.random() < 0.4
    taken = f"扣权重分的{show(off * 100 / full)}%" if chance.random() < 0.2 else f"扣{show(off)}分"
    tail = [text for text in (capped, "" if inside else counted) if text]
    zero = None
    if shape in ("fewer", "lower") and chance.random() < 0.3:
        zero = target - chance.choice((4, 8, 10))
        tail.append(f"低于{zero}{unit}不得分")
    chance.shuffle(tail)
    lead = chance.choice((f"该指标分值为{full}分，", "达到指标值得满分，", ""))
    wording = f"{lead}每{chance.choice(ways)}{step}{f'（{counted}）' if inside else ''}{taken}"
    wording += "".join(chance.choice("，；") + text for text in tail) + chance.choice(("", "。"))

    def points(value: Fraction) -> Fraction:
        if zero is not None and value < zero:
            return Fraction(0)
        past = max((value - target) * sign, Fraction(0))
        steps = (past / target * 100 if shape == "dearer" else past) / per
        steps = steps if begun == "exact" else Fraction((math.ceil if begun == "ceil" else math.floor)(steps))
        left = max(full - Fraction(off) * steps, Fraction(0))
        return max(left, full - Fraction(most)) if cap == "most" else max(left, 1) if cap == "least" else left

    values = {D(target + sign * step) for step in (-2, 0, 1, 2, 3, 5, 8, 9, 10, 11, 30)}
    if unit in ("%", "万元"):
        values |= {target + sign * D(step) for step in ("0.5", "1.5", "3.54", "7.08")}
    facts = Facts(name, Operator(operator), D(target), unit, None if "分值为" in lead else D(full))
    return wording, facts, points, [value for value in values if value >= 0]


def ratio_wording(chance: random.Random):
    """By proportion up to the full points, with or without a line below which nothing is earned."""
    target, full, floor = (
        chance.choice((50, 100, 200)),
        chance.choice((4, 5, 10)),
        chance.choice((0, 50, 60, 80)),
    )
    whole = chance.choice(("", "完成得满分，", "达到目标值得满分，", "完成率≥100%的得满分，"))
    rest = chance.choice(
        ("未完成的按完成比例得分", "未完成按比例扣分") if whole else ("按完成比例赋分", "得分=完成率×分值")
    )
    if floor and whole and chance.random() < 0.5:
        rest = f"完成率在{floor}%（含）-100%之间的，按完成率×{full}分计分"
    below = chance.choice((f"完成率低于{floor}%不得分", f"低于{floor}%的不得分", f"完成率＜{floor}%不得分"))
    wording = f"{whole}{rest}{f'，{below}' if floor else ''}"

    def points(value: Fraction) -> Fraction:
        share = min(value / target, Fraction(1))
        return Fraction(0) if share * 100 < floor else share * full

    values = [
        D(target) * D(share) for share in ("0", "0.3", "0.49", "0.5", "0.59", "0.6", "0.79", "0.8", "1", "2")
    ]
    return wording, Facts("执法件数", Operator.AT_LEAST, D(target), "吨", D(full)), points, values


def check(count: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(count):
        make = chance.choice((band_wording, band_wording, step_wording, step_wording, ratio_wording))
        wording, facts, points, values = make(chance)
        reading = read_wording(wording, facts, DEFAULTS)
        assert reading.rule is not None, (wording, str(facts.operator), facts.target, reading.reason)
        for value in values:
            if reading.rule.refuse(value, facts):
                continue  # half of a thing
            given = reading.rule.points_for(value, facts)
            assert given is not None and Fraction(given) == half_up(points(Fraction(value))), (
                wording,
                value,
                given,
            )


@pytest.mark.slow
def test_what_is_put_together_by_chance_is_read_and_scored_as_worked_out_beside_it():
    check(400, 1)


@pytest.mark.deep
def test_the_same_in_a_long_run():
    check(20_000, 2)
