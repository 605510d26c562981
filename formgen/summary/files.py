"""逐份结果: every file of the run and what became of it, those that were passed over at the end.

Comes in: the outcomes, and the files that were passed over with the reason. Goes out: a sheet, the one place in
which every file is found by its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from formgen.base.errors import Fault
from formgen.books.writer import Book, Column
from formgen.declaration.findings import Severity
from formgen.messages import report
from formgen.messages import summary as say
from formgen.summary.entries import Entry
from formgen.summary.unchecked import Skipped

MOST_FAULTS = 5

_COLUMNS = (
    Column(say.NUMBER, 6, "center"),
    Column(say.DEPARTMENT, 28),
    Column(say.YEAR, 7, "center"),
    Column(say.SOURCE, 40),
    Column(say.VERDICT, 9, "center"),
    Column(say.SUGGESTED, 9, "center"),
    *(Column(report.SEVERITIES[severity.value], 7, "center") for severity in Severity),
    Column(say.STATUS, 9, "center"),
    Column(say.RESULT, 72),
)
_VERDICT_COLUMN, _STATUS_COLUMN = 4, 9
_VERDICT_TONES = {"pass": "good", "fail": "error", "unreadable": "error"}


def write_files(book: Book, entries: Sequence[Entry], skipped: Sequence[Skipped], digest: str = "") -> None:
    """digest: SM3 of the manifest, "" without."""
    about = [say.FILES_ABOUT.format(count=len(entries), skipped=len(skipped))]
    if digest:
        about.append(say.DIGEST.format(digest=digest))
    sheet = book.add_sheet(say.FILES, about, _COLUMNS)
    sheet.add_heads(frozen=2)
    for number, entry in enumerate(entries, 1):
        outcome = entry.outcome
        tone = _VERDICT_TONES.get(entry.review.verdict if entry.review else "", "unknown")
        sheet.add_row(
            (number, entry.name, outcome.year, outcome.label, entry.verdict, entry.suggested_grade,
             *(entry.counts[severity] for severity in Severity), say.STATUSES[outcome.status], _result(entry)),
            {_VERDICT_COLUMN: tone, **({_STATUS_COLUMN: "error"} if outcome.status == "failed" else {})},
        )  # fmt: skip
    empty = (None,) * (_STATUS_COLUMN - _VERDICT_COLUMN)
    for number, (path, reason) in enumerate(sorted(skipped), len(entries) + 1):
        sheet.add_row((number, "", None, path, *empty, say.PASSED_OVER, reason), {_STATUS_COLUMN: "unknown"})
    sheet.finish()


def _result(entry: Entry) -> str:
    """Names of the files; for a failure why, with the first faults."""
    outcome = entry.outcome
    if outcome.status != "failed":
        return "\n".join(_join_suffixes(outcome.files))
    faults = outcome.faults or _error_findings(entry)
    lines = [outcome.message, *(_fault_line(fault) for fault in faults[:MOST_FAULTS])]
    if len(faults) > MOST_FAULTS:
        lines.append(say.MORE_FAULTS.format(count=len(faults) - MOST_FAULTS))
    return "\n".join(line for line in lines if line)


def _join_suffixes(files: Sequence[str]) -> list[str]:
    """某局_申报表.docx、.pdf: files that differ only in their suffix, on one line."""
    suffixes: dict[str, list[str]] = {}
    for name in files:
        path = PurePath(name)
        suffixes.setdefault(path.stem, []).append(path.suffix)
    return [stem + say.SUFFIX_SEPARATOR.join(found) for stem, found in suffixes.items()]


def _error_findings(entry: Entry) -> tuple[Fault, ...]:
    """Why a readable form was refused, where the refusal itself brought no faults."""
    if entry.review is None or entry.review.verdict != "fail":
        return ()
    errors = (finding for finding in entry.review.findings if finding.severity is Severity.ERROR)
    return tuple(Fault(finding.message, finding.place, finding.field) for finding in errors)


def _fault_line(fault: Fault) -> str:
    place = say.REASON_PLACE.format(place=fault.place) if fault.place else ""
    return say.REASON_LINE.format(place=place, message=fault.message)
