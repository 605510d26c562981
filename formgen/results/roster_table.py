"""A workbook or csv as plain lines of cells, each with its place, through the one reader of tables.

Comes in: a path. Goes out: tables of `Line`s, one per visible sheet.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.messages import roster as say
from formgen.sources import is_other_table, is_workbook, load_bytes
from formgen.sources.grid_types import Grid, State
from formgen.sources.plain_table import decode_text, find_separator

_OTHER_KINDS = (b"%PDF", bytes.fromhex("d0cf11e0"), b"\x7fELF", b"\x89PNG")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with content. value: a date where the workbook holds one, else None."""

    text: str
    place: str
    value: date | None = None
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not empty: column, from 1 → cell."""

    place: str
    cells: Mapping[int, Cell]


def load_tables(path: Path) -> list[list[Line]]:
    """Every table of the file. Raises UnreadableInput for what is neither workbook nor text."""
    data = load_bytes(path)
    is_book = is_workbook(data) or is_other_table(data, path)
    if not is_book and data.startswith(_OTHER_KINDS):
        raise UnreadableInput(say.UNKNOWN_KIND.format(path=path))
    # A text says nothing of itself: as a roster it is taken for a table whatever it is called.
    name = path if is_book else path.with_suffix(".csv")
    is_text = not is_workbook(data) and name.suffix.lower() in (".csv", ".tsv")
    numbers = _line_numbers(data, path) if is_text else None
    from formgen.sources.books import load_book  # a workbook library, which a check of TOML does not need

    return [_lines(grid, numbers) for grid in load_book(data, name).sheets if not grid.hidden]


def _line_numbers(data: bytes, path: Path) -> list[int]:
    """Where each row of a csv begins, lines counted as an editor does. Raises UnreadableInput for quotes
    that are not closed: they would swallow the units behind them."""
    text = decode_text(data)
    if text is None or "\0" in text:
        raise UnreadableInput(say.NOT_TEXT.format(path=path))
    reader = csv.reader(StringIO(text, newline=""), delimiter=find_separator(text), strict=True)
    numbers = [1]
    try:
        numbers += [reader.line_num + 1 for _ in reader]
    except csv.Error as error:
        raise UnreadableInput(say.BAD_CSV.format(path=path, line=reader.line_num, why=error)) from error
    return numbers


def _lines(grid: Grid, numbers: Sequence[int] | None) -> list[Line]:
    """numbers: where the rows of a csv begin, whose cells people know by line and column."""
    from formgen.sources.gather import raw_value

    lines = []
    for row, columns in grid.rows.items():
        cells = {}
        for column in columns:
            cell = grid.cells[row, column]
            readable = cell.state is State.VALUE
            text = str(raw_value(cell)) if readable else ""
            if text.strip() or not readable:
                place = grid.place(row, column)
                if numbers is not None:
                    place = say.LINE_COLUMN.format(line=numbers[row - 1], column=column)
                value = cell.value if isinstance(cell.value, date) else None
                cells[column] = Cell(text, place, value, not readable)
        if cells:
            place = grid.place(row, min(cells))
            if numbers is not None:
                place = say.LINE.format(line=numbers[row - 1])
            lines.append(Line(place, cells))
    return lines
