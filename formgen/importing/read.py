"""A sheet of an old file, read as the wanted form: its values, and an entry for each of its cells.

Comes in: an `OldSheet` and a profile. Goes out: a `Part`. The readers are those that read what people hand in:
what they tell with a cell (a note, a fault) is what becomes of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from formgen.base.errors import InspectionFailed
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.values import field_key, row_keys
from formgen.importing.amounts import take_amounts_apart
from formgen.importing.beside import doubt_unseen
from formgen.importing.entries import Entry, Sure
from formgen.importing.old_sheet import OldSheet
from formgen.importing.other_form import into_form
from formgen.importing.part import ROW, Part
from formgen.importing.said_twice import find_said_twice
from formgen.importing.told import tell
from formgen.importing.words import Words
from formgen.messages import importing as say
from formgen.messages import reading
from formgen.messages.extract import HIDDEN_PLACE
from formgen.sources.build import without_seal
from formgen.sources.cells import read_number
from formgen.sources.gather import raw_value
from formgen.sources.grid_types import GridCell, Spot, State
from formgen.sources.labels import labels_of, plain_label, unit_in_head
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.xlsx import read_sheet

_YEAR_IN_TITLE = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


def read_part(sheet: OldSheet, profile: Profile) -> Part:
    """Everything on the sheet. A form of formgen's own is read as the form it is, and then taken over into the
    wanted one. Raises InspectionFailed where a cell would go to two fields."""
    if sheet.furniture:
        return Part(profile, {}, [_unread(sheet, spot, say.FURNITURE) for spot in sorted(sheet.grid.cells)])
    if sheet.form is not None and sheet.form.id != profile.id:
        return into_form(_Desk(sheet, sheet.form).part(), profile)
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
        rows = [spot[0] for value in self.values.values() if (spot := self.spots.get(value.place))]
        self.words = Words(sheet, grid, profile, self.labels, min(rows, default=0))

    def part(self) -> Part:
        used = self._used()
        entries = {spot: self._entry(spot, used.get(spot, [])) for spot in sorted(self.sheet.grid.cells)}
        if not used:
            return self._nothing(entries)
        settled = self._take_title_year(entries)
        twice = find_said_twice(self.grid, self.labels, self.values, self.spots, entries)
        by_place = {place: entries[spot] for place, spot in self.spots.items()}
        apart = take_amounts_apart(self.profile, self.values, by_place)
        self._doubt_units(by_place)
        tell(
            self.sheet, self.grid, self.raw, self.values, entries, apart=apart, settled=twice.spots | settled
        )
        for spots, why in ((self.sheet.joined, say.JOINED_PAGES), *self.sheet.remarks):
            for spot in spots & entries.keys():
                entries[spot].doubt(why)
        doubt_unseen(self.sheet.grid, entries)
        groups = {path: value for path, value in self.raw.values.items() if value.value in (None, "")}
        carried = dict(self._carried())
        inside = [
            Entry(self.sheet.file, HIDDEN_PLACE, str(value.value), Sure.EXACT, (path,), is_cell=False)
            for path, value in carried.items()
        ]
        values = groups | self.values | carried
        return Part(
            self.profile, values, [*entries.values(), *inside], by_place, self._names(twice.other_names)
        )

    def _doubt_units(self, by_place: Mapping[str, Entry]) -> None:
        """Numbers without a unit under a head that names one: 指标值（单位：元）."""
        keys = row_keys(self.profile)
        for path, value in self.values.items():
            match = ROW.fullmatch(path)
            if match is None or match["key"] != keys["target"] or match["table"] != INDICATORS:
                continue
            spot, row = self.spots.get(value.place), path.rpartition(".")[0]
            head = self.words.head(spot, path) if spot is not None else None
            unit = unit_in_head(head or "")
            if (
                unit
                and f"{row}.{keys['unit']}" not in self.values
                and read_number(str(value.value)) is not None
            ):
                by_place[value.place].doubt(say.HEAD_UNIT.format(unit=unit))

    def _names(self, others: tuple[str, ...]) -> tuple[str, ...]:
        """Every unit the sheet says it is of."""
        own = self.values.get(field_key(self.profile, "name"))
        names = (*([] if own is None else [str(own.value)]), *others)
        return tuple(dict.fromkeys(name for text in names if (name := without_seal(text).strip())))

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

    def _take_title_year(self, entries: Mapping[Spot, Entry]) -> frozenset[Spot]:
        """The year that stands in the form's title, where no line of its own says one; the title's cell."""
        if "year" in self.values:
            return frozenset()
        for spot, entry in entries.items():
            years = set(_YEAR_IN_TITLE.findall(plain_label(entry.text)))
            if entry.sure is Sure.LABEL and len(years) == 1 and self.words.is_title(spot, entry.text):
                self.values["year"] = RawValue(int(years.pop()), self.grid.place(*spot))
                entry.fields, entry.sure = ("year",), Sure.EXACT
                return frozenset({spot})
        return frozenset()

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
            head = self.words.head(spot, paths[0])
            if head is not None and not self.words.is_own(head):
                entry.likely(say.HEAD_ALIKE.format(head=_short(head)))
        elif self.words.is_label(spot, entry.text):
            entry.sure = Sure.LABEL
        elif self.words.is_total(spot, entry.text):
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


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 20 else f"{text[:20]}…"
