"""Tables as views: heads, rows that people add, rows that the form fixes, and the sums below them.

Comes in: a table's block and what fills it. Goes out: one `TableView`, or two where the sums stand in one of their
own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from formgen.declaration.blocks import FieldSpec, RowSpec, TableBlock, print_keys
from formgen.declaration.figures import Row
from formgen.declaration.printed import fill_in, print_row, print_value
from formgen.declaration.unplaced import print_target
from formgen.messages import form as say
from formgen.views.block_columns import PrintedColumn, printed_columns, stand_heading, table_heads
from formgen.views.block_shown import Shown, left_heading, ruling_of
from formgen.views.block_totals import total_row
from formgen.views.tables import Cell, ColumnView, TableView, count_spans


def view_table(block: TableBlock, shown: Shown) -> Iterator[TableView]:
    """The table, and behind it its sums where they are a table of their own: below groups of rows."""
    slots = printed_columns(block, shown.profile)
    body = _fixed_rows(block, slots, shown) if block.fixed else _free_rows(block, slots, shown)
    heads = table_heads(block, slots)
    left = left_heading(block)
    total = total_row(block, slots, shown)
    inside = total is not None and not block.levels
    rows = [*body, total] if inside and total else list(body)
    columns = [ColumnView("", slot.width, slot.align) for slot in slots]
    groups = block.levels
    if left:
        heads, rows = stand_heading(block, heads, rows)
        columns.insert(0, ColumnView("", left, "center", "head"))
        groups += 1
    ruling = ruling_of(shown.profile)
    if not left and len(heads) <= 2 and _is_plain(block):
        # Heads that are one cell a column, below the heading: what templates of 0.2.0 print as well.
        columns = [replace(c, heading=s.column.heading if s.column else block.row_heading)
                   for c, s in zip(columns, slots, strict=True)]  # fmt: skip
        yield TableView(block.heading, tuple(columns), tuple(rows), groups, ruling=ruling, name=block.name)
    else:
        yield TableView("", tuple(columns), tuple(rows), groups, tuple(heads), ruling, name=block.name)
    if total is not None and not inside:
        span = _lead(total)
        lead = replace(span, colspan=span.colspan + 1) if left else span
        cells = (lead, *([None] if left else []), *total[1:])
        yield TableView("", tuple(columns), (cells,), ruling=ruling, kept=True)


def _is_plain(block: TableBlock) -> bool:
    return not block.sides and not any(column.under for column in block.columns)


def _lead(row: tuple[Cell | None, ...]) -> Cell:
    assert row[0] is not None
    return row[0]


def _free_rows(
    block: TableBlock, slots: Sequence[PrintedColumn], shown: Shown
) -> list[tuple[Cell | None, ...]]:
    rows = [row for _, _, row in shown.figures.rows(block)]
    if not rows:
        # A form that nobody has filled in still shows what it asks: its heads over one empty row.
        return [tuple(Cell("") for _ in slots)]
    labels = [_group_labels(block, slots, row) for row in rows]
    spans = [count_spans([label[: level + 1] for label in labels]) for level in range(block.levels)]
    points = _group_points(block, shown, rows)
    body = []
    for number, row in enumerate(rows):
        path = f"{block.name}[{number}]"
        cells: list[Cell | None] = []
        for index, slot in enumerate(slots):
            span = spans[index][number] if index < block.levels else 1
            if not span:
                cells.append(None)
                continue
            cell = _cell(slot, row, path, shown)
            if index == 0 and block.levels and block.level_label:
                texts = {key: print_value(row.get(key), column) for key, column in block.cells().items()}
                text = fill_in(block.level_label, {**texts, "points": points.get(labels[number][0], "")})
                cell = replace(cell, text=text)
            cells.append(cell if span == 1 else replace(cell, rowspan=span))
        body.append(tuple(cells))
    return body


def _group_labels(block: TableBlock, slots: Sequence[PrintedColumn], row: Row) -> tuple[str, ...]:
    return tuple(
        str(row.get(f"{slot.prefix}{slot.column.key}", "")) for slot in slots[: block.levels] if slot.column
    )


def _group_points(block: TableBlock, shown: Shown, rows: Sequence[Row]) -> dict[str, str]:
    """The first group's points, where every row of it names its own."""
    if not block.levels:
        return {}
    first, sums = block.columns[0].key, dict[str, Decimal | None]()
    for row in rows:
        label, value = str(row.get(first, "")), row.get("points")
        before = sums.get(label, Decimal(0))
        sums[label] = before + value if isinstance(value, Decimal) and before is not None else None
    return {label: print_value(value, _PLAIN) for label, value in sums.items() if value is not None}


_PLAIN = FieldSpec(key="points", label="", type="points")


def _cell(slot: PrintedColumn, row: Row, path: str, shown: Shown) -> Cell:
    column = slot.column
    assert column is not None
    field = f"{path}.{slot.prefix}{column.key}"
    if column.print:
        keys = print_keys(column)
        field = f"{path}.{slot.prefix}{'target' if 'target' in keys else keys[0]}"
        return Cell(print_row(column.print, row, slot.prefix), field, shown.place(field))
    if column.meaning == "target":
        return Cell(print_target(row, column, slot.prefix, shown.profile), field, shown.place(field))
    return Cell(print_value(row.get(f"{slot.prefix}{column.key}"), column), field, shown.place(field))


def _fixed_rows(
    block: TableBlock, slots: Sequence[PrintedColumn], shown: Shown
) -> list[tuple[Cell | None, ...]]:
    return [tuple(_fixed_cell(block, slot, spec, shown) for slot in slots) for spec in block.fixed]


def _fixed_cell(block: TableBlock, slot: PrintedColumn, spec: RowSpec, shown: Shown) -> Cell:
    if slot.column is None:
        return Cell(say.INDENT * spec.indent + spec.label_on(slot.side), align="left")
    if slot.column.only and spec.key not in slot.column.only:
        return Cell(slot.column.blank, align="center")
    return _cell(slot, shown.figures.row(block, spec.key), f"{block.name}.{spec.key}", shown)
