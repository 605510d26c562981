"""Letters as Word documents, from the profile's slip.docx, one by one or all as one print file.

Comes in: letters and a profile. Goes out: the bytes of a DOCX, the same for the same letters on every day. The
template is a designer's: its tags are those of docxtpl, its mistakes are told with the tag.
"""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from formgen.base.errors import Fault, UnreadableInput
from formgen.declaration.profile import Profile
from formgen.letters.content import Letter
from formgen.letters.fit import fit_pages
from formgen.messages import letters as say
from formgen.render.appendix_templates import own_or_shipped
from formgen.render.docx_template import word_environment
from formgen.render.docx_xml import UNWRITABLE
from formgen.render.environment import TEMPLATE_TROUBLE

TEMPLATE = "slip.docx"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DOCUMENT, _CORE = "word/document.xml", "docProps/core.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LONG_ROW = 200
"""Characters: about ten lines of the narrow columns."""

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_NUMERALS = "一二三"


def letter_document(letter: Letter, profile: Profile) -> bytes:
    """One letter. Raises UnreadableInput for a template that cannot be filled, with what is wrong in it."""
    path = own_or_shipped(profile.folder, TEMPLATE)
    return _settle(_fill(path, letter), letter)


def print_file(letters: Sequence[Letter], profile: Profile) -> bytes:
    """All letters as one document, each beginning on a page of its own with page 1. letters: at least one."""
    documents = [letter_document(letter, profile) for letter in letters]
    first = documents[0]
    with zipfile.ZipFile(BytesIO(first)) as package:
        root = etree.fromstring(package.read(_DOCUMENT))
    body = root[0]
    for number, data in enumerate(documents):
        own = body
        if number:
            with zipfile.ZipFile(BytesIO(data)) as package:
                own = etree.fromstring(package.read(_DOCUMENT))[0]
            last = body[-1]
            body.remove(last)
            body.append(_section_end(last))
            body.extend(list(own))
        _count_from_one(body[-1])
    return _zip(first, {_DOCUMENT: _xml(root)})


def _fill(path: Path, letter: Letter) -> bytes:
    from docxtpl import DocxTemplate  # 0.2 s, which nothing else of a check needs

    numerals = iter(_NUMERALS)
    heads = {
        "must_head": say.MUST_HEAD.format(number=next(numerals)) if letter.must else "",
        "look_head": say.LOOK_HEAD.format(number=next(numerals)) if letter.look else "",
        "told_head": say.TOLD_HEAD.format(number=next(numerals)) if letter.told else "",
        "must_count": letter.counts.get("error", len(letter.must)),
        "look_count": letter.counts.get("warning", 0),
        "look_kinds": len(letter.look),
    }
    stream = BytesIO()
    try:
        template = DocxTemplate(path)
        template.render(_writable({**asdict(letter), **heads}), jinja_env=word_environment())
        template.save(stream)
    except FileNotFoundError as error:
        raise UnreadableInput(say.TEMPLATE_MISSING.format(path=path)) from error
    except (*TEMPLATE_TROUBLE, etree.XMLSyntaxError, KeyError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = say.TEMPLATE_LINE.format(line=line) if line else ""
        raise UnreadableInput(say.TEMPLATE_FAULT.format(path=path), [Fault(str(error), where)]) from error
    return stream.getvalue()


def _writable(value: Any) -> Any:
    """The same without what XML cannot hold."""
    if isinstance(value, str):
        return UNWRITABLE.sub("", value)
    if isinstance(value, dict):
        return {key: _writable(item) for key, item in value.items()}
    return [_writable(item) for item in value] if isinstance(value, list | tuple) else value


def _settle(data: bytes, letter: Letter) -> bytes:
    """The same bytes on every day, title and sender in the properties."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        core = etree.fromstring(package.read(_CORE))
        document = etree.fromstring(package.read(_DOCUMENT))
    for old in core.findall(f"{{{_CP}}}category"):
        core.remove(old)
    etree.SubElement(core, f"{{{_CP}}}category").text = say.CATEGORY
    for element in core:
        name = etree.QName(element).localname
        if name == "title":
            element.text = f"{letter.unit}　{letter.title}".replace("\n", "")
        elif name in ("creator", "lastModifiedBy"):
            element.text = letter.sender
        elif name in ("created", "modified"):
            element.text = "2023-01-01T00:00:00Z"
        elif name == "revision":
            element.text = "1"
    return _zip(data, {_CORE: _xml(core), _DOCUMENT: _xml(fit_pages(_hold_together(_let_split(document))))})


def _let_split(root: etree._Element) -> etree._Element:
    """A row with very many cells in it may break over the page; the others stay whole."""
    for row in root.iter(f"{{{_W}}}tr"):
        if sum(len(str(text)) for text in row.itertext()) > _LONG_ROW:
            for mark in list(row.iter(f"{{{_W}}}cantSplit")):
                holder = mark.getparent()
                assert holder is not None
                holder.remove(mark)
    return root


def _hold_together(root: etree._Element) -> etree._Element:
    """The last row of the last table goes with what follows it: what closes a letter is never alone on a page."""
    rows = list(root.iter(f"{{{_W}}}tr"))
    for paragraph in rows[-1].iter(f"{{{_W}}}p") if rows else ():
        properties = paragraph.find(f"{{{_W}}}pPr")
        if properties is None:
            properties = etree.Element(f"{{{_W}}}pPr")
            paragraph.insert(0, properties)
        if properties.find(f"{{{_W}}}keepNext") is None:
            style = properties.find(f"{{{_W}}}pStyle")
            properties.insert(0 if style is None else 1, etree.Element(f"{{{_W}}}keepNext"))
    return root


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _section_end(section: etree._Element) -> etree._Element:
    """A paragraph of no height that ends a letter's section."""
    paragraph = etree.Element(f"{{{_W}}}p")
    properties = etree.SubElement(paragraph, f"{{{_W}}}pPr")
    spacing = etree.SubElement(properties, f"{{{_W}}}spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(f"{{{_W}}}{name}", value)
    properties.append(copy.deepcopy(section))
    return paragraph


def _count_from_one(section: etree._Element) -> None:
    for old in section.findall(f"{{{_W}}}pgNumType"):
        section.remove(old)
    number = etree.Element(f"{{{_W}}}pgNumType")
    number.set(f"{{{_W}}}start", "1")
    margins = section.find(f"{{{_W}}}pgMar")
    section.insert(0 if margins is None else section.index(margins) + 1, number)


def _zip(data: bytes, changed: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as package,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in package.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, changed.get(name, package.read(name)))
    return stream.getvalue()
