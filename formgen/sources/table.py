"""The indicator table of a sheet: found by its heads, read row by row.

Comes in: a sheet being gathered. Goes out: values indicators[0].level1 … in it, and the rows that lie
below the table. Called by `sources.xlsx`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal

from formgen.messages import reading as say
from formgen.sources.gather import Gathered, raw_value
from formgen.sources.grid import Grid, Spot, State, address
from formgen.sources.labels import Labels, plain_label

FEWEST_HEADS = 4
_MUST_HEADS = ("level3", "target")
_LEVELS = ("level1", "level2")
_TEXT_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Heads:
    """The row of column heads. columns: key → column. bottom: last row the heads cover. beside: columns
    that somebody else reads (a register's)."""

    row: int
    bottom: int
    columns: dict[str, int]
    beside: frozenset[int] = frozenset()


def find_heads(grid: Grid, labels: Labels) -> list[Heads]:
    """Every row that looks like column heads."""
    found = []
    for row, columns in grid.rows.items():
        heads: dict[str, int] = {}
        for column in columns:
            key = labels.column(grid.text(row, column) or "")
            if key is not None:
                heads.setdefault(key, column)
        if len(heads) >= FEWEST_HEADS and all(key in heads for key in _MUST_HEADS):
            bottom = max(grid.area(row, column)[1][0] for column in heads.values())
            found.append(Heads(row, bottom, heads))
    return found


def read_table(gathered: Gathered, heads: Heads, labels: Labels) -> list[int]:
    """Read the rows under the heads; the rows left over below the table are returned."""
    return TableReader(gathered, heads, labels).read()


class TableReader:
    """Reads rows into a declaration: a whole table, or those of a register that belong to it."""

    def __init__(self, gathered: Gathered, heads: Heads, labels: Labels) -> None:
        self.gathered = gathered
        self.grid = gathered.grid
        self.heads = heads
        self.labels = labels
        self.levels: dict[str, tuple[str, Spot]] = {}
        self.count = 0
        self.empty_groups: dict[tuple[str, str], Spot] = {}
        self.filled_groups: set[tuple[str, str]] = set()
        self.told_merges: set[Spot] = set()

    def read(self) -> list[int]:
        self.gathered.put("indicators", None, (self.heads.row, self.heads.columns["level3"]))
        others = self.check_heads()
        rows = [row for row in self.grid.rows if row > self.heads.bottom]
        for position, row in enumerate(rows):
            if self._ends_before(row):
                return self.close(rows[position:])
            if self._is_remark_line(row):
                continue
            self.check_strays(row, others)
            self.read_row(row)
        return self.close([])

    def close(self, rest: list[int]) -> list[int]:
        """Tell the groups that stayed empty; the rows left over are handed through."""
        for group, spot in self.empty_groups.items():
            if group not in self.filled_groups:
                self.gathered.note(spot, "", say.EMPTY_GROUP.format(level2=group[1] or group[0]))
        return rest

    def check_heads(self) -> set[int]:
        """Tell missing, doubled and unknown heads; columns that were told are returned."""
        told: set[int] = set()
        for column in self.gathered.profile.columns:
            if column.required and column.key not in self.heads.columns:
                spot = (self.heads.row, min(self.heads.columns.values()))
                message = say.NO_COLUMN.format(label=column.label)
                self.gathered.fault(spot, f"indicators.{column.key}", message, say.NO_COLUMN_HINT)
        for number in self.grid.rows[self.heads.row]:
            if number in self.heads.columns.values() or number in self.heads.beside:
                continue
            text = self.grid.text(self.heads.row, number)
            if text is not None and text.strip():
                told.add(number)
                self._tell_head((self.heads.row, number), text)
        return told

    def _tell_head(self, spot: Spot, text: str) -> None:
        key = self.labels.column(text)
        if key is not None:
            first = address(self.heads.row, self.heads.columns[key])
            message = say.TWICE.format(label=plain_label(text), first=first, second=address(*spot))
            self.gathered.fault(spot, "indicators", message, say.TWICE_HINT)
        elif plain_label(text) in say.SERIAL_LABELS:
            self.gathered.note(spot, "", say.SERIAL_COLUMN.format(text=text.strip()))
        else:
            nearest = self.labels.nearest_column(text)
            hint = say.NEAREST_COLUMN.format(nearest=nearest) if nearest else say.STRANGE_COLUMN_HINT
            self.gathered.fault(spot, "indicators", say.STRANGE_COLUMN.format(text=_short(text)), hint)

    def _ends_before(self, row: int) -> bool:
        """The table ends where a line of other facts begins."""
        if not self._begins_left(row):
            return False
        first = self.grid.text(row, self.grid.rows[row][0]) or ""
        if plain_label(first) == plain_label(say.OTHER_HEADING):
            return True
        return self.labels.fact(first) is not None or self.labels.split_fact(first) is not None

    def _begins_left(self, row: int) -> bool:
        """True for a row that has content as far left as the table goes."""
        return self.grid.rows[row][0] <= min(self.heads.columns.values())

    def _is_remark_line(self, row: int) -> bool:
        columns = self.grid.rows[row]
        text = (self.grid.text(row, columns[0]) or "").strip()
        if len(columns) != 1 or not self._begins_left(row) or not text.startswith(say.REMARK_STARTS):
            return False
        self.gathered.note((row, columns[0]), "", say.REMARK_LINE.format(text=_short(text)))
        return True

    def check_strays(self, row: int, told: set[int]) -> None:
        """Tell cells of a row that no column owns."""
        owned = {*self.heads.columns.values(), *self.heads.beside, *told}
        for column in self.grid.rows[row]:
            if column not in owned:
                tell_stray(self.gathered, (row, column))

    def read_row(self, row: int) -> None:
        """Read one row of the sheet; a row with levels only names a group."""
        self._take_levels(row)
        own = [key for key, column in self.heads.columns.items() if (row, column) in self.grid.cells]
        group = tuple(self.levels.get(key, ("", (row, 1)))[0] for key in _LEVELS)
        level1, level2 = group[0], group[1]
        if all(key in _LEVELS for key in own):
            if own:
                self.empty_groups.setdefault((level1, level2), (row, self.heads.columns[own[-1]]))
            return
        self.filled_groups.add((level1, level2))
        path = f"indicators[{self.count}]"
        self.count += 1
        self.gathered.put(path, None, (row, self.heads.columns["level3"]))
        for key in _LEVELS:
            if key in self.levels:
                self.gathered.put(f"{path}.{key}", *self.levels[key])
        for key, column in self.heads.columns.items():
            if key == "rule":
                self._take_rule(path, (row, column))
            elif key not in _LEVELS:
                self.gathered.take(f"{path}.{key}", self._spot(path, key, row, column))

    def _take_levels(self, row: int) -> None:
        """一级 and 二级: the cell's own text, else its merged cell's, else that of the row above. A cell
        of blanks alone is empty on purpose."""
        changed = False
        for key in _LEVELS:
            column = self.heads.columns.get(key)
            if column is None:
                continue
            spot = self.grid.area(row, column)[0]
            spot = spot if spot[1] == column and spot[0] > self.heads.bottom else (row, column)
            cell = self.grid.cells.get(spot)
            before = self.levels.get(key)
            if cell is not None and cell.state is State.VALUE:
                text = str(raw_value(cell))
                self.levels[key] = (text if text.strip() else "", spot)
            elif cell is not None:
                self.gathered.take(f"indicators[{self.count}].{key}", spot)
                self.levels[key] = ("", spot)
            elif changed or before is None:
                self.levels[key] = ("", spot)
            changed = changed or before is None or before[0] != self.levels[key][0]

    def _spot(self, path: str, key: str, row: int, column: int) -> Spot:
        """The spot that holds a row's value: that of the merged cell, where several rows share one."""
        top, _ = self.grid.area(row, column)
        if top == (row, column) or top[1] != column or top[0] <= self.heads.bottom:
            return row, column
        cell = self.grid.cells.get(top)
        if cell is not None and top not in self.told_merges:
            self.told_merges.add(top)
            label = self.gathered.label(key)
            text = say.MERGED_SHARED.format(label=label, text=_short(str(raw_value(cell))))
            self.gathered.note(top, f"{path}.{key}", text)
        return top

    def _take_rule(self, path: str, spot: Spot) -> None:
        """The 规则 column: an inline TOML table, with or without its braces."""
        cell = self.grid.cells.get(spot)
        if cell is None:
            return
        field = f"{path}.rule"
        if cell.state is not State.VALUE or not isinstance(cell.value, str):
            self.gathered.take(field, spot)
            return
        try:
            self.gathered.put(field, parse_rule(cell.value), spot)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            message = say.BAD_RULE.format(label=self.gathered.label("rule"), why=_toml_reason(str(error)))
            self.gathered.fault(spot, field, message, say.RULE_HINT)


def parse_rule(text: str) -> object:
    """kind = "x", points = 2 → a table; braces around it do no harm. Raises TOMLDecodeError."""
    line = " ".join(text.split("\n")).strip()
    table = line if line.startswith("{") else f"{{{line}}}"
    return tomllib.loads(f"rule = {table}", parse_float=Decimal)["rule"]


def tell_stray(gathered: Gathered, spot: Spot) -> None:
    """A cell with content that belongs to nothing is a fault: skipping it would lose it."""
    cell = gathered.grid.cells[spot]
    text = str(raw_value(cell)) if cell.state is State.VALUE else str(cell.value)
    if text.strip():
        gathered.fault(spot, "", say.STRAY_CELL.format(text=_short(text)), say.STRAY_CELL_HINT)


def _toml_reason(message: str) -> str:
    return next((words for start, words in say.TOML_WORDS if message.startswith(start)), say.TOML_OTHER)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _TEXT_SHOWN else f"{text[:_TEXT_SHOWN]}…"
