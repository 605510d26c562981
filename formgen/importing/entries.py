"""What became of every cell of the old files.

Comes in: cells. Goes out: `Entry`s, one per cell, whose count closes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from formgen.base.errors import InspectionFailed
from formgen.messages import importing as say


class Sure(Enum):
    """How sure it is where a cell belongs; UNSURE asks for a person."""

    EXACT = say.EXACT
    LIKELY = say.LIKELY
    UNSURE = say.UNSURE
    LABEL = say.LABEL
    UNUSED = say.UNUSED


@dataclass
class Entry:
    """A cell of an old file. fields: where it went, by path. why: what a person should know. is_cell: False
    for a mark that no cell of the old files stands behind."""

    file: str
    place: str
    text: str
    sure: Sure = Sure.UNUSED
    fields: tuple[str, ...] = ()
    why: list[str] = field(default_factory=list)
    is_cell: bool = True

    def doubt(self, why: str) -> None:
        """A person is to look at it."""
        self.sure = Sure.UNSURE
        self.remark(why)

    def likely(self, why: str) -> None:
        if self.sure is Sure.EXACT:
            self.sure = Sure.LIKELY
        self.remark(why)

    def drop(self, sure: Sure, why: str) -> None:
        """It goes nowhere after all."""
        self.fields, self.sure = (), sure
        self.why = [why]

    def remark(self, why: str) -> None:
        if why not in self.why:
            self.why.append(why.strip())


def count(entries: Iterable[Entry]) -> dict[Sure, int]:
    counted = Counter(entry.sure for entry in entries if entry.is_cell)
    return {sure: counted[sure] for sure in Sure}


def require_closed(entries: Sequence[Entry], total: int) -> None:
    """Every cell is listed once, and no field is filled from two cells. Raises InspectionFailed."""
    listed = sum(count(entries).values())
    if listed != total:
        raise InspectionFailed(say.TOTAL_OFF.format(total=total, listed=listed))
    owners: dict[str, Entry] = {}
    for entry in entries:
        for path in entry.fields:
            if owners.setdefault(path, entry) is not entry:
                raise InspectionFailed(say.USED_TWICE.format(place=entry.place, fields=path))
