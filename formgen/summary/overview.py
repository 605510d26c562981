"""总览: every unit with its verdict, points, counts and results; the counts of all on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from formgen.base.errors import Fault
from formgen.books.palette import FILLS
from formgen.books.writer import Book, Column, Sheet
from formgen.declaration.findings import Severity
from formgen.declaration.profile import Profile
from formgen.messages import report
from formgen.messages import summary as say
from formgen.results.roster import Comparison
from formgen.summary.entries import Entry

MOST_FAULTS = 5
_COUNTS_FROM, _COUNTS_PER_BAND = 4, 7
"""The narrow columns, where numbers look well."""

_COLUMNS = (
    Column(say.NUMBER, 6, "center"),
    Column(say.DEPARTMENT, 28),
    Column(say.YEAR, 7, "center"),
    Column(say.SOURCE, 34),
    Column(say.VERDICT, 9, "center"),
    Column(say.SUGGESTED, 9, "center"),
    Column(say.FULL, 9, "right"),
    Column(say.TOTAL, 9, "right"),
    Column(say.GRADE, 9, "center"),
    *(Column(report.SEVERITIES[severity.value], 7, "center") for severity in Severity),
    Column(say.STATUS, 9, "center"),
    Column(say.RESULT, 72),
)
VERDICT_TONES = {"pass": "good", "fail": "error", "unreadable": "error"}


def write_overview(
    book: Book,
    profile: Profile,
    entries: Sequence[Entry],
    arrivals: Comparison | None,
    skipped: int,
    digest: str = "",
) -> None:
    """skipped: files of the folder that were passed over. digest: SM3 of the manifest, "" without."""
    sheet = book.add_sheet(say.OVERVIEW, [], _COLUMNS)
    about = say.ABOUT if arrivals is not None else say.ABOUT_NO_ROSTER
    text = about.format(profile=profile.name, total=len(entries))
    if digest:
        text += "\n" + say.DIGEST.format(digest=digest)
    sheet.put_over((sheet.row, 0, sheet.row + 3, _COUNTS_FROM - 1), text)
    _write_counts(sheet, _count(entries, arrivals, skipped))
    sheet.add_heads(frozen=2)
    for number, entry in enumerate(entries, 1):
        outcome = entry.outcome
        tone = VERDICT_TONES.get(entry.review.verdict if entry.review else "", "unknown")
        sheet.add_row(
            (number, entry.name, outcome.year, outcome.label, entry.verdict, entry.suggested_grade,
             outcome.full, outcome.total, outcome.grade,
             *(entry.counts[severity] for severity in Severity),
             say.STATUSES[outcome.status], _result(entry)),
            {4: tone, **({12: "error"} if outcome.status == "failed" else {})},
        )  # fmt: skip
    sheet.finish()


def _count(entries: Sequence[Entry], arrivals: Comparison | None, skipped: int) -> dict[str, int]:
    """What is counted → how many."""
    verdicts = Counter(entry.verdict for entry in entries)
    statuses = Counter(entry.outcome.status for entry in entries)
    severities = sum((entry.counts for entry in entries), Counter[Severity]())
    counts = {
        say.COUNT_TOTAL: len(entries),
        **{name: verdicts[name] for name in report.VERDICTS.values()},
        **{name: statuses[status] for status, name in say.STATUSES.items()},  # type: ignore[index]
        **{report.SEVERITIES[severity.value]: severities[severity] for severity in Severity},
    }
    if arrivals is not None:
        counts |= {
            say.COUNT_EXPECTED: len(arrivals.present) + len(arrivals.missing),
            say.COUNT_MISSING: len(arrivals.missing),
            say.COUNT_LATE: len(arrivals.late),
            say.COUNT_EXTRA: len(arrivals.extra),
        }
    if skipped:
        counts[say.COUNT_SKIPPED] = skipped
    return counts


def _write_counts(sheet: Sheet, counts: Mapping[str, int]) -> None:
    """In bands right of the remark: names, and the numbers under them."""
    for number, (name, count) in enumerate(counts.items()):
        band, column = divmod(number, _COUNTS_PER_BAND)
        sheet.put(_COUNTS_FROM + column, name, align="center", down=2 * band, bg_color=FILLS["unknown"])
        sheet.put(_COUNTS_FROM + column, count, align="center", down=2 * band + 1, bold=True)
    bands = -(-len(counts) // _COUNTS_PER_BAND)
    sheet.row += 2 * bands + 1


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
