"""One sheet's XML → its cells and merged areas.

Comes in: the stream of a sheet's part, with the texts and number formats that its cells point at. Goes
out: `SheetContent`. Called by `sources.grid`. The XML is read row by row and let go of, and nothing is
kept of styles: that is what makes it many times faster than openpyxl, whose results it gives. Raises
ValueError, IndexError or SyntaxError where the XML is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import IO

from lxml import etree
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

from formgen.sources.grid_package import children, local_name, refuse_dtd, required
from formgen.sources.grid_styles import NumberFormat
from formgen.sources.grid_types import Area, CellValue, GridCell, Spot, State

_ROW, _MERGES, _STRING, _VALUE, _FORMULA, _INLINE, _TEXT = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "mergeCells", "si", "v", "f", "is", "t")
)
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
    """The texts that cells share, in order."""
    # openpyxl takes this one escape out before the others are read; texts have to stay the same.
    return [unescaped(text_of(item).replace("x005F_", "")) for item in _elements(stream, (_STRING,))]


def text_of(element: etree._Element) -> str:
    """The text of <si> or <is>, whole or in runs, without readings (furigana, pinyin) over it."""
    plain = ""
    runs = []
    for child in element:
        if child.tag == _TEXT or local_name(child) == "t":
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
    """Reads the sheets of one workbook."""

    def __init__(self, strings: Sequence[str], formats: Sequence[NumberFormat], epoch: datetime) -> None:
        self._strings = strings
        self._epoch = epoch
        self._format = lru_cache(maxsize=1 << 12)(lambda style: formats[_index(style)])

    def read(self, stream: IO[bytes]) -> SheetContent:
        content = SheetContent()
        number = 0
        for element in _elements(stream, (_ROW, _MERGES)):
            if element.tag == _MERGES:
                content.merged = [_area(required(child, "ref")) for child in children(element, "mergeCell")]
            else:
                number = _row_number(element.get("r"), number)
                self._read_row(element, number, content.cells)
        return content

    def _read_row(self, row: etree._Element, number: int, cells: dict[Spot, GridCell]) -> None:
        """Cells without an address follow the one before them."""
        column = 0
        for element in row:
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
        elif text is not None:
            value = self._value(kind, text, format_)
            if value is None:
                return _error(_NO_DATE)
        if value is None and is_formula:
            return GridCell("", format_.code, State.NO_CACHED_VALUE)
        return GridCell(value, format_.code) if value is not None and value != "" else None

    def _value(self, kind: str, text: str, format_: NumberFormat) -> CellValue | None:
        """The value that a text in the XML stands for; None for a date outside the calendar."""
        if kind == "n":
            number = float(text) if "." in text or "e" in text or "E" in text else int(text)
            return self._date(number, is_span=format_.is_span) if format_.is_date else number
        if kind == "s":
            return self._strings[_index(text)]
        if kind == "b":
            return bool(int(text))
        if kind == "d":
            moment: CellValue = from_ISO8601(text)  # type: ignore[no-untyped-call]
            return moment
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
        if tag == _VALUE:
            text = child.text or "" if text is None else text
        elif tag == _INLINE:
            inline = child if inline is None else inline
        elif tag == _FORMULA:
            is_formula = True
    return text or None, inline, is_formula


def _childless(element: etree._Element) -> GridCell | None:
    """Most cells of a form are only there for their borders."""
    return _error(None) if element.get("t") == "e" else None


def _error(text: str | None) -> GridCell:
    return GridCell(str(text), state=State.ERROR)


def _index(text: str) -> int:
    """A position in a list. Python would count negative ones from the end."""
    index = int(text)
    if index < 0:
        raise ValueError(f"no position: {text}")
    return index


@lru_cache(maxsize=1 << 14)  # sheets of one form share their addresses
def _spot(address: str) -> Spot:
    letters = address.rstrip(_DIGITS)
    return int(address[len(letters) :]), column_index_from_string(letters)


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


def _elements(stream: IO[bytes], tags: Sequence[str]) -> Iterator[etree._Element]:
    """The elements with these names as soon as they end. What was handed out is let go of: a sheet's
    tree takes thirty times the memory of its XML."""
    events = etree.iterparse(
        stream, tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    for _, element in events:
        yield element
        element.clear()
        before = element.getprevious()
        parent = element.getparent()
        if before is not None and parent is not None:
            parent.remove(before)
    refuse_dtd(events.root)
