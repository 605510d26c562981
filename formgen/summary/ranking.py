"""排名: by self-evaluation where there is one, else by suggested grade and findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from formgen.books.writer import Book, Column
from formgen.declaration.findings import Severity
from formgen.messages import checks, report
from formgen.messages import summary as say
from formgen.summary.entries import Entry

_COLUMNS = (
    Column(say.RANK, 7, "center"),
    Column(say.DEPARTMENT, 30),
    Column(say.YEAR, 7, "center"),
    Column(say.SOURCE, 40),
    Column(say.TOTAL, 10, "right"),
    Column(say.GRADE, 10, "center"),
    Column(say.SUGGESTED, 10, "center"),
    *(Column(report.SEVERITIES[severity.value], 8, "center") for severity in Severity),
    Column(say.REMARK, 20),
)
Key = tuple[Decimal | int, ...]
"""Smaller is better; equal keys share a rank."""


def write_ranking(book: Book, entries: Sequence[Entry]) -> None:
    by_total = any(entry.outcome.total is not None for entry in entries)
    key = _total_key if by_total else _grade_key
    ranked, unranked = rank_entries(entries, key)
    about = say.RANKED_BY_TOTAL if by_total else say.RANKED_BY_GRADE
    sheet = book.add_sheet(say.RANKING, [about.format(open=len(unranked))], _COLUMNS)
    sheet.add_heads(frozen=2)
    rows = [*ranked, *((None, entry) for entry in unranked)]
    for rank, entry in rows:
        outcome = entry.outcome
        why = "" if rank is not None else say.NO_TOTAL if entry.is_read else say.NOT_READ
        sheet.add_row(
            (rank, entry.name, outcome.year, outcome.label, outcome.total, outcome.grade,
             entry.suggested_grade, *(entry.counts[severity] for severity in Severity), why)
        )  # fmt: skip
    sheet.finish()


def rank_entries(
    entries: Sequence[Entry], key: Callable[[Entry], Key | None]
) -> tuple[list[tuple[int, Entry]], list[Entry]]:
    """(rank, entry) from the best on, and those without a key. Equal keys share a rank and the next one
    is left out: 1, 2, 2, 4."""
    keyed = [(found, entry) for entry in entries if (found := key(entry)) is not None]
    keyed.sort(key=lambda item: item[0])
    ranked: list[tuple[int, Entry]] = []
    for number, (found, entry) in enumerate(keyed, 1):
        same = number > 1 and keyed[number - 2][0] == found
        ranked.append((ranked[-1][0] if same else number, entry))
    return ranked, [entry for entry in entries if key(entry) is None]


def _total_key(entry: Entry) -> Key | None:
    return None if entry.outcome.total is None else (-entry.outcome.total,)


def _grade_key(entry: Entry) -> Key | None:
    if not entry.is_read:
        return None
    return checks.GRADES.index(entry.suggested_grade), *(entry.counts[severity] for severity in Severity)
