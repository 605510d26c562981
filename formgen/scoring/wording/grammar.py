"""Pieces of patterns over normalised text, shared by all that read wordings, and their values.

A pattern is anchored at both ends: the whole wording is accounted for, or it is not read.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from formgen.scoring.numerals import NUMBER, PERCENT, read_number, read_percent
from formgen.scoring.units import NO_UNITS

SEP = "[,;。、]"
VERB = "(?:[,:]?(?:可得|计为|赋值|计|得|给|记|赋|打)|[,:])"
"""得 in 得5分; a comma or colon may stand for it."""
WORTH = rf"(?:满分(?:[,(]?(?:共计|合计|共|即|计|为)?{NUMBER}分\)?)?|{NUMBER}分)"
ZERO = "(?:不得分|不计分|不给分|不赋分|[得计记给赋]?(?:0|零)分)"
SUBJECT = "[^,;。:\\d%≤≥<>=每扣酌“”]{0,40}?"
"""What the wording talks about; carries no number and no deduction."""
TARGET_NAME = "(?:年度)?(?:指标值|目标值|绩效目标|计划数|指标|目标|任务|计划|预算)"

_MEASURES = [
    "个工作日",
    "工作日",
    "自然日",
    "日历日",
    "个月",
    "月",
    "天",
    "日",
    "周",
    "星期",
    "个季度",
    "季度",
    "年",
    "小时",
    "分钟",
    "亿元",
    "万元",
    "元",
    "人次",
    "户次",
    "批次",
    "台次",
    "项",
    "次",
    "件",
    "个",
    "户",
    "人",
    "批",
    "起",
    "例",
    "处",
    "台",
    "套",
    "家",
    "份",
    "篇",
    "场",
    "期",
    "条",
    "座",
    "所",
    "公里",
    "亩",
    "吨",
]


_BEFORE_UNITS = "个过出支超多于加升高期后迟延晚少减低缺差降成算值的"
"""The last characters of what may stand before a unit without a number."""


def unit_pattern(own: str, text: str) -> str:
    """Any unit that a number in the text may carry, the row's own among them. Where nothing in the text is
    counted in it, the pattern is the same for all rows, and those made with it are compiled once."""
    return _unit_pattern(own if _is_counted(own, text) else "")


def _is_counted(unit: str, text: str) -> bool:
    """Whether the unit stands behind a number somewhere, or behind the words of a step (每少份)."""
    places = (found.start() for found in re.finditer(re.escape(unit), text)) if unit else ()
    return any(at and (text[at - 1].isnumeric() or text[at - 1] in _BEFORE_UNITS) for at in places)


@lru_cache(maxsize=256)
def _unit_pattern(own: str) -> str:
    names = sorted({own, *_MEASURES} - NO_UNITS - {"%"}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(name) for name in names) + ")"


_LEAD = re.compile(
    "(?:评分标准|评分办法|计分规则|计分方法)?:?"
    "(?:(?:该|本|此)(?:项|三级|条)?(?:指标)?|指标)?(?:标准分值|标准分|权重分值|权重分|权重|分值|满分|总分|共计|共)"
    rf"(?:为|是|:|共|计)*(?P<points>{NUMBER})分[,;。:]?"
)
_BARE_LEAD = re.compile(rf"\(?(?P<points>{NUMBER})分[,;。:)]+")
_TRAIL = re.compile(
    rf"[,;。(](?:本项|该项)?(?:共计|合计|满分|总分|共)(?:为|:)?(?P<points>{NUMBER})分\)?[。;,]?$"
)


def split_lead(text: str) -> tuple[int, Decimal | None]:
    """Where the wording proper begins, and the points named before it (该指标分值为2分，)."""
    found = _LEAD.match(text) or _BARE_LEAD.match(text)
    points = read_number(found["points"]) if found else None
    return (found.end(), points) if found and points is not None else (0, None)


def split_trail(text: str) -> tuple[int, Decimal | None]:
    """Where the wording proper ends, and the points named behind it (，共计10分)."""
    found = _TRAIL.search(text)
    points = read_number(found["points"]) if found else None
    return (found.start(), points) if found and points is not None else (len(text), None)


def worth(text: str) -> tuple[Decimal | None, bool]:
    """Of 得5分, 得满分，共计10分, 不得分: the points (None for a bare 满分), and whether they are called
    full."""
    if re.fullmatch(f"[,:]?{ZERO}", text):
        return Decimal(0), False
    found = re.search(f"({NUMBER})分\\)?$", text)
    return (read_number(found[1]) if found else None), "满分" in text


def percent(text: str) -> Decimal:
    """The value of a text that matched PERCENT; raises ValueError for signs that make no number."""
    value = read_percent(text)
    if value is None:
        raise ValueError(text)
    return value


def number(text: str) -> Decimal:
    """The value of a text that matched NUMBER; raises ValueError for signs that make no number."""
    value = read_number(text)
    if value is None:
        raise ValueError(text)
    return value


__all__ = [
    "NUMBER",
    "PERCENT",
    "SEP",
    "SUBJECT",
    "TARGET_NAME",
    "VERB",
    "WORTH",
    "ZERO",
    "number",
    "percent",
    "split_lead",
    "split_trail",
    "unit_pattern",
    "worth",
]
