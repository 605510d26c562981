"""Actual values from and to files: 实际完成值 for self-evaluation.

Comes in: a TOML with a table [actuals], or an xlsx with the columns 三级指标, 实际完成值 and 偏差原因 (and
评价人给分, where a person scores). Goes out: `Actual`s by name. `actuals_toml` and `actuals_workbook`
write the file to fill in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.shown import shown_path
from formgen.declaration.model import Declaration, Operator
from formgen.declaration.profile import Profile
from formgen.declaration.toml import toml_line
from formgen.messages import actuals as say
from formgen.messages import reading
from formgen.scoring.actuals import NTH_ROW, Actual, read_actuals
from formgen.scoring.resolve import RowRule, resolve_rules
from formgen.scoring.rules.judged import Checklist, Discretionary, YesNo
from formgen.scoring.rules.tiers import TierRange, Tiers
from formgen.sources import is_other_table, is_workbook, load_bytes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from formgen.fill.sheet_style import Look

_NARROW = 45
"""Millimetres: narrower columns hold short values, which stand centred."""

_HEAD_LINE = 3
_VALUE_COLUMN = "F"
_TOP_HEIGHTS = {1: 36.0, 2: 22.0}
_LONGEST_LIST = 250
"""Characters that the format takes for a list written in the cell's rule."""
_LONGEST_PROMPT = 250

TABLE = KIND = "actuals"


def read_actuals_file(path: Path) -> dict[str, Actual]:
    """Actual values by 三级指标. A name without a value is left out: there is none yet. Raises
    UnreadableInput with every fault."""
    return read_actuals_bytes(load_bytes(path), path)


def read_actuals_bytes(data: bytes, path: Path) -> dict[str, Actual]:
    """The same from bytes. path: what to call them."""
    path = shown_path(path)
    raw = _read_workbook(data, path) if is_workbook(data) else _read_toml(data, path)
    return read_actuals({name: entry for name, entry in raw.items() if not _is_blank(entry)})


def read_unit_actuals(data: bytes, path: Path) -> dict[tuple[str, str], dict[str, Actual]] | None:
    """Actual values of many units from one workbook with a column for the unit (and the project): by their
    names. None for what has no such column. Raises UnreadableInput with every fault."""
    path = shown_path(path)
    if not (is_workbook(data) or is_other_table(data, path)):
        return None
    from formgen.sources.books import load_book  # a workbook library, which a check of TOML does not need

    sheets = [_Sheet(grid) for grid in load_book(data, path).sheets if not grid.hidden]
    with_units = [sheet for sheet in sheets if "unit" in sheet.columns]
    if not with_units:
        return None
    units: dict[tuple[str, str], dict[str, object]] = {}
    for sheet in with_units:
        for unit, entries in sheet.read_by_unit().items():
            before = units.setdefault(unit, {})
            twice = [Fault(say.TWICE.format(name=name), " ".join(unit)) for name in entries if name in before]
            if twice:
                raise UnreadableInput(say.FAULTY, twice)
            before |= entries
    return {
        unit: read_actuals({name: entry for name, entry in entries.items() if not _is_blank(entry)})
        for unit, entries in units.items()
    }


def is_actuals_workbook(data: bytes, path: Path) -> bool:
    """Whether a workbook is one of actual values and nothing else: by the heads of its sheets. Raises
    UnreadableInput for a workbook that cannot be opened."""
    from formgen.sources.grid import load_sheets
    from formgen.sources.guard import check_workbook_zip

    check_workbook_zip(data, path)
    sheets = load_sheets(data, path).sheets
    return any(_Sheet(grid, usual_only=True).columns for grid in sheets)


def is_actuals_table(tables: Mapping[str, object]) -> bool:
    """Whether a TOML file's tables are those of a file of actual values: a declaration may carry them too,
    beside its indicators."""
    return isinstance(tables.get(TABLE), dict) and "indicators" not in tables


def actuals_toml(declaration: Declaration, profile: Profile) -> str:
    """A TOML with every indicator that is scored, to fill in."""
    lines = [*(f"# {line}" for line in say.TOML_HEAD.splitlines()), f"[{TABLE}]"]
    for row, name in _names(declaration, profile):
        lines += [f"# {_describe(row)}", toml_line(name, "")]
    return "\n".join(lines) + "\n"


def actuals_workbook(declaration: Declaration, profile: Profile) -> bytes:
    """The same as a form: title, unit and year, one row per indicator with 指标值, 计量单位 and 分值 beside
    it for reference, and the answers that its rule takes as a list or in a prompt."""
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from formgen.books.package import finish_package
    from formgen.books.writer import CREATED
    from formgen.fill.marks import mark_workbook
    from formgen.fill.sheet_style import Look, set_up_page

    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = say.SHEET
    look = Look(profile.fonts)
    rows = list(_names(declaration, profile))
    _write_top(sheet, look, declaration, profile)
    for number, (row, name) in enumerate(rows, 1):
        line = _HEAD_LINE + number
        _write_line(sheet, look, line, _cells(number, row, name), profile)
        _guide(sheet, f"{_VALUE_COLUMN}{line}", row)
    set_up_page(sheet, profile.page, len(say.HEADS), _HEAD_LINE + len(rows), (1, _HEAD_LINE))
    sheet.page_setup.orientation = "landscape"
    sheet.freeze_panes = f"C{_HEAD_LINE + 1}"
    mark_workbook(book, KIND)
    stream = BytesIO()
    book.save(stream)
    return finish_package(stream.getvalue(), CREATED)


def _write_top(sheet: Worksheet, look: Look, declaration: Declaration, profile: Profile) -> None:
    """Title, unit and year over all columns, then the heads."""
    from openpyxl.cell.cell import Cell
    from openpyxl.utils import get_column_letter

    from formgen.fill.sheet_style import column_width, put_text

    unit = say.UNIT_LINE.format(department=declaration.department.name, year=declaration.year_text)
    for line, text, name in ((1, say.FORM_TITLE, look.title), (2, unit, look.year)):
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(say.HEADS))
        cell = sheet.cell(line, 1)
        assert isinstance(cell, Cell)
        put_text(cell, text, say.SHEET)
        look.apply(cell, name)
        sheet.row_dimensions[line].height = _TOP_HEIGHTS[line]
    _write_line(sheet, look, _HEAD_LINE, say.HEADS, profile)
    for number, width in enumerate(say.WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column_width(Decimal(width))


def _write_line(sheet: Worksheet, look: Look, line: int, texts: Sequence[str], profile: Profile) -> None:
    from openpyxl.cell.cell import Cell

    from formgen.fill.sheet_style import GrowingRow, put_text

    for number, text in enumerate(texts, 1):
        cell = sheet.cell(line, number)
        assert isinstance(cell, Cell)
        if text:
            put_text(cell, text, say.HEADS[number - 1])
        narrow = say.WIDTHS[number - 1] < _NARROW
        look.apply(cell, look.head if line == _HEAD_LINE else look.centre if narrow else look.left)
    sheet.row_dimensions[line] = GrowingRow(sheet, line, ht=_row_height(texts, profile))


def _guide(sheet: Worksheet, address: str, row: RowRule) -> None:
    """What the row's rule takes: a list to choose from where it fits one, and always a prompt. Other
    answers are let in: people write what their tables hold, and reading tells."""
    from openpyxl.worksheet.datavalidation import DataValidation

    options, prompt = answers_of(row)
    listed = ",".join(options)
    fits = (
        bool(options)
        and len(listed) <= _LONGEST_LIST
        and not any(sign in option for option in options for sign in ',"')
    )
    guide = DataValidation(
        type="list" if fits else None,
        formula1=f'"{listed}"' if fits else None,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=say.PROMPT_TITLE,
        prompt=prompt[:_LONGEST_PROMPT],
    )
    sheet.add_data_validation(guide)
    guide.add(address)


def answers_of(row: RowRule) -> tuple[list[str], str]:
    """The answers a person chooses from, [] where one is written; and the prompt that says so."""
    rule, facts = row.rule, row.facts
    if rule is None:
        return [], say.PROMPT_POINTS
    if isinstance(rule, Tiers | TierRange):
        labels = [tier.label for tier in rule.tiers]
        sentence = say.PROMPT_RANGE if isinstance(rule, TierRange) else say.PROMPT_TIER
        return labels, sentence.format(labels=say.LABELS.join(labels))
    if isinstance(rule, Checklist):
        return [], say.PROMPT_TICKS.format(labels=say.LABELS.join(item.label for item in rule.items))
    if isinstance(rule, YesNo | Discretionary) and facts.number is None and facts.deadline is None:
        return list(say.YES_NO), say.PROMPT_YES_NO
    if facts.deadline is not None:
        return [], say.PROMPT_DAY
    return [], say.PROMPT_NUMBER.format(unit=facts.unit or say.NO_UNIT)


def _cells(number: int, row: RowRule, name: str) -> tuple[str, ...]:
    """A row to fill in, in the order of the heads."""
    indicator = row.indicator
    worded = indicator.operator == Operator.QUALITATIVE
    target = f"{'' if worded else indicator.operator} {indicator.target}".replace("\n", " ").strip()
    points = "" if row.points is None else f"{row.points:f}"
    return (f"{number}", name, target, indicator.unit, points, "", "", "")


def _row_height(texts: Sequence[str], profile: Profile) -> float:
    from formgen.fill.sheet_style import lines_height, text_lines

    size = profile.fonts.body.size
    pairs = zip(texts, say.WIDTHS, strict=True)
    return lines_height(1 + max(text_lines(text, Decimal(width), size) for text, width in pairs), size)


def _names(declaration: Declaration, profile: Profile) -> Iterator[tuple[RowRule, str]]:
    """Scored rows with the name that means only them: with the 二级指标 where the name repeats, and with
    their place in the form where that repeats too."""
    rows = [row for row in resolve_rules(declaration, profile) if row.counted]
    names = Counter(row.indicator.level3 for row in rows)
    paths = Counter((row.level2, row.indicator.level3) for row in rows)
    for row in rows:
        name = row.indicator.level3
        if names[name] > 1:
            name = f"{row.level2}/{name}"
        if paths[row.level2, row.indicator.level3] > 1:
            name += NTH_ROW.format(number=row.index + 1)
        yield row, name


def _describe(row: RowRule) -> str:
    points = say.UNKNOWN if row.points is None else f"{row.points:f}"
    return say.ROW.format(level2=row.level2, target=_target(row), points=points)


def _target(row: RowRule) -> str:
    indicator = row.indicator
    return f"{indicator.operator} {indicator.target} {indicator.unit}".replace("\n", " ").strip()


def _is_blank(entry: object) -> bool:
    if isinstance(entry, dict):
        return entry.get("value", "") == "" and "points" not in entry
    return entry == ""


def _read_toml(data: bytes, path: Path) -> dict[str, object]:
    from formgen.declaration.toml_faults import decode_toml
    from formgen.sources.toml import parse_toml

    tables = parse_toml(decode_toml(data, path), path)
    raw = tables.pop(TABLE, None)
    if not isinstance(raw, dict) or tables:
        raise UnreadableInput(say.NO_TABLE.format(path=path))
    return raw


def _read_workbook(data: bytes, path: Path) -> dict[str, object]:
    from formgen.sources.grid import load_sheets
    from formgen.sources.guard import check_workbook_zip

    check_workbook_zip(data, path)
    for grid in load_sheets(data, path).sheets:
        sheet = _Sheet(grid)
        if sheet.columns:
            return sheet.read()
    raise UnreadableInput(say.NO_COLUMNS.format(path=path, columns="、".join(say.REQUIRED_COLUMNS)))


class _Sheet:
    """A sheet of actual values: found by its column heads, read row by row."""

    def __init__(self, grid: object, *, usual_only: bool = False) -> None:
        from formgen.sources.grid import Grid
        from formgen.sources.labels import plain_label

        assert isinstance(grid, Grid)
        self._grid = grid
        self._head, self.columns = 0, dict[str, int]()
        for row, columns in grid.rows.items():
            plain = {plain_label(grid.text(row, column) or ""): column for column in columns}
            keys = {say.COLUMNS.get(head): column for head, column in plain.items()}
            for key, heads in {} if usual_only else say.OTHER_HEADS.items():
                other = next((plain[head] for head in heads if head in plain), None)
                if key not in keys and other is not None:
                    keys[key] = other
            if {"name", "value"} <= set(keys):
                for head in say.UNIT_HEADS:
                    if head in plain:
                        keys["unit"] = plain[head]
                if say.UNIT_OF_MEASURE in plain and say.UNIT_ALONE in plain:
                    keys["unit"] = plain[say.UNIT_ALONE]
                self._head, self.columns = row, {key: column for key, column in keys.items() if key}
                return

    def read(self) -> dict[str, object]:
        """Entries by name. Raises UnreadableInput with every cell that can't be read, and for a workbook of
        many units."""
        units = self.read_by_unit()
        if len(units) > 1:
            raise UnreadableInput(say.MANY_UNITS.format(count=len(units)))
        return next(iter(units.values()), {})

    def read_by_unit(self) -> dict[tuple[str, str], dict[str, object]]:
        """Entries by unit and project, each "" without such a column. A blank cell of these means the one
        above. Raises as `read`."""
        faults: list[Fault] = []
        units: dict[tuple[str, str], dict[str, object]] = {}
        unit = project = ""
        for row in (row for row in self._grid.rows if row > self._head):
            entry: dict[str, object] = {}
            for key, column in self.columns.items():
                try:
                    entry[key] = self._value(row, column)
                except _Unreadable as problem:
                    faults.append(Fault(str(problem), self._grid.place(row, column)))
            name = str(entry.pop("name", "")).strip()
            above, unit = unit, str(entry.pop("unit", "")).strip() or unit
            project = str(entry.pop("project", "")).strip() or (project if unit == above else "")
            if name and "unit" in self.columns and not unit:
                faults.append(Fault(say.NO_UNIT_NAME, self._grid.place(row, self.columns["unit"])))
            entries = units.setdefault((unit, project), {}) if name else {}
            if not name and any(value != "" for value in entry.values()):
                faults.append(Fault(say.NO_NAME, self._grid.place(row, self.columns["name"])))
            elif name in entries:
                faults.append(Fault(say.TWICE.format(name=name), self._grid.place(row, self.columns["name"])))
            elif name:
                entries[name] = {key: value for key, value in entry.items() if value != ""} or ""
        if faults:
            raise UnreadableInput(say.FAULTY, faults)
        return units

    def _value(self, row: int, column: int) -> object:
        from formgen.sources.gather import raw_value
        from formgen.sources.grid import State

        cell = self._grid.cells.get((row, column))
        if cell is None:
            return ""
        if cell.state is State.NO_CACHED_VALUE:
            raise _Unreadable(reading.NO_CACHED_VALUE_HINT)
        if cell.state is not State.VALUE:
            raise _Unreadable(say.ERROR_VALUE.format(text=cell.value))
        if isinstance(cell.value, bool | str | datetime | date):
            return cell.value
        if not isinstance(cell.value, int | float):
            raise _Unreadable(say.NO_TIME)
        return raw_value(cell, numeric=True)


class _Unreadable(Exception):
    """A cell that can't be read, and why."""
