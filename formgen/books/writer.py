"""A workbook for reports: looks by name, texts that stay texts, pages that print.

Comes in: a title and what the workbook is. Goes out: bytes, the same for the same content on every day.
Every number stands as a number; no text is ever a formula; a text that is too long for its cell is cut and
says so.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from formgen.books.cell_text import fit_text, looks_like_formula
from formgen.books.palette import BODY_FONT, FILLS, HEAD_FONT, LINE, REMARK
from formgen.declaration.formats import FORMAT_PROPERTY, KIND_PROPERTY, WORKBOOK_FORMAT

CREATED = datetime(2023, 1, 1)
"""The clock of every report: the moment of saving would make the same findings another file every day."""

_A4 = 9
_TALLEST_ROW = 409
"""Points; the format's limit."""

_USUAL_ROW = 15.0
_PAGE_WIDTH, _PAGE_HEIGHT = 770.0, 509.0
"""Points between the margins of an A4 sheet on its side."""

_SQUEEZE = 1.25
"""So much taller than the page a sheet may be to be printed on one page all the same: ten points stay over seven."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Value = str | int | Decimal | date | None

SCORE = "0.00"
"""How scores are shown: always with two places."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, width in characters, how its cells stand, and how their numbers are shown, "" for as
    they are."""

    head: str
    width: float
    align: str = "left"
    number: str = ""


class Book:
    """The workbook; sheets come in the order in which they are added."""

    def __init__(self, title: str, kind: str) -> None:
        """title: in the file's properties, and over sheets that are titled. kind: what the workbook is,
        for programs (`KIND_PROPERTY`)."""
        self.title = title
        self._stream = BytesIO()
        self.book: Any = xlsxwriter.Workbook(self._stream, _OPTIONS)
        self.book.set_properties({"title": title, "created": CREATED})
        self.book.set_custom_property(FORMAT_PROPERTY, WORKBOOK_FORMAT, "number_int")
        self.book.set_custom_property(KIND_PROPERTY, kind)
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def look(self, **values: object) -> Any:
        """A format: body type unless said otherwise; each combination is made once."""
        said = tuple(values.items())
        if said not in self._formats:
            key = tuple(sorted(said, key=lambda item: item[0]))
            if key not in self._formats:
                base = {"font_name": BODY_FONT, "font_size": 10, "valign": "vcenter"}
                self._formats[key] = self.book.add_format({**base, **values})
            self._formats[said] = self._formats[key]
        return self._formats[said]

    def add_sheet(self, name: str, about: Sequence[str], columns: Sequence[Column]) -> Sheet:
        """A sheet with its title and lines about it over the heads."""
        sheet = Sheet(self, name, columns)
        sheet.add_title(f"{self.title}　{name}", about)
        return sheet

    def add_list(self, name: str, columns: Sequence[Column]) -> Sheet:
        """A sheet that begins with its heads."""
        return Sheet(self, name, columns)

    def close(self) -> bytes:
        self.book.close()
        return self._stream.getvalue()


class Sheet:
    """A sheet: heads and rows. Rows are counted from 0, as the library does."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column]) -> None:
        self.book = book
        self.columns = columns
        self.sheet: Any = book.book.add_worksheet(name)
        self.row = self.head = 0
        self._heights: dict[int, float] = {}
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, column.width)

    def set_height(self, points: float) -> None:
        """Of the present row."""
        self.sheet.set_row(self.row, points)
        self._heights[self.row] = points

    def add_title(self, title: str, about: Sequence[str]) -> None:
        """The title, and a line over all columns for each text about the sheet."""
        self.put(0, title, border=0, bold=True, font_size=14, font_name=HEAD_FONT)
        self.set_height(24)
        for line in about:
            self.add_line(line)
        self.row += 1

    def add_line(self, text: str) -> None:
        """A line about the sheet, over all its columns."""
        self.row += 1
        lines = count_lines(text, sum(column.width for column in self.columns))
        self.put_over((self.row, 0, self.row, len(self.columns) - 1), text)
        self.set_height(_row_height(lines))

    def put_over(self, area: tuple[int, int, int, int], text: str) -> None:
        """A grey remark over first row, first column, last row, last column."""
        look = self.book.look(text_wrap=True, font_color=REMARK)
        self.sheet.merge_range(*area, "", look)
        self.sheet.write_string(area[0], area[1], fit_text(text), look)

    def add_heads(self, frozen: int, height: float = 30) -> None:
        """The column heads; rows above and `frozen` columns stay in view."""
        self.head = self.row
        for number, column in enumerate(self.columns):
            self.put(number, column.head, bg_color=FILLS["head"], align="center", font_name=HEAD_FONT)
        self.set_height(height)
        self.sheet.freeze_panes(self.row + 1, frozen)
        self.row += 1

    def add_row(self, values: Sequence[Value], tones: dict[int, str] | None = None) -> None:
        """A row, high enough for its longest cell. tones: column → tone of its cell."""
        texts = zip(values, self.columns, strict=False)  # a heat map puts its marks itself
        lines = max(count_lines(text, column.width) for text, column in texts if isinstance(text, str))
        self.set_height(_row_height(lines))
        for number, value in enumerate(values):
            tone = (tones or {}).get(number)
            extra: dict[str, Any] = {"bg_color": FILLS[tone]} if tone else {}
            if self.columns[number].number and isinstance(value, int | Decimal):
                extra["num_format"] = self.columns[number].number
            self.put(number, value, align=self.columns[number].align, **extra)
        self.row += 1

    def put(self, column: int, value: Value, *, down: int = 0, **look: object) -> None:
        """One cell of the present row, or so many rows down: a number as a number, a text as a text."""
        row = self.row + down
        look = {"border": 1, "border_color": LINE, "text_wrap": bool(look.get("border", 1)), **look}
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, self.book.look(**look))
        elif isinstance(value, str):
            text = fit_text(value)
            if looks_like_formula(text):
                look["quote_prefix"] = True
            self.sheet.write_string(row, column, text, self.book.look(**look))
        elif isinstance(value, date):
            dated = self.book.look(**{"num_format": "yyyy-mm-dd", **look})
            self.sheet.write_datetime(row, column, value, dated)
        else:
            self.sheet.write_number(row, column, float(value), self.book.look(**look))

    def put_across(self, first: int, last: int, value: str | int, *, up: int, **look: object) -> None:
        """One cell over several columns of a row so many rows up, centred."""
        form = self.book.look(border=1, border_color=LINE, align="center", **look)
        self.sheet.merge_range(self.row - up, first, self.row - up, last, value, form)

    def finish(self, last: int | None = None, printed: int | None = None) -> None:
        """Filters over the rows down to `last`; landscape A4, as wide as the page, heads on every page.
        printed: so many columns; None for all."""
        bottom = max(self.row - 1 if last is None else last, self.head)
        self.sheet.autofilter(self.head, 0, bottom, len(self.columns) - 1)
        self.sheet.repeat_rows(self.head)
        self.set_up_page(self.row - 1, printed=printed)

    def is_near_one_page(self) -> bool:
        """Whether the rows so far, as wide as the page, are about as high as it."""
        width = sum((column.width * 7 + 5) * 0.75 for column in self.columns)
        height = sum(self._heights.get(row, _USUAL_ROW) for row in range(self.row))
        return height * min(_PAGE_WIDTH / width, 1) <= _PAGE_HEIGHT * _SQUEEZE

    def set_up_page(self, bottom: int, pages_high: int = 0, printed: int | None = None) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, pages_high)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.set_footer("&L&A&C— &P —")
        sheet.print_area(0, 0, max(bottom, 0), (printed or len(self.columns)) - 1)


def count_lines(text: str, width: float) -> int:
    """Lines a text takes in a column of that many characters; a Chinese one is as wide as two."""
    room = max(width - 1, 2)
    return sum(max(1, math.ceil(_width(line) / room)) for line in text.split("\n"))


def _width(line: str) -> int:
    if line.isascii():
        return len(line)
    return len(line) + sum(unicodedata.east_asian_width(char) in "WFA" for char in line)


def _row_height(lines: int) -> float:
    return min(_TALLEST_ROW, 13.5 * lines + 4.5)
