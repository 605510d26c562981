"""Outlines of characters, as the glyf table of a TrueType font has them, and what decides how they are seen.

Comes in: a font program, or the fonts of this machine. Goes out: a `Glyph` per character; equal ones are seen alike.
Sources: OpenType, glyf and hmtx; how FreeType takes them.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from formgen.fonts.faces import Face


class NoGlyph(Exception):
    """The font has no glyph of that number, or is none whose glyphs every reader draws alike."""


class Glyph(NamedTuple):
    """outline: as the table has it, without what fills it up; b"" for a blank. em: units of the em. shift: so far
    readers move it aside, in units."""

    outline: bytes
    em: int
    shift: int


_VERSIONS = (b"\0\1\0\0", b"true")
_DRAWN = {b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"}
_SILENT = {b"OS/2", b"cmap", b"name", b"post", b"gasp", b"vhea", b"vmtx", b"DSIG"}
"""Tables that draw nothing. Any other one could draw something else, for one reader or for all: outlines of another
kind, programs that move points, pictures, colours, signs in the place of others. formgen builds its fonts without
them."""


def read_tables(data: bytes) -> dict[bytes, bytes]:
    """A font's tables by name. Raises NoGlyph where one is there twice, struct.error for a damaged list."""
    (count,) = struct.unpack(">H", data[4:6])
    entries = [data[at : at + 16] for at in range(12, 12 + 16 * count, 16)]
    places = {entry[:4]: struct.unpack(">LL", entry[8:]) for entry in entries}
    if len(places) < len(entries):
        raise NoGlyph
    return {name: data[at : at + length] for name, (at, length) in places.items()}


class Program:
    """A TrueType font program: glyphs by their number. Raises NoGlyph for one that holds more than plain outlines,
    struct.error, IndexError and KeyError for a damaged one."""

    def __init__(self, data: bytes) -> None:
        tables = read_tables(data)
        if data[:4] not in _VERSIONS or not tables.keys() <= _DRAWN | _SILENT:
            raise NoGlyph
        head = tables[b"head"]
        (long,) = struct.unpack(">h", head[50:52])
        (self.em,) = struct.unpack(">H", head[18:20])
        ends = tables[b"loca"]
        kind, size = ("L", 4) if long else ("H", 2)
        numbers = struct.unpack(f">{len(ends) // size}{kind}", ends)
        self._ends = numbers if long else tuple(number * 2 for number in numbers)
        self._outlines, self._margins = tables[b"glyf"], tables[b"hmtx"]
        (self._pairs,) = struct.unpack(">H", tables[b"hhea"][34:36])

    def glyph(self, number: int) -> Glyph:
        """Raises as the font itself does."""
        if not 0 <= number < len(self._ends) - 1:
            raise NoGlyph
        outline = self._outlines[self._ends[number] : self._ends[number + 1]].rstrip(b"\0")
        if not outline:
            return Glyph(b"", self.em, 0)
        contours, left = struct.unpack(">hh", outline[:4])
        if contours < 0:  # made of other glyphs, by their numbers
            raise NoGlyph
        return Glyph(outline, self.em, self._margin(number) - left)

    def _margin(self, number: int) -> int:
        at = number * 4 + 2 if number < self._pairs else self._pairs * 4 + (number - self._pairs) * 2
        return int(struct.unpack(">h", self._margins[at : at + 2])[0])


def all_outlines(faces: tuple[Face, ...]) -> frozenset[bytes]:
    """Every outline of the common characters of these fonts."""
    return _every(faces)


def glyphs_of(text: str, faces: Iterable[Face]) -> set[Glyph]:
    """The character in every font that has it; blanks are of any em."""
    found = set()
    for face in faces:
        if len(text) == 1 and text in face.common:
            found.add(_common(face)[text])
        elif len(text) == 1 and face.has(text):
            found.add(_rare(face, text))
        elif text.isspace():
            found.add(Glyph(b"", 0, 0))
    return found


def is_known(glyph: Glyph, known: Iterable[Glyph]) -> bool:
    """Whether it is one of these."""
    return glyph in known or (not glyph.outline and any(not other.outline for other in known))


@lru_cache(maxsize=8)
def _every(faces: tuple[Face, ...]) -> frozenset[bytes]:
    return frozenset(glyph.outline for face in faces for glyph in _common(face).values() if glyph.outline)


@lru_cache(maxsize=32)
def _common(face: Face) -> dict[str, Glyph]:
    return _read_program(face.common_font())


@lru_cache(maxsize=512)
def _rare(face: Face, text: str) -> Glyph:
    return _read_program(face.font_of(text))[text]


def _read_program(data: bytes) -> dict[str, Glyph]:
    from fontTools.ttLib import TTFont

    program = Program(data)
    font = TTFont(io.BytesIO(data), lazy=True)
    order = {name: number for number, name in enumerate(font.getGlyphOrder())}
    return {chr(code): program.glyph(order[name]) for code, name in font.getBestCmap().items()}
