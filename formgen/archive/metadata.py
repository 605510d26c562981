"""Metadata of one 件 as XML, in the groups of DA/T 46 (来源, 档号, 内容描述, 形式特征, 电子属性, 电子签名).

Comes in: `ItemFacts`. Goes out: the bytes, the same for the same facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from formgen.messages import archive as say
from formgen.verify.signatures import Signature


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file of the item: name, format, relation to the declaration, size in bytes, digests."""

    name: str
    format: str
    relation: str
    size: int
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the archive is told of one 件. number: 档号. date: 填报日期 as it was given, "" without. pages: of the
    PDF of the form. signatures: those that hold, of it and of sealed files."""

    number: str
    title: str
    department: str
    year: int
    fonds: str
    retention: str
    item: str
    date: str
    profile: str
    rules: str
    program: str
    source: str
    pages: int
    signatures: tuple[Signature, ...]
    files: tuple[FileFact, ...]


def metadata_xml(facts: ItemFacts) -> bytes:
    """The metadata file."""
    root = etree.Element(say.ROOT)
    _add(root, say.AGGREGATION, say.AGGREGATION_ITEM)
    _group(root, say.SOURCE, {say.FONDS_NAME: facts.department, say.CREATOR_UNIT: facts.department})
    code = {
        say.CODE: facts.number,
        say.FONDS: facts.fonds,
        say.CATEGORY_CODE: say.CATEGORY,
        say.YEAR: str(facts.year),
        say.RETENTION: facts.retention,
        say.ITEM: facts.item,
    }
    _group(root, say.ARCHIVAL_CODE, code)
    content = {
        say.NAME: facts.title,
        say.RESPONSIBLE: facts.department,
        **({say.DATE: facts.date} if facts.date else {}),
        say.GENRE: say.GENRE_FORM,
    }
    _group(root, say.CONTENT, content)
    form = {
        say.FORM_KIND: say.FORM_GROUP,
        say.PIECES: str(len(facts.files)),
        say.PAGES: str(facts.pages),
        say.LANGUAGE: say.CHINESE,
    }
    _group(root, say.FORM, form)
    for file in facts.files:
        _add_file(root, file, facts.program)
    signed = say.YES if facts.signatures else say.NO
    group = _group(root, say.SIGNATURE, {say.SIGNED: signed, say.SIGNATURES: str(len(facts.signatures))})
    for item in facts.signatures:
        _add(group, say.SIGNER, item.signer)
        if item.time is not None:
            _add(group, say.SIGNED_AT, item.time.isoformat(" ", "seconds"))
    own = {say.PROFILE: facts.profile, say.RULES: facts.rules, say.SOURCE_FILE: facts.source}
    _group(root, say.SYSTEM, own)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _add_file(root: etree._Element, file: FileFact, program: str) -> None:
    group = _group(
        root,
        say.ELECTRONIC,
        {
            say.FILE_NAME: file.name,
            say.FORMAT: file.format,
            say.RELATION: file.relation,
            say.FILE_SIZE: str(file.size),
            say.PROGRAM: program,
        },
    )
    for algorithm, name in (("sha256", "SHA-256"), ("sm3", "SM3")):
        _add(group, say.ALGORITHM, name)
        _add(group, say.DIGEST, file.digests[algorithm])


def _group(root: etree._Element, name: str, fields: Mapping[str, str]) -> etree._Element:
    group = etree.SubElement(root, name)
    for key, text in fields.items():
        _add(group, key, text)
    return group


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text
