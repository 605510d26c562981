"""Outlines of TrueType glyphs, read once in a process, however many files carry them.

Comes in: nothing. Goes out: a fontTools that, within `reading_outlines_once`, looks first whether it has read the same
bytes before. The forms of a run write the same characters in the same fonts, and whether an outline can be read
follows from its bytes alone: reading them was a quarter of what the check of a PDF/A costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from operator import le
from typing import Any

from fontTools.ttLib import registerCustomTableClass
from fontTools.ttLib.tables._g_l_y_f import Glyph, table__g_l_y_f

_KEPT = 4096
"""Outlines, of some kilobytes each. A form writes five hundred characters, a county's forms two thousand."""
_AT_WORK = ContextVar("_AT_WORK", default=False)


class KnownOutlines(table__g_l_y_f):  # type: ignore[misc]  # fontTools has no types
    """A font's outlines. Who reads them once only looks at them: fonts with the same outline share it then. To
    everybody else, in other threads too, it is fontTools' own table: they may change what they get."""

    def decompile(self, data: bytes, ttFont: Any) -> None:
        """A font has thousands of glyphs, most of them empty where an engine keeps their numbers, and a form shows
        hundreds: only those are made."""
        places, names = ttFont[self.locaTag].locations, ttFont.getGlyphOrder()
        whole = len(names) == len(places) - 1 and all(map(le, places, places[1:])) and places[-1] <= len(data)
        if not (_AT_WORK.get() and whole):
            super().decompile(data, ttFont)
            return
        self.glyphs = _Glyphs(data, places, dict(zip(names, range(len(names)), strict=True)))
        self.glyphOrder, self._reverseGlyphOrder = names, dict[str, int]()

    def __getitem__(self, name: str) -> Any:
        data = getattr(self.glyphs[name], "data", b"")
        if _AT_WORK.get() and _is_simple(data):
            return _read_outline(data)
        return super().__getitem__(name)


class _Glyphs(dict[str, Any]):
    """Glyphs by name, made when they are asked for."""

    def __init__(self, data: bytes, places: Sequence[int], numbers: Mapping[str, int]) -> None:
        self._data, self._places, self._numbers = data, places, numbers

    def __missing__(self, name: str) -> Any:
        number = self._numbers[name]
        self[name] = glyph = Glyph(self._data[self._places[number] : self._places[number + 1]])
        return glyph


def _is_simple(data: bytes) -> bool:
    """Whether it is drawn of contours: a glyph that is put together of others has less than none (OpenType, glyf)
    and is read with its font."""
    return len(data) > 1 and data[0] < 0x80


@lru_cache(maxsize=_KEPT)
def _read_outline(data: bytes) -> Any:
    """Raises what fontTools raises for an outline that cannot be read, each time that it is asked for."""
    glyph = Glyph(data)
    glyph.expand(None)
    return glyph


@contextmanager
def reading_outlines_once() -> Iterator[None]:
    """For who reads outlines and changes none."""
    registerCustomTableClass("glyf", __name__, KnownOutlines.__name__)
    token = _AT_WORK.set(True)
    try:
        yield
    finally:
        _AT_WORK.reset(token)
