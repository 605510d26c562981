"""A register: one sheet, a row per indicator, a column that says whose row it is → many declarations.

Comes in: a sheet and its `Register`: column heads of which one is a department's. Goes out: one
RawDeclaration per department and year, in the order in which they first appear; rows keep the file's
order and need not stand together. An empty department cell means the one
above; an empty 一级 or 二级 cell too, as long as the row above is of the same department. What
concerns a department as a whole (职责, 年度总体目标, 年度 …) may stand in its first row or in each.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from formgen.declaration.profile import Profile
from formgen.messages import reading
from formgen.messages import register as say
from formgen.sources.gather import Gathered, raw_value, year_value
from formgen.sources.grid import Grid, GridCell, Spot, State, address
from formgen.sources.labels import Labels, line_words, plain_label
from formgen.sources.marks import tell_marks
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.register_heads import NAME, Register
from formgen.sources.sum_lines import line_note
from formgen.sources.table import TableReader, tell_stray

YEAR = "year"
_YEAR_IN_TITLE = re.compile(r"(\d{4})年")
_TEXT_SHOWN = 20


def read_register(
    grid: Grid, register: Register, profile: Profile, labels: Labels, part: str = ""
) -> list[RawDeclaration]:
    """The declarations. part: the sheet's name, where the workbook holds other forms as well. Faults that
    concern them all (heads, and lines above them) are told of each."""
    made = _Reader(grid, register, profile, labels).read()
    if not part:
        return made
    return [
        replace(raw, part=say.PART_SHEET.format(sheet=part, name=raw.part) if raw.part else part)
        for raw in made
    ]


@dataclass(eq=False)
class _Entry:
    """A department's declaration in the making. taken: cells already read for it."""

    name: str
    spot: Spot
    gathered: Gathered
    rows: TableReader
    year: object = None
    year_spot: Spot | None = None
    taken: set[Spot] = field(default_factory=set)


class _Reader:
    def __init__(self, grid: Grid, register: Register, profile: Profile, labels: Labels) -> None:
        self.grid = grid
        self.register = register
        self.profile = profile
        self.labels = labels
        self.general = Gathered(grid, profile)
        self.general.faults += register.faults
        self.title_year: RawValue | None = None
        self.entries: list[_Entry] = []  # as they first appear
        self.by_key: dict[str, list[_Entry]] = {}
        self.key = ""  # of the row above
        self.above: _Entry | None = None

    def read(self) -> list[RawDeclaration]:
        heads = self.register.heads
        others = TableReader(self.general, heads, self.labels).check_heads()
        if self.grid.hidden:
            self.general.note(None, "", reading.HIDDEN_SHEET.format(sheet=self.grid.name))
        tell_marks(self.general)
        self._read_above(row for row in self.grid.rows if row < heads.row)
        for row in self.grid.rows:
            if row in self.register.repeated or row <= heads.bottom:
                continue
            if not self._is_aside(row):
                self._read_row(row, others)
        return self._finish()

    def _read_above(self, rows: Iterable[int]) -> None:
        """Title lines: their year counts for all departments, the rest is told."""
        for row in rows:
            for column in self.grid.rows[row]:
                spot = (row, column)
                text = self.grid.text(row, column)
                left = self.grid.text(row, column - 1) or ""
                if self.labels.fact(left) == YEAR and column > 1:
                    self._put_title_year(year_value(str(raw_value(self.grid.cells[spot]))), spot)
                elif text is None:
                    tell_stray(self.general, spot)
                else:
                    self._read_title(text, spot)

    def _read_title(self, text: str, spot: Spot) -> None:
        split = self.labels.split_fact(text)
        key = self.labels.fact(text) or (split[0] if split else None)
        if key == YEAR:
            if split:
                self._put_title_year(year_value(split[1]), spot)
            return
        if key is not None:
            message = say.FACT_ABOVE.format(text=_short(text))
            self.general.fault(spot, key, message, say.FACT_ABOVE_HINT)
            return
        plain = plain_label(text)
        year = year_value(text)
        found = _YEAR_IN_TITLE.search(plain)
        if isinstance(year, int) or found:
            self._put_title_year(year if isinstance(year, int) else int(found[1]) if found else None, spot)
        known = ("", plain_label(self.profile.table_heading), plain_label(self.profile.title))
        if plain not in known and not isinstance(year, int) and not re.fullmatch(reading.DECORATIONS, plain):
            self.general.note(spot, "", say.TITLE_LINE.format(text=_short(text)))

    def _put_title_year(self, year: object, spot: Spot) -> None:
        if self.title_year is None:
            self.title_year = RawValue(year, self.grid.place(*spot))
        elif self.title_year.value != year:
            first = self.title_year.place.rpartition("!")[2]
            message = reading.TWO_YEARS.format(first=first, second=address(*spot))
            self.general.fault(spot, YEAR, message, reading.TWO_YEARS_HINT)

    def _is_aside(self, row: int) -> bool:
        """True for sums, remarks and lines such as 填报人 below the rows; all are told."""
        first = self.grid.rows[row][0]
        text = (self.grid.text(row, first) or "").strip()
        lone = len(self.grid.rows[row]) == 1
        fact = self.labels.fact(text) is not None or bool(self.labels.split_facts(text))
        sums = (*line_words("totals"), *line_words("subtotals"))
        if plain_label(text) in sums or fact or (lone and line_note(text)):
            shown = "".join(str(raw_value(self.grid.cells[row, column])) for column in self.grid.rows[row])
            self.general.note((row, first), "", say.LINE_BELOW.format(text=_short(shown)))
            return True
        return False

    def _read_row(self, row: int, others: set[int]) -> None:
        entry = self._entry_of(row)
        if entry is not self.above:
            entry.rows.levels.clear()
        self.above = entry
        for key, column in self.register.facts.items():
            if key not in (NAME, YEAR):
                self._take_fact(entry, key, self._spot(row, column))
        entry.rows.check_strays(row, others)
        entry.rows.read_row(row)

    def _spot(self, row: int, column: int) -> Spot:
        """The spot that holds the value: that of the merged cell, where rows share one."""
        top, _ = self.grid.area(row, column)
        return top if top[1] == column and top[0] > self.register.heads.bottom else (row, column)

    def _content(self, spot: Spot) -> GridCell | None:
        """The cell, unless it is empty or blank."""
        cell = self.grid.cells.get(spot)
        return None if cell is None or (cell.state is State.VALUE and not str(cell.value).strip()) else cell

    def _entry_of(self, row: int) -> _Entry:
        """Whose row this is; a new department begins where its name first stands."""
        spot = self._spot(row, self.register.facts[NAME])
        cell = self._content(spot)
        if cell is None:
            name = self.above.name if self.above else ""
        elif cell.state is State.VALUE:
            name = str(raw_value(cell))
            self.key = _fold(name)
        else:
            name, self.key = "", address(*spot)  # nobody's name; what is wrong with it is told below
        year, year_spot = self._year_of(row)
        known = self.by_key.setdefault(self.key, [])
        entry = self._choose(known, year)
        if entry is None:
            entry = self._begin(name, spot)
            known.append(entry)
            self.entries.append(entry)
        elif cell is not None and name != entry.name and spot not in entry.taken:
            message = say.SPELLED.format(
                text=_short(name), first=address(*entry.spot), name=_short(entry.name)
            )
            entry.gathered.note(spot, NAME, message)
        entry.taken.add(spot)
        if year_spot is not None and entry.year_spot is None:
            entry.year, entry.year_spot = year, year_spot
            entry.gathered.take(YEAR, year_spot) if year is None else entry.gathered.put(
                YEAR, year, year_spot
            )
        return entry

    def _choose(self, known: list[_Entry], year: object) -> _Entry | None:
        if year is None:
            return self.above if self.above in known else known[-1] if known else None
        same = [entry for entry in known if entry.year == year]
        return next(iter([*same, *(entry for entry in known if entry.year_spot is None)]), None)

    def _year_of(self, row: int) -> tuple[object, Spot | None]:
        """The year a row names and its spot; no spot where it names none, no year where it can't be read."""
        if YEAR not in self.register.facts:
            return None, None
        spot = self._spot(row, self.register.facts[YEAR])
        cell = self._content(spot)
        if cell is None:
            return None, None
        unreadable = cell.state is not State.VALUE or isinstance(cell.value, bool)
        return (None if unreadable else year_value(str(raw_value(cell)))), spot

    def _begin(self, name: str, spot: Spot) -> _Entry:
        gathered = Gathered(self.grid, self.profile)
        for group in ("department", "goal"):
            gathered.put(group, None, spot)
        gathered.take(NAME, spot)
        heads = self.register.heads
        gathered.put("indicators", None, (spot[0], heads.spot[1]))
        return _Entry(name, spot, gathered, TableReader(gathered, heads, self.labels))

    def _take_fact(self, entry: _Entry, key: str, spot: Spot) -> None:
        cell = self._content(spot)
        if cell is None or spot in entry.taken:
            return
        entry.taken.add(spot)
        earlier = entry.gathered.values.get(key)
        if earlier is None or cell.state is not State.VALUE:
            entry.gathered.take(key, spot)
        elif earlier.value != raw_value(cell):
            message = say.TWO_DIFFERENT.format(
                label=entry.gathered.label(key), first=earlier.place.rpartition("!")[2]
            )
            entry.gathered.fault(spot, key, message, say.TWO_DIFFERENT_HINT)

    def _finish(self) -> list[RawDeclaration]:
        names = Counter(_fold(entry.name) for entry in self.entries)
        made: list[RawDeclaration] = []
        for entry in self.entries:
            entry.rows.close([])
            self._settle_year(entry)
            part = entry.name.strip() or say.NAMELESS
            if names[_fold(entry.name)] > 1 and entry.year is not None:
                part = say.PART_YEAR.format(name=part, year=entry.year)
            notes = [*(self.general.notes if not made else ()), *entry.gathered.notes]
            made.append(
                RawDeclaration(
                    self.profile,
                    entry.gathered.values,
                    part if len(self.entries) > 1 else "",
                    tuple(notes),
                    (*self.general.faults, *entry.gathered.faults),
                )
            )
        return made

    def _settle_year(self, entry: _Entry) -> None:
        """The title's year where the rows name none; a fault where they differ."""
        if self.title_year is None:
            return
        if entry.year_spot is None:
            entry.gathered.values[YEAR] = self.title_year
        elif entry.year is not None and entry.year != self.title_year.value:
            first = self.title_year.place.rpartition("!")[2]
            message = reading.TWO_YEARS.format(first=first, second=address(*entry.year_spot))
            entry.gathered.fault(entry.year_spot, YEAR, message, reading.TWO_YEARS_HINT)


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _TEXT_SHOWN else f"{text[:_TEXT_SHOWN]}…"
