"""Changes as a workbook: one row each.

Comes in: the changes between two declarations. Goes out: the bytes of an xlsx, the same for the same
changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from formgen.books.writer import Book, Column
from formgen.diff.compare import Change
from formgen.messages import diff as say

KIND = "diff"
"""What the workbook says that it is (`KIND_PROPERTY`)."""


def changes_workbook(changes: Sequence[Change]) -> bytes:
    """The workbook."""
    book = Book(say.SHEET, KIND)
    columns = [Column(head, width) for head, width in zip(say.HEADS, say.WIDTHS, strict=True)]
    sheet = book.add_list(say.SHEET, columns)
    sheet.add_heads(frozen=0)
    for row in [_row(change) for change in changes] or [(say.NO_CHANGE, *[""] * (len(columns) - 1))]:
        sheet.add_row(row)
    sheet.finish()
    return book.close()


def _row(change: Change) -> tuple[str, ...]:
    names = change.indicator or ("", "", "")
    return (say.KINDS[change.kind], *names, change.label, change.old, change.new)
