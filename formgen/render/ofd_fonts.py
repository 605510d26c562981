"""The fonts that an OFD embeds: which one sets which character, and the subsets themselves.

Comes in: the profile's chains of faces. Goes out: numbered fonts, in the order they are first needed, and a
TrueType font of just the characters each of them sets. Every character has a glyph of its own
(`formgen.fonts.faces`), so what a reader copies is what was declared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import uharfbuzz

from formgen.fonts.chain import FontSet
from formgen.fonts.faces import Face


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """family: its name. data: the TrueType font."""

    family: str
    data: bytes


@dataclass(slots=True)
class _Used:
    face: Face
    rare: bool
    characters: set[str] = field(default_factory=set)


class FontBook:
    """Hands out fonts to characters, and makes the subsets in the end."""

    def __init__(self, fonts: FontSet) -> None:
        self._chains = fonts.chains
        self._numbers: dict[tuple[Face, bool], int] = {}
        self._used: list[_Used] = []
        self._known: dict[tuple[str, str], int] = {}

    def font_of(self, use: str, character: str) -> int:
        """`formgen.render.ofd_marks.FontOf`."""
        number = self._known.get((use, character))
        if number is None:
            number = self._known[use, character] = self._place(use, character)
        return number

    def _place(self, use: str, character: str) -> int:
        chain = self._chains[use]
        face = chain.face_of(character) or chain.faces[-1]
        key = (face, character not in face.common and face.has(character))
        if key not in self._numbers:
            self._numbers[key] = len(self._used)
            self._used.append(_Used(*key))
        number = self._numbers[key]
        self._used[number].characters.add(character)
        return number

    def embedded(self) -> tuple[EmbeddedFont, ...]:
        """The fonts by number. Raises MissingResource for a damaged font."""
        return tuple(EmbeddedFont(used.face.file.family, _subset(used)) for used in self._used)


def _subset(used: _Used) -> bytes:
    characters = "".join(sorted({*used.characters, " "}))
    if used.rare:
        return used.face.font_of(characters)
    return _subset_common(used.face, characters)


@lru_cache(maxsize=64)
def _subset_common(face: Face, characters: str) -> bytes:
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    return bytes(uharfbuzz.subset(_kept_face(face), wanted).blob.data)


@lru_cache(maxsize=8)
def _kept_face(face: Face) -> uharfbuzz.Face:
    """The kept font of the common characters, open as long as the process lives."""
    return uharfbuzz.Face(face.common_font())
