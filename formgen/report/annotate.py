"""A copy of a workbook with the offending cells coloured and commented.

Comes in: the workbook's bytes and its reviews. Goes out: the copy's bytes, the same on every day. Values,
formulas and layout stay as they are; findings without a cell of their own stand on an added sheet.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.books.cell_text import fit_text, looks_like_formula
from formgen.books.package import finish_package
from formgen.books.palette import FILLS, without_hash
from formgen.books.writer import CREATED
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.places import Place
from formgen.messages import report as say
from formgen.messages.books import REVIEW
from formgen.report import FiledReview

_CORE = "docProps/core.xml"
_COMMENT_WIDTH, _LINE_HEIGHT, _LINE_CHARACTERS = 320, 18, 22
_MOST_COMMENT = 8000
"""Characters; spreadsheets refuse far longer ones."""


def annotate_workbook(data: bytes, filed: Sequence[FiledReview], *, macros: bool = False) -> bytes:
    """The annotated copy. data: a workbook that was read without a fault of its zip. macros: keep them,
    for .xlsm."""
    book = openpyxl.load_workbook(BytesIO(data), keep_vba=macros, rich_text=True)
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    homeless = []
    for item in filed:
        for finding in item.review.findings:
            spot = _find_cell(book, finding.place)
            if spot is None:
                homeless.append(finding)
            else:
                by_cell[spot].append(finding)
    for (sheet, address), findings in by_cell.items():
        _mark_cell(book[sheet], address, findings)
    if homeless:
        _write_homeless(book, homeless)
    stream = BytesIO()
    book.save(stream)
    return finish_package(stream.getvalue(), CREATED, keep_created=_says_when(data))


def _says_when(data: bytes) -> bool:
    """True where the workbook says when it was made; else openpyxl takes the present moment."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return _CORE in package.namelist() and b":created" in package.read(_CORE)


def _find_cell(book: Workbook, place: str) -> tuple[str, str] | None:
    """申报表!G15 → sheet and cell; None where the place names no cell of this workbook."""
    found = Place.parse(place)
    if found.column_and_row is None or found.sheet not in book.sheetnames:
        return None
    letters, row = found.column_and_row
    return found.sheet, _top_left(book[found.sheet], column_index_from_string(letters), row)


def _top_left(sheet: Worksheet, column: int, row: int) -> str:
    """The cell that a merged area shows."""
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            row, column = area.min_row, area.min_col
            break
    return f"{get_column_letter(column)}{row}"


def _mark_cell(sheet: Worksheet, address: str, findings: Sequence[Finding]) -> None:
    cell = sheet[address]
    worst = next(severity for severity in Severity if any(item.severity is severity for item in findings))
    cell.fill = _fill(worst)
    text = "\n".join(_comment(finding) for finding in findings)
    if cell.comment is not None:  # what a person wrote there stays
        text = f"{cell.comment.text}\n{text}"
    comment = Comment(fit_text(text, _MOST_COMMENT, REVIEW), say.COMMENT_AUTHOR)
    lines = sum(1 + len(line) // _LINE_CHARACTERS for line in text.split("\n"))
    comment.width, comment.height = _COMMENT_WIDTH, _LINE_HEIGHT * (lines + 1)
    cell.comment = comment


def _fill(severity: Severity) -> PatternFill:
    return PatternFill("solid", fgColor=without_hash(FILLS[severity.value]))


def _put_text(cell: Cell | MergedCell, text: str) -> None:
    """A text stays one, even when it begins like a formula."""
    cell.value = fit_text(text, where=REVIEW)
    cell.data_type = "s"
    cell.quotePrefix = looks_like_formula(text)


def _comment(finding: Finding) -> str:
    text = say.COMMENT.format(
        severity=say.SEVERITIES[finding.severity], id=finding.id, message=finding.message
    )
    return f"{text}\n{say.COMMENT_HINT.format(hint=finding.hint)}" if finding.hint else text


def _write_homeless(book: Workbook, findings: Sequence[Finding]) -> None:
    sheet = book.create_sheet(_free_name(book))
    for column, (head, width) in enumerate(
        zip(say.ANNOTATION_HEADS, say.ANNOTATION_WIDTHS, strict=True), start=1
    ):
        _put_text(sheet.cell(1, column), head)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, finding in enumerate(findings, start=2):
        values = (say.SEVERITIES[finding.severity], finding.id, finding.place, finding.message, finding.hint)
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number, column)
            _put_text(cell, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.cell(number, 1).fill = _fill(finding.severity)


def _free_name(book: Workbook) -> str:
    name, number = say.ANNOTATION_SHEET, 1
    while name in book.sheetnames:
        number += 1
        name = f"{say.ANNOTATION_SHEET}{number}"
    return name
