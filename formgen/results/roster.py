"""The roster: which units are to hand in.

Comes in: a workbook of any kind or a csv with a column of names (optionally code, deadline, date of filing,
project, contact, budget, numbers for the archive), found by their labels. Goes out: `Unit`s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.shown import shown
from formgen.messages import roster as say
from formgen.results.events import Unit
from formgen.results.identity import fold_name
from formgen.results.roster_table import Cell, Line, load_tables
from formgen.scoring.dates import read_day
from formgen.sources.labels import line_words

_TEXTS = ("code", "project", "contact", "phone", "fonds", "retention", "item")
_USUAL = "万元"
_MOST_DIGITS = 15
_MOST_SAMPLES = 20
"""Rows searched for heads: titles stand above them, never a whole list."""

_YEAR = re.compile(r"^\d{4}年度?")
_BRACKETS = re.compile(r"[(\[【〔](.*)[)\]】〕]$")
_WEAK = 1
_HEADS = {fold_name(name): (key, 0) for key, names in say.COLUMNS.items() for name in names} | {
    fold_name(name): (key, _WEAK + rank)
    for key, names in say.WEAKER.items()
    for rank, name in enumerate(names)
}


def read_roster(path: Path, tell: Callable[[str], None] | None = None) -> tuple[Unit, ...]:
    """The units in the roster's order. tell: is given a sentence on columns of which nothing was taken. Raises
    UnreadableInput with every fault and its cell or line."""
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
    unused = list(dict.fromkeys(head for found in lists for head in found.unused))
    if unused and tell is not None:
        known = say.SEPARATOR.join(say.LABELS.values())
        tell(say.UNUSED.format(path=shown(path), heads=say.SEPARATOR.join(unused), known=known))
    return tuple(units)


class _List:
    """A table with its columns found."""

    def __init__(
        self, columns: dict[str, int], head: Line, lines: Sequence[Line], faults: list[Fault]
    ) -> None:
        self._columns = columns
        self._money = (_money_of(head.cells[columns["budget"]].text) if "budget" in columns else "") or _USUAL
        used = set(columns.values())
        self.unused = [
            cell.text.strip()
            for column, cell in head.cells.items()
            if column not in used and not cell.unreadable and _plain(cell) not in say.PASSED_OVER
        ]
        self._lines = lines
        self.faults = faults

    @classmethod
    def find(cls, table: Sequence[Line]) -> _List | None:
        """The list under the first line that has a head of names; None where none has."""
        for number, line in enumerate(table[:_MOST_SAMPLES]):
            columns: dict[str, int] = {}
            faults: list[Fault] = []
            for column, cell in line.cells.items():
                key, rank = _known(cell)
                if not key:
                    continue
                other = line.cells.get(columns.get(key, 0))
                if other is not None and rank == _known(other)[1]:
                    message = say.HEAD_TWICE.format(label=say.LABELS[key], first=other.place)
                    faults.append(Fault(message, cell.place, key, say.HEAD_TWICE_HINT))
                elif other is None or rank < _known(other)[1]:
                    columns[key] = column
            if "name" in columns:
                return cls(columns, line, table[number + 1 :], faults)
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
                    budget=_read_budget(cells, self._money, faults),
                    place=name.place,
                    **texts,
                )


def _is_no_unit(cell: Cell) -> bool:
    """True for heads repeated on the next page, sums and remarks."""
    text = cell.text.strip()
    return _column_key(cell) == "name" or text in say.SUMS or text.startswith(line_words("remarks"))


def _column_key(cell: Cell) -> str:
    """What a column holds, by its head; "" for none that is known."""
    return _known(cell)[0]


def _known(cell: Cell) -> tuple[str, int]:
    """What a column holds, and how weakly its head says so: 0 where it is plain."""
    plain = _plain(cell)
    bare = _BRACKETS.sub("", _YEAR.sub("", plain)).rstrip(":")
    found = _HEADS.get(plain) or _HEADS.get(bare, ("", 0))
    return ("", 0) if _money_of(cell.text) and found[0] != "budget" else found


def _plain(cell: Cell) -> str:
    return fold_name(cell.text).strip("*★※").rstrip(":")


def _money_of(head: str) -> str:
    """The unit of money in a head; "" where it says none."""
    found = _BRACKETS.search(fold_name(head))
    unit = found[1] if found else ""
    for before in map(fold_name, say.IN_HEAD):
        unit = unit.removeprefix(before)
    return unit if unit in say.MONEY else ""


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


def _read_budget(cells: dict[str, Cell], money: str, faults: list[Fault]) -> str:
    """In 万元, as text; "" for none. money: the unit of a number that says none."""
    cell = cells.get("budget")
    if cell is None or cell.unreadable:
        return ""
    text = fold_name(cell.text).replace(",", "")
    own = next((unit for unit in sorted(say.MONEY, key=len, reverse=True) if text.endswith(unit)), "")
    try:
        found = Decimal(text.removesuffix(own)) / Decimal(say.MONEY[own or money])
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite() or found < 0 or found.adjusted() > _MOST_DIGITS:
        message = say.BAD_BUDGET.format(text=cell.text.strip())
        faults.append(Fault(message, cell.place, "budget", say.BAD_BUDGET_HINT))
        return ""
    return f"{found.normalize():f}"
