"""Deadlines: the dates that forms name, and how many periods a later date lies past one.

Comes in: text such as 2023年12月底之前, or a date. Goes out: `Deadline`, dates, counts of steps. No calendar
of holidays is kept, so working days are never counted from dates.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from formgen.base.lazy_pattern import lazy
from formgen.base.records import record
from formgen.scoring.numbers import Step, count_steps
from formgen.scoring.units import MONTHS_OF, WEEK_UNITS

BEFORE = "(?:以前|之前|前)"
DEADLINE = (
    rf"(?:(?:20|19)\d\d年(?:(?:1[0-2]|0?[1-9])月(?:(?:3[01]|[12]\d|0?[1-9])日|底|末)?|底|末){BEFORE}?"
    rf"|(?:20|19)\d\d(?P<sep>[-./])(?:1[0-2]|0?[1-9])(?P=sep)(?:3[01]|[12]\d|0?[1-9]){BEFORE}?)"
)
"""A deadline in normalised text; at most one per pattern, for its separator is a named group."""
_DAY_WORDS = "(?:(?:3[01]|[12]\\d|0?[1-9])日|底|末)"
DEADLINE_WORDS = (
    rf"(?:(?:(?:20|19)\d\d年)?(?:(?:1[0-2]|0?[1-9])月{_DAY_WORDS}?|第?[一二三四1-4]季度(?:底|末)?|[上下]半年|年?底|年末)(?:内|{BEFORE})?"
    rf"|(?:20|19)\d\d年(?:内|{BEFORE})?|(?:20|19)\d\d(?:[-./])(?:1[0-2]|0?[1-9])[-./](?:3[01]|[12]\d|0?[1-9]){BEFORE}?)"
)
_QUARTERS = "一二三四1234"
_QUARTER = lazy(rf"((?:20|19)\d\d)年(?:第)?([一二三四1-4])季度(?:底|末)?(?:内|{BEFORE})?")
_HALF = lazy(rf"((?:20|19)\d\d)年(上|下)半年(?:内|{BEFORE})?")
_YEARLESS = lazy(r"(?:1[0-2]|0?[1-9])月|第?[一二三四1-4]季度|年底|年末|[上下]半年")


@record(frozen=True, slots=True)
class Deadline:
    """The last day that counts as in time. loose: the month alone was named (2023年12月前), which some
    read as the month's first day; formgen reads its last, and says so."""

    day: date
    loose: bool = False


@lru_cache(maxsize=1024)
def read_deadline(text: str, year: int | None = None) -> Deadline | None:
    """The deadline that a text (normalised, without spaces) is; None where it is not one. year: the
    form's, for a date without one."""
    if year is not None and _YEARLESS.match(text):
        text = f"{year}年{text.removeprefix('年')}"
    quarter = _QUARTER.fullmatch(text)
    if quarter:
        return Deadline(end_of_month(int(quarter[1]), 3 * _QUARTERS.index(quarter[2]) % 12 + 3))
    half = _HALF.fullmatch(text)
    if half:
        return Deadline(end_of_month(int(half[1]), 6 if half[2] == "上" else 12))
    if not re.fullmatch(DEADLINE, text):
        return None
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    year = numbers[0]
    month = numbers[1] if len(numbers) > 1 else 12
    if len(numbers) == 3:
        last = _days_of(year, month)
        return Deadline(date(year, month, numbers[2])) if numbers[2] <= last else None
    loose = "底" not in text and "末" not in text
    return Deadline(end_of_month(year, month), loose)


def read_day(text: str) -> date | None:
    """One calendar day (2024-01-20, 2024年1月20日, 2024/1/20); None for anything else."""
    found = re.fullmatch(r"(\d{4})(?:年|([-./]))(\d{1,2})(?:月|\2)(\d{1,2})日?", text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[3]), int(found[4])
    in_calendar = year >= 1 and 1 <= month <= 12 and 1 <= day <= _days_of(year, month)
    return date(year, month, day) if in_calendar else None


def show_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def days_between(deadline: date, day: date) -> Fraction:
    """How many days a day lies past the deadline; negative before it."""
    return Fraction((day - deadline).days)


def _days_of(year: int, month: int) -> int:
    """Days of a month. The calendar module would bring the languages of the system along."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def end_of_month(year: int, month: int) -> date:
    return date(year, month, _days_of(year, month))


def add_months(deadline: date, months: int) -> date:
    """The day on which that many months past the deadline are complete.

    A deadline on the last day of its month completes on last days (12-31 → 01-31 → 02-29); any other
    on the same day of the month, or on the month's last where it is shorter (01-30 → 02-29).
    """
    years, month0 = divmod(deadline.month - 1 + months, 12)
    year, month = deadline.year + years, month0 + 1
    last = _days_of(year, month)
    at_end = deadline == end_of_month(deadline.year, deadline.month)
    return date(year, month, last if at_end else min(deadline.day, last))


def completed_months(deadline: date, actual: date) -> int:
    """Months completed between a deadline and a later day; 0 for a day in time."""
    if actual <= deadline:
        return 0
    months = (actual.year - deadline.year) * 12 + actual.month - deadline.month
    return months if add_months(deadline, months) <= actual else months - 1


def add_periods(deadline: date, periods: int, count: int, unit: str) -> date:
    """The day on which so many periods (of `count` units each) past the deadline are complete."""
    if unit in MONTHS_OF:
        return add_months(deadline, periods * count * MONTHS_OF[unit])
    return deadline + timedelta(days=periods * count * (7 if unit in WEEK_UNITS else 1))


def steps_late(deadline: date, actual: date, count: int, unit: str, step: Step) -> Fraction:
    """Steps of `count` units between the deadline and the day it was done. By proportion (exact) is
    defined for days and weeks only; rules refuse it for months."""
    if actual <= deadline:
        return Fraction(0)
    if unit in MONTHS_OF:
        whole = completed_months(deadline, actual) // (count * MONTHS_OF[unit])
        begun = add_periods(deadline, whole, count, unit) < actual
        return Fraction(whole + (1 if step == "ceil" and begun else 0))
    days = count * (7 if unit in WEEK_UNITS else 1)
    return count_steps(Fraction((actual - deadline).days, days), step)
