"""The shape of steps: of what they are, which way they go, how a begun one counts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from formgen.declaration.model import Operator
from formgen.messages import scoring as say
from formgen.scoring.numbers import Step as StepWay
from formgen.scoring.numbers import show, terminate
from formgen.scoring.units import (
    CALENDAR_UNITS,
    DAY_UNITS,
    WORKDAY_UNITS,
    is_time,
    name_unit,
    units_fit,
)
from formgen.scoring.wording import vocabulary as words
from formgen.scoring.wording.amounts import Amount, in_row_unit
from formgen.scoring.wording.desk import Desk, unknown
from formgen.scoring.wording.parts import Step, Worth
from formgen.scoring.wording.reading import (
    NoteCode,
    Problem,
    Unreadable,
)
from formgen.scoring.wording.subjects import tidy_noun


class StepShapes(Desk):
    """Kind and parameters of a step clause."""

    def _off(self, worth: Worth, full: Decimal) -> Fraction:
        if worth.kind == "deduct":
            return Fraction(worth.value)
        if worth.kind == "deduct_share":
            return Fraction(full) * Fraction(worth.value) / 100
        raise Unreadable(Problem.BONUS, say.BONUS_OR_RANGE)

    def _shape(self, step: Step, each: Fraction, worth: Worth, full: Decimal) -> dict[str, Any]:
        """Kind and parameters of the steps: of the value, of a ratio, of time past a date."""
        if self.facts.deadline is not None:
            return self._late_shape(step, each)
        self._check_way(step)
        amount = step.amount
        completion = bool(step.noun) and self.placer.subject(step.noun) in ("completion", "short", "over")
        if amount.is_share and not completion and self.facts.percent:
            return self._point_shape(step, each)
        if amount.is_share and not completion and name_unit(self.facts.unit) == "‰":
            return self._permille_shape(step, each)
        if amount.is_share:
            bare = tidy_noun(step.noun)
            if bare and not completion and bare not in self.facts.name and bare not in words.STATE_NOUNS:
                raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=step.noun))
            return self._ratio_shape(step, each, worth, full)
        if completion:
            raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
        return self._unit_shape(step, each)

    def _check_way(self, step: Step) -> None:
        """The way of the steps must be the bad way of the row."""
        timed = is_time(name_unit(self.facts.unit))
        operator = self.facts.operator
        if step.way == "late" and not timed:
            raise Unreadable(
                Problem.UNIT, say.UNIT_DIFFERS.format(worded=say.DATE_UNIT, unit=self.facts.unit)
            )
        if step.way == "event" and not (
            operator is not Operator.AT_LEAST
            and operator is not Operator.MORE
            and (self.placer.target == 0 or step.begins is not None)
        ):
            raise Unreadable(Problem.DIRECTION, say.EVENTS_OF_WHAT)
        if step.way in ("over", "late", "event") and operator in (Operator.AT_LEAST, Operator.MORE):
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        if step.way == "under" and self.facts.downward:
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        if step.way in ("apart", "done") or (step.way == "" and operator is Operator.EQUAL):
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        if (
            step.way == ""
            and step.noun == ""
            and not self._of("piece")
            and not self._of("free")
            and step.begins is None
            and not (self.facts.downward and self.placer.target == 0)
            and not any(c.conditions for c in self._of("step"))
        ):
            raise Unreadable(Problem.UNKNOWN, say.STEP_FROM_WHERE)

    def _side(self, step: Step) -> dict[str, Any]:
        """The side of an = row, where the operator does not say it."""
        if self.facts.operator is not Operator.EQUAL:
            return {}
        return {"side": "under" if step.way == "under" else "over"}

    def _per(self, amount: Amount) -> str:
        unit = amount.unit or self.facts.unit
        return unit if amount.value == 1 else f"{show(amount.value)}{unit}"

    def _unit_shape(self, step: Step, each: Fraction) -> dict[str, Any]:
        size = in_row_unit(step.amount, self.facts)
        if size is None or size <= 0 or (step.of_target and step.amount.is_share):
            raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
        unit = name_unit(step.amount.unit or self.facts.unit)
        fits = units_fit(unit, self.facts.unit) and size == Fraction(step.amount.value)
        per = self._per(step.amount) if fits else self._per(Amount(self._exact(size), self.facts.unit))
        if step.begins is not None:
            self._check_begins(step)
        self._check_workdays(unit)
        return {"kind": "per_unit", "deduct": self._exact(each), "per": per, **self._side(step)}

    def _check_workdays(self, unit: str) -> None:
        """A row counted in days is counted as its wording counts; where that says both, nobody knows which."""
        mixed = unit in WORKDAY_UNITS and name_unit(self.facts.unit) in DAY_UNITS
        if mixed and any(day in self.text.replace("工作日", "") for day in DAY_UNITS):
            raise Unreadable(Problem.UNIT, say.UNIT_DIFFERS.format(worded=unit, unit=self.facts.unit))

    def _check_begins(self, step: Step) -> None:
        """从第3件起: the first that counts is the one past the target."""
        target = self.placer.target
        if step.begins is None or Fraction(step.begins) != target + 1 or not self.facts.downward:
            raise Unreadable(
                Problem.LIMIT,
                say.LIMIT_DIFFERS.format(
                    words=say.BEGINS.format(count=show(step.begins or Decimal(0))), target=self._target_text()
                ),
            )

    def _point_shape(self, step: Step, each: Fraction) -> dict[str, Any]:
        """Steps of a rate: percentage points; 1% of a rate is one only where both meanings agree."""
        amount, target = step.amount, self.placer.target
        if amount.unit not in ("百分点",) and target not in (0, 100):
            raise Unreadable(Problem.AMBIGUOUS, say.PERCENT_OF_WHAT)
        return {
            "kind": "percent_points", "deduct": self._exact(each), "per": self._exact(amount.percent),
            "full_at": self._exact(target), **self._side(step),
        }  # fmt: skip

    def _permille_shape(self, step: Step, each: Fraction) -> dict[str, Any]:
        """Steps of a rate in ‰ are of the rate itself, and said in its unit."""
        if step.amount.unit != "‰":
            raise Unreadable(Problem.AMBIGUOUS, say.PERCENT_OF_WHAT)
        return self._unit_shape(step, each)

    def _ratio_shape(self, step: Step, each: Fraction, worth: Worth, full: Decimal) -> dict[str, Any]:
        """Steps of a share of the target: over a limit, or short of completion."""
        per = self._exact(step.amount.percent)
        if self.placer.target <= 0:
            raise Unreadable(Problem.NOT_COMPUTABLE, say.NO_RATIO_OF_ZERO)
        share = terminate(each / Fraction(full))
        off = {"deduct_share": share} if share is not None and share <= 1 else {"deduct": self._exact(each)}
        if (
            self.facts.operator in (Operator.AT_LEAST, Operator.MORE)
            and step.amount.unit == "%"
            and not step.noun
        ):
            return {"kind": "over_budget", "of": "short", "per_percent": per, **off}
        if self.facts.downward or (self.facts.operator is Operator.EQUAL and step.way == "over"):
            return {"kind": "over_budget", "per_percent": per, **off}
        return {
            "kind": "percent_points",
            "of": "completion",
            "deduct": self._exact(each),
            "per": per,
            "full_at": 100,
            **self._side(step),
        }

    def _late_shape(self, step: Step, each: Fraction) -> dict[str, Any]:
        unit = name_unit(step.amount.unit)
        if step.way not in ("late", "over", "") or unit not in CALENDAR_UNITS or step.begins is not None:
            raise Unreadable(
                Problem.NOT_COMPUTABLE, say.NOT_LATE.format(unit=step.amount.unit or say.NO_UNIT)
            )
        return {"kind": "per_unit", "deduct": self._exact(each), "per": self._per(step.amount)}

    def _begun(self, step: Step, each: Fraction) -> dict[str, Any]:
        """How a begun step counts: as worded, else as the profile has it."""
        clauses = self._of("begun")
        ways = {clause.cap for clause in clauses}
        if len(ways) > 1:
            raise Unreadable(Problem.CONFLICT, say.TWO_STEPS)
        for clause in clauses:
            size = clause.step.amount if clause.step else step.amount
            if size.value != step.amount.value or not _same_unit(size, step.amount):
                raise Unreadable(Problem.CONFLICT, say.STEP_MEASURE.format(phrase=self.stretch(clause)))
        self.step_stated = bool(ways)
        if ways:
            way: StepWay = ways.pop()  # type: ignore[assignment]
            return {"step": way}
        self._note(NoteCode.STEP_DEFAULT, say.STEP_DEFAULT[self.defaults.step])
        return {"step": self.defaults.step}

    def _limits(self, full: Decimal) -> dict[str, Any]:
        limits: dict[str, Any] = {}
        for cap in self._of("cap"):
            value = full * cap.worth.value / 100 if cap.worth else cap.value
            if cap.cap == "most":
                limits["most_off"] = value
            elif cap.cap == "least":
                limits["least"] = value
            elif cap.cap not in ("until_zero",):
                raise unknown(self.stretch(cap))
        if len(limits) > 1:
            raise Unreadable(Problem.CONFLICT, say.CLAUSES_APART)
        return limits

    def _free_of(self, step: Step, shape: dict[str, Any]) -> dict[str, Any]:
        """允许误差2天: so much past the target costs nothing."""
        frees = self._of("free")
        if not frees:
            return {}
        if len(frees) > 1 or frees[0].step is None:
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        amount = frees[0].step.amount
        if self.facts.deadline is not None:
            if name_unit(amount.unit) != name_unit(step.amount.unit):
                raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
            return {"free": amount.value}
        if shape["kind"] == "over_budget" or shape.get("of") == "completion":
            if not amount.is_share:
                raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
            return {"free": self._exact(amount.percent)}
        value = in_row_unit(amount, self.facts)
        if value is None:
            raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
        return {"free": self._exact(value)}


def _same_unit(one: Amount, other: Amount) -> bool:
    alike = {"%", "百分点"}
    return name_unit(one.unit) == name_unit(other.unit) or {one.unit, other.unit} <= alike
