"""Do the characters of a cell stand in the order in which they are written there, each in a place of its own?

Comes in: the bytes of a PDF, and the boxes of its pages. Goes out: the boxes where they do not. A program reads a text
in the order in which the page's content has it; a person reads it from left to right, and line by line.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from formgen.inspect.pdf_boxes import DRAFT_SIZE, Box

_SAME_LINE = 0.2
"""Of the height of type: so far the base lines of one line's characters may be apart."""

_STEP = 0.4
"""Of a character's width: the next one is at least so far away. Signs of punctuation are set in half their width."""


class _Sign(NamedTuple):
    """left and right: as wide as a character is set; base: where it stands; size: how tall its type is; in pt, y
    downwards."""

    left: float
    right: float
    base: float
    size: float


def find_disorder(data: bytes, pages: Sequence[Sequence[Box]]) -> Iterator[tuple[int, Box]]:
    """(page from 1, box) of every text that is seen in another order, or over itself. pages: their boxes."""
    with pdfium.PdfDocument(data) as document:
        for number, boxes in enumerate(pages[: len(document)], 1):
            page = document[number - 1]
            signs = list(_signs(page.get_textpage(), page.get_height()))
            yield from ((number, box) for box, inside in _sorted_in(signs, boxes) if not _is_in_order(inside))


def _sorted_in(signs: Sequence[_Sign], boxes: Sequence[Box]) -> Iterator[tuple[Box, list[_Sign]]]:
    inside: list[list[_Sign]] = [[] for _ in boxes]
    place = 0  # a text's characters come together, so most stand in the box of the one before
    for sign in signs:
        x, y = (sign.left + sign.right) / 2, sign.base - sign.size / 4
        if not (boxes and boxes[place].holds(x, y)):
            hit = next((at for at, box in enumerate(boxes) if box.holds(x, y)), None)
            if hit is None:
                continue
            place = hit
        inside[place].append(sign)
    yield from zip(boxes, inside, strict=True)


def _is_in_order(signs: Sequence[_Sign]) -> bool:
    for one, then in pairwise(signs):
        near = _SAME_LINE * min(one.size, then.size)
        if then.base < one.base - near:
            return False
        if abs(then.base - one.base) <= near and then.left < one.left + _STEP * (one.right - one.left):
            return False
    return True


def _signs(text_page: Any, height: float) -> Iterator[_Sign]:
    """The characters that can be seen, in the order of the text. height: of the page."""
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for number in range(text_page.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(text_page, number))
        if sign.isspace() or "\udc00" <= sign <= "\udfff" or raw.FPDFText_IsGenerated(text_page, number) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(text_page, number, ctypes.byref(box))
        size = box.top - box.bottom
        if size > DRAFT_SIZE:
            continue
        raw.FPDFText_GetCharOrigin(text_page, number, ctypes.byref(x), ctypes.byref(y))
        yield _Sign(box.left, box.right, height - y.value, size)
