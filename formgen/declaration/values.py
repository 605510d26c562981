"""The values of a declaration by their keys in the profile, whichever have a type of their own.

Comes in: a Declaration and its profile. Goes out: fields and rows as the form, the TOML and the rules of a
profile call them. The one place that knows which role is held where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from formgen.declaration.figures import Figures
from formgen.declaration.model import ArchiveSettings, Declaration, Department, Filing, Goal, Indicator, Part
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile

Value = Any
"""Text, Decimal or date."""

FIELD_HOMES: Mapping[str, tuple[str, str]] = {
    "name": ("department", "name"),
    "duties": ("department", "duties"),
    "goal": ("goal", "annual"),
}
"""Role of a field → where the declaration holds it."""

STANDARD_KEYS = {"name": "department.name", "duties": "department.duties", "goal": "goal.annual"}
"""The keys of these roles where a profile has no field for them."""

GROUPS: Mapping[str, type[Part]] = {
    "department": Department,
    "goal": Goal,
    "filing": Filing,
    "archive": ArchiveSettings,
}
UNPRINTED = ("points", "rule")
"""What a row may declare without a column for it: what it is scored by."""


def field_key(profile: Profile, role: str) -> str:
    """The key of the field with this role."""
    return profile.field_keys.get(role) or STANDARD_KEYS.get(role, role)


def field_homes(profile: Profile) -> dict[str, tuple[str, str]]:
    """Key → the part and attribute that holds it, of every field with a type of its own."""
    homes = {field_key(profile, role): home for role, home in FIELD_HOMES.items()}
    taken = set(homes.values())
    for group, part in GROUPS.items():
        for name in part.model_fields:
            if (group, name) not in taken:
                homes[f"{group}.{name}"] = (group, name)
    return homes


def field_values(declaration: Declaration, profile: Profile) -> dict[str, Value]:
    """Every field that is declared, by its key, in the order of the form and then of the model."""
    values = {
        key: getattr(getattr(declaration, group), name) for key, (group, name) in field_homes(profile).items()
    }
    values |= declaration.fields
    for role, value in (("project", declaration.project), ("year", declaration.year_text)):
        key = profile.field_keys.get(role)
        if key:
            values[key] = value
    known = [field.key for field in profile.facts if field.key in values]
    ordered = [*known, *(key for key in values if key not in known)]
    return {key: values[key] for key in ordered if _is_declared(values[key])}


def row_keys(profile: Profile) -> dict[str, str]:
    """Role → key of the cell of an indicator's row that holds it."""
    return profile.cell_keys


def row_values(indicator: Indicator, profile: Profile) -> dict[str, Value]:
    """Every cell of a row that is declared, by its key."""
    values = {key: getattr(indicator, role) for role, key in row_keys(profile).items()} | indicator.cells
    return {key: value for key, value in values.items() if _is_declared(value)}


def _is_declared(value: Value) -> bool:
    """A Decimal is not asked whether it is "": it would look for a kind of number in it first."""
    return value is not None and (not isinstance(value, str) or value != "")


def figures_of(declaration: Declaration, profile: Profile) -> Figures:
    """All values as the profile's rules and the form's blocks see them."""
    tables: dict[str, Any] = dict(declaration.tables)
    if profile.indicator_table is not None or declaration.indicators:
        tables[INDICATORS] = tuple(row_values(row, profile) for row in declaration.indicators)
    return Figures(field_values(declaration, profile), tables)


def homeless(declaration: Declaration, profile: Profile) -> Iterator[tuple[str, Value]]:
    """(path, value) of what is declared but has no place on this form. What only serves filing and scoring
    needs none."""
    printed = {field.key for field in profile.facts}
    for key, value in field_values(declaration, profile).items():
        if key not in printed and key in STANDARD_KEYS.values():
            yield key, value
    columns = profile.indicator_table.cells() if profile.indicator_table else {}
    covered = {*columns, *_joined(profile), *UNPRINTED}
    for number, row in enumerate(declaration.indicators):
        for key, value in row_values(row, profile).items():
            if key not in covered:
                yield f"{INDICATORS}[{number}].{key}", value


def _joined(profile: Profile) -> tuple[str, ...]:
    """Operator and unit are printed with the target where they have no columns of their own."""
    return ("operator", "unit") if "target" in profile.column_keys else ()


def public_path(field: str, profile: Profile | None) -> str:
    """A field's path as `check --format json` prints it: fields.<key> for a field that only forms of this
    profile have; what every declaration has (department.name, year) and cells of tables stand as they are."""
    own = {fact.key for fact in profile.facts} if profile else set()
    shared = {f"{group}.{name}" for group, part in GROUPS.items() for name in part.model_fields} | {"year"}
    return f"fields.{field}" if field in own - shared else field
