"""The parts of a workbook: which are sheets, in which order, under which names; its epoch and profile.

Comes in: the zip of an xlsx. Goes out: `SheetEntry` per worksheet, and the other parts as XML. Raises
KeyError, ValueError or SyntaxError where a part is missing or damaged; parts that say nothing about cells
(themes, links to other files) are never opened, and what lies over a sheet only where it is asked for.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import IO

from lxml import etree
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.xml.constants import SHARED_STRINGS

from formgen.declaration.formats import FORMAT_PROPERTY, PROFILE_PROPERTY
from formgen.messages import reading as say
from formgen.messages.report import COMMENT_AUTHOR
from formgen.sources.grid_types import Beside, Spot
from formgen.sources.parts import (
    DOCUMENT,
    STYLES_NAME,
    TEXTS_NAME,
    PartRefused,
    Parts,
    Relation,
    children,
    is_sheet,
    local_name,
    parse,
    refuse_dtd,
    related_id,
)
from formgen.sources.stream import elements

_MOST_DIGITS = 10
_MOST_BESIDE = 200
_LAST, _LAST_COLUMN = 1_048_575, 16_383
MOST_SHEETS = 5_000
MOST_STYLES = 200_000
"""Excel itself knows 65,490 formats."""

_HIDDEN = ("hidden", "veryHidden")
_FALSE = ("", "0", "f", "false", "off")
_NOT_IN_NAMES = re.compile(r"[\\*?:/\[\]\x00-\x1f\x7f-\x9f]")
_NO_NAME = "Sheet"
_CUSTOM_NAME = "docProps/custom.xml"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A worksheet as the workbook lists it. part: its file in the zip, None where there is none."""

    name: str
    hidden: bool
    part: str | None


class Package:
    """An open workbook. Parts are parsed when they are asked for, except sheets and texts, which are
    handed out as streams."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._parts = Parts(archive)
        if self._parts.main is None:
            raise ValueError("no workbook part")
        self._part = self._parts.main
        self._workbook = self._parts.root(self._part)

    def open(self, part: str) -> IO[bytes]:
        return self._parts.stream(part)

    @property
    def strings_part(self) -> str | None:
        """Where the shared texts are: by relation, by content type, or in the usual place."""
        found = next(self._parts.related(self._part, "sharedStrings"), None)
        typed = (name for kind, name in self._parts.types if kind == SHARED_STRINGS)
        usual = TEXTS_NAME if self._parts.has(TEXTS_NAME) else None
        return found or next(typed, None) or usual

    def styles(self) -> etree._Element | None:
        """The styles, of which only number formats are kept: numFmts and cellXfs, and of fonts, which tell what is struck
        out; None where there are
        none."""
        usual = STYLES_NAME if self._parts.has(STYLES_NAME) else None
        part = next(self._parts.related(self._part, "styles"), usual)
        if part is None:
            return None
        root = etree.Element("styleSheet")
        groups = {name: etree.SubElement(root, name) for name in ("numFmts", "fonts", "cellXfs")}
        count = 0
        with self.open(part) as stream:
            for element in elements(stream, ("numFmt", "font", "xf")):
                parent = element.getparent()
                group = None if parent is None else groups.get(local_name(parent))
                if group is not None:
                    kept = etree.SubElement(group, local_name(element))
                    kept.attrib.update(element.attrib)
                    for strike in children(element, "strike")[:1]:
                        etree.SubElement(kept, "strike").attrib.update(strike.attrib)
                    count += 1
                    if count > MOST_STYLES:
                        raise PartRefused(say.TOO_MANY_STYLES.replace("{limit}", str(MOST_STYLES)))
        return root

    def beside(self, part: str) -> tuple[Beside, ...]:
        """Comments of a sheet, boxes with text over it and pictures, as many as people look at. Damage in them is no
        damage to the cells: it is told."""
        found: list[Beside] = []
        for kind, read in (("comments", _comments), ("drawing", _drawn)):
            for name in self._parts.related(part, kind):
                try:
                    found += read(self._parts.root(name, DOCUMENT))
                except (SyntaxError, ValueError, PartRefused):
                    found.append(Beside("unread", (1, 1)))
        return tuple(found[:_MOST_BESIDE])

    def epoch(self) -> datetime:
        """The day that serial numbers count from."""
        properties = children(self._workbook, "workbookPr")
        in_1904 = bool(properties) and properties[-1].get("date1904", "") not in _FALSE
        return MAC_EPOCH if in_1904 else WINDOWS_EPOCH

    def profile(self) -> str | None:
        """The profile named in the workbook's own properties. Other properties, of any kind, say nothing."""
        return self._property(PROFILE_PROPERTY)

    def format(self) -> int:
        """The version of the workbook's format; 0 where it says none, as those of 0.2.0 do."""
        told = self._property(FORMAT_PROPERTY) or ""
        return int(told) if told.isascii() and told.isdigit() and len(told) < _MOST_DIGITS else 0

    def _property(self, name: str) -> str | None:
        usual = _CUSTOM_NAME if self._parts.has(_CUSTOM_NAME) else None
        part = next(self._parts.related("", "custom-properties"), usual)
        if part is None:
            return None
        for item in children(self._parts.root(part), "property"):
            if item.get("name") == name and len(item):
                return (item[0].text or "").strip() or None
        return None

    def sheets(self) -> Iterator[SheetEntry]:
        """The worksheets in the order of their tabs, charts on sheets of their own passed over."""
        titles = _Titles()
        for number, sheet in enumerate(self._listed()):
            if number >= MOST_SHEETS:
                raise PartRefused(say.TOO_MANY_SHEETS.replace("{limit}", str(MOST_SHEETS)))
            identity = related_id(sheet)
            if not identity:
                continue
            title = titles.take(sheet.get("name", ""))
            relation = self._relations.get(identity)
            if relation is None or relation.kind.casefold() != "chartsheet":
                there = relation is not None and is_sheet(relation) and self._parts.has(relation.target)
                part = relation.target if relation is not None and there else None
                yield SheetEntry(title, sheet.get("state", "visible") in _HIDDEN, part)

    def _listed(self) -> list[etree._Element]:
        lists = children(self._workbook, "sheets")
        return list(lists[-1]) if lists else []

    @cached_property
    def _relations(self) -> dict[str, Relation]:
        return self._parts.relations(self._part)


class _Titles:
    """Names of sheets, told apart where the file repeats one. What no program lets stand in a name becomes
    an underscore."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def take(self, name: str) -> str:
        name = _NOT_IN_NAMES.sub("_", name) or _NO_NAME
        title = name
        while title.lower() in self._taken:
            self._last[name.lower()] = self._last.get(name.lower(), 0) + 1
            title = f"{name}{self._last[name.lower()]}"
        self._taken.add(title.lower())
        return title


def _comments(root: etree._Element) -> Iterator[Beside]:
    """Those that formgen wrote into a marked copy are nobody's words."""
    authors = [item.text or "" for item in root.iter() if local_name(item) == "author"]
    own = {str(number) for number, name in enumerate(authors) if name == COMMENT_AUTHOR}
    for item in root.iter():
        if local_name(item) == "comment" and item.get("authorId") not in own:
            yield Beside("comment", _corner(item.get("ref", "")))


def _drawn(root: etree._Element) -> Iterator[Beside]:
    for anchor in root:
        words = "".join(item.text or "" for item in anchor.iter() if local_name(item) == "t")
        if words.strip():
            yield Beside("box", _anchored(anchor), words)
        elif any(local_name(item) == "pic" for item in anchor.iter()):
            yield Beside("picture", _anchored(anchor))


def _corner(address: str) -> Spot:
    """The spot of an address, the first one for none."""
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})", address)
    return (int(match[2]), column_index_from_string(match[1])) if match else (1, 1)


def _anchored(anchor: etree._Element) -> Spot:
    """The cell over which a drawing begins."""
    start = {local_name(item): item.text or "" for group in children(anchor, "from") for item in group}
    row, column = (start.get(name, "") for name in ("row", "col"))
    whole = row.isdigit() and column.isdigit() and max(len(row), len(column)) < _MOST_DIGITS
    return (min(int(row), _LAST) + 1, min(int(column), _LAST_COLUMN) + 1) if whole else (1, 1)


def required(element: etree._Element, name: str) -> str:
    """An attribute without which a part is damaged."""
    value = element.get(name)
    if value is None:
        raise ValueError(f"no {name} in <{local_name(element)}>")
    return value


__all__ = [
    "PROFILE_PROPERTY", "Package", "SheetEntry", "children", "local_name", "parse", "refuse_dtd", "required",
]  # fmt: skip
