"""Ratios: by proportion, above a threshold, along a line, by a formula."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from formgen.messages import scoring as say
from formgen.scoring.numbers import show, terminate
from formgen.scoring.rules import RuleBase
from formgen.scoring.wording import vocabulary as words
from formgen.scoring.wording.desk import unknown
from formgen.scoring.wording.parts import Clause, Formula, Span, State
from formgen.scoring.wording.place import Region
from formgen.scoring.wording.reading import (
    NoteCode,
    Problem,
    Unreadable,
    build_rule,
    differ_where,
)
from formgen.scoring.wording.zero_lines import ZeroLines


class Ratios(ZeroLines):
    """Wordings of lines."""

    def _by_ratio(self, ratios: list[Clause], others: list[Clause]) -> RuleBase:
        formula = next((r.worth.formula for r in ratios if r.worth and r.worth.formula), None)
        kinds = [ratio.worth.kind for ratio in ratios if ratio.worth]
        if len(ratios) > 2 or (len(ratios) == 2 and set(kinds) != {"excess_ratio", "formula"}):
            raise Unreadable(Problem.AMBIGUOUS, say.TWO_PATTERNS)
        named = [formula.points] if formula and formula.points is not None else []
        full = self.full(*named, self._named_points(others))
        zeros = [piece for piece in others if piece.worth and piece.worth.kind == "zero"]
        wholes = [piece for piece in others if piece.worth and piece.worth.kind not in ("zero",)]
        if (
            any(piece.worth and self.points_of(piece.worth, full) != full for piece in wholes)
            or len(wholes) > 1
            or len(zeros) > 1
        ):
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        self._check_caps(("until_zero", "full", "over_100"))
        if "excess_ratio" in kinds or (formula and formula.ratio == "floor"):
            return self._threshold(ratios, zeros, wholes, formula, full)
        if "linear" in kinds:
            return self._line(ratios[0], zeros, wholes, full)
        return self._proportional(ratios[0], zeros, wholes, formula, full)

    def _threshold(
        self,
        ratios: list[Clause],
        zeros: list[Clause],
        wholes: list[Clause],
        formula: Formula | None,
        full: Decimal,
    ) -> RuleBase:
        rates = [c.noun for piece in zeros for c in piece.conditions if isinstance(c, Span)]
        if not self.facts.upward:
            raise Unreadable(Problem.NOT_COMPUTABLE, say.THRESHOLD_UPWARD)
        for piece in wholes:
            self._check_full(piece)
        floors: set[Fraction] = set()
        for piece, below in [*((z, True) for z in zeros), *((r, False) for r in ratios if r.conditions)]:
            floors.add(self._floor_of(piece, below))
        if formula and formula.floor is not None:
            floors.add(Fraction(formula.floor))
            rates.append(formula.noun)
        if len(floors) != 1:
            raise Unreadable(
                Problem.CONFLICT,
                say.TWO_FLOORS.format(
                    low=show(min(floors, default=Fraction(0))), high=show(max(floors, default=Fraction(0)))
                ),
            )
        floor = self._exact(floors.pop())
        if not zeros:
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        if not formula:
            self._note(NoteCode.FORMULA_ABSENT, say.FORMULA_ABSENT) if not self.truncated else None
        rate = self._rate(rates)
        if wholes and rate and rate not in words.COMPLETION:
            raise Unreadable(Problem.AMBIGUOUS, say.CLAUSES_APART)
        return self._two_bases(rate, floor / 100, full)

    def _rate(self, rates: list[str]) -> str:
        """The one rate that a threshold sentence talks about."""
        tidy = [
            "指标实际值" if rate in words.OWN_VALUE else rate.removeprefix("指标").removeprefix("实际")
            for rate in rates
        ]
        named = [rate for rate in tidy if rate]
        for rate in named[1:]:
            if rate != named[0] and not (rate in words.COMPLETION or named[0] in words.COMPLETION):
                raise Unreadable(Problem.CONFLICT, say.TWO_RATES.format(one=named[0], other=rate))
            if rate != named[0] and rate not in words.COMPLETION:
                raise Unreadable(Problem.CONFLICT, say.TWO_RATES.format(one=named[0], other=rate))
        return named[0] if named else ""

    def _floor_of(self, piece: Clause, below: bool) -> Fraction:
        """The floor that a zero piece or the ratio's own condition names, in percent."""
        if len(piece.conditions) != 1 or not isinstance(piece.conditions[0], Span):
            raise unknown(self.stretch(piece))
        span = piece.conditions[0]
        limit = span.high if below else span.low
        other = span.low if below else span.high
        topped = not below and other is not None and other.amount.is_share and other.amount.percent == 100
        if (
            limit is None
            or (other is not None and not topped)
            or not limit.amount.is_share
            or span.ref
            or span.growth
            or span.apart
        ):
            raise Unreadable(Problem.DIRECTION, say.FLOOR_REVERSED)
        if span.noun and self.placer.subject(span.noun) not in ("completion", "own"):
            raise unknown(self.stretch(piece))
        if below and limit.belongs:
            raise Unreadable(Problem.AMBIGUOUS, say.FLOOR_REVERSED)
        return limit.amount.percent

    def _two_bases(self, rate: str, floor: Decimal, full: Decimal) -> RuleBase:
        """A named rate is a ÷ t or the value itself; a note tells of both (SCO-07)."""

        def build(base: str) -> RuleBase:
            return build_rule("threshold_linear", points=full, floor=floor, base=base)

        facts = self.facts
        if rate in words.OWN_VALUE and rate:
            return build("value")
        of_target = rate in words.COMPLETION or not rate
        if not of_target and not rate.endswith(("率", "度", "比例", "占比", "比重")):
            raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_RATE.format(rate=rate))
        base = "target" if of_target or not facts.percent else self.defaults.base
        rule = build(base)
        if (
            not facts.percent
            or (of_target and not facts.name.endswith("完成率"))
            or facts.target == Decimal(100)
        ):
            return rule
        other = build("value" if base == "target" else "target")
        if rule.objections(facts) or other.objections(facts):
            return rule
        first, second = (say.BY_TARGET, say.BY_VALUE) if base == "target" else (say.BY_VALUE, say.BY_TARGET)
        actual, one, two = differ_where(rule, other, facts) or ("", "", "")
        told = say.TWO_BASES.format(rate=rate, first=first, second=second, actual=actual, one=one, two=two)
        self._note(NoteCode.TWO_READINGS, told)
        self.alternatives.append(other)
        return rule

    def _line(self, ratio: Clause, zeros: list[Clause], wholes: list[Clause], full: Decimal) -> RuleBase:
        """Full points from one share of the target, 0 below another, straight between."""
        if len(zeros) != 1 or len(wholes) != 1 or not self.facts.upward:
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        top = self._reached(self._only_region(wholes[0]))
        bottom = self._only_region(zeros[0])
        of = top.of
        bottom = self.placer.convert(bottom, of)
        if of == "value" and top.low is not None and top.low.at != self.placer.target:
            told = {"words": self.stretch(wholes[0]), "target": self._target_text()}
            raise Unreadable(Problem.LIMIT, say.LIMIT_DIFFERS.format(**told))
        own = (bottom.high, top.low) if of == "value" and self.facts.percent else (None, None)
        if of == "value":
            top, bottom = (self.placer.convert(region, "completion") for region in (top, bottom))
        if top.low is None or top.high or bottom.high is None or bottom.low or top.of != "completion":
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        if bottom.high.at >= top.low.at:
            raise Unreadable(Problem.CONFLICT, say.RATIO_NEVER)
        for condition in ratio.conditions:
            if isinstance(condition, State) and condition.what == "rest":
                continue
            (between,) = self.placer.regions(condition)
            between = self.placer.convert(between, "completion")
            if (
                not between.low
                or not between.high
                or (between.low.at, between.high.at) != (bottom.high.at, top.low.at)
            ):
                raise Unreadable(Problem.GAP, say.CLAUSES_APART)
        shares = (bottom.high.at / 100, top.low.at / 100)
        base = "target"
        if own[0] and own[1] and any(terminate(share) is None for share in shares):
            # 60% of 90% never ends: the line lies between the two rates as they are worded.
            shares, base = (own[0].at / 100, own[1].at / 100), "value"
        floor, end = (self._exact(share) for share in shares)
        return build_rule(
            "threshold_linear", points=full, floor=floor, base=base, **({} if end == 1 else {"top": end})
        )

    def _reached(self, region: Region) -> Region:
        """100%得满分 of the target is that much or more."""
        met = self.placer.met_region(region.of)
        single = region.single and met.low is not None and region.low is not None
        return met if single and met.low == region.low else region

    def _proportional(
        self, ratio: Clause, zeros: list[Clause], wholes: list[Clause], formula: Formula | None, full: Decimal
    ) -> RuleBase:
        if self.facts.downward and formula is None and ratio.worth and ratio.worth.value:
            # 完成值与指标值之比 grows where less is better; 按比例 alone is by what is past the target.
            raise Unreadable(Problem.DIRECTION, say.OTHER_FORMULA)
        for piece in wholes:
            self._check_whole_of_ratio(piece)
        line = self._zero_line(zeros[0], "completion") if zeros else {}
        if 100 in (line.get("zero_below"), line.get("zero_above")):
            raise Unreadable(Problem.CONFLICT, say.RATIO_NEVER)
        for condition in ratio.conditions:
            line = self._meet_ratio(condition, line, zeros)
        if formula is not None:
            special = self._check_formula(formula, full)
            if special is not None:
                if zeros:
                    raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
                return special
        return build_rule("proportional", points=full, **line)

    def _check_whole_of_ratio(self, piece: Clause) -> None:
        """The condition of full points beside a ratio: the target, or what lies past it, for the ratio itself
        earns them on the target."""
        past = any(isinstance(c, State) and c.what in ("above", "below") for c in piece.conditions)
        self._check_full(piece, closed=past, told=False)

    def _meet_ratio(self, condition: object, line: dict[str, Any], zeros: list[Clause]) -> dict[str, Any]:
        """Where the ratio applies: below the target, past the zero line; nothing else. The zero line, with
        the border between it and the ratio settled by whichever of them marks it."""
        if isinstance(condition, State) and condition.what in ("rest", "missed"):
            if condition.what == "missed":
                self.placer.state(condition)
            return line
        (region,) = self.placer.regions(condition)  # type: ignore[arg-type]
        placed = self.placer.convert(region, "completion")
        worse, better = (placed.high, placed.low) if self.facts.downward else (placed.low, placed.high)
        if (better is None and worse is None) or (better is not None and better.at != 100):
            raise Unreadable(Problem.LIMIT, say.CLAUSES_APART)
        wanted = line.get("zero_below", line.get("zero_above"))
        if (worse is None) != (wanted is None) and not (
            worse is None and better is not None and self._ends_at_rest(zeros)
        ):
            raise Unreadable(Problem.GAP, say.CLAUSES_APART)
        if worse is None or wanted is None:
            return line
        marked = self._zero_mark(zeros[0])
        if (
            worse.at != Fraction(wanted)
            or (marked is None and worse.belongs is None)
            or marked == worse.belongs
        ):
            raise Unreadable(Problem.GAP, say.CLAUSES_APART)
        inclusive = marked if marked is not None else not worse.belongs
        line = {key: value for key, value in line.items() if key != "zero_inclusive"}
        return {**line, "zero_inclusive": True} if inclusive else line

    def _ends_at_rest(self, zeros: list[Clause]) -> bool:
        """低于100%的按比例, 低于60%不得分: the zero line ends the ratio's range by itself."""
        return bool(zeros)

    def _zero_mark(self, zero: Clause) -> bool | None:
        """Whether the zero piece says that its limit belongs to it."""
        (region,) = self._line_regions(zero.conditions[0], None)
        border = region.low if self.facts.downward else region.high
        return border.belongs if border is not None else None

    def _check_formula(self, formula: Formula, full: Decimal) -> RuleBase | None:
        """Whether a formula is proportional to the target; 1 − rate is a line of its own."""
        target = self.placer.target
        if formula.ratio == "completion":
            if formula.noun and self.placer.subject(formula.noun) not in ("own", "completion"):
                raise Unreadable(Problem.UNKNOWN, say.OTHER_FORMULA)
            if self.facts.downward:
                raise Unreadable(Problem.DIRECTION, say.OTHER_FORMULA)
            return None
        if self.placer.subject(formula.noun) != "own" or not self.facts.percent:
            raise Unreadable(Problem.UNKNOWN, say.OTHER_FORMULA)
        if formula.ratio == "rest":
            if not self.facts.downward or target != 0:
                raise Unreadable(Problem.UNKNOWN, say.OTHER_FORMULA)
            return build_rule(
                "percent_points",
                points=full,
                deduct=self._exact(Fraction(full) / 100),
                per=1,
                step="exact",
                full_at=0,
            )
        whole = Fraction(100) if formula.divisor is None else Fraction(formula.divisor)
        if whole != target or self.facts.downward:
            raise Unreadable(Problem.LIMIT, say.OTHER_FORMULA)
        return None
