"""Clauses into one rule: what fits together is a rule, what does not goes to a person with the reason.

Comes in: the clauses of a numeric wording, the row's facts, the profile's defaults. Goes out: `Match`.
Called by `formgen.scoring.wording`. The laws are those of scoring.md, "Reading a wording".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from formgen.declaration.model import Operator
from formgen.declaration.profile import ScoringDefaults
from formgen.messages import scoring as say
from formgen.scoring.numbers import Step as StepWay
from formgen.scoring.numbers import show, terminate
from formgen.scoring.rules import RuleBase, parse_rule
from formgen.scoring.rules.base import Facts
from formgen.scoring.rules.curves import Quantity
from formgen.scoring.rules.limited import Limited
from formgen.scoring.units import CALENDAR_UNITS, MONTHS_OF, is_time, name_unit, units_fit
from formgen.scoring.wording import vocabulary as words
from formgen.scoring.wording.amounts import Amount, in_row_unit, is_countable
from formgen.scoring.wording.ladders import Ladder, Piece, arrange
from formgen.scoring.wording.parts import Clause, Days, Formula, Span, State, Step, Worth
from formgen.scoring.wording.place import Border, Placer, Region, days_past
from formgen.scoring.wording.reading import (
    Match,
    Note,
    NoteCode,
    Problem,
    Unreadable,
    build_rule,
    differ_where,
)
from formgen.scoring.wording.subjects import check_state_noun, tidy_noun
from formgen.scoring.wording.text import normalise

_EVENTS = re.compile(
    words.one_of(
        set(words.EVENT_NOUNS) - {"的", "情况", "情形", "现象", "行为", "不合格", "不达标", "未达标", "反馈"}
    )
)
_RATIO_WORTHS = ("ratio", "formula", "linear", "excess_ratio")


def unknown(clause_text: str) -> Unreadable:
    return Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=clause_text))


@dataclass(slots=True)
class Composer:
    """One wording on one row. text: normalised, for naming clauses."""

    facts: Facts
    defaults: ScoringDefaults
    clauses: Sequence[Clause]
    text: str
    placer: Placer
    truncated: bool = False
    notes: list[Note] = field(default_factory=list)
    alternatives: list[RuleBase] = field(default_factory=list)
    step_stated: bool = True

    # Sorting the clauses

    def compose(self) -> Match:
        """The rule. Raises Unreadable where the clauses do not make one."""
        pieces = self._of("piece")
        steps = self._of("step")
        ratios = [piece for piece in pieces if piece.worth and piece.worth.kind in _RATIO_WORTHS]
        others = [piece for piece in pieces if piece not in ratios]
        if (
            any(piece.worth and piece.worth.kind in ("add", "range") for piece in (*pieces, *steps))
            and not self._counts_up()
        ):
            raise Unreadable(Problem.BONUS, say.BONUS_OR_RANGE)
        if steps and ratios:
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        if steps:
            rule = (
                self._count_up()
                if self._counts_up()
                else self._each_earns()
                if self._earns()
                else self._stepped(others)
            )
        elif ratios:
            self._forbid("begun", "free", "count")
            rule = self._by_ratio(ratios, others)
        elif others:
            self._forbid("begun", "free", "count")
            rule = self._by_pieces(others)
        elif any("直接赋分" in clause.labels for clause in self._of("heading")):
            self._forbid("begun", "free", "count", "cap")
            rule = build_rule("yes_no", points=self.full())
        else:
            raise Unreadable(Problem.NO_METHOD, say.NO_METHOD)
        self._check_events()
        self._check_growth()
        self.placer.check_nouns(self.facts.name)
        if self.placer.shared:
            self._note(NoteCode.SHARE_AS_PERCENT, say.SHARE_AS_PERCENT)
        return Match(rule, tuple(self.notes), tuple(self.alternatives), self.step_stated)

    def _check_growth(self) -> None:
        """较上年下降5% beside plain 90% is another quantity."""
        spans = [c for clause in self.clauses for c in clause.conditions if isinstance(c, Span)]
        if len({span.growth for span in spans}) > 1:
            raise Unreadable(Problem.FOREIGN, say.FOREIGN_FACT.format(noun=say.LAST_YEAR))

    def _check_events(self) -> None:
        """What happens is the same throughout: 一般事故 is not 重大事故, a complaint no accident."""
        texts = [self.stretch(clause) for clause in self.clauses if clause.kind in ("piece", "step")]
        events = [
            found for text in (normalise(self.facts.name).text, *texts) for found in _EVENTS.findall(text)
        ]
        for one, other in pairwise(dict.fromkeys(events)):
            if not (one.endswith(other) or other.endswith(one)):
                raise Unreadable(Problem.FOREIGN, say.TWO_NOUNS.format(one=one, other=other))

    def _of(self, kind: str) -> list[Clause]:
        return [clause for clause in self.clauses if clause.kind == kind]

    def _forbid(self, *kinds: str) -> None:
        for kind in kinds:
            for clause in self._of(kind):
                raise unknown(self.stretch(clause))

    def stretch(self, clause: Clause) -> str:
        return self.text[clause.start : clause.end].strip(",;。")

    def _note(self, code: NoteCode, message: str) -> None:
        self.notes.append(Note(code, message))

    # Points

    def full(self, *more: Decimal | None) -> Decimal:
        """The full points: named in the wording, all alike, else in the 分值 column."""
        named = [clause.value for clause in self._of("whole") if clause.value is not None]
        named += [
            clause.value for clause in self._of("cap") if clause.cap == "full" and clause.value is not None
        ]
        named += [
            clause.worth.value
            for clause in self._of("piece")
            if clause.worth and clause.worth.kind == "full" and clause.worth.value
        ]
        named += [points for points in more if points is not None]
        if not named and self.facts.points is not None:
            return self.facts.points
        if not named:
            raise Unreadable(Problem.NO_POINTS, say.NO_POINTS)
        if len(set(named)) > 1:
            values = "、".join(show(value) for value in sorted(set(named)))
            raise Unreadable(Problem.CONFLICT, say.POINTS_IN_WORDING.format(values=values))
        return named[0]

    def points_of(self, worth: Worth, full: Decimal) -> Decimal:
        """The points of a piece."""
        match worth.kind:
            case "points":
                return worth.value
            case "full":
                return full
            case "zero":
                return Decimal(0)
            case "deduct":
                return self._not_below(full - worth.value)
            case "deduct_share":
                return self._not_below(full - full * worth.value / 100)
            case "share":
                return full * worth.value / 100
            case _:
                raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)

    def _not_below(self, points: Decimal) -> Decimal:
        if points < 0:
            raise Unreadable(Problem.CONFLICT, say.MORE_OFF_THAN_FULL)
        return points

    def _named_points(self, pieces: Sequence[Clause]) -> Decimal | None:
        """The highest points that a piece names outright."""
        return max(
            (piece.worth.value for piece in pieces if piece.worth and piece.worth.kind == "points"),
            default=None,
        )

    # Pieces

    def _by_pieces(self, pieces: list[Clause]) -> RuleBase:
        judged = [piece for piece in pieces if piece.worth and piece.worth.kind == "judge"]
        nearly = [
            piece
            for piece in pieces
            if any(isinstance(c, State) and c.what == "nearly" for c in piece.conditions)
        ]
        if judged or nearly or len(pieces) == 1:
            if self._of("cap"):
                raise unknown(self.stretch(self._of("cap")[0]))
            return self._discretionary(pieces, judged, nearly)
        full = self._full_of_pieces(pieces)
        ladder, of = self._ladder(pieces, full)
        self._check_rises(ladder, of, full)
        return self._bands(ladder, of, full)

    def _full_of_pieces(self, pieces: Sequence[Clause]) -> Decimal:
        relative = all(
            piece.worth and piece.worth.kind in ("full", "deduct", "deduct_share", "zero", "share")
            for piece in pieces
        )
        highest = self._named_points(pieces)
        if relative or highest is None or any(piece.worth and piece.worth.kind == "full" for piece in pieces):
            return self.full()
        return self.full(highest)

    def _ladder(self, pieces: Sequence[Clause], full: Decimal) -> tuple[Ladder, Quantity]:
        regions: list[tuple[Region, Decimal]] = []
        rest: Decimal | None = None
        partly = any(
            isinstance(c, State) and c.what == "partly" for piece in pieces for c in piece.conditions
        )
        for piece in pieces:
            if piece.worth is None:
                raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
            points = self.points_of(piece.worth, full)
            for condition in piece.conditions:
                if isinstance(condition, State) and condition.what == "rest":
                    if rest is not None:
                        raise Unreadable(Problem.AMBIGUOUS, say.REST_TWICE)
                    rest = points
                elif partly and isinstance(condition, State) and condition.what == "missed":
                    # Beside 部分完成, 未完成 is nothing done.
                    self.placer.state(condition)
                    regions.append((Region("value", None, Border(Fraction(0), True)), points))
                else:
                    regions += [(region, points) for region in self.placer.regions(condition)]
        if not regions:
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        if rest is None and all(
            piece.worth and piece.worth.kind in ("deduct", "deduct_share", "zero") for piece in pieces
        ):
            regions += self._nothing_off(regions, full)
        self._check_first_limit([region for region, points in regions if points == full], regions)
        ofs = {region.of for region, _ in regions}
        of: Quantity = ofs.pop() if len(ofs) == 1 else "value"
        placed = [Piece(self.placer.convert(region, of), points) for region, points in regions]
        countable = of == "value" and is_countable(self.facts)
        growing = any(isinstance(c, Span) and c.growth for piece in pieces for c in piece.conditions)
        whole = (self.facts.percent and of == "value" and not growing) or of == "completion"
        ladder = arrange(
            placed, rest, countable=countable, whole=whole, higher=self.defaults.borders == "higher"
        )
        if ladder.integer_ends:
            self._note(NoteCode.INTEGER_BANDS, say.INTEGER_BANDS)
        return ladder, of

    def _nothing_off(
        self, regions: Sequence[tuple[Region, Decimal]], full: Decimal
    ) -> list[tuple[Region, Decimal]]:
        """Pieces that only take off: on the target itself nothing is taken."""
        met = self.placer.met_region(regions[0][0].of)
        edge = met.high if self._falls(met.of) else met.low
        if (
            edge is None
            or any(points == full for _, points in regions)
            or any(_holds(region, edge.at) for region, _ in regions)
        ):
            return []
        return [(met, full)]

    def _falls(self, of: Quantity) -> bool:
        return (
            self.facts.downward
            or self.placer.over
            or of in ("over", "short", "deviation", "excess", "lack", "late")
        )

    def _check_rises(self, ladder: Ladder, of: Quantity, full: Decimal) -> None:
        """Points must not rise while the quantity gets worse, but past a far limit that is worded and lies
        beyond the target."""
        upward = self.facts.operator in (Operator.AT_LEAST, Operator.MORE)
        if (of in ("over", "excess") and upward) or (of in ("short", "lack") and self.facts.downward):
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        points = [piece.points for piece in ladder.pieces]
        best = points.index(full) if full in points else 0
        if max(points) != full:
            raise Unreadable(
                Problem.CONFLICT, say.POINTS_IN_WORDING.format(values=f"{show(full)}、{show(max(points))}")
            )
        down = self._falls(of)
        order = points if down else points[::-1]  # From worse to better.
        order_best = order.index(full)
        if any(worse > better for worse, better in pairwise(order[: order_best + 1])):
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        beyond = order[order_best:]
        last = len(order) - 1 - order[::-1].index(full)
        if any(better > worse for worse, better in pairwise(beyond)):
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        if last == len(order) - 1 or self.facts.operator is Operator.EQUAL:
            return
        region = ladder.pieces[best if not down else points.index(full)].region
        met = self.placer.met_region(of)
        reached = region.low if not down else region.high
        edge = met.low if not down else met.high
        far = region.high if not down else region.low
        fits = (
            reached is not None
            and edge is not None
            and reached.at == edge.at
            and far is not None
            and far.at != edge.at
        )
        if not fits and not self._around_zero(ladder, of):
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)

    def _around_zero(self, ladder: Ladder, of: Quantity) -> bool:
        """±: a ladder that mirrors itself around 0."""
        sizes = [
            (p.region.low.at if p.region.low else None, p.region.high.at if p.region.high else None)
            for p in ladder.pieces
        ]
        mirrored = [
            (None if high is None else -high, None if low is None else -low) for low, high in reversed(sizes)
        ]
        return (
            of == "value"
            and self.facts.percent
            and self.facts.downward
            and len(ladder.pieces) > 3
            and sizes == mirrored
        )

    def _check_first_limit(self, wholes: Sequence[Region], regions: Sequence[tuple[Region, Decimal]]) -> None:
        """Law 7: where full points begin is the target, or nothing is computed before someone decides. Of
        a ratio any share may earn full points: none is the row's own limit."""
        if not wholes:
            return  # 其余 earns them.
        region = wholes[0]
        if region.of not in ("value", "late"):
            return
        target = Fraction(0) if region.of == "late" else self.placer.target
        edges = {border.at for whole in wholes for border in (whole.low, whole.high) if border is not None}
        # 下降 earns all, 持平 a little less: the target is what a piece names alone.
        singles = {other.low.at for other, _ in regions if other.single and other.low is not None}
        if target in edges or (target in singles and self.facts.operator is not Operator.EQUAL):
            return
        raise Unreadable(
            Problem.LIMIT,
            say.LIMIT_DIFFERS.format(words=self._edge_words(region), target=self._target_text()),
        )

    def _edge_words(self, region: Region) -> str:
        edges = [border for border in (region.low, region.high) if border is not None]
        if region.of == "late":
            deadline = self.facts.deadline
            if deadline is None or not edges:
                return ""
            return self.facts.quantity(deadline.day + timedelta(days=int(edges[0].at)))
        return "、".join(self.facts.quantity(border.at) for border in edges)

    def _target_text(self) -> str:
        target = self.facts.target
        return self.facts.quantity(target) if isinstance(target, Decimal) else target

    def _bands(self, ladder: Ladder, of: Quantity, full: Decimal) -> RuleBase:
        if self._of("cap"):
            raise unknown(self.stretch(self._of("cap")[0]))
        if self._is_met_or_not(ladder, of, full):
            return build_rule("yes_no", points=full)
        if len(ladder.pieces) < 2:
            raise Unreadable(Problem.GAP, say.BANDS_FAULTY.format(why=say.ONE_PIECE))
        bands = [self._band(piece) for piece in ladder.pieces]
        borders = [self._exact(border) for border in ladder.open]
        for border in ladder.open:
            self._note(NoteCode.OPEN_BORDER, say.OPEN_BORDER.format(limit=show(border)))
        more: dict[str, Any] = {"open_borders": borders} if borders else {}
        if (
            of == "value"
            and is_countable(self.facts)
            and all(p.region.low is None or p.region.low.at.denominator == 1 for p in ladder.pieces)
        ):
            more["of"] = "count"
        elif of != "value":
            more["of"] = of
        return build_rule("bands", bands=bands, **more)

    def _band(self, piece: Piece) -> dict[str, Any]:
        low, high = piece.region.low, piece.region.high
        inside = (bool(low and low.belongs), bool(high and high.belongs))
        inclusive = {
            (True, True): "both",
            (True, False): "min",
            (False, True): "max",
            (False, False): "none",
        }[inside]
        limits = {"min": self._exact(low.at) if low else None, "max": self._exact(high.at) if high else None}
        return {
            **{key: value for key, value in limits.items() if value is not None},
            "inclusive": inclusive,
            "points": piece.points,
        }

    def _exact(self, value: Fraction) -> Decimal:
        ended = terminate(value)
        if ended is None:
            raise Unreadable(Problem.PARAMETERS, say.ENDLESS)
        return Decimal(show(ended))

    def _is_met_or_not(self, ladder: Ladder, of: Quantity, full: Decimal) -> bool:
        """Two pieces that ask only whether the target as written is met."""
        if [p.points for p in ladder.pieces] not in ([full, 0], [0, full]) or ladder.open:
            return self._is_exactly_met(ladder, full)
        if of not in ("value", "late"):
            return False
        region = next(piece.region for piece in ladder.pieces if piece.points == full)
        if of == "late":
            return region.high == Border(Fraction(0), True) and region.low is None
        if self.facts.operator in (Operator.QUALITATIVE, Operator.EQUAL):
            return False
        met = self.placer.met_region("value")
        return (region.low, region.high) == (met.low, met.high)

    def _is_exactly_met(self, ladder: Ladder, full: Decimal) -> bool:
        if self.facts.operator is not Operator.EQUAL or [p.points for p in ladder.pieces] != [0, full, 0]:
            return False
        region = ladder.pieces[1].region
        return region.single and region.low is not None and region.low.at == self.placer.target

    # A person decides the rest

    def _discretionary(self, pieces: list[Clause], judged: list[Clause], nearly: list[Clause]) -> RuleBase:
        whole = [piece for piece in pieces if piece not in judged and piece not in nearly]
        for piece in judged:
            self._check_unmet(piece)
        named = self._named_points(pieces)
        full = self.full(named)
        top = [piece for piece in whole if piece.worth and self.points_of(piece.worth, full) == full]
        if not judged and not nearly and not top:
            raise unknown(self.stretch(pieces[0]))
        if len(top) > 1 or any(
            piece not in top and not (nearly and piece.worth and piece.worth.kind == "zero")
            for piece in whole
        ):
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        for piece in top:
            self._check_full(piece)
        for piece in (*nearly, *(each for each in whole if each not in top)):
            self._check_states(piece)
        if self.facts.deadline is None and self.facts.number is None:
            raise Unreadable(Problem.NOT_COMPUTABLE, say.NO_TARGET)
        return build_rule("discretionary", points=full)

    def _check_states(self, piece: Clause) -> None:
        """基本达标 and 不达标 beside the target: in words only, of the row's own doing."""
        for condition in piece.conditions:
            if not isinstance(condition, State) or condition.what not in ("nearly", "missed", "rest"):
                raise unknown(self.stretch(piece))
            if condition.noun:
                check_state_noun(condition.noun, self.facts)

    def _check_unmet(self, piece: Clause) -> None:
        if not piece.conditions:
            raise unknown(self.stretch(piece))
        for condition in piece.conditions:
            if isinstance(condition, State) and condition.what in ("missed", "rest"):
                if condition.what == "missed":
                    self.placer.state(condition)
                continue
            (region,) = self.placer.regions(condition)
            met = self.placer.met_region(region.of)
            if (region.low, met.low) == (None, None) or (region.high, met.high) == (None, None):
                raise unknown(self.stretch(piece))

    def _check_full(self, piece: Clause, *, closed: bool = False) -> None:
        """The condition of full points is the target as written. closed: the number itself counts as met,
        because the first step starts past it (law 7); a note tells."""
        for condition in piece.conditions:
            for region in self.placer.regions(condition):
                met = self.placer.met_region(region.of)
                edge, own = (met.high, region.high) if self._falls(region.of) else (met.low, region.low)
                if region.single and region.low is not None and not isinstance(condition, State):
                    own = replace(region.low, belongs=True)  # 完成36次得2分: that many, or better.
                other = region.low if self._falls(region.of) else region.high
                if own is None or edge is None or (other is not None and not region.single):
                    raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
                if own.at != edge.at:
                    raise Unreadable(
                        Problem.LIMIT,
                        say.LIMIT_DIFFERS.format(words=self.stretch(piece), target=self._target_text()),
                    )
                if own.belongs is False and edge.belongs and region.of not in ("late",):
                    if not closed:
                        raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
                    words_of = {
                        "words": self.stretch(piece),
                        "operator": self.facts.operator,
                        "limit": self.facts.quantity(self.facts.number or Decimal(0)),
                    }
                    self._note(NoteCode.AGAINST_OPERATOR, say.AGAINST_OPERATOR.format(**words_of))
                self._check_date_words(condition)

    def _check_date_words(self, condition: object) -> None:
        """2023年12月前 and 2023年12月底之前 name the same day in other words (SCO-05)."""
        deadline = self.facts.deadline
        if not isinstance(condition, Days) or deadline is None or not deadline.loose:
            return
        target = "".join(str(self.facts.target).split())
        if condition.words and condition.words.rstrip("之以前") != target.rstrip("之以前"):
            day = self.facts.quantity(deadline.day)
            self._note(
                NoteCode.DATE_DIFFERS,
                say.DATE_DIFFERS.format(words=condition.words, target=self.facts.target, read=day),
            )

    # Ratios

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

    def _check_caps(self, allowed: tuple[str, ...]) -> None:
        for clause in self._of("cap"):
            if clause.cap not in allowed:
                raise unknown(self.stretch(clause))

    def _threshold(
        self,
        ratios: list[Clause],
        zeros: list[Clause],
        wholes: list[Clause],
        formula: Formula | None,
        full: Decimal,
    ) -> RuleBase:
        rates = [c.noun for piece in zeros for c in piece.conditions if isinstance(c, Span)]
        if wholes or not self.facts.upward:
            raise Unreadable(
                Problem.NOT_COMPUTABLE if not self.facts.upward else Problem.UNKNOWN, say.THRESHOLD_UPWARD
            )
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
        return self._two_bases(self._rate(rates), floor / 100, full)

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
        if (
            limit is None
            or other is not None
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
        top = self._only_region(wholes[0])
        bottom = self._only_region(zeros[0])
        of = top.of
        bottom = self.placer.convert(bottom, of)
        if of == "value":
            top, bottom = (self.placer.convert(region, "completion") for region in (top, bottom))
        if top.low is None or top.high or bottom.high is None or bottom.low or top.of != "completion":
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
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
        more = {} if top.low.at == 100 else {"top": self._exact(top.low.at / 100)}
        return build_rule(
            "threshold_linear", points=full, floor=self._exact(bottom.high.at / 100), base="target", **more
        )

    def _only_region(self, piece: Clause) -> Region:
        regions = [region for condition in piece.conditions for region in self.placer.regions(condition)]
        if len(regions) != 1:
            raise unknown(self.stretch(piece))
        return regions[0]

    def _proportional(
        self, ratio: Clause, zeros: list[Clause], wholes: list[Clause], formula: Formula | None, full: Decimal
    ) -> RuleBase:
        for piece in wholes:
            self._check_whole_of_ratio(piece)
        line = self._zero_line(zeros[0], "completion") if zeros else {}
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
        """The condition of full points beside a ratio: the target."""
        self._check_full(piece, closed=False)

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

    # Zero lines

    def _zero_line(self, piece: Clause, of: Quantity, start: Fraction | None = None) -> dict[str, Any]:
        """A zero piece as zero_below or zero_above of a rule of that quantity."""
        regions = [
            region for condition in piece.conditions for region in self._line_regions(condition, start)
        ]
        if len(regions) != 1:
            raise unknown(self.stretch(piece))
        region = self.placer.convert(regions[0], of)
        down = self._falls(of)
        limit, other = (region.low, region.high) if down else (region.high, region.low)
        if region.single and limit is not None:
            limit, other = replace(limit, belongs=True), None
        if limit is None or other is not None:
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        inclusive = limit.belongs is not False
        line = {"zero_above" if down else "zero_below": self._exact(limit.at)}
        return {**line, "zero_inclusive": True} if inclusive else line

    def _line_regions(self, condition: object, start: Fraction | None) -> list[Region]:
        """The regions of a zero line; 超过10天 beside steps may be 10 days in all or 10 days past the
        target, and is read only where one of them is possible."""
        regions = self.placer.regions(condition)  # type: ignore[arg-type]
        if (
            start is None
            or not isinstance(condition, Span)
            or condition.noun
            or condition.ref
            or condition.growth
        ):
            return regions
        limit = condition.low
        if limit is None or not limit.words.startswith(("超过", "超出")) or condition.high is not None:
            return regions
        (region,) = regions
        if region.of != "value" or self.facts.percent or start == 0 or region.low is None:
            return regions
        if region.low.at < start:
            return [replace(region, low=replace(region.low, at=region.low.at + start))]
        if region.low.at == start:
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        raise Unreadable(Problem.AMBIGUOUS, say.LINE_OF_WHAT)

    # Steps

    def _earns(self) -> bool:
        return all(step.worth is not None and step.worth.kind == "points" for step in self._of("step"))

    def _counts_up(self) -> bool:
        return any(step.worth is not None and step.worth.kind == "add" for step in self._of("step"))

    def _each_earns(self) -> RuleBase:
        """每项达标得1分，共5项: as many points as items, the target their number."""
        steps, counts = self._of("step"), self._of("count")
        self._forbid("begun", "free", "cap", "piece")
        if len(steps) != 1 or steps[0].worth is None or steps[0].step is None:
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        step, each = steps[0].step, steps[0].worth.value
        if step.way or step.amount.value != 1 or not self.facts.upward or not is_countable(self.facts):
            raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)
        if step.noun:
            self.placer.subject(step.noun)
        target = self.placer.target
        if any(clause.value is None or Fraction(clause.value) != target for clause in counts):
            raise Unreadable(
                Problem.LIMIT,
                say.LIMIT_DIFFERS.format(words=self.stretch(counts[0]), target=self._target_text()),
            )
        full = self._exact(target * Fraction(each))
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
        for piece in wholes:
            self._check_full(piece, closed=True)
        self._check_step_start(clause, wholes)
        each = self._off(worth, full)
        shape = self._shape(step, each, worth, full)
        shape.update(self._begun(step, each))
        shape.update(self._limits(full))
        shape.update(self._free_of(step, shape))
        rule = build_rule(shape.pop("kind"), points=full, **shape)
        if zeros:
            rule = self._with_line(rule, zeros[0])
        return rule

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
            if own is None or edge is None or own.at != edge.at:
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
        if step.way == "apart" or (step.way == "" and operator is Operator.EQUAL):
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
        if (
            step.way == ""
            and step.noun == ""
            and not self._of("piece")
            and not self._of("free")
            and step.begins is None
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
        return {"kind": "per_unit", "deduct": self._exact(each), "per": per, **self._side(step)}

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
            if cap.cap == "most":
                limits["most_off"] = cap.value
            elif cap.cap == "least":
                limits["least"] = cap.value
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


def _holds(region: Region, at: Fraction) -> bool:
    low, high = region.low, region.high
    above = low is None or at > low.at or (at == low.at and low.belongs is not False)
    return above and (high is None or at < high.at or (at == high.at and high.belongs is not False))


def _same_unit(one: Amount, other: Amount) -> bool:
    alike = {"%", "百分点"}
    return name_unit(one.unit) == name_unit(other.unit) or {one.unit, other.unit} <= alike


__all__ = ["MONTHS_OF", "Composer", "days_past", "parse_rule"]
