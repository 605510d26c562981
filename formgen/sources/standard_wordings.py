"""A row that declares a rule and no wording gets the wording that says the rule.

Comes in: indicators as declared. Goes out: the same, with 评（扣）分标准 written where only the rule stood. It
is done once, where a declaration is built: so the form, the data that files carry, the checks and the
scores all see one text, and what is read back from it is the rule itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from formgen.base.errors import UnreadableInput
from formgen.declaration.model import Indicator
from formgen.declaration.profile import ScoringDefaults


def write_standard_wording(indicator: Indicator, defaults: ScoringDefaults) -> Indicator:
    """The indicator with its wording. The same where it has one already, has no rule, or has one that is
    faulty or does not fit the row: the checks tell what is wrong with it."""
    if not isinstance(indicator.rule, Mapping) or not indicator.rule or indicator.scoring.strip():
        return indicator
    from formgen.scoring import Facts, parse_rule, standard_wording  # few declarations come here

    facts = Facts.of(indicator)
    try:
        rule = parse_rule(indicator.rule, defaults, facts.points)
    except UnreadableInput:
        return indicator
    if rule.objections(facts):
        return indicator
    return indicator.model_copy(update={"scoring": standard_wording(rule, indicator)})
