"""The rule that takes points off per unit past the full mark: days, months, items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from formgen.base.readers import after
from formgen.messages import rules as say
from formgen.scoring.dates import add_periods, steps_late
from formgen.scoring.numbers import Step, exact, show
from formgen.scoring.rules.base import Answer, Facts, Points, Positive, SampleTable, need
from formgen.scoring.rules.curves import Quantity, Steps
from formgen.scoring.rules.limited import NumberOrDay
from formgen.scoring.rules.steps import Side, Stepped, side_of
from formgen.scoring.units import CALENDAR_UNITS, MONTHS_OF, NO_UNITS, WORKDAY_UNITS, name_unit, units_fit


def _tidy_per(text: str) -> str:
    """One name per unit; a count of 1 is not written: 1个月 → 月."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)?(\D+)", "".join(text.split()))
    if not found or name_unit(found[2]) in NO_UNITS:
        raise ValueError(say.BAD_PER)
    count = Decimal(found[1] or 1)
    if count <= 0:
        raise ValueError(say.BAD_PER)
    return name_unit(found[2]) if count == 1 else f"{show(count)}{name_unit(found[2])}"


class PerUnit(Stepped):
    """max(0, w − deduct × k), k = step(units past full_at).

    per: the unit of a step, with its count where it is not 1 (天, 2天, 月, 项). full_at: where full marks
    end, a number or a date; left out, the row's target. side: over (too many, too late) or under (too
    few); needed only where 指标值类型 does not say it. Periods past a date are counted by
    `formgen.scoring.dates`; working days are counted by the person who states the actual value. Source:
    the seed's wording (少于2个工作日得5分，每超过一天扣1分). zero_above on a date: a day, or a number of
    the step's units past the date; free there: so many of the step's units.
    """

    kind: Literal["per_unit"] = "per_unit"
    points: Points
    deduct: Positive
    per: Annotated[str, after(_tidy_per)]
    step: Step = "floor"
    full_at: NumberOrDay = None
    side: Side | None = None

    @property
    def each(self) -> Fraction:
        return exact(self.deduct)

    @property
    def per_count(self) -> Decimal:
        found = re.match(r"[\d.]+", self.per)
        return Decimal(found[0]) if found else Decimal(1)

    @property
    def per_unit(self) -> str:
        return re.sub(r"^[\d.]+", "", self.per)

    def full_mark(self, facts: Facts) -> date | Decimal | None:
        """Where full marks end."""
        if self.full_at is not None:
            return self.full_at
        return facts.number if facts.deadline is None else facts.deadline.day

    def quantity(self, facts: Facts) -> Quantity:
        return "late" if isinstance(self.full_mark(facts), date) else "value"

    def deadline(self, facts: Facts) -> date:
        return need(self.full_mark(facts) or Decimal(0), date)

    def bound(self, facts: Facts) -> PerUnit:
        full_at = self.full_mark(facts)
        side = "over" if isinstance(full_at, date) else side_of(facts, self.side)
        line = self.zero_above
        if isinstance(full_at, date) and isinstance(line, Decimal):
            line = add_periods(full_at, 1, int(line), self.per_unit)
        return self.model_copy(update={"full_at": full_at, "side": side, "zero_above": line, "of": None})

    def objections(self, facts: Facts) -> tuple[str, ...]:
        full_at = self.full_mark(facts)
        if full_at is None:
            return (say.NO_FULL_AT,)
        dated = isinstance(full_at, date)
        side = "over" if dated else side_of(facts, self.side)
        found = () if side else (say.NO_SIDE,)
        if self.side and self.side != side:
            found = (*found, say.SIDE_AGAINST)
        if self.of is not None and self.of not in (("late",) if dated else ("value", "count")):
            found = (*found, say.OF_UNUSABLE.format(of=self.of))
        if side:
            found = (*found, *self.object_to_lines(facts))
        if isinstance(self.zero_above, date) and not dated:
            found = (*found, say.BAD_LINE)
        if not dated:
            fits = units_fit(self.per_unit, facts.unit)
            return found if fits else (*found, say.UNIT_AGAINST.format(per=self.per_unit, unit=facts.unit))
        return (*found, *self._object_to_period())

    def _object_to_period(self) -> tuple[str, ...]:
        if self.per_unit in WORKDAY_UNITS:
            return (say.NO_CALENDAR,)
        counts = [
            self.per_count,
            self.free,
            *([self.zero_above] if isinstance(self.zero_above, Decimal) else []),
        ]
        if self.per_unit not in CALENDAR_UNITS or any(count != int(count) for count in counts):
            return (say.NOT_A_PERIOD.format(per=self.per),)
        return (say.NO_EXACT_MONTHS,) if self.step == "exact" and self.per_unit in MONTHS_OF else ()

    def falls(self, facts: Facts) -> bool:
        return self.quantity(facts) == "late" or side_of(facts, self.side) == "over"

    def line_limit(self, limit: date | Decimal, facts: Facts) -> Fraction:
        if isinstance(limit, Decimal) and self.quantity(facts) == "late":
            deadline = self.deadline(facts)
            return Fraction((add_periods(deadline, 1, int(limit), self.per_unit) - deadline).days)
        return super().line_limit(limit, facts)

    def start(self, facts: Facts) -> date | Decimal:
        """Where the steps start: the full mark, and what is free past it."""
        full_at = self.full_mark(facts)
        if isinstance(full_at, date):
            return add_periods(full_at, 1, int(self.free), self.per_unit) if self.free else full_at
        return need(full_at or Decimal(0), Decimal) + (self.free if self.falls(facts) else -self.free)

    def steps(self, facts: Facts) -> Steps:
        start = self.start(facts)
        if not isinstance(start, date):
            sign = 1 if self.falls(facts) else -1
            return Steps(self.points, self.each, exact(start), sign, exact(self.per_count), self.step)
        deadline, first = self.deadline(facts), start

        def count(days: Fraction) -> Fraction:
            day = deadline + timedelta(days=int(days))
            return steps_late(first, day, int(self.per_count), self.per_unit, self.step)

        past = Fraction((start - deadline).days)
        return Steps(self.points, self.each, past, 1, Fraction(1), self.step, count)

    def lead(self, measured: Fraction, answer: Answer, facts: Facts) -> str:
        limit, over = self.start(facts), self.falls(facts)
        if isinstance(limit, date):
            actual: date | Decimal = need(answer, date)
            template = say.LEAD_LATE if need(answer, date) > limit else say.LEAD_IN_TIME
        else:
            actual = need(answer, Decimal)
            past = actual > limit if over else actual < limit
            template = (say.LEAD_PAST if over else say.LEAD_SHORT) if past else say.LEAD_MET
        return template.format(actual=facts.quantity(actual), limit=facts.quantity(limit))

    def each_text(self) -> str:
        measure = "个" if self.per_unit in ("月", "季度", "工作日") else ""
        return f"{show(self.per_count)}{measure}{self.per_unit}"

    def show_free(self, facts: Facts) -> str:
        if self.quantity(facts) != "late":
            return super().show_free(facts)
        measure = "个" if self.per_unit in ("月", "季度") else ""
        return f"{show(self.free)}{measure}{self.per_unit}"

    def _verb(self, facts: Facts) -> str:
        if self.quantity(facts) == "late":
            return say.LATER
        return say.OVER if self.falls(facts) else say.UNDER

    def _limit(self, facts: Facts) -> str:
        limit = self.full_mark(facts)
        if isinstance(limit, date):
            return say.BY_DAY.format(day=facts.quantity(limit))
        template = say.NOT_OVER if self.falls(facts) else say.NOT_UNDER
        return template.format(limit=facts.quantity(limit or Decimal(0)))

    def _words(self, facts: Facts) -> dict[str, str]:
        return {
            "limit": self._limit(facts),
            "w": show(self.points),
            "verb": self._verb(facts),
            "each": self.each_text(),
            "deduct": show(self.deduct),
            "limits": self.limits_text(facts),
        }

    def reading(self, facts: Facts) -> str:
        text = say.UNIT_READING.format(**self._words(facts), how=self.how())
        start = self.start(facts)
        if isinstance(start, date) and self.per_unit in MONTHS_OF:
            first = add_periods(start, 1, int(self.per_count), self.per_unit)
            text += say.MONTH_READING.format(day=facts.quantity(first))
        return text

    def formula(self, facts: Facts) -> str:
        return say.UNIT_FORMULA.format(**self._words(facts))

    def full_condition(self, facts: Facts) -> str:
        if not self.free:
            return self._limit(facts)
        limit = self.start(facts)
        if isinstance(limit, date):
            return say.BY_DAY.format(day=facts.quantity(limit))
        return (say.NOT_OVER if self.falls(facts) else say.NOT_UNDER).format(limit=facts.quantity(limit))

    def zero_condition(self, facts: Facts) -> str:
        own = say.UNIT_ZERO.format(**self._words(facts), steps=show(self.zero_steps()))
        return self.zero_by_steps(own, facts)

    def reached(self, facts: Facts) -> Fraction:
        start = self.start(facts)
        if not isinstance(start, date):
            return super().reached(facts)
        steps = int(self.zero_steps() - (1 if self.step == "ceil" else 0))
        if steps * self.per_count > MAXYEAR - start.year - 1:
            return Fraction(MAXYEAR * 366)
        end = add_periods(start, steps, int(self.per_count), self.per_unit)
        return Fraction((end - self.deadline(facts)).days)

    def wording(self, facts: Facts) -> str:
        step = say.STEP_WORDING[self.step].format(each=self.each_text())
        words = self._words(facts)
        if self.full_at is None:
            words["limit"] = say.WORDED_TARGET
        elif isinstance(self.full_at, date):
            words["limit"] = say.WORDED_DAY.format(day=facts.quantity(self.full_at))
        return say.UNIT_WORDING.format(**words, step=step)

    def samples(self, facts: Facts) -> SampleTable:
        start, line = self.start(facts), self.zero_line(facts)

        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            for step in self.sample_steps():
                answer: date | Decimal
                if isinstance(start, date):
                    if step * self.per_count > (MAXYEAR - start.year - 1):
                        return  # The calendar ends before the points do.
                    answer = add_periods(start, step, int(self.per_count), self.per_unit)
                else:
                    distance = self.per_count * step
                    answer = start + distance if self.falls(facts) else start - distance
                yield (f"{show(self.free + self.per_count * step)}", facts.quantity(answer)), answer
            if line is not None and not isinstance(start, date):
                for size in (line.limit, line.limit + (1 if line.above else -1) * Fraction(self.per_count)):
                    actual = Decimal(size.numerator) / size.denominator
                    past = abs(actual - need(self.full_mark(facts) or Decimal(0), Decimal))
                    yield (show(past), facts.quantity(actual)), actual

        head = say.HEAD_STEPS.format(verb=self._verb(facts), unit=self.per_unit)
        return self.tabulate((head, say.HEAD_ACTUAL), lines(), facts)
