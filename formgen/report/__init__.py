"""Reports of a review: text, JSON, workbook, 退回意见, annotated workbook.

Comes in: `FiledReview`s, the reviews with the files they belong to. Goes out: lines, strings or bytes;
nothing is written here. Every view shows the same findings and
the same decision, for all are made from the same reviews.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from formgen.base.records import record
from formgen.checks import Review
from formgen.declaration.findings import Severity
from formgen.declaration.values import public_path

SCHEMA = 1


@record(frozen=True, slots=True)
class FiledReview:
    """A review and the file it is about. path: as the user named it, with forward slashes."""

    path: str
    review: Review

    @property
    def label(self) -> str:
        """What to call it: the path, with the sheet where the file holds several declarations."""
        return f"{self.path}[{self.review.part}]" if self.review.part else self.path

    @property
    def counts(self) -> Counter[Severity]:
        return Counter(finding.severity for finding in self.review.findings)


def as_data(filed: Sequence[FiledReview], skipped: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """The object that `check --format json` prints. skipped: path and reason of every file of the folders
    that was passed over."""
    return {
        "schema": SCHEMA,
        "files": [_file_data(item) for item in filed],
        "skipped": [{"path": path, "reason": reason} for path, reason in skipped],
    }


def as_json(filed: Sequence[FiledReview], skipped: Sequence[tuple[str, str]] = ()) -> str:
    """`as_data` as text with a line end."""
    import json  # a report that people read needs none

    return json.dumps(as_data(filed, skipped), ensure_ascii=False, indent=2) + "\n"


def _file_data(item: FiledReview) -> dict[str, Any]:
    review = item.review
    return {
        "path": item.path,
        "department": review.department,
        "verdict": review.verdict,
        "suggested_grade": review.suggested_grade,
        "findings": [
            {
                "id": finding.id,
                "severity": finding.severity.value,
                "field": public_path(finding.field, review.profile),
                "place": finding.place,
                "message": finding.message,
                "hint": finding.hint,
                "source": finding.source,
            }
            for finding in review.findings
        ],
        "not_checked": [{"id": missing.id, "reason": missing.reason} for missing in review.not_checked],
    }
