"""评分办法 as data: each distinct rule once, in words, with the table of its indicators.

Comes in: the rows of a form with the rules in force. Goes out: `RuleSection`s in the order of the form,
those that a person decides last. Rules are one where they have the same shape and
the same parameters; full points may differ, for the table names them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from formgen.messages import appendix as say
from formgen.scoring.dates import add_periods
from formgen.scoring.numbers import share, show
from formgen.scoring.points import add_points
from formgen.scoring.resolve import RowRule
from formgen.scoring.rule_tables import (
    RuleTable,
    band_sign,
    band_text,
    bands_table,
    checklist_table,
    is_spending,
    met_table,
    ordered_bands,
    over_budget_table,
    per_unit_table,
    per_word,
    percent_points_table,
    points_text,
    proportional_table,
    quantity,
    same_bands,
    sample_table,
    threshold_table,
    tier_name,
    tier_range_table,
    tiers_table,
    unread_table,
)
from formgen.scoring.rules.bands import Bands
from formgen.scoring.rules.base import RuleBase
from formgen.scoring.rules.judged import Checklist, Discretionary, YesNo
from formgen.scoring.rules.periods import PerUnit
from formgen.scoring.rules.ratio import Proportional, ThresholdLinear
from formgen.scoring.rules.steps import OverBudget, PercentPoints, side_of
from formgen.scoring.rules.tiers import TierRange, Tiers
from formgen.scoring.units import WORKDAY_UNITS, name_unit

_FEW_SETS = 2
"""Sets of bands that have a table each."""

Labelled = tuple[str, str]
"""办法, 公式, 满分, 零分 or 依据, and what it says."""

_LIMITS = frozenset(
    {"of", "zero_below", "zero_above", "zero_inclusive", "most_off", "least", "free", "open_borders"}
)
"""Parameters that change a rule's plain shape."""


@dataclass(frozen=True, slots=True)
class RuleSection:
    """One rule. count: how many indicators it scores, with their points, as printed. lines: each a line
    of labelled texts. notes: below the table. indexes: the rows, as the declaration counts them."""

    title: str
    count: str
    lines: tuple[tuple[Labelled, ...], ...]
    table: RuleTable
    notes: tuple[str, ...]
    indexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """What a shape says. formula "" where the method says it all."""

    title: str
    method: str
    formula: str
    full: str
    zero: str


def rule_sections(rows: Sequence[RowRule]) -> tuple[RuleSection, ...]:
    """Sections of all counted rows."""
    groups: dict[Hashable, list[RowRule]] = {}
    for row in rows:
        if row.counted and row.rule is not None:
            groups.setdefault(_shape(row, row.rule), []).append(row)
    sections = [_section(group) for group in _merge_bands(list(groups.values()))]
    unread = [row for row in rows if row.counted and row.rule is None]
    return (*_told_once(sections), *([_unread_section(unread)] if unread else []))


def _told_once(sections: Sequence[RuleSection]) -> Iterator[RuleSection]:
    """How whole numbers are listed is explained below the first table that lists any."""
    told = False
    for section in sections:
        yield replace(section, notes=()) if told else section
        told = told or bool(section.notes)


def _merge_bands(groups: list[list[RowRule]]) -> list[list[RowRule]]:
    """Many sets of bands in one table, those of as many bands together; a few sets have one each."""
    sets = Counter(_bands_of(group) for group in groups)
    merged: dict[Hashable, list[RowRule]] = {}
    for number, group in enumerate(groups):
        count = _bands_of(group)
        merged.setdefault(count if count and sets[count] > _FEW_SETS else -number, []).extend(group)
    return [sorted(group, key=lambda row: row.index) for group in merged.values()]


def _bands_of(group: list[RowRule]) -> int:
    """How many plain bands the group has; 0 where it is scored in another way."""
    rule = group[0].rule
    return len(rule.bands) if isinstance(rule, Bands) and not _limits(rule) else 0


# ── which rules are one ──────────────────────────────────────────────────────────────────────────


def _limits(rule: RuleBase) -> tuple[tuple[str, Any], ...]:
    """The limits that are set, which plain shapes do not have."""
    fields = type(rule).model_fields
    return tuple(
        (name, getattr(rule, name))
        for name in sorted(_LIMITS & fields.keys())
        if getattr(rule, name) != fields[name].default
    )


def _shape(row: RowRule, rule: RuleBase) -> Hashable:
    """Equal for rows that are scored by one rule."""
    facts = row.facts
    if _limits(rule) or _never_divides(row, rule):
        return (rule.kind, rule.reading(facts), facts.unit)
    match rule:
        case ThresholdLinear():
            return (rule.kind, rule.floor, rule.base)
        case Proportional():
            return (rule.kind, facts.upward)
        case OverBudget():
            return (rule.kind, rule.per_percent, rule.deduct_share, rule.step, "元" in facts.unit)
        case PerUnit():
            bound = rule.bound(facts)
            dated = isinstance(bound.full_at, date)
            return (rule.kind, _taken(rule), rule.per, rule.step, bound.side, dated)
        case PercentPoints():
            return (rule.kind, _taken(rule), rule.per, rule.step, side_of(facts, rule.side))
        case Bands():
            limits: Hashable = tuple((band.min, band.max, band.inclusive) for band in rule.bands)
            return (rule.kind, limits, facts.unit, rule.bands[0].points < rule.bands[-1].points)
        case Tiers():
            return (rule.kind, len(rule.tiers), tuple(tier.points / rule.full for tier in rule.tiers))
        case TierRange():
            return (rule.kind, rule.tiers)
        case Checklist():
            return (rule.kind, len(rule.items))
        case YesNo() | Discretionary():
            return (rule.kind,)
    return (rule.kind, rule.reading(facts), facts.unit)


def _taken(rule: PerUnit | PercentPoints) -> Fraction:
    """What a step takes off, as a share of full points: rows of other points step alike."""
    return Fraction(rule.deduct) / Fraction(rule.points)


def _never_divides(row: RowRule, rule: RuleBase) -> bool:
    """A ratio of a target of 0: met or not, nothing between."""
    by_value = isinstance(rule, ThresholdLinear) and rule.base == "value"
    return (
        isinstance(rule, ThresholdLinear | Proportional | OverBudget)
        and not by_value
        and row.facts.number == 0
    )


# ── sections ─────────────────────────────────────────────────────────────────────────────────────


def _section(rows: list[RowRule]) -> RuleSection:
    rule = rows[0].rule
    assert rule is not None
    plain = not (_limits(rule) or _never_divides(rows[0], rule))
    words = _say(rows, rule) if plain else _own_words(rows, rule)
    table = _table(rows, rule) if plain else sample_table(rows, rule)
    ends = [(say.FORMULA, words.formula), (say.FULL, words.full), (say.ZERO, words.zero)]
    ends.append((say.SOURCE, _source(rows)))
    second = tuple((label, text) for label, text in ends if text)
    return RuleSection(
        title=words.title,
        count=_count(rows),
        lines=(((say.METHOD, words.method),), second),
        table=table,
        notes=_notes(table),
        indexes=tuple(row.index for row in rows),
    )


def _unread_section(rows: list[RowRule]) -> RuleSection:
    return RuleSection(
        title=say.UNREAD_TITLE,
        count=_count(rows),
        lines=(((say.METHOD, say.UNREAD_METHOD),),),
        table=unread_table(rows, _why_by_person),
        notes=(),
        indexes=tuple(row.index for row in rows),
    )


def _count(rows: Sequence[RowRule]) -> str:
    return say.COUNT.format(rows=len(rows), points=points_text(add_points(row.points for row in rows)))


def _why_by_person(row: RowRule) -> str:
    """Why no rule computes this row, in office language."""
    if row.disagreement:
        return say.WHY_DISAGREES
    reading = row.reading
    problem = reading.problem.value if reading is not None and reading.problem is not None else ""
    return say.WHY_BY_PERSON.get(problem, say.WHY_NO_METHOD)


def _source(rows: Sequence[RowRule]) -> str:
    """Where the rule comes from, and what was made of gaps in the wording."""
    declared = all(row.origin == "declared" for row in rows)
    remarks: dict[str, None] = {}
    for row in rows:
        codes = {note.code.value for note in row.notes}
        truncated = row.reading is not None and row.reading.truncated
        if truncated and not declared and "number_cut" not in codes:
            remarks[say.CUT_FORMULA if isinstance(row.rule, ThresholdLinear) else say.CUT] = None
        for note in row.notes:
            if text := say.REMARKS.get(note.code.value, ""):
                remarks[text] = None
    source = say.SOURCE_DECLARED if declared else say.SOURCE_WORDING
    mixed = {row.origin for row in rows} == {"declared", "wording"}
    source = say.SOURCE_MIXED if mixed else source
    return source + (say.REMARK.format(remarks=say.REMARK_SEPARATOR.join(remarks)) if remarks else "")


def _notes(table: RuleTable) -> tuple[str, ...]:
    if table.rounded is None:
        return ()
    row, rate = table.rounded
    assert row.rule is not None and row.facts.number is not None
    exact = row.facts.number * rate
    whole = Decimal(ceil(exact))
    score = row.rule.score(whole, row.facts).score
    example = say.ROUNDED_EXAMPLE.format(
        target=row.facts.quantity(row.facts.number),
        rate=share(rate),
        exact=row.facts.quantity(exact),
        whole=row.facts.quantity(whole),
        score=score,
    )
    return (say.ROUNDED.format(example=example),)


def _table(rows: Sequence[RowRule], rule: RuleBase) -> RuleTable:
    makers: dict[type[RuleBase], Callable[[Sequence[RowRule], Any], RuleTable]] = {
        ThresholdLinear: threshold_table,
        Proportional: proportional_table,
        OverBudget: over_budget_table,
        PerUnit: per_unit_table,
        PercentPoints: percent_points_table,
        Bands: bands_table,
        Tiers: tiers_table,
        TierRange: tier_range_table,
        Checklist: checklist_table,
        YesNo: met_table,
        Discretionary: met_table,
    }
    return makers.get(type(rule), sample_table)(rows, rule)


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def _own_words(rows: Sequence[RowRule], rule: RuleBase) -> _Words:
    """The rule's own sentences, for shapes with limits of their own."""
    facts = rows[0].facts
    return _Words(
        rule.name,
        rule.reading(facts),
        rule.formula(facts),
        rule.full_condition(facts),
        rule.zero_condition(facts),
    )


def _say(rows: Sequence[RowRule], rule: RuleBase) -> _Words:
    match rule:
        case ThresholdLinear():
            return _say_threshold(rows, rule)
        case Proportional():
            return _Words(*(say.PROPORTIONAL if rows[0].facts.upward else say.PROPORTIONAL_DOWN))
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
            return _Words(*(text.format(first=first, last=last) for text in say.TIER_RANGE))
        case Checklist():
            return _Words(*say.CHECKLIST)
        case YesNo():
            return _Words(*say.YES_NO)
        case Discretionary():
            return _Words(*say.DISCRETIONARY)
    return _own_words(rows, rule)


def _say_threshold(rows: Sequence[RowRule], rule: ThresholdLinear) -> _Words:
    rate = say.RATE_OF_VALUE if rule.base == "value" else say.RATE_OF_TARGET
    values = {"rate": rate, "floor": share(rule.floor)}
    what = say.RATE_IS_VALUE if rule.base == "value" else say.RATE_IS
    two_readings = any(note.code.value == "two_readings" for row in rows for note in row.notes)
    if two_readings and rule.base == "target":
        what += say.RATE_OF_PERCENT
    method = what + (say.THRESHOLD_METHOD if rule.floor else say.NO_FLOOR_METHOD).format(**values)
    return _Words(
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
    taken = _decimal(_taken(rule))
    return say.DEDUCTED_SHARE.format(share=share(taken) if taken == round(taken, 6) else _taken(rule))


def _lost_per_step(rows: Sequence[RowRule], rule: PerUnit | PercentPoints) -> str:
    """The same in a formula: 1, or 分值×20%."""
    if _same_points(rows) is not None:
        return show(rule.deduct)
    taken = _decimal(_taken(rule))
    return f"{say.POINTS}×{share(taken) if taken == round(taken, 6) else _taken(rule)}"


def _begun(rows: Sequence[RowRule], rule: OverBudget | PerUnit | PercentPoints, each: str) -> str:
    """How a begun step counts; with † where no wording says it."""
    stated = all(row.origin == "declared" or (row.reading and row.reading.step_stated) for row in rows)
    mark = "" if stated else say.MARK
    return say.BEGUN[rule.step].format(each=each, mark=mark)


def _same_points(rows: Sequence[RowRule]) -> Decimal | None:
    points = {row.points for row in rows}
    return points.pop() if len(points) == 1 else None


def _say_budget(rows: Sequence[RowRule], rule: OverBudget) -> _Words:
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
    return _Words(
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


def _say_late(rows: Sequence[RowRule], rule: PerUnit) -> _Words:
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
    return _Words(
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


def _say_units(rows: Sequence[RowRule], rule: PerUnit) -> _Words:
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


def _say_percent_points(rows: Sequence[RowRule], rule: PercentPoints) -> _Words:
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
) -> _Words:
    points = _same_points(rows)
    count = rule.per_count if isinstance(rule, PerUnit) else rule.per
    zero = say.USED_UP
    if points is not None and at is not None:
        end = at(_steps_to_zero(points, rule.deduct, rule.step))
        zero = words["zero_ceil" if rule.step == "ceil" else "zero"].format(value=end)
    return _Words(
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


def _say_bands(rows: Sequence[RowRule], rule: Bands) -> _Words:
    marked = any(
        say.INCLUDED in band_text(band, band_sign(row))
        for row in rows
        if isinstance(row.rule, Bands)
        for band in row.rule.bands
    )
    method = say.BANDS_METHOD + (say.BANDS_MARKED if marked else "") + say.STOP
    if not same_bands(rows):
        return _Words(say.BANDS_TITLE, method, "", tier_name(0), "")
    bands, sign = ordered_bands(rule), band_sign(rows[0])
    full = say.OR.join(band_text(band, sign) for band in bands if band.points == rule.full)
    zero = say.OR.join(band_text(band, sign) for band in bands if band.points == 0)
    return _Words(say.BANDS_TITLE, method, "", full, zero or say.NEVER_ZERO)


def _say_tiers(rule: Tiers) -> _Words:
    full = say.OR.join(tier_name(i) for i, tier in enumerate(rule.tiers) if tier.points == rule.full)
    zero = say.OR.join(tier_name(i) for i, tier in enumerate(rule.tiers) if tier.points == 0)
    count = len(rule.tiers)
    number = say.COUNTS[count] if count < len(say.COUNTS) else str(count)
    return _Words(
        say.TIERS_TITLE.format(count=number),
        say.TIERS_METHOD.format(count=number),
        "",
        say.JUDGED_AS.format(tier=full),
        say.JUDGED_AS.format(tier=zero) if zero else say.NEVER_ZERO,
    )
