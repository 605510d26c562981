"""Clauses into one rule: what fits together is a rule, what does not goes to a person with the reason.

Comes in: the clauses of a numeric wording, the row's facts, the profile's defaults. Goes out: `Match`.
The laws are those of scoring.md, "Reading a wording".
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from formgen.base.lazy_pattern import lazy
from formgen.messages import scoring as say
from formgen.scoring.wording import vocabulary as words
from formgen.scoring.wording.amounts import in_row_unit
from formgen.scoring.wording.parts import Clause, Limit, Span
from formgen.scoring.wording.pieces import Pieces
from formgen.scoring.wording.ratios import Ratios
from formgen.scoring.wording.reading import (
    Match,
    NoteCode,
    Problem,
    Unreadable,
    build_rule,
)
from formgen.scoring.wording.stepping import Stepping
from formgen.scoring.wording.text import normalise

_NOUNS = {*words.EVENT_NOUNS} - {"情况", "情形", "现象", "行为", "不合格", "不达标", "未达标", "反馈"}
_EVENTS = lazy(words.one_of(_NOUNS))
_HAPPENS = lazy("发生|出现|发现|存在|有")
_RATIO_WORTHS = ("ratio", "formula", "linear", "excess_ratio")


class Composer(Pieces, Ratios, Stepping):
    """One wording on one row."""

    def compose(self) -> Match:
        """The rule. Raises Unreadable where the clauses do not make one."""
        pieces, steps = self._of("piece"), self._of("step")
        if self._counts_out(steps, pieces):
            pieces, steps = pieces + [_as_piece(step) for step in steps], []
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
        self._check_stated()
        self._check_events()
        self._check_growth()
        self.placer.check_nouns(self.facts.name)
        if self.placer.shared:
            self._note(NoteCode.SHARE_AS_PERCENT, say.SHARE_AS_PERCENT)
        return Match(rule, tuple(self.notes), tuple(self.alternatives), self.step_stated)

    def _check_stated(self) -> None:
        """A target that the wording states is the row's own."""
        for clause in self._of("heading"):
            amount = clause.step.amount if clause.step else None
            if amount is not None and in_row_unit(amount, self.facts) != self.placer.target:
                told = {"words": self.stretch(clause), "target": self._target_text()}
                raise Unreadable(Problem.LIMIT, say.LIMIT_DIFFERS.format(**told))

    def _counts_out(self, steps: list[Clause], pieces: list[Clause]) -> bool:
        """发生1起扣2分，发生2起扣5分: each number with what it costs, none of them a step."""
        if any(cap.cap == "until_zero" for cap in self._of("cap")):
            return False
        further = any(
            isinstance(condition, Span) and condition.low == condition.high
            for piece in pieces
            if piece.worth and piece.worth.kind in ("deduct", "deduct_share")
            for condition in piece.conditions
        )
        return further and all(
            clause.step is not None
            and clause.step.way == "event"
            and not (clause.step.each_written or clause.conditions)
            for clause in steps
        )

    def _check_growth(self) -> None:
        """较上年下降5% beside plain 90% is another quantity."""
        spans = [c for clause in self.clauses for c in clause.conditions if isinstance(c, Span)]
        if len({span.growth for span in spans}) > 1:
            raise Unreadable(Problem.FOREIGN, say.FOREIGN_FACT.format(noun=say.LAST_YEAR))

    def _check_events(self) -> None:
        """What happens is the same throughout: 一般事故 is not 重大事故, a complaint no accident."""
        texts = [self.stretch(clause) for clause in self.clauses if clause.kind in ("piece", "step")]
        named = [
            text for text in (normalise(self.facts.name).text, *texts) if any(word in text for word in _NOUNS)
        ]
        events = [found for text in named for found in _EVENTS.findall(text)]
        first = next((text for text in texts if _HAPPENS.search(text)), "")
        if first and events and not _EVENTS.search(first + normalise(self.facts.name).text):
            # 未发生得10分 of the row's own matter; 有违规行为的 is another.
            raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=events[0]))
        for one, other in pairwise(dict.fromkeys(events)):
            if not (one.endswith(other) or other.endswith(one)):
                raise Unreadable(Problem.FOREIGN, say.TWO_NOUNS.format(one=one, other=other))


def _as_piece(step: Clause) -> Clause:
    """A step without 每 as what exactly so many cost."""
    counted = step.step
    if counted is None:
        return step
    limit = Limit(counted.amount, True)
    return replace(step, kind="piece", conditions=(Span(limit, limit, counted.noun),), step=None)
