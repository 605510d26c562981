"""The rule that takes points off per unit past the full mark: days, months, items.

Called through `formgen.scoring.rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from formgen.messages import rules as say
from formgen.scoring.dates import add_periods, read_deadline, steps_late
from formgen.scoring.numbers import Step, count_steps, show
from formgen.scoring.rules.base import (
    Answer,
    Facts,
    Points,
    Positive,
    RuleBase,
    SampleTable,
    Scored,
    need,
    tabulate,
    to_decimal,
)
from formgen.scoring.rules.steps import Side, sample_steps, side_of, take_off, zero_steps
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


def _read_full_at(value: object) -> object:
    """A date as a date, text as a deadline, all else as a number."""
    if value is None or type(value) is date:
        return value
    if isinstance(value, str):
        deadline = read_deadline("".join(value.split()))
        if deadline is None:
            raise ValueError(say.BAD_FULL_AT)
        return deadline.day
    return to_decimal(value)


class PerUnit(RuleBase):
    """max(0, w − deduct × k), k = step(units past full_at).

    per: the unit of a step, with its count where it is not 1 (天, 2天, 月, 项). full_at: where full marks
    end, a number or a date; left out, the row's target. side: over (too many, too late) or under (too
    few); needed only where 指标值类型 does not say it. Periods past a date are counted by
    `formgen.scoring.dates`; working days are counted by the person who states the actual value. Source:
    the seed's wording (少于2个工作日得5分，每超过一天扣1分).
    """

    kind: Literal["per_unit"] = "per_unit"
    points: Points
    deduct: Positive
    per: Annotated[str, AfterValidator(_tidy_per)]
    step: Step = "floor"
    full_at: Annotated[date | Decimal | None, BeforeValidator(_read_full_at)] = None
    side: Side | None = None

    @property
    def full(self) -> Decimal:
        return self.points

    @property
    def per_count(self) -> Decimal:
        found = re.match(r"[\d.]+", self.per)
        return Decimal(found[0]) if found else Decimal(1)

    @property
    def per_unit(self) -> str:
        return re.sub(r"^[\d.]+", "", self.per)

    def bound(self, facts: Facts) -> PerUnit:
        full_at: date | Decimal | None = self.full_at
        if full_at is None:
            deadline = facts.deadline
            full_at = facts.number if deadline is None else deadline.day
        side = "over" if isinstance(full_at, date) else side_of(facts, self.side)
        return self.model_copy(update={"full_at": full_at, "side": side})

    def objections(self, facts: Facts) -> tuple[str, ...]:
        bound = self.bound(facts)
        if bound.full_at is None:
            return (say.NO_FULL_AT,)
        found = () if bound.side else (say.NO_SIDE,)
        if self.side and self.side != bound.side:
            found = (*found, say.SIDE_AGAINST)
        if not isinstance(bound.full_at, date):
            fits = units_fit(self.per_unit, facts.unit)
            return found if fits else (*found, say.UNIT_AGAINST.format(per=self.per_unit, unit=facts.unit))
        if self.per_unit in WORKDAY_UNITS:
            return (*found, say.NO_CALENDAR)
        if self.per_unit not in CALENDAR_UNITS or self.per_count != int(self.per_count):
            return (*found, say.NOT_A_PERIOD.format(per=self.per))
        return (*found, say.NO_EXACT_MONTHS) if self.step == "exact" and self.per_unit in MONTHS_OF else found

    def score(self, answer: Answer, facts: Facts) -> Scored:
        bound = self.bound(facts)
        full_at = bound.full_at
        if isinstance(full_at, date):
            actual: date | Decimal = need(answer, date)
            past = need(actual, date) > full_at
            steps = steps_late(full_at, need(answer, date), int(self.per_count), self.per_unit, self.step)
            template = say.LEAD_LATE if past else say.LEAD_IN_TIME
        else:
            actual, limit = need(answer, Decimal), need(full_at or Decimal(0), Decimal)
            distance = actual - limit if bound.side == "over" else limit - actual
            past = distance > 0
            steps = count_steps(Fraction(distance) / Fraction(self.per_count), self.step)
            template = (say.LEAD_PAST if bound.side == "over" else say.LEAD_SHORT) if past else say.LEAD_MET
        lead = template.format(actual=facts.quantity(actual), limit=facts.quantity(full_at or Decimal(0)))
        if past:
            lead += say.LEAD_STEPS.format(each=self._each(), how=self._how(), steps=show(steps))
        return take_off(lead, self.points, show(self.deduct), Fraction(self.deduct), steps)

    def _each(self) -> str:
        measure = "个" if self.per_unit in ("月", "季度", "工作日") else ""
        return f"{show(self.per_count)}{measure}{self.per_unit}"

    def _how(self) -> str:
        return say.STEP_RULE[self.step].format(each=self._each())

    def _verb(self, facts: Facts) -> str:
        bound = self.bound(facts)
        if isinstance(bound.full_at, date):
            return say.LATER
        return say.OVER if bound.side == "over" else say.UNDER

    def _limit(self, facts: Facts) -> str:
        bound = self.bound(facts)
        if isinstance(bound.full_at, date):
            return say.BY_DAY.format(day=facts.quantity(bound.full_at))
        template = say.NOT_OVER if bound.side == "over" else say.NOT_UNDER
        return template.format(limit=facts.quantity(bound.full_at or Decimal(0)))

    def _words(self, facts: Facts) -> dict[str, str]:
        return {
            "limit": self._limit(facts),
            "w": show(self.points),
            "verb": self._verb(facts),
            "each": self._each(),
            "deduct": show(self.deduct),
        }

    def reading(self, facts: Facts) -> str:
        text = say.UNIT_READING.format(**self._words(facts), how=self._how())
        full_at = self.bound(facts).full_at
        if isinstance(full_at, date) and self.per_unit in MONTHS_OF:
            first = add_periods(full_at, 1, int(self.per_count), self.per_unit)
            text += say.MONTH_READING.format(day=facts.quantity(first))
        return text

    def formula(self, facts: Facts) -> str:
        return say.UNIT_FORMULA.format(**self._words(facts))

    def full_condition(self, facts: Facts) -> str:
        return self._limit(facts)

    def zero_condition(self, facts: Facts) -> str:
        last = zero_steps(self.points, Fraction(self.deduct), self.step)
        return say.UNIT_ZERO.format(**self._words(facts), steps=show(last))

    def wording(self, facts: Facts) -> str:
        step = say.STEP_WORDING[self.step].format(each=self._each())
        words = self._words(facts)
        if self.full_at is None:
            words["limit"] = say.WORDED_TARGET
        elif isinstance(self.full_at, date):
            words["limit"] = say.WORDED_DAY.format(day=facts.quantity(self.full_at))
        return say.UNIT_WORDING.format(**words, step=step)

    def samples(self, facts: Facts) -> SampleTable:
        bound = self.bound(facts)
        full_at = bound.full_at if bound.full_at is not None else Decimal(0)

        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            for step in sample_steps(self.points, Fraction(self.deduct)):
                answer: date | Decimal
                if isinstance(full_at, date):
                    if step * self.per_count > (MAXYEAR - full_at.year - 1):
                        return  # The calendar ends before the points do.
                    answer = add_periods(full_at, step, int(self.per_count), self.per_unit)
                else:
                    distance = self.per_count * step
                    answer = full_at + distance if bound.side == "over" else full_at - distance
                yield (f"{show(self.per_count * step)}", facts.quantity(answer)), answer

        head = say.HEAD_STEPS.format(verb=self._verb(facts), unit=self.per_unit)
        return tabulate(self, facts, (head, say.HEAD_ACTUAL), lines())
