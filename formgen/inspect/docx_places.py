"""Where something stands in a Word document, in people's words.

Comes in: elements. Goes out: a place and the words beside it. What was counted once is remembered: a document can hold
hundreds of thousands of things that have no place in it.
"""

from __future__ import annotations

from lxml import etree

from formgen.messages import verify_docx as say
from formgen.sources.docx_content import W
from formgen.sources.parts import local_name

SHOWN = 24
"""Characters of the words beside it."""


class Places:
    """Of the parts of one document."""

    def __init__(self) -> None:
        self._words: dict[etree._Element, str] = {}
        self._numbers: dict[tuple[etree._Element, str], dict[etree._Element, int]] = {}

    def of(self, item: etree._Element) -> str:
        """Its part, table, row and cell, as far as it has them."""
        root = item.getroottree().getroot()
        part = {"hdr": say.HEADER, "ftr": say.FOOTER}.get(local_name(root), say.BODY)
        table, row, cell = (_around(item, kind) for kind in ("tbl", "tr", "tc"))
        if table is None or root.find(f"{W}body") is None:
            return part
        number = self._number(root, table, "tbl")
        if row is None:
            return say.IN_TABLE.format(table=number)
        in_row = self._number(table, row, "tr")
        if cell is None:
            return say.IN_ROW.format(table=number, row=in_row)
        column = self._number(row, cell, "tc")
        return say.IN_CELL.format(table=number, row=in_row, column=column)

    def near(self, item: etree._Element) -> str:
        """The words of the run, paragraph or cell it is in."""
        for kind in ("r", "p", "tc"):
            holder = _around(item, kind)
            words = "" if holder is None else self._words_of(holder).strip()
            if words:
                return words[:SHOWN]
        return self._words_of(item)[:SHOWN]

    def _number(self, holder: etree._Element, item: etree._Element, kind: str) -> int:
        if (holder, kind) not in self._numbers:
            every = holder.iter(W + kind)
            self._numbers[holder, kind] = {one: number for number, one in enumerate(every, 1)}
        return self._numbers[holder, kind].get(item, 0)

    def _words_of(self, holder: etree._Element) -> str:
        if holder not in self._words:
            self._words[holder] = words_of(holder)
        return self._words[holder]


def _around(item: etree._Element, kind: str) -> etree._Element | None:
    """The nearest element of that kind: itself, or one it stands in."""
    return item if item.tag == W + kind else next(item.iterancestors(W + kind), None)


def words_of(item: etree._Element) -> str:
    """Its text, deleted text included."""
    return "".join(text.text or "" for text in item.iter(f"{W}t", f"{W}delText"))
