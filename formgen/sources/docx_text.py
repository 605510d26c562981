"""The words of paragraphs and of tables' cells in WordprocessingML, as a person reads them.

Comes in: elements of a document. Goes out: texts, paragraphs and line breaks as \\n, tabs as \\t. What stands in content
controls, links and tracked insertions is read; text boxes, tables within cells and deletions are no part of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P, T, TBL, TR, TC = f"{W}p", f"{W}t", f"{W}tbl", f"{W}tr", f"{W}tc"
TRPR, _TCPR = f"{W}trPr", f"{W}tcPr"
_RUN, _BR = f"{W}r", f"{W}br"
_SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
_MERGES = (f"{W}gridSpan", f"{W}vMerge")
_READ = (TR, TC, P, _RUN, T, _BR, *_SIGNS, *_MERGES)
_WRAPPERS = {
    W + name
    for name in (
        "sdt",
        "sdtContent",
        "customXml",
        "smartTag",
        "ins",
        "moveTo",
        "hyperlink",
        "fldSimple",
        "bdo",
        "dir",
    )
}

MOST_COLUMNS = 63
"""Word's own limit for a table; a file that claims more is not to be believed."""

_MOST_DIGITS = 4


@dataclass(slots=True)
class CellText:
    """A cell and its text in pieces. merged: it may say that it covers others, or is covered."""

    element: etree._Element
    pieces: list[str]
    merged: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def read_cells(table: etree._Element) -> Iterator[tuple[etree._Element, list[CellText]]]:
    """Every row of a table with its cells, in one walk: lxml finds the elements that matter, and each counts where what
    it stands in counts."""
    row = cell = paragraph = run = None
    cells: list[CellText] = []
    pieces: list[str] = []
    for item in table.iter(*_READ):
        tag, parent = item.tag, item.getparent()
        if tag == T:
            if parent is run:
                pieces.append(item.text or "")
        elif tag == _RUN:
            if _stands_in(parent, paragraph):
                run = item
        elif tag == P:
            if _stands_in(parent, cell):
                pieces += ["\n"] if paragraph is not None else []
                paragraph = item
        elif tag == TC:
            if _stands_in(parent, row):
                cell, paragraph, run, pieces = item, None, None, []
                cells.append(CellText(item, pieces))
        elif tag == TR:
            if _stands_in(parent, table):
                if row is not None:
                    yield row, cells
                row, cell, paragraph, run, cells = item, None, None, None, []
        elif tag in _MERGES:
            if cells:
                cells[-1].merged = True
        elif parent is run:
            pieces.append("\n" if tag == _BR else _sign(item))  # a page does not end within a cell
    if row is not None:
        yield row, cells


def _stands_in(parent: etree._Element | None, holder: etree._Element | None) -> bool:
    """Whether this is the holder, or a wrapper inside it."""
    while parent is not None and parent is not holder:
        parent = parent.getparent() if parent.tag in _WRAPPERS else None
    return parent is not None


def paragraph_text(paragraph: etree._Element) -> str:
    return "".join([_run_text(run) for run in children_of(paragraph, _RUN)])


def _run_text(run: etree._Element) -> str:
    return "".join([item.text or "" if item.tag == T else _sign(item) for item in run])


def _sign(item: etree._Element) -> str:
    """What an element in a run stands for that is no text."""
    if item.tag == _BR:
        return "\n" if item.get(f"{W}type", "textWrapping") == "textWrapping" else ""
    return _SIGNS.get(str(item.tag), "")


def children_of(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Children of these names, also inside content controls, links and tracked insertions."""
    for child in parent:
        tag = child.tag
        if tag in names:
            yield child
        elif tag in _WRAPPERS:
            yield from children_of(child, *names)


def columns_of(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row with their columns in the grid, from 0."""
    column = number_in(row.find(TRPR), "gridBefore", 0)
    for cell in children_of(row, TC):
        yield column, cell
        column += number_in(cell.find(_TCPR), "gridSpan", 1)


def is_deleted(row: etree._Element) -> bool:
    """Whether a tracked change takes the whole row away."""
    properties = row.find(TRPR)
    return properties is not None and properties.find(f"{W}del") is not None


def number_in(properties: etree._Element | None, name: str, default: int) -> int:
    """A number of columns, as far as Word knows any."""
    item = None if properties is None else properties.find(W + name)
    value = None if item is None else item.get(f"{W}val")
    return min(int(value[:_MOST_DIGITS]), MOST_COLUMNS) if value and value.isdigit() else default


def is_on(mark: etree._Element | None) -> bool:
    """Whether a mark is there and not switched off."""
    return mark is not None and mark.get(f"{W}val", "true") not in ("0", "false", "off")
