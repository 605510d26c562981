"""图表: states, grades and what is wrong most often, drawn by the spreadsheet from the numbers beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from formgen.books.palette import FILLS, HEAD_FONT
from formgen.books.writer import Book, Column, Sheet
from formgen.declaration.findings import Severity
from formgen.declaration.profile import Profile
from formgen.messages import checks as names
from formgen.messages import report
from formgen.messages import summary as say
from formgen.register import State
from formgen.summary.campaign import BEST_FIRST
from formgen.summary.cases import Case
from formgen.summary.heatmap import count_findings

MOST_CHECKS = 12
"""Checks in the chart; the heat map has them all."""

_COLUMNS = (
    Column("", 24),
    *(Column("", 8, "right") for _ in range(3)),
    Column("", 3),
    *(Column("", 9) for _ in range(12)),
)
_CHART_COLUMN, _CHART_HEIGHT = 5, 288
_WIDE, _NARROW = 816, 400
"""Pixels: two narrow charts stand side by side above a wide one."""

_ROW_PIXELS = 20
_COLOURS = {
    "": "#D9D9D9",
    "优": "#70AD47", "良": "#5B9BD5", "中": "#FFC000", "差": "#ED7D31",
    "error": "#E06666", "warning": "#FFD966", "note": "#9FC5E8",
}  # fmt: skip

_STATE_COLOURS = {
    State.PASSED: "#70AD47", State.ACCEPTED: "#A9D18E", State.CHANGED: "#FFC000", State.RETURNED: "#ED7D31",
    State.UNREADABLE: "#7F7F7F", State.MISSING: "#BFBFBF",
}  # fmt: skip

Series = dict[str, tuple[int, str]]
"""Label → how many, and a colour."""


def write_charts(book: Book, profile: Profile, cases: Sequence[Case]) -> None:
    sheet = book.add_sheet(say.CHARTS, [say.CHARTS_ABOUT], _COLUMNS)
    sheet.row += 1
    top = sheet.row
    _add_shares(sheet, say.CHART_STATES, _states(cases), (top, _CHART_COLUMN, 0), kind="doughnut")
    narrow = (top, _CHART_COLUMN, _NARROW + 16)
    _add_shares(sheet, say.CHART_SUGGESTED, _suggested_grades(cases), narrow, kind="column")
    below = top + _CHART_HEIGHT // _ROW_PIXELS + 2
    if any(case.outcome.grade for case in cases if case.outcome and case.is_read):
        grades = _grades(cases, [grade.name for grade in profile.scoring.grades])
        _add_shares(sheet, say.CHART_GRADES, grades, (below, _CHART_COLUMN, 0), kind="column")
        below += _CHART_HEIGHT // _ROW_PIXELS + 2
    _add_checks(sheet, cases, below)
    sheet.set_up_page(max(sheet.row, below + 22), pages_high=1)


def _states(cases: Sequence[Case]) -> Series:
    counts = Counter(case.state for case in cases)
    return {state.value: (counts[state], _STATE_COLOURS[state]) for state in BEST_FIRST}


def _suggested_grades(cases: Sequence[Case]) -> Series:
    counts = Counter(case.suggested_grade for case in cases)
    return {grade: (counts[grade], _COLOURS[grade]) for grade in names.GRADES}


def _grades(cases: Sequence[Case], grades: Sequence[str]) -> Series:
    counts = Counter(case.outcome.grade or say.OPEN_GRADE for case in cases if case.outcome and case.is_read)
    return {grade: (counts[grade], _COLOURS.get(grade, _COLOURS[""])) for grade in (*grades, say.OPEN_GRADE)}


def _add_shares(sheet: Sheet, title: str, series: Series, where: tuple[int, int, int], *, kind: str) -> None:
    """A table of label and number, and its chart at row, column and offset in pixels."""
    _put_heads(sheet, (title, say.COUNT))
    first = sheet.row
    for label, (count, _) in series.items():
        _put_cells(sheet, (label, count))
    last = sheet.row - 1
    sheet.row += 1
    chart = sheet.book.book.add_chart({"type": kind})
    name = sheet.sheet.get_name()
    data: dict[str, Any] = {
        "categories": [name, first, 0, last, 0],
        "values": [name, first, 1, last, 1],
        "points": [{"fill": {"color": colour}} for _, colour in series.values()],
        "data_labels": {"value": True, "font": _font(9)},
        "name": title,
    }
    if kind == "column":
        data["gap"] = 60
    chart.add_series(data)
    _dress(chart, title)
    if kind == "column":
        chart.set_legend({"none": True})
    _insert(sheet, chart, where, _NARROW)


def _add_checks(sheet: Sheet, cases: Sequence[Case], row: int) -> None:
    """What is found most often, by severity."""
    totals: dict[str, Counter[Severity]] = {}
    for check_id, counts in count_findings(cases).items():
        totals.setdefault(names.TITLES.get(check_id, check_id), Counter()).update(counts)
    order = sorted(totals, key=lambda title: (-totals[title].total(), title))[:MOST_CHECKS]
    severities = [report.SEVERITIES[severity.value] for severity in Severity]
    _put_heads(sheet, (say.CHART_CHECKS, *severities))
    first = sheet.row
    for title in order:
        _put_cells(sheet, (title, *(totals[title][severity] for severity in Severity)))
    if not order:
        return
    chart = sheet.book.book.add_chart({"type": "bar", "subtype": "stacked"})
    name = sheet.sheet.get_name()
    for number, severity in enumerate(Severity, 1):
        chart.add_series(
            {
                "name": report.SEVERITIES[severity.value],
                "categories": [name, first, 0, sheet.row - 1, 0],
                "values": [name, first, number, sheet.row - 1, number],
                "fill": {"color": _COLOURS[severity.value]},
                "gap": 40,
            }
        )
    _dress(chart, say.CHART_CHECKS)
    chart.set_y_axis({"reverse": True, "crossing": "max", "num_font": _font(9)})
    chart.set_x_axis({"num_font": _font(9), "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": _font(9)})
    _insert(sheet, chart, (row, _CHART_COLUMN, 0), _WIDE, height=400)


def _dress(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {**_font(12), "bold": False}, "overlay": False})
    chart.set_legend({"position": "right", "font": _font(9)})
    chart.set_x_axis({"num_font": _font(9)})
    chart.set_y_axis({"num_font": _font(9), "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})


def _font(size: int) -> dict[str, object]:
    return {"name": HEAD_FONT, "size": size}


def _insert(
    sheet: Sheet, chart: Any, where: tuple[int, int, int], width: int, height: int = _CHART_HEIGHT
) -> None:
    row, column, offset = where
    chart.set_size({"width": width, "height": height})
    sheet.sheet.insert_chart(row, column, chart, {"x_offset": offset, "y_offset": 0, "object_position": 3})


def _put_heads(sheet: Sheet, heads: Sequence[str]) -> None:
    for number, head in enumerate(heads):
        sheet.put(number, head, bg_color=FILLS["head"], align="center", font_name=HEAD_FONT)
    sheet.row += 1


def _put_cells(sheet: Sheet, values: Sequence[str | int]) -> None:
    for number, value in enumerate(values):
        sheet.put(number, value, align=_COLUMNS[number].align)
    sheet.row += 1
