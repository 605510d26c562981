"""The DOCX's last touch: the declaration and its profile travel inside, as custom XML parts.

Comes in: a finished Word document and the facts of the file. Goes out: its bytes with these parts more,
the same for the same input. The form has no place for the rule, the points or
the 全宗号; Word, WPS and LibreOffice keep such a part when they save (ISO/IEC 29500-1, 15.2.5), and
`formgen extract` reads it beside what the tables show.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from formgen.declaration.carried import DOCX_NAMESPACE
from formgen.views.file_facts import FileFacts

CUSTOM_FOLDER = "customXml/"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATA_ID = "{6F726D67-656E-4465-8C61-726174696F6E}"
_PROFILE_ID = "{6F726D67-656E-4465-8C61-70726F66696C}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PROPERTIES = (
    f'{_HEAD}<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" ds:itemID="{{item_id}}">'
    f'<ds:schemaRefs><ds:schemaRef ds:uri="{DOCX_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)
_ITEM_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/relationships/customXmlProps" Target="itemProps{{number}}.xml"/></Relationships>'
)
_RELATION = f'<Relationship Id="{{relation}}" Type="{_OFFICE}/relationships/customXml" Target="../{{item}}"/>'
_OVERRIDE = f'<Override PartName="/{{part}}" ContentType="{_PROPERTIES_TYPE}"/>'
_TYPES = "[Content_Types].xml"
_DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def finish_docx(data: bytes, facts: FileFacts) -> bytes:
    """The document with its data and its profile inside."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        contents = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    _add_item(contents, _declaration(facts), _DATA_ID, "formgenData")
    if facts.form_profile:
        _add_item(contents, _profile(facts), _PROFILE_ID, "formgenProfile")
    return _pack(contents)


def _add_item(contents: dict[str, bytes], item_xml: str, item_id: str, relation: str) -> None:
    number = next(n for n in range(1, len(contents) + 2) if f"{CUSTOM_FOLDER}item{n}.xml" not in contents)
    item, properties = f"{CUSTOM_FOLDER}item{number}.xml", f"{CUSTOM_FOLDER}itemProps{number}.xml"
    contents[_TYPES] = _insert(contents[_TYPES], b"</Types>", _OVERRIDE.format(part=properties))
    contents[_DOCUMENT_RELATIONS] = _insert(
        contents[_DOCUMENT_RELATIONS], b"</Relationships>", _RELATION.format(item=item, relation=relation)
    )
    contents[item] = item_xml.encode()
    contents[properties] = _PROPERTIES.format(item_id=item_id).encode()
    contents[f"{CUSTOM_FOLDER}_rels/item{number}.xml.rels"] = _ITEM_RELATIONS.format(number=number).encode()


def _declaration(facts: FileFacts) -> str:
    attributes = " ".join(f"{name}={quoteattr(text)}" for name, text in facts.properties.items())
    return (
        f'{_HEAD}<declaration xmlns="{DOCX_NAMESPACE}" {attributes}>'
        f"{escape(facts.data.decode())}</declaration>"
    )


def _profile(facts: FileFacts) -> str:
    text = facts.form_profile.decode("utf-8-sig").replace("\r\n", "\n")
    return f'{_HEAD}<profile xmlns="{DOCX_NAMESPACE}" id={quoteattr(facts.profile)}>{escape(text)}</profile>'


def _insert(content: bytes, before: bytes, text: str) -> bytes:
    head, found, tail = content.rpartition(before)
    assert found, before
    return head + text.encode() + found + tail


def _pack(contents: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            archive.writestr(entry, content)
    return stream.getvalue()
