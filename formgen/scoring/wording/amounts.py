"""Amounts in a wording: a number with its unit, and what that comes to on a row.

Comes in: normalised text and the row's facts. Goes out: `Amount`, values in the row's own unit or as
shares of the target.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from formgen.base.lazy_pattern import lazy
from formgen.base.records import record
from formgen.messages import scoring as say
from formgen.scoring.numerals import ARABIC, HAN, read_number
from formgen.scoring.rules.base import Facts
from formgen.scoring.units import (
    DAY_UNITS,
    MONTHS_OF,
    NO_UNITS,
    WORKDAY_UNITS,
    is_percent,
    is_time,
    name_unit,
    units_fit,
)
from formgen.scoring.wording.reading import Problem, Unreadable
from formgen.scoring.wording.text import begins

_MEASURES = (
    "个工作日", "工作日", "自然日", "日历日", "个月", "月", "天", "日", "周", "星期", "个季度", "季度", "年", "小时", "分钟",
    "亿元", "百万元", "万元", "千元", "元", "万", "亿", "人次", "户次", "批次", "台次", "项", "次", "件", "个", "户", "人", "批", "起", "例",
    "处", "台", "套", "家", "份", "篇", "场", "期", "条", "座", "所", "公里", "亩", "吨", "宗", "笔", "名", "支", "辆", "门", "部", "册", "平方米", "米", "棵", "株", "头", "只", "村", "个村", "等", "级", "位", "班次", "课时", "万人次", "万人", "万亩", "万户", "个周", "个星期", "类", "张", "幅", "块", "间", "栋", "幢", "口", "眼", "种", "个项目", "人·次", "遍", "轮", "站", "公顷", "千米", "km",
)  # fmt: skip
_MONEY = {"元": 1, "千元": 1000, "万元": 10**4, "万": 10**4, "百万元": 10**6, "亿元": 10**8, "亿": 10**8}
_DAYS = {"周": 7, "星期": 7, **dict.fromkeys(DAY_UNITS, 1)}
_HOURS = {"小时": 60, "分钟": 1}
_LENGTHS = {"公里": 1000, "千米": 1000, "km": 1000, "米": 1}
_SCALES = (_DAYS, MONTHS_OF, _HOURS, _LENGTHS)
"""Measures of one kind, each with its size."""
POINTS_OF_PERCENT = ("个百分点", "百分点")
NUMBER_SIGNS = "0123456789零〇一二两三四五六七八九十百千半"
AMOUNT_SIGNS = frozenset(NUMBER_SIGNS + "-－")
"""With one of these an amount begins."""
SHARES = ("%", "‰", "成", *POINTS_OF_PERCENT)
_PERCENTS = {"‰": Fraction(1, 10), "成": Fraction(10)}


@record(frozen=True, slots=True)
class Amount:
    """unit: "" where none is written; % ‰ 成 百分点 or a measure."""

    value: Decimal
    unit: str

    @property
    def is_share(self) -> bool:
        return self.unit in SHARES

    @property
    def percent(self) -> Fraction:
        """A share in percent."""
        value = Fraction(self.value)
        return value * _PERCENTS[self.unit] if self.unit in _PERCENTS else value


def _measures(own: str) -> list[str]:
    """Every unit of measure, the row's own among them, the longest first."""
    names = {own, name_unit(own), f"个{own}", *_MEASURES} - NO_UNITS - set(SHARES)
    return sorted(names, key=len, reverse=True)


def unit_words(own: str) -> str:
    """A pattern for any unit of measure, the row's own among them."""
    return "(?:" + "|".join(re.escape(name) for name in _measures(own)) + ")"


@lru_cache(maxsize=512)
def _measures_by_sign(own: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in _measures(own):
        found.setdefault(name[0], []).append(name)
    return found


def measure_at(text: str, at: int, own: str) -> str:
    """The unit of measure that stands there, "" where none does. own: the row's, known beside the usual ones."""
    names = _measures_by_sign(own).get(text[at : at + 1], ())
    return next((name for name in names if text.startswith(name, at)), "")


def _unit_at(text: str, at: int, own: str) -> str:
    """The unit that stands there: of a share, or of measure."""
    share = _SHARE.match(text, at)
    return share[0] if share else measure_at(text, at, own)


_SHARE = lazy("%|‰|个百分点|百分点|成(?!效|本|果|绩|立)")
_NUMBER = lazy(rf"(?:(?P<share>[百千]分之)|(?P<minus>[-－])(?=\d))?(?P<number>{ARABIC}|{HAN})(?(share)| ?)")
_SHARE_OF = {"百分之": "%", "千分之": "‰"}


def read_amount(text: str, at: int, facts: Facts) -> tuple[int, Amount] | None:
    """The amount that starts there, and where it ends."""
    if text.startswith("一半", at):
        return at + 2, Amount(Decimal(50), "%")
    found = _NUMBER.match(text, at) if begins(text, at, AMOUNT_SIGNS) else None
    if not found:
        return None
    value = read_number(found["number"])
    if value is None:
        return None
    if found["share"]:
        return found.end(), Amount(value, _SHARE_OF[found["share"]])
    unit = _unit_at(text, found.end(), facts.unit)
    end = found.end() + len(unit)
    if unit == f"个{facts.unit}":
        unit = facts.unit
    return end, Amount(-value if found["minus"] else value, "百分点" if unit in POINTS_OF_PERCENT else unit)


def in_row_unit(amount: Amount, facts: Facts, *, sharing: bool = False) -> Fraction | None:
    """The amount in the row's own unit; None for a share on a row that is no rate. sharing: a bare 0.95
    means 95 %. Raises Unreadable where the two units do not go together."""
    unit, own = name_unit(amount.unit), name_unit(facts.unit)
    if amount.is_share:
        if facts.percent:
            return amount.percent
        return amount.percent * 10 if own == "‰" else None
    value = Fraction(amount.value)
    if unit == "":
        return value * 100 if sharing and facts.percent and abs(value) < 1 else value
    if unit in _MONEY and own in _MONEY:
        return value * _MONEY[unit] / _MONEY[own]
    for scale in _SCALES:
        if unit in scale and own in scale:
            return value * scale[unit] / scale[own]
    if own not in NO_UNITS and unit == f"万{own}":
        return value * 10**4
    if own == f"万{unit}":
        return value / 10**4
    days = DAY_UNITS | WORKDAY_UNITS
    if unit in days and own in days:
        return value
    if unit != "分" and units_fit(unit, own) and not (own in NO_UNITS and is_time(unit)):
        return value
    if unit == own:
        return value
    raise Unreadable(Problem.UNIT, say.UNIT_DIFFERS.format(worded=amount.unit, unit=facts.unit))


_UNCOUNTED = frozenset(
    {
        "公里",
        "千米",
        "km",
        "亩",
        "吨",
        "平方米",
        "米",
        "公顷",
        "‰",
        "小时",
        "分钟",
        "分",
        "万人次",
        "万人",
        "万亩",
        "万户",
        *_MONEY,
    }
)


def is_countable(facts: Facts) -> bool:
    """Whether the row counts whole things."""
    unit = name_unit(facts.unit)
    return not (unit in NO_UNITS or is_percent(unit) or is_time(unit) or unit in _UNCOUNTED)
