"""Bands: ranges of the actual value, each with its points. Every value lies in exactly one.

A band names its lower limit, its upper limit, or both. A band with one limit reaches to the next band
that names the like limit (≥95, ≥90, ≥80, <80), else without end. `lay_out` makes every limit explicit
and says where a value would lie in no band or in two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal

from formgen.base.readers import after
from formgen.declaration.model import Operator
from formgen.messages import rules as say
from formgen.scoring.numbers import exact, json_number, show, terminate
from formgen.scoring.rules.base import (
    Amount,
    Answer,
    Facts,
    Parameters,
    PointsOrNone,
    SampleTable,
    Scored,
)
from formgen.scoring.rules.curves import RATIOS, Quantity, actual_at
from formgen.scoring.rules.judged import YesNo
from formgen.scoring.rules.limited import Limited, Worth
from formgen.scoring.units import NO_UNITS, name_unit

Inclusive = Literal["min", "max", "both", "none"]


class BandFault(ValueError):
    """Values that lie in no band, or in two. kind: gap or overlap."""

    def __init__(self, kind: Literal["gap", "overlap"], message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Band(Parameters):
    """min, max: limits, at least one. inclusive: which of them belong to the band; true is all that are
    named, false none; left out, the lower one belongs and the upper one does not."""

    min: Amount | None = None
    max: Amount | None = None
    inclusive: Inclusive = "min"
    points: PointsOrNone

    @classmethod
    def prepare(cls, data: Mapping[str, Any]) -> Mapping[str, Any]:
        if not isinstance(data.get("inclusive"), bool):
            return data
        named = [key for key in ("min", "max") if data.get(key) is not None]
        named_all = "both" if len(named) == 2 else "".join(named[:1]) or "none"
        return {**data, "inclusive": named_all if data["inclusive"] else "none"}

    def check(self) -> None:
        if self.min is None and self.max is None:
            raise ValueError(say.BAND_NO_LIMIT)
        if self.min is not None and self.max is not None:
            single = self.min == self.max and self.inclusive == "both"
            if self.min > self.max or (self.min == self.max and not single):
                raise ValueError(say.BAND_EMPTY.format(min=show(self.min), max=show(self.max)))

    @property
    def min_in(self) -> bool:
        return self.min is not None and self.inclusive in ("min", "both")

    @property
    def max_in(self) -> bool:
        return self.max is not None and self.inclusive in ("max", "both")

    def holds(self, value: Decimal | Fraction) -> bool:
        above = self.min is None or value > self.min or (self.min_in and value == self.min)
        below = self.max is None or value < self.max or (self.max_in and value == self.max)
        return above and below

    def example(self) -> Decimal:
        """A value inside the band: its lower limit where that belongs to it."""
        if self.min is not None and self.min_in:
            return self.min
        if self.max is not None and self.max_in:
            return self.max
        if self.min is None:
            return (self.max or Decimal(0)) - 1
        return self.min + 1 if self.max is None else (self.min + self.max) / 2

    def data(self) -> dict[str, Any]:
        named = (("min", self.min), ("max", self.max))
        limits = {key: json_number(value) for key, value in named if value is not None}
        single = len(limits) == 1
        inclusive: bool | str = (self.inclusive != "none") if single else self.inclusive
        return {**limits, "inclusive": inclusive, "points": json_number(self.points)}


def _inclusive(min_in: bool, max_in: bool) -> Inclusive:
    if min_in and max_in:
        return "both"
    return "min" if min_in else "max" if max_in else "none"


def _close(band: Band, bands: Sequence[Band]) -> Band:
    """The band with the limit it leaves to its neighbour made explicit."""
    if band.max is None and band.min is not None:
        above = [(b.min, not b.min_in) for b in bands if b.min is not None and b.min > band.min]
        if not above:
            return band.model_copy(update={"inclusive": _inclusive(band.min_in, False)})
        limit, max_in = min(above)
        return band.model_copy(update={"max": limit, "inclusive": _inclusive(band.min_in, max_in)})
    if band.min is None and band.max is not None:
        below = [(b.max, b.max_in) for b in bands if b.max is not None and b.max < band.max]
        if not below:
            return band.model_copy(update={"inclusive": _inclusive(False, band.max_in)})
        limit, max_in = max(below)
        return band.model_copy(update={"min": limit, "inclusive": _inclusive(not max_in, band.max_in)})
    return band


def lay_out(bands: Sequence[Band]) -> tuple[Band, ...]:
    """The bands from high to low with every limit explicit; raises BandFault at the first value that
    lies in no band or in two. Nothing is asked below 0 where a band starts at 0, nor above 100 where
    one ends at 100: an actual value there is refused by name."""
    closed = sorted(
        (_close(band, bands) for band in bands),
        key=lambda band: (band.min is None, -(band.min or Decimal(0)), band.min_in),
    )
    if len(closed) < 2:
        raise BandFault("gap", say.BAND_ALONE)
    top, bottom = closed[0], closed[-1]
    if top.max is not None and not (top.max == 100 and top.max_in):
        raise BandFault("gap", say.BAND_GAP_ABOVE.format(limit=show(top.max)))
    if bottom.min is not None and not (bottom.min == 0 and bottom.min_in):
        raise BandFault("gap", say.BAND_GAP_BELOW.format(limit=show(bottom.min)))
    for upper, lower in pairwise(closed):
        _join(upper, lower)
    return tuple(closed)


def _join(upper: Band, lower: Band) -> None:
    if upper.min is None or lower.max is None:
        limit = upper.min if upper.min is not None else lower.max
        raise BandFault("overlap", say.BAND_OVERLAP.format(limit=show(limit or Decimal(0))))
    if upper.min > lower.max:
        raise BandFault("gap", say.BAND_GAP.format(low=show(lower.max), high=show(upper.min)))
    if upper.min < lower.max:
        raise BandFault("overlap", say.BAND_OVERLAP_RANGE.format(low=show(upper.min), high=show(lower.max)))
    if upper.min_in and lower.max_in:
        raise BandFault("overlap", say.BAND_OVERLAP.format(limit=show(upper.min)))
    if not upper.min_in and not lower.max_in:
        raise BandFault("gap", say.BAND_GAP_AT.format(limit=show(upper.min)))


class Bands(Limited):
    """The points of the band that holds the quantity (the actual value itself, unless `of` says another).
    open_borders: limits that two bands both claim; a person decides there. Source: the seed's wording
    (满意度95%（含）以上计20分，90（含）-95%计15分…)."""

    kind: Literal["bands"] = "bands"
    bands: Annotated[tuple[Band, ...], after(lay_out)]
    open_borders: tuple[Amount, ...] = ()

    @property
    def full(self) -> Decimal:
        return max(band.points for band in self.bands)

    def check(self) -> None:
        super().check()
        if not self.full:
            raise ValueError(say.NO_POINTS_AT_ALL)

    def quantity(self, facts: Facts) -> Quantity:
        return self.of or "value"

    def bound(self, facts: Facts) -> Bands | YesNo:
        quantity = self.quantity(facts)
        if quantity == "value" and self._asks_only_met(facts):
            return YesNo(points=self.full)
        return self.model_copy(update={"of": "value" if quantity == "count" else quantity})

    def _asks_only_met(self, facts: Facts) -> bool:
        """Whether all points stand where the target as written is met, and none elsewhere."""
        if (
            len(self.bands) != 2
            or self.open_borders
            or {band.points for band in self.bands} != {self.full, 0}
        ):
            return False
        whole = next(band for band in self.bands if band.points)
        if facts.operator in (Operator.AT_LEAST, Operator.MORE):
            return (
                whole.max is None
                and whole.min == facts.number
                and whole.min_in == (facts.operator is Operator.AT_LEAST)
            )
        if facts.downward:
            return (
                whole.min is None
                and whole.max == facts.number
                and whole.max_in == (facts.operator is Operator.AT_MOST)
            )
        return False

    def objections(self, facts: Facts) -> tuple[str, ...]:
        if self.quantity(facts) == "late":
            return () if facts.deadline is not None else (say.NEEDS_DEADLINE,)
        return self.object_to_ratio(facts)

    def data(self) -> dict[str, Any]:
        shape: dict[str, Any] = {"kind": self.kind, "bands": [band.data() for band in self.bands]}
        if self.open_borders:
            shape["open_borders"] = [json_number(border) for border in self.open_borders]
        limits = {key: value for key, value in super().data().items() if key not in ("bands", "open_borders")}
        return {**shape, **limits}

    def _band_of(self, measured: Fraction) -> Band | None:
        return next((band for band in self.bands if band.holds(measured)), None)

    def refuse(self, answer: Answer, facts: Facts) -> str:
        if self.meets_zero_target(answer, facts) is not None:
            return ""
        measured = self.measured(answer, facts)
        if self.quantity(facts) == "count" and measured.denominator != 1:
            return say.WHOLE_NUMBERS.format(actual=self.show_measured(measured, facts))
        if self._band_of(measured) is not None:
            return ""
        return say.IN_NO_BAND.format(actual=self.show_measured(measured, facts))

    def worth(self, measured: Fraction, answer: Answer, facts: Facts) -> Worth:
        band = self._band_of(measured)
        if band is None:
            raise TypeError("the answer was refused")
        actual = answer if isinstance(answer, Decimal | date) and not isinstance(answer, bool) else Decimal(0)

        def words() -> tuple[str, str]:
            lead = say.LEAD_BAND.format(actual=facts.quantity(actual), band=self._range(band, facts))
            return lead, show(band.points)

        return Worth(exact(band.points), words)

    def score(self, answer: Answer, facts: Facts) -> Scored:
        if self._is_open(answer, facts):
            limit = self.show_measured(self.measured(answer, facts), facts)
            return Scored(None, say.ON_OPEN_BORDER.format(limit=limit))
        return super().score(answer, facts)

    def points_for(self, answer: Answer, facts: Facts) -> Decimal | None:
        return None if self._is_open(answer, facts) else super().points_for(answer, facts)

    def _is_open(self, answer: Answer, facts: Facts) -> bool:
        """Whether the answer lies on a border of which the rule does not say to which side it belongs."""
        if not self.open_borders or self.meets_zero_target(answer, facts) is not None:
            return False
        return self.measured(answer, facts) in self.open_borders

    def _sign(self, facts: Facts) -> str:
        if self.quantity(facts) in RATIOS or facts.percent:
            return "%"
        if self.quantity(facts) == "late":
            return say.DAY
        return "" if name_unit(facts.unit) in NO_UNITS else facts.unit

    def _range(self, band: Band, facts: Facts, unmarked: tuple[Decimal, ...] = ()) -> str:
        """The band as forms write it, each limit marked but for those: 90%（含）-95%（不含）."""
        sign = self._sign(facts)
        name = say.BAND_NAMES.get(self.quantity(facts), "")
        if band.min is not None and band.min == band.max:
            return f"{name}{show(band.min)}{sign}"
        marks = {True: say.INCLUDED, False: say.EXCLUDED}
        low = f"{show(band.min)}{sign}" if band.min is not None else ""
        high = f"{show(band.max)}{sign}" if band.max is not None else ""
        low += marks[band.min_in] if low and band.min not in unmarked else ""
        high += marks[band.max_in] if high and band.max not in unmarked else ""
        if low and high:
            if band.min is not None and band.max is not None and band.min < 0:
                # A dash before a minus sign would read as one.
                from_word = say.FROM_IN if band.min_in else say.FROM_OUT
                to_word = say.TO_IN if band.max_in else say.TO_OUT
                low, high = f"{from_word}{show(band.min)}{sign}", f"{to_word}{show(band.max)}{sign}"
                return name + say.BETWEEN.format(low=low, high=high)
            return f"{name}{low}-{high}"
        return f"{name}{low}{say.AND_ABOVE}" if low else f"{name}{high}{say.AND_BELOW}"

    def _list(self, facts: Facts, template: str) -> str:
        lines = (
            template.format(band=self._range(band, facts), points=show(band.points)) for band in self.bands
        )
        return say.LIST_SEPARATOR.join(lines)

    def reading(self, facts: Facts) -> str:
        text = say.BANDS_READING.format(
            w=show(self.full), bands=self._list(facts, say.BAND_LINE), limits=self.limits_text(facts)
        )
        for border in self.open_borders:
            text += say.OPEN_BORDER.format(limit=self.show_measured(Fraction(border), facts))
        return text

    def formula(self, facts: Facts) -> str:
        return say.BANDS_FORMULA

    def full_condition(self, facts: Facts) -> str:
        return self._ranges_worth(self.full, facts)

    def zero_condition(self, facts: Facts) -> str:
        own = self._ranges_worth(Decimal(0), facts)
        line = self.line_text(facts)
        return say.OR.join(part for part in (own, line) if part) or say.NEVER_ZERO

    def _ranges_worth(self, points: Decimal, facts: Facts) -> str:
        return say.OR.join(self._range(band, facts) for band in self.bands if band.points == points)

    def wording(self, facts: Facts) -> str:
        bands = say.WORDED_SEPARATOR.join(
            say.BAND_WORDING.format(band=self._worded(band, facts), points=show(band.points))
            for band in self.bands
        )
        return bands + self.limits_text(facts)

    def _worded(self, band: Band, facts: Facts) -> str:
        """The band in standard wording: a border that nobody settled stays unmarked, what is in time is called
        so, and where few are good a number of things ends with the last that belongs."""
        if self.quantity(facts) == "late" and band.min is None and band.max == 0 and band.max_in:
            return say.BAND_IN_TIME
        few = facts.downward or facts.number == 0
        counted = self.quantity(facts) == "count" and few and band.max not in self.open_borders
        if counted and band.max is not None and not band.max_in and band.max == int(band.max):
            ends = {"max": band.max - 1, "inclusive": "both" if band.min_in else "max"}
            band = band.model_copy(update=ends)
        return self._range(band, facts, self.open_borders)

    def samples(self, facts: Facts) -> SampleTable:
        target = exact(facts.number or Decimal(0))

        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            for band in self.bands:
                answer = self._answer(band.example(), target, facts)
                if answer is not None:
                    yield (self._range(band, facts),), answer

        return self.tabulate((say.HEAD_BAND,), lines(), facts)

    def _answer(self, size: Decimal, target: Fraction, facts: Facts) -> Decimal | date | None:
        """The actual value that a size of the quantity means, where there is one."""
        if self.quantity(facts) == "late":
            return self.deadline(facts) + timedelta(days=int(size))
        return terminate(actual_at(self.quantity(facts), Fraction(size), target))
