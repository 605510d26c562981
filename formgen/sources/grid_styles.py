"""The number formats of a workbook and what is struck out: of its styles, nothing else concerns a reader.

Comes in: the styles part as XML. Goes out: a `CellStyle` per style number.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from formgen.sources.grid_package import children
from formgen.sources.number_format import GENERAL
from formgen.sources.shown import is_date_code, is_span_code

_ACCOUNTING = '_ {0}* #,##0{1}_ ;_ {0}* \\-#,##0{1}_ ;_ {0}* "-"{2}_ ;_ @_ '
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HALF_MINUTE, _HALF_SECOND = '上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"'

# ECMA-376 18.8.30 with its zh-CN table; 5–8, 14, 22 and 37–44 as Excel with Chinese settings shows them.
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: "¥#,##0;¥-#,##0", 6: "¥#,##0;[Red]¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;[Red]¥-#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: _HALF_MINUTE, 35: _HALF_SECOND, 36: _YEAR_MONTH,
    37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00",
    41: _ACCOUNTING.format("", "", ""), 42: _ACCOUNTING.format("¥", "", ""),
    43: _ACCOUNTING.format("", ".00", "??"), 44: _ACCOUNTING.format("¥", ".00", "??"),
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY, 55: _HALF_MINUTE,
    56: _HALF_SECOND, 57: _YEAR_MONTH, 58: _MONTH_DAY,
}  # fmt: skip

_SYSTEM_DATES = {14: ("mm-dd-yy", "m/d/yy", "m/d/yyyy"), 22: ("m/d/yy h:mm", "m/d/yyyy h:mm")}
"""Codes that programs write under the numbers of the system's own dates: the system's form counts."""

_FALSE = ("0", "f", "false")


class CellStyle(NamedTuple):
    """code: the number format. is_date: numbers in it are dates or times; is_span: they are durations.
    struck: the text is struck out."""

    code: str
    is_date: bool
    is_span: bool
    struck: bool = False


def built_in(number: int) -> str:
    """The code of a format that workbooks name by number alone. Other numbers belong to some country's
    Excel, shown as General."""
    return BUILT_IN.get(number, GENERAL)


def code_for(number: int, written: str | None) -> str:
    """The code that counts: what is written beside a number, but for the system's dates."""
    if written is None or written in _SYSTEM_DATES.get(number, ()):
        return built_in(number)
    return GENERAL if written.upper() == "GENERAL" else written


@lru_cache(maxsize=1 << 10)
def cell_style(code: str, struck: bool = False) -> CellStyle:
    is_date = is_date_code(code)
    return CellStyle(code, is_date, is_date and is_span_code(code), struck)


def read_styles(root: etree._Element | None) -> list[CellStyle]:
    """The styles by number; one stands where a workbook brings none."""
    if root is None:
        return [cell_style(GENERAL)]
    codes: dict[int, str] = {}
    for group in children(root, "numFmts")[-1:]:
        for item in children(group, "numFmt"):
            codes[_number(item.get("numFmtId"))] = item.get("formatCode") or GENERAL
    struck = [_is_struck(font) for group in children(root, "fonts")[-1:] for font in children(group, "font")]
    found = []
    for group in children(root, "cellXfs")[-1:]:
        for style in children(group, "xf"):
            number, font = _number(style.get("numFmtId")), _number(style.get("fontId"))
            code = code_for(number, codes.get(number))
            found.append(cell_style(code, font < len(struck) and struck[font]))
    return found or [cell_style(GENERAL)]


def _number(text: str | None) -> int:
    """A number of a format or font; 0, the usual one, where none can be read."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _is_struck(font: etree._Element) -> bool:
    return any(mark.get("val", "1") not in _FALSE for mark in children(font, "strike"))
