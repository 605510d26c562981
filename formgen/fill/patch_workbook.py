"""A user's own workbook with single cells changed, everything else as it was.

Comes in: the bytes of an xlsx and, for cells by sheet and address, what they are to say. Goes out: the
bytes of the zip with these sheets' parts changed and every other part as it was, byte for byte. Formats,
formulas, drawings and macros of the user's stay where they are, also those that no library here knows.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from io import BytesIO

from lxml import etree

from formgen.base.errors import UsageFault
from formgen.declaration.places import Place
from formgen.messages import workbook as say
from formgen.sources.parts import SHEET, SMALL, Parts, children, is_sheet, local_name, related_id

CellText = str | Decimal | None
"""What a cell is to say: text, a number, or nothing."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a workbook writes by its number: what XML does not take, and what would be read as such a number."""
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LETTERS = re.compile(r"[A-Z]+")


def patch_workbook(data: bytes, cells: Mapping[Place, CellText]) -> bytes:
    """The workbook with these cells changed. data: a workbook that was read without a fault of its zip.
    Raises UsageFault for a cell that cannot be written by itself: one of a shared formula, or of a sheet that
    is not there."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = Parts(archive)
        sheets = _sheet_parts(parts)
        wanted: dict[str, dict[str, CellText]] = {}
        for place, text in cells.items():
            if place.sheet not in sheets:
                raise UsageFault(say.PATCH_NO_SHEET.format(place=place))
            wanted.setdefault(sheets[place.sheet], {})[place.cell] = text
        changed = {
            parts.member(name).filename: _patch_sheet(parts.read(name, SHEET), own)
            for name, own in wanted.items()
        }
        return _zip_again(archive, changed)


def _sheet_parts(parts: Parts) -> dict[str, str]:
    """Name of a sheet → its part."""
    main = parts.main or ""
    relations = parts.relations(main)
    holder = children(parts.root(main, SMALL), "sheets")
    found = {}
    for sheet in children(holder[0], "sheet") if holder else []:
        relation = relations.get(related_id(sheet))
        if relation is not None and is_sheet(relation):
            found[sheet.get("name", "")] = relation.target
    return found


def _patch_sheet(content: bytes, cells: Mapping[str, CellText]) -> bytes:
    root = etree.fromstring(content, _PARSER)
    space = etree.QName(root).namespace or ""
    body = children(root, "sheetData")[0]
    rows = {int(row.get("r", "0")): row for row in children(body, "row")}
    for address, text in cells.items():
        number = int(_LETTERS.sub("", address))
        row = rows.get(number)
        if row is None:
            row = rows[number] = _insert(body, etree.Element(f"{{{space}}}row", r=str(number)), number, _row)
        cell = next((cell for cell in children(row, "c") if cell.get("r") == address), None)
        if cell is None:
            made = etree.Element(f"{{{space}}}c", r=address)
            cell = _insert(row, made, _column(address), lambda item: _column(item.get("r", "")))
        _write(cell, text, space, address)
    return _DECLARATION + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def _insert(
    parent: etree._Element, made: etree._Element, number: int, order: Callable[[etree._Element], int]
) -> etree._Element:
    """Put an element among its like, in their order."""
    for place, other in enumerate(parent):
        if order(other) > number:
            parent.insert(place, made)
            return made
    parent.append(made)
    return made


def _row(element: etree._Element) -> int:
    return int(element.get("r", "0"))


def _column(address: str) -> int:
    number = 0
    for letter in _LETTERS.findall(address)[:1]:
        for character in letter:
            number = number * 26 + ord(character) - 64
    return number


def _write(cell: etree._Element, text: CellText, space: str, address: str) -> None:
    """The cell's content replaced; its format stays. Text stands in the cell itself, so that the table of
    shared texts need not be touched."""
    for child in list(cell):
        if local_name(child) == "f" and child.get("t") in ("shared", "array"):
            raise UsageFault(say.PATCH_FORMULA.format(cell=address))
        if local_name(child) in ("v", "f", "is"):
            cell.remove(child)
    for name in ("t", "cm"):
        if name in cell.attrib:
            del cell.attrib[name]
    if text is None:
        return
    if isinstance(text, Decimal):
        value = etree.Element(f"{{{space}}}v")
        value.text = f"{text:f}"
        cell.insert(0, value)
        return
    cell.set("t", "inlineStr")
    holder = etree.Element(f"{{{space}}}is")
    inner = etree.SubElement(holder, f"{{{space}}}t")
    inner.text = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    inner.set(_XML_SPACE, "preserve")
    cell.insert(0, holder)


def _zip_again(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The same members in the same order, with their own times and packing."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.comment = archive.comment
        for info in archive.infolist():
            content = changed.get(info.filename)
            target.writestr(info, archive.read(info) if content is None else content, info.compress_type)
    return stream.getvalue()
