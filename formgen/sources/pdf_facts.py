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
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """An embedded file. size and checksum: as declared, None where they are not. listed: stands among
    the document's attachments; associated: with the document itself (ISO 19005-3, 6.8)."""

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
    listed = {item.objgen for item in _listed_files(pdf)}
    associated = {item.objgen for item in _entries(pdf.Root.get("/AF"))}
    found: dict[tuple[int, int], Attachment] = {}
    for spec in _file_specs(pdf, pdf.objects if objects is None else objects):
        content = _content(spec)
        if content is None:
            continue
        own = spec.objgen
        found.setdefault(
            content.objgen,
            _read_attachment(spec, content, listed=own in listed, associated=own in associated),
        )
    return tuple(found.values())


def read_xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Properties by name: title, creator, language, pdfa_part, pdfa_conformance, pdfua_part, and
    formgen's own with their names in its schema. Empty where there is no readable packet."""
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, Stream):
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(metadata.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError, pikepdf.PdfError):
        return {}
    properties: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        items = [*description.attrib.items(), *((str(child.tag), _text(child)) for child in description)]
        for name, text in items:
            key = _key(str(name))
            if key:
                properties.setdefault(key, str(text))
    return properties


def read_information(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Title and Author of the document information dictionary, as far as they are set."""
    info = pdf.trailer.get("/Info")
    if not isinstance(info, Dictionary):
        return {}
    return {name: str(info[f"/{name}"]) for name in ("Title", "Author") if f"/{name}" in info}


def count_signatures(pdf: pikepdf.Pdf) -> int:
    """Digital signatures in the document; whether they hold is not asked here."""
    return sum(1 for item in pdf.objects if isinstance(item, Dictionary) and "/ByteRange" in item)


def _file_specs(pdf: pikepdf.Pdf, objects: Iterable[object]) -> Iterator[Dictionary]:
    yield from _listed_files(pdf)
    yield from _entries(pdf.Root.get("/AF"))
    for item in objects:
        for candidate in (item, item.get("/FS") if isinstance(item, Dictionary) else None):
            if isinstance(candidate, Dictionary) and "/EF" in candidate:
                yield candidate


def _listed_files(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    """File specifications of the name tree; one that runs in circles is walked once."""
    names = pdf.Root.get("/Names")
    root = names.get("/EmbeddedFiles") if isinstance(names, Dictionary) else None
    waiting: list[pikepdf.Object] = [root] if isinstance(root, Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        yield from _entries(node.get("/Names"))
        kids = node.get("/Kids")
        waiting += list(kids) if isinstance(kids, Array) else []


def _entries(items: pikepdf.Object | None) -> Iterator[Dictionary]:
    for item in items if isinstance(items, Array) else ():
        if isinstance(item, Dictionary):
            yield item


def _content(spec: Dictionary) -> Stream | None:
    files = spec.get("/EF")
    if not isinstance(files, Dictionary):
        return None
    return next((item for key in ("/UF", "/F") if isinstance(item := files.get(key), Stream)), None)


def _read_attachment(spec: Dictionary, content: Stream, *, listed: bool, associated: bool) -> Attachment:
    declared = content.get("/Params")
    params = declared if isinstance(declared, Dictionary) else Dictionary()
    size, checksum = params.get("/Size"), params.get("/CheckSum")
    return Attachment(
        name=str(spec.get("/UF", spec.get("/F", ""))),
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


def _text(element: etree._Element) -> str:
    """A simple value, or the first entry of a list."""
    first = next(element.iter(f"{_RDF}li"), None)
    return (element if first is None else first).text or ""
