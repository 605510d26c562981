"""One section of a number format, applied to a serial number → the date or time Excel shows.

Comes in: a section of date and time signs, and days since 1900 as Excel counts them. Goes out: the text,
and whether it is a date and a time at midnight. Raises UnknownFormat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from formgen.sources.number_format import Kind, Section, Token, UnknownFormat

LAST_DAY = 2_958_465
"""9999-12-31."""

_LEAP_DAY = 60
"""29 February 1900, which Excel has and the calendar has not."""

_DAY = 86_400
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_CHINESE_WEEKDAYS = "日一二三四五六"
_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_CHINESE = ("0804", "zh-cn", "zh-hans-cn", "zh")
_ENGLISH = ("0409", "0809", "en-us", "en-gb")
_SEPARATORS = " T,，、\u00a0"
_DIGITS = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_TENS = {1: "十", 2: "拾"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A serial number taken apart. total: seconds since its beginning, for spans."""

    year: int
    month: int
    day: int
    weekday: int
    hour: int
    minute: int
    second: int
    fraction: Decimal
    total: int


def moment_of(serial: Decimal, places: int = 0) -> Moment:
    """The calendar day and time, rounded to so many places of a second. Raises UnknownFormat outside
    the calendar."""
    seconds = (serial * _DAY).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    total = int(seconds)
    day, within = divmod(total, _DAY)
    if serial < 0 or day > LAST_DAY:
        raise UnknownFormat("outside the calendar")
    year, month, month_day = _calendar(day)
    hour, rest = divmod(within, 3600)
    return Moment(year, month, month_day, (day - 1) % 7, hour, rest // 60, rest % 60, seconds - total, total)


def _calendar(day: int) -> tuple[int, int, int]:
    if day == 0:
        return 1900, 1, 0
    if day == _LEAP_DAY:
        return 1900, 2, 29
    found = date(1899, 12, 31 if day < _LEAP_DAY else 30) + timedelta(days=day)
    return found.year, found.month, found.day


def is_midnight(section: Section, serial: Decimal) -> bool:
    """A date and a time are shown, and the time is 0:00."""
    has_date, has_time = section.has(Kind.DATE) and _shows_date(section), section.has(Kind.TIME)
    moment = moment_of(serial, second_places(section.tokens))
    return has_date and has_time and moment.total % _DAY == 0 and moment.fraction == 0


def _shows_date(section: Section) -> bool:
    return any(kind is Kind.DATE for kind in _kinds(section.tokens))


def date_part(section: Section) -> Section:
    """The section without its time, and without what joins the two; the section itself where the time
    stands between parts of the date."""
    kinds = _kinds(section.tokens)
    dates = [index for index, kind in enumerate(kinds) if kind is Kind.DATE]
    times = [index for index, kind in enumerate(kinds) if kind in (Kind.TIME, Kind.HALF, Kind.SPAN)]
    if dates[-1] < times[0]:
        end = times[0]
        kept = list(section.tokens[:end])
        while kept and _joins(kept[-1]):
            kept.pop()
    elif times[-1] < dates[0]:
        kept = list(section.tokens[dates[0] :])
    else:
        return section
    return Section(tuple(kept), section.condition, section.dbnum, section.language)


def _joins(token: Token) -> bool:
    return token.kind in (Kind.LITERAL, Kind.BREAK, Kind.PAD) and not token.text.strip(_SEPARATORS)


def _kinds(tokens: Sequence[Token]) -> list[Kind]:
    """The kinds of the tokens, months told from minutes: m beside h before it or s behind it."""
    kinds = [token.kind for token in tokens]
    marks = [index for index, token in enumerate(tokens) if token.kind in (Kind.DATE, Kind.TIME, Kind.SPAN)]
    for position, index in enumerate(marks):
        if tokens[index].text not in ("m", "mm"):
            continue
        before = tokens[marks[position - 1]].text if position else ""
        after = tokens[marks[position + 1]].text if position + 1 < len(marks) else ""
        if before[:1] == "h" or after[:1] == "s":
            kinds[index] = Kind.SPAN if tokens[index].kind is Kind.SPAN else Kind.TIME
    return kinds


def moment_text(section: Section, serial: Decimal) -> str:
    """The text of a section of date and time signs."""
    places = second_places(section.tokens)
    negative = serial < 0 and section.has(Kind.SPAN)
    moment = moment_of(abs(serial) if negative else serial, places)
    if section.has(Kind.SYSTEM_DATE):
        return f"{moment.year}年{moment.month}月{moment.day}日"
    if section.has(Kind.SYSTEM_TIME):
        return f"{moment.hour}:{moment.minute:02}:{moment.second:02}"
    writer = _Writer(section, moment, places)
    return ("-" if negative else "") + writer.text()


def second_places(tokens: Sequence[Token]) -> int:
    """Zeros behind a point right after the seconds."""
    for index, token in enumerate(tokens):
        if token.kind is Kind.POINT and _follows_seconds(tokens, index):
            count = index + 1
            while count < len(tokens) and tokens[count] == Token(Kind.DIGIT, "0"):
                count += 1
            return count - index - 1
    return 0


def _follows_seconds(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and tokens[index - 1].text[:1] == "s"


class _Writer:
    def __init__(self, section: Section, moment: Moment, places: int) -> None:
        self.section = section
        self.moment = moment
        self.places = places
        self.halves = section.has(Kind.HALF)
        self.kinds = _kinds(section.tokens)

    def text(self) -> str:
        made = []
        zeros = 0
        for index, token in enumerate(self.section.tokens):
            if token.kind is Kind.POINT and self.places and _follows_seconds(self.section.tokens, index):
                made.append("." + f"{self.moment.fraction:f}".partition(".")[2].ljust(self.places, "0"))
                zeros = self.places
            elif token.kind is Kind.DIGIT and zeros:
                zeros -= 1
            else:
                made.append(self._token(token, self.kinds[index]))
        return "".join(made)

    def _token(self, token: Token, kind: Kind) -> str:
        if kind is Kind.DATE:
            return self._date(token.text)
        if kind is Kind.TIME:
            return self._time(token.text)
        if kind is Kind.SPAN:
            return self._span(token.text)
        if kind is Kind.HALF:
            return self._half(token.text)
        if kind in (Kind.DIGIT, Kind.PERCENT, Kind.EXPONENT, Kind.GENERAL, Kind.TEXT):
            raise UnknownFormat("digits beside dates")
        return token.text

    def _date(self, code: str) -> str:
        moment, length = self.moment, len(code)
        if code[0] == "y" and length < 3:
            return self._count(moment.year % 100, 2, by_digit=True)
        if code[0] in "ye":
            return self._count(moment.year, 4, by_digit=True)
        if code[0] == "a":
            prefix = "星期" if length == 4 else "周" if self.section.language else ""
            return prefix + _CHINESE_WEEKDAYS[moment.weekday]
        if length < 3:
            return self._count(moment.month if code[0] == "m" else moment.day, length)
        return self._month(length) if code[0] == "m" else self._weekday(length)

    def _month(self, length: int) -> str:
        name = _MONTHS[self.moment.month - 1]
        if length == 5:
            return name[0]
        if self._is_chinese():
            return f"{self.moment.month if length == 3 else _CHINESE_MONTHS[self.moment.month - 1]}月"
        return name[:3] if length == 3 else name

    def _weekday(self, length: int) -> str:
        if self._is_chinese():
            return ("周" if length == 3 else "星期") + _CHINESE_WEEKDAYS[self.moment.weekday]
        name = _WEEKDAYS[self.moment.weekday]
        return name[:3] if length == 3 else name

    def _is_chinese(self) -> bool:
        """Names in Chinese where the format asks for it; Excel's own names are English even there."""
        language = self.section.language
        if language and language not in _CHINESE and language not in _ENGLISH:
            raise UnknownFormat("names in another language")
        return language in _CHINESE

    def _time(self, code: str) -> str:
        moment = self.moment
        value = {"h": moment.hour, "m": moment.minute, "s": moment.second}[code[0]]
        if code[0] == "h" and self.halves:
            value = (value - 1) % 12 + 1
        return self._count(value, min(len(code), 2))

    def _span(self, code: str) -> str:
        value = self.moment.total // {"h": 3600, "m": 60, "s": 1}[code[0]]
        return f"{value:0{len(code)}}"

    def _half(self, code: str) -> str:
        morning, afternoon = code.split("/")
        text = afternoon if self.moment.hour >= 12 else morning
        return text.upper() if len(morning) == 2 else text

    def _count(self, value: int, width: int, *, by_digit: bool = False) -> str:
        """Digits, or Chinese ones: a year digit by digit, the rest as spoken (三十一)."""
        dbnum = self.section.dbnum
        if not dbnum:
            return f"{value:0{width}}"
        signs = _DIGITS[dbnum]
        if by_digit or dbnum == 3:
            return "".join(signs[int(digit)] for digit in f"{value:0{width}}")
        if dbnum == 2:
            raise UnknownFormat("months in formal digits")
        tens, ones = divmod(value, 10)
        if tens == 0:
            return signs[ones]
        return (signs[tens] if tens > 1 else "") + _TENS[1] + (signs[ones] if ones else "")
