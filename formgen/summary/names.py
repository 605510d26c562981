"""Lists of units in one cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from formgen.messages import summary as say

MOST_NAMES = 120
"""Names in one cell: more than its row could show."""


def join_names(names: Iterable[str], most: int = MOST_NAMES, where: str = "") -> str:
    """甲局、乙局: each once, in their order. where: the sheet that has all of them, where these are too many."""
    found = list(dict.fromkeys(names))
    if len(found) <= most:
        return say.SEPARATOR.join(found)
    told = say.MORE_NAMES_IN if where else say.MORE_NAMES
    return say.SEPARATOR.join(found[:most]) + told.format(count=len(found), where=where)


def join_counts(counts: Mapping[str, int], most: int = MOST_NAMES, where: str = "") -> str:
    """甲局（3处）、乙局: who has most comes first."""
    order = sorted(counts, key=lambda name: -counts[name])
    told = (
        say.NAME_COUNT.format(name=name, count=counts[name]) if counts[name] > 1 else name for name in order
    )
    return join_names(told, most, where)
