"""What guides the hand that fills in the workbook: drop-down lists, prompts, marks on what is still empty,
the sum of the points.

Comes in: the form's sheet with its rows. Goes out: the same sheet, with validations and conditional formats.
Nothing here changes a value, and nothing forbids one but an operator that no form knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from formgen.books.palette import FILLS, without_hash
from formgen.declaration.profile import Profile
from formgen.fill.help_sheets import EXTRA_COLUMNS, list_options
from formgen.fill.sheet_style import Look, style_area
from formgen.messages import workbook as say

SLACK_ROWS = 300
"""Rows under the table of a blank where lists, prompts and marks still work."""

YEAR_ROW = 2
MOST_PROMPT, MOST_TITLE = 255, 32
"""Characters that a prompt and its title hold; the format's limits."""


class Guides:
    """The guides of one sheet. rows: first and last row of the table."""

    def __init__(
        self, sheet: Worksheet, profile: Profile, look: Look, rows: tuple[int, int], *, blank: bool
    ) -> None:
        self.sheet = sheet
        self.profile = profile
        self.look = look
        self.first = rows[0]
        self.last = max(rows[1], rows[0]) + (SLACK_ROWS if blank else 0)
        self.keys = [column.key for column in profile.columns] + list(EXTRA_COLUMNS)

    def add(self, facts: Mapping[str, int]) -> None:
        """Lists, prompts and marks. facts: fact → its row."""
        options = list_options(self.profile)
        for number, (key, items) in enumerate(options.items(), 1):
            if key in self.keys:
                letter = get_column_letter(number)
                source = f"'{say.OPTIONS_SHEET}'!${letter}$1:${letter}${len(items)}"
                self._validate(self._list(key, source), key, self._column(key))
        for key in self.keys:
            if key not in options:
                self._validate(DataValidation(allow_blank=True), key, self._column(key))
        for key, row in facts.items():
            self._validate(DataValidation(allow_blank=True), key, self._fact_value(row))
        self._validate(DataValidation(allow_blank=True), "year", f"A{YEAR_ROW}")
        self._mark_empty(facts)

    def add_sum(self, row: int, points: Sequence[object]) -> dict[str, str]:
        """The sum of 分值 above its head, red while it is not the form's total; where it stands, and what
        it is now."""
        column = self.keys.index("points") + 1
        letter = get_column_letter(column)
        cell = self.sheet.cell(row, column)
        assert isinstance(cell, Cell)
        cell.value = f"=SUM({letter}{self.first}:{letter}{self.last})"
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=len(self.keys))
        style_area(self.sheet, self.look, (row, column, row, len(self.keys)), self.look.aside_head)
        cell.number_format = say.SUM_FORMAT
        total = f"{self.profile.scoring.total:f}"
        at = f"${letter}${row}"
        self._colour(cell.coordinate, f"AND({at}<>0,ROUND({at}-{total},6)<>0)", "error")
        self._colour(cell.coordinate, f"ROUND({at}-{total},6)=0", "good")
        known = [value for value in points if isinstance(value, Decimal)]
        return {cell.coordinate: f"{sum(known, Decimal(0)):f}"}

    def _list(self, key: str, source: str) -> DataValidation:
        strict = key == "operator"
        return DataValidation(
            type="list",
            formula1=source,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="stop" if strict else "warning",
            error=say.PICK if strict else say.UNUSUAL,
            errorTitle=self.profile.label(key),
        )

    def _validate(self, rule: DataValidation, key: str, area: str) -> None:
        """Add a validation with the prompt of its field."""
        how, example = say.HELP_ROWS.get(key, ("", ""))
        if how:
            text = say.PROMPT_EXAMPLE.format(how=how, example=example) if example else how
            rule.showInputMessage = True
            rule.promptTitle = self.profile.label(key)[:MOST_TITLE]
            rule.prompt = text if len(text) <= MOST_PROMPT else how
        if how or rule.type == "list":
            rule.add(area)
            self.sheet.add_data_validation(rule)

    def _column(self, key: str) -> str:
        letter = get_column_letter(self.keys.index(key) + 1)
        return f"{letter}{self.first}:{letter}{self.last}"

    def _fact_value(self, row: int) -> str:
        return f"C{row}:{get_column_letter(len(self.profile.columns))}{row}"

    def _mark_empty(self, facts: Mapping[str, int]) -> None:
        """Colour what must be filled in and is empty: a fact at once, a cell of the table as soon as its
        row is begun."""
        for fact in self.profile.facts:
            if fact.star or fact.required:
                row = facts[fact.key]
                self._colour(self._fact_value(row), f"LEN(TRIM($C${row}))=0", "todo")
        first = self.first
        own = [key for key in self.keys[: len(self.profile.columns)] if key not in ("level1", "level2")]
        left, right = (get_column_letter(self.keys.index(key) + 1) for key in (own[0], own[-1]))
        begun = f"COUNTA(${left}{first}:${right}{first})>0"
        for column in self.profile.columns:
            if column.star or column.required:
                letter = get_column_letter(self.keys.index(column.key) + 1)
                # An empty 一级 or 二级 means the label above.
                empty = (
                    f"LEN(TRIM({letter}{first}))=0"
                    if column.key in own
                    else f"COUNTA({letter}${first}:{letter}{first})=0"
                )
                self._colour(self._column(column.key), f"AND({begun},{empty})", "todo")

    def _colour(self, area: str, formula: str, tone: str) -> None:
        fill = PatternFill(bgColor=without_hash(FILLS[tone]), fill_type="solid")
        self.sheet.conditional_formatting.add(
            area, Rule(type="expression", dxf=DifferentialStyle(fill=fill), formula=[formula])
        )
