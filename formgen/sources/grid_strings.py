"""The texts of a workbook: those that cells share, and those of single cells.

Comes in: the stream of the part that holds them, or an element. Goes out: texts, and which of them are
struck out in part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from lxml import etree
from openpyxl.xml.constants import SHEET_MAIN_NS

from formgen.messages import reading as say
from formgen.sources.grid_package import children, local_name
from formgen.sources.parts import PartRefused
from formgen.sources.stream import elements

STRICT_NS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
MOST_CHARACTERS = 32_767
"""Of one cell: Excel's own limit."""

_STRING, _TEXT = (
    frozenset({f"{{{SHEET_MAIN_NS}}}{name}", f"{{{STRICT_NS}}}{name}", name}) for name in ("si", "t")
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FALSE = ("0", "f", "false", "off")


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """The texts that cells share, in order. struck: numbers of those that are struck out in part."""

    texts: Sequence[str]
    struck: frozenset[int]


def read_strings(stream: IO[bytes]) -> SharedTexts:
    """Raises PartRefused for a text that no cell can hold: many cells may point at it."""
    texts: list[str] = []
    struck = set()
    for item in elements(stream, ("si",)):
        if item.tag not in _STRING:
            continue
        text = unescaped(text_of(item))
        if len(text) > MOST_CHARACTERS:
            message = say.TEXT_TOO_LONG.replace("{count}", str(len(text)))
            raise PartRefused(message.replace("{limit}", str(MOST_CHARACTERS)))
        if is_struck(item):
            struck.add(len(texts))
        texts.append(text)
    return SharedTexts(texts, frozenset(struck))


def is_struck(item: etree._Element) -> bool:
    """Whether a run of <si> or <is> is struck out."""
    if len(item) == 1 and item[0].tag in _TEXT:
        return False  # nearly all texts are plain
    return any(
        mark.get("val", "1") not in _FALSE
        for run in children(item, "r")
        for look in children(run, "rPr")
        for mark in children(look, "strike")
    )


def text_of(element: etree._Element) -> str:
    """The text of <si> or <is>, whole or in runs, without readings (furigana, pinyin) over it."""
    plain = ""
    runs = []
    for child in element:
        if child.tag in _TEXT or local_name(child) == "t":
            plain = child.text or ""
        elif local_name(child) == "r":
            runs.append("".join([part.text or "" for part in children(child, "t")][-1:]))
    return plain + "".join(runs) if runs else plain


def unescaped(text: str) -> str:
    """_x000D_ → the sign it stands for."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text
