"""Old files as plain sheets, whatever their kind.

Comes in: the bytes of a file. Goes out: `OldSheet`s: a grid of cells, and what each place is called.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.declaration.load_profile import known_profiles, load_shipped
from formgen.fill.workbook import workbook_bytes
from formgen.importing.beside import with_beside
from formgen.importing.old_sheet import OldSheet
from formgen.messages import importing as say
from formgen.messages.reading import HELP_SHEET
from formgen.messages.workbook import OPTIONS_SHEET
from formgen.sources import is_document, is_other_table, is_pdf, is_workbook, read_bytes
from formgen.sources.books import is_old_word, load_book
from formgen.sources.build import build
from formgen.sources.grid_types import Grid
from formgen.sources.import_marks import is_marks_sheet
from formgen.sources.ofd_package import is_ofd


def load_sheets(data: bytes, path: Path) -> tuple[OldSheet, ...]:
    """Every sheet of a file, every table of a document. Raises UnreadableInput."""
    if is_pdf(data):
        return _load_pdf(data, path)
    if is_ofd(data):
        return _load_own(data, path)
    if is_old_word(data):
        from formgen.sources.old_word import convert_old_word

        data = convert_old_word(data, path)
    if is_document(data, path):
        from formgen.importing.word import load_word

        return load_word(data, path)
    if is_workbook(data) or is_other_table(data, path):
        return _load_book(data, path, path.name)
    return _load_own(data, path)


def _load_book(data: bytes, path: Path, file: str) -> tuple[OldSheet, ...]:
    book = load_book(data, path)
    form = load_shipped(book.profile) if book.profile in known_profiles() else None
    sheets = (OldSheet(grid, file, furniture=_is_furniture(grid), form=form) for grid in book.sheets)
    return tuple(map(with_beside, sheets))


def _is_furniture(grid: Grid) -> bool:
    return grid.name.startswith((HELP_SHEET, OPTIONS_SHEET)) or is_marks_sheet(grid.name)


def _load_pdf(data: bytes, path: Path) -> tuple[OldSheet, ...]:
    """The data that formgen put inside; the pages of any other PDF."""
    from formgen.sources.pdf_facts import read_attachments
    from formgen.sources.pdf_guard import open_pdf

    with open_pdf(data, path) as pdf:
        carries = bool(read_attachments(pdf))
    if carries:
        return _load_own(data, path)
    from formgen.importing.pdf import load_pages

    return load_pages(data, path)


def _load_own(data: bytes, path: Path) -> tuple[OldSheet, ...]:
    """Data of formgen's own, laid out as the form it was declared for."""
    sheets: list[OldSheet] = []
    for raw in read_bytes(data, path):
        reading = build(raw)
        if reading.unprintable:
            raise UnreadableInput(say.UNPRINTABLE.format(path=path))
        book = workbook_bytes(reading.profile, reading.declaration)
        sheets += [
            replace(sheet, form=reading.profile)
            for sheet in _load_book(book, path, path.name)
            if not sheet.furniture
        ]
    return tuple(sheets)
