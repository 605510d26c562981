"""The fonts inside an OFD: a plan measured with them, and whether each glyph is the character it claims.

Comes in: an open package. Goes out: measures and font numbers as the file has them, so that its pages can be
planned on a machine with other fonts; and the characters whose glyphs are not, or cannot be shown to be,
what they claim.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice

import uharfbuzz

from formgen.fonts.chain import USES
from formgen.fonts.faces import Face
from formgen.inspect.ofd import page_contents, read_fonts
from formgen.layout.text import TableMeasure
from formgen.messages import ofd as say
from formgen.render.ofd_fonts import EmbeddedFont
from formgen.sources.ofd_package import OfdPackage
from formgen.verify.glyph_outlines import (
    Glyph,
    NoGlyph,
    Program,
    all_outlines,
    glyphs_of,
    is_known,
    read_tables,
)
from formgen.verify.glyph_shapes import looks_like

_SHOWN = 5
_BLANKS = frozenset(filter(str.isspace, map(chr, range(0x20, 0x3001))))
_MOST_FONTS = 64
"""Of a file; where there are more, they are not those that it should have."""

_MOST_MAPS = 8
_MOST_CODES = 0x10000
"""Of one map."""


@dataclass(frozen=True)
class FileFonts:
    """fonts: by number from 0. uses: (use of type, character) → number, as the file's pages have it."""

    fonts: tuple[EmbeddedFont, ...]
    uses: Mapping[tuple[str, str], int]

    def font_of(self, use: str, character: str) -> int:
        """`formgen.render.ofd_marks.FontOf`; -1 where the file has none, which no page can then match."""
        return self.uses.get((use, character), -1)

    @cached_property
    def widths(self) -> dict[str, TableMeasure]:
        """Widths of characters per use of type, from the fonts that set them."""
        texts = frozenset(character for _, character in self.uses) | _BLANKS
        advances = [_advances(font.data, texts) for font in self.fonts]
        widths: dict[str, dict[str, float]] = {use: {} for use in USES}
        for (use, _), number in self.uses.items():
            for character, width in advances[number].items():
                widths[use].setdefault(character, width)
        for (use, character), number in self.uses.items():
            widths[use][character] = advances[number].get(character, 1.0)
        return {use: TableMeasure(table) for use, table in widths.items()}


def read_file_fonts(package: OfdPackage) -> FileFonts:
    """The fonts of a package, and which of them sets what. Raises UnreadableInput for broken parts."""
    faces = list(islice(read_fonts(package), _MOST_FONTS))
    numbers = {font: number for number, (font, _, _) in enumerate(faces)}
    uses: dict[tuple[str, str], int] = {}
    for content in page_contents(package):
        for run in (*content.runs, *content.mark):
            if run.font in numbers and run.use in USES:
                for character in run.characters:
                    uses.setdefault((run.use, character.text), numbers[run.font])
    return FileFonts(tuple(EmbeddedFont(family, data) for _, family, data in faces), uses)


@lru_cache(maxsize=64)
def _advances(data: bytes, texts: frozenset[str]) -> dict[str, float]:
    """Widths in em of those of these characters that a font has; none of one that cannot be read."""
    face = uharfbuzz.Face(data)
    font = uharfbuzz.Font(face)
    glyphs = {text: font.get_nominal_glyph(ord(text)) for text in texts}
    return {text: font.get_glyph_h_advance(glyph) / face.upem for text, glyph in glyphs.items() if glyph}


@dataclass(slots=True)
class GlyphReport:
    """faults: fonts that draw other characters than they claim. unknown: characters that cannot be judged
    here."""

    faults: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)


def judge_fonts(fonts: FileFonts, faces: Iterable[Face]) -> GlyphReport:
    """What every glyph that is shown looks like, beside the fonts of this machine."""
    report, known = GlyphReport(), tuple(faces)
    for number, font in enumerate(fonts.fonts):
        texts = {text for (_, text), used in fonts.uses.items() if used == number}
        try:
            shown = dict(_outlines(font.data, texts))
        except (NoGlyph, struct.error, IndexError, KeyError):
            report.faults.append(say.FONT_BROKEN.format(family=font.family[:60]))
            continue
        _judge(shown, known, report)
    return report


def _judge(shown: Mapping[str, Glyph], faces: tuple[Face, ...], report: GlyphReport) -> None:
    """An outline that is, point for point, the character's own is right. In a font most of whose glyphs are
    known that is asked of all of them; in one that is not of this machine they must look like themselves."""
    odd = {text for text, glyph in shown.items() if not is_known(glyph, glyphs_of(text, faces))}
    exchanged = 2 * len(odd) < len(shown)
    wrong = []
    for text in sorted(odd):
        answer = False if exchanged or shown[text].outline in all_outlines(faces) else None
        if answer is None:
            answer = looks_like(text, [shown[text]], faces)
        if answer is False:
            wrong.append(text)
        elif answer is None:
            report.unknown.add(text)
    if wrong:
        report.faults.append(say.GLYPHS_WRONG.format(count=len(wrong), texts="、".join(wrong[:_SHOWN])))


def read_character_maps(data: bytes) -> list[dict[int, int]]:
    """Of every map of a font (OpenType, cmap): character → glyph's number. Programs take one or another of them. Raises
    NoGlyph for maps of kinds that are not read, or too many, struct.error and KeyError for damaged ones."""
    table = read_tables(data)[b"cmap"]
    (several,) = struct.unpack(">H", table[2:4])
    places = {struct.unpack(">L", table[at + 4 : at + 8])[0] for at in range(4, 4 + 8 * several, 8)}
    if len(places) > _MOST_MAPS:
        raise NoGlyph
    return [_read_map(table, place) for place in sorted(places)]


def _read_map(table: bytes, at: int) -> dict[int, int]:
    (kind,) = struct.unpack(">H", table[at : at + 2])
    if kind == 4:
        return dict(_segments(table, at))
    if kind != 12:
        raise NoGlyph
    (groups,) = struct.unpack(">L", table[at + 12 : at + 16])
    found: dict[int, int] = {}
    for place in range(at + 16, at + 16 + 12 * groups, 12):
        first, last, glyph = struct.unpack(">LLL", table[place : place + 12])
        if len(found) + last - first >= _MOST_CODES:
            raise NoGlyph
        found |= {code: glyph + code - first for code in range(first, last + 1)}
    return found


def _segments(table: bytes, at: int) -> Iterator[tuple[int, int]]:
    """A map of format 4."""
    count = struct.unpack(">H", table[at + 6 : at + 8])[0] // 2
    ends, starts, steps, offsets = (
        struct.unpack(f">{count}H", table[place : place + 2 * count])
        for place in (at + 14 + 2 * count * n + (2 if n else 0) for n in range(4))
    )
    left = _MOST_CODES
    for number in range(count):
        left -= max(0, ends[number] + 1 - starts[number])
        if left < 0:
            raise NoGlyph
        for code in range(starts[number], ends[number] + 1):
            glyph = code
            if offsets[number]:
                place = at + 16 + 6 * count + 2 * number + offsets[number] + 2 * (code - starts[number])
                (glyph,) = struct.unpack(">H", table[place : place + 2])
                if not glyph:
                    continue
            if (glyph + steps[number]) % 0x10000:
                yield code, (glyph + steps[number]) % 0x10000


def _outlines(data: bytes, texts: Iterable[str]) -> Iterator[tuple[str, Glyph]]:
    """Raises NoGlyph for a character that the font does not have, or not for every reader."""
    program, maps = Program(data), read_character_maps(data)
    for text in texts:
        found = {
            numbers.get(ord(text))
            for numbers in maps
            if ord(text) < 0x10000 or max(numbers, default=0) > 0xFFFF
        }
        number = found.pop() if len(found) == 1 else None
        if number is None:
            raise NoGlyph
        yield text, program.glyph(number)
