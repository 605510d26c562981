"""What a workbook is to its readers: sheets as plain grids, cells by row and column.

Made by `sources.grid`, which hands these names on; everybody else takes them from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from openpyxl.utils import get_column_letter

CellValue = str | int | float | bool | date | datetime | time | timedelta
Spot = tuple[int, int]
"""Row and column, both from 1."""

Area = tuple[Spot, Spot]
"""Top left and bottom right."""


class State(Enum):
    VALUE = "value"
    NO_CACHED_VALUE = "no cached value"
    ERROR = "error"
    TOO_LONG = "too long"


class Aside(NamedTuple):
    """What stands beside a value. serial: of a date or time, the days since 1900 that it is stored as.
    is_formula, is_struck: how the value came, and whether some of it is struck out. is_raised, is_flat: whether some of
    it stands above or below the line, read as characters that do, or as those on it."""

    serial: float | None = None
    is_formula: bool = False
    is_struck: bool = False
    is_raised: bool = False
    is_flat: bool = False


PLAIN = Aside()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell that is not empty. For an error value, `value` is its text (#REF!); for a text that is too long
    for any cell, how long it is. What stands aside does not make two cells different."""

    value: CellValue
    number_format: str = "General"
    state: State = State.VALUE
    aside: Aside = field(default=PLAIN, compare=False)


class Beside(NamedTuple):
    """Something over a sheet that is no cell. kind: "comment", "box", "picture", "margin" for a page's header or footer,
    or "unread" where nobody can tell. spot: the cell it belongs to or begins over. text: what a box or margin says."""

    kind: str
    spot: Spot
    text: str = ""


@dataclass(frozen=True)
class Grid:
    """A sheet. cells: those that are not empty. merges: every covered spot → (top left, bottom
    right). hidden_rows, hidden_columns: those that nobody sees. places: what cells are called, where they are no cells
    of a workbook. covered: cells under a merged area that say something else than it does; they are none of cells.
    beside: what lies over the sheet."""

    name: str
    hidden: bool
    cells: Mapping[Spot, GridCell]
    merges: Mapping[Spot, Area]
    hidden_rows: frozenset[int] = field(default=frozenset(), compare=False)
    hidden_columns: frozenset[int] = field(default=frozenset(), compare=False)
    places: Mapping[Spot, str] = field(default_factory=dict, compare=False)
    covered: Mapping[Spot, GridCell] = field(default_factory=dict, compare=False)
    beside: tuple[Beside, ...] = field(default=(), compare=False)

    @cached_property
    def rows(self) -> dict[int, list[int]]:
        """Rows that are not empty, in order, with their columns in order."""
        rows: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            rows.setdefault(row, []).append(column)
        return rows

    def place(self, row: int, column: int) -> str:
        return self.places.get((row, column)) or f"{self.name}!{address(row, column)}"

    def called(self, row: int, column: int) -> str:
        """What a cell is called on its own sheet."""
        return self.places.get((row, column)) or address(row, column)

    def area(self, row: int, column: int) -> Area:
        """The merged area of a spot, or the spot itself."""
        return self.merges.get((row, column), ((row, column), (row, column)))

    def text(self, row: int, column: int) -> str | None:
        """The text of a cell that holds one."""
        cell = self.cells.get((row, column))
        if cell is None or cell.state is State.TOO_LONG:
            return None
        return cell.value if isinstance(cell.value, str) else None


def address(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook, the profile it names in its properties, and what is to be told of the file:
    sheets and styles that it lists and does not hold."""

    sheets: tuple[Grid, ...]
    profile: str | None
    notes: tuple[str, ...] = ()
