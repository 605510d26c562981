"""How a workbook shows a number or a date: the text that a person sees in the cell.

Comes in: a value and its number format. Goes out: a text. Called by the workbook reader for cells
whose meaning lies in what is shown: 95% (stored as 0.95), 2023年12月 (stored as a day).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

SPREADSHEET_DIGITS = 15
"""Significant digits a spreadsheet holds and shows; what follows is noise of binary fractions."""

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
_DATE_TOKEN = re.compile(r"yyyy|yy|e|mm?|dd?|hh?|ss?", re.IGNORECASE)
_SYSTEM_SHORT_DATES = ("mm-dd-yy", "m/d/yy", "General")


def is_percent(number_format: str) -> bool:
    return "%" in _LITERAL.sub("", number_format.split(";")[0])


def exact_number(value: int | float | Decimal) -> Decimal:
    """The number a person typed: 0.1+0.2 is 0.3, 563.6299999999999 is 563.63, 160.0 is 160."""
    if isinstance(value, int):
        return Decimal(value)
    number = Decimal(f"{value:.{SPREADSHEET_DIGITS}g}")
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def percent_text(value: int | float | Decimal) -> str:
    """0.95 → 95%."""
    return f"{exact_number(exact_number(value) * 100):f}%"


def date_text(value: date | datetime | time | timedelta, number_format: str) -> str:
    """A date as shown: 2023年12月31日 or 2023/12/31 where the format says so, else 2023-12-31."""
    if not isinstance(value, datetime | date):
        return str(value)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    has_time = (moment.hour, moment.minute, moment.second) != (0, 0, 0)
    if number_format in _SYSTEM_SHORT_DATES:
        return f"{moment.year}/{moment.month}/{moment.day}" + (f" {moment:%H:%M:%S}" if has_time else "")
    pattern = _LITERAL.sub(lambda match: match.group(1) or match.group(2) or "", number_format.split(";")[0])
    if has_time or not re.search("[ymd年月]", pattern, re.IGNORECASE):
        return f"{moment:%Y-%m-%d %H:%M:%S}" if has_time else f"{moment:%Y-%m-%d}"
    return _DATE_TOKEN.sub(lambda match: _date_part(match.group().lower(), moment), pattern).strip()


def _date_part(token: str, moment: datetime) -> str:
    parts = {
        "yyyy": f"{moment.year}",
        "e": f"{moment.year}",
        "yy": f"{moment:%y}",
        "mm": f"{moment:%m}",
        "m": f"{moment.month}",
        "dd": f"{moment:%d}",
        "d": f"{moment.day}",
    }
    return parts.get(token, "00")
