"""Where each field of a form stands in its PDF: page and rectangle, for whoever shows or marks the pages.

Comes in: the plan a PDF was made from. Goes out: a `FieldBox` per field and page. They are the boxes that
the inspection reads the PDF back from, so a printed file's text is known to stand in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formgen.declaration.profile import Profile
from formgen.inspect.pdf_boxes import form_boxes
from formgen.layout.measures import MM_PT, Measures
from formgen.layout.plan import PagedForm, PlacedPage


@dataclass(frozen=True, slots=True)
class FieldBox:
    """A cell, or the part of one on this page, that prints a field.

    field: path in the declaration (indicators[3].target). page: from 1. x, y, width, height: in mm from the
    page's top left corner, the cell's borders included. text: what stands there, without the line breaks
    of the layout. A cell over two pages has two boxes; the cell that is merged over the rows of a group
    is the box of each of their fields.
    """

    field: str
    page: int
    x: float
    y: float
    width: float
    height: float
    text: str


def locate_fields(paged: PagedForm, measures: Measures, profile: Profile) -> Iterator[FieldBox]:
    """The boxes of the form's fields, page by page, in reading order."""
    for page in paged.pages:
        boxes = {box.cell.field: box for box in form_boxes(page, paged, measures, profile) if box.cell}
        for field, printed in _fields_of(page):
            box = boxes[printed]
            yield FieldBox(
                field,
                page.number,
                box.left / MM_PT,
                box.top / MM_PT,
                (box.right - box.left) / MM_PT,
                (box.bottom - box.top) / MM_PT,
                box.expected,
            )


def _fields_of(page: PlacedPage) -> Iterator[tuple[str, str]]:
    """(field, field of the cell that prints it) of every row. They differ under a merged label, and where
    one is printed again at a page's top: it is then the box of the field it began with as well."""
    for part in page.tables:
        above: dict[int, str] = {}
        for row in part.rows:
            fields = [cell.cell.field for cell in row.cells if cell and cell.cell.field]
            last = fields[-1] if fields else ""
            path = last.removesuffix(last.rpartition(".")[2])
            for column, placed in enumerate(row.cells):
                if placed is not None:
                    above[column] = placed.cell.field
                elif column >= part.table.groups:
                    continue  # covered from the left
                printed = above.get(column, "")
                own = path + printed.rpartition(".")[2]
                if printed:
                    yield own, printed
                if printed and placed is not None and printed != own:
                    yield printed, printed
