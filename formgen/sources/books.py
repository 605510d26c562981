"""Any workbook → plain grids: xlsx, old Excel and WPS, OpenDocument, tables as text, told by content.

Comes in: the bytes of a file. Goes out: a `Book`, whatever the file's kind.
"""

from __future__ import annotations

from pathlib import Path

from formgen.sources.grid import load_sheets
from formgen.sources.grid_types import Book
from formgen.sources.guard import check_workbook_zip

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_EXCEL_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_WORD_STREAM = "WordDocument".encode("utf-16-le")


def is_old_excel(data: bytes) -> bool:
    """Whether these bytes are an OLE file with a workbook in it (.xls, .et)."""
    return data.startswith(OLE2) and not is_old_word(data) and any(name in data for name in _EXCEL_STREAMS)


def is_old_word(data: bytes) -> bool:
    """Whether these bytes are an OLE file with a Word document in it (.doc, .wps)."""
    return data.startswith(OLE2) and _WORD_STREAM in data


def load_book(data: bytes, path: Path) -> Book:
    """The sheets of a workbook of any kind. Raises UnreadableInput for what is damaged, hostile, or no
    workbook."""
    if data.startswith(OLE2):
        from formgen.sources.old_excel import load_old_excel

        return load_old_excel(data, path)
    from formgen.sources.plain_table import is_plain_table, load_plain_table

    if is_plain_table(data, path.suffix) and not data.startswith(b"PK"):
        return load_plain_table(data, path)
    from formgen.sources.open_document import is_open_document, load_open_document

    if is_open_document(data):
        return load_open_document(data, path)
    check_workbook_zip(data, path)
    return load_sheets(data, path)
