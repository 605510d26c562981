"""What a DOCX carries beside its text: the declaration in its custom XML, links to the outside, macros.

Comes in: the bytes of a Word document that `check_document_zip` let pass. Goes out: plain values.
Nothing is judged here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from lxml import etree

from formgen.declaration.carried import DOCX_NAMESPACE
from formgen.sources.carried_profile import keep_carried
from formgen.sources.parts import DOCUMENT, SMALL, Limit, Parts, custom_items

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
    included. macros: names of parts with program code. profiles: id and
    profile.toml of each profile carried."""

    data: tuple[CarriedData, ...] = ()
    external: tuple[str, ...] = ()
    macros: tuple[str, ...] = field(default=())
    profiles: tuple[tuple[str, str], ...] = ()


def read_baggage(document: bytes) -> DocxBaggage:
    """Everything beside the text, one part at a time. Parts that are no XML are passed over: they carry
    nothing."""
    data: list[CarriedData] = []
    external: list[str] = []
    profiles: list[tuple[str, str]] = []
    with zipfile.ZipFile(BytesIO(document)) as archive:
        parts = Parts(archive)
        for name in custom_items(parts):
            root = _parse(parts, name, DOCUMENT)
            if root is not None and _is_ours(root):
                data.append(_carried(root))
            elif root is not None and root.tag == f"{{{DOCX_NAMESPACE}}}profile":
                profiles.append((root.get("id", ""), "".join(str(part) for part in root.itertext())))
        for name in parts.names:
            root = _parse(parts, name, SMALL) if name.casefold().endswith(".rels") else None
            external += _external(root) if root is not None else ()
        macros = tuple(name for name in parts.names if _MACRO_PART.search(name))
    return DocxBaggage(tuple(data), tuple(external), macros, tuple(profiles))


def carried_profile(baggage: DocxBaggage) -> Path | None:
    """A folder with the one profile carried, where no profile of that name is known here; None otherwise, or
    where it is of no use."""
    return keep_carried(baggage.profiles[0][1].encode()) if len(baggage.profiles) == 1 else None


def _is_ours(root: etree._Element) -> bool:
    return root.tag == f"{{{DOCX_NAMESPACE}}}declaration"


def _carried(root: etree._Element) -> CarriedData:
    text = "".join(str(part) for part in root.itertext())
    return CarriedData(text, {str(key): str(text) for key, text in root.attrib.items()})


def _external(root: etree._Element) -> Iterator[str]:
    for item in root.iter(_RELATION):
        if item.get("TargetMode") == "External":
            yield item.get("Target", "")


def _parse(parts: Parts, name: str, limit: Limit) -> etree._Element | None:
    try:
        return parts.root(name, limit)
    except (etree.XMLSyntaxError, ValueError):
        return None
