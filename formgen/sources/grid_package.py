"""The parts of a workbook: which are sheets, in which order, under which names; its epoch and profile.

Comes in: the zip of an xlsx. Goes out: `SheetEntry` per worksheet, and the other parts as XML. Called by
`sources.grid`. Raises KeyError, ValueError or SyntaxError where a part is missing or damaged; parts that
say nothing about cells (themes, drawings, links to other files) are never opened.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import IO

from lxml import etree
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.xml.constants import (
    ARC_CONTENT_TYPES,
    ARC_CUSTOM,
    ARC_STYLE,
    ARC_WORKBOOK,
    REL_NS,
    SHARED_STRINGS,
    XLSM,
    XLSX,
    XLTM,
    XLTX,
)

PROFILE_PROPERTY = "formgen-profile"
_WORKBOOK_TYPES = (XLTM, XLTX, XLSM, XLSX)
_STATES = ("visible", "hidden", "veryHidden", "none")
_FALSE = ("", "0", "f", "false")
_NOT_IN_NAMES = re.compile(r"[\\*?:/\[\]]")
_NO_NAME = "Sheet"
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
    remove_comments=True, remove_pis=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A worksheet as the workbook lists it. part: the file in the zip."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str


class Package:
    """An open workbook. Parts are parsed when they are asked for, except sheets and texts, which are
    handed out as streams."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = frozenset(archive.namelist())
        self._types, defaults = self._content_types()
        part = next((self._types[kind] for kind in _WORKBOOK_TYPES if kind in self._types), None)
        if part is None and not defaults.isdisjoint(_WORKBOOK_TYPES):
            part = ARC_WORKBOOK  # some programs declare the type of the workbook for every .xml
        if part is None:
            raise ValueError("no workbook part")
        self._part = part
        self._workbook = parse(archive.read(part))

    def open(self, part: str) -> IO[bytes]:
        return self._archive.open(part)

    @property
    def strings_part(self) -> str | None:
        return self._types.get(SHARED_STRINGS)

    def styles(self) -> etree._Element | None:
        return parse(self._archive.read(ARC_STYLE)) if ARC_STYLE in self._names else None

    def epoch(self) -> datetime:
        """The day that serial numbers count from."""
        properties = children(self._workbook, "workbookPr")
        in_1904 = bool(properties) and properties[-1].get("date1904", "") not in _FALSE
        return MAC_EPOCH if in_1904 else WINDOWS_EPOCH

    def profile(self) -> str | None:
        """The profile named in the workbook's own properties."""
        if ARC_CUSTOM not in self._names:
            return None
        root = parse(self._archive.read(ARC_CUSTOM))
        properties: CustomPropertyList[object] = CustomPropertyList.from_tree(root)  # type: ignore[arg-type]
        return next((str(item.value) for item in properties.props if item.name == PROFILE_PROPERTY), None)

    def sheets(self) -> Iterator[SheetEntry]:
        """The worksheets in the order of their tabs, charts on sheets of their own passed over."""
        titles = _Titles()
        for sheet in self._listed():
            identity = sheet.get(f"{{{REL_NS}}}id", sheet.get("id"))
            if not identity:
                continue
            relation = self._relations[identity]
            title = titles.take(required(sheet, "name"))
            state = sheet.get("state", "visible")
            if state not in _STATES:
                raise ValueError(f"unknown state of a sheet: {state}")
            if "chartsheet" not in relation.kind:
                yield SheetEntry(title, state != "visible", relation.target)

    def _listed(self) -> list[etree._Element]:
        lists = children(self._workbook, "sheets")
        return list(lists[-1]) if lists else []

    def _content_types(self) -> tuple[dict[str, str], set[str]]:
        """The first part of each type, and the types declared for file suffixes."""
        root = parse(self._archive.read(ARC_CONTENT_TYPES))
        types: dict[str, str] = {}
        for part in children(root, "Override"):
            types.setdefault(required(part, "ContentType"), required(part, "PartName").removeprefix("/"))
        return types, {required(suffix, "ContentType") for suffix in children(root, "Default")}

    @cached_property
    def _relations(self) -> dict[str, _Relation]:
        folder, name = posixpath.split(self._part)
        root = parse(self._archive.read(posixpath.join(folder, "_rels", f"{name}.rels")))
        found = {}
        for number, element in enumerate(root, 1):
            target = required(element, "Target")
            if element.get("TargetMode") == "External":
                pass
            elif target.startswith("/"):
                target = target[1:]
            else:
                target = posixpath.normpath(posixpath.join(folder, target))
            identity = element.get("Id") or f"rId{number}"
            found[identity] = _Relation(required(element, "Type"), target)
        return found


class _Titles:
    """Names of sheets, told apart where the file repeats one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def take(self, name: str) -> str:
        if _NOT_IN_NAMES.search(name):
            raise ValueError(f"no name for a sheet: {name}")
        name = name or _NO_NAME
        title = name
        while title.lower() in self._taken:
            self._last[name.lower()] = self._last.get(name.lower(), 0) + 1
            title = f"{name}{self._last[name.lower()]}"
        self._taken.add(title.lower())
        return title


def parse(content: bytes) -> etree._Element:
    """The root of a small part."""
    root = etree.fromstring(content, _PARSER)
    refuse_dtd(root)
    return root


def refuse_dtd(root: etree._Element) -> None:
    """The guard looks for DTDs in the bytes; an encoding that it does not know could hide one."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("the part defines entities")


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Children by their local name: programs differ in the namespaces they declare."""
    return [child for child in element if local_name(child) == name]


def required(element: etree._Element, name: str) -> str:
    """An attribute without which a part is damaged."""
    value = element.get(name)
    if value is None:
        raise ValueError(f"no {name} in <{local_name(element)}>")
    return value


def local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
