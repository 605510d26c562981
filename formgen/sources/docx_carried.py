"""What a DOCX carries beside its text: the declaration in its custom XML, links to the outside, macros.

Comes in: the bytes of a Word document that `check_document_zip` let pass. Goes out: plain values. Called
by `formgen.sources.extract` and `formgen.verify`; nothing is judged here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from formgen.declaration.carried import DOCX_NAMESPACE

_ITEM = re.compile(r"customXml/item\d+\.xml")
_MACRO_PART = re.compile(r"(^|/)vba(Project|Data)", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class CarriedData:
    """A declaration carried inside. properties: as `formgen.views.file_facts` names them."""

    toml: str
    properties: dict[str, str]


@dataclass(frozen=True, slots=True)
class DocxBaggage:
    """data: every declaration carried; formgen writes one. external: targets outside the file, hyperlinks
    included. macros: names of parts with program code."""

    data: tuple[CarriedData, ...] = ()
    external: tuple[str, ...] = ()
    macros: tuple[str, ...] = field(default=())


def read_baggage(document: bytes) -> DocxBaggage:
    """Everything beside the text. Parts that are no XML are passed over: they carry nothing."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        names = archive.namelist()
        items = [_parse(archive.read(name)) for name in names if _ITEM.fullmatch(name)]
        relations = [_parse(archive.read(name)) for name in names if name.endswith(".rels")]
    return DocxBaggage(
        data=tuple(_carried(root) for root in items if root is not None and _is_ours(root)),
        external=tuple(target for root in relations if root is not None for target in _external(root)),
        macros=tuple(name for name in names if _MACRO_PART.search(name)),
    )


def _is_ours(root: etree._Element) -> bool:
    return root.tag == f"{{{DOCX_NAMESPACE}}}declaration"


def _carried(root: etree._Element) -> CarriedData:
    text = "".join(str(part) for part in root.itertext())
    return CarriedData(text, {str(key): str(text) for key, text in root.attrib.items()})


def _external(root: etree._Element) -> Iterator[str]:
    for item in root.iter(_RELATION):
        if item.get("TargetMode") == "External":
            yield item.get("Target", "")


def _parse(content: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
