"""全宗号, 保管期限 and 件号 of every unit: from the archivist's table, the command line, or the declaration.

Comes in: the declarations by the names of their results, and what the archivist gave. Goes out: `Numbers` for
each, and one list of what is missing or wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from formgen.base.errors import Fault, UnreadableInput
from formgen.messages import archive as say
from formgen.messages.fields import FIELD_LABELS
from formgen.results.events import Unit
from formgen.results.identity import fold_name
from formgen.sources import load_bytes
from formgen.sources.books import load_book
from formgen.sources.build import Reading
from formgen.sources.grid_types import Grid, GridCell, State
from formgen.sources.shown import show_number

# DA/T 22: codes of 保管期限 within the 档号.
RETENTION = {
    **dict.fromkeys(("永久", "Y"), "Y"),
    **dict.fromkeys(("30年", "定期30年", "D30"), "D30"),
    **dict.fromkeys(("10年", "定期10年", "D10"), "D10"),
}
RETENTION_NAMES = {"Y": "永久", "D30": "30年", "D10": "10年"}
_FONDS = re.compile(r"[0-9A-Za-z]([0-9A-Za-z-]{0,18}[0-9A-Za-z])?")
_ITEM = re.compile(r"[0-9]{1,6}")
ITEM_DIGITS = 4
_KEYS = ("fonds", "retention", "item")
_HEAD_ROWS = 20


@dataclass(frozen=True, slots=True)
class Numbers:
    """As they are given; "" for what is not."""

    fonds: str = ""
    retention: str = ""
    item: str = ""

    def of_year(self, year: int) -> str:
        """档号: 全宗号-门类·年度-保管期限-件号."""
        return say.NUMBER.format(
            fonds=self.fonds,
            category=say.CATEGORY,
            year=year,
            retention=RETENTION[self.retention],
            item=self.item.zfill(ITEM_DIGITS),
        )


@dataclass(frozen=True, slots=True)
class Given:
    """What the archivist gave. fonds, retention: of every unit that its table says nothing of. table: by the
    folded name of the unit. item_from: the first 件号 to be given in turn; None where none are."""

    fonds: str = ""
    retention: str = ""
    table: Mapping[str, Numbers] = field(default_factory=dict)
    item_from: int | None = None


def assign_numbers(readings: Mapping[str, Reading], given: Given) -> tuple[dict[str, Numbers], list[Fault]]:
    """Name of the result → its numbers, as far as they are whole, and what is missing or wrong. 件号 given in
    turn follow the order of the names, for every 全宗, year and 保管期限 by itself, past those already taken."""
    wanted = {name: _wanted(reading, given) for name, reading in readings.items()}
    faults = [fault for name, numbers in wanted.items() for fault in _faults(name, numbers, given)]
    missing = [fault for fault in faults if not fault.field.count(".")]
    if missing:
        faults.remove(missing[-1])
        faults.append(Fault(missing[-1].message, missing[-1].place, missing[-1].field, say.MISSING_HINT))
    if faults:
        return {}, faults
    numbers = _in_turn(readings, wanted, given)
    return numbers, list(_same_numbers(readings, numbers))


def units_not_found(readings: Mapping[str, Reading], given: Given) -> list[str]:
    """Units of the table that have no result."""
    known = {fold_name(reading.declaration.department.name) for reading in readings.values()}
    return [name for name in given.table if name not in known]


def read_numbers(path: Path) -> dict[str, Numbers]:
    """The table of a workbook or CSV: folded name of the unit → its numbers. Raises UnreadableInput with every
    fault and its cell."""
    found: dict[str, Numbers] = {}
    faults: list[Fault] = []
    tables = 0
    for grid in load_book(load_bytes(path), path).sheets:
        heads = None if grid.hidden else _find_heads(grid)
        if heads is None:
            continue
        tables += 1
        for place, name, numbers, wrong in _read_rows(grid, *heads):
            faults += wrong
            if name in found:
                faults.append(Fault(say.UNIT_TWICE.format(name=name), place))
            found[name] = numbers
    if faults:
        raise UnreadableInput(say.NUMBERS_FAULTY.format(path=path, count=len(faults)), faults)
    if not tables or not found:
        raise UnreadableInput(say.NUMBERS_NO_TABLE.format(path=path))
    return found


def numbers_of_roster(units: Iterable[Unit]) -> dict[str, Numbers]:
    """The same out of a roster. Of a unit with several projects, what all of its lines have in common; a 件号 is
    that of one form only."""
    lines: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        lines[fold_name(unit.name)].append(unit)
    found = {
        name: Numbers(
            _in_common([unit.fonds for unit in own]),
            _in_common([unit.retention for unit in own]),
            own[0].item if len(own) == 1 else "",
        )
        for name, own in lines.items()
    }
    return {name: numbers for name, numbers in found.items() if numbers != Numbers()}


def _in_common(texts: Sequence[str]) -> str:
    return texts[0] if len(set(texts)) == 1 else ""


def _wanted(reading: Reading, given: Given) -> Numbers:
    declaration = reading.declaration
    own, row = declaration.archive, given.table.get(fold_name(declaration.department.name), Numbers())
    item = "" if given.item_from is not None else own.item.strip()
    retention = row.retention or given.retention or own.retention.strip()
    return Numbers(
        row.fonds or given.fonds or own.fonds.strip(),
        "".join(retention.split()),
        row.item or item,
    )


def _faults(name: str, numbers: Numbers, given: Given) -> Iterator[Fault]:
    """One fault for all that is missing (its field is `archive`), and one for each that is wrong."""
    required = [key for key in _KEYS if key != "item" or given.item_from is None]
    missing = [FIELD_LABELS[f"archive.{key}"] for key in required if not getattr(numbers, key)]
    if missing:
        yield Fault(say.NO_SETTING.format(labels="、".join(missing)), name, "archive")
    good = {
        "fonds": _FONDS.fullmatch(numbers.fonds) is not None,
        "retention": numbers.retention in RETENTION,
        "item": _ITEM.fullmatch(numbers.item) is not None,
    }
    for key, holds in good.items():
        value = getattr(numbers, key)
        if value and not holds:
            label = FIELD_LABELS[f"archive.{key}"]
            message = say.BAD_SETTING.format(label=label, value=value[:40])
            yield Fault(message, name, f"archive.{key}", say.SETTING_HINTS[key])


def _in_turn(
    readings: Mapping[str, Reading], wanted: Mapping[str, Numbers], given: Given
) -> dict[str, Numbers]:
    def series(name: str) -> tuple[str, str, int]:
        numbers = wanted[name]
        return numbers.fonds, RETENTION[numbers.retention], readings[name].declaration.year

    taken: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    for name, numbers in wanted.items():
        if numbers.item:
            taken[series(name)].add(int(numbers.item))
    turns: dict[tuple[str, str, int], Iterator[int]] = {}
    result = {}
    for name, numbers in wanted.items():
        own = series(name)
        item = numbers.item
        if not item:
            turn = turns.setdefault(own, count(given.item_from or 1))
            item = str(next(number for number in turn if number not in taken[own]))
        result[name] = Numbers(numbers.fonds, numbers.retention, item)
    return result


def _same_numbers(readings: Mapping[str, Reading], numbers: Mapping[str, Numbers]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name, own in numbers.items():
        number = own.of_year(readings[name].declaration.year)
        if first.setdefault(number, name) != name:
            message = say.SAME_NUMBER.format(number=number, other=first[number])
            yield Fault(message, name, "archive", say.SAME_NUMBER_HINT)


def _find_heads(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row of the heads and the columns below them, where a row has the units' and one of the numbers'."""
    for row, columns in list(grid.rows.items())[:_HEAD_ROWS]:
        found: dict[str, int] = {}
        for column in columns:
            text = fold_name(_text(grid.cells[row, column])).strip("*★※").rstrip(":")
            key = next((key for key, names in say.COLUMNS.items() if text in map(fold_name, names)), "")
            if key:
                found.setdefault(key, column)
        if "name" in found and len(found) > 1:
            return row, found
    return None


def _read_rows(
    grid: Grid, head: int, columns: Mapping[str, int]
) -> Iterator[tuple[str, str, Numbers, list[Fault]]]:
    for row in grid.rows:
        if row <= head:
            continue
        cells = {
            key: grid.cells[row, column] for key, column in columns.items() if (row, column) in grid.cells
        }
        texts = {key: _text(cell) for key, cell in cells.items()}
        if not any(texts.values()):
            continue
        faults = [
            Fault(say.NUMBERS_BAD_CELL, grid.place(row, columns[key]))
            for key, cell in cells.items()
            if cell.state is not State.VALUE
        ]
        place = grid.place(row, columns["name"])
        if not texts.get("name"):
            faults.append(Fault(say.NUMBERS_NO_NAME, place))
        numbers = Numbers(*(texts.get(key, "") for key in _KEYS))
        yield place, fold_name(texts.get("name", "")), numbers, faults


def _text(cell: GridCell) -> str:
    """As it is shown: a 件号 of 7 in the format 0000 is 0007."""
    if cell.state is not State.VALUE or cell.value is None:
        return ""
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return show_number(cell.value, cell.number_format).text.strip()
    return str(cell.value).strip()
