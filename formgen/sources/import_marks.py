"""The sheet 导入核对 of a workbook that was made from old files: which of its marks are still open.

Comes in: the sheets of a workbook. Goes out: a fault for each mark that nobody has ticked off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formgen.base.errors import Fault
from formgen.messages import importing as say
from formgen.sources.gather import raw_value
from formgen.sources.grid_types import Grid, State

_SHOWN = 30


def is_marks_sheet(name: str) -> bool:
    """Whether a sheet of this name holds marks; copies of it (导入核对 (2)) do too."""
    return name.strip().startswith(say.SHEET)


def open_marks(sheets: Sequence[Grid]) -> tuple[Fault, ...]:
    """A fault for every open mark, in the order of the sheet."""
    return tuple(fault for grid in sheets if is_marks_sheet(grid.name) for fault in _of_sheet(grid))


def _of_sheet(grid: Grid) -> Iterator[Fault]:
    heads: dict[str, int] = {}
    for row, columns in grid.rows.items():
        texts = {column: _text(grid, row, column) for column in columns}
        if not heads:
            found = {text: column for column, text in texts.items()}
            if say.HEAD_SURE in found and say.HEAD_DONE in found:
                heads = found
            continue
        if texts.get(heads[say.HEAD_SURE]) != say.UNSURE:
            continue
        if texts.get(heads[say.HEAD_DONE], "").casefold() not in say.NOT_DONE:
            continue
        what = texts.get(heads.get(say.HEAD_TEXT, 0), "")
        message = say.OPEN_MARK.format(text=what[:_SHOWN] + "…" * (len(what) > _SHOWN),
                                       why=texts.get(heads.get(say.HEAD_WHY, 0), ""))  # fmt: skip
        cell = texts.get(heads.get(say.HEAD_CELL, 0), "")
        place = cell or grid.place(row, heads[say.HEAD_DONE])
        hint = say.OPEN_MARK_HINT.format(cell=grid.place(row, heads[say.HEAD_DONE]))
        yield Fault(message, place, "", hint)


def _text(grid: Grid, row: int, column: int) -> str:
    cell = grid.cells[row, column]
    return str(raw_value(cell)).strip() if cell.state is State.VALUE else ""
