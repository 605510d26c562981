"""Rules on a ratio of actual to target: threshold_linear and proportional. Both are lines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from formgen.base.readers import limited
from formgen.messages import rules as say
from formgen.scoring.numbers import exact, operand, share, show, show_percent
from formgen.scoring.rules.base import Amount, Answer, Facts, Points, SampleTable, need
from formgen.scoring.rules.curves import Line, Quantity
from formgen.scoring.rules.limited import Limited, Worth

SAMPLE_RATIOS = tuple(Decimal(text) for text in ("1", "0.95", "0.9", "0.8", "0.7", "0.6", "0.599"))


class ThresholdLinear(Limited):
    """r < floor → 0; else w × (min(r, top) − floor) / (top − floor).

    base "target": r = a/t. "value": r = a itself, a rate in %. top: where full points begin, 1 where it
    is left out. Source: the seed's wording (该指标分值为2分，完成率小于60%为不及格…).
    """

    kind: Literal["threshold_linear"] = "threshold_linear"
    points: Points
    floor: Annotated[Amount, limited(ge=0, lt=1)] = Decimal("0.6")
    base: Literal["target", "value"] = "target"
    top: Annotated[Amount, limited(gt=0, le=1)] | None = None

    def check(self) -> None:
        super().check()
        if self.top is not None and self.top <= self.floor:
            raise ValueError(say.TOP_UNDER_FLOOR)

    @property
    def full(self) -> Decimal:
        return self.points

    @property
    def line(self) -> Line:
        return Line(exact(self.floor) * 100, exact(self._top) * 100)

    @property
    def _top(self) -> Decimal:
        return Decimal(1) if self.top is None else self.top

    def bound(self, facts: Facts) -> ThresholdLinear:
        return self.model_copy(update={"top": self._top, "of": None})

    def quantity(self, facts: Facts) -> Quantity:
        return "value" if self.base == "value" else "completion"

    def objections(self, facts: Facts) -> tuple[str, ...]:
        if self.base == "value":
            found: tuple[str, ...] = () if facts.percent else (say.BASE_NEEDS_PERCENT,)
        else:
            found = self.object_to_ratio(facts)
        if self.of not in (None, self.quantity(facts)):
            found = (*found, say.OF_UNUSABLE.format(of=self.of))
        found = found if facts.upward else (*found, say.NEEDS_UPWARD)
        return (*found, *self.object_to_lines(facts))

    def _rate_name(self) -> str:
        return say.RATE_OF_VALUE if self.base == "value" else say.RATE_OF_TARGET

    def worth(self, measured: Fraction, answer: Answer, facts: Facts) -> Worth:
        actual = need(answer, Decimal)
        target = Decimal(100) if self.base == "value" else facts.number or Decimal(0)
        of_target = say.LEAD_VALUE if self.base == "value" else say.LEAD_RATIO
        line = self.line

        def words() -> tuple[str, str]:
            lead = of_target.format(
                actual=facts.quantity(actual),
                target=facts.quantity(target),
                ratio=show_percent(measured / 100),
            )
            if measured < line.zero_at:
                return lead + say.BELOW_FLOOR.format(floor=share(self.floor)), "0"
            if measured >= line.full_at:
                tail = say.AT_FULL if self._top == 1 else say.AT_TOP.format(top=share(self._top))
                return lead + tail, show(self.points)
            whole = "1" if self._top == 1 else share(self._top)
            divided = f"{operand(actual)}÷{show(target)}"
            return (
                lead,
                f"({divided}－{share(self.floor)})÷({whole}－{share(self.floor)})×{show(self.points)}",
            )

        return Worth(line.share(measured) * exact(self.points), words)

    def reading(self, facts: Facts) -> str:
        template = say.THRESHOLD_READING_VALUE if self.base == "value" else say.THRESHOLD_READING
        if self._top != 1:
            template = say.THRESHOLD_READING_TOP
        words = {"rate": self._rate_name(), "top": share(self._top), "limits": self.limits_text(facts)}
        return template.format(w=show(self.points), floor=share(self.floor), **words)

    def formula(self, facts: Facts) -> str:
        whole = "1" if self._top == 1 else share(self._top)
        return say.THRESHOLD_FORMULA.format(
            rate=self._rate_name(),
            floor=share(self.floor),
            w=show(self.points),
            whole=whole,
            top=share(self._top),
        )

    def full_condition(self, facts: Facts) -> str:
        return say.THRESHOLD_FULL.format(rate=self._rate_name(), top=share(self._top))

    def zero_condition(self, facts: Facts) -> str:
        own = say.THRESHOLD_ZERO.format(rate=self._rate_name(), floor=share(self.floor))
        return self.zero_text(own, self.line.zero_at, facts)

    def wording(self, facts: Facts) -> str:
        rate = say.WORDED_VALUE if self.base == "value" else say.WORDED_RATE
        actual_rate = say.WORDED_VALUE if self.base == "value" else say.WORDED_ACTUAL_RATE
        template = say.THRESHOLD_WORDING if self._top == 1 else say.THRESHOLD_WORDING_TOP
        text = template.format(
            w=show(self.points),
            floor=share(self.floor),
            rate=rate,
            actual_rate=actual_rate,
            top=share(self._top),
        )
        return text + self.limits_text(facts)

    def samples(self, facts: Facts) -> SampleTable:
        whole = Decimal(100) if self.base == "value" else facts.number or Decimal(0)

        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            if whole == 0:
                yield from zero_lines(facts)
                return
            for ratio in SAMPLE_RATIOS:
                actual = ratio * whole
                yield (share(ratio), facts.quantity(actual)), actual

        return self.tabulate((self._rate_name(), say.HEAD_ACTUAL), lines(), facts)


def zero_lines(facts: Facts) -> Iterator[tuple[tuple[str, ...], Answer]]:
    """Samples around a target of 0, where there is no ratio to show."""
    for actual in (Decimal(-1), Decimal(0), Decimal(1)):
        yield (say.NO_RATIO, facts.quantity(actual)), actual


class Proportional(Limited):
    """≥, >, =: w × min(a/t, 1). ≤, <: a ≤ t → w; t < a < 2t → w × (1 − (a − t)/t); else 0. †"""

    kind: Literal["proportional"] = "proportional"
    points: Points

    @property
    def full(self) -> Decimal:
        return self.points

    def quantity(self, facts: Facts) -> Quantity:
        return self.of or "completion"

    def bound(self, facts: Facts) -> Proportional:
        return self.model_copy(update={"of": self.quantity(facts)})

    def line(self, facts: Facts) -> Line:
        """From nothing done (or twice the limit) to the target, as completion in percent."""
        return Line(Fraction(200 if facts.downward else 0), Fraction(100))

    def objections(self, facts: Facts) -> tuple[str, ...]:
        found = self.object_to_ratio(facts)
        if self.quantity(facts) != "completion":
            found = (*found, say.OF_UNUSABLE.format(of=self.of))
        return (*found, *self.object_to_lines(facts))

    def worth(self, measured: Fraction, answer: Answer, facts: Facts) -> Worth:
        actual, target, full = need(answer, Decimal), facts.number or Decimal(0), self.points
        points = self.line(facts).share(measured) * exact(full)

        def words() -> tuple[str, str]:
            lead = say.LEAD_RATIO.format(
                actual=facts.quantity(actual),
                target=facts.quantity(target),
                ratio=show_percent(measured / 100),
            )
            if points == full:
                return lead + (say.WITHIN if facts.downward else say.AT_FULL), show(full)
            if points == 0:
                return lead + (say.TWICE if facts.downward else say.NOTHING_DONE), "0"
            if facts.downward:
                return lead, f"(1－({show(actual)}－{show(target)})÷{show(target)})×{show(full)}"
            return lead, f"{show(actual)}÷{show(target)}×{show(full)}"

        return Worth(points, words)

    def reading(self, facts: Facts) -> str:
        template = say.PROPORTIONAL_READING_DOWN if facts.downward else say.PROPORTIONAL_READING
        return template.format(w=show(self.points), limits=self.limits_text(facts))

    def formula(self, facts: Facts) -> str:
        template = say.PROPORTIONAL_FORMULA_DOWN if facts.downward else say.PROPORTIONAL_FORMULA
        return template.format(w=show(self.points))

    def full_condition(self, facts: Facts) -> str:
        template = say.AT_MOST_FULL if facts.downward else say.AT_LEAST_FULL
        return template.format(target=facts.quantity(facts.number or Decimal(0)))

    def zero_condition(self, facts: Facts) -> str:
        target = facts.number or Decimal(0)
        if facts.downward:
            own = say.PROPORTIONAL_ZERO_DOWN.format(limit=facts.quantity(2 * target))
        else:
            own = say.PROPORTIONAL_ZERO.format(limit=facts.quantity(Decimal(0)))
        return self.zero_text(own, self.line(facts).zero_at, facts)

    def wording(self, facts: Facts) -> str:
        return say.PROPORTIONAL_WORDING.format(w=show(self.points)) + self.limits_text(facts)

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

        return self.tabulate((say.RATE_OF_TARGET, say.HEAD_ACTUAL), lines(), facts)
