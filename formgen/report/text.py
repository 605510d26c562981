"""The review as lines for a terminal, grouped by file.

Comes in: filed reviews. Goes out: lines with a tone, which the command line turns into colour where a
terminal shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from formgen.base.records import record
from formgen.declaration.findings import Finding, Severity
from formgen.messages import checks as names
from formgen.messages import report as say
from formgen.report import FiledReview

Tone = Literal["plain", "head", "error", "warning", "note", "dim", "good"]


_TONES: dict[Severity, Tone] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


@record(frozen=True, slots=True)
class Line:
    text: str
    tone: Tone = "plain"


def review_lines(filed: Sequence[FiledReview]) -> Iterator[Line]:
    """How many findings of each check, every review, then a summary where there are several."""
    counts = list(_counts(filed))
    if counts:
        yield from (*counts, Line(""))
    for item in filed:
        yield from _file_lines(item)
    if len(filed) > 1:
        yield Line(summary(filed), "head")


def statistics_lines(filed: Sequence[FiledReview]) -> Iterator[Line]:
    """How many findings of each check, and the summary."""
    yield from _counts(filed)
    yield Line(summary(filed), "head")


def _counts(filed: Sequence[FiledReview]) -> Iterator[Line]:
    """A line per check and grade, the most frequent first, and how many forms they are in."""
    found = Counter((finding.id, finding.severity) for item in filed for finding in item.review.findings)
    forms = Counter(
        key for item in filed for key in {(finding.id, finding.severity) for finding in item.review.findings}
    )
    for (check, severity), count in sorted(found.items(), key=lambda entry: (-entry[1], entry[0])):
        line = say.STATISTICS_LINE.format(
            id=check,
            title=names.TITLES.get(check, ""),
            severity=say.SEVERITIES[severity],
            count=count,
            forms=forms[check, severity],
        )
        yield Line(line, _TONES[severity])


def summary(filed: Sequence[FiledReview]) -> str:
    verdicts = [item.review.verdict for item in filed]
    return say.SUMMARY.format(
        total=len(verdicts),
        passed=verdicts.count("pass"),
        failed=verdicts.count("fail"),
        unreadable=verdicts.count("unreadable"),
    )


def count_findings(item: FiledReview) -> str:
    """错误 1，提醒 2; 没有发现问题 where there are none."""
    counts = item.counts
    told = [
        say.COUNT.format(severity=say.SEVERITIES[severity], count=counts[severity])
        for severity in Severity
        if counts[severity]
    ]
    return "，".join(told) or say.NOTHING_FOUND


def _file_lines(item: FiledReview) -> Iterator[Line]:
    review = item.review
    yield Line(
        say.FILE_HEAD.format(
            path=item.label,
            department=review.department or say.NO_DEPARTMENT,
            verdict=say.VERDICTS[review.verdict],
        ),
        "good" if review.verdict == "pass" else "error",
    )
    grade = review.suggested_grade
    yield Line(say.GRADE_LINE.format(grade=grade, meaning=names.GRADE_MEANING[grade]))
    yield Line(say.COUNT_LINE.format(counts=count_findings(item)))
    for finding in review.findings:
        yield from _finding_lines(finding)
    for missing in review.not_checked if review.verdict != "unreadable" else ():
        title = names.TITLES.get(missing.id, "")
        yield Line(say.NOT_CHECKED.format(id=missing.id, title=title, reason=missing.reason), "dim")
    yield Line("")


def _finding_lines(finding: Finding) -> Iterator[Line]:
    severity = finding.severity
    head = say.FINDING_HEAD.format(
        severity=say.SEVERITIES[severity], id=finding.id, title=names.TITLES.get(finding.id, "")
    )
    place = say.FINDING_PLACE.format(place=finding.place) if finding.place else ""
    yield Line(head + place, _TONES[severity])
    yield Line(say.FINDING_HINT.format(hint=finding.message))
    if finding.hint:
        yield Line(say.FINDING_HINT.format(hint=finding.hint))
    if finding.source:
        yield Line(say.FINDING_SOURCE.format(source=finding.source), "dim")
