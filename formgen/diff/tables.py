"""What changed in the fields and in the tables of a form beside its indicators.

Comes in: two Readings. Goes out: differences by cell, in the order of the new form. A row of fixed rows is
known by its key; one of free rows by what its text columns say, else by the first of them, as a task is by its
name.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formgen.declaration.blocks import TableBlock
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.values import field_values
from formgen.messages import diff as say
from formgen.sources.build import Reading

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Differing:
    """A field, a cell, or a whole row that is only on one side. label: its official name, for people."""

    path: str
    label: str
    old: object
    new: object
    whole_row: bool = False


def field_differences(old: Reading, new: Reading) -> Iterator[Differing]:
    """Fields that say something else, by their keys; the year of the form is told apart."""
    before = field_values(old.declaration, old.profile)
    after = field_values(new.declaration, new.profile)
    years = {old.profile.field_keys.get("year"), new.profile.field_keys.get("year")}
    for key in dict.fromkeys([*after, *before]):
        if key not in years and before.get(key, "") != after.get(key, ""):
            profile = new.profile if key in new.profile.labels else old.profile
            yield Differing(key, profile.label(key), before.get(key), after.get(key))


def table_differences(old: Reading, new: Reading) -> Iterator[Differing]:
    """Cells and rows of every table but the indicators."""
    tables = {**old.profile.tables, **new.profile.tables}
    for name, table in tables.items():
        if name == INDICATORS:
            continue
        profile = new.profile if name in new.profile.tables else old.profile
        before, after = old.declaration.tables.get(name, ()), new.declaration.tables.get(name, ())
        if isinstance(before, Mapping) or isinstance(after, Mapping):
            yield from _fixed(table, profile, dict(before or {}), dict(after or {}))
        else:
            yield from _free(table, profile, before, after)


def _fixed(
    table: TableBlock, profile: Profile, before: Mapping[str, Row], after: Mapping[str, Row]
) -> Iterator[Differing]:
    labels = {row.key: row.label or next(iter(row.labels.values()), row.key) for row in table.fixed}
    for key in dict.fromkeys([*labels, *before, *after]):
        path = f"{table.name}.{key}"
        yield from _cells(table, profile, path, labels.get(key, key), before.get(key, {}), after.get(key, {}))


def _free(
    table: TableBlock, profile: Profile, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[Differing]:
    texts = [key for key, column in table.cells().items() if not column.numeric and column.type != "date"]
    pairs = _match(before, after, texts)
    for index, row in enumerate(after):
        path = f"{table.name}[{index}]"
        if index in pairs:
            yield from _cells(table, profile, path, _name(row, texts, index), before[pairs[index]], row)
        else:
            yield Differing(path, _heading(table), None, _shown(row), whole_row=True)
    kept = set(pairs.values())
    for index, row in enumerate(before):
        if index not in kept:
            yield Differing(f"{table.name}[{index}]", _heading(table), _shown(row), None, whole_row=True)


def _match(before: Sequence[Row], after: Sequence[Row], texts: Sequence[str]) -> dict[int, int]:
    """Index after → index before."""
    pairs: dict[int, int] = {}
    keys: list[Callable[[Row], Hashable]] = [lambda row: tuple(row.get(key) for key in texts)]
    if texts:
        keys.append(lambda row: row.get(texts[0]) or None)
    for key in keys:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        taken = set(pairs.values())
        for index, row in enumerate(before):
            if index not in taken and key(row) is not None:
                waiting[key(row)].append(index)
        for index, row in enumerate(after):
            if index not in pairs and waiting[key(row)]:
                pairs[index] = waiting[key(row)].popleft()
    return pairs


def _cells(
    table: TableBlock, profile: Profile, path: str, name: str, before: Row, after: Row
) -> Iterator[Differing]:
    for key in dict.fromkeys([*table.cells(), *before, *after]):
        if before.get(key) != after.get(key):
            label = profile.label(f"{table.name}.{key}")
            shown = say.CELL_LABEL.format(table=_heading(table), row=name, label=label)
            yield Differing(f"{path}.{key}", shown, before.get(key), after.get(key))


def _heading(table: TableBlock) -> str:
    return table.heading or table.row_heading or table.name


def _name(row: Row, texts: Sequence[str], index: int) -> str:
    first = next((str(row[key]) for key in texts if row.get(key)), "")
    return " ".join(first.split()) or say.NTH_ROW.format(number=index + 1)


def _shown(row: Row) -> str:
    return say.BETWEEN.join(str(value) for value in row.values())
