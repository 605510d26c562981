"""The planned pages as marks on paper: texts on their base lines, lines, and filled rectangles.

Comes in: planned pages, their measures, and which font sets which character. Goes out: a `Sheet` of marks
per page, in reading order. Lengths in mm from the page's top left corner, with y downwards; sizes of type in
mm. A format that has no engine of its own (OFD) is written from these, and verified against them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from formgen.declaration.profile import Profile
from formgen.layout.appendix import AppendixPage, PagedAppendix, PlacedBlock
from formgen.layout.chart import USE as CHART_USE
from formgen.layout.chart import Drawing
from formgen.layout.measures import MM_PT, Measures, TitleBlock
from formgen.layout.plan import PagedForm, PlacedPage
from formgen.layout.text import TAB_SPACES, Measure
from formgen.messages.rendering import DRAFT_MARK
from formgen.render.ofd_tables import BASE_LINE, PlacedText, place_table
from formgen.render.table_lines import Line

NUMBER_PT = 10.5
"""Size of the page numbers, as in the PDF."""

DRAFT_PT, DRAFT_GAP_PT, DRAFT_DEGREES = 120.0, 40.0, -20.0
"""The draft mark, as in the PDF."""

_ALIGNED = {"left": 0.0, "start": 0.0, "center": 0.5, "middle": 0.5, "right": 1.0, "end": 1.0}


@dataclass(frozen=True, slots=True)
class TextMark:
    """Characters of one font on one base line. use: of type. font: its number. x, y: start on the base line.
    advances: of every character but the last, in mm."""

    use: str
    font: int
    size: float
    x: float
    y: float
    text: str
    advances: tuple[float, ...]
    width: float


@dataclass(frozen=True, slots=True)
class RectangleMark:
    """A bar of the chart. line: width of its outline."""

    x: float
    y: float
    width: float
    height: float
    line: float
    solid: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The marks of one page. mark: 草稿, below all else. lines: by their width. title: what a bookmark on this
    page is called, "" for none."""

    mark: tuple[TextMark, ...] = ()
    texts: list[TextMark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rectangles: list[RectangleMark] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


FontOf = Callable[[str, str], int]
"""(use of type, character) → number of the font that sets it."""


class _Advances(dict[str, float]):
    """Widths of characters in em, asked for once each."""

    def __init__(self, measure: Measure) -> None:
        super().__init__()
        self._measure = measure

    def __missing__(self, character: str) -> float:
        width = self[character] = self._measure.advance(character)
        return width


class Typesetter:
    """Draws planned pages. font_of: see `FontOf`."""

    def __init__(self, measures: Measures, profile: Profile, font_of: FontOf) -> None:
        self._measures = measures
        self._page = profile.page
        self._font_of = font_of
        self._advances = {use: _Advances(measure) for use, measure in measures.widths.items()}

    def sheets(self, form: PagedForm | None, appendix: PagedAppendix | None) -> Iterator[Sheet]:
        """The pages of the form, then those of the appendix."""
        before = 0
        if form:
            before = len(form.pages)
            for page in form.pages:
                yield self._form_page(page, form)
        if appendix:
            for part in appendix.pages:
                yield self._appendix_page(part, before + part.number, appendix)

    def _form_page(self, page: PlacedPage, form: PagedForm) -> Sheet:
        sheet = Sheet(self._draft_mark() if form.view.draft else ())
        top = self._top
        if page.first:
            top = self._heading(sheet, form.heading, form.view.title)
        for part in page.tables:
            width = sum(column.width for column in part.table.columns)
            left = self._middle - width / 2
            placed = place_table(
                part.table, part.heads, part.rows, self._measures, left, top, part.top, part.bottom
            )
            self._draw_table(sheet, *placed)
            top += part.height / MM_PT
        self._number(sheet, page.number)
        return sheet

    def _appendix_page(self, page: AppendixPage, number: int, appendix: PagedAppendix) -> Sheet:
        sheet = Sheet(self._draft_mark() if appendix.view.draft else ())
        top = self._top
        if page.first:
            top = self._heading(sheet, appendix.heading, appendix.view.title)
        for block in page.blocks:
            top += block.gap / MM_PT
            self._draw_block(sheet, block, top)
            top += block.height / MM_PT
        self._number(sheet, number)
        return sheet

    @property
    def _left(self) -> float:
        return float(self._page.margin_left)

    @property
    def _top(self) -> float:
        return float(self._page.margin_top)

    @property
    def _middle(self) -> float:
        page = self._page
        return float(page.margin_left + page.width - page.margin_right) / 2

    def _heading(self, sheet: Sheet, heading: TitleBlock, title: str) -> float:
        """Title and second line; where the page goes on below them."""
        sheet.titles.append(title)
        top = self._top
        for use, lines in (("title", heading.title), ("prose", heading.second)):
            kind = self._measures.type(use)
            for line in lines:
                base = top + (kind.line_pt / 2 + kind.size_pt * BASE_LINE) / MM_PT
                self._write(sheet, PlacedText(use, kind.size_pt / MM_PT, self._middle, base, line, "center"))
                top += kind.line_pt / MM_PT
        return self._top + heading.height / MM_PT

    def _draw_block(self, sheet: Sheet, block: PlacedBlock, top: float) -> None:
        table = block.table
        if block.drawing:
            self._draw_chart(sheet, block.drawing, self._middle - block.drawing.width / 2, top)
        elif table is not None:
            left = self._middle - sum(column.width for column in table.columns) / 2
            frame = table.ruling.frame
            placed = place_table(table, block.heads, block.rows, self._measures, left, top, frame, frame)
            self._draw_table(sheet, *placed)
        else:
            self._draw_runs(sheet, block, top)

    def _draw_runs(self, sheet: Sheet, block: PlacedBlock, top: float) -> None:
        if block.level:
            sheet.titles.append("".join(block.lines))
        kind = self._measures.type(block.use)
        size = kind.size_pt / MM_PT
        for number, line in enumerate(block.runs):
            x = self._left
            base = top + (kind.line_pt * (number + 0.5) + kind.size_pt * BASE_LINE) / MM_PT
            for run in line:
                use = "head" if run.label else block.use
                self._write(sheet, PlacedText(use, size, x, base, run.text, "left"))
                x += self._width(use, run.text) * size

    def _draw_table(self, sheet: Sheet, texts: Sequence[PlacedText], lines: Sequence[Line]) -> None:
        for text in texts:
            self._write(sheet, text)
        sheet.lines.extend(lines)

    def _draw_chart(self, sheet: Sheet, drawing: Drawing, left: float, top: float) -> None:
        for box in drawing.rectangles:
            sheet.rectangles.append(
                RectangleMark(left + box.x, top + box.y, box.width, box.height, drawing.line, box.solid)
            )
        for stroke in drawing.strokes:
            sheet.lines.append(
                Line(left + stroke.x1, top + stroke.y1, left + stroke.x2, top + stroke.y2, drawing.line)
            )
        for label in drawing.labels:
            at = PlacedText(CHART_USE, drawing.size, left + label.x, top + label.y, label.text, label.anchor)
            self._write(sheet, at)

    def _number(self, sheet: Sheet, number: int) -> None:
        page, size = self._page, NUMBER_PT / MM_PT
        base = float(page.height) - float(page.margin_bottom) / 2 + size * BASE_LINE
        self._write(sheet, PlacedText("body", size, self._middle, base, f"— {number} —", "center"))

    def _draft_mark(self) -> tuple[TextMark, ...]:
        """Around the origin: it is turned, and stands in the middle of the page."""
        size, gap = DRAFT_PT / MM_PT, DRAFT_GAP_PT / MM_PT
        step = size + gap
        x = -(step * len(DRAFT_MARK) - gap) / 2
        marks = []
        for font, text in self._runs("body", DRAFT_MARK):
            steps = (step,) * (len(text) - 1)
            marks.append(TextMark("body", font, size, x, size * BASE_LINE, text, steps, step * len(text)))
            x += step * len(text)
        return tuple(marks)

    def _width(self, use: str, text: str) -> float:
        """In em, as the plan measured it."""
        widths = self._advances[use]
        return sum(widths[character] for character in text.replace("\t", " " * TAB_SPACES))

    def _write(self, sheet: Sheet, at: PlacedText) -> None:
        """One line of text, in as many marks as it takes fonts. Blanks at its ends are room, not marks."""
        text = at.text.replace("\t", " " * TAB_SPACES)
        shown = text.strip() if _ALIGNED[at.align] else text.rstrip()
        x = at.x - self._width(at.use, shown) * at.size * _ALIGNED[at.align]
        widths = self._advances[at.use]
        for font, characters in self._runs(at.use, shown):
            advances = [widths[character] * at.size for character in characters]
            start = len(characters) - len(characters.lstrip())
            kept = characters.strip()
            if kept:
                own = advances[start : start + len(kept)]
                sheet.texts.append(
                    TextMark(
                        at.use,
                        font,
                        at.size,
                        x + sum(advances[:start]),
                        at.y,
                        kept,
                        tuple(own[:-1]),
                        sum(own),
                    )
                )
            x += sum(advances)

    def _runs(self, use: str, text: str) -> Iterator[tuple[int, str]]:
        """The text by fonts; a blank stands in the font of what is before it. A character beyond the basic
        plane stands alone, for some readers count it as two where they place characters."""
        fonts: list[tuple[int, int]] = []
        for number, character in enumerate(text):
            if character.isspace() and fonts:
                fonts.append((fonts[-1][0], 0))
            else:
                fonts.append((self._font_of(use, character), number + 1 if ord(character) > 0xFFFF else 0))
        at = 0
        for (font, _), run in groupby(fonts):
            length = len(list(run))
            yield font, text[at : at + length]
            at += length
