"""问题: what is wrong, one line per kind, with how often and whose.

Comes in: the cases. Goes out: `Problem`s, and a sheet of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from formgen.books.writer import Book, Column
from formgen.checks import CHECKS, UNREAD_ID
from formgen.declaration.findings import Severity
from formgen.messages import campaign as states
from formgen.messages import checks as names
from formgen.messages import report
from formgen.messages import summary as say
from formgen.report.grouped import FindingGroup, group_findings
from formgen.summary.cases import Case
from formgen.summary.names import LIST_WIDTH, join_counts

_COLUMNS = (
    Column(say.NUMBER, 6, "center"),
    Column(say.SEVERITY, 7, "center"),
    Column(say.PROBLEM_KIND, 20),
    Column(say.FINDINGS, 8, "center"),
    Column(say.UNITS, 8, "center"),
    Column(say.CELLS, 30),
    Column(say.HINT, 36),
    Column(say.WHOSE, LIST_WIDTH),
)
MOST_HINTS = 2
MOST_CELLS = 6
"""Columns of the form named in one line; the rest are counted."""

_ORDER = {check_id: number for number, check_id in enumerate(CHECKS)}
_SEVERITIES = list(Severity)


@dataclass(slots=True)
class Problem:
    """Findings of one check and grade. count: of them. units: title of the form → how many it has; keys: whose
    they are. cells: label of the column → how many. hints: advice → how often."""

    severity: Severity
    id: str
    count: int = 0
    units: Counter[str] = field(default_factory=Counter)
    keys: set[str] = field(default_factory=set)
    cells: Counter[str] = field(default_factory=Counter)
    hints: Counter[str] = field(default_factory=Counter)

    @property
    def title(self) -> str:
        return names.TITLES.get(self.id, self.id)

    @property
    def hint(self) -> str:
        """The advice that is given most often; where some cells need another one, that too."""
        if self.id == UNREAD_ID:
            return states.NEXT[states.UNREADABLE]
        told = [text for text, _ in self.hints.most_common(MOST_HINTS)]
        if len(self.hints) > MOST_HINTS:
            told.append(say.MORE_HINTS)
        return "".join(told)

    @property
    def where(self) -> str:
        """指标解释 12、指标值 3: the columns, those with most first."""
        shown = [say.CELL_COUNT.format(cell=cell, count=count) for cell, count in self.cells.most_common()]
        rest = sum(count for _, count in self.cells.most_common()[MOST_CELLS:])
        more = [say.MORE_CELLS.format(count=rest)] if rest else []
        return say.SEPARATOR.join([*shown[:MOST_CELLS], *more])

    def add(self, case: Case, group: FindingGroup) -> None:
        number = len(group.findings)
        self.count += number
        self.units[case.title] += number
        self.keys.add(case.key)
        if self.id == UNREAD_ID:
            self.cells.update(_reason(finding.message, case) for finding in group.findings)
        elif group.column not in (self.title, group.findings[0].field):
            self.cells[group.column] += number
        if group.hint:
            self.hints[group.hint] += number


def _reason(message: str, case: Case) -> str:
    """Why a file could not be read, without its name and what to do about it."""
    label = case.outcome.label if case.outcome else case.unit.path
    plain = message.replace(label, "").replace(case.unit.path, "")
    return plain.partition("。")[0].strip(" ：:，“”")


def list_problems(cases: Sequence[Case]) -> list[Problem]:
    """The gravest first; of one grade those that most units have."""
    found: dict[tuple[Severity, str], Problem] = {}
    for case in cases:
        review = case.review
        if review is None:
            continue
        for group in group_findings(review.findings, review.names, review.profile):
            key = group.severity, group.id
            found.setdefault(key, Problem(*key)).add(case, group)
    return sorted(found.values(), key=_rank)


def _rank(problem: Problem) -> tuple[int, int, int, int]:
    return (
        _SEVERITIES.index(problem.severity), -len(problem.keys), -problem.count, _ORDER.get(problem.id, -1)
    )  # fmt: skip


def write_problems(book: Book, cases: Sequence[Case], problems: Sequence[Problem]) -> None:
    about = [say.PROBLEMS_ABOUT if problems else say.PROBLEMS_NONE]
    if ignored := sum(case.ignored for case in cases):
        about.append(say.PROBLEMS_IGNORED.format(count=ignored))
    sheet = book.add_sheet(say.PROBLEMS, about, _COLUMNS)
    sheet.add_heads(frozen=3)
    for number, problem in enumerate(problems, 1):
        sheet.add_row(
            (number, report.SEVERITIES[problem.severity], problem.title, problem.count, len(problem.keys),
             problem.where, problem.hint, join_counts(problem.units, where=say.HEATMAP)),
            {1: problem.severity.value},
        )  # fmt: skip
    sheet.finish()
