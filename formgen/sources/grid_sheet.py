"""One sheet's XML → its cells and merged areas.

Comes in: the stream of a sheet's part, with the texts and number formats that its cells point at. Goes
out: `SheetContent`. The XML is read row by row and let go of, and nothing is
kept of styles: that is what makes it many times faster than openpyxl, whose results it gives. Raises
ValueError, IndexError or SyntaxError where the XML is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from math import isfinite
from typing import IO

from lxml import etree
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

from formgen.messages import reading as say
from formgen.sources.grid_package import required
from formgen.sources.grid_strings import (
    MOST_CHARACTERS,
    STRICT_NS,
    SharedTexts,
    text_of,
    unescaped,
)
from formgen.sources.grid_styles import CellStyle
from formgen.sources.grid_types import Area, Aside, CellValue, GridCell, Spot, State
from formgen.sources.number_format import GENERAL
from formgen.sources.parts import PartRefused
from formgen.sources.raised import PLAIN_TEXT
from formgen.sources.stream import elements

_ROW, _CELL, _MERGE, _COLUMN, _VALUE, _FORMULA, _INLINE = (
    frozenset({f"{{{SHEET_MAIN_NS}}}{name}", f"{{{STRICT_NS}}}{name}", name})
    for name in ("row", "c", "mergeCell", "col", "v", "f", "is")
)
_MARGIN = frozenset(
    f"{space}{name}"
    for space in (f"{{{SHEET_MAIN_NS}}}", f"{{{STRICT_NS}}}", "")
    for name in ("oddHeader", "oddFooter")
)
_CODES = re.compile(r'&"[^"]*"|&\d+|&[A-Za-z]')
"""What a page's header says of fonts, sides and page numbers."""

_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
_SHOWN_CHARACTERS = 40
_MOST_DIGITS = 400
"""Of a number as written: more than the largest of them has."""

MOST_CELLS = 600_000
"""Cells with content in one workbook."""

_MOST_COLUMNS = 1000
"""Columns listed as hidden: a workbook may hide all 16,384 to the right of a form at once."""

_1904 = 1462
"""Days between the beginnings of Excel's two calendars."""

_DIGITS = "0123456789"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 18_278
_NO_DATE = "#VALUE!"
"""What a number is whose format makes it a date, and that lies outside the calendar."""


@dataclass(slots=True)
class SheetContent:
    cells: dict[Spot, GridCell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    covered: dict[Spot, GridCell] = field(default_factory=dict)
    margins: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a sheet that is wanted begins. rows: so many that are not empty; wanted: asked of their cells."""

    rows: int
    wanted: Callable[[Mapping[Spot, GridCell]], bool]


def covered(content: SheetContent) -> dict[Spot, Area]:
    """Every spot of the merged areas → its area. Cells under them go, as a reader does not see them; those that say
    something else than what is seen are kept in mind."""
    merges: dict[Spot, Area] = {}
    for area in content.merged:
        (top, left), (bottom, right) = area
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                merges[row, column] = area
                if row != top or column != left:
                    under = content.cells.pop((row, column), None)
                    if (
                        under is not None
                        and str(under.value).strip()
                        and under != content.cells.get((top, left))
                    ):
                        content.covered[row, column] = under
    return merges


def size(area: Area) -> int:
    (top, left), (bottom, right) = area
    return (bottom - top + 1) * (right - left + 1)


class SheetReader:
    """Reads the sheets of one workbook. lost_styles: numbers so far whose style is not in the file."""

    def __init__(self, strings: SharedTexts, styles: Sequence[CellStyle], epoch: datetime) -> None:
        self._strings = strings
        self._epoch = epoch
        self._style = lru_cache(maxsize=1 << 12)(lambda style: _style_of(styles, style))
        self._count = 0
        self.lost_styles = 0

    def read(self, stream: IO[bytes], beginning: Beginning | None = None) -> SheetContent:
        """Raises PartRefused where the sheets so far hold more cells than are read."""
        content = SheetContent()
        number = rows = 0
        for element in elements(stream, ("row", "mergeCell", "col", "oddHeader", "oddFooter")):
            if element.tag in _MERGE:
                content.merged.append(_area(required(element, "ref")))
            elif element.tag in _ROW:
                number = _row_number(element.get("r"), number)
                if _is_true(element.get("hidden")) or _is_zero(element.get("ht")):
                    content.hidden_rows.add(number)
                before = len(content.cells)
                self._read_row(element, number, content.cells)
                rows += len(content.cells) > before
                if beginning is not None and rows == beginning.rows and not beginning.wanted(content.cells):
                    break
                if self._count + len(content.cells) > MOST_CELLS:
                    raise PartRefused(say.TOO_MANY_CELLS.replace("{limit}", str(MOST_CELLS)))
            elif element.tag in _COLUMN and (
                _is_true(element.get("hidden")) or _is_zero(element.get("width"))
            ):
                content.hidden_columns.update(_columns(element))
            elif element.tag in _MARGIN:
                content.margins.append(_CODES.sub(" ", element.text or "").strip())
        self._count += len(content.cells)
        return content

    def _read_row(self, row: etree._Element, number: int, cells: dict[Spot, GridCell]) -> None:
        """Cells without an address follow the one before them."""
        column = 0
        for element in row:
            if element.tag not in _CELL:
                continue
            address = element.get("r")
            column += 1
            spot = (number, column)
            if address:
                spot = _spot(address)
                column = spot[1]
            style = self._style(element.get("s", "0"))
            cell = self._cell(element, style) if len(element) else _childless(element)
            if cell is not None:
                cells[spot] = cell
            else:
                cells.pop(spot, None)  # of two cells with one address the last one counts

    def _cell(self, element: etree._Element, style: CellStyle) -> GridCell | None:
        kind = element.get("t", "n")
        text, inline, is_formula = _contents(element)
        looks = PLAIN_TEXT
        value: CellValue | None = None
        if kind == "inlineStr":
            looks = text_of(inline) if inline is not None else looks
            value = unescaped(looks.text) if inline is not None else None
        elif kind == "e" and (text or not is_formula):
            return _error(text)
        elif text is not None and (text.strip() or kind == "str"):
            if kind == "n":
                return self._number(text, style, is_formula=is_formula)
            value = self._value(kind, text)
            if value is None:
                return _error(text)
            looks = self._strings.marked.get(int(text), looks) if kind == "s" else looks
        if value is None and is_formula:
            return GridCell("", style.code, State.NO_CACHED_VALUE)
        if isinstance(value, str) and len(value) > MOST_CHARACTERS:
            return GridCell(say.CHARACTERS.format(count=len(value)), state=State.TOO_LONG)
        if value is None or value == "":
            return None
        if not is_formula and not style.struck and looks is PLAIN_TEXT:
            return GridCell(value, style.code)
        aside = Aside(None, is_formula, style.struck or looks.struck, looks.raised, looks.flat)
        return GridCell(value, style.code, State.VALUE, aside)

    def _number(self, text: str, style: CellStyle, *, is_formula: bool) -> GridCell:
        self.lost_styles += style is _LOST
        number = _number(text)
        if number is None:
            return _error(text)
        return number_cell(number, style, self._epoch, is_formula=is_formula)

    def _value(self, kind: str, text: str) -> CellValue | None:
        """The value that a text in the XML stands for; None where it stands for none."""
        if kind == "s":
            if not self._strings.texts:
                raise ValueError("the texts are not in the file")
            index = int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else -1
            return self._strings.texts[index] if 0 <= index < len(self._strings.texts) else None
        if kind == "b":
            return _TRUTHS.get(text.strip().lower())
        if kind == "d":
            return _moment(text)
        return unescaped(text)


def number_cell(
    number: int | float, style: CellStyle, epoch: datetime, *, is_formula: bool = False
) -> GridCell:
    """A number, or the date its format makes of it. An error value where that lies outside the
    calendar."""
    value: CellValue = number
    serial = None
    if style.is_date:
        try:
            value = from_excel(number, epoch, timedelta=style.is_span)
        except (OverflowError, ValueError):
            return _error(_NO_DATE)
        serial = number + _1904 if epoch == MAC_EPOCH and not style.is_span else number
    if serial is None and not is_formula and not style.struck:
        return GridCell(value, style.code)
    return GridCell(value, style.code, State.VALUE, Aside(serial, is_formula, style.struck))


def _columns(column: etree._Element) -> Iterable[int]:
    first, last = (_row_number(column.get(name), 0) for name in ("min", "max"))
    return range(first, min(last, first + _MOST_COLUMNS) + 1)


def _is_true(text: str | None) -> bool:
    return text is not None and _TRUTHS.get(text.strip().lower(), False)


def _is_zero(text: str | None) -> bool:
    """Whether a height or width leaves nothing to be seen."""
    return text is not None and re.fullmatch(r"\s*0+(\.0*)?\s*", text) is not None


def _contents(element: etree._Element) -> tuple[str | None, etree._Element | None, bool]:
    """The value of a cell as written (None where there is none; for the formula of an empty text it is
    empty), its own rich text, and whether it has a
    formula. The first of each kind counts."""
    text = inline = None
    is_formula = False
    for child in element:
        tag = child.tag
        if tag in _VALUE:
            text = child.text or "" if text is None else text
        elif tag in _INLINE:
            inline = child if inline is None else inline
        elif tag in _FORMULA:
            is_formula = True
    if text == "" and not (is_formula and element.get("t") == "str"):
        text = None
    return text, inline, is_formula


def _childless(element: etree._Element) -> GridCell | None:
    """Most cells of a form are only there for their borders."""
    return _error(None) if element.get("t") == "e" else None


def _error(text: str | None) -> GridCell:
    shown = str(text)
    if len(shown) > _SHOWN_CHARACTERS:
        shown = f"{shown[:_SHOWN_CHARACTERS]}…"
    return GridCell(shown, state=State.ERROR)


def _number(text: str) -> int | float | None:
    """None for what is no number, or none that has an end."""
    if not _NUMBER.fullmatch(text) or len(text) > _MOST_DIGITS:
        return None
    if "." not in text and "e" not in text and "E" not in text:
        return int(text)
    number = float(text)
    return number if isfinite(number) else None


def _moment(text: str) -> CellValue | None:
    try:
        moment: CellValue = from_ISO8601(text)  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError, AttributeError, TypeError):
        return None
    return moment


_LOST = CellStyle(GENERAL, is_date=False, is_span=False)
"""What stands in for a style that the file does not have: Office programs show the plain number."""


def _style_of(styles: Sequence[CellStyle], style: str) -> CellStyle:
    number = int(style) if style.isascii() and style.isdigit() and len(style) < _MOST_DIGITS else -1
    return styles[number] if 0 <= number < len(styles) else _LOST


@lru_cache(maxsize=1 << 14)  # sheets of one form share their addresses
def _spot(address: str) -> Spot:
    letters = address.rstrip(_DIGITS)
    row = int(address[len(letters) :])
    if not 1 <= row <= _LAST_ROW:
        raise ValueError(f"no cell: {address}")
    return row, column_index_from_string(letters)


def _row_number(text: str | None, before: int) -> int:
    """Some programs write 1.0."""
    if text is None:
        return before + 1
    try:
        return int(text)
    except ValueError:
        number = float(text)
        if not number.is_integer():
            raise
        return int(number)


def _area(reference: str) -> Area:
    left, top, right, bottom = range_boundaries(reference)
    if left is None or top is None or right is None or bottom is None:
        raise ValueError(f"no area of cells: {reference}")
    if not (1 <= left <= right <= _LAST_COLUMN and 1 <= top <= bottom <= _LAST_ROW):
        raise ValueError(f"no area of cells: {reference}")
    return (top, left), (bottom, right)
