"""The blocks of a form, as a profile names them: lines, grids of fields, tables, the foot with its
signatures.

Comes in: `[[block]]` of profile.toml. Goes out: frozen specifications, printed in their order. Read by
everything that shows, reads or fills a form; no step knows a form by its name. The language is that of
docs/表样.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, get_args

from formgen.base.readers import counted, limited, patterned
from formgen.base.typed import Record, field

FieldRole = Literal["name", "year", "duties", "goal", "project"]
ColumnRole = Literal[
    "level1",
    "level2",
    "level3",
    "operator",
    "target",
    "unit",
    "explanation",
    "scoring",
    "remark",
    "points",
    "actual",
    "score",
    "reason",
]
ValueType = Literal["text", "number", "money", "percent", "points", "score", "date"]
Align = Literal["left", "center", "right"]

FIELD_ROLES: tuple[str, ...] = get_args(FieldRole)
COLUMN_ROLES: tuple[str, ...] = get_args(ColumnRole)
KNOWN_FIELDS = {
    "department.name": "name",
    "department.duties": "duties",
    "goal.annual": "goal",
    "project.name": "project",
}
"""Keys whose role is known without being said; every other key has the role whose name it is."""

NUMERIC: tuple[ValueType, ...] = ("number", "money", "percent", "points", "score")
_PLACES = {"money": 2, "score": 2}
_MOST_LEVELS = 3


Number = Decimal
"""A TOML number; floats arrive as decimals because the file is read with parse_float=Decimal."""

Millimetres = Annotated[Number, limited(gt=0)]


class Section(Record):
    """A table of profile.toml."""


class Labelled(Section):
    """Something of the form with its official label, printed with a star and a space before it where the
    form has one. type decides what is read and how it is printed; places: of numbers, as many as are
    printed at least."""

    key: str
    label: str
    star: bool = False
    required: bool = False
    type: ValueType = "text"
    places: Annotated[int, limited(ge=0, le=6)] | None = None
    align: Align | None = None
    computed: bool = False

    @property
    def heading(self) -> str:
        """The label as printed."""
        return f"* {self.label}" if self.star else self.label

    @property
    def numeric(self) -> bool:
        return self.type in NUMERIC

    @property
    def printed_places(self) -> int | None:
        """Places that a number is filled up to; None for as many as were written."""
        return self.places if self.places is not None else _PLACES.get(self.type)


class FieldSpec(Labelled):
    """A field of a grid. span: cells of the grid that its value covers. head: a line above label and
    value that stands over this column of the grid, for two-line heads. height: mm that a long answer has
    at least."""

    role: FieldRole | None = None
    span: Annotated[int, limited(ge=1, le=12)] = 1
    height: Millimetres | None = None

    @property
    def meaning(self) -> str | None:
        """The field's role, said or known by its key."""
        return self.role or KNOWN_FIELDS.get(self.key) or (self.key if self.key in FIELD_ROLES else None)


class Column(Labelled):
    """A column of a table. width in mm. under: a head above this column and its neighbours of the same
    `under`. only: keys of the fixed rows in which it exists; in the others `blank` is printed. print: the
    printed cell put together of several keys of the row. shared: stands once, not on every side."""

    width: Millimetres
    role: ColumnRole | None = None
    under: str = ""
    only: tuple[str, ...] = ()
    blank: str = "-"
    print: str = ""
    shared: bool = False

    @property
    def meaning(self) -> str | None:
        """The column's role, said or known by its key."""
        return self.role or (self.key if self.key in COLUMN_ROLES else None)


class RowSpec(Section):
    """A fixed row. labels: by the key of the side, where the sides call it differently. indent: em. preset:
    figures that the form itself prints in this row (分值 10), by column; what is declared comes first."""

    key: str
    preset: dict[str, Number] = field(factory=dict)
    label: str = ""
    labels: dict[str, str] = field(factory=dict)
    indent: Annotated[int, limited(ge=0, le=10)] = 0

    def label_on(self, side: str) -> str:
        return self.labels.get(side, self.label)


class Side(Section):
    """One of the two halves of a two-sided table."""

    key: str
    label: str


class TotalRow(Section):
    """The row of sums under a table. sum: keys of its columns that are added up; places of the others
    stay empty. label stands over the columns before the first of them. plus: column → a cell of another
    table that belongs to its sum (the points of the money). grade: column in which the grade stands that the
    sum of its scores earns."""

    label: str
    sum: Annotated[tuple[str, ...], counted(1)]
    plus: dict[str, str] = field(factory=dict)
    grade: str = ""


class LineBlock(Section):
    """A line of text between blocks; {key} stands for a declared value, {year} for the year."""

    kind: Literal["line"]
    text: str = ""
    left: str = ""
    right: str = ""

    def texts(self) -> tuple[str, ...]:
        return tuple(text for text in (self.left, self.text, self.right) if text)


class FieldsBlock(Section):
    """A grid of labels and values, any number of pairs a row. widths: of the grid's cells in mm; without,
    labels are `label_width` wide and values share the rest. heading: as for tables."""

    kind: Literal["fields"]
    rows: Annotated[tuple[tuple[FieldSpec, ...], ...], counted(1)]
    heading: str = ""
    heading_at: Literal["top", "left"] = "top"
    heading_width: Millimetres = Decimal(16)
    widths: tuple[Millimetres, ...] = ()
    label_width: Millimetres | None = None
    value_below: bool = False
    """Labels as heads above their values, instead of beside them."""

    def fields(self) -> Iterator[FieldSpec]:
        for row in self.rows:
            yield from row

    @property
    def cells(self) -> int:
        """Cells of the grid in its widest row."""
        own = 0 if self.value_below else 1
        return max(sum(field.span + own for field in row) for row in self.rows)


class TableBlock(Section):
    """A table. rows: "free" for as many as are declared, else the fixed ones, whose labels stand in a
    column of their own before the others (row_heading, row_width; several sides, one before each). unit:
    of its money. levels: how many leading columns are groups, merged over their rows. level_label: how the
    first group's label is printed. heading_at: over the columns, or upright at the left of all rows."""

    kind: Literal["table"]
    name: Annotated[str, patterned(r"\A[A-Za-z_][A-Za-z0-9_]*\Z")]
    heading: str = ""
    heading_at: Literal["top", "left"] = "top"
    heading_width: Millimetres = Decimal(16)
    rows: Literal["free"] | tuple[RowSpec, ...] = "free"
    row_heading: str = ""
    row_width: Millimetres | None = None
    unit: str = ""
    columns: Annotated[tuple[Column, ...], counted(1)]
    levels: Annotated[int, limited(ge=0, le=_MOST_LEVELS)] = 0
    level_label: str = ""
    total_row: TotalRow | None = None
    sides: tuple[Side, ...] = ()

    @property
    def fixed(self) -> tuple[RowSpec, ...]:
        """The fixed rows; () where rows are free."""
        return () if self.rows == "free" else self.rows

    def cells(self) -> Mapping[str, Column]:
        """The keys of a row's cells as declared → their columns: with the side before them where the table
        has sides; the keys that a printed cell is put together of in the place of its own."""
        return self._cells

    @cached_property
    def _cells(self) -> Mapping[str, Column]:
        found: dict[str, Column] = {}
        for column in self.columns:
            for key in print_keys(column):
                names = [key] if column.shared or not self.sides else [f"{s.key}.{key}" for s in self.sides]
                found.update(dict.fromkeys(names, column))
        return found


class SignBox(Section):
    """A box for an opinion: its label, the text that stands in it, and its foot (公章, date) at the right.
    height in mm."""

    label: str
    text: str = ""
    foot: str = ""
    height: Millimetres = Decimal(28)


class SignBlock(Section):
    """The foot of the form: opinion boxes, then lines of labels with room to sign."""

    kind: Literal["sign"]
    boxes: tuple[SignBox, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()

    def texts(self) -> tuple[str, ...]:
        return tuple(text for line in self.lines for text in line) + tuple(
            text for box in self.boxes for text in (box.text, box.foot) if text
        )


Block = LineBlock | FieldsBlock | TableBlock | SignBlock


def print_keys(column: Column) -> tuple[str, ...]:
    """The keys that a column's cells are put together of: its own where it prints nothing else."""
    return tuple(placeholders(column.print)) if column.print else (column.key,)


def placeholders(text: str) -> list[str]:
    """The {keys} of a template text, in order."""
    keys, rest = [], text
    while "{" in rest:
        _, _, rest = rest.partition("{")
        key, end, rest = rest.partition("}")
        if end:
            keys.append(key.strip())
    return keys
