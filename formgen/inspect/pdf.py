"""The PDF says what the form says: read back from the bytes, cell by cell.

Comes in: the bytes and the plan they were made from. Goes out: a Fault for every difference; none
means that each text stands whole, in its own cell, searchable, in an embedded font. Called by
`formgen.pipeline` before anything is published.

Every character's place on the page is asked of PDFium and put into the cell whose box holds its
centre. White space is left out of the comparison: a page has no line ends or tabs, only gaps.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from formgen.errors import Fault
from formgen.inspect.pdffonts import find_font_faults
from formgen.layout.measures import MM_PT, Measures
from formgen.layout.plan import PagedForm, PlacedPage, PlacedRow
from formgen.messages import pdf as say
from formgen.profile import Profile
from formgen.view import Cell, TableView

DRAFT = "草稿"
_HYPHENS_OF_PDFIUM = {"\x02", "\ufffe"}
"""What PDFium makes of a hyphen at a line's end."""
_WRITTEN_OUT_BY_PDFIUM = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
)
"""Latin ligatures typed as one character (ﬁ): PDFium gives their letters."""
_WATERMARK_PT = 60.0


@dataclass(frozen=True, slots=True)
class _Character:
    """A character and its centre, in pt from the page's top left."""

    text: str
    x: float
    y: float
    size: float
    mapped: bool


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a text must stand. label: its official name, for messages."""

    left: float
    top: float
    right: float
    bottom: float
    expected: str
    label: str
    cell: Cell | None = None

    def holds(self, character: _Character) -> bool:
        return self.left <= character.x < self.right and self.top <= character.y < self.bottom


def inspect_pdf(data: bytes, paged: PagedForm, measures: Measures, profile: Profile) -> tuple[Fault, ...]:
    """Faults of the PDF, none when it holds."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return (Fault(say.NOT_A_PDF.format(why=error), hint=say.REPORT_BUG),)
    try:
        if len(document) != len(paged.pages):
            message = say.PAGES_DIFFER.format(found=len(document), expected=len(paged.pages))
            return (Fault(message, hint=say.REPORT_BUG),)
        faults: list[Fault] = []
        for placed, page in zip(paged.pages, document, strict=True):
            boxes = list(_boxes(placed, paged, measures, profile))
            faults += _inspect_page(placed.number, list(_characters(page)), boxes, draft=paged.view.draft)
    finally:
        document.close()
    return (*faults, *find_font_faults(data))


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def _inspect_page(
    number: int, characters: Sequence[_Character], boxes: Sequence[_Box], *, draft: bool
) -> Iterator[Fault]:
    found: dict[_Box, list[_Character]] = {box: [] for box in boxes}
    stray: list[_Character] = []
    watermark: list[str] = []
    for character in characters:
        if character.size > _WATERMARK_PT:
            watermark.append(character.text)
            continue
        box = next((box for box in boxes if box.holds(character)), None)
        (stray if box is None else found[box]).append(character)
    for box, inside in found.items():
        yield from _compare(number, box, inside)
    if stray:
        text = "".join(character.text for character in stray)
        yield Fault(say.STRAY_TEXT.format(page=number, found=text), hint=say.REPORT_BUG)
    if "".join(watermark) != (DRAFT if draft else ""):
        message = say.TITLE_DIFFERS.format(
            page=number, found="".join(watermark), expected=DRAFT if draft else ""
        )
        yield Fault(message, hint=say.REPORT_BUG)


def _compare(number: int, box: _Box, inside: Sequence[_Character]) -> Iterator[Fault]:
    place, field = (box.cell.place, box.cell.field) if box.cell else ("", "")
    found, expected = "".join(character.text for character in inside), squeeze(box.expected)
    if found.translate(_WRITTEN_OUT_BY_PDFIUM) != expected.translate(_WRITTEN_OUT_BY_PDFIUM):
        sentence = say.TEXT_DIFFERS if found else say.TEXT_MISSING
        message = sentence.format(page=number, label=box.label, found=found, expected=expected)
        yield Fault(message, place, field, say.REPORT_BUG)
    elif not all(character.mapped for character in inside):
        yield Fault(say.TEXT_UNMAPPED.format(page=number, label=box.label), place, field, say.REPORT_BUG)


def _characters(page: Any) -> Iterator[_Character]:
    """The page's characters in reading order, white space left out."""
    text_page = page.get_textpage()
    height = page.get_height()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    high = ""
    for index in range(text_page.count_chars()):
        text = chr(raw.FPDFText_GetUnicode(text_page, index))
        if "\ud800" <= text <= "\udbff":
            high = text  # PDFium gives a rare character in two halves
            continue
        text = _whole_character(high, text)
        high = ""
        if text.isspace() or raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        yield _Character(
            text,
            (left.value + right.value) / 2,
            height - (bottom.value + top.value) / 2,
            raw.FPDFText_GetFontSize(text_page, index),
            raw.FPDFText_HasUnicodeMapError(text_page, index) != 1,
        )


def _whole_character(high: str, text: str) -> str:
    if high:
        return (high + text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "-" if text in _HYPHENS_OF_PDFIUM else text


def _boxes(placed: PlacedPage, paged: PagedForm, measures: Measures, profile: Profile) -> Iterator[_Box]:
    """Everything that must stand on this page, and where."""
    page, view = profile.page, paged.view
    left, top = float(page.margin_left) * MM_PT, float(page.margin_top) * MM_PT
    right, bottom = float(page.width - page.margin_right) * MM_PT, float(page.height) * MM_PT
    if placed.first:
        yield _Box(left, 0, right, top + measures.title_height, view.title + view.year_line, profile.title)
        top += measures.title_height
    for row in placed.facts:
        yield from _row_boxes([row], left, top, view.facts, profile)
        top += row.height
    if placed.rows:
        end = top + measures.head_height(view.table)
        first = top + measures.row_height(1, "head")
        yield _Box(left, top, right, first, view.table.heading, view.table.heading)
        for column, (start, stop) in zip(view.table.columns, _edges(view.table, left), strict=True):
            yield _Box(start, first, stop, end, column.heading, column.heading)
        yield from _row_boxes(placed.rows, left, end, view.table, profile)
    foot = bottom - float(page.margin_bottom) * MM_PT
    yield _Box(0, foot, float(page.width) * MM_PT, bottom, f"—{placed.number}—", say.PAGE_NUMBER)


def _row_boxes(
    rows: Sequence[PlacedRow], left: float, top: float, table: TableView, profile: Profile
) -> Iterator[_Box]:
    edges = list(_edges(table, left))
    tops = [top]
    for row in rows:
        tops.append(tops[-1] + row.height)
    for index, row in enumerate(rows):
        for (start, stop), placed in zip(edges, row.cells, strict=True):
            if placed is not None:
                label = profile.label(placed.cell.field) if placed.cell.field else placed.text
                bottom = tops[index + placed.rowspan]
                yield _Box(start, tops[index], stop, bottom, placed.text, label, placed.cell)


def _edges(table: TableView, left: float) -> Iterator[tuple[float, float]]:
    for column in table.columns:
        right = left + column.width * MM_PT
        yield left, right
        left = right
