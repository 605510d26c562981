"""Does every embedded glyph look like the character that it says it is?

Comes in: the fonts of a PDF with the codes that its pages show, and the fonts of this machine. Goes out: faults,
and how many glyphs could not be judged. The text of a page is what its fonts claim; what a reader sees are their
outlines. An outline that is, point for point, that of the character in one of this machine's fonts is
right; one that is another character's is wrong. In a font that is not here no outline is known; then what looks just
like the character is right, and a digit that looks like another one is wrong (`glyph_shapes`).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Stream

from formgen.fonts.faces import Face
from formgen.messages import verify as say
from formgen.verify.glyph_outlines import Glyph, NoGlyph, Program, all_outlines, glyphs_of, is_known
from formgen.verify.glyph_shapes import looks_like

_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_SHOWN = 5
_MOST_CODES = 0x20000
"""Twice as many as there are."""


@dataclass(slots=True)
class GlyphReport:
    """faults: what does not look as it says. unknown: characters of fonts that are not here and could not be
    judged."""

    faults: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)


def check_glyphs(fonts: Mapping[str, tuple[Dictionary, set[bytes]]], faces: Iterable[Face]) -> GlyphReport:
    """Every font with the codes that are shown of it. faces: the fonts of this machine for the form."""
    report = GlyphReport()
    faces = tuple(faces)
    for font, codes in fonts.values():
        try:
            shown = dict(_shown_glyphs(font, codes))
        except _Strange:
            report.faults.append(say.GLYPH_FONT.format(font=str(font.get("/BaseFont", ""))[:60]))
            continue
        _judge(font, shown, faces, report)
    return report


def _judge(
    font: Dictionary, shown: dict[str, set[Glyph]], faces: tuple[Face, ...], report: GlyphReport
) -> None:
    known = {text: glyphs_of(text, faces) for text in shown}
    wrong = {
        text
        for text, glyphs in shown.items()
        if known[text] and not all(is_known(glyph, known[text]) for glyph in glyphs)
    }
    strange = {text for text in shown if not known[text]}
    if wrong and (len(wrong) < len(shown) - len(strange) or _is_other(shown, wrong, faces)):
        # A font of this machine, with some glyphs exchanged.
        texts = "、".join(sorted(wrong)[:_SHOWN])
        report.faults.append(say.GLYPH_DIFFERS.format(count=len(wrong), texts=texts))
        return
    doubtful = wrong | strange
    for text in sorted(doubtful):
        answer = looks_like(text, shown[text], faces)
        if answer is False:
            report.faults.append(say.GLYPH_DIFFERS.format(count=1, texts=text))
        elif answer is None:
            report.unknown.add(text)


def _is_other(shown: Mapping[str, set[Glyph]], wrong: Iterable[str], faces: tuple[Face, ...]) -> bool:
    """Whether some of these outlines are those of other characters in this machine's fonts."""
    every = all_outlines(faces)
    return any(glyph.outline in every for text in wrong for glyph in shown[text])


class _Strange(Exception):
    """A font of a kind that formgen does not embed."""


def _shown_glyphs(font: Dictionary, codes: set[bytes]) -> Iterator[tuple[str, set[Glyph]]]:
    """(character, glyphs) of every code. Raises _Strange."""
    program = _program_of(font)
    table = font.get("/ToUnicode")
    texts = read_map(table.read_bytes()) if isinstance(table, Stream) else {}
    found: dict[str, set[Glyph]] = {}
    for code in codes:
        text = texts.get(int.from_bytes(code, "big"))
        if text is None or len(code) != 2:
            raise _Strange
        try:
            found.setdefault(text, set()).add(program.glyph(int.from_bytes(code, "big")))
        except (NoGlyph, struct.error) as error:
            raise _Strange from error
    yield from found.items()


def _program_of(font: Dictionary) -> Program:
    below = font.get("/DescendantFonts")
    own = below[0] if isinstance(below, Array) and len(below) == 1 else None
    plain = (
        font.get("/Subtype") == "/Type0"
        and font.get("/Encoding") == "/Identity-H"
        and isinstance(own, Dictionary)
        and own.get("/Subtype") == "/CIDFontType2"
        and str(own.get("/CIDToGIDMap", "/Identity")) == "/Identity"
    )
    if not plain or not isinstance(own, Dictionary):
        raise _Strange
    descriptor = own.get("/FontDescriptor")
    if not isinstance(descriptor, Dictionary) or "/FontFile" in descriptor or "/FontFile3" in descriptor:
        raise _Strange
    data = descriptor.get("/FontFile2")
    if not isinstance(data, Stream):
        raise _Strange
    try:
        return Program(data.read_bytes())
    except (NoGlyph, struct.error, IndexError, KeyError) as error:
        raise _Strange from error


def read_map(data: bytes) -> dict[int, str]:
    """A ToUnicode map (ISO 32000-1, 9.10.3): code → text; of one that has no end, its beginning."""
    found: dict[int, str] = {}
    left = _MOST_CODES
    for block in _CHARS.findall(data):
        numbers = _HEX.findall(block)
        for code, text in zip(numbers[::2], numbers[1::2], strict=False):
            found[int(code, 16)] = _text(text)
    for block in _RANGES.findall(data):
        for low, high, first, several in _RANGE.findall(block):
            start, end = int(low, 16), min(int(high, 16), 0xFFFF)
            left -= max(1, end + 1 - start)
            if left < 0:
                return found
            texts = _HEX.findall(several)
            for at, code in enumerate(range(start, end + 1)):
                if texts and at < len(texts):
                    found[code] = _text(texts[at])
                elif first:
                    base = _text(first)
                    found[code] = base[:-1] + chr(ord(base[-1]) + at) if base else ""
    return found


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", errors="replace")
