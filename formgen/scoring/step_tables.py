"""Tables of rules that take off points step by step: for each day late, each piece short, each percent point.

Comes in: rows whose rules have the same shape. Goes out: `RuleTable`s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from formgen.messages import appendix as say
from formgen.scoring.dates import add_periods
from formgen.scoring.numbers import show
from formgen.scoring.resolve import RowRule
from formgen.scoring.rule_table import RuleTable, pairs_table, score_text, scores_table
from formgen.scoring.rules.periods import PerUnit
from formgen.scoring.rules.steps import PercentPoints, side_of

_FEW_STEPS = 6
_STEPS = (0, 1, 2, 3, 5, 10)


def _step_numbers(rule: PerUnit | PercentPoints) -> list[int]:
    """The first steps, and the one at which nothing is left."""
    last = ceil(Fraction(rule.points) / Fraction(rule.deduct))
    if last <= _FEW_STEPS:
        return list(range(last + 1))
    return [*(step for step in _STEPS if step < last), last]


def per_unit_table(rows: Sequence[RowRule], rule: PerUnit) -> RuleTable:
    full_at = _bound(rows[0]).full_at
    steps = _step_numbers(rule)
    if isinstance(full_at, date):
        alike = all(_bound(row).full_at == full_at for row in rows)
        return _date_table(rows, rule, full_at, steps) if alike else _dates_table(rows, rule, steps)

    def values(row: RowRule) -> list[Decimal]:
        bound = _bound(row)
        assert isinstance(bound.full_at, Decimal)
        sign = 1 if bound.side == "over" else -1
        return [bound.full_at + sign * rule.per_count * step for step in steps]

    side = _bound(rows[0]).side or "over"
    return _stepped(rows, values, side, rule.step, lambda row, value: quantity(value, row), steps)


def _bound(row: RowRule) -> PerUnit:
    assert isinstance(row.rule, PerUnit)
    return row.rule.bound(row.facts)


def quantity(value: Decimal, row: RowRule) -> str:
    """A value with its unit as people say it: 2个工作日."""
    text = row.facts.quantity(value)
    unit = row.facts.unit
    return f"{show(value)}{say.MEASURE_WORD}{unit}" if unit in say.MEASURED_UNITS else text


def _stepped(
    rows: Sequence[RowRule],
    values: Callable[[RowRule], list[Decimal]],
    side: str,
    step: str,
    name: Callable[[RowRule, Decimal], str],
    numbers: Sequence[int],
) -> RuleTable:
    """Scores under heads where all rows step at the same values, else values beside their scores."""
    first = values(rows[0])
    words = say.STEP_HEADS[side]
    if all(values(row) == first and row.facts.unit == rows[0].facts.unit for row in rows):
        heads = [words["full"].format(value=name(rows[0], first[0]))]
        heads += [words[step].format(value=name(rows[0], value)) for value in first[1:]]
        return scores_table(rows, heads, values)
    heads = [say.FULL_HEAD, *(say.NTH_STEP.format(number=number) for number in numbers[1:])]
    return pairs_table(
        rows,
        say.STEP_VALUES[side],
        heads,
        lambda row: [(show(value), score_text(row, value)) for value in values(row)],
    )


def _date_table(rows: Sequence[RowRule], rule: PerUnit, full_at: date, steps: list[int]) -> RuleTable:
    count = int(rule.per_count)
    days = [full_at, *(add_periods(full_at, step, count, rule.per_unit) for step in steps[1:])]
    heads = []
    year = 0
    for number, day in enumerate(days):
        # Months are counted by the day on which they are full, and so begin on it.
        ending = say.DAY_BY if number == 0 or rule.step == "ceil" else say.DAY_FROM
        shown = say.DAY if day.year == year else say.DAY_OF_YEAR
        heads.append(shown.format(year=day.year, month=day.month, day=day.day) + ending)
        year = day.year
    return scores_table(rows, heads, lambda row: days)


def _dates_table(rows: Sequence[RowRule], rule: PerUnit, steps: list[int]) -> RuleTable:
    """Deadlines that differ: the day of each step beside its score."""
    heads = [say.FULL_HEAD, *(say.NTH_STEP.format(number=step) for step in steps[1:])]

    def pairs(row: RowRule) -> Iterable[tuple[str, str]]:
        start = _bound(row).full_at
        assert isinstance(start, date)
        for step in steps:
            day = add_periods(start, step, int(rule.per_count), rule.per_unit) if step else start
            yield say.SHORT_DAY.format(year=day.year, month=day.month, day=day.day), score_text(row, day)

    return pairs_table(rows, say.DAYS[rule.step], heads, pairs)


def percent_points_table(rows: Sequence[RowRule], rule: PercentPoints) -> RuleTable:
    steps = _step_numbers(rule)
    side = side_of(rows[0].facts, rule.side) or "over"
    sign = 1 if side == "over" else -1

    def values(row: RowRule) -> list[Decimal]:
        assert isinstance(row.rule, PercentPoints)
        return [row.rule.full_at + sign * rule.per * step for step in steps]

    return _stepped(rows, values, side, rule.step, lambda row, value: f"{show(value)}%", steps)


def per_word(rule: PerUnit) -> str:
    """逐月, 逐日 …: how the periods of a step are called."""
    return say.EACH_PERIOD.get(rule.per, say.EACH_OTHER.format(per=rule.per_unit))
