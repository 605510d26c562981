"""The rows of the indicator table as the fill-in workbook holds them.

Comes in: a declaration, or a profile for a blank. Goes out: rows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from formgen.declaration.model import Declaration, Indicator
from formgen.declaration.profile import Profile
from formgen.declaration.toml import inline_table

FEWEST_ROWS = 60
"""A blank has so many rows at least; forms of provinces have up to about fifty indicators."""

FEWEST_IN_GROUP = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row to write. cells: key → value; "" for an empty cell."""

    level1: str
    level2: str
    cells: dict[str, object]


def rows_of(declaration: Declaration) -> list[Row]:
    return [
        Row(item.level1, item.level2, _cells(item, first=index == 0))
        for index, item in enumerate(declaration.indicators)
    ]


def _cells(item: Indicator, *, first: bool) -> dict[str, object]:
    """The cells of a row. An empty 一级 or 二级 is written as a blank: an empty cell would mean the
    label above."""
    cells: dict[str, object] = {key: "" if value is None else value for key, value in item}
    for key in ("level1", "level2"):
        if cells[key] == "" and not first:
            cells[key] = " "
    cells["operator"] = str(item.operator)
    cells["rule"] = inline_table(item.rule) if isinstance(item.rule, dict) else item.rule or ""
    return cells


def blank_rows(profile: Profile) -> list[Row]:
    """Rows to fill in, the same number for each 二级指标, at least `FEWEST_ROWS` together."""
    groups = sum(len(names) for names in profile.taxonomy.values())
    each = max(FEWEST_IN_GROUP, math.ceil(FEWEST_ROWS / max(groups, 1)))
    if not groups:
        return [Row("", "", {})] * each
    return [
        Row(level1, level2, {"level1": level1, "level2": level2} if number == 0 else {})
        for level1, names in profile.taxonomy.items()
        for level2 in names
        for number in range(each)
    ]
