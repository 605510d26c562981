"""A workbook of old Excel (.xls) or of WPS (.et) → plain grids, as an xlsx gives them.

Comes in: the bytes of an OLE file. Goes out: a `Book`. xlrd reads the records; how numbers are shown is
our own matter, as for xlsx. xlrd does not tell formulas, nor what is struck out in part.
"""

from __future__ import annotations

import struct
from io import StringIO
from pathlib import Path

import xlrd
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from xlrd.compdoc import CompDocError
from xlrd.formatting import std_format_strings

from formgen.base.errors import UnreadableInput
from formgen.messages import reading as say
from formgen.sources.grid_sheet import MOST_CELLS, SheetContent, covered, number_cell, size
from formgen.sources.grid_strings import MOST_CHARACTERS
from formgen.sources.grid_styles import CellStyle, built_in, cell_style, code_for
from formgen.sources.grid_types import Aside, Book, Grid, GridCell, State

MOST_MERGED_CELLS = 500_000
_ORDER = slice(28, 30)
_LITTLE_ENDIAN = b"\xfe\xff"
"""What all files of this kind have here; some programs write it the wrong way round, and Excel reads them."""

# What xlrd raises over damaged records, beside its own error: it says so of the container by another.
_DAMAGE = (xlrd.XLRDError, CompDocError, struct.error, LookupError, ValueError, TypeError, AttributeError, AssertionError,
           ArithmeticError, OSError, EOFError, RuntimeError)  # fmt: skip


def load_old_excel(data: bytes, path: Path) -> Book:
    """Every worksheet. Raises UnreadableInput for what is damaged, or set with a password."""
    data = data[: _ORDER.start] + _LITTLE_ENDIAN + data[_ORDER.stop :]
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO()
        )
        return _read(book, path)
    except _DAMAGE as error:
        # xlrd has one class for all its errors; only the words tell a password from damage.
        locked = isinstance(error, xlrd.XLRDError) and "encrypted" in str(error)
        raise UnreadableInput((say.ENCRYPTED if locked else say.BROKEN_WORKBOOK).format(path=path)) from error


def _read(book: xlrd.Book, path: Path) -> Book:
    styles = [_style(book, xf) for xf in book.xf_list]
    epoch = MAC_EPOCH if book.datemode else WINDOWS_EPOCH
    grids = []
    count = merged = 0
    for sheet in book.sheets():
        content = SheetContent()
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                made = _cell(cell, styles, epoch)
                if made is not None:
                    content.cells[row + 1, column + 1] = made
        content.merged = [
            ((top + 1, left + 1), (bottom, right)) for top, bottom, left, right in sheet.merged_cells
        ]
        count += len(content.cells)
        merged += sum(size(area) for area in content.merged)
        if count > MOST_CELLS or merged > MOST_MERGED_CELLS:
            raise UnreadableInput(say.MERGES_TOO_BIG.format(path=path))
        rows = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
        columns = frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden)
        merges = covered(content)
        grids.append(Grid(sheet.name, sheet.visibility != 0, content.cells, merges, rows, columns))
    return Book(tuple(grids), None)


def _style(book: xlrd.Book, xf: object) -> CellStyle:
    key: int = xf.format_key  # type: ignore[attr-defined]
    form = book.format_map.get(key)
    written = None if form is None else form.format_str
    code = built_in(key) if written == std_format_strings.get(key) else code_for(key, written)
    font: int = xf.font_index  # type: ignore[attr-defined]
    struck = font < len(book.font_list) and bool(book.font_list[font].struck_out)
    return cell_style(code, struck)


def _cell(cell: xlrd.sheet.Cell, styles: list[CellStyle], epoch: object) -> GridCell | None:
    kind, value = cell.ctype, cell.value
    style = (
        styles[cell.xf_index]
        if cell.xf_index is not None and cell.xf_index < len(styles)
        else cell_style("General")
    )
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return number_cell(int(value) if value.is_integer() else value, style, epoch)  # type: ignore[arg-type]
    if kind == xlrd.XL_CELL_BOOLEAN:
        return GridCell(bool(value), style.code)
    if kind == xlrd.XL_CELL_ERROR:
        return GridCell(xlrd.error_text_from_code.get(value, "#VALUE!"), state=State.ERROR)
    if kind != xlrd.XL_CELL_TEXT or not value:
        return None
    if len(value) > MOST_CHARACTERS:
        return GridCell(say.CHARACTERS.format(count=len(value)), state=State.TOO_LONG)
    return GridCell(value, style.code, aside=Aside(is_struck=style.struck))
