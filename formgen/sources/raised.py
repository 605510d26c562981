"""Small signs above and below the line: the 2 of m² that is a 2 in a run set as superscript.

Comes in: the text of such a run. Goes out: the characters that look so wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_ABOVE = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_TABLES = {"superscript": _ABOVE, "subscript": _BELOW}


def raised_text(text: str, position: str) -> str | None:
    """The text in characters that stand above (superscript) or below (subscript) the line by themselves; None
    where it has signs that have none. Blanks stay, and so does a text of any other position."""
    table = _TABLES.get(position)
    if table is None:
        return text
    if any(ord(sign) not in table and not sign.isspace() for sign in text):
        return None
    return text.translate(table)


class RichText(NamedTuple):
    """A text put together of runs. struck: some of it is struck out. raised: some of it stands above or below the line,
    and is read as characters that do. flat: some does that has no such characters, and is read as it is."""

    text: str
    struck: bool = False
    raised: bool = False
    flat: bool = False


PLAIN_TEXT = RichText("")


def rich_text(runs: Iterable[tuple[str, str, bool]]) -> RichText:
    """runs: each with its text, its position ("" on the line), and whether it is struck out."""
    text, struck, raised, flat = "", False, False, False
    for words, position, is_struck in runs:
        small = raised_text(words, position)
        struck = struck or is_struck
        flat = flat or small is None
        raised = raised or (small is not None and small != words)
        text += words if small is None else small
    return RichText(text, struck, raised, flat)
