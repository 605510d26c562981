"""Pure functions on single values: clean a text, read a number, split a unit, read an operator.

Comes in: a text as a file has it. Goes out: what it means and what had to be normalised.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from formgen.base.lazy_pattern import lazy
from formgen.base.records import record
from formgen.declaration.model import Operator
from formgen.messages import reading as say

INVISIBLE = (
    "\u200b\ufeff\u00ad\u2060\u2061\u2062\u2063\u2064\u061c\u180e\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufe0e\ufe0f"
)
"""Characters without width, marks of writing direction among them, that web pages and chat programs
leave in copied text; U+FE0F behind ☑ asks for a coloured one."""

ODD_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
"""Blanks that look like a plain space and are none. U+3000 is a usual Chinese blank and stays."""

LINE_SEPARATORS = "\u2028\u2029"
NONCHARACTERS = "\ufffe\uffff"
REPLACEMENT = "\ufffd"
"""Stands for a character that no form may hold."""

LONGEST_TEXT = 32_767
"""Characters that a cell of Excel holds; no text of a form is longer."""

PERCENT = "%"
MOST_DIGITS = 30
"""Digits before or after the point: past any amount a budget can name, short enough to print."""

_MOST_BITS = 128
_HUGE = "2^{bits}"

# One character for one, so that places in the narrowed text are places in the text.
_NARROW: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(wide): narrow for wide, narrow in zip("\u3000−﹥﹤﹦﹪", " -><=%", strict=True)},
}
_BAD = lazy(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{NONCHARACTERS}]")
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u3099\u309a"
_SUSPECT = lazy(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{INVISIBLE}{ODD_SPACES}{LINE_SEPARATORS}{NONCHARACTERS}"
    f"\u200c\u200d{_COMBINING}]"
)
_DECOMPOSED = lazy(f"[^{_COMBINING}][{_COMBINING}]+")
# A joiner beside a Chinese character, a digit or a Latin letter joins nothing: no script of theirs has one.
_IDLE_JOINER = lazy(
    "(?:^|(?<=[\x00-\u024f\u3000-\u9fff\uff00-\uffef]))[\u200c\u200d]+"
    "|[\u200c\u200d]+(?=$|[\x00-\u024f\u3000-\u9fff\uff00-\uffef])"
)
_TABLE = {
    **{ord(char): None for char in INVISIBLE},
    **{ord(char): " " for char in ODD_SPACES},
    **{ord(char): "\n" for char in LINE_SEPARATORS},
}
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER_ONLY = lazy(_NUMBER)
_NUMBER_AND_UNIT = lazy(rf"({_NUMBER})\s*([^\d\s.,+-][^\d]*)")


@record(frozen=True, slots=True)
class BadCharacter:
    """A character that no form may hold. position counts from 1."""

    code: str
    name: str
    position: int


@record(frozen=True, slots=True)
class CleanText:
    """A text with line ends as \\n. removed, spaces and separators: the code points that were taken out,
    made a plain space, or read as line ends. composed: letters that were written in parts, as they are
    now. bad: characters that no form may hold; U+FFFD stands in their places."""

    text: str
    removed: tuple[str, ...] = ()
    spaces: tuple[str, ...] = ()
    separators: tuple[str, ...] = ()
    composed: tuple[str, ...] = ()
    bad: tuple[BadCharacter, ...] = ()


def clean_text(text: str) -> CleanText:
    """The text as it will be printed: what cannot be seen is taken out, what only looks like a blank is
    one, letters in parts (e + ´, as macOS writes them) are whole. Nothing else changes."""
    if _SUSPECT.search(text) is None:
        return CleanText(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    removed = [char for char in text if char in INVISIBLE]
    spaces = [char for char in text if char in ODD_SPACES]
    separators = [char for char in text if char in LINE_SEPARATORS]
    cleaned = text.translate(_TABLE)
    removed += [char for match in _IDLE_JOINER.finditer(cleaned) for char in match.group()]
    cleaned, composed = _compose(_IDLE_JOINER.sub("", cleaned))
    bad = tuple(
        BadCharacter(code_point(match.group()), _name(match.group()), match.start() + 1)
        for match in _BAD.finditer(cleaned)
    )
    cleaned = _BAD.sub(REPLACEMENT, cleaned) if bad else cleaned
    return CleanText(cleaned, _codes(removed), _codes(spaces), _codes(separators), tuple(composed), bad)


def _compose(text: str) -> tuple[str, list[str]]:
    """The text with letters and their marks made one character, and those letters. Only such pairs: a
    whole text in NFC would change compatibility ideographs too."""
    composed: list[str] = []

    def whole(match: re.Match[str]) -> str:
        after = unicodedata.normalize("NFC", match.group())
        if after != match.group():
            composed.append(after)
        return after

    return _DECOMPOSED.sub(whole, text), composed


def code_point(char: str) -> str:
    return f"U+{ord(char):04X}"


def read_number(text: str) -> Decimal | None:
    """The number that this text is throughout (full-width digits and thousands commas allowed), else
    None."""
    plain = _narrow(text)
    if _NUMBER_ONLY.fullmatch(plain) is None:
        return None
    return _decimal(plain)


_VAGUE_WORDS = lazy(
    "余|多(?!普勒)|来(?=[个件次人户家])|几|数(?=[十百千万])|左右|上下|以[上下内外]|不[少多低高足大小超]|超过|至少|至多|最[少多低高]|"
    "约|大概|大约|近(?=\\d)|将近|接近|或者|[~～—至到]|[≥≤<>＞＜≧≦]"
)
"""Words that leave open which number is meant; none of them is part of a unit."""


def vague_words(text: str) -> list[str]:
    """The words in a quantity that leave the number open: 余 in 3000余, 以上 in 500人次以上."""
    return list(dict.fromkeys(match.group() for match in _VAGUE_WORDS.finditer(text)))


def split_unit(text: str) -> tuple[Decimal, str] | None:
    """28.8万元 → 28.8 and 万元; None for any other text: in 3000余, 500人次以上 the words are no unit. The
    unit is as typed, ％ as %."""
    text = text.strip()
    match = _NUMBER_AND_UNIT.fullmatch(_narrow(text))
    number = _decimal(match.group(1)) if match else None
    if match is None or number is None:
        return None
    unit = text[match.start(2) :]
    if _VAGUE_WORDS.search(unit):
        return None
    return number, PERCENT if same_unit(unit, PERCENT) else unit


def same_unit(one: str, other: str) -> bool:
    """True where two units differ only in width or blanks."""
    return _narrow(one) == _narrow(other)


_UNIT_SCALES = (("千万", 10**7), ("百万", 10**6), ("十万", 10**5), ("万", 10**4), ("亿", 10**8),
                ("千", 10**3), ("k", 10**3), ("K", 10**3), ("M", 10**6))  # fmt: skip


def unit_scale(unit: str) -> int:
    """How many a unit counts at once: 万元 10000, 千克 1000, 件 1."""
    return next((scale for start, scale in _UNIT_SCALES if _narrow(unit).startswith(start)), 1)


def number_fits(number: Decimal) -> bool:
    """True for a number that can be printed: finite and of sane length."""
    if not number.is_finite():
        return False
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= MOST_DIGITS and number.adjusted() < MOST_DIGITS


def int_fits(number: int) -> bool:
    """The same for a whole number, told by its bits: turning a million digits into a Decimal takes
    minutes."""
    return number.bit_length() <= _MOST_BITS and number_fits(Decimal(number))


def number_shown(value: int | Decimal) -> str:
    """A number as people may see it in a sentence, however big it is."""
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _MOST_BITS else _HUGE.format(bits=value.bit_length())
    return f"{value:f}" if number_fits(value) else str(value)


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


_CHINESE = "\u4e00-\u9fff\u3400-\u4dbf（）()"
_BLANKS = " \t\u3000\n"
_BLANK_IN_WORD = lazy(f"(?<=[{_CHINESE}])[{_BLANKS}]+|[{_BLANKS}]+(?=[{_CHINESE}])")
_LABEL_POINTS = lazy(
    r"(.*?)[（(\[【:：]?(?:共|计|合计)?(?:分值)?[:：]?(\d{1,3}(?:\.\d{1,2})?)分(?:值)?[)）\]】]?"
)


def join_word(text: str) -> str:
    """The word that line breaks and blanks inside it were put into for looks: 数 量\\n指 标 → 数量指标.
    Blanks at its ends stay."""
    body = text.strip(_BLANKS)
    joined = body if set(body).isdisjoint(_BLANKS) else _BLANK_IN_WORD.sub("", body)
    if joined == body and "\n" not in text:
        return text
    return text.replace(body, joined).replace("\n", "") if body else text


def split_label_points(text: str) -> tuple[str, Decimal] | None:
    """产出指标（40分） → 产出指标 and 40; None for a label without points."""
    if "分" not in text:
        return None
    match = _LABEL_POINTS.fullmatch(text.strip().translate(_DIGITS))
    if match is None or not match[1].strip():
        return None
    return text.strip()[: match.end(1)].rstrip(), Decimal(match[2])


_DIGITS = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


def narrow(text: str) -> str:
    """Full-width digits, letters, signs and blanks as half-width ones, each in its place."""
    return text.translate(_NARROW)


def _narrow(text: str) -> str:
    return narrow(text.strip())


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number_fits(number) else None


def _name(char: str) -> str:
    """Only what has no name of its own in Unicode is bad."""
    return say.SIGN_NAMES.get(char) or say.SIGN_KINDS[unicodedata.category(char)]


def _codes(chars: list[str]) -> tuple[str, ...]:
    return tuple(code_point(char) for char in chars)
