"""Merged cells of a PDF: each covers the rows that it should.

Comes in: the PDF's tagged cells and the plans of form and appendix. Goes out: a Fault where a cell covers other
rows or columns than planned. The text alone does not tell: a label in the middle of five rows looks the
same in the middle of four. The engine draws a cell and tags it from the same numbers, so the tags are
asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat

import pikepdf

from formgen.base.errors import Fault
from formgen.declaration.profile import Profile
from formgen.layout.appendix import PagedAppendix
from formgen.layout.lined import PlacedCell, PlacedRow
from formgen.layout.plan import PagedForm
from formgen.messages import pdf as say

_SPAN, _REFERENCE = b"Span", b" R"
_Span = tuple[int, int]
"""Rows and columns covered."""


def find_span_faults(
    cells: Iterable[pikepdf.Dictionary],
    paged: PagedForm | None,
    profile: Profile,
    appendix: PagedAppendix | None = None,
) -> tuple[Fault, ...]:
    """The first cell that covers what it should not: behind it all may be shifted. None when every one
    is right. The form's cells stand before the appendix's."""
    found = chain(map(_found_span, cells), repeat((0, 0)))
    for (page, placed), tagged in zip(_expected(paged, appendix), found, strict=False):
        cell = placed.cell
        if (placed.rowspan, cell.colspan) != tagged:
            label = profile.label(cell.field) if cell.field else placed.text
            span = (placed.rowspan, cell.colspan)
            message = say.SPAN_DIFFERS.format(page=page, label=label, found=tagged, expected=span)
            return (Fault(message, cell.place, cell.field, say.REPORT_BUG),)
    return ()


def _expected(paged: PagedForm | None, appendix: PagedAppendix | None) -> Iterator[tuple[int, PlacedCell]]:
    """The cells in reading order, each with its page."""
    before = 0
    if paged:
        before = len(paged.pages)
        for page in paged.pages:
            for part in page.tables:
                yield from ((page.number, cell) for cell in _cells((*part.heads, *part.rows)))
    if appendix:
        for sheet in appendix.pages:
            for block in sheet.blocks:
                yield from ((before + sheet.number, cell) for cell in _cells((*block.heads, *block.rows)))


def _cells(rows: Iterable[PlacedRow]) -> Iterator[PlacedCell]:
    return (placed for row in rows for placed in row.cells if placed is not None)


def _found_span(cell: pikepdf.Dictionary) -> _Span:
    own = cell.get("/A")
    return (1, 1) if own is None or _names_no_span(own.unparse()) else _span_of(own)


def _names_no_span(written: bytes) -> bool:
    """Most cells cover one place: seen at once where their attributes stand, without a reference, in them."""
    return _SPAN not in written and _REFERENCE not in written


def _span_of(own: pikepdf.Object) -> _Span:
    rows, columns = 1, 1
    for item in own if isinstance(own, pikepdf.Array) else (own,):
        if isinstance(item, pikepdf.Dictionary):
            rows, columns = int(item.get("/RowSpan", rows)), int(item.get("/ColSpan", columns))
    return rows, columns
