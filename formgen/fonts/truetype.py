"""Font files, read and written with fontTools.

Comes in: a FontFile. Goes out: its measures, and TrueType fonts made of chosen characters.
"""

from __future__ import annotations

import io
import mmap
import struct
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, TTLibError

from formgen.base.errors import MissingResource
from formgen.fonts.fontfile import FontFile
from formgen.messages import fonts as say

_FAMILY_NAME_IDS = (1, 4, 16)
_CURVE_ERROR = 0.001
"""How far a quadratic curve may stray from the original cubic one, in em: under a thousandth is
invisible in print."""

_BLANKS = {
    " ": 1 / 4,
    "\u00a0": 1 / 4,
    "\u2002": 1 / 2,
    "\u2003": 1,
    "\u2004": 1 / 3,
    "\u2005": 1 / 4,
    "\u2006": 1 / 6,
    "\u2007": 1 / 2,
    "\u2008": 1 / 4,
    "\u2009": 1 / 5,
    "\u200a": 1 / 10,
    "\u202f": 1 / 5,
    "\u205f": 4 / 18,
    "\u3000": 1,
}
"""Unicode's spaces and their usual widths in em. Pango sets a space in the font of the character before
it, whether or not that font has one: so every prepared font has them all."""


_ONE_AT_A_TIME = threading.Lock()
"""A kept font has one place in its file: two threads would read each other's tables."""


# What fontTools raises on files that are damaged or no fonts at all.
_TROUBLE = (
    TTLibError,
    OSError,
    EOFError,
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
)


def measure_font(file: FontFile) -> dict[str, Any]:
    """What a `Face` knows of a font: ranges of characters, and the advances that are not one em. Raises
    MissingResource for a damaged font."""
    with _damage_told(file), file.path.open("rb") as stream:
        return _measure(TTFont(stream, fontNumber=file.index, lazy=True))


def _measure(font: TTFont) -> dict[str, Any]:
    em = font["head"].unitsPerEm
    metrics = font["hmtx"].metrics
    cmap: dict[int, str] = font.getBestCmap()
    odd = {str(code): metrics[name][0] / em for code, name in cmap.items() if metrics[name][0] != em}
    return {"ranges": _ranges(sorted(cmap)), "odd": odd}


def _ranges(codes: list[int]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ranges


def build_truetype(file: FontFile, digest: str, characters: Iterable[str]) -> bytes:
    """A TrueType font of these characters, each with a glyph of its own. digest: tells the file's versions
    apart. Raises MissingResource for a damaged font."""
    with _damage_told(file), _ONE_AT_A_TIME:
        return _build_truetype(_kept_font(file, digest), sorted(set(characters)))


@contextmanager
def _damage_told(file: FontFile) -> Iterator[None]:
    """Whatever goes wrong while a font is read means that its file is damaged."""
    try:
        yield
    except _TROUBLE as error:
        raise MissingResource(say.DAMAGED_FONT.format(family=file.family, path=file.path)) from error


@lru_cache(maxsize=4)
def _kept_font(file: FontFile, _digest: str) -> TTFont:
    """The font, open as long as the process lives: forms with rare characters come one after the other, and
    its tables of sixty thousand characters take longer to read than a form takes to print. A fifth font takes
    the place of one of them, which nobody closes: so it is read through a mapping, which needs no closing."""
    with file.path.open("rb") as stream:
        mapping = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    return TTFont(mapping, fontNumber=file.index, lazy=True)


def _build_truetype(font: TTFont, characters: list[str]) -> bytes:
    em = font["head"].unitsPerEm
    cmap, metrics, outlines = font.getBestCmap(), font["hmtx"].metrics, font.getGlyphSet()
    names = {".notdef": ".notdef"} | {
        f"u{ord(character):X}": cmap[ord(character)]
        for character in sorted({*characters, *_BLANKS})
        if ord(character) in cmap
    }
    blanks = {f"u{ord(blank):X}": width for blank, width in _BLANKS.items() if ord(blank) not in cmap}
    glyphs = {}
    cubic = "CFF " in font or "CFF2" in font  # PostScript contours run the other way round
    for name, source in names.items():
        pen = TTGlyphPen(None)
        quadratic = Cu2QuPen(pen, em * _CURVE_ERROR, reverse_direction=cubic)
        # Composite glyphs are drawn out, for their parts are not taken along.
        outlines[source].draw(DecomposingFilterPen(quadratic, outlines))
        glyphs[name] = pen.glyph()
    glyphs |= {name: TTGlyphPen(None).glyph() for name in blanks}
    builder = FontBuilder(em, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({int(name[1:], 16): name for name in glyphs if name != ".notdef"})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {name: metrics[source] for name, source in names.items()}
        | {name: (round(width * em), 0) for name, width in blanks.items()}
    )
    builder.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    family = font["name"].getBestFamilyName() or "Form"
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": _postscript_name(font)})
    builder.setupOS2(sTypoAscender=font["hhea"].ascent, sTypoDescender=font["hhea"].descent)
    builder.setupPost(keepGlyphNames=False)
    builder.setupHead(unitsPerEm=em, created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _postscript_name(font: TTFont) -> str:
    return font["name"].getDebugName(6) or "FormgenFont"


def family_names(path: Path) -> list[list[str]]:
    """The names of every font in the file; none for a file that is no font."""
    collected = path.suffix.lower() in {".ttc", ".otc"}
    try:
        with path.open("rb") as stream:
            fonts = TTCollection(stream, lazy=True).fonts if collected else [TTFont(stream, lazy=True)]
            return [_names_of(font) for font in fonts]
    except _TROUBLE:
        return []


def _names_of(font: TTFont) -> list[str]:
    names = font["name"].names
    return sorted({record.toUnicode() for record in names if record.nameID in _FAMILY_NAME_IDS})


def rename_font(data: bytes, family: str) -> bytes:
    """The font under another family name; all else as it was."""
    font = TTFont(io.BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = family
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
