"""A workbook of old Excel (.xls) or of WPS (.et) → plain grids, as an xlsx gives them.

Comes in: the bytes of an OLE file. Goes out: a `Book`. xlrd reads the records; how numbers are shown is
our own matter, as for xlsx. xlrd does not tell formulas.
"""

from __future__ import annotations

import struct
from io import StringIO
from itertools import pairwise
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
from formgen.sources.grid_types import Aside, Beside, Book, Grid, GridCell, State
from formgen.sources.raised import PLAIN_TEXT, RichText, rich_text

MOST_MERGED_CELLS = 500_000
_ORDER = slice(28, 30)
_POSITIONS = {1: "superscript", 2: "subscript"}
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
                runs = (
                    sheet.rich_text_runlist_map.get((row, column))
                    if cell.ctype == xlrd.XL_CELL_TEXT
                    else None
                )
                made = _cell(cell, styles, epoch, _rich(book, cell.value, runs) if runs else PLAIN_TEXT)
                if made is not None:
                    content.cells[row + 1, column + 1] = made
        content.merged = [
            ((top + 1, left + 1), (bottom, right)) for top, bottom, left, right in sheet.merged_cells
        ]
        count += len(content.cells)
        merged += sum(size(area) for area in content.merged)
        if count > MOST_CELLS or merged > MOST_MERGED_CELLS:
            raise UnreadableInput(say.MERGES_TOO_BIG.format(path=path))
        rows = frozenset(
            row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0
        )
        columns = frozenset(
            column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0
        )
        merges = covered(content)
        beside = tuple(
            Beside("comment", (row + 1, column + 1)) for row, column in sorted(sheet.cell_note_map)
        )
        grids.append(
            Grid(sheet.name, sheet.visibility != 0, content.cells, merges, rows, columns,
                 covered=content.covered, beside=beside)
        )  # fmt: skip
    return Book(tuple(grids), None)


def _style(book: xlrd.Book, xf: object) -> CellStyle:
    key: int = xf.format_key  # type: ignore[attr-defined]
    form = book.format_map.get(key)
    written = None if form is None else form.format_str
    code = built_in(key) if written == std_format_strings.get(key) else code_for(key, written)
    font: int = xf.font_index  # type: ignore[attr-defined]
    struck = font < len(book.font_list) and bool(book.font_list[font].struck_out)
    return cell_style(code, struck)


def _rich(book: xlrd.Book, text: str, runs: list[tuple[int, int]]) -> RichText:
    """runs: where the text changes its font, and to which."""
    cuts = [(0, None), *runs, (len(text), None)]
    return rich_text((text[start:end], *_looks(book, font)) for (start, font), (end, _) in pairwise(cuts))


def _looks(book: xlrd.Book, number: int | None) -> tuple[str, bool]:
    if number is None or number >= len(book.font_list):
        return "", False
    font = book.font_list[number]
    return _POSITIONS.get(font.escapement, ""), bool(font.struck_out)


def _cell(cell: xlrd.sheet.Cell, styles: list[CellStyle], epoch: object, looks: RichText) -> GridCell | None:
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
    aside = Aside(is_struck=style.struck or looks.struck, is_raised=looks.raised, is_flat=looks.flat)
    return GridCell(looks.text or value, style.code, aside=aside)
