"""Is this zip safe to open, and is it a workbook, or a Word document? Checked before any XML is parsed.

Comes in: the bytes of a file that begins like a zip. Goes out: nothing, or UnreadableInput that says
what the file is and what to do. Called by `sources.xlsx` and by the readers of finished documents.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl.utils import column_index_from_string

from formgen.base.errors import UnreadableInput
from formgen.messages import reading as say

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 200
MOST_MEMBERS = 20_000
MOST_SHEET_MEGABYTES = 100
"""XML of one sheet: registers that repeat long texts in every row reach 40."""

MOST_MARKUP_MEGABYTES = 20
"""The same without the texts in it: some hundred thousand cells."""

MOST_TEXT_MEGABYTES = 30
"""XML of one part of a Word document: some hundred times the longest form."""

MOST_MERGED_CELLS = 500_000
SUSPECT_RATIO = 200
SUSPECT_FROM = 20 * MEGABYTE
_CELL = r"([A-Z]{1,3})([0-9]{1,7})"
_MERGE = re.compile(rf"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']{_CELL}:{_CELL}[\"']".encode())
_TEXT = re.compile(rb"(?<=>)[^<>]+(?=</(?:\w+:)?t>)")
_MARKUP = (".xml", ".rels", ".vml")


def check_workbook_zip(data: bytes, path: Path) -> None:
    """Refuse damaged zips, bombs, XML with a DTD, and zips that are no xlsx."""
    _check_zip(data, path, _check_kind, say.BROKEN_ZIP)


def check_document_zip(data: bytes, path: Path) -> None:
    """Refuse damaged zips, bombs, XML with a DTD, and zips that are no Word document."""
    _check_zip(data, path, _check_is_document, say.BROKEN_DOCUMENT)


def _check_zip(data: bytes, path: Path, check_kind: Callable[[list[str], Path], None], broken: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_declared_sizes(members, path)
            check_kind([member.filename for member in members], path)
            for member in members:
                _check_member(archive, member, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableInput(broken.format(path=path)) from error


def _check_declared_sizes(members: list[zipfile.ZipInfo], path: Path) -> None:
    """What the directory declares bounds what can come out: `zipfile` never reads past it, and the
    checksum fails where it lies."""
    if len(members) > MOST_MEMBERS:
        raise UnreadableInput(say.ZIP_MEMBERS.format(path=path, count=len(members)))
    total = sum(member.file_size for member in members)
    if total > MOST_MEGABYTES * MEGABYTE:
        size = total // MEGABYTE
        raise UnreadableInput(say.ZIP_BOMB.format(path=path, size=size, limit=MOST_MEGABYTES))
    for member in members:
        if member.file_size > SUSPECT_FROM and member.file_size > SUSPECT_RATIO * member.compress_size:
            raise UnreadableInput(say.ZIP_RATIO.format(path=path, member=member.filename))
        size = member.file_size // MEGABYTE
        if _is_sheet(member.filename) and member.file_size > MOST_SHEET_MEGABYTES * MEGABYTE:
            raise UnreadableInput(say.SHEET_TOO_BIG.format(path=path, size=size))
        if _is_text(member.filename) and member.file_size > MOST_TEXT_MEGABYTES * MEGABYTE:
            raise UnreadableInput(say.TEXT_TOO_BIG.format(path=path, member=member.filename, size=size))


def _check_kind(names: list[str], path: Path) -> None:
    if "xl/workbook.xml" in names:
        return
    if "word/document.xml" in names:
        message = say.IS_WORD
    elif "xl/workbook.bin" in names:
        message = say.BINARY_WORKBOOK
    elif "content.xml" in names:
        message = say.OPEN_DOCUMENT
    elif path.suffix.lower() in (".xlsx", ".xlsm"):
        message = say.NOT_WORKBOOK
    else:
        message = say.UNKNOWN_KIND
    raise UnreadableInput(message.format(path=path, suffix=path.suffix))


def _check_is_document(names: list[str], path: Path) -> None:
    if "word/document.xml" not in names:
        raise UnreadableInput(say.NOT_DOCUMENT.format(path=path))


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    """Read it once: the checksum is verified, and markup must not define entities."""
    content = archive.read(member)
    if member.filename.lower().endswith(_MARKUP):
        plain = content.replace(b"\0", b"")  # UTF-16 markup of ASCII signs
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise UnreadableInput(say.XML_ENTITIES.format(path=path))
        if _is_sheet(member.filename):
            _check_markup(plain, path)
            _check_merges(plain, path)


def _check_markup(content: bytes, path: Path) -> None:
    """What costs time and memory is the number of cells, not the length of the texts in them."""
    if len(content) <= MOST_MARKUP_MEGABYTES * MEGABYTE:
        return
    size = len(_TEXT.sub(b"", content)) // MEGABYTE
    if size >= MOST_MARKUP_MEGABYTES:
        raise UnreadableInput(say.SHEET_TOO_BIG.format(path=path, size=size))


def _check_merges(content: bytes, path: Path) -> None:
    """openpyxl makes an object for every merged cell: one line of XML could merge 17 thousand million."""
    total = 0
    for left, top, right, bottom in _MERGE.findall(content):
        columns = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
        total += columns * (int(bottom) - int(top) + 1)
    if total > MOST_MERGED_CELLS:
        raise UnreadableInput(say.MERGES_TOO_BIG.format(path=path))


def _is_text(name: str) -> bool:
    return name.startswith(("word/", "customXml/", "docProps/")) and name.lower().endswith(_MARKUP)


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/")
