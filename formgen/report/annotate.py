"""A copy of a workbook with the offending cells coloured and commented.

Comes in: the workbook's bytes and its reviews. Goes out: the copy's bytes. Called by `formgen check
--annotate`. Values, formulas and layout stay as they are; findings without a cell of their own stand on
an added sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.declaration.findings import Finding, Severity
from formgen.messages import report as say
from formgen.report import FiledReview
from formgen.report.sheet import FILLS, put_value

_COMMENT_WIDTH, _LINE_HEIGHT, _LINE_CHARACTERS = 320, 18, 22
_MOST_COMMENT = 8000
"""Characters; spreadsheets refuse far longer ones."""


def annotate_workbook(data: bytes, filed: Sequence[FiledReview], *, macros: bool = False) -> bytes:
    """The annotated copy. data: a workbook that was read without a fault of its zip. macros: keep them,
    for .xlsm."""
    book = openpyxl.load_workbook(BytesIO(data), keep_vba=macros)
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
    return stream.getvalue()


def _find_cell(book: Workbook, place: str) -> tuple[str, str] | None:
    """申报表!G15 → sheet and cell; None where the place names no cell of this workbook."""
    sheet, mark, address = place.rpartition("!")
    if not mark or sheet not in book.sheetnames:
        return None
    try:
        column, row, last_column, last_row = range_boundaries(address)
    except ValueError:
        return None
    if (column, row) != (last_column, last_row) or column is None or row is None:
        return None
    return sheet, _top_left(book[sheet], column, row)


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
    cell.fill = PatternFill("solid", fgColor=FILLS[worst.value])
    text = "\n".join(_comment(finding) for finding in findings)
    if cell.comment is not None:  # what a person wrote there stays
        text = f"{cell.comment.text}\n{text}"
    comment = Comment(text[:_MOST_COMMENT], say.COMMENT_AUTHOR)
    lines = sum(1 + len(line) // _LINE_CHARACTERS for line in text.split("\n"))
    comment.width, comment.height = _COMMENT_WIDTH, _LINE_HEIGHT * (lines + 1)
    cell.comment = comment


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
        put_value(sheet.cell(1, column), head)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, finding in enumerate(findings, start=2):
        values = (say.SEVERITIES[finding.severity], finding.id, finding.place, finding.message, finding.hint)
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number, column)
            put_value(cell, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.cell(number, 1).fill = PatternFill("solid", fgColor=FILLS[finding.severity.value])


def _free_name(book: Workbook) -> str:
    name, number = say.ANNOTATION_SHEET, 1
    while name in book.sheetnames:
        number += 1
        name = f"{say.ANNOTATION_SHEET}{number}"
    return name
