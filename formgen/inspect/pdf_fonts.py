"""Fonts of a PDF: every one embedded, every one searchable.

Comes in: the open PDF. Goes out: a Fault per font that is not.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from formgen.base.errors import Fault
from formgen.messages import pdf as say

_TAG, _DESCRIPTOR = pikepdf.Name.StructElem, pikepdf.Name.FontDescriptor
_COMPOSITE = pikepdf.Name.Type0
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def find_font_faults(pdf: pikepdf.Pdf) -> tuple[Fault, ...]:
    """Faults of the fonts of an unencrypted PDF."""
    return tuple(_faults(pdf))


def _faults(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary):
            continue
        kind = item.get("/Type")
        if kind == _TAG:  # nearly all of them
            continue
        if kind == _DESCRIPTOR and not any(key in item for key in _FONT_FILES):
            yield Fault(say.FONT_NOT_EMBEDDED.format(font=item.get("/FontName")), hint=say.REPORT_BUG)
        if item.get("/Subtype") == _COMPOSITE and "/ToUnicode" not in item:
            yield Fault(say.FONT_UNSEARCHABLE.format(font=item.get("/BaseFont")), hint=say.REPORT_BUG)
