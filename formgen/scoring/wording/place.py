"""Conditions on an axis: what a worded range means as sizes of one quantity on the row at hand.

Comes in: conditions, the row's facts. Goes out: `Region`s.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from formgen.base.records import record
from formgen.declaration.model import Operator
from formgen.messages import scoring as say
from formgen.scoring.dates import add_periods
from formgen.scoring.rules.base import Facts
from formgen.scoring.rules.curves import RATIOS, Quantity, actual_at, measure
from formgen.scoring.units import CALENDAR_UNITS, is_time, name_unit
from formgen.scoring.wording.amounts import Amount, in_row_unit
from formgen.scoring.wording.parts import Condition, Days, Limit, Span, State
from formgen.scoring.wording.reading import Problem, Unreadable
from formgen.scoring.wording.subjects import (
    Subject,
    check_date_noun,
    check_state_noun,
    name_subject,
    same_noun,
    tidy_noun,
)
from formgen.scoring.wording.vocabulary import OWN_VALUE

MOST_GROWTH = 50
"""A target past this is a rate, not a change of one, unless the row's name says change."""
LEAST_SHARE = 50
"""Below it a share is none of the target that could be meant to be enough."""
_CHANGES = ("增", "降", "减", "变动", "变化", "节约", "提高", "提升")


@record(frozen=True, slots=True)
class Border:
    """belongs: whether the limit itself is in; None where the word leaves it to usage."""

    at: Fraction
    belongs: bool | None


@record(frozen=True, slots=True)
class Region:
    """A range of one quantity."""

    of: Quantity
    low: Border | None
    high: Border | None

    @property
    def single(self) -> bool:
        return self.low is not None and self.high is not None and self.low.at == self.high.at


@record()
class Placer:
    """Places the conditions of one wording, and keeps the nouns it met. sharing: a bare 0.95 is 95 %."""

    facts: Facts
    sharing: bool = False
    shared: bool = False
    nouns: list[tuple[str, bool]] = field(default_factory=list)
    """Own nouns with whether each came with the first limit."""
    limits: int = 0
    first_limit: Fraction | None = None
    met_first: bool = False
    over: bool = False
    """On an = row: more is what costs points."""
    carried: Subject = "own"
    """The named quantity that ranges without a noun of their own go on with."""

    def subject(self, noun: str, *, growing: bool = False) -> Subject:
        subject = name_subject(noun, self.facts, growing=growing)
        bare = tidy_noun(noun)
        if subject == "own" and bare:
            known = [other for other, _ in self.nouns]
            if any(not same_noun(bare, other) for other in known):
                raise Unreadable(Problem.FOREIGN, say.TWO_NOUNS.format(one=known[0], other=bare))
            self.nouns.append((bare, self.limits == 0))
        return subject

    def check_nouns(self, name: str) -> None:
        """The row's own noun is part of the row's name, or is named with the first limit, which is the
        target, or without any limit (信访件每发生1件)."""
        for noun, first in self.nouns:
            if noun in name:
                continue
            if not first and not self.nouns[0][1] and not self.met_first:
                raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=noun))
            if self.first_limit is not None and self.facts.number is not None and not self.met_first:
                raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=noun))

    @cached_property
    def target(self) -> Fraction:
        if self.facts.number is None:
            raise Unreadable(Problem.NOT_COMPUTABLE, say.NO_TARGET)
        return Fraction(self.facts.number)

    def regions(self, condition: Condition) -> list[Region]:
        """The ranges that a condition in numbers or dates means; ± gives two or one around 0."""
        if isinstance(condition, Days):
            if condition.noun:
                check_date_noun(condition.noun, self.facts)
            low = None if condition.low is None else Border(condition.low, condition.low_in)
            high = None if condition.high is None else Border(condition.high, condition.high_in)
            return [Region("late", low, high)]
        if isinstance(condition, State):
            return [self.state(condition)]
        regions = self._span(condition)
        if tidy_noun(condition.noun) and regions[0].of == "value":
            edges = [edge.at for region in regions for edge in (region.low, region.high) if edge is not None]
            self.first_limit = edges[0]
            self.met_first = self.met_first or self.facts.number in edges
        self.limits += 1
        return regions

    def state(self, state: State) -> Region:
        """A condition in words as a range."""
        if state.noun and state.what not in ("none", "some"):
            self._check_state_noun(state.noun)
        elif state.noun:
            self.subject(state.noun)
        dated = self.facts.deadline is not None
        if state.timely and not dated and not is_time(name_unit(self.facts.unit)):
            raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=state.words))
        if dated:
            if state.what not in ("met", "missed"):
                raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=state.words))
            day = Border(Fraction(0), state.what == "met")
            return Region("late", None, day) if state.what == "met" else Region("late", day, None)
        if state.what in ("none", "some"):
            return self._events(state)
        at = self.target
        match state.what:
            case "met" | "missed":
                return self._met(state.what == "met")
            case "partly":
                if self.facts.downward:
                    raise Unreadable(Problem.DIRECTION, say.PARTLY_DOWN)
                return Region("value", Border(Fraction(0), False), Border(at, False))
            case "above":
                return Region("value", Border(at, False), None)
            case "below":
                return Region("value", None, Border(at, False))
            case "at_least":
                return Region("value", Border(at, True), None)
            case "at_most":
                return Region("value", None, Border(at, True))
            case "equal":
                return Region("value", Border(at, True), Border(at, True))
            case _:
                raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=state.words))

    def _check_state_noun(self, noun: str) -> None:
        check_state_noun(noun, self.facts)

    def _met(self, met: bool) -> Region:
        at, down = Border(self.target, met), self.facts.downward or self.over
        if self.facts.operator in (Operator.MORE, Operator.LESS):
            at = replace(at, belongs=not met)
        return Region("value", None, at) if down == met else Region("value", at, None)

    def _events(self, state: State) -> Region:
        """Nothing happened, or something did: a count of 0, or more."""
        if self.facts.operator not in (Operator.AT_MOST, Operator.LESS, Operator.EQUAL) or self.target != 0:
            raise Unreadable(
                Problem.LIMIT,
                say.LIMIT_DIFFERS.format(
                    words=state.words, target=self.facts.quantity(self.facts.number or Decimal(0))
                ),
            )
        none = state.what == "none"
        self.limits += 1
        edge = Border(Fraction(0), none)
        return Region("value", None, edge) if none else Region("value", edge, None)

    def met_region(self, of: Quantity) -> Region:
        """Where the target as written is met."""
        if of == "late":
            return Region("late", None, Border(Fraction(0), True))
        met = self._met(True)
        if self.facts.operator is Operator.EQUAL:
            edge = Border(self.target, True)
            met = Region("value", None, edge) if self.over else Region("value", edge, None)
        return self.convert(met, of)

    # Spans

    def _span(self, span: Span) -> list[Region]:
        subject: Subject = self.subject(span.noun) if not span.growth else self._growth_subject(span)
        if tidy_noun(span.noun):
            self.carried = subject
        elif not span.growth and not span.ref and self._is_share(span):
            subject = self.carried
        if span.apart:
            return self._apart(span, subject)
        if span.ref == "late" or subject == "late":
            return [self._late(span)]
        low, high = (self._size(limit, span, subject) for limit in (span.low, span.high))
        ofs = {size[0] for size in (low, high) if size}
        if len(ofs) != 1:
            raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
        region = Region(ofs.pop(), low[1] if low else None, high[1] if high else None)
        if span.ref == "past" and region.of == "over":
            self.carried = "over"  # 超支5%以内扣1分，5%-10%扣2分.
        if span.ref == "short" or subject == "complement" or (span.growth and self._sign(span) < 0):
            region = Region(region.of, region.high, region.low)
        return [region]

    def _is_share(self, span: Span) -> bool:
        limits = [limit for limit in (span.low, span.high) if limit is not None]
        return all(limit.amount.is_share for limit in limits)

    def _growth_subject(self, span: Span) -> Subject:
        """Growth is the row's own value only on a row of change."""
        if not self.facts.percent:
            raise Unreadable(Problem.FOREIGN, say.FOREIGN_FACT.format(noun=span.noun or say.LAST_YEAR))
        named = any(word in self.facts.name for word in _CHANGES)
        if not named and abs(self.target) > MOST_GROWTH:
            raise Unreadable(Problem.FOREIGN, say.FOREIGN_FACT.format(noun=span.noun or say.LAST_YEAR))
        if span.noun:
            self.subject(span.noun, growing=True)
        return "own"

    def _sign(self, span: Span) -> int:
        named_down = any(
            word in self.facts.name
            for word in (
                "下降率",
                "降低率",
                "压减率",
                "减少率",
                "节约率",
                "降幅",
                "压缩率",
                "降低",
                "下降",
                "压减",
                "减少",
            )
        )
        return 1 if span.sign < 0 and named_down and self.target > 0 else span.sign

    def _size(self, limit: Limit | None, span: Span, subject: Subject) -> tuple[Quantity, Border] | None:
        if limit is None:
            return None
        of, at = self._at(limit, span, subject)
        return of, Border(at, limit.belongs)

    def _at(self, limit: Limit, span: Span, subject: Subject) -> tuple[Quantity, Fraction]:
        amount = limit.amount
        if span.growth:
            return "value", self._own(amount) * self._sign(span)
        if subject in ("completion", "over", "short", "deviation"):
            return subject, self._percent(amount)
        if subject in ("excess", "lack"):
            return subject, self._own(amount)
        if subject == "complement":
            return "value", 100 - self._own(amount)
        if span.ref == "target":
            return self._of_target(limit)
        if span.ref in ("past", "short"):
            return self._distance(amount, 1 if span.ref == "past" else -1)
        value = in_row_unit(amount, self.facts, sharing=self.sharing)
        if value is not None:
            self.shared = self.shared or (self.sharing and amount.unit == "" and self.facts.percent)
            return "value", value
        self._check_share_noun(span.noun)
        return self._share(limit)

    def _own(self, amount: Amount) -> Fraction:
        value = in_row_unit(amount, self.facts, sharing=self.sharing)
        if value is None:
            raise Unreadable(Problem.UNIT, say.UNIT_DIFFERS.format(worded=amount.unit, unit=self.facts.unit))
        return value

    def _percent(self, amount: Amount) -> Fraction:
        if amount.is_share:
            return amount.percent
        raise Unreadable(Problem.UNIT, say.UNIT_MIXED)

    def _of_target(self, limit: Limit) -> tuple[Quantity, Fraction]:
        """目标值的90%; 超过目标值10%; 超过目标值5件."""
        amount, over = limit.amount, limit.words.startswith(("超过", "超出", "超", "高于", "大于"))
        if amount.unit == "百分点" or not amount.is_share:
            under = limit.words.startswith(("低于", "少于", "不足", "小于"))
            if not (over or under):
                raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
            return self._distance(amount, 1 if over else -1)
        if over and amount.percent < 100:
            return "over", amount.percent
        if amount.percent < LEAST_SHARE:
            raise Unreadable(Problem.AMBIGUOUS, say.PERCENT_OF_WHAT)
        return "completion", amount.percent

    def _distance(self, amount: Amount, sign: int) -> tuple[Quantity, Fraction]:
        value = in_row_unit(amount, self.facts)
        if value is not None:
            return "value", self.target + sign * value
        return ("over", amount.percent) if sign > 0 else ("completion", 100 - amount.percent)

    def _check_share_noun(self, noun: str) -> None:
        """A share of the row's own quantity, not of something that is counted beside it."""
        bare = tidy_noun(noun)
        if (
            bare
            and bare not in self.facts.name
            and name_subject(noun, self.facts) == "own"
            and bare not in OWN_VALUE
        ):
            raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=noun))

    def _share(self, limit: Limit) -> tuple[Quantity, Fraction]:
        """A bare share on a row that is no rate: of the target, where only one meaning fits."""
        percent, past = limit.amount.percent, limit.words.startswith(("超过", "超出", "超"))
        if self.facts.upward:
            return "completion", percent
        if self.facts.downward and past and percent < 100:
            return "over", percent
        raise Unreadable(Problem.AMBIGUOUS, say.PERCENT_OF_WHAT)

    def _apart(self, span: Span, subject: Subject) -> list[Region]:
        """±5%以内 around 0, 超过±5% outside it: ranges of a value with its sign."""
        if subject != "own" or not self.facts.percent:
            raise Unreadable(Problem.UNIT, say.UNIT_MIXED)

        def border(limit: Limit, sign: int) -> Border:
            return Border(sign * self._own(limit.amount), limit.belongs)

        if span.low is None and span.high is not None:
            return [Region("value", border(span.high, -1), border(span.high, 1))]
        if span.low is None:
            raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
        up = Region("value", border(span.low, 1), border(span.high, 1) if span.high else None)
        down = Region("value", border(span.high, -1) if span.high else None, border(span.low, -1))
        return [up, down]

    def _late(self, span: Span) -> Region:
        """Time past the deadline, or past the target of a row that counts time."""
        sizes = [self._late_size(limit) for limit in (span.low, span.high)]
        low, high = sizes
        if low is None and high is not None:
            # 延后3个月以内: late, but no more than that.
            start = Fraction(0) if self.facts.deadline else self.target
            low = Border(start, False)
        return Region("late" if self.facts.deadline else "value", low, high)

    def _late_size(self, limit: Limit | None) -> Border | None:
        if limit is None:
            return None
        deadline = self.facts.deadline
        if deadline is None:
            if not is_time(name_unit(self.facts.unit)):
                raise Unreadable(
                    Problem.UNIT, say.UNIT_DIFFERS.format(worded=limit.amount.unit, unit=self.facts.unit)
                )
            return Border(self.target + self._own(limit.amount), limit.belongs)
        return Border(days_past(deadline.day, limit.amount), limit.belongs)

    # Between axes

    def convert(self, region: Region, of: Quantity) -> Region:
        """The same range of another quantity."""
        if region.of == of or {region.of, of} == {"value", "count"}:
            return replace(region, of=of)
        if "late" in (region.of, of):
            raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
        target = self.target
        if target <= 0 and {region.of, of} & RATIOS:
            raise Unreadable(Problem.NOT_COMPUTABLE, say.NO_RATIO_OF_ZERO)
        if "deviation" in (region.of, of):
            raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
        turned = (region.of in ("short", "lack")) != (of in ("short", "lack"))

        def move(border: Border | None) -> Border | None:
            if border is None:
                return None
            return replace(border, at=measure(of, actual_at(region.of, border.at, target), target))

        low, high = move(region.low), move(region.high)
        return Region(of, high, low) if turned else Region(of, low, high)


def days_past(deadline: date, amount: Amount) -> Fraction:
    """So much time past a deadline, in days."""
    unit = name_unit(amount.unit)
    if unit not in CALENDAR_UNITS or amount.value != int(amount.value):
        raise Unreadable(Problem.UNIT, say.UNIT_DIFFERS.format(worded=amount.unit, unit=say.DATE_UNIT))
    return Fraction((add_periods(deadline, 1, int(amount.value), unit) - deadline).days)
