"""The OFD says what the form says: read back from the bytes, cell by cell.

Comes in: the bytes and the plan they were made from. Goes out: a Fault for every difference; none means that
each text stands whole, in its own cell, in an embedded font that has its characters, that no line runs
through a cell, and that nothing else is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import uharfbuzz

from formgen.base.errors import Fault, UnreadableInput
from formgen.declaration.ofd_names import RESOURCES, ROOT, page_part
from formgen.declaration.profile import Profile
from formgen.inspect.ofd_content import OFD, PageContent, read_page
from formgen.inspect.pdf import squeeze
from formgen.inspect.pdf_boxes import Box, appendix_boxes, form_boxes
from formgen.layout.appendix import PagedAppendix
from formgen.layout.measures import MM_PT, Measures
from formgen.layout.plan import PagedForm
from formgen.messages import ofd as say
from formgen.messages.rendering import DRAFT_MARK
from formgen.sources.ofd_package import OfdPackage, open_ofd

_NEAR_PT = 1.0
"""A line so near to a cell's edge is its edge."""


def inspect_ofd(
    data: bytes,
    paged: PagedForm | None,
    measures: Measures,
    profile: Profile,
    appendix: PagedAppendix | None = None,
) -> tuple[Fault, ...]:
    """Faults of the OFD, none when it holds the form, the appendix, or the form with the appendix behind it."""
    try:
        package = open_ofd(data, Path("OFD"))
        return tuple(inspect_package(package, paged, measures, profile, appendix))
    except UnreadableInput as error:
        return (Fault(error.message, hint=say.REPORT_BUG),)


def inspect_package(
    package: OfdPackage,
    paged: PagedForm | None,
    measures: Measures,
    profile: Profile,
    appendix: PagedAppendix | None,
) -> Iterator[Fault]:
    """The same for a package that is open. Raises UnreadableInput for parts that cannot be read."""
    expected = list(_expect(paged, appendix, measures, profile))
    found = package.root(ROOT).findall(f"{OFD}Pages/{OFD}Page")
    parts = [f"Doc_0/{page.get('BaseLoc', '')}" for page in found]
    if parts != [page_part(number) for number in range(len(expected))]:
        differ = say.PAGES_DIFFER if len(found) != len(expected) else say.PAGES_MOVED
        yield Fault(differ.format(found=len(found), expected=len(expected)), hint=say.REPORT_BUG)
        return
    found_fonts = list(read_fonts(package))
    faces = {data: uharfbuzz.Face(data) for data in {data for _, _, data in found_fonts}}  # many may name one
    fonts = {number: (family, faces[data]) for number, family, data in found_fonts}
    for number, ((boxes, draft), part) in enumerate(zip(expected, parts, strict=True), start=1):
        content = read_page(package.root(part))
        yield from _inspect_page(number, content, boxes, draft=draft)
        yield from _inspect_fonts(number, content, fonts)


def _expect(
    paged: PagedForm | None, appendix: PagedAppendix | None, measures: Measures, profile: Profile
) -> Iterator[tuple[list[Box], bool]]:
    """What must stand on each page, and whether it is a draft's."""
    for page in paged.pages if paged else ():
        assert paged is not None
        yield list(form_boxes(page, paged, measures, profile)), paged.view.draft
    before = len(paged.pages) if paged else 0
    for part in appendix.pages if appendix else ():
        assert appendix is not None
        boxes = appendix_boxes(part, before + part.number, appendix, measures, profile)
        yield list(boxes), appendix.view.draft


def _inspect_page(number: int, content: PageContent, boxes: Sequence[Box], *, draft: bool) -> Iterator[Fault]:
    for what in dict.fromkeys(content.strange):
        yield Fault(say.STRANGE.format(page=number, what=what[:80]), hint=say.REPORT_BUG)
    inside: list[list[str]] = [[] for _ in boxes]
    stray: list[str] = []
    place = 0  # a text's characters come together, so most stand in the box of the one before
    for run in content.runs:
        for character in run.characters:
            x, y = character.x * MM_PT, character.y * MM_PT
            if not (boxes and boxes[place].holds(x, y)):
                # Most texts stand in the box behind that of the text before.
                order = chain(range(place + 1, len(boxes)), range(place))
                hit = next((at for at in order if boxes[at].holds(x, y)), None)
                if hit is None:
                    stray.append(character.text)
                    continue
                place = hit
            inside[place].append(character.text)
    for box, texts in zip(boxes, inside, strict=True):
        yield from _compare(number, box, "".join(texts))
    if stray:
        yield Fault(say.STRAY_TEXT.format(page=number, found="".join(stray)), hint=say.REPORT_BUG)
    expected = DRAFT_MARK if draft else ""
    if content.mark_text != expected:
        message = say.MARK_DIFFERS.format(page=number, found=content.mark_text, expected=expected)
        yield Fault(message, hint=say.REPORT_BUG)
    yield from _inspect_lines(number, content, boxes)


def _compare(number: int, box: Box, found: str) -> Iterator[Fault]:
    expected = squeeze(box.expected)
    if found != expected:
        place, name = (box.cell.place, box.cell.field) if box.cell else ("", "")
        sentence = say.TEXT_DIFFERS if found else say.TEXT_MISSING
        message = sentence.format(page=number, label=box.label, found=found, expected=expected)
        yield Fault(message, place, name, say.REPORT_BUG)


def _inspect_lines(number: int, content: PageContent, boxes: Sequence[Box]) -> Iterator[Fault]:
    """A line through a cell parts what belongs together: the cell would cover other rows than it should."""
    spans = [
        (max(x1, x2) * MM_PT, min(x1, x2) * MM_PT, max(y1, y2) * MM_PT, min(y1, y2) * MM_PT)
        for x1, y1, x2, y2 in content.strokes
    ]
    for box in boxes:
        if box.cell is None:
            continue
        left, right, top, bottom = (
            box.left + _NEAR_PT,
            box.right - _NEAR_PT,
            box.top + _NEAR_PT,
            box.bottom - _NEAR_PT,
        )
        if any(
            end > left and start < right and low > top and high < bottom for end, start, low, high in spans
        ):
            message = say.LINE_THROUGH.format(page=number, label=box.label)
            yield Fault(message, box.cell.place, box.cell.field, say.REPORT_BUG)


def page_contents(package: OfdPackage) -> Iterator[PageContent]:
    """What stands on every page, once where several say the same. Raises UnreadableInput for parts that cannot be
    read."""
    pages = package.root(ROOT).findall(f"{OFD}Pages/{OFD}Page")
    for place in dict.fromkeys(page.get("BaseLoc", "") for page in pages):
        yield read_page(package.root(f"Doc_0/{place}"))


def read_fonts(package: OfdPackage) -> Iterator[tuple[str, str, bytes]]:
    """(number, family, font) of every embedded font; b"" for one that is not there."""
    resources = package.root(RESOURCES)
    base = resources.get("BaseLoc", "")
    for item in resources.iter(f"{OFD}Font"):
        name = f"Doc_0/{base}/{item.findtext(f'{OFD}FontFile') or ''}"
        yield item.get("ID", ""), item.get("FontName", ""), package.parts.get(name, b"")


def _inspect_fonts(
    number: int, content: PageContent, fonts: Mapping[str, tuple[str, uharfbuzz.Face]]
) -> Iterator[Fault]:
    used: dict[str, set[str]] = {}
    for run in (*content.runs, *content.mark):
        used.setdefault(run.font, set()).update(character.text for character in run.characters)
    for font, characters in used.items():
        family, face = fonts.get(font, ("", uharfbuzz.Face(b"")))
        if not face.glyph_count:
            yield Fault(say.FONT_MISSING.format(page=number), hint=say.REPORT_BUG)
            continue
        opened = uharfbuzz.Font(face)
        missing = "".join(sorted(text for text in characters if opened.get_nominal_glyph(ord(text)) is None))
        if missing:
            yield Fault(say.NO_GLYPH.format(family=family, text=missing), hint=say.REPORT_BUG)


__all__ = ["inspect_ofd", "inspect_package", "page_contents", "read_fonts"]
