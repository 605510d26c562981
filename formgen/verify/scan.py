"""Is a PDF a scan: pictures of paper, without data of its own?

Comes in: an open PDF. Goes out: yes or no.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Stream


def is_scan(pdf: pikepdf.Pdf) -> bool:
    """Whether every page is a picture; a text behind it, which a program read from it, may be there."""
    return all(_is_picture(page) for page in pdf.pages)


def _is_picture(page: pikepdf.Page) -> bool:
    resources = page.obj.get("/Resources")
    named = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    items = list(named.as_dict().values()) if isinstance(named, Dictionary) else []
    return any(isinstance(item, Stream) and item.get("/Subtype") == "/Image" for item in items)
