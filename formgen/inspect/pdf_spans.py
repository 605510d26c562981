"""Merged cells of a PDF: each covers the rows that it should.

Comes in: the open PDF and the plans of form and appendix. Goes out: a Fault where a cell covers other
rows or columns than planned. The text alone does not tell: a label in the middle of five rows looks the
same in the middle of four. The engine draws a cell and tags it from the same numbers, so the tags are
asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pikepdf

from formgen.base.errors import Fault
from formgen.declaration.profile import Profile
from formgen.layout.appendix import PagedAppendix
from formgen.layout.lined import PlacedRow
from formgen.layout.plan import PagedForm
from formgen.messages import pdf as say
from formgen.render.pdf_tags import walk_tags
from formgen.views.tables import Cell

_CELLS = ("/TH", "/TD")
_Span = tuple[int, int]
"""Rows and columns covered."""


def find_span_faults(
    pdf: pikepdf.Pdf, paged: PagedForm | None, profile: Profile, appendix: PagedAppendix | None = None
) -> tuple[Fault, ...]:
    """The first cell that covers what it should not: behind it all may be shifted. None when every one
    is right. The form's cells stand before the appendix's."""
    expected = [
        *(_expected_spans(paged) if paged else ()),
        *(_appendix_spans(appendix, len(paged.pages) if paged else 0) if appendix else ()),
    ]
    found = list(islice(_found_spans(pdf), len(expected)))
    found += [(0, 0)] * (len(expected) - len(found))
    for (page, cell, span), tagged in zip(expected, found, strict=True):
        if span != tagged:
            label = profile.label(cell.field) if cell.field else cell.text
            message = say.SPAN_DIFFERS.format(page=page, label=label, found=tagged, expected=span)
            return (Fault(message, cell.place, cell.field, say.REPORT_BUG),)
    return ()


def _expected_spans(paged: PagedForm) -> Iterator[tuple[int, Cell, _Span]]:
    for page in paged.pages:
        for part in page.tables:
            yield from _spans((*part.heads, *part.rows), page.number)


def _spans(rows: Iterable[PlacedRow], page: int) -> Iterator[tuple[int, Cell, _Span]]:
    for row in rows:
        for placed in row.cells:
            if placed is not None:
                cell = Cell(placed.text, placed.cell.field, placed.cell.place)
                yield page, cell, (placed.rowspan, placed.cell.colspan)


def _appendix_spans(appendix: PagedAppendix, before: int) -> Iterator[tuple[int, Cell, _Span]]:
    """before: pages of the form."""
    for page in appendix.pages:
        for block in page.blocks:
            yield from _spans((*block.heads, *block.rows), before + page.number)


def _found_spans(pdf: pikepdf.Pdf) -> Iterator[_Span]:
    for element, _ in walk_tags(pdf):
        if element.get("/S") in _CELLS:
            own = element.get("/A")
            attributes = list(own) if isinstance(own, pikepdf.Array) else [own]
            rows, columns = 1, 1
            for item in attributes:
                if isinstance(item, pikepdf.Dictionary):
                    rows, columns = int(item.get("/RowSpan", rows)), int(item.get("/ColSpan", columns))
            yield rows, columns
