"""One good workbook in sixty and more containers: as other programs write them, mail programs send them, and
people pack them.

Each variant is made from the parts of the sample by a small change to names or markup; the cells stay what
they are, so the declaration must too.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from urllib.parse import quote

from tests.reading.conftest import SAMPLE_XLSX

Package = dict[str, bytes]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPES, ROOT, BOOK, BOOK_RELS = (
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
)
SHEET, STYLES, TEXTS, CUSTOM = ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml", "docProps/custom.xml")  # fmt: skip


@lru_cache(maxsize=1)
def _shared() -> tuple[tuple[str, bytes], ...]:
    """The sample with its texts in a part of their own, as Excel writes them."""
    with zipfile.ZipFile(SAMPLE_XLSX) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts: list[str] = []

    def share(match: re.Match[str]) -> str:
        texts.append(match[1])
        return f't="s"><v>{len(texts) - 1}</v>'

    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(
            r't="inlineStr"><is>(.*?)</is>', share, parts[name].decode(), flags=re.S
        ).encode()
    items = "".join(f"<si>{text}</si>" for text in texts)
    parts[TEXTS] = f'<sst xmlns="{MAIN}">{items}</sst>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts[TYPES] = _added(parts[TYPES], "</Types>", f'<Override PartName="/{TEXTS}" ContentType="{kind}"/>')
    relation = f'<Relationship Id="texts" Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/>'
    parts[BOOK_RELS] = _added(parts[BOOK_RELS], "</Relationships>", relation)
    return tuple(parts.items())


def _added(content: bytes, end: str, more: str) -> bytes:
    text = content.decode()
    if "sharedStrings" in text:  # the sample was saved by a program that shares texts anyway
        return content
    return text.replace(end, more + end).encode()


def sample_parts() -> Package:
    return dict(_shared())


def pack(parts: Package | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    entries = parts.items() if isinstance(parts, dict) else parts
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in entries:
            info = zipfile.ZipInfo("x")
            info.filename = name  # also with backslashes, which ZipInfo would mend
            info.compress_type = method
            archive.writestr(info, content)
    return stream.getvalue()


# ── changes ──────────────────────────────────────────────────────────────────────────────────────


def replaced(name: str, *pairs: tuple[str, str]) -> bytes:
    parts = sample_parts()
    text = parts[name].decode()
    for old, new in pairs:
        assert old in text, (name, old)
        text = text.replace(old, new)
    return pack(parts | {name: text.encode()})


def edited(name: str, change: Callable[[str], str]) -> bytes:
    parts = sample_parts()
    changed = change(parts[name].decode())
    assert changed != parts[name].decode()
    return pack(parts | {name: changed.encode()})


def without(*names: str) -> bytes:
    return pack({name: content for name, content in sample_parts().items() if name not in names})


def renamed(change: Callable[[str], str]) -> bytes:
    """Other names in the zip; nothing else knows of it."""
    return pack({change(name): content for name, content in sample_parts().items()})


def moved(old: str, new: str, target: str, *, typed: bool = True) -> bytes:
    """A part under another name, its relation and its type with it. target: as the relation writes it."""
    parts = sample_parts()
    parts[new] = parts.pop(old)
    last = old.rpartition("/")[2]
    rels = re.sub(rf'Target="[^"]*{re.escape(last)}"', f'Target="{target}"', parts[BOOK_RELS].decode())
    assert target in rels
    parts[BOOK_RELS] = rels.encode()
    if typed:
        parts[TYPES] = parts[TYPES].replace(f"/{old}".encode(), f"/{quote(new)}".encode())
    return pack(parts)


def target(change: Callable[[str], str]) -> bytes:
    return edited(
        BOOK_RELS, lambda rels: re.sub(r'Target="([^"]*)"', lambda m: f'Target="{change(m[1])}"', rels)
    )


def encoded(name: str, encoding: str) -> bytes:
    parts = sample_parts()
    text = re.sub(r"^\s*<\?xml.*?\?>", "", parts[name].decode())
    declaration = f'<?xml version="1.0" encoding="{encoding.upper()}"?>'
    return pack(parts | {name: (declaration + text).encode(encoding)})


def prefixed(name: str, prefix: str) -> bytes:
    """Every element of the main namespace with a prefix."""

    def change(text: str) -> str:
        text = re.sub(r"<(/?)(\w+)(?=[\s>/])", rf"<\1{prefix}:\2", text)
        return text.replace(f'xmlns="{MAIN}"', f'xmlns:{prefix}="{MAIN}"')

    return edited(name, change)


def strict(parts: Package) -> Package:
    return {
        name: content.replace(MAIN.encode(), STRICT.encode()).replace(RELS.encode(), STRICT_RELS.encode())
        for name, content in parts.items()
    }


def first_cell(text: str, attributes: str) -> str:
    """Another attribute on every cell that holds a shared text."""
    return re.sub(r'(<c r="[A-Z]+\d+")( s="\d+")?( t="s")', rf"\1{attributes}\3", text)


def inline(text: str) -> str:
    """Shared texts written into the cells."""
    texts = re.findall(r"<si>(.*?)</si>", sample_parts()[TEXTS].decode(), re.S)
    return re.sub(r't="s"><v>(\d+)</v>', lambda match: f't="inlineStr"><is>{texts[int(match[1])]}</is>', text)


def in_runs(text: str) -> str:
    """Each text cut in two runs, with a reading above it."""
    return re.sub(
        r"<si><t[^>]*>([^<&]{2,})</t></si>",
        lambda m: (
            f'<si><r><rPr><b/></rPr><t xml:space="preserve">{m[1][:1]}</t></r>'
            f'<r><t xml:space="preserve">{m[1][1:]}</t></r><rPh sb="0" eb="1"><t>du</t></rPh></si>'
        ),
        text,
    )


CUSTOM_HEAD = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
)


def custom(*properties: str) -> bytes:
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" {item}</property>'
        for number, item in enumerate(properties, 2)
    )
    return pack(sample_parts() | {CUSTOM: f"{CUSTOM_HEAD}{inner}</Properties>".encode()})


def listed(*entries: str) -> bytes:
    """More entries before the first of the list of sheets."""
    return edited(BOOK, lambda text: text.replace("<sheets>", "<sheets>" + "".join(entries), 1))


def twice(name: str, other: bytes | None = None) -> bytes:
    parts = sample_parts()
    return pack([*parts.items(), (name, parts[name] if other is None else other)])


def workbook_elsewhere() -> bytes:
    parts = sample_parts()
    parts["book/mappe.xml"] = parts.pop(BOOK)
    parts["book/_rels/mappe.xml.rels"] = (
        parts.pop(BOOK_RELS)
        .replace(b'Target="', b'Target="../xl/')
        .replace(b'Target="../xl//xl/', b'Target="/xl/')
    )
    parts[ROOT] = parts[ROOT].replace(b"xl/workbook.xml", b"book/mappe.xml")
    parts[TYPES] = parts[TYPES].replace(b"/xl/workbook.xml", b"/book/mappe.xml")
    return pack(parts)


def with_macros() -> bytes:
    parts = sample_parts()
    parts["xl/vbaProject.bin"] = bytes(range(256))
    old = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts[TYPES] = parts[TYPES].replace(old, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    return pack(parts)


def many_parts() -> bytes:
    return pack(sample_parts() | {f"xl/media/image{number}.png": b"\x89PNG" for number in range(3000)})


def sheet_entry(extra: str) -> str:
    return f'<sheet xmlns:r="{RELS}" sheetId="9" {extra}/>'


VARIANTS: dict[str, Callable[[], bytes]] = {
    # names in the zip
    "as it is": lambda: pack(sample_parts()),
    "stored": lambda: pack(sample_parts(), zipfile.ZIP_STORED),
    "upper case": lambda: renamed(str.upper),
    "lower case": lambda: renamed(str.lower),
    "sheet in other case": lambda: renamed(lambda name: name.replace("sheet1", "Sheet1")),
    "folder in other case": lambda: renamed(lambda name: name.replace("xl/", "XL/")),
    "types in other case": lambda: renamed(lambda name: name.replace("[Content_Types]", "[content_types]")),
    "backslashes": lambda: renamed(lambda name: name.replace("/", "\\")),
    "backslashes and upper case": lambda: renamed(lambda name: name.replace("/", "\\").upper()),
    "leading slashes": lambda: renamed(lambda name: f"/{name}"),
    "leading dots": lambda: renamed(lambda name: f"./{name}"),
    "percent-encoded in the zip": lambda: renamed(lambda name: name.replace("sheet1", "%73heet1")),
    "in a folder": lambda: renamed(lambda name: f"申报表/{name}"),
    "in folders": lambda: renamed(lambda name: f"2023年/各单位/{name}"),
    "in a folder, with backslashes": lambda: renamed(lambda name: f"申报表\\{name}".replace("/", "\\")),
    "in a folder, from a Mac": lambda: pack(
        {f"申报表/{name}": content for name, content in sample_parts().items()}
        | {f"__MACOSX/申报表/._{name}": b"\0\5\26\7" for name in ("[Content_Types].xml", "xl/workbook.xml")}
    ),
    "folders as entries": lambda: pack([("xl/", b""), ("xl/worksheets/", b""), *sample_parts().items()]),
    "an entry without a name": lambda: pack([("", b"x"), *sample_parts().items()]),
    "types last": lambda: pack(sorted(sample_parts().items(), reverse=True)),
    "three thousand pictures": many_parts,
    # bytes around the zip
    "bytes before": lambda: b"\r\n\r\n" + pack(sample_parts()),
    "a mail's head before": lambda: b"Content-Type: application/octet-stream\r\n\r\n" + pack(sample_parts()),
    "bytes behind": lambda: pack(sample_parts()) + b"\r\n--=_boundary--\r\n",
    # where parts are
    "sheet elsewhere": lambda: moved(SHEET, "data/表.xml", "/data/%E8%A1%A8.xml"),
    "sheet at the root": lambda: moved(SHEET, "one.xml", "/one.xml"),
    "sheet above": lambda: moved(SHEET, "one.xml", "../one.xml"),
    "sheet with a blank": lambda: moved(SHEET, "xl/worksheets/sheet 1.xml", "worksheets/sheet%201.xml"),
    "sheet in Chinese": lambda: moved(SHEET, "xl/worksheets/申报表.xml", "worksheets/申报表.xml"),
    "sheet without suffix": lambda: moved(SHEET, "xl/worksheets/sheet1", "worksheets/sheet1"),
    "texts elsewhere": lambda: moved(TEXTS, "xl/t.xml", "t.xml"),
    "texts elsewhere, untyped": lambda: moved(TEXTS, "texts/t.xml", "/texts/t.xml", typed=False),
    "styles elsewhere": lambda: moved(STYLES, "xl/s/looks.xml", "s/looks.xml"),
    "workbook elsewhere": workbook_elsewhere,
    "targets with backslashes": lambda: target(lambda text: text.replace("/", "\\")),
    "targets absolute": lambda: target(lambda text: text if text.startswith("/") else f"/xl/{text}"),
    "targets from the root": lambda: target(lambda text: text.lstrip("/") if "/xl" in text else f"xl/{text}"),
    "targets with detours": lambda: target(lambda text: text.replace("/xl/", "/xl/./x/../")),
    "targets percent-encoded": lambda: target(lambda text: text.replace("sheet", "%73%68eet")),
    "targets in other case": lambda: target(str.upper),
    # what is missing
    "no types": lambda: without(TYPES),
    "no root relations": lambda: without(ROOT),
    "no types, no root relations": lambda: without(TYPES, ROOT),
    "no properties": lambda: without(CUSTOM, "docProps/core.xml", "docProps/app.xml"),
    "no theme": lambda: without("xl/theme/theme1.xml"),
    "types say nothing of the workbook": lambda: edited(
        TYPES, lambda text: re.sub(r'<Override PartName="/xl/workbook.xml"[^>]*/>', "", text)
    ),
    # strict, prefixes, encodings
    "strict": lambda: pack(strict(sample_parts())),
    "strict in upper case": lambda: pack({k.upper(): v for k, v in strict(sample_parts()).items()}),
    "prefixed sheet": lambda: prefixed(SHEET, "ns0"),
    "prefixed texts": lambda: prefixed(TEXTS, "x"),
    "prefixed styles": lambda: prefixed(STYLES, "ns1"),
    "prefixed workbook": lambda: edited(
        BOOK,
        lambda text: re.sub(r"<(/?)(\w+)(?=[\s>/])", r"<\1m:\2", text).replace(f'xmlns="{MAIN}"', f'xmlns:m="{MAIN}"'),
    ),
    "sheet in UTF-16": lambda: encoded(SHEET, "utf-16"),
    "texts in UTF-16": lambda: encoded(TEXTS, "utf-16"),
    "texts in GB18030": lambda: encoded(TEXTS, "gb18030"),
    "workbook in UTF-16": lambda: encoded(BOOK, "utf-16"),
    "relations in UTF-16": lambda: encoded(BOOK_RELS, "utf-16"),
    "byte order mark": lambda: pack(
        {name: b"\xef\xbb\xbf" + content if name.endswith((".xml", ".rels")) else content for name, content in sample_parts().items()}
    ),
    # styles
    "styles out of range": lambda: edited(SHEET, lambda text: first_cell(text, ' s="4095"')),
    "styles that are no numbers": lambda: edited(SHEET, lambda text: first_cell(text, ' s="x"')),
    "negative styles": lambda: edited(SHEET, lambda text: first_cell(text, ' s="-1"')),
    # texts
    "texts in the cells": lambda: edited(SHEET, inline),
    "texts in runs": lambda: edited(TEXTS, in_runs),
    # properties
    "odd properties": lambda: custom(
        'name="formgen-profile"><vt:lpwstr>hunan-2023</vt:lpwstr>', 'name="密级"><vt:i8>3</vt:i8>',
        'name="b"><vt:blob>AAAA</vt:blob>', 'name="d"><vt:filetime>2023-13-45T00:00:00Z</vt:filetime>',
        'name="e"><vt:empty/>', 'name="v"><vt:vector size="1" baseType="i4"><vt:i4>x</vt:i4></vt:vector>',
    ),
    "properties without names": lambda: custom('><vt:lpwstr>x</vt:lpwstr>', ">", 'name="y">'),
    "properties of no kind": lambda: edited(CUSTOM, lambda text: text.replace("vt:lpwstr", "vt:zzz")),
    # the list of sheets
    "dangling entry": lambda: listed(sheet_entry('name="丢失" r:id="rId404"')),
    "entry without relation": lambda: listed(sheet_entry('name="空"')),
    "entry outside the file": lambda: pack(
        sample_parts()
        | {BOOK: sample_parts()[BOOK].replace(b"<sheets>", ("<sheets>" + sheet_entry('name="外" r:id="out"')).encode(), 1)}
        | {BOOK_RELS: sample_parts()[BOOK_RELS].replace(b"</Relationships>", f'<Relationship Id="out" Type="{RELS}/worksheet" '
           'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'.encode())}
    ),
    "sheet listed twice": lambda: edited(
        BOOK, lambda text: re.sub(r'(<sheet [^>]*name=")(申报表)("[^>]*/>)', r"\1\2\3\1再来\3", text)
    ),
    "odd state": lambda: edited(BOOK, lambda text: text.replace('state="visible"', 'state="sichtbar"')),
    # entries twice
    "part twice, the same": lambda: twice(SHEET),
    "macros": with_macros,
    "comments and instructions": lambda: edited(
        SHEET, lambda text: text.replace("<sheetData>", "<!-- a --><?b c?><sheetData><!-- d -->")
    ),
    "extensions": lambda: edited(
        SHEET, lambda text: text.replace("</worksheet>", '<extLst><ext uri="{0}"><x:a xmlns:x="urn:x"/></ext></extLst></worksheet>')
    ),
    # refused
    "part twice, not the same": lambda: twice(SHEET, sample_parts()[SHEET].replace(b"<v>", b"<v>1", 1)),
    "packed by another method": lambda: pack(sample_parts(), zipfile.ZIP_BZIP2),
    "no relations of the workbook": lambda: without(BOOK_RELS),
    "texts lost": lambda: without(TEXTS),
    "properties cut": lambda: pack(sample_parts() | {CUSTOM: CUSTOM_HEAD.encode()}),
}  # fmt: skip

REFUSED = {
    "part twice, not the same": "两个同名",
    "packed by another method": "压缩方式",
    "no relations of the workbook": "内部结构已损坏",
    "texts lost": "内部结构已损坏",
    "properties cut": "内部结构已损坏",
}
