"""Two forms of one unit side by side: which cells on their pages differ, and what stood and stands there.

Comes in: two `Form`s, the earlier one first. Goes out: `Sides`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formgen.declaration.paths import INDICATORS, FieldPath
from formgen.diff.compare import Change, compare, match_rows
from formgen.inspect.field_boxes import FieldBox
from formgen.library.form import Form
from formgen.sources.build import Reading


@dataclass(frozen=True, slots=True)
class CellChange:
    """What changed in one cell. row: the indicator's name, "" for the form's other fields; label: the cell's
    official name. old_field, new_field: where it stands in either form, "" where it does not."""

    row: str
    label: str
    old: str
    new: str
    old_field: str
    new_field: str


@dataclass(frozen=True, slots=True)
class Sides:
    """old_cells, new_cells: the fields whose printed text is not the other side's. changes: every change of the
    declaration, in the order of the form as it now is; those gone last."""

    old_cells: frozenset[str]
    new_cells: frozenset[str]
    changes: tuple[CellChange, ...]


def compare_sides(old: Form, new: Form, engine: str = "weasyprint") -> Sides:
    """What differs between two forms, on their pages as `on_screen` shows them. Raises UnreadableInput for one that
    cannot be read as a whole, and what printing raises."""
    before, after = old.reading, new.reading
    rows = match_rows(before, after)
    was, now = (_printed(form.on_screen(engine, "none").boxes) for form in (old, new))
    partners = {field: _partner(field, rows) for field in now}
    same = {field for field, text in now.items() if was.get(partners[field]) == text}
    kept = {partners[field] for field in same}
    return Sides(
        frozenset(was.keys() - kept),
        frozenset(now.keys() - same),
        tuple(_cell(change, before, after) for change in compare(before, after)),
    )


def _printed(boxes: Iterable[FieldBox]) -> dict[str, str]:
    """Field → what is printed there, over all its pages; a label that a page repeats counts once."""
    texts: dict[str, dict[str, None]] = defaultdict(dict)
    for box in boxes:
        texts[box.field][box.text] = None
    return {field: "".join(parts) for field, parts in texts.items()}


def _partner(field: str, rows: Mapping[int, int]) -> str:
    """Where a field of the new form stood in the old one; "" for a row that was not there."""
    path = FieldPath.parse(field)
    if path.table != INDICATORS or path.row is None:
        return field
    before = rows.get(path.row)
    return "" if before is None else str(FieldPath(path.table, before, path.column))


def _cell(change: Change, before: Reading, after: Reading) -> CellChange:
    if change.indicator is None:
        return CellChange("", change.label, change.old, change.new, change.field, change.field)
    column = "scoring" if change.field in ("points", "rule") else change.field or "level3"
    return CellChange(
        change.indicator[2],
        change.label,
        change.old,
        change.new,
        _field_of(change.indicator, column, before),
        _field_of(change.indicator, column, after),
    )


def _field_of(names: tuple[str, str, str], column: str, reading: Reading) -> str:
    """The cell of the indicator with these names; by the last of them where the groups were renamed."""
    rows = [(row.level1, row.level2, row.level3) for row in reading.declaration.indicators]
    found = next((index for index, row in enumerate(rows) if row == names), None)
    if found is None:
        found = next((index for index, row in enumerate(rows) if row[2] == names[2]), None)
    return "" if found is None else str(FieldPath(INDICATORS, found, column))
