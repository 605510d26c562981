"""Placed rows and blocks as plain data for a Word template.

Comes in: the plan. Goes out: what the template's tags print, nothing that reaches a file or the program.
Called by `formgen.render.docx`.

    a page: first, blocks
    a block: kind (heading, paragraph, chart, or a table's name: points, rules, scores, subtotals, lost),
    level (of a heading, else 0), text (of a heading or paragraph); of a table columns, widths and rows;
    of a chart picture
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, count, pairwise
from types import SimpleNamespace

from formgen.layout.appendix import PagedAppendix, PlacedBlock
from formgen.layout.chart import Drawing
from formgen.layout.lined import PlacedRow
from formgen.layout.measures import Measures
from formgen.render.docx_dress import twips
from formgen.render.docx_pictures import relation_of
from formgen.views.appendix import Heading, Paragraph, TableBlock
from formgen.views.form import TableView

_EMU_PER_MM = 36000


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
        room = measures.body_height - measures.head_height(block.table)
        return SimpleNamespace(
            kind=block.name,
            level=0,
            columns=block.table.columns,
            widths=column_widths(block.table),
            rows=describe_rows(placed.rows, room, ()),
        )
    if isinstance(block, Heading | Paragraph):
        kind = "heading" if isinstance(block, Heading) else "paragraph"
        return SimpleNamespace(kind=kind, level=placed.level, text=block.text)
    assert placed.drawing is not None
    return SimpleNamespace(kind="chart", level=0, picture=_describe_picture(placed.drawing, next(numbers)))


def _describe_picture(drawing: Drawing, number: int) -> SimpleNamespace:
    """Sizes in Word's unit, a 36000th of a millimetre."""
    return SimpleNamespace(
        number=number,
        relation=relation_of(number),
        width=round(drawing.width * _EMU_PER_MM),
        height=round(drawing.height * _EMU_PER_MM),
        alt=drawing.alt,
    )
