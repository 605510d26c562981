"""A printed cell of several fields, taken apart where that is certain: ≥57个 → ≥, 57, 个.

Comes in: the text of the cell and the profile's `print` of its column. Goes out: values by their keys, and
whether they are certain. What is not certain stays whole, as the value, without a sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from formgen.declaration.model import Operator
from formgen.sources.cells import read_number, read_operator, split_unit
from formgen.sources.templates import match_template

_OPERATOR, _TARGET, _UNIT = "operator", "target", "unit"
_SIGN = re.compile(r"\s*([≥≤=<>＞＜＝≧≦⩾⩽≮≯》《]+)\s*")
_DIGIT = re.compile(r"[\d０-９]")
_COMPARES = re.compile("不[少低多高大小超]|[大小多少高低]于|超过|至少|至多|以[上下内]|左右|[约近]")
_DAY = re.compile(
    r"(?:每年|\d{4}年度?)?(?:第?[一二三四1-4]季度|\d{1,2}月(?:\d{1,2}[日号])?)?(?:全年|[上下]半年|年)?"
    r"(?:月?[底末初]|[上中下]旬)?(?:之?前|以前|[之以]?内)?(?:按[期时])?(?:全部|基本)?(?:完成|完工|建成|启用|投用|竣工|到位)?"
)
_ISO_DAY = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")


@dataclass(frozen=True, slots=True)
class Parts:
    """values: key → text or number; "" for what the cell does not say. certain: nothing was guessed."""

    values: dict[str, str | Decimal]
    certain: bool


def take_apart(text: str, template: str, keys: tuple[str, ...]) -> Parts:
    """The values in a printed cell. keys: of the template, in order."""
    if not text.strip():
        return Parts(dict.fromkeys(keys, ""), certain=True)
    if set(keys) <= {_OPERATOR, _TARGET, _UNIT} and _TARGET in keys:
        found, certain = _quantity(text, keys)
        return Parts({**dict.fromkeys(keys, ""), **found}, certain)
    matched = match_template(text, template)
    if matched is not None:
        return Parts(dict(matched), certain=True)
    whole = _TARGET if _TARGET in keys else keys[0]
    return Parts({**dict.fromkeys(keys, ""), whole: text}, certain=False)


def _quantity(text: str, keys: tuple[str, ...]) -> tuple[dict[str, str | Decimal], bool]:
    sign = _SIGN.match(text)
    operator = read_operator(sign[1]) if sign else None
    rest = text[sign.end() :] if sign and operator else text
    amount = _amount(rest, with_unit=_UNIT in keys)
    if _OPERATOR not in keys:
        return (amount or {_TARGET: text}), operator is None
    if operator is not None and amount is not None:
        return {_OPERATOR: operator.value, **amount}, True
    word = rest.strip().removeprefix(Operator.QUALITATIVE.value).lstrip(" :：　")
    if operator is None and word and _is_said(word):
        return {_OPERATOR: Operator.QUALITATIVE.value, _TARGET: word}, True
    return {_TARGET: text}, False


def _amount(text: str, *, with_unit: bool) -> dict[str, str | Decimal] | None:
    number = read_number(text)
    if number is not None:
        return {_TARGET: number}
    parts = split_unit(text) if with_unit else None
    if parts is None or (parts[1].startswith("年") and Decimal(1900) <= parts[0] <= Decimal(2100)):
        return None
    return {_TARGET: parts[0], _UNIT: parts[1]}


def _is_said(text: str) -> bool:
    """True for a quality in words, or a day: what no sign stands before."""
    plain = "".join(text.split())
    if _ISO_DAY.fullmatch(plain):
        return True
    if _DIGIT.search(plain):
        return ("年" in plain or "月" in plain) and _DAY.fullmatch(plain) is not None
    return _COMPARES.search(plain) is None
