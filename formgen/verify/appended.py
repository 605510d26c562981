"""What was appended to a finished PDF: signatures alone, or changes too.

Comes in: the file as it was made, and as it is now. Goes out: the changes, in words. Nothing is judged of the
signatures themselves (`verify.signatures` does): this is what may stand around them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Stream

from formgen.base.load_pdf import load_pdf
from formgen.messages import signatures as say
from formgen.verify.signature_fields import is_signature_field

# What signing programs write into the catalogue; the metadata are compared with the data by themselves.
_OF_SIGNING = {"/AcroForm", "/Extensions", "/Perms", "/DSS", "/Version", "/Metadata"}


def changes_beside_signatures(before: bytes, now: bytes) -> tuple[str, ...]:
    """What `now` has otherwise than `before`, besides signature fields, their widgets and what proves them;
    empty where signatures alone were added. Raises pikepdf.PdfError where `now` is no PDF."""
    try:
        old = load_pdf(before)
    except pikepdf.PdfError:
        return (say.APPENDED_BROKEN,)
    with old, load_pdf(now) as new:
        return tuple(_changes(old, new))


def _changes(old: pikepdf.Pdf, new: pikepdf.Pdf) -> Iterator[str]:
    yield from _catalog_changes(old.Root, new.Root)
    if len(old.pages) != len(new.pages):
        yield say.APPENDED_PAGES.format(old=len(old.pages), new=len(new.pages))
    pages = list(zip(old.pages, new.pages, strict=False))
    for number, (before, now) in enumerate(pages, 1):
        if _without(before.obj, {"/Annots"}) != _without(now.obj, {"/Annots"}):
            yield say.APPENDED_PAGE.format(page=number)
        if not _annotations_hold(before.obj.get("/Annots"), now.obj.get("/Annots")):
            yield say.APPENDED_ANNOTATION.format(page=number)
    form = new.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, Dictionary) else None
    if isinstance(fields, Array) and not all(_is_signature_tree(field) for field in fields):
        yield say.APPENDED_FIELD
    apart = {page.objgen for page, _ in pages} | {old.Root.objgen}
    for key in (old.Root.get("/Metadata"), old.trailer.get("/Info"), *_annotation_arrays(old)):
        apart |= {key.objgen} if isinstance(key, Stream | Dictionary | Array) else set()
    changed = sum(1 for item in old.objects if item.objgen not in apart and not _same(item, new))
    if changed:
        yield say.APPENDED_OBJECTS.format(count=changed)


def _catalog_changes(old: pikepdf.Object, new: pikepdf.Object) -> Iterator[str]:
    before, now = _without(old, _OF_SIGNING), _without(new, _OF_SIGNING)
    for key in sorted(before.keys() | now.keys()):
        if before.get(key) != now.get(key):
            yield say.APPENDED_CATALOG.format(key=key.removeprefix("/"))


def _without(item: pikepdf.Object, keys: set[str]) -> dict[str, bytes]:
    return {key: _text(value) for key, value in item.items() if key not in keys}


def _text(item: pikepdf.Object | None) -> bytes:
    """As it stands; a reference as a reference: what it leads to is compared by itself."""
    if isinstance(item, pikepdf.Object):
        if item.is_indirect:
            return b"%d %d R" % item.objgen
        return item.unparse()
    return repr(item).encode()


def _same(item: pikepdf.Object, new: pikepdf.Pdf) -> bool:
    other = new.get_object(item.objgen)
    if isinstance(item, Stream):
        if not isinstance(other, Stream) or item.read_raw_bytes() != other.read_raw_bytes():
            return False
        return _without(item.stream_dict, set()) == _without(other.stream_dict, set())
    return item.unparse() == other.unparse()


def _annotations_hold(old: pikepdf.Object | None, new: pikepdf.Object | None) -> bool:
    """True where the old ones stand first and the rest are widgets of signatures."""
    before = list(old) if isinstance(old, Array) else []
    now = list(new) if isinstance(new, Array) else []
    if [_text(item) for item in now[: len(before)]] != [_text(item) for item in before]:
        return False
    return all(
        isinstance(item, Dictionary) and item.get("/Subtype") == "/Widget" and is_signature_field(item)
        for item in now[len(before) :]
    )


def _annotation_arrays(pdf: pikepdf.Pdf) -> list[pikepdf.Object | None]:
    return [page.obj.get("/Annots") for page in pdf.pages]


def _is_signature_tree(field: pikepdf.Object) -> bool:
    return isinstance(field, Dictionary) and is_signature_field(field)
