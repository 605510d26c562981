"""Rules that rest on a person's judgement: yes_no, checklist, discretionary; and none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from formgen.base.readers import counted
from formgen.declaration.model import Operator
from formgen.messages import rules as say
from formgen.scoring.numbers import show
from formgen.scoring.rules.base import (
    Answer,
    Facts,
    Judged,
    Parameters,
    Points,
    RuleBase,
    SampleTable,
    Scored,
    Ticks,
    conclude,
    need,
    tabulate,
)
from formgen.scoring.rules.tiers import Label, check_labels


def meets_target(answer: Answer, facts: Facts) -> bool | None:
    """Whether an answer meets the row's target: as a person says, or as numbers and dates show."""
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, Decimal):
        return facts.meets(answer)
    if isinstance(answer, date) and facts.deadline:
        return answer <= facts.deadline.day
    return None


def _lead_met(answer: Answer, met: bool, facts: Facts) -> str:
    if isinstance(answer, date | Decimal) and not isinstance(answer, bool):
        target = facts.deadline.day if facts.deadline else facts.number or Decimal(0)
        template = say.LEAD_MEETS if met else say.LEAD_MISSES
        return template.format(
            actual=facts.quantity(answer),
            operator=say.BY if facts.deadline else facts.operator,
            target=facts.quantity(target),
        )
    return say.LEAD_YES if met else say.LEAD_NO


def _is_exact(facts: Facts) -> bool:
    """Whether only the target itself meets it; 达到 would be so much or more (law 3)."""
    return facts.operator is Operator.EQUAL and facts.number is not None


class YesNo(RuleBase):
    """w or 0. The actual value is 是/否, or the number or date that is compared with the target. Source:
    provincial practice (直接赋分). †"""

    kind: Literal["yes_no"] = "yes_no"
    points: Points
    by_person: ClassVar[bool] = True

    @property
    def full(self) -> Decimal:
        return self.points

    def refuse(self, answer: Answer, facts: Facts) -> str:
        return "" if meets_target(answer, facts) is not None else say.NOTHING_TO_MEET

    def score(self, answer: Answer, facts: Facts) -> Scored:
        met = bool(meets_target(answer, facts))
        lead = _lead_met(answer, met, facts)
        return conclude(lead, show(self.points) if met else "0", self.points if met else Decimal(0))

    def reading(self, facts: Facts) -> str:
        template = say.YES_NO_READING_EQUAL if _is_exact(facts) else say.YES_NO_READING
        return template.format(w=show(self.points))

    def formula(self, facts: Facts) -> str:
        return say.YES_NO_FORMULA.format(w=show(self.points))

    def full_condition(self, facts: Facts) -> str:
        return say.MEETS

    def zero_condition(self, facts: Facts) -> str:
        return say.MEETS_NOT

    def wording(self, facts: Facts) -> str:
        template = say.YES_NO_WORDING_EQUAL if _is_exact(facts) else say.YES_NO_WORDING
        return template.format(w=show(self.points))

    def samples(self, facts: Facts) -> SampleTable:
        return _tabulate_met(self, facts)


def _tabulate_met(rule: RuleBase, facts: Facts) -> SampleTable:
    """The samples of a rule that asks only whether the target was met."""
    answers: tuple[tuple[tuple[str, ...], Answer], ...] = (((say.YES,), True), ((say.NO,), False))
    return tabulate(rule, facts, (say.HEAD_MET,), iter(answers))


class Item(Parameters):
    label: Label
    points: Points


class Checklist(RuleBase):
    """The sum of the ticked items. Source: provincial practice (①…计1分；②…计0.5分；③…计0.5分). †"""

    kind: Literal["checklist"] = "checklist"
    items: Annotated[tuple[Item, ...], counted(2)]
    by_person: ClassVar[bool] = True

    def check(self) -> None:
        check_labels([item.label for item in self.items])

    @property
    def full(self) -> Decimal:
        return sum((item.points for item in self.items), Decimal(0))

    def score(self, answer: Answer, facts: Facts) -> Scored:
        ticked = [self.items[index] for index in sorted(set(need(answer, Ticks).indexes))]
        if not ticked:
            return conclude(say.LEAD_NO_TICKS, "0", Fraction(0))
        labels = "、".join(say.QUOTED.format(label=item.label) for item in ticked)
        sum_text = "＋".join(show(item.points) for item in ticked)
        total = sum((item.points for item in ticked), Decimal(0))
        return conclude(say.LEAD_TICKS.format(labels=labels), sum_text, total)

    def reading(self, facts: Facts) -> str:
        lines = (say.TIER_LINE.format(label=item.label, points=show(item.points)) for item in self.items)
        return say.CHECKLIST_READING.format(w=show(self.full), items=say.LIST_SEPARATOR.join(lines))

    def formula(self, facts: Facts) -> str:
        return say.CHECKLIST_FORMULA

    def full_condition(self, facts: Facts) -> str:
        return say.CHECKLIST_FULL.format(count=len(self.items))

    def zero_condition(self, facts: Facts) -> str:
        return say.CHECKLIST_ZERO

    def wording(self, facts: Facts) -> str:
        items = say.CHECKLIST_SEPARATOR.join(
            say.CHECKLIST_ITEM.format(number=number_item(index), label=item.label, points=show(item.points))
            for index, item in enumerate(self.items)
        )
        return say.CHECKLIST_WORDING.format(w=show(self.full), items=items)

    def samples(self, facts: Facts) -> SampleTable:
        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            for index, item in enumerate(self.items):
                yield (item.label,), Ticks((index,))
            yield (say.ALL_ITEMS,), Ticks(tuple(range(len(self.items))))

        return tabulate(self, facts, (say.HEAD_ITEM,), lines())


def number_item(index: int) -> str:
    """① to ⑳, then （21）."""
    return chr(ord("①") + index) if index < 20 else f"（{index + 1}）"


class Discretionary(RuleBase):
    """Met → w; not met → a person decides. Source: provincial practice (未达指标值酌情扣分). †"""

    kind: Literal["discretionary"] = "discretionary"
    points: Points
    by_person: ClassVar[bool] = True

    @property
    def full(self) -> Decimal:
        return self.points

    def refuse(self, answer: Answer, facts: Facts) -> str:
        if isinstance(answer, Judged):
            return refuse_points(answer.points, self.points)
        return "" if meets_target(answer, facts) is not None else say.NOTHING_TO_MEET

    def score(self, answer: Answer, facts: Facts) -> Scored:
        if isinstance(answer, Judged):
            return conclude(say.LEAD_JUDGED, show(answer.points), answer.points)
        met = bool(meets_target(answer, facts))
        lead = _lead_met(answer, met, facts)
        if met:
            return conclude(lead, show(self.points), self.points)
        return Scored(None, say.PERSON_DECIDES.format(lead=lead, w=show(self.points)))

    def reading(self, facts: Facts) -> str:
        return say.DISCRETION_READING.format(w=show(self.points))

    def formula(self, facts: Facts) -> str:
        return say.DISCRETION_FORMULA.format(w=show(self.points))

    def full_condition(self, facts: Facts) -> str:
        return say.MEETS

    def zero_condition(self, facts: Facts) -> str:
        return say.BY_PERSON

    def wording(self, facts: Facts) -> str:
        template = say.DISCRETION_WORDING_DAY if facts.deadline else say.DISCRETION_WORDING
        return template.format(w=show(self.points))

    def samples(self, facts: Facts) -> SampleTable:
        return _tabulate_met(self, facts)


def refuse_points(points: Decimal, full: Decimal) -> str:
    """Why points given by a person cannot stand; "" where they can."""
    if 0 <= points <= full and points == round(points, 2):
        return ""
    return say.OUTSIDE_POINTS.format(points=show(points), w=show(full))


class NoRule(RuleBase):
    """Not scored, not counted: a row whose cells are all 无."""

    kind: Literal["none"] = "none"

    @property
    def full(self) -> Decimal:
        return Decimal(0)

    def score(self, answer: Answer, facts: Facts) -> Scored:
        return Scored(None, say.NONE_READING)

    def reading(self, facts: Facts) -> str:
        return say.NONE_READING

    def formula(self, facts: Facts) -> str:
        return say.NONE_WORDING

    def full_condition(self, facts: Facts) -> str:
        return say.NONE_WORDING

    def zero_condition(self, facts: Facts) -> str:
        return say.NONE_WORDING

    def wording(self, facts: Facts) -> str:
        return say.NONE_WORDING

    def samples(self, facts: Facts) -> SampleTable:
        return SampleTable((), ())

    def data(self) -> dict[str, Any]:
        return {"kind": self.kind}
