"""The measures a plan is made with: how wide characters are, how far apart lines, how much room.

Comes in: a profile and a `Measure` per use of type. The PDF is planned with the very fonts it embeds
and rows that may be cut; the DOCX with the nominal widths of the government fonts, rows whole, and
some lines of room for what Word, WPS and LibreOffice do differently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from formgen.declaration.profile import FontUse, Profile
from formgen.layout.text import Line, Measure, NominalMeasure, break_evenly, break_lines, break_number
from formgen.messages.form import LABEL_WORDS
from formgen.views.tables import FORM_RULING, ColumnView, Ruling, TableView, TypeUse

MM_PT = 72 / 25.4
BORDER_PT = FORM_RULING.inner
CELL_PAD_X_MM = 1.2
CELL_PAD_Y_MM = FORM_RULING.pad_y
_DOCX_SPARE_LINES = 2
_ENDLESS_PT = 1e7
_PDF_SPARE_PT = 1.0
_BELOW_TITLE_PT = 4.0
_STAND_IN_LATIN = 0.72

Breaker = Callable[[str], tuple[Line, ...]]


@dataclass(frozen=True)
class Measures:
    """Heights in pt, column widths in mm. cuts_rows: whether a row taller than a page is cut here
    (PDF) or left to the word processor (DOCX)."""

    profile: Profile
    widths: Mapping[str, Measure]
    cuts_rows: bool
    spare: float

    @property
    def body_height(self) -> float:
        """Room between the margins."""
        page = self.profile.page
        return float(page.height - page.margin_top - page.margin_bottom) * MM_PT - self.spare

    def title_block(self, title: str, second: str) -> TitleBlock:
        """Title and second line as they stand at the top of a document; a unit's name can take several
        lines."""
        titles, seconds = self._across(title, "title"), self._across(second, "prose")
        height = len(titles) * self.type("title").line_pt + len(seconds) * self.type("prose").line_pt
        return TitleBlock(titles, seconds, height + _BELOW_TITLE_PT)

    def _across(self, text: str, use: TypeUse) -> tuple[str, ...]:
        """A text set over the whole width between the margins, in lines."""
        room = float(self.profile.page.room) * MM_PT / self.type(use).size_pt
        lines = break_lines(text, room, self.widths[use])
        return tuple(text[line.start : line.end] for line in lines) or ("",)

    def type(self, use: str) -> Type:
        """Size and line distance of a use of type."""
        return self._types[use]

    @cached_property
    def _types(self) -> dict[str, Type]:
        fonts: dict[str, FontUse] = dict(self.profile.fonts)
        return {use: Type(float(font.size), float(font.line)) for use, font in fonts.items()}

    def lines(self, text: str, column: ColumnView, use: TypeUse | None = None) -> tuple[Line, ...]:
        """Lines of a text in this column, in the column's type unless another use is named."""
        return self.breaker(column, use)(text)

    def breaker(self, column: ColumnView, use: TypeUse | None = None) -> Breaker:
        """What breaks the texts of this column."""
        use = use or column.use
        room, widths = self.room(column, use), self.widths[use]
        if column.align == "right":
            return lambda text: (break_lines if "\n" in text else break_number)(text, room, widths)
        if column.align == "center" and not self.profile.old:
            return lambda text: _break_label(text, room, widths)
        return lambda text: break_lines(text, room, widths)

    def room(self, column: ColumnView, use: TypeUse) -> float:
        """What a line in this column has room for, in em."""
        return ((column.width - 2 * CELL_PAD_X_MM) * MM_PT - BORDER_PT) / self.type(use).size_pt

    def row_height(self, lines: int, use: TypeUse, ruling: Ruling = FORM_RULING) -> float:
        """A row of that many lines with its padding and one border."""
        return lines * self.type(use).line_pt + 2 * ruling.pad_y * MM_PT + ruling.inner

    def head_lines(self, table: TableView) -> tuple[tuple[str, ...], ...]:
        """The column heads broken into lines."""
        return tuple(
            tuple(
                column.heading[line.start : line.end] for line in self.lines(column.heading, column, "head")
            )
            for column in table.columns
        )

    def head_height(self, table: TableView) -> float:
        """The heading and the column heads of the table; 0 where it has none."""
        if not table.has_heads:
            return 0.0
        heading = self.row_height(1, "head") if table.heading else 0.0
        return heading + self.row_height(max(len(lines) for lines in self.head_lines(table)), "head")


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """The top of a document in lines; height in pt, the space below included."""

    title: tuple[str, ...]
    second: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Type:
    """Size of type and distance of lines in pt."""

    size_pt: float
    line_pt: float


@lru_cache(maxsize=4096)
def _break_label(text: str, width: float, measure: Measure) -> tuple[Line, ...]:
    return break_evenly(text, width, measure, LABEL_WORDS)


_nominal = lru_cache(NominalMeasure)
"""One of each: what is remembered of a text is found by its measure."""


def docx_measures(profile: Profile, latin: float = 0.5, spare_lines: float = _DOCX_SPARE_LINES) -> Measures:
    """For the plan of the Word document. latin: width of ASCII in em. spare_lines: room left on a page."""
    nominal = _nominal(latin)
    spare = spare_lines * float(profile.fonts.body.line)
    uses = ("title", "head", "heading", "body", "prose")
    return Measures(profile, dict.fromkeys(uses, nominal), cuts_rows=False, spare=spare)


def docx_appendix_measures(profile: Profile) -> Measures:
    """For the plan of the appendix in the Word document: its cells are full of digits, so the widths allow
    for the wide ones of fonts that stand in where 宋体 is not installed, and for the gap that LibreOffice
    puts between them and 汉字 whatever the style says. It flows: its pages are the word processor's, so that the
    plan has one, without end."""
    return replace(docx_measures(profile, _STAND_IN_LATIN), spare=-_ENDLESS_PT)


def pdf_measures(profile: Profile, widths: Mapping[str, Measure]) -> Measures:
    """For the plan of the PDF, from the fonts it will embed."""
    return Measures(profile, widths, cuts_rows=True, spare=_PDF_SPARE_PT)
