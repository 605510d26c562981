"""A table of a planned page as texts and lines.

Comes in: the part of a table that stands on a page. Goes out: its texts with their base lines, and its
lines, each once. Lengths in mm from the page's top left corner. What the style sheets of the PDF say of
tables, said in coordinates: collapsed lines, of which the wider one is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formgen.layout.lined import PlacedCell, PlacedRow
from formgen.layout.measures import CELL_PAD_X_MM, CELL_PAD_Y_MM, MM_PT, Measures
from formgen.views.tables import TableView

BASE_LINE = 0.38
"""The base line is so far, in em, below the middle of a line: Chinese characters then stand in its middle."""


@dataclass(frozen=True, slots=True)
class Line:
    """width in mm."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A line of text. x: its start, middle or end, as `align` says; y: its base line; size in mm."""

    use: str
    size: float
    x: float
    y: float
    text: str
    align: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """A cell and where it stands in the grid."""

    cell: PlacedCell
    row: int
    column: int
    head: bool

    @property
    def below(self) -> int:
        return self.row + self.cell.rowspan

    @property
    def behind(self) -> int:
        return self.column + self.cell.cell.colspan


def place_table(
    table: TableView,
    heads: Sequence[PlacedRow],
    rows: Sequence[PlacedRow],
    measures: Measures,
    left: float,
    top: float,
    above: float,
    below: float,
) -> tuple[list[PlacedText], list[Line]]:
    """Texts in reading order, and lines. above, below: widths of the outer lines in pt, 0 where the line is
    that of the table before."""
    grid = _Grid(table, heads, rows, left, top)
    texts = [text for spot in grid.spots for text in grid.texts(spot, measures)]
    return texts, list(grid.lines(above, below))


class _Grid:
    """The edges of a table on a page, and what stands between them."""

    def __init__(
        self,
        table: TableView,
        heads: Sequence[PlacedRow],
        rows: Sequence[PlacedRow],
        left: float,
        top: float,
    ) -> None:
        self._table = table
        self._rows = (*heads, *rows)
        self._x = [left]
        for column in table.columns:
            self._x.append(self._x[-1] + column.width)
        self._y = [top]
        for row in self._rows:
            self._y.append(self._y[-1] + row.height / MM_PT)
        self.spots = [
            _Spot(cell, number, column, number < len(heads))
            for number, row in enumerate(self._rows)
            for column, cell in enumerate(row.cells)
            if cell is not None
        ]

    def texts(self, spot: _Spot, measures: Measures) -> Iterator[PlacedText]:
        column, cell = self._table.columns[spot.column], spot.cell.cell
        use = cell.use or ("head" if spot.head else column.use)
        align = "center" if spot.head else cell.align or column.align
        kind = measures.type(use)
        size, step = kind.size_pt / MM_PT, kind.line_pt / MM_PT
        near, far = self._x[spot.column], self._x[spot.behind]
        pad = CELL_PAD_X_MM + self._table.ruling.inner / 2 / MM_PT
        x = {"left": near + pad, "right": far - pad, "center": (near + far) / 2}[align]
        top, bottom = self._y[spot.row], self._y[spot.below]
        first = (top + bottom - len(spot.cell.lines) * step) / 2
        if self._rows[spot.row].split:
            first = top + CELL_PAD_Y_MM + self._table.ruling.inner / 2 / MM_PT
        for number, line in enumerate(spot.cell.lines):
            yield PlacedText(use, size, x, first + (number + 0.5) * step + size * BASE_LINE, line, align)

    def lines(self, above: float, below: float) -> Iterator[Line]:
        across, down = self._edges(above, below)
        for (row, width), run in _runs(across):
            yield self._extended(self._x[run[0]], self._y[row], self._x[run[1]], self._y[row], width)
        for (column, width), run in _runs(down):
            yield self._extended(self._x[column], self._y[run[0]], self._x[column], self._y[run[1]], width)

    def _extended(self, x1: float, y1: float, x2: float, y2: float, width: float) -> Line:
        """Half the line's width longer at both ends, so that corners are whole."""
        more = width / 2 / MM_PT
        wide, tall = (more, 0.0) if y1 == y2 else (0.0, more)
        return Line(x1 - wide, y1 - tall, x2 + wide, y2 + tall, width / MM_PT)

    def _edges(
        self, above: float, below: float
    ) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], float]]:
        """(row edge, column) → width of the line there, and (column edge, row) → width, in pt."""
        across: dict[tuple[int, int], float] = {}
        down: dict[tuple[int, int], float] = {}
        ruling, columns = self._table.ruling, self._table.columns
        last_row, last_column = len(self._rows), len(columns)

        def widen(edges: dict[tuple[int, int], float], at: tuple[int, int], width: float) -> None:
            if width:
                edges[at] = max(edges.get(at, 0.0), width)

        for spot in self.spots:
            cell = spot.cell.cell
            joined = not spot.head and columns[spot.column].joined
            parted = not spot.head and spot.behind < last_column and columns[spot.behind].joined
            for column in range(spot.column, spot.behind):
                if not cell.open_above and (spot.row or above):
                    widen(across, (spot.row, column), ruling.inner)
                if not cell.open_below:
                    widen(across, (spot.below, column), ruling.inner)
            for row in range(spot.row, spot.below):
                if not joined:
                    widen(down, (spot.column, row), ruling.inner)
                if not parted:
                    widen(down, (spot.behind, row), ruling.inner)
        if ruling.frame:
            for column in range(last_column):
                widen(across, (0, column), above)
                widen(across, (last_row, column), below)
            for row in range(last_row):
                widen(down, (0, row), ruling.frame)
                widen(down, (last_column, row), ruling.frame)
        return across, down


def _runs(edges: dict[tuple[int, int], float]) -> Iterator[tuple[tuple[int, float], tuple[int, int]]]:
    """((edge, width), (from, to)) of lines that go on without a gap."""
    current: tuple[int, float] | None = None
    start = end = 0
    for (edge, at), width in sorted(edges.items()):
        if current == (edge, width) and at == end:
            end = at + 1
            continue
        if current is not None:
            yield current, (start, end)
        current, start, end = (edge, width), at, at + 1
    if current is not None:
        yield current, (start, end)
