"""The indicators of a made-up department: spread over the 二级指标 of the form, adding up to its total.

Comes in: a source of chance and a department. Goes out: indicators in the order of the form, valid under
the checks. Called by `bench.generate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, count, product
from random import Random

from bench import content, wordings
from formgen.declaration.model import NO_VALUE, Indicator, Operator
from formgen.declaration.profile import Profile

FEWEST_ROWS = 3
_FIRST = ("数量指标", "社会效益指标", "服务对象满意度指标", "质量指标", "时效指标", "成本指标", "经济效益指标", "可持续影响指标",
          "生态效益指标")  # fmt: skip
"""One row each in this order; what is left out of a short form is what forms leave out."""

_WEIGHTS = {"数量指标": 5, "质量指标": 4, "时效指标": 2, "成本指标": 3, "经济效益指标": 1, "社会效益指标": 2,
            "生态效益指标": 1, "可持续影响指标": 1, "服务对象满意度指标": 1}  # fmt: skip
_SPLITS = ((40, 40, 20), (50, 30, 20), (50, 40, 10), (60, 30, 10))
_STEPS = (Decimal(1), Decimal("0.5"), Decimal("0.1"), Decimal("0.01"))
_SHARE_NOT_APPLICABLE, _SHARE_POINTS, _SHARE_REMARKS = 0.25, 0.2, 0.1


@dataclass
class Department:
    """Who declares. names: per 二级指标, names not used yet."""

    name: str
    place: str
    kind: content.Kind
    year: int
    names: dict[str, Iterator[str]] = field(default_factory=dict)


def make_indicators(
    chance: Random, department: Department, profile: Profile, rows: int
) -> tuple[Indicator, ...]:
    """So many rows. Raises ValueError for fewer than FEWEST_ROWS."""
    if rows < FEWEST_ROWS:
        raise ValueError(f"rows: at least {FEWEST_ROWS}")
    counts = _spread(chance, profile, rows)
    made: list[Indicator] = []
    for (level1, below), share in zip(profile.taxonomy.items(), chance.choice(_SPLITS), strict=True):
        places = [level2 for level2 in below for _ in range(counts.get(level2, 0))]
        empty = (
            "生态效益指标"
            if chance.random() < _SHARE_NOT_APPLICABLE and counts.get("生态效益指标") == 1
            else ""
        )
        scored = [level2 for level2 in places if level2 != empty]
        points = iter(_allot(chance, len(scored), Decimal(share)))
        for level2 in places:
            if level2 == empty:
                made.append(_not_applicable(level1, level2))
            else:
                made.append(_MAKERS[level2](chance, department, level1, level2, next(points)))
    return tuple(made)


def _spread(chance: Random, profile: Profile, rows: int) -> dict[str, int]:
    """二级指标 → rows; no more than the checks like, as long as there is room elsewhere."""
    counts = dict.fromkeys(_FIRST[:rows], 1)
    most = profile.checks.most_per_level2
    for _ in range(rows - len(counts)):
        free = [name for name in _WEIGHTS if counts[name] < most] or list(_WEIGHTS)
        chosen = chance.choices(free, [_WEIGHTS[name] for name in free])[0]
        counts[chosen] += 1
    return counts


def _allot(chance: Random, rows: int, total: Decimal) -> list[Decimal]:
    """Points per row, each at least one step, together the total."""
    step = next(step for step in _STEPS if total / step >= rows)
    shares = [1] * rows
    for _ in range(int(total / step) - rows):
        shares[chance.randrange(rows)] += 1
    return [share * step for share in shares]


def _not_applicable(level1: str, level2: str) -> Indicator:
    return Indicator(
        level1=level1, level2=level2, level3=NO_VALUE, operator=Operator.QUALITATIVE, target=NO_VALUE,
        unit=NO_VALUE, explanation=NO_VALUE, scoring=NO_VALUE,
    )  # fmt: skip


def _next_name(chance: Random, department: Department, level2: str, names: Sequence[str]) -> str:
    """A name of the 二级指标 that no other row has."""
    if level2 not in department.names:
        mixed = chance.sample(names, len(names))
        again = (f"{name}（第{number}批）" for number in count(2) for name in mixed)
        department.names[level2] = chain(mixed, again)
    return next(department.names[level2])


def _row(chance: Random, department: Department, points: Decimal, **values: object) -> Indicator:
    """The row with what every row has."""
    explanation = chance.choice(content.EXPLANATIONS).format(
        place=department.name,
        year=department.year,
        topic=values["level3"],
        source=chance.choice(content.SOURCES),
    )
    named = points if chance.random() < _SHARE_POINTS else None
    remark = f"{department.year}年新增" if chance.random() < _SHARE_REMARKS else ""
    return Indicator.model_validate(
        {"explanation": explanation, "points": named, "remark": remark, "unit": "", **values}
    )


def _make_count(
    chance: Random, department: Department, level1: str, level2: str, points: Decimal
) -> Indicator:
    kinds = {f"{task}{kind[0]}": kind for task, kind in product(department.kind.tasks, content.COUNTS)}
    name = _next_name(chance, department, level2, list(kinds))
    _, unit, fewest, most = kinds[name.partition("（第")[0]]
    target = Decimal(_round_number(chance.randint(fewest, most)))
    return _row(
        chance, department, points, level1=level1, level2=level2, level3=name,
        operator=Operator.AT_LEAST, target=target, unit=unit,
        scoring=wordings.count_wording(chance, points, target, unit),
    )  # fmt: skip


def _round_number(number: int) -> int:
    """Large targets are declared in round numbers."""
    return number if number < 100 else number // 10 * 10 if number < 1000 else number // 100 * 100


def _make_rate(
    chance: Random, department: Department, level1: str, level2: str, points: Decimal
) -> Indicator:
    names = [f"{task}{rate}" for task, rate in product(department.kind.tasks, content.RATES)]
    name = _next_name(chance, department, level2, names)
    target = Decimal(chance.choice((85, 90, 92, 95, 96, 98)))
    return _row(
        chance, department, points, level1=level1, level2=level2, level3=name,
        operator=Operator.AT_LEAST, target=target, unit="%",
        scoring=wordings.rate_wording(chance, points, target, name.partition("（第")[0]),
    )  # fmt: skip


def _make_time(
    chance: Random, department: Department, level1: str, level2: str, points: Decimal
) -> Indicator:
    names = [f"{task}{kind}" for task, kind in product(department.kind.tasks, ("完成时间", "事项办理时限"))]
    name = _next_name(chance, department, level2, names)
    values: dict[str, object] = {"level1": level1, "level2": level2, "level3": name}
    if "完成时间" in name:
        deadline = f"{department.year}年{chance.choice((6, 9, 10, 11, 12))}月底前"
        wording = wordings.deadline_wording(chance, points, deadline)
        values |= {"operator": Operator.QUALITATIVE, "target": deadline, "scoring": wording}
    else:
        days = chance.randint(2, 20)
        wording = wordings.term_wording(points, days)
        values |= {
            "operator": Operator.AT_MOST, "target": Decimal(days), "unit": "工作日", "scoring": wording,
        }  # fmt: skip
    return _row(chance, department, points, **values)


def _make_cost(
    chance: Random, department: Department, level1: str, level2: str, points: Decimal
) -> Indicator:
    names = [*content.COSTS, *(f"{task}经费" for task in department.kind.tasks)]
    budget = Decimal(chance.randint(300, 900_000)) / 100
    return _row(
        chance, department, points, level1=level1, level2=level2,
        level3=_next_name(chance, department, level2, names), operator=Operator.AT_MOST, target=budget,
        unit="万元", scoring=wordings.cost_wording(chance, points, budget),
    )  # fmt: skip


def _make_effect(
    chance: Random, department: Department, level1: str, level2: str, points: Decimal
) -> Indicator:
    effects = {effect[0]: effect for effect in content.EFFECTS[level2]}
    for task, effect in product(department.kind.tasks, content.EFFECTS[level2]):
        effects[f"{task}{effect[0]}"] = effect
    name = _next_name(chance, department, level2, list(effects))
    topic, well, judged = effects[name.partition("（第")[0]]
    return _row(
        chance, department, points, level1=level1, level2=level2, level3=name,
        operator=Operator.QUALITATIVE, target=well,
        scoring=wordings.effect_wording(chance, points, topic, well, judged),
    )  # fmt: skip


def _make_satisfaction(
    chance: Random, department: Department, level1: str, level2: str, points: Decimal
) -> Indicator:
    names = [f"{department.kind.people}满意度", *(f"{task}服务对象满意度" for task in department.kind.tasks)]
    target = Decimal(chance.choice((85, 90, 95)))
    return _row(
        chance, department, points, level1=level1, level2=level2,
        level3=_next_name(chance, department, level2, names), operator=Operator.AT_LEAST, target=target,
        unit="%", scoring=wordings.band_wording(points, target),
    )  # fmt: skip


_Maker = Callable[[Random, Department, str, str, Decimal], Indicator]
_MAKERS: dict[str, _Maker] = {
    "数量指标": _make_count,
    "质量指标": _make_rate,
    "时效指标": _make_time,
    "成本指标": _make_cost,
    **dict.fromkeys(content.EFFECTS, _make_effect),
    "服务对象满意度指标": _make_satisfaction,
}
