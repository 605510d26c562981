"""A table of a planned page as texts and lines.

Comes in: the part of a table that stands on a page. Goes out: its texts with their base lines, and its
lines, each once. Lengths in mm from the page's top left corner. What the style sheets of the PDF say of
tables, said in coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from formgen.layout.lined import PlacedRow
from formgen.layout.measures import CELL_PAD_X_MM, CELL_PAD_Y_MM, MM_PT, Measures
from formgen.render.table_lines import Line, Spot, TableGrid
from formgen.views.tables import TableView

BASE_LINE = 0.38
"""The base line is so far, in em, below the middle of a line: Chinese characters then stand in its middle."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A line of text. x: its start, middle or end, as `align` says; y: its base line; size in mm."""

    use: str
    size: float
    x: float
    y: float
    text: str
    align: str


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
    grid = TableGrid(table.columns, table.ruling, heads, rows, above, below)
    xs = list(accumulate((column.width for column in table.columns), initial=left))
    ys = list(accumulate((row.height / MM_PT for row in (*heads, *rows)), initial=top))
    split = [row.split for row in (*heads, *rows)]
    texts = [text for spot in grid.spots for text in _texts(spot, table, split[spot.row], measures, xs, ys)]
    return texts, [line.with_ends() for line in grid.lines(xs, ys, 1 / MM_PT)]


def _texts(
    spot: Spot, table: TableView, split: bool, measures: Measures, xs: Sequence[float], ys: Sequence[float]
) -> Iterator[PlacedText]:
    column, cell = table.columns[spot.column], spot.cell.cell
    use = cell.use or ("head" if spot.head else column.use)
    align = "center" if spot.head else cell.align or column.align
    kind = measures.type(use)
    size, step = kind.size_pt / MM_PT, kind.line_pt / MM_PT
    near, far = xs[spot.column], xs[spot.behind]
    pad = CELL_PAD_X_MM + table.ruling.inner / 2 / MM_PT
    x = {"left": near + pad, "right": far - pad, "center": (near + far) / 2}[align]
    top, bottom = ys[spot.row], ys[spot.below]
    first = (top + bottom - len(spot.cell.lines) * step) / 2
    if split:
        first = top + CELL_PAD_Y_MM + table.ruling.inner / 2 / MM_PT
    for number, line in enumerate(spot.cell.lines):
        yield PlacedText(use, size, x, first + (number + 0.5) * step + size * BASE_LINE, line, align)
