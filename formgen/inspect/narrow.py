"""Cells whose column is narrower than what stands in them, and cannot be broken: why a page is not as planned.

Comes in: a form as it was to be printed, and the measures of it. Goes out: a Fault per cell, with what its column
needs. Asked only where a page has not come out right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from formgen.base.errors import Fault
from formgen.declaration.profile import Profile
from formgen.layout.lined import spanned
from formgen.layout.measures import MM_PT, Measures
from formgen.messages import pdf as say
from formgen.views.form import FormView
from formgen.views.tables import Cell, ColumnView, TableView, TypeUse

_TOLERANCE = 0.01
"""em"""


def find_narrow(view: FormView, measures: Measures, profile: Profile) -> list[Fault]:
    """Every such cell, in reading order; the last says what to do."""
    found = [fault for table in view.blocks for fault in _look_through(table, measures, profile)]
    return [*found[:-1], *(replace(fault, hint=say.TOO_NARROW_HINT) for fault in found[-1:])]


def _look_through(table: TableView, measures: Measures, profile: Profile) -> Iterator[Fault]:
    for row in table.heads():
        for number, cell in enumerate(row):
            if cell is not None:
                head = replace(cell, align=cell.align or "center")
                yield from _check(cell, cell.text, spanned(table, number, head, "head"), measures)
    for row in table.rows:
        first = next((cell.text for cell in row if cell is not None and cell.text), "")
        for number, cell in enumerate(row):
            if cell is not None:
                label = profile.label(cell.field) if cell.field else first
                yield from _check(cell, label, spanned(table, number, cell), measures)


def _check(cell: Cell, label: str, column: ColumnView, measures: Measures) -> Iterator[Fault]:
    use = column.use
    lines = [cell.text[line.start : line.end] for line in measures.lines(cell.text, column)]
    room = measures.room(column, use)
    if max(_width(line, measures, use) for line in lines) - room > _TOLERANCE:
        missing = _width(cell.text, measures, use) - room
        needed = math.ceil(column.width + missing * measures.type(use).size_pt / MM_PT)
        message = say.TOO_NARROW.format(label=label, width=f"{column.width:g}", text=cell.text, needed=needed)
        yield Fault(message, cell.place, cell.field)


def _width(text: str, measures: Measures, use: TypeUse) -> float:
    """In em; blanks at the end of a line hang over."""
    return sum(map(measures.widths[use].advance, text.rstrip()))
