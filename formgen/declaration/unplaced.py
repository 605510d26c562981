"""What a form has no place of its own for, and where it is printed all the same.

Comes in: a declaration and its profile. Goes out: the rows behind the form, one a value, and how 指标值 is put
together where its sign or its unit has no column. Printing and reading back both ask here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from formgen.declaration.blocks import Column
from formgen.declaration.model import Declaration
from formgen.declaration.paths import FieldPath
from formgen.declaration.printed import plain_text, print_row, print_value
from formgen.declaration.profile import Profile
from formgen.declaration.values import homeless
from formgen.messages import form as say

_BESIDE_TARGET = ("operator", "target", "unit")


@dataclass(frozen=True, slots=True)
class UnplacedRow:
    """label: as printed, an indicator's cell with its 三级指标 before it. text: the value as printed."""

    label: str
    path: str
    text: str


def unplaced_rows(declaration: Declaration, profile: Profile) -> Iterator[UnplacedRow]:
    """What is declared and has no place on the form, in the order of the page."""
    for path, value in homeless(declaration, profile):
        place = FieldPath.parse(path)
        name = declaration.indicators[place.row].level3 if place.row is not None else ""
        label = say.OTHER_ROW.format(label=profile.label(path), name=name).strip()
        yield UnplacedRow(label, path, plain_text(value))


def print_target(row: Mapping[str, Any], column: Column, side: str, profile: Profile) -> str:
    """The cell of 指标值, with the sign and the unit that have no column beside it. side: with its dot."""
    own = set(profile.column_keys) - {"target"}
    template = "".join(f"{{{role}}}" for role in _BESIDE_TARGET if role not in own)
    parts = {role: row.get(f"{side}{role}") for role in ("operator", "unit")}
    return print_row(template, {**parts, "target": print_value(row.get(f"{side}{column.key}"), column)})
