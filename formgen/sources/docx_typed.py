"""A Word form that somebody typed, with no data of formgen's inside → the declaration it shows.

Comes in: what the document shows. Goes out: raw values with their places. The document is laid out as a sheet, a line
a row, and read as sheets are: totals, lines of signatures, heads that are a little different and rows above which a page
ended are what they are in a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from formgen.base.errors import Fault
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.model import Operator, number_text
from formgen.declaration.profile import Profile
from formgen.messages import extract as say
from formgen.messages import reading
from formgen.messages.importing import PARAGRAPH, TABLE_CELL
from formgen.messages.rendering import CONTINUED
from formgen.sources.cells import read_number
from formgen.sources.docx_content import DocxCell, DocxContent, DocxTable
from formgen.sources.docx_text import MOST_COLUMNS
from formgen.sources.field_reader import NOTE_ID
from formgen.sources.grid_types import Area, Grid, GridCell, Spot
from formgen.sources.labels import LABELLED, labels_of, plain_label
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.sum_lines import GOES_ON
from formgen.sources.table import Heads, find_heads
from formgen.sources.xlsx import read_sheet

_BEHIND = MOST_COLUMNS + 1
"""The column of paragraphs below the first table: they are no row of it."""

_NUMBERS = re.compile(r"indicators\[\d+\]\.(target|points)")


@dataclass(slots=True)
class Layout:
    """A document as one sheet. lines: spots of paragraphs, which are no cells of a table."""

    cells: dict[Spot, GridCell] = field(default_factory=dict)
    merges: dict[Spot, Area] = field(default_factory=dict)
    places: dict[Spot, str] = field(default_factory=dict)
    lines: set[Spot] = field(default_factory=set)

    def grid(self) -> Grid:
        return Grid(say.SHEET_NAME, False, self.cells, self.merges, places=self.places)

    def add_line(self, spot: Spot, text: str) -> None:
        self.cells[spot] = GridCell(text)
        self.lines.add(spot)
        self.places[spot] = PARAGRAPH.format(number=len(self.lines))

    def add_table(self, table: DocxTable, top: int, number: int) -> None:
        """top: the row where it begins. number: from 1."""
        for down, row in enumerate(table.rows):
            for across, cell in enumerate(row, start=1):
                first = (top + down, across)
                self.places[first] = TABLE_CELL.format(table=number, row=down + 1, column=across)
                if cell is not None:
                    self._add(cell, first, (first[0] + cell.rowspan - 1, across + cell.colspan - 1))

    def add_rest(
        self, table: DocxTable, top: int, number: int, skipped: int, columns: Mapping[int, int]
    ) -> None:
        """The rows of a table that goes on with one before, under its columns. skipped: rows at its beginning that stood
        there. columns: of this table → of that one; cells of no column of that stand behind all of them."""
        for down, row in enumerate(table.rows[skipped:]):
            for across, cell in enumerate(row, start=1):
                if cell is None:
                    continue
                column = columns.get(across, _BEHIND + across)
                first = (top + down, column)
                self.places[first] = TABLE_CELL.format(table=number, row=skipped + down + 1, column=across)
                goes_on = cell.text.strip().endswith(CONTINUED)
                self._add(
                    replace(cell, text="") if goes_on else cell, first, (first[0] + cell.rowspan - 1, column)
                )

    def _add(self, cell: DocxCell, first: Spot, last: Spot) -> None:
        if cell.text.strip():
            self.cells[first] = GridCell(cell.text)
        if first != last:
            self.merges |= {
                (y, x): (first, last)
                for y in range(first[0], last[0] + 1)
                for x in range(first[1], last[1] + 1)
            }


def read_typed_form(content: DocxContent, profile: Profile) -> RawDeclaration | None:
    """The form of a classic profile; None where no table has its heads."""
    labels = labels_of(profile)
    layout = _lay_out(content, profile)
    grid = layout.grid()
    if not find_heads(grid, labels):
        return None
    raw = read_sheet(grid, profile, labels)
    lines = {
        layout.places[spot] for spot in layout.lines if not LABELLED.search(str(layout.cells[spot].value))
    }
    asides = [fault for fault in raw.faults if fault.place in lines and not fault.field]
    notes = tuple(_said_beside(fault) for fault in asides)
    return replace(
        raw,
        values=dict(_typed(raw.values)),
        notes=(*raw.notes, *notes),
        faults=tuple(fault for fault in raw.faults if fault not in asides),
    )


def _said_beside(fault: Fault) -> Finding:
    """A paragraph that belongs to no field and has no label is a remark beside the form."""
    return Finding(NOTE_ID, Severity.NOTE, "", fault.place, fault.message + reading.STRAY_LINE_HINT)


def _typed(values: Mapping[str, RawValue]) -> Iterator[tuple[str, RawValue]]:
    """Everything in Word is text: a target that is plainly a number is one, unless it is declared to be a wording."""
    for path, value in values.items():
        row = path.rpartition(".")[0]
        operator = values.get(f"{row}.operator")
        wording = operator is not None and str(operator.value).strip() == Operator.QUALITATIVE
        column = _NUMBERS.fullmatch(path)
        if column and isinstance(value.value, str) and not (wording and column[1] == "target"):
            number = read_number(value.value)
            if number is not None and number_text(number) == value.value.strip():
                yield path, RawValue(number, value.place)
                continue
        yield path, value


def _lay_out(content: DocxContent, profile: Profile) -> Layout:
    layout = Layout()
    line, tables = 1, 0
    before: Heads | None = None
    joins = False
    for block in content.blocks:
        if isinstance(block, str):
            if tables and block.strip().startswith(say.APPENDIX_WORD):
                break
            if not block.strip() or (before is not None and GOES_ON.fullmatch(plain_label(block))):
                continue
            layout.add_line((line, _BEHIND if tables else 1), block)
            line, joins = line + 1, False
            continue
        tables += 1
        heads = _heads(block, profile)
        if joins and before is not None and heads is not None and _repeats(block, heads, profile):
            columns = {
                heads.columns[key]: column for key, column in before.columns.items() if key in heads.columns
            }
            layout.add_rest(block, line, tables, heads.bottom, columns)
            line += len(block.rows) - heads.bottom
            continue
        layout.add_table(block, line, tables)
        line += len(block.rows)
        before, joins = (heads, True) if heads is not None else (before, joins)
    return layout


def _heads(table: DocxTable, profile: Profile) -> Heads | None:
    """The row of heads in a table alone."""
    alone = Layout()
    alone.add_table(table, 1, 1)
    return next(iter(find_heads(alone.grid(), labels_of(profile))), None)


def _repeats(table: DocxTable, heads: Heads, profile: Profile) -> bool:
    """Whether nothing stands above its heads but what every page may repeat."""
    known = ((), (plain_label(profile.table_heading),), (plain_label(profile.title),))
    return all(_words(table, above) in known for above in range(heads.row - 1))


def _words(table: DocxTable, row: int) -> tuple[str, ...]:
    return tuple(plain_label(cell.text) for cell in table.rows[row] if cell is not None and cell.text.strip())
