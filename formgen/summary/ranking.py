"""排名: by state, then by the weight of what is wrong. Who is alike shares a place."""

from __future__ import annotations

from collections.abc import Sequence

from formgen.books.writer import SCORE, Book, Column
from formgen.declaration.findings import Severity
from formgen.messages import report
from formgen.messages import summary as say
from formgen.summary.campaign import BEST_FIRST, STATE_TONES
from formgen.summary.cases import Case

_COLUMNS = (
    Column(say.RANK, 7, "center"),
    Column(say.DEPARTMENT, 38),
    Column(say.STATE, 11, "center"),
    *(Column(report.SEVERITIES[severity.value], 8, "center") for severity in Severity),
    Column(say.SUGGESTED, 10, "center"),
    Column(say.FULL, 10, "right"),
    Column(say.TOTAL, 10, "right", SCORE),
    Column(say.GRADE, 10, "center"),
    Column(say.NEXT, 40),
)
_STATE_COLUMN = 2
Key = tuple[int, int, int]
"""Smaller is better."""


def write_ranking(book: Book, cases: Sequence[Case]) -> None:
    sheet = book.add_sheet(say.RANKING, [say.RANKING_ABOUT], _COLUMNS)
    sheet.add_heads(frozen=2)
    for rank, case in rank_cases(cases):
        outcome = case.outcome
        counts = [case.counts[severity] if case.review else None for severity in Severity]
        totals = (outcome.full, outcome.total, outcome.grade) if outcome and case.is_read else (None,) * 3
        sheet.add_row(
            (rank, case.title, case.state.value, *counts, case.suggested_grade, *totals, case.unit.next),
            {_STATE_COLUMN: STATE_TONES[case.state]},
        )
    sheet.finish()


def rank_cases(cases: Sequence[Case]) -> list[tuple[int, Case]]:
    """Place and case, from the best on. Equal keys share a place and the next ones are left out: 1, 2, 2, 4."""
    ranked: list[tuple[int, Case]] = []
    last: Key | None = None
    for number, case in enumerate(sorted(cases, key=_key), 1):
        key = _key(case)
        ranked.append((ranked[-1][0] if key == last else number, case))
        last = key
    return ranked


def _key(case: Case) -> Key:
    """What only informs weighs nothing."""
    return BEST_FIRST.index(case.state), case.counts[Severity.ERROR], case.counts[Severity.WARNING]
