"""A workbook for reports: looks by name, texts that stay texts, pages that print.

Comes in: a profile, for its fonts. Goes out: bytes, the same on every day. Called by the sheets of
`formgen.summary`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from formgen.declaration.profile import Profile
from formgen.messages import summary as say

FILLS = {
    "error": "#F8CBAD",
    "warning": "#FFE699",
    "note": "#DDEBF7",
    "good": "#E2EFDA",
    "unknown": "#EDEDED",
}
"""Tone → colour; the same as in the other reports."""

_HEAD_FILL = "#D9E2F3"
_LINE = "#BFBFBF"
_A4 = 9
_TALLEST_ROW = 409
"""Points; the format's limit."""

_MOST_CHARACTERS = 32_767
_FORMULA_STARTS = tuple("=+-@")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, width in characters, and how its cells stand."""

    head: str
    width: float
    align: str = "left"


class Book:
    """The workbook; sheets come in the order in which they are added."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._stream = BytesIO()
        self.book: Any = xlsxwriter.Workbook(self._stream, _OPTIONS)
        # The moment of saving would make the same batch another file every day.
        self.book.set_properties({"title": say.TITLE, "created": datetime(profile.year, 1, 1)})
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def look(self, **values: object) -> Any:
        """A format: body type unless said otherwise; each combination is made once."""
        key = tuple(sorted(values.items(), key=lambda item: item[0]))
        if key not in self._formats:
            base = {"font_name": self.profile.fonts.body.docx, "font_size": 10, "valign": "vcenter"}
            self._formats[key] = self.book.add_format({**base, **values})
        return self._formats[key]

    def add_sheet(self, name: str, about: Sequence[str], columns: Sequence[Column]) -> Sheet:
        return Sheet(self, name, about, columns)

    def close(self) -> bytes:
        self.book.close()
        return self._stream.getvalue()


class Sheet:
    """A sheet: title, lines about it, heads, rows. Rows are counted from 0, as the library does."""

    def __init__(self, book: Book, name: str, about: Sequence[str], columns: Sequence[Column]) -> None:
        self.book = book
        self.columns = columns
        self.sheet: Any = book.book.add_worksheet(name)
        self.row = 0
        self._head_font = book.profile.fonts.head.docx
        self.put(0, f"{say.TITLE}　{name}", border=0, bold=True, font_size=14, font_name=self._head_font)
        self.sheet.set_row(0, 24)
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, column.width)
        for line in about:
            self.add_line(line)
        self.row += 1

    def add_line(self, text: str) -> None:
        """A line about the sheet, over all its columns."""
        self.row += 1
        lines = count_lines(text, sum(column.width for column in self.columns))
        self.put_over((self.row, 0, self.row, len(self.columns) - 1), text)
        self.sheet.set_row(self.row, _row_height(lines))

    def put_over(self, area: tuple[int, int, int, int], text: str) -> None:
        """A grey remark over first row, first column, last row, last column."""
        look = self.book.look(text_wrap=True, font_color="#595959")
        self.sheet.merge_range(*area, "", look)
        self.sheet.write_string(area[0], area[1], fit_text(text), look)

    def add_heads(self, frozen: int, height: float = 30) -> None:
        """The column heads; rows above and `frozen` columns stay in view."""
        self.head = self.row
        for number, column in enumerate(self.columns):
            self.put(number, column.head, bg_color=_HEAD_FILL, align="center", font_name=self._head_font)
        self.sheet.set_row(self.row, height)
        self.sheet.freeze_panes(self.row + 1, frozen)
        self.row += 1

    def add_row(self, values: Sequence[Value], tones: dict[int, str] | None = None) -> None:
        """A row, high enough for its longest cell. tones: column → tone of its cell."""
        texts = zip(values, self.columns, strict=False)  # a heat map puts its marks itself
        lines = max(count_lines(text, column.width) for text, column in texts if isinstance(text, str))
        self.sheet.set_row(self.row, _row_height(lines))
        for number, value in enumerate(values):
            tone = (tones or {}).get(number)
            extra: dict[str, Any] = {"bg_color": FILLS[tone]} if tone else {}
            self.put(number, value, align=self.columns[number].align, **extra)
        self.row += 1

    def put(self, column: int, value: Value, *, down: int = 0, **look: object) -> None:
        """One cell of the present row, or so many rows down: a number as a number, a text as a text."""
        row = self.row + down
        look = {"border": 1, "border_color": _LINE, "text_wrap": bool(look.get("border", 1)), **look}
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, self.book.look(**look))
        elif isinstance(value, str):
            text = fit_text(value)
            if text.startswith(_FORMULA_STARTS):
                look["quote_prefix"] = True
            self.sheet.write_string(row, column, text, self.book.look(**look))
        elif isinstance(value, date):
            dated = self.book.look(**{"num_format": "yyyy-mm-dd", **look})
            self.sheet.write_datetime(row, column, value, dated)
        else:
            self.sheet.write_number(row, column, float(value), self.book.look(**look))

    def finish(self, last: int | None = None) -> None:
        """Filters over the rows down to `last`; landscape A4, as wide as the page, heads on every page."""
        bottom = max(self.row - 1 if last is None else last, self.head)
        self.sheet.autofilter(self.head, 0, bottom, len(self.columns) - 1)
        self.sheet.repeat_rows(self.head)
        self.set_up_page(self.row - 1)

    def set_up_page(self, bottom: int, pages_high: int = 0) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, pages_high)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.set_footer("&C— &P —")
        sheet.print_area(0, 0, max(bottom, 0), len(self.columns) - 1)


def count_lines(text: str, width: float) -> int:
    """Lines a text takes in a column of that many characters; a Chinese one is as wide as two."""
    room = max(width - 1, 2)
    return sum(max(1, math.ceil(_width(line) / room)) for line in text.split("\n"))


def _width(line: str) -> int:
    return len(line) + sum(unicodedata.east_asian_width(char) in "WFA" for char in line)


def _row_height(lines: int) -> float:
    return min(_TALLEST_ROW, 13.5 * lines + 4.5)


def fit_text(text: str) -> str:
    """The text as a cell can hold it: what no file may contain becomes U+FFFD, and a cut is told."""
    text = _UNWRITABLE.sub("\ufffd", text)
    if len(text) <= _MOST_CHARACTERS:
        return text
    told = say.CUT.format(length=len(text))
    return text[: _MOST_CHARACTERS - len(told)] + told
