"""A Word document → a sheet: every paragraph and every row of its tables is a row.

Comes in: the bytes of a .docx. Goes out: one `OldSheet`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.importing.old_sheet import OldSheet
from formgen.importing.pages import Pages
from formgen.importing.word_asides import Asides, read_asides
from formgen.messages import importing as say
from formgen.messages import reading
from formgen.messages.extract import SHEET_NAME
from formgen.sources.docx import read_document
from formgen.sources.docx_carried import read_baggage
from formgen.sources.docx_content import DAMAGE, DocxContent, DocxTable, read_docx
from formgen.sources.grid_types import Area, Grid, GridCell, Spot
from formgen.sources.guard import check_document_zip
from formgen.sources.parts import Parts
from formgen.sources.raw import RawDeclaration


def load_word(data: bytes, path: Path) -> tuple[OldSheet, ...]:
    """Raises UnreadableInput for what is damaged or hostile."""
    check_document_zip(data, path)
    try:
        content = read_docx(data, open_frames=True, as_seen=True)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            asides = read_asides(Parts(archive))
    except (UnreadableInput, *DAMAGE) as error:
        raise UnreadableInput(reading.BROKEN_DOCUMENT.format(path=path)) from error
    sheet = _Layout(content, path.name, asides).sheet()
    carried = _carried(data, path)
    return (replace(sheet, carried=carried, form=None if carried is None else carried.profile),)


def _carried(data: bytes, path: Path) -> RawDeclaration | None:
    """What formgen put inside, where it did and it is of use: points and rules have no column on the page."""
    if not read_baggage(data).data:
        return None
    try:
        return read_document(data, path)
    except UnreadableInput:
        return None


class _Layout:
    """Lays a document out from top to bottom."""

    def __init__(self, content: DocxContent, file: str, asides: Asides) -> None:
        self.content, self.asides = content, asides
        self.file = file
        self.cells: dict[Spot, GridCell] = {}
        self.merges: dict[Spot, Area] = {}
        self.places: dict[Spot, str] = {}
        self.repeated: dict[Spot, str] = {}
        self.pages = Pages()
        self.line = 0
        self.behind = 0

    def sheet(self) -> OldSheet:
        tables = paragraphs = 0
        for block in self.content.blocks:
            if isinstance(block, DocxTable):
                tables += 1
                self._table(block, tables)
            elif block.strip():
                paragraphs += 1
                self.line += 1
                if tables and not self.behind and block.strip().startswith(say.APPENDIX_WORD):
                    self.behind = self.line
                self.cells[self.line, 1] = GridCell(block)
                self.places[self.line, 1] = say.PARAGRAPH.format(number=paragraphs)
        unread: dict[Spot, str] = {}
        for aside in self.asides.texts:
            self.line += 1
            self.cells[self.line, 1] = GridCell(aside.text)
            self.places[self.line, 1] = aside.place
            unread[self.line, 1] = aside.why
        remarks = tuple(
            (frozenset({spot}), why)
            for spot, place in self.places.items()
            if (why := self.asides.revised.get(place)) is not None
        ) + tuple(
            (frozenset({spot}), remark.message)
            for remark in self.content.remarks
            if remark.is_fault or remark.for_person
            for spot, place in self.places.items()
            if place == remark.place
        )
        grid = Grid(SHEET_NAME, False, self.cells, self.merges)
        return OldSheet(
            grid, self.file, self.places, repeated=self.repeated, unread=unread, remarks=remarks,
            behind=self.behind,
        )  # fmt: skip

    def _table(self, table: DocxTable, number: int) -> None:
        top = self.line + 1
        for down, row in enumerate(table.rows):
            for across, cell in enumerate(row, start=1):
                if cell is None:
                    continue
                first = (top + down, across)
                last = (top + down + cell.rowspan - 1, across + cell.colspan - 1)
                if cell.text.strip():
                    self.cells[first] = GridCell(cell.text.strip("\n"))  # empty paragraphs show nothing
                    self.places[first] = say.TABLE_CELL.format(table=number, row=down + 1, column=across)
                if first != last:
                    self.merges |= dict.fromkeys(_spots(first, last), (first, last))
        texts = [["" if cell is None else cell.text for cell in row] for row in table.rows]
        self.repeated |= {
            (top + row, column + 1): why for (row, column), why in self.pages.repeated(texts).items()
        }
        self.line += len(table.rows)


def _spots(first: Spot, last: Spot) -> Iterator[Spot]:
    for row in range(first[0], last[0] + 1):
        for column in range(first[1], last[1] + 1):
            yield row, column
