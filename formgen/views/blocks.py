"""The blocks of a form as views: every line, grid, table and foot with its final strings and spans.

Comes in: the profile's blocks and the figures of a declaration. Goes out: `TableView`s and `LineView`s in
the order of the form. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from formgen.declaration.blocks import (
    Align,
    Column,
    FieldsBlock,
    FieldSpec,
    LineBlock,
    RowSpec,
    SignBlock,
    TableBlock,
    print_keys,
)
from formgen.declaration.figures import Figures, Row, figure_of, total_of
from formgen.declaration.printed import fill_in, print_row, print_value
from formgen.declaration.profile import Profile
from formgen.declaration.unplaced import print_target
from formgen.messages import form as say
from formgen.views.tables import NO_RULING, Cell, ColumnView, Ruling, TableView, TypeUse, count_spans

_WHOLE_ALIGN: Mapping[str, Align] = {"money": "right", "score": "right", "percent": "right", "number": "right",
                                     "points": "center", "date": "center"}  # fmt: skip
_SHORT = ("operator", "target", "unit", "level1", "level2", "points")
_LABEL_SHARE = 0.18
"""Width of a label in a grid without widths, as a share of the page's."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the blocks are filled with. figures: with the values of empty cells that follow from others;
    places: field path → where it stands in the source; texts: what a line may name."""

    profile: Profile
    figures: Figures
    places: Mapping[str, str]
    texts: Mapping[str, str]

    def place(self, path: str) -> str:
        return self.places.get(path, "")


def view_blocks(shown: Shown) -> Iterator[TableView]:
    """Every block of the form, in order; tables that follow each other share a line."""
    before: TableView | None = None
    for table in _views(shown):
        ruled = before is not None and before.ruling != NO_RULING and table.ruling != NO_RULING
        before = replace(table, joined=ruled)
        yield before


def _views(shown: Shown) -> Iterator[TableView]:
    for block in shown.profile.blocks:
        if isinstance(block, LineBlock):
            yield _line(block.left, block.text, block.right, shown)
        elif isinstance(block, FieldsBlock):
            yield _grid(block, shown)
        elif isinstance(block, TableBlock):
            yield from _table(block, shown)
        else:
            yield from _sign(block, shown)


def ruling_of(profile: Profile) -> Ruling:
    """The lines of this form's tables."""
    strokes = profile.strokes
    return Ruling(float(strokes.frame), float(strokes.inner), float(strokes.pad))


# ── grids of fields ───────────────────────────────────────────────────────────────────────────────


def _grid(block: FieldsBlock, shown: Shown) -> TableView:
    widths = _grid_widths(block, shown.profile)
    left = _left_heading(block)
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


def _left_heading(block: FieldsBlock | TableBlock) -> float:
    """Width of the heading at the left of the rows, 0 without one."""
    return float(block.heading_width) if block.heading and block.heading_at == "left" else 0.0


def _grid_widths(block: FieldsBlock, profile: Profile) -> list[float]:
    """Widths of the grid's cells: as given, else labels alike and the rest shared by the values."""
    room = float(profile.page.room) - _left_heading(block)
    if block.widths:
        given = [float(width) for width in block.widths]
        return [width * room / sum(given) for width in given]
    if block.value_below:
        return [room / block.cells] * block.cells
    labels = max(len(row) for row in block.rows)
    label = float(block.label_width) if block.label_width else room * _LABEL_SHARE
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
    align = field.align or _WHOLE_ALIGN.get(field.type, "left")
    height = float(field.height) if field.height else 0.0
    cell = Cell(
        text, field.key, shown.place(field.key), colspan=field.span, use="prose", align=align, height=height
    )
    return [cell, *[None] * (field.span - 1)]


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Slot:
    """A printed column: of one side where the table has sides. labels: it holds the labels of fixed rows."""

    width: float
    align: Align
    column: Column | None = None
    side: str = ""

    @property
    def prefix(self) -> str:
        return f"{self.side}." if self.side and self.column and not self.column.shared else ""


def _table(block: TableBlock, shown: Shown) -> Iterator[TableView]:
    slots = _slots(block, shown.profile)
    body = _fixed_rows(block, slots, shown) if block.fixed else _free_rows(block, slots, shown)
    heads = _heads(block, slots)
    left = _left_heading(block)
    total = _total_row(block, slots, shown)
    inside = total is not None and not block.levels
    rows = [*body, total] if inside and total else list(body)
    columns = [ColumnView("", slot.width, slot.align) for slot in slots]
    groups = block.levels
    if left:
        heads, rows = _stand_heading(block, heads, rows)
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


def _slots(block: TableBlock, profile: Profile) -> list[_Slot]:
    """The printed columns from left to right, drawn out to the width of the page."""
    sides = [side.key for side in block.sides] or [""]
    slots = [_slot(column, "") for column in block.columns if column.shared]
    own = [column for column in block.columns if not column.shared]
    room = float(profile.page.room) - _left_heading(block)
    given = sum(slot.width for slot in slots) + len(sides) * sum(float(column.width) for column in own)
    label = float(block.row_width) if block.row_width else (room - given) / len(sides)
    for side in sides:
        if block.fixed:
            slots.append(_Slot(label, "left", side=side))
        slots += [_slot(column, side) for column in own]
    scale = room / sum(slot.width for slot in slots)
    return [replace(slot, width=slot.width * scale) for slot in slots]


def _slot(column: Column, side: str) -> _Slot:
    short = column.print or column.meaning in _SHORT
    align = column.align or _WHOLE_ALIGN.get(column.type) or ("center" if short else "left")
    return _Slot(float(column.width), align, column, side)


def _heads(block: TableBlock, slots: Sequence[_Slot]) -> list[tuple[Cell | None, ...]]:
    """The rows of heads: the heading over all, the sides, heads over several columns, the columns' own. A head
    without one over it reaches over both rows."""
    over = _runs(block, slots)
    rows: list[list[Cell | None]] = [[None] * len(slots) for _ in range(2 if over else 1)]
    for index, slot in enumerate(slots):
        text = slot.column.heading if slot.column else _row_heading(block, slot)
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


def _head_text(slot: _Slot, block: TableBlock) -> str:
    return slot.column.heading if slot.column else _row_heading(block, slot)


def _row_heading(block: TableBlock, slot: _Slot) -> str:
    return block.row_heading


def _runs(block: TableBlock, slots: Sequence[_Slot]) -> dict[int, tuple[str, int]]:
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


def _side_heads(block: TableBlock, slots: Sequence[_Slot]) -> list[Cell | None]:
    row: list[Cell | None] = [None] * len(slots)
    labels = {side.key: side.label for side in block.sides}
    shared = [index for index, slot in enumerate(slots) if not slot.side]
    for index in shared:
        row[index] = Cell("")
    for key, label in labels.items():
        own = [index for index, slot in enumerate(slots) if slot.side == key]
        row[own[0]] = Cell(label, colspan=len(own))
    return row


def _stand_heading(
    block: TableBlock, heads: Sequence[tuple[Cell | None, ...]], rows: Sequence[tuple[Cell | None, ...]]
) -> tuple[list[tuple[Cell | None, ...]], list[tuple[Cell | None, ...]]]:
    """The heading upright at the left: no line parts its place beside the heads from its label beside the
    rows, for a cell cannot be merged over the heads that pages repeat."""
    blank = Cell("", rowspan=len(heads), open_below=True)
    label = Cell(block.heading, rowspan=len(rows), use="head", align="center", open_above=bool(heads))
    stood = [(blank if i == 0 else None, *row) for i, row in enumerate(heads)]
    return stood, [(label if i == 0 else None, *row) for i, row in enumerate(rows)]


def _free_rows(block: TableBlock, slots: Sequence[_Slot], shown: Shown) -> list[tuple[Cell | None, ...]]:
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


def _group_labels(block: TableBlock, slots: Sequence[_Slot], row: Row) -> tuple[str, ...]:
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


def _cell(slot: _Slot, row: Row, path: str, shown: Shown) -> Cell:
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


def _fixed_rows(block: TableBlock, slots: Sequence[_Slot], shown: Shown) -> list[tuple[Cell | None, ...]]:
    return [tuple(_fixed_cell(block, slot, spec, shown) for slot in slots) for spec in block.fixed]


def _fixed_cell(block: TableBlock, slot: _Slot, spec: RowSpec, shown: Shown) -> Cell:
    if slot.column is None:
        return Cell(say.INDENT * spec.indent + spec.label_on(slot.side), align="left")
    if slot.column.only and spec.key not in slot.column.only:
        return Cell(slot.column.blank, align="center")
    return _cell(slot, shown.figures.row(block, spec.key), f"{block.name}.{spec.key}", shown)


def _total_row(block: TableBlock, slots: Sequence[_Slot], shown: Shown) -> tuple[Cell | None, ...] | None:
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


def _total(block: TableBlock, slot: _Slot, shown: Shown) -> Decimal | None:
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


def _grade(block: TableBlock, slots: Sequence[_Slot], shown: Shown) -> str:
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


# ── the foot ──────────────────────────────────────────────────────────────────────────────────────


def _sign(block: SignBlock, shown: Shown) -> Iterator[TableView]:
    """Opinion boxes as a table of their own; then the lines, their parts at even distances."""
    room = float(shown.profile.page.room)
    if block.boxes:
        columns = (ColumnView("", room * _LABEL_SHARE, "center", "head"),
                   ColumnView("", room * (1 - _LABEL_SHARE), "left", "prose"))  # fmt: skip
        rows: list[tuple[Cell | None, ...]] = []
        for box in block.boxes:
            text, foot = fill_in(box.text, shown.texts), fill_in(box.foot, shown.texts)
            own = "\n".join(part for part in (text, foot) if part)
            align: Align = "left" if text else "right"
            label = Cell(box.label, use="head", align="center")
            rows.append((label, Cell(own, use="prose", align=align, height=float(box.height))))
        yield TableView("", columns, tuple(rows), groups=1, ruling=ruling_of(shown.profile))
    for line in block.lines:
        yield _even_line(line, shown)


def _line(left: str, middle: str, right: str, shown: Shown) -> TableView:
    """A line of text in up to three parts, as wide as what stands in them asks for."""
    texts = [fill_in(text, shown.texts) for text in (left, middle, right)]
    aligns: tuple[Align, ...] = ("left", "center", "right")
    parts = [(text, align) for text, align in zip(texts, aligns, strict=True) if text]
    return _unruled(parts or [("", "left")], shown)


def _even_line(texts: Sequence[str], shown: Shown) -> TableView:
    """Labels to sign behind, at even distances."""
    return _unruled([(fill_in(text, shown.texts), "left") for text in texts], shown)


def _unruled(parts: Sequence[tuple[str, Align]], shown: Shown) -> TableView:
    width = float(shown.profile.page.room) / len(parts)
    columns = tuple(ColumnView("", width, align, "prose") for _, align in parts)
    return TableView("", columns, (tuple(Cell(text) for text, _ in parts),), ruling=NO_RULING)
