"""What was changed in a form, put back into the workbook that it came from.

Comes in: the workbook's bytes, and its values as opened and as they now are. Goes out: the same workbook with
these cells changed; None where a change has no cell of its own there. The result is read again and must say
exactly what the form says, else it is not handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from formgen.base.errors import FormgenError, UsageFault
from formgen.declaration.places import Place
from formgen.fill.patch_workbook import CellText, patch_workbook
from formgen.sources import read_bytes
from formgen.sources.build import build
from formgen.sources.raw import RawDeclaration, RawValue

_ROW = re.compile(r"(?P<table>.+)\[(?P<index>\d+)\]\.(?P<key>\w+)")


def save_back(data: bytes, path: Path, opened: RawDeclaration, now: RawDeclaration) -> bytes | None:
    """The workbook's bytes with the changes in it. data: an xlsx. None where that cannot be done cell by cell:
    a value without a cell, a cell of several values, a shared formula."""
    changed = _changed(opened.values, now.values)
    if not changed:
        return data
    places = {field: _place_of(field, opened.values) for field in changed}
    if any(place is None for place in places.values()):
        return None
    for as_numbers in (True, False):
        cells: dict[Place, CellText] = {}
        for field, place in places.items():
            assert place is not None
            value = now.values.get(field)
            text = _cell_text(value.value if value else None, numbers=as_numbers)
            if cells.setdefault(place, text) != text:
                return None  # two values of one cell
        try:
            patched = patch_workbook(data, cells)
        except UsageFault:
            return None
        if _says(patched, path, now):
            return patched
    return None


def _changed(before: Mapping[str, RawValue], after: Mapping[str, RawValue]) -> list[str]:
    fields = [field for field in {**before, **after} if "." in field or field in ("year", "profile")]
    return [field for field in fields if _value(before.get(field)) != _value(after.get(field))]


def _value(raw: RawValue | None) -> object:
    return raw.value if raw else None


def _place_of(field: str, values: Mapping[str, RawValue]) -> Place | None:
    """The cell of a field: its own, or for an empty one the cell of its row under the column of its like."""
    own = values.get(field)
    if own is not None and own.place:
        place = Place.parse(own.place)
        return place if place.cell else None
    match = _ROW.fullmatch(field)
    if match is None:
        return None
    row = _row_number(match["table"], int(match["index"]), values)
    column = _column(match["table"], match["key"], values)
    if row is None or column is None:
        return None
    return Place(sheet=column[0], cell=f"{column[1]}{row}")


def _row_number(table: str, index: int, values: Mapping[str, RawValue]) -> int | None:
    raw = values.get(f"{table}[{index}]")
    place = Place.parse(raw.place) if raw else None
    at = place.column_and_row if place else None
    return at[1] if at else None


def _column(table: str, key: str, values: Mapping[str, RawValue]) -> tuple[str, str] | None:
    """Sheet and letters of a column, where all its cells that are filled stand in one."""
    found = set()
    for field, raw in values.items():
        match = _ROW.fullmatch(field)
        if match is not None and match["table"] == table and match["key"] == key:
            place = Place.parse(raw.place)
            if place.column_and_row is not None:
                found.add((place.sheet, place.column_and_row[0]))
    return found.pop() if len(found) == 1 else None


def _cell_text(value: object, *, numbers: bool) -> CellText:
    if value is None:
        return None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        return number if numbers else f"{number:f}"
    return str(value)


def _says(patched: bytes, path: Path, wanted: RawDeclaration) -> bool:
    """Whether the workbook, read anew, declares what the form declares, with the same faults."""
    try:
        raws = read_bytes(patched, path, None)
        again = next((raw for raw in raws if raw.part == wanted.part), raws[0] if len(raws) == 1 else None)
        return again is not None and _content(again) == _content(wanted)
    except FormgenError:
        return False


def _content(raw: RawDeclaration) -> tuple[object, list[str]]:
    reading = build(raw)
    return reading.declaration, sorted(_fields(fault.field for fault in reading.faults))


def _fields(fields: Iterable[str]) -> list[str]:
    return [field for field in fields if field]
