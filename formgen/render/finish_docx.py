"""The DOCX's last touch: the declaration and its profile travel inside, as custom XML parts.

Comes in: a finished Word document and the facts of the file. Goes out: its bytes with these parts more,
the same for the same input. The form has no place for the rule, the points or
the 全宗号; Word, WPS and LibreOffice keep such a part when they save (ISO/IEC 29500-1, 15.2.5), and
`formgen extract` reads it beside what the tables show.
"""

from __future__ import annotations

from collections.abc import Callable

from formgen.base.packages import Entry, entries_of, join_entries, pack_entry, pack_shared, unpack_entry
from formgen.base.xml_text import escape, quoteattr
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


def finish_docx(data: bytes, facts: FileFacts) -> bytes:
    """The document, as `render_docx` made it, with its data and its profile inside."""
    entries = {entry.name: entry for entry in entries_of(data)}
    _add_item(entries, pack_entry, _declaration(facts), _DATA_ID, "formgenData")
    if facts.form_profile:
        _add_item(entries, pack_shared, _profile(facts), _PROFILE_ID, "formgenProfile")
    return join_entries(entries.values())


def _add_item(
    entries: dict[str, Entry], pack: Callable[[str, bytes], Entry], item_xml: str, item_id: str, relation: str
) -> None:
    number = next(n for n in range(1, len(entries) + 2) if f"{CUSTOM_FOLDER}item{n}.xml" not in entries)
    item, properties = f"{CUSTOM_FOLDER}item{number}.xml", f"{CUSTOM_FOLDER}itemProps{number}.xml"
    _insert(entries, _TYPES, b"</Types>", _OVERRIDE.format(part=properties))
    _insert(entries, _DOCUMENT_RELATIONS, b"</Relationships>", _RELATION.format(item=item, relation=relation))
    entries[item] = pack(item, item_xml.encode())
    entries[properties] = pack_shared(properties, _PROPERTIES.format(item_id=item_id).encode())
    relations = f"{CUSTOM_FOLDER}_rels/item{number}.xml.rels"
    entries[relations] = pack_shared(relations, _ITEM_RELATIONS.format(number=number).encode())


def _declaration(facts: FileFacts) -> str:
    attributes = " ".join(f"{name}={quoteattr(text)}" for name, text in facts.properties.items())
    return (
        f'{_HEAD}<declaration xmlns="{DOCX_NAMESPACE}" {attributes}>'
        f"{escape(facts.data.decode())}</declaration>"
    )


def _profile(facts: FileFacts) -> str:
    text = facts.form_profile.decode("utf-8-sig").replace("\r\n", "\n")
    return f'{_HEAD}<profile xmlns="{DOCX_NAMESPACE}" id={quoteattr(facts.profile)}>{escape(text)}</profile>'


def _insert(entries: dict[str, Entry], name: str, before: bytes, text: str) -> None:
    """Into a part that many documents have alike."""
    head, found, tail = unpack_entry(entries[name]).rpartition(before)
    assert found, before
    entries[name] = pack_shared(name, head + text.encode() + found + tail)
