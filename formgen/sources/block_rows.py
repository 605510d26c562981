"""The rows of a form's tables: free ones one after the other, fixed ones by their labels.

Comes in: a sheet being gathered and a table found on it. Goes out: values tasks[0].total, money.all.initial …
in it, and the rows that lie below the table. Every cell is read, told in a note, or a fault; totals are
compared with the sum and are no rows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from decimal import Decimal

from formgen.declaration.blocks import Labelled, RowSpec, TableBlock
from formgen.declaration.figures import preset_figures
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.form_rules import RULE_IDS
from formgen.declaration.paths import INDICATORS
from formgen.declaration.sums import DeclaredSum
from formgen.declaration.toml_faults import toml_reason
from formgen.messages import reading as say
from formgen.sources.block_heads import FoundTable, is_row_label
from formgen.sources.cells import read_number
from formgen.sources.gather import Gathered, raw_value
from formgen.sources.grid import Spot, State
from formgen.sources.labels import line_words, plain_label
from formgen.sources.printed import take_apart
from formgen.sources.slots import Slot
from formgen.sources.sum_lines import line_note
from formgen.sources.table import parse_rule, short, tell_stray

_TYPED = {
    "level1": False, "level2": False, "level3": False, "operator": False, "target": True, "unit": False,
    "explanation": False, "scoring": False, "remark": False, "points": True, "actual": True, "score": True,
    "reason": False, "rule": False,
}  # fmt: skip
"""Role of an indicator's cell → whether a number in it is a number, and not its text."""


class BlockReader:
    """Reads one table. ends_before: whether a row belongs to what follows the table. extras: role → columns
    right of the form."""

    def __init__(self, gathered: Gathered, table: FoundTable, ends_before: Callable[[int], bool]) -> None:
        self.gathered = gathered
        self.grid = gathered.grid
        self.table = table
        self.block: TableBlock = table.block
        self.ends_before = ends_before
        self.extras: dict[str, tuple[int, int]] = {}
        self.told: set[int] = set()
        self.groups: dict[Slot, tuple[str, Spot]] = {}
        self.merges_told: set[Spot] = set()
        self.empty_groups: dict[tuple[str, ...], Spot] = {}
        self.filled_groups: set[tuple[str, ...]] = set()
        self.count = 0
        self.sums: dict[str, list[Decimal]] = {}
        self.totals: set[Spot] = set()

    # ── free rows ─────────────────────────────────────────────────────────────────────────────────

    def read_free(self, rows: Iterable[int]) -> list[int]:
        """Read the rows under the heads; those that belong to what follows are returned."""
        rows = list(rows)
        for position, row in enumerate(rows):
            if self.ends_before(row):
                return self._close(rows[position:])
            if self._is_remark(row) or self._is_heads(row):
                continue
            if not self._own_cells(row):
                if not self._is_bare_total(row):
                    self._check_strays(row)
            elif not self._is_total(row):
                self._check_strays(row)
                self._read_row(row)
        return self._close([])

    def _is_heads(self, row: int) -> bool:
        """True for the table's own heads once more: every cell says what its column is called, or what stands over it."""
        heads = range(self.table.top, self.table.bottom + 1)
        seen = [(column, self.grid.text(row, column)) for column in self.grid.rows[row]]
        if len(seen) > 1 and all(
            text and any(text == self.grid.text(head, column) for head in heads) for column, text in seen
        ):
            return True
        pairs = [
            (plain_label(self.grid.text(*spots[0]) or ""), plain_label(slot.label))
            for slot, span in self.table.spans.items()
            if (spots := self._spots(row, span))
        ]
        return len(pairs) > 1 and all(found and found == label for found, label in pairs)

    def _close(self, rest: list[int]) -> list[int]:
        for group, spot in self.empty_groups.items():
            if group not in self.filled_groups:
                self.gathered.note(
                    spot, "", say.EMPTY_GROUP.format(level2=next(filter(None, group[::-1]), ""))
                )
        return rest

    def _own_cells(self, row: int) -> list[int]:
        return [column for column in self.grid.rows[row] if self._is_owned(column)]

    def _is_owned(self, column: int) -> bool:
        spans = (*self.table.spans.values(), *self.extras.values())
        return any(first <= column <= last for first, last in spans)

    def _check_strays(self, row: int) -> None:
        """Tell cells that no column owns; the upright heading at the left is the form's own."""
        heading = plain_label(self.block.heading)
        for column in self.grid.rows[row]:
            if self._is_owned(column) or column in self.told:
                continue
            if heading and plain_label(self.grid.text(row, column) or "") == heading:
                continue
            tell_stray(self.gathered, (row, column))

    def _is_remark(self, row: int) -> bool:
        texts = [
            ((row, column), (self.grid.text(row, column) or "").strip()) for column in self.grid.rows[row]
        ]
        if not all(line_note(text) for _, text in texts):
            return False
        for spot, text in texts:
            self.gathered.note(spot, "", line_note(text).format(text=short(text)))
        return True

    def _read_row(self, row: int) -> None:
        self._take_groups(row)
        filled = [slot for slot in self.table.spans if not slot.group and self._has(slot, row)]
        others = [key for key, span in self.extras.items() if self._spots(row, span)]
        labels = tuple(text for text, _ in self.groups.values())
        if not filled and not others:
            spots = [spot for _, spot in self.groups.values() if spot[0] == row]
            if any(labels) and spots:
                self.empty_groups.setdefault(labels, spots[-1])
            return
        self.filled_groups.add(labels)
        path = f"{self.block.name}[{self.count}]"
        self.count += 1
        self.gathered.put(path, None, (row, self.table.first))
        for slot, (text, spot) in self.groups.items():
            self.gathered.put(f"{path}.{slot.key}", text, spot)
        for slot in self.table.spans:
            if not slot.group:
                self._take_slot(path, slot, self._value_spot(slot, row, path))
        for key, span in self.extras.items():
            self._take_extra(path, key, row, span)

    def _has(self, slot: Slot, row: int) -> bool:
        """True where a slot has content of its own in this row; one merged with rows above has none."""
        return bool(self._spots(row, self.table.spans[slot]))

    def _spots(self, row: int, span: tuple[int, int]) -> list[Spot]:
        return [(row, column) for column in self.grid.rows.get(row, ()) if span[0] <= column <= span[1]]

    def _value_spot(self, slot: Slot, row: int, path: str) -> Spot:
        """The spot of a slot's value in a row: any cell of its columns, or the merged one that several rows
        share. A second one is told."""
        span = self.table.spans[slot]
        found = self._spots(row, span)
        if len(found) > 1:
            message = say.TWO_VALUES.format(label=slot.label)
            self.gathered.fault(found[1], f"{path}.{slot.key}", message, say.TWO_VALUES_HINT)
        if found:
            return found[0]
        top = self.grid.area(row, span[0])[0]
        if top[0] == row or not span[0] <= top[1] <= span[1] or top[0] <= self.table.bottom:
            return row, span[0]
        cell = self.grid.cells.get(top)
        if cell is not None and top not in self.merges_told:
            self.merges_told.add(top)
            text = say.MERGED_SHARED.format(label=slot.label, text=short(str(raw_value(cell))))
            self.gathered.note(top, f"{path}.{slot.key}", text)
        return top

    def _take_groups(self, row: int) -> None:
        """Merged groups: the cell's own text, else its merged cell's, else that of the row above. A cell of
        blanks alone is empty on purpose."""
        changed = False
        for slot in self.table.spans:
            if not slot.group:
                continue
            first, last = self.table.spans[slot]
            spots = self._spots(row, (first, last))
            spot = spots[0] if spots else self.grid.area(row, first)[0]
            if spot[0] <= self.table.bottom or not first <= spot[1] <= last:
                spot = row, first
            cell = self.grid.cells.get(spot)
            before = self.groups.get(slot)
            if cell is not None and cell.state is State.VALUE:
                text = str(raw_value(cell))
                self.groups[slot] = (text if text.strip() else "", spot)
            elif cell is not None:
                self.gathered.take(f"{self.block.name}[{self.count}].{slot.key}", spot)
                self.groups[slot] = ("", spot)
            elif changed or before is None:
                self.groups[slot] = ("", spot)
            changed = changed or before is None or before[0] != self.groups[slot][0]

    # ── cells ─────────────────────────────────────────────────────────────────────────────────────

    def _take_slot(self, path: str, slot: Slot, spot: Spot) -> None:
        assert slot.column is not None
        if len(slot.keys) > 1:
            self._take_printed(path, slot, spot)
            return
        field = f"{path}.{slot.key}"
        self.gathered.take(field, spot, numeric=self._is_numeric(slot, spot))
        value = self.gathered.values.get(field)
        number = value.value if value is not None else None
        number = read_number(number) if isinstance(number, str) else number
        if isinstance(number, Decimal):
            self.sums.setdefault(slot.key, []).append(number)

    def _is_numeric(self, slot: Slot, spot: Spot) -> bool:
        """Whether a number in the cell is read as one; texts with figures in them stay texts."""
        assert slot.column is not None
        if self.block.name == INDICATORS and slot.role in _TYPED and self._counts(slot):
            return _TYPED[slot.role]
        return is_number_cell(self.gathered, slot.column, spot)

    def _counts(self, slot: Slot) -> bool:
        """True on the side whose values are the indicator's own."""
        return self.gathered.profile.column_keys.get(slot.role) == slot.key

    def _take_printed(self, path: str, slot: Slot, spot: Spot) -> None:
        """A printed cell of several fields, taken apart where that is certain."""
        assert slot.column is not None
        target = next((key for key in slot.keys if key.rpartition(".")[2] == "target"), slot.key)
        self.gathered.take(f"{path}.{target}", spot)
        seen = self.gathered.values.get(f"{path}.{target}")
        if seen is None or self.grid.cells.get(spot) is None:
            return
        text = str(getattr(seen.value, "text", seen.value))
        names = {key.rpartition(".")[2]: key for key in slot.keys}
        parts = take_apart(text, slot.column.print, tuple(names))
        for name, value in parts.values.items():
            self.gathered.put(f"{path}.{names[name]}", value, spot)
        field = f"{path}.{target}"
        if not parts.certain:
            message = say.PRINTED_DOUBT.format(label=slot.label, text=short(text))
            self.gathered.warn(spot, field, message, say.PRINTED_DOUBT_HINT)
        elif sum(value != "" for value in parts.values.values()) > 1:
            shown = "、".join(str(value) for value in parts.values.values() if value != "")
            self.gathered.note(
                spot, field, say.PRINTED_SPLIT.format(label=slot.label, text=short(text), parts=shown)
            )

    def _take_extra(self, path: str, role: str, row: int, span: tuple[int, int]) -> None:
        spots = self._spots(row, span)
        if not spots:
            return
        cell, field = self.grid.cells[spots[0]], f"{path}.{role}"
        if role != "rule" or cell.state is not State.VALUE or not isinstance(cell.value, str):
            self.gathered.take(field, spots[0], numeric=_TYPED.get(role, False))
            return
        try:
            self.gathered.put(field, parse_rule(cell.value), spots[0])
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            message = say.BAD_RULE.format(label=self.gathered.label("rule"), why=toml_reason(str(error)))
            self.gathered.fault(spots[0], field, message, say.RULE_HINT)
            self.gathered.put(field, cell.value, spots[0])

    # ── totals ────────────────────────────────────────────────────────────────────────────────────

    def _is_total(self, row: int) -> bool:
        """Compare the sums of a total row with those of the rows; False for any other row."""
        total = self.block.total_row
        columns = self.grid.rows[row]
        label = plain_label(self.grid.text(row, columns[0]) or "")
        if plain_label(self.block.heading) == label and len(columns) > 1:
            label = plain_label(self.grid.text(row, columns[1]) or "")
        names = {plain_label(total.label)} if total else set()
        if not label or (label not in names and label not in {*line_words("totals"), *names}):
            return False
        if not total and any(
            isinstance(self.grid.cells[row, c].value, str) for c in self._own_cells(row)[1:]
        ):
            return False  # a row called 合计 that says more than figures
        for slot, span in self.table.spans.items():
            for spot in self._spots(row, span):
                if plain_label(self.grid.text(*spot) or "") != label:
                    self._compare(slot, spot)
        return True

    def _is_bare_total(self, row: int) -> bool:
        """True for the label of the form's total row alone: its sums are empty while the table is."""
        total = self.block.total_row
        texts = {plain_label(self.grid.text(row, column) or "") for column in self.grid.rows[row]}
        return total is not None and texts - {plain_label(self.block.heading)} == {plain_label(total.label)}

    def _compare(self, slot: Slot, spot: Spot) -> None:
        cell = self.grid.cells[spot]
        self.totals.add(spot)
        if cell.state is not State.VALUE:
            return
        text = str(raw_value(cell, numeric=True))
        is_percent = slot.column is not None and slot.column.type == "percent"
        stated = read_number(text.removesuffix("%") if is_percent else text)
        if stated is None:
            if text.strip() not in ("", *say.DASHES):
                tell_stray(self.gathered, spot)
            return
        label = short(self.gathered.profile.label(f"{self.block.name}.{slot.key}"))
        if not cell.aside.is_formula:
            self.gathered.note(spot, "", say.TOTAL_READ.format(label=label, total=f"{stated:f}"))
        more = self._added(slot)
        if more is None:
            return
        if slot.role == "points" and self.block.name == INDICATORS:
            everyone = (tuple(range(self.count)),)
            place = self.grid.place(*spot)
            self.gathered.sums.append(DeclaredSum(label, stated - more, place, everyone))
            return
        found = sum(self.sums.get(slot.key, []), Decimal(0)) + more
        places = -int(stated.as_tuple().exponent)
        if abs(found - stated) > (Decimal(5).scaleb(-places - 1) if _places(found) > places else 0):
            message = say.TOTAL_DIFFERS.format(label=label, total=f"{stated:f}", sum=f"{found:f}")
            self.gathered.notes.append(
                Finding(
                    RULE_IDS["sum"],
                    Severity.ERROR,
                    f"{self.block.name}",
                    self.grid.place(*spot),
                    message,
                    say.TOTAL_DIFFERS_HINT,
                    say.SOURCE,
                )
            )

    def _added(self, slot: Slot) -> Decimal | None:
        """What another table adds to the sum of a column, 0 where nothing does; None where it is not
        filled in, so that there is nothing to compare with."""
        path = self.block.total_row.plus.get(slot.key) if self.block.total_row else None
        if path is None:
            return Decimal(0)
        raw = self.gathered.values.get(path)
        value = raw.value if raw is not None else None
        number = read_number(str(value)) if isinstance(value, str | Decimal) else None
        return number if number is not None else preset_figures(self.gathered.profile).get(path)

    # ── fixed rows ────────────────────────────────────────────────────────────────────────────────

    def read_fixed(self, rows: Iterable[int]) -> list[int]:
        """Read the rows by their labels, side by side; rows of the sheet that are none of them are
        returned."""
        rows = list(rows)
        sides = list(dict.fromkeys(slot.side for slot in self.table.spans))
        found = {(spec.key, side): spot for side in sides for spec, spot in self._find_rows(rows, side)}
        for spec in self.block.fixed:
            spots = [found[spec.key, side] for side in sides if (spec.key, side) in found]
            path = f"{self.block.name}.{spec.key}"
            if not spots:
                message = say.NO_ROW.format(table=self._name(), label=spec.label or spec.key)
                self.gathered.fault(
                    (self.table.bottom or 1, self.table.first), path, message, say.NO_ROW_HINT
                )
                continue
            self.gathered.put(path, None, spots[0])
            for slot in self.table.spans:
                spot = found.get((spec.key, slot.side), spots[0])
                self._take_fixed(path, slot, spot[0], spec.key)
        own = {spot[0] for spot in found.values()}
        labels = set(found.values())
        for row in sorted(own):
            self.told = {column for spot_row, column in labels if spot_row == row}
            self._check_strays(row)
        last = max(own, default=self.table.bottom)
        rest = [row for row in rows if row not in own]
        return [row for row in rest if row > last + 1 or not self._totals(row)]

    def _totals(self, row: int) -> bool:
        """Whether a row under fixed ones is their total, also one whose sums are all empty."""
        return self._is_total(row) if self._own_cells(row) else self._is_bare_total(row)

    def _find_rows(self, rows: list[int], side: str) -> list[tuple[RowSpec, Spot]]:
        own = [span for slot, span in self.table.spans.items() if slot.side == side]
        before = [span[1] for slot, span in self.table.spans.items()
                  if slot.side != side and span[1] < min(first for first, _ in own)]  # fmt: skip
        left, right = max(before, default=0), min(first for first, _ in own)
        found, used = [], set[int]()
        for spec in self.block.fixed:
            for row in rows:
                if row in used:
                    continue
                spots = [(row, c) for c in self.grid.rows[row] if left < c < right]
                spot = next((spot for spot in spots if is_row_label(self.grid.text(*spot), spec, side)), None)
                if spot is not None:
                    used.add(row)
                    found.append((spec, spot))
                    break
        return found

    def _take_fixed(self, path: str, slot: Slot, row: int, key: str) -> None:
        assert slot.column is not None
        if slot.column.only and key not in slot.column.only:
            for spot in self._spots(row, self.table.spans[slot]):
                text = (self.grid.text(*spot) or "-").strip()
                if self.grid.text(*spot) is None or text not in (slot.column.blank, *say.DASHES):
                    tell_stray(self.gathered, spot)
            return
        self._take_slot(path, slot, self._value_spot(slot, row, path))

    def _name(self) -> str:
        return self.block.heading or self.gathered.label(self.block.name)


def is_number_cell(gathered: Gathered, spec: Labelled, spot: Spot) -> bool:
    """Whether a cell without a type in the model is read as a number: where one is wanted, and where it
    holds one."""
    if spec.numeric:
        return True
    cell = gathered.grid.cells.get(spot)
    return cell is not None and isinstance(cell.value, int | float) and not isinstance(cell.value, bool)


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))
