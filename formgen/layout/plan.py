"""Pages of the form, planned ahead: which rows stand on which page, and which group labels are printed again.

Comes in: a FormView and the measures of its type (`formgen.layout.measures`). Goes out: `PagedForm`,
which the renderers draw without deciding anything. A page's rows have spans that end with the page,
so no merged cell ever crosses a page break: a WeasyPrint rowspan over a break loses its border, and
no engine repeats its label.

A row breaks over pages only when it is taller than a page; it is then cut between lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from formgen.declaration.paths import INDICATORS
from formgen.layout.lined import LinedTable, PlacedCell, PlacedRow
from formgen.layout.measures import Measures, TitleBlock
from formgen.layout.pagination import Item, break_pages
from formgen.views.form import FormView
from formgen.views.tables import TableView

__all__ = ["PagedForm", "PlacedCell", "PlacedPage", "PlacedRow", "PlacedTable", "plan_form"]

_PROSE_SHARE = 0.4
"""Prose without heads taller than this share of a page is cut where the page ends, so that a long 职责 does
not leave the first page empty."""


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table, or the part of one that stands on a page. top and bottom: widths of its outer lines in pt, 0
    where it shares the line of the table above."""

    table: TableView
    heads: tuple[PlacedRow, ...]
    rows: tuple[PlacedRow, ...]
    top: float = 0.0
    bottom: float = 0.0

    @property
    def height(self) -> float:
        return sum(row.height for row in (*self.heads, *self.rows))


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """One page: the title block on the first, then tables."""

    number: int
    tables: tuple[PlacedTable, ...]

    @property
    def first(self) -> bool:
        """True for the page that bears the title."""
        return self.number == 1

    @property
    def facts(self) -> tuple[PlacedRow, ...]:
        """Label and value above the indicators, for templates of 0.2.0."""
        return tuple(row for part in self.tables if not part.table.name for row in part.rows)

    @property
    def rows(self) -> tuple[PlacedRow, ...]:
        """Rows of the indicators, for templates of 0.2.0."""
        return tuple(row for part in self.tables if part.table.name == INDICATORS for row in part.rows)


@dataclass(frozen=True, slots=True)
class PagedForm:
    """The form with its page breaks. head_lines: the indicators' column heads, broken into lines."""

    view: FormView
    heading: TitleBlock
    pages: tuple[PlacedPage, ...]
    head_lines: tuple[tuple[str, ...], ...]


def plan_form(view: FormView, measures: Measures) -> PagedForm:
    """Fill pages with the form's tables."""
    tables = [LinedTable(table, measures) for table in view.blocks]
    items = [
        item
        for number, table in enumerate(tables)
        for item in _items(table, view.blocks[number], number, measures)
    ]
    pages = []
    heading = measures.title_block(view.title, view.year_line)
    breaks = break_pages(_kept(items, view), measures.body_height, heading.height)
    for number, (start, end) in enumerate(breaks, start=1):
        runs = groupby(items[start:end], key=lambda item: item.block)
        placed = [(at, tables[at].place(list(run))) for at, run in runs]
        parts = [PlacedTable(view.blocks[at], tables[at].heads, rows) for at, rows in placed]
        pages.append(PlacedPage(number, tuple(_with_lines(parts))))
    return PagedForm(view, heading, tuple(pages), measures.head_lines(view.table))


def _items(lined: LinedTable, table: TableView, number: int, measures: Measures) -> Iterator[Item]:
    room = measures.body_height - lined.head
    return lined.items(number, room if table.has_heads else measures.body_height * _PROSE_SHARE)


def _kept(items: Sequence[Item], view: FormView) -> list[Item]:
    """A table of sums stays on the page of the row above it."""
    return [
        replace(item, keep=True)
        if number + 1 < len(items)
        and items[number + 1].block != item.block
        and view.blocks[items[number + 1].block].kept
        else item
        for number, item in enumerate(items)
    ]


def _with_lines(parts: Sequence[PlacedTable]) -> Iterator[PlacedTable]:
    """Each part with its outer lines: the frame around a run of tables that follow each other, one inner
    line between two of them."""
    for number, part in enumerate(parts):
        after = parts[number + 1] if number + 1 < len(parts) else None
        ruling = part.table.ruling
        joined = number > 0 and part.table.joined
        follows = after is not None and after.table.joined
        top = 0.0 if joined else ruling.frame
        yield replace(part, top=top, bottom=ruling.inner if follows else ruling.frame)
