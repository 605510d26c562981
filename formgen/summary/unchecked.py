"""没有检查的: files that were passed over and checks that were not made, one line per reason, with whose.

Comes in: the cases, and the files that were passed over. Goes out: a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from formgen.books.writer import Book, Column
from formgen.checks import CHECKS
from formgen.messages import checks as names
from formgen.messages import summary as say
from formgen.summary.cases import Case
from formgen.summary.names import LIST_WIDTH, join_names

Skipped = tuple[str, str]
"""The path as the user knows it, and the reason as a sentence."""

_COLUMNS = (
    Column(say.NUMBER, 6, "center"),
    Column(say.NOT_CHECKED_KIND, 13, "center"),
    Column(say.REASON, 48),
    Column(say.COUNT, 8, "center"),
    Column(say.WHICH_CHECKS, 38),
    Column(say.WHICH, LIST_WIDTH),
)
_NUMBER = re.compile(r" ?\d+(?:\.\d+)? ?")


@dataclass(slots=True)
class Gap:
    """Why something was not checked. reasons: as they were given, which may differ in a number; names: of the
    forms, or of the files; checks: their ids, none for files."""

    kind: str
    general: str
    reasons: set[str] = field(default_factory=set)
    names: dict[str, None] = field(default_factory=dict)
    count: int = 0
    checks: dict[str, None] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        return next(iter(self.reasons)) if len(self.reasons) == 1 else self.general


def list_gaps(cases: Sequence[Case], skipped: Iterable[Skipped]) -> list[Gap]:
    """Files first, then checks, those that concern most first."""
    files: dict[str, Gap] = {}
    for path, reason in sorted(skipped):
        gap = files.setdefault(reason, Gap(say.KIND_FILE, reason, {reason}))
        name = PurePosixPath(path).name
        gap.names[path if name in gap.names else name] = None
        gap.count += 1
    checks: dict[str, Gap] = {}
    for case in cases:
        told = set()
        for check_id, reason, general in _missing(case):
            gap = checks.setdefault(general, Gap(say.KIND_CHECK, general))
            gap.reasons.add(reason)
            gap.names[case.title] = gap.checks[check_id] = None
            gap.count += general not in told
            told.add(general)
    return [*_most_first(files.values()), *_most_first(checks.values())]


def _missing(case: Case) -> Iterator[tuple[str, str, str]]:
    """Check, reason, and the reason without what only tells this form from others: its numbers and its
    unit's name."""
    for item in case.review.not_checked if case.review else ():
        reason = item.reason.replace(case.name, say.ITS_NAME) if case.is_read else item.reason
        yield item.id, reason, _NUMBER.sub(say.SOME, reason)


def _most_first(gaps: Iterable[Gap]) -> list[Gap]:
    return sorted(gaps, key=lambda gap: -gap.count)


def write_gaps(book: Book, cases: Sequence[Case], gaps: Sequence[Gap]) -> None:
    read = {case.title for case in cases if case.is_read}
    sheet = book.add_sheet(say.GAPS, [say.GAPS_ABOUT if gaps else say.GAPS_NONE], _COLUMNS)
    sheet.add_heads(frozen=2)
    for number, gap in enumerate(gaps, 1):
        where = say.FILES if gap.kind == say.KIND_FILE else say.HEATMAP
        names = say.ALL_READ if gap.names.keys() == read else join_names(gap.names, where=where)
        sheet.add_row(
            (number, gap.kind, gap.reason, gap.count, _checks(gap), names)
        )  # fmt: skip
    sheet.finish()


def _checks(gap: Gap) -> str:
    """Their names; words where it is every check that there is."""
    if len(gap.checks) == len(CHECKS):
        return say.ALL_CHECKS
    return join_names(names.TITLES.get(check_id, check_id) for check_id in gap.checks)
