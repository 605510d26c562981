"""What every measured rule shares: its quantity, and the limits that apply to every curve.

A child says its curve and its own sentences; measuring, zero lines, caps and the trace are here, once.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from formgen.base.readers import before, limited
from formgen.base.records import record
from formgen.declaration.model import Operator
from formgen.messages import rules as say
from formgen.scoring.dates import read_deadline
from formgen.scoring.numbers import exact, round_points, show, terminate
from formgen.scoring.rules.base import (
    Amount,
    Answer,
    Facts,
    PointsOrNone,
    Positive,
    RuleBase,
    SampleTable,
    Scored,
    conclude,
    need,
    tabulate,
    to_decimal,
)
from formgen.scoring.rules.curves import FALLING, RATIOS, Quantity, ZeroLine, actual_at, measure

_OF_LIMITS = ("of", "zero_below", "zero_above", "zero_inclusive", "most_off", "least", "free")


def _read_limit(value: object) -> object:
    """A date as a date, text as a deadline, all else as a number."""
    if value is None or type(value) is date:
        return value
    if isinstance(value, str):
        deadline = read_deadline("".join(value.split()))
        if deadline is None:
            raise ValueError(say.BAD_FULL_AT)
        return deadline.day
    return to_decimal(value)


NumberOrDay = Annotated[date | Decimal | None, before(_read_limit)]


@record(frozen=True, slots=True)
class Worth:
    """Points before any limit. words: which numbers gave it, and the printed sum; made when they are asked for, for
    tables of scores only need the points."""

    points: Fraction
    words: Callable[[], tuple[str, str]]


class Limited(RuleBase):
    """A measured rule. of: the quantity, where it is not the kind's own. zero_below, zero_above: lines
    past which the row earns 0, in the quantity's units; zero_inclusive: the line itself earns 0 too.
    most_off: the most that is taken off; least: what is left at the least. free: how much past the full
    mark costs nothing."""

    of: Quantity | None = None
    zero_below: Amount | None = None
    zero_above: NumberOrDay = None
    zero_inclusive: bool = False
    most_off: Positive | None = None
    least: PointsOrNone | None = None
    free: Annotated[Amount, limited(ge=0)] = Decimal(0)

    def check(self) -> None:
        if any(points is not None and points > self.full for points in (self.least, self.most_off)):
            raise ValueError(say.LIMIT_OVER_POINTS)

    @abstractmethod
    def quantity(self, facts: Facts) -> Quantity: ...

    @abstractmethod
    def worth(self, measured: Fraction, answer: Answer, facts: Facts) -> Worth:
        """Points before any limit, with what gives them."""

    def object_to_ratio(self, facts: Facts) -> tuple[str, ...]:
        """A ratio needs a number of 0 or more as its target."""
        if self.quantity(facts) not in RATIOS | {"excess", "lack"}:
            return ()
        if facts.operator is Operator.QUALITATIVE or facts.number is None:
            return (say.NEEDS_NUMBER,)
        negative = facts.number < 0 and self.quantity(facts) in RATIOS
        return (say.NEGATIVE_TARGET,) if negative else ()

    def object_to_lines(self, facts: Facts) -> tuple[str, ...]:
        """A zero line on the good side of the full mark would turn the rule upside down."""
        if self.falls(facts):
            return (say.LINE_AGAINST,) if self.zero_below is not None else ()
        return (say.LINE_AGAINST,) if self.zero_above is not None else ()

    def falls(self, facts: Facts) -> bool:
        """Whether less of the quantity is better."""
        return self.quantity(facts) in FALLING or facts.downward

    def measured(self, answer: Answer, facts: Facts) -> Fraction:
        if self.quantity(facts) == "late":
            deadline = self.deadline(facts)
            return Fraction((need(answer, date) - deadline).days)
        return measure(self.quantity(facts), exact(need(answer, Decimal)), exact(facts.number or Decimal(0)))

    def deadline(self, facts: Facts) -> date:
        """The day lateness is counted from."""
        deadline = facts.deadline
        if deadline is None:
            raise TypeError("a rule of lateness needs a deadline")
        return deadline.day

    def meets_zero_target(self, answer: Answer, facts: Facts) -> bool | None:
        """A ratio of a target of 0 never divides: it is met or not. None where there is a ratio."""
        if self.quantity(facts) not in RATIOS or facts.number != 0:
            return None
        return meets_zero(need(answer, Decimal), facts.operator)

    @property
    def lowest(self) -> Decimal:
        """What the caps leave at the least."""
        left = self.full - self.most_off if self.most_off is not None else Decimal(0)
        return max(left, self.least or Decimal(0))

    def zero_line(self, facts: Facts) -> ZeroLine | None:
        above = self.zero_above is not None
        limit = self.zero_above if above else self.zero_below
        if limit is None:
            return None
        return ZeroLine(self.line_limit(limit, facts), above, self.zero_inclusive)

    def line_limit(self, limit: date | Decimal, facts: Facts) -> Fraction:
        """The line in units of the quantity."""
        if isinstance(limit, date):
            return Fraction((limit - self.deadline(facts)).days)
        return exact(limit)

    def score(self, answer: Answer, facts: Facts) -> Scored:
        worth = self._limited(answer, facts)
        return conclude(*worth.words(), worth.points)

    def points_for(self, answer: Answer, facts: Facts) -> Decimal | None:
        return round_points(self._limited(answer, facts).points)

    def _limited(self, answer: Answer, facts: Facts) -> Worth:
        """The worth within all limits."""
        met = self.meets_zero_target(answer, facts)
        if met is not None:
            lead = say.ZERO_MET if met else say.ZERO_MISSED
            points = self.full if met else Decimal(0)
            actual = need(answer, Decimal)
            return Worth(exact(points), lambda: (lead.format(actual=facts.quantity(actual)), show(points)))
        measured = self.measured(answer, facts)
        worth = self.worth(measured, answer, facts)
        line = self.zero_line(facts)
        if line is not None and line.passed(measured):
            past = say.PAST_LINE.format(line=self.line_text(facts))
            return Worth(Fraction(0), lambda: (worth.words()[0] + past, "0"))
        lowest = self.lowest
        if worth.points < exact(lowest):
            left = show(lowest)
            return Worth(exact(lowest), lambda: (worth.words()[0] + say.CAPPED.format(left=left), left))
        return worth

    # What the limits say

    def line_text(self, facts: Facts) -> str:
        """The zero line as a condition: 完成率低于60%, 实际完成值超过6天; "" where there is none."""
        line = self.zero_line(facts)
        if line is None:
            return ""
        quantity = self.quantity(facts)
        word = say.LINE_WORDS[line.above, line.inclusive]
        if quantity == "late":
            return say.LATE_LINE[line.inclusive].format(
                day=facts.quantity(self.deadline(facts) + timedelta(days=int(line.limit)))
            )
        return f"{say.QUANTITY_NAMES[quantity]}{word}{self.show_measured(line.limit, facts)}"

    def show_measured(self, measured: Fraction, facts: Facts) -> str:
        """A size of the quantity with its unit."""
        value = terminate(measured)
        shown: Decimal | Fraction = measured if value is None else value
        if self.quantity(facts) in RATIOS:
            return f"{show(shown)}%"
        return facts.quantity(shown)

    def limits_text(self, facts: Facts) -> str:
        """All limits, each with its separator in front, as standard wording and readings end in them."""
        parts = [say.LINE_LIMIT.format(line=self.line_text(facts))] if self.zero_line(facts) else []
        if self.most_off is not None:
            parts.append(say.MOST_OFF.format(points=show(self.most_off)))
        if self.least is not None:
            parts.append(say.LEAST.format(points=show(self.least)))
        return "".join(parts)

    def zero_text(self, own: str, reached: Fraction | None, facts: Facts) -> str:
        """When the row earns 0: at the curve's own end (own, at the measured size `reached`; None for a
        curve that never ends in 0), or past the zero line where that comes first."""
        line = self.zero_line(facts)
        ends = reached is not None and self.lowest == 0
        if line is None:
            return own if ends else say.NEVER_ZERO
        text = self.line_text(facts)
        if not ends or reached is None or line.passed(reached):
            return text
        return own

    def data(self) -> dict[str, Any]:
        """Without the limits that are not set, so that a plain rule reads as it always did."""
        fields = type(self).model_fields
        unset = {key for key in _OF_LIMITS if getattr(self, key) == fields[key].default}
        return {key: value for key, value in super().data().items() if key not in unset}

    def sample_lines(
        self, points: Iterator[Fraction], facts: Facts
    ) -> Iterator[tuple[tuple[str, ...], Answer]]:
        """Sizes of the quantity as samples: the size, and the actual value it means."""
        target = exact(facts.number or Decimal(0))
        seen = set[Fraction]()
        for size in points:
            actual = terminate(actual_at(self.quantity(facts), size, target))
            if actual is not None and size not in seen:
                seen.add(size)
                yield (self.show_measured(size, facts), facts.quantity(actual)), actual

    def tabulate(
        self, heads: tuple[str, ...], lines: Iterator[tuple[tuple[str, ...], Answer]], facts: Facts
    ) -> SampleTable:
        return tabulate(self, facts, heads, lines)


def meets_zero(actual: Decimal, operator: Operator | str) -> bool:
    """Whether an actual value meets a target of 0."""
    if operator is Operator.AT_LEAST:
        return actual >= 0
    if operator is Operator.MORE:
        return actual > 0
    return actual == 0 if operator is Operator.EQUAL else actual <= 0
