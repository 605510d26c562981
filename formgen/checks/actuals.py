"""自评: points lost and targets overshot without a reason, scores that differ, values that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from formgen.checks.figures import look_at_rate_scores
from formgen.checks.registry import Check, Hit, Subject, Unknown
from formgen.declaration.findings import Severity
from formgen.messages import checks as say
from formgen.scoring.numbers import show
from formgen.scoring.sheet import ScoreRow


def check_reasons(subject: Subject) -> Iterator[Hit | Unknown]:
    """ACT-01."""
    rows = [row for row in subject.sheet.rows if row.counted] if subject.sheet else []
    unscored = sum(_lost(row) is None for row in rows)
    if unscored:
        yield Unknown(say.UNSCORED.format(count=unscored))
    for row in rows:
        if row.reason.strip():
            continue
        indicator, path = row.row.indicator, subject.cell(f"indicators[{row.row.index}]", "target")
        name, lost = indicator.level3.strip(), _lost(row)
        if lost is not None and lost > 0:
            yield Hit(path, say.NO_REASON.format(name=name, lost=show(lost)), say.NO_REASON_HINT)
        elif row.overshoot and isinstance(row.answer, Decimal) and isinstance(indicator.target, Decimal):
            ratio = (row.answer / indicator.target * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
            yield Hit(path, say.OVERSHOT.format(name=name, ratio=show(ratio)), say.OVERSHOT_HINT)


def _lost(row: ScoreRow) -> Decimal | None:
    """Points lost: by the rule's score, or where there is none by the one that the form itself bears."""
    declared = row.row.indicator.score
    if row.lost is None and row.points is not None and isinstance(declared, Decimal):
        return row.points - declared
    return row.lost


def check_scores(subject: Subject) -> Iterator[Hit | Unknown]:
    """ACT-02: the 得分 of the form against what the rule gives for its actual value, or for its rate; against
    the row's points where no rule gives one."""
    yield from look_at_rate_scores(subject)
    rows = [row for row in subject.sheet.rows if row.counted] if subject.sheet else []
    if subject.sheet is None:
        count = sum(isinstance(row.score, Decimal) for _, _, row in subject.rows())
        if count:
            yield Unknown(say.SCORE_OPEN.format(count=count))
    given = [(row, row.row.indicator.score) for row in rows]
    filled = [(row, score) for row, score in given if isinstance(score, Decimal)]
    unruled = 0
    for row, score in filled:
        ruled = row.other_score if row.by_person else row.score
        if ruled is None and row.points is not None and not 0 <= score <= row.points:
            message = say.SCORE_OUTSIDE.format(
                name=row.row.indicator.level3.strip(),
                label=subject.role_label("score"),
                given=show(score),
                points=show(row.points),
            )
            yield Hit(subject.cell(f"indicators[{row.row.index}]", "score"), message, say.SCORE_OUTSIDE_HINT)
        elif ruled is None:
            unruled += 1
        elif abs(ruled - score) > _half_place(score):
            name, label = row.row.indicator.level3.strip(), subject.role_label("score")
            message = say.SCORE_DIFFERS.format(name=name, label=label, given=show(score), ruled=show(ruled))
            path = subject.cell(f"indicators[{row.row.index}]", "score")
            yield Hit(path, message, say.SCORE_DIFFERS_HINT)
    if unruled:
        yield Unknown(say.SCORE_OPEN.format(count=unruled))


def check_values(subject: Subject) -> Iterator[Hit | Unknown]:
    """ACT-03: an actual value that the row's rule cannot take."""
    for row in subject.sheet.misfits if subject.sheet else ():
        path = subject.cell(f"indicators[{row.row.index}]", "target")
        name = row.row.indicator.level3.strip()
        yield Hit(path, say.ACTUAL_UNFIT.format(name=name, why=row.misfit), say.ACTUAL_UNFIT_HINT)


def _half_place(score: Decimal) -> Decimal:
    """What rounding to the written places, or to the sheet's two, can have taken or given."""
    places = max(0, -int(score.as_tuple().exponent))
    return Decimal(5).scaleb(-places - 1) if 0 < places < 2 else Decimal(0)


CHECKS = (
    Check("ACT-01", Severity.WARNING, say.SOURCE_EVALUATION, check_reasons, ("rules", "actuals")),
    Check("ACT-02", Severity.WARNING, say.SOURCE_EVALUATION, check_scores, ("rules",)),
    Check("ACT-03", Severity.ERROR, say.SOURCE_EVALUATION, check_values, ("rules",)),
)
