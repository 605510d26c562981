"""Limits and ranges: 95%（含）以上, 90%-95%, <95%且≥85%, [85%,95%)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from formgen.messages import scoring as say
from formgen.scoring.wording import vocabulary as words
from formgen.scoring.wording.amounts import AMOUNT_SIGNS, Amount, read_amount
from formgen.scoring.wording.lazy_words import first_of
from formgen.scoring.wording.parts import Condition, Limit, Span
from formgen.scoring.wording.patterns import (
    ABOVE,
    APART,
    BELOW,
    BETWEEN,
    CARRIER,
    COMPARE,
    DASH,
    ENDS,
    EQUALS,
    HAPPENED,
    JOIN,
    MARK,
    MARK_NUMBER,
    SIDE,
    TARGET_OF,
)
from formgen.scoring.wording.reading import Problem, Unreadable
from formgen.scoring.wording.text import begins
from formgen.scoring.wording.worths import WorthScanner

_SIGNS = AMOUNT_SIGNS | frozenset("[(±正上" + first_of(words.COMPARISONS, words.EQUALS, words.TARGETS))
"""With one of these a limit begins."""


class LimitScanner(WorthScanner):
    """Reads numbers with their comparisons and marks."""

    def _chained(self, at: int) -> tuple[int, Condition] | None:
        """80%≤满意度<90%, 90%>满意度≥80%."""
        first = read_amount(self.text, at, self.facts)
        sign = BELOW if first and BELOW.match(self.text, first[0]) else ABOVE
        left = sign.match(self.text, first[0]) if first else None
        if not first or not left:
            return None
        for place, noun in self._nouns(left.end()):
            right = sign.match(self.text, place)
            second = read_amount(self.text, right.end(), self.facts) if right else None
            if right and second:
                ends = (Limit(first[1], left[0] in "≤≥"), Limit(second[1], right[0] in "≤≥"))
                low, high = ends if sign is BELOW else ends[::-1]
                return second[0], Span(low, high, noun)
        return None

    def _measured(
        self, at: int, noun: str, ref: str = "", sign: int = 1, growth: bool = False, done: bool = False
    ) -> Iterator[tuple[int, Condition]]:
        """A limit, or two that make a range."""
        first = self._limit(at)
        if first is None:
            return
        end, low, high, extra = first
        kind = extra or ref
        apart = kind == "apart"
        span = Span(low, high, noun, "" if apart else kind, sign, apart, growth, done)  # type: ignore[arg-type]
        ends = ENDS.match(self.text, end)
        after = ends.end() if ends else end
        if low is None or high is None:
            joined = self._second(end, span)
            if joined is not None:
                yield joined
        if after != end:
            yield after, span
        event = HAPPENED.match(self.text, end)
        if event:
            yield event.end(), span
        yield end, span

    def _second(self, at: int, span: Span) -> tuple[int, Span] | None:
        """The other limit of a range in two halves: <95%且≥85%, 80%及以上不足95%."""
        joined = JOIN.match(self.text, at)
        start = joined.end() if joined else at
        carried = CARRIER.match(self.text, start)
        places = [start, carried.end() if carried else start]
        if span.noun and self.text.startswith(span.noun, start):
            places.append(start + len(span.noun))
        for place in dict.fromkeys(places):
            second = self._limit(place)
            if second is None:
                continue
            end, low, high, extra = second
            if (extra == "apart") != span.apart or (low is None) == (high is None):
                continue
            if (span.low is None) == (low is None):
                continue
            whole = replace(span, low=span.low or low, high=span.high or high)
            if whole.low and whole.high and whole.low.amount.value < whole.high.amount.value:
                ends = ENDS.match(self.text, end)
                return (ends.end() if ends else end), whole
        return None

    def _limit(self, at: int) -> tuple[int, Limit | None, Limit | None, str] | None:
        """One limit, or a range with a dash: where it ends, low, high, and what the amounts are of."""
        if not begins(self.text, at, _SIGNS):
            return None
        interval = self._interval(at)
        if interval:
            return interval
        compare = COMPARE.match(self.text, at)
        equals = EQUALS.match(self.text, at) if not compare else None
        start = compare.end() if compare else equals.end() if equals else at
        if compare and self.text.startswith("在", start):
            start += 1
        target = TARGET_OF.match(self.text, start)
        extra = ""
        if target:
            start, extra = target.end(), "target"
        apart = APART.match(self.text, start)
        if apart:
            start, extra = apart.end(), "apart"
        first = read_amount(self.text, start, self.facts)
        if not first:
            return None
        end, mark = self._mark(first[0])
        amount = first[1]
        dash = DASH.match(self.text, end) if not compare else None
        if dash:
            ranged = self._dashed(dash.end(), amount, mark, extra)
            if ranged:
                return ranged
        end, side, belongs, mark = self._side(end, mark)
        if compare:
            way, given = words.COMPARISONS[compare[0]]
            if side and side != way:
                return None
            if mark is not None and mark != given:
                raise Unreadable(
                    Problem.CONFLICT, say.MARK_AGAINST.format(sign=compare[0], mark=say.MARKS[mark])
                )
            # 达到90%以上 is 90%以上: whether 90 is in it stays with the neighbour. 超过90%以上 says both.
            unmarked = bool(side) and mark is None
            loose = unmarked and compare[0] in ("达", "达到")
            limit = Limit(
                amount, belongs if loose else given, compare[0] + self.text[start:end], unmarked and not given
            )
            return end, *((limit, None) if way == "low" else (None, limit)), extra
        if side:
            limit = Limit(amount, mark if mark is not None else belongs, self.text[start:end])
            if extra == "apart":
                return end, *((limit, None) if side == "low" else (None, limit)), extra
            return end, *((limit, None) if side == "low" else (None, limit)), extra
        exact = Limit(amount, True, self.text[start:end])
        return end, exact, exact, extra

    def _side(self, at: int, mark: bool | None) -> tuple[int, str, bool | None, bool | None]:
        """以上, 以内 behind the number, with a mark behind that."""
        found = SIDE.match(self.text, at)
        if not found:
            return at, "", None, mark
        way, belongs = words.SIDES[found[0]]
        end, again = self._mark(found.end())
        if again is not None:
            if mark is not None and mark != again:
                raise Unreadable(
                    Problem.CONFLICT, say.MARK_AGAINST.format(sign=say.MARKS[mark], mark=say.MARKS[again])
                )
            mark = again
        return end, way, belongs, mark

    def _mark(self, at: int) -> tuple[int, bool | None]:
        """（含）, （不含）, （含3次）."""
        found = MARK.match(self.text, at)
        if found:
            return found.end(), not found[1]
        named = self._named_mark(at)
        return (named[0], named[2]) if named else (at, None)

    def _named_mark(self, at: int) -> tuple[int, Amount, bool] | None:
        """（含80%）: where it ends, its number, and whether that belongs."""
        found = MARK_NUMBER.match(self.text, at)
        amount = read_amount(self.text, found.end(), self.facts) if found else None
        if found and amount and self.text.startswith(")", amount[0]):
            return amount[0] + 1, amount[1], not found[1]
        return None

    def _dashed(
        self, at: int, low: Amount, low_mark: bool | None, extra: str
    ) -> tuple[int, Limit, Limit, str] | None:
        high = read_amount(self.text, at, self.facts)
        if not high:
            return None
        end, high_mark = self._mark(high[0])
        named = self._named_mark(high[0])
        if named and low_mark is None and named[1].value == low.value != high[1].value:
            low_mark, high_mark = named[2], None  # 80%-90%（含80%）: the mark says which.
        between = BETWEEN.match(self.text, end)
        end = between.end() if between else end
        ends = self._mark(end)
        if ends[1] is not None and high_mark is None:
            end, high_mark = ends
        first, second = _share_unit(low, high[1])
        return end, Limit(first, low_mark), Limit(second, high_mark), extra

    def _interval(self, at: int) -> tuple[int, Limit, Limit, str] | None:
        """[85%,95%)."""
        if at >= len(self.text) or self.text[at] not in "[(":
            return None
        low = read_amount(self.text, at + 1, self.facts)
        if not low or not self.text.startswith(",", low[0]):
            return None
        high = read_amount(self.text, low[0] + 1, self.facts)
        if not high or self.text[high[0] : high[0] + 1] not in ("]", ")"):
            return None
        first, second = _share_unit(low[1], high[1])
        return high[0] + 1, Limit(first, self.text[at] == "["), Limit(second, self.text[high[0]] == "]"), ""


def _share_unit(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """90-95%: the unit stands once."""
    if low.unit and not high.unit:
        return low, replace(high, unit=low.unit)
    if high.unit and not low.unit:
        return replace(low, unit=high.unit), high
    return low, high
