"""What one sheet of an old file yields.

Comes in: nothing. Goes out: the `Part` that the readers fill, and the paths of rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from formgen.declaration.profile import Profile
from formgen.importing.entries import Entry
from formgen.sources.raw import RawValue

ROW = re.compile(r"(?P<table>[^\[\]]+)\[(?P<number>\d+)\](?:\.(?P<key>.+))?")
"""indicators[3].target; without a key where the row begins."""


@dataclass
class Part:
    """values: by path, all from this sheet. entries: of every cell, in reading order. by_place: the cells that
    values came from. names: of every unit that the sheet names as its own."""

    profile: Profile
    values: dict[str, RawValue] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    by_place: dict[str, Entry] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How many cells found their field."""
        return sum(bool(entry.fields) for entry in self.entries)
