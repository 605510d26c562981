"""A letter on as few pages as its template allows.

Comes in: the filled document of a letter. Goes out: the same document; where its template's own measures would take
a page more, the columns of its tables are given room by what stands in them, and then lines are set closer, whichever
of the two is the first to save the page. What fits as it is stays as the designer made it. Lengths are in twips. A
word processor's own pages may differ by a line, so a line is kept free on each.
"""

from __future__ import annotations

import copy
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPARE = 280
_CELL_MARGINS = 216
_BORDER = 8
_NARROW = 0.55
"""The width of a Latin sign, to that of a Chinese one."""

_STEPS = 30
_FEWEST_SIGNS = 7
"""What a column is wide enough for in any case."""

_CLOSER = ((1.0, 0.6), (0.94, 0.55), (0.88, 0.45))
"""What lines and what the gaps between them are set to, to what they were; the least that saves the page is taken."""

_LEAST_LEADING = 1.18
"""A line's height to its signs', below which it is not set closer."""


def fit_pages(root: etree._Element) -> etree._Element:
    """The document with its measures changed where that saves a page."""
    pages = _count_pages(root)
    if pages == 1:
        return root
    shared = _share_columns(copy.deepcopy(root))
    closer = (_set_closer(copy.deepcopy(shared), *by) for by in _CLOSER)
    return next((tried for tried in (shared, *closer) if _count_pages(tried) < pages), root)


# ── how many pages ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Piece:
    """What goes onto a page: a paragraph, or a row. head: of the heads that are said again above it on a new page.
    splits: whether it may go on over the page. holds: whether what follows must stand on the same page."""

    height: float
    holds: bool = False
    splits: bool = False
    head: float = 0.0


def _count_pages(root: etree._Element) -> int:
    section = root.find(f"{_W}body/{_W}sectPr")
    if section is None:
        return 1
    size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
    if size is None or margins is None:
        return 1
    room = _number(size, "h") - _number(margins, "top") - _number(margins, "bottom") - _SPARE
    width = _number(size, "w") - _number(margins, "left") - _number(margins, "right")
    pages, used = 1, 0.0
    for chain in _chains(list(_pieces(root, width))):
        whole = sum(piece.height for piece in chain)
        if used + whole > room and used and not (len(chain) == 1 and chain[0].splits):
            pages, used = pages + 1, chain[0].head
        used += whole
        while used > room:  # longer than what is left of the page, and let go on over it
            pages, used = pages + 1, used - room + chain[0].head
    return pages


def _chains(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    chain: list[_Piece] = []
    for piece in pieces:
        chain.append(piece)
        if not piece.holds:
            yield chain
            chain = []
    if chain:
        yield chain


def _pieces(root: etree._Element, width: float) -> Iterator[_Piece]:
    for element in root[0]:
        if element.tag == f"{_W}p":
            yield _Piece(_paragraph_height(element, width), holds=_keeps(element))
        elif element.tag == f"{_W}tbl":
            yield from _table_pieces(element)


def _table_pieces(table: etree._Element) -> Iterator[_Piece]:
    head, first = 0.0, True
    for row in table.iter(f"{_W}tr"):
        height = _row_height(row, _widths(table))
        is_head = first and row.find(f"{_W}trPr/{_W}tblHeader") is not None
        splits = row.find(f"{_W}trPr/{_W}cantSplit") is None
        holds = all(_keeps(paragraph) for paragraph in row.iter(f"{_W}p"))
        yield _Piece(height, holds=holds, splits=splits, head=0.0 if is_head else head)
        head, first = (height, True) if is_head else (head, False)


def _row_height(row: etree._Element, widths: Sequence[float]) -> float:
    cells = row.findall(f"{_W}tc")
    heights = [
        sum(_paragraph_height(paragraph, width - _CELL_MARGINS) for paragraph in cell.iter(f"{_W}p"))
        for cell, width in zip(cells, widths, strict=False)
    ]
    return max(heights, default=0.0) + _BORDER


def _paragraph_height(paragraph: etree._Element, width: float) -> float:
    spacing = paragraph.find(f"{_W}pPr/{_W}spacing")
    size = _size(paragraph)
    line = 1.3 * size
    gaps = 0.0
    if spacing is not None:
        if spacing.get(f"{_W}lineRule") == "exact":
            line = _number(spacing, "line")
        gaps = _number(spacing, "before") + _number(spacing, "after")
    indent = paragraph.find(f"{_W}pPr/{_W}ind")
    left = _number(indent, "left") if indent is not None else 0.0
    first = _number(indent, "firstLine") if indent is not None else 0.0
    return _lines(_text_lines(paragraph), size, width - left, first) * line + gaps


def _text_lines(paragraph: etree._Element) -> list[str]:
    """The text, broken where the paragraph breaks it."""
    parts = [
        "\n" if element.tag == f"{_W}br" else element.text or ""
        for element in paragraph.iter(f"{_W}t", f"{_W}br")
    ]
    return "".join(parts).split("\n")


def _lines(texts: Sequence[str], size: float, width: float, first: float = 0.0) -> int:
    signs = max(math.floor(width / size), 1)  # a line ends before the sign that does not fit
    return sum(max(math.ceil((_signs(text) + first / size) / signs), 1) for text in texts)


def _signs(text: str) -> float:
    """Its length in Chinese signs."""
    wide = sum(unicodedata.east_asian_width(sign) in "WFA" for sign in text)
    return wide + _NARROW * (len(text) - wide)


def _size(paragraph: etree._Element) -> float:
    """Of its largest signs."""
    sizes = [_number(size, "val") * 10 for size in paragraph.iter(f"{_W}sz")]
    return max(sizes, default=210.0)


def _keeps(paragraph: etree._Element) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}keepNext") is not None


def _number(element: etree._Element, name: str) -> float:
    """A length as it is written; 0 where it is none."""
    try:
        return float(element.get(f"{_W}{name}", "0"))
    except ValueError:
        return 0.0


# ── room by what stands in a column ──────────────────────────────────────────────────────────────


def _widths(table: etree._Element) -> list[float]:
    return [_number(column, "w") for column in table.iterfind(f"{_W}tblGrid/{_W}gridCol")]


def _share_columns(root: etree._Element) -> etree._Element:
    """The widths of all tables of a kind alike, those that make their rows lowest; the first column stays."""
    tables = [table for table in root.iter(f"{_W}tbl") if _is_even(table)]
    rows = [row for table in tables for row in table.iter(f"{_W}tr")]
    if not rows or len({tuple(_widths(table)) for table in tables}) != 1:
        return root
    own = _widths(tables[0])
    best = min(_candidates(own, rows), key=lambda widths: sum(_row_height(row, widths) for row in rows))
    for table in tables:
        for column, width in zip(table.iterfind(f"{_W}tblGrid/{_W}gridCol"), best, strict=True):
            column.set(f"{_W}w", f"{width:.0f}")
        for row in table.iter(f"{_W}tr"):
            for cell, width in zip(row.iterfind(f"{_W}tc/{_W}tcPr/{_W}tcW"), best, strict=True):
                cell.set(f"{_W}w", f"{width:.0f}")
    return root


def _is_even(table: etree._Element) -> bool:
    """Whether every row has a cell in every one of its three free columns, so that their edges may be moved."""
    count = len(_widths(table))
    return count == 4 and all(
        len(row.findall(f"{_W}tc/{_W}tcPr/{_W}tcW")) == count and row.find(f".//{_W}gridSpan") is None
        for row in table.iter(f"{_W}tr")
    )


def _candidates(own: Sequence[float], rows: Sequence[etree._Element]) -> Iterator[list[float]]:
    first, room = own[0], sum(own[1:])
    size = max(_size(row) for row in rows)
    least = math.ceil((_FEWEST_SIGNS * size + _CELL_MARGINS) / room * _STEPS)
    yield list(own)
    for second in range(least, _STEPS - 2 * least + 1):
        for third in range(least, _STEPS - second - least + 1):
            shares = (second, third, _STEPS - second - third)
            yield [first, *(round(room * share / _STEPS) for share in shares)]


# ── closer lines ─────────────────────────────────────────────────────────────────────────────────


def _set_closer(root: etree._Element, lines: float, gaps: float) -> etree._Element:
    for paragraph in root.iter(f"{_W}p"):
        spacing = paragraph.find(f"{_W}pPr/{_W}spacing")
        if spacing is None:
            continue
        for name in ("before", "after"):
            if spacing.get(f"{_W}{name}"):
                spacing.set(f"{_W}{name}", f"{_number(spacing, name) * gaps:.0f}")
        line = _number(spacing, "line")
        if spacing.get(f"{_W}lineRule") == "exact" and paragraph.find(f".//{_W}t") is not None:
            closer = max(line * lines, _size(paragraph) * _LEAST_LEADING)
            spacing.set(f"{_W}line", f"{min(line, closer):.0f}")
    return root
