"""Any file that holds a declaration → the declaration: data files, and what formgen made from them.

Comes in: a path to a TOML, xlsx, DOCX or PDF. Goes out: Readings, as `formgen.sources.build` gives them. Called
by `formgen extract`, `formgen diff`, `formgen verify` and `formgen archive`. The content decides what a
file is.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.messages import extract as say
from formgen.sources import is_workbook, load_bytes, read_file
from formgen.sources.build import Reading, build
from formgen.sources.raw import RawDeclaration

_PDF = b"%PDF-"
_PDF_WITHIN = 1024
"""Readers look for the mark this far into the file."""


def extract(path: Path, profile: str | Path | None = None) -> Reading:
    """The one declaration in the file, with notes on everything that is not as it was built. Raises
    UnreadableInput; for a workbook of several declarations too."""
    raws = extract_raw(path, profile)
    if len(raws) != 1:
        raise UnreadableInput(say.SEVERAL.format(path=path, count=len(raws)))
    return build(raws[0])


def extract_raw(path: Path, profile: str | Path | None = None) -> tuple[RawDeclaration, ...]:
    """The declarations in the file, as raw values with their places."""
    data = load_bytes(path)
    if is_pdf(data):
        from formgen.sources.pdf import read_carried

        return (read_carried(data, path, profile),)
    if is_document(data, path):
        from formgen.sources.docx import read_document

        return (read_document(data, path, profile),)
    return read_file(path, profile)


def is_pdf(data: bytes) -> bool:
    """Whether these bytes are a PDF."""
    return _PDF in data[:_PDF_WITHIN] and not is_workbook(data)


def is_document(data: bytes, path: Path) -> bool:
    """Whether these bytes are a Word document, or a broken zip that bears its name."""
    if not is_workbook(data):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return path.suffix.lower() == ".docx"
