"""自评: points lost and targets overshot without a reason.

Called by `run_checks` through `CHECKS`, where actual values are at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from formgen.checks.registry import Check, Hit, Outcome, Subject, Unknown
from formgen.checks.words import UPWARD
from formgen.findings import Severity
from formgen.messages import checks as say
from formgen.model import Operator
from formgen.scoring.numbers import show


def check_reasons(subject: Subject) -> Iterator[Hit | Unknown]:
    """ACT-01."""
    outcomes = subject.outcomes or ()
    unscored = sum(outcome.score is None for outcome in outcomes if outcome.full)
    if unscored:
        yield Unknown(say.UNSCORED.format(count=unscored))
    for outcome in outcomes:
        if outcome.reason.strip():
            continue
        row = subject.declaration.indicators[outcome.index]
        path = f"indicators[{outcome.index}].target"
        if outcome.score is not None and outcome.score < outcome.full:
            lost = show(outcome.full - outcome.score)
            yield Hit(path, say.NO_REASON.format(name=row.level3.strip(), lost=lost), say.NO_REASON_HINT)
        elif (ratio := _overshoot(subject, outcome)) is not None:
            message = say.OVERSHOT.format(name=row.level3.strip(), ratio=ratio)
            yield Hit(path, message, say.OVERSHOT_HINT)


def _overshoot(subject: Subject, outcome: Outcome) -> str | None:
    """Actual in % of the target where it reaches the profile's limit; None where it does not."""
    row = subject.declaration.indicators[outcome.index]
    more_is_better = row.operator in UPWARD or row.operator is Operator.EQUAL
    if outcome.actual is None or not isinstance(row.target, Decimal) or row.target <= 0 or not more_is_better:
        return None
    ratio = outcome.actual / row.target
    if ratio < subject.profile.scoring.overshoot:
        return None
    return show((ratio * 100).quantize(Decimal("0.1")))


CHECKS = (Check("ACT-01", Severity.WARNING, say.SOURCE_EVALUATION, check_reasons, ("rules", "actuals")),)
