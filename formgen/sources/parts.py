"""The parts of an Office file: found by their relations, under names as lenient as Office programs take them.

Comes in: an open zip. Goes out: parts by name, relations of parts, the main part and what kind of document
it is. Names match in any case, percent-encoded,
with backslashes, absolute, and inside a folder that somebody packed. Every part that is to be parsed is
bounded by what it *is*, before the parser sees it, one at a time. Source: ECMA-376 part 2, 8 and 9; strict
documents: part 1, annex A.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import IO
from urllib.parse import unquote

from lxml import etree

from formgen.base.shown import shown
from formgen.messages import reading as say

MEGABYTE = 1024 * 1024
STYLES_NAME, TEXTS_NAME = "xl/styles.xml", "xl/sharedStrings.xml"
"""Where Excel puts them; found there when no relation says otherwise."""

_MAIN_NAMES = ("xl/workbook.xml", "word/document.xml", "xl/workbook.bin", "ppt/presentation.xml")
_MAIN_TYPES = ("sheet.main+xml", "template.main+xml", "document.main+xml", "macroenabled.main+xml")
"""Ends of the content types of workbooks and Word documents, in lower case."""

_TYPES = "[content_types].xml"
_ROOT_RELATIONS = "_rels/.rels"
_MARKS = (_TYPES, _ROOT_RELATIONS, *_MAIN_NAMES)
_CUSTOM_ITEM = re.compile(r"customXml/item\d+\.xml", re.IGNORECASE)
_RESOURCE_FORKS = "__macosx/"
_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0")
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
    remove_comments=True, remove_pis=True,
)  # fmt: skip


class PartRefused(Exception):
    """A part that must not be parsed, or of which there are two. message: with {path} still in it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Limit:
    """How big a part may be. megabytes: unpacked. nodes: elements and attributes, about 170 bytes of memory
    each where the whole part is parsed."""

    megabytes: int
    nodes: int


SMALL = Limit(20, 500_000)
"""Types, relations, properties, the list of sheets: a hundred times what Excel's own limits fill."""

DOCUMENT = Limit(40, 2_400_000)
"""A text with its tables: half as much again as a form of 2,400 indicators with its appendix."""

STYLES = Limit(40, 3_000_000)
"""Read as a stream. Excel's 65,490 formats, each with its alignment, three times over."""

TEXTS = Limit(100, 5_000_000)
"""Shared texts, read as a stream."""

SHEET = Limit(100, 10_000_000)
"""One sheet, read as a stream: registers that repeat long texts in every row reach 40 MB."""


@dataclass(frozen=True, slots=True)
class Relation:
    """kind: the last word of its type, the same in strict documents. target: the name of a part, or the
    address of something outside the file."""

    kind: str
    target: str
    external: bool = False


class Parts:
    """The parts of an open Office file. Raises KeyError for a part that is not there, ValueError and
    SyntaxError for damage, PartRefused for what must not be parsed."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        names = [
            (plain_name(info.filename), info)
            for info in archive.infolist()
            if not info.filename.endswith("/")
        ]
        self._root = _packed_folder([name for name, _ in names])
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        self._spelled: dict[str, list[str]] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        for name, info in names:
            if name.startswith(self._root):
                inner = name[len(self._root) :]
                self._members.setdefault(inner, []).append(info)
                self._spelled.setdefault(inner.casefold(), []).append(inner)

    @property
    def names(self) -> tuple[str, ...]:
        """Every part once, relative to the root of the package."""
        return tuple(self._members)

    def member(self, name: str) -> zipfile.ZipInfo:
        """The entry of a part, by its own spelling first. Raises KeyError where there is none."""
        plain = plain_name(name)
        spellings = [plain] if plain in self._members else self._spelled[plain.casefold()]
        found = [info for spelling in dict.fromkeys(spellings) for info in self._members[spelling]]
        if len({(info.CRC, info.file_size) for info in found}) > 1:
            raise PartRefused(say.TWO_PARTS.replace("{member}", _shown(plain)))
        return found[0]

    def has(self, name: str) -> bool:
        plain = plain_name(name)
        return plain in self._members or plain.casefold() in self._spelled

    def read(self, name: str, limit: Limit) -> bytes:
        """The bytes of a part that is to be parsed, after they were found to be bounded."""
        info = self.member(name)
        if info.file_size > limit.megabytes * MEGABYTE:
            raise PartRefused(_too_big(name, info.file_size))
        content = self._archive.read(info)
        check_markup(name, content, limit)
        return content

    def bytes_of(self, name: str) -> bytes:
        """The bytes of a part that is not parsed."""
        return self._archive.read(self.member(name))

    def root(self, name: str, limit: Limit = SMALL) -> etree._Element:
        """The root of a part that is parsed whole."""
        return parse(self.read(name, limit))

    def stream(self, name: str) -> IO[bytes]:
        """A part that the guard has let through, to be read piece by piece."""
        return self._archive.open(self.member(name))

    @cached_property
    def main(self) -> str | None:
        """The part that is the document itself: as the package's relations say, else its content types, else
        where Office programs put it."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and self.has(relation.target):
                return relation.target
        for kind, name in self.types:
            if kind.lower().endswith(_MAIN_TYPES) and self.has(name):
                return name
        return next((name for name in _MAIN_NAMES if self.has(name)), None)

    @cached_property
    def kind(self) -> str:
        """The name of the main part's root element (workbook, document, …); "" where nothing can be told."""
        if self.main is None or self.main.endswith(".bin"):
            return ""
        parser = etree.XMLPullParser(events=("start",), no_network=True, resolve_entities=False)
        stream = BytesIO(self.read(self.main, DOCUMENT))
        while chunk := stream.read(4096):
            parser.feed(chunk)
            for _, element in parser.read_events():
                assert isinstance(element, etree._Element)
                return local_name(element)
        return ""

    @cached_property
    def types(self) -> tuple[tuple[str, str], ...]:
        """Content type and part, as far as the package declares them."""
        if not self.has(_TYPES):
            return ()
        parts = children(self.root(_TYPES), "Override")
        return tuple((part.get("ContentType", ""), plain_name(part.get("PartName", ""))) for part in parts)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by their ids; of the package itself where part is ""."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            return {}
        found = {}
        for number, element in enumerate(children(self.root(rels), "Relationship"), 1):
            kind = element.get("Type", "").rstrip("/").rpartition("/")[2]
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = self._resolve(folder, target)
            found[element.get("Id") or f"rId{number}"] = Relation(kind, target, external)
        return found

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The parts that are there and that stand in this relation to a part."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external and self.has(relation.target):
                yield relation.target

    def _resolve(self, folder: str, target: str) -> str:
        """The part that a relation means. Some programs write targets of parts in folders as if they were
        at the root."""
        target = target.replace("\\", "/")
        if target.startswith("/"):
            return plain_name(target)
        near = plain_name(posixpath.join(folder, target))
        return near if self.has(near) or not self.has(target) else plain_name(target)


def is_sheet(relation: Relation) -> bool:
    """Whether it leads to a sheet of cells: charts on sheets of their own are none."""
    kind = relation.kind.casefold()
    return not relation.external and kind.endswith("sheet") and kind != "chartsheet"


def custom_items(parts: Parts) -> list[str]:
    """The data that a document carries: whatever its relations call so, and what lies where Word puts it."""
    named = [name for name in parts.names if _CUSTOM_ITEM.fullmatch(name)]
    related = [name for part in ("", parts.main or "") for name in parts.related(part, "customXml")]
    offsets = {parts.member(name).header_offset: name for name in [*related, *named]}
    return list(offsets.values())


def plain_name(name: str) -> str:
    """A part's name as it is compared: slashes, nothing encoded, no leading slash."""
    return posixpath.normpath("/" + unquote(name.replace("\\", "/"))).lstrip("/")


def check_markup(name: str, content: bytes, limit: Limit) -> None:
    """Refuse markup that defines entities, is written in signs that nobody can look through, or holds too
    many elements: before anything is built of it."""
    if not content[:64].lstrip().startswith(_STARTS):
        raise ValueError("no XML")
    plain = content.replace(b"\0", b"") if b"\0" in content[:4] else content  # UTF-16 of ASCII signs
    if b"!" in plain and (b"<!DOCTYPE" in plain or b"<!ENTITY" in plain):  # a sign alone is found at once
        raise PartRefused(say.XML_ENTITIES)
    if plain.count(b"<") + plain.count(b"=") > limit.nodes:
        raise PartRefused(_too_big(name, len(content)))


def parse(content: bytes) -> etree._Element:
    """The root of a part that was found to be bounded."""
    root = etree.fromstring(content, _PARSER)
    refuse_dtd(root)
    return root


def refuse_dtd(root: etree._Element) -> None:
    """DTDs are looked for in the bytes; an encoding that is not known could hide one."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("the part defines entities")


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Children by their local name: programs differ in the namespaces they declare."""
    return [child for child in element if local_name(child) == name]


def local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def related_id(element: etree._Element) -> str:
    """The r:id of an element, in whichever namespace of relations; "" where it has none."""
    found = (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == "id")
    return next(found, "")


def _packed_folder(names: list[str]) -> str:
    """The folder in which the package lies, with its slash: "" for almost every file."""
    found = set()
    for name in names:
        folded = name.casefold()
        for mark in _MARKS:
            if (folded == mark or folded.endswith(f"/{mark}")) and not folded.startswith(_RESOURCE_FORKS):
                found.add(name[: len(name) - len(mark)])
    if not found:
        return ""
    highest = min(folder.count("/") for folder in found)
    folders = {folder for folder in found if folder.count("/") == highest}
    return folders.pop() if len(folders) == 1 else ""


def _too_big(name: str, size: int) -> str:
    return say.PART_TOO_BIG.replace("{member}", _shown(name)).replace("{size}", str(max(1, size // MEGABYTE)))


def _shown(name: str) -> str:
    """A name inside a message that is formatted once more."""
    return shown(name).replace("{", "{{").replace("}", "}}")
