"""Tiny fonts made in the test, so that no test needs a font of this machine."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen


def write_font(path: Path, family: str, characters: str, *, advance: int = 1000) -> Path:
    """A TrueType font in which every one of these characters is a box."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = {".notdef": None} | {f"u{ord(character):X}": character for character in characters}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(names))
    builder.setupCharacterMap({ord(character): name for name, character in names.items() if character})
    builder.setupGlyf({name: _box(number) for number, name in enumerate(names)})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (advance, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": f"Tiny{len(characters)}"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    builder.save(path)
    return path


def _box(number: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 700 + number), (900, 700 + number), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
