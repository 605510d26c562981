"""Pages, planned ahead: which rows stand on which page, and which group labels are printed again.

Comes in: a FormView and the measures of its type (`formgen.layout.measures`). Goes out: `PagedForm`,
which the renderers draw without deciding anything. A page's rows have spans that end with the page,
so no merged cell ever crosses a page break: a WeasyPrint rowspan over a break loses its border, and
no engine repeats its label.

A row breaks over pages only when it is taller than a page; it is then cut between lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from formgen.layout.lined import LinedTable, PlacedCell, PlacedRow
from formgen.layout.measures import Measures
from formgen.layout.pagination import break_pages
from formgen.views.form import FormView

__all__ = ["PagedForm", "PlacedCell", "PlacedPage", "PlacedRow", "plan_form"]

_PROSE_SHARE = 0.4
"""Prose above the table taller than this share of a page is cut where the page ends, so that a long
职责 does not leave the first page empty."""


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """One page: the title block on the first, then facts (label and value), then rows of the table
    under its heads."""

    number: int
    facts: tuple[PlacedRow, ...]
    rows: tuple[PlacedRow, ...]

    @property
    def first(self) -> bool:
        """True for the page that bears the title."""
        return self.number == 1


@dataclass(frozen=True, slots=True)
class PagedForm:
    """The form with its page breaks. head_lines: the column heads, broken into lines."""

    view: FormView
    pages: tuple[PlacedPage, ...]
    head_lines: tuple[tuple[str, ...], ...]


def plan_form(view: FormView, measures: Measures) -> PagedForm:
    """Fill pages with the form's facts and rows."""
    tables = [LinedTable(view.facts, measures), LinedTable(view.table, measures)]
    rooms = (measures.body_height * _PROSE_SHARE, measures.body_height - tables[1].head)
    items = [item for block, table in enumerate(tables) for item in table.items(block, rooms[block])]
    pages = []
    for number, (start, end) in enumerate(
        break_pages(items, measures.body_height, measures.title_height), start=1
    ):
        blocks: dict[int, tuple[PlacedRow, ...]] = {
            block: tables[block].place(list(run))
            for block, run in groupby(items[start:end], key=lambda item: item.block)
        }
        pages.append(PlacedPage(number, blocks.get(0, ()), blocks.get(1, ())))
    return PagedForm(view, tuple(pages), measures.head_lines(view.table))
