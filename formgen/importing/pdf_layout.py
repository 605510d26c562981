"""The pages of a PDF, one below the other, as one sheet.

Comes in: tables and lines of text per page. Goes out: an `OldSheet`, all tables on one grid of columns. What
a page breaks is put together: a group's label, and, told so, a row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from formgen.importing.old_sheet import OldSheet
from formgen.importing.pages import Pages
from formgen.messages import importing as say
from formgen.messages.reading import HELP_SHEET
from formgen.sources.grid_types import Area, Grid, GridCell, Spot

_NEAR = 3.0
"""Points within which two rules are one."""

_PAGE_NUMBER = re.compile(
    r"(?:第\s*\d+\s*页[\s,，/]*(?:共\s*\d+\s*页)?|[-—–－\s]*\d{1,4}[-—–－\s]*(?:/\s*\d{1,4}\s*)?)"
)

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points."""


@dataclass
class PdfCell:
    """A cell of a table on one page. row, column, last_row, last_column: of the page's own grid of rules."""

    box: Box
    text: str
    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0


@dataclass
class PdfTable:
    top: float
    rows: int
    cells: list[PdfCell]


@dataclass
class PdfPage:
    number: int
    tables: list[PdfTable] = field(default_factory=list)
    lines: list[tuple[float, str]] = field(default_factory=list)


def rules_of(edges: Sequence[float]) -> list[float]:
    """Where the rules of a table run, each once."""
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return found


def nearest(rules: Sequence[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda number: abs(rules[number] - edge))


class Layout:
    """Lays the pages one below the other."""

    def __init__(self, pages: Sequence[PdfPage], file: str) -> None:
        self.pages, self.file = pages, file
        self.cells: dict[Spot, GridCell] = {}
        self.merges: dict[Spot, Area] = {}
        self.places: dict[Spot, str] = {}
        self.repeated: dict[Spot, str] = {}
        self.joined: set[Spot] = set()
        self.known = Pages()
        self.line = 0
        self.behind = 0
        self.tables = 0
        self.next_texts: dict[int, set[str]] = {}
        self.open: dict[int, Area] = {}
        """Column → the cell of the last row of the page before."""

    def sheet(self) -> OldSheet:
        cells = [cell for page in self.pages for table in page.tables for cell in table.cells]
        columns = rules_of([edge for cell in cells for edge in (cell.box[0], cell.box[2])]) or [0.0]
        for cell in cells:
            cell.column, cell.last_column = nearest(columns, cell.box[0]) + 1, nearest(columns, cell.box[2])
        # A label in the middle of a cell that goes on is drawn on both pages, on one of them outside the paper.
        self.next_texts = {
            page.number: {cell.text for table in after.tables[:1] for cell in table.cells}
            for page, after in pairwise(self.pages)
        }
        for page in self.pages:
            self._page(page)
        grid = Grid(say.PDF_SHEET, False, self.cells, self.merges)
        return OldSheet(
            grid, self.file, self.places, joined=frozenset(self.joined), repeated=self.repeated,
            behind=self.behind,
        )  # fmt: skip

    def _page(self, page: PdfPage) -> None:
        items: list[tuple[float, str | PdfTable]] = [
            *page.lines,
            *((table.top, table) for table in page.tables),
        ]
        lines = 0
        end = max((table.top for table in page.tables), default=0.0)
        for number, (top, item) in enumerate(sorted(items, key=lambda item: item[0])):
            if isinstance(item, PdfTable):
                self._table(item, page.number, continues=number == 0)
                continue
            lines += 1
            self.line += 1
            spot = (self.line, 1)
            if self.tables and not self.behind and (item == HELP_SHEET or item.startswith(say.APPENDIX_WORD)):
                self.behind = self.line
            elif page.tables and top > end and item in self.next_texts.get(page.number, ()):
                self.repeated[spot] = say.GOES_ON
            self.cells[spot] = GridCell(item)
            if _PAGE_NUMBER.fullmatch(item):
                self.repeated[spot] = say.PAGE_NUMBER
            self.places[spot] = say.PDF_LINE.format(page=page.number, number=lines)

    def _table(self, table: PdfTable, page: int, *, continues: bool) -> None:
        self.tables += 1
        width = max(cell.last_column for cell in table.cells)
        texts = [[""] * width for _ in range(table.rows)]
        for cell in table.cells:
            texts[cell.row][cell.column - 1] = cell.text
        repeated = self.known.repeated(texts)
        first = 1 + max((row for row, _ in repeated if repeated[row, _] == say.DUPLICATE_HEAD), default=-1)
        top = self.line + 1
        broken = continues and self._is_broken(table, first)
        self.repeated |= {(top + row, column + 1): why for (row, column), why in repeated.items()}
        self.line += table.rows
        for cell in table.cells:
            self._cell(cell, top, page, first, continues=continues, broken=broken)
        before = self.open if continues else {}
        self.open = {
            column: self._root(cell, top, first, before)
            for cell in table.cells
            if cell.last_row == table.rows - 1
            for column in range(cell.column, cell.last_column + 1)
        }

    def _root(self, cell: PdfCell, top: int, first: int, before: Mapping[int, Area]) -> Area:
        """The cell itself, or the one on an earlier page that it goes on with: nothing of its own stands in it."""
        area = ((top + cell.row, cell.column), (top + cell.last_row, cell.last_column))
        above = before.get(cell.column)
        goes_on = cell.row == first and above is not None and area[0] not in self.cells
        return above if goes_on and above is not None else area

    def _is_broken(self, table: PdfTable, first: int) -> bool:
        """Whether the first row goes on with the last one of the page before: short cells that every row fills
        are empty in it, and where it has text, that one has some too."""
        own = {cell.column: cell for cell in table.cells if cell.row == first == cell.last_row}
        before = {
            column: area for column, area in self.open.items() if area[0][1] == column and column in own
        }
        filled = {column for column, cell in own.items() if cell.text}
        had = {column for column, (start, _) in before.items() if start in self.cells}
        return bool(filled) and filled <= had and len(had - filled) >= 2

    def _cell(self, cell: PdfCell, top: int, page: int, first: int, *, continues: bool, broken: bool) -> None:
        start, end = (top + cell.row, cell.column), (top + cell.last_row, cell.last_column)
        if start != end:
            area = (start, end)
            self.merges |= {
                (row, column): area
                for row in range(start[0], end[0] + 1)
                for column in range(start[1], end[1] + 1)
            }
        if not cell.text:
            return
        above = self.open.get(cell.column)
        if continues and cell.row == first and above is not None and above[0][1] == cell.column:
            tall = cell.last_row > cell.row or above[1][0] > above[0][0]
            if broken or (tall and above[0] not in self.cells):
                self._join(above[0], cell.text, page, cell)
                return
        self.cells[start] = GridCell(cell.text)
        self.places[start] = self._name(page, cell)

    def _join(self, spot: Spot, text: str, page: int, cell: PdfCell) -> None:
        before = self.cells.get(spot)
        self.cells[spot] = GridCell(f"{before.value}{text}" if before is not None else text)
        self.places.setdefault(spot, self._name(page, cell))
        if before is not None:
            self.joined.add(spot)

    def _name(self, page: int, cell: PdfCell) -> str:
        return say.PDF_CELL.format(page=page, row=cell.row + 1, column=cell.column)
