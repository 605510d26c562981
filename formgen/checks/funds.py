"""资金: cost targets against the unit's budget."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from formgen.checks.registry import Check, Hit, Subject, Unknown
from formgen.checks.words import IN_TEN_THOUSANDS, UPWARD, is_cost_group, plain_unit
from formgen.declaration.findings import Severity
from formgen.declaration.model import Operator
from formgen.messages import checks as say
from formgen.scoring.numbers import show


def check_budget(subject: Subject) -> Iterator[Hit | Unknown]:
    """FUND-01. Prices per head (元/人) are no sums and are left out."""
    budget = subject.budget
    if budget is None:
        return
    total, counted, unread, last = Decimal(0), 0, 0, "indicators"
    for _, path, row in subject.rows():
        if not is_cost_group(row) or row.operator in UPWARD or row.operator is Operator.QUALITATIVE:
            continue
        factor = IN_TEN_THOUSANDS.get(plain_unit(row))
        if factor is None:
            continue
        if isinstance(row.target, Decimal):
            total += row.target * factor
            counted, last = counted + 1, subject.cell(path, "target")
        else:
            unread += 1
    if total > budget:
        message = say.OVER_BUDGET.format(count=counted, total=show(total), budget=show(budget))
        yield Hit(last if counted == 1 else "indicators", message, say.OVER_BUDGET_HINT)
    elif unread:
        yield Unknown(say.COSTS_UNREAD.format(count=unread))
    elif not counted:
        yield Unknown(say.NO_COSTS)


CHECKS = (Check("FUND-01", Severity.ERROR, say.SOURCE_BUDGET, check_budget, ("budget",)),)
