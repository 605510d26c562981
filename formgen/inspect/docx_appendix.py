"""Does the Word document's appendix say what the appendix says? Text by text, cell by cell, and its chart.

Comes in: the blocks behind the form, the document's pictures, and the planned appendix. Goes out: a Fault
per difference. Called by `formgen.inspect.docx`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from PIL import Image, UnidentifiedImageError

from formgen.base.errors import Fault
from formgen.inspect.docx_compare import compare_heads, compare_rows, differs
from formgen.layout.appendix import PagedAppendix
from formgen.layout.chart import Drawing
from formgen.messages import appendix as say
from formgen.messages.rendering import DOCX_HINT
from formgen.render.chart_png import draw_png
from formgen.sources.docx_content import DocxPicture, DocxTable, join_pages
from formgen.views.appendix import Heading, Paragraph, TableBlock

_Read = str | list[DocxTable]
"""A text, or a table in its parts on the pages."""


def compare_appendix(
    blocks: Sequence[str | DocxTable], pictures: Sequence[DocxPicture], paged: PagedAppendix
) -> Iterator[Fault]:
    """Every difference."""
    found = list(_gather(blocks))
    expected = _expect(paged)
    heading = ""
    for number, (one, other) in enumerate(zip(found, expected, strict=False), start=1):
        place = say.TEXT_PLACE.format(number=number)
        if isinstance(other, TableBlock):
            yield from _compare_table(one, other, heading)
        elif isinstance(one, str):
            if one != other:
                yield differs(one, other, place)
        else:
            yield differs("", other, place)
        heading = heading if isinstance(other, TableBlock) else other
    yield from _compare_counts(found, expected)
    yield from _compare_pictures(pictures, paged.drawings())


def _gather(blocks: Sequence[str | DocxTable]) -> Iterator[_Read]:
    """Texts, and tables with the parts that only a page break parts; empty paragraphs are no text."""
    parts: list[DocxTable] = []
    for block in blocks:
        if isinstance(block, DocxTable):
            parts.append(block)
        elif block.strip():
            if parts:
                yield parts
                parts = []
            yield block
    if parts:
        yield parts


def _expect(paged: PagedAppendix) -> list[str | TableBlock]:
    view = paged.view
    texts: list[str | TableBlock] = [view.title, view.subtitle]
    for block in view.blocks:
        if isinstance(block, Heading | Paragraph):
            texts.append(block.text)
        elif isinstance(block, TableBlock):
            texts.append(block)
    return texts


def _compare_counts(found: Sequence[_Read], expected: Sequence[str | TableBlock]) -> Iterator[Fault]:
    pairs = (
        (say.BLOCK_COUNT, _count(found, str), _count(expected, str)),
        (say.TABLE_COUNT, _count(found, list), _count(expected, TableBlock)),
    )
    for sentence, one, other in pairs:
        if one != other:
            yield Fault(sentence.format(found=one, expected=other), hint=DOCX_HINT)


def _count(blocks: Sequence[object], kind: type) -> int:
    return sum(isinstance(block, kind) for block in blocks)


def _compare_table(found: _Read, expected: TableBlock, heading: str) -> Iterator[Fault]:
    table = expected.table
    if isinstance(found, str):
        yield differs(found, table.columns[0].heading, say.TABLE_PLACE.format(heading=heading))
        return
    yield from compare_heads([part.rows[: part.heads] for part in found], table)
    rows = join_pages([part.rows[part.heads :] for part in found], table.groups)
    # The heading goes in first; row, column and counts are filled in by the comparison.
    count = say.ROW_COUNT.replace("{heading}", heading)
    yield from compare_rows(rows, table, count, say.CELL_PLACE.replace("{heading}", heading))


def _compare_pictures(pictures: Sequence[DocxPicture], drawings: Sequence[Drawing]) -> Iterator[Fault]:
    if len(pictures) != len(drawings):
        sentence = say.PICTURE_COUNT.format(found=len(pictures), expected=len(drawings))
        yield Fault(sentence, hint=DOCX_HINT)
    for picture, drawing in zip(pictures, drawings, strict=False):
        if picture.alt != drawing.alt:
            yield differs(picture.alt, drawing.alt, say.PICTURE_TEXT)
        drawn = draw_png(drawing)
        # A word processor may have packed the same dots in another way.
        if picture.data != drawn and _pixels(picture.data) != _pixels(drawn):
            yield Fault(say.PICTURE_DIFFERS.format(name=drawing.labels[0].text), hint=DOCX_HINT)


def _pixels(picture: bytes) -> tuple[tuple[int, int], bytes] | None:
    """Size and dots; None where it is no picture."""
    try:
        with Image.open(io.BytesIO(picture)) as image:
            return image.size, image.convert("L").tobytes()
    except (UnidentifiedImageError, OSError, ValueError):
        return None
