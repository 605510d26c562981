"""A font file, measured and prepared.

Comes in: a FontFile. Goes out: a `Face`: which characters it has, how wide they are, and TrueType
fonts made of chosen characters. Embedding small TrueType fonts instead of the 10 MB originals halves
the time of a PDF; and because every character gets a glyph of its own in them, the text read back
from the PDF is the text that was declared, also where the original font draws two characters with one
glyph (Ω and Ω, ⼀ and 一).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from formgen.base.cache import cache_folder, read_kept, write_kept
from formgen.fonts.fontfile import FontFile

_FORMAT = 4
"""Raised when what the cache keeps changes its form."""


_ORDINARY_SIGNS = "†‡•–−©®™№₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻½⅓⅔¼¾⅛‰‱☐☑☒✓✔✗✘㎎㎏㎜㎝㎞㎡㎥㏄"


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
        """The characters of the kept font that serves almost every form."""
        return frozenset(character for character in common_characters() if self.has(character))

    def common_font(self) -> bytes:
        """The kept TrueType font of the common characters; made once per machine."""
        path = cache_folder() / f"{self.digest}.font"
        data = read_kept(path)
        if data is None:
            data = self.font_of(self.common)
            write_kept(path, data)
        return data

    def font_of(self, characters: Iterable[str]) -> bytes:
        """A TrueType font of these characters, each with a glyph of its own. Raises MissingResource
        for a damaged font."""
        # fontTools is needed on a machine's first day, and for rare characters.
        from formgen.fonts.truetype import build_truetype

        return build_truetype(self.file, self.digest, characters)


@lru_cache(maxsize=32)
def load_face(file: FontFile) -> Face:
    """Measure a font, or take its measures from the cache. Raises MissingResource for a damaged font."""
    digest = _digest(file)
    path = cache_folder() / f"{digest}.measures"
    try:
        facts = json.loads(read_kept(path) or b"")
        return _face(file, digest, facts)
    except (ValueError, KeyError, TypeError):
        from formgen.fonts.truetype import measure_font  # not measured yet, or the cache is damaged

        facts = measure_font(file)
        write_kept(path, json.dumps(facts).encode())
        return _face(file, digest, facts)


@lru_cache(maxsize=1)
def common_characters() -> frozenset[str]:
    """ASCII, every character of GB 2312, and the signs that forms and their appendices have beside them: a
    font of its own for one † costs more than a whole form."""
    rows = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    # By the codec "gbk": "gb2312" has ― and ・ where everybody types — and ·.
    chinese = "".join(pair.decode("gbk", errors="ignore") for pair in rows)
    return frozenset(chinese + _ORDINARY_SIGNS) | {chr(code) for code in range(0x20, 0x7F)}


def _digest(file: FontFile) -> str:
    status = file.path.stat()
    key = f"{_FORMAT}|{file.path.name}|{file.index}|{status.st_size}|{status.st_mtime_ns}"
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _face(file: FontFile, digest: str, facts: dict[str, Any]) -> Face:
    ranges = facts["ranges"]
    codes = (code for first, last in ranges for code in range(first, last + 1) if file.serves(code))
    odd = {chr(int(code)): float(width) for code, width in facts["odd"].items()}
    return Face(file, digest, frozenset(codes), odd)
