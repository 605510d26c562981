"""The text of a PDF's pages in the order in which it is written there.

Comes in: the bytes. Goes out: a text per page.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium


def page_texts(data: bytes) -> Iterator[str]:
    """Each page's text; nothing for what is no PDF."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return
    with document:
        for page in document:
            yield page.get_textpage().get_text_range()
