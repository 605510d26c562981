"""Fields, cells and tables that a profile names and the model has no type of its own for.

Comes in: the values of one declaration, being read. Goes out: text, decimals and dates by their keys, as
the profile's types want them; empty ones left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from formgen.declaration.blocks import Labelled, TableBlock
from formgen.declaration.paths import INDICATORS
from formgen.declaration.values import field_homes
from formgen.messages import reading as say
from formgen.sources.cells import read_number, same_unit, split_unit
from formgen.sources.field_reader import Desk, seen_text


def row_paths(values: Mapping[str, object], table: str) -> list[str]:
    """The rows of a free table that the file has, in order."""
    row = re.compile(rf"{re.escape(table)}\[(\d+)\]")
    numbers = sorted({int(match.group(1)) for path in values if (match := row.match(path))})
    return [f"{table}[{number}]" for number in numbers]


def read_fields(desk: Desk) -> dict[str, Any]:
    """The form's fields without a home in the model."""
    homes, keys = field_homes(desk.profile), desk.profile.field_keys
    known = {*homes, keys.get("project"), keys.get("year")}
    found = (
        (spec.key, read_value(desk, spec.key, spec)) for spec in desk.profile.facts if spec.key not in known
    )
    return {key: value for key, value in found if value not in ("", None)}


def read_tables(desk: Desk) -> dict[str, Any]:
    """Every table but the indicators': a free one as rows, one of fixed rows by their keys; tables without
    anything in them left out."""
    tables: dict[str, Any] = {}
    for table in desk.profile.tables.values():
        if table.name == INDICATORS:
            continue
        rows: Any = dict(_fixed(desk, table)) if table.fixed else tuple(_free(desk, table))
        if rows:
            tables[table.name] = rows
    return tables


def _fixed(desk: Desk, table: TableBlock) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in table.fixed:
        cells = read_cells(desk, table.name, f"{table.name}.{row.key}")
        if cells:
            yield row.key, cells


def _free(desk: Desk, table: TableBlock) -> Iterator[dict[str, Any]]:
    for path in row_paths(desk.values, table.name):
        yield read_cells(desk, table.name, path)


def read_cells(
    desk: Desk, table: str, path: str, *, leave_out: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The cells of one row by their keys."""
    block = desk.profile.tables.get(table)
    if block is None:
        return {}
    found = {
        key: read_value(desk, f"{path}.{key}", column, block.unit)
        for key, column in block.cells().items()
        if key not in leave_out
    }
    return {key: value for key, value in found.items() if value not in ("", None)}


def read_value(desk: Desk, path: str, spec: Labelled, unit: str = "") -> Any:
    """A value as its cell wants it. What is no number where one is wanted is told, and kept as it is seen.
    unit: of the table's money, which may stand behind a figure."""
    value = desk.value(path)
    if value is None:
        return None
    if isinstance(value, datetime | date) and spec.type in ("date", "text"):
        return say.DAY.format(year=value.year, month=value.month, day=value.day)
    if not spec.numeric:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return desk.target(path)
        return desk.text(path)
    if isinstance(value, str):
        return _number_of(desk, path, spec, unit)
    return desk.target(path)


def _number_of(desk: Desk, path: str, spec: Labelled, unit: str) -> Decimal | str | None:
    """The number in a text: with thousands separators, with the unit or the per cent sign that its cell has
    anyway."""
    text = str(desk.target(path))
    if not text.strip():
        return None
    number = read_number(text)
    parts = split_unit(text) if number is None else None
    if parts is not None and (same_unit(parts[1], unit) or (spec.type == "percent" and parts[1] in ("%", "％"))
                              or (spec.type in ("points", "score") and parts[1] == "分")):  # fmt: skip
        number = parts[0]
    if number is None:
        if text.strip() not in say.DASHES and not desk.is_faulty(path):
            desk.fault(path, say.WANT_NUMBER, say.WRITE_NUMBER, kind=say.KINDS["str"])
        return seen_text(text)
    if f"{number:f}" != text:
        desk.note(path, say.NUMBER_FROM_TEXT, text=text, number=f"{number:f}")
    return number
