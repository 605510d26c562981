"""A workbook → raw values with their cells, one RawDeclaration per sheet that holds a form, several for
a register.

Comes in: the bytes of a zip. Goes out: raw declarations. Called by `sources.read_file`. Cells are found
by their labels, never by fixed addresses; every cell with content is read, told in a note, or a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from formgen.base.errors import Fault, UnreadableInput
from formgen.declaration.profile import Profile
from formgen.messages import reading as say
from formgen.sources.choose import choose_profile
from formgen.sources.gather import YEAR_LINE, Gathered, raw_value, year_value
from formgen.sources.grid import Grid, Spot, address, load_sheets
from formgen.sources.guard import check_workbook_zip
from formgen.sources.labels import Labels, labels_of, plain_label
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.register import read_register
from formgen.sources.register_heads import find_register
from formgen.sources.table import Heads, find_heads, read_table, tell_stray

_YEAR_IN_TITLE = re.compile(r"(\d{4})年")
_FORM_WORD = "申报表"


def read_workbook(data: bytes, path: Path, profile: str | Path | None = None) -> tuple[RawDeclaration, ...]:
    """The declarations of a workbook, in the order of its sheets, registers taken apart. Raises UnreadableInput where the file
    is no sound workbook or holds no form."""
    check_workbook_zip(data, path)
    book = load_sheets(data, path)
    named = RawValue(book.profile, "") if book.profile is not None else None
    used, faults = choose_profile(named, profile)
    labels = labels_of(used)
    forms = [grid for grid in book.sheets if _holds_form(grid, labels)]
    if not forms:
        heads = "、".join(column.label for column in used.columns if column.required)
        raise UnreadableInput(say.NO_FORM.format(path=path, labels=heads))
    made: list[RawDeclaration] = []
    for grid in forms:
        part = grid.name if len(forms) > 1 else ""
        register = find_register(grid, used, labels, faults)
        if register is None:
            made.append(_read_sheet(grid, used, labels, part, faults, book.notes))
        else:
            made += read_register(grid, register, used, labels, part)
    return tuple(made)


def _holds_form(grid: Grid, labels: Labels) -> bool:
    if grid.name.startswith(say.HELP_SHEET):
        return False
    if find_heads(grid, labels):
        return True
    texts = (cell.value for cell in grid.cells.values() if isinstance(cell.value, str))
    return any(_fact_key(text, labels) in labels.form_facts for text in texts)


def _fact_key(text: str, labels: Labels) -> str | None:
    split = labels.split_fact(text)
    return labels.fact(text) or (split[0] if split else None)


def _read_sheet(
    grid: Grid, profile: Profile, labels: Labels, part: str, faults: tuple[Fault, ...], notes: tuple[str, ...]
) -> RawDeclaration:
    gathered = Gathered(grid, profile)
    gathered.faults += faults
    for note in notes:
        gathered.note(None, "", note)
    for group in ("department", "goal"):
        gathered.put(group, None)
    if grid.hidden:
        gathered.note(None, "", say.HIDDEN_SHEET.format(sheet=grid.name))
    heads = find_heads(grid, labels)
    top = heads[0].row if heads else max(grid.rows) + 1
    sums = frozenset(_sum_spot(head) for head in heads if "points" in head.columns)
    _read_facts(gathered, labels, [row for row in grid.rows if row < top], above=True, told=sums)
    if not heads:
        needed = "、".join(column.label for column in profile.columns if column.required)
        hint = say.NO_TABLE_HINT.format(labels=needed)
        gathered.fault(None, "indicators", say.NO_TABLE.format(sheet=grid.name), hint)
    elif len(heads) > 1:
        first, second = (address(head.row, head.columns["level3"]) for head in heads[:2])
        message = say.TWO_TABLES.format(first=first, second=second)
        spot = (heads[1].row, heads[1].columns["level3"])
        gathered.fault(spot, "indicators", message, say.TWO_TABLES_HINT)
    else:
        _read_facts(gathered, labels, read_table(gathered, heads[0], labels), above=False)
    return RawDeclaration(profile, gathered.values, part, tuple(gathered.notes), tuple(gathered.faults))


def _read_facts(
    gathered: Gathered,
    labels: Labels,
    rows: Iterable[int],
    *,
    above: bool,
    told: frozenset[Spot] = frozenset(),
) -> None:
    """Read the labelled lines in these rows. above: where the title and its year stand too. told: spots
    where a number or formula declares nothing."""
    used: set[Spot] = set()
    left = []
    for row in rows:
        for column in gathered.grid.rows[row]:
            spot = (row, column)
            text = gathered.grid.text(row, column)
            if spot in used or (spot in told and text is None):
                continue
            if text is not None and _read_fact(gathered, labels, spot, text, used):
                continue
            if text is None or not _is_decoration(gathered, spot, text, above=above):
                left.append(spot)
    for spot in left:
        if spot not in used:
            tell_stray(gathered, spot)


def _sum_spot(head: Heads) -> Spot:
    """The cell over 分值 in the row above the heads: there the fill-in workbook adds the points up."""
    return head.row - 1, head.columns["points"]


def _read_fact(gathered: Gathered, labels: Labels, spot: Spot, text: str, used: set[Spot]) -> bool:
    """Read the fact whose label stands at this spot; False where none does."""
    key = labels.fact(text)
    if key is not None:
        values = _value_spots(gathered.grid, labels, spot)
        used.update(values)
        if not values and key == "year":  # the word 年度 alone, as in a blank year line
            return True
        found = values[0] if values else (spot[0], gathered.grid.area(*spot)[1][1] + 1)
        if len(values) > 1:
            message = say.TWO_VALUES.format(label=gathered.label(key))
            gathered.fault(values[1], key, message, say.TWO_VALUES_HINT)
        elif _is_first(gathered, key, spot):
            _take_fact(gathered, key, found)
        return True
    split = labels.split_fact(text)
    if split is None:
        return False
    key, value = split
    if _is_first(gathered, key, spot):
        if key == "year":
            _put_year(gathered, value, spot)
        else:
            gathered.put(key, value, spot)
    return True


def _is_first(gathered: Gathered, key: str, spot: Spot) -> bool:
    earlier = gathered.values.get(key)
    if earlier is None or key == "year":
        return True
    first = earlier.place.rpartition("!")[2]
    message = say.TWICE.format(label=gathered.label(key), first=first, second=address(*spot))
    gathered.fault(spot, key, message, say.TWICE_HINT)
    return False


def _value_spots(grid: Grid, labels: Labels, spot: Spot) -> list[Spot]:
    """Cells with content right of a label, over the label's rows, up to the next label."""
    (top, _), (bottom, right) = grid.area(*spot)
    found = []
    for row in range(top, min(bottom, max(grid.rows)) + 1):
        for column in grid.rows.get(row, ()):
            if column <= right:
                continue
            if labels.fact(grid.text(row, column) or "") is not None:
                break
            found.append((row, column))
    return found


def _take_fact(gathered: Gathered, key: str, spot: Spot) -> None:
    if key != "year":
        gathered.take(key, spot)
        return
    cell = gathered.grid.cells.get(spot)
    if cell is not None:
        _put_year(gathered, str(raw_value(cell)), spot)


def _put_year(gathered: Gathered, text: str, spot: Spot) -> None:
    year = year_value(text)
    earlier = gathered.values.get("year")
    if earlier is None:
        gathered.put("year", year, spot)
    elif earlier.value != year:
        first = earlier.place.rpartition("!")[2]
        message = say.TWO_YEARS.format(first=first, second=address(*spot))
        gathered.fault(spot, "year", message, say.TWO_YEARS_HINT)


def _is_decoration(gathered: Gathered, spot: Spot, text: str, *, above: bool) -> bool:
    """True for what declares nothing: title, year line, head of the table, remarks under it."""
    plain = plain_label(text)
    if not above:
        if text.strip().startswith(say.REMARK_STARTS):
            gathered.note(spot, "", say.REMARK_LINE.format(text=text.strip()))
            return True
        return plain == plain_label(say.OTHER_HEADING)
    profile = gathered.profile
    if YEAR_LINE.fullmatch(plain):
        _put_year(gathered, text, spot)
        return True
    if plain.endswith(_FORM_WORD) or plain == plain_label(profile.title):
        year = _YEAR_IN_TITLE.search(plain)
        if year:
            _put_year(gathered, year.group(1), spot)
        return True
    blank_year = plain_label(profile.year_line.format(year=""))
    known = ("", plain_label(profile.table_heading), blank_year)
    return plain in known or re.fullmatch(say.DECORATIONS, plain) is not None
