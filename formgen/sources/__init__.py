"""Files → raw declarations.

Comes in: a path. Goes out: one RawDeclaration per declaration in the file, each value with its place.
Called by the pipeline. The content decides what a file is; its extension only decides what the user is
told when the content is something else.
"""

from __future__ import annotations

import stat
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.messages import reading as say
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.toml import read_toml

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 100

_ZIP = b"PK\x03\x04"
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"\xef\xbb\xbf<html")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")


def read_file(path: Path, profile: str | Path | None = None) -> tuple[RawDeclaration, ...]:
    """The declarations in a file: one for TOML, one per sheet for a workbook. profile: used instead of
    what the file names. Raises UnreadableInput for a file that cannot be read."""
    data = load_bytes(path)
    if is_workbook(data):
        from formgen.sources.xlsx import read_workbook  # openpyxl takes 0.2 s to import

        return read_workbook(data, path, profile)
    _refuse_other_kinds(data, path)
    return (read_toml(data, path, profile),)


def is_workbook(data: bytes) -> bool:
    """Whether these bytes are a zip, as every xlsx is."""
    return data.startswith(_ZIP)


def load_bytes(path: Path) -> bytes:
    """The bytes of an input file. Raises UnreadableInput for what is no file, is empty, too big, or may
    not be read."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise UnreadableInput(say.IS_FOLDER.format(path=path))
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableInput(say.NOT_REGULAR.format(path=path))
        if about.st_size > MOST_MEGABYTES * MEGABYTE:
            size = about.st_size // MEGABYTE
            raise UnreadableInput(say.TOO_BIG.format(path=path, size=size, limit=MOST_MEGABYTES))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableInput(say.NOT_FOUND.format(path=path)) from error
    except PermissionError as error:
        raise UnreadableInput(say.NO_ACCESS.format(path=path)) from error
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        raise UnreadableInput(say.DISK_ERROR.format(path=path, why=error)) from error
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableInput(say.EMPTY_FILE.format(path=path))
    return data


def _refuse_other_kinds(data: bytes, path: Path) -> None:
    """Say what a file is that is neither a workbook nor TOML."""
    start = data[:64].lstrip().lower()
    suffix = path.suffix.lower()
    if data.startswith(_OLE2):
        message = say.ENCRYPTED if _ENCRYPTED_STREAM in data else say.OLD_XLS
    elif data.startswith(b"%PDF"):
        message = say.IS_PDF
    elif start.startswith(_MARKUP):
        message = say.IS_HTML
    elif suffix in WORKBOOK_SUFFIXES:
        message = say.NOT_WORKBOOK
    elif suffix != ".toml":
        message = say.UNKNOWN_KIND
    else:
        return
    raise UnreadableInput(message.format(path=path, suffix=path.suffix))


__all__ = ["RawDeclaration", "RawValue", "load_bytes", "read_file"]
