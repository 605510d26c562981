"""What the blocks of a form are filled with, and the looks that all of them share.

Comes in: the profile and the figures of a declaration. Goes out: `Shown`, which every view of a block is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formgen.declaration.blocks import Align, FieldsBlock, TableBlock
from formgen.declaration.figures import Figures
from formgen.declaration.profile import Profile
from formgen.views.tables import Ruling

WHOLE_ALIGN: Mapping[str, Align] = {"money": "right", "score": "right", "percent": "right", "number": "right",
                                     "points": "center", "date": "center"}  # fmt: skip
LABEL_SHARE = 0.18
"""Width of a label in a grid without widths, as a share of the page's."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the blocks are filled with. figures: with the values of empty cells that follow from others;
    places: field path → where it stands in the source; texts: what a line may name."""

    profile: Profile
    figures: Figures
    places: Mapping[str, str]
    texts: Mapping[str, str]

    def place(self, path: str) -> str:
        return self.places.get(path, "")


def ruling_of(profile: Profile) -> Ruling:
    """The lines of this form's tables."""
    strokes = profile.strokes
    return Ruling(float(strokes.frame), float(strokes.inner), float(strokes.pad))


def left_heading(block: FieldsBlock | TableBlock) -> float:
    """Width of the heading at the left of the rows, 0 without one."""
    return float(block.heading_width) if block.heading and block.heading_at == "left" else 0.0
