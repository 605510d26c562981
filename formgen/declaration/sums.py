"""Points that a form states for several rows together: a total line, a sub-total, 产出指标（40分）.

Made by the readers, compared with the rows' own points by the checks. They are no indicators.
"""

from __future__ import annotations

from decimal import Decimal

from formgen.base.records import record


@record(frozen=True, slots=True)
class DeclaredSum:
    """label: as it stands on the form. place: for people. choices: the sets of rows (counted from 0) it
    may stand for; a 小计 says nowhere whether it closes a 一级 or a 二级 指标."""

    label: str
    points: Decimal
    place: str
    choices: tuple[tuple[int, ...], ...]
