"""The review as a workbook: one row per finding, a table of unit × check, and what was not checked.

Comes in: filed reviews. Goes out: the bytes of an xlsx, the same for the same reviews.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from formgen.books.writer import Book, Column, Value
from formgen.checks import CHECKS
from formgen.declaration.findings import Severity
from formgen.messages import checks as names
from formgen.messages import report as say
from formgen.report import FiledReview

KIND = "review"
"""What the workbook says that it is (`KIND_PROPERTY`)."""

_CHECK_WIDTH = 11
_SEVERITY_COLUMN = 5
_MATRIX_HEIGHT = 44


def report_workbook(filed: Sequence[FiledReview]) -> bytes:
    """The workbook's bytes."""
    book = Book(say.SHEET_FINDINGS, KIND)
    _write_findings(book, filed)
    _write_matrix(book, filed)
    _write_not_checked(book, filed)
    return book.close()


def _write_findings(book: Book, filed: Sequence[FiledReview]) -> None:
    sheet = book.add_list(say.SHEET_FINDINGS, _columns(say.FINDING_HEADS, say.FINDING_WIDTHS))
    sheet.add_heads(frozen=0)
    for number, (severity, row) in enumerate(_finding_rows(filed), 1):
        sheet.add_row((number, *row), {_SEVERITY_COLUMN: severity.value})
    sheet.finish()


def _finding_rows(filed: Sequence[FiledReview]) -> Iterator[tuple[Severity, tuple[str, ...]]]:
    for item in filed:
        review = item.review
        for finding in review.findings:
            yield (
                finding.severity,
                (
                    item.label,
                    review.department,
                    say.VERDICTS[review.verdict],
                    review.suggested_grade,
                    say.SEVERITIES[finding.severity],
                    finding.id,
                    names.TITLES.get(finding.id, ""),
                    finding.place,
                    finding.message,
                    finding.hint,
                    finding.source,
                ),
            )


def _write_matrix(book: Book, filed: Sequence[FiledReview]) -> None:
    columns = [
        *_columns(say.MATRIX_HEADS, say.MATRIX_WIDTHS),
        *(Column(f"{check_id}\n{names.TITLES[check_id]}", _CHECK_WIDTH, "center") for check_id in CHECKS),
    ]
    sheet = book.add_list(say.SHEET_MATRIX, columns)
    sheet.add_heads(frozen=2, height=_MATRIX_HEIGHT)
    for item in filed:
        review = item.review
        row: list[Value] = [
            item.label,
            review.department,
            say.VERDICTS[review.verdict],
            review.suggested_grade,
        ]
        marks = [_mark(item, check_id) for check_id in CHECKS]
        tones = {number: tone for number, (_, tone) in enumerate(marks, start=len(row))}
        sheet.add_row((*row, *(mark for mark, _ in marks)), tones)
    sheet.finish()


def _mark(item: FiledReview, check_id: str) -> tuple[str, str]:
    """What a check says of a file, and the tone of its cell. A check that found something and could
    not be finished says both."""
    found = [finding.severity for finding in item.review.findings if finding.id == check_id]
    told = [
        say.COUNT.format(severity=say.SEVERITIES[severity], count=found.count(severity))
        for severity in Severity
        if severity in found
    ]
    unknown = item.review.verdict == "unreadable" or any(
        missing.id == check_id for missing in item.review.not_checked
    )
    if unknown:
        told.append(say.MATRIX_NOT_CHECKED)
    worst = next((severity.value for severity in Severity if severity in found), "")
    tone = worst or ("unknown" if unknown else "good")
    return say.MATRIX_SEPARATOR.join(told) or say.MATRIX_PASS, tone


def _write_not_checked(book: Book, filed: Sequence[FiledReview]) -> None:
    sheet = book.add_list(say.SHEET_NOT_CHECKED, _columns(say.NOT_CHECKED_HEADS, say.NOT_CHECKED_WIDTHS))
    sheet.add_heads(frozen=0)
    for item in filed:
        for missing in item.review.not_checked:
            title = names.TITLES.get(missing.id, "")
            sheet.add_row((item.label, item.review.department, missing.id, title, missing.reason))
    sheet.finish()


def _columns(heads: Iterable[str], widths: Iterable[float]) -> list[Column]:
    """Columns; narrow ones hold single words and stand centred."""
    return [
        Column(head, width, "center" if width <= _CHECK_WIDTH else "left")
        for head, width in zip(heads, widths, strict=True)
    ]
