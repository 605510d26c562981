"""The texts of a workbook: those that cells share, and those of single cells.

Comes in: the stream of the part that holds them, or an element. Goes out: texts, and what their looks say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import IO, NamedTuple

from lxml import etree
from openpyxl.xml.constants import SHEET_MAIN_NS

from formgen.messages import reading as say
from formgen.sources.grid_package import children, local_name
from formgen.sources.parts import PartRefused
from formgen.sources.raised import RichText, rich_text
from formgen.sources.stream import elements

STRICT_NS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
MOST_CHARACTERS = 32_767
"""Of one cell: Excel's own limit."""

_STRING, _TEXT = (
    frozenset({f"{{{SHEET_MAIN_NS}}}{name}", f"{{{STRICT_NS}}}{name}", name}) for name in ("si", "t")
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FALSE = ("0", "f", "false", "off")


class SharedTexts(NamedTuple):
    """The texts that cells share, in order. marked: those by number whose looks say something, without their texts."""

    texts: Sequence[str]
    marked: Mapping[int, RichText]


NO_TEXTS = SharedTexts((), {})


def read_strings(stream: IO[bytes]) -> SharedTexts:
    """Raises PartRefused for a text that no cell can hold: many cells may point at it."""
    texts: list[str] = []
    marked: dict[int, RichText] = {}
    for item in elements(stream, ("si",)):
        if item.tag not in _STRING:
            continue
        found = text_of(item)
        text = unescaped(found.text)
        if len(text) > MOST_CHARACTERS:
            message = say.TEXT_TOO_LONG.replace("{count}", str(len(text)))
            raise PartRefused(message.replace("{limit}", str(MOST_CHARACTERS)))
        if any(found[1:]):
            marked[len(texts)] = found._replace(text="")
        texts.append(text)
    return SharedTexts(texts, marked)


def text_of(element: etree._Element) -> RichText:
    """The text of <si> or <is>, whole or in runs, without readings (furigana, pinyin) over it."""
    if len(element) == 1 and element[0].tag in _TEXT:
        return RichText(element[0].text or "")  # nearly all texts are plain
    plain = ""
    runs = []
    for child in element:
        if child.tag in _TEXT or local_name(child) == "t":
            plain = child.text or ""
        elif local_name(child) == "r":
            words = "".join([part.text or "" for part in children(child, "t")][-1:])
            runs.append((words, *_looks(child)))
    return rich_text([(plain, "", False), *runs]) if runs else RichText(plain)


def _looks(run: etree._Element) -> tuple[str, bool]:
    """Where its signs stand, and whether they are struck out."""
    looks = [mark for look in children(run, "rPr") for mark in look]
    position = next((mark.get("val", "") for mark in looks if local_name(mark) == "vertAlign"), "")
    return position, any(
        local_name(mark) == "strike" and mark.get("val", "1") not in _FALSE for mark in looks
    )


def unescaped(text: str) -> str:
    """_x000D_ → the sign it stands for."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text
