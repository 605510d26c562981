"""The sheets beside the form: 填写说明, and the hidden one that holds the drop-down lists.

Comes in: a profile. Goes out: two sheets in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formgen.declaration.blocks import Labelled, TableBlock, print_keys
from formgen.declaration.model import Operator
from formgen.declaration.profile import Profile
from formgen.declaration.shape import is_classic
from formgen.fill.sheet_style import (
    GrowingRow,
    Look,
    column_width,
    lines_height,
    put_text,
    set_up_page,
    text_lines,
)
from formgen.messages import reading
from formgen.messages import workbook as say
from formgen.messages.fields import FIELD_LABELS

_WIDTHS = (Decimal(45), Decimal(100), Decimal(110))
"""Columns of 填写说明, in mm."""

_FIELD_HELP = {"name": "department.name", "duties": "department.duties", "goal": "goal.annual"}
"""Role of a field → whose words it is told with."""

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
    """填写说明: what to do, then what goes into each field, with an example; one page wide."""
    sheet = book.create_sheet(reading.HELP_SHEET)
    look = Look(profile.fonts)
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column_width(width)
    _write_line(sheet, look, 1, say.HELP_TITLE, profile.fonts.title.size, look.title)
    size = profile.fonts.body.size
    intro = say.HELP_INTRO if is_classic(profile) else say.HELP_INTRO_BLOCKS
    for row, text in enumerate(intro, 2):
        _write_line(sheet, look, row, text, size, look.note)
    top = len(intro) + 3
    for row, texts in enumerate([say.HELP_HEADS, *_help_rows(profile)], top):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            assert isinstance(cell, Cell)
            if text:
                put_text(cell, text, "")
            look.apply(cell, look.head if row == top else look.left)
        most = max(text_lines(text, width, size) for text, width in zip(texts, _WIDTHS, strict=True))
        sheet.row_dimensions[row] = GrowingRow(sheet, row, ht=lines_height(most, size))
    bottom = top + len(_help_rows(profile))
    set_up_page(sheet, profile.page, len(_WIDTHS), bottom, (top, top))


def _write_line(sheet: Worksheet, look: Look, row: int, text: str, size: Decimal, name: str) -> None:
    """A line over all columns, as high as its text."""
    cell = sheet.cell(row, 1)
    assert isinstance(cell, Cell)
    put_text(cell, text, "")
    look.apply(cell, name)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
    sheet.row_dimensions[row].height = lines_height(text_lines(text, sum(_WIDTHS, Decimal(0)), size), size)


def _help_rows(profile: Profile) -> list[tuple[str, str, str]]:
    """Heading of a field as the form shows it, how to fill it in, an example."""
    rows = [(profile.label("year"), *say.HELP_ROWS["year"])]
    listed = bool(profile.taxonomy)
    rows += [(item.heading, *how_to_fill(item, item.meaning or item.key)) for item in profile.facts]
    for table in profile.tables.values():
        rows += _column_rows(table, listed=listed)
    if profile.indicator_table is not None:
        extras = [key for key in EXTRA_COLUMNS if key not in profile.column_keys]
        rows += [(profile.label(key), *say.HELP_ROWS[key]) for key in extras]
    return rows


def _column_rows(table: TableBlock, *, listed: bool) -> Iterator[tuple[str, str, str]]:
    """Each column once; one that prints several cells by what it is filled in by."""
    for column in table.columns:
        keys = print_keys(column)
        for key in keys:
            heading = column.heading if len(keys) == 1 else FIELD_LABELS.get(key, column.heading)
            role = key if column.print else column.meaning or key
            yield heading, *how_to_fill(column, role, table.unit, listed=listed)


def how_to_fill(spec: Labelled, role: str, unit: str = "", *, listed: bool = True) -> tuple[str, str]:
    """How a cell is filled in, and an example: by what it means, else by its type. unit: of its money. listed:
    whether the profile has the groups that a list offers."""
    known = say.HELP_ROWS.get(role) or say.HELP_ROWS.get(_FIELD_HELP.get(role, ""))
    if spec.computed:
        return say.HELP_COMPUTED, ""
    if known and role in ("level1", "level2") and not listed:
        return say.HELP_GROUP, known[1]
    if known:
        return known
    text = say.HELP_REQUIRED if spec.required or spec.star else say.HELP_OPTIONAL
    how, example = say.HELP_TYPES.get(spec.type, (text, ""))
    return how.format(unit=unit or say.HELP_UNIT), example
