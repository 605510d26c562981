"""Pieces into bands, into yes or no, or with the rest left to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from formgen.declaration.model import Operator
from formgen.messages import scoring as say
from formgen.scoring.numbers import show
from formgen.scoring.rules import RuleBase
from formgen.scoring.rules.curves import Quantity
from formgen.scoring.wording.amounts import is_countable
from formgen.scoring.wording.desk import Desk, unknown
from formgen.scoring.wording.ladders import Ladder, Piece, arrange
from formgen.scoring.wording.parts import Clause, Span, State
from formgen.scoring.wording.place import LEAST_SHARE, Border, Region
from formgen.scoring.wording.reading import (
    NoteCode,
    Problem,
    Unreadable,
    build_rule,
)
from formgen.scoring.wording.subjects import check_state_noun


class Pieces(Desk):
    """Wordings of constant pieces."""

    def _by_pieces(self, pieces: list[Clause]) -> RuleBase:
        judged = [piece for piece in pieces if piece.worth and piece.worth.kind == "judge"]
        nearly = [
            piece
            for piece in pieces
            if any(isinstance(c, State) and c.what == "nearly" for c in piece.conditions)
        ]
        if judged or nearly or len(pieces) == 1:
            # 酌情扣分，扣完为止: a person's points end at 0 anyway.
            caps = [cap for cap in self._of("cap") if not (judged and cap.cap == "until_zero")]
            if caps:
                raise unknown(self.stretch(caps[0]))
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
            regions = [(self._past(region), points) for region, points in regions]
            regions += self._nothing_off(regions, full)
        growing = any(isinstance(c, Span) and c.growth for piece in pieces for c in piece.conditions)
        level = regions if growing else ()
        self._check_first_limit([region for region, points in regions if points == full], level)
        ofs = {region.of for region, _ in regions}
        of: Quantity = ofs.pop() if len(ofs) == 1 else "value"
        placed = [Piece(self.placer.convert(region, of), points) for region, points in regions]
        done = any(isinstance(c, Span) and c.done for piece in pieces for c in piece.conditions)
        placed = self._open_top(placed, of, full, rest=rest is not None, done=done)
        countable = of == "value" and is_countable(self.facts)
        whole = (self.facts.percent and of == "value" and not growing) or of == "completion"
        ladder = arrange(
            placed, rest, countable=countable, whole=whole, higher=self.defaults.borders == "higher"
        )
        if ladder.integer_ends:
            self._note(NoteCode.INTEGER_BANDS, say.INTEGER_BANDS)
        return ladder, of

    def _open_top(
        self, placed: list[Piece], of: Quantity, full: Decimal, *, rest: bool, done: bool
    ) -> list[Piece]:
        """12次得满分，9-11次…: the target itself, named alone with nothing better beside it, is that many or
        better, and so is a completion that ends in 100%. On an = row only where that many are to be done (law 3)."""
        counted = done and self.facts.operator is Operator.EQUAL and self.facts.number
        if self.facts.operator not in (Operator.AT_LEAST, Operator.AT_MOST) and not counted:
            return placed
        met = self.placer.met_region(of)
        edge, down = met.high or met.low, self.facts.downward
        tops = [p for p in placed if p.points == full and self._ends_at(p.region, edge, of)]
        if len(tops) != 1 or edge is None or (len(placed) < 2 and not rest):
            return placed
        (top,) = tops
        beyond = [(p.region.low if down else p.region.high) for p in placed if p is not top]
        if any(e is None or (e.at < edge.at if down else e.at > edge.at) for e in beyond):
            return placed
        if self.facts.percent and self.facts.number == 100 and not (rest and top.region.single):
            return placed  # Past 100 % of a share lies nothing.
        opened = met if top.region.single else replace(top.region, high=None)
        return [Piece(opened, p.points) if p is top else p for p in placed]

    def _ends_at(self, region: Region, edge: Border | None, of: Quantity) -> bool:
        """Whether a region is the edge of the target alone, or a completion up to it."""
        if (
            of not in ("value", "completion")
            or edge is None
            or region.high is None
            or region.high.at != edge.at
        ):
            return False
        return region.single or (of == "completion" and not self.facts.downward and region.low is not None)

    def _past(self, region: Region) -> Region:
        """超支5%以内扣1分: overspent, but no more than that."""
        if region.of in ("over", "excess") and region.low is None and region.high and region.high.at > 0:
            return replace(region, low=Border(Fraction(0), False))
        return region

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
        if of == "late":
            # A day of another year, written without it: nobody earns less for having been early.
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)
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
        if region.of == "completion" and region.low is not None and region.low.at < LEAST_SHARE:
            # 超过10%得满分 of a count is growth, or what lies past the target, rather than a tenth of it.
            raise Unreadable(Problem.AMBIGUOUS, say.PERCENT_OF_WHAT)
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

    def _discretionary(self, pieces: list[Clause], judged: list[Clause], nearly: list[Clause]) -> RuleBase:
        whole = [piece for piece in pieces if piece not in judged and piece not in nearly]
        for piece in judged:
            self._check_unmet(piece)
        full = self._full_of_pieces(pieces)
        top = [piece for piece in whole if piece.worth and self.points_of(piece.worth, full) == full]
        if not judged and not top:
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


def _holds(region: Region, at: Fraction) -> bool:
    low, high = region.low, region.high
    above = low is None or at > low.at or (at == low.at and low.belongs is not False)
    return above and (high is None or at < high.at or (at == high.at and high.belongs is not False))
