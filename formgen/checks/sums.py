"""赋分: points that the form states for several rows together (合计, 小计, 产出指标（40分）) against the
rows' own.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from formgen.checks.registry import Hit, Subject, Unknown
from formgen.declaration.sums import DeclaredSum
from formgen.messages import checks as say
from formgen.scoring.numbers import show


def check_stated_sums(subject: Subject) -> Iterator[Hit | Unknown]:
    """SCO-01, as far as the form adds up by itself."""
    for stated in subject.sums:
        totals = [_total(subject, rows) for rows in stated.choices]
        if stated.points in totals:
            continue
        if None in totals or not totals:
            yield Unknown(say.STATED_UNKNOWN.format(label=_shown(stated), points=show(stated.points)))
            continue
        message = say.STATED_SUM.format(
            label=_shown(stated), points=show(stated.points), total=show(totals[0] or Decimal(0))
        )
        yield Hit("indicators", message, say.STATED_SUM_HINT, place=stated.place)


def _total(subject: Subject, rows: tuple[int, ...]) -> Decimal | None:
    """The points of these rows, or None where one of them is not known."""
    if subject.rules is None:
        return None
    total = Decimal(0)
    for index in rows:
        points = subject.rules[index].points if index < len(subject.rules) else None
        if points is None:
            return None
        total += points
    return total


def _shown(stated: DeclaredSum) -> str:
    return " ".join(stated.label.split())[:30]
