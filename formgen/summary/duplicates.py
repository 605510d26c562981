"""跨表雷同: DUP-01's findings, and departments that handed in more than once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from formgen.books.writer import Book, Column
from formgen.checks.across import DUPLICATE_ID
from formgen.messages import summary as say
from formgen.results.identity import fold_name
from formgen.summary.entries import Entry

_DEPARTMENT_FIELD, _GOAL_FIELD = "department.name", "goal.annual"
_COLUMNS = (
    Column(say.DEPARTMENT, 28),
    Column(say.YEAR, 7, "center"),
    Column(say.SOURCE, 34),
    Column(say.KIND, 13, "center"),
    Column(say.PLACE, 16),
    Column(say.PROBLEM, 66),
    Column(say.HINT, 36),
)


def write_duplicates(book: Book, entries: Sequence[Entry]) -> None:
    rows = [*_found(entries), *_same_departments(entries)]
    unchecked = dict.fromkeys(
        item.reason
        for entry in entries
        for item in (entry.review.not_checked if entry.review and entry.is_read else ())
        if item.id == DUPLICATE_ID
    )
    about = [say.DUPLICATES_ABOUT if rows else say.DUPLICATES_NONE, *unchecked]
    sheet = book.add_sheet(say.DUPLICATES, about, _COLUMNS)
    sheet.add_heads(frozen=1)
    for row in rows:
        sheet.add_row(row)
    sheet.finish()


Row = tuple[str, int | None, str, str, str, str, str]


def _found(entries: Sequence[Entry]) -> Iterator[Row]:
    kinds = {_DEPARTMENT_FIELD: say.KIND_DEPARTMENT, _GOAL_FIELD: say.KIND_GOAL}
    for entry in entries:
        for finding in entry.review.findings if entry.review else ():
            if finding.id == DUPLICATE_ID:
                yield (
                    entry.name,
                    entry.outcome.year,
                    entry.outcome.label,
                    kinds.get(finding.field, say.KIND_ROW),
                    finding.place,
                    finding.message,
                    finding.hint,
                )


def _same_departments(entries: Sequence[Entry]) -> Iterator[Row]:
    """What DUP-01 cannot see: a department's other file that could not be read or checked."""
    groups: dict[tuple[str, int | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.outcome.department:
            groups[fold_name(entry.outcome.department), entry.outcome.year].append(entry)
    for group in groups.values():
        for entry in group if len(group) > 1 else ():
            findings = entry.review.findings if entry.review else ()
            if any(item.id == DUPLICATE_ID and item.field == _DEPARTMENT_FIELD for item in findings):
                continue
            others = "、".join(other.outcome.label for other in group if other is not entry)
            yield (
                entry.name,
                entry.outcome.year,
                entry.outcome.label,
                say.KIND_DEPARTMENT,
                "",
                say.SAME_DEPARTMENT.format(others=others),
                say.SAME_DEPARTMENT_HINT,
            )
