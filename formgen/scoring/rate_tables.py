"""Tables of rules that follow a rate: of the target reached, or of what goes beyond it.

Comes in: rows whose rules have the same shape. Goes out: `RuleTable`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from math import ceil

from formgen.messages import appendix as say
from formgen.scoring.numbers import share, show
from formgen.scoring.resolve import RowRule
from formgen.scoring.rule_table import (
    AMOUNT,
    CENT,
    LEAD,
    ColumnKind,
    RuleTable,
    grain,
    grouped_heads,
    lead_cells,
    pairs_table,
    rounded_up,
    score_text,
)
from formgen.scoring.rules.base import RuleBase
from formgen.scoring.rules.ratio import Proportional, ThresholdLinear
from formgen.scoring.rules.steps import OverBudget

RATES = tuple(Decimal(text) for text in ("1", "0.95", "0.9", "0.8", "0.7", "0.6"))
_BUDGET_STEPS = (0, 1, 2, 3, 5, 10, 15)
_OVERRUNS = tuple(Decimal(text) for text in ("0", "0.05", "0.1", "0.2", "0.5", "1"))


def threshold_table(rows: Sequence[RowRule], rule: ThresholdLinear) -> RuleTable:
    """At 100 %, 95 % … down to the pass line, and below it."""
    floor = rule.floor
    rates = [*(rate for rate in RATES if rate > floor), floor] if floor else [*RATES, Decimal(0)]
    heads = [say.FULL_RATE, *(share(rate) for rate in rates[1:])]
    heads += [say.BELOW.format(limit=share(floor))] if floor else []

    def pairs(row: RowRule) -> Iterable[tuple[str, str]]:
        for rate in rates:
            value = _at_rate(row, rule, rate)
            yield show(value), score_text(row, value)
        if floor:
            value = _at_rate(row, rule, floor)
            yield say.LESS.format(value=show(value)), score_text(row, value - grain(row))

    over = say.VALUE_RATES if rule.base == "value" else say.RATES
    table = pairs_table(rows, over, heads, pairs)
    return RuleTable(table.kinds, table.heads, table.rows, rounded=_find_rounded(rows, rule, rates))


def _at_rate(row: RowRule, rule: RuleBase, rate: Decimal) -> Decimal:
    by_value = isinstance(rule, ThresholdLinear) and rule.base == "value"
    whole = Decimal(100) if by_value else row.facts.number or Decimal(0)
    return rounded_up(whole * rate, row)


def _find_rounded(
    rows: Sequence[RowRule], rule: RuleBase, rates: Sequence[Decimal]
) -> tuple[RowRule, Decimal] | None:
    for row in rows:
        for rate in rates:
            target = row.facts.number or Decimal(0)
            if grain(row) == 1 and target * rate != _at_rate(row, rule, rate):
                return row, rate
    return None


def proportional_table(rows: Sequence[RowRule], rule: Proportional) -> RuleTable:
    if rows[0].facts.upward:
        rates = (*RATES, Decimal(0))
        heads = [say.FULL_RATE, *(share(rate) for rate in rates[1:])]

        def pairs(row: RowRule) -> Iterable[tuple[str, str]]:
            for rate in rates:
                value = _at_rate(row, rule, rate)
                yield show(value), score_text(row, value)

        table = pairs_table(rows, say.RATES, heads, pairs)
        return RuleTable(table.kinds, table.heads, table.rows, rounded=_find_rounded(rows, rule, rates))

    def over_pairs(row: RowRule) -> Iterable[tuple[str, str]]:
        for over in _OVERRUNS:
            value = rounded_up((row.facts.number or Decimal(0)) * (1 + over), row)
            yield show(value), score_text(row, value)

    heads = [say.NOT_OVER_TARGET, *(say.OVER_SHARE.format(share=share(over)) for over in _OVERRUNS[1:])]
    return pairs_table(rows, say.OVERRUNS, heads, over_pairs)


def over_budget_table(rows: Sequence[RowRule], rule: OverBudget) -> RuleTable:
    """Amounts at the first steps and where nothing is left; one line of scores where all rows are worth
    the same."""
    last = ceil(Fraction(1) / Fraction(rule.deduct_share))
    alike = len({row.points for row in rows}) == 1
    steps = [step for step in _BUDGET_STEPS if step < last]
    steps = [*(steps if alike else steps[:5]), last]
    heads = [
        say.NOT_OVER_TARGET,
        *(say.OVER_SHARE.format(share=f"{show(rule.per_percent * step)}%") for step in steps[1:-1]),
        say.OVER_LAST[rule.step].format(share=f"{show(rule.per_percent * last)}%"),
    ]
    units = {row.facts.unit for row in rows}
    unit = say.IN_UNIT.format(unit=units.pop()) if len(units) == 1 and "" not in units else ""
    over = say.AMOUNTS[rule.step].format(what=say.SPENT if is_spending(rows) else say.ACTUAL, unit=unit)

    def amounts(row: RowRule) -> list[Decimal]:
        target = row.facts.number or Decimal(0)
        way = ROUND_FLOOR if rule.step == "ceil" else ROUND_CEILING
        return [(target * (1 + rule.per_percent * step / 100)).quantize(CENT, rounding=way) for step in steps]

    if not alike:
        return pairs_table(
            rows,
            over,
            heads,
            lambda row: [(f"{value:.2f}", score_text(row, value)) for value in amounts(row)],
        )
    lines = tuple((*lead_cells(row), *(f"{value:.2f}" for value in amounts(row))) for row in rows)
    foot = tuple(score_text(rows[0], value) for value in amounts(rows[0]))
    kinds: tuple[ColumnKind, ...] = (*LEAD, *AMOUNT * len(steps))
    return RuleTable(kinds, grouped_heads(over, heads, 1), lines, foot)


def is_spending(rows: Sequence[RowRule]) -> bool:
    """Whether what is measured is money."""
    return all("元" in row.facts.unit for row in rows)
