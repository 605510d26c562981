"""Actual values: as stated, matched to their rows, and turned into the answers that rules take.

Comes in: a mapping of names to values as a file has them (no file is read here). Goes out: `Actual`,
and an `Answer` per row. A value is a number
(158, "158件", "90%"), a date, 是/否, a tier (label or number from 1), or a list of items. Where a person
must give points they stand beside it: { value = "部分达成", points = 7 }, or in one text, 部分达成 7分.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.lazy_pattern import lazy
from formgen.base.most_like import most_like
from formgen.base.records import sealed
from formgen.declaration.model import Declaration
from formgen.messages import scoring as say
from formgen.scoring.answers import Misfit, month_end, take_answer
from formgen.scoring.dates import show_day
from formgen.scoring.resolve import RowRule
from formgen.scoring.rules.base import Answer
from formgen.scoring.wording.text import normalise

ActualValue = Decimal | str | date | bool | tuple[Any, ...]
NTH_ROW = "（第{number}条）"
"""Behind a name that repeats: which indicator of the form is meant, counted from 1."""
_NTH = lazy(r"\(第(\d+)条\)$")
MOST_SIGNS = 60
"""Signs of a number that can still be named."""
_KEYS = ("value", "reason", "points")


@sealed(frozen=True, slots=True)
class Actual:
    """实际完成值 with its 偏差原因. points: given by a person, where the rule asks for one; value may
    then be None. told: how the value was read, where that is not as it stands."""

    value: ActualValue | None
    reason: str = ""
    points: Decimal | None = None
    told: str = ""


@sealed(frozen=True, slots=True)
class Answered:
    """A row's actual value and the answer its rule takes; None where a person has yet to score it. misfit:
    why the value is none that the rule can take, "" where it is one."""

    actual: Actual
    answer: Answer | None
    misfit: str = ""


def read_actuals(raw: Mapping[str, object]) -> dict[str, Actual]:
    """Actual values as a file has them: a bare value, or a table of value, reason and points. Raises
    UnreadableInput with every fault."""
    actuals: dict[str, Actual] = {}
    faults: list[Fault] = []
    for name, entry in raw.items():
        try:
            actuals[name] = _read_entry(entry)
        except Misfit as misfit:
            faults.append(_fault(name, misfit))
    if faults:
        raise UnreadableInput(say.ACTUALS_FAULTY, faults)
    return actuals


def _fault(name: str, misfit: Misfit) -> Fault:
    return Fault(say.ACTUAL_FAULT.format(name=name, why=misfit), field=name)


def _read_entry(entry: object) -> Actual:
    if not isinstance(entry, Mapping):
        return Actual(_read_value(entry))
    for key in entry:
        if key not in _KEYS:
            raise Misfit(say.ACTUAL_KEY.format(key=key))
    reason, points = entry.get("reason", ""), entry.get("points")
    if not isinstance(reason, str):
        raise Misfit(say.ACTUAL_REASON)
    if "value" not in entry and points is None:
        raise Misfit(say.ACTUAL_NO_VALUE)
    given = None if points is None else _read_value(points)
    if given is not None and (not isinstance(given, Decimal) or isinstance(given, bool)):
        raise Misfit(say.ACTUAL_POINTS)
    value = _read_value(entry["value"]) if "value" in entry else None
    return Actual(value, reason.strip(), given)


def _read_value(value: object) -> ActualValue:
    if isinstance(value, datetime):
        if value.hour or value.minute or value.second:
            raise Misfit(say.ACTUAL_TYPE)
        return value.date()
    if isinstance(value, bool | date):
        return value
    if isinstance(value, int | float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        # A number that is only too long is told with its row.
        if not value.is_finite() or abs(value.adjusted()) > MOST_SIGNS:
            raise Misfit(say.ACTUAL_TYPE)
        return value
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Sequence):
        return tuple(_read_value(item) for item in value)
    raise Misfit(say.ACTUAL_TYPE)


def match_actuals(rows: Sequence[RowRule], actuals: Mapping[str, Actual]) -> dict[int, Answered]:
    """Row index → its actual value and answer. Raises UnreadableInput with every unknown or doubtful
    name; a row without an actual value is no fault, and one whose value does not fit says so itself."""
    found: dict[int, Answered] = {}
    faults: list[Fault] = []
    for name, actual in actuals.items():
        try:
            row = _find_row(name, rows)
            if row.index in found:
                raise _Unmatched(say.ACTUAL_SAME_ROW.format(name=name))
            found[row.index] = _answer(row, actual)
        except _Unmatched as unmatched:
            faults.append(unmatched.fault)
    if faults:
        raise UnreadableInput(say.ACTUALS_FAULTY, faults)
    return found


def carried_actuals(declaration: Declaration) -> dict[int, Actual]:
    """Actual values that stand in the form's own rows, by row index."""
    return {
        index: Actual(row.actual, row.reason.strip())
        for index, row in enumerate(declaration.indicators)
        if row.actual is not None
    }


def carries_actuals(declaration: Declaration) -> bool:
    """True for a form that is itself a self-evaluation."""
    return any(row.actual is not None for row in declaration.indicators)


def require_one_source(declaration: Declaration, actuals: Mapping[str, Actual] | None) -> None:
    """Raises UnreadableInput where a form with actual values of its own is given others."""
    if actuals and carries_actuals(declaration):
        raise UnreadableInput(say.ACTUALS_FROM_BOTH)


def answer_rows(rows: Sequence[RowRule], actuals: Mapping[int, Actual]) -> dict[int, Answered]:
    """Row index → its actual value and answer, of rows that count."""
    return {
        row.index: _answer(row, actuals[row.index]) for row in rows if row.counted and row.index in actuals
    }


def _answer(row: RowRule, actual: Actual) -> Answered:
    """A wrong value is a matter of its row: the other rows are scored."""
    try:
        answer = take_answer(row, actual.value, actual.points)
        if type(answer) is date and isinstance(actual.value, str) and month_end(actual.value):
            actual = replace(actual, told=say.MONTH_END.format(text=actual.value, day=show_day(answer)))
        return Answered(actual, answer)
    except Misfit as misfit:
        return Answered(actual, None, str(misfit))


class _Unmatched(Exception):
    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.fault = Fault(message, hint=hint)


def _find_place(name: str, number: int, live: Sequence[RowRule], whole: str) -> RowRule:
    """The number-th row of a name, counted from 1 in the form's order."""
    wanted = _key(name)
    named = [
        row
        for row in live
        if wanted in (_key(row.indicator.level3), _key(f"{row.level2}/{row.indicator.level3}"))
    ]
    if not 1 <= number <= len(named):
        raise _Unmatched(say.ACTUAL_UNKNOWN.format(name=whole), say.ACTUAL_NOWHERE)
    return named[number - 1]


def _key(text: str) -> str:
    return re.sub(r"\s", "", normalise(text).text)


def _find_row(name: str, rows: Sequence[RowRule]) -> RowRule:
    """The row of a name: 三级指标; 二级指标/三级指标 where that alone is not enough; with #2 behind it, the
    second of several rows of that name."""
    live = [row for row in rows if row.counted]
    placed = re.fullmatch(r"(.+?)[#＃](\d{1,3})", name.strip())
    if placed and not any(_key(row.indicator.level3) == _key(name) for row in live):
        return _find_place(placed[1], int(placed[2]), live, name)
    wanted = _key(name)
    if placed := _NTH.search(wanted):
        wanted = wanted[: placed.start()]
        live = [row for row in live if row.index + 1 == int(placed[1])]
    by_level3 = [row for row in live if _key(row.indicator.level3) == wanted]
    if len(by_level3) == 1:
        return by_level3[0]
    if by_level3:
        example = f"{by_level3[0].level2}/{by_level3[0].indicator.level3}"
        raise _Unmatched(say.ACTUAL_TWICE.format(name=name, example=example))
    by_path = [row for row in live if _key(f"{row.level2}/{row.indicator.level3}") == wanted]
    if len(by_path) == 1:
        return by_path[0]
    if by_path:
        raise _Unmatched(say.ACTUAL_SAME_NAMES.format(name=name))
    near = most_like(name, [row.indicator.level3 for row in live])
    hint = say.ACTUAL_NEAREST.format(near=near) if near else say.ACTUAL_NOWHERE
    raise _Unmatched(say.ACTUAL_UNKNOWN.format(name=name), hint)
