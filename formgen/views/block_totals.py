"""The last row of a table: sums under their columns, and the grade that they earn.

Comes in: a table's block, its printed columns, and what fills it. Goes out: a row of cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from formgen.declaration.blocks import TableBlock
from formgen.declaration.figures import figure_of, total_of
from formgen.declaration.printed import print_value
from formgen.views.block_columns import PrintedColumn
from formgen.views.block_shown import Shown
from formgen.views.tables import Cell


def total_row(
    block: TableBlock, slots: Sequence[PrintedColumn], shown: Shown
) -> tuple[Cell | None, ...] | None:
    """The sums under the table; its label stands over the columns before the first of them."""
    total = block.total_row
    if total is None:
        return None
    cells: list[Cell | None] = []
    first = next(i for i, slot in enumerate(slots) if slot.column and slot.column.key in total.sum)
    for index, slot in enumerate(slots):
        column = slot.column
        if column is not None and column.key in total.sum:
            cells.append(Cell(print_value(_total(block, slot, shown), column), use="body"))
        elif index < first:
            cells.append(Cell(total.label, colspan=first, use="head", align="center") if index == 0 else None)
        elif column is not None and column.key == total.grade:
            cells.append(Cell(_grade(block, slots, shown), use="body", align="center"))
        else:
            cells.append(Cell(""))
    return tuple(cells)


def _total(block: TableBlock, slot: PrintedColumn, shown: Shown) -> Decimal | None:
    """The sum under a column with what else belongs to it; of scores, None while a row with points has none."""
    column = slot.column
    assert column is not None and block.total_row is not None
    key = f"{slot.prefix}{column.key}"
    if column.type == "score" and _lacks_score(block, key, slot.prefix, shown):
        return None
    total = total_of(block, key, shown.figures)
    more = block.total_row.plus.get(column.key)
    if more is None or total is None:
        return total
    value = figure_of(more, shown.profile, shown.figures)
    return None if value is None else total + value


def _lacks_score(block: TableBlock, key: str, prefix: str, shown: Shown) -> bool:
    points = next((column.key for column in block.columns if column.meaning == "points"), "")
    rows = [row for _, _, row in shown.figures.rows(block)]
    return any(row.get(f"{prefix}{points}") and row.get(key) in (None, "") for row in rows)


def _grade(block: TableBlock, slots: Sequence[PrintedColumn], shown: Shown) -> str:
    """The grade that the sum of the scores earns of the points there are, the money's among them; "" while
    there is none. The limits of the profile are those of the indicators alone."""
    assert block.total_row is not None
    summed = [slot for slot in slots if slot.column and slot.column.key in block.total_row.sum]
    totals = {
        slot.column.type: _total(block, slot, shown)
        for slot in summed
        if slot.column and slot.column.type in ("score", "points")
    }
    score, points = totals.get("score"), totals.get("points")
    if score is None:
        return ""
    scoring = shown.profile.scoring
    return scoring.grade_of(score * scoring.total / points if points else score)
