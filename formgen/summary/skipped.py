"""未读的文件: what else lay in the folder, and why it was passed over."""

from __future__ import annotations

from collections.abc import Sequence

from formgen.books.writer import Book, Column
from formgen.messages import summary as say

Skipped = tuple[str, str]
"""The path as the user knows it, and the reason as a sentence."""

_COLUMNS = (Column(say.NUMBER, 6, "center"), Column(say.SOURCE, 60), Column(say.SKIPPED_REASON, 80))


def write_skipped(book: Book, skipped: Sequence[Skipped]) -> None:
    """One row each, in the order of their names, whatever order they came in."""
    sheet = book.add_sheet(say.SKIPPED, [say.SKIPPED_ABOUT.format(count=len(skipped))], _COLUMNS)
    sheet.add_heads(frozen=2)
    for number, (path, reason) in enumerate(sorted(skipped), 1):
        sheet.add_row((number, path, reason))
    sheet.finish()
