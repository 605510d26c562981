"""What openpyxl saved, made valid and the same on every day.

Comes in: the bytes of a workbook as openpyxl writes it. Goes out: the same workbook, with the moment of
saving replaced, the children of fonts in the order that ISO 29500 gives them, and its texts in the table of
shared strings.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)
_CORE, _STYLES, _STRINGS = "docProps/core.xml", "xl/styles.xml", "xl/sharedStrings.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
_STRINGS_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_RELATION = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_FONT = re.compile(rb"(<font>)(.*?)(</font>)", re.DOTALL)
_FONT_CHILD = re.compile(rb"<(\w+)[^>]*?(?:/>|>.*?</\1>)", re.DOTALL)
_FONT_ORDER = (b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign",
               b"sz", b"color", b"name", b"family", b"charset", b"scheme")  # fmt: skip
_INLINE = re.compile(rb' t="inlineStr">((?:<f>.*?</f>)?)<is>(.*?)</is></c>', re.DOTALL)
_ITEM = re.compile(rb"<si>.*?</si>|<si ?/>", re.DOTALL)
_FORMULA = re.compile(rb'(<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f>)<v ?/?>(?:</v>)?')
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def finish_package(
    data: bytes, created: datetime, results: Mapping[str, str] | None = None, *, keep_created: bool = False
) -> bytes:
    """The workbook, finished. created: stands for the moment of saving; keep_created: only there, for a
    file that somebody else began. results: cell → number that its formula has now, for programs that
    show a workbook without computing it; those who compute do so whenever it is opened."""
    with zipfile.ZipFile(BytesIO(data)) as source:
        parts = {member.filename: source.read(member) for member in source.infolist()}
    moment = f"{created:%Y-%m-%dT%H:%M:%SZ}".encode()
    parts[_CORE] = _set_clock(parts[_CORE], moment, keep_created=keep_created)
    parts[_STYLES] = _FONT.sub(_order_font, parts[_STYLES])
    strings = _StringTable(parts.get(_STRINGS, b""))
    for name in filter(_SHEET.fullmatch, list(parts)):
        shared = _INLINE.sub(strings.share, parts[name])
        parts[name] = _put_results(shared, results or {})
    if strings and _STRINGS not in parts:
        _announce_strings(parts)
    if strings:
        parts[_STRINGS] = strings.part()
    return _zip(parts)


def _announce_strings(parts: dict[str, bytes]) -> None:
    """Tell the package that it has a table of shared strings."""
    kind = b'<Override PartName="/%s" ContentType="%s"/>' % (_STRINGS.encode(), _STRINGS_TYPE)
    parts[_TYPES] = parts[_TYPES].replace(b"</Types>", kind + b"</Types>")
    relation = b'<Relationship Type="%s" Target="/%s" Id="rIdStrings"/>' % (
        _STRINGS_RELATION,
        _STRINGS.encode(),
    )
    parts[_RELATIONS] = parts[_RELATIONS].replace(b"</Relationships>", relation + b"</Relationships>")


def _set_clock(core: bytes, moment: bytes, *, keep_created: bool) -> bytes:
    def stamp(found: re.Match[bytes]) -> bytes:
        return found[0] if keep_created and found[2] == b"created" else found[1] + moment

    return _STAMP.sub(stamp, core)


def _order_font(font: re.Match[bytes]) -> bytes:
    children = sorted(_FONT_CHILD.finditer(font[2]), key=lambda child: _FONT_ORDER.index(child[1]))
    return font[1] + b"".join(child[0] for child in children) + font[3]


class _StringTable:
    """Shared strings: those that are there, and those that are added, each once."""

    def __init__(self, part: bytes) -> None:
        self._numbers: dict[bytes, int] = {}
        self._items = _ITEM.findall(part)
        for number, item in enumerate(self._items):
            self._numbers.setdefault(item, number)

    def share(self, cell: re.Match[bytes]) -> bytes:
        """The end of a cell that refers to the table in place of its own text."""
        item = b"<si>" + cell[2] + b"</si>"
        number = self._numbers.setdefault(item, len(self._items))
        if number == len(self._items):
            self._items.append(item)
        return b' t="s">' + cell[1] + b"<v>%d</v></c>" % number

    def __len__(self) -> int:
        return len(self._items)

    def part(self) -> bytes:
        head = b'<sst xmlns="%s" uniqueCount="%d">' % (_MAIN, len(self._items))
        return _DECLARATION + head + b"".join(self._items) + b"</sst>"


def _put_results(sheet: bytes, results: Mapping[str, str]) -> bytes:
    def put(cell: re.Match[bytes]) -> bytes:
        result = results.get(cell[2].decode())
        return (
            cell[0]
            if result is None
            else cell[1].replace(b"<f>", b'<f ca="1">') + f"<v>{result}</v>".encode()
        )

    return _FORMULA.sub(put, sheet) if results else sheet


def _zip(parts: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, content)
    return stream.getvalue()
