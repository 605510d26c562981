"""The rule kinds of scoring.md as typed, frozen objects, and the door that reads declared ones.

Comes in: a declared table such as { kind = "threshold_linear", points = 2 }. Goes out: a `RuleBase`, and
from it the JSON data.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.most_like import most_like
from formgen.base.readers import Misfit, MisfitError
from formgen.declaration.profile import ScoringDefaults
from formgen.messages import rules as say
from formgen.scoring.rules.bands import Band, BandFault, Bands
from formgen.scoring.rules.base import Facts, RuleBase
from formgen.scoring.rules.judged import Checklist, Discretionary, NoRule, YesNo
from formgen.scoring.rules.periods import PerUnit
from formgen.scoring.rules.ratio import Proportional, ThresholdLinear
from formgen.scoring.rules.steps import OverBudget, PercentPoints
from formgen.scoring.rules.tiers import TierRange, Tiers

__all__ = ["KINDS", "Band", "BandFault", "RuleBase", "agree", "parse_rule", "rule_data"]

_CLASSES: tuple[type[RuleBase], ...] = (
    ThresholdLinear,
    Proportional,
    OverBudget,
    PerUnit,
    PercentPoints,
    Bands,
    Tiers,
    TierRange,
    YesNo,
    Checklist,
    Discretionary,
    NoRule,
)
KINDS: dict[str, type[RuleBase]] = {cls.model_fields["kind"].default: cls for cls in _CLASSES}
"""Kind → its class, in the order of scoring.md."""


def parse_rule(
    raw: Mapping[str, Any], defaults: ScoringDefaults | None = None, points: Decimal | None = None
) -> RuleBase:
    """The rule of a declared table. defaults: the profile's floor, base and step where the table leaves
    them out. points: the 分值 column's, where the table names none. Raises UnreadableInput with every
    fault; a fault's field is the path inside the rule (rule.points)."""
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        near = most_like(kind, KINDS) if isinstance(kind, str) else ""
        message = say.KIND_MISSING if kind is None else say.KIND_UNKNOWN.format(kind=kind)
        hint = say.NEAREST.format(near=near) if near else say.KNOWN_KINDS.format(kinds="、".join(KINDS))
        raise UnreadableInput(say.RULE_FAULTY, [Fault(message, field="rule.kind", hint=hint)])
    data = dict(raw)
    for key, value in _presets(defaults, points).items():
        if value is not None and key in KINDS[kind].model_fields:
            data.setdefault(key, value)
    try:
        return KINDS[kind].model_validate(data)
    except MisfitError as error:
        raise UnreadableInput(say.RULE_FAULTY, [_tell(misfit, kind) for misfit in error.misfits]) from error


def _presets(defaults: ScoringDefaults | None, points: Decimal | None) -> dict[str, Any]:
    if defaults is None:
        return {"points": points}
    return {"points": points, "floor": defaults.floor, "base": defaults.base, "step": defaults.step}


def _tell(misfit: Misfit, kind: str) -> Fault:
    """One thing that does not fit as a Chinese sentence with the path of the key."""
    field = "rule" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in misfit.path)
    key = next((step for step in reversed(misfit.path) if isinstance(step, str)), "rule")
    match misfit.kind:
        case "missing":
            return Fault(say.KEY_MISSING.format(key=key, kind=kind), field=field)
        case "unknown":
            known = [name for name in KINDS[kind].model_fields if name != "kind"]
            near = most_like(key, known)
            hint = say.NEAREST.format(near=near) if near else say.KNOWN_KEYS.format(keys="、".join(known))
            return Fault(say.KEY_UNKNOWN.format(key=key, kind=kind), field=field, hint=hint)
        case "refused":
            return Fault(say.KEY_BAD.format(key=key, why=misfit.context["error"]), field=field)
        case "choice":
            allowed = "、".join(misfit.context["allowed"])
            return Fault(say.KEY_CHOICES.format(key=key, allowed=allowed), field=field)
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            limit = misfit.context["limit"]
            return Fault(say.KEY_LIMITS[misfit.kind].format(key=key, limit=limit), field=field)
        case "too_short":
            return Fault(say.KEY_TOO_FEW.format(key=key, least=misfit.context["least"]), field=field)
        case _:
            return Fault(say.KEY_WRONG.format(key=key, value=misfit.value), field=field)


def rule_data(rule: RuleBase) -> dict[str, Any]:
    """The rule as `score --format json` prints it: decimals as JSON numbers."""
    return rule.data()


def agree(one: RuleBase, other: RuleBase, facts: Facts) -> bool:
    """Whether two rules mean the same on this row."""
    return bool(one.bound(facts) == other.bound(facts))
