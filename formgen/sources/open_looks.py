"""What the styles of an OpenDocument file say of its words and sheets: small digits above the line, struck-out text,
sheets that are hidden.

Comes in: the styles of the file, one by one, and a paragraph. Goes out: its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from formgen.sources.grid_strings import MOST_CHARACTERS
from formgen.sources.parts import local_name
from formgen.sources.raised import RichText, rich_text

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_UNSEEN = ("annotation", "ruby-text")
_MOST_STYLES = 20_000


class _Look(NamedTuple):
    position: str
    struck: bool


_PLAIN = _Look("", struck=False)


class Looks:
    """The styles so far. hidden: names of those of sheets that nobody sees."""

    def __init__(self) -> None:
        self._words: dict[str, _Look] = {}
        self.hidden: set[str] = set()

    def take(self, style: etree._Element) -> None:
        name, family = style.get(f"{_STYLE}name") or "", style.get(f"{_STYLE}family")
        for item in style:
            kind = local_name(item)
            if family == "table" and kind == "table-properties" and item.get(f"{_TABLE}display") == "false":
                self.hidden.add(name)
            if (
                kind == "text-properties"
                and family in ("text", "table-cell")
                and len(self._words) < _MOST_STYLES
            ):
                look = _look(item)
                if look != _PLAIN:
                    self._words[name] = look

    def text(self, cell: etree._Element) -> RichText:
        """The words of a cell, its paragraphs on lines of their own."""
        own = self._words.get(cell.get(f"{_TABLE}style-name") or "", _PLAIN)
        runs: list[tuple[str, str, bool]] = []
        for child in cell:
            if child.tag == f"{_TEXT}p":
                runs += [("\n", "", False)] if runs else []
                runs += self._runs(child, _Look("", own.struck)) or [("", "", False)]
        return rich_text(runs)

    def _runs(self, element: etree._Element, look: _Look) -> list[tuple[str, str, bool]]:
        return [(text, *own) for text, own in self._pieces(element, look) if text]

    def _pieces(self, element: etree._Element, look: _Look) -> Iterator[tuple[str, _Look]]:
        """Blanks, tabs and line breaks are elements of their own; sounds over characters and notes are not read."""
        yield element.text or "", look
        for child in element:
            kind = local_name(child)
            if kind == "s":
                yield " " * min(int(child.get(f"{_TEXT}c", "1")), MOST_CHARACTERS), look
            elif kind in ("tab", "line-break"):
                yield "\t" if kind == "tab" else "\n", look
            elif kind not in _UNSEEN:
                yield from self._pieces(child, self._words.get(child.get(f"{_TEXT}style-name") or "", look))
            yield child.tail or "", look


def _look(item: etree._Element) -> _Look:
    """text-position: super 58%, sub 58%, or by how much it is raised: 33% 58%."""
    raised = (item.get(f"{_STYLE}text-position") or "0%").split()[0]
    position = {"super": "superscript", "sub": "subscript"}.get(raised, "")
    if not position and raised.strip("-%").replace(".", "").strip("0"):
        position = "subscript" if raised.startswith("-") else "superscript"
    lines = (item.get(f"{_STYLE}text-line-through-{name}") or "none" for name in ("type", "style"))
    return _Look(position, any(line != "none" for line in lines))
