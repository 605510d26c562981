"""Placed rows and blocks as plain data for a Word template.

Comes in: the plan. Goes out: what the template's tags print, nothing that reaches a file or the program.

    a page: first, blocks
    a block: kind (heading, paragraph, table or chart), level (of a heading, else 0); of a heading or
    paragraph runs (text and font) and keep; of a table widths, heads and rows; of a chart picture
    a row of a table: keep, cells, those that a cell to their left covers left out
    a cell: text, width, colspan, merge, nil (sides without a line), style, font, align
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, count, pairwise
from types import SimpleNamespace

from formgen.layout.appendix import PagedAppendix, PlacedBlock
from formgen.layout.chart import Drawing
from formgen.layout.lined import PlacedCell, PlacedRow
from formgen.layout.measures import Measures
from formgen.render.docx_dress import twips
from formgen.render.docx_pictures import relation_of
from formgen.views.appendix import Heading, Paragraph, TableBlock
from formgen.views.tables import TableView, TypeUse

_EMU_PER_MM = 36000
_STYLES = {
    "title": "FormTitle",
    "head": "FormHead",
    "heading": "FormHeading",
    "body": "FormBody",
    "prose": "FormProse",
}
"""Use of type → the style of the template that bears it."""


def column_widths(table: TableView) -> tuple[int, ...]:
    """Widths in twentieths of a point that add up to the table's exactly."""
    edges = [twips(edge) for edge in accumulate((column.width for column in table.columns), initial=0.0)]
    return tuple(right - left for left, right in pairwise(edges))


def describe_rows(rows: Sequence[PlacedRow], room: float, keys: Sequence[str]) -> list[SimpleNamespace]:
    """keep: a row that a page can hold is not broken; a taller one is the word processor's to break."""
    return [
        SimpleNamespace(
            cells=row.cells,
            keep=row.height <= room,
            **dict(zip(keys, row.cells, strict=False)),
        )
        for row in rows
    ]


def describe_appendix(appendix: PagedAppendix, measures: Measures) -> SimpleNamespace:
    """The appendix; its pictures are numbered from 1 as they come."""
    numbers = count(1)
    return SimpleNamespace(
        title=appendix.view.title,
        subtitle=appendix.view.subtitle,
        pages=[
            SimpleNamespace(
                first=page.first,
                blocks=[_describe_block(block, numbers, measures) for block in page.blocks],
            )
            for page in appendix.pages
        ],
    )


def _describe_block(placed: PlacedBlock, numbers: Iterator[int], measures: Measures) -> SimpleNamespace:
    block = placed.block
    if isinstance(block, TableBlock):
        return _describe_table(placed, block.table, measures)
    if isinstance(block, Heading):
        runs = [_describe_run(block.text, block.use, measures)]
        return SimpleNamespace(kind="heading", level=block.level, runs=runs, keep=True)
    if isinstance(block, Paragraph):
        runs = list(_paragraph_runs(block, measures))
        return SimpleNamespace(kind="paragraph", level=0, runs=runs, keep=block.keep)
    assert placed.drawing is not None
    return SimpleNamespace(kind="chart", level=0, picture=_describe_picture(placed.drawing, next(numbers)))


def _describe_run(text: str, use: TypeUse, measures: Measures) -> SimpleNamespace:
    return SimpleNamespace(text=text, font=getattr(measures.profile.fonts, use).docx)


def _paragraph_runs(block: Paragraph, measures: Measures) -> Iterator[SimpleNamespace]:
    at = 0
    for start, end in (*block.labels, (len(block.text), len(block.text))):
        if at < start:
            yield _describe_run(block.text[at:start], block.use, measures)
        if start < end:
            yield _describe_run(block.text[start:end], "head", measures)
        at = end


def _describe_table(placed: PlacedBlock, table: TableView, measures: Measures) -> SimpleNamespace:
    widths = column_widths(table)
    room = measures.body_height - sum(row.height for row in placed.heads)

    def describe(rows: Sequence[PlacedRow], head: bool) -> list[SimpleNamespace]:
        covered: dict[int, tuple[int, PlacedCell]] = {}
        return [
            SimpleNamespace(
                keep=row.height <= room,
                cells=list(_row_cells(row, table, widths, covered, measures, head)),
            )
            for row in rows
        ]

    return SimpleNamespace(
        kind="table",
        level=0,
        widths=widths,
        heads=describe(placed.heads, True),
        rows=describe(placed.rows, False),
    )


def _row_cells(
    row: PlacedRow,
    table: TableView,
    widths: Sequence[int],
    covered: dict[int, tuple[int, PlacedCell]],
    measures: Measures,
    head: bool,
) -> Iterator[SimpleNamespace]:
    """The cells of a row as Word wants them: one for each cell that starts here or reaches down to here.
    covered: column → rows that the cell there still covers; kept from row to row."""
    column = 0
    while column < len(row.cells):
        placed = row.cells[column]
        merge = ""
        if placed is None:
            left, placed = covered[column]
            merge = "continue"
            covered[column] = (left - 1, placed)
        elif placed.rowspan > 1:
            merge = "restart"
            covered[column] = (placed.rowspan - 1, placed)
        yield _describe_cell(placed, column, table, widths, merge, measures, head)
        column += placed.cell.colspan


def _describe_cell(
    placed: PlacedCell,
    column: int,
    table: TableView,
    widths: Sequence[int],
    merge: str,
    measures: Measures,
    head: bool,
) -> SimpleNamespace:
    cell, view = placed.cell, table.columns[column]
    behind = column + cell.colspan
    use = cell.use or ("head" if head else view.use)
    open_right = not head and behind < len(table.columns) and table.columns[behind].joined
    return SimpleNamespace(
        text="" if merge == "continue" else placed.text,
        width=sum(widths[column:behind]),
        colspan=cell.colspan,
        merge=merge,
        nil=(*(["left"] if view.joined and not head else []), *(["right"] if open_right else [])),
        style=_STYLES[use],
        font=getattr(measures.profile.fonts, use).docx,
        align="center" if head else cell.align or view.align,
    )


def _describe_picture(drawing: Drawing, number: int) -> SimpleNamespace:
    """Sizes in Word's unit, a 36000th of a millimetre."""
    return SimpleNamespace(
        number=number,
        relation=relation_of(number),
        width=round(drawing.width * _EMU_PER_MM),
        height=round(drawing.height * _EMU_PER_MM),
        alt=drawing.alt,
    )
