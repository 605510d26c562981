"""The review as a workbook: one row per finding, a table of unit × check, and what was not checked.

Comes in: filed reviews. Goes out: the bytes of an xlsx. Called by `formgen check --format xlsx`. No text
is ever a formula, whatever it starts with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from formgen.checks import CHECKS
from formgen.declaration.findings import Severity
from formgen.messages import checks as names
from formgen.messages import report as say
from formgen.report import FiledReview

FILLS = {
    "error": "F8CBAD",
    "warning": "FFE699",
    "note": "DDEBF7",
    "good": "E2EFDA",
    "unknown": "EDEDED",
    "head": "D9D9D9",
}
_FONT = "宋体"
_HEAD_FONT = "黑体"
_CHECK_WIDTH = 11
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MOST_CHARACTERS = 32_767


def report_workbook(filed: Sequence[FiledReview]) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_findings(book.create_sheet(say.SHEET_FINDINGS), filed)
    _write_matrix(book.create_sheet(say.SHEET_MATRIX), filed)
    _write_not_checked(book.create_sheet(say.SHEET_NOT_CHECKED), filed)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def put_value(cell: Cell | MergedCell, value: object) -> None:
    """Write a number or a text; a text stays one, even when it begins like a formula."""
    if isinstance(value, int):
        cell.value = value
        return
    cell.value = _UNWRITABLE.sub("\ufffd", str(value))[:_MOST_CHARACTERS]
    cell.data_type = "s"
    cell.quotePrefix = str(value).startswith(("=", "+", "-", "@"))


def _write_findings(sheet: Worksheet, filed: Sequence[FiledReview]) -> None:
    _write_heads(sheet, say.FINDING_HEADS, say.FINDING_WIDTHS, frozen="A2")
    number = 0
    for item in filed:
        review = item.review
        for finding in review.findings:
            number += 1
            severity = finding.severity.value
            row = (
                number,
                item.label,
                review.department,
                say.VERDICTS[review.verdict],
                review.suggested_grade,
                say.SEVERITIES[severity],
                finding.id,
                names.TITLES.get(finding.id, ""),
                finding.place,
                finding.message,
                finding.hint,
                finding.source,
            )
            _write_row(sheet, number + 1, row)
            _fill(sheet.cell(number + 1, say.FINDING_HEADS.index(_SEVERITY_HEAD) + 1), severity)
    _finish(sheet, len(say.FINDING_HEADS), number + 1)


_SEVERITY_HEAD = say.FINDING_HEADS[5]


def _write_matrix(sheet: Worksheet, filed: Sequence[FiledReview]) -> None:
    heads = (*say.MATRIX_HEADS, *(f"{check_id}\n{names.TITLES[check_id]}" for check_id in CHECKS))
    widths = (*say.MATRIX_WIDTHS, *([_CHECK_WIDTH] * len(CHECKS)))
    _write_heads(sheet, heads, widths, frozen="C2")
    for number, item in enumerate(filed, start=2):
        review = item.review
        row = [item.label, review.department, say.VERDICTS[review.verdict], review.suggested_grade]
        marks = [_mark(item, check_id) for check_id in CHECKS]
        _write_row(sheet, number, (*row, *(mark for mark, _ in marks)))
        for column, (_, tone) in enumerate(marks, start=len(row) + 1):
            cell = sheet.cell(number, column)
            _fill(cell, tone)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    _finish(sheet, len(heads), len(filed) + 1)


def _mark(item: FiledReview, check_id: str) -> tuple[str, str]:
    """What a check says of a file, and the colour of its cell. A check that found something and could
    not be finished says both."""
    found = [finding.severity for finding in item.review.findings if finding.id == check_id]
    told = [
        say.COUNT.format(severity=say.SEVERITIES[severity], count=found.count(severity))
        for severity in Severity
        if severity in found
    ]
    unknown = item.review.verdict == "unreadable" or any(
        missing.id == check_id for missing in item.review.not_checked
    )
    if unknown:
        told.append(say.MATRIX_NOT_CHECKED)
    worst = next((severity.value for severity in Severity if severity in found), "")
    tone = worst or ("unknown" if unknown else "good")
    return say.MATRIX_SEPARATOR.join(told) or say.MATRIX_PASS, tone


def _write_not_checked(sheet: Worksheet, filed: Sequence[FiledReview]) -> None:
    _write_heads(sheet, say.NOT_CHECKED_HEADS, say.NOT_CHECKED_WIDTHS, frozen="A2")
    number = 1
    for item in filed:
        for missing in item.review.not_checked:
            number += 1
            title = names.TITLES.get(missing.id, "")
            _write_row(sheet, number, (item.label, item.review.department, missing.id, title, missing.reason))
    _finish(sheet, len(say.NOT_CHECKED_HEADS), number)


def _write_heads(sheet: Worksheet, heads: Iterable[str], widths: Iterable[float], *, frozen: str) -> None:
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        cell = sheet.cell(1, column)
        put_value(cell, head)
        cell.font = Font(name=_HEAD_FONT, size=10)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        _fill(cell, "head")
        cell.border = _BOX
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = frozen


_LINE = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def _write_row(sheet: Worksheet, number: int, values: Iterable[object]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(number, column)
        put_value(cell, value)
        cell.font = Font(name=_FONT, size=10)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.border = _BOX


def _fill(cell: Cell | MergedCell, tone: str) -> None:
    cell.fill = PatternFill("solid", fgColor=FILLS[tone])


def _finish(sheet: Worksheet, columns: int, rows: int) -> None:
    """Filters over everything; printed landscape, as wide as the page, heads on every page."""
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(rows, 1)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
