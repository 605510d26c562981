"""Outlines of characters, as the glyf table of a TrueType font has them.

Comes in: a font program, or the fonts of this machine. Goes out: bytes per glyph; equal bytes are equal outlines.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from functools import lru_cache

from formgen.fonts.faces import Face


class NoGlyph(Exception):
    """The font has no glyph of that number."""


class Program:
    """A TrueType font program: outlines by number of the glyph."""

    def __init__(self, data: bytes) -> None:
        (count,) = struct.unpack(">H", data[4:6])
        tables = {
            data[at : at + 4]: struct.unpack(">LL", data[at + 8 : at + 16])
            for at in range(12, 12 + 16 * count, 16)
        }
        head, _ = tables[b"head"]
        (long,) = struct.unpack(">h", data[head + 50 : head + 52])
        (self.em,) = struct.unpack(">H", data[head + 18 : head + 20])
        start, length = tables[b"loca"]
        numbers = struct.unpack(
            f">{length // (4 if long else 2)}{'L' if long else 'H'}", data[start : start + length]
        )
        self.places = numbers if long else tuple(number * 2 for number in numbers)
        start, length = tables[b"glyf"]
        self.glyphs = data[start : start + length]

    def outline(self, number: int) -> bytes:
        """The glyph as the table has it, without what fills it up; b"" for a blank."""
        if not 0 <= number < len(self.places) - 1:
            raise NoGlyph
        return self.glyphs[self.places[number] : self.places[number + 1]].rstrip(b"\0")


def all_outlines(faces: tuple[Face, ...]) -> frozenset[bytes]:
    """Every outline of the common characters of these fonts."""
    return _every(faces)


def outlines_of(text: str, faces: Iterable[Face]) -> set[bytes]:
    """The character's outlines in every font that has it."""
    found = set()
    for face in faces:
        if len(text) == 1 and text in face.common:
            found.add(_common(face)[text])
        elif len(text) == 1 and face.has(text):
            found.add(_rare(face, text))
        elif text.isspace():
            found.add(b"")
    return found


@lru_cache(maxsize=8)
def _every(faces: tuple[Face, ...]) -> frozenset[bytes]:
    return frozenset(outline for face in faces for outline in _common(face).values() if outline)


@lru_cache(maxsize=32)
def _common(face: Face) -> dict[str, bytes]:
    return _read_program(face.common_font())


@lru_cache(maxsize=512)
def _rare(face: Face, text: str) -> bytes:
    return _read_program(face.font_of(text))[text]


def _read_program(data: bytes) -> dict[str, bytes]:
    from fontTools.ttLib import TTFont

    program = Program(data)
    font = TTFont(io.BytesIO(data), lazy=True)
    order = {name: number for number, name in enumerate(font.getGlyphOrder())}
    return {chr(code): program.outline(order[name]) for code, name in font.getBestCmap().items()}
