"""A workbook as plain grids: cells by row and column, merges, nothing of styles but number formats.

Comes in: the bytes of an xlsx that `sources.guard` let through. Goes out: `Grid` per sheet. The XML is
read directly, with openpyxl's rules for dates and addresses: openpyxl itself spends most of its time on
borders that nobody asks for.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.declaration.formats import WORKBOOK_FORMAT
from formgen.messages import reading as say
from formgen.sources.grid_package import Package
from formgen.sources.grid_sheet import Beginning, SheetContent, SheetReader, covered, size
from formgen.sources.grid_strings import MOST_CHARACTERS, NO_TEXTS, read_strings
from formgen.sources.grid_styles import read_styles
from formgen.sources.grid_types import Area, Beside, Book, CellValue, Grid, GridCell, Spot, State, address
from formgen.sources.parts import PartRefused

__all__ = [
    "MOST_CHARACTERS", "Area", "Beginning", "Book", "CellValue", "Grid", "GridCell", "Spot", "State", "address",
    "load_sheets",
]  # fmt: skip

MOST_MERGED_CELLS = 500_000
"""Of one sheet: every merged cell is kept with its area."""

MOST_MERGED_IN_BOOK = 2 * MOST_MERGED_CELLS

# What damaged parts make zipfile, lxml (SyntaxError), openpyxl's helpers and the readers here raise.
_DAMAGE = (LookupError, ValueError, TypeError, AttributeError, SyntaxError, ArithmeticError, OSError,
           EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)  # fmt: skip


def load_sheets(data: bytes, path: Path, beginning: Beginning | None = None) -> Book:
    """Every worksheet, with the values that formulas had when the workbook was saved. beginning: of a sheet that
    does not begin so, no more than its beginning is read. Raises UnreadableInput where its parts are damaged."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(Package(archive), path, beginning)
    except PartRefused as error:
        raise UnreadableInput(error.message.format(path=path)) from error
    except _DAMAGE as error:
        raise UnreadableInput(say.BROKEN_WORKBOOK.format(path=path)) from error


def _read(package: Package, path: Path, beginning: Beginning | None) -> Book:
    if package.format() > WORKBOOK_FORMAT:
        raise UnreadableInput(
            say.NEWER_WORKBOOK.format(path=path, format=package.format(), known=WORKBOOK_FORMAT)
        )
    strings = NO_TEXTS
    if package.strings_part is not None:
        with package.open(package.strings_part) as stream:
            strings = read_strings(stream)
    reader = SheetReader(strings, read_styles(package.styles()), package.epoch())
    first: dict[str, str] = {}
    merged = 0
    sheets, notes = [], []
    for entry in package.sheets():
        if entry.part is None:
            notes.append(say.LOST_SHEET.format(sheet=entry.name))
        elif entry.part in first:
            notes.append(say.SAME_SHEET.format(sheet=entry.name, first=first[entry.part]))
        else:
            first[entry.part] = entry.name
            with package.open(entry.part) as stream:
                content = reader.read(stream, beginning)
            merged = _check_merges(content, merged, path)
            merges = covered(content)
            rows, columns = frozenset(content.hidden_rows), frozenset(content.hidden_columns)
            beside = package.beside(entry.part) if beginning is None else ()
            beside += tuple(Beside("margin", (1, 1), text) for text in content.margins if text)
            sheets.append(
                Grid(entry.name, entry.hidden, content.cells, merges, rows, columns,
                     covered=content.covered, beside=beside)
            )  # fmt: skip
    if notes and not sheets:
        raise ValueError("no sheet is there")
    if reader.lost_styles:
        notes.append(say.LOST_STYLES.format(count=reader.lost_styles))
    return Book(tuple(sheets), package.profile(), tuple(notes))


def _check_merges(content: SheetContent, before: int, path: Path) -> int:
    """How many cells of the book are merged, this sheet's among them: one line of XML could merge 17 thousand
    million."""
    own = sum(size(area) for area in content.merged)
    if own > MOST_MERGED_CELLS or before + own > MOST_MERGED_IN_BOOK:
        raise UnreadableInput(say.MERGES_TOO_BIG.format(path=path))
    return before + own
