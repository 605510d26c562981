"""JSON Schema of a declaration of one profile, for editors that complete and check TOML while it is typed.

Comes in: a profile. Goes out: a schema (draft 2020-12) as plain data, titles and descriptions in Chinese. What
the schema lets pass may still have findings; what it refuses, formgen does not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from formgen.declaration.blocks import Labelled, TableBlock
from formgen.declaration.model import Operator
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.values import UNPRINTED, field_homes, row_keys
from formgen.messages import schema as say

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_AMOUNT: Schema = {"type": ["number", "string"]}
"""A number; a text is read as one where it is certain."""
_ANY_OF_BOTH = ("target", "actual")
_AMOUNTS = ("points", "score")


def declaration_schema(profile: Profile) -> Schema:
    """The schema."""
    root = _object(
        {
            "profile": _titled(_TEXT, say.PROFILE),
            "year": _year(),
            "format": _titled({"type": "integer"}, say.FORMAT),
        }
    )
    root["properties"]["profile"]["const"] = profile.id
    root["required"] = ["year"]
    facts = {fact.key: fact for fact in profile.facts}
    for key in (*field_homes(profile), *facts):
        if key not in ("year", "profile"):
            _put(root, key.split("."), _field(key, facts.get(key), profile))
    for table in profile.tables.values():
        if table.name != INDICATORS:
            root["properties"][table.name] = _table(table)
    root["properties"][INDICATORS] = _indicators(profile)
    for name in ("actuals", "options"):
        root["properties"][name] = _titled({"type": "object"}, say.CARRIED[name])
    head = {"$schema": DRAFT, "title": profile.title, "description": say.ABOUT.format(name=profile.name)}
    return {**head, **root}


def _year() -> Schema:
    return _titled({"type": ["integer", "string"], "minimum": 1000, "maximum": 9999}, say.YEAR)


def _titled(schema: Mapping[str, Any], title: str, description: str = "") -> Schema:
    return {**schema, "title": title} | ({"description": description} if description else {})


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _put(root: Schema, parts: Iterable[str], schema: Schema) -> None:
    """A key with dots, as the tables that TOML makes of it."""
    *groups, last = parts
    for group in groups:
        root = root["properties"].setdefault(group, _titled(_object({}), say.GROUPS.get(group, group)))
    root["properties"].setdefault(last, schema)


def _field(key: str, spec: Labelled | None, profile: Profile) -> Schema:
    if spec is None:
        return _titled(_TEXT, profile.label(key))
    if key in field_homes(profile):
        return _titled(_TEXT, spec.label, _described(spec))
    return _cell(spec)


def _cell(spec: Labelled) -> Schema:
    """A field or column by its type. Texts may be written as numbers, numbers and dates as texts."""
    return _titled(
        {"type": ["string", "number"]} if spec.type != "text" else _TEXT, spec.label, _described(spec)
    )


def _described(spec: Labelled) -> str:
    words = (
        say.TYPES.get(spec.type, ""),
        say.REQUIRED if spec.required else "",
        say.COMPUTED if spec.computed else "",
    )
    return "，".join(word for word in words if word)


def _table(table: TableBlock) -> Schema:
    title = table.heading or table.name
    if not table.fixed:
        return _titled({"type": "array", "items": _row(table)}, title)
    rows = {row.key: _titled(_row(table, row.key), row.label or row.key) for row in table.fixed}
    return _titled(_object(rows), title)


def _row(table: TableBlock, row: str = "") -> Schema:
    schema = _object({})
    for key, column in table.cells().items():
        if not (row and column.only and row not in column.only):
            _put(schema, key.split("."), _cell(column))
    return schema


def _indicators(profile: Profile) -> Schema:
    """Rows with every role, whether or not the form has a column for it, and the form's own columns."""
    schema = _object({})
    for role, key in row_keys(profile).items():
        title = profile.label(f"{INDICATORS}.{key}")
        _put(schema, key.split("."), _titled(_role(role), title, say.ROLES.get(role, "")))
    table = profile.indicator_table
    for key, column in table.cells().items() if table else ():
        _put(schema, key.split("."), _cell(column))
    return _titled({"type": "array", "items": schema}, profile.table_heading or say.INDICATORS)


def _role(role: str) -> Schema:
    if role == "operator":
        return {"type": "string", "enum": [*(item.value for item in Operator), *say.OTHER_SIGNS, ""]}
    if role == "rule":
        return {"type": ["object", "string"]}
    if role in _ANY_OF_BOTH or role in _AMOUNTS or role in UNPRINTED:
        return dict(_AMOUNT)
    return dict(_TEXT)
