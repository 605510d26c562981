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
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from formgen.errors import Fault
from formgen.inspect.pdf_boxes import Box, appendix_boxes, form_boxes
from formgen.inspect.pdffonts import find_font_faults
from formgen.inspect.pdfspans import find_span_faults
from formgen.layout.appendix import PagedAppendix
from formgen.layout.measures import Measures
from formgen.layout.plan import PagedForm
from formgen.messages import pdf as say
from formgen.profile import Profile

DRAFT = "草稿"
_HYPHENS_OF_PDFIUM = {"\x02", "\ufffe"}
"""What PDFium makes of a hyphen at a line's end."""
_WRITTEN_OUT_BY_PDFIUM = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
)
"""Latin ligatures typed as one character (ﬁ): PDFium gives their letters."""
_WATERMARK_PT = 40.0
"""Nothing else on a page is as tall as a character of the draft mark."""


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
    expected = list(_expect_pages(paged, appendix, measures, profile))
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return (Fault(say.NOT_A_PDF.format(why=error), hint=say.REPORT_BUG),)
    try:
        if len(document) != len(expected):
            message = say.PAGES_DIFFER.format(found=len(document), expected=len(expected))
            return (Fault(message, hint=say.REPORT_BUG),)
        faults: list[Fault] = []
        for number, ((boxes, draft), page) in enumerate(zip(expected, document, strict=True), start=1):
            faults += _inspect_page(number, list(_characters(page)), boxes, draft=draft)
    finally:
        document.close()
    spans = find_span_faults(data, paged, profile, appendix)
    return (*faults, *spans, *find_font_faults(data))


def _expect_pages(
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


def _inspect_page(
    number: int, characters: Sequence[_Character], boxes: Sequence[Box], *, draft: bool
) -> Iterator[Fault]:
    found: list[list[_Character]] = [[] for _ in boxes]
    stray: list[_Character] = []
    watermark: list[str] = []
    place = 0  # a text's characters come together, so most stand in the box of the one before
    for character in characters:
        if character.height > _WATERMARK_PT:
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
    if "".join(watermark) != (DRAFT if draft else ""):
        message = say.TITLE_DIFFERS.format(
            page=number, found="".join(watermark), expected=DRAFT if draft else ""
        )
        yield Fault(message, hint=say.REPORT_BUG)


def _compare(number: int, box: Box, inside: Sequence[_Character]) -> Iterator[Fault]:
    place, field = (box.cell.place, box.cell.field) if box.cell else ("", "")
    found, expected = "".join(character.text for character in inside), squeeze(box.expected)
    if found.translate(_WRITTEN_OUT_BY_PDFIUM) != expected.translate(_WRITTEN_OUT_BY_PDFIUM):
        sentence = say.TEXT_DIFFERS if found else say.TEXT_MISSING
        message = sentence.format(page=number, label=box.label, found=found, expected=expected)
        yield Fault(message, place, field, say.REPORT_BUG)


def _characters(page: Any) -> Iterator[_Character]:
    """The page's characters in reading order, white space left out."""
    text_page = page.get_textpage()
    height = page.get_height()
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
