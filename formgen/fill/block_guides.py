"""Guides on a sheet of any blocks: lists, prompts, marks on what must be filled in and is empty.

Comes in: the sheet and the areas that people fill in. Goes out: the same sheet, with validations and
conditional formats. Nothing here changes a value, and nothing forbids one but an operator that no form knows.
"""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from formgen.books.palette import FILLS, without_hash
from formgen.declaration.profile import Profile
from formgen.fill.block_cells import Area
from formgen.fill.guides import MOST_PROMPT, MOST_TITLE
from formgen.fill.help_sheets import how_to_fill, list_options
from formgen.messages import workbook as say


def add_guides(sheet: Worksheet, profile: Profile, areas: Iterable[Area]) -> None:
    """Lists, prompts and marks on every area."""
    options = list_options(profile)
    for area in areas:
        rule = _rule(area, options)
        how, example = how_to_fill(area.spec, area.role or area.key, area.unit, listed=bool(profile.taxonomy))
        if how:
            text = say.PROMPT_EXAMPLE.format(how=how, example=example) if example else how
            rule.showInputMessage = True
            rule.promptTitle = area.spec.label[:MOST_TITLE]
            rule.prompt = text if len(text) <= MOST_PROMPT else how[:MOST_PROMPT]
        if how or rule.type == "list":
            rule.add(_address(area))
            sheet.add_data_validation(rule)
        if (area.spec.required or area.spec.star) and area.role != "unit":
            _mark_empty(sheet, area)


def _address(area: Area) -> str:
    first, last = (get_column_letter(column) for column in area.columns)
    return f"{first}{area.rows[0]}:{last}{area.rows[1]}"


def _rule(area: Area, options: dict[str, list[str]]) -> DataValidation:
    items = options.get(area.role)
    if not items:
        return DataValidation(allow_blank=True)
    letter = get_column_letter(list(options).index(area.role) + 1)
    strict = area.role == "operator"
    return DataValidation(
        type="list",
        formula1=f"'{say.OPTIONS_SHEET}'!${letter}$1:${letter}${len(items)}",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="stop" if strict else "warning",
        error=say.PICK if strict else say.UNUSUAL,
        errorTitle=area.spec.label[:MOST_TITLE],
    )


def _mark_empty(sheet: Worksheet, area: Area) -> None:
    """Colour what must be filled in and is empty: a field at once, a cell of a table as soon as its row is
    begun. A group's cell may be empty: it means the label above; only where there is none it is told."""
    letter, row = get_column_letter(area.columns[0]), area.rows[0]
    empty = f"LEN(TRIM(${letter}{row}))=0"
    if area.group:
        empty = f"COUNTA(${letter}${row}:${letter}{row})=0"
    if area.begun:
        left, right = (get_column_letter(column) for column in area.begun)
        empty = f"AND(COUNTA(${left}{row}:${right}{row})>0,{empty})"
    fill = PatternFill(bgColor=without_hash(FILLS["todo"]), fill_type="solid")
    sheet.conditional_formatting.add(
        _address(area), Rule(type="expression", dxf=DifferentialStyle(fill=fill), formula=[empty])
    )
