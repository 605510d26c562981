"""Rules that take points off step by step: over_budget and percent_points, and what per_unit shares
with them.

A step is a distance past the point where full marks end; how a begun step counts is the rule's `step`
(`formgen.scoring.numbers.Step`). Called through `formgen.scoring.rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Annotated, Literal

from pydantic import Field

from formgen.declaration.model import Operator
from formgen.messages import rules as say
from formgen.scoring.numbers import Step, count_steps, share, show, show_percent
from formgen.scoring.rules.base import (
    Amount,
    Answer,
    Facts,
    Points,
    Positive,
    RuleBase,
    SampleTable,
    Scored,
    conclude,
    need,
    tabulate,
)
from formgen.scoring.units import NO_UNITS, name_unit

Side = Literal["over", "under"]
FIRST_STEPS = 4
"""Sample tables show steps 0 to 3, then the step that reaches 0."""


def take_off(lead: str, full: Decimal, deduct: str, each: Fraction, steps: Fraction) -> Scored:
    """full less `steps` times `each`, never below 0; deduct: how one step's points are printed."""
    left = Fraction(full) - each * steps
    if steps and left <= 0:
        return conclude(lead + say.USED_UP, "0", Fraction(0))
    return conclude(lead, f"{show(full)}－{deduct}×{show(steps)}" if steps else show(full), left)


def sample_steps(full: Decimal, each: Fraction) -> list[int]:
    """Which steps a sample table shows."""
    last = ceil(Fraction(full) / each)
    return [step for step in range(FIRST_STEPS) if step < last] + [last]


def zero_steps(full: Decimal, each: Fraction, step: Step) -> Fraction:
    """How many steps use up the points."""
    steps = Fraction(full) / each
    return steps if step == "exact" else Fraction(ceil(steps))


def side_of(facts: Facts, side: Side | None) -> Side | None:
    """On which side of the full mark points are lost; None where neither row nor rule says."""
    if facts.downward:
        return "over"
    if facts.operator in (Operator.AT_LEAST, Operator.MORE):
        return "under"
    return side


class OverBudget(RuleBase):
    """a ≤ t → w; else max(0, w × (1 − deduct_share × k)), k = step((a − t)/t × 100 / per_percent).

    Source: the seed's wording (预算成本控制在354万元以内计2分，每超过1%扣权重分的5%，扣完为止).
    """

    kind: Literal["over_budget"] = "over_budget"
    points: Points
    per_percent: Positive = Decimal(1)
    deduct_share: Annotated[Positive, Field(le=1)] = Decimal("0.05")
    step: Step = "floor"

    @property
    def full(self) -> Decimal:
        return self.points

    def objections(self, facts: Facts) -> tuple[str, ...]:
        if facts.operator is Operator.QUALITATIVE or facts.number is None:
            return (say.NEEDS_NUMBER,)
        found = (say.NEGATIVE_TARGET,) if facts.number < 0 else ()
        wrong_way = facts.operator in (Operator.AT_LEAST, Operator.MORE)
        return (*found, say.NEEDS_DOWNWARD) if wrong_way else found

    def score(self, answer: Answer, facts: Facts) -> Scored:
        actual, target = need(answer, Decimal), facts.number or Decimal(0)
        shown = {"actual": facts.quantity(actual), "target": facts.quantity(target)}
        if actual <= target:
            return conclude(say.LEAD_WITHIN.format(**shown), show(self.points), self.points)
        if target == 0:
            return conclude(say.ZERO_MISSED.format(**shown), "0", Fraction(0))
        over = (Fraction(actual) - Fraction(target)) / Fraction(target)
        steps = count_steps(over * 100 / Fraction(self.per_percent), self.step)
        lead = say.LEAD_OVER.format(**shown, ratio=show_percent(over))
        lead += say.LEAD_STEPS.format(each=self._each(), how=self._how(), steps=show(steps))
        each = Fraction(self.points) * Fraction(self.deduct_share)
        return take_off(lead, self.points, f"{show(self.points)}×{share(self.deduct_share)}", each, steps)

    def _each(self) -> str:
        return f"{show(self.per_percent)}%"

    def _how(self) -> str:
        return say.STEP_RULE[self.step].format(each=self._each())

    def reading(self, facts: Facts) -> str:
        return say.BUDGET_READING.format(
            target=facts.quantity(facts.number or Decimal(0)),
            w=show(self.points),
            each=self._each(),
            share=share(self.deduct_share),
            how=self._how(),
        )

    def formula(self, facts: Facts) -> str:
        return say.BUDGET_FORMULA.format(
            w=show(self.points), each=self._each(), share=share(self.deduct_share)
        )

    def full_condition(self, facts: Facts) -> str:
        return say.AT_MOST_FULL.format(target=facts.quantity(facts.number or Decimal(0)))

    def zero_condition(self, facts: Facts) -> str:
        last = zero_steps(Decimal(1), Fraction(self.deduct_share), self.step)
        return say.STEPS_ZERO.format(steps=show(last), each=self._each())

    def wording(self, facts: Facts) -> str:
        return say.BUDGET_WORDING.format(
            target=facts.quantity(facts.number or Decimal(0)),
            w=show(self.points),
            each=self._each(),
            share=share(self.deduct_share),
            step=say.STEP_WORDING[self.step].format(each=self._each()),
        )

    def samples(self, facts: Facts) -> SampleTable:
        target = facts.number or Decimal(0)

        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            if target == 0:
                yield (say.NO_RATIO, facts.quantity(Decimal(0))), Decimal(0)
                yield (say.NO_RATIO, facts.quantity(Decimal(1))), Decimal(1)
                return
            for step in sample_steps(Decimal(1), Fraction(self.deduct_share)):
                over = self.per_percent * step
                actual = target + target * over / 100
                yield (f"{show(over)}%", facts.quantity(actual)), actual

        return tabulate(self, facts, (say.HEAD_OVER, say.HEAD_ACTUAL), lines())


class PercentPoints(RuleBase):
    """max(0, w − deduct × k), k = step((a − full_at) / per), in percentage points; under ≥ the distance
    is full_at − a. Source: provincial practice (≤0 计3分；每超过一个百分点扣0.3分，扣完为止). †"""

    kind: Literal["percent_points"] = "percent_points"
    points: Points
    deduct: Positive
    per: Positive = Decimal(1)
    step: Step = "floor"
    full_at: Amount = Decimal(0)
    side: Side | None = None

    @property
    def full(self) -> Decimal:
        return self.points

    def bound(self, facts: Facts) -> PercentPoints:
        return self.model_copy(update={"side": side_of(facts, self.side)})

    def objections(self, facts: Facts) -> tuple[str, ...]:
        side = side_of(facts, self.side)
        found = () if side else (say.NO_SIDE,)
        if self.side and self.side != side:
            found = (*found, say.SIDE_AGAINST)
        plain = facts.percent or name_unit(facts.unit) in NO_UNITS
        return found if plain else (*found, say.POINTS_NEED_PERCENT)

    def score(self, answer: Answer, facts: Facts) -> Scored:
        actual = need(answer, Decimal)
        over = side_of(facts, self.side) == "over"
        distance = actual - self.full_at if over else self.full_at - actual
        steps = count_steps(Fraction(distance) / Fraction(self.per), self.step)
        template = (say.LEAD_PAST if over else say.LEAD_SHORT) if distance > 0 else say.LEAD_MET
        lead = template.format(actual=f"{show(actual)}%", limit=f"{show(self.full_at)}%")
        if distance > 0:
            lead += say.LEAD_STEPS.format(each=self._each(), how=self._how(), steps=show(steps))
        return take_off(lead, self.points, show(self.deduct), Fraction(self.deduct), steps)

    def _each(self) -> str:
        return say.PERCENT_POINT.format(count=show(self.per))

    def _how(self) -> str:
        return say.STEP_RULE[self.step].format(each=self._each())

    def _words(self, facts: Facts) -> dict[str, str]:
        over = side_of(facts, self.side) == "over"
        limit = (say.NOT_OVER if over else say.NOT_UNDER).format(limit=f"{show(self.full_at)}%")
        verb = say.OVER if over else say.UNDER
        words = {"limit": limit, "w": show(self.points), "verb": verb, "each": self._each()}
        return {**words, "deduct": show(self.deduct)}

    def reading(self, facts: Facts) -> str:
        return say.UNIT_READING.format(**self._words(facts), how=self._how())

    def formula(self, facts: Facts) -> str:
        return say.UNIT_FORMULA.format(**self._words(facts))

    def full_condition(self, facts: Facts) -> str:
        return self._words(facts)["limit"]

    def zero_condition(self, facts: Facts) -> str:
        last = zero_steps(self.points, Fraction(self.deduct), self.step)
        return say.UNIT_ZERO.format(**self._words(facts), steps=show(last))

    def wording(self, facts: Facts) -> str:
        step = say.STEP_WORDING[self.step].format(each=self._each())
        return say.UNIT_WORDING.format(**self._words(facts), step=step)

    def samples(self, facts: Facts) -> SampleTable:
        sign = 1 if side_of(facts, self.side) == "over" else -1

        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            for step in sample_steps(self.points, Fraction(self.deduct)):
                actual = self.full_at + sign * self.per * step
                yield (show(self.per * step), f"{show(actual)}%"), actual

        head = say.HEAD_STEPS.format(verb=self._words(facts)["verb"], unit=say.PERCENT_POINT_UNIT)
        return tabulate(self, facts, (head, say.HEAD_ACTUAL), lines())
