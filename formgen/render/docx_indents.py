"""Labels in narrow cells of the Word document: as much room as makes their lines come out even.

Comes in: a text, the width of its cell and the look of it. Goes out: the indents of its paragraph as XML. The text
stays as it is: what is read back has no line break that nobody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from formgen.layout.indents import even_indents
from formgen.layout.measures import Measures
from formgen.layout.text import Measure
from formgen.messages.form import LABEL_WORDS

_TWIPS = 20
_WORDS_MARGIN = 115
"""Twips at the left and the right of a cell where no style says anything."""

_MARGIN = re.compile(r'<w:(left|right|start|end)\b[^>]*\bw:w="(\d+)"')
_MARGINS = re.compile(r"<w:(?:tcMar|tblCellMar)>.*?</w:(?:tcMar|tblCellMar)>", re.DOTALL)
_OWN = re.compile(r"<w:(?:ind|contextualSpacing|mirrorIndents|suppressOverlap)\b")
"""Indents of the designer's own, and what stands behind indents in a paragraph's properties."""


@lru_cache(maxsize=256)
def cell_margins(table: str, cell: str) -> int:
    """Twips between the lines of a cell and its text, left and right together. table, cell: properties."""
    found: dict[str, int] = {}
    for part in (*_MARGINS.findall(table), *_MARGINS.findall(cell)):
        for side, size in _MARGIN.findall(part):
            found["left" if side in ("left", "start") else "right"] = int(size)
    return sum(found.get(side, _WORDS_MARGIN) for side in ("left", "right"))


def even_lines(room: int, use: str, before: str, measures: Measures) -> Callable[[str], str] | None:
    """What gives the labels in this room (twips) their indents; None where the template has its own. before: the
    properties of their paragraphs before the alignment."""
    if _OWN.search(before):
        return None
    em = measures.type(use).size_pt * _TWIPS
    width, measure = room / em, measures.widths[use]
    return lambda text: _mark_indents(text, width, measure, em) if text else ""


@lru_cache(maxsize=2048)
def _mark_indents(text: str, width: float, measure: Measure, em: float) -> str:
    indents = even_indents(text, width, measure, LABEL_WORDS)
    if indents is None:
        return ""
    sizes = {"left": indents.left, "right": indents.right, "firstLine": indents.first}
    marks = "".join(f' w:{name}="{round(size * em)}"' for name, size in sizes.items() if round(size * em) > 0)
    return f"<w:ind{marks}/>" if marks else ""
