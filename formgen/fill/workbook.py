"""Declaration → workbook that looks like the form; what `sources.xlsx` reads back as an equal one.

Comes in: a profile, and a Declaration or None for a blank. Goes out: the bytes of an xlsx, the same on
every day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import MAXYEAR, MINYEAR, datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from operator import attrgetter

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formgen.books.package import finish_package
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.declaration.shape import is_classic
from formgen.declaration.values import STANDARD_KEYS
from formgen.fill.block_guides import add_guides
from formgen.fill.block_sheet import BlockSheet
from formgen.fill.guides import Guides
from formgen.fill.help_sheets import EXTRA_COLUMNS, write_help, write_options
from formgen.fill.marks import mark_workbook
from formgen.fill.rows import SPARE, Row, blank_rows, rows_of
from formgen.fill.sheet_style import (
    GrowingRow,
    Look,
    column_width,
    keep_heads_in_view,
    lines_height,
    protect,
    put_text,
    set_up_page,
    style_area,
    text_lines,
)
from formgen.messages import reading
from formgen.messages import workbook as say
from formgen.sources.shown import SPREADSHEET_DIGITS

FACT_LABEL_COLUMNS = 2
FEWEST_LINES = 2
BLANK_PROSE_LINES = 5
"""Lines of an empty 职责 or 目标: merged cells do not grow by themselves."""

KIND = "form"
"""What the workbook says that it is (`KIND_PROPERTY`)."""

_OTHER_FACTS = (
    "department.code", "department.contact", "department.phone", "filing.date", "filing.preparer",
    "filing.head", "archive.fonds", "archive.retention", "archive.item",
)  # fmt: skip


def workbook_bytes(
    profile: Profile,
    declaration: Declaration | None = None,
    year: int | None = None,
    add: Callable[[Workbook], None] | None = None,
) -> bytes:
    """The workbook. declaration: None for a blank. year: of a blank; the profile's where nobody says. add:
    puts its own sheets and colours into it before it is closed.
    Raises ResultNotWritten for a text that no cell can hold."""
    shown = declaration.year_text if declaration else str(year or profile.year)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = say.FORM_SHEET
    if is_classic(profile):
        writer = _FormWriter(sheet, profile, declaration)
        writer.write(shown)
        results = writer.results
    else:
        results = _write_blocks(sheet, profile, declaration, shown)
    write_options(book, profile)
    write_help(book, profile)
    if add is not None:
        add(book)
    mark_workbook(book, KIND, profile.id)
    book.properties.title = profile.title
    book.properties.creator = declaration.department.name if declaration else profile.name
    stream = BytesIO()
    book.save(stream)
    return finish_package(
        stream.getvalue(),
        _year_begin(declaration.year if declaration else year or profile.year),
        results,
    )


def _write_blocks(
    sheet: Worksheet, profile: Profile, declaration: Declaration | None, year: str
) -> dict[str, str]:
    """The form's sheet block by block; cell → what its formula gives now."""
    form = BlockSheet(sheet, profile, declaration, Look(profile.fonts), year)
    form.write()
    protect(sheet, columns=form.columns)
    add_guides(sheet, profile, form.areas)
    set_up_page(sheet, profile.page, form.last, form.printed)
    return form.results


class _FormWriter:
    """Writes the form's sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, profile: Profile, declaration: Declaration | None) -> None:
        self.sheet = sheet
        self.profile = profile
        self.declaration = declaration
        self.look = Look(profile.fonts)
        self.last = len(profile.columns)
        self.row = 0
        self.results: dict[str, str] = {}
        """Cell → what its formula gives now."""

        self.facts: dict[str, int] = {}
        """Fact → its row."""

    def write(self, year: str) -> None:
        for number, column in enumerate(self.profile.columns, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = column_width(column.width)
        protect(self.sheet, columns=self.last + len(EXTRA_COLUMNS))
        self._banner(self.profile.title, self.look.title, self.profile.fonts.title.size * 2)
        self._banner(self.profile.year_line.format(year=year), self.look.year, Decimal(20))
        for fact in self.profile.facts:
            text = _fact_text(self.declaration, fact.key) if self.declaration else ""
            self._fact(fact.heading, fact.key, text)
        self._banner(self.profile.table_heading, self.look.head, Decimal(22))
        self._heads()
        head, first = self.row, self.row + 1
        rows = rows_of(self.declaration) if self.declaration else blank_rows(self.profile)
        self._table(rows)
        guides = Guides(self.sheet, self.profile, self.look, (first, self.row), blank=not self.declaration)
        guides.add(self.facts)
        self.results = guides.add_sum(head - 1, [row.cells.get("points", "") for row in rows])
        set_up_page(self.sheet, self.profile.page, self.last, self.row, (head - 1, head))
        keep_heads_in_view(self.sheet, head)
        self._others()

    def _banner(self, text: str, look: str, height: Decimal) -> None:
        self.row += 1
        self._put(1, text, look, field="")
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=self.last)
        style_area(self.sheet, self.look, (self.row, 1, self.row, self.last), look)
        self.sheet.row_dimensions[self.row].height = float(height)

    def _fact(self, label: str, key: str, text: str) -> None:
        self.row += 1
        self.facts[key] = self.row
        split = FACT_LABEL_COLUMNS
        self._put(1, label, self.look.head, field="")
        self._put(split + 1, text, self.look.prose, field=key)
        self._merge(1, split)
        self._merge(split + 1, self.last)
        style_area(self.sheet, self.look, (self.row, 1, self.row, split), self.look.head)
        style_area(self.sheet, self.look, (self.row, split + 1, self.row, self.last), self.look.prose)
        width = sum((column.width for column in self.profile.columns[split:]), Decimal(0))
        # One more than counted: merged cells do not grow where a program breaks its lines earlier.
        lines = text_lines(text, width, self.profile.fonts.prose.size) + 1
        fewest = 2 if key == "department.name" else BLANK_PROSE_LINES
        height = lines_height(max(lines, fewest), self.profile.fonts.prose.size)
        self.sheet.row_dimensions[self.row].height = height

    def _heads(self) -> None:
        self.row += 1
        headings = [column.heading for column in self.profile.columns]
        extras = [self.profile.label(key) for key in EXTRA_COLUMNS]
        for number, heading in enumerate([*headings, *extras], 1):
            self._put(number, heading, self.look.head, field="")
        style_area(self.sheet, self.look, (self.row, 1, self.row, self.last), self.look.head)
        extra = (self.row, self.last + 1, self.row, self.last + len(extras))
        style_area(self.sheet, self.look, extra, self.look.aside_head)
        self.sheet.row_dimensions[self.row].height = 30

    def _table(self, rows: Sequence[Row]) -> None:
        first = self.row + 1
        for index, row in enumerate(rows):
            self.row += 1
            self._table_row(row, f"indicators[{index}]")
        if self.row < first:
            return
        for number, column in enumerate(self.profile.columns, 1):
            look = self.look.centre if column.align == "center" else self.look.left
            style_area(self.sheet, self.look, (first, number, self.row, number), look)
        aside = (first, self.last + 1, self.row, self.last + len(EXTRA_COLUMNS))
        style_area(self.sheet, self.look, aside, self.look.aside)
        self._merge_levels([row for row in rows if row is not SPARE], first)

    def _table_row(self, row: Row, path: str) -> None:
        keys = [column.key for column in self.profile.columns] + list(EXTRA_COLUMNS)
        most = 1
        for number, key in enumerate(keys, 1):
            value = row.cells.get(key, "")
            self._put(number, value, self.look.left, field=f"{path}.{key}")
            if number <= self.last and key not in ("level1", "level2"):
                width = self.profile.columns[number - 1].width
                most = max(most, text_lines(str(value), width, self.profile.fonts.body.size))
        height = lines_height(max(most, FEWEST_LINES), self.profile.fonts.body.size)
        self.sheet.row_dimensions[self.row] = GrowingRow(self.sheet, self.row, ht=height)

    def _merge_levels(self, rows: Sequence[Row], first: int) -> None:
        keys = [column.key for column in self.profile.columns]
        runs = {"level1": lambda row: row.level1, "level2": lambda row: (row.level1, row.level2)}
        for key, same in runs.items():
            number = keys.index(key) + 1
            top = first
            for _, run in groupby(rows, same):
                bottom = top + len(list(run)) - 1
                if bottom > top:
                    self.sheet.merge_cells(
                        start_row=top, end_row=bottom, start_column=number, end_column=number
                    )
                top = bottom + 1

    def _others(self) -> None:
        """What the form has no place for, under it and outside the printed area."""
        if self.declaration is None:
            return
        spare = [key for role, key in STANDARD_KEYS.items() if role not in self.profile.field_keys]
        texts = {key: _fact_text(self.declaration, key) for key in (*spare, *_OTHER_FACTS)}
        filled = {key: text for key, text in texts.items() if text}
        if not filled:
            return
        self.row += 2
        self._put(1, reading.OTHER_HEADING, self.look.aside, field="")
        for key, text in filled.items():
            self.row += 1
            self._put(1, self.profile.label(key), self.look.aside, field="")
            self._put(FACT_LABEL_COLUMNS + 1, text, self.look.aside, field=key)

    def _merge(self, first: int, last: int) -> None:
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=first, end_column=last)

    def _put(self, column: int, value: object, look: str, *, field: str) -> None:
        cell = self.sheet.cell(self.row, column)
        assert isinstance(cell, Cell)
        if isinstance(value, Decimal) and len(value.as_tuple().digits) <= SPREADSHEET_DIGITS:
            cell.value = value
        elif value != "":
            text = f"{value:f}" if isinstance(value, Decimal) else str(value)
            put_text(cell, text, self.profile.label(field))
        self.look.apply(cell, look)
        if isinstance(value, Decimal):
            cell.number_format = _number_format(value)
        elif field.endswith(".operator"):
            cell.number_format = "@"  # "=" picked from the list is no formula


def _fact_text(declaration: Declaration, key: str) -> str:
    return str(attrgetter(key)(declaration))


def _year_begin(year: int) -> datetime:
    """The first day of the year; of the last or first one that a date can have, where it lies outside."""
    return datetime(min(max(year, MINYEAR), MAXYEAR), 1, 1)


def _number_format(number: Decimal) -> str:
    """As many places as declared."""
    exponent = number.as_tuple().exponent
    return f"0.{'0' * -exponent}" if isinstance(exponent, int) and exponent < 0 else "General"
