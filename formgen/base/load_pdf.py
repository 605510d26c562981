"""PDF bytes opened by pikepdf, the quick way.

Comes in: bytes. Goes out: the open PDF. qpdf reads a PDF in thousands of small bites; of a stream of Python's
every bite is a call of its own, of memory that the system lends as a file it is none: half the time.
"""

from __future__ import annotations

import os
from io import BytesIO
from typing import Any

import pikepdf


def load_pdf(data: bytes, **options: Any) -> pikepdf.Pdf:
    """The PDF, to be closed by whoever asked. options: of `pikepdf.open`, which says what is raised."""
    try:
        if not data:
            return pikepdf.open(BytesIO(), **options)  # its own words for what cannot be lent
        lent = os.memfd_create("pdf")
    except (AttributeError, OSError):  # not Linux, or it lends nothing
        return pikepdf.open(BytesIO(data), **options)
    with os.fdopen(lent, "r+b", buffering=0) as file:
        if file.write(data) != len(data):
            return pikepdf.open(BytesIO(data), **options)
        file.seek(0)
        return pikepdf.open(file, access_mode=pikepdf.AccessMode.mmap_only, **options)
