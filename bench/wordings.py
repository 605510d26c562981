"""评（扣）分标准 of every kind for a made-up indicator.

Comes in: a source of chance, points, and what the row measures. Goes out: a wording that
`formgen.scoring` can read, as provinces and departments word it. Called by `bench.generate`.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

HALF, FIFTH = Decimal("0.5"), Decimal("0.2")
_SHARE_DISCRETION = 0.03
"""Few: the checks warn of it."""


def show(number: Decimal) -> str:
    """A number as people write it: no exponent, no zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count_wording(chance: Random, points: Decimal, target: Decimal, unit: str) -> str:
    """For a number to be reached."""
    p = show(points)
    if chance.random() < _SHARE_DISCRETION:
        return f"该指标分值为{p}分，未达指标值酌情扣分"
    kinds = [
        _threshold(p, "完成率"),
        _threshold(p, "完成率"),
        f"该指标分值为{p}分，按完成比例赋分",
        f"完成得{p}分，未完成按比例得分",
        f"该指标分值为{p}分，直接赋分",
    ]
    if target <= 60:
        deduct = show(points * FIFTH)
        kinds.append(f"完成{show(target)}{unit}得{p}分，每少一{unit}扣{deduct}分，扣完为止")
    return chance.choice(kinds)


def rate_wording(chance: Random, points: Decimal, target: Decimal, name: str) -> str:
    """For a rate in % to be reached."""
    p, t = show(points), show(target)
    kinds = [
        _threshold(p, "完成率"),
        _threshold(p, name),
        f"达到{t}%得{p}分，每低于1个百分点扣{show(points * FIFTH)}分，扣完为止",
        band_wording(points, target),
    ]
    return chance.choice(kinds)


def band_wording(points: Decimal, target: Decimal) -> str:
    """Bands down from the target: full, four fifths, half, nothing."""
    t, second, third = show(target), show(target - 5), show(target - 10)
    return (
        f"{t}%（含）以上计{show(points)}分，{second}（含）-{t}%计{show(points * FIFTH * 4)}分，"
        f"{third}（含）-{second}%计{show(points * HALF)}分，{third}%以下计0分"
    )


def term_wording(points: Decimal, days: int) -> str:
    """For a number of working days not to be passed."""
    return f"办结时间不超过{days}个工作日得{show(points)}分，每逾期一天扣{show(points * FIFTH)}分，扣完为止"


def deadline_wording(chance: Random, points: Decimal, deadline: str) -> str:
    """For a date not to be passed."""
    p = show(points)
    late = show(points * FIFTH)
    kinds = [
        f"{deadline}完成得{p}分，每延后1个月扣{late}分，扣完为止。",
        f"{deadline}完成得{p}分，每推迟一个月扣{late}分，扣完为止",
        f"{deadline}完成得{p}分，逾期不得分",
    ]
    return chance.choice(kinds)


def cost_wording(chance: Random, points: Decimal, budget: Decimal) -> str:
    """For an amount in 万元 not to be passed."""
    p, b = show(points), show(budget)
    kinds = [
        f"预算成本控制在{b}万元以内计{p}分，每超过1%扣权重分的5%，扣完为止",
        f"支出不超过{b}万元得{p}分；每超出1%扣{show(points * FIFTH)}分，扣完为止。",
        f"控制在{b}万元以内得{p}分，每超过1%扣权重分的10%，不足1%按1%计，扣完为止",
    ]
    return chance.choice(kinds)


def effect_wording(chance: Random, points: Decimal, topic: str, well: str, judged: str) -> str:
    """For an effect that a person judges."""
    p, half, quarter = show(points), show(points * HALF), show(points * HALF * HALF)
    kinds = [
        f"{topic}{well}得满分，共计{p}分，{judged}一般得{half}分，{judged}差不得分",
        f"{topic}{well}得{p}分，{judged}一般得{half}分，{judged}较差不得分。",
        f"该指标分值为{p}分，按达成/部分达成并具有一定效果/未达成且效果较差三档",
        f"①有年度方案计{half}分；②有过程记录计{quarter}分；③有总结评价计{quarter}分",
        f"该指标分值为{p}分，直接赋分",
    ]
    return chance.choice(kinds)


def _threshold(points: str, rate: str) -> str:
    return (
        f"该指标分值为{points}分，{rate}小于60%为不及格，不得分；大于等于60%的，按超过的比重赋分，"
        f"计算公式为：得分=（实际{rate}-60%）/（1-60%）×指标分值"
    )
