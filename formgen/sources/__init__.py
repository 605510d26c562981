"""Files → raw declarations.

Comes in: a path, or the bytes of a file with the path to name in messages. Goes out: one RawDeclaration
per declaration in the file, each value with its place. The content decides what a file is; its extension
only decides what the user is told when the content is something else.
"""

from __future__ import annotations

import stat
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.base.read_errors import explain_read_error
from formgen.base.shown import shown_path
from formgen.declaration.load_profile import UsualProfile
from formgen.messages import reading as say
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.toml import read_toml

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 100

_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_PDF_WITHIN = 1024
"""Readers look for the mark this far into the file."""

_ZIP_END = b"PK\x05\x06"
_ZIP_WITHIN = 64 * 1024
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHER_FILES = (b"%PDF", _OLE2)
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"\xef\xbb\xbf<html")
_XML = (b"<?xml", b"\xef\xbb\xbf<?xml")
_XML_SHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_RTF = b"{\\rtf"
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_LOCKS = ("~$", ".~")
"""How office programs call the file that says who has the other one open."""
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
TEXT_SUFFIXES = (".csv", ".tsv")


def read_file(path: Path, profile: str | Path | None = None) -> tuple[RawDeclaration, ...]:
    """The declarations in a file: `read_bytes` of what it holds."""
    return read_bytes(load_bytes(path), path, profile)


def read_bytes(data: bytes, path: Path, profile: str | Path | None = None) -> tuple[RawDeclaration, ...]:
    """The declarations in these bytes: one for TOML, a Word document, a PDF or an OFD that carries its data, one
    per sheet for a workbook. path: what to call them, and the suffix to judge by. profile: used instead of
    what the file names. Raises UnreadableInput for what cannot be read."""
    path = shown_path(path)
    # Finished files carry theirs; what is only usual is for those that may name none.
    asked = None if isinstance(profile, UsualProfile) else profile
    if is_pdf(data):
        from formgen.sources.pdf import read_carried

        return (read_carried(data, path, asked),)
    if is_workbook(data):
        from formgen.sources.ofd_package import is_ofd

        if is_ofd(data):
            from formgen.sources.ofd import read_ofd

            return (read_ofd(data, path, asked),)
    if data.startswith(_OLE2):
        from formgen.sources.books import is_old_word

        if is_old_word(data):
            from formgen.sources.old_word import convert_old_word

            data = convert_old_word(data, path)
    if is_document(data, path):
        from formgen.sources.docx import read_document

        return (read_document(data, path, asked),)
    if is_workbook(data) or is_other_table(data, path):
        from formgen.sources.xlsx import read_workbook  # openpyxl takes 0.2 s to import

        return read_workbook(data, path, profile)
    _refuse_other_kinds(data, path)
    return (read_toml(data, path, profile),)


def is_workbook(data: bytes) -> bool:
    """Whether these bytes are a zip, as every xlsx is."""
    if data.startswith(_ZIP):
        return True
    if _ZIP not in data[:_ZIP_WITHIN] or data.startswith(_OTHER_FILES):
        return False
    return _ZIP_END in data[-_ZIP_WITHIN:]  # a few bytes before it, as some mail programs leave them


def is_other_table(data: bytes, path: Path) -> bool:
    """Whether these bytes are a table that is no zip: old Excel, WPS, text with separators."""
    if data.startswith(_OLE2):
        from formgen.sources.books import is_old_excel

        return _ENCRYPTED_STREAM not in data and is_old_excel(data)
    if path.suffix.lower() not in TEXT_SUFFIXES:
        return False
    from formgen.sources.plain_table import is_plain_table  # a table library comes with it

    return is_plain_table(data, path.suffix)


def is_pdf(data: bytes) -> bool:
    """Whether these bytes are a PDF."""
    return _PDF in data[:_PDF_WITHIN] and not is_workbook(data)


def is_document(data: bytes, path: Path) -> bool:
    """Whether these bytes are a Word document, or a broken zip that bears its name."""
    if not is_workbook(data):
        return False
    from formgen.sources.guard import document_kind

    kind = document_kind(data)
    return kind == "document" or (not kind and path.suffix.lower() == ".docx")


def load_bytes(path: Path) -> bytes:
    """The bytes of an input file. Raises UnreadableInput for what is no file, is empty, too big, or may
    not be read."""
    name = shown_path(path)
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise UnreadableInput(say.IS_FOLDER.format(path=name))
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableInput(say.NOT_REGULAR.format(path=name))
        if about.st_size > MOST_MEGABYTES * MEGABYTE:
            size = about.st_size // MEGABYTE
            raise UnreadableInput(say.TOO_BIG.format(path=name, size=size, limit=MOST_MEGABYTES))
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableInput(explain_read_error(path, error)) from error
    _refuse_empty(data, path)
    return data


def _refuse_empty(data: bytes, path: Path) -> None:
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableInput(say.EMPTY_FILE.format(path=shown_path(path)))


def _refuse_other_kinds(data: bytes, path: Path) -> None:
    """Say what a file is that is neither a workbook nor TOML."""
    _refuse_empty(data, path)
    if path.name.startswith(_LOCKS):
        raise UnreadableInput(
            say.LOCK_FILE.format(path=shown_path(path), name=shown_path(Path(path.name[2:])))
        )
    start = data[:64].lstrip().lower()
    suffix = path.suffix.lower()
    if data.startswith(_OLE2):
        message = say.ENCRYPTED if _ENCRYPTED_STREAM in data else say.OLD_XLS
    elif start.startswith(_XML) and _XML_SHEET in data[:_PDF_WITHIN]:
        message = say.IS_XML_SHEET
    elif data.startswith(_ARCHIVES):
        message = say.IS_ARCHIVE
    elif data.startswith(_PICTURES) and b"\0" in data[:_PDF_WITHIN]:
        message = say.IS_PICTURE
    elif start.startswith(_RTF):
        message = say.IS_RTF
    elif start.startswith(_MARKUP):
        message = say.IS_HTML
    elif suffix in WORKBOOK_SUFFIXES:
        message = say.NOT_WORKBOOK
    elif suffix != ".toml":
        message = say.UNKNOWN_KIND
    else:
        return
    raise UnreadableInput(message.format(path=path, suffix=path.suffix))


__all__ = [
    "RawDeclaration",
    "RawValue",
    "is_document",
    "is_pdf",
    "is_workbook",
    "load_bytes",
    "read_bytes",
    "read_file",
]
