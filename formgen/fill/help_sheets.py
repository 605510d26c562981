"""The sheets beside the form: 填写说明, and the hidden one that holds the drop-down lists.

Comes in: a profile. Goes out: two sheets in the workbook. Called by `workbook`.
"""

from __future__ import annotations

from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter

from formgen.declaration.model import Operator
from formgen.declaration.profile import Profile
from formgen.fill.sheet_style import Look, column_width, lines_height, put_text, text_lines
from formgen.messages import reading
from formgen.messages import workbook as say

EXTRA_COLUMNS = ("points", "rule")
"""分值 and 规则: optional, right of the form."""


def list_options(profile: Profile) -> dict[str, list[str]]:
    """Items of the drop-down lists by column key."""
    level2 = [name for names in profile.taxonomy.values() for name in names]
    operators = [operator.value for operator in Operator]
    return {"level1": list(profile.taxonomy), "level2": list(dict.fromkeys(level2)), "operator": operators}


def write_options(book: Workbook, profile: Profile) -> None:
    sheet = book.create_sheet(say.OPTIONS_SHEET)
    for number, items in enumerate(list_options(profile).values(), 1):
        for row, item in enumerate(items, 1):
            cell = sheet.cell(row, number)
            assert isinstance(cell, Cell)
            put_text(cell, item, "")
    sheet.sheet_state = "hidden"


def write_help(book: Workbook, profile: Profile) -> None:
    """填写说明: what goes into each column, with an example."""
    sheet = book.create_sheet(reading.HELP_SHEET)
    look = Look(profile.fonts)
    lines: list[tuple[str, ...]] = [(say.HELP_TITLE,), *((line,) for line in say.HELP_INTRO), say.HELP_HEADS]
    for item in (*profile.facts, *profile.columns):
        lines.append((item.heading, *say.HELP_ROWS.get(item.key, ("", ""))))
    lines += [(reading.FIELD_LABELS[key], *say.HELP_ROWS[key]) for key in EXTRA_COLUMNS]
    widths = (Decimal(45), Decimal(100), Decimal(110))
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column_width(width)
    table = False
    for row, texts in enumerate(lines, 1):
        head = texts == say.HELP_HEADS
        table = table or head
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            assert isinstance(cell, Cell)
            put_text(cell, text, "")
            look.apply(cell, look.head if head or row == 1 else look.left if table else look.note)
        size = profile.fonts.body.size
        if table:
            most = max(text_lines(text, width, size) for text, width in zip(texts, widths, strict=True))
            sheet.row_dimensions[row].height = lines_height(most, size)
