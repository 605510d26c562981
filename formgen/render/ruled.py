"""A table on a planned page as the HTML of the PDF has it: its cells with their heights and edges, its lines as one
picture.

Comes in: the rows that stand on the page. Goes out: `RuledTable` for tables.html, and the picture behind the address
that the first cell bears. WeasyPrint would settle, piece by piece, which of two cells' borders is seen, and draw each
piece by itself: an eighth of the time of a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from formgen.layout.lined import PlacedRow
from formgen.layout.measures import MM_PT
from formgen.render.table_lines import Around, Spot, TableGrid
from formgen.views.tables import Cell, ColumnView, Ruling

PICTURE_SCHEME = "formgen-lines"
_SPARE_PT = 2.0
"""Room of the picture around the table: half of the outer lines stands outside of the cells."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """edges: classes of the sides whose line is not the inner one; style: what this cell alone has."""

    cell: Cell
    lines: tuple[str, ...]
    rowspan: int
    edges: str
    style: str


@dataclass(frozen=True, slots=True)
class RuledRow:
    """A row; None where the cell above or beside covers the place."""

    cells: tuple[RuledCell | None, ...]
    split: bool


@dataclass(frozen=True, slots=True)
class RuledTable:
    """overhang: by how much the table is taller than its place on the page, in pt."""

    heads: tuple[RuledRow, ...]
    rows: tuple[RuledRow, ...]
    overhang: float


def rule_table(
    columns: Sequence[ColumnView],
    heads: Sequence[PlacedRow],
    rows: Sequence[PlacedRow],
    ruling: Ruling,
    top: float,
    bottom: float,
    height: float,
) -> RuledTable:
    """The table with its lines. top, bottom: widths of its outer lines in pt, 0 where the line is that of the table
    before; height: of its place on the page in pt."""
    table = _Table(columns, heads, rows, ruling, top, bottom)
    made = table.rows()
    overhang = top / 2 + table.ys[-1] + bottom / 2 - height
    return RuledTable(made[: len(heads)], made[len(heads) :], overhang)


def draw_lines(picture: str) -> bytes:
    """The picture of that name as SVG."""
    width, height, *strokes = picture.split("/")
    paths = "".join(
        f'<path fill="none" stroke="#000" stroke-width="{wide}" d="{path}"/>'
        for wide, path in (stroke.split("=") for stroke in strokes)
    )
    size = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{paths}</svg>'.encode()


class _Table:
    """A table's edges in pt from the middle of its upper and left lines."""

    def __init__(
        self,
        columns: Sequence[ColumnView],
        heads: Sequence[PlacedRow],
        rows: Sequence[PlacedRow],
        ruling: Ruling,
        top: float,
        bottom: float,
    ) -> None:
        self._rows = (*heads, *rows)
        self._ruling, self._top, self._bottom = ruling, top, bottom
        self._grid = TableGrid(columns, ruling, heads, rows, top, bottom)
        self._around = {(spot.row, spot.column): self._grid.around(spot) for spot in self._grid.spots}
        self._held = [_held_column(row) for row in self._rows]
        self._contents = [self._content_height(number) for number in range(len(self._rows))]
        self.xs = list(accumulate((column.width * MM_PT for column in columns), initial=0.0))
        self.ys = list(accumulate(map(self._height, range(len(self._rows))), initial=0.0))

    def rows(self) -> tuple[RuledRow, ...]:
        """The rows of heads and the others."""
        made: list[list[RuledCell | None]] = [[None] * len(row.cells) for row in self._rows]
        for spot in self._grid.spots:
            made[spot.row][spot.column] = RuledCell(
                spot.cell.cell, spot.cell.lines, spot.cell.rowspan, self._edges(spot), self._style(spot)
            )
        return tuple(RuledRow(tuple(cells), row.split) for cells, row in zip(made, self._rows, strict=True))

    def _content_height(self, number: int) -> float:
        """Of the cell that holds up the row, in pt: its lines are counted by halves, those of the frame whole."""
        inner = self._ruling.inner
        height = self._rows[number].height - inner
        if not number:
            height -= max(self._top - inner, 0.0) / 2
        if number == len(self._rows) - 1:
            height -= max(self._bottom - inner, 0.0) / 2
        return height

    def _height(self, number: int) -> float:
        """What the row is tall on the page: without half a line where its holder has none."""
        held = self._held[number]
        if held is None:
            return self._rows[number].height
        around = self._around[number, held]
        return self._contents[number] + (around.above + around.below) / 2

    def _edges(self, spot: Spot) -> str:
        around = self._around[spot.row, spot.column]
        sides = zip(("above", "right", "below", "left"), _widths(around), strict=True)
        inner = self._ruling.inner
        return "".join(
            f" {'bare' if not width else 'framed'}-{side}" for side, width in sides if width != inner
        )

    def _style(self, spot: Spot) -> str:
        lines = self._picture(spot) if not spot.row and not spot.column else ""
        held = self._held[spot.row] == spot.column
        return lines + (f"height:{self._contents[spot.row]}pt" if held else "")

    def _picture(self, spot: Spot) -> str:
        """The lines as the picture behind the table's first cell, which it stands out of on all sides."""
        left, above = self._ruling.frame / 2 + _SPARE_PT, self._top / 2 + _SPARE_PT
        width, height = self.xs[-1] + 2 * left, self.ys[-1] + above + self._bottom / 2 + _SPARE_PT
        strokes: dict[str, str] = {}
        xs, ys = [x + left for x in self.xs], [y + above for y in self.ys]
        for line in self._grid.lines(xs, ys, 1.0):
            if line.across or line.x1 in (xs[0], xs[-1]):  # others would peep out of the line that they meet
                line = line.with_ends()
            end = f"H{_number(line.x2)}" if line.across else f"V{_number(line.y2)}"
            start = f"M{_number(line.x1)},{_number(line.y1)}"
            strokes[_number(line.width)] = strokes.get(_number(line.width), "") + start + end
        if not strokes:
            return ""
        drawn = "".join(f"/{wide}={path}" for wide, path in strokes.items())
        right, below = width - left - self.xs[spot.behind], height - above - self.ys[spot.below]
        outset = " ".join(f"{_number(side)}pt" for side in (above, right, below, left))
        address = f"{PICTURE_SCHEME}:{_number(width)}/{_number(height)}{drawn}"
        return f"border-image:url({address}) 0 fill / 0 / {outset};"


def _widths(around: Around) -> tuple[float, float, float, float]:
    return around.above, around.right, around.below, around.left


def _held_column(row: PlacedRow) -> int | None:
    """The column of the cell that holds up its row: one of this row alone, and with both its lines if there is one."""
    own = ((number, cell.cell) for number, cell in enumerate(row.cells) if cell and cell.rowspan == 1)
    return min(own, key=lambda at: at[1].open_above + at[1].open_below, default=(None, None))[0]


def _number(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".")
