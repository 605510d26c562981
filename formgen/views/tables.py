"""Tables as views: cells with their final strings, columns, lines. What both renderers and the inspection see.

Made by `views.form` and `views.appendix`, planned by `layout`. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from formgen.base.records import record
from formgen.declaration.blocks import Align

TypeUse = Literal["title", "head", "heading", "body", "prose"]
"""Which of the profile's fonts a column is set in."""


@record(frozen=True, slots=True)
class Cell:
    """One printed cell. text: the final string, \\n for a declared line break. field and place: where
    it comes from, for messages ("" for a computed cell). rowspan, colspan: rows and columns it covers.
    use and align: None for the column's own. height: mm that it is tall at least. open_above, open_below:
    no line parts it from what stands there."""

    text: str
    field: str = ""
    place: str = ""
    rowspan: int = 1
    colspan: int = 1
    use: TypeUse | None = None
    align: Align | None = None
    height: float = 0.0
    open_above: bool = False
    open_below: bool = False


@record(frozen=True, slots=True)
class ColumnView:
    """A column: its printed heading, width in mm, alignment and type. joined: no line parts its cells
    from those of the column on its left (a value beside its score). A column aligned right holds
    numbers, which are never broken."""

    heading: str
    width: float
    align: Align
    use: TypeUse = "body"
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """The lines of a table in pt (around it, and within), and the space above and below a cell's text
    in mm."""

    frame: float = 0.5
    inner: float = 0.5
    pad_y: float = 0.6


FORM_RULING = Ruling()
NO_RULING = Ruling(frame=0.0, inner=0.0, pad_y=1.0)
"""Of a line of text, which is set as a table of one row."""

PAPER_RULING = Ruling(frame=0.9, inner=0.4, pad_y=0.3)
"""Of the papers that are no form: a stronger frame, thin lines within, close rows."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of fixed columns. Rows hold one entry per column; None where the cell above or to the
    left covers it.

    heading: the row over all columns above the column heads ("" for none). groups: how many leading
    columns hold merged labels that are printed again, with （续）, where a page breaks their group.
    head_rows: the heads where they are more than one cell per column; they take the place of heading
    and column heads. whole: stands on one page, so its cells may cover rows anywhere. name: of the table
    in the profile. joined: goes on right below the table before it, with one line between them. kept:
    stands on the page of the row before it.
    """

    heading: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    groups: int = 0
    head_rows: tuple[tuple[Cell | None, ...], ...] = ()
    ruling: Ruling = FORM_RULING
    whole: bool = False
    name: str = ""
    joined: bool = False
    kept: bool = False

    @property
    def has_heads(self) -> bool:
        """False for a table without heads, such as the facts above the indicators."""
        return bool(self.head_rows) or any(column.heading for column in self.columns)

    @property
    def is_line(self) -> bool:
        """True for a line of text in one part."""
        return self.ruling == NO_RULING and len(self.columns) == 1

    def heads(self) -> tuple[tuple[Cell | None, ...], ...]:
        """The rows of heads, however they were given; () for a table without."""
        if self.head_rows or not self.has_heads:
            return self.head_rows
        columns = tuple(Cell(column.heading) for column in self.columns)
        if not self.heading:
            return (columns,)
        over: tuple[Cell | None, ...] = (Cell(self.heading, colspan=len(columns)),)
        return (over + (None,) * (len(columns) - 1), columns)

    def width_of(self, column: int, colspan: int = 1) -> float:
        """Width in mm of a cell that begins at this column."""
        return sum(view.width for view in self.columns[column : column + colspan])


def count_spans(labels: Sequence[object]) -> list[int]:
    """Rows each label covers from where it starts; 0 where the label above covers it."""
    spans: list[int] = []
    for _, run in groupby(labels):
        length = len(list(run))
        spans += [length, *[0] * (length - 1)]
    return spans
