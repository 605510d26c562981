"""Is this zip safe to open, and is it a workbook, or a Word document? Checked before any XML is parsed.

Comes in: the bytes of a file that is a zip. Goes out: nothing, or UnreadableInput that says what the file
is and what to do. What a part may cost
is bounded by what it is, as its relations say, wherever it lies and whatever it is called.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from lxml import etree

from formgen.base.errors import UnreadableInput
from formgen.base.shown import shown
from formgen.messages import reading as say
from formgen.sources.parts import (
    DOCUMENT,
    MEGABYTE,
    SHEET,
    SMALL,
    STYLES,
    STYLES_NAME,
    TEXTS,
    TEXTS_NAME,
    Limit,
    PartRefused,
    Parts,
    custom_items,
    is_sheet,
)

MOST_MEGABYTES = 200
MOST_MEMBERS = 20_000
MOST_MARKUP_MEGABYTES = 20
"""XML of one sheet without the texts in it: some hundred thousand cells."""

SUSPECT_RATIO = 200
SUSPECT_FROM = 20 * MEGABYTE
_TEXT = re.compile(rb"(?<=>)[^<>]+(?=</(?:\w+:)?t>)")
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 1

_ZIP_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
_PART_DAMAGE = (KeyError, ValueError, etree.XMLSyntaxError)
_Limits = dict[str, Limit]


def document_kind(data: bytes) -> str:
    """What the zip is by its main part: "workbook", "document", or "" where nothing can be told."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return Parts(archive).kind
    except (*_ZIP_DAMAGE, *_PART_DAMAGE, PartRefused):
        return ""


def check_workbook_zip(data: bytes, path: Path) -> None:
    """Refuse damaged zips, bombs, XML with a DTD, and zips that are no xlsx."""
    _check_zip(data, path, "workbook", (say.BROKEN_ZIP, say.BROKEN_WORKBOOK))


def check_document_zip(data: bytes, path: Path) -> None:
    """Refuse damaged zips, bombs, XML with a DTD, and zips that are no Word document."""
    _check_zip(data, path, "document", (say.BROKEN_DOCUMENT, say.BROKEN_DOCUMENT))


def _check_zip(data: bytes, path: Path, kind: str, broken: tuple[str, str]) -> None:
    """broken: what is said of a damaged zip, and of damaged parts in a whole one."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_members(archive.infolist(), path)
            parts = Parts(archive)
            if parts.kind != kind:
                message = say.NOT_DOCUMENT if kind == "document" else _other_kind(parts, path)
                raise UnreadableInput(message.format(path=path, suffix=path.suffix))
            limits = _workbook_limits(parts) if kind == "workbook" else _document_limits(parts)
            _check_contents(archive, parts, limits)
    except PartRefused as error:
        raise UnreadableInput(error.message.format(path=path)) from error
    except _ZIP_DAMAGE as error:
        raise UnreadableInput(broken[0].format(path=path)) from error
    except _PART_DAMAGE as error:
        raise UnreadableInput(broken[1].format(path=path)) from error


def check_members(members: list[zipfile.ZipInfo], path: Path) -> None:
    """What the directory declares bounds what can come out: `zipfile` never reads past it, and the
    checksum fails where it lies."""
    if len(members) > MOST_MEMBERS:
        raise UnreadableInput(say.ZIP_MEMBERS.format(path=path, count=len(members)))
    total = sum(member.file_size for member in members)
    if total > MOST_MEGABYTES * MEGABYTE:
        size = total // MEGABYTE
        raise UnreadableInput(say.ZIP_BOMB.format(path=path, size=size, limit=MOST_MEGABYTES))
    for member in members:
        if member.flag_bits & _LOCKED:
            raise UnreadableInput(say.ZIP_LOCKED.format(path=path))
        if member.compress_type not in _PACKINGS:
            raise UnreadableInput(say.ZIP_PACKING.format(path=path))
        if member.file_size > SUSPECT_FROM and member.file_size > SUSPECT_RATIO * member.compress_size:
            raise UnreadableInput(say.ZIP_RATIO.format(path=path, member=shown(member.filename)))


def _other_kind(parts: Parts, path: Path) -> str:
    if parts.kind == "document":
        return say.IS_WORD
    if parts.main is not None and parts.main.endswith(".bin"):
        return say.BINARY_WORKBOOK
    if parts.has("content.xml"):
        return say.OPEN_DOCUMENT
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return say.NOT_WORKBOOK
    return say.UNKNOWN_KIND if parts.types else say.IS_ARCHIVE


def _workbook_limits(parts: Parts) -> _Limits:
    """The parts that a reader of the workbook will parse, with what each may cost."""
    main = parts.main or ""
    limits = {main: SMALL}
    for name, limit in (("docProps/custom.xml", SMALL), (STYLES_NAME, STYLES), (TEXTS_NAME, TEXTS)):
        if parts.has(name):
            limits[name] = limit
    for kind, limit in (("styles", STYLES), ("sharedStrings", TEXTS)):
        limits |= dict.fromkeys(parts.related(main, kind), limit)
    for relation in parts.relations(main).values():
        if is_sheet(relation) and parts.has(relation.target):
            limits[relation.target] = SHEET
    return limits | _root_limits(parts)


def _document_limits(parts: Parts) -> _Limits:
    """The parts that a reader of the document will parse, with what each may cost."""
    main = parts.main or ""
    limits = {name: SMALL for name in parts.names if name.casefold().endswith(".rels")}
    limits |= dict.fromkeys(custom_items(parts), DOCUMENT)
    for kind in ("header", "footer"):
        limits |= dict.fromkeys(parts.related(main, kind), DOCUMENT)
    return limits | _root_limits(parts) | {main: DOCUMENT}


def _root_limits(parts: Parts) -> _Limits:
    kinds = ("custom-properties", "core-properties")
    return {name: SMALL for kind in kinds for name in parts.related("", kind)}


def _check_contents(archive: zipfile.ZipFile, parts: Parts, limits: _Limits) -> None:
    """Read every entry once, one at a time: its checksum is verified, and what will be parsed is bounded."""
    names = {parts.member(name).header_offset: name for name in limits}
    for member in archive.infolist():
        name = names.get(member.header_offset)
        if name is None:
            with archive.open(member) as stream:
                while stream.read(MEGABYTE):
                    pass
            continue
        content = parts.read(name, limits[name])
        if limits[name] is SHEET:
            _check_cells(content)


def _check_cells(content: bytes) -> None:
    """What costs time and memory is the number of cells, not the length of the texts in them."""
    if len(content) <= MOST_MARKUP_MEGABYTES * MEGABYTE:
        return
    size = len(_TEXT.sub(b"", content.replace(b"\0", b""))) // MEGABYTE
    if size >= MOST_MARKUP_MEGABYTES:
        raise PartRefused(say.SHEET_TOO_BIG.replace("{size}", str(size)))
