"""Exact arithmetic for scores: decimals in, fractions between, decimals and strings out. Nothing here is
rounded but by `round_points`; a float never takes part.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import Literal

Step = Literal["floor", "ceil", "exact"]
"""floor: completed steps; ceil: a begun step counts whole; exact: by proportion."""

MOST_DIGITS = 15
"""Digits before the point that a number may have; with MOST_PLACES it keeps every number exact in a
cell of a workbook and in JSON."""
MOST_PLACES = 9


def in_range(value: Decimal) -> bool:
    """True for a number formgen computes with: finite, at most 15 digits before and 9 after the point."""
    if not value.is_finite():
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MOST_PLACES and value.adjusted() < MOST_DIGITS


@lru_cache(maxsize=1024)
def exact(value: Decimal) -> Fraction:
    """The number as a fraction. What a rule declares comes again with every score."""
    return Fraction(value)


def round_points(value: Fraction) -> Decimal:
    """Points rounded half up to 2 places; value ≥ 0."""
    return Decimal(_half_up(100 * value.numerator, value.denominator)).scaleb(-2)


def _half_up(numerator: int, denominator: int) -> int:
    """A fraction, 0 or more, as the nearest whole number. What is said of a score is in whole numbers: Python's
    fractions are slow."""
    return (2 * numerator + denominator) // (2 * denominator)


def count_steps(value: Fraction, step: Step) -> Fraction:
    """How many steps a distance makes; none below zero."""
    if value <= 0:
        return Fraction(0)
    if step == "exact":
        return value
    return Fraction(floor(value) if step == "floor" else ceil(value))


def terminate(value: Fraction) -> Decimal | None:
    """The fraction as a decimal of at most 9 places, or None where it needs more."""
    whole, rest = divmod(value.numerator * 10**MOST_PLACES, value.denominator)
    return None if rest else Decimal(whole).scaleb(-MOST_PLACES)


def show(value: Decimal | Fraction | int) -> str:
    """A number as people write it: no exponent, no trailing zeros; a fraction that never ends as p÷q."""
    if isinstance(value, Fraction):
        ended = terminate(value)
        return show(ended) if ended is not None else f"{value.numerator}÷{value.denominator}"
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def show_percent(value: Fraction) -> str:
    """A ratio as a percentage: ＝98.75%, or ≈66.6667% where four places are not the whole of it."""
    scaled = abs(value.numerator) * 1000000
    whole = _half_up(scaled, value.denominator) * (1 if value.numerator >= 0 else -1)
    sign = "＝" if scaled == abs(whole) * value.denominator else "≈"
    return f"{sign}{show(Decimal(whole).scaleb(-4))}%"


def operand(value: Decimal) -> str:
    """A number as a term of a printed sum: in brackets where it is negative."""
    return show(value) if value >= 0 else f"({show(value)})"


def share(value: Decimal) -> str:
    """A share such as 0.6 as 60%."""
    return f"{show(value * 100)}%"


def json_number(value: Decimal) -> int | float | str:
    """The same number for JSON; its digits as a string in the rare case that a float would not keep them."""
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else show(value)
