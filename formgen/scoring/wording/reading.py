"""What comes of reading a wording: a rule with notes, or the reason why there is none.

Made by the reader; read by `resolve`, the checks and the appendix.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.records import record, sealed
from formgen.messages import scoring as say
from formgen.scoring.rules import RuleBase, parse_rule
from formgen.scoring.rules.base import Facts


class Problem(StrEnum):
    """Why a wording gives no rule."""

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    TRUNCATED = "truncated"
    UNKNOWN = "unknown"
    NO_METHOD = "no_method"
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    NO_POINTS = "no_points"
    UNIT = "unit"
    DIRECTION = "direction"
    GAP = "gap"
    OVERLAP = "overlap"
    PARAMETERS = "parameters"
    NOT_COMPUTABLE = "not_computable"
    FOREIGN = "foreign"
    BONUS = "bonus"
    LIMIT = "limit"


class NoteCode(StrEnum):
    """What a reader should know of a reading. The checks give each its id: SCO-07 for two_readings,
    SCO-05 for against_operator, number_differs and date_differs, SCO-04 for tiers_open."""

    TWO_READINGS = "two_readings"
    AGAINST_OPERATOR = "against_operator"
    NUMBER_DIFFERS = "number_differs"
    DATE_DIFFERS = "date_differs"
    TIERS_OPEN = "tiers_open"
    FORMULA_ABSENT = "formula_absent"
    NUMBER_CUT = "number_cut"
    STEP_DEFAULT = "step_default"
    INTEGER_BANDS = "integer_bands"
    OPEN_BORDER = "open_border"
    SHARE_AS_PERCENT = "share_as_percent"


@sealed(frozen=True, slots=True)
class Note:
    """code: for the checks. message: one sentence, with both results where two readings differ."""

    code: NoteCode
    message: str


@sealed(frozen=True, slots=True)
class Meaning:
    """A stretch of the wording as declared, source[start:end], and what it was read as."""

    start: int
    end: int
    meaning: str


@sealed(frozen=True, slots=True)
class WordingReading:
    """rule: None where the wording is not read; then `problem` and `reason` say why.

    alternatives: other readings of the same wording. step_stated: False where the profile's default
    for begun steps was used. truncated: the export cut the wording off. placeholder: it is no rule at
    all. points: full points of the rule, or those named in a wording that is not read. points_named:
    False where the points came from the 分值 column. clauses: what each stretch of the wording means.
    """

    rule: RuleBase | None
    problem: Problem | None = None
    reason: str = ""
    notes: tuple[Note, ...] = ()
    alternatives: tuple[RuleBase, ...] = ()
    step_stated: bool = True
    truncated: bool = False
    placeholder: bool = False
    points: Decimal | None = None
    points_named: bool = True
    clauses: tuple[Meaning, ...] = ()


class Unreadable(Exception):
    """Raised by a pattern that knows the sentence and knows why it gives no rule."""

    def __init__(self, problem: Problem, reason: str) -> None:
        super().__init__(reason)
        self.problem = problem
        self.reason = reason


@record(frozen=True, slots=True)
class Match:
    """What a pattern read."""

    rule: RuleBase
    notes: tuple[Note, ...] = ()
    alternatives: tuple[RuleBase, ...] = ()
    step_stated: bool = True
    clauses: tuple[Meaning, ...] = ()


def build_rule(kind: str, **parameters: Any) -> RuleBase:
    """The rule, validated; what the parameters forbid is a reason not to read."""
    try:
        return parse_rule({"kind": kind, **parameters})
    except UnreadableInput as error:
        # Whoever writes a sentence does not know the parameters it is read into.
        told = dict.fromkeys(say.NUMBERS_UNFIT if _names(fault) else fault.message for fault in error.faults)
        raise Unreadable(Problem.PARAMETERS, "".join(told)) from error


def _names(fault: Fault) -> bool:
    """Whether a message names a parameter by its key."""
    key = (fault.field or "").rpartition(".")[2]
    return bool(key) and key in fault.message


def differ_where(one: RuleBase, other: RuleBase, facts: Facts) -> tuple[str, str, str] | None:
    """The first sample value that two readings score differently, with both scores, as printed; None
    where the samples know no difference."""
    return _differ_where(one, other, replace(facts, name="", points=None))


@lru_cache(maxsize=512)
def _differ_where(one: RuleBase, other: RuleBase, facts: Facts) -> tuple[str, str, str] | None:
    """A rule knows nothing of its row's name: rows of one template differ alike."""
    for rule in (one, other):
        for sample in rule.samples(facts).rows:
            answer = sample.answer
            if answer is None:
                continue
            scores = one.score(answer, facts).score, other.score(answer, facts).score
            if scores[0] != scores[1]:
                return sample.cells[-2], str(scores[0]), str(scores[1])
    return None
