"""What all ways of making a rule of clauses share: the clauses by kind, the points, the edges of full marks.

Comes in: clauses, the row's facts, the profile's defaults. Goes out: `Desk`, whose children each know one
shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from formgen.base.records import record
from formgen.declaration.profile import ScoringDefaults
from formgen.messages import scoring as say
from formgen.scoring.numbers import show, terminate
from formgen.scoring.rules import RuleBase
from formgen.scoring.rules.base import Facts
from formgen.scoring.rules.curves import Quantity
from formgen.scoring.wording.parts import Clause, Days, State, Worth
from formgen.scoring.wording.place import Placer, Region
from formgen.scoring.wording.reading import (
    Note,
    NoteCode,
    Problem,
    Unreadable,
)


def unknown(clause_text: str) -> Unreadable:
    return Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=clause_text))


@record(slots=True)
class Desk:
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

    def _falls(self, of: Quantity) -> bool:
        return (
            self.facts.downward
            or self.placer.over
            or of in ("over", "short", "deviation", "excess", "lack", "late")
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

    def _exact(self, value: Fraction) -> Decimal:
        ended = terminate(value)
        if ended is None:
            raise Unreadable(Problem.PARAMETERS, say.ENDLESS)
        return Decimal(show(ended))

    def _check_full(self, piece: Clause, *, closed: bool = False, told: bool = True) -> None:
        """The condition of full points is the target as written. closed: the number itself counts as met,
        because the first step starts past it (law 7); a note tells where `told`."""
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
                    if told:
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

    def _check_caps(self, allowed: tuple[str, ...]) -> None:
        for clause in self._of("cap"):
            if clause.cap not in allowed:
                raise unknown(self.stretch(clause))

    def _only_region(self, piece: Clause) -> Region:
        regions = [region for condition in piece.conditions for region in self.placer.regions(condition)]
        if len(regions) != 1:
            raise unknown(self.stretch(piece))
        return regions[0]
