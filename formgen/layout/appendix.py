"""Pages of the appendix, planned ahead: which block, and which of its rows, stands where.

Comes in: an `AppendixView` and the measures of its type. Goes out: `PagedAppendix`, which the renderers
draw without deciding anything. Headings and what introduces a table stay with it; short tables stay
whole; table heads are printed on every page; a row is cut only where it is taller than a page; a page
that bears a marked convention explains it at its foot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from formgen.base.records import record
from formgen.layout.chart import Drawing, draw_charts
from formgen.layout.lined import LinedTable, PlacedRow, place_heads, place_whole
from formgen.layout.measures import CELL_PAD_X_MM, MM_PT, Measures, TitleBlock
from formgen.layout.pagination import Item, break_pages
from formgen.layout.text import Line
from formgen.views.appendix import AppendixView, Block, ChartView, Heading, Paragraph, TableBlock
from formgen.views.tables import ColumnView, TableView, TypeUse

_GAP_PT = {1: 7.0, 2: 4.0}
"""Space above a heading, by its level, that does not begin its page."""
_CHART_GAP_PT = 12.0
_NOTE_GAP_PT = 2.0
"""Space above a paragraph."""
_AFTER_PT = 2.0
"""Space below a heading or a paragraph."""
_AFTER_KEPT_PT = 1.0
"""Space below what introduces a table."""
_AFTER_TABLE_PT = 8.0
"""Space below a table that stands whole."""
_SHORT_TABLE = 3
"""Rows of a table that is not broken over pages."""


@record(frozen=True, slots=True)
class Run:
    """A stretch of a line in one type. label: set as a head."""

    text: str
    label: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block, or the part of one that stands on a page. gap: space above it, height: its own, in pt.

    runs: of a heading or paragraph, line by line. heads and rows: of a table. drawing: of a chart.
    """

    block: Block
    gap: float
    height: float
    runs: tuple[tuple[Run, ...], ...] = ()
    heads: tuple[PlacedRow, ...] = ()
    rows: tuple[PlacedRow, ...] = ()
    drawing: Drawing | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple("".join(run.text for run in line) for line in self.runs)

    @property
    def table(self) -> TableView | None:
        return self.block.table if isinstance(self.block, TableBlock) else None

    @property
    def level(self) -> int:
        """Of a heading; 0 for all else."""
        return self.block.level if isinstance(self.block, Heading) else 0

    @property
    def use(self) -> TypeUse:
        """The type of a heading or paragraph."""
        return self.block.use if isinstance(self.block, Heading | Paragraph) else "body"


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
    heading: TitleBlock
    pages: tuple[AppendixPage, ...]

    def drawings(self) -> list[Drawing]:
        """The chart, in as many drawings as it takes."""
        return [block.drawing for page in self.pages for block in page.blocks if block.drawing]


def plan_appendix(view: AppendixView, measures: Measures) -> PagedAppendix:
    """Fill pages with the appendix's blocks."""
    pieces = [piece for block in view.blocks for piece in _pieces(block, measures)]
    pieces[:1] = [piece.begin() for piece in pieces[:1]]
    foot = _footnote(view, measures)
    items = list(_keep_notes(_explained(pieces, view, foot), pieces))
    pages = []
    heading = measures.title_block(view.title, view.subtitle)
    breaks = break_pages(items, measures.body_height, heading.height)
    for number, (start, end) in enumerate(breaks, start=1):
        runs = groupby(items[start:end], key=lambda item: item.block)
        placed = [pieces[index].place(list(run)) for index, run in runs]
        placed[:1] = [replace(block, gap=0.0) for block in placed[:1]]
        if foot and any(view.mark in line for block in placed for line in block.lines):
            placed.append(foot)
        pages.append(AppendixPage(number, tuple(placed)))
    return PagedAppendix(view, heading, tuple(pages))


def _explained(pieces: Sequence[_Piece], view: AppendixView, foot: PlacedBlock | None) -> list[Item]:
    """All items; those that bear the mark need room for its explanation at the foot of their page."""
    height = foot.gap + foot.height if foot else 0.0
    return [
        replace(item, foot=height) if isinstance(piece, _WholePiece) and piece.bears(view.mark) else item
        for index, piece in enumerate(pieces)
        for item in piece.items(index)
    ]


def _keep_notes(items: Sequence[Item], pieces: Sequence[_Piece]) -> Iterator[Item]:
    """The last row of a table stays with the note below it."""
    for number, item in enumerate(items):
        following = pieces[items[number + 1].block] if number + 1 < len(items) else None
        note = isinstance(following, _WholePiece) and following.is_note
        yield replace(item, keep=True) if note and isinstance(pieces[item.block], _TablePiece) else item


def _footnote(view: AppendixView, measures: Measures) -> PlacedBlock | None:
    if not view.footnote:
        return None
    (piece,) = _pieces(Paragraph(view.footnote), measures)
    (item,) = piece.items(0)
    return piece.place([item])


class _TablePiece:
    """A table, broken between rows."""

    def begin(self) -> _TablePiece:
        return self

    def __init__(self, block: TableBlock, measures: Measures) -> None:
        self._block = block
        self._lined = LinedTable(block.table, measures)
        self._room = measures.body_height - self._lined.head

    def items(self, index: int) -> list[Item]:
        return list(_kept_rows(list(self._lined.items(index, self._room))))

    def place(self, items: Sequence[Item]) -> PlacedBlock:
        rows = self._lined.place(items)
        height = self._lined.head + sum(row.height for row in rows)
        return PlacedBlock(self._block, 0.0, height, heads=self._lined.heads, rows=rows)


def _kept_rows(items: Sequence[Item]) -> Iterator[Item]:
    """Short tables stay whole; of a longer one no single row stands alone at either end."""
    last = len(items) - 1
    for number, item in enumerate(items):
        ends = number == 0 or number == last - 1
        kept = number < last and (len(items) <= _SHORT_TABLE or ends) and not item.cut
        yield replace(item, keep=True) if kept else item


@dataclass(frozen=True, slots=True)
class _WholePiece:
    """A block, or a part of a chart, that is never broken."""

    placed: PlacedBlock
    keep: bool = False

    def bears(self, mark: str) -> bool:
        return any(mark in line for line in self.placed.lines)

    @property
    def is_note(self) -> bool:
        return isinstance(self.placed.block, Paragraph) and not self.keep

    def begin(self) -> _WholePiece:
        """The same below the title, without space above."""
        return replace(self, placed=replace(self.placed, gap=0.0))

    def items(self, index: int) -> list[Item]:
        return [Item(index, 0, 0, 1, self.placed.gap + self.placed.height, keep=self.keep)]

    def place(self, items: Sequence[Item]) -> PlacedBlock:
        return self.placed


_Piece = _TablePiece | _WholePiece


def _pieces(block: Block, measures: Measures) -> list[_Piece]:
    if isinstance(block, TableBlock):
        return [_whole_table(block, measures) if block.table.whole else _TablePiece(block, measures)]
    if isinstance(block, ChartView):
        room = (measures.body_height - _CHART_GAP_PT) / MM_PT
        drawings = draw_charts(block, measures, room)
        return [
            _WholePiece(PlacedBlock(block, _CHART_GAP_PT, drawing.height * MM_PT, drawing=drawing))
            for drawing in drawings
        ]
    runs = _text_runs(block, measures)
    level = block.level if isinstance(block, Heading) else 0
    labelled = isinstance(block, Paragraph) and bool(block.labels)
    after = _AFTER_KEPT_PT if labelled or level > 1 else _AFTER_PT
    height = len(runs) * measures.type(block.use).line_pt + after
    gap = _GAP_PT[level] if level else 0.0 if labelled else _NOTE_GAP_PT
    keep = level > 0 or (isinstance(block, Paragraph) and block.keep)
    return [_WholePiece(PlacedBlock(block, gap, height, runs=runs), keep=keep)]


def _whole_table(block: TableBlock, measures: Measures) -> _WholePiece:
    heads, rows = place_heads(block.table, measures), place_whole(block.table, measures)
    height = sum(row.height for row in (*heads, *rows)) + _AFTER_TABLE_PT
    return _WholePiece(PlacedBlock(block, 0.0, height, heads=heads, rows=rows), keep=True)


def _text_runs(block: Heading | Paragraph, measures: Measures) -> tuple[tuple[Run, ...], ...]:
    page = measures.profile.page
    # A column that leaves the text the whole width between the margins.
    width = float(page.width - page.margin_left - page.margin_right) + 2 * CELL_PAD_X_MM
    lines = measures.lines(block.text, ColumnView("", width, "left", block.use))
    labels = block.labels if isinstance(block, Paragraph) else ()
    return tuple(tuple(_cut_runs(block.text, line, labels)) for line in lines)


def _cut_runs(text: str, line: Line, labels: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """The line's text, parted where labels begin and end."""
    at = line.start
    for start, end in labels:
        start, end = max(start, line.start), min(end, line.end)
        if start < end:
            if at < start:
                yield Run(text[at:start])
            yield Run(text[start:end], label=True)
            at = end
    if at < line.end or line.start == line.end:
        yield Run(text[at : line.end])
