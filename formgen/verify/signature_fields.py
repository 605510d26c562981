"""Where a PDF keeps signatures: fields of its form, and dictionaries that only look like signatures.

Comes in: an open PDF. Goes out: the filled signature fields as plain values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, String

_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A field with a signature. name: its full name. contents: the signature as it stands. visible: one of its
    widgets has an area and draws in it. whole: the dictionary has a range and contents. objgen: of the
    signature's dictionary, (0, 0) where it stands in the field itself. places: objgens of its widgets."""

    name: str
    subfilter: str
    contents: bytes
    visible: bool
    whole: bool
    objgen: tuple[int, int]
    places: frozenset[tuple[int, int]]


def find_signature_fields(pdf: pikepdf.Pdf) -> tuple[SignatureField, ...]:
    """The signature fields of the form that are filled, in its order."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary):
        return ()
    return tuple(_walk(form.get("/Fields"), "", "", 0))


def has_loose_signature(objects: Iterable[object], fields: tuple[SignatureField, ...]) -> bool:
    """True for a dictionary with a /ByteRange that no signature field holds. objects: of the file."""
    known = {field.objgen for field in fields}
    return any(
        isinstance(item, Dictionary)
        and item.objgen not in known
        and ("/ByteRange" in item or item.get("/Type") in ("/Sig", "/DocTimeStamp"))
        for item in objects
    )


def is_signature_field(field: Dictionary) -> bool:
    """True for a field, or a widget of one, whose type is that of signatures."""
    seen = 0
    node: pikepdf.Object | None = field
    while isinstance(node, Dictionary) and seen < _DEEPEST:
        if "/FT" in node:
            return bool(node["/FT"] == "/Sig")
        node, seen = node.get("/Parent"), seen + 1
    return False


def _walk(items: pikepdf.Object | None, above: str, kind: str, depth: int) -> Iterator[SignatureField]:
    if not isinstance(items, Array) or depth > _DEEPEST:
        return
    for field in items:
        if not isinstance(field, Dictionary):
            continue
        own = str(field["/T"]) if isinstance(field.get("/T"), String) else ""
        name = ".".join(part for part in (above, own) if part)
        type_ = str(field.get("/FT", kind))
        value = field.get("/V")
        if type_ == "/Sig" and isinstance(value, Dictionary):
            yield _read(field, value, name)
        yield from _walk(field.get("/Kids"), name, type_, depth + 1)


def _read(field: Dictionary, value: Dictionary, name: str) -> SignatureField:
    contents, span = value.get("/Contents"), value.get("/ByteRange")
    kids = field.get("/Kids")
    widgets = [field, *(kids if isinstance(kids, Array) else ())]
    return SignatureField(
        name=name or "?",
        subfilter=str(value.get("/SubFilter", "")),
        contents=bytes(contents) if isinstance(contents, String) else b"",
        visible=any(isinstance(widget, Dictionary) and is_visible(widget) for widget in widgets),
        whole=isinstance(contents, String) and isinstance(span, Array) and len(span) == 4,
        objgen=value.objgen,
        places=frozenset(widget.objgen for widget in widgets if widget.is_indirect),
    )


def find_seals(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """The objgens of all widgets of filled signature fields. What only calls itself one is none of them."""
    return frozenset(place for field in find_signature_fields(pdf) for place in field.places)


def is_seal(note: Dictionary, seals: frozenset[tuple[int, int]]) -> bool:
    """The place of a signature. One that is seen belongs to a signature that is there, which is judged apart: a
    place left open for it has nothing to draw. seals: of the file (`find_seals`)."""
    if note.get("/Subtype") != "/Widget" or not is_signature_field(note):
        return False
    return note.objgen in seals or not any(key in note for key in ("/AP", "/MK", "/V"))


def is_visible(widget: Dictionary) -> bool:
    """Whether a widget has an area and draws in it."""
    area = widget.get("/Rect")
    if not isinstance(area, Array) or len(area) != 4 or "/AP" not in widget:
        return False
    left, bottom, right, top = (float(number) for number in area)
    return left != right and bottom != top
