"""自评得分 as data: total, grade, what was lost where, and every row's score with the sum that gave it.

Comes in: a score sheet. Goes out: `ScorePart` of final strings. Sums are the rules'
own; full marks are told in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from formgen.declaration.profile import Profile
from formgen.messages import appendix as say
from formgen.messages import scoring as words
from formgen.scoring.band_tables import band_sign, band_text, tier_name
from formgen.scoring.numbers import share, show
from formgen.scoring.rate_tables import is_spending
from formgen.scoring.rule_table import points_text, target_text
from formgen.scoring.rules.bands import Bands
from formgen.scoring.rules.base import Answer, Choice, Judged, RuleBase, Ticks
from formgen.scoring.rules.judged import Checklist, Discretionary, YesNo
from formgen.scoring.rules.periods import PerUnit
from formgen.scoring.rules.ratio import Proportional, ThresholdLinear
from formgen.scoring.rules.steps import OverBudget, PercentPoints
from formgen.scoring.rules.tiers import TierRange, Tiers
from formgen.scoring.sheet import ScoreRow, ScoreSheet, Status
from formgen.scoring.step_tables import quantity

_DIFFERENCE = re.compile(r"\(1－(\d+(?:\.\d+)?)%\)")
_RATE_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A 一级指标 with its points, score and 得分率."""

    name: str
    points: str
    score: str
    rate: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One indicator. trace: words, or words and the sum where points were lost."""

    index: int
    level1: str
    level2: str
    level2_points: str
    level3: str
    target: str
    actual: str
    points: str
    score: str
    trace: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScorePart:
    """total and grade: final strings, 待定 while a row is open. below_total, below_grade: what stands
    under them. groups: per 一级指标, the sum last. lost: (三级指标, points lost), most first; lost_total."""

    total: str
    grade: str
    below_total: str
    below_grade: str
    groups: tuple[GroupScore, ...]
    lost: tuple[tuple[str, str], ...]
    lost_total: str
    rows: tuple[ScoreLine, ...]


def score_part(sheet: ScoreSheet, profile: Profile) -> ScorePart:
    """The part of a sheet that has actual values."""
    counted = [row for row in sheet.rows if row.counted]
    losers = sorted((row for row in counted if row.lost), key=lambda row: -(row.lost or Decimal(0)))
    lost = sum((row.lost or Decimal(0) for row in losers), Decimal(0))
    groups = [
        GroupScore(
            group.level1, points_text(group.points), _score(group.score), _rate(group.score, group.points)
        )
        for group in sheet.level1
        if any(row.level1 == group.level1 for row in counted)
    ]
    total = GroupScore(
        say.TOTAL_HEAD, points_text(sheet.full), _score(sheet.total), _rate(sheet.total, sheet.full)
    )
    level2 = {(group.level1, group.level2): points_text(group.points) for group in sheet.level2}
    return ScorePart(
        total=_score(sheet.total),
        grade=sheet.grade or say.OPEN,
        below_total=_below_total(sheet, counted, lost),
        below_grade=_grade_range(sheet.grade, profile),
        groups=(*groups, total),
        lost=tuple((row.row.indicator.level3, f"{row.lost:.2f}") for row in losers),
        lost_total=f"{lost:.2f}",
        rows=tuple(_line(row, level2[row.level1, row.level2]) for row in counted),
    )


def _score(value: Decimal | None) -> str:
    return say.OPEN if value is None else f"{value:.2f}"


def _rate(score: Decimal | None, points: Decimal | None) -> str:
    if score is None or not points:
        return say.OPEN
    return f"{(score / points * 100).quantize(_RATE_PLACES, ROUND_HALF_UP)}%"


def _below_total(sheet: ScoreSheet, counted: list[ScoreRow], lost: Decimal) -> str:
    if sheet.total is None:
        return say.SUMMARY_OPEN.format(count=sum(row.score is None for row in counted))
    if sheet.full is None:
        return say.SUMMARY_UNKNOWN
    return say.SUMMARY_FULL.format(full=show(sheet.full), lost=f"{lost:.2f}")


def _grade_range(name: str | None, profile: Profile) -> str:
    """What totals the grade covers: 80（含）至90."""
    high: Decimal | None = None
    for grade in profile.scoring.grades:
        low = Decimal(grade.from_)
        if grade.name == name:
            if high is None:
                return say.RANGE_TOP.format(low=show(low))
            words_ = say.RANGE_BOTTOM if low == 0 else say.RANGE_MIDDLE
            return words_.format(low=show(low), high=show(high))
        high = low
    return ""


def _line(row: ScoreRow, level2_points: str) -> ScoreLine:
    return ScoreLine(
        index=row.row.index,
        level1=row.level1,
        level2=row.level2,
        level2_points=level2_points,
        level3=row.row.indicator.level3,
        target=target_text(row.row),
        actual=show_actual(row),
        points=points_text(row.points),
        score=_score(row.score),
        trace=explain(row),
        reason=row.reason,
    )


# ── why so many points ───────────────────────────────────────────────────────────────────────────


def explain(row: ScoreRow) -> str:
    """How the score came about: in words where nothing is lost, else with the rule's own sum."""
    if row.status is not Status.SCORED:
        return say.TO_FILL if row.status is Status.NO_ACTUAL else say.TO_JUDGE
    rule, answer = row.row.rule, row.answer
    if isinstance(answer, Judged) or rule is None or answer is None:
        return say.JUDGED
    lead = _lead(row, rule, answer)
    spoken = isinstance(rule, Bands | Tiers | TierRange | YesNo | Discretionary)
    if not row.lost or spoken or not row.score:
        return lead
    return say.WITH_SUM.format(lead=lead, sum=_sum_of(row.trace))


def _sum_of(trace: str) -> str:
    """The sum in a rule's trace: …；得分＝sum＝score."""
    text = trace.rpartition("；得分＝")[2].rpartition("＝")[0]
    return _DIFFERENCE.sub(_whole_share, text).replace("(", "（").replace(")", "）")


def _whole_share(found: re.Match[str]) -> str:
    """1－60% is 40%."""
    return f"{show(100 - Decimal(found[1]))}%"


def _own_lead(trace: str) -> str:
    """What a rule's trace says before its sum, without the rule's name."""
    return trace.rpartition("；得分＝")[0].partition("：")[2] or trace


def _lead(row: ScoreRow, rule: RuleBase, answer: Answer) -> str:
    facts, target = row.row.facts, row.row.facts.number
    match rule:
        case ThresholdLinear() | Proportional() if isinstance(answer, Decimal) and facts.upward:
            by_value = isinstance(rule, ThresholdLinear) and rule.base == "value"
            whole = Decimal(100) if by_value else target
            if whole:
                return _rate_lead(rule, answer / whole, by_value=by_value)
        case OverBudget() | Proportional() if isinstance(answer, Decimal) and target:
            spending = is_spending([row.row])
            if answer <= target:
                return say.ON_BUDGET if spending else say.UNDER_LIMIT
            over = say.OVERSPENT if spending else say.EXCEEDED
            return say.OVER_BY.format(over=over, rate=_percent((answer - target) / target))
        case PerUnit():
            return _unit_lead(row, rule, answer)
        case PercentPoints() if isinstance(answer, Decimal):
            distance = abs(answer - rule.full_at)
            shown = say.PERCENT_POINT.format(count=show(distance))
            return _distance_lead(row, answer, rule.full_at, f"{show(rule.full_at)}%", shown)
        case Bands() if isinstance(answer, Decimal) and not getattr(rule, "of", None):
            band = next(band for band in rule.bands if band.holds(answer))
            return say.IN_BAND.format(band=band_text(band, band_sign(row.row)))
        case Tiers() if isinstance(answer, Choice):
            return say.IN_TIER.format(tier=tier_name(answer.index))
        case TierRange() if isinstance(answer, Choice):
            label, points = rule.tiers[answer.index].label, _score(answer.points)
            return say.IN_RANGE.format(label=label, points=points)
        case Checklist() if isinstance(answer, Ticks):
            return say.TICKED.format(count=len(answer.indexes))
        case YesNo() | Discretionary():
            return say.MISSES if row.lost else say.MEETS
    return _own_lead(row.trace)


def _rate_lead(rule: RuleBase, rate: Decimal, *, by_value: bool) -> str:
    words_ = say.VALUE_TRACE if by_value else say.RATE_TRACE
    lead = words_.format(rate=_percent(rate, (Decimal(1), getattr(rule, "floor", Decimal(0)))))
    if rate >= 1:
        return say.GETS_FULL.format(lead=lead)
    if isinstance(rule, ThresholdLinear) and rate < rule.floor:
        return say.GETS_NONE.format(lead=lead, floor=share(rule.floor))
    return lead


def _percent(rate: Decimal, limits: tuple[Decimal, ...] = ()) -> str:
    """A share in percent with at most two places; with more where two would put it on a limit that it
    only comes near."""
    shown = (rate * 100).quantize(_RATE_PLACES, ROUND_HALF_UP)
    if any(shown == limit * 100 and rate != limit for limit in limits):
        shown = (rate * 100).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return show(shown)


def _unit_lead(row: ScoreRow, rule: PerUnit, answer: Answer) -> str:
    full_at = rule.bound(row.row.facts).full_at
    if isinstance(full_at, date) and isinstance(answer, date):
        if answer <= full_at:
            return say.IN_TIME_ON.format(day=row.row.facts.quantity(full_at))
        return say.LATE_BY.format(days=(answer - full_at).days)
    if isinstance(full_at, Decimal) and isinstance(answer, Decimal):
        limit, distance = quantity(full_at, row.row), quantity(abs(answer - full_at), row.row)
        return _distance_lead(row, answer, full_at, limit, distance)
    return _own_lead(row.trace)


def _distance_lead(row: ScoreRow, answer: Decimal, limit: Decimal, shown: str, distance: str) -> str:
    if not row.lost:
        return (say.NOT_OVER if row.row.facts.downward else say.NOT_UNDER).format(limit=shown)
    words_ = say.OVER_LIMIT if answer > limit else say.UNDER_LIMIT_BY
    return words_.format(distance=distance)


# ── the actual value ─────────────────────────────────────────────────────────────────────────────


def show_actual(row: ScoreRow) -> str:
    """The actual value as people read it: 158件, 2024年1月20日, 是, 部分达成."""
    value, rule = row.actual.value if row.actual else None, row.row.rule
    if isinstance(row.answer, Choice) and isinstance(rule, Tiers | TierRange):
        return rule.tiers[row.answer.index].label
    if isinstance(row.answer, Ticks) and isinstance(rule, Checklist):
        labels = (rule.items[index].label for index in row.answer.indexes)
        return words.LIST_SEPARATOR.join(labels) or words.NONE_TICKED
    if value is None:
        return ""
    if isinstance(value, bool):
        return words.TRUE if value else words.FALSE
    if isinstance(row.answer, Decimal | date) and not isinstance(row.answer, bool):
        return row.row.facts.quantity(row.answer)
    if isinstance(value, tuple):
        return words.LIST_SEPARATOR.join(_show_part(part) for part in value)
    return _show_part(value)


def _show_part(value: object) -> str:
    return show(value) if isinstance(value, Decimal) else str(value)
