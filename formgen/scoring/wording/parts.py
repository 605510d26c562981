"""What a wording is made of once it is read: conditions, worths, clauses. Data, no text is read here.

Made by `conditions`, `worths` and `scan`; put together by `compose`.
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from formgen.base.records import record
from formgen.scoring.wording.amounts import Amount


@record(frozen=True, slots=True)
class Limit:
    """One limit as worded. belongs: whether the number itself is in; None where the word leaves it to
    usage and to the neighbour. doubted: one word takes the number in and another leaves it out
    (超过10%以上)."""

    amount: Amount
    belongs: bool | None
    words: str = ""
    doubted: bool = False


@record(frozen=True, slots=True)
class Span:
    """A range of what is measured. noun: what the wording calls it. ref: "" a size; target: of the
    target (目标值的80%); past, short: a distance past the target or short of it; late: time after it;
    sign -1: a decrease worded as a positive number. apart: ±. done: so many are done (完成100件)."""

    low: Limit | None
    high: Limit | None
    noun: str = ""
    ref: Literal["", "target", "past", "short", "late", "ambiguous"] = ""
    sign: int = 1
    apart: bool = False
    growth: bool = False
    done: bool = False


@record(frozen=True, slots=True)
class Days:
    """A range of days of completion, counted from the deadline. belongs: None is never needed."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool = False
    high_in: bool = True
    words: str = ""
    noun: str = ""


@record(frozen=True, slots=True)
class State:
    """A condition in words: met, missed, partly, nearly, rest, none (nothing happened), some (it did),
    above, below, equal (compared with the target), full_by (see `timely`). timely: it says in time."""

    what: Literal[
        "met",
        "missed",
        "partly",
        "nearly",
        "rest",
        "none",
        "some",
        "above",
        "below",
        "at_least",
        "at_most",
        "equal",
    ]
    noun: str = ""
    timely: bool = False
    words: str = ""


Condition = Span | Days | State


@record(frozen=True, slots=True)
class Worth:
    """What a condition or step earns. kind: points, full, zero, deduct, deduct_share, share, add,
    judge (酌情), range, ratio (by proportion; value 1 where it is said to be actual to target), formula, linear."""

    kind: Literal[
        "points",
        "full",
        "zero",
        "deduct",
        "deduct_share",
        "share",
        "add",
        "judge",
        "range",
        "ratio",
        "formula",
        "linear",
        "excess_ratio",
    ]
    value: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    formula: Formula | None = None


@record(frozen=True, slots=True)
class Formula:
    """得分 = ratio × full points. ratio: completion, own (the row's own rate), rest (1 − own), floor
    ((rate − floor)/(1 − floor)); divisor: a written 95 in 满意度/95%."""

    ratio: Literal["completion", "own", "rest", "floor"]
    noun: str = ""
    floor: Decimal | None = None
    divisor: Decimal | None = None
    points: Decimal | None = None


@record(frozen=True, slots=True)
class Step:
    """每…: way: over, late, event, under, apart, done (每完成1场), or "" where only the unit is said."""

    way: Literal["over", "late", "event", "under", "apart", "done", ""]
    amount: Amount
    noun: str = ""
    of_target: bool = False
    begins: Decimal | None = None
    each_written: bool = True


@record(frozen=True, slots=True)
class Clause:
    """A stretch of the normalised text and what it means. conditions: alternatives (或)."""

    start: int
    end: int
    kind: Literal["heading", "whole", "piece", "step", "cap", "begun", "free", "count"]
    conditions: tuple[Condition, ...] = ()
    worth: Worth | None = None
    step: Step | None = None
    value: Decimal | None = None
    cap: str = ""
    labels: tuple[str, ...] = field(default=())
