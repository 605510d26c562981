"""The lines above and below the table of a form: labelled facts, title, year, signatures.

Comes in: a sheet being gathered, and rows of it. Goes out: values, notes and faults in it. Every cell is
read, told in a note, or a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from formgen.declaration.findings import Finding, Severity
from formgen.messages import reading as say
from formgen.sources.build import without_seal
from formgen.sources.gather import CHINESE_DIGITS, Gathered, raw_value, year_value
from formgen.sources.grid import Grid, Spot, State
from formgen.sources.labels import Labels, plain_label
from formgen.sources.sum_lines import line_note
from formgen.sources.table import tell_stray

YEAR_CHECK = "VAL-05"
"""The check that a title's year belongs to."""

MOST_STRAYS_TOLD = 20
"""Cells told one by one; more are a table that was not known for one."""

_YEAR_IN_TITLE = re.compile(r"(\d{4})年")
_YEAR_BEHIND = re.compile(r"[(\[]?(?:\d{4}|[〇○零一二三四五六七八九]{4})年度?[)\]]?$")
"""申报表（2023年度）, as `plain_label` gives it."""

_TITLE = re.compile(r".{0,30}绩效.{0,20}表")
"""2022年部门整体支出绩效目标表: a form by another name, and no label of anything."""

_FORM_WORD = "申报表"
_YEARS = range(1990, 2100)


def settle_title_year(gathered: Gathered) -> None:
    """The title's year where no line of its own names one; told where the two differ."""
    title = gathered.title_year
    if title is None:
        return
    year, spot = title
    stated = gathered.values.get("year")
    if stated is None:
        gathered.put("year", year, spot)
    elif stated.value != year:
        message = say.TITLE_YEAR.format(title=year, year=stated.value)
        place = gathered.grid.place(*spot)
        gathered.notes.append(
            Finding(YEAR_CHECK, Severity.WARNING, "year", place, message, say.TITLE_YEAR_HINT)
        )


def read_facts(
    gathered: Gathered,
    labels: Labels,
    rows: Iterable[int],
    *,
    above: bool,
    told: frozenset[Spot] = frozenset(),
    used: set[Spot] | None = None,
) -> None:
    """Read the labelled lines in these rows. above: where the title and its year stand too. told: spots
    where a number or formula declares nothing. used: spots that were read before."""
    used = set() if used is None else used
    left = []
    for row in rows:
        for column in gathered.grid.rows[row]:
            spot = (row, column)
            text = gathered.grid.text(row, column)
            if spot in used or (
                spot in told and (text is None or gathered.grid.cells[spot].aside.is_formula)
            ):
                continue
            if text is not None and _read_fact(gathered, labels, spot, text, used):
                continue
            if text is None and above and _read_lone_year(gathered, spot):
                continue
            if text is None or not _is_decoration(gathered, spot, text, above=above):
                left.append(spot)
    _tell_strays(gathered, [spot for spot in left if spot not in used])


def _tell_strays(gathered: Gathered, spots: list[Spot]) -> None:
    """Each cell that belongs to nothing; one sentence for all of them where there are so many that a
    whole table was not known."""
    if len(spots) <= MOST_STRAYS_TOLD:
        for spot in spots:
            tell_stray(gathered, spot)
        return
    cell = gathered.grid.cells[spots[0]]
    message = say.STRAY_CELLS.format(text=str(cell.value)[:20], count=len(spots))
    gathered.fault(spots[0], "", message, say.STRAY_CELL_HINT)


def _read_lone_year(gathered: Gathered, spot: Spot) -> bool:
    """True for a year that stands alone in its line as a number or a date, and is read."""
    row, column = spot
    if gathered.grid.rows[row] != [column] and tuple(gathered.grid.rows[row]) != (column,):
        return False
    year = _year_of(gathered, spot)
    if not isinstance(year, int):
        return False
    put_year(gathered, str(year), spot)
    return True


def _year_of(gathered: Gathered, spot: Spot) -> object:
    """The year that a cell names; its text where it names none."""
    cell = gathered.grid.cells[spot]
    if cell.state is not State.VALUE:
        return None
    text = str(raw_value(cell))
    if isinstance(cell.value, date):
        gathered.note(spot, "year", say.YEAR_FROM_DATE.format(text=text, year=cell.value.year))
        return cell.value.year
    year = year_value(text)
    return year if not isinstance(year, int) or year in _YEARS else text


def _read_fact(gathered: Gathered, labels: Labels, spot: Spot, text: str, used: set[Spot]) -> bool:
    """Read the fact whose label stands at this spot; False where none does."""
    key = labels.fact(text)
    if key is not None:
        return _read_beside(gathered, labels, key, spot, used)
    found = labels.split_facts(text)
    for item in found:
        if not item.key:
            if item.value:
                shown = f"{item.label}：{item.value}"
                gathered.note(spot, "", say.SIGN_LINE.format(text=shown[:40]))
        elif item.value and _is_first(gathered, item.key, spot, item.value):
            if item.key == "year":
                put_year(gathered, item.value, spot)
            else:
                gathered.put(item.key, item.value, spot)
        elif not item.value and len(found) == 1:
            return _read_beside(gathered, labels, item.key, spot, used)
    return bool(found)


def _read_beside(gathered: Gathered, labels: Labels, key: str, spot: Spot, used: set[Spot]) -> bool:
    """Read the value in the cell right of a label."""
    values = value_spots(gathered.grid, labels, spot)
    used.update(values)
    if not values and key == "year":  # the word 年度 alone, as in a blank year line
        return True
    found = values[0] if values else (spot[0], gathered.grid.area(*spot)[1][1] + 1)
    if len(values) > 1:
        message = say.TWO_VALUES.format(label=gathered.label(key))
        gathered.fault(values[1], key, message, say.TWO_VALUES_HINT)
    elif _is_first(gathered, key, spot, gathered.grid.text(*found) or ""):
        _take_fact(gathered, key, found)
    return True


def _is_first(gathered: Gathered, key: str, spot: Spot, text: str) -> bool:
    """Whether this fact has not been named before. text: what it says here; said twice alike it is no fault."""
    earlier = gathered.values.get(key)
    if earlier is None or key == "year":
        return True
    if text.strip() and without_seal(str(earlier.value)).strip() == without_seal(text).strip():
        return False
    first = earlier.place.rpartition("!")[2]
    message = say.TWICE.format(label=gathered.label(key), first=first, second=gathered.grid.called(*spot))
    gathered.fault(spot, key, message, say.TWICE_HINT)
    return False


def value_spots(grid: Grid, labels: Labels, spot: Spot) -> list[Spot]:
    """Cells with content right of a label, over the label's rows, up to the next label."""
    (top, _), (bottom, right) = grid.area(*spot)
    found = []
    for row in range(top, min(bottom, max(grid.rows)) + 1):
        for column in grid.rows.get(row, ()):
            if column <= right:
                continue
            text = grid.text(row, column) or ""
            if labels.fact(text) is not None or labels.split_facts(text):
                break
            found.append((row, column))
    return found


def _take_fact(gathered: Gathered, key: str, spot: Spot) -> None:
    if key == "year":
        take_year(gathered, spot)
    else:
        gathered.take(key, spot)


def take_year(gathered: Gathered, spot: Spot) -> None:
    """The year in this cell; an empty one says nothing."""
    if spot in gathered.grid.cells:
        year = _year_of(gathered, spot)
        if year is None:
            gathered.take("year", spot)
        else:
            put_year(gathered, str(year), spot)


def put_year(gathered: Gathered, text: str, spot: Spot) -> None:
    """The year a text names; told where another was named before."""
    year = year_value(text)
    earlier = gathered.values.get("year")
    if earlier is None:
        gathered.put("year", year, spot)
    elif earlier.value != year:
        first = earlier.place.rpartition("!")[2]
        message = say.TWO_YEARS.format(first=first, second=gathered.grid.called(*spot))
        gathered.fault(spot, "year", message, say.TWO_YEARS_HINT)


def _is_decoration(gathered: Gathered, spot: Spot, text: str, *, above: bool) -> bool:
    """True for what declares nothing: title, year line, head of the table, remarks under it."""
    plain = plain_label(text)
    if not above:
        words = line_note(text.strip())
        if words:
            gathered.note(spot, "", words.format(text=text.strip()[:40]))
        return bool(words) or plain == plain_label(say.OTHER_HEADING)
    profile = gathered.profile
    if isinstance(year_value(text), int):
        put_year(gathered, text, spot)
        return True
    bare = _YEAR_BEHIND.sub("", plain)
    if bare.endswith((_FORM_WORD, plain_label(profile.title))) or _TITLE.fullmatch(bare):
        year = _YEAR_IN_TITLE.search(plain.translate(CHINESE_DIGITS))
        if year:
            gathered.title_year = int(year.group(1)), spot
        return True
    blank_year = plain_label(profile.year_line.format(year=""))
    known = ("", plain_label(profile.table_heading), blank_year)
    return plain in known or re.fullmatch(say.DECORATIONS, plain) is not None or bool(line_note(text.strip()))
