"""Pages of the appendix, planned ahead: which block, and which of its rows, stands where.

Comes in: an `AppendixView` and the measures of its type. Goes out: `PagedAppendix`, which the renderers
draw without deciding anything. Headings stay with what follows; table heads are printed on every page;
a row is cut only where it is taller than a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from formgen.layout.chart import Drawing, draw_charts
from formgen.layout.lined import LinedTable, PlacedRow
from formgen.layout.measures import CELL_PAD_X_MM, MM_PT, Measures
from formgen.layout.pagination import Item, break_pages
from formgen.views.appendix import AppendixView, Block, ChartView, Heading, Paragraph, TableBlock
from formgen.views.form import ColumnView, TableView, TypeUse

_GAP_PT = 6.0
"""Space above a heading or a chart that does not begin its page."""
_AFTER_PT = 3.0
"""Space below a heading or a paragraph."""


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block, or the part of one that stands on a page. gap: space above it, height: its own, in pt.

    lines: of a heading or paragraph. rows and head_lines: of a table. drawing: of a chart.
    """

    block: Block
    gap: float
    height: float
    lines: tuple[str, ...] = ()
    rows: tuple[PlacedRow, ...] = ()
    head_lines: tuple[tuple[str, ...], ...] = ()
    drawing: Drawing | None = None

    @property
    def table(self) -> TableView | None:
        return self.block.table if isinstance(self.block, TableBlock) else None

    @property
    def level(self) -> int:
        """Of a heading; 0 for all else."""
        return self.block.level if isinstance(self.block, Heading) else 0


@dataclass(frozen=True, slots=True)
class AppendixPage:
    """number: within the appendix, from 1."""

    number: int
    blocks: tuple[PlacedBlock, ...]

    @property
    def first(self) -> bool:
        """True for the page that bears the title."""
        return self.number == 1


@dataclass(frozen=True, slots=True)
class PagedAppendix:
    """The appendix with its page breaks."""

    view: AppendixView
    pages: tuple[AppendixPage, ...]

    def drawings(self) -> list[Drawing]:
        """The chart, in as many drawings as it takes."""
        return [block.drawing for page in self.pages for block in page.blocks if block.drawing]


def plan_appendix(view: AppendixView, measures: Measures) -> PagedAppendix:
    """Fill pages with the appendix's blocks."""
    pieces = [piece for block in view.blocks for piece in _pieces(block, measures)]
    pieces[:1] = [piece.begin() for piece in pieces[:1]]
    items = [item for index, piece in enumerate(pieces) for item in piece.items(index)]
    _keep_chart(items, pieces, measures)
    pages = []
    breaks = break_pages(items, measures.body_height, measures.title_height)
    for number, (start, end) in enumerate(breaks, start=1):
        runs = groupby(items[start:end], key=lambda item: item.block)
        placed = [pieces[index].place(list(run)) for index, run in runs]
        placed[:1] = [replace(block, gap=0.0) for block in placed[:1]]
        pages.append(AppendixPage(number, tuple(placed)))
    return PagedAppendix(view, tuple(pages))


def _keep_chart(items: list[Item], pieces: Sequence[_Piece], measures: Measures) -> None:
    """Keep the first chart on the page of the table above it, where one page can hold both."""
    chart = next((index for index, piece in enumerate(pieces) if piece.drawn), 0)
    before = [item for item in items if item.block < chart]
    if not before:
        return
    height = sum(item.height for item in items if item.block <= chart) + before[-1].head
    if height + measures.title_height <= measures.body_height:
        items[len(before) - 1] = replace(before[-1], keep=True)


class _TablePiece:
    """A table, broken between rows."""

    drawn = False

    def begin(self) -> _TablePiece:
        return self

    def __init__(self, block: TableBlock, measures: Measures) -> None:
        self._block = block
        self._lined = LinedTable(block.table, measures)
        self._heads = measures.head_lines(block.table)
        self._room = measures.body_height - self._lined.head

    def items(self, index: int) -> list[Item]:
        return list(self._lined.items(index, self._room))

    def place(self, items: Sequence[Item]) -> PlacedBlock:
        rows = self._lined.place(items)
        height = self._lined.head + sum(row.height for row in rows)
        return PlacedBlock(self._block, 0.0, height, rows=rows, head_lines=self._heads)


@dataclass(frozen=True, slots=True)
class _WholePiece:
    """A block, or a part of a chart, that is never broken."""

    placed: PlacedBlock
    keep: bool = False

    def begin(self) -> _WholePiece:
        """The same below the title, without space above."""
        return replace(self, placed=replace(self.placed, gap=0.0))

    @property
    def drawn(self) -> bool:
        return self.placed.drawing is not None

    def items(self, index: int) -> list[Item]:
        return [Item(index, 0, 0, 1, self.placed.gap + self.placed.height, keep=self.keep)]

    def place(self, items: Sequence[Item]) -> PlacedBlock:
        return self.placed


_Piece = _TablePiece | _WholePiece


def _pieces(block: Block, measures: Measures) -> list[_Piece]:
    if isinstance(block, TableBlock):
        return [_TablePiece(block, measures)]
    if isinstance(block, ChartView):
        room = (measures.body_height - _GAP_PT) / MM_PT
        drawings = draw_charts(block, measures, room)
        return [
            _WholePiece(PlacedBlock(block, _GAP_PT, drawing.height * MM_PT, drawing=drawing))
            for drawing in drawings
        ]
    heading = isinstance(block, Heading)
    lines = _text_lines(block, "heading" if heading else "prose", measures)
    height = len(lines) * measures.type("heading" if heading else "prose").line_pt + _AFTER_PT
    gap = _GAP_PT if heading else 0.0
    return [_WholePiece(PlacedBlock(block, gap, height, lines=lines), keep=heading)]


def _text_lines(block: Heading | Paragraph, use: TypeUse, measures: Measures) -> tuple[str, ...]:
    page = measures.profile.page
    # A column that leaves the text the whole width between the margins.
    width = float(page.width - page.margin_left - page.margin_right) + 2 * CELL_PAD_X_MM
    lines = measures.lines(block.text, ColumnView("", width, "left", use))
    return tuple(block.text[line.start : line.end] for line in lines)
