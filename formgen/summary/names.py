"""Lists of units in one cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from formgen.messages import summary as say

LIST_WIDTH = 66
"""Characters, half of a Chinese one, of a column with lists: with `_MOST_SIGNS` they fit the tallest row."""

_MOST_SIGNS = 900


def join_names(names: Iterable[str], most: int | None = None, where: str = "") -> str:
    """甲局、乙局: each once, in their order; no more than a row can show, or than `most`. where: the sheet that has
    all of them, where these are too many."""
    found = list(dict.fromkeys(names))
    shown: list[str] = []
    room = _MOST_SIGNS
    for name in found[:most]:
        room -= len(name) + 1
        if room < 0 and shown:
            break
        shown.append(name)
    text = say.SEPARATOR.join(shown)
    if len(shown) == len(found):
        return text
    told = say.MORE_NAMES_IN if where else say.MORE_NAMES
    return text + told.format(count=len(found), where=where)


def join_counts(counts: Mapping[str, int], most: int | None = None, where: str = "") -> str:
    """甲局（3处）、乙局: who has most comes first."""
    order = sorted(counts, key=lambda name: -counts[name])
    told = (
        say.NAME_COUNT.format(name=name, count=counts[name]) if counts[name] > 1 else name for name in order
    )
    return join_names(told, most, where)
