"""The rows of the indicator table as the fill-in workbook holds them.

Comes in: a declaration, or a profile for a blank. Goes out: rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from formgen.declaration.model import Declaration, Indicator
from formgen.declaration.profile import Profile
from formgen.declaration.toml import inline_table

FEWEST_ROWS = 60
"""A blank has so many rows at least; forms of provinces have up to about fifty indicators."""

ROWS_IN_GROUP = 3
FEWEST_SPARE_ROWS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A row to write. cells: key → value; "" for an empty cell."""

    level1: str
    level2: str
    cells: dict[str, object]


SPARE = Row("", "", {})
"""A row of no group yet: its 一级 and 二级 are chosen from the lists."""


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
    """Rows to fill in: some for each 二级指标, then rows for what does not fit there, at least
    `FEWEST_ROWS` together."""
    rows = [
        Row(level1, level2, {"level1": level1, "level2": level2} if number == 0 else {})
        for level1, names in profile.taxonomy.items()
        for level2 in names
        for number in range(ROWS_IN_GROUP)
    ]
    spare = max(FEWEST_SPARE_ROWS, FEWEST_ROWS - len(rows))
    return rows + [SPARE] * spare
