"""审核热图: units × checks, how many findings, coloured by the gravest; what was not checked is marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from formgen.books.palette import FILLS, PALE
from formgen.books.writer import Book, Column, Sheet
from formgen.checks import CHECKS
from formgen.declaration.findings import Severity
from formgen.messages import checks as names
from formgen.messages import summary as say
from formgen.summary.cases import Case

_NONE_FOUND = '0;-0;"·"'
_UNFINISHED = '0"*"'


def list_checks(cases: Sequence[Case]) -> list[str]:
    """Ids of the checks that found something or were not made to their end somewhere, and of what reading noted, in
    the order of the table. A file that could not be read tells nothing of a check."""
    found = {check_id for case in cases for check_id in case.by_check}
    told = found.union(*(case.not_checked for case in cases if case.is_read))
    reading = sorted(found - CHECKS.keys())
    return [*reading, *(check_id for check_id in CHECKS if check_id in told)]


def count_findings(cases: Sequence[Case]) -> dict[str, Counter[Severity]]:
    """Check id → findings by severity, over all units."""
    totals: dict[str, Counter[Severity]] = {}
    for case in cases:
        for check_id, counts in case.by_check.items():
            totals.setdefault(check_id, Counter()).update(counts)
    return totals


def write_heatmap(book: Book, cases: Sequence[Case]) -> None:
    ids = list_checks(cases)
    columns = [
        Column(say.DEPARTMENT, 30),
        Column(say.STATE, 10, "center"),
        *(Column(f"{check_id}\n{names.TITLES.get(check_id, '')}", 7.5, "center") for check_id in ids),
    ]
    sound = [names.TITLES[check_id] for check_id in CHECKS if check_id not in ids]
    about = [say.HEATMAP_ABOUT.format(**say.COLOURS)]
    if sound and any(case.is_read for case in cases):
        about.append(say.HEATMAP_SOUND.format(count=len(sound), checks=say.SEPARATOR.join(sound)))
    sheet = book.add_sheet(say.HEATMAP, about, columns)
    sheet.add_heads(frozen=1, height=84)
    for case in cases:
        if case.unit.round:
            sheet.add_row((case.title, case.state.value))
            for number, check_id in enumerate(ids, 2):
                _put_mark(sheet, number, case, check_id)
    last = sheet.row - 1
    totals = count_findings(cases)
    sheet.put(0, say.ALL_UNITS, bold=True)
    sheet.put(1, None)
    for number, check_id in enumerate(ids, 2):
        sheet.put(number, totals.get(check_id, Counter()).total(), align="center", bold=True)
    sheet.row += 1
    sheet.finish(last)


def _put_mark(sheet: Sheet, column: int, case: Case, check_id: str) -> None:
    """The cell of a check, in the row that was added last."""
    found = case.by_check.get(check_id, Counter())
    unfinished = check_id in case.not_checked or case.review is None
    if not found and unfinished:
        sheet.put(column, say.NOT_CHECKED, down=-1, align="center", bg_color=FILLS["unknown"], font_size=8)
        return
    worst = next((severity.value for severity in Severity if found[severity]), None)
    look: dict[str, object] = {"align": "center", "num_format": _UNFINISHED if unfinished else _NONE_FOUND}
    if worst:
        look["bg_color"] = FILLS[worst]
    else:
        look["font_color"] = PALE
    sheet.put(column, found.total(), down=-1, **look)
