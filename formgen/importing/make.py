"""Old files of one unit → the fill-in workbook of the wanted form and year.

Comes in: sheets of old files. Goes out: an `Imported`: the workbook, and what became of every cell. The
workbook is read back before it is handed out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from formgen.base.errors import InspectionFailed, UnreadableInput
from formgen.base.shown import shown_path
from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.declaration.values import field_key, row_keys
from formgen.fill.workbook import workbook_bytes
from formgen.importing.amounts import is_vague
from formgen.importing.choose_form import choose_form
from formgen.importing.doubts import doubts_of
from formgen.importing.entries import Entry, Sure, count, require_closed
from formgen.importing.join import join_parts, values_of
from formgen.importing.marks_sheet import add_marks
from formgen.importing.missing import missing_labels
from formgen.importing.old_sheet import OldSheet
from formgen.importing.part import ROW, Part
from formgen.importing.read import read_part
from formgen.importing.sheets import load_sheets
from formgen.messages import importing as say
from formgen.sources import read_bytes
from formgen.sources.build import Reading, build
from formgen.sources.raw import RawDeclaration, RawValue

MOST_CELLS = 20_000
"""Of all old files together; every one is listed. The longest form met has 1,200."""

_COLONS = {":", "："}


@dataclass(frozen=True)
class Imported:
    """workbook: an xlsx. profile, year: of the form it is for. entries: every cell of the old files, and marks
    that none of them stands behind. missing: labels of what the form asks for and no old file says."""

    workbook: bytes
    profile: Profile
    year: int
    entries: tuple[Entry, ...]
    missing: tuple[str, ...]

    @property
    def counts(self) -> dict[Sure, int]:
        """How many cells of the old files are how sure."""
        return count(self.entries)

    @property
    def open_marks(self) -> int:
        """How many marks a person must tick off."""
        return sum(entry.sure is Sure.UNSURE for entry in self.entries)


def make_workbook(
    sheets: Sequence[OldSheet], path: Path, profile: str | Path | None = None, year: int | None = None
) -> Imported:
    """path: what to call the files in a refusal. profile: None for the one most of whose cells are there.
    Raises UnreadableInput where nothing fits the form, InspectionFailed where a cell got lost."""
    total = sum(len(sheet.grid.cells) for sheet in sheets)
    if total > MOST_CELLS:
        raise UnreadableInput(say.TOO_MANY_CELLS.format(path=path, count=total, limit=MOST_CELLS))
    part = _read_as(sheets, choose_form(sheets) if profile is None else load_profile(profile))
    if not part.weight:
        raise UnreadableInput(say.NOTHING.format(path=path))
    _settle_year(part, year)
    _doubt(part, year)
    require_closed(part.entries, total)
    raw = RawDeclaration(part.profile, values_of(part))
    reading = build(raw, as_it_stands=True)
    data = workbook_bytes(part.profile, reading.declaration)
    places = _read_back(data, part.profile, reading.declaration).places

    missing = missing_labels(part)

    def add(book: Workbook) -> None:
        add_marks(book, part.profile, part.entries, places, missing)

    data = workbook_bytes(part.profile, reading.declaration, add=add)
    _read_back(data, part.profile, reading.declaration)
    return Imported(data, part.profile, reading.declaration.year, tuple(part.entries), missing)


def _read_as(sheets: Sequence[OldSheet], profile: Profile) -> Part:
    return join_parts([read_part(sheet, profile) for sheet in sheets], profile)


def _settle_year(part: Part, year: int | None) -> None:
    """The year that is wanted; else the old one, or the form's, with a mark."""
    owner = next((entry for entry in part.entries if "year" in entry.fields), None)
    if year is not None:
        part.values["year"] = RawValue(year, "")
        if owner is not None:
            others = tuple(field for field in owner.fields if field != "year")
            owner.fields, owner.sure = others, owner.sure if others else Sure.UNUSED
            owner.remark(say.YEAR_REPLACED.format(year=year))
    elif owner is not None:
        owner.doubt(say.YEAR_KEPT)
    else:
        year = part.profile.year
        mark = Entry("", say.NO_SOURCE, "", fields=("year",), is_cell=False)
        mark.doubt(say.YEAR_MISSING.format(year=year))
        part.values["year"] = RawValue(year, "")
        part.entries.append(mark)


def _doubt(part: Part, year: int | None) -> None:
    """Mark the values that need a person."""
    keys = row_keys(part.profile)
    target, operator = keys["target"], keys["operator"]
    for entry in part.entries:
        for path in entry.fields:
            value = part.values[path].value
            role = path.rpartition(".")[2]
            if path == field_key(part.profile, "name") and _COLONS & set(str(value)):
                entry.doubt(say.OTHER_INSIDE)
            for why in doubts_of(str(value), role, year):
                entry.doubt(why)
            if role == target and ROW.fullmatch(path) and isinstance(value, str):
                sign = part.values.get(f"{path.rpartition('.')[0]}.{operator}")
                if is_vague(value, str(sign.value) if sign else ""):
                    entry.doubt(say.VAGUE)


def _read_back(data: bytes, profile: Profile, wanted: Declaration) -> Reading:
    """The workbook as it will be read. Raises InspectionFailed where it says anything else."""
    raws = read_bytes(data, Path("导入.xlsx"), profile.folder)
    reading = build(raws[0], as_it_stands=True)
    if len(raws) != 1 or reading.declaration != wanted:
        raise InspectionFailed(say.NOT_THE_SAME)
    return reading


def import_files(
    files: Sequence[tuple[Path, bytes]], profile: str | Path | None = None, year: int | None = None
) -> Imported:
    """The workbook of these files, all of one unit: what to call each, and its bytes. Raises UnreadableInput for
    one that cannot be read."""
    sheets = [sheet for path, data in files for sheet in load_sheets(data, shown_path(path))]
    return make_workbook(sheets, shown_path(files[0][0]), profile, year)
