"""What a cell can hold: characters, length, and texts that must not become formulas.

Comes in: any text. Goes out: a text that a workbook may contain, and where it was cut, one that says so.
"""

from __future__ import annotations

import re

from formgen.messages import books as say

MOST_CHARACTERS = 32_767
"""Characters in a cell; the format's limit."""

_FORMULA_STARTS = tuple("=+-@")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def fit_text(text: str, most: int = MOST_CHARACTERS, where: str = say.ORIGINAL) -> str:
    """The text in at most `most` characters. What no file may contain becomes U+FFFD; a cut is told, with
    the place where the whole text stands."""
    text = replace_unwritable(text)
    if len(text) <= most:
        return text
    told = say.CUT.format(length=len(text), where=where)
    return text[: most - len(told)] + told


def replace_unwritable(text: str) -> str:
    """What XML cannot hold, as a visible stand-in."""
    return _UNWRITABLE.sub("\ufffd", text)


def looks_like_formula(text: str) -> bool:
    """True where a spreadsheet would take the text for a formula if it were typed."""
    return text.startswith(_FORMULA_STARTS)
