"""What one sheet yields: values with their places, notes, faults; and how a cell becomes a raw value."""

from __future__ import annotations

import re
from decimal import Decimal

from formgen.base.errors import Fault
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.profile import Profile
from formgen.declaration.sums import DeclaredSum
from formgen.messages import reading as say
from formgen.sources.field_reader import NOTE_ID
from formgen.sources.grid import MOST_CHARACTERS, Grid, GridCell, Spot, State
from formgen.sources.labels import plain_label
from formgen.sources.raw import RawValue, Scaled
from formgen.sources.shown import Remark, Shown, show_moment, show_number, show_text

_LIKE_A_NUMBER = re.compile(r"[-+]?(?:[\d.]|nan|inf)", re.IGNORECASE)
"""How what is stored as a number and is none begins; what a formula could not compute begins with #."""

_NUMERIC = ("target", "points", "year")
_PERCENT_ZEROS = re.compile(r"(?:\.0+|(?<=\.\d)0+|(?<=\.\d\d)0+)%$")
"""95.00% is 95%: zeros at the end are the format's, nobody's words."""

CHINESE_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
YEAR_LINE = re.compile(r"\(?(\d{4})年度?\)?")


class Gathered:
    """One sheet being read."""

    def __init__(self, grid: Grid, profile: Profile) -> None:
        self.grid = grid
        self.profile = profile
        self.values: dict[str, RawValue] = {}
        self.notes: list[Finding] = []
        self.faults: list[Fault] = []
        self.sums: list[DeclaredSum] = []
        self.title_year: tuple[int, Spot] | None = None

    def label(self, field: str) -> str:
        return self.profile.label(field)

    def fault(self, spot: Spot | None, field: str, message: str, hint: str = "") -> None:
        place = self.grid.place(*spot) if spot else self.grid.name
        self.faults.append(Fault(message, place, field, hint))

    def note(self, spot: Spot | None, field: str, message: str) -> None:
        place = self.grid.place(*spot) if spot else self.grid.name
        self.notes.append(Finding(NOTE_ID, Severity.NOTE, field, place, message))

    def put(self, field: str, value: object, spot: Spot | None = None) -> None:
        """value: None where a group begins."""
        self.values[field] = RawValue(value, self.grid.place(*spot) if spot else self.grid.name)

    def warn(self, spot: Spot, field: str, message: str, hint: str) -> None:
        """Something was read that a person should look at."""
        place = self.grid.place(*spot)
        self.notes.append(Finding(NOTE_ID, Severity.WARNING, field, place, message, hint, say.SOURCE))

    def take(self, field: str, spot: Spot, *, numeric: bool | None = None) -> None:
        """Read the cell at this spot into the field; an empty cell is the empty text. numeric: whether a
        number is wanted, where the field's name does not say it."""
        cell = self.grid.cells.get(spot)
        if cell is None:
            self.put(field, "", spot)
        elif cell.state is State.NO_CACHED_VALUE:
            message = say.NO_CACHED_VALUE.format(label=self.label(field))
            self.fault(spot, field, message, say.NO_CACHED_VALUE_HINT)
        elif cell.state is State.ERROR:
            text = str(cell.value)
            known = not _LIKE_A_NUMBER.match(text)
            message = (say.ERROR_VALUE if known else say.NUMBER_UNUSABLE).format(
                label=self.label(field), text=text
            )
            self.fault(spot, field, message, say.ERROR_VALUE_HINT if known else say.NUMBER_UNUSABLE_HINT)
            self.put(field, text, spot)
        elif cell.state is State.TOO_LONG:
            message = say.CELL_TOO_LONG.format(
                label=self.label(field), text=cell.value, limit=MOST_CHARACTERS
            )
            self.fault(spot, field, message, say.CELL_TOO_LONG_HINT)
        elif isinstance(cell.value, bool):
            self.fault(spot, field, say.BOOLEAN.format(label=self.label(field)), say.BOOLEAN_HINT)
            self.put(field, "TRUE" if cell.value else "FALSE", spot)
        else:
            self._put_shown(field, cell, spot, numeric=numeric)

    def _put_shown(self, field: str, cell: GridCell, spot: Spot, *, numeric: bool | None) -> None:
        seen = show(cell)
        key = field.rpartition(".")[2]
        if seen.remark is Remark.SCALED and key == "target":  # its unit says whether that is right
            self.put(field, Scaled(seen.text, seen.stored, seen.scale), spot)
            return
        if seen.remark is not Remark.NONE:
            message = say.REMARKS[seen.remark.name]
            self.note(spot, field, message.format(label=self.label(field), text=seen.text,
                                                  stored=seen.stored, code=cell.number_format))  # fmt: skip
        wanted = key in _NUMERIC if numeric is None else numeric
        self.put(field, _raw(seen, numeric=wanted), spot)


def raw_value(cell: GridCell, *, numeric: bool = False) -> str | Decimal:
    """A cell as the text it shows; as the number it shows where the field wants one. 95% stays a text
    either way: its unit is part of what the person wrote."""
    return _raw(show(cell), numeric=numeric)


def _raw(seen: Shown, *, numeric: bool) -> str | Decimal:
    if numeric and seen.number is not None:
        return seen.number
    return _PERCENT_ZEROS.sub("%", seen.text) if numeric else seen.text


def show(cell: GridCell) -> Shown:
    """What a person sees in the cell."""
    value = cell.value
    if isinstance(value, str):
        return show_text(value, cell.number_format)
    if isinstance(value, bool | int | float):
        return show_number(value, cell.number_format)
    return show_moment(value, cell.number_format, cell.aside.serial)


def year_value(text: str) -> object:
    """2023, 2023年, （2023年度）, 二〇二三年度 → 2023; any other text as it is."""
    match = YEAR_LINE.fullmatch(plain_label(text).translate(CHINESE_DIGITS))
    if match:
        return int(match.group(1))
    return int(text) if text.isascii() and text.isdigit() else text
