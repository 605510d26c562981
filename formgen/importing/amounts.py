"""Amounts as old forms write them: ≥57个 in one cell, a unit in the head of the column.

Comes in: the values of a sheet and the entries of their cells. Goes out: the same, taken apart where that is
certain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping

from formgen.declaration.model import Operator
from formgen.declaration.profile import Profile
from formgen.declaration.values import row_keys
from formgen.importing.entries import Entry
from formgen.messages import importing as say
from formgen.sources.cells import narrow, read_number, read_operator, split_unit
from formgen.sources.raw import RawValue

_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(
    r"\s*(?P<sign>[≥≤＞＜≧≦⩾⩽＝>=<]{1,2})\s*(?P<number>[0-9０-９,，.．]+)\s*(?P<unit>[^\d\s].*)?\s*",
    re.DOTALL,
)
"""What is certain about ≥57个: a sign, a number, a unit."""


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


def take_amounts_apart(
    profile: Profile, values: MutableMapping[str, RawValue], by_place: Mapping[str, Entry]
) -> set[str]:
    """≥57个 in one cell of a form without a column for the sign; the paths so filled."""
    keys = row_keys(profile)
    filled: set[str] = set()
    if "operator" not in profile.column_keys:
        return filled
    for path in [path for path in values if path.endswith(f"].{keys['target']}")]:
        row = path.rpartition(".")[0]
        sign, unit = f"{row}.{keys['operator']}", f"{row}.{keys['unit']}"
        value = values[path]
        parts = take_apart(value.value) if isinstance(value.value, str) else None
        entry = by_place.get(value.place)
        if parts is None or entry is None or sign in values or (parts[2] and unit in values):
            continue
        made = {key: text for key, text in ((sign, parts[0]), (path, parts[1]), (unit, parts[2])) if text}
        values.update({key: RawValue(text, value.place) for key, text in made.items()})
        filled |= made.keys()
        entry.fields = tuple(dict.fromkeys((*entry.fields, *made)))
        entry.likely(say.TAKEN_APART.format(parts=say.FIELDS_SEPARATOR.join(made.values())))
    return filled
