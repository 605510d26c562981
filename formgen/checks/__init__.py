"""审核: every check of a declaration, and of a folder of them.

Comes in: a `Reading`, with the actual values and the budget where they are known. Goes out: a frozen
`Review`: findings in the order of the form, checks that could not be made, verdict, suggested grade. A
check that could not be made is never a pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from formgen.base.errors import Fault, FormgenError, UnreadableInput
from formgen.base.records import sealed
from formgen.checks import actuals as actuals_checks
from formgen.checks import completeness, figures, funds, scoring, taxonomy, text, values
from formgen.checks.across import DUPLICATE_ID, Traits, find_duplicates, traits_of
from formgen.checks.registry import Check, Hit, Need, Subject, Unknown, form_order, grade_hit
from formgen.declaration.findings import Finding, NotChecked, Severity
from formgen.declaration.profile import PROFILE_FILE, Profile
from formgen.declaration.values import field_key
from formgen.messages import checks as say
from formgen.scoring import Actual, ScoreSheet, carries_actuals, score_declaration
from formgen.sources.build import Reading

__all__ = [
    "CHECKS",
    "Check",
    "Review",
    "Standing",
    "check_subject",
    "review_unreadable",
    "run_across",
    "run_checks",
]

Verdict = Literal["pass", "fail", "unreadable"]
Standing = Literal["pass", "fail", "not_checked"]
"""What one check says of one declaration."""

UNREAD_ID = "READ-02"
"""Faults of a file that could not be read."""

NOT_GIVEN_TWICE = ("REQ-01", "TXT-02", "VAL-01", "VAL-02")
"""Checks that say nothing of a field whose fault reading has told."""

_ACROSS = Check(DUPLICATE_ID, Severity.WARNING, say.SOURCE_PRACTICE, lambda subject: (), ("folder",))
CHECKS: dict[str, Check] = {
    check.id: check
    for checks in (
        completeness.CHECKS,
        text.CHECKS,
        taxonomy.CHECKS,
        values.CHECKS,
        scoring.CHECKS,
        actuals_checks.CHECKS,
        funds.CHECKS,
        figures.CHECKS,
        (_ACROSS,),
    )
    for check in checks
}
"""Every check by its id, in the order of the table."""


@sealed(frozen=True, slots=True)
class Review:
    """What came of one declaration. findings: in form order, the notes of reading among them.
    suggested_grade: 优良中差; a person decides. part: the sheet, where a file holds several. traits: for
    `run_across`; None for a file that could not be read. unprintable: not even a draft may be made. names: the
    三级指标 of its rows."""

    department: str
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    verdict: Verdict
    suggested_grade: str
    part: str = ""
    year: int | None = None
    profile: Profile | None = None
    traits: Traits | None = None
    unprintable: bool = False
    names: tuple[str, ...] = ()

    def standing(self, check_id: str) -> Standing:
        """What one check says. Findings first: a check can have found something and not be through."""
        if any(finding.id == check_id for finding in self.findings):
            return "fail"
        unknown = self.verdict == "unreadable" or any(item.id == check_id for item in self.not_checked)
        return "not_checked" if unknown else "pass"


def run_checks(
    reading: Reading,
    *,
    actuals: Mapping[str, Actual] | None = None,
    budget: Decimal | None = None,
    sheet: ScoreSheet | None = None,
) -> Review:
    """Every check of one declaration. actuals: by the name of their 三级指标; budget: the unit's, in
    万元; sheet: the score sheet of these actual values, where the caller has it already. Raises UnreadableInput for actual values that fit no row or rule, and where the profile's
    [checks] names a check that there is not."""
    profile = reading.profile
    _require_known(profile)
    declaration = reading.declaration
    sheet = sheet or score_declaration(declaration, profile, actuals)
    subject = Subject(
        declaration,
        profile,
        reading.places,
        rules=tuple(row.row for row in sheet.rows),
        sheet=sheet if actuals is not None or carries_actuals(declaration) else None,
        budget=budget,
        told=frozenset(fault.field for fault in reading.faults if fault.field),
        sums=reading.sums,
    )
    findings, not_checked = check_subject(subject)
    return _conclude(
        Review(
            department=declaration.department.name,
            findings=(*reading.faults, *_graded(reading.notes, profile), *findings),
            not_checked=not_checked,
            verdict="pass",
            suggested_grade="",
            part=reading.part,
            year=declaration.year,
            profile=profile,
            traits=traits_of(declaration, profile, reading.places),
            unprintable=reading.unprintable,
            names=tuple(row.level3 for row in declaration.indicators),
        )
    )


def check_subject(subject: Subject) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    """Every check of a subject, whatever of its facts are at hand."""
    findings, not_checked = [], []
    for check in CHECKS.values():
        found, unknown = _run(check, subject)
        findings += found
        not_checked += unknown
    return tuple(findings), tuple(not_checked)


def review_unreadable(error: FormgenError, part: str = "", department: str = "") -> Review:
    """The review of a declaration that could not be read: its faults as findings, no check made."""
    faults = error.faults or (Fault(error.message),)
    findings = tuple(
        Finding(
            UNREAD_ID, Severity.ERROR, fault.field, fault.place, fault.message, fault.hint, say.SOURCE_FORM
        )
        for fault in faults
    )
    not_checked = tuple(NotChecked(check_id, say.UNREAD) for check_id in CHECKS)
    return Review(department, findings, not_checked, "unreadable", say.GRADES[-1], part)


def run_across(reviews: Sequence[Review], labels: Sequence[str]) -> tuple[Review, ...]:
    """The reviews of a folder with DUP-01 added. labels: what to call each in the findings of the others
    (path, and sheet). One declaration alone has nothing to be compared with, and stays not checked."""
    readable = [number for number, review in enumerate(reviews) if review.traits is not None]
    result = list(reviews)
    if len(readable) < 2:
        return tuple(result)
    forms = [traits for number in readable if (traits := reviews[number].traits) is not None]
    names = _told_apart([(reviews[number].department, labels[number]) for number in readable])
    left_out = len(reviews) - len(readable)
    for number, hits in zip(readable, find_duplicates(forms, names), strict=True):
        result[number] = _with_duplicates(reviews[number], hits, left_out)
    return tuple(result)


def _told_apart(forms: Sequence[tuple[str, str]]) -> list[str]:
    """What to call each of them: the unit, and the file too where its name does not say the unit or the unit has
    several."""
    counted = Counter(unit for unit, _ in forms)
    return [unit if counted[unit] == 1 and unit in label else f"{unit}（{label}）" for unit, label in forms]


def _with_duplicates(review: Review, hits: Sequence[Hit], left_out: int) -> Review:
    profile = review.profile
    if profile is None or _ACROSS.id in profile.checks.off:
        return review
    findings = tuple(
        Finding(
            _ACROSS.id,
            grade_hit(_ACROSS, hit, profile.checks),
            hit.field,
            review.traits.places.get(hit.field, "") if review.traits else "",
            hit.message,
            hit.hint,
            _ACROSS.source,
        )
        for hit in hits
    )
    not_checked = tuple(item for item in review.not_checked if item.id != _ACROSS.id)
    if left_out:
        not_checked += (NotChecked(_ACROSS.id, say.LEFT_OUT.format(count=left_out)),)
    return _conclude(replace(review, findings=review.findings + findings, not_checked=not_checked))


def _run(check: Check, subject: Subject) -> tuple[list[Finding], list[NotChecked]]:
    if check.id in subject.limits.off:
        return [], [NotChecked(check.id, say.SWITCHED_OFF)]
    lacking: list[Need] = [need for need in check.needs if not subject.has(need)]
    if lacking:
        return [], [NotChecked(check.id, say.NEEDS[lacking[0]])]
    found, unknown = [], []
    for item in check.look(subject):
        if isinstance(item, Unknown):
            unknown.append(NotChecked(check.id, item.reason))
            continue
        if check.id in NOT_GIVEN_TWICE and subject.is_told(item.field):
            continue
        severity = grade_hit(check, item, subject.limits)
        found.append(
            Finding(
                check.id,
                severity,
                item.field,
                item.place or subject.place(item.field),
                item.message,
                item.hint,
                check.source,
            )
        )
    return found, unknown


def _conclude(review: Review) -> Review:
    """The review with its findings in form order, its verdict and its grade."""
    findings = review.findings
    if review.profile is not None:
        order = form_order(review.profile)
        findings = tuple(sorted(findings, key=lambda finding: (order(finding.field), _rank(finding))))
    verdict: Verdict = "fail" if any(item.severity is Severity.ERROR for item in findings) else "pass"
    return replace(
        review,
        findings=findings,
        verdict=verdict,
        suggested_grade=_suggest_grade(findings, review.profile),
    )


_RANKS = {check_id: number for number, check_id in enumerate(CHECKS)}


def _rank(finding: Finding) -> int:
    return _RANKS.get(finding.id, -1)


def _graded(notes: Sequence[Finding], profile: Profile) -> Iterator[Finding]:
    """What reading noticed; where it speaks for a check, graded as that check."""
    for note in notes:
        check = CHECKS.get(note.id)
        if check is None:
            yield note
        elif note.id not in profile.checks.off:
            hit = Hit(note.field, note.message, note.hint, note.severity)
            yield replace(note, severity=grade_hit(check, hit, profile.checks), source=check.source)


def _suggest_grade(findings: Sequence[Finding], profile: Profile | None) -> str:
    best, good, fair, poor = say.GRADES
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    goal = field_key(profile, "goal") if profile else ""
    if any(_is_missing_part(error, goal) for error in errors):
        return poor
    if errors:
        return fair
    return good if any(finding.severity is Severity.WARNING for finding in findings) else best


def _is_missing_part(error: Finding, goal: str) -> bool:
    """True where a required part is missing as a whole: the goal, the table, a 一级指标 that must be there.
    An empty cell is an error to mend, no more."""
    return error.id == "REQ-03" or (error.id == "REQ-01" and error.field == goal)


def _require_known(profile: Profile) -> None:
    limits = profile.checks
    faults = [
        Fault(
            say.UNKNOWN_CHECK.format(id=name),
            place="[checks]",
            hint=say.KNOWN_CHECKS.format(ids="、".join(CHECKS)),
        )
        for name in (*limits.severity, *limits.off)
        if name not in CHECKS
    ]
    if faults:
        raise UnreadableInput(say.PROFILE_FAULTY.format(path=profile.folder / PROFILE_FILE), faults)
