"""A workbook or csv as plain lines of cells, each with its place. The file's content decides which it is.

Comes in: a path. Goes out: tables of `Line`s, one per visible sheet.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.messages import roster as say
from formgen.sources import is_workbook, load_bytes

_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = ",;\t"
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
    if is_workbook(data):
        return _load_workbook(data, path)
    if data.startswith(_OTHER_KINDS):
        raise UnreadableInput(say.UNKNOWN_KIND.format(path=path))
    return [_load_csv(_decode(data, path), path)]


def _decode(data: bytes, path: Path) -> str:
    encodings = ("utf-16",) if data.startswith(_UTF16_MARKS) else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableInput(say.NOT_TEXT.format(path=path))


def _load_csv(text: str, path: Path) -> list[Line]:
    """Lines are counted as an editor does, a cell of several lines at its first."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[Line] = []
    first = 1
    try:
        for row in reader:
            cells = {
                column: Cell(text, say.LINE_COLUMN.format(line=first, column=column))
                for column, text in enumerate(row, 1)
                if text.strip()
            }
            if cells:
                lines.append(Line(say.LINE.format(line=first), cells))
            first = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableInput(say.BAD_CSV.format(path=path, line=reader.line_num, why=error)) from error
    return lines


def _load_workbook(data: bytes, path: Path) -> list[list[Line]]:
    from formgen.sources.gather import raw_value
    from formgen.sources.grid import State, load_sheets
    from formgen.sources.guard import check_workbook_zip

    check_workbook_zip(data, path)
    tables = []
    for grid in load_sheets(data, path).sheets:
        if grid.hidden:
            continue
        lines = []
        for row, columns in grid.rows.items():
            cells = {}
            for column in columns:
                cell = grid.cells[row, column]
                text = str(raw_value(cell)) if cell.state is State.VALUE else ""
                if text.strip() or cell.state is not State.VALUE:
                    value = cell.value if isinstance(cell.value, date) else None
                    unreadable = cell.state is not State.VALUE
                    cells[column] = Cell(text, grid.place(row, column), value, unreadable)
            if cells:
                lines.append(Line(grid.place(row, min(cells)), cells))
        tables.append(lines)
    return tables
