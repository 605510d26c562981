"""The printed columns of a table and its heads: sides, common heads, and the heading over or beside them.

Comes in: a table's block. Goes out: `PrintedColumn`s and rows of head cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formgen.declaration.blocks import Align, Column, TableBlock
from formgen.declaration.profile import Profile
from formgen.views.block_shown import WHOLE_ALIGN, left_heading
from formgen.views.tables import Cell

_SHORT = ("operator", "target", "unit", "level1", "level2", "points")
"""Meanings of columns that hold a word or two, centred."""


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A printed column: of one side where the table has sides. column: None where it holds the labels of fixed
    rows. prefix: of its values' names in a row."""

    width: float
    align: Align
    column: Column | None = None
    side: str = ""

    @property
    def prefix(self) -> str:
        return f"{self.side}." if self.side and self.column and not self.column.shared else ""


def printed_columns(block: TableBlock, profile: Profile) -> list[PrintedColumn]:
    """The printed columns from left to right, drawn out to the width of the page."""
    sides = [side.key for side in block.sides] or [""]
    slots = [_slot(column, "") for column in block.columns if column.shared]
    own = [column for column in block.columns if not column.shared]
    room = float(profile.page.room) - left_heading(block)
    given = sum(slot.width for slot in slots) + len(sides) * sum(float(column.width) for column in own)
    label = float(block.row_width) if block.row_width else (room - given) / len(sides)
    for side in sides:
        if block.fixed:
            slots.append(PrintedColumn(label, "left", side=side))
        slots += [_slot(column, side) for column in own]
    scale = room / sum(slot.width for slot in slots)
    return [replace(slot, width=slot.width * scale) for slot in slots]


def _slot(column: Column, side: str) -> PrintedColumn:
    short = column.print or column.meaning in _SHORT
    align = column.align or WHOLE_ALIGN.get(column.type) or ("center" if short else "left")
    return PrintedColumn(float(column.width), align, column, side)


def table_heads(block: TableBlock, slots: Sequence[PrintedColumn]) -> list[tuple[Cell | None, ...]]:
    """The rows of heads: the heading over all, the sides, heads over several columns, the columns' own. A head
    without one over it reaches over both rows."""
    over = _runs(block, slots)
    rows: list[list[Cell | None]] = [[None] * len(slots) for _ in range(2 if over else 1)]
    for index, slot in enumerate(slots):
        text = _head_text(slot, block)
        if over and index in over:
            label, span = over[index]
            if label:
                rows[0][index] = Cell(label, colspan=span)
                for place in range(index, index + span):
                    rows[1][place] = Cell(_head_text(slots[place], block))
                continue
        if over and rows[1][index] is None:
            rows[0][index] = Cell(text, rowspan=2)
        elif not over:
            rows[0][index] = Cell(text)
    if block.sides:
        rows.insert(0, _side_heads(block, slots))
    if block.heading and block.heading_at == "top":
        rows.insert(0, [Cell(block.heading, colspan=len(slots)), *[None] * (len(slots) - 1)])
    # A row without a single label (columns that only their side names) is no row of heads.
    return [tuple(row) for row in rows if any(cell and cell.text for cell in row)]


def _head_text(slot: PrintedColumn, block: TableBlock) -> str:
    return slot.column.heading if slot.column else block.row_heading


def _runs(block: TableBlock, slots: Sequence[PrintedColumn]) -> dict[int, tuple[str, int]]:
    """Index of the first column under a common head → (head, number of columns)."""
    runs: dict[int, tuple[str, int]] = {}
    index = 0
    while index < len(slots):
        column, span = slots[index].column, 1
        while (
            column is not None
            and column.under
            and index + span < len(slots)
            and (other := slots[index + span].column) is not None
            and other.under == column.under
            and slots[index + span].side == slots[index].side
        ):
            span += 1
        if column is not None and column.under:
            runs[index] = (column.under, span)
        index += span
    return runs


def _side_heads(block: TableBlock, slots: Sequence[PrintedColumn]) -> list[Cell | None]:
    row: list[Cell | None] = [None] * len(slots)
    labels = {side.key: side.label for side in block.sides}
    shared = [index for index, slot in enumerate(slots) if not slot.side]
    for index in shared:
        row[index] = Cell("")
    for key, label in labels.items():
        own = [index for index, slot in enumerate(slots) if slot.side == key]
        row[own[0]] = Cell(label, colspan=len(own))
    return row


def stand_heading(
    block: TableBlock, heads: Sequence[tuple[Cell | None, ...]], rows: Sequence[tuple[Cell | None, ...]]
) -> tuple[list[tuple[Cell | None, ...]], list[tuple[Cell | None, ...]]]:
    """The heading upright at the left: no line parts its place beside the heads from its label beside the
    rows, for a cell cannot be merged over the heads that pages repeat."""
    blank = Cell("", rowspan=len(heads), open_below=True)
    label = Cell(block.heading, rowspan=len(rows), use="head", align="center", open_above=bool(heads))
    stood = [(blank if i == 0 else None, *row) for i, row in enumerate(heads)]
    return stood, [(label if i == 0 else None, *row) for i, row in enumerate(rows)]
