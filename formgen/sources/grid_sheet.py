"""One sheet's XML → its cells and merged areas.

Comes in: the stream of a sheet's part, with the texts and number formats that its cells point at. Goes
out: `SheetContent`. Called by `sources.grid`. The XML is read row by row and let go of, and nothing is
kept of styles: that is what makes it many times faster than openpyxl, whose results it gives. Raises
ValueError, IndexError or SyntaxError where the XML is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from math import isfinite
from typing import IO

from lxml import etree
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

from formgen.messages import reading as say
from formgen.sources.grid_package import children, local_name, required
from formgen.sources.grid_styles import GENERAL, NumberFormat
from formgen.sources.grid_types import Area, CellValue, GridCell, Spot, State
from formgen.sources.parts import PartRefused
from formgen.sources.stream import elements

_STRICT_NS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_ROW, _CELL, _MERGE, _STRING, _VALUE, _FORMULA, _INLINE, _TEXT = (
    frozenset({f"{{{SHEET_MAIN_NS}}}{name}", f"{{{_STRICT_NS}}}{name}", name})
    for name in ("row", "c", "mergeCell", "si", "v", "f", "is", "t")
)
_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
MOST_CHARACTERS = 32_767
"""Of one cell: Excel's own limit."""

_SHOWN_CHARACTERS = 40
_MOST_DIGITS = 400
"""Of a number as written: more than the largest of them has."""

MOST_CELLS = 1_000_000
"""Cells with content in one workbook."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DIGITS = "0123456789"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 18_278
_NO_DATE = "#VALUE!"
"""What a number is whose format makes it a date, and that lies outside the calendar."""


@dataclass(slots=True)
class SheetContent:
    cells: dict[Spot, GridCell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)


def read_strings(stream: IO[bytes]) -> list[str]:
    """The texts that cells share, in order. Raises PartRefused for one that no cell can hold: many cells may
    point at it."""
    texts = []
    for item in elements(stream, ("si",)):
        if item.tag not in _STRING:
            continue
        text = unescaped(text_of(item))
        if len(text) > MOST_CHARACTERS:
            message = say.TEXT_TOO_LONG.replace("{count}", str(len(text)))
            raise PartRefused(message.replace("{limit}", str(MOST_CHARACTERS)))
        texts.append(text)
    return texts


def text_of(element: etree._Element) -> str:
    """The text of <si> or <is>, whole or in runs, without readings (furigana, pinyin) over it."""
    plain = ""
    runs = []
    for child in element:
        if child.tag in _TEXT or local_name(child) == "t":
            plain = child.text or ""
        elif local_name(child) == "r":
            runs.append("".join([part.text or "" for part in children(child, "t")][-1:]))
    return plain + "".join(runs) if runs else plain


def unescaped(text: str) -> str:
    """_x000D_ → the sign it stands for."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def covered(content: SheetContent) -> dict[Spot, Area]:
    """Every spot of the merged areas → its area. Cells under them go, as a reader does not see them."""
    merges: dict[Spot, Area] = {}
    for area in content.merged:
        (top, left), (bottom, right) = area
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                merges[row, column] = area
                if row != top or column != left:
                    content.cells.pop((row, column), None)
    return merges


def size(area: Area) -> int:
    (top, left), (bottom, right) = area
    return (bottom - top + 1) * (right - left + 1)


class SheetReader:
    """Reads the sheets of one workbook. lost_styles: numbers so far whose style is not in the file."""

    def __init__(self, strings: Sequence[str], formats: Sequence[NumberFormat], epoch: datetime) -> None:
        self._strings = strings
        self._epoch = epoch
        self._format = lru_cache(maxsize=1 << 12)(lambda style: _format_of(formats, style))
        self._count = 0
        self.lost_styles = 0

    def read(self, stream: IO[bytes]) -> SheetContent:
        """Raises PartRefused where the sheets so far hold more cells than are read."""
        content = SheetContent()
        number = 0
        for element in elements(stream, ("row", "mergeCell")):
            if element.tag in _MERGE:
                content.merged.append(_area(required(element, "ref")))
            elif element.tag in _ROW:
                number = _row_number(element.get("r"), number)
                self._read_row(element, number, content.cells)
                if self._count + len(content.cells) > MOST_CELLS:
                    raise PartRefused(say.TOO_MANY_CELLS.replace("{limit}", str(MOST_CELLS)))
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
            format_ = self._format(element.get("s", "0"))
            cell = self._cell(element, format_) if len(element) else _childless(element)
            if cell is not None:
                cells[spot] = cell
            else:
                cells.pop(spot, None)  # of two cells with one address the last one counts

    def _cell(self, element: etree._Element, format_: NumberFormat) -> GridCell | None:
        kind = element.get("t", "n")
        text, inline, is_formula = _contents(element)
        value: CellValue | None = None
        if kind == "inlineStr":
            value = unescaped(text_of(inline)) if inline is not None else None
        elif kind == "e" and (text is not None or not is_formula):
            return _error(text)
        elif text is not None and (text.strip() or kind == "str"):
            value = self._value(kind, text, format_)
            if value is None:
                return _error(_NO_DATE if kind == "n" and _number(text) is not None else text)
        if value is None and is_formula:
            return GridCell("", format_.code, State.NO_CACHED_VALUE)
        if isinstance(value, str) and len(value) > MOST_CHARACTERS:
            return GridCell(say.CHARACTERS.format(count=len(value)), state=State.TOO_LONG)
        return GridCell(value, format_.code) if value is not None and value != "" else None

    def _value(self, kind: str, text: str, format_: NumberFormat) -> CellValue | None:
        """The value that a text in the XML stands for; None where it stands for none: no number, a date outside
        the calendar."""
        if kind == "n":
            self.lost_styles += format_ is _LOST
            number = _number(text)
            if number is None:
                return None
            return self._date(number, is_span=format_.is_span) if format_.is_date else number
        if kind == "s":
            return self._strings[_index(text)]
        if kind == "b":
            return _TRUTHS.get(text.strip().lower())
        if kind == "d":
            return _moment(text)
        return unescaped(text)

    def _date(self, number: float, *, is_span: bool) -> CellValue | None:
        try:
            moment: CellValue = from_excel(number, self._epoch, timedelta=is_span)
        except (OverflowError, ValueError):
            return None
        return moment


def _contents(element: etree._Element) -> tuple[str | None, etree._Element | None, bool]:
    """The value of a cell as written (None where it is empty), its own rich text, and whether it has a
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
    return text or None, inline, is_formula


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


_LOST = NumberFormat(GENERAL, False, False)
"""What stands in for a style that the file does not have: Office programs show the plain number."""


def _format_of(formats: Sequence[NumberFormat], style: str) -> NumberFormat:
    number = int(style) if style.isascii() and style.isdigit() and len(style) < _MOST_DIGITS else -1
    return formats[number] if 0 <= number < len(formats) else _LOST


def _index(text: str) -> int:
    """A position in a list. Python would count negative ones from the end."""
    index = int(text)
    if index < 0:
        raise ValueError(f"no position: {text}")
    return index


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
