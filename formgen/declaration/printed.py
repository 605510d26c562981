"""How a declared value is printed: its written places, never fewer, never an exponent.

Comes in: a value and what the profile says of its cell. Goes out: the final string.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from formgen.declaration.blocks import Labelled, placeholders
from formgen.declaration.model import number_text
from formgen.messages import form as say

QUALITATIVE = "定性"


def print_value(value: object, spec: Labelled) -> str:
    """The value as its cell prints it. Money and scores are filled up to their places, money has
    thousands separators; a number written with more places keeps them all."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say.TRUE if value else say.FALSE
    if isinstance(value, date):
        return say.DAY.format(year=value.year, month=value.month, day=value.day)
    if isinstance(value, int):
        value = Decimal(value)
    if not isinstance(value, Decimal):
        return str(value)
    text = _with_places(value, spec.printed_places)
    if spec.type == "money":
        text = _grouped(text)
    return f"{text}%" if spec.type == "percent" else text


def print_row(template: str, row: Mapping[str, object], prefix: str = "") -> str:
    """A cell put together of several values of its row. The word 定性 is no sign and is left out before a
    value that says it all."""
    values = {key: row.get(f"{prefix}{key}") for key in placeholders(template)}
    if str(values.get("operator") or "").strip() == QUALITATIVE:
        values["operator"] = None
    return fill_in(template, {key: plain_text(value) for key, value in values.items()})


def fill_in(template: str, values: Mapping[str, str]) -> str:
    """The template with its {keys} replaced; what the values say is never taken for a key."""
    parts, rest = [], template
    while rest:
        before, brace, rest = rest.partition("{")
        parts.append(before)
        if not brace:
            break
        key, end, after = rest.partition("}")
        if not end:
            return "".join([*parts, brace, rest])
        parts.append(values.get(key.strip(), ""))
        rest = after
    return "".join(parts)


def plain_text(value: object) -> str:
    """A value as it is written, in no particular cell."""
    return number_text(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def _with_places(value: Decimal, places: int | None) -> str:
    text = number_text(value)
    if places is None:
        return text
    written = len(text.partition(".")[2])
    missing = places - written
    if missing <= 0:
        return text
    return f"{text}{'' if written else '.'}{'0' * missing}"


def _grouped(text: str) -> str:
    sign = "-" if text.startswith("-") else ""
    whole, dot, places = text.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{dot}{places}" if whole.isdigit() else text
