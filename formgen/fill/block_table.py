"""A table of the form → its rows on the sheet to fill in: heads, groups, fixed rows, and the sums below.

Comes in: a pen at the row above, the table's block, and a declaration or none. Goes out: the rows written, and the
areas that guides are added to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter

from formgen.declaration.blocks import TableBlock
from formgen.declaration.figures import figure_of, preset_figures
from formgen.declaration.model import Declaration
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.values import figures_of
from formgen.fill.block_cells import (
    HEAD_HEIGHT,
    Area,
    CellPen,
    cell_text,
    heading_width,
    is_cell_number,
    number_format,
)
from formgen.fill.block_rows import Cells, free_rows, with_blanks
from formgen.fill.block_totals import total_formula
from formgen.fill.rows import ROWS_IN_GROUP
from formgen.fill.sheet_style import Look, lines_height, text_lines
from formgen.sources.slots import Slot, slots_of

_FEWEST_LINES = 2


@dataclass
class TableWriter:
    """Writes one table. edges: of its columns, in mm. extras: what indicators say behind the form's columns.
    spots: path of a cell of a fixed row → its address. results: cell → what its formula gives now; of both, this
    table's are added."""

    pen: CellPen
    block: TableBlock
    profile: Profile
    declaration: Declaration | None
    edges: list[Decimal]
    extras: Sequence[str]
    spots: dict[str, str]
    results: dict[str, str]

    def __post_init__(self) -> None:
        self.look = self.pen.look
        self.slots = slots_of(self.block, self.profile.page.room, split=True)
        self.left = len(heading_width(self.block))

    def write(self) -> None:
        """The heading, the heads, the rows, the sums; at last the heading at the left of them all."""
        pen, block = self.pen, self.block
        if block.heading and block.heading_at == "top":
            pen.banner(block.heading, self.look.head, HEAD_HEIGHT)
        first = pen.row + 1
        self._heads()
        body = pen.row + 1
        if block.fixed:
            self._fixed()
        else:
            self._free()
        self._note_areas((body, pen.row))
        if block.total_row:
            self._total((body, pen.row))
        if self.left:
            pen.span(self.edges, 0, 1, block.heading, self.look.head, rows=(first, pen.row))

    # ── heads ─────────────────────────────────────────────────────────────────────────────────────

    def _heads(self) -> None:
        """Heads over several columns above the columns' own; one without any over it reaches down."""
        pen, edges = self.pen, self.edges
        if not any(slot.label or any(slot.over) for slot in self.slots):
            return
        depth = max(len(slot.over) + bool(slot.label) for slot in self.slots)
        top = pen.row + 1
        for level in range(depth):
            pen.row += 1
            at = self.left
            for members in _head_runs(self.slots, level):
                over = members[0].over
                if len(over) > level:
                    pen.span(edges, at, at + len(members), over[level], self.look.head)
                elif len(over) == level:
                    rows = (pen.row, top + depth - 1)
                    pen.span(edges, at, at + 1, members[0].heading, self.look.head, rows=rows)
                at += len(members)
            pen.set_height(HEAD_HEIGHT)
        self._set_head_height()
        if self.block.name == INDICATORS:
            for number, role in enumerate(self.extras, pen.last + 1):
                pen.cell(number, number, self.profile.label(role), self.look.aside_head, rows=(top, pen.row))

    def _set_head_height(self) -> None:
        size = self.profile.fonts.head.size
        lines = [text_lines(slot.heading, self._width(n), size) for n, slot in enumerate(self.slots)]
        self.pen.set_height(max(HEAD_HEIGHT, lines_height(max(lines), size)))

    def _width(self, number: int) -> Decimal:
        """Of the table's own column, in mm."""
        return self.edges[self.left + number + 1] - self.edges[self.left + number]

    def _place(self, number: int) -> tuple[int, int]:
        """First and last column of the sheet of the table's own column."""
        return self.pen.columns(self.edges, self.left + number, self.left + number + 1)

    def _put(self, number: int, value: object, look: str, **kind: Any) -> tuple[int, int]:
        """Write a value in the table's own column; where it stands. kind: spec and role, as `CellPen.span` takes
        them."""
        return self.pen.span(self.edges, self.left + number, self.left + number + 1, value, look, **kind)

    # ── rows ──────────────────────────────────────────────────────────────────────────────────────

    def _free(self) -> None:
        groups = [slot for slot in self.slots if slot.group]
        rows = free_rows(self.block, self.profile, self.declaration)
        written = with_blanks(rows, groups) if self.declaration else rows
        first = self.pen.row + 1
        for row in written:
            self.pen.row += 1
            self._row(row)
            if self.block.name == INDICATORS:
                for number, role in enumerate(self.extras, self.pen.last + 1):
                    self.pen.cell(number, number, row.get(role, ""), self.look.aside)
        for level in range(len(groups)):
            self._merge_group(rows, groups[: level + 1], first)

    def _row(self, row: Cells) -> None:
        size, most = self.profile.fonts.body.size, _FEWEST_LINES
        for number, slot in enumerate(self.slots):
            if slot.column is None:
                continue
            value = row.get(slot.key, "")
            look = self.look.hint if slot.column.computed else _look_of(slot, self.look)
            self._put(number, value, look, spec=slot.column, role=slot.role)
            if not slot.group:
                most = max(most, text_lines(cell_text(value), self._width(number), size))
        self.pen.set_height(lines_height(most, size))

    def _merge_group(self, rows: Sequence[Cells], groups: Sequence[Slot], first: int) -> None:
        """Merge the cells of a group over its rows: what is declared alike, or a blank's label and the rows
        below that it stands for."""
        at = self.left + list(self.slots).index(groups[-1])
        labels, current = [], tuple[Any, ...]()
        for number, row in enumerate(rows):
            own = tuple(row.get(slot.key, "") for slot in groups)
            if self.declaration is not None or any(own):
                current = own if any(own) else (*own, number)
            elif self.declaration is None and _is_spare(rows, number):
                current = ("", number)
            labels.append(current)
        top = first
        for _, run in groupby(labels):
            bottom = top + len(list(run)) - 1
            if bottom > top:
                self.pen.merge_down(self.edges, at, top, bottom)
            top = bottom + 1

    def _fixed(self) -> None:
        for spec in self.block.fixed:
            self.pen.row += 1
            self._row(self._declared().get(spec.key, {}))
            for number, slot in enumerate(self.slots):
                address = f"{get_column_letter(self._place(number)[0])}{self.pen.row}"
                self.spots[f"{self.block.name}.{spec.key}.{slot.key}"] = address
                if slot.column is None:
                    label = f"{'　' * spec.indent}{spec.label_on(slot.side)}"
                    self._put(number, label, self.look.row_label)
                elif slot.column.only and spec.key not in slot.column.only:
                    self._put(number, slot.column.blank, self.look.head_cell)

    def _declared(self) -> dict[str, Any]:
        """The declared values of the fixed rows."""
        return dict(self.declaration.tables.get(self.block.name, {})) if self.declaration else {}

    def _note_areas(self, rows: tuple[int, int]) -> None:
        own = [n for n, slot in enumerate(self.slots) if slot.column and not slot.group]
        if not own or rows[1] < rows[0]:
            return
        begun = self.pen.columns(self.edges, self.left + own[0], self.left + own[-1] + 1)
        for number, slot in enumerate(self.slots):
            if slot.column is not None:
                row = None if self.block.fixed else begun
                place, unit = self._place(number), self.block.unit
                self.pen.areas.append(
                    Area(slot.key, slot.column, slot.role, rows, place, unit, slot.group, row)
                )

    # ── sums ──────────────────────────────────────────────────────────────────────────────────────

    def _total(self, rows: tuple[int, int]) -> None:
        """The sums, computed as people type; none where there is no room for their label."""
        pen, total = self.pen, self.block.total_row
        assert total is not None
        summed = [n for n, slot in enumerate(self.slots) if slot.column and slot.column.key in total.sum]
        if not summed or summed[0] == 0:
            return
        pen.row += 1
        start = summed[0]
        pen.span(self.edges, self.left, self.left + start, total.label, self.look.head)
        for number, slot in enumerate(self.slots):
            if number in summed:
                self._put_sum(slot, self._put(number, "", self.look.sum)[0], rows)
            elif number > start:
                self._put(number, "", self.look.head_cell)
        pen.set_height(HEAD_HEIGHT)

    def _put_sum(self, slot: Slot, column: int, rows: tuple[int, int]) -> None:
        letter, cell = get_column_letter(column), self.pen.sheet.cell(self.pen.row, column)
        assert isinstance(cell, Cell) and slot.column is not None
        cell.number_format = number_format(Decimal(0), slot.column)
        cell.value, result = self._with_more(slot, f"SUM({letter}{rows[0]}:{letter}{rows[1]})")
        self.results[cell.coordinate] = "" if result is None else f"{result:f}"

    def _with_more(self, slot: Slot, formula: str) -> tuple[str, Decimal | None]:
        """The formula with what else belongs to the sum, and what it gives."""
        assert self.block.total_row is not None and slot.column is not None
        total, path = self._sum(slot), self.block.total_row.plus.get(slot.column.key)
        if path is None:
            return f"={formula}", total
        declared = self.declaration
        own = figure_of(path, self.profile, figures_of(declared, self.profile)) if declared else None
        preset = preset_figures(self.profile).get(path)
        return total_formula(formula, total, self.spots.get(path, ""), own, preset)

    def _sum(self, slot: Slot) -> Decimal:
        rows: Iterable[Mapping[str, Any]] = (
            self._declared().values()
            if self.block.fixed
            else free_rows(self.block, self.profile, self.declaration)
        )
        values: Iterable[Any] = (row.get(slot.key) for row in rows)
        return sum((value for value in values if is_cell_number(value)), Decimal(0))


def _is_spare(rows: Sequence[Cells], number: int) -> bool:
    """True for rows of a blank after the last group's: their group is chosen by whoever fills them in."""
    return not any(any(row.values()) for row in rows[max(0, number - ROWS_IN_GROUP + 1) : number + 1])


def _head_runs(slots: Sequence[Slot], level: int) -> list[list[Slot]]:
    """The slots that share a head of this level, those of none alone."""
    runs: list[list[Slot]] = []
    for slot in slots:
        before = runs[-1][-1] if runs else None
        shares = (
            before is not None
            and len(slot.over) > level
            and before.over[: level + 1] == slot.over[: level + 1]
        )
        if shares and before is not None and before.side == slot.side:
            runs[-1].append(slot)
        else:
            runs.append([slot])
    return runs


def _look_of(slot: Slot, look: Look) -> str:
    column = slot.column
    assert column is not None
    if column.numeric and column.type in ("money", "number", "percent", "score"):
        return look.right if column.align in (None, "right") else look.centre
    short = (
        slot.group
        or slot.role in ("operator", "target", "unit", "points")
        or column.type in ("points", "date")
    )
    align = column.align or ("center" if short else "left")
    return {"center": look.centre, "right": look.right}.get(align, look.left)
