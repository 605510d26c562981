"""附件：评分细则 as data: every string of the appendix, final, in reading order.

Comes in: a Declaration, its profile, and a score sheet where there are actual values. Goes out:
`AppendixDetails`: part 1 分值构成, part 2 评分细则 per indicator, part 3 自评得分. Called by the view of
the appendix; nothing is drawn here. Every number comes from the rules themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from formgen.declaration.model import Declaration, Operator
from formgen.declaration.profile import Profile
from formgen.messages import scoring as say
from formgen.scoring.numbers import show
from formgen.scoring.points import Composition, compose_points
from formgen.scoring.resolve import RowRule, resolve_rules
from formgen.scoring.rules.base import Answer, Choice, Ticks
from formgen.scoring.rules.judged import Checklist
from formgen.scoring.rules.tiers import TierRange, Tiers
from formgen.scoring.sheet import ScoreRow, ScoreSheet, Status
from formgen.scoring.wording.reading import NoteCode


@dataclass(frozen=True, slots=True)
class StringTable:
    """heads: one per column. rows: strings, one per column."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A bar of the small chart; points None where they are open. score: with actual values, None where
    it is open."""

    label: str
    points: Decimal | None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PointsPart:
    """Part 1. table: per 二级, with a subtotal per 一级 and the total last. bars: per 二级 with points."""

    table: StringTable
    bars: tuple[ChartBar, ...]


@dataclass(frozen=True, slots=True)
class RuleDetail:
    """Part 2, one indicator. unread: why there is no rule, "" where there is one; then reading, formula,
    conditions and step are "" and samples has no rows. notes: ambiguities, with both results, and what
    was cut. step: how begun steps count, "" for rules without steps."""

    index: int
    level1: str
    level2: str
    level3: str
    target: str
    points: str
    origin: str
    reading: str
    formula: str
    full_condition: str
    zero_condition: str
    step: str
    samples: StringTable
    notes: tuple[str, ...]
    unread: str = ""


@dataclass(frozen=True, slots=True)
class ScorePart:
    """Part 3. rows: one per counted indicator. subtotals: per 二级 and 一级. lost: indicators that lost
    points, with their 偏差原因. total and grade: final strings; open: a sentence where they are not."""

    rows: StringTable
    subtotals: StringTable
    lost: StringTable
    total: str
    grade: str
    open: str


@dataclass(frozen=True, slots=True)
class AppendixDetails:
    """scores: None without actual values."""

    points: PointsPart
    rules: tuple[RuleDetail, ...]
    scores: ScorePart | None


def scoring_details(
    declaration: Declaration, profile: Profile, sheet: ScoreSheet | None = None
) -> AppendixDetails:
    """The appendix as data. sheet: with actual values; a sheet without any gives no part 3."""
    rows = [score.row for score in sheet.rows] if sheet else list(resolve_rules(declaration, profile))
    scored = sheet is not None and any(row.actual for row in sheet.rows)
    return AppendixDetails(
        points=_detail_points(compose_points(rows), sheet if scored else None),
        rules=tuple(_detail_rule(row) for row in rows if row.counted),
        scores=_detail_scores(sheet) if sheet and scored else None,
    )


def _points(value: Decimal | None, unknown: str = say.UNKNOWN_POINTS) -> str:
    return unknown if value is None else show(value)


def _detail_points(composition: Composition, sheet: ScoreSheet | None) -> PointsPart:
    rows: list[tuple[str, ...]] = []
    for group in composition.level1:
        below = [part for part in composition.level2 if part.level1 == group.level1 and part.rows]
        rows += [(part.level1, part.level2, str(part.rows), _points(part.points)) for part in below]
        if below:
            rows.append((group.level1, say.SUBTOTAL, str(group.rows), _points(group.points)))
    count = sum(group.rows for group in composition.level1)
    rows.append((say.TOTAL, "", str(count), _points(composition.total)))
    scores = {(part.level1, part.level2): part.score for part in sheet.level2} if sheet else {}
    bars = tuple(
        ChartBar(group.level2, group.points, scores.get((group.level1, group.level2)))
        for group in composition.level2
        if group.rows
    )
    return PointsPart(StringTable(say.COMPOSITION_HEADS, tuple(rows)), bars)


def _detail_rule(row: RowRule) -> RuleDetail:
    indicator, facts, rule = row.indicator, row.facts, row.rule
    target = facts.quantity(indicator.target) if isinstance(indicator.target, Decimal) else indicator.target
    operator = "" if indicator.operator is Operator.QUALITATIVE else str(indicator.operator)
    detail = RuleDetail(
        index=row.index,
        level1=row.level1,
        level2=row.level2,
        level3=indicator.level3,
        target=say.TARGET.format(operator=operator, target=target),
        points=_points(row.points),
        origin=say.ORIGINS[row.origin],
        reading="",
        formula="",
        full_condition="",
        zero_condition="",
        step="",
        samples=StringTable((), ()),
        notes=(),
        unread=say.UNREAD.format(why="".join(row.reasons)),
    )
    if rule is None:
        return detail
    samples = rule.samples(facts)
    step = getattr(rule, "step", None)
    return replace(
        detail,
        reading=rule.reading(facts),
        formula=rule.formula(facts),
        full_condition=rule.full_condition(facts),
        zero_condition=rule.zero_condition(facts),
        step=say.STEP_APPLIED[step] if step else "",
        samples=StringTable(samples.heads, tuple(sample.cells for sample in samples.rows)),
        notes=_notes(row),
        unread="",
    )


def _notes(row: RowRule) -> tuple[str, ...]:
    notes = [note.message for note in row.notes]
    if not any(note.code is NoteCode.TWO_READINGS for note in row.notes):  # such a note names both
        notes += [say.ALTERNATIVE.format(reading=other.reading(row.facts)) for other in row.alternatives]
    if row.reading and row.reading.truncated:
        notes.append(say.TRUNCATED_NOTE)
    return tuple(notes)


def _detail_scores(sheet: ScoreSheet) -> ScorePart:
    counted = [row for row in sheet.rows if row.counted]
    lost = [row for row in counted if row.lost]
    return ScorePart(
        rows=StringTable(say.SCORE_HEADS, tuple(_score_line(row) for row in counted)),
        subtotals=_subtotal_table(sheet),
        lost=StringTable(say.LOST_HEADS, tuple(_lost_line(row) for row in lost)),
        total=_points(sheet.total, say.OPEN),
        grade=sheet.grade or say.OPEN,
        open=say.TOTAL_OPEN if sheet.total is None else "",
    )


def _score_line(row: ScoreRow) -> tuple[str, ...]:
    score = say.OPEN if row.score is None else str(row.score)
    actual = show_actual(row) if row.actual else ""
    trace = row.trace + "".join(_other_results(row))
    return row.level1, row.level2, row.row.indicator.level3, _points(row.points), actual, score, trace


def _other_results(row: ScoreRow) -> list[str]:
    """What the other readings of the wording would have given for the same actual value."""
    if row.status is not Status.SCORED or row.answer is None:
        return []
    answer: Answer = row.answer
    return [
        say.ALTERNATIVE_RESULT.format(score=other.score(answer, row.row.facts).score)
        for other in row.row.alternatives
        if not other.objections(row.row.facts)
    ]


def _lost_line(row: ScoreRow) -> tuple[str, ...]:
    reason = row.reason or say.NO_REASON
    return row.row.indicator.level3, _points(row.points), str(row.score), str(row.lost), reason


def _subtotal_table(sheet: ScoreSheet) -> StringTable:
    rows: list[tuple[str, ...]] = []
    live = {(row.level1, row.level2) for row in sheet.rows if row.counted}
    for group in sheet.level1:
        for part in sheet.level2:
            if part.level1 == group.level1 and (part.level1, part.level2) in live:
                rows.append((part.level1, part.level2, _points(part.points), _points(part.score, say.OPEN)))
        if any(level1 == group.level1 for level1, _ in live):
            rows.append((group.level1, say.SUBTOTAL, _points(group.points), _points(group.score, say.OPEN)))
    rows.append((say.TOTAL, "", _points(sheet.full), _points(sheet.total, say.OPEN)))
    return StringTable(say.SUBTOTAL_HEADS, tuple(rows))


def show_actual(row: ScoreRow) -> str:
    """The actual value as people read it: 158件, 2024年1月20日, 是, 部分达成."""
    value, rule = row.actual.value if row.actual else None, row.row.rule
    if isinstance(row.answer, Choice) and isinstance(rule, Tiers | TierRange):
        return rule.tiers[row.answer.index].label
    if isinstance(row.answer, Ticks) and isinstance(rule, Checklist):
        labels = (rule.items[index].label for index in row.answer.indexes)
        return say.LIST_SEPARATOR.join(labels) or say.NONE_TICKED
    if value is None:
        return ""
    if isinstance(value, bool):
        return say.TRUE if value else say.FALSE
    if isinstance(row.answer, Decimal | date) and not isinstance(row.answer, bool):
        return row.row.facts.quantity(row.answer)
    if isinstance(value, tuple):
        return say.LIST_SEPARATOR.join(_show_part(part) for part in value)
    return _show_part(value)


def _show_part(value: object) -> str:
    return show(value) if isinstance(value, Decimal) else str(value)
