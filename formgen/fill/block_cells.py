"""The cells of a sheet that looks like its form: where they stand, how they look, and what people fill in.

Comes in: a sheet of openpyxl and the form's looks. Goes out: the same sheet, written row by row from top to bottom.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formgen.declaration.blocks import FieldsBlock, Labelled, TableBlock
from formgen.fill.sheet_grid import SheetGrid
from formgen.fill.sheet_style import Look, put_text, style_area
from formgen.sources.shown import SPREADSHEET_DIGITS

HEAD_HEIGHT = 24.0


@dataclass(frozen=True)
class Area:
    """Cells that people fill in: rows and columns of the sheet, and what belongs there. begun: first and last
    column of the table's row, which counts as begun when something stands there; none for fields."""

    key: str
    spec: Labelled
    role: str
    rows: tuple[int, int]
    columns: tuple[int, int]
    unit: str = ""
    group: bool = False
    begun: tuple[int, int] | None = None


@dataclass
class CellPen:
    """Writes the sheet's cells. row: the one being written. last: the form's last column. asking: labels that are
    filled in themselves. areas: what has been written for people to fill in."""

    sheet: Worksheet
    look: Look
    grid: SheetGrid
    last: int
    asking: Set[str]
    row: int = 0
    areas: list[Area] = field(default_factory=list)
    _merged: set[str] = field(default_factory=set)

    def set_height(self, points: float) -> None:
        """Of the row being written."""
        self.sheet.row_dimensions[self.row].height = points

    def height(self) -> float:
        """Of the row being written; 0 where none is set."""
        return self.sheet.row_dimensions[self.row].height or 0.0

    def banner(self, text: str, look: str, height: float) -> None:
        """A row of its own across the form."""
        self.row += 1
        self.cell(1, self.last, text, look)
        self.set_height(height)

    def columns(self, edges: list[Decimal], start: int, end: int) -> tuple[int, int]:
        """First and last column of the sheet that a block's own columns cover."""
        return self.grid.column(edges[start]), self.grid.column(edges[end]) - 1

    def span(
        self, edges: list[Decimal], start: int, end: int, value: object, look: str, *,
        rows: tuple[int, int] | None = None, spec: Labelled | None = None, role: str = "",
    ) -> tuple[int, int]:  # fmt: skip
        """Write a value over a block's own columns; first and last column of the sheet."""
        first, last = self.columns(edges, start, end)
        asks = look == self.look.head and value in self.asking
        self.cell(first, last, value, self.look.head_open if asks else look, rows=rows, spec=spec, role=role)
        return first, last

    def cell(
        self, first: int, last: int, value: object, look: str, *,
        rows: tuple[int, int] | None = None, spec: Labelled | None = None, role: str = "",
    ) -> None:  # fmt: skip
        """Write a value over columns of the sheet, in this row or over several."""
        top, bottom = rows or (self.row, self.row)
        cell = self.sheet.cell(top, first)
        assert isinstance(cell, Cell)
        kept = role == "target" and _ends_in_zeros(value)  # 186.50 is said so, and a cell's number is 186.5
        if is_cell_number(value) and not kept:
            cell.value = value  # type: ignore[assignment]
        elif value not in ("", None):
            put_text(cell, cell_text(value), spec.label if spec else "")
        merged = f"{get_column_letter(first)}{top}:{get_column_letter(last)}{bottom}"
        if (last > first or bottom > top) and merged not in self._merged:
            self.sheet.merge_cells(merged)
            self._merged.add(merged)
        style_area(self.sheet, self.look, (top, first, bottom, last), look)
        if isinstance(value, Decimal) and not kept:
            cell.number_format = number_format(value, spec)
        elif kept or role == "operator":
            cell.number_format = "@"  # "=" picked from the list is no formula

    def merge_down(self, edges: list[Decimal], at: int, top: int, bottom: int) -> None:
        """One cell of what was a cell in each of these rows."""
        first, last = self.columns(edges, at, at + 1)
        if last > first:
            for row in range(top, bottom + 1):
                self.sheet.unmerge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        self.sheet.merge_cells(start_row=top, end_row=bottom, start_column=first, end_column=last)


def heading_width(block: FieldsBlock | TableBlock) -> list[Decimal]:
    """Width in mm of the heading at the left of the rows; none without one."""
    return [block.heading_width] if block.heading and block.heading_at == "left" else []


def is_cell_number(value: object) -> bool:
    """Whether a spreadsheet holds this number as it is."""
    return isinstance(value, Decimal) and len(value.as_tuple().digits) <= SPREADSHEET_DIGITS


def _ends_in_zeros(value: object) -> bool:
    """Whether a number is written with zeros that say how exact it is."""
    return isinstance(value, Decimal) and "." in f"{value:f}" and f"{value:f}".endswith("0")


def cell_text(value: object) -> str:
    """What a cell shows of a declared value."""
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)


def number_format(number: Decimal, spec: Labelled | None) -> str:
    """As many places as declared, and at least those that are printed; money in threes."""
    exponent = number.as_tuple().exponent
    written = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    places = max(written, (spec.printed_places or 0) if spec and spec.type == "money" else 0)
    whole = "#,##0" if spec and spec.type == "money" else "0"
    if not places:
        return whole if whole != "0" else "General"
    return f"{whole}.{'0' * places}"
