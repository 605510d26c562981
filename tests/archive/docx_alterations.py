"""What can be done to a Word document so that it hides, covers or adds something: part, text in it, new text.

`ANYWHERE` fits documents of every version; the texts are those that formgen writes into each.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Change = Callable[[bytes], bytes]
BODY, STYLES, FOOTER, HEADER = "word/document.xml", "word/styles.xml", "word/footer1.xml", "word/header1.xml"
CORE = "docProps/core.xml"
FONTS, SETTINGS, RELATIONS = "word/fontTable.xml", "word/settings.xml", "word/_rels/document.xml.rels"
_RUN = "<w:r><w:t>9</w:t></w:r>"
_CELL_RUN = r"(<w:tc>.*?<w:r>)(?:<w:rPr>(.*?)</w:rPr>)?"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run_of_a_cell(properties: str) -> Change:
    """Formatting of the first run that stands in a cell."""
    return _sub(_CELL_RUN, rf"\1<w:rPr>{properties}</w:rPr>")


def in_a_cell(content: str) -> Change:
    """Something more behind the first words of a cell."""
    return _sub(r"(<w:tc>.*?</w:r>)", rf"\1{content}")


def behind_the_form(content: str) -> Change:
    return _sub(r"(?=<w:sectPr\b)", content)


def style(inside: str) -> Change:
    """Formatting of the style that the body's cells bear, and of the default one."""
    return _all(
        r"(<w:style [^>]*w:type=\"paragraph\"[^>]*>(?:(?!</w:style>).)*?)(<w:rPr>|</w:style>)", inside
    )


def _all(pattern: str, inside: str) -> Change:
    def change(content: bytes) -> bytes:
        def put(found: re.Match[str]) -> str:
            closed = found[2] == "</w:style>"
            return found[1] + (f"<w:rPr>{inside}</w:rPr></w:style>" if closed else f"<w:rPr>{inside}")

        return re.sub(pattern, put, content.decode(), flags=re.DOTALL).encode()

    return change


def _sub(pattern: str, new: str) -> Change:
    def change(content: bytes) -> bytes:
        changed, count = re.subn(pattern, new, content.decode(), count=1, flags=re.DOTALL)
        assert count == 1, pattern
        return changed.encode()

    return change


def put(before: str, new: str) -> Change:
    """Something in front of the first of these words."""

    def change(content: bytes) -> bytes:
        assert before.encode() in content
        return content.replace(before.encode(), new.encode() + before.encode(), 1)

    return change


def paragraph_of_a_cell(new: str) -> Change:
    """A property of the first paragraph in a cell, before its alignment."""

    def change(content: bytes) -> bytes:
        before, cell, after = content.partition(b"<w:tc>")
        assert b"<w:jc " in after
        return before + cell + after.replace(b"<w:jc ", new.encode() + b"<w:jc ", 1)

    return change


_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OTHER = "http://example.com/wordprocessingml/2006/main"


def _of(space: str, content: str) -> str:
    return re.sub(r"<(/?)w:", r"<\1x:", content).replace("<x:r>", f'<x:r xmlns:x="{space}">', 1)


_VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
_BOX = f"<w:r><w:pict><v:shape {_VML}><v:textbox><w:txbxContent><w:p>{_RUN}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
_MODERN_BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing/></mc:Choice></mc:AlternateContent></w:r>'
)
_FLOATING = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"/></w:drawing></w:r>'
)

_HIDING = '<w:style w:type="paragraph" {more}w:styleId="{id}"><w:name w:val="{id}"/><w:rPr><w:vanish/></w:rPr></w:style>'

ANYWHERE: dict[str, tuple[str, Change]] = {
    "hidden": (BODY, run_of_a_cell("<w:vanish/>")),
    "hidden on the web": (BODY, run_of_a_cell("<w:webHidden/>")),
    "struck out": (BODY, run_of_a_cell("<w:strike/>")),
    "struck out twice": (BODY, run_of_a_cell("<w:dstrike/>")),
    "white": (BODY, run_of_a_cell('<w:color w:val="FFFFFF"/>')),
    "nearly white": (BODY, run_of_a_cell('<w:color w:val="E0E0E0"/>')),
    "white by the theme": (BODY, run_of_a_cell('<w:color w:val="000000" w:themeColor="background1"/>')),
    "black on black": (BODY, run_of_a_cell('<w:shd w:val="clear" w:color="auto" w:fill="000000"/>')),
    "marked black": (BODY, run_of_a_cell('<w:highlight w:val="black"/>')),
    "tiny": (BODY, run_of_a_cell('<w:sz w:val="2"/>')),
    "pressed flat": (BODY, run_of_a_cell('<w:w w:val="1"/>')),
    "moved off the line": (BODY, run_of_a_cell('<w:position w:val="-600"/>')),
    "pressed together": (BODY, run_of_a_cell('<w:spacing w:val="-400"/>')),
    "embossed": (BODY, run_of_a_cell("<w:emboss/>")),
    "hollow": (BODY, run_of_a_cell("<w:outline/>")),
    "symbols": (BODY, run_of_a_cell('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:eastAsia="Wingdings"/>')),
    "symbol": (BODY, in_a_cell('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')),
    "ruby": (BODY, in_a_cell(f"<w:r><w:ruby><w:rt>{_RUN}</w:rt></w:ruby></w:r>")),
    "deleted": (BODY, in_a_cell("<w:del><w:r><w:delText>9</w:delText></w:r></w:del>")),
    "inserted": (BODY, in_a_cell(f"<w:ins>{_RUN}</w:ins>")),
    "words more in a cell": (BODY, in_a_cell(_RUN)),
    "box": (BODY, in_a_cell(_BOX)),
    "modern box": (BODY, in_a_cell(_MODERN_BOX)),
    "floating picture": (BODY, in_a_cell(_FLOATING)),
    "comment": (BODY, in_a_cell('<w:r><w:commentReference w:id="0"/></w:r>')),
    "footnote": (BODY, in_a_cell('<w:r><w:footnoteReference w:id="2"/></w:r>')),
    "field": (BODY, in_a_cell(f'<w:fldSimple w:instr=" QUOTE 9 ">{_RUN}</w:fldSimple>')),
    "link": (BODY, in_a_cell(f"<w:hyperlink>{_RUN}</w:hyperlink>")),
    "content control": (BODY, in_a_cell(f"<w:sdt><w:sdtContent>{_RUN}</w:sdtContent></w:sdt>")),
    "other document": (BODY, behind_the_form('<w:altChunk r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>')),
    "paragraph behind": (BODY, behind_the_form(f"<w:p>{_RUN}</w:p>")),
    "table behind": (BODY, behind_the_form(f"<w:tbl><w:tr><w:tc><w:p>{_RUN}</w:p></w:tc></w:tr></w:tbl>")),
    "table in a cell": (BODY, put("</w:tc>", f"<w:tbl><w:tr><w:tc><w:p>{_RUN}</w:p></w:tc></w:tr></w:tbl><w:p/>")),
    "row cut off": (BODY, put("</w:trPr>", '<w:trHeight w:val="1" w:hRule="exact"/>')),
    "hidden row": (BODY, put("</w:trPr>", "<w:hidden/>")),
    "line across a cell": (BODY, put("</w:tcPr>", '<w:tcBorders><w:tl2br w:val="single" w:sz="48"/></w:tcBorders>')),
    "off the page": (BODY, put("<w:jc ", '<w:ind w:left="-9000"/>')),
    "out of its cell": (BODY, paragraph_of_a_cell('<w:ind w:left="9000" w:right="0"/>')),
    "style that indents": (STYLES, put('<w:jc w:val="center"/></w:pPr>', '<w:ind w:left="700"/>')),
    "frame": (BODY, put("<w:jc ", '<w:framePr w:w="1" w:hSpace="1"/>')),
    "numbering": (BODY, put("<w:jc ", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')),
    "margins": (BODY, put("<w:pgMar ", '<w:pgBorders><w:top w:val="single"/></w:pgBorders>')),
    "style that hides": (STYLES, style("<w:vanish/>")),
    "style in white": (STYLES, style('<w:color w:val="FFFFFF"/>')),
    "style of symbols": (STYLES, style('<w:rFonts w:ascii="Symbol" w:eastAsia="Symbol" w:hAnsi="Symbol"/>')),
    "default that hides": (STYLES, put("</w:rPr></w:rPrDefault>", "<w:vanish/>")),
    "footer": (FOOTER, put("</w:p>", _RUN)),
    "box in the footer": (FOOTER, put("</w:p>", _BOX)),
    "number of the footer": (FOOTER, put("PAGE", "QUOTE 9 ")),
    "header": (HEADER, put("</w:p>", _RUN)),
    "other name of a font": (FONTS, put("<w:charset", '<w:altName w:val="Webdings"/>')),
    "font inside": (FONTS, put("<w:charset", '<w:embedRegular r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>')),
    "even pages": (SETTINGS, put("<w:compat>", "<w:evenAndOddHeaders/>")),
    "words by another name": (BODY, in_a_cell(_of(_STRICT, _RUN))),
    "words of another program": (BODY, in_a_cell(_of(_OTHER, _RUN))),
    "second body": (BODY, put("</w:document>", f"<w:body><w:p>{_RUN}</w:p></w:body>")),
    "formats of a run twice": (BODY, _sub(r"(<w:r>)(?=<w:rPr>|<w:t)", r'\1<w:rPr><w:sz w:val="21"/></w:rPr><w:rPr><w:sz w:val="2"/></w:rPr>')),
    "lines of no height": (BODY, paragraph_of_a_cell('<w:spacing w:line="-20" w:lineRule="auto"/>')),
    "pushed off the page": (BODY, paragraph_of_a_cell('<w:spacing w:before="31000"/>')),
    "style twice": (STYLES, put("</w:styles>", f"{_HIDING.format(id='Normal', more='')}")),
    "second default style": (STYLES, put("</w:styles>", _HIDING.format(id="Other", more='w:default="1" '))),
    "defaults twice": (STYLES, put("</w:styles>", "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>")),
    "words in the page number": (FOOTER, _sub("PAGE", r'PAGE \\\\# "9"')),
    "header in the text": (BODY, _sub(r'w:header="\d+"', 'w:header="11000"')),
    "footer off the page": (BODY, _sub(r'w:footer="\d+"', 'w:footer="20000"')),
    "words of the properties": (CORE, put("</cp:coreProperties>", "<dc:subject>9</dc:subject>")),
    "second title": (CORE, put("<dc:title>", "<dc:title>9</dc:title>")),
    "relation twice": (RELATIONS, _sub("(<Relationship [^>]*/>)", r"\1\1")),
    "relation": (RELATIONS, put("</Relationships>", f'<Relationship Id="x" Type="{_OFFICE}/comments" Target="comments.xml"/>')),
}  # fmt: skip

ADDED_PARTS = {
    "part": ("word/comments.xml", b"<w:comments/>"),
    "picture": ("word/media/more.png", b"\x89PNG"),
    "data": ("customXml/item9.xml", b"<more/>"),
    "program": ("word/vbaProject.bin", b"\0"),
}
