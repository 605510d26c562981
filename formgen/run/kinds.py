"""What a file that was come upon in a folder is, and whether it is one to be read.

Comes in: a file's name and its first bytes, or all of them. Goes out: "" for a file to be read, else the
reason why it is none, for people. What a file is shows in its content; the name only tells what its owner
thinks it is. Whatever might be somebody's declaration is read, and fails by name where it cannot be.
"""

from __future__ import annotations

import tomllib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.base.errors import FormgenError
from formgen.base.lazy_pattern import lazy
from formgen.declaration.carried import PROGRAM
from formgen.declaration.formats import KIND_PROPERTY
from formgen.declaration.ofd_names import ATTACHMENT_FOLDER, ENTRY
from formgen.fill.actuals import is_actuals_table, is_actuals_workbook
from formgen.messages import batch as say
from formgen.messages import letters, report, summary
from formgen.messages.actuals import COLUMNS as ACTUALS_COLUMNS
from formgen.sources import is_pdf, is_workbook

if TYPE_CHECKING:
    from zipfile import ZipFile

DATA_SUFFIXES = (".toml", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".docx", ".doc", ".wps", ".ofd")
"""What people hand in bears these names."""

HEAD_BYTES = 4096
"""So much of a file is read to tell what it is."""

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_ARCHIVES = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".svg")
_TITLE = lazy(rb"<dc:title[^>]*>([^<]*)</dc:title>")
_TEXT_PART = lazy(r"(?i)sharedstrings\.xml$|worksheets/[^/]*$")
_OLD_SLIPS = ("退回意见", "审核意见")
"""Ends of the titles of letters of 0.2.0."""

_CREATOR = lazy(rb"<dc:creator[^>]*>([^<]*)</dc:creator>")
_OFFICE_PARTS = ("xl/", "word/document.xml", "content.xml")
_KIND = lazy(rb'name="%s"[^>]*>\s*<(?:\w+:)?lpwstr[^>]*>([^<]*)<' % KIND_PROPERTY.encode())
_REPORT_KINDS = {
    "summary": say.SKIP_SUMMARY,
    "review": say.SKIP_REPORT,
    "diff": say.SKIP_CHANGES,
    "actuals": say.SKIP_ACTUALS,
}
"""What a workbook says that it is → why it is no declaration. A form says so too, and is read."""

_MOST_PARTS, _MOST_SEARCHED = 16, 4 * 1024 * 1024
"""So many parts of a workbook, and so many bytes of each, are searched for the head of a column."""

_VALUE_HEAD = next(head for head, key in ACTUALS_COLUMNS.items() if key == "value")
_REPORT_SHEETS = (report.SHEET_FINDINGS, report.SHEET_MATRIX, report.SHEET_NOT_CHECKED)


def why_not_data(name: str, head: bytes) -> str:
    """By the name and the first bytes: why this is no file to be read, "" where it may be one."""
    suffix = Path(name).suffix.lower()
    if suffix in DATA_SUFFIXES or is_workbook(head) or is_pdf(head) or head.startswith(_OLE2):
        return ""
    if head.startswith(_PICTURES) or suffix in _PICTURE_SUFFIXES:
        return say.SKIP_PICTURE
    if head.startswith(_ARCHIVES) or suffix in (".rar", ".7z", ".gz"):
        return say.SKIP_ARCHIVE
    return say.SKIP_KIND.format(suffix=suffix) if suffix else say.SKIP_NO_SUFFIX


def needs_guard(head: bytes) -> bool:
    """By its first bytes: whether others' libraries read it, written for files of good will: old Office, OpenDocument,
    PDF. They run in a process of their own, however small the file."""
    return head.startswith(_OLE2) or is_pdf(head) or _OPEN_DOCUMENT in head[:HEAD_BYTES]


def why_passed_over(data: bytes, path: Path) -> str:
    """By all its bytes: why a file of a folder is no declaration though it looks like a data file, ""
    where it is to be read. What cannot be told here is read, and reading says what is wrong."""
    if is_pdf(data):
        return _why_pdf(data, path)
    if is_workbook(data):
        return _why_zip(data, path)
    if path.suffix.lower() == ".toml" and b"actuals" in data and _is_actuals_toml(data):
        return say.SKIP_ACTUALS
    return ""


def _why_pdf(data: bytes, path: Path) -> str:
    """A PDF without attachments carries no data: a scan, or somebody else's."""
    import pikepdf

    from formgen.sources.pdf_facts import read_attachments
    from formgen.sources.pdf_guard import open_pdf

    try:
        with open_pdf(data, path) as pdf:
            return "" if read_attachments(pdf) else say.SKIP_PDF
    except (FormgenError, pikepdf.PdfError, RuntimeError):
        return ""


def _why_zip(data: bytes, path: Path) -> str:
    from zipfile import BadZipFile, ZipFile  # a file that was named is read whatever it is

    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if ENTRY in names:  # without attachments it carries no data, as a PDF
                return "" if any(name.startswith(ATTACHMENT_FOLDER) for name in names) else say.SKIP_OFD
            if not any(name.startswith(_OFFICE_PARTS) for name in names):
                return "" if path.suffix.lower() in DATA_SUFFIXES else say.SKIP_ARCHIVE
            if reason := _why_ours(archive):
                return reason
            suspect = "word/document.xml" not in names and _mentions(archive, _VALUE_HEAD)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return ""
    try:
        return say.SKIP_ACTUALS if suspect and is_actuals_workbook(data, path) else ""
    except FormgenError:
        return ""


def _why_ours(archive: ZipFile) -> str:
    """A report that formgen wrote: it says so, or (written by 0.2.0) bears formgen's own title or all of
    its sheets."""
    kind = _KIND.search(_start_of(archive, "docProps/custom.xml"))
    if kind is not None:
        return _REPORT_KINDS.get(kind[1].decode(errors="replace"), "")
    core = _start_of(archive, "docProps/core.xml")
    found, maker = _TITLE.search(core), _CREATOR.search(core)
    title = found[1].decode(errors="replace") if found else ""
    if title == summary.OLD_TITLE:
        return say.SKIP_SUMMARY
    ours = maker is not None and maker[1] == PROGRAM.encode()
    if ours and title.endswith(_OLD_SLIPS):
        return say.SKIP_SLIP
    if f">{letters.CATEGORY}</".encode() in core and b"category" in core:
        return say.SKIP_SLIP
    book = _start_of(archive, "xl/workbook.xml").decode(errors="replace")
    return say.SKIP_REPORT if all(f'name="{name}"' in book for name in _REPORT_SHEETS) else ""


def _start_of(archive: ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(HEAD_BYTES)
    except KeyError:
        return b""


def _mentions(archive: ZipFile, words: str) -> bool:
    """Whether a workbook's texts hold these words: a cheap look before a dear one."""
    sought = (words.encode(), words.encode("ascii", "xmlcharrefreplace"))
    names = [name for name in archive.namelist() if _TEXT_PART.search(name)]
    for name in names[:_MOST_PARTS]:
        with archive.open(name) as part:
            text = part.read(_MOST_SEARCHED)
        if any(form in text for form in sought):
            return True
    return False


def _is_actuals_toml(data: bytes) -> bool:
    try:
        return is_actuals_table(tomllib.loads(data.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return False
