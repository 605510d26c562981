"""赋分: totals, points that differ, wordings that no one can compute, bands with holes.

What the wordings mean is read by `formgen.scoring`; here it is
only told.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from formgen.checks.registry import Check, Hit, Subject, Unknown
from formgen.checks.sums import check_stated_sums
from formgen.declaration.findings import Severity
from formgen.declaration.model import Indicator, Operator
from formgen.messages import checks as say
from formgen.scoring import NoteCode, Problem, RowRule, WordingReading
from formgen.scoring.numbers import show

_BANDS = (Problem.GAP, Problem.OVERLAP)
_AGAINST = (NoteCode.AGAINST_OPERATOR, NoteCode.NUMBER_DIFFERS, NoteCode.DATE_DIFFERS)


def _ruled(subject: Subject) -> Iterator[tuple[str, Indicator, RowRule]]:
    """(path, row, its rule) of every row that declares something."""
    if subject.rules is not None:
        for index, path, row in subject.rows():
            yield path, row, subject.rules[index]


def check_totals(subject: Subject) -> Iterator[Hit | Unknown]:
    """SCO-01."""
    yield from check_stated_sums(subject)
    rows = [(row, rule.points) for _, row, rule in _ruled(subject)]
    worded = any(row.scoring.strip() or row.declares_rule for row, _ in rows)
    pointed = any(full is not None for _, full in rows) or "points" in subject.profile.column_keys
    if rows and not (worded or pointed or "scoring" in subject.profile.column_keys):
        yield Unknown(say.NO_POINTS_ANYWHERE)
        return
    wanted = subject.profile.scoring.total
    yield from _compare([full for _, full in rows], wanted, say.TOTAL, say.TOTAL_HINT)
    for group, limit in subject.limits.subtotals.items():
        fulls = [full for row, full in rows if group in (row.level1.strip(), row.level2.strip())]
        yield from _compare(fulls, limit, say.SUBTOTAL, say.SUBTOTAL_HINT, group=group)


def _compare(
    fulls: list[Decimal | None], wanted: Decimal, message: str, hint: str, *, group: str = ""
) -> Iterator[Hit | Unknown]:
    known = sum((full for full in fulls if full is not None), Decimal(0))
    missing = sum(full is None for full in fulls)
    if missing and known <= wanted:
        yield Unknown(say.TOTAL_UNKNOWN.format(count=missing, known=show(known), wanted=show(wanted)))
    elif known != wanted:
        change = say.LESS if known > wanted else say.MORE
        gap = show(abs(known - wanted))
        yield Hit(
            "indicators",
            message.format(group=group, total=show(known), wanted=show(wanted), change=change, gap=gap),
            hint.format(wanted=show(wanted), change=change, gap=gap),
        )


def check_points(subject: Subject) -> Iterator[Hit]:
    """SCO-02."""
    for path, row, rule in _ruled(subject):
        if rule.reading is not None and rule.reading.problem is Problem.CONFLICT:
            yield Hit(subject.cell(path, "scoring"), rule.reading.reason, say.POINTS_HINT)
        elif rule.claims.conflict:
            field = "scoring" if row.scoring.strip() else "points"
            yield Hit(subject.cell(path, field), rule.claims.conflict, say.POINTS_HINT)
        elif rule.disagreement:
            yield Hit(subject.cell(path, "rule"), rule.disagreement, say.RULE_DIFFERS_HINT, Severity.WARNING)
    for index, row in enumerate(subject.declaration.indicators):
        if row.not_applicable and row.numeric_points:
            message = say.POINTS_ON_NONE.format(points=show(row.numeric_points))
            yield Hit(subject.cell(f"indicators[{index}]", "points"), message, say.POINTS_ON_NONE_HINT)


def check_wordings(subject: Subject) -> Iterator[Hit]:
    """SCO-03."""
    for path, row, rule in _ruled(subject):
        reading = rule.reading
        if _has_bad_rule(row, rule):
            yield Hit(
                subject.cell(path, "rule"), say.RULE_FAULTY.format(why="".join(rule.reasons)), say.RULE_HINT
            )
        if reading is not None and reading.placeholder:
            yield Hit(subject.cell(path, "scoring"), reading.reason, say.PLACEHOLDER_WORDING_HINT)
        elif rule.rule is None and reading is not None and reading.rule is None:
            if not _told_elsewhere(row, reading):
                message = say.NOT_COMPUTABLE.format(why=reading.reason)
                yield Hit(subject.cell(path, "scoring"), message, say.NOT_COMPUTABLE_HINT, Severity.WARNING)
        elif rule.rule is not None and rule.rule.kind == "discretionary":
            yield Hit(subject.cell(path, "scoring"), say.DISCRETION, say.DISCRETION_HINT, Severity.WARNING)


def _told_elsewhere(row: Indicator, reading: WordingReading) -> bool:
    """True where another check tells why the wording gives no rule: SCO-02, SCO-04, SCO-05; VAL-01
    where the target is no number, for then the wording may be sound."""
    if not isinstance(row.operator, Operator):  # REQ-01, READ-03
        return True
    no_number = row.operator is not Operator.QUALITATIVE and isinstance(row.target, str)
    if reading.problem is Problem.NOT_COMPUTABLE and no_number:
        return True
    return reading.problem in (Problem.CONFLICT, Problem.DIRECTION, Problem.LIMIT, *_BANDS)


def _has_bad_rule(row: Indicator, rule: RowRule) -> bool:
    """True where a declared rule is unsound or does not fit its row."""
    told_elsewhere = rule.disagreement or rule.claims.conflict
    return row.declares_rule and rule.rule is None and not told_elsewhere


def check_bands(subject: Subject) -> Iterator[Hit]:
    """SCO-04."""
    for path, _, rule in _ruled(subject):
        if rule.rule is None and rule.reading is not None and rule.reading.problem in _BANDS:
            yield Hit(subject.cell(path, "scoring"), rule.reading.reason, say.BANDS_HINT)
        for note in rule.notes:
            if note.code is NoteCode.TIERS_OPEN:
                yield Hit(subject.cell(path, "scoring"), note.message, say.TIERS_HINT)


def check_agreement(subject: Subject) -> Iterator[Hit]:
    """SCO-05."""
    for path, row, rule in _ruled(subject):
        if not isinstance(row.operator, Operator):
            continue  # nothing to agree with; REQ-01, READ-03
        if (
            rule.rule is None
            and rule.reading is not None
            and rule.reading.problem in (Problem.DIRECTION, Problem.LIMIT)
        ):
            yield Hit(subject.cell(path, "scoring"), rule.reading.reason, say.AGREEMENT_HINT)
        for note in rule.notes:
            if note.code in _AGAINST:
                yield Hit(subject.cell(path, "scoring"), note.message, say.AGREEMENT_HINT)


def check_shares(subject: Subject) -> Iterator[Hit]:
    """SCO-06."""
    share = subject.limits.most_share
    most = subject.profile.scoring.total * share
    for path, _, rule in _ruled(subject):
        if rule.points is not None and rule.points > most:
            message = say.HEAVY.format(points=show(rule.points), share=show(share * 100), most=show(most))
            yield Hit(subject.cell(path, "scoring"), message, say.HEAVY_HINT)


def check_readings(subject: Subject) -> Iterator[Hit]:
    """SCO-07."""
    for path, _, rule in _ruled(subject):
        for note in rule.notes:
            if note.code is NoteCode.TWO_READINGS:
                yield Hit(subject.cell(path, "scoring"), note.message, say.READINGS_HINT)


CHECKS = (
    Check("SCO-01", Severity.ERROR, say.SOURCE_TOTAL, check_totals, ("rules",)),
    Check("SCO-02", Severity.ERROR, say.SOURCE_PRACTICE, check_points, ("rules",)),
    Check("SCO-03", Severity.ERROR, say.SOURCE_EVALUATION, check_wordings, ("rules",)),
    Check("SCO-04", Severity.ERROR, say.SOURCE_PRACTICE, check_bands, ("rules",)),
    Check("SCO-05", Severity.WARNING, say.SOURCE_PRACTICE, check_agreement, ("rules",)),
    Check("SCO-06", Severity.WARNING, say.SOURCE_PRACTICE, check_shares, ("rules",)),
    Check("SCO-07", Severity.NOTE, say.SOURCE_PRACTICE, check_readings, ("rules",)),
)
