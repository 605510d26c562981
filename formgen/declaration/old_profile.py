"""Profile folders of 0.2.0: `[[facts]]` and `[[columns]]` as the two blocks that they always were.

Comes in: the tables of profile.toml. Goes out: the same in today's language, with the templates of the
folder still its own. Columns of that language were fields of an indicator and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from formgen.base.most_like import most_like
from formgen.declaration.blocks import COLUMN_ROLES
from formgen.declaration.profile_faults import Flaw
from formgen.messages import profile as say

_GROUPS = ("level1", "level2")
_FACTS = ("department.name", "department.duties", "goal.annual")


def is_old(tables: Mapping[str, Any]) -> bool:
    """True for a profile in the language of 0.2.0."""
    return "block" not in tables and ("facts" in tables or "columns" in tables)


def translate_old(tables: Mapping[str, Any]) -> tuple[dict[str, Any], list[Flaw]]:
    """The profile in today's language, and what is wrong with its keys."""
    data = dict(tables)
    facts, columns = data.pop("facts", []), data.pop("columns", [])
    heading = data.pop("table_heading", "")
    if "year" in data and "years" not in data:
        data["years"] = [data.pop("year")]
    flaws = [*_strange(columns, "columns", COLUMN_ROLES), *_strange(facts, "facts", _FACTS)]
    if not flaws:
        lists = (("facts", facts), ("columns", columns))
        flaws = [Flaw(key, say.WANT_TABLES.format(key=key)) for key, items in lists if not _all_tables(items)]
    if flaws:
        return data, flaws
    levels = len([key for key in _GROUPS if key in [c.get("key") for c in columns]])
    grid = _facts_grid(columns)
    blocks = [{"kind": "fields", "rows": [[fact] for fact in facts], "widths": grid}] if facts else []
    table = {"kind": "table", "name": "indicators", "heading": heading, "levels": levels}
    data["block"] = [*blocks, {**table, "columns": [_column(column) for column in columns]}]
    return data, []


def _all_tables(items: Any) -> bool:
    return isinstance(items, list) and all(isinstance(item, dict) for item in items)


def _facts_grid(columns: list[dict[str, Any]]) -> list[Any]:
    """Labels of the facts stand over the group columns, values over the rest."""
    widths = [Decimal(column["width"]) if isinstance(column.get("width"), int) else column.get("width")
              for column in columns]  # fmt: skip
    sound = [width for width in widths if isinstance(width, Decimal)]
    if len(sound) < 2 or len(sound) < len(widths):
        return []
    cut = 2 if len(sound) > 2 else 1
    return [sum(sound[:cut], Decimal(0)), sum(sound[cut:], Decimal(0))]


def _column(column: dict[str, Any]) -> dict[str, Any]:
    return {"align": "left", **column}


def _strange(items: Any, name: str, known: tuple[str, ...]) -> list[Flaw]:
    """Keys that an indicator, or the form above it, does not have."""
    if not isinstance(items, list):
        return []
    flaws = []
    for index, item in enumerate(items):
        key = item.get("key") if isinstance(item, dict) else None
        if isinstance(key, str) and key not in known:
            near = say.ROLE_BY_WORD.get(
                next((w for w in say.ROLE_BY_WORD if w in str(item.get("label"))), "")
            )
            near = near or most_like(key, known, 0.5)
            hint = say.NEAREST.format(near=near) if near else say.KNOWN.format(known="、".join(known))
            flaws.append(Flaw(f"{name}[{index}].key", say.UNKNOWN_COLUMN.format(key=key), hint))
    return flaws
