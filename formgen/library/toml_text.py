"""A TOML file with single values changed, its comments and layout kept.

Comes in: the text, and the values of its fields before and after. Goes out: the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit

from formgen.declaration.toml import toml_line
from formgen.sources.raw import RawValue


def change_toml(text: str, before: Mapping[str, RawValue], after: Mapping[str, RawValue]) -> str:
    """The text saying what `after` says. Fields are as in findings: department.name, indicators[3].unit."""
    changed = [field for field in after if before.get(field) != after[field]]
    removed = [field for field in before if field not in after]
    if not changed and not removed:
        return text
    document = tomlkit.parse(text.removeprefix("\ufeff"))
    for field in removed:
        table, key = _find(document, field)
        table.pop(key, None)
    for field in changed:
        table, key = _find(document, field)
        table[key] = _item(after[field].value)
    return tomlkit.dumps(document)


def _item(value: object) -> Any:
    """The value as formgen writes it: numbers by their digits, texts with line breaks over several lines."""
    return tomlkit.parse(toml_line("value", value))["value"]


def _find(document: Any, field: str) -> tuple[Any, str]:
    """The table that holds a field, made where it is not there yet, and its key there."""
    group, _, key = field.rpartition(".")
    if not group:
        return document, key
    name, _, index = group.partition("[")
    if not index:
        return document.setdefault(name, tomlkit.table()), key
    rows = document.setdefault(name, tomlkit.aot())
    while len(rows) <= int(index.rstrip("]")):
        rows.append(tomlkit.table())
    return rows[int(index.rstrip("]"))], key
