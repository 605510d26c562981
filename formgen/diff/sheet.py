"""Changes as a workbook: one row each.

Comes in: the changes between two declarations. Goes out: the bytes of an xlsx, the same for the same
changes. Called by `formgen diff --format xlsx`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formgen.declaration.profile import Profile
from formgen.diff.compare import Change
from formgen.fill.sheet_style import Look, column_width, put_text
from formgen.fill.workbook import without_clock
from formgen.messages import diff as say

_WIDTHS = (28, 25, 30, 50, 30, 80, 80)


def changes_workbook(changes: Sequence[Change], profile: Profile) -> bytes:
    """The workbook. Raises ResultNotWritten for a text that no cell can hold."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = say.SHEET
    look = Look(profile.fonts)
    rows = [_row(change) for change in changes] or [(say.NO_CHANGE, *[""] * (len(say.HEADS) - 1))]
    for number, texts in enumerate([say.HEADS, *rows], start=1):
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(number, column)
            assert isinstance(cell, Cell)
            look.apply(cell, look.head if number == 1 else look.left)
            put_text(cell, text, say.HEADS[column - 1])
    for number, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column_width(Decimal(width))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(say.HEADS))}{len(rows) + 1}"
    book.properties.title = say.SHEET
    book.properties.created = datetime(profile.year, 1, 1)
    stream = BytesIO()
    book.save(stream)
    return without_clock(stream.getvalue())


def _row(change: Change) -> tuple[str, ...]:
    names = change.indicator or ("", "", "")
    return (say.KINDS[change.kind], *names, change.label, change.old, change.new)
