"""The PDF says what the form says: read back from the bytes, cell by cell.

Comes in: the bytes and the plan they were made from. Goes out: a Fault for every difference; none
means that each text stands whole, in its own cell, searchable, in an embedded font.

PDFium is asked for the text in each box where one is expected. Where all boxes say what they should
and together count as many characters as the page, there is nothing else on it. Where they do not (or a
draft's mark lies over them), every character's own place is asked, and it is put into the box that holds
its centre. White space is left out of the comparison: a page has no line ends or tabs, only gaps.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from formgen.base.errors import Fault
from formgen.base.load_pdf import load_pdf
from formgen.declaration.profile import Profile
from formgen.inspect.pdf_boxes import DRAFT_SIZE, Box, appendix_boxes, form_boxes
from formgen.inspect.pdf_fonts import find_font_faults
from formgen.inspect.pdf_spans import find_span_faults
from formgen.layout.appendix import PagedAppendix
from formgen.layout.measures import CELL_PAD_X_MM, MM_PT, Measures
from formgen.layout.plan import PagedForm
from formgen.messages import pdf as say
from formgen.messages.rendering import DRAFT_MARK
from formgen.render.pdf_tags import find_cells

_HYPHENS_OF_PDFIUM = {"\x02", "\ufffe"}
"""What PDFium makes of a hyphen at a line's end."""
_WRITTEN_OUT_BY_PDFIUM = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
)
"""Latin ligatures typed as one character (ﬁ): PDFium gives their letters."""
_ENOUGH = 1000
"""So many characters more than twice as many as there should be: each needs its box, and a page can hold a million."""


class _Character(NamedTuple):
    """A character, its centre in pt from the page's top left, and its height. There are thousands."""

    text: str
    x: float
    y: float
    height: float


def inspect_pdf(
    data: bytes,
    paged: PagedForm | None,
    measures: Measures,
    profile: Profile,
    appendix: PagedAppendix | None = None,
) -> tuple[Fault, ...]:
    """Faults of the PDF, none when it holds the form, the appendix, or the form with the appendix behind it."""
    faults, whole = _inspect_pages(data, paged, measures, profile, appendix)
    if not whole:
        return faults
    with load_pdf(data) as pdf:
        return (*faults, *inspect_structure(pdf, find_cells(pdf), paged, profile, appendix))


def inspect_text(
    data: bytes,
    paged: PagedForm | None,
    measures: Measures,
    profile: Profile,
    appendix: PagedAppendix | None = None,
) -> tuple[Fault, ...]:
    """The faults of the pages alone, for one who has seen the structure (`inspect_structure`)."""
    return _inspect_pages(data, paged, measures, profile, appendix)[0]


def inspect_structure(
    pdf: pikepdf.Pdf,
    cells: Iterable[pikepdf.Dictionary],
    paged: PagedForm | None,
    profile: Profile,
    appendix: PagedAppendix | None,
) -> tuple[Fault, ...]:
    """The faults of tags and fonts. cells: all that are tagged so, in reading order."""
    return (*find_span_faults(cells, paged, profile, appendix), *find_font_faults(pdf))


def _inspect_pages(
    data: bytes,
    paged: PagedForm | None,
    measures: Measures,
    profile: Profile,
    appendix: PagedAppendix | None,
) -> tuple[tuple[Fault, ...], bool]:
    """The faults of the pages, and whether it is a PDF of as many pages as it should have."""
    expected = list(expect_pages(paged, appendix, measures, profile))
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return (Fault(say.NOT_A_PDF.format(why=error), hint=say.REPORT_BUG),), False
    try:
        if len(document) != len(expected):
            message = say.PAGES_DIFFER.format(found=len(document), expected=len(expected))
            return (Fault(message, hint=say.REPORT_BUG),), False
        faults: list[Fault] = []
        for number, ((boxes, draft), page) in enumerate(zip(expected, document, strict=True), start=1):
            text_page, height = page.get_textpage(), page.get_height()
            if draft or not _says_just(text_page, height, boxes):
                most = _ENOUGH + 2 * sum(len(box.expected) for box in boxes)
                found = list(islice(_characters(text_page, height), most))
                faults += _inspect_page(number, found, boxes, draft=draft)
    finally:
        document.close()
    return tuple(faults), True


def expect_pages(
    paged: PagedForm | None, appendix: PagedAppendix | None, measures: Measures, profile: Profile
) -> Iterator[tuple[list[Box], bool]]:
    """What must stand on each page, and whether it is a draft's."""
    before = 0
    if paged:
        before = len(paged.pages)
        for page in paged.pages:
            yield list(form_boxes(page, paged, measures, profile)), paged.view.draft
    if appendix:
        for part in appendix.pages:
            boxes = appendix_boxes(part, before + part.number, appendix, measures, profile)
            yield list(boxes), appendix.view.draft


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def _says_just(text_page: Any, height: float, boxes: Sequence[Box]) -> bool:
    """Whether the boxes hold their texts, and the page no other character. PDFium counts a character to every
    box that it touches: so their sides are drawn in by a cell's padding, where nothing should stand."""
    padding = CELL_PAD_X_MM * MM_PT
    room = text_page.count_chars() * 2 + 1  # a rare character is two halves
    buffer = (ctypes.c_ushort * room)()
    counted = 0
    for box in boxes:
        sides = (box.left + padding, height - box.top, box.right - padding, height - box.bottom)
        length = raw.FPDFText_GetBoundedText(text_page, *sides, buffer, room)
        expected = squeeze(box.expected)
        if _text_in(buffer, length) != expected:
            return False
        counted += len(expected)
    length = raw.FPDFText_GetText(text_page, 0, text_page.count_chars(), buffer)
    return counted == len(_text_in(buffer, length))


def _text_in(buffer: ctypes.Array[ctypes.c_ushort], length: int) -> str:
    """The buffer's first UTF-16 units as text, without white space and the closing zero."""
    text = bytes(memoryview(buffer)[:length]).decode("utf-16-le", errors="replace")
    return squeeze(text.replace("\0", ""))


def _inspect_page(
    number: int, characters: Sequence[_Character], boxes: Sequence[Box], *, draft: bool
) -> Iterator[Fault]:
    found: list[list[_Character]] = [[] for _ in boxes]
    stray: list[_Character] = []
    watermark: list[str] = []
    place = 0  # a text's characters come together, so most stand in the box of the one before
    for character in characters:
        if character.height > DRAFT_SIZE:
            watermark.append(character.text)
            continue
        if not (boxes and boxes[place].holds(character.x, character.y)):
            hits = (at for at, box in enumerate(boxes) if box.holds(character.x, character.y))
            hit = next(hits, None)
            if hit is None:
                stray.append(character)
                continue
            place = hit
        found[place].append(character)
    for box, inside in zip(boxes, found, strict=True):
        yield from _compare(number, box, inside)
    if stray:
        text = "".join(character.text for character in stray)
        yield Fault(say.STRAY_TEXT.format(page=number, found=text), hint=say.REPORT_BUG)
    if "".join(watermark) != (DRAFT_MARK if draft else ""):
        message = say.TITLE_DIFFERS.format(
            page=number, found="".join(watermark), expected=DRAFT_MARK if draft else ""
        )
        yield Fault(message, hint=say.REPORT_BUG)


def _compare(number: int, box: Box, inside: Sequence[_Character]) -> Iterator[Fault]:
    place, field = (box.cell.place, box.cell.field) if box.cell else ("", "")
    found, expected = "".join(character.text for character in inside), squeeze(box.expected)
    if found.translate(_WRITTEN_OUT_BY_PDFIUM) != expected.translate(_WRITTEN_OUT_BY_PDFIUM):
        sentence = say.TEXT_DIFFERS if found else say.TEXT_MISSING
        message = sentence.format(page=number, label=box.label, found=found, expected=expected)
        yield Fault(message, place, field, say.REPORT_BUG)


def _characters(text_page: Any, height: float) -> Iterator[_Character]:
    """The characters in reading order, white space left out. height: of the page, in pt."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    at = tuple(ctypes.byref(number) for number in (left, right, bottom, top))
    high = ""
    for index in range(text_page.count_chars()):
        text = chr(raw.FPDFText_GetUnicode(text_page, index))
        if "\ud800" <= text <= "\udbff":
            high = text  # PDFium gives a rare character in two halves
            continue
        text = _whole_character(high, text)
        high = ""
        # PDFium itself makes up white space and hyphens only.
        if text.isspace() or (text == "-" and raw.FPDFText_IsGenerated(text_page, index) == 1):
            continue
        raw.FPDFText_GetCharBox(text_page, index, *at)
        yield _Character(
            text,
            (left.value + right.value) / 2,
            height - (bottom.value + top.value) / 2,
            top.value - bottom.value,
        )


def _whole_character(high: str, text: str) -> str:
    if high:
        return (high + text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "-" if text in _HYPHENS_OF_PDFIUM else text
