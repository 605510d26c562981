"""A register of projects: one sheet, a column for the unit and one for the project, a row per indicator or per
project → a declaration per unit, year and project.

Comes in: a sheet and a profile of any blocks. Goes out: one RawDeclaration per project, in the order in which
they first appear. An empty cell of the unit or of the project means the one above; what concerns a project as a
whole may stand in its first row or in each. Money is read in the unit that its head or a line above names, and
told where that is another than the form's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from formgen.base.errors import Fault
from formgen.declaration.blocks import FieldsBlock, Labelled, LineBlock, TableBlock
from formgen.declaration.figures import in_unit, is_unit
from formgen.declaration.profile import Profile
from formgen.declaration.values import field_homes, field_key
from formgen.messages import reading
from formgen.messages import register as say
from formgen.sources.block_heads import FoundTable, find_tables, names_of
from formgen.sources.block_rows import BlockReader, is_number_cell
from formgen.sources.cells import number_fits, read_number
from formgen.sources.gather import Gathered, raw_value, year_value
from formgen.sources.grid import Grid, Spot, State
from formgen.sources.labels import line_words, plain_label, synonyms
from formgen.sources.marks import tell_marks
from formgen.sources.raw import RawDeclaration
from formgen.sources.slots import Slot, slots_of
from formgen.sources.sum_lines import line_note
from formgen.sources.table import short, tell_stray

_FEWEST_HEADS = 3
_LAST_HEAD_ROW = 20
_YEAR = "year"
_YEAR_IN_TITLE = re.compile(r"(\d{4})年")
_UNIT_AT_END = re.compile(r"\(([^()]*元)\)$")
_UNIT_LINE = re.compile(r"(?:金额)?单位:([百千万亿]*元)")


@dataclass(frozen=True, slots=True)
class _Place:
    """What a column holds: a field or a cell of a fixed row. unit: the form's own, of money."""

    path: str
    spec: Labelled
    unit: str


@dataclass(frozen=True, slots=True)
class ProjectRegister:
    """A register found. row: of its heads. name, project, year: columns, 0 where there is none. places: column →
    what it holds; units: column → the unit that its head names. slots: columns of the indicators. strange:
    columns whose heads nobody knows."""

    row: int
    name: int
    project: int
    year: int
    places: dict[int, _Place]
    units: dict[int, str]
    slots: dict[Slot, tuple[int, int]]
    strange: tuple[int, ...]


def find_project_register(grid: Grid, profile: Profile) -> ProjectRegister | None:
    """The register on this sheet; None for a form. Heads stand side by side in one row, the project's and the
    unit's among them, with the indicators' own or without any table of the form below."""
    if not field_key(profile, "project"):
        return None
    for row in [row for row in grid.rows if row <= _LAST_HEAD_ROW]:
        found = _match(grid, profile, row)
        if found is not None:
            return found
    return None


def _match(grid: Grid, profile: Profile, row: int) -> ProjectRegister | None:
    heads = {column: grid.text(row, column) or "" for column in grid.rows[row]}
    heads = {column: text for column, text in heads.items() if text.strip()}
    known = dict(_places_of(profile))
    name, project, year = 0, 0, 0
    places: dict[int, _Place] = {}
    units: dict[int, str] = {}
    taken: set[str] = set()
    for column, text in heads.items():
        plain = plain_label(text)
        unit = _UNIT_AT_END.search(plain)
        own = _role_of(plain, profile)
        place = known.get(plain) or (known.get(plain[: unit.start()]) if unit else None)
        if own == "name" and not name:
            name = column
        elif own == "project" and not project:
            project = column
        elif own == _YEAR and not year:
            year = column
        elif place is not None and place.path not in taken:
            taken.add(place.path)
            places[column] = place
            if unit and is_unit(unit[1]):
                units[column] = unit[1]
    rest = [column for column in heads if column not in {name, project, year, *places}]
    slots = dict(_slots_of(profile, {column: plain_label(heads[column]) for column in rest}))
    strange = tuple(column for column in rest if (column, column) not in slots.values())
    count = len(heads) - len(strange)
    if not name or not project or count < _FEWEST_HEADS or count * 5 < len(heads) * 3:
        return None
    has_rows = any(slot.role == "level3" for slot in slots)
    if not has_rows and find_tables(grid, profile):
        return None
    return ProjectRegister(row, name, project, year, places, units, slots, strange)


def _role_of(plain: str, profile: Profile) -> str:
    """name, project or year, where the head says it."""
    for fact in profile.facts:
        if fact.meaning in ("name", "project", _YEAR) and plain == plain_label(fact.label):
            return fact.meaning
    others = {"name": "department.name", "project": "project.name", _YEAR: _YEAR}
    for role, key in others.items():
        if plain in {plain_label(name) for name in synonyms()["register"][key]}:
            return role
    return ""


def _places_of(profile: Profile) -> Iterator[tuple[str, _Place]]:
    """Plain head → what it names. A cell of a fixed row is named by its row and its column, by its row alone
    where the column has no label, by its column alone where there is but one row."""
    line = next((found[1] for block in profile.blocks if isinstance(block, LineBlock) for text in block.texts()
                 if (found := _UNIT_LINE.search(plain_label(text)))), "")  # fmt: skip
    seen: dict[str, list[_Place]] = {}
    for block in profile.blocks:
        if isinstance(block, FieldsBlock):
            for item in block.fields():
                place = _Place(item.key, item, line if item.type == "money" else "")
                for plain in _bare(item.label):
                    seen.setdefault(plain, []).append(place)
        elif isinstance(block, TableBlock):
            for path, column, label in _fixed_cells(block):
                place = _Place(path, column, (block.unit or line) if column.type == "money" else "")
                for plain in _bare(label):
                    seen.setdefault(plain, []).append(place)
    yield from ((plain, places[0]) for plain, places in seen.items() if len(places) == 1)


def _fixed_cells(block: TableBlock) -> Iterator[tuple[str, Labelled, str]]:
    for row in block.fixed:
        for column in block.columns:
            if column.only and row.key not in column.only:
                continue
            for side in [""] if column.shared or not block.sides else [side.key for side in block.sides]:
                label = row.label_on(side)
                key = f"{side}.{column.key}" if side else column.key
                if label:
                    yield f"{block.name}.{row.key}.{key}", column, f"{label}{column.label}"
                if column.label and len(block.fixed) == 1 and not side:
                    yield f"{block.name}.{row.key}.{key}", column, column.label


def _bare(label: str) -> set[str]:
    plain = plain_label(label)
    return {plain, plain.removeprefix("其中").lstrip(":")} - {""}


def _slots_of(profile: Profile, heads: dict[int, str]) -> Iterator[tuple[Slot, tuple[int, int]]]:
    """The columns of the indicators: each by its own label, then by other names; printed cells whole."""
    block = profile.indicator_table
    if block is None:
        return
    free = dict(heads)
    whole = [slot for slot in slots_of(block, profile.page.room) if slot.column is not None and slot.label]
    found: dict[Slot, int] = {}
    for names in (lambda slot: {plain_label(slot.label)}, names_of):
        for slot in whole:
            column = next((column for column, plain in free.items() if plain in names(slot)), None)
            if slot not in found and column is not None:
                found[slot] = column
                del free[column]
    yield from ((slot, (found[slot], found[slot])) for slot in whole if slot in found)


def read_project_register(
    grid: Grid, register: ProjectRegister, profile: Profile, faults: tuple[Fault, ...] = ()
) -> list[RawDeclaration]:
    """The declarations, each with a part name of its own where there are several."""
    return _Reader(grid, register, profile, faults).read()


@dataclass(eq=False)
class _Entry:
    """A project's declaration in the making. runs: its rows, those that stand together together."""

    name: str
    project: str
    gathered: Gathered
    runs: list[list[int]] = field(default_factory=list)


class _Reader:
    def __init__(
        self, grid: Grid, register: ProjectRegister, profile: Profile, faults: tuple[Fault, ...]
    ) -> None:
        self.grid = grid
        self.register = register
        self.profile = profile
        self.general = Gathered(grid, profile)
        self.general.faults += faults
        self.entries: dict[tuple[str, str, str], _Entry] = {}
        self.typed = field_homes(profile)
        self.title_year: tuple[int, Spot] | None = None
        self.unit = ""

    def read(self) -> list[RawDeclaration]:
        tell_marks(self.general)
        self._read_above()
        for column in self.register.strange:
            text = short(self.grid.text(self.register.row, column) or "")
            message = reading.STRANGE_COLUMN.format(text=text)
            self.general.fault((self.register.row, column), "", message, reading.STRANGE_COLUMN_HINT)
        above: _Entry | None = None
        for row in [row for row in self.grid.rows if row > self.register.row]:
            if not self._is_aside(row):
                entry = self._entry_of(row, above)
                if entry is above:
                    entry.runs[-1].append(row)
                else:
                    entry.runs.append([row])
                above = entry
        return list(self._made())

    def _read_above(self) -> None:
        for row in [row for row in self.grid.rows if row < self.register.row]:
            for column in self.grid.rows[row]:
                text = self.grid.text(row, column)
                if text is None:
                    tell_stray(self.general, (row, column))
                    continue
                plain = plain_label(text)
                unit, year = _UNIT_LINE.search(plain), _YEAR_IN_TITLE.search(plain)
                if unit:
                    self.unit = unit[1]
                if year:
                    self.title_year = int(year[1]), (row, column)
                if not unit and not year and plain != plain_label(self.profile.title):
                    self.general.note((row, column), "", say.TITLE_LINE.format(text=short(text)))

    def _is_aside(self, row: int) -> bool:
        """True for sums, remarks and heads that are repeated; all but these are told."""
        texts = [self.grid.text(row, column) or "" for column in self.grid.rows[row]]
        heads = [self.grid.text(self.register.row, column) or "" for column in self.grid.rows[row]]
        if [plain_label(text) for text in texts] == [plain_label(text) for text in heads]:
            return True
        sums = (*line_words("totals"), *line_words("subtotals"))
        alone = len(texts) == 1 and bool(line_note(texts[0].strip()))
        if alone or plain_label(texts[0]) in sums:
            shown = "".join(str(raw_value(self.grid.cells[row, column])) for column in self.grid.rows[row])
            self.general.note((row, self.grid.rows[row][0]), "", say.LINE_BELOW.format(text=short(shown)))
            return True
        return False

    def _entry_of(self, row: int, above: _Entry | None) -> _Entry:
        name = self._text(row, self.register.name)
        project = self._text(row, self.register.project)
        year = self._text(row, self.register.year) if self.register.year else ""
        if above is not None and not project and name in ("", above.name):
            return above
        name = name or (above.name if above else "")
        known = [entry for key, entry in self.entries.items()
                 if key[:2] == (_fold(name), _fold(project)) and (not year or key[2] in ("", year))]  # fmt: skip
        if known:
            return known[-1]
        entry = self._begin(name, project, row)
        self.entries[_fold(name), _fold(project), year] = entry
        return entry

    def _text(self, row: int, column: int) -> str:
        cell = self.grid.cells.get(self._spot(row, column))
        return str(raw_value(cell)).strip() if cell is not None and cell.state is State.VALUE else ""

    def _spot(self, row: int, column: int) -> Spot:
        """The spot that holds the value: that of the merged cell, where rows share one."""
        top, _ = self.grid.area(row, column)
        return top if top[1] == column and top[0] > self.register.row else (row, column)

    def _begin(self, name: str, project: str, row: int) -> _Entry:
        gathered = Gathered(self.grid, self.profile)
        for group in ("department", "goal"):
            gathered.put(group, None, (row, self.register.name))
        for role, column, text in (
            ("name", self.register.name, name),
            ("project", self.register.project, project),
        ):
            spot = self._spot(row, column)
            gathered.take(field_key(self.profile, role), spot)
            if self.grid.cells.get(spot) is None:
                gathered.put(field_key(self.profile, role), text, spot)
        return _Entry(name, project, gathered)

    def _made(self) -> Iterator[RawDeclaration]:
        for number, entry in enumerate(self.entries.values()):
            gathered = entry.gathered
            self._take_year(entry)
            for row in (row for run in entry.runs for row in run):
                for column, place in self.register.places.items():
                    self._take_place(gathered, place, column, self._spot(row, column))
            self._read_rows(entry)
            general = self.general.notes if number == 0 else []
            part = say.PART_SHEET.format(
                sheet=entry.name or say.NAMELESS, name=entry.project or say.NO_PROJECT
            )
            yield RawDeclaration(
                self.profile, gathered.values, part if len(self.entries) > 1 else "",
                (*general, *gathered.notes), (*self.general.faults, *gathered.faults), tuple(gathered.sums),
            )  # fmt: skip

    def _take_year(self, entry: _Entry) -> None:
        """The year that a row names, else the title's; a fault where they differ."""
        row = entry.runs[0][0]
        spot = self._spot(row, self.register.year) if self.register.year else None
        text = self._text(row, self.register.year) if self.register.year else ""
        if spot is not None and text:
            year = year_value(text)
            entry.gathered.put(_YEAR, year, spot)
            if self.title_year and year != self.title_year[0]:
                message = reading.TWO_YEARS.format(
                    first=self.grid.place(*self.title_year[1]).rpartition("!")[2],
                    second=self.grid.place(*spot).rpartition("!")[2],
                )
                entry.gathered.fault(spot, _YEAR, message, reading.TWO_YEARS_HINT)
        elif self.title_year:
            entry.gathered.put(_YEAR, *self.title_year)

    def _take_place(self, gathered: Gathered, place: _Place, column: int, spot: Spot) -> None:
        if self.grid.cells.get(spot) is None:
            return
        earlier = gathered.values.get(place.path)
        if earlier is not None and earlier.place == self.grid.place(*spot):
            return
        trial = Gathered(self.grid, self.profile)
        numeric = place.path not in self.typed and is_number_cell(trial, place.spec, spot)
        trial.take(place.path, spot, numeric=numeric)
        self._scale(trial, place, column, spot)
        raw = trial.values.get(place.path)
        gathered.notes += trial.notes
        gathered.faults += trial.faults
        if raw is None or raw.value == "":
            return
        if earlier is not None and earlier.value != raw.value:
            first = earlier.place.rpartition("!")[2]
            message = say.PROJECT_TWO.format(label=gathered.label(place.path), first=first)
            gathered.fault(spot, place.path, message, say.PROJECT_TWO_HINT)
            return
        table, dot, rest = place.path.partition(".")
        if table in self.profile.tables and dot:
            gathered.put(table, None, spot)
            gathered.put(f"{table}.{rest.partition('.')[0]}", None, spot)
        gathered.put(place.path, raw.value, spot)

    def _scale(self, gathered: Gathered, place: _Place, column: int, spot: Spot) -> None:
        """Money in the unit of the form, told with both figures."""
        unit = self.register.units.get(column) or self.unit
        raw = gathered.values.get(place.path)
        if place.spec.type != "money" or not unit or unit == place.unit or raw is None:
            return
        number = read_number(str(raw.value)) if isinstance(raw.value, str | Decimal) else None
        if number is None or not number_fits(number):
            return  # told where numbers are read
        label = gathered.label(place.path)
        scaled = in_unit(number, unit, place.unit)
        if scaled is None:
            message = say.NO_OWN_UNIT.format(label=label, unit=unit)
            gathered.fault(spot, place.path, message, say.NO_OWN_UNIT_HINT)
            return
        gathered.put(place.path, scaled, spot)
        message = say.MONEY_SCALED.format(
            label=label, text=f"{number:f}", unit=unit, number=f"{scaled:f}", own=place.unit
        )
        gathered.note(spot, place.path, message)

    def _read_rows(self, entry: _Entry) -> None:
        block = self.profile.indicator_table
        if block is None or not self.register.slots:
            return
        table = FoundTable(block, self.register.slots, self.register.row, self.register.row)
        entry.gathered.put(block.name, None, (entry.runs[0][0], table.first))
        reader = BlockReader(entry.gathered, table, lambda row: False)
        register = self.register
        heads = {register.name, register.project, register.year, *register.places, *register.strange}
        reader.told |= heads
        for run in entry.runs:
            reader.groups.clear()
            reader.read_free(run)


def _fold(text: str) -> str:
    return "".join(text.split())
