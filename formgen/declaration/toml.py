"""Declaration → TOML, laid out for people; what `sources.toml` reads back as an equal Declaration.

Comes in: a Declaration, or None for a blank. Goes out: the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

import tomli_w

from formgen.declaration.blocks import TableBlock
from formgen.declaration.model import Declaration
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.values import STANDARD_KEYS, field_key, field_values, row_keys, row_values
from formgen.messages import tomlfile as say

_NOT_NONE = ("level1", "level2", "operator", "unit", "points")
"""Columns in which a row that does not apply says no 无."""

_ROW_ALWAYS = ("level1", "level2", "level3", "operator", "target", "unit", "explanation", "scoring")


def declaration_toml(declaration: Declaration | None, profile: Profile, year: int | None = None) -> str:
    """The TOML of this declaration; for None a blank with one row per 二级指标 and a comment on every
    field, for that year."""
    if declaration is None:
        return "\n".join(_blank(profile, year or profile.year)) + "\n"
    return "\n".join(_filled(declaration, profile)) + "\n"


def _filled(declaration: Declaration, profile: Profile) -> Iterator[str]:
    yield toml_line("profile", declaration.profile)
    if declaration.year_seen and not declaration.year_seen.isdigit():
        yield toml_line("year", declaration.year_seen)
    else:
        yield toml_line("year", declaration.year)
    values = field_values(declaration, profile)
    year = profile.field_keys.get("year")
    groups: dict[str, list[str]] = {}
    for key in (*_always(profile), *values):
        group, _, name = key.rpartition(".")
        line = toml_line(name, values.get(key, ""))
        if key != year and line not in groups.setdefault(group, []):
            groups[group].append(line)
    yield from groups.pop("", [])
    for group, lines in groups.items():
        yield from ("", f"[{group}]", *lines)
    for table in profile.tables.values():
        if table.name == INDICATORS:
            yield from _rows(declaration, profile)
        else:
            yield from _table(table, declaration.tables.get(table.name, ()))
    if profile.indicator_table is None:
        yield from _rows(declaration, profile)


def _always(profile: Profile) -> tuple[str, ...]:
    """Fields that stand even when empty: whoever fills the file in sees where they go."""
    return tuple(field_key(profile, role) for role in STANDARD_KEYS if role in profile.field_keys)


def _rows(declaration: Declaration, profile: Profile) -> Iterator[str]:
    always = [
        key for role, key in row_keys(profile).items() if role in _ROW_ALWAYS and _has_place(role, profile)
    ]
    for indicator in declaration.indicators:
        values = row_values(indicator, profile)
        keys = [*always, *(key for key in values if key not in always)]
        yield from ("", f"[[{INDICATORS}]]")
        yield from (toml_line(key, values.get(key, ""), dotted=True) for key in keys)


def _has_place(role: str, profile: Profile) -> bool:
    return role in profile.column_keys


def _table(table: TableBlock, rows: Any) -> Iterator[str]:
    """A free table as [[name]], one of fixed rows as [name.row]."""
    for key, row in rows.items() if isinstance(rows, dict) else ((None, row) for row in rows):
        yield from ("", f"[{table.name}.{key}]" if key is not None else f"[[{table.name}]]")
        yield from (toml_line(name, value, dotted=True) for name, value in row.items())


def _blank(profile: Profile, year: int) -> Iterator[str]:
    yield from say.HEAD.format(form=profile.name).splitlines()
    yield toml_line("profile", profile.id)
    yield toml_line("year", year)
    groups: dict[str, list[str]] = {}
    for fact in profile.facts:
        if fact.meaning == "year":
            continue
        group, _, key = fact.key.rpartition(".")
        comment = say.REQUIRED if fact.required else say.OPTIONAL
        groups.setdefault(group, []).append(f'{key} = ""  # {fact.label}{comment}')
    yield from groups.pop("", ())
    for group, lines in groups.items():
        yield from ("", f"[{group}]", *lines)
    for table in profile.tables.values():
        if table.name == INDICATORS:
            yield from _blank_indicators(profile, table)
        else:
            yield from _blank_table(table)
    if profile.indicator_table is not None:
        asked = [
            column.label for column in profile.columns if column.required and column.meaning not in _NOT_NONE
        ]
        yield from ("", say.ROW_HELP.format(labels=say.BETWEEN.join(dict.fromkeys(asked))))
        if {"scoring", "points"} & set(profile.column_keys):
            yield from say.RULE_HELP.splitlines()


def _blank_indicators(profile: Profile, table: TableBlock) -> Iterator[str]:
    """A row per 二级指标, the first with a comment on every key."""
    groups: list[dict[str, str]] = [
        {"level1": level1, "level2": level2} for level1, names in profile.taxonomy.items() for level2 in names
    ]
    for number, known in enumerate(groups or [{}]):
        yield from ("", f"[[{INDICATORS}]]")
        yield from _blank_row(table, known, explain=number == 0)


def _blank_table(table: TableBlock) -> Iterator[str]:
    heads = [f"[{table.name}.{row.key}]" for row in table.fixed] or [f"[[{table.name}]]"]
    for number, head in enumerate(heads):
        label = f"  # {table.fixed[number].label}" if table.fixed else f"  # {table.heading}"
        yield from ("", f"{head}{label}".rstrip("# ") if label.strip() == "#" else f"{head}{label}")
        row = table.fixed[number].key if table.fixed else ""
        yield from _blank_row(table, {}, explain=number == 0, row=row)


def _blank_row(table: TableBlock, known: dict[str, str], *, explain: bool, row: str = "") -> Iterator[str]:
    for key, column in table.cells().items():
        if row and column.only and row not in column.only:
            continue
        line = toml_line(key, known.get(column.meaning or key, ""), dotted=True)
        if explain:
            comment = say.COLUMN_HELP.get(key, say.REQUIRED if column.required else say.OPTIONAL)
            line += f"  # {column.label}{comment}"
        yield line


def inline_table(table: dict[str, Any]) -> str:
    """A table on one line: { kind = "bands", points = 2 }."""
    items = ", ".join(f"{_key(key)} = {_literal(value)}" for key, value in table.items())
    return f"{{ {items} }}" if items else "{}"


def toml_line(key: str, value: object, *, dotted: bool = False) -> str:
    """One key with its value. dotted: dots in the key part tables from their keys."""
    if dotted and "." in key:
        name = ".".join(_key(part) for part in key.split("."))
        return f"{name} = {toml_line('k', value).partition(' = ')[2]}"
    if isinstance(value, str):
        if value.isprintable() and '"' not in value and "\\" not in value:
            return f'{_key(key)} = "{value}"'  # stands in quotes as it is
        # A text with line breaks keeps them, for people to read.
        return tomli_w.dumps({key: value}, multiline_strings="\n" in value).removesuffix("\n")
    return f"{_key(key)} = {_literal(value)}"


def _literal(value: object) -> str:
    """One value on one line."""
    match value:
        case Decimal():
            return f"{value:f}"  # every written place, never an exponent
        case dict():
            return inline_table(value)
        case list() | tuple():
            return "[" + ", ".join(_literal(item) for item in value) + "]"
        case _:
            return tomli_w.dumps({"k": value}).removesuffix("\n").removeprefix("k = ")


@lru_cache(maxsize=1024)
def _key(key: str) -> str:
    return tomli_w.dumps({key: 0}).removesuffix(" = 0\n")
