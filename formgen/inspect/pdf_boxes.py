"""Where every text of a PDF must stand: the boxes of a planned page.

Comes in: the plan the PDF was made from. Goes out: a `Box` per title, head, cell, line, label of the chart
and page number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formgen.base.records import record
from formgen.declaration.profile import Profile
from formgen.layout.appendix import AppendixPage, PagedAppendix, PlacedBlock
from formgen.layout.chart import Drawing
from formgen.layout.measures import MM_PT, Measures
from formgen.layout.plan import PagedForm, PlacedPage, PlacedRow
from formgen.messages import appendix as appendix_words
from formgen.messages import pdf as say
from formgen.views.tables import Cell, TableView

DRAFT_SIZE = 40.0
"""pt; the draft's mark is larger, nothing else on a page is."""

_ABOVE, _BELOW = 0.75, 0.15
"""How far above and below its base line the middles of a text's characters can be, in em."""


@record(frozen=True, slots=True)
class Box:
    """Where a text must stand. label: its official name, for messages."""

    left: float
    top: float
    right: float
    bottom: float
    expected: str
    label: str
    cell: Cell | None = None

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x < self.right and self.top <= y < self.bottom


def form_boxes(placed: PlacedPage, paged: PagedForm, measures: Measures, profile: Profile) -> Iterator[Box]:
    """Everything that must stand on this page, and where."""
    page, view = profile.page, paged.view
    left, top = float(page.margin_left) * MM_PT, float(page.margin_top) * MM_PT
    right = float(page.width - page.margin_right) * MM_PT
    if placed.first:
        end = top + paged.heading.height
        yield Box(left, 0, right, end, view.title + view.year_line, profile.title)
        top = end
    for part in placed.tables:
        yield from _row_boxes((*part.heads, *part.rows), left, top, part.table, profile)
        top += part.height
    yield _number_box(placed.number, profile)


def appendix_boxes(
    placed: AppendixPage, number: int, paged: PagedAppendix, measures: Measures, profile: Profile
) -> Iterator[Box]:
    """Everything that must stand on this page of the appendix; number: as printed on it."""
    page, view = profile.page, paged.view
    left, top = float(page.margin_left) * MM_PT, float(page.margin_top) * MM_PT
    right = float(page.width - page.margin_right) * MM_PT
    if placed.first:
        end = top + paged.heading.height
        yield Box(left, 0, right, end, view.title + view.subtitle, view.title)
        top = end
    for block in placed.blocks:
        top += block.gap
        yield from _block_boxes(block, left, top, right, profile)
        top += block.height
    yield _number_box(number, profile)


def chart_bars(placed: AppendixPage, paged: PagedAppendix, profile: Profile) -> Iterator[Box]:
    """Where the bars of this page's charts must be; expected: 1 for a solid one, "" for an open one."""
    for drawing, left, top in _drawings(placed, paged, profile):
        for bar in drawing.rectangles:
            x, y = left + bar.x * MM_PT, top + bar.y * MM_PT
            solid = "1" if bar.solid else ""
            yield Box(x, y, x + bar.width * MM_PT, y + bar.height * MM_PT, solid, appendix_words.CHART_LABEL)


def chart_lines(placed: AppendixPage, paged: PagedAppendix, profile: Profile) -> Iterator[Box]:
    """The lines of this page's charts: boxes as thin as a line."""
    for drawing, left, top in _drawings(placed, paged, profile):
        for line in drawing.strokes:
            xs, ys = sorted((line.x1, line.x2)), sorted((line.y1, line.y2))
            sides = (left + xs[0] * MM_PT, top + ys[0] * MM_PT, left + xs[1] * MM_PT, top + ys[1] * MM_PT)
            yield Box(*sides, "", appendix_words.CHART_LABEL)


def _drawings(
    placed: AppendixPage, paged: PagedAppendix, profile: Profile
) -> Iterator[tuple[Drawing, float, float]]:
    """The charts of a page, each with its left and top."""
    page = profile.page
    left, top = float(page.margin_left) * MM_PT, float(page.margin_top) * MM_PT
    right = float(page.width - page.margin_right) * MM_PT
    if placed.first:
        top += paged.heading.height
    for block in placed.blocks:
        top += block.gap
        if block.drawing:
            yield block.drawing, (left + right - block.drawing.width * MM_PT) / 2, top
        top += block.height


def _block_boxes(
    block: PlacedBlock, left: float, top: float, right: float, profile: Profile
) -> Iterator[Box]:
    table = block.table
    if block.drawing:
        start = (left + right - block.drawing.width * MM_PT) / 2
        yield from _label_boxes(block.drawing, start, top)
    elif table is None:
        yield Box(left, top, right, top + block.height, "".join(block.lines), appendix_words.LINE_LABEL)
    else:
        start = (left + right - sum(column.width for column in table.columns) * MM_PT) / 2
        yield from _row_boxes((*block.heads, *block.rows), start, top, table, profile)


def _label_boxes(drawing: Drawing, left: float, top: float) -> Iterator[Box]:
    """A box around each text of the chart, from its anchor as far as it may reach."""
    for label in drawing.labels:
        wide = (len(label.text) + 1) * drawing.size
        start = label.x - (wide if label.anchor == "end" else wide / 2 if label.anchor == "middle" else 0)
        above, below = label.y - drawing.size * _ABOVE, label.y + drawing.size * _BELOW
        yield Box(
            left + start * MM_PT,
            top + above * MM_PT,
            left + (start + wide) * MM_PT,
            top + below * MM_PT,
            label.text,
            appendix_words.CHART_LABEL,
        )


def _number_box(number: int, profile: Profile) -> Box:
    page = profile.page
    bottom = float(page.height) * MM_PT
    foot = bottom - float(page.margin_bottom) * MM_PT
    return Box(0, foot, float(page.width) * MM_PT, bottom, f"—{number}—", say.PAGE_NUMBER)


def _row_boxes(
    rows: Sequence[PlacedRow], left: float, top: float, table: TableView, profile: Profile
) -> Iterator[Box]:
    edges = list(_edges(table, left))
    tops = [top]
    for row in rows:
        tops.append(tops[-1] + row.height)
    for index, row in enumerate(rows):
        for column, placed in enumerate(row.cells):
            if placed is not None:
                start, stop = edges[column][0], edges[column + placed.cell.colspan - 1][1]
                label = profile.label(placed.cell.field) if placed.cell.field else placed.text
                bottom = tops[index + placed.rowspan]
                yield Box(start, tops[index], stop, bottom, placed.text, label, placed.cell)


def _edges(table: TableView, left: float) -> Iterator[tuple[float, float]]:
    for column in table.columns:
        right = left + column.width * MM_PT
        yield left, right
        left = right
