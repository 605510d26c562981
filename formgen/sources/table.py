"""The indicator table of a sheet: found by its heads, read row by row.

Comes in: a sheet being gathered. Goes out: values indicators[0].level1 … in it, and the rows that lie
below the table.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal

from formgen.declaration.model import is_rule_sentence
from formgen.declaration.sums import DeclaredSum
from formgen.declaration.toml_faults import toml_reason
from formgen.messages import reading as say
from formgen.sources.gather import Gathered, raw_value
from formgen.sources.grid import Grid, Spot, State
from formgen.sources.labels import OWN, Labels, line_words, plain_label, unit_in_head
from formgen.sources.raw import MOST_ROWS
from formgen.sources.sum_lines import SumLines, find_sum, line_note
from formgen.sources.toml import toml_number

FEWEST_HEADS = 4
_ONE_OF_HEADS = ("level3", "target")
_LEVELS = ("level1", "level2")
_TEXT_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Heads:
    """The row of column heads. columns: key → column. bottom: last row the heads cover. beside: columns
    that somebody else reads (a register's). derived: keys whose head bears another name than the form's."""

    row: int
    bottom: int
    columns: dict[str, int]
    beside: frozenset[int] = frozenset()
    derived: frozenset[str] = frozenset()

    @property
    def spot(self) -> Spot:
        """Where the table is told to be: its 三级指标, or its first head."""
        return self.row, self.columns.get("level3", min(self.columns.values()))


def find_heads(grid: Grid, labels: Labels) -> list[Heads]:
    """Every row that looks like column heads."""
    found = []
    for row, columns in grid.rows.items():
        best: dict[str, tuple[int, int]] = {}  # key → how it was known, column
        for column in columns:
            match = labels.match_column(grid.text(row, column) or "")
            if match is not None and (match[0] not in best or match[1] < best[match[0]][0]):
                best[match[0]] = match[1], column
        if len(best) >= FEWEST_HEADS and any(key in best for key in _ONE_OF_HEADS):
            heads = {key: column for key, (_, column) in best.items()}
            bottom = max(grid.area(row, column)[1][0] for column in heads.values())
            derived = frozenset(key for key, (how, _) in best.items() if how != OWN)
            found.append(Heads(row, bottom, heads, derived=derived))
    return found


def read_table(gathered: Gathered, heads: Heads, labels: Labels, end: int | None = None) -> list[int]:
    """Read the rows under the heads; the rows left over below the table are returned. end: the row where
    another table begins."""
    return TableReader(gathered, heads, labels).read(end)


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
        self.sums = SumLines()

    def read(self, end: int | None = None) -> list[int]:
        self.gathered.put("indicators", None, self.heads.spot)
        others = self.check_heads()
        rows = [row for row in self.grid.rows if row > self.heads.bottom and (end is None or row < end)]
        for position, row in enumerate(rows):
            if self._ends_before(row):
                return self.close(rows[position:])
            if self._is_remark_line(row) or self.take_sum(row):
                continue
            if self.count == MOST_ROWS:
                message = say.TOO_MANY_ROWS.format(limit=MOST_ROWS)
                self.gathered.fault((row, self.heads.spot[1]), "indicators", message, say.TOO_MANY_ROWS_HINT)
                return self.close([])
            self.check_strays(row, others)
            self.read_row(row)
        return self.close([])

    def close(self, rest: list[int]) -> list[int]:
        """Tell the groups that stayed empty; the rows left over are handed through."""
        for group, spot in self.empty_groups.items():
            if group not in self.filled_groups:
                self.gathered.note(spot, "", say.EMPTY_GROUP.format(level2=group[1] or group[0]))
        self._tell_unit_in_head()
        return rest

    def _tell_unit_in_head(self) -> None:
        """Nobody's guess: rows of bare numbers under 指标值（单位：元） are told, not filled."""
        column = self.heads.columns.get("target")
        head = self.grid.text(self.heads.row, column) if column is not None else None
        unit = unit_in_head(head or "")
        if not unit or column is None:
            return
        values = self.gathered.values
        bare = [
            row for row in (f"indicators[{number}]" for number in range(self.count))
            if isinstance(getattr(values.get(f"{row}.target"), "value", None), Decimal)
            and not str(getattr(values.get(f"{row}.unit"), "value", "")).strip()
        ]  # fmt: skip
        if bare:
            message = say.HEAD_UNIT.format(unit=unit, count=len(bare))
            self.gathered.warn((self.heads.row, column), "indicators.unit", message, say.HEAD_UNIT_HINT)

    def check_heads(self) -> set[int]:
        """Tell missing, doubled and unknown heads, each once; columns that were told are returned."""
        spot_of = {number: (self.heads.row, number) for number in self.grid.rows[self.heads.row]}
        known = {*self.heads.columns.values(), *self.heads.beside}
        odd = {
            number: text
            for number, spot in spot_of.items()
            if number not in known and (text := (self.grid.text(*spot) or "").strip())
        }
        missing = [
            column.key
            for column in self.gathered.profile.columns
            if column.required and column.key not in self.heads.columns
        ]
        for key in sorted(self.heads.derived, key=lambda key: self.heads.columns[key]):
            spot = spot_of[self.heads.columns[key]]
            text = short(self.grid.text(*spot) or "")
            self.gathered.note(spot, "", say.HEAD_READ.format(text=text, label=self.gathered.label(key)))
        for number, text in odd.items():
            self._tell_head(spot_of[number], text, missing, alone=len(odd) == 1)
        for key in missing:
            message = say.NO_COLUMN.format(label=self.gathered.label(key))
            spot = (self.heads.row, min(self.heads.columns.values()))
            self.gathered.fault(spot, f"indicators.{key}", message, say.NO_COLUMN_HINT)
        return set(odd)

    def _tell_head(self, spot: Spot, text: str, missing: list[str], *, alone: bool) -> None:
        """One odd head is one fault: where it may be that of a missing column, that one is not told too."""
        key = self.labels.column(text)
        if key is not None:
            first = self.grid.called(self.heads.row, self.heads.columns[key])
            message = say.TWICE.format(
                label=self.gathered.label(key), first=first, second=self.grid.called(*spot)
            )
            self.gathered.fault(spot, "indicators", message, say.TWICE_HINT)
            return
        if plain_label(text) in line_words("serials"):
            self.gathered.note(spot, "", say.SERIAL_COLUMN.format(text=text))
            return
        nearest = self.labels.nearest_column(text)
        if nearest not in missing and alone and len(missing) == 1:
            nearest = missing[0]
        hint = say.NEAREST_COLUMN.format(nearest=self.gathered.label(nearest)) if nearest else ""
        if nearest and nearest not in self.heads.columns:
            if nearest in missing:
                missing.remove(nearest)
            message = say.ODD_COLUMN.format(text=short(text))
            self.gathered.fault(spot, f"indicators.{nearest}", message, f"{hint}{say.ODD_COLUMN_HINT}")
            return
        message = say.STRANGE_COLUMN.format(text=short(text))
        self.gathered.fault(spot, "indicators", message, hint or say.STRANGE_COLUMN_HINT)

    def _ends_before(self, row: int) -> bool:
        """The table ends where a line of other facts begins."""
        first = self.grid.text(row, self.grid.rows[row][0]) or ""
        if self.labels.split_facts(first):
            return True
        if not self._begins_left(row):
            return False
        return plain_label(first) == plain_label(say.OTHER_HEADING) or self.labels.fact(first) is not None

    def _begins_left(self, row: int) -> bool:
        """True for a row that has content as far left as the table goes."""
        return self.grid.rows[row][0] <= min(self.heads.columns.values())

    def _is_remark_line(self, row: int) -> bool:
        """True for a line of remarks, page numbers or places for seals, whatever column it stands in."""
        columns = self.grid.rows[row]
        told = []
        for column in columns:
            text = (self.grid.text(row, column) or "").strip()
            words = line_note(text)
            if not words:
                return False
            told.append(((row, column), words.format(text=short(text))))
        for spot, message in told:
            self.gathered.note(spot, "", message)
        return bool(told)

    def take_sum(self, row: int) -> bool:
        """Read a line of totals, which is no indicator: its points are compared with the sum. False for
        any other row."""
        found = find_sum(self.grid, row, self.gathered.profile)
        if found is None:
            return False
        choices = self.sums.choices(found)
        if choices is None:
            return False
        spot = (row, found.column)
        if found.points is None:
            self.gathered.note(spot, "", say.SUM_LINE_EMPTY.format(text=short(found.label)))
            return True
        self.gathered.note(spot, "", say.SUM_LINE.format(text=short(found.label), points=f"{found.points:f}"))
        self.gathered.sums.append(DeclaredSum(found.label, found.points, self.grid.place(*spot), choices))
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
        self.sums.add(level1, level2)
        path = f"indicators[{self.count}]"
        self.count += 1
        self.gathered.put(path, None, (row, self.heads.spot[1]))
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
            text = say.MERGED_SHARED.format(label=label, text=short(str(raw_value(cell))))
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
        if is_rule_sentence(cell.value):
            self.gathered.put(field, cell.value, spot)
            return
        try:
            self.gathered.put(field, parse_rule(cell.value), spot)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            message = say.BAD_RULE.format(label=self.gathered.label("rule"), why=toml_reason(str(error)))
            self.gathered.fault(spot, field, message, say.RULE_HINT)
            self.gathered.put(field, cell.value, spot)


def parse_rule(text: str) -> object:
    """kind = "x", points = 2 → a table; braces around it do no harm. Raises TOMLDecodeError."""
    line = " ".join(text.split("\n")).strip()
    table = line if line.startswith("{") else f"{{{line}}}"
    return tomllib.loads(f"rule = {table}", parse_float=toml_number)["rule"]


def tell_stray(gathered: Gathered, spot: Spot) -> None:
    """A cell with content that belongs to nothing is a fault: skipping it would lose it."""
    cell = gathered.grid.cells[spot]
    text = str(raw_value(cell)) if cell.state is State.VALUE else str(cell.value)
    if text.strip():
        gathered.fault(spot, "", say.STRAY_CELL.format(text=short(text)), say.STRAY_CELL_HINT)


def short(text: str) -> str:
    """A text as a sentence quotes it."""
    text = " ".join(text.split())
    return text if len(text) <= _TEXT_SHOWN else f"{text[:_TEXT_SHOWN]}…"
