"""Seals that are seen on a page: what of its text do they cover?

Comes in: a PDF whose pages were compared without its seals, and its signatures. Goes out: checks. A seal's own area
is its owner's; but what it covers nobody can compare, and anybody can make a seal for himself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TypeGuard

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary

from formgen.base.load_pdf import load_pdf
from formgen.inspect.pdf import squeeze
from formgen.messages import verify as say
from formgen.verify.signature_fields import find_seals, is_seal, is_visible
from formgen.verify.signatures import Signature, SignatureState
from formgen.verify.verdict import Check, State, not_checked

_MOST_SHOWN = 40


def check_seals(id: str, data: bytes, pdf: pikepdf.Pdf, signatures: Sequence[Signature]) -> Iterator[Check]:
    """A check with this id per seal that covers text; nothing for those that stand in an empty place."""
    visible = [item for item in signatures if item.visible]
    if any(item.state is SignatureState.UNJUDGED for item in visible):
        yield not_checked(id, say.SEAL_COVERS)
        return
    trusted = all(item.trusted for item in visible)
    for page, text in _covered(data, pdf):
        shown = text[:_MOST_SHOWN] + ("…" if len(text) > _MOST_SHOWN else "")
        message = say.SEAL_OVER.format(page=page, text=shown)
        yield Check(id, State.INFO, message) if trusted else not_checked(id, message + say.SEAL_UNTRUSTED)


def without_seals(data: bytes) -> bytes:
    """The document without the places of its signatures and what is drawn there, fonts of their own among it."""
    stream = BytesIO()
    with load_pdf(data, suppress_warnings=True) as pdf:
        seals = find_seals(pdf)
        for page in pdf.pages:
            notes = [note for note in page.obj.get("/Annots", ()) if not _is_seal(note, seals)]
            if notes:
                page.obj["/Annots"] = Array(notes)
            elif "/Annots" in page.obj:
                del page.obj["/Annots"]
        if "/AcroForm" in pdf.Root:
            del pdf.Root["/AcroForm"]
        pdf.save(stream, fix_metadata_version=False)
    return stream.getvalue()


def _is_seal(note: pikepdf.Object, seals: frozenset[tuple[int, int]]) -> TypeGuard[Dictionary]:
    return isinstance(note, Dictionary) and is_seal(note, seals)


def _covered(data: bytes, pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """(page from 1, text under it) of every seal that has some."""
    seals = find_seals(pdf)
    with pdfium.PdfDocument(data) as document:
        for number, page in enumerate(pdf.pages):
            for note in page.obj.get("/Annots", ()):
                if not (_is_seal(note, seals) and is_visible(note)):
                    continue
                x1, y1, x2, y2 = (float(corner) for corner in note["/Rect"])
                area = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
                text = squeeze(document[number].get_textpage().get_text_bounded(*area))
                if text:
                    yield number + 1, text
