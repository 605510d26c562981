"""The profile's fonts for the PDF: a chain of faces per use of type, tried character by character.

Comes in: a profile. Goes out: a `FontSet`, which measures texts for the plan, names the characters
that no font has, and hands the renderers font files. Families that the profile names and this machine
lacks are passed over; `FontSet.substitutions` says so, for the manifest and `formgen doctor`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from formgen.base.errors import Fault, MissingResource
from formgen.declaration.profile import FontUse, Profile
from formgen.fonts.faces import Face, load_face
from formgen.fonts.find import BUNDLED, find_font
from formgen.fonts.scripts import remedy
from formgen.messages import fonts as say
from formgen.views.tables import Cell

USES = ("title", "head", "body", "prose", "heading")
_BLANKS = frozenset(map(ord, " \t\n"))


@dataclass(frozen=True, eq=False)
class FontChain:
    """Faces of one use of type, in the order they are tried."""

    use: str
    faces: tuple[Face, ...]

    def face_of(self, character: str) -> Face | None:
        """The first face that has the character."""
        return next((face for face in self.faces if face.has(character)), None)

    def advance(self, character: str) -> float:
        """Width in em (`formgen.layout.text.Measure`)."""
        return (self.face_of(character) or self.faces[-1]).advance(character)

    def missing(self, text: str) -> tuple[str, ...]:
        """Characters of the text that no face has, each once."""
        if self._printable.issuperset(map(ord, text)):
            return ()
        return tuple(character for character in dict.fromkeys(text) if ord(character) not in self._printable)

    @cached_property
    def _printable(self) -> frozenset[int]:
        return _BLANKS.union(*(face.coverage for face in self.faces))


@dataclass(frozen=True, eq=False)
class FontSet:
    """The chains of a profile by use."""

    chains: dict[str, FontChain]

    @property
    def faces(self) -> list[Face]:
        """Every face once, in the order of use."""
        return list(dict.fromkeys(face for chain in self.chains.values() for face in chain.faces))

    @property
    def stamp(self) -> str:
        """Families and digests: equal stamps break the same texts into the same lines."""
        return "; ".join(f"{face.file.family} {_measures_digest(face)}" for face in self.faces)

    def substitutions(self, profile: Profile) -> dict[str, tuple[str, str]]:
        """Use → (family the profile wants first, family that stands in for it here)."""
        wanted = {use: _use_of(profile, use).pdf[0] for use in USES}
        found = {use: chain.faces[0].file.family for use, chain in self.chains.items()}
        return {use: (wanted[use], found[use]) for use in USES if wanted[use] != found[use]}

    def require(self, texts: Iterable[tuple[str, Cell, str]], profile: Profile) -> None:
        """Raises MissingResource with a fault for every character that no font has. texts: (use, cell,
        text)."""
        faults = [
            Fault(
                say.NO_GLYPH.format(
                    character=character, code=f"{ord(character):04X}", label=profile.label(cell.field)
                ),
                cell.place,
                cell.field,
                remedy(character),
            )
            for use, cell, text in texts
            for character in self.chains[use].missing(text)
        ]
        if faults:
            raise MissingResource(say.GLYPHS_MISSING, faults)


@lru_cache(maxsize=32)
def _measures_digest(face: Face) -> str:
    """Of what breaks lines: which characters the font has, and their widths. The same on every machine,
    whatever the file's name and date."""
    widths = "".join(f"{text}{width:.6f}" for text, width in sorted(face.odd_widths.items()))
    key = f"{sorted(face.coverage)}|{widths}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def load_fonts(profile: Profile) -> FontSet:
    """The fonts of a profile on this machine. Raises MissingResource where a use has none at all."""
    return FontSet(
        {use: _load_chain(use, _use_of(profile, use).pdf, profile.folder) for use in USES},
    )


def stamp_fonts(profile: Profile) -> str:
    """The stamp of the fonts this machine has for a profile; "" where a use of type has none at all."""
    try:
        return load_fonts(profile).stamp
    except MissingResource:
        return ""


def _use_of(profile: Profile, use: str) -> FontUse:
    chosen: FontUse = getattr(profile.fonts, use)
    return chosen


@lru_cache(maxsize=32)
def _load_chain(use: str, families: tuple[str, ...], folder: Path) -> FontChain:
    files = (find_font(family, folder) for family in families)
    faces = tuple(load_face(file) for file in files if file is not None)
    if not faces:
        raise MissingResource(
            say.NO_FONT.format(use=use, families="、".join(families), bundled="、".join(BUNDLED))
        )
    return FontChain(use, faces)
