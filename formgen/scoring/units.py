"""Units of measure as the rules need them: which count time, and which two mean the same."""

from __future__ import annotations

DAY_UNITS = frozenset({"天", "日", "自然日", "日历日"})
WORKDAY_UNITS = frozenset({"工作日"})
WEEK_UNITS = frozenset({"周", "星期"})
MONTHS_OF = {"月": 1, "季度": 3, "年": 12}
CLOCK_UNITS = frozenset({"小时", "分钟"})
CALENDAR_UNITS = DAY_UNITS | WEEK_UNITS | frozenset(MONTHS_OF)
"""Units that can be counted between two dates."""

PERCENT_UNITS = frozenset({"%", "百分点"})
GENERIC_UNITS = frozenset({"个", "项"})
"""Measure words that stand for any countable thing."""
NO_UNITS = frozenset({"", "无", "时间", "日期", "/", "-"})
"""Written where there is nothing to count in."""

_SAME = {
    "个月": "月",
    "月份": "月",
    "个工作日": "工作日",
    "个季度": "季度",
    "个星期": "星期",
    "％": "%",
    "个百分点": "百分点",
}


_SCALES = frozenset("十百千万亿分厘毫公平立")
"""Signs that make another size of the same measure."""


def name_unit(text: str) -> str:
    """The unit's one name: 个月 → 月."""
    bare = text.strip()
    return _SAME.get(bare, bare)


def is_percent(unit: str) -> bool:
    return name_unit(unit) in PERCENT_UNITS


def is_time(unit: str) -> bool:
    return unit in CALENDAR_UNITS or unit in WORKDAY_UNITS or unit in CLOCK_UNITS


def units_fit(per: str, unit: str) -> bool:
    """True where steps counted in `per` can be counted in the indicator's own unit: 天 and 工作日 fit,
    for a row in 工作日 is counted as the person states it; 个 and 项 fit anything countable."""
    per, unit = name_unit(per), name_unit(unit)
    if unit in NO_UNITS or per == unit:
        return True
    days = DAY_UNITS | WORKDAY_UNITS
    if per in days or unit in days:
        return per in days and unit in days
    if is_time(per) or is_time(unit) or is_percent(per) or is_percent(unit):
        return False
    if per in GENERIC_UNITS:
        return True
    longer, shorter = (per, unit) if len(per) > len(unit) else (unit, per)
    # 户 is 户次, but 元 is not 万元.
    return shorter in longer and not _SCALES & set(longer.replace(shorter, "", 1))
