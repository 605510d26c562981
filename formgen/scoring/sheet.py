"""The score sheet: every row with its points, rule, actual value, score and trace; totals and grade.

Comes in: a Declaration, its profile, actual values (or none). Goes out: `ScoreSheet`. Called by the
pipeline, the checks (ACT-01) and the appendix; `as_json` is what `score --format json` prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.messages import scoring as say
from formgen.scoring.actuals import Actual, Answered, match_actuals
from formgen.scoring.numbers import json_number
from formgen.scoring.points import GroupPoints, add_points, compose_points
from formgen.scoring.resolve import RowRule, resolve_rules
from formgen.scoring.rules import rule_data
from formgen.scoring.rules.base import Answer, Judged, Scored, conclude

SCHEMA = 1


class Status(StrEnum):
    SCORED = "scored"
    NO_ACTUAL = "no_actual"
    NEEDS_PERSON = "needs_person"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row. score: 2 places, None unless scored. trace: Chinese; of a scored row it ends in
    得分＝sum＝score. answer: the actual value as the rule took it. overshoot: the actual value reaches the profile's share of the target (ACT-01)."""

    row: RowRule
    status: Status
    score: Decimal | None
    trace: str
    actual: Actual | None = None
    answer: Answer | None = None
    overshoot: bool = False

    @property
    def level1(self) -> str:
        return self.row.level1

    @property
    def level2(self) -> str:
        return self.row.level2

    @property
    def counted(self) -> bool:
        return self.row.counted

    @property
    def points(self) -> Decimal | None:
        return self.row.points

    @property
    def reason(self) -> str:
        """偏差原因."""
        return self.actual.reason if self.actual else ""

    @property
    def lost(self) -> Decimal | None:
        """Points lost; None while unscored."""
        return None if self.score is None or self.points is None else self.points - self.score

    def as_json(self) -> dict[str, Any]:
        indicator = self.row.indicator
        return {
            "level1": indicator.level1,
            "level2": indicator.level2,
            "level3": indicator.level3,
            "points": None if self.points is None else json_number(self.points),
            "rule": rule_data(self.row.rule) if self.row.rule else None,
            "actual": _jsonable(self.actual.value) if self.actual else None,
            "score": None if self.score is None else json_number(self.score),
            "status": self.status.value,
            "trace": self.trace,
        }


@dataclass(frozen=True, slots=True)
class Subtotal:
    """points and score of a 二级指标, or of a 一级指标 where level2 is ""; score None while open."""

    level1: str
    level2: str
    points: Decimal | None
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """full: points of all rows, None while a row's are unknown. total and grade: None while a row with
    points is unscored. missing: 三级指标 without an actual value."""

    department: str
    rows: tuple[ScoreRow, ...]
    full: Decimal | None
    total: Decimal | None
    grade: str | None
    level1: tuple[Subtotal, ...]
    level2: tuple[Subtotal, ...]
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `score --format json` prints."""
        return {
            "schema": SCHEMA,
            "department": self.department,
            "full": None if self.full is None else json_number(self.full),
            "total": None if self.total is None else json_number(self.total),
            "grade": self.grade,
            "rows": [row.as_json() for row in self.rows],
        }


def score_declaration(
    declaration: Declaration, profile: Profile, actuals: Mapping[str, Actual] | None = None
) -> ScoreSheet:
    """The score sheet. Raises UnreadableInput with every fault of the actual values."""
    rules = resolve_rules(declaration, profile)
    answers = match_actuals(rules, actuals or {})
    rows = tuple(_score_row(row, answers.get(row.index), profile.scoring.overshoot) for row in rules)
    counted = [row for row in rows if row.counted]
    composition = compose_points(rules)
    total = add_points(row.score for row in counted) if counted else None
    return ScoreSheet(
        department=declaration.department.name,
        rows=rows,
        full=composition.total,
        total=total,
        grade=None if total is None else profile.scoring.grade_of(total),
        level1=tuple(_subtotals(composition.level1, counted, lambda row: (row.level1, ""))),
        level2=tuple(_subtotals(composition.level2, counted, lambda row: (row.level1, row.level2))),
        missing=tuple(row.row.indicator.level3 for row in counted if row.status is Status.NO_ACTUAL),
    )


def _subtotals(
    groups: Iterable[GroupPoints], rows: Iterable[ScoreRow], key: Callable[[ScoreRow], tuple[str, str]]
) -> Iterator[Subtotal]:
    scores: dict[tuple[str, str], list[Decimal | None]] = {}
    for row in rows:
        scores.setdefault(key(row), []).append(row.score)
    for group in groups:
        own = scores.get((group.level1, group.level2), [])
        yield Subtotal(group.level1, group.level2, group.points, add_points(own))


def _score_row(row: RowRule, answered: Answered | None, limit: Decimal) -> ScoreRow:
    if not row.counted:
        return ScoreRow(row, Status.NOT_APPLICABLE, None, say.NOT_APPLICABLE)
    if row.rule is None and (answered is None or answered.answer is None):
        why = "".join(row.reasons)
        actual = answered.actual if answered else None
        return ScoreRow(row, Status.NEEDS_PERSON, None, say.NEEDS_PERSON.format(why=why), actual)
    if answered is None or answered.answer is None:
        return ScoreRow(row, Status.NO_ACTUAL, None, say.NO_ACTUAL)
    scored = _score(row, answered)
    status = Status.NEEDS_PERSON if scored.score is None else Status.SCORED
    overshoot = _overshoots(row, answered, limit)
    return ScoreRow(row, status, scored.score, scored.trace, answered.actual, answered.answer, overshoot)


def _score(row: RowRule, answered: Answered) -> Scored:
    answer = answered.answer
    if row.rule is not None and answer is not None:
        scored = row.rule.score(answer, row.facts)
        return Scored(scored.score, say.TRACE.format(kind=row.rule.name, trace=scored.trace))
    if not isinstance(answer, Judged):
        raise TypeError("a row without a rule takes points from a person only")
    return conclude(say.NEEDS_POINTS, f"{answer.points}", answer.points)


def _overshoots(row: RowRule, answered: Answered, limit: Decimal) -> bool:
    """Whether more was done than the profile lets pass without a reason; only where more is better."""
    target, answer = row.facts.number, answered.answer
    if target is None or target <= 0 or not row.facts.upward or not isinstance(answer, Decimal):
        return False
    return answer >= limit * target


def _jsonable(value: object) -> Any:
    if isinstance(value, Decimal):
        return json_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return [_jsonable(item) for item in value] if isinstance(value, tuple) else value
