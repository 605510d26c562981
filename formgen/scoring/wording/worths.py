"""What a condition or step earns: 得5分, 扣权重分的5%, 按比例, 得分=完成率×分值; and where a scanner stands.

Comes in: a place in the text. Goes out: a `Worth` and where it ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property

from formgen.base.records import record
from formgen.messages import scoring as say
from formgen.scoring.numerals import read_number, read_percent
from formgen.scoring.rules.base import Facts
from formgen.scoring.wording import vocabulary as words
from formgen.scoring.wording.lazy_words import Lazy, able
from formgen.scoring.wording.parts import Formula, Worth
from formgen.scoring.wording.patterns import (
    ADD,
    BARE_FORMULA,
    BARE_SCORE,
    BY_EXCESS,
    BY_RATIO,
    COUNTED,
    DEDUCT,
    DEDUCT_RANGE,
    DEDUCT_SHARE,
    FORMULAS,
    FULL_WORTH,
    JUDGE,
    LINEAR,
    NO_DEDUCT,
    POINTS,
    RANGE,
    SEPARATORS,
    SHARE,
    ZERO,
)
from formgen.scoring.wording.reading import Problem, Unreadable
from formgen.scoring.wording.text import begins


@record()
class WorthScanner:
    """A text on a row. text: normalised."""

    text: str
    facts: Facts

    def skip(self, at: int) -> int:
        while at < len(self.text) and self.text[at] in SEPARATORS:
            at += 1
        return at

    def stretch(self, at: int) -> str:
        """From here to the next stop."""
        end = min(
            (place for sign in ",;。" if (place := self.text.find(sign, at)) >= 0), default=len(self.text)
        )
        return self.text[at:end]

    def at_stop(self, at: int) -> bool:
        return at >= len(self.text) or self.text[at] in SEPARATORS + ")("

    def _nouns(self, at: int) -> Iterator[tuple[int, str]]:
        """Where what is measured may end, with its noun: nothing, or a few signs without a stop."""
        yield at, ""
        for end in range(at + 1, min(at + 25, len(self.text)) + 1):
            sign = self.text[end - 1]
            if sign in SEPARATORS + "%≥≤<>=×/" or sign.isdigit() or COUNTED.match(self.text, end - 1):
                return
            yield end, self.text[at:end]

    def worth(self, at: int, *, steps: bool = False) -> tuple[int, Worth] | None:
        """What stands here as a consequence, and where it ends."""
        longest: tuple[int, Worth] | None = None
        for make, pattern in self._worths if begins(self.text, at, self._worth_signs) else ():
            found = pattern.match(self.text, at)
            if found and self._ends_worth(found) and (longest is None or found.end() > longest[0]):
                longest = found.end(), make(found)
        formula = None if steps else self._formula_worth(at)
        return formula if formula and (longest is None or formula[0] > longest[0]) else longest

    @cached_property
    def signs(self) -> frozenset[str]:
        """Every sign of the text."""
        return frozenset(self.text)

    @cached_property
    def _worths(self) -> list[tuple[Callable[[re.Match[str]], Worth], Lazy]]:
        return able(WORTHS, self.text, self.signs)

    @cached_property
    def _worth_signs(self) -> frozenset[str]:
        """With one of these each of them begins."""
        return frozenset().union(*(pattern.begins for _, pattern in self._worths))

    def _ends_worth(self, found: re.Match[str]) -> bool:
        """得5 分 is whole; 得5分之… is not."""
        return not self.text.startswith(("×", "乘", "/"), found.end())

    def _formula_worth(self, at: int) -> tuple[int, Worth] | None:
        starts = at == 0 or self.text[at - 1] in SEPARATORS
        for pattern in (*FORMULAS, BARE_FORMULA) if starts else FORMULAS:
            found = pattern.match(self.text, at)
            if not found or not self.at_stop(found.end()):
                continue
            formula = _read_formula(found)
            if formula is not None:
                return found.end(), Worth("formula", formula=formula)
        return None


def _number(text: str) -> Decimal:
    value = read_number(text)
    if value is None:
        raise Unreadable(Problem.PARAMETERS, say.NO_NUMBER)
    return value


def _percent(text: str) -> Decimal:
    value = read_percent(text)
    if value is None:
        raise Unreadable(Problem.PARAMETERS, say.NO_NUMBER)
    return value


def _read_formula(found: re.Match[str]) -> Formula | None:
    groups = {key.rstrip("1"): value for key, value in found.groupdict().items() if value}
    points = _number(groups["points"]) if "points" in groups else None
    if "floor" in groups:
        if _percent(groups["floor"]) != _percent(groups["other"]):
            raise Unreadable(Problem.UNKNOWN, say.OTHER_FORMULA)
        return Formula("floor", groups["rate"], _percent(groups["floor"]), points=points)
    if "rest" in groups:
        return Formula("rest", groups["rest"], points=points)
    noun = groups.get("own", "")
    bare = re.sub("^(?:指标)?(?:实际)?", "", noun)
    noun = bare if bare in words.COMPLETION else noun
    if not noun:
        return Formula("completion", points=points)
    by = groups.get("by")
    if by in ("指标值", "目标值"):
        return Formula("completion", noun, points=points)
    divisor = _percent(by) if by else None
    if noun in words.COMPLETION and divisor is None:
        return Formula("completion", noun, points=points)
    return Formula("own", noun, divisor=divisor, points=points)


def _share(found: re.Match[str]) -> Decimal:
    return Decimal(50) if found["half"] else _percent(found["one"] or found["two"])


WORTHS: tuple[tuple[Callable[[re.Match[str]], Worth], Lazy], ...] = (
    (lambda found: Worth("judge"), JUDGE),
    (lambda found: Worth("full"), NO_DEDUCT),
    (
        lambda found: Worth("deduct_share", _percent(found["one"] or found["two"] or found["three"])),
        DEDUCT_SHARE,
    ),
    (lambda found: Worth("range", _number(found["low"]), _number(found["high"])), DEDUCT_RANGE),
    (lambda found: Worth("deduct", _number(found["points"])), DEDUCT),
    (lambda found: Worth("zero"), ZERO),
    (lambda found: Worth("share", _share(found)), SHARE),
    (lambda found: Worth("range", _number(found["low"]), _number(found["high"])), RANGE),
    (lambda found: Worth("add", _number(found["points"])), ADD),
    (lambda found: Worth("points", _number(found["points"])), POINTS),
    (lambda found: Worth("full", _number(found["points"]) if found["points"] else Decimal(0)), FULL_WORTH),
    (lambda found: Worth("excess_ratio"), BY_EXCESS),
    (lambda found: Worth("linear"), LINEAR),
    (lambda found: Worth("ratio", Decimal(bool(found["exact"]))), BY_RATIO),
    (lambda found: Worth("full"), BARE_SCORE),
)
