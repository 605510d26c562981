"""Ladders of pieces: ranges with points, arranged so that every size lies in exactly one of them.

Comes in: regions with points, as worded. Goes out: bands, the borders that stay open, notes. Borders as
scoring.md has them: a mark （含） closes its side and opens the neighbour's; unmarked 以上, 以下, 以内 and
range ends include the number (usage of 民法典 第1259条†).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from formgen.base.records import record
from formgen.messages import scoring as say
from formgen.scoring.numbers import show
from formgen.scoring.wording.place import Border, Region
from formgen.scoring.wording.reading import Problem, Unreadable


@record(frozen=True, slots=True)
class Piece:
    region: Region
    points: Decimal


@record(slots=True)
class Ladder:
    """pieces: from high to low, without holes. open: borders two pieces both claim. integer_ends: upper
    numbers stood for "below the next"."""

    pieces: list[Piece]
    open: list[Fraction] = field(default_factory=list)
    integer_ends: bool = False


def arrange(
    pieces: Sequence[Piece], rest: Decimal | None, *, countable: bool, whole: bool, higher: bool
) -> Ladder:
    """The ladder of worded pieces. rest: the points of 其余. countable: only whole sizes occur. whole: the
    quantity is a share of 100, so that nothing below 0 or above 100 is a hole. higher: the profile gives
    a border that two pieces claim to the higher points."""
    ladder = sorted(pieces, key=_order, reverse=True)
    ladder = _cut_singles(ladder)
    ladder = _cascade(ladder)
    if countable and all(_is_integer(piece.region) for piece in ladder):
        ladder = _count(ladder)
    found = Ladder(ladder)
    if rest is not None:
        found.pieces = _fill(found.pieces, rest)
    if not countable:
        found.integer_ends = _close_integer_ends(found)
    for index in range(len(found.pieces) - 1):
        _join(found, index, higher)
    found.pieces = _merge(found.pieces)
    _check_ends(found, whole, countable)
    return found


def _order(piece: Piece) -> tuple[bool, Fraction, bool, Fraction]:
    region = piece.region
    low = region.low.at if region.low else Fraction(-(10**18))
    high = region.high.at if region.high else Fraction(10**18)
    return region.low is not None, low, bool(region.low and region.low.belongs is False), high


def _cut_singles(ladder: list[Piece]) -> list[Piece]:
    """A piece of one single value wins over a range that ends in it."""
    singles = {piece.region.low.at for piece in ladder if piece.region.single and piece.region.low}

    def cut(piece: Piece) -> Piece:
        region = piece.region
        if region.single:
            return piece
        low, high = region.low, region.high
        if low and low.at in singles:
            low = replace(low, belongs=False)
        if high and high.at in singles:
            high = replace(high, belongs=False)
        return replace(piece, region=replace(region, low=low, high=high))

    return [cut(piece) for piece in ladder]


def _cascade(ladder: list[Piece]) -> list[Piece]:
    """Open-ended pieces in one direction: the strictest that holds. Each ends where the next begins."""
    tops = [piece for piece in ladder if piece.region.low and piece.region.high is None]
    bottoms = [piece for piece in ladder if piece.region.high and piece.region.low is None]
    closed: list[Piece] = []
    for piece in ladder:
        region = piece.region
        if piece in tops and len(tops) > 1:
            above = [
                other.region.low
                for other in tops
                if other.region.low and region.low and other.region.low.at > region.low.at
            ]
            if above:
                next_low = min(above, key=lambda border: border.at)
                region = replace(region, high=Border(next_low.at, next_low.belongs is False))
        if piece in bottoms and len(bottoms) > 1:
            below = [
                other.region.high
                for other in bottoms
                if other.region.high and region.high and other.region.high.at < region.high.at
            ]
            if below:
                next_high = max(below, key=lambda border: border.at)
                region = replace(region, low=Border(next_high.at, next_high.belongs is False))
        closed.append(replace(piece, region=region))
    return sorted(closed, key=_order, reverse=True)


def _is_integer(region: Region) -> bool:
    return all(border is None or border.at.denominator == 1 for border in (region.low, region.high))


def _count(ladder: list[Piece]) -> list[Piece]:
    """Ranges of whole numbers, each from its first number up to the next range's first."""

    counted = list(ladder)
    for index in range(len(counted) - 1):
        upper, lower = counted[index].region, counted[index + 1].region
        if upper.low is None or lower.high is None or upper.low.at == lower.high.at:
            continue
        first = upper.low.at + (1 if upper.low.belongs is False else 0)
        last = lower.high.at - (1 if lower.high.belongs is False else 0)
        if last + 1 == first:
            # Nothing lies between two whole numbers.
            counted[index] = replace(counted[index], region=replace(upper, low=Border(first, True)))
            counted[index + 1] = replace(counted[index + 1], region=replace(lower, high=Border(first, False)))
    return counted


def _fill(ladder: list[Piece], rest: Decimal) -> list[Piece]:
    """其余: whatever the named pieces leave."""
    of = ladder[0].region.of
    filled: list[Piece] = []
    top = ladder[0].region.high
    if top is not None:
        filled.append(Piece(Region(of, Border(top.at, top.belongs is False), None), rest))
    for upper, lower in pairwise(ladder):
        filled.append(upper)
        low, high = upper.region.low, lower.region.high
        if low is not None and high is not None and high.at < low.at:
            filled.append(
                Piece(
                    Region(of, Border(high.at, high.belongs is False), Border(low.at, low.belongs is False)),
                    rest,
                )
            )
    filled.append(ladder[-1])
    bottom = ladder[-1].region.low
    if bottom is not None:
        filled.append(Piece(Region(of, None, Border(bottom.at, bottom.belongs is False)), rest))
    return filled


def _places(value: Fraction) -> int:
    for places in range(10):
        if (value * 10**places).denominator == 1:
            return places
    return 10


def _close_integer_ends(found: Ladder) -> bool:
    """90以上, 80-89, 70-79: where no band is marked and every gap is one unit of the last printed place,
    an upper number stands for "below the next"."""
    ladder = found.pieces
    borders = [(upper.region.low, lower.region.high) for upper, lower in pairwise(ladder)]
    if not borders or any(low is None or high is None for low, high in borders):
        return False
    pairs = [(low, high) for low, high in borders if low is not None and high is not None]
    places = max(_places(border.at) for pair in pairs for border in pair)
    one = Fraction(1, 10**places)
    if any(border.belongs is not None for pair in pairs for border in pair):
        return False
    if any(low.at - high.at != one for low, high in pairs):
        return False
    for index, (low, _) in enumerate(pairs):
        piece = ladder[index + 1]
        ladder[index + 1] = replace(piece, region=replace(piece.region, high=Border(low.at, False)))
        upper = ladder[index]
        ladder[index] = replace(upper, region=replace(upper.region, low=Border(low.at, True)))
    return True


def _join(found: Ladder, index: int, higher: bool) -> None:
    """Who has the border between two neighbours."""
    upper, lower = found.pieces[index], found.pieces[index + 1]
    low, high = upper.region.low, lower.region.high
    if low is None or high is None:
        raise Unreadable(Problem.OVERLAP, say.BANDS_FAULTY.format(why=say.OVERLAPPING))
    if low.at != high.at:
        problem = Problem.GAP if low.at > high.at else Problem.OVERLAP
        words = say.GAP_BETWEEN if problem is Problem.GAP else say.OVERLAP_BETWEEN
        low_text, high_text = sorted((low.at, high.at))
        raise Unreadable(
            problem, say.BANDS_FAULTY.format(why=words.format(low=show(low_text), high=show(high_text)))
        )
    upper_has, lower_has = low.belongs, high.belongs
    if upper_has is None and lower_has is None:
        if upper.points != lower.points and not higher:
            found.open.append(low.at)
        upper_has = upper.points >= lower.points
        lower_has = not upper_has
    elif upper_has is None:
        upper_has = not lower_has
    elif lower_has is None:
        lower_has = not upper_has
    elif upper_has and lower_has and upper.points == lower.points:
        lower_has = False
    if upper_has == lower_has:
        problem = Problem.OVERLAP if upper_has else Problem.GAP
        words = say.BORDER_TWICE if upper_has else say.BORDER_NOWHERE
        raise Unreadable(problem, say.BANDS_FAULTY.format(why=words.format(limit=show(low.at))))
    found.pieces[index] = replace(upper, region=replace(upper.region, low=Border(low.at, upper_has)))
    found.pieces[index + 1] = replace(lower, region=replace(lower.region, high=Border(high.at, lower_has)))


def _merge(ladder: list[Piece]) -> list[Piece]:
    """Neighbours with the same points are one piece."""
    merged: list[Piece] = []
    for piece in ladder:
        if merged and merged[-1].points == piece.points:
            merged[-1] = replace(merged[-1], region=replace(merged[-1].region, low=piece.region.low))
        else:
            merged.append(piece)
    return merged


def _check_ends(found: Ladder, whole: bool, countable: bool) -> None:
    """Nothing above the top or below the bottom, but what cannot occur."""
    top, bottom = found.pieces[0].region.high, found.pieces[-1].region.low
    if top is not None and not (whole and top.at >= 100):
        raise Unreadable(Problem.GAP, say.BANDS_FAULTY.format(why=say.GAP_ABOVE.format(limit=show(top.at))))
    if bottom is not None and not (bottom.at <= 0 and (whole or countable)):
        raise Unreadable(
            Problem.GAP, say.BANDS_FAULTY.format(why=say.GAP_BELOW.format(limit=show(bottom.at)))
        )
    if bottom is not None and countable:
        last = found.pieces[-1]
        found.pieces[-1] = replace(last, region=replace(last.region, low=None))
    for border, index in ((top, 0), (bottom, -1)):
        if border is not None and whole and border.belongs is None:
            piece = found.pieces[index]
            ended, closed = piece.region, Border(border.at, True)
            ended = replace(ended, high=closed) if index == 0 else replace(ended, low=closed)
            found.pieces[index] = replace(piece, region=ended)
