"""A form of any blocks → the sheet to fill in: the same lines, grids and tables in the same places.

Comes in: a sheet of openpyxl, a profile, and a declaration or none. Goes out: the sheet, and the areas that
guides are added to. What this writes, `sources.form_blocks` reads back as an equal declaration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formgen.declaration.blocks import FieldsBlock, FieldSpec, Labelled, LineBlock, SignBlock, TableBlock
from formgen.declaration.figures import figure_of, preset_figures
from formgen.declaration.label_texts import filled_label
from formgen.declaration.model import Declaration
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.values import field_values, figures_of
from formgen.fill.block_rows import Cells, free_rows, with_blanks
from formgen.fill.block_totals import total_formula
from formgen.fill.help_sheets import EXTRA_COLUMNS
from formgen.fill.sheet_grid import SheetGrid, edges_of
from formgen.fill.sheet_style import Look, column_width, lines_height, put_text, style_area, text_lines
from formgen.messages import reading
from formgen.sources.block_fields import own_keys
from formgen.sources.form_blocks import EXTRA_ROLES
from formgen.sources.shown import SPREADSHEET_DIGITS
from formgen.sources.slots import Slot, slots_of
from formgen.sources.templates import fill_template

_LABEL_SHARE = Decimal("0.18")
_EXTRA_WIDTHS = {"points": Decimal(16), "rule": Decimal(50)}
_EXTRA_WIDTH = Decimal(40)
_HEAD_HEIGHT = 24.0
_LINE_HEIGHT = 22.0
_FEWEST_LINES = 2
_PROSE_LINES = 4
"""Of an empty long answer."""


@dataclass(frozen=True)
class Area:
    """Cells that people fill in: rows and columns of the sheet, and what belongs there. begun: first and last
    column of the table's row, which counts as begun when something stands there; none for fields."""

    key: str
    spec: Labelled
    role: str
    rows: tuple[int, int]
    columns: tuple[int, int]
    unit: str = ""
    group: bool = False
    begun: tuple[int, int] | None = None


@dataclass
class BlockSheet:
    """The sheet being written, from top to bottom. results: cell → what its formula gives now."""

    sheet: Worksheet
    profile: Profile
    declaration: Declaration | None
    look: Look
    year: str
    row: int = 0
    results: dict[str, str] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    spots: dict[str, str] = field(default_factory=dict)
    """Path of a cell of a fixed row → its address."""
    last: int = 0
    printed: int = 0
    merged: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.room = self.profile.page.room
        self.grid = SheetGrid(self.room)
        self.values: Mapping[str, Any] = (
            field_values(self.declaration, self.profile) if self.declaration else {}
        )
        texts = {"year": self.year, **{key: _text(value) for key, value in self.values.items()}}
        self.asking = {filled_label(text, texts) for text in self.profile.label_templates
                       if any(key != "year" for key in own_keys(text, self.profile))}  # fmt: skip
        """Labels that are filled in themselves: no cell of the form holds what they say."""
        self.declared_in_place = {field.key for field in self.profile.facts}
        self.profile = self.profile.labelled(texts)
        self.fitted = {id(block): self._fit(block) for block in self.profile.blocks}
        widths = self.grid.widths()
        self.last = len(widths)
        self.extras = self._extra_roles()
        extra = [_EXTRA_WIDTHS.get(role, _EXTRA_WIDTH) for role in self.extras]
        for number, width in enumerate([*widths, *extra], 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = column_width(width)

    @property
    def columns(self) -> int:
        """The last column that holds anything."""
        return self.last + len(self.extras)

    def write(self) -> None:
        """Title, year, blocks; then what the form has no place for."""
        title = self.profile.fonts.title.size
        self._banner(self.profile.title, self.look.title, float(title * 2))
        if self.profile.year_line:
            self._banner(fill_template(self.profile.year_line, {"year": self.year}), self.look.year, 20.0)
        for block in self.profile.blocks:
            match block:
                case LineBlock():
                    self._line(block)
                case FieldsBlock():
                    self._fields(block)
                case TableBlock():
                    self._table(block)
                case SignBlock():
                    self._sign(block)
        self.printed = self.row
        self._others()

    # ── widths ────────────────────────────────────────────────────────────────────────────────────

    def _fit(self, block: object) -> list[Decimal]:
        if isinstance(block, FieldsBlock):
            widths = [*_heading_width(block), *field_widths(block, self.room)]
        elif isinstance(block, TableBlock):
            widths = [
                *_heading_width(block),
                *(slot.width for slot in slots_of(block, self.room, split=True)),
            ]
        elif isinstance(block, SignBlock) and block.boxes:
            widths = [_LABEL_SHARE, 1 - _LABEL_SHARE]
        else:
            return []
        return self.grid.fit(edges_of(widths, self.room))

    def _extra_roles(self) -> list[str]:
        """What indicators may say, or do say, without a column on the form."""
        if self.profile.indicator_table is None:
            return []
        placed = set(self.profile.column_keys)
        rows = self.declaration.indicators if self.declaration else ()
        said = {role for row in rows for role in EXTRA_ROLES if getattr(row, role) not in ("", None)}
        return [
            role for role in EXTRA_ROLES if role not in placed and (role in EXTRA_COLUMNS or role in said)
        ]

    # ── lines ─────────────────────────────────────────────────────────────────────────────────────

    def _banner(self, text: str, look: str, height: float) -> None:
        self.row += 1
        self._cell(1, self.last, text, look)
        self.sheet.row_dimensions[self.row].height = height

    def _line(self, block: LineBlock) -> None:
        self._texts([text for text in (block.left, block.text, block.right) if text], right=bool(block.right))

    def _texts(self, texts: Sequence[str], *, right: bool = False) -> None:
        """Texts side by side in one row, right: the last at the right edge. A text that names what no field
        of the form asks for is filled in behind its label."""
        self.row += 1
        count = min(len(texts), self.last)
        bounds = [round(number * self.last / count) for number in range(count + 1)]
        for number, text in enumerate(texts[:count]):
            asked = own_keys(text, self.profile)
            values = {key: _text(self.values.get(key, "")) for key in asked} | {"year": self.year}
            shown = fill_template(text, values)
            plain = self.look.line if asked else self.look.note
            look = self.look.line_right if right and number == count - 1 else plain
            self._cell(bounds[number] + 1, bounds[number + 1], shown, look)
        self.sheet.row_dimensions[self.row].height = _LINE_HEIGHT

    def _sign(self, block: SignBlock) -> None:
        for box in block.boxes:
            edges = self.fitted[id(block)]
            start = self.row + 1
            parts = [part for part in (box.text, box.foot) if part.strip()] or [""]
            for part in parts:
                self.row += 1
                values = {key: _text(self.values.get(key, "")) for key in own_keys(part, self.profile)}
                shown = fill_template(part, values | {"year": self.year})
                self._span(edges, 1, 2, shown, self.look.prose)
                self.sheet.row_dimensions[self.row].height = float(box.height) * 2.8 / len(parts)
            self._span(edges, 0, 1, box.label, self.look.head, rows=(start, self.row))
        for line in block.lines:
            if any(text.strip() for text in line):
                self._texts([text for text in line if text.strip()])

    # ── grids of fields ───────────────────────────────────────────────────────────────────────────

    def _fields(self, block: FieldsBlock) -> None:
        edges = self.fitted[id(block)]
        if block.heading and block.heading_at == "top":
            self._banner(block.heading, self.look.head, _HEAD_HEIGHT)
        left = len(_heading_width(block))
        first = self.row + 1
        for fields in block.rows:
            if block.value_below:
                self._labels_above(fields, edges, left)
            self.row += 1
            at = left
            for item in fields:
                if not block.value_below:
                    self._span(edges, at, at + 1, item.heading, self.look.head)
                    at += 1
                self._field(item, edges, at)
                at += item.span
        if left:
            self._span(edges, 0, 1, block.heading, self.look.head, rows=(first, self.row))

    def _labels_above(self, fields: Sequence[FieldSpec], edges: list[Decimal], at: int) -> None:
        self.row += 1
        for item in fields:
            self._span(edges, at, at + item.span, item.heading, self.look.head)
            at += item.span
        self.sheet.row_dimensions[self.row].height = _HEAD_HEIGHT

    def _field(self, item: FieldSpec, edges: list[Decimal], at: int) -> None:
        value = self.year if item.meaning == "year" else self.values.get(item.key, "")
        look = self.look.hint if item.computed else self.look.prose
        first, last = self._span(edges, at, at + item.span, value, look, spec=item)
        self.areas.append(
            Area(item.key, item, item.meaning or "", (self.row, self.row), (first, last), begun=None)
        )
        size = self.profile.fonts.prose.size
        lines = text_lines(_text(value), edges[at + item.span] - edges[at], size)
        long = item.height is not None or item.meaning in ("duties", "goal")
        fewest = _PROSE_LINES if long else 1
        height = max(lines_height(max(lines + 1, fewest), size), float(item.height or 0) * 2.8)
        before = self.sheet.row_dimensions[self.row].height or 0.0
        self.sheet.row_dimensions[self.row].height = max(before, height)

    # ── tables ────────────────────────────────────────────────────────────────────────────────────

    def _table(self, block: TableBlock) -> None:
        edges = self.fitted[id(block)]
        slots = slots_of(block, self.room, split=True)
        left = len(_heading_width(block))
        if block.heading and block.heading_at == "top":
            self._banner(block.heading, self.look.head, _HEAD_HEIGHT)
        first = self.row + 1
        self._heads(block, slots, edges, left)
        body = self.row + 1
        if block.fixed:
            self._fixed(block, slots, edges, left)
        else:
            self._free(block, slots, edges, left)
        self._note_areas(block, slots, edges, left, (body, self.row))
        if block.total_row:
            self._total(block, slots, edges, left, (body, self.row))
        if left:
            self._span(edges, 0, 1, block.heading, self.look.head, rows=(first, self.row))

    def _heads(self, block: TableBlock, slots: Sequence[Slot], edges: list[Decimal], left: int) -> None:
        """Heads over several columns above the columns' own; one without any over it reaches down."""
        if not any(slot.label or any(slot.over) for slot in slots):
            return
        depth = max(len(slot.over) + bool(slot.label) for slot in slots)
        top = self.row + 1
        for level in range(depth):
            self.row += 1
            at = left
            for members in _head_runs(slots, level):
                over = members[0].over
                if len(over) > level:
                    self._span(edges, at, at + len(members), over[level], self.look.head)
                elif len(over) == level:
                    rows = (self.row, top + depth - 1)
                    self._span(edges, at, at + 1, members[0].heading, self.look.head, rows=rows)
                at += len(members)
            self.sheet.row_dimensions[self.row].height = _HEAD_HEIGHT
        self._head_height(slots, edges, left)
        if block.name == INDICATORS:
            for number, role in enumerate(self.extras, self.last + 1):
                label = self.profile.label(role)
                self._cell(number, number, label, self.look.aside_head, rows=(top, self.row))

    def _head_height(self, slots: Sequence[Slot], edges: list[Decimal], left: int) -> None:
        size = self.profile.fonts.head.size
        lines = [
            text_lines(slot.heading, edges[left + n + 1] - edges[left + n], size)
            for n, slot in enumerate(slots)
        ]
        self.sheet.row_dimensions[self.row].height = max(_HEAD_HEIGHT, lines_height(max(lines), size))

    def _free(self, block: TableBlock, slots: Sequence[Slot], edges: list[Decimal], left: int) -> None:
        groups = [slot for slot in slots if slot.group]
        rows = free_rows(block, self.profile, self.declaration)
        written = with_blanks(rows, groups) if self.declaration else rows
        first = self.row + 1
        for row in written:
            self.row += 1
            self._row(slots, edges, left, row)
            if block.name == INDICATORS:
                for number, role in enumerate(self.extras, self.last + 1):
                    self._cell(number, number, row.get(role, ""), self.look.aside)
        for level in range(len(groups)):
            self._merge_group(slots, edges, left, rows, groups[: level + 1], first)

    def _row(self, slots: Sequence[Slot], edges: list[Decimal], left: int, row: Cells) -> None:
        size, most = self.profile.fonts.body.size, _FEWEST_LINES
        for number, slot in enumerate(slots):
            if slot.column is None:
                continue
            value = row.get(slot.key, "")
            look = self.look.hint if slot.column.computed else _look_of(slot, self.look)
            self._span(edges, left + number, left + number + 1, value, look, spec=slot.column, role=slot.role)
            if not slot.group:
                width = edges[left + number + 1] - edges[left + number]
                most = max(most, text_lines(_text(value), width, size))
        self.sheet.row_dimensions[self.row].height = lines_height(most, size)

    def _merge_group(
        self, slots: Sequence[Slot], edges: list[Decimal], left: int, rows: Sequence[Cells],
        groups: Sequence[Slot], first: int,
    ) -> None:  # fmt: skip
        """Merge the cells of a group over its rows: what is declared alike, or a blank's label and the rows
        below that it stands for."""
        at = left + list(slots).index(groups[-1])
        labels, current = [], tuple[Any, ...]()
        for number, row in enumerate(rows):
            own = tuple(row.get(slot.key, "") for slot in groups)
            if self.declaration is not None or any(own):
                current = own if any(own) else (*own, number)
            elif self.declaration is None and self._is_spare(rows, number):
                current = ("", number)
            labels.append(current)
        top = first
        for _, run in groupby(labels):
            bottom = top + len(list(run)) - 1
            if bottom > top:
                self._remerge(edges, at, top, bottom)
            top = bottom + 1

    @staticmethod
    def _is_spare(rows: Sequence[Cells], number: int) -> bool:
        """True for rows of a blank after the last group's: their group is chosen by whoever fills them in."""
        from formgen.fill.rows import ROWS_IN_GROUP

        return not any(any(row.values()) for row in rows[max(0, number - ROWS_IN_GROUP + 1) : number + 1])

    def _remerge(self, edges: list[Decimal], at: int, top: int, bottom: int) -> None:
        first, last = self._columns(edges, at, at + 1)
        if last > first:
            for row in range(top, bottom + 1):
                self.sheet.unmerge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        self.sheet.merge_cells(start_row=top, end_row=bottom, start_column=first, end_column=last)

    def _fixed(self, block: TableBlock, slots: Sequence[Slot], edges: list[Decimal], left: int) -> None:
        declared = self.declaration.tables.get(block.name, {}) if self.declaration else {}
        for spec in block.fixed:
            self.row += 1
            row = declared.get(spec.key, {})
            self._row(slots, edges, left, row)
            for number, slot in enumerate(slots):
                at = left + number
                letter = get_column_letter(self._columns(edges, at, at + 1)[0])
                self.spots[f"{block.name}.{spec.key}.{slot.key}"] = f"{letter}{self.row}"
                if slot.column is None:
                    self._span(
                        edges,
                        at,
                        at + 1,
                        f"{'　' * spec.indent}{spec.label_on(slot.side)}",
                        self.look.row_label,
                    )
                elif slot.column.only and spec.key not in slot.column.only:
                    self._span(edges, at, at + 1, slot.column.blank, self.look.head_cell)

    def _total(
        self, block: TableBlock, slots: Sequence[Slot], edges: list[Decimal], left: int, rows: tuple[int, int]
    ) -> None:
        """The sums, computed as people type; none where there is no room for their label."""
        assert block.total_row is not None
        summed = [n for n, slot in enumerate(slots) if slot.column and slot.column.key in block.total_row.sum]
        if not summed or summed[0] == 0:
            return
        self.row += 1
        start = summed[0]
        self._span(edges, left, left + start, block.total_row.label, self.look.head)
        for number, slot in enumerate(slots):
            if number in summed:
                first, _ = self._span(edges, left + number, left + number + 1, "", self.look.sum)
                letter = get_column_letter(first)
                cell = self.sheet.cell(self.row, first)
                assert isinstance(cell, Cell) and slot.column is not None
                cell.number_format = _total_format(slot.column)
                formula, result = self._with_more(
                    block, slot, f"SUM({letter}{rows[0]}:{letter}{rows[1]})", self._sum(slot, block)
                )
                cell.value = formula
                self.results[cell.coordinate] = "" if result is None else f"{result:f}"
            elif number > start:
                self._span(edges, left + number, left + number + 1, "", self.look.head_cell)
        self.sheet.row_dimensions[self.row].height = _HEAD_HEIGHT

    def _with_more(
        self, block: TableBlock, slot: Slot, formula: str, total: Decimal
    ) -> tuple[str, Decimal | None]:
        assert block.total_row is not None and slot.column is not None
        path = block.total_row.plus.get(slot.column.key)
        if path is None:
            return f"={formula}", total
        own = (
            figure_of(path, self.profile, figures_of(self.declaration, self.profile))
            if self.declaration
            else None
        )
        preset = preset_figures(self.profile).get(path)
        return total_formula(formula, total, self.spots.get(path, ""), own, preset)

    def _sum(self, slot: Slot, block: TableBlock) -> Decimal:
        if block.fixed:
            declared = self.declaration.tables.get(block.name, {}) if self.declaration else {}
            rows = list(declared.values())
        else:
            rows = list(free_rows(block, self.profile, self.declaration))
        values = [row.get(slot.key) for row in rows]
        return sum((value for value in values if _is_cell_number(value)), Decimal(0))

    def _note_areas(
        self, block: TableBlock, slots: Sequence[Slot], edges: list[Decimal], left: int, rows: tuple[int, int]
    ) -> None:
        own = [n for n, slot in enumerate(slots) if slot.column and not slot.group]
        if not own or rows[1] < rows[0]:
            return
        begun = self._columns(edges, left + own[0], left + own[-1] + 1)
        for number, slot in enumerate(slots):
            if slot.column is not None:
                first, last = self._columns(edges, left + number, left + number + 1)
                row = None if block.fixed else begun
                self.areas.append(
                    Area(slot.key, slot.column, slot.role, rows, (first, last), block.unit, slot.group, row)
                )

    # ── what the form has no place for ────────────────────────────────────────────────────────────

    def _others(self) -> None:
        """Values that serve filing only, under the form and outside the printed area."""
        named = {key for block in self.profile.blocks if isinstance(block, LineBlock | SignBlock)
                 for text in block.texts() for key in own_keys(text, self.profile)}  # fmt: skip
        placed = self.declared_in_place | named
        filled = {key: value for key, value in self.values.items() if key not in placed}
        if not filled:
            return
        self.row += 2
        self._cell(1, 1, reading.OTHER_HEADING, self.look.aside)
        for key, value in filled.items():
            self.row += 1
            self._cell(1, 1, self.profile.label(key), self.look.aside)
            self._cell(2, 2, value, self.look.aside)

    # ── cells ─────────────────────────────────────────────────────────────────────────────────────

    def _columns(self, edges: list[Decimal], start: int, end: int) -> tuple[int, int]:
        """First and last column of the sheet that a block's own columns cover."""
        return self.grid.column(edges[start]), self.grid.column(edges[end]) - 1

    def _span(
        self, edges: list[Decimal], start: int, end: int, value: object, look: str, *,
        rows: tuple[int, int] | None = None, spec: Labelled | None = None, role: str = "",
    ) -> tuple[int, int]:  # fmt: skip
        """Write a value over a block's own columns; first and last column of the sheet."""
        first, last = self._columns(edges, start, end)
        asks = look == self.look.head and value in self.asking
        self._cell(first, last, value, self.look.head_open if asks else look, rows=rows, spec=spec, role=role)
        return first, last

    def _cell(
        self, first: int, last: int, value: object, look: str, *,
        rows: tuple[int, int] | None = None, spec: Labelled | None = None, role: str = "",
    ) -> None:  # fmt: skip
        top, bottom = rows or (self.row, self.row)
        cell = self.sheet.cell(top, first)
        assert isinstance(cell, Cell)
        kept = role == "target" and _ends_in_zeros(value)  # 186.50 is said so, and a cell's number is 186.5
        if _is_cell_number(value) and not kept:
            cell.value = value  # type: ignore[assignment]
        elif value not in ("", None):
            put_text(cell, _text(value), spec.label if spec else "")
        merged = f"{get_column_letter(first)}{top}:{get_column_letter(last)}{bottom}"
        if (last > first or bottom > top) and merged not in self.merged:
            self.sheet.merge_cells(merged)
            self.merged.add(merged)
        style_area(self.sheet, self.look, (top, first, bottom, last), look)
        if isinstance(value, Decimal) and not kept:
            cell.number_format = number_format(value, spec)
        elif kept or role == "operator":
            cell.number_format = "@"  # "=" picked from the list is no formula


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


def _heading_width(block: FieldsBlock | TableBlock) -> list[Decimal]:
    return [block.heading_width] if block.heading and block.heading_at == "left" else []


def field_widths(block: FieldsBlock, room: Decimal) -> list[Decimal]:
    """Widths of a grid's cells in mm: as given, else labels alike and the rest shared by the values."""
    room -= sum(_heading_width(block), Decimal(0))
    if block.widths:
        return list(block.widths)
    if block.value_below:
        return [room / block.cells] * block.cells
    fullest = max(block.rows, key=len)
    label = block.label_width or room * min(_LABEL_SHARE, Decimal("0.6") / len(fullest))
    value = (room - label * len(fullest)) / sum(field.span for field in fullest)
    return [width for field in fullest for width in (label, *[value] * field.span)]


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


def _is_cell_number(value: object) -> bool:
    """Whether a spreadsheet holds this number as it is."""
    return isinstance(value, Decimal) and len(value.as_tuple().digits) <= SPREADSHEET_DIGITS


def _ends_in_zeros(value: object) -> bool:
    """Whether a number is written with zeros that say how exact it is."""
    return isinstance(value, Decimal) and "." in f"{value:f}" and f"{value:f}".endswith("0")


def _text(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)


def number_format(number: Decimal, spec: Labelled | None) -> str:
    """As many places as declared, and at least those that are printed; money in threes."""
    exponent = number.as_tuple().exponent
    written = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    places = max(written, (spec.printed_places or 0) if spec and spec.type == "money" else 0)
    whole = "#,##0" if spec and spec.type == "money" else "0"
    if not places:
        return whole if whole != "0" else "General"
    return f"{whole}.{'0' * places}"


def _total_format(spec: Labelled) -> str:
    return number_format(Decimal(0), spec)
