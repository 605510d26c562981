"""An OpenDocument spreadsheet (.ods) → plain grids, as an xlsx gives them.

Comes in: the bytes of a zip with a content.xml. Goes out: a `Book`. Such a file
keeps beside each value the text that was on the screen: that text is what is read.
"""

from __future__ import annotations

import zipfile
import zlib
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from lxml import etree

from formgen.base.errors import UnreadableInput
from formgen.declaration.formats import FORMAT_PROPERTY, PROFILE_PROPERTY, WORKBOOK_FORMAT
from formgen.messages import reading as say
from formgen.sources.cells import read_number
from formgen.sources.grid_sheet import MOST_CELLS, SheetContent, covered, size
from formgen.sources.grid_strings import MOST_CHARACTERS
from formgen.sources.grid_types import Aside, Beside, Book, Grid, GridCell, Spot, State
from formgen.sources.guard import check_members
from formgen.sources.open_looks import Looks
from formgen.sources.parts import MEGABYTE, local_name
from formgen.sources.plain_table import number_or_text
from formgen.sources.stream import elements

CONTENT = "content.xml"
META = "meta.xml"
MIMETYPE = "mimetype"
_TEXT_KIND = "application/vnd.oasis.opendocument.text"
_LONGEST_KIND = 200
MOST_MEGABYTES = 40
MOST_MERGED_CELLS = 500_000
MOST_COLUMNS = 16_384
_MOST_HIDDEN = 1_000
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_MOST_DIGITS = 9
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_NUMBERS = ("float", "currency", "percentage")
_UNSEEN = ("collapse", "filter")
_DAMAGE = (LookupError, ValueError, TypeError, SyntaxError, ArithmeticError, OSError, EOFError, RuntimeError,
           NotImplementedError, zipfile.BadZipFile, zlib.error)  # fmt: skip


def is_open_document(data: bytes) -> bool:
    """Whether this zip holds an OpenDocument file of any kind."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except _DAMAGE:
        return False
    return CONTENT in names and "[Content_Types].xml" not in names


def load_open_document(data: bytes, path: Path) -> Book:
    """Every sheet. Raises UnreadableInput for what is damaged, too big, or no spreadsheet."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_members(archive.infolist(), path)
            if _kind(archive).startswith(_TEXT_KIND):
                raise UnreadableInput(say.IS_ODT.format(path=path))
            megabytes = archive.getinfo(CONTENT).file_size >> 20
            if megabytes >= MOST_MEGABYTES:
                raise UnreadableInput(say.SHEET_TOO_BIG.format(path=path, size=megabytes))
            told = _read_properties(archive)
            if (newer := _format(told)) > WORKBOOK_FORMAT:
                raise UnreadableInput(
                    say.NEWER_WORKBOOK.format(path=path, format=newer, known=WORKBOOK_FORMAT)
                )
            book = _Reader(path, told.get(PROFILE_PROPERTY) or None)
            with archive.open(CONTENT) as stream:
                for item in elements(stream, ("style", "table-column", "table-row")):
                    book.take(item)
    except _DAMAGE as error:
        raise UnreadableInput(say.BROKEN_WORKBOOK.format(path=path)) from error
    return book.finish()


def _kind(archive: zipfile.ZipFile) -> str:
    """What the file says that it is; "" where it says nothing."""
    if MIMETYPE not in archive.namelist() or archive.getinfo(MIMETYPE).file_size > _LONGEST_KIND:
        return ""
    return archive.read(MIMETYPE).decode("ascii", "replace").strip()


def _read_properties(archive: zipfile.ZipFile) -> dict[str, str]:
    """What the file says of itself by names of somebody's own; a fill-in workbook keeps them when it is saved
    as an OpenDocument."""
    if META not in archive.namelist() or archive.getinfo(META).file_size > MEGABYTE:
        return {}
    with archive.open(META) as stream:
        return {
            item.get(f"{_META}name") or "": (item.text or "").strip()
            for item in elements(stream, ("user-defined",))
        }


def _format(told: dict[str, str]) -> int:
    """The version of the workbook's format; 0 where it says none."""
    text = told.get(FORMAT_PROPERTY, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else 0


class _Reader:
    """Rows as they come, sheet by sheet."""

    def __init__(self, path: Path, profile: str | None) -> None:
        self.path = path
        self.profile = profile
        self.sheets: dict[str, SheetContent] = {}
        self.rows: dict[str, int] = {}
        self.columns: dict[str, int] = {}
        self.looks = Looks()
        self.hidden: set[str] = set()
        self.comments: dict[str, list[Beside]] = {}
        self.count = self.merged = 0

    def take(self, item: etree._Element) -> None:
        """A style, a column of a sheet, or a row of one."""
        if local_name(item) == "style":
            self.looks.take(item)
            return
        tables = [above for above in item.iterancestors() if above.tag == f"{_TABLE}table"]
        if len(tables) != 1:
            return  # a table inside a cell
        name = tables[0].get(f"{_TABLE}name") or ""
        if tables[0].get(f"{_TABLE}style-name") in self.looks.hidden:
            self.hidden.add(name)
        content = self.sheets.setdefault(name, SheetContent())
        if local_name(item) == "table-column":
            self._take_column(item, name, content)
        else:
            self._take_row(item, name, content)

    def _take_column(self, item: etree._Element, name: str, content: SheetContent) -> None:
        first, count = self.columns.get(name, 0) + 1, _count(item, "number-columns-repeated")
        self.columns[name] = first + count - 1
        if item.get(f"{_TABLE}visibility") in _UNSEEN:
            content.hidden_columns.update(range(first, first + min(count, _MOST_HIDDEN)))

    def _take_row(self, row: etree._Element, name: str, content: SheetContent) -> None:
        first = self.rows.get(name, 0) + 1
        repeated = _count(row, "number-rows-repeated")
        self.rows[name] = first + repeated - 1
        cells = self._cells(row, first, content, self.comments.setdefault(name, []))
        if row.get(f"{_TABLE}visibility") in _UNSEEN:
            content.hidden_rows.update(range(first, first + min(repeated, _MOST_HIDDEN)))
        for number in range(first, first + repeated if cells else first):
            self.count += len(cells)
            if self.count > MOST_CELLS:
                raise UnreadableInput(say.MERGES_TOO_BIG.format(path=self.path))
            content.cells.update({(number, column): cell for column, cell in cells.items()})

    def _cells(
        self, row: etree._Element, number: int, content: SheetContent, comments: list[Beside]
    ) -> dict[int, GridCell]:
        cells: dict[int, GridCell] = {}
        column = 1
        for item in row:
            kind = local_name(item)
            if kind not in ("table-cell", "covered-table-cell"):
                continue
            repeated = _count(item, "number-columns-repeated")
            cell = self._cell(item)
            if any(local_name(child) == "annotation" for child in item):
                comments.append(Beside("comment", (number, column)))
            if cell is not None:
                cells |= dict.fromkeys(range(column, min(column + repeated, MOST_COLUMNS)), cell)
            self._merge(item, (number, column), content)
            column += repeated
        return cells

    def _merge(self, item: etree._Element, spot: Spot, content: SheetContent) -> None:
        rows, columns = _count(item, "number-rows-spanned"), _count(item, "number-columns-spanned")
        if (rows, columns) == (1, 1):
            return
        area = (spot, (spot[0] + rows - 1, spot[1] + columns - 1))
        self.merged += size(area)
        if self.merged > MOST_MERGED_CELLS:
            raise UnreadableInput(say.MERGES_TOO_BIG.format(path=self.path))
        content.merged.append(area)

    def finish(self) -> Book:
        grids = []
        for name, content in self.sheets.items():
            merges = covered(content)
            rows, columns = frozenset(content.hidden_rows), frozenset(content.hidden_columns)
            grids.append(
                Grid(name, name in self.hidden, content.cells, merges, rows, columns,
                     covered=content.covered, beside=tuple(self.comments.get(name, ())))
            )  # fmt: skip
        return Book(tuple(grids), self.profile)

    def _cell(self, item: etree._Element) -> GridCell | None:
        """A cell as it was seen; a number as a number where its text is that number and nothing else."""
        looks = self.looks.text(item)
        text = looks.text
        kind, value = item.get(f"{_OFFICE}value-type"), item.get(f"{_OFFICE}value")
        is_formula = item.get(f"{_TABLE}formula") is not None
        aside = Aside(
            is_formula=is_formula, is_struck=looks.struck, is_raised=looks.raised, is_flat=looks.flat
        )
        if kind in _NUMBERS and value is not None and (not text or read_number(text) == Decimal(value)):
            return GridCell(number_or_text(value), aside=aside)
        if not text:
            return None
        if len(text) > MOST_CHARACTERS:
            return GridCell(say.CHARACTERS.format(count=len(text)), state=State.TOO_LONG)
        if is_formula and (text.startswith("#") or text.startswith("Err:")):
            return GridCell(text, state=State.ERROR)
        return GridCell(text, aside=aside)


def _count(item: etree._Element, name: str) -> int:
    return max(int(item.get(_TABLE + name, "1")), 1)
