"""Rules of tiers that a person names: tiers (fixed points) and tier_range (points inside the tier)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, TypeGuard

from formgen.base.readers import after, counted, limited
from formgen.base.typed import field
from formgen.messages import rules as say
from formgen.scoring.numbers import json_number, share, show
from formgen.scoring.rules.base import (
    Amount,
    Answer,
    Choice,
    Facts,
    Parameters,
    Points,
    PointsOrNone,
    RuleBase,
    Sample,
    SampleTable,
    Scored,
    conclude,
    need,
    tabulate,
)


def _check_label(label: str) -> str:
    """A label may hold anything but the quotes it is printed in, and is not a bare number, for numbers
    name tiers by their place."""
    tidy = label.strip()
    if not tidy:
        raise ValueError(say.LABEL_EMPTY)
    if any(sign in tidy for sign in "“”\n\r") or tidy.isdecimal():
        raise ValueError(say.LABEL_BAD.format(label=tidy))
    return tidy


Label = Annotated[str, after(_check_label)]


def check_labels(labels: list[str]) -> None:
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise ValueError(say.LABEL_TWICE.format(labels="、".join(twice)))


class Tier(Parameters):
    """least: where a person gives the points inside the tier, the lowest of them; points is the highest."""

    label: Label
    points: PointsOrNone
    least: PointsOrNone | None = None

    def check(self) -> None:
        if self.least is not None and self.least > self.points:
            raise ValueError(say.TIER_LEAST)

    @property
    def worth(self) -> str:
        """The points as printed: 5, or 8-10."""
        return show(self.points) if self.least is None else f"{show(self.least)}-{show(self.points)}"


class Tiers(RuleBase):
    """The points of the tier that a person names, by label or by number from 1. Source: the seed's
    wording (得到保护得满分，共计10分，保护效果一般得5分，保护效果差不得分)."""

    kind: Literal["tiers"] = "tiers"
    tiers: Annotated[tuple[Tier, ...], counted(2)]
    by_person: ClassVar[bool] = True

    def check(self) -> None:
        check_labels([tier.label for tier in self.tiers])
        if not self.full:
            raise ValueError(say.NO_POINTS_AT_ALL)

    @property
    def full(self) -> Decimal:
        return max(tier.points for tier in self.tiers)

    def refuse(self, answer: Answer, facts: Facts) -> str:
        choice = need(answer, Choice)
        tier = self.tiers[choice.index]
        if choice.points is None:
            return ""
        low = tier.points if tier.least is None else tier.least
        if low <= choice.points <= tier.points and choice.points == round(choice.points, 2):
            return ""
        return say.OUTSIDE_TIER.format(
            points=show(choice.points), label=tier.label, range=say.TIER_POINTS.format(points=tier.worth)
        )

    def score(self, answer: Answer, facts: Facts) -> Scored:
        choice = need(answer, Choice)
        tier = self.tiers[choice.index]
        lead = say.LEAD_TIER.format(number=choice.index + 1, label=tier.label)
        if tier.least is None or tier.least == tier.points:
            return conclude(lead, show(tier.points), tier.points)
        if choice.points is None:
            span = say.TIER_POINTS.format(points=tier.worth)
            return Scored(None, say.RANGE_NEEDS_POINTS.format(label=tier.label, range=span))
        return conclude(lead, show(choice.points), choice.points)

    def data(self) -> dict[str, Any]:
        tiers = []
        for tier in self.tiers:
            least = {} if tier.least is None else {"least": json_number(tier.least)}
            tiers.append({"label": tier.label, "points": json_number(tier.points), **least})
        return {"kind": self.kind, "tiers": tiers}

    def reading(self, facts: Facts) -> str:
        lines = (say.TIER_LINE.format(label=tier.label, points=tier.worth) for tier in self.tiers)
        return say.TIERS_READING.format(w=show(self.full), tiers=say.LIST_SEPARATOR.join(lines))

    def formula(self, facts: Facts) -> str:
        return say.TIERS_FORMULA

    def _worth(self, points: Decimal) -> str:
        return say.OR.join(
            say.QUOTED.format(label=tier.label) for tier in self.tiers if tier.points == points
        )

    def full_condition(self, facts: Facts) -> str:
        return self._worth(self.full)

    def zero_condition(self, facts: Facts) -> str:
        return self._worth(Decimal(0)) or say.NEVER_ZERO

    def wording(self, facts: Facts) -> str:
        return say.WORDED_SEPARATOR.join(
            say.TIER_WORDING.format(label=tier.label, points=tier.worth) for tier in self.tiers
        )

    def samples(self, facts: Facts) -> SampleTable:
        def lines() -> Iterator[tuple[tuple[str, ...], Answer]]:
            for index, tier in enumerate(self.tiers):
                yield (f"{index + 1}", tier.label), Choice(index)

        return tabulate(self, facts, (say.HEAD_NUMBER, say.HEAD_TIER), lines())


class Range(Parameters):
    """A tier with shares of w: from the higher (to) down to the lower (from)."""

    label: Label
    from_: Annotated[Amount, limited(ge=0, le=1)] = field(alias="from")
    to: Annotated[Amount, limited(ge=0, le=1)]

    @classmethod
    def prepare(cls, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """from and to may stand in either order (1 to 0.8, 0.8 to 1); kept with from ≤ to."""
        low, high = data.get("from"), data.get("to")
        if not _orderable(low) or not _orderable(high):
            return data
        return {**data, "from": min(low, high), "to": max(low, high)}


def _orderable(value: Any) -> TypeGuard[int | float | Decimal]:
    return isinstance(value, int | float | Decimal) and Decimal(value).is_finite()


def _default_ranges() -> tuple[Range, ...]:
    shares = ((say.REACHED, "0.8", "1"), (say.PARTLY, "0.6", "0.8"), (say.NOT_REACHED, "0", "0.6"))
    return tuple(
        Range.model_validate({"label": label, "from": Decimal(low), "to": Decimal(high)})
        for label, low, high in shares
    )


class TierRange(RuleBase):
    """A person names the tier and gives points inside it. A tier's lower limit belongs to it, its upper
    one does not, but for the top tier's. Source: 财预〔2020〕10号, qualitative indicators in three tiers
    (100%-80%（含）, 80%-60%（含）, 60%-0%)."""

    kind: Literal["tier_range"] = "tier_range"
    points: Points
    tiers: Annotated[tuple[Range, ...], counted(2)] = field(factory=_default_ranges)
    by_person: ClassVar[bool] = True

    def check(self) -> None:
        check_labels([tier.label for tier in self.tiers])
        limits = [self.tiers[0].to, *(tier.from_ for tier in self.tiers)]
        joined = all(
            upper.from_ == lower.to for upper, lower in zip(self.tiers, self.tiers[1:], strict=False)
        )
        falling = all(high > low for high, low in pairwise(limits))
        if limits[0] != 1 or limits[-1] != 0 or not joined or not falling:
            raise ValueError(say.RANGES_OPEN)

    @property
    def full(self) -> Decimal:
        return self.points

    def limits(self, index: int) -> tuple[Decimal, Decimal]:
        """Lowest and highest points of a tier."""
        tier = self.tiers[index]
        return tier.from_ * self.points, tier.to * self.points

    def refuse(self, answer: Answer, facts: Facts) -> str:
        choice = need(answer, Choice)
        if choice.points is None:
            return ""
        low, high = self.limits(choice.index)
        inside = low <= choice.points < high or (choice.index == 0 and choice.points == high)
        if inside and choice.points == round(choice.points, 2):
            return ""
        return say.OUTSIDE_TIER.format(
            points=show(choice.points),
            label=self.tiers[choice.index].label,
            range=self._points_range(choice.index),
        )

    def _points_range(self, index: int) -> str:
        low, high = self.limits(index)
        top = say.INCLUDED if index == 0 else say.EXCLUDED
        return say.POINTS_RANGE.format(low=show(low), high=show(high), top=top)

    def score(self, answer: Answer, facts: Facts) -> Scored:
        choice = need(answer, Choice)
        label, span = self.tiers[choice.index].label, self._points_range(choice.index)
        if choice.points is None:
            return Scored(None, say.RANGE_NEEDS_POINTS.format(label=label, range=span))
        lead = say.LEAD_RANGE.format(label=label, range=span)
        return conclude(lead, show(choice.points), choice.points)

    def _lines(self, template: str) -> str:
        return say.LIST_SEPARATOR.join(
            template.format(label=tier.label, range=self._points_range(index))
            for index, tier in enumerate(self.tiers)
        )

    def reading(self, facts: Facts) -> str:
        return say.RANGE_READING.format(w=show(self.points), tiers=self._lines(say.RANGE_LINE))

    def formula(self, facts: Facts) -> str:
        return say.RANGE_FORMULA

    def full_condition(self, facts: Facts) -> str:
        return say.RANGE_FULL.format(label=self.tiers[0].label)

    def zero_condition(self, facts: Facts) -> str:
        return say.RANGE_ZERO.format(label=self.tiers[-1].label)

    def wording(self, facts: Facts) -> str:
        labels = "".join(say.QUOTED.format(label=tier.label) for tier in self.tiers)
        shares = "、".join(
            say.SHARE_RANGE.format(high=share(tier.to), low=share(tier.from_)) for tier in self.tiers
        )
        return say.RANGE_WORDING.format(
            w=show(self.points), labels=labels, count=len(self.tiers), shares=shares
        )

    def samples(self, facts: Facts) -> SampleTable:
        rows = []
        for index, tier in enumerate(self.tiers):
            low = self.limits(index)[0]
            whole = low if low == round(low, 2) else None
            answer = Choice(index, whole)
            score = self.score(answer, facts).score
            rows.append(Sample((tier.label, self._points_range(index)), answer, score))
        return SampleTable((say.HEAD_TIER, say.HEAD_RANGE), tuple(rows))
