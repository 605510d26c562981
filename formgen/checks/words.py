"""What names and units mean, as far as several checks need it. Pure; called by the checks."""

from __future__ import annotations

from decimal import Decimal

from formgen.base.lazy_pattern import lazy
from formgen.declaration.model import Indicator, Operator

NUMERIC = frozenset(Operator) - {Operator.QUALITATIVE}
UPWARD = frozenset({Operator.AT_LEAST, Operator.MORE})
DOWNWARD = frozenset({Operator.AT_MOST, Operator.LESS})

COST_UNIT = lazy("(?:[百千万亿]|十万|百万|千万)*元(?:人民币)?")
"""A sum of money, not a price per head."""

IN_TEN_THOUSANDS = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": Decimal(10000),
}
"""Money units → 万元."""

PERCENT_WORDS = frozenset({"百分比", "百分率", "百分号", "百分数", "percent"})

_BRACKET = lazy(r"[（(][^（）()]*[)）]?$")
_CUT_ENDS = ("...", "…", "⋯")


def plain_name(row: Indicator) -> str | None:
    """The 三级指标 without blanks and a bracket at its end; None where its end is cut off, for then it
    does not tell what is measured."""
    name = "".join(row.level3.split())
    if name.endswith(_CUT_ENDS):
        return None
    return _BRACKET.sub("", name) or name


def is_cost_group(row: Indicator) -> bool:
    return "成本" in row.level2 or "成本" in row.level1


def plain_unit(row: Indicator) -> str:
    unit = "".join(row.unit.split()).replace("％", "%").replace("﹪", "%")
    return unit.removeprefix("个") if unit.startswith(("个工作日", "个月", "个百分点")) else unit
