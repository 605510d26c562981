"""A plain Word document: a title, paragraphs, a page number. Nothing else, so that Word and WPS have
nothing to repair and no theme to look fonts up in.

Comes in: paragraphs and fonts. Goes out: the bytes of a DOCX, the same for the same input. The form
itself is made from a designer's template (`formgen.render.docx`); this is not.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

Use = Literal["title", "head", "text", "small", "page"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True, slots=True)
class Type:
    """Font name, size in half points, distance of lines in twentieths of a point."""

    font: str
    size: int
    line: int


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    use: Use = "text"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """indent: characters at the first line. keep: stays on the page of the next one. space: before it, in
    twentieths of a point."""

    runs: tuple[Run, ...]
    align: Literal["left", "center", "right"] = "left"
    indent: int = 2
    keep: bool = False
    space: int = 0


@dataclass(frozen=True, slots=True)
class Properties:
    title: str
    author: str = ""


def word_file(
    paragraphs: Sequence[Paragraph], types: dict[Use, Type], properties: Properties, page_mark: str
) -> bytes:
    """The document, A4 portrait with the margins of an official letter. page_mark: the foot, with {page}
    where the number stands."""
    body = "".join(_paragraph(paragraph, types) for paragraph in paragraphs)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            ("officeDocument", "word/document.xml", _OFFICE),
            ("metadata/core-properties", "docProps/core.xml", f"{_PACKAGE}/relationships"),
        ),
        "word/document.xml": _document(body),
        "word/_rels/document.xml.rels": _relationships(
            ("styles", "styles.xml", _OFFICE),
            ("footer", "footer.xml", _OFFICE),
            ("settings", "settings.xml", _OFFICE),
            ("fontTable", "fontTable.xml", _OFFICE),
        ),
        "word/styles.xml": _styles(types["text"]),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(types),
        "word/footer.xml": _footer(page_mark, types["page"]),
        "docProps/core.xml": _core(properties),
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            archive.writestr(entry, (_DECLARATION + content).encode())
    return stream.getvalue()


def _text(text: str) -> str:
    """Text with line ends as breaks; what XML cannot hold becomes a visible stand-in."""
    lines = _UNWRITABLE.sub("\ufffd", text).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)


def _fonts(kind: Type) -> str:
    name = quoteattr(kind.font)
    slots = "".join(f" w:{slot}={name}" for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:rFonts w:hint="eastAsia"{slots}/>'


def _run_properties(kind: Type) -> str:
    return f'<w:rPr>{_fonts(kind)}<w:sz w:val="{kind.size}"/><w:szCs w:val="{kind.size}"/></w:rPr>'


def _run(run: Run, types: dict[Use, Type]) -> str:
    return f"<w:r>{_run_properties(types[run.use])}{_text(run.text)}</w:r>"


def _paragraph(paragraph: Paragraph, types: dict[Use, Type]) -> str:
    first = types[paragraph.runs[0].use]
    keep = "<w:keepNext/>" if paragraph.keep else ""
    spacing = (
        f'<w:spacing w:before="{paragraph.space}" w:after="0" w:line="{first.line}" w:lineRule="exact"/>'
    )
    width = first.size * 10 * paragraph.indent
    indent = (
        f'<w:ind w:firstLineChars="{paragraph.indent * 100}" w:firstLine="{width}"/>'
        if paragraph.indent and paragraph.align == "left"
        else ""
    )
    align = f'<w:jc w:val="{paragraph.align}"/>'
    runs = "".join(_run(run, types) for run in paragraph.runs)
    return f"<w:p><w:pPr>{keep}{spacing}{indent}{align}{_run_properties(first)}</w:pPr>{runs}</w:p>"


def _document(body: str) -> str:
    # GB/T 9704: head 37 mm, left 28 mm, type area 156 × 225 mm.
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1304"'
        ' w:gutter="0"/></w:sectPr>'
    )
    return f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body>{body}{section}</w:body></w:document>'


def _styles(kind: Type) -> str:
    return (
        f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(kind)}'
        f'<w:sz w:val="{kind.size}"/><w:szCs w:val="{kind.size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        "</w:styles>"
    )


def _settings() -> str:
    # Without it Word opens the file in compatibility mode.
    return (
        f'<w:settings xmlns:w="{_MAIN}"><w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def _font_table(types: dict[Use, Type]) -> str:
    fonts = "".join(
        f'<w:font w:name={quoteattr(name)}><w:charset w:val="86"/></w:font>'
        for name in sorted({kind.font for kind in types.values()})
    )
    return f'<w:fonts xmlns:w="{_MAIN}">{fonts}</w:fonts>'


def _footer(mark: str, kind: Type) -> str:
    before, _, after = mark.partition("{page}")
    properties = _run_properties(kind)

    def run(content: str) -> str:
        return f"<w:r>{properties}{content}</w:r>"

    runs = (
        run(_text(before)),
        run('<w:fldChar w:fldCharType="begin"/>'),
        run('<w:instrText xml:space="preserve"> PAGE </w:instrText>'),
        run('<w:fldChar w:fldCharType="separate"/>'),
        run("<w:t>1</w:t>"),
        run('<w:fldChar w:fldCharType="end"/>'),
        run(_text(after)),
    )
    return f'<w:ftr xmlns:w="{_MAIN}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(runs)}</w:p></w:ftr>'


def _relationships(*targets: tuple[str, str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"/>'
        for number, (kind, target, base) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types() -> str:
    overrides = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/footer.xml": f"{_WORD}.footer+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    entries = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{entries}</Types>'
    )


def _core(properties: Properties) -> str:
    title, author = (
        escape(_UNWRITABLE.sub("\ufffd", text)) for text in (properties.title, properties.author)
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>zh-CN</dc:language>"
        "</cp:coreProperties>"
    )
