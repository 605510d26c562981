"""Pictures of a Word document: the parts they are kept in and the relationships that lead there.

Comes in: a template's relationships and the trees of its parts; pictures as PNG. Goes out: the package's
entries for the pictures of one document. The picture that a template shows in
place of one of ours never gets into a document.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from formgen.render.docx_xml import EMBED

RELATIONS = "word/_rels/document.xml.rels"
_NAMESPACE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_PART = "media/chart{number}.png"
_RELATION = "rIdChart{number}"


def relation_of(number: int) -> str:
    """The id by which the document shows its picture of that number, from 1."""
    return _RELATION.format(number=number)


def drop_unused(relations: bytes, trees: Iterable[etree._Element]) -> tuple[bytes, set[str]]:
    """The relationships without those to pictures that nothing shows any more, and the parts these led
    to."""
    root = etree.fromstring(relations)
    used = {blip.get(EMBED) for tree in trees for blip in tree.iter() if blip.get(EMBED)}
    dropped = [item for item in root if item.get("Type") == _IMAGE and item.get("Id") not in used]
    for item in dropped:
        root.remove(item)
    kept = {item.get("Target", "") for item in root}
    unused = {item.get("Target", "") for item in dropped} - kept
    return etree.tostring(root), {posixpath.normpath(posixpath.join("word", target)) for target in unused}


def picture_entries(relations: bytes, pictures: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """(part name, content) of the pictures, and of the relationships with them."""
    root = etree.fromstring(relations)
    for number, picture in enumerate(pictures, start=1):
        target = _PART.format(number=number)
        etree.SubElement(
            root, f"{_NAMESPACE}Relationship", Id=relation_of(number), Type=_IMAGE, Target=target
        )
        yield f"word/{target}", picture
    yield RELATIONS, etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
