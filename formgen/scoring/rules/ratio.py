"""Rules on a ratio of actual to target: threshold_linear and proportional.

Called through `formgen.scoring.rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from formgen.declaration.model import Operator
from formgen.messages import rules as say
from formgen.scoring.numbers import operand, share, show, show_percent
from formgen.scoring.rules.base import (
    Amount,
    Answer,
    Facts,
    Points,
    RuleBase,
    SampleTable,
    Scored,
    conclude,
    need,
    tabulate,
)

SAMPLE_RATIOS = tuple(Decimal(text) for text in ("1", "0.95", "0.9", "0.8", "0.7", "0.6", "0.599"))


def _object_to_target(facts: Facts) -> tuple[str, ...]:
    """A ratio needs a number of 0 or more as its target."""
    if facts.operator is Operator.QUALITATIVE or facts.number is None:
        return (say.NEEDS_NUMBER,)
    return (say.NEGATIVE_TARGET,) if facts.number < 0 else ()


def _meets_zero(actual: Decimal, operator: Operator | str) -> bool:
    """A target of 0 never divides: it is met or not."""
    if operator is Operator.AT_LEAST:
        return actual >= 0
    if operator is Operator.MORE:
        return actual > 0
    return actual == 0 if operator is Operator.EQUAL else actual <= 0


class ThresholdLinear(RuleBase):
    """r < floor → 0; else w × (min(r, 1) − floor) / (1 − floor).

    base "target": r = a/t. "value": r = a itself, a rate in %. Source: the seed's wording
    (该指标分值为2分，完成率小于60%为不及格…).
    """

    kind: Literal["threshold_linear"] = "threshold_linear"
    points: Points
    floor: Annotated[Amount, Field(ge=0, lt=1)] = Decimal("0.6")
    base: Literal["target", "value"] = "target"

    @property
    def full(self) -> Decimal:
        return self.points

    def objections(self, facts: Facts) -> tuple[str, ...]:
        if self.base == "value":
            found: tuple[str, ...] = () if facts.percent else (say.BASE_NEEDS_PERCENT,)
        else:
            found = _object_to_target(facts)
        return found if facts.upward else (*found, say.NEEDS_UPWARD)

    def _rate_name(self) -> str:
        return say.RATE_OF_VALUE if self.base == "value" else say.RATE_OF_TARGET

    def score(self, answer: Answer, facts: Facts) -> Scored:
        actual = need(answer, Decimal)
        target = Decimal(100) if self.base == "value" else facts.number or Decimal(0)
        if target == 0:
            met = _meets_zero(actual, facts.operator)
            lead = (say.ZERO_MET if met else say.ZERO_MISSED).format(actual=facts.quantity(actual))
            full = self.points if met else Decimal(0)
            return conclude(lead, show(full), full)
        ratio = Fraction(actual) / Fraction(target)
        of_target = say.LEAD_VALUE if self.base == "value" else say.LEAD_RATIO
        lead = of_target.format(
            actual=facts.quantity(actual), target=facts.quantity(target), ratio=show_percent(ratio)
        )
        floor = Fraction(self.floor)
        if ratio < floor:
            return conclude(lead + say.BELOW_FLOOR.format(floor=share(self.floor)), "0", Fraction(0))
        if ratio >= 1:
            return conclude(lead + say.AT_FULL, show(self.points), self.points)
        divided = f"{operand(actual)}÷{show(target)}"
        sum_text = f"({divided}－{share(self.floor)})÷(1－{share(self.floor)})×{show(self.points)}"
        return conclude(lead, sum_text, (ratio - floor) / (1 - floor) * Fraction(self.points))

    def reading(self, facts: Facts) -> str:
        template = say.THRESHOLD_READING_VALUE if self.base == "value" else say.THRESHOLD_READING
        return template.format(w=show(self.points), floor=share(self.floor))

    def formula(self, facts: Facts) -> str:
        return say.THRESHOLD_FORMULA.format(
            rate=self._rate_name(), floor=share(self.floor), w=show(self.points)
        )

    def full_condition(self, facts: Facts) -> str:
        return say.THRESHOLD_FULL.format(rate=self._rate_name())

    def zero_condition(self, facts: Facts) -> str:
        return say.THRESHOLD_ZERO.format(rate=self._rate_name(), floor=share(self.floor))

    def wording(self, facts: Facts) -> str:
        rate = say.WORDED_VALUE if self.base == "value" else say.WORDED_RATE
        actual_rate = say.WORDED_VALUE if self.base == "value" else say.WORDED_ACTUAL_RATE
        return say.THRESHOLD_WORDING.format(
            w=show(self.points), floor=share(self.floor), rate=rate, actual_rate=actual_rate
        )

    def samples(self, facts: Facts) -> SampleTable:
        whole = Decimal(100) if self.base == "value" else facts.number or Decimal(0)

        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            if whole == 0:
                yield from zero_lines(facts)
                return
            for ratio in SAMPLE_RATIOS:
                actual = ratio * whole
                yield (share(ratio), facts.quantity(actual)), actual

        return tabulate(self, facts, (self._rate_name(), say.HEAD_ACTUAL), lines())


def zero_lines(facts: Facts) -> Iterator[tuple[tuple[str, ...], Answer]]:
    """Samples around a target of 0, where there is no ratio to show."""
    for actual in (Decimal(-1), Decimal(0), Decimal(1)):
        yield (say.NO_RATIO, facts.quantity(actual)), actual


class Proportional(RuleBase):
    """≥, >, =: w × min(a/t, 1). ≤, <: a ≤ t → w; t < a < 2t → w × (1 − (a − t)/t); else 0. †"""

    kind: Literal["proportional"] = "proportional"
    points: Points

    @property
    def full(self) -> Decimal:
        return self.points

    def objections(self, facts: Facts) -> tuple[str, ...]:
        return _object_to_target(facts)

    def score(self, answer: Answer, facts: Facts) -> Scored:
        actual, target, full = need(answer, Decimal), facts.number or Decimal(0), self.points
        if target == 0:
            met = _meets_zero(actual, facts.operator)
            lead = (say.ZERO_MET if met else say.ZERO_MISSED).format(actual=facts.quantity(actual))
            return conclude(lead, show(full) if met else "0", full if met else Decimal(0))
        ratio = Fraction(actual) / Fraction(target)
        lead = say.LEAD_RATIO.format(
            actual=facts.quantity(actual), target=facts.quantity(target), ratio=show_percent(ratio)
        )
        if facts.downward:
            return self._score_downward(actual, target, ratio, lead)
        if ratio >= 1:
            return conclude(lead + say.AT_FULL, show(full), full)
        if ratio <= 0:
            return conclude(lead + say.NOTHING_DONE, "0", Fraction(0))
        return conclude(lead, f"{show(actual)}÷{show(target)}×{show(full)}", ratio * Fraction(full))

    def _score_downward(self, actual: Decimal, target: Decimal, ratio: Fraction, lead: str) -> Scored:
        full = self.points
        if ratio <= 1:
            return conclude(lead + say.WITHIN, show(full), full)
        if ratio >= 2:
            return conclude(lead + say.TWICE, "0", Fraction(0))
        sum_text = f"(1－({show(actual)}－{show(target)})÷{show(target)})×{show(full)}"
        return conclude(lead, sum_text, (2 - ratio) * Fraction(full))

    def reading(self, facts: Facts) -> str:
        template = say.PROPORTIONAL_READING_DOWN if facts.downward else say.PROPORTIONAL_READING
        return template.format(w=show(self.points))

    def formula(self, facts: Facts) -> str:
        template = say.PROPORTIONAL_FORMULA_DOWN if facts.downward else say.PROPORTIONAL_FORMULA
        return template.format(w=show(self.points))

    def full_condition(self, facts: Facts) -> str:
        template = say.AT_MOST_FULL if facts.downward else say.AT_LEAST_FULL
        return template.format(target=facts.quantity(facts.number or Decimal(0)))

    def zero_condition(self, facts: Facts) -> str:
        target = facts.number or Decimal(0)
        if facts.downward:
            return say.PROPORTIONAL_ZERO_DOWN.format(limit=facts.quantity(2 * target))
        return say.PROPORTIONAL_ZERO.format(limit=facts.quantity(Decimal(0)))

    def wording(self, facts: Facts) -> str:
        return say.PROPORTIONAL_WORDING.format(w=show(self.points))

    def samples(self, facts: Facts) -> SampleTable:
        target = facts.number or Decimal(0)

        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            if target == 0:
                yield from zero_lines(facts)
                return
            for ratio in SAMPLE_RATIOS:
                # Past an upper limit the shares mirror: 105 % of the target earns what 95 % would.
                shown = 2 - ratio if facts.downward else ratio
                yield (share(shown), facts.quantity(shown * target)), shown * target
            if facts.downward:
                yield (share(Decimal(2)), facts.quantity(2 * target)), 2 * target

        return tabulate(self, facts, (say.RATE_OF_TARGET, say.HEAD_ACTUAL), lines())
