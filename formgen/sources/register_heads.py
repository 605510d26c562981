"""Is this sheet a register, and where are its columns?

Comes in: a sheet. Goes out: a `Register`, or None for a form.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from formgen.base.errors import Fault
from formgen.declaration.profile import Profile
from formgen.messages import reading
from formgen.messages import register as say
from formgen.sources.gather import Gathered
from formgen.sources.grid import Grid, address
from formgen.sources.labels import Labels, plain_label, synonyms
from formgen.sources.table import Heads, find_heads

NAME = "department.name"


@dataclass(frozen=True, slots=True)
class Register:
    """A register found. facts: key of what concerns a department → column. repeated: rows that are heads
    again."""

    heads: Heads
    facts: dict[str, int]
    faults: tuple[Fault, ...]
    repeated: frozenset[int] = frozenset()


def find_register(
    grid: Grid, profile: Profile, labels: Labels, faults: tuple[Fault, ...] = ()
) -> Register | None:
    """The register on this sheet; None where the rows name no department, or the sheet names one above
    its table: then it is a form. faults: of the workbook as a whole."""
    heads = find_heads(grid, labels)
    if not heads or _names_department_above(grid, labels, heads[0].row):
        return None
    first = heads[0]
    general = Gathered(grid, profile)
    general.faults += faults
    facts: dict[str, int] = {}
    for column in grid.rows[first.row]:
        key = _fact_key(grid.text(first.row, column) or "", labels, first)
        if key in facts:
            message = reading.TWICE.format(
                label=general.label(key),
                first=address(first.row, facts[key]),
                second=address(first.row, column),
            )
            general.fault((first.row, column), key, message, reading.TWICE_HINT)
        elif key:
            facts[key] = column
    if NAME not in facts:
        return None
    for other in heads[1:]:
        spots = [head.spot for head in (first, other)]
        message = say.TWO_HEADS.format(first=address(*spots[0]), second=address(*spots[1]))
        general.fault(spots[1], "indicators", message, say.TWO_HEADS_HINT)
    beside = frozenset(
        column
        for column in grid.rows[first.row]
        if _fact_key(grid.text(first.row, column) or "", labels, first)
    )
    repeated = frozenset(head.row for head in heads[1:])
    return Register(replace(first, beside=beside), facts, tuple(general.faults), repeated)


def is_register(grid: Grid, labels: Labels, heads: Heads) -> bool:
    """Whether one of these heads is a column for the department."""
    return any(
        _fact_key(grid.text(heads.row, column) or "", labels, heads) == NAME
        for column in grid.rows[heads.row]
    )


def _fact_key(text: str, labels: Labels, heads: Heads) -> str:
    """The key of a column that concerns a department; "" for any other."""
    plain = plain_label(text)
    if plain == say.UNIT_HEAD and "unit" not in heads.columns:
        return ""
    return _register_heads().get(plain) or labels.fact(text) or ""


@cache
def _register_heads() -> dict[str, str]:
    known = synonyms()["register"]
    return {plain_label(name): key for key, names in known.items() for name in names}


def _names_department_above(grid: Grid, labels: Labels, top: int) -> bool:
    for (row, _), cell in grid.cells.items():
        if row < top and isinstance(cell.value, str):
            split = labels.split_fact(cell.value)
            if (labels.fact(cell.value) or (split[0] if split else "")) == NAME:
                return True
    return False
