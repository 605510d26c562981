"""One actual value as the answer its row's rule takes, or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from formgen.base.circled import CIRCLED
from formgen.messages import scoring as say
from formgen.scoring.dates import end_of_month, read_day
from formgen.scoring.numbers import in_range, show
from formgen.scoring.numerals import ARABIC, read_number
from formgen.scoring.resolve import RowRule
from formgen.scoring.rules.base import Answer, Choice, Facts, Judged, RuleBase, Ticks
from formgen.scoring.rules.judged import Checklist, Discretionary, YesNo, refuse_points
from formgen.scoring.rules.limited import Limited
from formgen.scoring.rules.steps import PercentPoints
from formgen.scoring.rules.tiers import TierRange, Tiers
from formgen.scoring.units import DAY_UNITS, NO_UNITS, name_unit
from formgen.scoring.wording.amounts import is_countable
from formgen.scoring.wording.text import normalise

_YES = frozenset({"是", "达到", "已达到", "完成", "已完成", "达标", "达成", "true", "√"})
_NO = frozenset({"否", "未达到", "没有达到", "未完成", "没有完成", "未达标", "未达成", "false", "×"})
_CHANGES = "增减降升变差净"
"""In the name of a count that may be below zero."""
HALF = 50
"""From this target on an actual value of 1 under % may be 100 % typed as a number."""


class Misfit(Exception):
    """A value that its rule cannot take, in a Chinese sentence."""


def take_answer(row: RowRule, value: object, points: Decimal | None) -> Answer | None:
    """The answer, or None where a person has yet to score the row. Raises Misfit."""
    rule, facts = row.rule, row.facts
    if rule is None:
        return _take_points(points, row.points)
    if points is not None and not _asks_points(rule):
        refusal = refuse_points(points, rule.full)
        if refusal:
            raise Misfit(refusal)
        return Judged(points)
    answer: Answer
    if isinstance(rule, TierRange):
        answer = _take_range(value, points, [tier.label for tier in rule.tiers])
    elif isinstance(rule, Discretionary) and points is not None:
        answer = Judged(points)
    elif isinstance(rule, Tiers):
        answer = _take_tier(value, points, rule, facts)
    elif isinstance(rule, Checklist):
        answer = _take_ticks(value, [item.label for item in rule.items])
    elif isinstance(rule, YesNo | Discretionary):
        answer = _take_met(value, facts)
    elif isinstance(rule, Limited) and rule.quantity(facts) == "late":
        answer = take_day(value)
    else:
        answer = take_number(value, facts, percent=facts.percent or isinstance(rule, PercentPoints))
    refusal = rule.refuse(answer, facts)
    if refusal:
        raise Misfit(refusal)
    return answer


def _asks_points(rule: RuleBase) -> bool:
    """Whether the rule itself asks a person for points."""
    if isinstance(rule, Tiers):
        return any(tier.least is not None for tier in rule.tiers)
    return isinstance(rule, TierRange | Discretionary)


def _take_points(points: Decimal | None, full: Decimal | None) -> Answer | None:
    """Points that a person gave on a row whose wording is not read."""
    if points is None or full is None:
        return None
    refusal = refuse_points(points, full)
    if refusal:
        raise Misfit(refusal)
    return Judged(points)


def take_number(value: object, facts: Facts, *, percent: bool) -> Decimal:
    """A number in the row's unit: 158, "158件", "1,100", and 90, "90%", "90％" under %."""
    number, signed = _read_number(value, facts)
    if number is not None and not in_range(number):
        raise Misfit(say.WANT_SHORTER.format(value=_print(value)))
    if number is None:
        unit = "" if name_unit(facts.unit) in NO_UNITS else f"（{facts.unit}）"
        raise Misfit(say.WANT_NUMBER.format(unit=unit, value=_print(value)))
    if number < 0 and is_countable(facts) and not any(sign in facts.name for sign in _CHANGES):
        raise Misfit(say.WANT_COUNT.format(value=_print(value)))
    if signed and not percent:
        raise Misfit(say.WANT_NO_PERCENT.format(unit=facts.unit, value=_print(value)))
    target = facts.number or Decimal(0)
    small = 0 < target < 1
    if percent and not signed and not small and (0 < abs(number) < 1 or (number == 1 and target >= HALF)):
        # 0.9 under % is as likely 90 % from a spreadsheet as it is 0.9 %.
        raise Misfit(say.WANT_PLAIN_PERCENT.format(value=show(number), hundred=show(number * 100)))
    return number


def _read_number(value: object, facts: Facts) -> tuple[Decimal | None, bool]:
    """The number of a value, and whether it was written as a percentage."""
    if isinstance(value, Decimal):
        return value, False
    if not isinstance(value, str):
        return None, False
    text = normalise(value).text
    unit = normalise(facts.unit).text
    signed = text.endswith("%")
    if signed:
        text = text[:-1]
    found = re.fullmatch(rf"([-+]?)({ARABIC})(.*)", text)
    number = read_number(found[2]) if found else None
    if found is None or number is None or not (found[3] == "" or (not signed and _is_unit(found[3], unit))):
        return None, signed
    return (-number if found[1] == "-" else number), signed


def _is_unit(text: str, unit: str) -> bool:
    """Whether a text behind a number is the row's unit: as written, or by another of its names (10个工作日)."""
    named, own = name_unit(text), name_unit(unit)
    return own not in NO_UNITS and (named == own or {named, own} <= DAY_UNITS)


def take_day(value: object) -> date:
    """A calendar day: a date, or 2024-01-20, 2024年1月20日."""
    if type(value) is date:
        return value
    day = read_day(normalise(value).text) if isinstance(value, str) else None
    if day is None and isinstance(value, str):
        day = month_end(value)
    if day is None:
        raise Misfit(say.WANT_DAY.format(value=_print(value)))
    return day


def month_end(value: str) -> date | None:
    """The last day of a month that is named alone (2023年12月); None for any other text."""
    text = normalise(value).text
    found = re.fullmatch(r"(\d{4})(?:年|[-./])(1[0-2]|0?[1-9])月?(?:底|末)?", text)
    return end_of_month(int(found[1]), int(found[2])) if found else None


def _take_met(value: object, facts: Facts) -> Answer:
    """是 or 否, or a number or date that can be compared with the target."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal) and facts.deadline is None and facts.meets(Decimal(0)) is None:
        if value in (1, 2):
            return value == 1  # The first or the second of two tiers.
        raise Misfit(say.WANT_YES_NO)
    if isinstance(value, str):
        text = normalise(value).text.lower()
        if text in _YES or (isinstance(facts.target, str) and text == normalise(facts.target).text.lower()):
            return True
        if text in _NO or (text.startswith(_LAST) and not _counts(text)):
            return False
        if text in _FIRST_TIER and facts.number is None:
            return True
    if facts.deadline is not None:
        return take_day(value)
    if facts.meets(Decimal(0)) is None:
        raise Misfit(say.WANT_YES_NO)
    if isinstance(value, str | Decimal):
        return take_number(value, facts, percent=facts.percent)
    raise Misfit(say.WANT_YES_NO_OR_VALUE)


def _list_labels(labels: Sequence[str]) -> str:
    return say.LIST_SEPARATOR.join(
        say.NUMBERED.format(number=index + 1, label=label) for index, label in enumerate(labels)
    )


_FIRST_TIER = frozenset(
    {
        "达成预期指标",
        "达成预期目标",
        "达成年度指标",
        "达成指标",
        "达成目标",
        "达到预期目标",
        "达到预期指标",
        "达到预期",
        "达成预期",
        "已达成预期指标",
        "全部达成",
    }
)
_MIDDLE = ("部分达成", "部分完成", "部分实现", "基本达成")
_LAST = ("未达成", "未完成", "没有达成", "未实现")


def name_tier(value: str, labels: Sequence[str], target: str) -> int | None:
    """Which tier people mean who write 指标值 itself, 达成预期指标, or a tier's own words shortened; None
    where no tier or more than one fits."""
    text = normalise(value).text.strip("“”。")
    names = [normalise(label).text for label in labels]
    if text in _FIRST_TIER or (target and text == normalise(target).text):
        return 0
    if text.startswith(_LAST) and not _counts(text):
        return len(names) - 1
    if text.startswith(_MIDDLE):
        return 1 if len(names) == 3 else None
    if len(text) < 2:
        return None
    fits = [
        index
        for index, name in enumerate(names)
        if _denies(text) == _denies(name) and (text in name or _shortens(text, name))
    ]
    return fits[0] if len(fits) == 1 else None


def _counts(text: str) -> bool:
    """Whether a text says how much: 未完成0件 is no 未完成."""
    return any(sign.isdecimal() for sign in text) or "零" in text


def _denies(text: str) -> bool:
    """Whether a text says no; 不断 does not."""
    return any(sign in text.replace("不断", "") for sign in "不未没无")


def _shortens(text: str, name: str) -> bool:
    """Whether a text is the name with some of its signs left out, the first or last of them kept."""
    rest = iter(name)
    return (
        len(text) >= 3
        and all(sign in rest for sign in text)
        and (name.startswith(text[0]) or name.endswith(text[-1]))
    )


def _find_label(value: object, labels: Sequence[str], want: str, field: str) -> int:
    """Which label a value names: the label itself, or its number from 1."""
    if isinstance(value, Decimal) and value == int(value) and 1 <= value <= len(labels):
        return int(value) - 1
    if isinstance(value, str):
        text = normalise(value).text.strip("“”")
        names = [normalise(label).text for label in labels]
        if text in names:
            return names.index(text)
        number = CIRCLED.index(text) + 1 if len(text) == 1 and text in CIRCLED else None
        if number is None and re.fullmatch(r"\d{1,3}", text):
            number = int(text)
        if number is not None and 1 <= number <= len(labels):
            return number - 1
    raise Misfit(want.format(**{field: _list_labels(labels)}))


def _take_tier(value: object, points: Decimal | None, rule: Tiers, facts: Facts) -> Choice:
    """A tier by its label or number, or as people name it (`name_tier`)."""
    labels = [tier.label for tier in rule.tiers]
    if isinstance(value, bool) and len(labels) == 2:
        return Choice(0 if value else 1, points)
    try:
        return _take_range(value, points, labels)
    except Misfit:
        named = name_tier(value, labels, str(facts.target)) if isinstance(value, str) else None
        if named is None:
            raise
        return Choice(named, points)


def _take_range(value: object, points: Decimal | None, labels: Sequence[str]) -> Choice:
    """A tier with its points beside it, or behind it in one text (部分达成 7分)."""
    if isinstance(value, str) and points is None:
        found = re.fullmatch(rf"(?P<label>.+?)[\s,，、:：;；]*(?P<points>{ARABIC})\s*分", value.strip())
        if found:
            value, points = found["label"], read_number(found["points"])
    return Choice(_find_label(value, labels, say.WANT_TIER, "tiers"), points)


def _take_ticks(value: object, labels: Sequence[str]) -> Ticks:
    """The ticked items: a list, or one text with 、 between them."""
    if isinstance(value, str):
        text = normalise(value).text
        if text in ("无", "全部未完成"):
            return Ticks(())
        if text in ("全部", "全部完成"):
            return Ticks(tuple(range(len(labels))))
        whole = [normalise(label).text for label in labels]
        if text in whole:
            return Ticks((whole.index(text),))
        circled = re.fullmatch(f"[{CIRCLED}]+", text)
        value = tuple(text) if circled else tuple(part for part in re.split("[、,;]", text) if part)
    parts = value if isinstance(value, tuple) else (value,)
    ticked = {_find_label(part, labels, say.WANT_TICKS, "items") for part in parts}
    return Ticks(tuple(sorted(ticked)))


def _print(value: object) -> str:
    if isinstance(value, bool):
        return say.TRUE if value else say.FALSE
    return show(value) if isinstance(value, Decimal) else str(value)
