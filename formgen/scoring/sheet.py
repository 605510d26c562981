"""The score sheet: every row with its points, rule, actual value, score and trace; totals and grade.

Comes in: a Declaration, its profile, actual values (or none). Goes out: `ScoreSheet`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from formgen.base.records import sealed
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.messages import scoring as say
from formgen.scoring.actuals import (
    Actual,
    Answered,
    answer_rows,
    carried_actuals,
    match_actuals,
    require_one_source,
)
from formgen.scoring.answers import Misfit, take_answer
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


@sealed(frozen=True, slots=True)
class ScoreRow:
    """One row. score: 2 places, None unless scored. trace: Chinese; of a scored row it ends in
    得分＝sum＝score. answer: the actual value as the rule took it. misfit:
    why the actual value is none that fits, "" where it does. by_person: an evaluator gave the points;
    other_score is what the rule gives for the same value. overshoot: the actual value reaches the profile's share of the target (ACT-01)."""

    row: RowRule
    status: Status
    score: Decimal | None
    trace: str
    actual: Actual | None = None
    answer: Answer | None = None
    overshoot: bool = False
    misfit: str = ""
    by_person: bool = False
    other_score: Decimal | None = None

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
            "notes": [{"code": code, "message": message} for code, message in self.notes()],
            "clauses": self.clauses(),
        }

    def notes(self) -> Iterator[tuple[str, str]]:
        """What a reader should know of the row: of its reading, and of its actual value."""
        row, reading = self.row, self.row.reading
        if reading is not None and reading.rule is None and reading.problem is not None:
            yield reading.problem.value, reading.reason
        if row.claims.conflict:
            yield "points_differ", row.claims.conflict
        if row.disagreement:
            yield "rule_differs", row.disagreement
        if reading is not None and reading.truncated:
            yield "truncated", say.TRUNCATED_NOTE
        for note in row.notes:
            yield note.code.value, note.message
        if self.misfit:
            yield "actual_unfit", self.misfit
        if self.by_person and self.other_score is not None and self.other_score != self.score:
            told = say.RULE_WOULD_GIVE.format(given=self.score, ruled=self.other_score)
            yield "score_differs", told
        if self.actual is not None and self.actual.told:
            yield "actual_read", self.actual.told

    def clauses(self) -> list[dict[str, Any]]:
        """What each stretch of the wording means; [] where it is not read."""
        reading = self.row.reading
        if reading is None:
            return []
        return [{"start": c.start, "end": c.end, "meaning": c.meaning} for c in reading.clauses]


@sealed(frozen=True, slots=True)
class Subtotal:
    """points and score of a 二级指标, or of a 一级指标 where level2 is ""; score None while open."""

    level1: str
    level2: str
    points: Decimal | None
    score: Decimal | None


@sealed(frozen=True, slots=True)
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

    @property
    def misfits(self) -> tuple[ScoreRow, ...]:
        """Rows whose actual value does not fit."""
        return tuple(row for row in self.rows if row.misfit)

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
    require_one_source(declaration, actuals)
    own = carried_actuals(declaration)
    answers = answer_rows(rules, own) if own else match_actuals(rules, actuals or {})
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
    if answered is not None and answered.misfit:
        trace = say.NEEDS_PERSON.format(why=answered.misfit)
        return ScoreRow(row, Status.NEEDS_PERSON, None, trace, answered.actual, misfit=answered.misfit)
    if row.rule is None and (answered is None or answered.answer is None):
        why = "".join(row.reasons)
        actual = answered.actual if answered else None
        return ScoreRow(row, Status.NEEDS_PERSON, None, say.NEEDS_PERSON.format(why=why), actual)
    if answered is None or answered.answer is None:
        return ScoreRow(row, Status.NO_ACTUAL, None, say.NO_ACTUAL)
    scored = _score(row, answered)
    status = Status.NEEDS_PERSON if scored.score is None else Status.SCORED
    overshoot = _overshoots(row, answered, limit)
    by_person = isinstance(answered.answer, Judged)
    other = _ruled_score(row, answered) if by_person else None
    return ScoreRow(
        row, status, scored.score, scored.trace, answered.actual, answered.answer, overshoot,
        by_person=by_person, other_score=other,
    )  # fmt: skip


def _ruled_score(row: RowRule, answered: Answered) -> Decimal | None:
    """What the rule gives for the same actual value, where a person gave the points."""
    value = answered.actual.value
    if row.rule is None or value is None:
        return None
    try:
        answer = take_answer(row, value, None)
    except Misfit:
        return None
    return None if answer is None else row.rule.score(answer, row.facts).score


def _score(row: RowRule, answered: Answered) -> Scored:
    answer = answered.answer
    if isinstance(answer, Judged):
        return conclude(say.BY_EVALUATOR, f"{answer.points}", answer.points)
    if row.rule is not None and answer is not None:
        scored = row.rule.score(answer, row.facts)
        return Scored(scored.score, say.TRACE.format(kind=row.rule.name, trace=scored.trace))
    raise TypeError("a row without a rule takes points from a person only")


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
