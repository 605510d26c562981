"""The standard sentences of all kinds, with an example each: what a 规则 cell takes besides TOML.

Comes in: nothing. Goes out: `StandardSentence`s, each read back as its rule (kept by a test).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from formgen.declaration.model import Operator
from formgen.scoring.rules import KINDS, RuleBase, parse_rule
from formgen.scoring.rules.base import Facts

_COUNT = Facts("检查次数", Operator.AT_LEAST, Decimal(100), "次")
_COST = Facts("支出", Operator.AT_MOST, Decimal(200), "万元")
_RATE = Facts("满意度", Operator.AT_LEAST, Decimal(95), "%")
_DAYS = Facts("办结期限", Operator.AT_MOST, Decimal(5), "天")
_DATE = Facts("完成时间", Operator.QUALITATIVE, "2023年12月31日前", "时间")
_WORDS = Facts("社会效益", Operator.QUALITATIVE, "明显", "")
_TIERS = [{"label": label, "points": points} for label, points in (("明显", 10), ("一般", 5), ("不明显", 0))]
_ITEMS = [{"label": label, "points": 1} for label in ("有制度", "有台账")]
_BANDS = [{"min": 95, "points": 10}, {"min": 90, "points": 8}, {"max": 90, "inclusive": False, "points": 0}]
_EXAMPLES: tuple[tuple[dict[str, Any], Facts], ...] = (
    ({"kind": "threshold_linear", "points": 2}, _COUNT),
    ({"kind": "threshold_linear", "points": 2, "top": Decimal("0.8")}, _COUNT),
    ({"kind": "proportional", "points": 5}, _COUNT),
    ({"kind": "proportional", "points": 5, "zero_below": 60}, _COUNT),
    ({"kind": "over_budget", "points": 2}, _COST),
    ({"kind": "over_budget", "points": 2, "zero_above": 10}, _COST),
    ({"kind": "over_budget", "points": 2, "of": "short"}, _COUNT),
    ({"kind": "per_unit", "points": 5, "deduct": 1, "per": "次"}, _COUNT),
    ({"kind": "per_unit", "points": 5, "deduct": 1, "per": "天", "most_off": 3}, _DAYS),
    ({"kind": "per_unit", "points": 5, "deduct": 1, "per": "月", "step": "ceil"}, _DATE),
    ({"kind": "percent_points", "points": 10, "deduct": Decimal("0.5"), "full_at": 95, "zero_below": 80}, _RATE),
    ({"kind": "percent_points", "points": 5, "deduct": 1, "per": 10, "full_at": 100, "of": "completion"}, _COUNT),
    ({"kind": "bands", "bands": _BANDS}, _RATE),
    ({"kind": "bands", "bands": _BANDS, "of": "completion"}, _COUNT),
    ({"kind": "tiers", "tiers": _TIERS}, _WORDS),
    ({"kind": "tier_range", "points": 10}, _WORDS),
    ({"kind": "yes_no", "points": 5}, _COUNT),
    ({"kind": "checklist", "items": _ITEMS}, _WORDS),
    ({"kind": "discretionary", "points": 5}, _COUNT),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StandardSentence:
    """kind, name: of the rule, in JSON and in words. row: the example's 指标值 (≥100次). sentence: the
    standard wording. rule, facts: what it means, and the row it stands on."""

    kind: str
    name: str
    row: str
    sentence: str
    rule: RuleBase
    facts: Facts


def standard_sentences() -> tuple[StandardSentence, ...]:
    """One or more for every kind that has a sentence, in the order of scoring.md."""
    told = [_tell(parse_rule(raw), facts) for raw, facts in _EXAMPLES]
    return tuple(sorted(told, key=lambda each: list(KINDS).index(each.kind)))


def _tell(rule: RuleBase, facts: Facts) -> StandardSentence:
    operator = "" if facts.operator is Operator.QUALITATIVE else str(facts.operator)
    target = facts.quantity(facts.target) if isinstance(facts.target, Decimal) else facts.target
    return StandardSentence(rule.kind, rule.name, f"{operator}{target}", rule.wording(facts), rule, facts)
