"""The engine: what is measured (a quantity), and how points follow from it (a curve). Exact fractions.

Comes in: an actual value and its row, or a measured distance. Goes out: numbers and worths. The kinds of
rules are named constructors of these; nothing here speaks of a row or prints a sentence but a sum.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from formgen.base.records import record
from formgen.scoring.numbers import Step, count_steps, exact, show

Quantity = Literal["value", "completion", "over", "short", "excess", "lack", "deviation", "late", "count"]
"""What a measured rule is of. Ratios (completion, over, short, deviation) are in percent, late in days."""

RATIOS = frozenset({"completion", "over", "short", "deviation"})
FALLING = frozenset({"over", "short", "excess", "lack", "deviation", "late"})
"""Quantities of which less is better, whatever the row's operator says."""


def measure(quantity: Quantity, actual: Fraction, target: Fraction) -> Fraction:
    """The quantity of an actual value; a ratio needs a target other than 0."""
    match quantity:
        case "completion":
            return actual / target * 100
        case "over":
            return (actual - target) / target * 100
        case "short":
            return (target - actual) / target * 100
        case "deviation":
            return abs(actual - target) / abs(target) * 100
        case "excess":
            return actual - target
        case "lack":
            return target - actual
        case _:
            return actual


def actual_at(quantity: Quantity, measured: Fraction, target: Fraction) -> Fraction:
    """The actual value at which the quantity has that size; of a deviation, the higher one."""
    match quantity:
        case "completion":
            return measured * target / 100
        case "over" | "deviation":
            return target + measured * target / 100
        case "short":
            return target - measured * target / 100
        case "excess":
            return target + measured
        case "lack":
            return target - measured
        case _:
            return measured


@record(frozen=True, slots=True)
class Line:
    """0 points at zero_at, full ones at full_at, straight between, level outside."""

    zero_at: Fraction
    full_at: Fraction

    def share(self, measured: Fraction) -> Fraction:
        """The share of the full points."""
        return min(max((measured - self.zero_at) / (self.full_at - self.zero_at), Fraction(0)), Fraction(1))


@record(frozen=True, slots=True)
class Steps:
    """`each` points off per step of `per` past `start` (sign 1: upwards, -1: downwards)."""

    full: Decimal
    each: Fraction
    start: Fraction
    sign: int
    per: Fraction
    step: Step
    counted: Callable[[Fraction], Fraction] | None = None

    def steps(self, measured: Fraction) -> Fraction:
        if self.counted is not None:
            return self.counted(measured)
        return count_steps((measured - self.start) * self.sign / self.per, self.step)

    def left(self, steps: Fraction) -> Fraction:
        """Points left after so many steps; never below 0."""
        return max(exact(self.full) - self.each * steps, Fraction(0))


@record(frozen=True, slots=True)
class ZeroLine:
    """A line past which the row earns 0; inclusive: the line itself earns 0 too."""

    limit: Fraction
    above: bool
    inclusive: bool

    def passed(self, measured: Fraction) -> bool:
        if measured == self.limit:
            return self.inclusive
        return (measured > self.limit) == self.above


def steps_to(full: Decimal, least: Decimal, each: Fraction) -> int:
    """How many whole steps lead from the full points down to the least ones."""
    return ceil((exact(full) - exact(least)) / each)


def show_terms(full: Decimal, deduct: str, steps: Fraction) -> str:
    """The printed sum of a step curve."""
    return f"{show(full)}－{deduct}×{show(steps)}" if steps else show(full)
