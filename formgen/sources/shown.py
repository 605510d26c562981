"""How a workbook shows a value: the text that a person sees in the cell, and what it hides.

Comes in: a value and its number format. Goes out: `Shown`. Nothing raises: what is not understood is told
as `Remark.UNKNOWN`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from formgen.sources.format_date import date_part, is_midnight, moment_of, moment_text
from formgen.sources.format_number import general_text, number_text, scale_of
from formgen.sources.number_format import (
    GENERAL,
    Kind,
    Section,
    UnknownFormat,
    choose,
    sections,
    text_section,
)

SPREADSHEET_DIGITS = 15
"""Significant digits a spreadsheet holds and shows; what follows is noise of binary fractions."""

_PLAIN = re.compile(r"-?[\d,]*\.?\d+|-?\d[\d,]*\.?")
_NUMBER_IN = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_MOST_ADJUSTED = 40
"""Numbers with more digits before the point are left as powers of ten."""

_AROUND = re.compile(r"[()（）+¥￥$€£\s]")
"""What may stand around a number and is no unit."""


class Remark(Enum):
    """What a reader of the cell could not see, or would see otherwise."""

    NONE = auto()
    ROUNDED = auto()
    SCALED = auto()
    HIDDEN = auto()
    OTHER = auto()
    MIDNIGHT = auto()
    DATE_CUT = auto()
    UNKNOWN = auto()
    LONG = auto()
    LOST_DIGITS = auto()


@dataclass(frozen=True, slots=True)
class Shown:
    """text: what is read, as seen, blanks at the ends left out. number: the number seen where the text is
    one and nothing else. stored: what the cell holds, for people; with MIDNIGHT and LONG, where the text
    is not quite what is seen, what is seen. scale: how many times smaller the number seen is than the
    number held, 1 where they are of one size."""

    text: str
    number: Decimal | None = None
    stored: str = ""
    remark: Remark = Remark.NONE
    scale: int = 1


def exact_number(value: int | float | Decimal) -> Decimal:
    """The number a person typed: 0.1+0.2 is 0.3, 563.6299999999999 is 563.63, 160.0 is 160."""
    if isinstance(value, int):
        return Decimal(value)
    number = Decimal(f"{value:.{SPREADSHEET_DIGITS}g}")
    if not number.is_finite() or number.adjusted() > _MOST_ADJUSTED:
        return number
    return Decimal(int(number)) if number == number.to_integral_value() else number.normalize()


def show_number(value: int | float | Decimal, code: str) -> Shown:
    """A number in a number format."""
    if isinstance(value, float) and value != value:
        return Shown("NaN", stored="NaN", remark=Remark.UNKNOWN)
    number = exact_number(value)
    if code == GENERAL:
        return _show_general(number)
    if not number.is_finite():
        return Shown(str(number), number, str(number))
    try:
        text, section = _number_in(code, number)
    except UnknownFormat:
        return Shown(_digits(number), number, _digits(number), Remark.UNKNOWN)
    return _compared(text.strip(), section, number)


def show_moment(value: date | datetime | time | timedelta, code: str, serial: float | None = None) -> Shown:
    """A date, a time or a span in a number format. serial: the days it is stored as, since 1900."""
    days = _serial(value) if serial is None else exact_number(serial)
    iso = _iso(value)
    try:
        choice = choose(code, days)
        section = choice.section
        if section is None:
            return Shown("", stored=iso, remark=Remark.HIDDEN)
        if not section.is_date:
            return show_number(days, code)
        return _show_moment(section, days, iso)
    except UnknownFormat:
        return Shown(iso, stored=iso, remark=Remark.UNKNOWN)


def show_text(text: str, code: str) -> Shown:
    """A text in a number format: most formats show it as it is."""
    if not _changes_texts(code):
        return Shown(text)
    section = text_section(code)
    assert section is not None
    shown = "".join(text if token.kind is Kind.TEXT else token.text for token in section.tokens)
    if not shown.strip():
        return Shown("", stored=text, remark=Remark.HIDDEN)
    return Shown(shown if section.has(Kind.TEXT) else shown.strip(), stored=text,
                 remark=Remark.NONE if shown.strip() == text.strip() else Remark.OTHER)  # fmt: skip


@lru_cache(maxsize=1 << 10)
def _changes_texts(code: str) -> bool:
    if code == GENERAL:
        return False
    try:
        section = text_section(code)
    except UnknownFormat:
        return False
    if section is None:
        return False
    shows_else = any(token.kind not in (Kind.TEXT, Kind.PAD, Kind.BREAK) for token in section.tokens)
    return shows_else or sum(token.kind is Kind.TEXT for token in section.tokens) != 1


@lru_cache(maxsize=1 << 10)
def is_percent(code: str) -> bool:
    """Whether some numbers in this format are shown as percent."""
    try:
        return any(section.has(Kind.PERCENT) for section in sections(code))
    except UnknownFormat:
        return False


@lru_cache(maxsize=1 << 10)
def is_date_code(code: str) -> bool:
    """Whether numbers in this format are dates, times or spans."""
    if code == GENERAL:
        return False
    try:
        return sections(code)[0].is_date
    except UnknownFormat:
        return bool(
            re.search("[ymd年月日]|g+e", re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.partition(";")[0]), re.I)
        )


@lru_cache(maxsize=1 << 10)
def is_span_code(code: str) -> bool:
    """Whether numbers in this format are lengths of time: [h]:mm."""
    try:
        return sections(code)[0].has(Kind.SPAN)
    except UnknownFormat:
        return False


def _show_general(number: Decimal) -> Shown:
    """General rounds for want of room; whole numbers are read whole."""
    digits = _digits(number)
    if not number.is_finite():
        return Shown(digits, number, digits)
    if len(digits) <= 11:
        return Shown(digits, number, digits)
    if number.adjusted() >= SPREADSHEET_DIGITS:
        return Shown(digits, number, digits, Remark.LOST_DIGITS)
    text = ("-" if number < 0 else "") + general_text(abs(number))
    if "E" in text:
        return Shown(digits, number, text, Remark.LONG)
    seen = Decimal(text)
    return Shown(text, seen, digits, Remark.NONE if seen == number else Remark.ROUNDED)


def _number_in(code: str, number: Decimal) -> tuple[str, Section | None]:
    choice = choose(code, number)
    section = choice.section
    if section is None:
        return "", None
    if section.is_date:
        return moment_text(section, number), section
    text = number_text(section, abs(number))
    return ("-" if choice.signed and number < 0 and re.search("[^0.,]", _zeros(text)) else "") + text, section


def _zeros(text: str) -> str:
    """A text of nothing but zeros bears no minus."""
    return text.strip()


def _compared(text: str, section: Section | None, number: Decimal) -> Shown:
    """What is shown beside what is held."""
    digits = _digits(number)
    if not text:
        return Shown("", stored=digits, remark=Remark.HIDDEN)
    scale = scale_of(section) if section is not None else 1
    seen = _seen_number(text)
    percent = section is not None and section.has(Kind.PERCENT)
    held = number.scaleb(2) if percent else number
    alone = seen if seen is not None and _PLAIN.fullmatch(_AROUND.sub("", text)) else None
    if seen is None:
        return Shown(text, None, digits, Remark.OTHER)
    if scale != 1:
        return Shown(text, alone, digits, Remark.SCALED, scale)
    if _hides_sign(seen, held, text):
        return Shown(text, alone, digits, Remark.OTHER)
    if abs(seen) == abs(held):
        lost = number == number.to_integral_value() and len(number.as_tuple().digits) > SPREADSHEET_DIGITS
        return Shown(text, number if alone is not None and not percent else alone, digits,
                     Remark.LOST_DIGITS if lost else Remark.NONE)  # fmt: skip
    if _is_tail(seen, held):
        return Shown(text, alone, digits, Remark.ROUNDED)
    return Shown(text, alone, digits, Remark.OTHER)


def _seen_number(text: str) -> Decimal | None:
    """The one number in a text, its sign left out; None where there is none or more than one."""
    found = _NUMBER_IN.findall(text)
    if len(found) != 1:
        return None
    number = Decimal(found[0].replace(",", "").rstrip("."))
    minus = re.search(r"-\s*\D?\s*" + re.escape(found[0]), text)
    return -number if minus else number


def _hides_sign(seen: Decimal, held: Decimal, text: str) -> bool:
    """Whether a negative number is shown without its sign, and not in the brackets that stand for it."""
    return held < 0 <= seen and seen != 0 and not text.lstrip("￥¥$€£").startswith(("(", "（"))


def _is_tail(seen: Decimal, held: Decimal) -> bool:
    exponent = seen.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(abs(seen) - abs(held)) <= unit / 2


def _digits(number: Decimal) -> str:
    if not number.is_finite() or abs(number.adjusted()) > _MOST_ADJUSTED:
        return str(number)
    return f"{number:f}"


def _show_moment(section: Section, days: Decimal, iso: str) -> Shown:
    text = moment_text(section, days).strip()
    if days >= 0 and is_midnight(section, days):
        return Shown(moment_text(date_part(section), days).strip(), stored=text, remark=Remark.MIDNIGHT)
    if not text:
        return Shown("", stored=iso, remark=Remark.HIDDEN)
    has_time = days > 0 and moment_of(days).total % 86_400 != 0
    hides = section.has(Kind.DATE, Kind.SYSTEM_DATE) and has_time and not _has_time(section)
    return Shown(text, stored=iso, remark=Remark.DATE_CUT if hides else Remark.NONE)


def _has_time(section: Section) -> bool:
    return section.has(Kind.TIME, Kind.SPAN, Kind.HALF, Kind.SYSTEM_TIME)


def _serial(value: date | datetime | time | timedelta) -> Decimal:
    if isinstance(value, timedelta):
        return Decimal(value // timedelta(milliseconds=1)) / 86_400_000
    if isinstance(value, time):
        value = datetime.combine(date(1899, 12, 31), value)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    since = moment.replace(tzinfo=None) - datetime(1899, 12, 30)
    return Decimal(since // timedelta(milliseconds=1)) / 86_400_000


def _iso(value: date | datetime | time | timedelta) -> str:
    if isinstance(value, datetime):
        has_time = (value.hour, value.minute, value.second) != (0, 0, 0)
        return f"{value:%Y-%m-%d %H:%M:%S}" if has_time else f"{value:%Y-%m-%d}"
    if isinstance(value, timedelta):
        seconds = value // timedelta(seconds=1)
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return value.isoformat(timespec="seconds") if isinstance(value, time) else value.isoformat()
