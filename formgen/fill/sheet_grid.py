"""The columns of a sheet on which blocks of different columns stand one under the other.

Comes in: the edges of every block's columns in mm. Goes out: the edges of the sheet's columns, and for each
block which of them are its own. Edges that nearly meet are one.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

NEAR = Decimal("1.5")
"""mm: edges that lie no farther apart are one, so that no column is a sliver."""


def edges_of(widths: Sequence[Decimal], room: Decimal) -> list[Decimal]:
    """The edges of columns drawn out to the width of the page, from 0 to room."""
    scale = room / sum(widths, Decimal(0))
    inner = [edge * scale for edge in accumulate(widths[:-1])]
    return [Decimal(0), *inner, room]


class SheetGrid:
    """edges: of the sheet's columns, from 0 to room."""

    def __init__(self, room: Decimal) -> None:
        self.edges: list[Decimal] = [Decimal(0), room]

    def fit(self, edges: Sequence[Decimal]) -> list[Decimal]:
        """The edges of a block, each moved onto one that there is where that is near; else a new one. Those
        of one block never fall together."""
        fitted = [self.edges[0]]
        for number, edge in enumerate(edges[1:-1], 1):
            near = [known for known in self.edges[1:-1]
                    if abs(known - edge) <= NEAR and fitted[-1] < known < edges[number + 1]]  # fmt: skip
            chosen = min(near, key=lambda known: abs(known - edge), default=edge)
            if chosen <= fitted[-1]:
                chosen = (fitted[-1] + edges[number + 1]) / 2
            if chosen not in self.edges:
                insort(self.edges, chosen)
            fitted.append(chosen)
        return [*fitted, self.edges[-1]]

    def column(self, edge: Decimal) -> int:
        """The sheet's column, from 1, that begins at this edge."""
        return self.edges.index(edge) + 1

    def widths(self) -> list[Decimal]:
        return [right - left for left, right in zip(self.edges, self.edges[1:], strict=False)]
