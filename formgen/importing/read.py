"""A sheet of an old file, read as the wanted form: its values, and an entry for each of its cells.

Comes in: an `OldSheet` and a profile. Goes out: a `Part`. The readers are those that read what people hand in:
what they tell with a cell (a note, a fault) is what becomes of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

from formgen.base.errors import InspectionFailed
from formgen.declaration.model import number_text
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.values import row_keys
from formgen.importing.doubts import take_apart
from formgen.importing.entries import Entry, Sure
from formgen.importing.old_sheet import OldSheet
from formgen.messages import importing as say
from formgen.messages import reading
from formgen.messages.extract import HIDDEN_PLACE
from formgen.sources.build import Reading, build
from formgen.sources.cells import read_number
from formgen.sources.gather import raw_value
from formgen.sources.grid_types import GridCell, Spot, State
from formgen.sources.labels import BRACKET_AT_END, YEAR_AT_START, labels_of, line_words, plain_label, synonyms
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.xlsx import read_sheet

ROW = re.compile(r"(?P<table>[^\[\]]+)\[(?P<number>\d+)\](?:\.(?P<key>.+))?")
_TITLE = re.compile(r".{0,60}表(?:\(.{0,12}\))?")
_MOST_LABEL = 100


@dataclass
class Part:
    """values: by path, all from this sheet. entries: of every cell, in reading order. missing: fields of the
    form that the sheet has no place for."""

    profile: Profile
    values: dict[str, RawValue] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """How many cells found their field."""
        return sum(bool(entry.fields) for entry in self.entries)


def read_part(sheet: OldSheet, profile: Profile) -> Part:
    """Everything on the sheet. Raises InspectionFailed where a cell would go to two fields."""
    if sheet.furniture:
        return Part(profile, {}, [_unread(sheet, spot, say.FURNITURE) for spot in sorted(sheet.grid.cells)])
    return _Desk(sheet, profile).part()


def _unread(sheet: OldSheet, spot: Spot, why: str) -> Entry:
    return Entry(sheet.file, sheet.place(spot), shown(sheet.grid.cells[spot]), why=[why])


def shown(cell: GridCell) -> str:
    """The cell as a person sees it."""
    return str(raw_value(cell)) if cell.state is State.VALUE else str(cell.value)


class _Desk:
    def __init__(self, sheet: OldSheet, profile: Profile) -> None:
        grid = sheet.grid
        if sheet.behind or sheet.repeated or sheet.unread:
            end = sheet.behind or max(spot[0] for spot in grid.cells) + 1
            front = {
                spot: cell
                for spot, cell in grid.cells.items()
                if spot[0] < end and spot not in sheet.repeated and spot not in sheet.unread
            }
            grid = replace(grid, cells=front)
        self.sheet, self.profile, self.grid = sheet, profile, grid
        self.is_help = (sheet.grid.text(sheet.behind, 1) or "") == reading.HELP_SHEET
        self.labels = labels_of(profile)
        self.spots = {grid.place(*spot): spot for spot in grid.cells}
        self.raw = read_sheet(grid, profile, self.labels) if grid.cells else RawDeclaration(profile, {})
        self.values = {
            path: value for path, value in self.raw.values.items() if value.value not in (None, "")
        }

    def part(self) -> Part:
        used = self._used()
        entries = {spot: self._entry(spot, used.get(spot, [])) for spot in sorted(self.sheet.grid.cells)}
        if not used:
            return self._nothing(entries)
        apart = self._take_apart(entries)
        missing = self._tell(entries)
        self._under_strange_heads(entries)
        self._read_as(entries, apart)
        for spot in self.sheet.joined & entries.keys():
            entries[spot].doubt(say.JOINED_PAGES)
        groups = {path: value for path, value in self.raw.values.items() if value.value in (None, "")}
        values = groups | self.values
        carried = dict(self._carried())
        inside = [
            Entry(self.sheet.file, HIDDEN_PLACE, str(value.value), Sure.EXACT, (path,), is_cell=False)
            for path, value in carried.items()
        ]
        return Part(self.profile, values | carried, [*entries.values(), *inside], missing)

    def _carried(self) -> Iterator[tuple[str, RawValue]]:
        """What the file holds and does not show, for rows that are still those it was declared for."""
        carried = self.sheet.carried
        if carried is None or carried.profile.id != self.profile.id:
            return
        name = row_keys(self.profile)["level3"]
        for path, value in carried.values.items():
            if value.value in (None, "") or path in self.values or path == "profile":
                continue
            row = path.rpartition(".")[0]
            own, old = self.values.get(f"{row}.{name}"), carried.values.get(f"{row}.{name}")
            if ROW.fullmatch(path) is None or (
                own is not None and old is not None and own.value == old.value
            ):
                yield path, value

    def _nothing(self, entries: Mapping[Spot, Entry]) -> Part:
        """No form on this sheet: one mark for all of it."""
        for number, entry in enumerate(entries.values()):
            entry.drop(Sure.UNUSED if number else Sure.UNSURE, say.OTHER_SHEET)
        return Part(self.profile, {}, list(entries.values()))

    def _used(self) -> dict[Spot, list[str]]:
        used: dict[Spot, list[str]] = defaultdict(list)
        for path, value in self.values.items():
            spot = self.spots.get(value.place)
            if spot is not None:
                used[spot].append(path)
        return used

    # ── one cell ──────────────────────────────────────────────────────────────────────────────────

    def _entry(self, spot: Spot, paths: list[str]) -> Entry:
        cell = self.sheet.grid.cells[spot]
        entry = Entry(self.sheet.file, self.sheet.place(spot), shown(cell))
        if spot in self.sheet.unread:
            entry.doubt(self.sheet.unread[spot])
        elif self.sheet.behind and spot[0] >= self.sheet.behind:
            if self.is_help:
                entry.remark(say.FURNITURE)
            elif spot[0] == self.sheet.behind:
                entry.doubt(say.APPENDIX)
            else:
                entry.remark(say.IN_APPENDIX)
        elif spot in self.sheet.repeated:
            entry.drop(Sure.LABEL, self.sheet.repeated[spot])
        elif paths:
            self._require_once(spot, entry, paths)
            entry.fields, entry.sure = tuple(paths), Sure.EXACT
            head = self._head(spot, paths[0])
            if head is not None and not self._is_own(head):
                entry.likely(say.HEAD_ALIKE.format(head=_short(head)))
        elif self._is_label(spot, entry.text):
            entry.sure = Sure.LABEL
        elif self._is_total(spot, entry.text):
            entry.drop(Sure.UNUSED, say.TOTAL)
        elif cell.state is not State.VALUE:
            entry.doubt(say.FORMULA_ERROR)
        else:
            entry.doubt(say.NO_PLACE)
        return entry

    def _require_once(self, spot: Spot, entry: Entry, paths: list[str]) -> None:
        """Several fields of one cell: a group's rows, a merged cell's rows, parts of a row's cell, or the pieces of
        a line with several labels."""
        keys = {path.rpartition(".")[2] for path in paths}
        rows = {path.rpartition("]")[0] for path in paths}
        shared = spot in self.grid.merges or keys <= self._group_keys() or (rows != {""} and len(rows) == 1)
        said = sum(len(str(self.values[path].value)) for path in paths)
        if len(paths) > 1 and not shared and said > len(entry.text):
            fields = say.FIELDS_SEPARATOR.join(paths)
            raise InspectionFailed(say.USED_TWICE.format(place=entry.place, fields=fields))

    def _group_keys(self) -> set[str]:
        keys = row_keys(self.profile)
        groups = {keys["level1"], keys["level2"]}
        for block in self.profile.tables.values():
            groups |= {column.key for column in block.columns[: block.levels]}
        return groups

    def _head(self, spot: Spot, path: str) -> str | None:
        """The label that a value stands under or beside."""
        row, column = spot
        if ROW.fullmatch(path):
            above = ((up, column) for up in range(row - 1, 0, -1))
            return next((text for text in map(self._label_at, above) if text), None)
        left = ((row, at) for at in range(column, 0, -1))
        return next((text for text in map(self._label_at, left) if text), None)

    def _label_at(self, spot: Spot) -> str:
        first, _ = self.grid.area(*spot)
        text = self.grid.text(*first) or ""
        known = self.labels.column(text) or self.labels.fact(text)
        return text if known else next((item.label for item in self.labels.split_facts(text)[:1]), "")

    def _is_own(self, text: str) -> bool:
        return plain_label(text) in own_words(self.profile)

    def _is_label(self, spot: Spot, text: str) -> bool:
        """Whether a cell that declares nothing is a word of the form itself."""
        plain = plain_label(text)
        bare = BRACKET_AT_END.sub("", YEAR_AT_START.sub("", plain))
        if not plain or {plain, bare} & own_words(self.profile) or len(text) > _MOST_LABEL:
            return not plain or len(text) <= _MOST_LABEL or plain in own_words(self.profile)
        if self.labels.fact(text) or self.labels.column(text) or {plain, bare} & _other_names():
            return True
        items = self.labels.split_facts(text)
        if items:
            return not any(item.value for item in items)
        if spot[0] <= self._first_row() and _TITLE.fullmatch(plain):
            return True
        return re.fullmatch(reading.DECORATIONS, plain) is not None or plain in line_words("serials")

    def _is_total(self, spot: Spot, text: str) -> bool:
        """Whether a cell is a sum of others, which formgen adds up itself: by its formula, or by its row's label."""
        if self.sheet.grid.cells[spot].aside.is_formula or plain_label(text).startswith(_totals()):
            return True
        if read_number(text.strip()) is None:
            return False
        row = (self.grid.text(spot[0], column) or "" for column in self.grid.rows.get(spot[0], ()))
        return any(plain_label(label) in _totals() for label in row)

    def _first_row(self) -> int:
        """The first row from which a value was read; the title stands above or in it."""
        rows = [spot[0] for value in self.values.values() if (spot := self.spots.get(value.place))]
        return min(rows, default=0)

    # ── what the readers told ─────────────────────────────────────────────────────────────────────

    def _tell(self, entries: Mapping[Spot, Entry]) -> list[str]:
        """Faults and notes to the cells they name; what names none is a field that is missing."""
        missing = []
        for fault in self.raw.faults:
            spot = self.spots.get(fault.place)
            entry = entries[spot] if spot is not None else None
            if entry is None or (entry.sure is Sure.LABEL and self._is_missing(fault.field)):
                missing.append(fault.message)
            elif fault.field or (entry.sure is not Sure.LABEL and entry.why != [say.TOTAL]):
                entry.doubt(fault.message)
        for note in self.raw.notes:
            spot = self.spots.get(note.place)
            if spot is None:
                continue
            entry = entries[spot]
            if entry.fields:
                entry.likely(note.message)
            elif entry.why == [say.NO_PLACE]:
                entry.drop(Sure.UNUSED, note.message)
            else:
                entry.remark(note.message)
        return missing

    def _is_missing(self, field: str) -> bool:
        """Whether a fault at a label speaks of a column that is not there."""
        table, _, key = field.partition(".")
        return bool(key) and table in {INDICATORS, *self.profile.tables}

    def _under_strange_heads(self, entries: Mapping[Spot, Entry]) -> None:
        """Cells of a column whose head is told: the head's mark is theirs too. Serial numbers likewise."""
        heads = [
            spot for spot, entry in entries.items()
            if not entry.fields and entry.sure is not Sure.LABEL and entry.why and entry.why != [say.NO_PLACE]
        ]  # fmt: skip
        serials = [
            spot for spot, entry in entries.items() if plain_label(entry.text) in line_words("serials")
        ]
        for top, column in (*heads, *serials):
            (_, first), (_, last) = self.grid.area(top, column)
            for (row, at), entry in entries.items():
                if row > top and first <= at <= last and entry.why == [say.NO_PLACE]:
                    entry.drop(
                        Sure.UNUSED, say.SERIAL if (top, column) in serials else say.UNDER_STRANGE_HEAD
                    )

    def _take_apart(self, entries: Mapping[Spot, Entry]) -> set[str]:
        """≥57个 in one cell of a form without a column for the sign; the paths so filled."""
        keys = row_keys(self.profile)
        filled: set[str] = set()
        if "operator" not in self.profile.column_keys:
            return filled
        for path in [path for path in self.values if path.endswith(f"].{keys['target']}")]:
            row = path.rpartition(".")[0]
            sign, unit = f"{row}.{keys['operator']}", f"{row}.{keys['unit']}"
            value = self.values[path]
            parts = take_apart(value.value) if isinstance(value.value, str) else None
            spot = self.spots.get(value.place)
            if parts is None or spot is None or sign in self.values or (parts[2] and unit in self.values):
                continue
            made = {sign: parts[0], path: parts[1], unit: parts[2]}
            made = {key: text for key, text in made.items() if text}
            self.values |= {key: RawValue(text, value.place) for key, text in made.items()}
            filled |= made.keys()
            entry = entries[spot]
            entry.fields = tuple(dict.fromkeys((*entry.fields, *made)))
            entry.likely(say.TAKEN_APART.format(parts=say.FIELDS_SEPARATOR.join(made.values())))
        return filled

    def _read_as(self, entries: Mapping[Spot, Entry], apart: set[str]) -> None:
        """What becomes of the values when they are typed: told with their cells."""
        known = {
            path: value for path, value in self.raw.values.items() if value.value in (None, "")
        } | self.values
        result = build(RawDeclaration(self.profile, known, "", (), ()), as_it_stands=True)
        for finding, sure in (
            *((item, False) for item in result.faults),
            *((item, True) for item in result.notes),
        ):
            spot = self.spots.get(finding.place)
            if (
                spot is None
                or finding.field in apart
                or _says_the_same(result, finding.field, entries[spot].text)
            ):
                continue
            if sure:
                entries[spot].likely(finding.message)
            else:
                entries[spot].doubt(finding.message)


def _says_the_same(reading: Reading, path: str, text: str) -> bool:
    """Whether a number is what its text says: 160 for “160”."""
    match = ROW.fullmatch(path)
    if match is None or match["table"] != INDICATORS or not match["key"]:
        return False
    roles = {key: role for role, key in row_keys(reading.profile).items()}
    row = reading.declaration.indicators[int(match["number"])]
    value = getattr(row, roles.get(match["key"], ""), None)
    return isinstance(value, Decimal) and number_text(value) == text.strip()


def _totals() -> tuple[str, ...]:
    return tuple(map(plain_label, (*line_words("totals"), *line_words("subtotals"))))


@cache
def _other_names() -> frozenset[str]:
    """Every other name that labels.toml knows for a column or a fact."""
    known = synonyms()
    return frozenset(
        plain_label(name) for kind in ("facts", "columns") for names in known[kind].values() for name in names
    )


_OWN: dict[int, tuple[Profile, frozenset[str]]] = {}


def own_words(profile: Profile) -> frozenset[str]:
    """Every word that the form prints itself: labels, headings, names of rows."""
    kept = _OWN.get(id(profile))
    if kept is None or kept[0] is not profile:
        words = {plain_label(text) for text in _texts(profile.model_dump(mode="python"))}
        _OWN[id(profile)] = kept = profile, frozenset(words - {""})
    return kept[1]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _texts(item)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 20 else f"{text[:20]}…"
