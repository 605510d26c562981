"""自评: points lost and targets overshot without a reason.

Called by `run_checks` through `CHECKS`, where actual values are at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from formgen.checks.registry import Check, Hit, Subject, Unknown
from formgen.declaration.findings import Severity
from formgen.messages import checks as say
from formgen.scoring.numbers import show


def check_reasons(subject: Subject) -> Iterator[Hit | Unknown]:
    """ACT-01."""
    rows = [row for row in subject.sheet.rows if row.counted] if subject.sheet else []
    unscored = sum(row.score is None for row in rows)
    if unscored:
        yield Unknown(say.UNSCORED.format(count=unscored))
    for row in rows:
        if row.reason.strip():
            continue
        indicator, path = row.row.indicator, f"indicators[{row.row.index}].target"
        name = indicator.level3.strip()
        if row.lost:
            yield Hit(path, say.NO_REASON.format(name=name, lost=show(row.lost)), say.NO_REASON_HINT)
        elif row.overshoot and isinstance(row.answer, Decimal) and isinstance(indicator.target, Decimal):
            ratio = (row.answer / indicator.target * 100).quantize(Decimal("0.1"))
            yield Hit(path, say.OVERSHOT.format(name=name, ratio=show(ratio)), say.OVERSHOT_HINT)


CHECKS = (Check("ACT-01", Severity.WARNING, say.SOURCE_EVALUATION, check_reasons, ("rules", "actuals")),)
