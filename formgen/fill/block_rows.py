"""The rows of a table as the fill-in workbook holds them: those declared, or rows to fill in.

Comes in: a table of a profile, and a declaration or none. Goes out: rows of key → value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from formgen.declaration.blocks import TableBlock
from formgen.declaration.model import Declaration, Indicator
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.toml import inline_table
from formgen.declaration.values import row_values
from formgen.fill.rows import blank_rows
from formgen.sources.slots import Slot

BLANK_ROWS = 12
"""Of a free table without a taxonomy."""

SPARE_ROWS = 3
"""Where a declaration has no row of a table."""

Cells = Mapping[str, Any]


def free_rows(block: TableBlock, profile: Profile, declaration: Declaration | None) -> list[Cells]:
    """The rows of a free table; an empty mapping for one to fill in."""
    if declaration is None:
        return _blank(block, profile)
    if block.name == INDICATORS:
        rows: Sequence[Cells] = [_cells(row, profile) for row in declaration.indicators]
    else:
        rows = declaration.tables.get(block.name, ())
    return list(rows) or [{}] * SPARE_ROWS


def _blank(block: TableBlock, profile: Profile) -> list[Cells]:
    keys = {role: profile.column_keys.get(role, "") for role in ("level1", "level2")}
    if block.name != INDICATORS or not profile.taxonomy or block.levels < len(keys) or not all(keys.values()):
        return [{}] * BLANK_ROWS
    return [{keys[role]: value for role, value in row.cells.items()} for row in blank_rows(profile)]


def _cells(row: Indicator, profile: Profile) -> Cells:
    values = dict(row_values(row, profile))
    if isinstance(values.get("rule"), dict):
        values["rule"] = inline_table(values["rule"])
    return values


def with_blanks(rows: Sequence[Cells], groups: Sequence[Slot]) -> list[Cells]:
    """The rows with an empty group written as a blank: an empty cell would mean the group above."""
    made: list[Cells] = []
    begun = False
    for row in rows:
        if row:
            blank = {slot.key: " " for slot in groups if begun and not row.get(slot.key)}
            row, begun = {**row, **blank}, True
        made.append(row)
    return made
