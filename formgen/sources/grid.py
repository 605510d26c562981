"""A workbook as plain grids: cells by row and column, merges, nothing of styles but number formats.

Comes in: the bytes of an xlsx that `sources.guard` let through. Goes out: `Grid` per sheet. Called by
`sources.xlsx`. openpyxl stands only here, so that a faster reader can replace it.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cached_property
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.errors import UnreadableInput
from formgen.messages import reading as say

PROFILE_PROPERTY = "formgen-profile"
CellValue = str | int | float | bool | date | datetime | time | timedelta
Spot = tuple[int, int]
"""Row and column, both from 1."""

# openpyxl parses XML by hand; these are what damaged parts have been seen to raise in it.
_DAMAGE = (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OverflowError,
           zipfile.BadZipFile)  # fmt: skip
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class State(Enum):
    VALUE = "value"
    NO_CACHED_VALUE = "no cached value"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell that is not empty. For an error value, `value` is its text (#REF!)."""

    value: CellValue
    number_format: str = "General"
    state: State = State.VALUE


@dataclass(frozen=True)
class Grid:
    """A sheet. cells: those that are not empty. merges: every covered spot → (top left, bottom
    right)."""

    name: str
    hidden: bool
    cells: Mapping[Spot, GridCell]
    merges: Mapping[Spot, tuple[Spot, Spot]]

    @cached_property
    def rows(self) -> dict[int, list[int]]:
        """Rows that are not empty, in order, with their columns in order."""
        rows: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            rows.setdefault(row, []).append(column)
        return rows

    def place(self, row: int, column: int) -> str:
        return f"{self.name}!{address(row, column)}"

    def area(self, row: int, column: int) -> tuple[Spot, Spot]:
        """The merged area of a spot, or the spot itself."""
        return self.merges.get((row, column), ((row, column), (row, column)))

    def text(self, row: int, column: int) -> str | None:
        """The text of a cell that holds one."""
        cell = self.cells.get((row, column))
        return cell.value if cell is not None and isinstance(cell.value, str) else None


def address(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook, and the profile it names in its properties."""

    sheets: tuple[Grid, ...]
    profile: str | None


def load_sheets(data: bytes, path: Path) -> Book:
    """Every worksheet. A workbook is parsed a second time only where it has formulas, for their cached
    values. Raises UnreadableInput where its parts are damaged."""
    try:
        book = _open(data, data_only=False)
        formulas = any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values())
        cached = _open(data, data_only=True) if formulas else None
        sheets = tuple(
            _grid(sheet, cached.worksheets[number] if cached else None)
            for number, sheet in enumerate(book.worksheets)
        )
        return Book(sheets, _named_profile(book))
    except _DAMAGE as error:
        raise UnreadableInput(say.BROKEN_WORKBOOK.format(path=path)) from error


def _open(data: bytes, *, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not know
        return load_workbook(BytesIO(data), data_only=data_only)


def _named_profile(book: Workbook) -> str | None:
    for item in book.custom_doc_props.props:  # type: ignore[attr-defined]  # stubs are of 3.0
        if item.name == PROFILE_PROPERTY:
            return str(item.value)
    return None


def _grid(sheet: Worksheet, cached: Worksheet | None) -> Grid:
    cells = {}
    for spot, cell in sheet._cells.items():
        found = None if isinstance(cell, MergedCell) else _cell(cell, cached)
        if found is not None:
            cells[spot] = found
    merges = {}
    for area in sheet.merged_cells.ranges:
        corners = ((area.min_row, area.min_col), (area.max_row, area.max_col))
        # Whole merged columns exist in real files; no form is longer than its cells.
        last_row = min(area.max_row, sheet.max_row)
        for row in range(area.min_row, last_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                merges[row, column] = corners
    return Grid(sheet.title, sheet.sheet_state != "visible", cells, merges)


def _cell(cell: Cell, cached: Worksheet | None) -> GridCell | None:
    if cell.data_type == "f":
        result = cached._cells.get((cell.row, cell.column)) if cached is not None else None
        if not isinstance(result, Cell) or result.value is None:
            return GridCell("", cell.number_format, State.NO_CACHED_VALUE)
        cell = result
    value = cell.value
    if cell.data_type == "e":
        return GridCell(str(value), state=State.ERROR)
    if isinstance(value, str):
        value = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value)
    return GridCell(value, cell.number_format) if isinstance(value, CellValue) and value != "" else None
