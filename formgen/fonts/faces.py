"""A font file, measured and prepared.

Comes in: a FontFile. Goes out: a `Face`: which characters it has, how wide they are, and TrueType
fonts made of chosen characters. Embedding small TrueType fonts instead of the 10 MB originals halves
the time of a PDF; and because every character gets a glyph of its own in them, the text read back
from the PDF is the text that was declared, also where the original font draws two characters with one
glyph (Ω and Ω, ⼀ and 一).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from formgen.errors import MissingResource
from formgen.fonts.cache import cache_folder, write_cached
from formgen.fonts.find import FONT_TROUBLE, FontFile
from formgen.messages import fonts as say

_FORMAT = 3
"""Raised when what the cache keeps changes its form."""

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


@dataclass(frozen=True, eq=False)
class Face:
    """A font of the chain. Widths in em."""

    file: FontFile
    digest: str
    coverage: frozenset[int]
    odd_widths: dict[str, float]
    """Advances that are not one em."""

    def has(self, character: str) -> bool:
        return ord(character) in self.coverage

    def advance(self, character: str) -> float:
        return self.odd_widths.get(character, 1.0)

    @cached_property
    def common(self) -> frozenset[str]:
        """The characters of the kept font that serves almost every form: GB 2312 and ASCII."""
        return frozenset(character for character in common_characters() if self.has(character))

    def common_font(self) -> bytes:
        """The kept TrueType font of the common characters; made once per machine."""
        path = cache_folder() / f"{self.digest}.ttf"
        try:
            return path.read_bytes()
        except OSError:
            data = self.font_of(self.common)
            write_cached(path, data)
            return data

    def font_of(self, characters: Iterable[str]) -> bytes:
        """A TrueType font of these characters, each with a glyph of its own. Raises MissingResource
        for a damaged font."""
        with _damage_told(self.file):
            return _build_truetype(_kept_font(self.file, self.digest), sorted(set(characters)))


@lru_cache(maxsize=32)
def load_face(file: FontFile) -> Face:
    """Measure a font, or take its measures from the cache. Raises MissingResource for a damaged font."""
    digest = _digest(file)
    path = cache_folder() / f"{digest}.json"
    try:
        facts = json.loads(path.read_bytes())
        return _face(file, digest, facts)
    except (OSError, ValueError, KeyError, TypeError):
        # Not measured yet, or the cache is damaged.
        with _damage_told(file), file.path.open("rb") as stream:
            facts = _measure(TTFont(stream, fontNumber=file.index, lazy=True))
        write_cached(path, json.dumps(facts).encode())
        return _face(file, digest, facts)


@lru_cache(maxsize=1)
def common_characters() -> frozenset[str]:
    """ASCII, and every character of GB 2312."""
    rows = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    # By the codec "gbk": "gb2312" has ― and ・ where everybody types — and ·.
    chinese = "".join(pair.decode("gbk", errors="ignore") for pair in rows)
    return frozenset(chinese) | {chr(code) for code in range(0x20, 0x7F)}


def _digest(file: FontFile) -> str:
    status = file.path.stat()
    key = f"{_FORMAT}|{file.path.name}|{file.index}|{status.st_size}|{status.st_mtime_ns}"
    return hashlib.sha256(key.encode()).hexdigest()[:24]


@contextmanager
def _damage_told(file: FontFile) -> Iterator[None]:
    """Whatever goes wrong while a font is read means that its file is damaged."""
    try:
        yield
    except FONT_TROUBLE as error:
        raise MissingResource(say.DAMAGED_FONT.format(family=file.family, path=file.path)) from error


@lru_cache(maxsize=4)
def _kept_font(file: FontFile, _digest: str) -> TTFont:
    """The font, open as long as the process lives: forms with rare characters come one after the other, and
    its tables of sixty thousand characters take longer to read than a form takes to print."""
    return TTFont(file.path, fontNumber=file.index, lazy=True)


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


def _face(file: FontFile, digest: str, facts: dict[str, Any]) -> Face:
    codes = (code for first, last in facts["ranges"] for code in range(first, last + 1))
    odd = {chr(int(code)): float(width) for code, width in facts["odd"].items()}
    return Face(file, digest, frozenset(codes), odd)


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
