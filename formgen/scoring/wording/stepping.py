"""Steps: off per step, on per step up to the full points, points per item."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from formgen.declaration.model import Operator
from formgen.messages import scoring as say
from formgen.scoring.rules import RuleBase
from formgen.scoring.rules.limited import Limited
from formgen.scoring.units import is_time, name_unit
from formgen.scoring.wording.amounts import in_row_unit, is_countable
from formgen.scoring.wording.desk import unknown
from formgen.scoring.wording.parts import Clause, Span, State, Step, Worth
from formgen.scoring.wording.place import Region
from formgen.scoring.wording.reading import (
    Problem,
    Unreadable,
    build_rule,
)
from formgen.scoring.wording.step_shapes import StepShapes
from formgen.scoring.wording.subjects import name_subject
from formgen.scoring.wording.zero_lines import ZeroLines


class Stepping(StepShapes, ZeroLines):
    """Wordings of steps."""

    def _earns(self) -> bool:
        return all(step.worth is not None and step.worth.kind == "points" for step in self._of("step"))

    def _counts_up(self) -> bool:
        return any(step.worth is not None and step.worth.kind == "add" for step in self._of("step"))

    def _each_earns(self) -> RuleBase:
        """每项达标得1分，共5项: as many points as items, or as tens of them, the target their number."""
        steps, counts = self._of("step"), self._of("count")
        self._forbid("begun", "free", "piece")
        self._check_caps(("full",))
        if len(steps) != 1 or steps[0].worth is None or steps[0].step is None:
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        step, each = steps[0].step, steps[0].worth.value
        if (
            step.way not in ("", "done")
            or step.amount.is_share
            or not self.facts.upward
            or not is_countable(self.facts)
        ):
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        if step.noun:
            self.placer.subject(step.noun)
        target, size = self.placer.target, in_row_unit(step.amount, self.facts)
        if size != Fraction(step.amount.value) or size <= 0 or target % size:
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        if any(clause.value is None or Fraction(clause.value) != target for clause in counts):
            raise Unreadable(
                Problem.LIMIT,
                say.LIMIT_DIFFERS.format(words=self.stretch(counts[0]), target=self._target_text()),
            )
        full = self._exact(target / size * Fraction(each))
        if not counts and full != self.full():
            raise Unreadable(Problem.CONFLICT, say.CLAUSES_APART)
        full = self.full(full)
        side = {"side": "under"} if self.facts.operator is Operator.EQUAL else {}
        return build_rule(
            "per_unit", points=full, deduct=each, per=self._per(step.amount), step="ceil", **side
        )

    def _count_up(self) -> RuleBase:
        """完成率达到60%得1分，每提高10个百分点加1分，满分5分: steps that rise from a first line to w."""
        steps, pieces = self._of("step"), self._of("piece")
        self._forbid("begun", "free", "count")
        self._check_caps(("full",))
        if len(steps) != 1 or len(pieces) != 1 or not self.facts.upward:
            raise Unreadable(Problem.BONUS, say.BONUS_OR_RANGE)
        first, step = pieces[0], steps[0]
        if (
            first.worth is None
            or first.worth.kind != "points"
            or step.worth is None
            or step.step is None
            or (step.step.way != "over" and step.step.way != "event")
        ):
            raise Unreadable(Problem.BONUS, say.BONUS_OR_RANGE)
        full = self.full()
        if not self._of("whole") and not self._of("cap"):
            raise Unreadable(Problem.BONUS, say.BONUS_OR_RANGE)
        if step.conditions or (step.step.noun and self.placer.subject(step.step.noun) != "completion"):
            raise Unreadable(Problem.BONUS, say.BONUS_OR_RANGE)
        region = self._only_region(first)
        if region.low is None or region.high is not None or full <= first.worth.value:
            raise Unreadable(Problem.BONUS, say.BONUS_OR_RANGE)
        size = self._up_size(step.step, region)
        goal = Fraction(100) if region.of == "completion" else self.placer.target
        bands, at, points = [], region.low.at, first.worth.value
        bands.append(
            {
                "max": self._exact(at),
                "inclusive": "none" if region.low.belongs is not False else "max",
                "points": 0,
            }
        )
        while points < full and len(bands) < 60:
            bands.append(
                {"min": self._exact(at), "max": self._exact(at + size), "inclusive": "min", "points": points}
            )
            at, points = at + size, points + step.worth.value
        if points != full or at != goal:
            raise Unreadable(
                Problem.LIMIT, say.LIMIT_DIFFERS.format(words=self.stretch(step), target=self._target_text())
            )
        bands.append({"min": self._exact(at), "inclusive": "min", "points": full})
        more = {} if region.of == "value" else {"of": region.of}
        return build_rule("bands", bands=bands[::-1], **more)

    def _up_size(self, step: Step, region: Region) -> Fraction:
        if region.of == "completion":
            if not step.amount.is_share:
                raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
            return step.amount.percent
        size = in_row_unit(step.amount, self.facts)
        if region.of != "value" or size is None:
            raise Unreadable(Problem.UNIT, say.UNIT_MIXED)
        return size

    def _stepped(self, others: list[Clause]) -> RuleBase:
        steps = self._of("step")
        if len(steps) != 1 or steps[0].step is None or steps[0].worth is None:
            raise Unreadable(Problem.UNKNOWN, say.SEVERAL_STEPS)
        self._forbid("count")
        clause, step, worth = steps[0], steps[0].step, steps[0].worth
        caps = {cap.cap: cap.value for cap in self._of("cap")}
        if len(caps) < len(self._of("cap")):
            raise Unreadable(Problem.CONFLICT, say.CLAUSES_APART)
        if not step.each_written and "until_zero" not in caps and step.way != "event":
            raise Unreadable(Problem.AMBIGUOUS, say.STEP_ONCE)
        self.placer.over = self.facts.operator is Operator.EQUAL and step.way in ("over", "event", "late")
        zeros = [piece for piece in others if piece.worth and piece.worth.kind == "zero"]
        wholes = [piece for piece in others if piece not in zeros]
        full = self.full(self._named_points(wholes))
        if (
            len(zeros) > 1
            or len(wholes) > 1
            or any(piece.worth and self.points_of(piece.worth, full) != full for piece in wholes)
        ):
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        return self._build_step(clause, step, worth, wholes, zeros, full)

    def _build_step(
        self,
        clause: Clause,
        step: Step,
        worth: Worth,
        wholes: list[Clause],
        zeros: list[Clause],
        full: Decimal,
    ) -> RuleBase:
        start = self._completion_start(step, wholes)
        for piece in wholes if start is None else ():
            self._check_full(piece, closed=True)
        self._check_step_start(clause, wholes)
        each = self._off(worth, full)
        shape = self._shape(step, each, worth, full)
        if start is not None:
            if shape.get("of") != "completion" or clause.conditions or self._of("free"):
                raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
            shape["full_at"] = self._exact(start)
        shape.update(self._begun(step, each))
        shape.update(self._limits(full))
        shape.update(self._free_of(step, shape))
        rule = build_rule(shape.pop("kind"), points=full, **shape)
        if zeros:
            rule = self._with_line(rule, zeros[0])
        return rule

    def _completion_start(self, step: Step, wholes: list[Clause]) -> Fraction | None:
        """完成率90%以上得满分，每降低1个百分点…: the steps start at the share that earns all; None where that is
        the target."""
        if len(wholes) != 1 or len(wholes[0].conditions) != 1 or step.amount.unit != "百分点":
            return None
        condition = wholes[0].conditions[0]
        if not isinstance(condition, Span) or condition.ref or condition.growth or not condition.noun:
            return None
        if not self.facts.upward or name_subject(condition.noun, self.facts) != "completion":
            return None
        region = self._only_region(wholes[0])
        if region.of != "completion" or region.low is None or region.high is not None:
            return None
        return region.low.at if region.low.belongs is not False and region.low.at < 100 else None

    def _with_line(self, rule: RuleBase, zero: Clause) -> RuleBase:
        if not isinstance(rule, Limited):
            raise unknown(self.stretch(zero))
        of = rule.quantity(self.facts)
        line = self._zero_line(zero, of, self.placer.target if of == "value" else None)
        start = {
            "value": self.placer.target if of == "value" else None,
            "over": Fraction(0),
            "late": Fraction(0),
        }.get(of)
        if start is not None and start in [
            Fraction(limit) for key, limit in line.items() if key != "zero_inclusive"
        ]:
            raise Unreadable(Problem.CONFLICT, say.LINE_AT_FULL)
        data = {**rule.model_dump(by_alias=True), **line}
        if of == "late":
            line_days = line["zero_above"]
            deadline = self.facts.deadline
            if deadline is not None:
                data["zero_above"] = deadline.day + timedelta(days=int(line_days))
        return build_rule(data.pop("kind"), **data)

    def _check_step_start(self, clause: Clause, wholes: list[Clause]) -> None:
        """A condition in front of 每: past the target, where the steps begin anyway."""
        step = clause.step
        if step and step.noun:
            self._check_step_noun(step)
        for condition in clause.conditions:
            if isinstance(condition, State) and condition.what in ("missed", "rest", "above", "below"):
                self.placer.state(condition) if condition.what != "rest" else None
                continue
            (region,) = self.placer.regions(condition)
            met = self.placer.met_region(region.of)
            own, edge = (region.low, met.high) if self._falls(region.of) else (region.high, met.low)
            far = region.high if self._falls(region.of) else region.low
            if own is None or edge is None or own.at != edge.at or (far is not None and not region.single):
                raise Unreadable(
                    Problem.LIMIT,
                    say.LIMIT_DIFFERS.format(words=self.stretch(clause), target=self._target_text()),
                )

    def _check_step_noun(self, step: Step) -> None:
        subject = self.placer.subject(step.noun)
        ways = {
            "completion": ("under",),
            "own": ("over", "under", "late", "event", "apart", ""),
            "over": ("over", ""),
            "short": ("over", ""),
            "late": ("over", "late", ""),
        }
        if step.way not in ways.get(subject, ()):
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        if (
            subject == "own"
            and step.way == "late"
            and self.facts.deadline is None
            and not is_time(name_unit(self.facts.unit))
        ):
            raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=step.noun))
