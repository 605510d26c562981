"""试算: what a declaration would score if so much of every target were reached.

Comes in: rules of the rows and a share of the target. Goes out: `Preview`. Only rows whose target is to be
reached or exceeded move with the share; limits and deadlines are taken as kept, and what a person decides stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from formgen.scoring.numbers import in_range
from formgen.scoring.resolve import RowRule
from formgen.scoring.rules.base import Answer

LOWEST, HIGHEST = Decimal("0.5"), Decimal("1.1")
"""The shares that a trial makes sense for."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One row. moves: its value follows the share. score: None where a person decides."""

    index: int
    points: Decimal | None
    score: Decimal | None
    moves: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """rows: those that count. known and open_points: points of the rows that were computed, and of those that a
    person decides; score: the sum of the computed ones. Between score and score + open_points the total
    will lie."""

    share: Decimal
    rows: tuple[Trial, ...]
    known: Decimal
    score: Decimal
    open_points: Decimal

    @property
    def open_rows(self) -> int:
        return sum(row.score is None for row in self.rows)


def preview(rows: Sequence[RowRule], share: Decimal) -> Preview:
    """The trial. share: of the target, between LOWEST and HIGHEST."""
    share = min(max(share, LOWEST), HIGHEST)
    tried = tuple(try_row(row, share) for row in rows if row.counted)
    computed = [row for row in tried if row.score is not None]
    return Preview(
        share,
        tried,
        known=sum((row.points or Decimal(0) for row in computed), Decimal(0)),
        score=sum((row.score for row in computed if row.score is not None), Decimal(0)),
        open_points=sum((row.points or Decimal(0) for row in tried if row.score is None), Decimal(0)),
    )


def try_row(row: RowRule, share: Decimal) -> Trial:
    """One row at that share of its target."""
    answer, moves = _assumed(row, share)
    if row.rule is None or answer is None or row.rule.by_person or row.rule.refuse(answer, row.facts):
        return Trial(row.index, row.points, None, False)
    return Trial(row.index, row.points, row.rule.score(answer, row.facts).score, moves)


def _assumed(row: RowRule, share: Decimal) -> tuple[Answer | None, bool]:
    """The actual value that is tried, and whether it follows the share."""
    facts = row.facts
    if facts.deadline is not None:
        return facts.deadline.day, False
    number = facts.number
    if number is None:
        return None, False
    if facts.upward:
        value = number * share
        return (value if in_range(value) else None), True
    return number, False
