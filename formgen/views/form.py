"""The view: every cell of the form as its final string, every span. The last step that knows the
business; both renderers and the inspection see only this, so DOCX and PDF cannot say different things.

`view_form` turns a Declaration into a FormView. No measure of type or page is taken here (see
`formgen.layout`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from formgen.declaration.blocks import Align
from formgen.declaration.model import Declaration, Indicator, number_text
from formgen.declaration.profile import GROUP_COLUMNS, Profile

TypeUse = Literal["title", "head", "heading", "body", "prose"]
"""Which of the profile's fonts a column is set in."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell. text: the final string, \\n for a declared line break. field and place: where
    it comes from, for messages ("" for a computed cell). rowspan, colspan: rows and columns it covers.
    use and align: None for the column's own."""

    text: str
    field: str = ""
    place: str = ""
    rowspan: int = 1
    colspan: int = 1
    use: TypeUse | None = None
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column: its printed heading, width in mm, alignment and type. joined: no line parts its cells
    from those of the column on its left (a value beside its score). A column aligned right holds
    numbers, which are never broken."""

    heading: str
    width: float
    align: Align
    use: TypeUse = "body"
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """The lines of a table in pt (around it, and within), and the space above and below a cell's text
    in mm."""

    frame: float = 0.5
    inner: float = 0.5
    pad_y: float = 0.6


FORM_RULING = Ruling()
PAPER_RULING = Ruling(frame=0.9, inner=0.4, pad_y=0.3)
"""Of the papers that are no form: a stronger frame, thin lines within, close rows."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of fixed columns. Rows hold one entry per column; None where the cell above or to the
    left covers it.

    heading: the row over all columns above the column heads ("" for none). groups: how many leading
    columns hold merged labels that are printed again, with （续）, where a page breaks their group.
    head_rows: the heads where they are more than one cell per column; they take the place of heading
    and column heads. whole: stands on one page, so its cells may cover rows anywhere.
    """

    heading: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    groups: int = 0
    head_rows: tuple[tuple[Cell | None, ...], ...] = ()
    ruling: Ruling = FORM_RULING
    whole: bool = False

    @property
    def has_heads(self) -> bool:
        """False for a table without heads, such as the facts above the indicators."""
        return bool(self.head_rows) or any(column.heading for column in self.columns)

    def heads(self) -> tuple[tuple[Cell | None, ...], ...]:
        """The rows of heads, however they were given; () for a table without."""
        if self.head_rows or not self.has_heads:
            return self.head_rows
        columns = tuple(Cell(column.heading) for column in self.columns)
        if not self.heading:
            return (columns,)
        over: tuple[Cell | None, ...] = (Cell(self.heading, colspan=len(columns)),)
        return (over + (None,) * (len(columns) - 1), columns)

    def width_of(self, column: int, colspan: int = 1) -> float:
        """Width in mm of a cell that begins at this column."""
        return sum(view.width for view in self.columns[column : column + colspan])


@dataclass(frozen=True, slots=True)
class FormView:
    """The whole form as strings.

    facts: the labelled lines above the indicators (部门（单位）名称, 职责, 年度总体目标), one row each of
    label and value, without heads. table: the indicators. author: the department, for the document
    properties.
    """

    title: str
    year_line: str
    facts: TableView
    table: TableView
    author: str
    draft: bool = False

    def cells(self) -> list[Cell]:
        """Every cell, in reading order."""
        return [cell for _, cell, _ in self.typed_cells()]

    def typed_cells(self) -> list[tuple[TypeUse, Cell, str]]:
        """(use of type, cell, text) of every cell, in reading order."""
        return [
            (column.use, cell, cell.text)
            for table in (self.facts, self.table)
            for row in table.rows
            for column, cell in zip(table.columns, row, strict=True)
            if cell is not None
        ]


def view_form(
    declaration: Declaration,
    profile: Profile,
    places: Mapping[str, str] | None = None,
    *,
    draft: bool = False,
) -> FormView:
    """The form of this declaration. places: field path → where it stands in the source."""
    where = places or {}
    return FormView(
        title=profile.title,
        year_line=profile.year_line.format(year=declaration.year_text),
        facts=_facts_table(declaration, profile, where),
        table=_indicator_table(declaration.indicators, profile, where),
        author=declaration.department.name,
        draft=draft,
    )


def _facts_table(declaration: Declaration, profile: Profile, places: Mapping[str, str]) -> TableView:
    """The labels stand over the group columns of the table below, the values over the rest."""
    widths = [float(column.width) for column in profile.columns]
    rows = tuple(
        (Cell(fact.heading), Cell(_fact_text(declaration, fact.key), fact.key, places.get(fact.key, "")))
        for fact in profile.facts
    )
    columns = (
        ColumnView("", sum(widths[:GROUP_COLUMNS]), "center", "head"),
        ColumnView("", sum(widths[GROUP_COLUMNS:]), "left", "prose"),
    )
    return TableView("", columns, rows, groups=1)


def _fact_text(declaration: Declaration, key: str) -> str:
    part: object = declaration
    for name in key.split("."):
        part = getattr(part, name)
    return str(part)


def _indicator_table(
    indicators: Sequence[Indicator], profile: Profile, places: Mapping[str, str]
) -> TableView:
    keys = [column.key for column in profile.columns]
    level1_spans = count_spans([item.level1 for item in indicators])
    level2_spans = count_spans([(item.level1, item.level2) for item in indicators])
    rows = []
    for index, indicator in enumerate(indicators):
        spans = {"level1": level1_spans[index], "level2": level2_spans[index]}
        rows.append(
            tuple(
                _cell(indicator, key, f"indicators[{index}].{key}", spans.get(key, 1), places) for key in keys
            )
        )
    return TableView(
        heading=profile.table_heading,
        columns=tuple(ColumnView(c.heading, float(c.width), c.align or "left") for c in profile.columns),
        rows=tuple(rows),
        groups=GROUP_COLUMNS,
    )


def _cell(indicator: Indicator, key: str, field: str, rowspan: int, places: Mapping[str, str]) -> Cell | None:
    if not rowspan:
        return None
    value = getattr(indicator, key)
    text = number_text(value) if isinstance(value, Decimal) else str(value)
    return Cell(text, field, places.get(field, ""), rowspan)


def count_spans(labels: Sequence[object]) -> list[int]:
    """Rows each label covers from where it starts; 0 where the label above covers it."""
    spans: list[int] = []
    for _, run in groupby(labels):
        length = len(list(run))
        spans += [length, *[0] * (length - 1)]
    return spans
