"""Pure functions on single values: clean a text, read a number, split a unit, read an operator.

Comes in: a text as a file has it. Goes out: what it means and what had to be normalised. Called by
`build` for every value, whatever file it came from, and by the workbook reader.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from formgen.declaration.model import Operator

INVISIBLE = "\u200b\ufeff\u00ad\u2060"
"""Zero-width characters that web pages and chat programs leave in copied text."""

LINE_SEPARATORS = "\u2028\u2029"
BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NONCHARACTERS = "\ufffe\uffff"
PERCENT = "%"
MOST_DIGITS = 30
"""Digits before or after the point: past any amount a budget can name, short enough to print."""

# One character for one, so that places in the narrowed text are places in the text.
_NARROW: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(wide): narrow for wide, narrow in zip("\u3000−﹥﹤﹦﹪", " -><=%", strict=True)},
}
_CONTROL_NAMES = {"\x00": "NULL", "\x07": "BELL", "\x08": "BACKSPACE", "\x0b": "LINE TABULATION",
                  "\x0c": "FORM FEED", "\x1b": "ESCAPE", "\x7f": "DELETE", "\x85": "NEXT LINE"}  # fmt: skip
_SUSPECT = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{INVISIBLE}{LINE_SEPARATORS}{BIDI_CONTROLS}{NONCHARACTERS}]"
)
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER_ONLY = re.compile(_NUMBER)
_NUMBER_AND_UNIT = re.compile(rf"({_NUMBER})\s*([^\d\s.,+-][^\d]*)")


@dataclass(frozen=True, slots=True)
class BadCharacter:
    """A character that no form may hold. position counts from 1."""

    code: str
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text with line ends as \\n. removed and separators: the code points that were taken out, or
    read as line ends. bad: characters left in that no form may hold."""

    text: str
    removed: tuple[str, ...] = ()
    separators: tuple[str, ...] = ()
    bad: tuple[BadCharacter, ...] = ()


def clean_text(text: str) -> CleanText:
    """The text as it will be printed. Nothing but invisible characters is ever taken out."""
    if _SUSPECT.search(text) is None:
        return CleanText(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    removed = [char for char in text if char in INVISIBLE]
    separators = [char for char in text if char in LINE_SEPARATORS]
    table = {**{ord(char): None for char in INVISIBLE}, **{ord(char): "\n" for char in LINE_SEPARATORS}}
    cleaned = text.translate(table)
    bad = tuple(
        BadCharacter(code_point(match.group()), _name(match.group()), match.start() + 1)
        for match in _SUSPECT.finditer(cleaned)
    )
    return CleanText(cleaned, _codes(removed), _codes(separators), bad)


def code_point(char: str) -> str:
    return f"U+{ord(char):04X}"


def read_number(text: str) -> Decimal | None:
    """The number that this text is throughout (full-width digits and thousands commas allowed), else
    None."""
    plain = _narrow(text)
    if _NUMBER_ONLY.fullmatch(plain) is None:
        return None
    return _decimal(plain)


def split_unit(text: str) -> tuple[Decimal, str] | None:
    """28.8万元 → 28.8 and 万元; None for any other text. The unit is as typed, ％ as %."""
    text = text.strip()
    match = _NUMBER_AND_UNIT.fullmatch(_narrow(text))
    number = _decimal(match.group(1)) if match else None
    if match is None or number is None:
        return None
    unit = text[match.start(2) :]
    return number, PERCENT if same_unit(unit, PERCENT) else unit


def same_unit(one: str, other: str) -> bool:
    """True where two units differ only in width or blanks."""
    return _narrow(one) == _narrow(other)


def number_fits(number: Decimal) -> bool:
    """True for a number that can be printed: finite and of sane length."""
    if not number.is_finite():
        return False
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= MOST_DIGITS and number.adjusted() < MOST_DIGITS


_OPERATORS = {
    Operator.AT_LEAST: ("≥", ">=", "=>", "≧", "⩾", "≥=", "》", "》=", "≮", "大于等于", "大于或等于",
                        "不小于", "不少于", "不低于", "至少"),
    Operator.AT_MOST: ("≤", "<=", "=<", "≦", "⩽", "≤=", "《", "《=", "≯", "小于等于", "小于或等于",
                       "不大于", "不多于", "不高于", "不超过", "至多"),
    Operator.EQUAL: ("=", "==", "等于"),
    Operator.MORE: (">", "大于", "多于", "高于", "超过"),
    Operator.LESS: ("<", "小于", "少于", "低于"),
    Operator.QUALITATIVE: ("定性", "定性指标"),
}  # fmt: skip
_OPERATOR_OF = {variant: operator for operator, variants in _OPERATORS.items() for variant in variants}


def read_operator(text: str) -> Operator | None:
    """指标值类型 in any of its usual spellings; None for a word that is none of them."""
    return _OPERATOR_OF.get("".join(_narrow(text).split()))


def _narrow(text: str) -> str:
    """Full-width digits, signs and blanks as half-width ones."""
    return text.strip().translate(_NARROW)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number_fits(number) else None


def _name(char: str) -> str:
    return unicodedata.name(char, "") or _CONTROL_NAMES.get(char, "CONTROL CHARACTER")


def _codes(chars: list[str]) -> tuple[str, ...]:
    return tuple(code_point(char) for char in chars)
