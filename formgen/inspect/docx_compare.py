"""Tables and texts of a Word document against those of a view, cell by cell.

Comes in: rows as `read_docx` gives them, and the table they must say. Goes out: a Fault per difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from typing import TypeVar

from formgen.base.errors import Fault
from formgen.messages import rendering as say
from formgen.sources.docx_content import DocxCell, Row
from formgen.views.tables import Cell, TableView

_C = TypeVar("_C", DocxCell, Cell)
_SHOWN = 24
"""Characters of a long text that a message shows around the first difference."""


def compare_heads(pages: Sequence[Sequence[Row]], table: TableView) -> Iterator[Fault]:
    """Each page's table begins with the same heads, merged as they should be."""
    expected: list[Row] = [
        tuple(DocxCell(cell.text, cell.rowspan, cell.colspan) if cell else None for cell in row)
        for row in table.heads()
    ]
    if not pages:
        yield Fault(say.DOCX_NO_TABLE, hint=say.DOCX_HINT)
    for page, heads in enumerate(pages, start=1):
        if len(heads) != len(expected):
            sentence = say.DOCX_HEADS_COUNT.format(page=page, found=len(heads), expected=len(expected))
            yield Fault(sentence, hint=say.DOCX_HINT)
        for number, (found, right) in enumerate(zip(heads, expected, strict=False), start=1):
            for column, (one, other) in enumerate(zip_longest(found, right), start=1):
                if one != other:
                    place = say.DOCX_HEADING.format(page=page, row=number, column=column)
                    yield differs(one.text if one else "", other.text if other else "", place)


def compare_rows(rows: Sequence[Row], table: TableView, count: str, place: str) -> Iterator[Fault]:
    if len(rows) != len(table.rows):
        yield Fault(count.format(found=len(rows), expected=len(table.rows)), hint=say.DOCX_HINT)
    right: Sequence[Sequence[Cell | None]] = table.rows
    if rows and right and len(rows[0]) != len(right[0]):
        # LibreOffice leaves out columns of the grid at which no cell begins.
        rows, right = _without_gaps(rows), _without_gaps(right)
    for number, (found, expected) in enumerate(zip(rows, right, strict=False), start=1):
        for column, (one, other) in enumerate(zip_longest(found, expected), start=1):
            yield from _compare_cell(one, other, partial(place.format, row=number, column=column))


def _without_gaps(rows: Sequence[Sequence[_C | None]]) -> list[tuple[_C | None, ...]]:
    """The rows without the columns at which no cell begins; cells cover as many columns less."""
    width = max(len(row) for row in rows)
    begins = [any(at < len(row) and row[at] is not None for row in rows) for at in range(width)]
    return [
        tuple(
            cell and replace(cell, colspan=sum(begins[at : at + cell.colspan]))
            for at, cell in enumerate(row)
            if begins[at]
        )
        for row in rows
    ]


def _compare_cell(found: DocxCell | None, expected: Cell | None, here: Callable[[], str]) -> Iterator[Fault]:
    """here: puts the cell's place into words, which is asked for where there is a fault."""
    if expected is None:
        if found is not None:
            yield Fault(say.DOCX_UNCOVERED.format(found=_show(found.text, "")), here(), hint=say.DOCX_HINT)
        return
    if found is None:
        sentence = say.DOCX_COVERED.format(expected=_show(expected.text, ""))
        yield Fault(sentence, _place(expected, here), expected.field, say.DOCX_HINT)
        return
    if found.text != expected.text:
        yield differs(found.text, expected.text, _place(expected, here), expected.field)
    for one, other in ((found.rowspan, expected.rowspan), (found.colspan, expected.colspan)):
        if one != other:
            sentence = say.DOCX_SPAN.format(found=one, expected=other)
            yield Fault(sentence, _place(expected, here), expected.field, say.DOCX_HINT)


def _place(cell: Cell, here: Callable[[], str]) -> str:
    return f"{cell.place}（{here()}）" if cell.place else here()


def differs(found: str, expected: str, place: str, field: str = "") -> Fault:
    sentence = say.DOCX_DIFFERS.format(found=_show(found, expected), expected=_show(expected, found))
    return Fault(sentence, place, field, say.DOCX_HINT)


def _show(text: str, other: str) -> str:
    """The text, or of a long one what is around its first difference from the other."""
    same = next((at for at, pair in enumerate(zip_longest(text, other)) if pair[0] != pair[1]), 0)
    start = max(0, same - _SHOWN // 2)
    end = start + _SHOWN
    shown = text[start:end].replace("\n", "↵").replace("\t", "⇥")
    return ("…" if start else "") + shown + ("…" if end < len(text) else "")
