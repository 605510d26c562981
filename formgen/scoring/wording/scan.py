"""A numeric wording, clause by clause: every stretch of it gets a meaning, or the reading stops there.

Comes in: normalised text, the row's facts. Goes out: `Clause`s that follow one another without a gap. No
pattern here accounts for text it does not name, but for the noun of what is measured, which `subjects`
judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property, lru_cache

from formgen.declaration.model import Operator
from formgen.messages import scoring as say
from formgen.scoring.numerals import read_number, read_percent
from formgen.scoring.rules.base import Facts
from formgen.scoring.wording.amounts import POINTS_OF_PERCENT, Amount, measure_at, read_amount
from formgen.scoring.wording.conditions import ConditionScanner
from formgen.scoring.wording.lazy_words import Lazy, able
from formgen.scoring.wording.parts import Clause, Condition, Step, Worth
from formgen.scoring.wording.patterns import (
    ANNOTATION,
    BARE_WHOLE,
    BEGUN,
    BEGUN_SIGN,
    BY_EXCESS,
    BY_RATIO,
    BY_SHARE,
    CAPS,
    COUNT,
    DOING,
    EACH,
    FREE,
    FROM,
    HEADING,
    LINEAR,
    NO_EACH,
    NO_EACH_WAY,
    OR,
    SEPARATORS,
    STATED,
    STATED_TAIL,
    STEP_TAIL,
    TAIL,
    TITLE,
    WAY_OF,
    WHOLE,
)
from formgen.scoring.wording.reading import Problem, Unreadable

_STEP_WORTHS = ("deduct", "deduct_share", "add", "range", "points")
UNTIL_ZERO = "扣完"
"""Says that a step without 每 is each (law 9)."""


def read_clauses(text: str, facts: Facts) -> tuple[Clause, ...]:
    """The whole normalised text as clauses. Raises Unreadable with the first stretch that has no meaning."""
    dated = facts.deadline is not None
    return _read_clauses(text, facts.unit, facts.target if dated else "", facts.year if dated else None)


@lru_cache(maxsize=512)
def _read_clauses(text: str, unit: str, target: Decimal | str, year: int | None) -> tuple[Clause, ...]:
    """Of a row the clauses need its unit and its deadline: the sentence of a template is taken apart once for all
    the rows that say it."""
    return tuple(Scanner(text, Facts("", Operator.QUALITATIVE, target, unit, year=year)).clauses())


class Scanner(ConditionScanner):
    """One wording on one row."""

    def clauses(self) -> list[Clause]:
        """The whole text as clauses. Raises Unreadable with the first stretch that has no meaning."""
        found: list[Clause] = []
        at = self.skip(0)
        while at < len(self.text):
            clause = self._clause(at)
            if clause is None:
                raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=self.stretch(at)))
            found += (clause, *self._bracketed.pop(clause.end, ()))
            at = self.skip(clause.end)
        return found

    @cached_property
    def _bracketed(self) -> dict[int, tuple[Clause, ...]]:
        """By where a step ends: the brackets in its middle, clauses of their own."""
        return {}

    def _clause(self, at: int) -> Clause | None:
        for read in (
            self._title, self._stated, self._begun, self._cap, self.whole, self._free, self._step, self._formula, self._alone, self._piece, self._count, self.heading,
        ):  # fmt: skip
            clause = read(at)
            if clause is not None:
                return clause
        return None

    def whole(self, at: int) -> Clause | None:
        found = WHOLE.match(self.text, at)
        if not found and at == 0:
            found = BARE_WHOLE.match(self.text, at)
        if not found:
            return None
        return Clause(at, found.end(), "whole", value=read_number(found["points"]))

    def heading(self, at: int) -> Clause | None:
        found = HEADING.match(self.text, at)
        return Clause(at, found.end(), "heading", labels=(found[0],)) if found else None

    def _title(self, at: int) -> Clause | None:
        """评分标准: in front of what it says; behind it a number would be taken for one of 评分标准."""
        found = TITLE.match(self.text, at)
        return Clause(at, found.end(), "heading", labels=(found[0],)) if found else None

    def _stated(self, at: int) -> Clause | None:
        """以100%为标准, 目标值为95%: what the target is, said once more."""
        found = STATED.match(self.text, at)
        amount = read_amount(self.text, found.end(), self.facts) if found else None
        if not found or not amount:
            return None
        tail = STATED_TAIL.match(self.text, amount[0]) if found[0] == "以" else None
        end = tail.end() if tail else amount[0]
        if not self.at_stop(end) or (found[0] == "以" and tail is None):
            return None
        return Clause(at, end, "heading", step=Step("", amount[1]))

    @cached_property
    def _caps(self) -> list[tuple[str, Lazy]]:
        return able(CAPS, self.text, self.signs)

    def _cap(self, at: int) -> Clause | None:
        for cap, pattern in self._caps:
            found = pattern.match(self.text, at)
            if found and self.at_stop(found.end()):
                groups = found.groupdict()
                points, share = groups.get("points"), groups.get("share")
                of_full = Worth("share", read_percent(share) or Decimal(0)) if share else None
                value = read_number(points) if points else None
                return Clause(at, found.end(), "cap", cap=cap, value=value, worth=of_full)
        return None

    def _begun(self, at: int) -> Clause | None:
        found = BY_SHARE.match(self.text, at)
        if found:
            return Clause(at, found.end(), "begun", cap="exact")
        found = BEGUN.of(self.facts.unit).match(self.text, at)
        if not found or not (self.at_stop(found.end()) or found[0].endswith(")")):
            return None
        cap = next(way for way in ("ceil", "floor", "exact") if found[way])
        amounts = [read_amount(found[name], 0, self.facts) for name in ("short", "as") if found[name]]
        if any(amount is None or amount[1].value != amounts[0][1].value for amount in amounts if amounts[0]):
            raise Unreadable(Problem.CONFLICT, say.TWO_STEPS)
        size = amounts[0]
        return Clause(at, found.end(), "begun", cap=cap, step=Step("", size[1]) if size else None)

    def _count(self, at: int) -> Clause | None:
        found = COUNT.of(self.facts.unit).match(self.text, at)
        if not found or not self.at_stop(found.end()):
            return None
        return Clause(at, found.end(), "count", value=read_number(found["count"]))

    def _free(self, at: int) -> Clause | None:
        found = FREE.match(self.text, at)
        amount = read_amount(self.text, found.end(), self.facts) if found else None
        if not amount:
            return None
        end = amount[0]
        side = re.compile("(?:以内|之内|内)?").match(self.text, end)
        return Clause(at, side.end() if side else end, "free", step=Step("", amount[1]))

    def _alone(self, at: int) -> Clause | None:
        """A worth without a condition: 按完成比例赋分."""
        for kind, pattern in (("excess_ratio", BY_EXCESS), ("ratio", BY_RATIO), ("linear", LINEAR)):
            found = pattern.match(self.text, at)
            if found and self.at_stop(found.end()):
                exact = Decimal(bool(found.groupdict().get("exact")))
                return Clause(at, found.end(), "piece", worth=Worth(kind, exact))  # type: ignore[arg-type]
        return None

    def _formula(self, at: int) -> Clause | None:
        worth = self._formula_worth(at)
        return Clause(at, worth[0], "piece", worth=worth[1]) if worth else None

    @cached_property
    def _counts_steps(self) -> bool:
        """Whether a step can be opened anywhere in the text."""
        return UNTIL_ZERO in self.text or any(pattern.fits(self.signs) for pattern in (EACH, FROM, NO_EACH))

    def _step(self, at: int) -> Clause | None:
        for begin, noun in self._nouns(at) if self._counts_steps else ():
            opened = self._open_step(begin, noun)
            if opened is None:
                continue
            end, step, conditions = opened
            worth = self._step_worth(end)
            kinds = _STEP_WORTHS if step.each_written or step.way == "event" else _STEP_WORTHS[:2]
            if worth and worth[1].kind in kinds:
                return Clause(at, worth[0], "step", conditions=conditions, worth=worth[1], step=step)
        return self._conditional_step(at)

    def _conditional_step(self, at: int) -> Clause | None:
        """超过3天的每天扣1分: the condition says where the steps begin."""
        for end, condition in self._conditions(at):
            tail = TAIL.match(self.text, end)
            place = tail.end() if tail else end
            comma = re.compile(",?(?:则|其)?").match(self.text, place)
            place = comma.end() if comma else place
            opened = self._open_step(place, "")
            if opened is None or opened[1].begins is not None:
                continue
            worth = self._step_worth(opened[0])
            if worth and worth[1].kind in ("deduct", "deduct_share", "add"):
                return Clause(at, worth[0], "step", conditions=(condition,), worth=worth[1], step=opened[1])
        return None

    def _open_step(self, at: int, noun: str) -> tuple[int, Step, tuple[Condition, ...]] | None:
        """每 with its way and its size, up to where the worth starts."""
        found = FROM.of(self.facts.unit).match(self.text, at)
        if found:
            unit, begins = found["unit"], read_number(found["number"])
            amount = read_amount(self.text, found.end(), self.facts)
            end = amount[0] if amount else found.end()
            if not amount:
                end += len(measure_at(self.text, end, self.facts.unit))
            size = amount[1] if amount else Amount(Decimal(1), unit)
            way = WAY_OF.get(found["way"] or "", "")
            return self._step_end(end), Step(way, size, noun, begins=begins), ()  # type: ignore[arg-type]
        each = True
        if noun and self.text.startswith(tuple(SEPARATORS), at):
            return None
        found = EACH.match(self.text, at)
        if found and noun and "," in found[0]:
            return None
        if not found:
            found, each = NO_EACH.match(self.text, at), False
        if not found and UNTIL_ZERO in self.text and not noun:
            found = NO_EACH_WAY.match(self.text, at)
        if not found:
            return None
        way = WAY_OF.get(found.groupdict().get("way") or "", "" if each else "event")
        if each and not way and re.match("(?:超出|超过)", found[0]):
            way = "over"
        begin = found.end()
        done = DOING.match(self.text, begin) if each and not way else None
        if done and done.end() > begin:
            way, begin = "done", done.end()
        amount = read_amount(self.text, begin, self.facts)
        if amount is None:
            named = next((name for name in POINTS_OF_PERCENT if self.text.startswith(name, begin)), "")
            named = named or measure_at(self.text, begin, self.facts.unit)
            if not named:
                return None
            unit = "百分点" if "百分点" in named else named
            amount = begin + len(named), Amount(Decimal(1), unit)
        target = each and bool(found["target"])
        return self._step_end(amount[0]), Step(way, amount[1], noun, target, each_written=each), ()  # type: ignore[arg-type]

    def _step_end(self, at: int) -> int:
        while found := next(filter(None, (pattern.match(self.text, at) for pattern in STEP_TAIL)), None):
            at = found.end()
        return at

    def _step_worth(self, at: int) -> tuple[int, Worth] | None:
        """What a step takes, behind the bracket that says how a begun one counts: 每低10%（不足10%按10%计）扣1分."""
        begun = self._begun(at) if self.text.startswith("(", at) else None
        worth = self.worth(at if begun is None else begun.end, steps=True)
        if worth is not None and begun is not None:
            self._bracketed[worth[0]] = (begun,)
        return worth

    def _piece(self, at: int) -> Clause | None:
        for end, conditions in self._alternatives(at):
            note = ANNOTATION.match(self.text, end)
            for place in dict.fromkeys((note.end() if note else end, end)):
                tail = TAIL.match(self.text, place)
                for start in dict.fromkeys((tail.end() if tail else place, place)):
                    worth = self.worth(start)
                    if worth is not None and (self.at_stop(worth[0]) or self._clause_follows(worth[0])):
                        return Clause(at, worth[0], "piece", conditions=conditions, worth=worth[1])
        return None

    def _clause_follows(self, at: int) -> bool:
        """Sentences without a stop between them: 得20分 90%以上…"""
        return bool(BEGUN_SIGN.match(self.text, at))

    def _alternatives(self, at: int) -> Iterator[tuple[int, tuple[Condition, ...]]]:
        """One condition, or several joined by 或."""
        for end, condition in self._conditions(at):
            joined = OR.match(self.text, end)
            if joined:
                for further, others in self._alternatives(joined.end()):
                    yield further, (condition, *others)
            yield end, (condition,)
