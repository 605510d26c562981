"""Points: what rule, wording and 分值 column claim for a row, and how they add up over the form.

Comes in: claims, or rows with their points. Goes out: `PointsReading`, `Composition`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, Protocol

from formgen.base.records import record
from formgen.messages import scoring as say
from formgen.scoring.numbers import show

Source = Literal["rule", "wording", "column"]


@record(frozen=True, slots=True)
class Claim:
    """Full points as one source has them."""

    source: Source
    points: Decimal


@record(frozen=True, slots=True)
class PointsReading:
    """points: what all sources agree on; None where none says, or where they differ."""

    points: Decimal | None
    claims: tuple[Claim, ...]

    @property
    def agreed(self) -> bool:
        return len({claim.points for claim in self.claims}) < 2

    @property
    def conflict(self) -> str:
        """The claims that differ, as a sentence; "" where they agree."""
        if self.agreed:
            return ""
        claims = (
            say.CLAIM.format(source=say.SOURCES[claim.source], points=show(claim.points))
            for claim in self.claims
        )
        return say.POINTS_DIFFER.format(claims="，".join(claims))


def reconcile_points(rule: Decimal | None, wording: Decimal | None, column: Decimal | None) -> PointsReading:
    """The points that those sources which name any agree on."""
    named: tuple[tuple[Source, Decimal | None], ...] = (
        ("rule", rule),
        ("wording", wording),
        ("column", column),
    )
    claims = tuple(Claim(source, points) for source, points in named if points is not None)
    agreed = len({claim.points for claim in claims}) == 1
    return PointsReading(claims[0].points if agreed else None, claims)


class Pointed(Protocol):
    """A row that `compose_points` can add up."""

    @property
    def level1(self) -> str: ...
    @property
    def level2(self) -> str: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def counted(self) -> bool: ...


@record(frozen=True, slots=True)
class GroupPoints:
    """Points of a 二级指标, or of a 一级指标 where level2 is ""; None while a row's points are unknown.
    rows: how many are scored."""

    level1: str
    level2: str
    rows: int
    points: Decimal | None


@record(frozen=True, slots=True)
class Composition:
    """分值构成, in the form's order. level1, level2: sums; total: over all counted rows."""

    level1: tuple[GroupPoints, ...]
    level2: tuple[GroupPoints, ...]
    total: Decimal | None


def add_points(points: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None where one is unknown."""
    total = Decimal(0)
    for value in points:
        if value is None:
            return None
        total += value
    return total


def compose_points(rows: Iterable[Pointed]) -> Composition:
    """Points per 一级 and 二级, groups in the order in which they first appear."""
    tops: dict[str, list[Pointed]] = {}
    groups: dict[tuple[str, str], list[Pointed]] = {}
    for row in rows:
        top, group = tops.setdefault(row.level1, []), groups.setdefault((row.level1, row.level2), [])
        if row.counted:
            top.append(row)
            group.append(row)

    def add(level1: str, level2: str, group: list[Pointed]) -> GroupPoints:
        return GroupPoints(level1, level2, len(group), add_points(row.points for row in group))

    order = {level1: number for number, level1 in enumerate(tops)}
    pairs = sorted(groups.items(), key=lambda item: order[item[0][0]])
    return Composition(
        level1=tuple(add(level1, "", group) for level1, group in tops.items()),
        level2=tuple(add(*names, group) for names, group in pairs),
        total=add_points(row.points for top in tops.values() for row in top),
    )
