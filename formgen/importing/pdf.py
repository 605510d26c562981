"""The pages of a text PDF with ruled tables → a sheet.

Comes in: the bytes of a PDF that an office program wrote. Goes out: one `OldSheet`: lines of text and rows of
tables from the first page to the last, all tables on one grid of columns. A row that a page breaks is put
together and told; a line that ends before its cell does is taken for the end of a paragraph.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from formgen.base.errors import UnreadableInput
from formgen.importing.old_sheet import OldSheet
from formgen.importing.pdf_layout import Box, Layout, PdfCell, PdfPage, PdfTable, nearest, rules_of
from formgen.importing.pdf_limits import MOST_CHARACTERS, require_moderate
from formgen.messages import importing as say

MOST_PAGES = 200
_Char = Mapping[str, Any]
"""A character as pdfplumber tells it: text, x0, x1, top, bottom, size, upright."""

_SHORT = 1.7
"""A line that leaves room for so many characters more was ended by its writer."""


def load_pages(data: bytes, path: Path) -> tuple[OldSheet, ...]:
    """Raises UnreadableInput where there is no text, or what is there cannot be read."""
    require_moderate(data, path)
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        with _quiet(), warnings.catch_warnings(), pdfplumber.open(io.BytesIO(data)) as document:
            warnings.simplefilter("ignore")
            pages = [_read_page(page, number) for number, page in enumerate(_few(document, path), 1)]
    # What damaged pages make pdfminer raise beside its own errors.
    except (PDFException, PdfminerException, MalformedPDFException, ValueError, LookupError, TypeError, AttributeError,
            ArithmeticError, RecursionError) as error:  # fmt: skip
        raise UnreadableInput(say.PDF_UNREADABLE.format(path=path)) from error
    if not any(page.tables or page.lines for page in pages):
        raise UnreadableInput(say.NO_TEXT.format(path=path))
    if not any(page.tables for page in pages):
        raise UnreadableInput(say.NO_RULES.format(path=path))
    return (Layout(pages, path.name).sheet(),)


@contextmanager
def _quiet() -> Iterator[None]:
    """What pdfminer tells programmers is nothing for the people at the screen."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _few(document: Any, path: Path) -> Iterator[Any]:
    """The pages, as long as they are no more than a form could have."""
    if len(document.pages) > MOST_PAGES:
        raise UnreadableInput(say.PDF_UNREADABLE.format(path=path))
    count = 0
    for page in document.pages:
        count += len(page.chars)
        if count > MOST_CHARACTERS:
            raise UnreadableInput(say.PDF_UNREADABLE.format(path=path))
        yield page
        page.close()


# ── a page ───────────────────────────────────────────────────────────────────────────────────────


def _read_page(page: Any, number: int) -> PdfPage:
    """Its tables, and the lines of text that stand in none."""
    made = PdfPage(number)
    chars = [char for char in page.chars if char["upright"]]
    turned = "".join(str(char["text"]) for char in page.chars if not char["upright"]).strip()
    for table in page.find_tables():
        cells = [PdfCell(box, "") for box in _with_open_ends([tuple(box) for box in table.cells])]
        owned, chars = _share(chars, cells)
        for cell, own in zip(cells, owned, strict=True):
            cell.text = _text_of(own, cell.box)
        ys = rules_of([edge for cell in cells for edge in (cell.box[1], cell.box[3])])
        for cell in cells:
            cell.row, cell.last_row = nearest(ys, cell.box[1]), nearest(ys, cell.box[3]) - 1
        made.tables.append(PdfTable(table.bbox[1], len(ys) - 1, cells))
    lines = [(float(line[0]["top"]), _line_text(line).strip()) for line in _lines(chars)]
    made.lines = [(top, text) for top, text in [*lines, (float(page.height), turned)] if text]
    return made


def _with_open_ends(boxes: list[Box]) -> list[Box]:
    """The cells, and those that a page breaks without a rule at its end: columns that go on below a cell and
    belong to nobody."""
    xs = rules_of([edge for box in boxes for edge in (box[0], box[2])])
    ys = rules_of([edge for box in boxes for edge in (box[1], box[3])])
    owners: dict[tuple[int, int], Box] = {}
    for box in boxes:
        for row in range(nearest(ys, box[1]), nearest(ys, box[3])):
            for column in range(nearest(xs, box[0]), nearest(xs, box[2])):
                owners[row, column] = box
    opened: dict[Box, None] = {}
    for column in range(len(xs) - 1):
        row = len(ys) - 1
        while row > 0 and (row - 1, column) not in owners:
            row -= 1
        if 0 < row < len(ys) - 1:
            above = owners[row - 1, column]
            opened[above[0], ys[row], above[2], ys[-1]] = None
    return [*boxes, *opened]


def _share(chars: Sequence[_Char], cells: Sequence[PdfCell]) -> tuple[list[list[_Char]], list[_Char]]:
    """The characters of each cell, those whose middle lies in it; and those in no cell."""
    owned: list[list[_Char]] = [[] for _ in cells]
    loose = []
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for cell, own in zip(cells, owned, strict=True):
            left, top, right, bottom = cell.box
            if left <= x <= right and top <= y <= bottom:
                own.append(char)
                break
        else:
            loose.append(char)
    return owned, loose


def _lines(chars: Sequence[_Char]) -> list[list[_Char]]:
    """Characters that stand on one line, each line from left to right."""
    lines: list[list[_Char]] = []
    for char in sorted(chars, key=lambda char: (char["bottom"], char["x0"])):
        size = char["size"] or 1.0
        if lines and abs(lines[-1][0]["bottom"] - char["bottom"]) < size * 0.5:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda char: char["x0"]) for line in lines]


def _line_text(line: Sequence[_Char]) -> str:
    """The characters, with a blank where there is room for one between two."""
    text = line[0]["text"]
    for before, char in pairwise(line):
        if char["x0"] - before["x1"] > before["size"] * 0.35 and " " not in (text[-1:], char["text"]):
            text += " "
        text += char["text"]
    return str(text)


def _text_of(chars: Sequence[_Char], box: Box) -> str:
    lines = [line for line in _lines(chars) if _line_text(line).strip()]
    if not lines:
        return ""
    text = _line_text(lines[0]).strip()
    for before, line in pairwise(lines):
        own = _line_text(line).strip()
        text += ("\n" if _ends_early(before, line, box) else _glue(text, own)) + own
    return text


def _ends_early(line: Sequence[_Char], after: Sequence[_Char], box: Box) -> bool:
    """Whether the next line's first word would have fitted on this one. Lines in the middle of their cell leave
    as much on the left."""
    size = float(line[0]["size"])
    left, right = float(line[0]["x0"]) - box[0], box[2] - float(line[-1]["x1"])
    if abs(left - right) < size and left > size * _SHORT:  # centred
        return left + right > _first_word(after) + size * _SHORT
    return right > _first_word(after) + size * _SHORT


def _first_word(line: Sequence[_Char]) -> float:
    """The width of what cannot be parted at the start of a line: a letter of Chinese, a word or number, and the
    points behind it."""
    end = line[0]["x1"]
    for before, char in pairwise(line):
        narrow = _is_narrow(before["text"]) and _is_narrow(char["text"])
        if not narrow and char["text"] not in _NEVER_FIRST and before["text"] not in _NEVER_LAST:
            break
        end = char["x1"]
    return float(end - line[0]["x0"])


_NEVER_FIRST = "，。；：、？！）》”’%％‰℃…—,.;:)]】"
_NEVER_LAST = "（《“‘([【"


def _is_narrow(text: str) -> bool:
    return text.isascii() and not text.isspace()


def _glue(before: str, after: str) -> str:
    """Between two words of Latin letters the blank was lost at the line's end."""
    return (
        " "
        if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
        else ""
    )
