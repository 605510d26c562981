"""What in a value needs a person: cut texts, years gone by, amounts that are no numbers.

Comes in: a text of an old file and the role of the field it goes to. Goes out: sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from formgen.declaration.model import Operator
from formgen.messages import importing as say
from formgen.sources.cells import narrow, read_number, read_operator, split_unit

_CUT = ("...", "…", "．．．", "。。。", "⋯")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?:年|[-./]\d{1,2}(?!\d))")
_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(
    r"\s*(?P<sign>[≥≤＞＜≧≦⩾⩽＝>=<]{1,2})\s*(?P<number>[0-9０-９,，.．]+)\s*(?P<unit>[^\d\s].*)?\s*",
    re.DOTALL,
)
"""What is certain about ≥57个: a sign, a number, a unit."""


def doubts_of(text: str, role: str, year: int | None) -> Iterator[str]:
    """Why a person should look at this value. role: target, year … of the field; year: the one wanted, None
    where nobody said."""
    if text.rstrip().endswith(_CUT):
        yield say.CUT_TEXT
    others = [found for found in dict.fromkeys(_YEAR.findall(narrow(text))) if int(found) != year]
    if others and role != "year":
        yield say.OLD_YEAR.format(year=say.FIELDS_SEPARATOR.join(others))


def is_vague(text: str, operator: str) -> bool:
    """Whether a 指标值 names an amount that is no plain number: 500余户, 90%以上."""
    if not _DIGIT.search(narrow(text)) or operator.strip() == Operator.QUALITATIVE:
        return False
    return read_number(text) is None and split_unit(text) is None


def take_apart(text: str) -> tuple[str, str, str] | None:
    """≥57个 → ≥, 57, 个; None where it is not certain."""
    match = _AMOUNT.fullmatch(text)
    if match is None or read_operator(match["sign"]) is None:
        return None
    rest = text[match.start("number") :].strip()
    if read_number(rest) is not None:
        return match["sign"], rest, ""
    parts = split_unit(rest)
    if parts is None:
        return None
    number = match["number"]
    return match["sign"], number, rest[len(number) :].strip()
