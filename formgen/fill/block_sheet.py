"""A form of any blocks → the sheet to fill in: the same lines, grids and tables in the same places.

Comes in: a sheet of openpyxl, a profile, and a declaration or none. Goes out: the sheet, and the areas that
guides are added to. What this writes, `sources.form_blocks` reads back as an equal declaration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formgen.declaration.blocks import FieldsBlock, FieldSpec, LineBlock, SignBlock, TableBlock
from formgen.declaration.label_texts import filled_label
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.declaration.values import field_values
from formgen.fill.block_cells import HEAD_HEIGHT, Area, CellPen, cell_text, heading_width
from formgen.fill.block_table import TableWriter
from formgen.fill.help_sheets import EXTRA_COLUMNS
from formgen.fill.sheet_grid import SheetGrid, edges_of
from formgen.fill.sheet_style import Look, column_width, lines_height, text_lines
from formgen.messages import reading
from formgen.sources.block_fields import own_keys
from formgen.sources.form_blocks import EXTRA_ROLES
from formgen.sources.slots import slots_of
from formgen.sources.templates import fill_template

_LABEL_SHARE = Decimal("0.18")
_EXTRA_WIDTHS = {"points": Decimal(16), "rule": Decimal(50)}
_EXTRA_WIDTH = Decimal(40)
_LINE_HEIGHT = 22.0
_PROSE_LINES = 4
"""Of an empty long answer."""


@dataclass
class BlockSheet:
    """The sheet being written, from top to bottom. results: cell → what its formula gives now. printed: the form's
    last row."""

    sheet: Worksheet
    profile: Profile
    declaration: Declaration | None
    look: Look
    year: str
    results: dict[str, str] = field(default_factory=dict)
    spots: dict[str, str] = field(default_factory=dict)
    """Path of a cell of a fixed row → its address."""
    printed: int = 0

    def __post_init__(self) -> None:
        self.room = self.profile.page.room
        self.grid = SheetGrid(self.room)
        self.values: Mapping[str, Any] = (
            field_values(self.declaration, self.profile) if self.declaration else {}
        )
        texts = {"year": self.year, **{key: cell_text(value) for key, value in self.values.items()}}
        asking = {filled_label(text, texts) for text in self.profile.label_templates
                  if any(key != "year" for key in own_keys(text, self.profile))}  # fmt: skip
        self.declared_in_place = {field.key for field in self.profile.facts}
        self.profile = self.profile.labelled(texts)
        self.fitted = {id(block): self._fit(block) for block in self.profile.blocks}
        widths = self.grid.widths()
        self.pen = CellPen(self.sheet, self.look, self.grid, len(widths), asking)
        self.extras = self._extra_roles()
        extra = [_EXTRA_WIDTHS.get(role, _EXTRA_WIDTH) for role in self.extras]
        for number, width in enumerate([*widths, *extra], 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = column_width(width)

    @property
    def last(self) -> int:
        """The form's last column."""
        return self.pen.last

    @property
    def columns(self) -> int:
        """The last column that holds anything."""
        return self.last + len(self.extras)

    @property
    def areas(self) -> list[Area]:
        """What people fill in."""
        return self.pen.areas

    def write(self) -> None:
        """Title, year, blocks; then what the form has no place for."""
        title = self.profile.fonts.title.size
        self.pen.banner(self.profile.title, self.look.title, float(title * 2))
        if self.profile.year_line:
            self.pen.banner(fill_template(self.profile.year_line, {"year": self.year}), self.look.year, 20.0)
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
        self.printed = self.pen.row
        self._others()

    def _table(self, block: TableBlock) -> None:
        edges = self.fitted[id(block)]
        writer = TableWriter(
            self.pen, block, self.profile, self.declaration, edges, self.extras, self.spots, self.results
        )
        writer.write()

    # ── widths ────────────────────────────────────────────────────────────────────────────────────

    def _fit(self, block: object) -> list[Decimal]:
        if isinstance(block, FieldsBlock):
            widths = [*heading_width(block), *field_widths(block, self.room)]
        elif isinstance(block, TableBlock):
            widths = [
                *heading_width(block),
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

    def _line(self, block: LineBlock) -> None:
        self._texts([text for text in (block.left, block.text, block.right) if text], right=bool(block.right))

    def _texts(self, texts: Sequence[str], *, right: bool = False) -> None:
        """Texts side by side in one row, right: the last at the right edge. A text that names what no field
        of the form asks for is filled in behind its label."""
        self.pen.row += 1
        count = min(len(texts), self.last)
        bounds = [round(number * self.last / count) for number in range(count + 1)]
        for number, text in enumerate(texts[:count]):
            asked = own_keys(text, self.profile)
            values = {key: cell_text(self.values.get(key, "")) for key in asked} | {"year": self.year}
            shown = fill_template(text, values)
            plain = self.look.line if asked else self.look.note
            look = self.look.line_right if right and number == count - 1 else plain
            self.pen.cell(bounds[number] + 1, bounds[number + 1], shown, look)
        self.pen.set_height(_LINE_HEIGHT)

    def _sign(self, block: SignBlock) -> None:
        for box in block.boxes:
            edges = self.fitted[id(block)]
            start = self.pen.row + 1
            parts = [part for part in (box.text, box.foot) if part.strip()] or [""]
            for part in parts:
                self.pen.row += 1
                values = {key: cell_text(self.values.get(key, "")) for key in own_keys(part, self.profile)}
                shown = fill_template(part, values | {"year": self.year})
                self.pen.span(edges, 1, 2, shown, self.look.prose)
                self.pen.set_height(float(box.height) * 2.8 / len(parts))
            self.pen.span(edges, 0, 1, box.label, self.look.head, rows=(start, self.pen.row))
        for line in block.lines:
            if any(text.strip() for text in line):
                self._texts([text for text in line if text.strip()])

    # ── grids of fields ───────────────────────────────────────────────────────────────────────────

    def _fields(self, block: FieldsBlock) -> None:
        edges = self.fitted[id(block)]
        if block.heading and block.heading_at == "top":
            self.pen.banner(block.heading, self.look.head, HEAD_HEIGHT)
        left = len(heading_width(block))
        first = self.pen.row + 1
        for fields in block.rows:
            if block.value_below:
                self._labels_above(fields, edges, left)
            self.pen.row += 1
            at = left
            for item in fields:
                if not block.value_below:
                    self.pen.span(edges, at, at + 1, item.heading, self.look.head)
                    at += 1
                self._field(item, edges, at)
                at += item.span
        if left:
            self.pen.span(edges, 0, 1, block.heading, self.look.head, rows=(first, self.pen.row))

    def _labels_above(self, fields: Sequence[FieldSpec], edges: list[Decimal], at: int) -> None:
        self.pen.row += 1
        for item in fields:
            self.pen.span(edges, at, at + item.span, item.heading, self.look.head)
            at += item.span
        self.pen.set_height(HEAD_HEIGHT)

    def _field(self, item: FieldSpec, edges: list[Decimal], at: int) -> None:
        value = self.year if item.meaning == "year" else self.values.get(item.key, "")
        look = self.look.hint if item.computed else self.look.prose
        first, last = self.pen.span(edges, at, at + item.span, value, look, spec=item)
        self.pen.areas.append(
            Area(item.key, item, item.meaning or "", (self.pen.row, self.pen.row), (first, last), begun=None)
        )
        size = self.profile.fonts.prose.size
        lines = text_lines(cell_text(value), edges[at + item.span] - edges[at], size)
        long = item.height is not None or item.meaning in ("duties", "goal")
        fewest = _PROSE_LINES if long else 1
        height = max(lines_height(max(lines + 1, fewest), size), float(item.height or 0) * 2.8)
        self.pen.set_height(max(self.pen.height(), height))

    # ── what the form has no place for ────────────────────────────────────────────────────────────

    def _others(self) -> None:
        """Values that serve filing only, under the form and outside the printed area."""
        named = {key for block in self.profile.blocks if isinstance(block, LineBlock | SignBlock)
                 for text in block.texts() for key in own_keys(text, self.profile)}  # fmt: skip
        placed = self.declared_in_place | named
        filled = {key: value for key, value in self.values.items() if key not in placed}
        if not filled:
            return
        self.pen.row += 2
        self.pen.cell(1, 1, reading.OTHER_HEADING, self.look.aside)
        for key, value in filled.items():
            self.pen.row += 1
            self.pen.cell(1, 1, self.profile.label(key), self.look.aside)
            self.pen.cell(2, 2, value, self.look.aside)


def field_widths(block: FieldsBlock, room: Decimal) -> list[Decimal]:
    """Widths of a grid's cells in mm: as given, else labels alike and the rest shared by the values."""
    room -= sum(heading_width(block), Decimal(0))
    if block.widths:
        return list(block.widths)
    if block.value_below:
        return [room / block.cells] * block.cells
    fullest = max(block.rows, key=len)
    label = block.label_width or room * min(_LABEL_SHARE, Decimal("0.6") / len(fullest))
    value = (room - label * len(fullest)) / sum(field.span for field in fullest)
    return [width for field in fullest for width in (label, *[value] * field.span)]
