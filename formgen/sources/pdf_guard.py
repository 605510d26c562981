"""Is this PDF safe to open? Bounded before any of it is unpacked.

Comes in: the bytes of a file that begins like a PDF. Goes out: an open PDF, or UnreadableInput that
says why not. What formgen makes is unencrypted and packs its streams once, with Flate or as JPEG.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from pathlib import Path

import pikepdf

from formgen.base.errors import UnreadableInput
from formgen.base.load_pdf import load_pdf
from formgen.messages import extract as say

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 50
MOST_UNPACKED = 200 * MEGABYTE

MOST_OBJECTS = 250_000
MOST_PAGES = 5_000
MOST_LISTS = 10_000
"""Lists within a list, each counted as often as it is met."""
_DEEPEST_LIST = 100
_MENTION = re.compile(rb"([0-9]{1,9}) ([0-9]{1,5}) R")
MOST_SIGNS = 1_000_000
"""What parts the values of a PDF, outside its streams."""

_SIGNS = (b" ", b"\n", b"\r", b"/", b"[", b"<", b"(")
_BODIES = re.compile(rb"(?<!end)stream\r?\n.*?endstream", re.DOTALL)
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_STEP = MEGABYTE
_PACKINGS = {"/FlateDecode", "/DCTDecode"}


def open_pdf(data: bytes, path: Path) -> pikepdf.Pdf:
    """The PDF, open; the caller closes it. path: for messages."""
    if len(data) > MOST_MEGABYTES * MEGABYTE:
        size = len(data) // MEGABYTE
        raise UnreadableInput(say.PDF_TOO_BIG.format(path=path, size=size, limit=MOST_MEGABYTES))
    _check_unpacked_size(data, path)
    _check_signs(data, path)
    try:
        _check_tree(data, path)
        pdf = load_pdf(data, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise UnreadableInput(say.PDF_ENCRYPTED.format(path=path)) from error
    except pikepdf.PdfError as error:
        raise UnreadableInput(say.PDF_BROKEN.format(path=path)) from error
    try:
        _check_open(pdf, path)
    except BaseException:
        pdf.close()
        raise
    return pdf


def _check_signs(data: bytes, path: Path) -> None:
    """qpdf keeps some hundred bytes for each value."""
    values = _BODIES.sub(b"", data)
    if sum(values.count(sign) for sign in _SIGNS) > MOST_SIGNS:
        raise UnreadableInput(say.PDF_TOO_MUCH.format(path=path))


def _check_tree(data: bytes, path: Path) -> None:
    """Opened without handing down what pages inherit: for that qpdf makes an object for every page."""
    with load_pdf(data, suppress_warnings=True, inherit_page_attributes=False) as pdf:
        if not _is_small_tree(pdf):
            raise UnreadableInput(say.PDF_TOO_MUCH.format(path=path))


def _check_unpacked_size(data: bytes, path: Path) -> None:
    """Unpack every stream step by step and throw the result away: no reader of the PDF has to be
    trusted with what comes out."""
    total = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        if not _looks_packed(data[start : start + 2]):
            continue
        unpacker = zlib.decompressobj()
        rest = memoryview(data)[start:]
        try:
            while len(rest) and not unpacker.eof:
                total += len(unpacker.decompress(rest[:_STEP], _STEP))
                rest = rest[min(_STEP, len(rest)) - len(unpacker.unconsumed_tail) :]
                if total > MOST_UNPACKED:
                    limit = MOST_UNPACKED // MEGABYTE
                    raise UnreadableInput(say.PDF_BOMB.format(path=path, limit=limit))
        except zlib.error:
            continue  # a damaged stream; whoever needs it will say so


def _looks_packed(start: bytes) -> bool:
    """A zlib header: RFC 1950, 2.2."""
    return len(start) == 2 and start[0] & 15 == 8 and (start[0] << 8 | start[1]) % 31 == 0


def _check_open(pdf: pikepdf.Pdf, path: Path) -> None:
    if pdf.is_encrypted:
        raise UnreadableInput(say.PDF_ENCRYPTED.format(path=path))
    try:
        pages, objects = len(pdf.pages), pdf.objects
        if len(objects) > MOST_OBJECTS:
            raise UnreadableInput(say.PDF_TOO_MUCH.format(path=path))
        strange = {name for item in objects if isinstance(item, pikepdf.Stream) for name in _filters(item)}
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError) as error:
        raise UnreadableInput(say.PDF_BROKEN.format(path=path)) from error
    if not pages:
        raise UnreadableInput(say.PDF_BROKEN.format(path=path))
    if _has_endless_lists(objects):
        raise UnreadableInput(say.PDF_TOO_MUCH.format(path=path))
    if strange:
        names = "、".join(sorted(strange))
        raise UnreadableInput(say.PDF_STRANGE_FILTER.format(path=path, names=names))


def _is_small_tree(pdf: pikepdf.Pdf) -> bool:
    """Whether the tree of pages has as many nodes as a form could have. Counted before qpdf looks at them, for
    it makes an object for every mention of a page; a node that is mentioned again is not entered again."""
    waiting, seen, count = [pdf.Root.get("/Pages")], set(), 0
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or node.objgen in seen:
            continue
        seen.add(node.objgen)
        kids = node.get("/Kids")
        if isinstance(kids, pikepdf.Array):
            count += len(kids)
            if count > MOST_PAGES:
                return False
            waiting += list(kids)
    return True


def _has_endless_lists(objects: Iterable[object]) -> bool:
    """Whether a list holds itself, or lists that hold lists are more than a form could have when each is taken apart
    wherever it is mentioned. Whoever walks the structure does so: of a list nothing remembers that it was seen."""
    written = {
        item.objgen: item.unparse(resolved=True) for item in objects if isinstance(item, pikepdf.Array)
    }
    inside = {
        place: [kid for kid in ((int(a), int(b)) for a, b in _MENTION.findall(text)) if kid in written]
        for place, text in written.items()
    }
    counted: dict[tuple[int, int], int] = {}

    def count(place: tuple[int, int], depth: int) -> int:
        if depth > _DEEPEST_LIST:
            return MOST_LISTS
        if place not in counted:
            counted[place] = MOST_LISTS  # until it is known: for one that holds itself
            counted[place] = min(MOST_LISTS, 1 + sum(count(kid, depth + 1) for kid in inside[place]))
        return counted[place]

    return any(count(place, 0) >= MOST_LISTS for place in inside)


def _filters(stream: pikepdf.Stream) -> set[str]:
    """Packings that are not read: unknown ones, and one within another."""
    found = stream.get("/Filter")
    names = [str(item) for item in found] if isinstance(found, pikepdf.Array) else [str(found)]
    if found is None or not names:
        return set()
    return {"+".join(names)} if len(names) > 1 else set(names) - _PACKINGS
