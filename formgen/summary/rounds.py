"""逐轮对照: the last file of each unit against the one before.

Comes in: the cases. Goes out: a sheet, with a row per finding that was mended, stands or is new, and per cell
that changed though nobody had asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from formgen.books.writer import Book, Column, Value
from formgen.messages import desk as say
from formgen.messages import report
from formgen.register import UnitState
from formgen.summary.cases import Case

_COLUMNS = (
    Column(say.UNIT, 30),
    Column(say.ROUND, 7, "center"),
    Column(say.KIND, 9, "center"),
    Column(say.SEVERITY, 7, "center"),
    Column(say.PLACE, 26),
    Column(say.TEXT, 56),
    Column(say.BEFORE, 30),
    Column(say.AFTER, 30),
)
_KIND_COLUMN = 2
_MOST_DIGITS = 15
"""A spreadsheet keeps no more."""


def write_rounds(book: Book, cases: Sequence[Case]) -> None:
    sheet = book.add_sheet(say.ROUNDS, [say.ROUNDS_ABOUT], _COLUMNS)
    sheet.add_heads(frozen=1)
    for case in cases:
        for tone, *values in _lines(case.unit):
            sheet.add_row((case.title, case.unit.round, *values), {_KIND_COLUMN: tone})
    sheet.finish()


def _lines(unit: UnitState) -> Iterator[tuple[str, *tuple[Value, ...]]]:
    """Tone, kind, grade, place, text, before and after."""
    for kind, findings in (
        (say.STANDING, unit.standing),
        (say.NEW, unit.new),
        (say.MENDED, unit.mended),
    ):
        for finding in findings:
            tone = "good" if kind == say.MENDED else finding.severity.value
            yield tone, kind, report.SEVERITIES[finding.severity], finding.place, finding.message, "", ""
    for cell in unit.changed:
        yield "warning", say.CHANGED, "", cell.row, cell.label, _value(cell.old), _value(cell.new)


def _value(text: str) -> Value:
    """A number as a number, where it reads as it was written."""
    if not text:
        return say.EMPTY
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    plain = (
        number.is_finite()
        and len(number.as_tuple().digits) <= _MOST_DIGITS
        and f"{number.normalize():f}" == text
    )
    return number if plain else text
