"""Does the Word document's appendix say what the appendix says? Text by text, cell by cell, and its chart.

Comes in: the blocks behind the form, the document's pictures, and the planned appendix. Goes out: a Fault
per difference.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image, UnidentifiedImageError

from formgen.base.errors import Fault
from formgen.inspect.docx_compare import compare_heads, compare_rows, differs
from formgen.layout.appendix import PagedAppendix
from formgen.layout.chart import Drawing
from formgen.layout.lined import PlacedCell
from formgen.messages import appendix as say
from formgen.messages.rendering import DOCX_HINT
from formgen.render.chart_png import draw_png
from formgen.sources.docx_content import DocxPicture, DocxTable
from formgen.views.appendix import Heading, Paragraph
from formgen.views.tables import Cell, TableView

_EMU_PER_MM = 36000
_Read = str | DocxTable


def compare_appendix(
    blocks: Sequence[str | DocxTable], pictures: Sequence[DocxPicture], paged: PagedAppendix
) -> Iterator[Fault]:
    """Every difference. A table over several pages is one table on each of them."""
    found = [block for block in blocks if isinstance(block, DocxTable) or block.strip()]
    expected = expect_blocks(paged)
    heading = ""
    for number, (one, other) in enumerate(zip(found, expected, strict=False), start=1):
        place = say.TEXT_PLACE.format(number=number)
        if not isinstance(other, str):
            yield from _compare_table(one, other, heading)
        elif isinstance(one, str):
            if one != other:
                yield differs(one, other, place)
        else:
            yield differs("", other, place)
        heading = other if isinstance(other, str) else heading
    yield from _compare_counts(found, expected)
    yield from _compare_pictures(pictures, paged.drawings())


def expect_blocks(paged: PagedAppendix) -> list[str | TableView]:
    """Texts, and tables with the rows and labels that stand on each page."""
    expected: list[str | TableView] = [paged.view.title, paged.view.subtitle]
    for page in paged.pages:
        for placed in page.blocks:
            if isinstance(placed.block, Heading | Paragraph):
                expected.append(placed.block.text)
            elif placed.table is not None:
                rows = tuple(
                    tuple(_as_placed(cell) if cell else None for cell in row.cells) for row in placed.rows
                )
                expected.append(replace(placed.table, rows=rows))
    return expected


def _as_placed(placed: PlacedCell) -> Cell:
    cell, stands = placed.cell, (placed.text, placed.rowspan)
    return cell if (cell.text, cell.rowspan) == stands else replace(cell, text=stands[0], rowspan=stands[1])


def _compare_counts(found: Sequence[_Read], expected: Sequence[str | TableView]) -> Iterator[Fault]:
    pairs = (
        (say.BLOCK_COUNT, _count(found, str), _count(expected, str)),
        (say.TABLE_COUNT, _count(found, DocxTable), _count(expected, TableView)),
    )
    for sentence, one, other in pairs:
        if one != other:
            yield Fault(sentence.format(found=one, expected=other), hint=DOCX_HINT)


def _count(blocks: Sequence[object], kind: type) -> int:
    return sum(isinstance(block, kind) for block in blocks)


def _compare_table(found: _Read, table: TableView, heading: str) -> Iterator[Fault]:
    if isinstance(found, str):
        yield differs(found, _first_text(table), say.TABLE_PLACE.format(heading=heading))
        return
    yield from compare_heads([found.rows[: found.heads]], table)
    # The heading goes in first; row, column and counts are filled in by the comparison.
    count = say.ROW_COUNT.replace("{heading}", heading)
    place = say.CELL_PLACE.replace("{heading}", heading)
    yield from compare_rows(found.rows[found.heads :], table, count, place)


def _first_text(table: TableView) -> str:
    return next((cell.text for row in (*table.heads(), *table.rows) for cell in row if cell), "")


def _compare_pictures(pictures: Sequence[DocxPicture], drawings: Sequence[Drawing]) -> Iterator[Fault]:
    if len(pictures) != len(drawings):
        sentence = say.PICTURE_COUNT.format(found=len(pictures), expected=len(drawings))
        yield Fault(sentence, hint=DOCX_HINT)
    for picture, drawing in zip(pictures, drawings, strict=False):
        if picture.alt != drawing.alt:
            yield differs(picture.alt, drawing.alt, say.PICTURE_TEXT)
        wide, high = (round(side * _EMU_PER_MM) for side in (drawing.width, drawing.height))
        if any(abs(x - wide) > _EMU_PER_MM or abs(y - high) > _EMU_PER_MM for x, y in picture.sizes):
            yield Fault(say.PICTURE_RESIZED.format(name=drawing.labels[0].text), hint=DOCX_HINT)
        drawn = draw_png(drawing)
        # A word processor may have packed the same dots in another way.
        if picture.data != drawn and not _same_dots(picture.data, drawn):
            yield Fault(say.PICTURE_DIFFERS.format(name=drawing.labels[0].text), hint=DOCX_HINT)


def _same_dots(found: bytes, drawn: bytes) -> bool:
    """Whether both are pictures of the same size and dots. A picture of another size is not unpacked: a few bytes may
    hold a million dots."""
    try:
        with Image.open(io.BytesIO(found)) as one, Image.open(io.BytesIO(drawn)) as other:
            return one.size == other.size and one.convert("L").tobytes() == other.convert("L").tobytes()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return False
