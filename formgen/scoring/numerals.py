"""Numbers as Chinese forms write them: 5, 5.5, 1,100, 五, 十二, 两, 百分之五.

`NUMBER` and `PERCENT` are pieces of patterns over normalised text (half-width digits and signs);
`read_number` and `read_percent` give their values.
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_PLACES = {"十": 10, "百": 100, "千": 1000}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
HAN = "[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?|半"
NUMBER = f"(?:{ARABIC}|{HAN})"
PERCENT = f"(?:{ARABIC}%|百分之(?:{ARABIC}|{HAN}))"


_SPELLED = re.compile("[零〇]|.{4}")
"""Digits in a row that spell a number (二〇, 二零二三); 两三, 七八 are about so many, and no number."""


def read_number(text: str) -> Decimal | None:
    """The value of a text that is one number; None for anything else."""
    if re.fullmatch(ARABIC, text):
        return Decimal(text.replace(",", ""))
    if text == "半":
        return Decimal("0.5")
    whole, point, places = text.partition("点")
    value = _read_han(whole)
    if value is None:
        return None
    if not point:
        return Decimal(value)
    digits = [_DIGITS.get(char) for char in places]
    if not digits or None in digits:
        return None
    return Decimal(f"{value}.{''.join(str(digit) for digit in digits)}")


def read_percent(text: str) -> Decimal | None:
    """5%, 百分之五 → 5; None for anything else."""
    if text.endswith("%"):
        return read_number(text[:-1])
    return read_number(text.removeprefix("百分之")) if text.startswith("百分之") else None


def _read_han(text: str) -> int | None:
    """二十三 → 23, 一百零五 → 105, 二〇 → 20; None where the signs make no number."""
    if not text:
        return None
    if all(char in _DIGITS for char in text):
        if len(text) > 1 and not _SPELLED.search(text):
            return None
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit, last = 0, None, 10000
    for position, char in enumerate(text):
        if char in _PLACES:
            place = _PLACES[char]
            if place >= last or (digit is None and not (place == 10 and position == 0)):
                return None
            total, digit, last = total + (1 if digit is None else digit) * place, None, place
        elif char in "零〇":
            if digit is not None:
                return None
        elif char in _DIGITS and digit is None:
            digit = _DIGITS[char]
        else:
            return None
    return total + (digit or 0)
