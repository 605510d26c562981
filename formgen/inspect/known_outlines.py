"""Outlines of TrueType glyphs, read once in a process, however many files carry them.

Comes in: nothing. Goes out: a fontTools that, within `reading_outlines_once`, looks first whether it has read the same
bytes before. The forms of a run write the same characters in the same fonts, and whether an outline can be read
follows from its bytes alone: reading them was a quarter of what the check of a PDF/A costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from fontTools.ttLib import registerCustomTableClass
from fontTools.ttLib.tables._g_l_y_f import Glyph, table__g_l_y_f

_KEPT = 4096
"""Outlines, of some kilobytes each. A form writes five hundred characters, a county's forms two thousand."""
_AT_WORK = ContextVar("_AT_WORK", default=False)


class KnownOutlines(table__g_l_y_f):  # type: ignore[misc]  # fontTools has no types
    """A font's outlines. Who reads them once only looks at them: fonts with the same outline share it then. To
    everybody else, in other threads too, it is fontTools' own table: they may change what they get."""

    def __getitem__(self, name: str) -> Any:
        data = getattr(self.glyphs[name], "data", b"")
        if _AT_WORK.get() and _is_simple(data):
            return _read_outline(data)
        return super().__getitem__(name)


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
