"""A sheet of an old file: its cells, and what its reader knows of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formgen.declaration.profile import Profile
from formgen.sources.grid_types import Grid, Spot
from formgen.sources.raw import RawDeclaration


@dataclass(frozen=True)
class OldSheet:
    """grid: the cells. file: the name of the file. places: what cells are called, those left out by sheet
    and address. furniture: the sheet was made by formgen beside a form and declares nothing. form: the
    profile of the form that the file says it holds. joined: cells put together from two pages. repeated: cells that
    only say again on a later page what stood before, and why they are not read. unread: cells that stand in
    no table and no line, and why nobody can tell where they belong. remarks: cells that a person should look at, and
    why. behind: from this
    row on the sheet is an appendix, 0 where none is. carried: the form with what the file
    holds besides what it shows."""

    grid: Grid
    file: str
    places: Mapping[Spot, str] = field(default_factory=dict)
    furniture: bool = False
    form: Profile | None = None
    joined: frozenset[Spot] = frozenset()
    repeated: Mapping[Spot, str] = field(default_factory=dict)
    unread: Mapping[Spot, str] = field(default_factory=dict)
    remarks: tuple[tuple[frozenset[Spot], str], ...] = ()
    behind: int = 0
    carried: RawDeclaration | None = None

    def place(self, spot: Spot) -> str:
        return self.places.get(spot) or self.grid.place(*spot)
