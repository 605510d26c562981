"""Declaration → workbook that looks like the form; what `sources.xlsx` reads back as an equal one.

Comes in: a profile, and a Declaration or None for a blank. Goes out: the bytes of an xlsx, the same on
every day. Called by `formgen new`, `formgen extract` and `formgen split`; files are written elsewhere.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from operator import attrgetter

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from formgen.declaration.model import Declaration, Indicator
from formgen.declaration.profile import Profile
from formgen.declaration.toml import inline_table
from formgen.fill.help_sheets import EXTRA_COLUMNS, list_options, write_help, write_options
from formgen.fill.sheet_style import (
    Look,
    column_width,
    lines_height,
    protect,
    put_text,
    set_up_page,
    style_area,
    text_lines,
)
from formgen.messages import reading
from formgen.messages import workbook as say
from formgen.sources.grid import PROFILE_PROPERTY
from formgen.sources.shown import SPREADSHEET_DIGITS

FACT_LABEL_COLUMNS = 2
BLANK_ROWS = 3
FEWEST_LINES = 2
SLACK_ROWS = 300
"""Rows under the table where the drop-down lists still work."""

_OTHER_FACTS = (
    "department.code", "department.contact", "department.phone", "filing.date", "filing.preparer",
    "filing.head", "archive.fonds", "archive.retention", "archive.item",
)  # fmt: skip
_STAMP = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row to write. cells: key → value; "" for an empty cell."""

    level1: str
    level2: str
    cells: dict[str, object]


def workbook_bytes(profile: Profile, declaration: Declaration | None = None) -> bytes:
    """The workbook. Raises ResultNotWritten for a text that no cell can hold."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = say.FORM_SHEET
    _FormWriter(sheet, profile, declaration).write()
    write_options(book, profile)
    write_help(book, profile)
    book.custom_doc_props.append(  # type: ignore[attr-defined]  # stubs are of 3.0
        StringProperty(name=PROFILE_PROPERTY, value=profile.id)
    )
    book.properties.title = profile.title
    book.properties.creator = declaration.department.name if declaration else profile.name
    book.properties.created = datetime(declaration.year if declaration else profile.year, 1, 1)
    stream = BytesIO()
    book.save(stream)
    return without_clock(stream.getvalue())


class _FormWriter:
    """Writes the form's sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, profile: Profile, declaration: Declaration | None) -> None:
        self.sheet = sheet
        self.profile = profile
        self.declaration = declaration
        self.look = Look(profile.fonts)
        self.last = len(profile.columns)
        self.row = 0

    def write(self) -> None:
        for number, column in enumerate(self.profile.columns, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = column_width(column.width)
        protect(self.sheet, columns=self.last + len(EXTRA_COLUMNS))
        year = self.declaration.year_text if self.declaration else self.profile.year
        self._banner(self.profile.title, self.look.title, self.profile.fonts.title.size * 2)
        self._banner(self.profile.year_line.format(year=year), self.look.year, Decimal(20))
        for fact in self.profile.facts:
            text = _fact_text(self.declaration, fact.key) if self.declaration else ""
            self._fact(fact.heading, fact.key, text)
        self._banner(self.profile.table_heading, self.look.head, Decimal(22))
        self._heads()
        head_rows = (self.row - 1, self.row)
        first = self.row + 1
        self._table()
        self._lists(first)
        set_up_page(self.sheet, self.profile.page, self.last, self.row, head_rows)
        self._others()

    def _banner(self, text: str, look: str, height: Decimal) -> None:
        self.row += 1
        self._put(1, text, look, field="")
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=self.last)
        style_area(self.sheet, self.look, (self.row, 1, self.row, self.last), look)
        self.sheet.row_dimensions[self.row].height = float(height)

    def _fact(self, label: str, key: str, text: str) -> None:
        self.row += 1
        split = FACT_LABEL_COLUMNS
        self._put(1, label, self.look.head, field="")
        self._put(split + 1, text, self.look.prose, field=key)
        self._merge(1, split)
        self._merge(split + 1, self.last)
        style_area(self.sheet, self.look, (self.row, 1, self.row, split), self.look.head)
        style_area(self.sheet, self.look, (self.row, split + 1, self.row, self.last), self.look.prose)
        width = sum((column.width for column in self.profile.columns[split:]), Decimal(0))
        lines = text_lines(text, width, self.profile.fonts.prose.size)
        fewest = 1 if key == "department.name" else 3
        height = lines_height(max(lines, fewest), self.profile.fonts.prose.size)
        self.sheet.row_dimensions[self.row].height = height

    def _heads(self) -> None:
        self.row += 1
        headings = [column.heading for column in self.profile.columns]
        extras = [reading.FIELD_LABELS[key] for key in EXTRA_COLUMNS]
        for number, heading in enumerate([*headings, *extras], 1):
            self._put(number, heading, self.look.head, field="")
        style_area(self.sheet, self.look, (self.row, 1, self.row, self.last), self.look.head)
        extra = (self.row, self.last + 1, self.row, self.last + len(extras))
        style_area(self.sheet, self.look, extra, self.look.aside_head)
        self.sheet.row_dimensions[self.row].height = 30

    def _table(self) -> None:
        rows = _rows_of(self.declaration) if self.declaration else _blank_rows(self.profile)
        first = self.row + 1
        for index, row in enumerate(rows):
            self.row += 1
            self._table_row(row, f"indicators[{index}]")
        if self.row < first:
            return
        for number, column in enumerate(self.profile.columns, 1):
            look = self.look.centre if column.align == "center" else self.look.left
            style_area(self.sheet, self.look, (first, number, self.row, number), look)
        aside = (first, self.last + 1, self.row, self.last + len(EXTRA_COLUMNS))
        style_area(self.sheet, self.look, aside, self.look.aside)
        self._merge_levels(rows, first)

    def _table_row(self, row: _Row, path: str) -> None:
        keys = [column.key for column in self.profile.columns] + list(EXTRA_COLUMNS)
        most = 1
        for number, key in enumerate(keys, 1):
            value = row.cells.get(key, "")
            self._put(number, value, self.look.left, field=f"{path}.{key}")
            if number <= self.last and key not in ("level1", "level2"):
                width = self.profile.columns[number - 1].width
                most = max(most, text_lines(str(value), width, self.profile.fonts.body.size))
        most = max(most, FEWEST_LINES)
        self.sheet.row_dimensions[self.row].height = lines_height(most, self.profile.fonts.body.size)

    def _merge_levels(self, rows: Sequence[_Row], first: int) -> None:
        keys = [column.key for column in self.profile.columns]
        runs = {"level1": lambda row: row.level1, "level2": lambda row: (row.level1, row.level2)}
        for key, same in runs.items():
            number = keys.index(key) + 1
            top = first
            for _, run in groupby(rows, same):
                bottom = top + len(list(run)) - 1
                if bottom > top:
                    self.sheet.merge_cells(
                        start_row=top, end_row=bottom, start_column=number, end_column=number
                    )
                top = bottom + 1

    def _lists(self, first: int) -> None:
        """Drop-down lists; their items stand on the hidden sheet."""
        keys = [column.key for column in self.profile.columns]
        for number, (key, items) in enumerate(list_options(self.profile).items(), 1):
            letter = get_column_letter(number)
            source = f"'{say.OPTIONS_SHEET}'!${letter}$1:${letter}${len(items)}"
            strict = key == "operator"
            rule = DataValidation(
                type="list",
                formula1=source,
                allow_blank=True,
                showErrorMessage=True,
                errorStyle="stop" if strict else "warning",
                error=say.PICK if strict else say.UNUSUAL,
                errorTitle=self.profile.label(key),
            )
            column = get_column_letter(keys.index(key) + 1)
            rule.add(f"{column}{first}:{column}{self.row + SLACK_ROWS}")
            self.sheet.add_data_validation(rule)

    def _others(self) -> None:
        """What the form has no place for, under it and outside the printed area."""
        if self.declaration is None:
            return
        texts = {key: _fact_text(self.declaration, key) for key in _OTHER_FACTS}
        filled = {key: text for key, text in texts.items() if text}
        if not filled:
            return
        self.row += 2
        self._put(1, reading.OTHER_HEADING, self.look.aside, field="")
        for key, text in filled.items():
            self.row += 1
            self._put(1, reading.FIELD_LABELS[key], self.look.aside, field="")
            self._put(FACT_LABEL_COLUMNS + 1, text, self.look.aside, field=key)

    def _merge(self, first: int, last: int) -> None:
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=first, end_column=last)

    def _put(self, column: int, value: object, look: str, *, field: str) -> None:
        cell = self.sheet.cell(self.row, column)
        assert isinstance(cell, Cell)
        if isinstance(value, Decimal) and len(value.as_tuple().digits) <= SPREADSHEET_DIGITS:
            cell.value = value
        elif value != "":
            text = f"{value:f}" if isinstance(value, Decimal) else str(value)
            put_text(cell, text, self.profile.label(field))
        self.look.apply(cell, look)
        if isinstance(value, Decimal):
            cell.number_format = _number_format(value)
        elif field.endswith(".operator"):
            cell.number_format = "@"  # "=" picked from the list is no formula


def _fact_text(declaration: Declaration, key: str) -> str:
    return str(attrgetter(key)(declaration))


def _rows_of(declaration: Declaration) -> list[_Row]:
    return [
        _Row(item.level1, item.level2, _cells(item, first=index == 0))
        for index, item in enumerate(declaration.indicators)
    ]


def _cells(item: Indicator, *, first: bool) -> dict[str, object]:
    """The cells of a row. An empty 一级 or 二级 is written as a blank: an empty cell would mean the
    label above."""
    cells: dict[str, object] = {key: "" if value is None else value for key, value in item}
    for key in ("level1", "level2"):
        if cells[key] == "" and not first:
            cells[key] = " "
    cells["operator"] = str(item.operator)
    cells["rule"] = inline_table(item.rule) if isinstance(item.rule, dict) else item.rule or ""
    return cells


def _blank_rows(profile: Profile) -> list[_Row]:
    return [
        _Row(level1, level2, {"level1": level1, "level2": level2} if number == 0 else {})
        for level1, names in profile.taxonomy.items()
        for level2 in names
        for number in range(BLANK_ROWS)
    ]


def _number_format(number: Decimal) -> str:
    """As many places as declared."""
    exponent = number.as_tuple().exponent
    return f"0.{'0' * -exponent}" if isinstance(exponent, int) and exponent < 0 else "General"


def without_clock(data: bytes) -> bytes:
    """The same zip with every date fixed: openpyxl stamps the moment of saving into it."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                created = re.search(rb"<dcterms:created[^>]*>([^<]*)", content)
                content = _STAMP.sub(rb"\g<1>" + (created.group(1) if created else b""), content)
            info = zipfile.ZipInfo(member.filename, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, content)
    return stream.getvalue()
