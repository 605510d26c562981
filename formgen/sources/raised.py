"""Small signs above and below the line: the 2 of m² that is a 2 in a run set as superscript.

Comes in: the text of such a run. Goes out: the characters that look so wherever they stand.
"""

from __future__ import annotations

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
