"""A table in lines: measured once, handed out as items to fill pages with, placed page by page.

Comes in: a `TableView` and the measures of its type. Goes out: `Item`s for `break_pages`, and for each
page the rows that stand there, with group labels printed again, with （续）, where a page breaks their
group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from formgen.base.records import record
from formgen.declaration.blocks import Align
from formgen.layout.measures import MM_PT, Breaker, Measures
from formgen.layout.pagination import Item
from formgen.layout.text import Line
from formgen.messages.rendering import CONTINUED
from formgen.views.tables import Cell, ColumnView, TableView, TypeUse

_KEPT_LINES = 3
"""Lines of a cut row that stay together at its start and at its end."""


@record(frozen=True, slots=True)
class PlacedCell:
    """A cell, or the part of one that stands on this page.

    text: this part's text with declared line breaks as \\n, and （续） where it is a repeated label.
    lines: the same, broken into lines. rowspan: rows covered on this page. continued: the label or
    text began on an earlier page.
    """

    cell: Cell
    text: str
    lines: tuple[str, ...]
    rowspan: int = 1
    continued: bool = False


@record(frozen=True, slots=True)
class PlacedRow:
    """A row on a page; None where the cell above covers the place. height in pt, padding and one
    border included. split: the row is a part of one that is taller than a page."""

    cells: tuple[PlacedCell | None, ...]
    height: float
    split: bool = False


@dataclass(frozen=True, slots=True)
class _Label:
    """A label of a group, as it stands first and as it is repeated: texts, their lines, and their heights in pt."""

    cell: Cell
    texts: tuple[str, str]
    lines: tuple[tuple[Line, ...], tuple[Line, ...]]
    needs: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _LinedRow:
    """A row: its own cells (behind the group columns) with their lines, and for each group the index of its label
    and whether it starts here. most: lines of its tallest cell; height: with padding and one border, in pt."""

    cells: tuple[Cell | None, ...]
    lines: tuple[tuple[Line, ...], ...]
    labels: tuple[int, ...]
    starts: tuple[bool, ...]
    most: int
    height: float


def _part(cell: Cell, lines: tuple[Line, ...], start: int, end: int) -> PlacedCell:
    """What stands on one page of lines start to end."""
    text = cell.text
    if len(lines) == 1 and start == 0:
        return PlacedCell(cell, text, (text,))  # nearly always
    lines = lines[start:end]
    shown = tuple([text[line.start : line.end] for line in lines])
    text = text[lines[0].start : lines[-1].end] if lines else ""
    return PlacedCell(cell, text, shown or ("",), continued=start > 0)


def _join_slices(items: Sequence[Item]) -> list[tuple[int, int, int, float]]:
    """(row, first line, line behind the last, height) of every row on a page."""
    parts: list[tuple[int, int, int, float]] = []
    for row, run in groupby(items, key=attrgetter("row")):
        first, *others = run
        height, end = first.height, first.end
        for item in others:
            height, end = height + item.height, item.end
        parts.append((row, first.start, end, height + (first.frame if first.cut else 0.0)))
    return parts


def spanned(
    table: TableView, column: int, cell: Cell, use: TypeUse | None = None, align: Align | None = None
) -> ColumnView:
    """The column that a cell is set in: as wide as all it covers, in the cell's own type where it has
    one. use, align: instead of the column's, where the cell says nothing of them."""
    view = table.columns[column]
    aligned, used = cell.align or align or view.align, cell.use or use or view.use
    if cell.colspan == 1 and aligned == view.align and used == view.use:
        return view  # nearly always
    return ColumnView(view.heading, table.width_of(column, cell.colspan), aligned, used, view.joined)


def place_heads(table: TableView, measures: Measures) -> tuple[PlacedRow, ...]:
    """The rows of heads, which every page repeats."""
    return _place_spanned(table.heads(), table, measures, "head")


def place_whole(table: TableView, measures: Measures) -> tuple[PlacedRow, ...]:
    """The rows of a table that stands on one page, whose cells may cover rows anywhere."""
    return _place_spanned(table.rows, table, measures, None)


def _place_spanned(
    rows: Sequence[tuple[Cell | None, ...]], table: TableView, measures: Measures, use: TypeUse | None
) -> tuple[PlacedRow, ...]:
    """Rows as tall as their own cells need; a cell over several rows makes the last of them taller."""
    placed: list[list[PlacedCell | None]] = []
    needs: list[tuple[int, int, float]] = []
    for index, row in enumerate(rows):
        placed.append([])
        for column, cell in enumerate(row):
            if cell is None:
                placed[-1].append(None)
                continue
            view = spanned(table, column, cell, use, "center" if use else None)
            lines = measures.lines(cell.text, view)
            shown = tuple(cell.text[line.start : line.end] for line in lines)
            placed[-1].append(PlacedCell(cell, cell.text, shown, cell.rowspan))
            needs.append((index, cell.rowspan, measures.row_height(len(lines), view.use, table.ruling)))
    heights = [0.0] * len(rows)
    for index, span, need in sorted(needs, key=lambda need: need[1]):
        missing = need - sum(heights[index : index + span])
        heights[index + span - 1] += max(0.0, missing)
    return tuple(PlacedRow(tuple(cells), height) for cells, height in zip(placed, heights, strict=True))


class LinedTable:
    """A table measured: rows and group labels as lines."""

    def __init__(self, table: TableView, measures: Measures) -> None:
        self._table = table
        self._measures = measures
        self.heads = place_heads(table, measures)
        self.head = sum(row.height for row in self.heads)
        self._use: TypeUse = table.columns[-1].use
        self._frame = self._row_height(0, self._use)
        self._columns = [self._set_in(column) for column in table.columns]
        self._labels: list[_Label] = []
        self._rows = list(self._measure_rows())

    def items(self, block: int, room: float) -> Iterator[Item]:
        """The rows as items to fill pages with; those taller than `room` in slices."""
        groups = self._table.groups
        for index, row in enumerate(self._rows):
            labels = tuple([self._labels[at].needs for at in row.labels])
            changed = row.starts.index(True) if True in row.starts else groups
            for start, end, height in self._slices(row, room):
                level = groups if start else changed
                yield Item(block, index, start, end, height, self.head, level, labels, start > 0, self._frame)

    def place(self, items: Sequence[Item]) -> tuple[PlacedRow, ...]:
        """What stands on one page: slices of one row joined, labels over the rows they cover here."""
        parts = _join_slices(items)
        heights = [height for *_, height in parts]
        labels = [
            self._place_labels(column, parts, heights) for column in range(self._table.groups - 1, -1, -1)
        ]
        rows = []
        for position, (index, start, end, _) in enumerate(parts):
            row = self._rows[index]
            own = [
                _part(cell, lines, start, end) if cell is not None else None
                for cell, lines in zip(row.cells, row.lines, strict=True)
            ]
            split = (start, end) != (0, row.most)
            cells = (*[column.get(position) for column in reversed(labels)], *own)
            rows.append(PlacedRow(cells, heights[position], split))
        return tuple(rows)

    def _place_labels(
        self, column: int, parts: Sequence[tuple[int, int, int, float]], heights: list[float]
    ) -> dict[int, PlacedCell]:
        """Labels of a group column by the row they start at on this page. A label that needs more
        room than its rows makes the last of them taller."""
        placed: dict[int, PlacedCell] = {}
        positions = range(len(parts))
        for at, run in groupby(positions, key=lambda position: self._rows[parts[position][0]].labels[column]):
            covered = list(run)
            index, start, *_ = parts[covered[0]]
            continued = start > 0 or not self._rows[index].starts[column]
            label = self._labels[at]
            text = label.texts[continued]
            shown = tuple([text[line.start : line.end] for line in label.lines[continued]])
            placed[covered[0]] = PlacedCell(label.cell, text, shown, len(covered), continued)
            missing = label.needs[continued] - sum(heights[position] for position in covered)
            heights[covered[-1]] += max(0.0, missing)
        return placed

    def _measure_rows(self) -> Iterator[_LinedRow]:
        table, groups = self._table, self._table.groups
        current = [-1] * groups
        for row in table.rows:
            for column in range(groups):
                if (label := row[column]) is not None:
                    current[column] = len(self._labels)
                    self._labels.append(self._measure_label(label, column))
            own = row[groups:]
            lines: list[tuple[Line, ...]] = []
            most, tallest = 0, 0.0
            for column, cell in enumerate(own, start=groups):
                if cell is None:
                    lines.append(())
                    continue
                broken, line_pt = self._lines_of(cell, column)
                lines.append(broken)
                most = max(most, len(broken))
                tallest = max(tallest, len(broken) * line_pt, cell.height * MM_PT)
            starts = tuple([label is not None for label in row[:groups]])
            height = tallest + self._frame
            yield _LinedRow(own, tuple(lines), tuple(current), starts, most or 1, height)

    def _measure_label(self, cell: Cell, column: int) -> _Label:
        lines_of, _ = self._columns[column]
        texts = cell.text, cell.text + CONTINUED
        lines = lines_of(texts[0]), lines_of(texts[1])
        use = self._table.columns[column].use
        needs = self._row_height(len(lines[0]), use), self._row_height(len(lines[1]), use)
        return _Label(cell, texts, lines, needs)

    def _lines_of(self, cell: Cell, column: int) -> tuple[tuple[Line, ...], float]:
        """The lines of a cell, and how far they are apart in pt."""
        lines_of, line_pt = self._columns[column]
        if cell.colspan > 1 or cell.use or cell.align:
            lines_of, line_pt = self._set_in(spanned(self._table, column, cell))
        return lines_of(cell.text), line_pt

    def _set_in(self, column: ColumnView) -> tuple[Breaker, float]:
        return self._measures.breaker(column), self._measures.type(column.use).line_pt

    def _row_height(self, lines: int, use: TypeUse) -> float:
        return self._measures.row_height(lines, use, self._table.ruling)

    def _slices(self, row: _LinedRow, room: float) -> Iterator[tuple[int, int, float]]:
        """(first line, line behind the last, height): the row whole where it fits the room or may not
        be cut, else single lines between ends of some lines that are kept together."""
        line_pt, lines = self._measures.type(self._use).line_pt, row.most
        if not self._measures.cuts_rows or row.height <= room or lines <= 2 * _KEPT_LINES:
            yield 0, lines, row.height
            return
        yield 0, _KEPT_LINES, self._row_height(_KEPT_LINES, self._use)
        for line in range(_KEPT_LINES, lines - _KEPT_LINES):
            yield line, line + 1, line_pt
        yield lines - _KEPT_LINES, lines, _KEPT_LINES * line_pt
