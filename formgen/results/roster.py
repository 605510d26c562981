"""The roster: which units are to hand in.

Comes in: a workbook of any kind or a csv with a column of names (optionally code, deadline, date of filing,
project, contact, budget, numbers for the archive), found by their labels. Goes out: `Unit`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from formgen.base.errors import Fault, UnreadableInput
from formgen.messages import roster as say
from formgen.results.events import Unit
from formgen.results.identity import fold_name
from formgen.results.roster_table import Cell, Line, load_tables
from formgen.scoring.dates import read_day
from formgen.sources.labels import line_words

_TEXTS = ("code", "project", "contact", "phone", "fonds", "retention", "item")
_MOST_DIGITS = 15
_MOST_SAMPLES = 20
"""Rows searched for heads: titles stand above them, never a whole list."""


def read_roster(path: Path) -> tuple[Unit, ...]:
    """The units in the roster's order. Raises UnreadableInput with every fault and its cell or line."""
    lists = [found for table in load_tables(path) if (found := _List.find(table)) is not None]
    if not lists:
        raise UnreadableInput(say.NO_NAMES.format(path=path))
    faults = [fault for found in lists for fault in found.faults]
    units: list[Unit] = []
    first: dict[tuple[str, str], str] = {}
    for unit in (unit for found in lists for unit in found.read(faults)):
        key = fold_name(unit.name), fold_name(unit.project)
        if key in first:
            message = say.TWICE.format(name=unit.name, first=first[key])
            faults.append(Fault(message, unit.place, "name", say.TWICE_HINT))
            continue
        first[key] = unit.place
        units.append(unit)
    if faults:
        raise UnreadableInput(say.FAULTY.format(path=path, count=len(faults)), faults)
    if not units:
        raise UnreadableInput(say.NO_UNITS.format(path=path))
    return tuple(units)


class _List:
    """A table with its columns found."""

    def __init__(self, columns: dict[str, int], lines: Sequence[Line], faults: list[Fault]) -> None:
        self._columns = columns
        self._lines = lines
        self.faults = faults

    @classmethod
    def find(cls, table: Sequence[Line]) -> _List | None:
        """The list under the first line that has a head of names; None where none has."""
        for number, line in enumerate(table[:_MOST_SAMPLES]):
            columns: dict[str, int] = {}
            faults: list[Fault] = []
            for column, cell in line.cells.items():
                key = _column_key(cell)
                if key in columns:
                    first = line.cells[columns[key]].place
                    message = say.HEAD_TWICE.format(label=say.LABELS[key], first=first)
                    faults.append(Fault(message, cell.place, key, say.HEAD_TWICE_HINT))
                elif key:
                    columns[key] = column
            if "name" in columns:
                return cls(columns, table[number + 1 :], faults)
        return None

    def read(self, faults: list[Fault]) -> Iterable[Unit]:
        """The units; what is wrong is added to the faults. A line without any of the columns' contents is
        passed over, as titles and remarks are."""
        for line in self._lines:
            cells = {key: line.cells[column] for key, column in self._columns.items() if column in line.cells}
            for key, cell in cells.items():
                if cell.unreadable:
                    message = say.BAD_CELL.format(label=say.LABELS[key])
                    faults.append(Fault(message, cell.place, key, say.BAD_CELL_HINT))
            name = cells.get("name")
            if name is None:
                if cells:
                    faults.append(Fault(say.NO_NAME, line.place, "name", say.NO_NAME_HINT))
            elif not name.unreadable and not _is_no_unit(name):
                texts = {key: cells[key].text.strip() for key in _TEXTS if key in cells}
                yield Unit(
                    name=name.text.strip(),
                    deadline=_read_date(cells, "deadline", faults),
                    filed=_read_date(cells, "filed", faults),
                    budget=_read_budget(cells, faults),
                    place=name.place,
                    **texts,
                )


def _is_no_unit(cell: Cell) -> bool:
    """True for heads repeated on the next page, sums and remarks."""
    text = cell.text.strip()
    return _column_key(cell) == "name" or text in say.SUMS or text.startswith(line_words("remarks"))


def _column_key(cell: Cell) -> str:
    plain = fold_name(cell.text).strip("*★※").rstrip(":")
    return next((key for key, names in say.COLUMNS.items() if plain in map(fold_name, names)), "")


def _read_date(cells: dict[str, Cell], key: str, faults: list[Fault]) -> date | None:
    cell = cells.get(key)
    if cell is None or cell.unreadable:
        return None
    if isinstance(cell.value, date):
        return cell.value.date() if isinstance(cell.value, datetime) else cell.value
    day = read_day(fold_name(cell.text))
    if day is None:
        message = say.BAD_DATE.format(label=say.LABELS[key], text=cell.text.strip())
        faults.append(Fault(message, cell.place, key, say.BAD_DATE_HINT))
    return day


def _read_budget(cells: dict[str, Cell], faults: list[Fault]) -> str:
    """In 万元, as text; "" for none."""
    cell = cells.get("budget")
    if cell is None or cell.unreadable:
        return ""
    text = fold_name(cell.text).replace(",", "").removesuffix("万元")
    number, in_yuan = text.removesuffix("元"), text.endswith("元")
    try:
        found = Decimal(number)
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite() or found < 0 or found.adjusted() > _MOST_DIGITS:
        message = say.BAD_BUDGET.format(text=cell.text.strip())
        faults.append(Fault(message, cell.place, "budget", say.BAD_BUDGET_HINT))
        return ""
    return f"{found / 10_000 if in_yuan else found:f}"
