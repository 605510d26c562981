"""The lines of a table on a planned page, each once.

Comes in: the rows that stand on the page. Goes out: how wide the line is at every edge of every cell, and lines in
coordinates. Lines collapse, as style sheets have it: of two that meet, the wider one is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formgen.layout.lined import PlacedCell, PlacedRow
from formgen.views.tables import ColumnView, Ruling


@dataclass(frozen=True, slots=True)
class Line:
    """In one unit of length."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float

    @property
    def across(self) -> bool:
        return self.y1 == self.y2

    def with_ends(self) -> Line:
        """Half the width longer at both ends, so that corners are whole."""
        more = self.width / 2
        wide, tall = (more, 0.0) if self.across else (0.0, more)
        return Line(self.x1 - wide, self.y1 - tall, self.x2 + wide, self.y2 + tall, self.width)


@dataclass(frozen=True, slots=True)
class Spot:
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


@dataclass(frozen=True, slots=True)
class Around:
    """Widths of the lines around a cell, the widest of each side, in pt."""

    above: float
    right: float
    below: float
    left: float


class TableGrid:
    """The cells of a table on a page, and the lines between them. above, below: widths of the outer lines in pt, 0
    where the line is that of the table before."""

    def __init__(
        self,
        columns: Sequence[ColumnView],
        ruling: Ruling,
        heads: Sequence[PlacedRow],
        rows: Sequence[PlacedRow],
        above: float,
        below: float,
    ) -> None:
        self._columns = columns
        self._ruling = ruling
        self._rows = len(heads) + len(rows)
        self.spots = [
            Spot(cell, number, column, number < len(heads))
            for number, row in enumerate((*heads, *rows))
            for column, cell in enumerate(row.cells)
            if cell is not None
        ]
        self._across: dict[tuple[int, int], float] = {}
        """(row edge, column) → width of the line there in pt."""
        self._down: dict[tuple[int, int], float] = {}
        """(column edge, row) → width of the line there in pt."""
        for spot in self.spots:
            self._rule_around(spot, above)
        if ruling.frame:
            self._frame(above, below)

    def around(self, spot: Spot) -> Around:
        """How wide the lines around a cell are."""
        columns, rows = range(spot.column, spot.behind), range(spot.row, spot.below)
        return Around(
            max(self._across.get((spot.row, column), 0.0) for column in columns),
            max(self._down.get((spot.behind, row), 0.0) for row in rows),
            max(self._across.get((spot.below, column), 0.0) for column in columns),
            max(self._down.get((spot.column, row), 0.0) for row in rows),
        )

    def lines(self, xs: Sequence[float], ys: Sequence[float], pt: float) -> Iterator[Line]:
        """The lines where the edges of columns and rows are these, from edge to edge. pt: a point in their unit."""
        for (row, width), (start, end) in _runs(self._across):
            yield Line(xs[start], ys[row], xs[end], ys[row], width * pt)
        for (column, width), (start, end) in _runs(self._down):
            yield Line(xs[column], ys[start], xs[column], ys[end], width * pt)

    def _rule_around(self, spot: Spot, above: float) -> None:
        cell, columns, inner = spot.cell.cell, self._columns, self._ruling.inner
        joined = not spot.head and columns[spot.column].joined
        parted = not spot.head and spot.behind < len(columns) and columns[spot.behind].joined
        for column in range(spot.column, spot.behind):
            if not cell.open_above and (spot.row or above):
                _widen(self._across, (spot.row, column), inner)
            if not cell.open_below:
                _widen(self._across, (spot.below, column), inner)
        for row in range(spot.row, spot.below):
            if not joined:
                _widen(self._down, (spot.column, row), inner)
            if not parted:
                _widen(self._down, (spot.behind, row), inner)

    def _frame(self, above: float, below: float) -> None:
        for column in range(len(self._columns)):
            _widen(self._across, (0, column), above)
            _widen(self._across, (self._rows, column), below)
        for row in range(self._rows):
            _widen(self._down, (0, row), self._ruling.frame)
            _widen(self._down, (len(self._columns), row), self._ruling.frame)


def _widen(edges: dict[tuple[int, int], float], at: tuple[int, int], width: float) -> None:
    if width:
        edges[at] = max(edges.get(at, 0.0), width)


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
