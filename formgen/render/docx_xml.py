"""Small words for WordprocessingML trees: names, and children put where the schema wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold; the carriage return too, which every reader would turn into a line feed."""

W = f"{{{NAMESPACE}}}"
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"

# ECMA-376 Part 1, 17.3.1.26 pPr, 17.4.70 tcPr, 17.3.2.28 rPr, 17.7.4.17 style: children come in
# this order; only those that stand before what we add are listed.
_PARAGRAPH = """
    pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
    suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi
    adjustRightInd snapToGrid"""
_RUN = """
    rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid
    vanish webHidden color spacing w kern position"""
_STYLE = """
    name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked
    personal personalCompose personalReply rsid"""
BEFORE_SPACING = _PARAGRAPH.split()
BEFORE_JC = [*BEFORE_SPACING, "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap"]
BEFORE_SIZE = _RUN.split()
BEFORE_STYLE_PPR = _STYLE.split()


def find_ancestor(element: etree._Element, name: str) -> etree._Element | None:
    """The nearest element of that name around this one."""
    return next(element.iterancestors(W + name), None)


def require_child(parent: etree._Element, name: str, before: Iterable[str] = ()) -> etree._Element:
    """The child of that name, made where it is missing: behind those named in `before`, else first."""
    found = parent.find(W + name)
    if found is not None:
        return found
    earlier = {W + other for other in before}
    made = etree.Element(W + name)
    parent.insert(sum(1 for child in parent if child.tag in earlier), made)
    return made


def read_number(parent: etree._Element | None, name: str, default: int) -> int:
    """w:val of a child as a number; the default where there is none."""
    child = None if parent is None else parent.find(W + name)
    value = None if child is None else child.get(f"{W}val")
    return int(value) if value and value.isdigit() else default


_OPENS = re.compile(r"\{%p\s+(?:if|for)\b")
_CLOSES = re.compile(r"\{%p\s+end(?:if|for)\b")


def words_of(block: etree._Element) -> str:
    """All text of a block as it stands."""
    return "".join(text.text or "" for text in block.iter(f"{W}t"))


def tagged_blocks(body: etree._Element, start: re.Pattern[str]) -> list[etree._Element]:
    """The body's blocks from the paragraph whose tag matches to the one that closes it; [] where there is none."""
    found: list[etree._Element] = []
    depth = 0
    for block in body:
        text = words_of(block) if block.tag == f"{W}p" else ""
        if not found and not start.search(text):
            continue
        found.append(block)
        depth += len(_OPENS.findall(text)) - len(_CLOSES.findall(text))
        if depth == 0:
            return found
    return []
