"""A font on this machine: where it is. Found by `fonts.find`, read by `fonts.faces` and `fonts.truetype`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font in a file; index counts fonts of a collection. bundled: it came with formgen. only: the ranges
    of characters it is used for; all where there are none."""

    family: str
    path: Path
    index: int = 0
    bundled: bool = False
    only: tuple[tuple[int, int], ...] = ()

    def serves(self, code: int) -> bool:
        return not self.only or any(first <= code <= last for first, last in self.only)
