"""How wide the characters of a PDF are, by the fonts that it embeds: what a plan of its pages is made with where
those fonts are not on this machine.

Comes in: scenes of its pages, and the size of each use of type. Goes out: a measure per use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Stream

from formgen.verify.pdf_glyphs import read_map

if TYPE_CHECKING:
    from formgen.verify.pdf_scene import Scene

_THOUSAND = 1000.0
_MOST_CODES = 0x10000


class FileWidths:
    """Widths in em of one size of type, those of the whole file where that size does not have a character."""

    def __init__(self, own: Mapping[str, float], every: Mapping[str, float]) -> None:
        self._own, self._every = own, every

    def advance(self, character: str, /) -> float:
        return self._own.get(character, self._every.get(character, 1.0))


def file_widths(scenes: Iterable[Scene], sizes: Mapping[str, float]) -> dict[str, FileWidths]:
    """A measure per use. sizes: use → its size in pt."""
    by_size: dict[float, dict[str, float]] = {}
    every: dict[str, float] = {}
    read: dict[str, dict[int, tuple[str, float]]] = {}
    for scene in scenes:
        for text in scene.texts:
            own = by_size.setdefault(round(text.size, 1), {})
            for name, codes in text.shown:
                if name not in read:
                    read[name] = _read_font(text.fonts[name])
                for at in range(0, len(codes), 2):
                    found = read[name].get(int.from_bytes(codes[at : at + 2], "big"))
                    if found is not None:
                        own.setdefault(*found)
                        every.setdefault(*found)
    return {use: FileWidths(by_size.get(round(size, 1), {}), every) for use, size in sizes.items()}


class FontWidths:
    """Widths in em of a font's codes."""

    def __init__(self, font: Dictionary) -> None:
        below = font.get("/DescendantFonts")
        own = below[0] if isinstance(below, Array) and len(below) else Dictionary()
        self._usual = float(own.get("/DW", _THOUSAND)) / _THOUSAND
        self._widths = _read_widths(own.get("/W"))

    def of(self, code: int) -> float:
        return self._widths.get(code, self._usual)

    def advance(self, pieces: Sequence[object]) -> float:
        """How far a text goes. pieces: codes, and what is taken back between them, in thousandths."""
        texts = [piece for piece in pieces if isinstance(piece, bytes)]
        back = sum(piece for piece in pieces if isinstance(piece, float))
        codes = [int.from_bytes(text[at : at + 2], "big") for text in texts for at in range(0, len(text), 2)]
        return sum(map(self.of, codes)) - back / _THOUSAND


def _read_font(font: Dictionary) -> dict[int, tuple[str, float]]:
    """Code → (character, width in em)."""
    table = font.get("/ToUnicode")
    texts = read_map(table.read_bytes()) if isinstance(table, Stream) else {}
    widths = FontWidths(font)
    return {code: (text, widths.of(code)) for code, text in texts.items()}


def _read_widths(array: object) -> dict[int, float]:
    """The array W of a CIDFont (ISO 32000-1, 9.7.4.3), as far as it does not say more than there are codes."""
    widths: dict[int, float] = {}
    items = list(array) if isinstance(array, Array) else []
    at, left = 0, _MOST_CODES
    while at + 1 < len(items) and left > 0:
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, Array):
            widths |= {first + n: float(width) / _THOUSAND for n, width in enumerate(second)}
            at, left = at + 2, left - len(second)
        elif at + 2 < len(items):
            last = min(int(second), first + 0xFFFF)
            widths |= dict.fromkeys(range(first, last + 1), float(items[at + 2]) / _THOUSAND)
            at, left = at + 3, left - (last + 1 - first)
        else:
            break
    return widths
