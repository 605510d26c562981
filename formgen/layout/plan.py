"""Pages, planned ahead: which rows stand on which page, and which group labels are printed again.

Comes in: a FormView and the measures of its type. Goes out: `PagedForm`, which the renderers draw
without deciding anything. A page's rows have spans that end with the page, so no merged cell ever
crosses a page break.
"""

from __future__ import annotations

from dataclasses import dataclass

from formgen.view import Cell, Fact, FormView, TableView

CONTINUED = "（续）"
"""Printed behind a label whose group or text goes on from the page before."""


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell, or the part of one that stands on this page.

    lines: the text of this part, broken into lines (a tab stays a tab). text: this part's text
    unbroken, declared line breaks as \\n. rowspan: rows covered on this page. continued: the label or
    text began on an earlier page.
    """

    cell: Cell
    text: str
    lines: tuple[str, ...]
    rowspan: int = 1
    continued: bool = False


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row on a page; None where the cell above covers the place. height in pt. split: the row
    is a part of one that is taller than a page."""

    cells: tuple[PlacedCell | None, ...]
    height: float
    split: bool = False


@dataclass(frozen=True, slots=True)
class PlacedFact:
    """A labelled line, or the part of it that stands on this page."""

    fact: Fact
    value: PlacedCell
    height: float


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """One page: the title block on the first, then facts, then rows of the table under its heads."""

    number: int
    first: bool
    facts: tuple[PlacedFact, ...]
    rows: tuple[PlacedRow, ...]


@dataclass(frozen=True, slots=True)
class PagedForm:
    """The form with its page breaks."""

    view: FormView
    pages: tuple[PlacedPage, ...]

    @property
    def table(self) -> TableView:
        return self.view.table
