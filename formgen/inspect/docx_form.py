"""Does the Word document's form say what the form says? Block by block, in the order of the page.

Comes in: what the document shows, and the FormView. Goes out: a Fault per difference, and what stands behind the
form. A table that goes on over pages as tables with the same heads, as
0.2.0 made them, is one table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formgen.base.errors import Fault
from formgen.inspect.docx_compare import compare_heads, compare_rows, differs
from formgen.messages import rendering as say
from formgen.sources.docx_content import DocxContent, DocxTable, Row, join_pages
from formgen.views.form import FormView
from formgen.views.tables import TableView

Block = str | DocxTable


def compare_form(content: DocxContent, view: FormView) -> tuple[list[Fault], tuple[Block, ...]]:
    """Every difference, and the blocks behind the form's last."""
    walk = _Walk([block for block in content.blocks if isinstance(block, DocxTable) or block.strip()])
    for place, text in ((say.DOCX_TITLE, view.title), (say.DOCX_YEAR_LINE, view.year_line)):
        if text.strip():
            walk.expect_text(text, place)
    for number, table in enumerate(view.blocks, start=1):
        if not table.is_line:
            walk.expect_table(table)
        elif text := _line_text(table):
            walk.expect_text(text, say.DOCX_LINE.format(number=number))
    return walk.faults, walk.rest()


def _line_text(table: TableView) -> str:
    text = "".join(cell.text for row in table.rows for cell in row if cell)
    return text if text.strip() else ""


class _Walk:
    """Goes through the document's blocks, beside those that are expected."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._at = 0
        self.faults: list[Fault] = []

    def rest(self) -> tuple[Block, ...]:
        """What is left. A table right behind the form belongs to nothing."""
        if isinstance(self._next(), DocxTable):
            self.faults.append(Fault(say.DOCX_EXTRA_TABLE, hint=say.DOCX_HINT))
        return tuple(self._blocks[self._at :])

    def expect_text(self, text: str, place: str) -> None:
        found = self._next()
        if not isinstance(found, str):
            self.faults.append(differs("", text, place))
            return
        self._at += 1
        if found != text:
            self.faults.append(differs(found, text, place))

    def expect_table(self, table: TableView) -> None:
        self._pass_words()
        pages = list(self._pages(table))
        cell, count = (
            (say.DOCX_CELL, say.DOCX_ROWS_COUNT)
            if table.name or table.has_heads
            else (say.DOCX_FACT, say.DOCX_FACTS_COUNT)
        )
        if table.has_heads or any(page.heads for page in pages):
            self.faults += compare_heads([page.rows[: page.heads] for page in pages], table)
        rows = join_pages([page.rows[page.heads :] for page in pages], table.groups)
        self.faults += compare_rows(rows, table, count, cell)

    def _pass_words(self) -> None:
        """Words before a table that is still to come belong to nothing."""
        if not any(isinstance(block, DocxTable) for block in self._blocks[self._at :]):
            return
        while isinstance(words := self._next(), str):
            self.faults.append(differs(words, "", say.DOCX_BETWEEN))
            self._at += 1

    def _pages(self, table: TableView) -> Iterator[DocxTable]:
        """The document's next table, and those that go on with it until its rows are there."""
        first, rows = None, 0
        while isinstance(found := self._next(), DocxTable):
            if first is not None and (rows >= len(table.rows) or not _goes_on(first, found)):
                return
            first = first or found
            rows += len(found.rows) - found.heads
            self._at += 1
            yield found

    def _next(self) -> Block | None:
        return self._blocks[self._at] if self._at < len(self._blocks) else None


def _goes_on(first: DocxTable, then: DocxTable) -> bool:
    """True where both have the same heads, or no heads and as many columns."""
    if _heads(first) or _heads(then):
        return _heads(first) == _heads(then)
    return bool(first.rows and then.rows) and len(first.rows[0]) == len(then.rows[0])


def _heads(table: DocxTable) -> tuple[Row, ...]:
    return table.rows[: table.heads]
