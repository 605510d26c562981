"""Which row of a Word document is which row of the declaration it carries.

Comes in: the rows as they are seen, and the declaration carried. Goes out: pairs, in the order of the
document; rows that are gone come last. A row is known again by all its cells,
else by its names, else by everything but its name; never by its place alone.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from formgen.declaration.model import Declaration, Indicator
from formgen.declaration.printed import plain_text, print_value
from formgen.declaration.profile import Profile
from formgen.sources.docx_table import VisibleRow

_LEVELS = ("level1", "level2")
_Texts = dict[str, str]
_Key = Callable[[_Texts], Hashable]


@dataclass(frozen=True, slots=True)
class Match:
    """A row that is seen and one that is carried; either may be missing. number: of the one carried, from 0;
    -1 where there is none."""

    row: VisibleRow | None
    carried: Indicator | None
    number: int = -1


def match_rows(rows: Sequence[VisibleRow], carried: Declaration | None, profile: Profile) -> list[Match]:
    """The matches."""
    if carried is None:
        return [Match(row, None) for row in _fill_levels(rows)]
    old = carried.indicators
    keys = list(rows[0].texts) if rows else []
    printed = [{key: print_cell(item, key, profile) for key in keys} for item in old]
    found: dict[int, int] = {}
    for key in _RULES:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        taken = set(found.values())
        for index, texts in enumerate(printed):
            if index not in taken:
                waiting[key(texts)].append(index)
        for number, row in enumerate(rows):
            if number not in found and waiting[key(row.texts)]:
                found[number] = waiting[key(row.texts)].popleft()
    seen = [
        Match(row, old[found[n]], found[n]) if n in found else Match(row, None) for n, row in enumerate(rows)
    ]
    gone = [Match(None, item, n) for n, item in enumerate(old) if n not in found.values()]
    return seen + gone


_RULES: tuple[_Key, ...] = (
    lambda texts: tuple(texts.items()),
    lambda texts: (texts.get("level1"), texts.get("level2"), texts.get("level3")),
    lambda texts: texts.get("level3"),
    lambda texts: tuple(item for item in texts.items() if item[0] != "level3"),
)


def print_cell(indicator: Indicator, key: str, profile: Profile) -> str:
    """A cell of the row as the form prints it."""
    value = getattr(indicator, key, "")
    column = next((column for column in profile.columns if column.key == key), None)
    return print_value(value, column) if column is not None else plain_text(value)


def _fill_levels(rows: Sequence[VisibleRow]) -> list[VisibleRow]:
    """In a form filled in by hand an empty 一级 or 二级 means the one above."""
    filled = []
    above: _Texts = {}
    for row in rows:
        texts = dict(row.texts)
        changed = False
        for key in _LEVELS:
            if texts.get(key, "").strip():
                changed = changed or above.get(key) != texts[key]
                above[key] = texts[key]
            elif changed:
                above[key] = ""  # a new 一级 does not go on with the old 二级
            texts[key] = above.get(key, "")
        filled.append(VisibleRow(row.number, texts, row.own))
    return filled
