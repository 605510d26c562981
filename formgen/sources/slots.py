"""The columns of a table as they stand side by side on a sheet.

Comes in: a table of a profile. Goes out: its slots from left to right, each with the heads over it and the
keys of the row's cells that it holds. Read by the readers of sheets, written by the fill-in workbook: both
see one order. Shared columns come first, then those of each side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from formgen.declaration.blocks import Column, TableBlock, print_keys
from formgen.messages.fields import FIELD_LABELS

_SHARES = {"operator": Decimal("0.3"), "target": Decimal("0.4"), "unit": Decimal("0.3")}
"""Of the width of a printed cell, for the cells it is filled in by."""

_NARROWEST = {"operator": Decimal(12), "target": Decimal(18), "unit": Decimal(13)}
"""mm that such a cell has at least, on paper of whatever width."""


@dataclass(frozen=True, slots=True)
class Slot:
    """column: None for the labels of fixed rows. keys: of the cells that stand here, with their side;
    several where one printed cell says them all. over: the heads above its own, from the top. width: mm.
    group: merged over its rows, and an empty cell means the one above."""

    column: Column | None
    keys: tuple[str, ...]
    label: str
    over: tuple[str, ...]
    width: Decimal
    side: str = ""
    group: bool = False

    @property
    def key(self) -> str:
        return self.keys[0] if self.keys else ""

    @property
    def role(self) -> str:
        """What the slot means to the scoring: its role, "" for none."""
        name = self.key.rpartition(".")[2]
        if self.column is None or len(self.keys) > 1:
            return ""
        return name if self.column.print else self.column.meaning or ""

    @property
    def heading(self) -> str:
        return f"* {self.label}" if self.column is not None and self.column.star else self.label


def slots_of(block: TableBlock, room: Decimal, *, split: bool = False) -> tuple[Slot, ...]:
    """The slots. room: mm between the margins, for labels of fixed rows without a width. split: a printed
    cell of several fields as a cell for each of them."""
    left = block.heading_width if block.heading and block.heading_at == "left" else Decimal(0)
    slots = [
        slot for column in block.columns if column.shared for slot in _column_slots(column, "", (), split)
    ]
    own = [column for column in block.columns if not column.shared]
    sides: list[tuple[str, tuple[str, ...]]] = [(side.key, (side.label,)) for side in block.sides] or [
        ("", ())
    ]
    given = sum((slot.width for slot in slots), Decimal(0)) + len(sides) * sum(column.width for column in own)
    label = block.row_width or max((room - left - given) / len(sides), Decimal(10))
    for side, over in sides:
        if block.fixed:
            slots.append(Slot(None, (), block.row_heading, over, label, side))
        slots += [slot for column in own for slot in _column_slots(column, side, over, split)]
    return tuple(_grouped(slots, block.levels))


def _column_slots(column: Column, side: str, over: tuple[str, ...], split: bool) -> Iterator[Slot]:
    prefix = f"{side}." if side else ""
    over = (*over, column.under) if column.under else over
    keys = print_keys(column)
    names = tuple(f"{prefix}{key}" for key in keys)
    if not split or len(keys) == 1:
        yield Slot(column, names, column.label, over, column.width, side)
        return
    shares = [_SHARES.get(key, Decimal(1) / len(keys)) for key in keys]
    for number, (key, name, share) in enumerate(zip(keys, names, shares, strict=True), 1):
        label = FIELD_LABELS.get(key, f"{column.label}{number}")
        width = max(column.width * share / sum(shares), _NARROWEST.get(key, Decimal(12)))
        yield Slot(column, (name,), label, (*over, column.label), width, side)


def _grouped(slots: list[Slot], levels: int) -> Iterator[Slot]:
    left = levels
    for slot in slots:
        group = slot.column is not None and left > 0
        left -= group
        yield Slot(slot.column, slot.keys, slot.label, slot.over, slot.width, slot.side, group)
