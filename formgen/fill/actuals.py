"""Actual values from and to files: 实际完成值 for self-evaluation.

Comes in: a TOML with a table [actuals], or an xlsx with the columns 三级指标, 实际完成值 and 偏差原因 (and
评价人给分, where a person scores). Goes out: `Actual`s by name. `actuals_toml` and `actuals_workbook`
write the file to fill in. Called by `formgen score`, `build --actuals` and `new --actuals`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.shown import shown_path
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.declaration.toml import toml_line
from formgen.messages import actuals as say
from formgen.messages import reading
from formgen.scoring.actuals import Actual, read_actuals
from formgen.scoring.resolve import RowRule, resolve_rules
from formgen.sources import is_workbook, load_bytes

_NARROW = 40
"""Millimetres: narrower columns hold short values, which stand centred."""

TABLE = KIND = "actuals"


def read_actuals_file(path: Path) -> dict[str, Actual]:
    """Actual values by 三级指标. A name without a value is left out: there is none yet. Raises
    UnreadableInput with every fault."""
    return read_actuals_bytes(load_bytes(path), path)


def read_actuals_bytes(data: bytes, path: Path) -> dict[str, Actual]:
    """The same from bytes. path: what to call them."""
    path = shown_path(path)
    raw = _read_workbook(data, path) if is_workbook(data) else _read_toml(data, path)
    return read_actuals({name: entry for name, entry in raw.items() if not _is_blank(entry)})


def is_actuals_workbook(data: bytes, path: Path) -> bool:
    """Whether a workbook is one of actual values and nothing else: by the heads of its sheets. Raises
    UnreadableInput for a workbook that cannot be opened."""
    from formgen.sources.grid import load_sheets
    from formgen.sources.guard import check_workbook_zip

    check_workbook_zip(data, path)
    sheets = load_sheets(data, path).sheets
    return any(_Sheet(grid).columns for grid in sheets)


def is_actuals_table(tables: Mapping[str, object]) -> bool:
    """Whether a TOML file's tables are those of a file of actual values: a declaration may carry them too,
    beside its indicators."""
    return isinstance(tables.get(TABLE), dict) and "indicators" not in tables


def actuals_toml(declaration: Declaration, profile: Profile) -> str:
    """A TOML with every indicator that is scored, to fill in."""
    lines = [*(f"# {line}" for line in say.TOML_HEAD.splitlines()), f"[{TABLE}]"]
    for row, name in _names(declaration, profile):
        lines += [f"# {_describe(row)}", toml_line(name, "")]
    return "\n".join(lines) + "\n"


def actuals_workbook(declaration: Declaration, profile: Profile) -> bytes:
    """The same as a workbook: one row per indicator, 指标值 and 分值 beside it for reference."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    from formgen.books.package import finish_package
    from formgen.books.writer import CREATED
    from formgen.fill.marks import mark_workbook
    from formgen.fill.sheet_style import GrowingRow, Look, column_width, put_text, set_up_page

    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = say.SHEET
    rows = [_cells(row, name) for row, name in _names(declaration, profile)]
    look = Look(profile.fonts)
    for line, texts in enumerate([say.HEADS, *rows], 1):
        for number, text in enumerate(texts, 1):
            cell = sheet.cell(line, number)
            assert isinstance(cell, Cell)
            if text:
                put_text(cell, text, say.HEADS[number - 1])
            narrow = say.WIDTHS[number - 1] < _NARROW
            look.apply(cell, look.head if line == 1 else look.centre if narrow else look.left)
        sheet.row_dimensions[line] = GrowingRow(sheet, line, ht=_row_height(texts, profile))
    for number, width in enumerate(say.WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column_width(Decimal(width))
    set_up_page(sheet, profile.page, len(say.HEADS), len(rows) + 1, (1, 1))
    sheet.freeze_panes = "B2"
    mark_workbook(book, KIND)
    stream = BytesIO()
    book.save(stream)
    return finish_package(stream.getvalue(), CREATED)


def _cells(row: RowRule, name: str) -> tuple[str, ...]:
    """A row to fill in, in the order of the heads."""
    return (name, _target(row), "" if row.points is None else f"{row.points:f}", "", "", "")


def _row_height(texts: Sequence[str], profile: Profile) -> float:
    from formgen.fill.sheet_style import lines_height, text_lines

    size = profile.fonts.body.size
    pairs = zip(texts, say.WIDTHS, strict=True)
    return lines_height(1 + max(text_lines(text, Decimal(width), size) for text, width in pairs), size)


def _names(declaration: Declaration, profile: Profile) -> Iterator[tuple[RowRule, str]]:
    """Scored rows with the name that means only them."""
    rows = [row for row in resolve_rules(declaration, profile) if row.counted]
    names = [row.indicator.level3 for row in rows]
    for row, name in zip(rows, names, strict=True):
        yield row, name if names.count(name) == 1 else f"{row.level2}/{name}"


def _describe(row: RowRule) -> str:
    points = say.UNKNOWN if row.points is None else f"{row.points:f}"
    return say.ROW.format(level2=row.level2, target=_target(row), points=points)


def _target(row: RowRule) -> str:
    indicator = row.indicator
    return f"{indicator.operator} {indicator.target} {indicator.unit}".replace("\n", " ").strip()


def _is_blank(entry: object) -> bool:
    if isinstance(entry, dict):
        return entry.get("value", "") == "" and "points" not in entry
    return entry == ""


def _read_toml(data: bytes, path: Path) -> dict[str, object]:
    from formgen.sources.toml import decode_toml, parse_toml

    tables = parse_toml(decode_toml(data, path), path)
    raw = tables.pop(TABLE, None)
    if not isinstance(raw, dict) or tables:
        raise UnreadableInput(say.NO_TABLE.format(path=path))
    return raw


def _read_workbook(data: bytes, path: Path) -> dict[str, object]:
    from formgen.sources.grid import load_sheets
    from formgen.sources.guard import check_workbook_zip

    check_workbook_zip(data, path)
    for grid in load_sheets(data, path).sheets:
        sheet = _Sheet(grid)
        if sheet.columns:
            return sheet.read()
    raise UnreadableInput(say.NO_COLUMNS.format(path=path, columns="、".join(say.REQUIRED_COLUMNS)))


class _Sheet:
    """A sheet of actual values: found by its column heads, read row by row."""

    def __init__(self, grid: object) -> None:
        from formgen.sources.grid import Grid
        from formgen.sources.labels import plain_label

        assert isinstance(grid, Grid)
        self._grid = grid
        self._head, self.columns = 0, dict[str, int]()
        for row, columns in grid.rows.items():
            keys = {say.COLUMNS.get(plain_label(grid.text(row, column) or "")): column for column in columns}
            if {"name", "value"} <= set(keys):
                self._head, self.columns = row, {key: column for key, column in keys.items() if key}
                return

    def read(self) -> dict[str, object]:
        """Entries by name. Raises UnreadableInput with every cell that can't be read."""
        faults: list[Fault] = []
        entries: dict[str, object] = {}
        for row in (row for row in self._grid.rows if row > self._head):
            entry: dict[str, object] = {}
            for key, column in self.columns.items():
                try:
                    entry[key] = self._value(row, column)
                except _Unreadable as problem:
                    faults.append(Fault(str(problem), self._grid.place(row, column)))
            name = str(entry.pop("name", "")).strip()
            if not name and any(value != "" for value in entry.values()):
                faults.append(Fault(say.NO_NAME, self._grid.place(row, self.columns["name"])))
            elif name in entries:
                faults.append(Fault(say.TWICE.format(name=name), self._grid.place(row, self.columns["name"])))
            elif name:
                entries[name] = {key: value for key, value in entry.items() if value != ""} or ""
        if faults:
            raise UnreadableInput(say.FAULTY, faults)
        return entries

    def _value(self, row: int, column: int) -> object:
        from formgen.sources.gather import raw_value
        from formgen.sources.grid import State

        cell = self._grid.cells.get((row, column))
        if cell is None:
            return ""
        if cell.state is State.NO_CACHED_VALUE:
            raise _Unreadable(reading.NO_CACHED_VALUE_HINT)
        if cell.state is not State.VALUE:
            raise _Unreadable(say.ERROR_VALUE.format(text=cell.value))
        if isinstance(cell.value, bool | str | datetime | date):
            return cell.value
        if not isinstance(cell.value, int | float):
            raise _Unreadable(say.NO_TIME)
        return raw_value(cell, numeric=True)


class _Unreadable(Exception):
    """A cell that can't be read, and why."""
