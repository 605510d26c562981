"""Zero lines: a piece worth nothing beside a line or steps."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from formgen.messages import scoring as say
from formgen.scoring.rules.curves import Quantity
from formgen.scoring.wording.desk import Desk, unknown
from formgen.scoring.wording.parts import Clause, Span
from formgen.scoring.wording.place import Region
from formgen.scoring.wording.reading import (
    Problem,
    Unreadable,
)


class ZeroLines(Desk):
    """Zero pieces as limits of a rule."""

    def _zero_line(self, piece: Clause, of: Quantity, start: Fraction | None = None) -> dict[str, Any]:
        """A zero piece as zero_below or zero_above of a rule of that quantity."""
        regions = [
            region for condition in piece.conditions for region in self._line_regions(condition, start)
        ]
        if len(regions) != 1:
            raise unknown(self.stretch(piece))
        region = self.placer.convert(regions[0], of)
        down = self._falls(of)
        limit, other = (region.low, region.high) if down else (region.high, region.low)
        if region.single and limit is not None:
            limit, other = replace(limit, belongs=True), None
        if limit is None or other is not None:
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        if any(self._doubted(condition) for condition in piece.conditions):
            raise Unreadable(Problem.AMBIGUOUS, say.LIMIT_DOUBTED.format(words=self.stretch(piece)))
        inclusive = limit.belongs is not False
        line = {"zero_above" if down else "zero_below": self._exact(limit.at)}
        return {**line, "zero_inclusive": True} if inclusive else line

    def _doubted(self, condition: object) -> bool:
        """Whether the line itself is said to be past it, and not to be (超过10%以上)."""
        return isinstance(condition, Span) and any(
            limit is not None and limit.doubted for limit in (condition.low, condition.high)
        )

    def _line_regions(self, condition: object, start: Fraction | None) -> list[Region]:
        """The regions of a zero line; 超过10天 beside steps may be 10 days in all or 10 days past the
        target, and is read only where one of them is possible."""
        regions = self.placer.regions(condition)  # type: ignore[arg-type]
        if (
            start is None
            or not isinstance(condition, Span)
            or condition.noun
            or condition.ref
            or condition.growth
        ):
            return regions
        limit = condition.low
        if limit is None or not limit.words.startswith(("超过", "超出")) or condition.high is not None:
            return regions
        (region,) = regions
        if region.of != "value" or self.facts.percent or start == 0 or region.low is None:
            return regions
        if region.low.at < start:
            return [replace(region, low=replace(region.low, at=region.low.at + start))]
        if region.low.at == start:
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        raise Unreadable(Problem.AMBIGUOUS, say.LINE_OF_WHAT)
