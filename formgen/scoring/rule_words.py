"""What a rule says: its method, formula, full and zero marks in words, for all its indicators at once.

Comes in: rows whose rules have the same shape. Goes out: `Words`; what differs from row to row is named, not
counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from formgen.messages import appendix as say
from formgen.scoring.band_tables import band_sign, band_text, ordered_bands, same_bands, tier_name
from formgen.scoring.dates import add_periods
from formgen.scoring.numbers import share, show
from formgen.scoring.rate_tables import is_spending
from formgen.scoring.resolve import RowRule
from formgen.scoring.rules.bands import Bands
from formgen.scoring.rules.base import RuleBase
from formgen.scoring.rules.judged import Checklist, Discretionary, YesNo
from formgen.scoring.rules.periods import PerUnit
from formgen.scoring.rules.ratio import Proportional, ThresholdLinear
from formgen.scoring.rules.steps import OverBudget, PercentPoints, side_of
from formgen.scoring.rules.tiers import TierRange, Tiers
from formgen.scoring.step_tables import per_word, quantity
from formgen.scoring.units import WORKDAY_UNITS, name_unit


@dataclass(frozen=True, slots=True)
class Words:
    """What a shape says. formula "" where the method says it all."""

    title: str
    method: str
    formula: str
    full: str
    zero: str


def taken_share(rule: PerUnit | PercentPoints) -> Fraction:
    """What a step takes off, as a share of full points: rows of other points step alike."""
    return Fraction(rule.deduct) / Fraction(rule.points)


def own_words(rows: Sequence[RowRule], rule: RuleBase) -> Words:
    """The rule's own sentences, for shapes with limits of their own."""
    facts = rows[0].facts
    return Words(
        rule.name,
        rule.reading(facts),
        rule.formula(facts),
        rule.full_condition(facts),
        rule.zero_condition(facts),
    )


def say_rule(rows: Sequence[RowRule], rule: RuleBase) -> Words:
    match rule:
        case ThresholdLinear():
            return _say_threshold(rows, rule)
        case Proportional():
            return Words(*(say.PROPORTIONAL if rows[0].facts.upward else say.PROPORTIONAL_DOWN))
        case OverBudget():
            return _say_budget(rows, rule)
        case PerUnit() if isinstance(rule.bound(rows[0].facts).full_at, date):
            return _say_late(rows, rule)
        case PerUnit():
            return _say_units(rows, rule)
        case PercentPoints():
            return _say_percent_points(rows, rule)
        case Bands():
            return _say_bands(rows, rule)
        case Tiers():
            return _say_tiers(rule)
        case TierRange():
            first, last = rule.tiers[0].label, rule.tiers[-1].label
            return Words(*(text.format(first=first, last=last) for text in say.TIER_RANGE))
        case Checklist():
            return Words(*say.CHECKLIST)
        case YesNo():
            return Words(*say.YES_NO)
        case Discretionary():
            return Words(*say.DISCRETIONARY)
    return own_words(rows, rule)


def _say_threshold(rows: Sequence[RowRule], rule: ThresholdLinear) -> Words:
    rate = say.RATE_OF_VALUE if rule.base == "value" else say.RATE_OF_TARGET
    values = {"rate": rate, "floor": share(rule.floor)}
    what = say.RATE_IS_VALUE if rule.base == "value" else say.RATE_IS
    two_readings = any(note.code.value == "two_readings" for row in rows for note in row.notes)
    if two_readings and rule.base == "target":
        what += say.RATE_OF_PERCENT
    method = what + (say.THRESHOLD_METHOD if rule.floor else say.NO_FLOOR_METHOD).format(**values)
    return Words(
        say.THRESHOLD_TITLE if rule.floor else say.PROPORTIONAL[0],
        method,
        (say.THRESHOLD_FORMULA if rule.floor else say.NO_FLOOR_FORMULA).format(**values),
        say.RATE_FULL.format(**values),
        (say.RATE_ZERO if rule.floor else say.NO_FLOOR_ZERO).format(**values),
    )


def _deducted(rows: Sequence[RowRule], rule: PerUnit | PercentPoints) -> str:
    """What a step takes off: in points, or as a share where the rows' points differ."""
    if _same_points(rows) is not None:
        return say.DEDUCTED.format(points=show(rule.deduct))
    taken = _decimal(taken_share(rule))
    return say.DEDUCTED_SHARE.format(share=share(taken) if taken == round(taken, 6) else taken_share(rule))


def _lost_per_step(rows: Sequence[RowRule], rule: PerUnit | PercentPoints) -> str:
    """The same in a formula: 1, or 分值×20%."""
    if _same_points(rows) is not None:
        return show(rule.deduct)
    taken = _decimal(taken_share(rule))
    return f"{say.POINTS}×{share(taken) if taken == round(taken, 6) else taken_share(rule)}"


def _begun(rows: Sequence[RowRule], rule: OverBudget | PerUnit | PercentPoints, each: str) -> str:
    """How a begun step counts; with † where no wording says it."""
    stated = all(row.origin == "declared" or (row.reading and row.reading.step_stated) for row in rows)
    mark = "" if stated else say.MARK
    return say.BEGUN[rule.step].format(each=each, mark=mark)


def _same_points(rows: Sequence[RowRule]) -> Decimal | None:
    points = {row.points for row in rows}
    return points.pop() if len(points) == 1 else None


def _say_budget(rows: Sequence[RowRule], rule: OverBudget) -> Words:
    each = f"{show(rule.per_percent)}%"
    points = _same_points(rows)
    taken = "" if points is None else say.TAKEN.format(points=f"{points * rule.deduct_share:.2f}")
    last = Fraction(1) / Fraction(rule.deduct_share)
    steps = ceil(last) if rule.step != "exact" else last
    zero = rule.per_percent * (
        Decimal(steps) if isinstance(steps, int) else Decimal(steps.numerator) / steps.denominator
    )
    what = say.SPENT if is_spending(rows) else say.ACTUAL
    over = say.OVERSPENT if is_spending(rows) else say.EXCEEDED
    zero_words = say.BUDGET_ZERO_CEIL if rule.step == "ceil" else say.BUDGET_ZERO
    if rule.step == "ceil":
        zero -= rule.per_percent
    return Words(
        say.BUDGET_TITLE if is_spending(rows) else say.BUDGET_TITLE_OTHER,
        say.BUDGET_METHOD.format(
            what=what, each=each, share=share(rule.deduct_share), taken=taken, begun=_begun(rows, rule, each)
        ),
        say.BUDGET_FORMULA.format(
            share=share(rule.deduct_share),
            each="" if rule.per_percent == 1 else say.DIVIDED.format(each=show(rule.per_percent)),
            over=over,
            whole=say.WHOLE[rule.step],
        ),
        say.NOT_OVER_TARGET,
        zero_words.format(over=over, share=f"{show(zero)}%"),
    )


def _steps_to_zero(points: Decimal, deduct: Decimal, step: str) -> Fraction:
    """How far past the full mark, in steps, nothing is left."""
    steps = Fraction(points) / Fraction(deduct)
    return steps if step == "exact" else Fraction(ceil(steps) - (1 if step == "ceil" else 0))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


def _each(count: Decimal, unit: str) -> str:
    return f"{show(count)}{say.MEASURE_WORD if unit in say.MEASURED_UNITS else ''}{unit}"


def _say_late(rows: Sequence[RowRule], rule: PerUnit) -> Words:
    days = {row.rule.bound(row.facts).full_at for row in rows if isinstance(row.rule, PerUnit)}
    day = days.pop() if len(days) == 1 else None
    each, points = _each(rule.per_count, rule.per_unit), _same_points(rows)
    facts = rows[0].facts
    shown = facts.quantity(day) if isinstance(day, date) else say.DEADLINE
    zero = say.USED_UP
    if points is not None and isinstance(day, date) and rule.step != "exact":
        steps = int(_steps_to_zero(points, rule.deduct, rule.step))
        end = add_periods(day, steps, int(rule.per_count), rule.per_unit)
        words = say.LATE_ZERO_CEIL if rule.step == "ceil" else say.LATE_ZERO
        zero = words.format(day=facts.quantity(end))
    return Words(
        say.LATE_TITLE.format(period=per_word(rule)),
        say.LATE_METHOD.format(
            day=shown, each=each, deducted=_deducted(rows, rule), begun=_begun(rows, rule, each)
        ),
        say.LATE_FORMULA.format(
            w=say.POINTS if points is None else show(points),
            deduct=_lost_per_step(rows, rule),
            unit=rule.per_unit if rule.per_count == 1 else each,
            whole=say.WHOLE[rule.step],
        ),
        say.LATE_FULL.format(day=shown),
        zero,
    )


def _say_units(rows: Sequence[RowRule], rule: PerUnit) -> Words:
    bounds = {row.rule.bound(row.facts).full_at for row in rows if isinstance(row.rule, PerUnit)}
    limit = bounds.pop() if len(bounds) == 1 else None
    side = rule.bound(rows[0].facts).side or "over"
    shown = say.TARGET_WORD if limit is None else quantity(Decimal(str(limit)), rows[0])
    unit = say.WORKDAY if is_workday(rows[0].facts.unit) else rule.per_unit
    each = _each(rule.per_count, unit)
    period = say.IN_TIME if rule.per in say.EACH_PERIOD and side == "over" else side

    def at(steps: Fraction) -> str:
        distance = _decimal(steps) * rule.per_count
        return quantity(Decimal(str(limit)) + (distance if side == "over" else -distance), rows[0])

    return _say_stepped(
        rows,
        rule,
        say.UNIT_WORDS[period],
        shown,
        each,
        unit,
        at if limit is not None else None,
        per_word(rule),
    )


def is_workday(unit: str) -> bool:
    """A row in working days is stepped in working days, though its wording says 天."""
    return name_unit(unit) in WORKDAY_UNITS


def _say_percent_points(rows: Sequence[RowRule], rule: PercentPoints) -> Words:
    limits = {row.rule.full_at for row in rows if isinstance(row.rule, PercentPoints)}
    limit = limits.pop() if len(limits) == 1 else None
    side = side_of(rows[0].facts, rule.side) or "over"
    shown = say.TARGET_WORD if limit is None else f"{show(limit)}%"

    def at(steps: Fraction) -> str:
        distance = _decimal(steps) * rule.per
        return f"{show((limit or Decimal(0)) + (distance if side == 'over' else -distance))}%"

    each = say.PERCENT_POINT.format(count=show(rule.per))
    return _say_stepped(
        rows,
        rule,
        say.UNIT_WORDS[side],
        shown,
        each,
        say.PERCENT_POINTS,
        at if limit is not None else None,
        say.BY_POINTS,
    )


def _say_stepped(
    rows: Sequence[RowRule],
    rule: PerUnit | PercentPoints,
    words: dict[str, str],
    limit: str,
    each: str,
    unit: str,
    at: Callable[[Fraction], str] | None,
    period: str,
) -> Words:
    points = _same_points(rows)
    count = rule.per_count if isinstance(rule, PerUnit) else rule.per
    zero = say.USED_UP
    if points is not None and at is not None:
        end = at(_steps_to_zero(points, rule.deduct, rule.step))
        zero = words["zero_ceil" if rule.step == "ceil" else "zero"].format(value=end)
    return Words(
        words["title"].format(period=period),
        words["method"].format(
            limit=limit, each=each, deducted=_deducted(rows, rule), begun=_begun(rows, rule, each)
        ),
        words["formula"].format(
            w=say.POINTS if points is None else show(points),
            deduct=_lost_per_step(rows, rule),
            unit=_each(count, unit) if count != 1 else f"{say.MEASURE_OF.get(unit, '')}{unit}",
            whole=say.WHOLE[rule.step],
        ),
        words["full"].format(limit=limit),
        zero,
    )


def _say_bands(rows: Sequence[RowRule], rule: Bands) -> Words:
    marked = any(
        say.INCLUDED in band_text(band, band_sign(row))
        for row in rows
        if isinstance(row.rule, Bands)
        for band in row.rule.bands
    )
    method = say.BANDS_METHOD + (say.BANDS_MARKED if marked else "") + say.STOP
    if not same_bands(rows):
        return Words(say.BANDS_TITLE, method, "", tier_name(0), "")
    bands, sign = ordered_bands(rule), band_sign(rows[0])
    full = say.OR.join(band_text(band, sign) for band in bands if band.points == rule.full)
    zero = say.OR.join(band_text(band, sign) for band in bands if band.points == 0)
    return Words(say.BANDS_TITLE, method, "", full, zero or say.NEVER_ZERO)


def _say_tiers(rule: Tiers) -> Words:
    full = say.OR.join(tier_name(i) for i, tier in enumerate(rule.tiers) if tier.points == rule.full)
    zero = say.OR.join(tier_name(i) for i, tier in enumerate(rule.tiers) if tier.points == 0)
    count = len(rule.tiers)
    number = say.COUNTS[count] if count < len(say.COUNTS) else str(count)
    return Words(
        say.TIERS_TITLE.format(count=number),
        say.TIERS_METHOD.format(count=number),
        "",
        say.JUDGED_AS.format(tier=full),
        say.JUDGED_AS.format(tier=zero) if zero else say.NEVER_ZERO,
    )
