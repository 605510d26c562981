"""What stands on a page of an OFD: characters with their places, strokes, filled boxes; and whatever else.

Comes in: the root of a page's part. Goes out: `PageContent`. Only what formgen writes is understood; any
other element, attribute or value is told as strange, for what is not understood may be seen by a reader.
Lengths in mm from the page's top left corner, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from formgen.declaration.ofd_names import NAMESPACE
from formgen.layout.measures import MM_PT

OFD = f"{{{NAMESPACE}}}"
_MIDDLE = 0.38
"""The middle of a character is so far above its base line, in em."""

_WATERMARK_MM = 40.0 / MM_PT
"""Nothing else on a page is as tall as a character of the draft mark."""

_KNOWN = {
    "Page": set[str](),
    "Area": set[str](),
    "PhysicalBox": set[str](),
    "Content": set[str](),
    "Layer": {"ID", "Type"},
    "TextObject": {"ID", "Name", "Boundary", "Font", "Size", "CTM"},
    "FillColor": {"Value"},
    "TextCode": {"X", "Y", "DeltaX"},
    "PathObject": {"ID", "Boundary", "LineWidth", "Fill"},
    "AbbreviatedData": set[str](),
}
"""Elements that formgen writes, with their attributes."""

_LEAVES = {"TextCode", "AbbreviatedData", "PhysicalBox"}
"""Elements that hold text."""

_COLORS = {"216 216 216", "64 64 64"}
"""Of the draft mark, and of the bars of the chart; all else is black."""


class Character(NamedTuple):
    """x, y: its middle."""

    text: str
    x: float
    y: float


class Stroke(NamedTuple):
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters of one font, by its number in the file."""

    font: str
    use: str
    characters: tuple[Character, ...]


@dataclass(slots=True)
class PageContent:
    """strange: what formgen does not write. mark: the draft mark's text."""

    runs: list[TextRun] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    mark: list[TextRun] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    @property
    def mark_text(self) -> str:
        return "".join(character.text for run in self.mark for character in run.characters)


def element_name(item: etree._Element) -> str:
    """The name without the namespace of OFD; a comment has one too."""
    tag: object = item.tag
    return tag.removeprefix(OFD) if isinstance(tag, str) else repr(item)


def read_page(root: etree._Element) -> PageContent:
    """The content of a page."""
    page = PageContent(strange=list(_strange(root)))
    for item in root.iter(f"{OFD}TextObject", f"{OFD}PathObject"):
        try:
            if item.tag == f"{OFD}TextObject":
                _read_text(item, page)
            else:
                _read_path(item, page)
        except (ValueError, IndexError, TypeError):
            page.strange.append(element_name(item))
    return page


def _strange(root: etree._Element) -> Iterator[str]:
    for item in root.iter():
        name = element_name(item)
        if name not in _KNOWN:
            yield name
            continue
        if not _KNOWN[name].issuperset(item.keys()):
            yield f"{name}/{' '.join(map(str, item.keys()))}"
        if name == "FillColor" and item.get("Value") not in _COLORS:
            yield f"{name} {item.get('Value')}"
        for text in (None if name in _LEAVES else item.text, item.tail):
            if text and not text.isspace():
                yield text.strip()


def _read_text(item: etree._Element, page: PageContent) -> None:
    left, top, *_ = _numbers(item.get("Boundary", ""))
    size = float(item.get("Size", ""))
    code = item[-1]
    if code.tag != f"{OFD}TextCode" or len(item) > 2:
        raise ValueError("one text")
    text = code.text or ""
    x, y = float(code.get("X", "")), float(code.get("Y", ""))
    places = [x]
    for step in _steps(code.get("DeltaX", "")):
        places.append(places[-1] + step)
        if len(places) > len(text):  # a few bytes can ask for any number of them
            break
    if len(places) != len(text):
        raise ValueError("a place for each character")
    is_mark = size > _WATERMARK_MM
    if is_mark != (item.get("CTM") is not None) or is_mark != (len(item) > 1):
        page.strange.append("TextObject")
    y = top + y - size * _MIDDLE
    widths = [after - before for before, after in pairwise(places)]
    widths.append(min(size, widths[-1]) if widths else size / 2)
    characters = tuple(
        Character(character, left + place + width / 2, y)
        for character, place, width in zip(text, places, widths, strict=True)
        if not character.isspace()
    )
    run = TextRun(item.get("Font", ""), item.get("Name", ""), characters)
    (page.mark if is_mark else page.runs).append(run)


def _read_path(item: etree._Element, page: PageContent) -> None:
    left, top, *_ = _numbers(item.get("Boundary", ""))
    words = (item.findtext(f"{OFD}AbbreviatedData") or "").split()
    points: list[tuple[float, float]] = []
    at = 0
    while at < len(words):
        if words[at] == "C":
            points.append(points[0])
            at += 1
        else:
            points.append((left + float(words[at + 1]), top + float(words[at + 2])))
            if words[at] == "M":
                points = points[-1:]
            elif words[at] != "L":
                raise ValueError(words[at])
            at += 3
        if len(points) > 1:
            page.strokes.append(Stroke(*points[-2], *points[-1]))


def _numbers(text: str) -> list[float]:
    return [float(word) for word in text.split()]


def _steps(text: str) -> Iterator[float]:
    """The steps of a DeltaX, repeats written out."""
    words = iter(text.split())
    for word in words:
        if word == "g":
            count = int(next(words, ""))
            if not 0 < count < 10_000:
                raise ValueError("a count of steps")
            step = float(next(words, ""))
            yield from [step] * count
        else:
            yield float(word)
