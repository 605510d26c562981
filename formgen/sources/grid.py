"""A workbook as plain grids: cells by row and column, merges, nothing of styles but number formats.

Comes in: the bytes of an xlsx that `sources.guard` let through. Goes out: `Grid` per sheet. Called by
`sources.xlsx` and the readers of rosters and actual values. The XML is read directly, with openpyxl's
rules for dates and addresses: openpyxl itself spends most of its time on borders that nobody asks for.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.messages import reading as say
from formgen.sources.grid_package import PROFILE_PROPERTY, Package
from formgen.sources.grid_sheet import SheetContent, SheetReader, covered, read_strings, size
from formgen.sources.grid_styles import read_formats
from formgen.sources.grid_types import Area, Book, CellValue, Grid, GridCell, Spot, State, address
from formgen.sources.guard import MOST_MERGED_CELLS

__all__ = [
    "PROFILE_PROPERTY", "Area", "Book", "CellValue", "Grid", "GridCell", "Spot", "State", "address",
    "load_sheets",
]  # fmt: skip

MOST_MERGED_IN_BOOK = 4 * MOST_MERGED_CELLS
"""The guard bounds each sheet; a workbook of many would still fill the memory."""

# What damaged parts make zipfile, lxml (SyntaxError), openpyxl's helpers and the readers here raise.
_DAMAGE = (LookupError, ValueError, TypeError, AttributeError, SyntaxError, ArithmeticError, OSError,
           EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)  # fmt: skip


def load_sheets(data: bytes, path: Path) -> Book:
    """Every worksheet, with the values that formulas had when the workbook was saved. Raises
    UnreadableInput where its parts are damaged."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(Package(archive), path)
    except _DAMAGE as error:
        raise UnreadableInput(say.BROKEN_WORKBOOK.format(path=path)) from error


def _read(package: Package, path: Path) -> Book:
    strings: list[str] = []
    if package.strings_part is not None:
        with package.open(package.strings_part) as stream:
            strings = read_strings(stream)
    reader = SheetReader(strings, read_formats(package.styles()), package.epoch())
    read: dict[str, tuple[SheetContent, dict[Spot, Area]]] = {}
    merged = 0
    sheets = []
    for entry in package.sheets():
        if entry.part not in read:  # a damaged workbook may list one sheet a thousand times
            with package.open(entry.part) as stream:
                content = reader.read(stream)
            merged += sum(size(area) for area in content.merged)
            if merged > MOST_MERGED_IN_BOOK:
                raise UnreadableInput(say.MERGES_TOO_BIG.format(path=path))
            read[entry.part] = content, covered(content)
        content, merges = read[entry.part]
        sheets.append(Grid(entry.name, entry.hidden, content.cells, merges))
    return Book(tuple(sheets), package.profile())
