"""The number formats of a workbook: of its styles, nothing else says what a cell holds.

Comes in: the styles part as XML. Goes out: a `NumberFormat` per style number. Called by `sources.grid`.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from formgen.sources.grid_package import children, required

GENERAL = "General"


class NumberFormat(NamedTuple):
    """is_date: numbers in this format are dates or times; is_span: they are durations."""

    code: str
    is_date: bool
    is_span: bool


def read_formats(root: etree._Element | None) -> list[NumberFormat]:
    """The formats by style number; one style stands where a workbook brings none."""
    if root is None:
        return [_format(GENERAL)]
    codes = dict(BUILTIN_FORMATS)
    for group in children(root, "numFmts")[-1:]:
        for item in children(group, "numFmt"):
            codes[int(required(item, "numFmtId"))] = required(item, "formatCode")
    formats: dict[str, NumberFormat] = {}
    found = []
    for group in children(root, "cellXfs")[-1:]:
        for style in children(group, "xf"):
            # Numbers without a code are formats of some country's Excel, shown there as General.
            code = codes.get(int(style.get("numFmtId", "0")), GENERAL)
            if code not in formats:
                formats[code] = _format(code)
            found.append(formats[code])
    return found or [_format(GENERAL)]


def _format(code: str) -> NumberFormat:
    is_date = is_date_format(code)
    return NumberFormat(code, is_date, is_date and is_timedelta_format(code))
