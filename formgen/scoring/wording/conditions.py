"""Conditions: in numbers, in dates, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import tee

from formgen.messages import scoring as say
from formgen.scoring.dates import days_between, read_deadline
from formgen.scoring.wording.amounts import Amount
from formgen.scoring.wording.lazy_words import Behind, Lazy, able
from formgen.scoring.wording.limits import LimitScanner
from formgen.scoring.wording.parts import Condition, Days, Limit, Span, State
from formgen.scoring.wording.patterns import (
    AGAINST_TARGET,
    BEGIN,
    CARRIER,
    COUNTED,
    DASH,
    DATE,
    DISTANCE,
    ENDS,
    EVENTS,
    GRADE_BEFORE,
    GROWTH,
    GROWTH_BARE,
    LATE,
    LEADS,
    STATES,
)
from formgen.scoring.wording.reading import Problem, Unreadable
from formgen.scoring.wording.vocabulary import ACHIEVED

MOST_OF_NOUN = 20
"""Signs of a noun of what is measured."""


class ConditionScanner(LimitScanner):
    """Reads what must hold."""

    @cached_property
    def _read(self) -> dict[int, Iterator[tuple[int, Condition]]]:
        return {}

    def _conditions(self, at: int) -> Iterator[tuple[int, Condition]]:
        """What may hold there, with where it ends; read once, whoever asks for it."""
        if at not in self._read:
            (self._read[at],) = tee(self._read_conditions(at), 1)
        return copy(self._read[at])

    def _read_conditions(self, at: int) -> Iterator[tuple[int, Condition]]:
        lead = LEADS.match(self.text, at)
        starts = dict.fromkeys((at, lead.end() if lead else at))
        for start in starts:
            grade = GRADE_BEFORE.match(self.text, start)
            if grade:
                yield from self._graded(grade.end())
            yield from self._states(start)
            yield from self._days(start)
            yield from self._spans(start)

    def _graded(self, at: int) -> Iterator[tuple[int, Condition]]:
        """优(90分以上): the condition stands in brackets behind the name of the grade."""
        closing = self.text[at] == "("
        for end, condition in self._spans(at + 1):
            if not closing:
                yield end, condition
            elif self.text.startswith(")", end):
                yield end + 1, condition

    @cached_property
    def _against(self) -> list[tuple[str, Lazy]]:
        return able(AGAINST_TARGET, self.text, self.signs)

    @cached_property
    def _said(self) -> list[tuple[str, Lazy]]:
        return able(STATES, self.text, self.signs)

    @cached_property
    def _events(self) -> list[tuple[str, Lazy]]:
        return able(EVENTS, self.text, self.signs)

    @cached_property
    def _distances(self) -> list[tuple[str, Lazy]]:
        return able(DISTANCE, self.text, self.signs)

    @cached_property
    def _nouns_end(self) -> dict[int, int]:
        return {}

    @cached_property
    def _next(self) -> dict[Behind, tuple[int, re.Match[str] | None]]:
        return {}

    def _find(self, pattern: Lazy, at: int) -> re.Match[str] | None:
        """The pattern, there or behind the noun that begins there: the signs up to where it starts."""
        if not isinstance(pattern, Behind):
            return pattern.match(self.text, at)
        asked, found = self._next.get(pattern, (at + 1, None))
        if at < asked or (found is not None and found.start() < at):
            found = pattern.search(self.text, at)
            self._next[pattern] = at, found
        return found if found is not None and found.start() <= self._noun_end(at) else None

    def _noun_end(self, at: int) -> int:
        """The last place where a noun of what is measured that begins there may end; before it where none may."""
        if at not in self._nouns_end:
            self._nouns_end[at] = at - 1 if COUNTED.match(self.text, at) else self._letters_end(at)
        return self._nouns_end[at]

    def _letters_end(self, at: int) -> int:
        """Where the signs end that a noun is written with."""
        for place in range(at, min(at + MOST_OF_NOUN, len(self.text))):
            sign = self.text[place]
            if not ("一" <= sign <= "鿿" or sign in "“”" or (sign.isascii() and sign.isalpha())):
                return place
        return min(at + MOST_OF_NOUN, len(self.text))

    def _states(self, at: int) -> Iterator[tuple[int, Condition]]:
        for what, pattern in self._against:
            found = self._find(pattern, at)
            if found:
                noun, said = self.text[at : found.start()], self.text[at : found.end()]
                yield found.end(), State(what, noun, words=said)  # type: ignore[arg-type]
        for what, pattern in self._said:
            found = self._find(pattern, at)
            if not found:
                continue
            groups = found.groupdict()
            noun, done = self.text[at : found.start()], groups.get("object") or ""
            if noun and done:
                continue
            said = self.text[at : found.end()]
            if what == "late":
                yield found.end(), State("missed", "", True, said)
            else:
                timely = bool(groups.get("timely"))
                yield found.end(), State(what, noun or done, timely, said)  # type: ignore[arg-type]
        for what, pattern in self._events:
            found = self._find(pattern, at)
            if found:
                noun, said = self.text[at : found.start()], self.text[at : found.end()]
                yield found.end(), State(what, noun, words=said)  # type: ignore[arg-type]
        found = self._find(GROWTH_BARE, at)
        if found:
            zero = Limit(Amount(Decimal(0), "%"), None)
            low, high = None, None
            if found["none"]:
                high = replace(zero, belongs=True)
            elif found["level"]:
                low = high = replace(zero, belongs=True)
            elif found["down"]:
                high = replace(zero, belongs=False)
            else:
                low = replace(zero, belongs=False)
            yield found.end(), Span(low, high, self.text[at : found.start()], growth=True)

    def _days(self, at: int) -> Iterator[tuple[int, Condition]]:
        """2023年12月底前完成."""
        deadline = self.facts.deadline
        if deadline is None:
            return
        for start, noun in self._nouns(at):
            found = DATE.match(self.text, start)
            if not found:
                continue
            day = read_deadline(found["date"], self.facts.year)
            if day is None:
                raise Unreadable(Problem.PARAMETERS, say.NO_SUCH_DAY.format(day=found["date"]))
            distance = days_between(deadline.day, day.day)
            until = self._until(found, day.day)
            if until is not None:
                end, last = until
                yield end, Days(distance - 1, days_between(deadline.day, last), words=found[0], noun=noun)
                return
            ends = ENDS.match(self.text, found.end())
            end = ends.end() if ends else found.end()
            if found["since"]:
                yield end, Days(distance - 1, None, words=found["date"], noun=noun)
            elif found["after"] or found["past"]:
                yield end, Days(distance, None, False, False, found["date"], noun)
            else:
                yield end, Days(None, distance, words=found["date"], noun=noun)
            return

    def _until(self, found: re.Match[str], first: date) -> tuple[int, date] | None:
        """2023年12月1日至12月31日: where it ends, and its last day."""
        dash = DASH.match(self.text, found.end())
        last = DATE.match(self.text, dash.end()) if dash and found["date"].endswith(("日", "号")) else None
        if last is None or found["after"] or found["past"] or last["since"] or last["after"] or last["past"]:
            return None
        day = read_deadline(last["date"], first.year)
        if day is None or day.day < first:
            raise Unreadable(Problem.PARAMETERS, say.NO_SUCH_DAY.format(day=last["date"]))
        ends = ENDS.match(self.text, last.end())
        return ends.end() if ends else last.end(), day.day

    def _spans(self, at: int) -> Iterator[tuple[int, Condition]]:
        growth = self._find(GROWTH, at)
        if growth:
            yield from self._measured(
                growth.end(), self.text[at : growth.start()], sign=-1 if growth["down"] else 1, growth=True
            )
        late = self._find(LATE, at)
        if late:
            yield from self._late(late, self.text[at : late.start()])
        for ref, pattern in self._distances:
            found = self._find(pattern, at)
            if found:
                yield from self._measured(found.end(), self.text[at : found.start()], ref=ref)
        for start, noun in self._nouns(at):
            chained = self._chained(start) if start == at else None
            if chained:
                yield chained
            carried = CARRIER.match(self.text, start)
            begun = BEGIN.match(self.text, start)
            places = dict.fromkeys(
                (start, carried.end() if carried else start, begun.end() if begun else start)
            )
            if begun and begun.end() > start:
                again = CARRIER.match(self.text, begun.end())
                places[again.end() if again else start] = None
            for place in places:
                done = begun is not None and begun[0] in ACHIEVED and begun.end() <= place
                yield from self._measured(place, noun, done=done)

    def _late(self, found: re.Match[str], noun: str) -> Iterator[tuple[int, Condition]]:
        for end, condition in self._measured(found.end(), noun, ref="late"):
            if not isinstance(condition, Span):
                continue
            if found["over"] == "超过" and condition.low is not None and condition.low == condition.high:
                condition = replace(condition, low=replace(condition.low, belongs=False), high=None)
            elif found["over"] == "不超过" and condition.low is not None and condition.low == condition.high:
                condition = replace(condition, low=None, high=replace(condition.low, belongs=True))
            elif found["over"]:
                continue
            yield end, condition
