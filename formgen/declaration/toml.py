"""Declaration → TOML, laid out for people; what `sources.toml` reads back as an equal Declaration.

Comes in: a Declaration, or None for a blank. Goes out: the text. Called by `formgen new` and
`formgen extract`, and by the PDF, which carries it inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import tomli_w

from formgen.declaration.model import Declaration, Indicator, Part
from formgen.declaration.profile import Profile
from formgen.messages import tomlfile as say

_ALWAYS = {"department": ("name", "duties"), "goal": ("annual",)}
_ROW_ALWAYS = ("level1", "level2", "level3", "operator", "target", "unit", "explanation", "scoring")


def declaration_toml(declaration: Declaration | None, profile: Profile) -> str:
    """The TOML of this declaration; for None a blank with one row per 二级指标 and a comment on every
    field."""
    if declaration is None:
        return "\n".join(_blank(profile)) + "\n"
    return "\n".join(_filled(declaration)) + "\n"


def _filled(declaration: Declaration) -> Iterator[str]:
    yield toml_line("profile", declaration.profile)
    yield toml_line("year", declaration.year_seen or declaration.year)
    for name, part in declaration:
        if isinstance(part, Part):
            lines = [toml_line(key, text) for key, text in part if text or key in _ALWAYS.get(name, ())]
            if lines:
                yield from ("", f"[{name}]", *lines)
    for indicator in declaration.indicators:
        yield from ("", "[[indicators]]", *_row(indicator))


def _row(indicator: Indicator) -> Iterator[str]:
    for key, value in indicator:
        if key in _ROW_ALWAYS or value not in ("", None):
            yield toml_line(key, value)


def _blank(profile: Profile) -> Iterator[str]:
    yield from say.HEAD.format(form=profile.name).splitlines()
    yield toml_line("profile", profile.id)
    yield toml_line("year", profile.year)
    groups: dict[str, list[str]] = {}
    for fact in profile.facts:
        group, _, key = fact.key.partition(".")
        comment = say.REQUIRED if fact.required else say.OPTIONAL
        groups.setdefault(group, []).append(f'{key} = ""  # {fact.label}{comment}')
    for group, lines in groups.items():
        yield from ("", f"[{group}]", *lines)
    first = True
    for level1, names in profile.taxonomy.items():
        for level2 in names:
            yield from ("", "[[indicators]]")
            yield from _blank_row(profile, {"level1": level1, "level2": level2}, explain=first)
            first = False
    yield from ("", *say.RULE_HELP.splitlines())


def _blank_row(profile: Profile, known: dict[str, str], *, explain: bool) -> Iterator[str]:
    for column in profile.columns:
        line = toml_line(column.key, known.get(column.key, ""))
        if explain:
            comment = say.COLUMN_HELP.get(column.key, say.REQUIRED if column.required else say.OPTIONAL)
            line += f"  # {column.label}{comment}"
        yield line


def inline_table(table: dict[str, Any]) -> str:
    """A table on one line: { kind = "bands", points = 2 }."""
    items = ", ".join(f"{_key(key)} = {_literal(value)}" for key, value in table.items())
    return f"{{ {items} }}" if items else "{}"


def toml_line(key: str, value: object) -> str:
    if isinstance(value, str):
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


def _key(key: str) -> str:
    return tomli_w.dumps({key: 0}).removesuffix(" = 0\n")
