"""One table for all indicators that are scored by the same rule: at which actual value how many points.

Comes in: rows whose rules have the same shape. Goes out: `RuleTable` of final strings. Every score in it
is what the rule itself gives for the value printed beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from formgen.declaration.model import Operator
from formgen.messages import appendix as say
from formgen.scoring.dates import add_periods
from formgen.scoring.numbers import share, show
from formgen.scoring.resolve import RowRule
from formgen.scoring.rules.bands import Band, Bands
from formgen.scoring.rules.base import Answer, RuleBase
from formgen.scoring.rules.judged import Checklist
from formgen.scoring.rules.periods import PerUnit
from formgen.scoring.rules.ratio import Proportional, ThresholdLinear
from formgen.scoring.rules.steps import OverBudget, PercentPoints, side_of
from formgen.scoring.rules.tiers import TierRange, Tiers

ColumnKind = Literal["name", "target", "points", "value", "score", "amount", "text", "wide"]
"""value: stands beside its score, without a line between them. wide: a text that needs more room."""

RATES = tuple(Decimal(text) for text in ("1", "0.95", "0.9", "0.8", "0.7", "0.6"))
_FEW_STEPS = 6
_STEPS = (0, 1, 2, 3, 5, 10)
_BUDGET_STEPS = (0, 1, 2, 3, 5, 10, 15)
_OVERRUNS = tuple(Decimal(text) for text in ("0", "0.05", "0.1", "0.2", "0.5", "1"))
_CENT = Decimal("0.01")
_MEASURED = "%％‰元吨克米里升亩顷天日时月年周度瓦倍率点分万亿无/"
"""Signs of units that are measured and not counted: such a value may have places."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head with the columns and rows it covers."""

    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class RuleTable:
    """kinds: one per column; the first three are always name, target, points. heads: rows of heads, None
    where another head covers the place. rows: strings, one per column. foot: a last row of scores that
    hold for every row, from the fourth column on; () for none. rounded: an example of an actual value
    that was rounded up to a whole number, as (row, rate), for the note below the table."""

    kinds: tuple[ColumnKind, ...]
    heads: tuple[tuple[Head | None, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    rounded: tuple[RowRule, Decimal] | None = None


def score_text(row: RowRule, answer: Answer) -> str:
    """What the row's rule gives for this answer, with 2 places."""
    assert row.rule is not None
    score = row.rule.points_for(answer, row.facts)
    return say.BY_PERSON_SHORT if score is None else f"{score:.2f}"


def target_text(row: RowRule) -> str:
    """指标值 as people read it: ≥160件."""
    indicator = row.indicator
    target = (
        row.facts.quantity(indicator.target) if isinstance(indicator.target, Decimal) else indicator.target
    )
    operator = indicator.operator
    # A deadline in words (2023年12月前) says by itself on which side it lies.
    worded = operator is Operator.QUALITATIVE or row.facts.deadline is not None
    return f"{'' if worded else operator or ''}{target}"


def points_text(value: Decimal | None) -> str:
    return say.UNKNOWN_POINTS if value is None else show(value)


def lead_cells(row: RowRule) -> tuple[str, str, str]:
    """三级指标, 指标值, 分值."""
    return row.indicator.level3, target_text(row), points_text(row.points)


def rounded_up(value: Decimal, row: RowRule) -> Decimal:
    """The smallest value that people can state (a whole number where the unit is counted, else two
    places) and that reaches this one."""
    return value.quantize(_grain(row), rounding=ROUND_CEILING).normalize() + 0


def _grain(row: RowRule) -> Decimal:
    target = row.facts.number
    whole = target is not None and target == target.to_integral_value()
    measured = any(sign in row.facts.unit for sign in _MEASURED) or not row.facts.unit
    return Decimal(1) if whole and not measured else _CENT


# ── building blocks ──────────────────────────────────────────────────────────────────────────────


def _single_heads(heads: Sequence[str]) -> tuple[tuple[Head | None, ...], ...]:
    return (tuple(Head(text) for text in (*say.LEAD_HEADS, *heads)),)


def _grouped_heads(over: str, heads: Sequence[str], each: int) -> tuple[tuple[Head | None, ...], ...]:
    """Two rows: one head over all the rest, below it one per slot of `each` columns."""
    first: list[Head | None] = [Head(text, rowspan=2) for text in say.LEAD_HEADS]
    first += [Head(over, colspan=each * len(heads)), *[None] * (each * len(heads) - 1)]
    second: list[Head | None] = [None] * len(say.LEAD_HEADS)
    for text in heads:
        second += [Head(text, colspan=each), *[None] * (each - 1)]
    return tuple(first), tuple(second)


_LEAD: tuple[ColumnKind, ...] = ("name", "target", "points")
_TEXT: tuple[ColumnKind, ...] = ("text",)
_AMOUNT: tuple[ColumnKind, ...] = ("amount",)


def _pairs(
    rows: Sequence[RowRule],
    over: str,
    heads: Sequence[str],
    pairs: Callable[[RowRule], Iterable[tuple[str, str]]],
) -> RuleTable:
    """A table whose slots hold an actual value and its score."""
    kinds: tuple[ColumnKind, ...] = (*_LEAD, *(("value", "score") * len(heads)))
    lines = tuple((*lead_cells(row), *(text for pair in pairs(row) for text in pair)) for row in rows)
    return RuleTable(kinds, _grouped_heads(over, heads, 2), lines)


def _scores(
    rows: Sequence[RowRule], heads: Sequence[str], answers: Callable[[RowRule], Iterable[Answer]]
) -> RuleTable:
    """A table whose heads hold the actual values, the cells only scores."""
    kinds: tuple[ColumnKind, ...] = (*_LEAD, *_TEXT * len(heads))
    lines = tuple((*lead_cells(row), *(score_text(row, answer) for answer in answers(row))) for row in rows)
    return RuleTable(kinds, _single_heads(heads), lines)


def _texts(
    rows: Sequence[RowRule], heads: Sequence[str], texts: Callable[[RowRule], Iterable[str]]
) -> RuleTable:
    kinds: tuple[ColumnKind, ...] = (*_LEAD, *_TEXT * len(heads))
    return RuleTable(kinds, _single_heads(heads), tuple((*lead_cells(row), *texts(row)) for row in rows))


# ── rates ────────────────────────────────────────────────────────────────────────────────────────


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
            yield say.LESS.format(value=show(value)), score_text(row, value - _grain(row))

    over = say.VALUE_RATES if rule.base == "value" else say.RATES
    table = _pairs(rows, over, heads, pairs)
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
            if _grain(row) == 1 and target * rate != _at_rate(row, rule, rate):
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

        table = _pairs(rows, say.RATES, heads, pairs)
        return RuleTable(table.kinds, table.heads, table.rows, rounded=_find_rounded(rows, rule, rates))

    def over_pairs(row: RowRule) -> Iterable[tuple[str, str]]:
        for over in _OVERRUNS:
            value = rounded_up((row.facts.number or Decimal(0)) * (1 + over), row)
            yield show(value), score_text(row, value)

    heads = [say.NOT_OVER_TARGET, *(say.OVER_SHARE.format(share=share(over)) for over in _OVERRUNS[1:])]
    return _pairs(rows, say.OVERRUNS, heads, over_pairs)


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
        return [
            (target * (1 + rule.per_percent * step / 100)).quantize(_CENT, rounding=way) for step in steps
        ]

    if not alike:
        return _pairs(
            rows,
            over,
            heads,
            lambda row: [(f"{value:.2f}", score_text(row, value)) for value in amounts(row)],
        )
    lines = tuple((*lead_cells(row), *(f"{value:.2f}" for value in amounts(row))) for row in rows)
    foot = tuple(score_text(rows[0], value) for value in amounts(rows[0]))
    kinds: tuple[ColumnKind, ...] = (*_LEAD, *_AMOUNT * len(steps))
    return RuleTable(kinds, _grouped_heads(over, heads, 1), lines, foot)


def is_spending(rows: Sequence[RowRule]) -> bool:
    """Whether what is measured is money."""
    return all("元" in row.facts.unit for row in rows)


# ── steps ────────────────────────────────────────────────────────────────────────────────────────


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
        return _scores(rows, heads, values)
    heads = [say.FULL_HEAD, *(say.NTH_STEP.format(number=number) for number in numbers[1:])]
    return _pairs(
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
    return _scores(rows, heads, lambda row: days)


def _dates_table(rows: Sequence[RowRule], rule: PerUnit, steps: list[int]) -> RuleTable:
    """Deadlines that differ: the day of each step beside its score."""
    heads = [say.FULL_HEAD, *(say.NTH_STEP.format(number=step) for step in steps[1:])]

    def pairs(row: RowRule) -> Iterable[tuple[str, str]]:
        start = _bound(row).full_at
        assert isinstance(start, date)
        for step in steps:
            day = add_periods(start, step, int(rule.per_count), rule.per_unit) if step else start
            yield say.SHORT_DAY.format(year=day.year, month=day.month, day=day.day), score_text(row, day)

    return _pairs(rows, say.DAYS[rule.step], heads, pairs)


def percent_points_table(rows: Sequence[RowRule], rule: PercentPoints) -> RuleTable:
    steps = _step_numbers(rule)
    side = side_of(rows[0].facts, rule.side) or "over"
    sign = 1 if side == "over" else -1

    def values(row: RowRule) -> list[Decimal]:
        assert isinstance(row.rule, PercentPoints)
        return [row.rule.full_at + sign * rule.per * step for step in steps]

    return _stepped(rows, values, side, rule.step, lambda row, value: f"{show(value)}%", steps)


# ── bands, tiers, judgement ──────────────────────────────────────────────────────────────────────


def band_text(band: Band, sign: str) -> str:
    """95%（含）以上 · 90%（含）至95% · 不足80%."""
    low = "" if band.min is None else f"{show(band.min)}{sign}"
    high = "" if band.max is None else f"{show(band.max)}{sign}"
    if band.min is not None and band.min == band.max:
        return low
    if not high:
        return (say.FROM if band.min_in else say.ABOVE).format(limit=low)
    if not low:
        return (say.UP_TO if band.max_in else say.BELOW).format(limit=high)
    start = (say.LOW_IN if band.min_in else say.LOW_OUT).format(limit=low)
    return say.BETWEEN.format(low=start, high=f"{high}{say.INCLUDED if band.max_in else ''}")


def band_sign(row: RowRule) -> str:
    return "%" if row.facts.percent else ""


def ordered_bands(rule: Bands) -> list[Band]:
    """Best first."""
    rising = rule.bands[0].points < rule.bands[-1].points
    return list(reversed(rule.bands)) if rising else list(rule.bands)


def same_bands(rows: Sequence[RowRule]) -> bool:
    """Whether all rows have the same bands, whatever these are worth."""
    limits = {
        (band_sign(row), *((band.min, band.max, band.inclusive) for band in ordered_bands(row.rule)))
        for row in rows
        if isinstance(row.rule, Bands)
    }
    return len(limits) == 1


def bands_table(rows: Sequence[RowRule], rule: Bands) -> RuleTable:
    if not same_bands(rows):
        return _texts(rows, [tier_name(index) for index in range(len(rule.bands))], _band_cells)
    heads = [band_text(band, band_sign(rows[0])) for band in ordered_bands(rule)]

    def answers(row: RowRule) -> Iterable[Answer]:
        assert isinstance(row.rule, Bands)
        return [band.example() for band in ordered_bands(row.rule)]

    return _scores(rows, heads, answers)


def _band_cells(row: RowRule) -> Iterable[str]:
    assert isinstance(row.rule, Bands)
    for band in ordered_bands(row.rule):
        label, points = band_text(band, band_sign(row)), score_text(row, band.example())
        yield say.LABEL_WORTH.format(label=label, points=points)


def tier_name(index: int) -> str:
    return say.TIER.format(number=say.NUMERALS[index] if index < len(say.NUMERALS) else index + 1)


def tiers_table(rows: Sequence[RowRule], rule: Tiers) -> RuleTable:
    """Labels under heads with their points; beside the labels where the rows' points differ."""
    worth = {tuple(tier.points for tier in row.rule.tiers) for row in rows if isinstance(row.rule, Tiers)}
    alike = len(worth) == 1
    heads = [
        say.TIER_WORTH.format(tier=tier_name(index), points=f"{tier.points:.2f}")
        if alike
        else tier_name(index)
        for index, tier in enumerate(rule.tiers)
    ]

    def texts(row: RowRule) -> Iterable[str]:
        assert isinstance(row.rule, Tiers)
        for tier in row.rule.tiers:
            points = f"{tier.points:.2f}"
            yield tier.label if alike else say.LABEL_WORTH.format(label=tier.label, points=points)

    return _texts(rows, heads, texts)


def tier_range_table(rows: Sequence[RowRule], rule: TierRange) -> RuleTable:
    heads = [tier.label for tier in rule.tiers]

    def texts(row: RowRule) -> Iterable[str]:
        assert isinstance(row.rule, TierRange)
        for index in range(len(row.rule.tiers)):
            low, high = row.rule.limits(index)
            words = say.TOP_RANGE if index == 0 else say.POINTS_RANGE
            yield words.format(low=show(low), high=show(high))

    return _texts(rows, heads, texts)


def met_table(rows: Sequence[RowRule], rule: RuleBase) -> RuleTable:
    """Met or not; what a person decides is said with its limits."""

    def texts(row: RowRule) -> Iterable[str]:
        assert row.rule is not None
        for answer in (True, False):
            score = row.rule.score(answer, row.facts).score
            limits = say.PERSON_LIMITS.format(w=points_text(row.points))
            yield limits if score is None else f"{score:.2f}"

    return _texts(rows, say.MET_HEADS, texts)


def checklist_table(rows: Sequence[RowRule], rule: Checklist) -> RuleTable:
    heads = [say.ITEM.format(number=number) for number in range(1, len(rule.items) + 1)]

    def texts(row: RowRule) -> Iterable[str]:
        assert isinstance(row.rule, Checklist)
        return [
            say.LABEL_WORTH.format(label=item.label, points=f"{item.points:.2f}") for item in row.rule.items
        ]

    return _texts(rows, heads, texts)


def unread_table(rows: Sequence[RowRule], why: Callable[[RowRule], str]) -> RuleTable:
    """The official wording beside the reason why a person decides."""
    kinds: tuple[ColumnKind, ...] = (*_LEAD, "wide", "wide")
    lines = tuple(
        (*lead_cells(row), row.indicator.scoring.strip() or say.NOTHING_WRITTEN, why(row)) for row in rows
    )
    return RuleTable(kinds, _single_heads(say.UNREAD_HEADS), lines)


def sample_table(rows: Sequence[RowRule], rule: RuleBase) -> RuleTable:
    """For every other shape: the rule's own samples, actual values beside their scores."""
    count = len(rule.samples(rows[0].facts).rows)

    def pairs(row: RowRule) -> Iterable[tuple[str, str]]:
        assert row.rule is not None
        for sample in row.rule.samples(row.facts).rows:
            score = say.BY_PERSON_SHORT if sample.score is None else f"{sample.score:.2f}"
            yield sample.cells[-2], score

    heads = [say.NTH_SAMPLE.format(number=number) for number in range(1, count + 1)]
    return _pairs(rows, say.SAMPLES, heads, pairs)


def per_word(rule: PerUnit) -> str:
    """逐月, 逐日 …: how the periods of a step are called."""
    return say.EACH_PERIOD.get(rule.per, say.EACH_OTHER.format(per=rule.per_unit))


def thin_table(table: RuleTable, most: int) -> RuleTable:
    """The table with no more than so many slots of values and scores: the first ones and the last."""
    lead, each = len(_LEAD), 2 if "value" in table.kinds else 1
    slots = (len(table.kinds) - lead) // each
    if slots <= most or not {"value", "score", "amount"} & set(table.kinds):
        return table
    kept = [*range(most - 1), slots - 1]
    columns = [*range(lead), *(lead + slot * each + part for slot in kept for part in range(each))]

    def head_row(row: tuple[Head | None, ...]) -> tuple[Head | None, ...]:
        return tuple(
            Head(head.text, most * each) if head and head.colspan > each else head
            for head in (row[column] for column in columns)
        )

    return RuleTable(
        kinds=tuple(table.kinds[column] for column in columns),
        heads=tuple(head_row(row) for row in table.heads),
        rows=tuple(tuple(row[column] for column in columns) for row in table.rows),
        foot=tuple(table.foot[slot] for slot in kept) if table.foot else (),
        rounded=table.rounded,
    )
