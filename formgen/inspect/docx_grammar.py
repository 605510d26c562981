"""What a Word document of a form may be made of: which element in which, with which attributes.

Comes in: elements. Goes out: what is not allowed of them, by name. Everything is allowed here by name, or it is not
allowed: what formgen writes, and what Word, WPS and LibreOffice add to it on saving. Source: ECMA-376 part 1, 17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from formgen.sources.parts import local_name

_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/"
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    f"{_DRAWN}wordprocessingDrawing": "wp:",
    f"{_DRAWN}main": "a:",
    f"{_DRAWN}picture": "pic:",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic:",
    "urn:schemas-microsoft-com:vml": "v:",
    "urn:schemas-microsoft-com:office:office": "o:",
    "urn:schemas-microsoft-com:office:word": "w10:",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing": "wp14:",
    "http://schemas.microsoft.com/office/drawing/2010/main": "a14:",
}
"""Namespaces → prefixes; those of WordprocessingML have none. An element of another one has no place, though it may end
like one of these: what a reader does not know it leaves out, or shows."""

_RUN_OFF = "i iCs caps smallCaps strike dstrike outline shadow emboss imprint vanish webHidden specVanish rtl cs oMath"
_PARAGRAPH_OFF = "bidi suppressOverlap mirrorIndents"
_MARKS = "bookmarkStart bookmarkEnd proofErr"
_SIDES = "top left start bottom right end insideH insideV"

_CHILDREN = f"""
document: body
body: p tbl sectPr {_MARKS}
hdr: p {_MARKS}
ftr: p {_MARKS}
p: pPr r {_MARKS}
pPr: pStyle keepNext keepLines pageBreakBefore widowControl suppressLineNumbers suppressAutoHyphens kinsoku wordWrap
pPr: overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd snapToGrid contextualSpacing spacing ind jc
pPr: textAlignment outlineLvl pBdr rPr numPr divId cnfStyle shd {_PARAGRAPH_OFF}
pBdr: left right
numPr: ilvl numId
rPr: rStyle rFonts b bCs noProof snapToGrid color spacing w kern position sz szCs highlight u effect bdr shd
rPr: fitText vertAlign em lang {_RUN_OFF}
r: rPr t tab br cr noBreakHyphen lastRenderedPageBreak
tbl: tblPr tblGrid tr {_MARKS}
tblPr: tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook shd tblStyleRowBandSize tblStyleColBandSize
tblPrEx: tblW jc tblInd tblBorders tblLayout tblCellMar tblLook shd
tblBorders: {_SIDES}
tcBorders: {_SIDES} tl2br tr2bl
tblCellMar: top left start bottom right end
tblGrid: gridCol
tr: tblPrEx trPr tc {_MARKS}
trPr: cantSplit trHeight tblHeader jc cnfStyle hidden
tc: tcPr p {_MARKS}
tcPr: tcW gridSpan vMerge tcBorders shd vAlign cnfStyle noWrap tcFitText hideMark
sectPr: headerReference footerReference footnotePr endnotePr type pgSz pgMar pgNumType cols docGrid textDirection
sectPr: formProt titlePg bidi rtlGutter noEndnote vAlign
footnotePr: pos numFmt numStart numRestart
endnotePr: pos numFmt numStart numRestart
drawing: wp:inline
wp:inline: wp:extent wp:effectExtent wp:docPr wp:cNvGraphicFramePr a:graphic
wp:cNvGraphicFramePr: a:graphicFrameLocks
a:graphic: a:graphicData
a:graphicData: pic:pic
pic:pic: pic:nvPicPr pic:blipFill pic:spPr
pic:nvPicPr: pic:cNvPr pic:cNvPicPr
pic:cNvPicPr: a:picLocks
pic:blipFill: a:blip a:stretch
a:blip: a:extLst
a:extLst: a:ext
a:ext: a14:useLocalDpi
a:stretch: a:fillRect
pic:spPr: a:xfrm a:prstGeom a:noFill a:ln
a:ln: a:noFill
a:xfrm: a:off a:ext
a:prstGeom: a:avLst
pict: v:shapetype v:shape
v:shapetype: v:formulas v:path v:textpath o:lock v:stroke v:handles
v:formulas: v:f
v:handles: v:h
v:shape: v:textpath v:path v:fill v:stroke w10:wrap o:lock
style: rPr pPr tblPr trPr tcPr tblStylePr
tblStylePr: rPr pPr tblPr trPr tcPr
rPrDefault: rPr
pPrDefault: pPr
"""

_BODY_CHILDREN = "r: drawing"
_MARGIN_CHILDREN = "r: pict fldChar instrText\np: fldSimple\nfldSimple: r"

_ON = "1|true|on"
_OFF = "0|false|off"
_NUMBER = r"\d{1,5}"
_BORDER = f"val=nil|none|single sz=1?\\d|2[0-4] space=[0-3]?\\d color=auto|000000 shadow={_OFF} frame={_OFF}"
_MARGIN = r"w=1?\d?\d|200 type=dxa|nil"
_WIDTH = r"w=\d{1,5}|\d{1,3}% type=dxa|auto|pct|nil"
_COLOR = "val=auto|000000"
_SHADE = "val=clear|nil color=auto|000000|FFFFFF|ffffff fill=auto|FFFFFF|ffffff"

_ATTRIBUTES = f"""
document: conformance
bookmarkStart: id name displacedByCustomXml colFirst colLast
bookmarkEnd: id displacedByCustomXml
proofErr: type
pStyle: val
rStyle: val
tblStyle: val
jc: val=left|center|right|both|start|end|distribute
spacing: before=\\d{{1,3}} after=\\d{{1,3}} line=\\d{{1,4}} lineRule=auto|exact|atLeast beforeLines=0 afterLines=0 beforeAutospacing={_OFF} afterAutospacing={_OFF}
ind: left={_NUMBER} right={_NUMBER} start={_NUMBER} end={_NUMBER} hanging=0 firstLine={_NUMBER} leftChars=0 rightChars=0 hangingChars=0 firstLineChars=0
textAlignment: val=auto|baseline|center|top|bottom
outlineLvl: val
divId: val
ilvl: val
numId: val=0
cnfStyle: *
rFonts: ascii hAnsi eastAsia cs hint asciiTheme hAnsiTheme eastAsiaTheme cstheme
color: {_COLOR}
rPr/spacing: val=0
w: val=100%?
kern: val
position: val=0
sz: val={_NUMBER}
szCs: val={_NUMBER}
highlight: val=none
u: val=none color=auto
effect: val=none
em: val=none
vertAlign: val=baseline
bdr: val=nil|none sz=0 space=0 color=auto
fitText: val=0 id
lang: val eastAsia bidi
shd: {_SHADE}
br: type=textWrapping|page
t: space
instrText: space
fldChar: fldCharType=begin|separate|end
fldSimple: instr
lastRenderedPageBreak:
tblW: {_WIDTH}
tcW: {_WIDTH}
tblInd: w=-?[12]?\\d?\\d type=dxa
tblLayout: type=fixed|autofit
tblLook: *
tblStyleRowBandSize: val
tblStyleColBandSize: val
tblBorders/top: {_BORDER}
tblBorders/left: {_BORDER}
tblBorders/start: {_BORDER}
tblBorders/bottom: {_BORDER}
tblBorders/right: {_BORDER}
tblBorders/end: {_BORDER}
tcBorders/top: {_BORDER}
tcBorders/left: {_BORDER}
tcBorders/start: {_BORDER}
tcBorders/bottom: {_BORDER}
tcBorders/right: {_BORDER}
tcBorders/end: {_BORDER}
insideH: {_BORDER}
insideV: {_BORDER}
tl2br: val=nil|none sz space color
tr2bl: val=nil|none sz space color
pBdr/left: {_BORDER}
pBdr/right: {_BORDER}
tblCellMar/top: {_MARGIN}
tblCellMar/left: {_MARGIN}
tblCellMar/start: {_MARGIN}
tblCellMar/bottom: {_MARGIN}
tblCellMar/right: {_MARGIN}
tblCellMar/end: {_MARGIN}
gridCol: w={_NUMBER}
trHeight: val={_NUMBER} hRule=atLeast|auto
gridSpan: val={_NUMBER}
vMerge: val=restart|continue
vAlign: val=top|center|bottom
sectPr/vAlign: val=top
headerReference: type=default id
footerReference: type=default id
pos: val
numFmt: val
numStart: val
numRestart: val
type: val=nextPage|continuous
pgSz: w={_NUMBER} h={_NUMBER} orient=portrait|landscape code
pgMar: top={_NUMBER} right={_NUMBER} bottom={_NUMBER} left={_NUMBER} header={_NUMBER} footer={_NUMBER} gutter=0
pgNumType: start=1 fmt=decimal
cols: space num=1 equalWidth={_ON}|{_OFF}
docGrid: type=default|lines|linesAndChars linePitch charSpace
textDirection: val=lrTb
wp:inline: distT=0 distB=0 distL=0 distR=0
wp:extent: cx cy
wp:effectExtent: l t r b
wp:docPr: id name descr title=\\s*
a:graphicFrameLocks: *
a:graphicData: uri=\\S*/picture
a:blip: embed cstate=\\w*
a:extLst/a:ext: uri
a14:useLocalDpi: val
a:fillRect:
a:off: x=0 y=0
a:xfrm/a:ext: cx cy
a:prstGeom: prst=rect
a:picLocks: *
a:ln: w
pic:cNvPr: id name descr title=\\s*
pic:spPr: bwMode
v:shapetype: id coordsize spt=136 adj path=m@\\d+,l@\\d+,e?m@\\d+,21600l@\\d+,21600e filled=f stroked=f
v:f: eqn
v:h: position
v:path: textpathok=t connecttype connectlocs connectangles
v:stroke: joinstyle color endcap
v:shape: id spid type=\\#?_x0000_t136 alt style allowincell wrapcoords fillcolor=\\#d9d9d9.*|silver stroked=f
v:textpath: on=t fitshape=t style string trim
v:fill: detectmouseclick type=solid color2 opacity
w10:wrap: anchorx anchory type=none
o:lock: ext text=t shapetype=t aspectratio
"""
"""Element, or its parent's name and its own → attributes, each with the values it may have (any where none is named);
* for any attribute. An element without a line may be switched on or off."""

_OF_OTHER_FORMS = f"""
spacing: before={_NUMBER} after={_NUMBER} line={_NUMBER} lineRule=auto|exact|atLeast beforeLines afterLines beforeAutospacing={_OFF} afterAutospacing={_OFF}
ind: left={_NUMBER} right={_NUMBER} start={_NUMBER} end={_NUMBER} hanging={_NUMBER} firstLine={_NUMBER} leftChars rightChars hangingChars firstLineChars
color: val=auto|[0-7][0-9A-Fa-f][0-7][0-9A-Fa-f][0-7][0-9A-Fa-f]|[C-Fc-f][0-9A-Fa-f]000[0-9A-Fa-f] themeColor=text1|dark1
u: val=none|single|double color=auto|000000
shd: val=clear|nil color=auto|000000 fill=auto|[C-Fc-f][0-9A-Fa-f][C-Fc-f][0-9A-Fa-f][C-Fc-f][0-9A-Fa-f]
i: val={_ON}|{_OFF}
iCs: val={_ON}|{_OFF}
pgNumType: start fmt
"""
"""What forms that were not shipped may look like besides: plain to read all the same."""

_ONLY_OFF = {*_RUN_OFF.split(), *_PARAGRAPH_OFF.split(), "hidden", "noWrap", "tcFitText", "hideMark", "formProt",
             "titlePg", "sectPr/bidi", "rtlGutter"}  # fmt: skip
_ONCE_EACH = {
    "pPr",
    "rPr",
    "tblPr",
    "tblPrEx",
    "tcPr",
    "trPr",
    "pBdr",
    "tblBorders",
    "tcBorders",
    "tblCellMar",
    "document",
}
"""Each of what stands in them stands there once."""

_ONCE = {"pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr"}
"""Stand once in whatever they stand in."""

_FREE_ATTRIBUTES = re.compile("rsid.*|paraId|textId|anchorId|editId|Ignorable")


def _read_children(*texts: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in "\n".join(texts).split("\n"):
        parent, _, names = line.partition(": ")
        found.setdefault(parent, set()).update(names.split())
    return found


def _read_attributes(*texts: str) -> dict[str, dict[str, re.Pattern[str] | None]]:
    found: dict[str, dict[str, re.Pattern[str] | None]] = {}
    for line in "\n".join(texts).strip().split("\n"):
        name, _, words = line.partition(":" if line.endswith(":") else ": ")
        pairs = (word.partition("=") for word in words.split())
        found[name] = {key: re.compile(values) if values else None for key, _, values in pairs}
    return found


class Grammar:
    """What may stand in a part. margin: of a page header or footer. shipped: the form is one of those that come with
    the program, whose looks are all known."""

    def __init__(self, *, margin: bool, shipped: bool) -> None:
        self._children = _read_children(_CHILDREN, _MARGIN_CHILDREN if margin else _BODY_CHILDREN)
        self._attributes = _read_attributes(_ATTRIBUTES, *(() if shipped else (_OF_OTHER_FORMS,)))

    def find_strange(self, element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        """(element, name of what is not allowed) below an element that is allowed itself; nothing is looked at
        inside an element that is not."""
        parent = prefixed(element)
        allowed = self._children.get(parent, set())
        seen: set[str] = set()
        for child in element:
            name = prefixed(child)
            # Of a property given twice nobody can say which one counts.
            if name not in allowed or (name in seen and (parent in _ONCE_EACH or name in _ONCE)):
                yield child, name
                continue
            seen.add(name)
            yield from ((child, name) for _ in self._wrong_attributes(child, parent, name))
            yield from self.find_strange(child)

    def _wrong_attributes(self, element: etree._Element, parent: str, name: str) -> Iterator[str]:
        rules = self._rules(parent, name)
        if "*" in rules:
            return
        for key, value in element.attrib.items():
            attribute = str(key).rpartition("}")[2]
            if attribute in rules:
                pattern = rules[attribute]
                if pattern is None or pattern.fullmatch(str(value)):
                    continue
            elif _FREE_ATTRIBUTES.fullmatch(attribute):
                continue
            yield attribute
        off = (name in _ONLY_OFF or f"{parent}/{name}" in _ONLY_OFF) and name not in self._attributes
        if off and not any(str(key).endswith("}val") for key in element.attrib):
            yield "val"

    def _rules(self, parent: str, name: str) -> Mapping[str, re.Pattern[str] | None]:
        for key in (f"{parent}/{name}", name):
            if key in self._attributes:
                return self._attributes[key]
        off = name in _ONLY_OFF or f"{parent}/{name}" in _ONLY_OFF
        return {"val": re.compile(_OFF if off else f"{_ON}|{_OFF}")}


def prefixed(element: etree._Element) -> str:
    """The name with the prefix of its namespace; with a question mark where the namespace has no place."""
    space = str(element.tag).partition("}")[0].removeprefix("{")
    return _PREFIXES.get(space, "?") + local_name(element)
