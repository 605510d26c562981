"""The parts of a Word document: which there may be, and what those beside the text may hold.

Comes in: an open package. Goes out: (name of the part, what in it has no place). Source: ECMA-376 part 1, 11; what
Word, WPS and LibreOffice add on saving.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from formgen.declaration.carried import DOCX_NAMESPACE
from formgen.inspect.docx_grammar import prefixed
from formgen.sources.docx_content import W, read_root
from formgen.sources.parts import DOCUMENT, Parts, children, custom_items, local_name, plain_name

_NAMES = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels"
    r"|word/(document|styles|settings|fontTable|webSettings|numbering|stylesWithEffects|footnotes|endnotes)\.xml"
    r"|word/_rels/(document|settings|header\d*|footer\d*|fontTable|footnotes|endnotes)\.xml\.rels"
    r"|word/(header|footer)\d*\.xml|word/media/[\w.-]+\.(png|jpe?g|bmp|tiff?)|word/theme/theme\d*\.xml"
    r"|customXml/item(Props)?\d+\.xml|customXml/_rels/item\d+\.xml\.rels"
    r"|docProps/(core|app|custom)\.xml|docProps/thumbnail\.(jpe?g|png|wmf|emf)"
    r"|_xmlsignatures/.*"
)
_KINDS = {"styles", "settings", "fontTable", "webSettings", "numbering", "stylesWithEffects", "footnotes", "endnotes",
          "header", "footer", "image", "theme", "customXml"}  # fmt: skip
_ONCE = _KINDS - {"header", "footer", "image", "customXml"}
_NOTES = ("footnotes", "endnotes")
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}
_OTHER_ITEMS = ("/bibliography", "wpsCustomData", "/contentType", "/metadata/properties")
_MORE_WORDS = {"subject", "description", "keywords", "category", "contentStatus", "identifier"}
SYMBOLS = re.compile(r"dings|symbol|marlett|dingbat|mt extra|mdl2|icons?\b|emoji|barcode", re.IGNORECASE)
_FONTS = {name.casefold() for name in (
    "宋体", "黑体", "仿宋", "仿宋_GB2312", "楷体", "楷体_GB2312", "方正小标宋简体", "方正小标宋_GBK", "方正仿宋_GBK",
    "方正黑体_GBK", "方正楷体_GBK", "方正书宋_GBK", "华文中宋", "华文仿宋", "华文宋体", "微软雅黑", "等线", "新宋体",
    "simsun", "simhei", "fangsong", "fangsong_gb2312", "kaiti", "kaiti_gb2312", "nsimsun", "stzhongsong", "stsong",
    "stfangsong", "microsoft yahei", "dengxian", "times new roman", "arial", "calibri", "cambria", "courier new", "",
)}  # fmt: skip
_FAMILIES = ("dejavu s", "liberation s", "noto s", "source han s", "思源", "fandol", "wenquanyi", "pingfang")
_SETTINGS_TEXT = """
zoom hideSpellingErrors hideGrammaticalErrors defaultTabStop autoHyphenation characterSpacingControl
compat themeFontLang decimalSymbol listSeparator rsids mathPr proofState view stylePaneFormatFilter
stylePaneSortMethod drawingGridHorizontalSpacing drawingGridVerticalSpacing
displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery bordersDoNotSurroundHeader
bordersDoNotSurroundFooter noLineBreaksAfter noLineBreaksBefore noPunctuationKerning footnotePr
endnotePr clrSchemeMapping shapeDefaults hdrShapeDefaults doNotIncludeSubdocsInStats
chartTrackingRefBased docId doNotShadeFormData savePreviewPicture doNotValidateAgainstSchema
saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText doNotDemarcateInvalidXml
removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries activeWritingStyle revisionView
trackRevisions docVars attachedSchema attachedTemplate doNotTrackMoves
doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin
hyphenationZone consecutiveHyphenLimit doNotHyphenateCaps uiCompat97To2003 doNotAutoCompressPictures
defaultImageDpi discardImageEditingData conflictMode formsDesign saveSubsetFonts documentProtection
strictFirstAndLastChars
"""
_SETTINGS = set(_SETTINGS_TEXT.split())
_SETTINGS_OFF = {
    "evenAndOddHeaders",
    "mirrorMargins",
    "gutterAtTop",
    "bookFoldPrinting",
    "embedTrueTypeFonts",
}


def find_strange_parts(archive: zipfile.ZipFile, parts: Parts) -> Iterator[tuple[str, str]]:
    """Every part, relation, setting, font or note that has no place."""
    names = [plain_name(entry.filename) for entry in archive.infolist() if not entry.filename.endswith("/")]
    twice = Counter(name.casefold() for name in names)
    for name in dict.fromkeys(names):
        if not _NAMES.fullmatch(name) or twice[name.casefold()] > 1:
            yield name, "part"
    mains = [relation for relation in parts.relations("").values() if relation.kind == "officeDocument"]
    if len(mains) != 1:
        yield "_rels/.rels", "part"
    owners = ("", *(name for name in parts.names if name.startswith("word/") and not name.endswith(".rels")))
    targets = {relation.target for owner in owners for relation in parts.relations(owner).values()}
    for name in parts.names:
        if name.startswith("word/") and not name.endswith(".rels") and name not in targets:
            yield name, "part"
    yield from _relations(parts)
    yield from _doubles(parts)
    yield from _properties(parts)
    for name in custom_items(parts):
        space = str(parts.root(name, DOCUMENT).tag).partition("}")[0].removeprefix("{")
        if space != DOCX_NAMESPACE and not space.endswith(_OTHER_ITEMS):
            yield name, "customXml"


def _relations(parts: Parts) -> Iterator[tuple[str, str]]:
    found = [relation for relation in parts.relations(parts.main or "").values() if not relation.external]
    kinds = Counter(relation.kind for relation in found)
    shown = {item.get(key) for item in read_root(parts, parts.main or "").iter() for key in item.attrib}
    identities = {relation.target: key for key, relation in parts.relations(parts.main or "").items()}
    for relation in found:
        if relation.kind not in _KINDS or (relation.kind in _ONCE and kinds[relation.kind] > 1):
            yield relation.target, "part"
        elif not parts.has(relation.target):
            continue
        elif relation.kind == "settings":
            yield from ((relation.target, name) for name in _settings(read_root(parts, relation.target)))
        elif relation.kind in _NOTES:
            yield from ((relation.target, name) for name in _notes(read_root(parts, relation.target)))
        elif relation.kind == "fontTable":
            yield from ((relation.target, name) for name in _fonts(read_root(parts, relation.target)))
        elif relation.kind == "theme" and _symbolic(parts.root(relation.target, DOCUMENT)):
            yield relation.target, "rFonts"
        elif relation.kind == "image" and identities[relation.target] not in shown:
            yield relation.target, "part"


def _doubles(parts: Parts) -> Iterator[tuple[str, str]]:
    """Relations of one id: programs take the first of them, or the last."""
    for name in parts.names:
        if name.endswith(".rels"):
            found = [item.get("Id") for item in children(parts.root(name), "Relationship")]
            if len(set(found)) < len(found):
                yield name, "part"


def _properties(parts: Parts) -> Iterator[tuple[str, str]]:
    """What the document says of itself beside title, author and language, and what it says twice."""
    for name in parts.related("", "core-properties"):
        found = [item for item in parts.root(name) if (item.text or "").strip()]
        names = [local_name(item) for item in found]
        if not _MORE_WORDS.isdisjoint(names) or len(set(names)) < len(names):
            yield name, "property"


def _settings(root: etree._Element) -> Iterator[str]:
    for item in root:
        name = local_name(item)
        if name in _SETTINGS_OFF and item.get(f"{W}val") in ("0", "false", "off"):
            continue
        if name not in _SETTINGS:
            yield name


def _notes(root: etree._Element) -> Iterator[str]:
    """Word keeps the lines above footnotes in a part of their own, whether there are notes or not."""
    words = any((text.text or "").strip() for text in root.iter(f"{W}t"))
    if words or any(note.get(f"{W}type") not in _SEPARATORS for note in root):
        yield "footnoteReference"


def _fonts(root: etree._Element) -> Iterator[str]:
    """A font that travels in the file, or another name for a font of symbols, can show any sign for another."""
    for item in root.iter():
        name = prefixed(item)
        if name.startswith("embed"):
            yield "embedRegular"
        elif name == "altName" and any(
            not is_plain_font(one.strip()) for one in item.get(f"{W}val", "").replace(";", ",").split(",")
        ):
            parent = item.getparent()
            if parent is not None and is_plain_font(parent.get(f"{W}name", "")):
                yield "altName"


def _symbolic(theme: etree._Element) -> bool:
    names = [item.get("typeface", "") for item in theme.iter() if local_name(item) in ("latin", "ea", "cs")]
    return any(SYMBOLS.search(name) for name in names)


def is_plain_font(name: str) -> bool:
    """A font whose signs are the characters they stand for, as far as it is a well-known one."""
    plain = name.casefold()
    return plain in _FONTS or plain.startswith(_FAMILIES)
