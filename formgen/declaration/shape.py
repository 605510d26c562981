"""The shape of a form: the classic one, a few facts over one table of indicators, or any other.

Comes in: a profile. Goes out: which of the two it is. The classic shape has a reader and a fill-in workbook
of its own, which know how people write into it; every other form is read and filled block by block.
"""

from __future__ import annotations

from formgen.declaration.blocks import COLUMN_ROLES, FieldsBlock, TableBlock
from formgen.declaration.profile import GROUP_COLUMNS, Profile

_FEWEST_COLUMNS = 4
_GROUPS = ("level1", "level2")
_ONE_OF = ("level3", "target")
_BESIDE = ("points", "rule")
"""Stand beside the classic form, never in it."""


def is_classic(profile: Profile) -> bool:
    """True for facts, each in a line of its own, over one free table whose columns are the roles, all with
    labels that are the same for every declaration."""
    if profile.label_templates:
        return False
    *above, table = profile.blocks
    if not isinstance(table, TableBlock) or table is not profile.indicator_table:
        return False
    return all(isinstance(block, FieldsBlock) and _is_list(block) for block in above) and _is_flat(table)


def _is_list(block: FieldsBlock) -> bool:
    return not (block.heading or block.value_below) and all(len(row) == 1 for row in block.rows)


def _is_flat(table: TableBlock) -> bool:
    keys = [column.key for column in table.columns]
    odd = table.fixed or table.sides or table.total_row or table.heading_at == "left"
    if odd or table.levels != GROUP_COLUMNS or tuple(keys[:GROUP_COLUMNS]) != _GROUPS:
        return False
    if any(column.print or column.under or column.meaning != column.key for column in table.columns):
        return False
    if any(key not in COLUMN_ROLES or key in _BESIDE for key in keys):
        return False
    return len(keys) >= _FEWEST_COLUMNS and any(key in keys for key in _ONE_OF)
