"""What a PDF says of itself and what it carries: attachments, XMP, document information, signatures.

Comes in: an open PDF. Goes out: plain values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import md5

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Stream

from formgen.declaration.carried import PDFUA_NAMESPACE, XMP_NAMESPACE

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_NAMES = {
    "{http://www.aiim.org/pdfa/ns/id/}part": "pdfa_part",
    "{http://www.aiim.org/pdfa/ns/id/}conformance": "pdfa_conformance",
    f"{{{PDFUA_NAMESPACE}}}part": "pdfua_part",
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "creator",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://purl.org/dc/elements/1.1/}description": "description",
    "{http://purl.org/dc/elements/1.1/}subject": "subject",
    "{http://ns.adobe.com/pdf/1.3/}Keywords": "keywords",
    "{http://ns.adobe.com/xap/1.0/}CreateDate": "created",
}
_INFORMATION = ("Title", "Author", "Subject", "Keywords", "CreationDate")
_MOST_XMP = 4 << 20
"""Bytes. One of formgen's has ten thousand."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """An embedded file. name: all of its names, where it has several. size and checksum: as declared, None where they
    are not. listed: stands among the document's attachments; associated: with the document itself (ISO 19005-3, 6.8)."""

    name: str
    relationship: str
    media_type: str
    data: bytes
    size: int | None
    checksum: bytes | None
    date: str
    listed: bool
    associated: bool

    @property
    def is_whole(self) -> bool:
        """True where declared size and checksum are there and right."""
        right = md5(self.data, usedforsecurity=False).digest()
        return self.size == len(self.data) and self.checksum == right


def read_attachments(pdf: pikepdf.Pdf, objects: Iterable[object] | None = None) -> tuple[Attachment, ...]:
    """Every embedded file of the document, whether it is listed or hidden in some other place. objects: those of the
    document that could name one. Raises pikepdf.PdfError for one that cannot be unpacked."""
    listed = list(_listed_files(pdf))
    associated = {item.objgen for item in _entries(pdf.Root.get("/AF"))}
    found: dict[tuple[int, int], Attachment] = {}
    places = {spec.objgen: key for key, spec in listed}
    for spec in _file_specs(pdf, pdf.objects if objects is None else objects, listed):
        own = spec.objgen
        name = _name(spec, places.get(own))
        for content in _contents(spec):
            found.setdefault(
                content.objgen,
                _read_attachment(name, spec, content, listed=own in places, associated=own in associated),
            )
    return tuple(found.values())


def read_xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Properties by name: title, creator, language, pdfa_part, pdfa_conformance, pdfua_part, those that say more of
    the document, and formgen's own with their names in its schema; of one that says several things, all of them. Empty
    where there is no readable packet."""
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, Stream):
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        packet = metadata.read_bytes()
        if len(packet) > _MOST_XMP:
            return {}
        root = etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError, pikepdf.PdfError):
        return {}
    properties: dict[str, dict[str, None]] = {}
    for description in root.iter(f"{_RDF}Description"):
        items = [(str(name), str(text)) for name, text in description.attrib.items()]
        items += [(str(child.tag), text) for child in description for text in _texts(child)]
        for name, text in items:
            key = _key(name)
            if key:
                properties.setdefault(key, {})[text] = None
    return {name: "、".join(texts) for name, texts in properties.items()}


def read_information(pdf: pikepdf.Pdf) -> dict[str, str]:
    """What the document information dictionary says of the document, as far as it does."""
    info = pdf.trailer.get("/Info")
    if not isinstance(info, Dictionary):
        return {}
    return {name: str(info[f"/{name}"]) for name in _INFORMATION if f"/{name}" in info}


def count_signatures(pdf: pikepdf.Pdf) -> int:
    """Digital signatures in the document; whether they hold is not asked here."""
    return sum(1 for item in pdf.objects if isinstance(item, Dictionary) and "/ByteRange" in item)


def _file_specs(
    pdf: pikepdf.Pdf, objects: Iterable[object], listed: Iterable[tuple[str, Dictionary]]
) -> Iterator[Dictionary]:
    yield from (spec for _, spec in listed)
    yield from _entries(pdf.Root.get("/AF"))
    for item in objects:
        for candidate in (item, item.get("/FS") if isinstance(item, Dictionary) else None):
            if isinstance(candidate, Dictionary) and "/EF" in candidate:
                yield candidate


def _listed_files(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Dictionary]]:
    """Names and file specifications of the name tree; one that runs in circles is walked once."""
    names = pdf.Root.get("/Names")
    root = names.get("/EmbeddedFiles") if isinstance(names, Dictionary) else None
    waiting: list[pikepdf.Object] = [root] if isinstance(root, Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        items = node.get("/Names")
        pairs = list(items) if isinstance(items, Array) else []
        for at, spec in enumerate(pairs):
            if isinstance(spec, Dictionary):
                yield str(pairs[at - 1]) if at and isinstance(pairs[at - 1], pikepdf.String) else "", spec
        kids = node.get("/Kids")
        waiting += list(kids) if isinstance(kids, Array) else []


def _entries(items: pikepdf.Object | None) -> Iterator[Dictionary]:
    for item in items if isinstance(items, Array) else ():
        if isinstance(item, Dictionary):
            yield item


def _contents(spec: Dictionary) -> Iterator[Stream]:
    """Everything that it embeds: for each system another file, and what belongs to them."""
    for files in (spec.get("/EF"), spec.get("/RF")):
        for item in files.as_dict().values() if isinstance(files, Dictionary) else ():
            for content in item if isinstance(item, Array) else (item,):
                if isinstance(content, Stream):
                    yield content


def _name(spec: Dictionary, place: str | None) -> str:
    """place: what the list of attachments calls it."""
    names = [str(spec[key]) for key in ("/UF", "/F", "/DOS", "/Mac", "/Unix") if key in spec]
    return "、".join(dict.fromkeys([*names, *([] if place is None else [place])]))


def _read_attachment(
    name: str, spec: Dictionary, content: Stream, *, listed: bool, associated: bool
) -> Attachment:
    declared = content.get("/Params")
    params = declared if isinstance(declared, Dictionary) else Dictionary()
    size, checksum = params.get("/Size"), params.get("/CheckSum")
    return Attachment(
        name=name,
        relationship=str(spec.get("/AFRelationship", "")).removeprefix("/"),
        media_type=str(content.get("/Subtype", "")).removeprefix("/"),
        data=content.read_bytes(),
        size=size if isinstance(size, int) else None,
        checksum=bytes(checksum) if isinstance(checksum, pikepdf.String) else None,
        date=str(params.get("/ModDate", "")),
        listed=listed,
        associated=associated,
    )


def _key(name: str) -> str:
    own = f"{{{XMP_NAMESPACE}}}"
    return name.removeprefix(own) if name.startswith(own) else _NAMES.get(name, "")


def _texts(element: etree._Element) -> list[str]:
    """A simple value, or the entries of a list."""
    return [item.text or "" for item in element.iter(f"{_RDF}li")] or [element.text or ""]
