"""How wide the characters of a PDF are, by the fonts that it embeds: what a plan of its pages is made with where
those fonts are not on this machine.

Comes in: scenes of its pages, and the size of each use of type. Goes out: a measure per use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pikepdf import Array, Dictionary, Stream

from formgen.verify.pdf_glyphs import read_map
from formgen.verify.pdf_scene import Scene

_THOUSAND = 1000.0


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


def _read_font(font: Dictionary) -> dict[int, tuple[str, float]]:
    """Code → (character, width in em)."""
    table = font.get("/ToUnicode")
    texts = read_map(table.read_bytes()) if isinstance(table, Stream) else {}
    below = font.get("/DescendantFonts")
    own = below[0] if isinstance(below, Array) and len(below) else Dictionary()
    usual = float(own.get("/DW", _THOUSAND)) / _THOUSAND
    widths = _read_widths(own.get("/W"))
    return {code: (text, widths.get(code, usual)) for code, text in texts.items()}


def _read_widths(array: object) -> dict[int, float]:
    """The array W of a CIDFont (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    items = list(array) if isinstance(array, Array) else []
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, Array):
            widths |= {first + n: float(width) / _THOUSAND for n, width in enumerate(second)}
            at += 2
        elif at + 2 < len(items):
            last = min(int(second), first + 0xFFFF)
            widths |= dict.fromkeys(range(first, last + 1), float(items[at + 2]) / _THOUSAND)
            at += 3
        else:
            break
    return widths
