"""How the fill-in workbook looks: fonts, borders, widths, heights, page, protection.

Comes in: a sheet and measures in mm and pt. Goes out: the same sheet, styled.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.views import Pane, Selection
from openpyxl.worksheet.worksheet import Worksheet

from formgen.base.errors import ResultNotWritten
from formgen.books.cell_text import MOST_CHARACTERS, looks_like_formula
from formgen.declaration.profile import Fonts, Page
from formgen.messages import workbook as say

MILLIMETRES_PER_INCH = Decimal("25.4")
POINTS_PER_MILLIMETRE = Decimal(72) / MILLIMETRES_PER_INCH
A4 = 9
"""Paper code of the spreadsheet format."""

TALLEST_ROW = 409.0
"""Points; the format's limit."""

_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PIXELS_PER_MILLIMETRE = Decimal(96) / MILLIMETRES_PER_INCH
_DIGIT_PIXELS = 7
_CELL_PADDING = Decimal(2)
_LEADING = Decimal("1.3")
_GREY = "808080"

TALLEST_FROZEN = 320.0
"""Points of frozen rows: half the height of a common screen."""

FIRST_MOVING_COLUMN = "D"
"""一级, 二级 and 三级指标 stay when scrolling sideways."""

_MOST_COLUMNS = 16_384
_TWIPS = 20
_LETTERS_TWIPS = 300
"""The strip with the columns' letters, which a split counts too."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


class GrowingRow(RowDimension):
    """A row with a height to begin with that spreadsheets may change as texts grow."""

    customHeight = False


class Look:
    """The looks of the workbook's cells by name. A look locks its cell unless people fill it in."""

    title = "title"
    year = "year"
    head = "head"
    head_open = "head_open"
    prose = "prose"
    left = "left"
    centre = "centre"
    aside = "aside"
    aside_head = "aside_head"
    note = "note"
    right = "right"
    hint = "hint"
    line = "line"
    line_right = "line_right"
    row_label = "row_label"
    head_cell = "head_cell"
    sum = "sum"

    def __init__(self, fonts: Fonts) -> None:
        thin = Side(style="thin")
        pale = Side(style="thin", color="BFBFBF")
        self.box = Border(left=thin, right=thin, top=thin, bottom=thin)
        pale_box = Border(left=pale, right=pale, top=pale, bottom=pale)
        title, head, body, prose = (
            Font(name=use.docx, size=float(use.size))
            for use in (fonts.title, fonts.head, fonts.body, fonts.prose)
        )
        grey = Font(name=fonts.body.docx, size=float(fonts.body.size), color=_GREY)
        centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
        left = Alignment(horizontal="left", vertical="center", wrap_text=True)
        right = Alignment(horizontal="right", vertical="center", wrap_text=True)
        locked, free = Protection(locked=True), Protection(locked=False)
        none = Border()
        self.styles = {
            self.title: (title, centre, none, locked),
            self.year: (head, centre, none, free),
            self.head: (head, centre, self.box, locked),
            self.head_open: (head, centre, self.box, free),
            self.prose: (prose, left, self.box, free),
            self.left: (body, left, self.box, free),
            self.centre: (body, centre, self.box, free),
            self.aside: (grey, left, pale_box, free),
            self.aside_head: (grey, centre, pale_box, locked),
            self.note: (body, left, none, locked),
            self.right: (body, right, self.box, free),
            self.hint: (grey, right, self.box, free),
            self.line: (body, left, none, free),
            self.line_right: (body, right, none, free),
            self.row_label: (body, left, self.box, locked),
            self.head_cell: (body, centre, self.box, locked),
            self.sum: (body, right, self.box, locked),
        }

    def apply(self, cell: Cell | MergedCell, look: str) -> None:
        font, alignment, border, protection = self.styles[look]
        cell.font, cell.alignment, cell.border, cell.protection = font, alignment, border, protection
        if look == self.head:
            cell.fill = PatternFill("solid", fgColor="F2F2F2")


def style_area(sheet: Worksheet, look: Look, area: Area, name: str) -> None:
    """Give every cell of an area a look; a merged area needs its border on all of its cells."""
    for row in sheet.iter_rows(min_row=area[0], min_col=area[1], max_row=area[2], max_col=area[3]):
        for cell in row:
            number_format, quoted = cell.number_format, cell.quotePrefix
            look.apply(cell, name)
            cell.number_format = number_format
            cell.quotePrefix = quoted


def column_width(millimetres: Decimal) -> float:
    """A width as the format counts it: digits of the default font, without the cell's padding."""
    pixels = millimetres * _PIXELS_PER_MILLIMETRE
    return round(float((pixels - 5) / _DIGIT_PIXELS), 2)


def text_lines(text: str, millimetres: Decimal, size: Decimal) -> int:
    """Lines a text takes in a cell of that width: a CJK character is as wide as the type is high, a
    Latin one half of it."""
    room = (millimetres - _CELL_PADDING) * POINTS_PER_MILLIMETRE / size
    return sum(max(1, math.ceil(_ems(line) / room)) for line in text.split("\n"))


def lines_height(lines: int, size: Decimal) -> float:
    """Height in pt of a row of so many lines."""
    return min(TALLEST_ROW, float(lines * size * _LEADING + 8))


def _ems(line: str) -> Decimal:
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in line)
    return wide + Decimal(len(line) - wide) / 2


def protect(sheet: Worksheet, *, columns: int) -> None:
    """Lock heads and labels, without a password; rows may be inserted, deleted and made taller."""
    for number in range(1, columns + 1):
        # New rows under the table take the column's style, so they can be filled in.
        sheet.column_dimensions[get_column_letter(number)].protection = Protection(locked=False)
    # A row can be deleted only where no cell of it is locked, to the last column there is.
    rest = sheet.column_dimensions[get_column_letter(columns + 1)]
    rest.min, rest.max, rest.protection = columns + 1, _MOST_COLUMNS, Protection(locked=False)
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort"):
        setattr(protection, allowed, False)  # the format counts what is forbidden


def set_up_page(
    sheet: Worksheet, page: Page, columns: int, last_row: int, heads: tuple[int, int] | None = None
) -> None:
    """Print like the form: paper, margins, heads on every page, one page wide, number at the foot."""
    setup = sheet.page_setup
    setup.orientation = "landscape" if page.width > page.height else "portrait"
    setup.paperSize = A4
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    top, bottom, left, right = (
        float(margin / MILLIMETRES_PER_INCH)
        for margin in (page.margin_top, page.margin_bottom, page.margin_left, page.margin_right)
    )
    sheet.page_margins = PageMargins(left=left, right=right, top=top, bottom=bottom, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    if heads is not None:
        sheet.print_title_rows = f"{heads[0]}:{heads[1]}"
    sheet.print_area = f"A1:{get_column_letter(columns)}{last_row}"
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="— &P —"))


def keep_heads_in_view(sheet: Worksheet, head: int) -> None:
    """The column heads stay when scrolling. Frozen, with all that is above them, where that leaves room;
    else the window is split, so that long texts above the heads can still be scrolled to."""
    above = sum(sheet.row_dimensions[row].height or 0 for row in range(1, head + 1))
    if above <= TALLEST_FROZEN:
        sheet.freeze_panes = f"{FIRST_MOVING_COLUMN}{head + 1}"
        return
    view = sheet.sheet_view
    strip = _TWIPS * float(sheet.row_dimensions[head].height or 0) + _LETTERS_TWIPS
    view.topLeftCell = f"A{head}"
    view.pane = Pane(ySplit=strip, topLeftCell="A1", activePane="bottomLeft", state="split")
    view.selection = [Selection(pane="topLeft"), Selection(pane="bottomLeft")]


def put_text(cell: Cell, text: str, label: str) -> None:
    """Write a text as a text: never as a formula, an error value or an escape. Raises ResultNotWritten
    where it is too long."""
    text = _ESCAPE_LOOKALIKE.sub("_x005F_", text)
    if len(text) > MOST_CHARACTERS:
        raise ResultNotWritten(say.TOO_LONG.format(label=label, length=len(text), limit=MOST_CHARACTERS))
    cell.value = text
    cell.data_type = "s"
    if looks_like_formula(text):
        cell.quotePrefix = True
