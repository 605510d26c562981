"""Grids of fields as views: labels beside their values, or above them.

Comes in: a block of fields and what fills it. Goes out: a `TableView`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formgen.declaration.blocks import FieldsBlock, FieldSpec
from formgen.declaration.printed import print_value
from formgen.declaration.profile import Profile
from formgen.views.block_shown import LABEL_SHARE, WHOLE_ALIGN, Shown, left_heading, ruling_of
from formgen.views.tables import Cell, ColumnView, TableView, TypeUse


def view_grid(block: FieldsBlock, shown: Shown) -> TableView:
    """The grid with its labels and values; a heading over it or at its left."""
    widths = _grid_widths(block, shown.profile)
    left = left_heading(block)
    rows: list[tuple[Cell | None, ...]] = []
    for fields in block.rows:
        rows += _fields_below(fields, shown) if block.value_below else [_fields_beside(fields, shown)]
    if left:
        count = len(rows)
        rows = [(Cell(block.heading, rowspan=count, use="head") if i == 0 else None, *row)
                for i, row in enumerate(rows)]  # fmt: skip
        columns = (ColumnView("", left, "center", "head"), *_grid_columns(widths, block))
        return TableView("", columns, tuple(rows), groups=1, ruling=ruling_of(shown.profile))
    table = TableView("", _grid_columns(widths, block), tuple(rows), ruling=ruling_of(shown.profile))
    if block.heading:
        head = (Cell(block.heading, colspan=len(widths)), *[None] * (len(widths) - 1))
        return replace(table, head_rows=(head,))
    return replace(table, groups=0 if block.value_below or len(widths) > 2 else 1)


def _grid_widths(block: FieldsBlock, profile: Profile) -> list[float]:
    """Widths of the grid's cells: as given, else labels alike and the rest shared by the values."""
    room = float(profile.page.room) - left_heading(block)
    if block.widths:
        given = [float(width) for width in block.widths]
        return [width * room / sum(given) for width in given]
    if block.value_below:
        return [room / block.cells] * block.cells
    labels = max(len(row) for row in block.rows)
    label = float(block.label_width) if block.label_width else room * LABEL_SHARE
    spans = block.cells - labels
    fullest = next(row for row in block.rows if len(row) == labels)
    widths: list[float] = []
    for field in fullest:
        widths += [label, *[(room - label * labels) / spans] * field.span]
    return widths


def _grid_columns(widths: Sequence[float], block: FieldsBlock) -> tuple[ColumnView, ...]:
    if block.value_below:
        return tuple(ColumnView("", width, "left", "prose") for width in widths)
    uses: list[TypeUse] = ["head", *["prose"] * (len(widths) - 1)]  # type: ignore[list-item]
    return tuple(
        ColumnView("", width, "center" if use == "head" else "left", use)
        for width, use in zip(widths, uses, strict=True)
    )


def _fields_beside(fields: Sequence[FieldSpec], shown: Shown) -> tuple[Cell | None, ...]:
    row: list[Cell | None] = []
    for field in fields:
        row += [Cell(field.heading, use="head", align="center"), *_value_cells(field, shown)]
    return tuple(row)


def _fields_below(fields: Sequence[FieldSpec], shown: Shown) -> list[tuple[Cell | None, ...]]:
    heads: list[Cell | None] = []
    values: list[Cell | None] = []
    for field in fields:
        heads += [
            Cell(field.heading, colspan=field.span, use="head", align="center"),
            *[None] * (field.span - 1),
        ]
        values += _value_cells(field, shown)
    return [tuple(heads), tuple(values)]


def _value_cells(field: FieldSpec, shown: Shown) -> list[Cell | None]:
    text = print_value(shown.figures.fields.get(field.key), field)
    align = field.align or WHOLE_ALIGN.get(field.type, "left")
    height = float(field.height) if field.height else 0.0
    cell = Cell(
        text, field.key, shown.place(field.key), colspan=field.span, use="prose", align=align, height=height
    )
    return [cell, *[None] * (field.span - 1)]
