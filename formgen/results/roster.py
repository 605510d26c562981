"""The roster: which units are to hand in, and how the outcomes of a batch compare with it.

Comes in: a workbook of any kind or a csv with a column of names (optionally code, deadline, date of filing,
project, contact, budget, numbers for the archive), found by their labels; then the outcomes. Goes out: `Unit`s, and a `Comparison`.

Late means: the day of filing lies after the unit's deadline. The day of filing is the roster's 报送日期
(what the bureau noted down), else the declaration's own 填报日期. Where a deadline is given and neither
day is known, whether it was late is not known, and said so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

from formgen.base.errors import Fault, UnreadableInput
from formgen.messages import roster as say
from formgen.results.events import Unit
from formgen.results.identity import fold_name
from formgen.results.outcome import Outcome
from formgen.results.roster_table import Cell, Line, load_tables
from formgen.scoring.dates import read_day
from formgen.sources.labels import line_words

_TEXTS = ("code", "project", "contact", "phone", "fonds", "retention", "item")
_MOST_DIGITS = 15
_MOST_SAMPLES = 20
"""Rows searched for heads: titles stand above them, never a whole list."""


Punctuality = Literal["in time", "late", "unknown", "no deadline"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A unit of the roster with what came from it. filed: the day used for `punctuality`."""

    unit: Unit
    outcomes: tuple[Outcome, ...]
    filed: date | None
    punctuality: Punctuality


@dataclass(frozen=True, slots=True)
class Comparison:
    """units: the roster, in its order. present: units with at least one file, in the roster's order; a unit is present even where its
    file was refused. missing: units without. extra: outcomes of departments that the roster does not
    name. nameless: outcomes whose department could not be read; each may be one of the missing."""

    units: tuple[Unit, ...]
    present: tuple[Arrival, ...]
    missing: tuple[Unit, ...]
    extra: tuple[Outcome, ...]
    nameless: tuple[Outcome, ...]

    @property
    def late(self) -> tuple[Arrival, ...]:
        """Present, but filed after the deadline."""
        return tuple(arrival for arrival in self.present if arrival.punctuality == "late")


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


def compare_roster(units: Sequence[Unit], outcomes: Sequence[Outcome]) -> Comparison:
    """Who is present, missing, not on the roster, and late (see above)."""
    by_name: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_name[fold_name(outcome.department)].append(outcome)
    nameless = tuple(by_name.pop("", ()))
    known = {fold_name(unit.name) for unit in units}
    present = [_arrival(unit, came) for unit in units if (came := by_name.get(fold_name(unit.name)))]
    return Comparison(
        units=tuple(units),
        present=tuple(present),
        missing=tuple(unit for unit in units if fold_name(unit.name) not in by_name),
        extra=tuple(item for item in outcomes if fold_name(item.department) not in (*known, "")),
        nameless=nameless,
    )


def _arrival(unit: Unit, outcomes: Sequence[Outcome]) -> Arrival:
    filed = unit.filed or _declared_day(outcomes)
    if unit.deadline is None:
        punctuality: Punctuality = "no deadline"
    elif filed is None:
        punctuality = "unknown"
    else:
        punctuality = "late" if filed > unit.deadline else "in time"
    return Arrival(unit, tuple(outcomes), filed, punctuality)


def _declared_day(outcomes: Sequence[Outcome]) -> date | None:
    """The latest 填报日期: a form that was corrected came when its last version did."""
    days = [day for outcome in outcomes if (day := read_day(fold_name(outcome.filed))) is not None]
    return max(days, default=None)


def possible_files(unit: Unit, comparison: Comparison) -> tuple[Outcome, ...]:
    """Unreadable files whose name holds the missing unit's: worth a look, no more than that."""
    name = fold_name(unit.name)
    return tuple(outcome for outcome in comparison.nameless if name in fold_name(outcome.label))
