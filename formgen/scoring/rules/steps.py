"""Rules that take points off step by step: over_budget and percent_points, and what per_unit shares
with them.

A step is a distance past the point where full marks end; how a begun step counts is the rule's `step`
(`formgen.scoring.numbers.Step`).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Annotated, Literal

from formgen.base.readers import limited
from formgen.declaration.model import Operator
from formgen.messages import rules as say
from formgen.scoring.numbers import Step, exact, share, show, show_percent
from formgen.scoring.rules.base import Amount, Answer, Facts, Points, Positive, SampleTable, need
from formgen.scoring.rules.curves import RATIOS, Quantity, Steps, show_terms, steps_to
from formgen.scoring.rules.limited import Limited, Worth
from formgen.scoring.units import NO_UNITS, name_unit

Side = Literal["over", "under"]
FIRST_STEPS = 4
"""Sample tables show steps 0 to 3, then the step that reaches the least points."""


def side_of(facts: Facts, side: Side | None) -> Side | None:
    """On which side of the full mark points are lost; None where neither row nor rule says."""
    if facts.downward:
        return "over"
    if facts.operator in (Operator.AT_LEAST, Operator.MORE):
        return "under"
    return side


class Stepped(Limited):
    """A rule whose curve is steps; the child says where they start and how long they are."""

    points: Points
    step: Step = "floor"

    @property
    def full(self) -> Decimal:
        return self.points

    @abstractmethod
    def steps(self, facts: Facts) -> Steps: ...

    @abstractmethod
    def lead(self, measured: Fraction, answer: Answer, facts: Facts) -> str:
        """Which numbers gave the distance."""

    def deducted(self) -> str:
        """How one step's points are printed in a sum."""
        return show(self.each)

    @property
    @abstractmethod
    def each(self) -> Fraction:
        """Points per step."""

    @abstractmethod
    def each_text(self) -> str:
        """One step as a measure: 1%, 2个工作日."""

    def how(self) -> str:
        return say.STEP_RULE[self.step].format(each=self.each_text())

    def worth(self, measured: Fraction, answer: Answer, facts: Facts) -> Worth:
        curve = self.steps(facts)
        steps, past = curve.steps(measured), (measured - curve.start) * curve.sign > 0
        left = curve.left(steps)

        def words() -> tuple[str, str]:
            lead = self.lead(measured, answer, facts)
            if past:
                lead += say.LEAD_STEPS.format(each=self.each_text(), how=self.how(), steps=show(steps))
            if steps and left == 0:
                return lead + say.USED_UP, "0"
            return lead, show_terms(self.points, self.deducted(), steps)

        return Worth(left, words)

    def last_step(self) -> int:
        """The step that reaches the least points."""
        return steps_to(self.points, self.lowest, self.each)

    def zero_steps(self) -> Fraction:
        """How many steps use up the points."""
        steps = exact(self.points) / self.each
        return steps if self.step == "exact" else Fraction(ceil(steps))

    def reached(self, facts: Facts) -> Fraction:
        """The size of the quantity at which the points are used up."""
        curve = self.steps(facts)
        whole = self.zero_steps() - (1 if self.step == "ceil" else 0)
        return curve.start + curve.sign * curve.per * whole

    def zero_by_steps(self, own: str, facts: Facts) -> str:
        return self.zero_text(own, self.reached(facts), facts)

    def sample_steps(self) -> list[int]:
        """Which steps a sample table shows."""
        last = self.last_step()
        return [step for step in range(FIRST_STEPS) if step < last] + [last]

    def samples_of_steps(self, facts: Facts, heads: tuple[str, ...]) -> SampleTable:
        curve = self.steps(facts)
        line = self.zero_line(facts)

        def sizes() -> Iterator[Fraction]:
            yield from (curve.start + curve.sign * curve.per * step for step in self.sample_steps())
            if line is not None:
                yield line.limit
                yield line.limit + (curve.per if line.above else -curve.per)

        return self.tabulate(heads, self.sample_lines(sizes(), facts), facts)

    def limits_text(self, facts: Facts) -> str:
        free = say.FREE_LIMIT.format(free=self.show_free(facts)) if self.free else ""
        return free + super().limits_text(facts)

    def show_free(self, facts: Facts) -> str:
        return self.show_measured(exact(self.free), facts)


class OverBudget(Stepped):
    """a ≤ t → w; else max(0, w × (1 − deduct_share × k)), k = step((a − t)/t × 100 / per_percent).

    deduct: points per step instead of a share. Of `short`, on a row where more is better, the distance
    is (t − a)/t. Source: the seed's wording (预算成本控制在354万元以内计2分，每超过1%扣权重分的5%，扣完为止).
    """

    kind: Literal["over_budget"] = "over_budget"
    points: Points
    per_percent: Positive = Decimal(1)
    deduct_share: Annotated[Positive, limited(le=1)] = Decimal("0.05")
    step: Step = "floor"
    deduct: Positive | None = None

    def quantity(self, facts: Facts) -> Quantity:
        return self.of or "over"

    def bound(self, facts: Facts) -> OverBudget:
        # A share and the points it comes to are one rule.
        return self.model_copy(
            update={"of": self.quantity(facts), "deduct": self.each, "deduct_share": Decimal(1)}
        )

    def objections(self, facts: Facts) -> tuple[str, ...]:
        quantity = self.quantity(facts)
        if quantity not in RATIOS or quantity == "completion":
            return (say.OF_UNUSABLE.format(of=self.of),)
        found = self.object_to_ratio(facts)
        wrong_way = facts.operator in (Operator.AT_LEAST, Operator.MORE) and quantity == "over"
        wrong_way = wrong_way or (quantity == "short" and facts.downward)
        found = (*found, say.NEEDS_DOWNWARD) if wrong_way else found
        return (*found, *self.object_to_lines(facts))

    @property
    def each(self) -> Fraction:
        if self.deduct is not None:
            return exact(self.deduct)
        return exact(self.points) * exact(self.deduct_share)

    def deducted(self) -> str:
        return (
            show(self.deduct)
            if self.deduct is not None
            else f"{show(self.points)}×{share(self.deduct_share)}"
        )

    def each_text(self) -> str:
        return f"{show(self.per_percent)}%"

    def steps(self, facts: Facts) -> Steps:
        return Steps(self.points, self.each, exact(self.free), 1, exact(self.per_percent), self.step)

    def lead(self, measured: Fraction, answer: Answer, facts: Facts) -> str:
        actual, target = need(answer, Decimal), facts.number or Decimal(0)
        shown = {"actual": facts.quantity(actual), "target": facts.quantity(target)}
        words = say.LEADS_OF_RATIO[self.quantity(facts)]
        if measured <= 0:
            return words[0].format(**shown)
        return words[1].format(**shown, ratio=show_percent(measured / 100))

    def _words(self, facts: Facts) -> dict[str, str]:
        target = facts.quantity(facts.number or Decimal(0))
        full, verb = say.SIDES_OF_RATIO[self.quantity(facts)]
        if self.deduct is not None:
            off = said = say.POINTS_OFF.format(deduct=show(self.deduct))
        else:
            off = say.SHARE_OFF.format(share=share(self.deduct_share))
            said = say.SHARE_OFF_WORDED.format(share=share(self.deduct_share))
        return {
            "target": target, "w": show(self.points), "each": self.each_text(), "verb": verb, "off": off,
            "off_worded": said, "full": full.format(target=target), "limits": self.limits_text(facts),
            "sum": self.deducted(),
        }  # fmt: skip

    def reading(self, facts: Facts) -> str:
        return say.BUDGET_READING.format(**self._words(facts), how=self.how())

    def formula(self, facts: Facts) -> str:
        return say.BUDGET_FORMULA.format(**self._words(facts))

    def full_condition(self, facts: Facts) -> str:
        template = say.AT_MOST_FULL if self.quantity(facts) == "over" else say.AT_LEAST_FULL
        if self.quantity(facts) == "deviation":
            template = say.EXACT_FULL
        return template.format(target=facts.quantity(facts.number or Decimal(0)))

    def zero_condition(self, facts: Facts) -> str:
        own = say.STEPS_ZERO.format(steps=show(self.zero_steps()), each=self.each_text())
        return self.zero_by_steps(own, facts)

    def wording(self, facts: Facts) -> str:
        step = say.STEP_WORDING[self.step].format(each=self.each_text())
        template = say.BUDGET_WORDING if self.quantity(facts) == "over" else say.RATIO_STEP_WORDING
        return template.format(**self._words(facts), step=step)

    def samples(self, facts: Facts) -> SampleTable:
        heads = (say.HEADS_OF_RATIO[self.quantity(facts)], say.HEAD_ACTUAL)
        if (facts.number or Decimal(0)) == 0:

            def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
                yield (say.NO_RATIO, facts.quantity(Decimal(0))), Decimal(0)
                yield (say.NO_RATIO, facts.quantity(Decimal(1))), Decimal(1)

            return self.tabulate(heads, lines(), facts)
        return self.samples_of_steps(facts, heads)


class PercentPoints(Stepped):
    """max(0, w − deduct × k), k = step((a − full_at) / per), in percentage points; under ≥ the distance
    is full_at − a. Of `completion`, a is the completion rate in percent. Source: provincial practice
    (≤0 计3分；每超过一个百分点扣0.3分，扣完为止). †"""

    kind: Literal["percent_points"] = "percent_points"
    points: Points
    deduct: Positive
    per: Positive = Decimal(1)
    step: Step = "floor"
    full_at: Amount = Decimal(0)
    side: Side | None = None

    def quantity(self, facts: Facts) -> Quantity:
        return self.of or "value"

    def bound(self, facts: Facts) -> PercentPoints:
        return self.model_copy(update={"side": side_of(facts, self.side), "of": self.quantity(facts)})

    def objections(self, facts: Facts) -> tuple[str, ...]:
        side = side_of(facts, self.side)
        found = () if side else (say.NO_SIDE,)
        if self.side and self.side != side:
            found = (*found, say.SIDE_AGAINST)
        if self.quantity(facts) == "completion":
            found = (*found, *self.object_to_ratio(facts))
        elif self.quantity(facts) != "value":
            found = (*found, say.OF_UNUSABLE.format(of=self.of))
        elif not facts.percent and name_unit(facts.unit) not in NO_UNITS:
            found = (*found, say.POINTS_NEED_PERCENT)
        return (*found, *self.object_to_lines(facts))

    @property
    def each(self) -> Fraction:
        return exact(self.deduct)

    def falls(self, facts: Facts) -> bool:
        return side_of(facts, self.side) == "over"

    def steps(self, facts: Facts) -> Steps:
        sign = 1 if self.falls(facts) else -1
        start = exact(self.full_at) + sign * exact(self.free)
        return Steps(self.points, self.each, start, sign, exact(self.per), self.step)

    def lead(self, measured: Fraction, answer: Answer, facts: Facts) -> str:
        over = self.falls(facts)
        past = (measured - exact(self.full_at)) * (1 if over else -1) > 0
        template = (say.LEAD_PAST if over else say.LEAD_SHORT) if past else say.LEAD_MET
        actual = f"{show(need(answer, Decimal))}%"
        if self.quantity(facts) == "completion":
            actual = say.LEAD_COMPLETION.format(
                actual=facts.quantity(need(answer, Decimal)), ratio=show_percent(measured / 100)
            )
        return template.format(actual=actual, limit=f"{show(self.full_at)}%")

    def each_text(self) -> str:
        return say.PERCENT_POINT.format(count=show(self.per))

    def _words(self, facts: Facts) -> dict[str, str]:
        over = self.falls(facts)
        limit = (say.NOT_OVER if over else say.NOT_UNDER).format(limit=f"{show(self.full_at)}%")
        if self.quantity(facts) == "completion":
            limit = say.RATE_OF_TARGET + limit
        verb = say.OVER if over else say.UNDER_RATE if self.quantity(facts) == "completion" else say.UNDER
        words = {"limit": limit, "w": show(self.points), "verb": verb, "each": self.each_text()}
        return {**words, "deduct": show(self.deduct), "limits": self.limits_text(facts)}

    def reading(self, facts: Facts) -> str:
        return say.UNIT_READING.format(**self._words(facts), how=self.how())

    def formula(self, facts: Facts) -> str:
        return say.UNIT_FORMULA.format(**self._words(facts))

    def full_condition(self, facts: Facts) -> str:
        return self._words(facts)["limit"]

    def zero_condition(self, facts: Facts) -> str:
        words = self._words(facts)
        return self.zero_by_steps(say.UNIT_ZERO.format(**words, steps=show(self.zero_steps())), facts)

    def wording(self, facts: Facts) -> str:
        step = say.STEP_WORDING[self.step].format(each=self.each_text())
        return say.UNIT_WORDING.format(**self._words(facts), step=step)

    def samples(self, facts: Facts) -> SampleTable:
        sign = 1 if self.falls(facts) else -1
        if self.quantity(facts) == "completion":
            return self.samples_of_steps(facts, (say.RATE_OF_TARGET, say.HEAD_ACTUAL))

        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            for step in self.sample_steps():
                distance = self.free + self.per * step
                actual = self.full_at + sign * distance
                yield (show(distance), f"{show(actual)}%"), actual
            line = self.zero_below if self.zero_below is not None else self.zero_above
            if isinstance(line, Decimal):
                for actual in (line, line + sign * self.per):
                    yield (show((actual - self.full_at) * sign), f"{show(actual)}%"), actual

        head = say.HEAD_STEPS.format(verb=self._words(facts)["verb"], unit=say.PERCENT_POINT_UNIT)
        return self.tabulate((head, say.HEAD_ACTUAL), lines(), facts)
