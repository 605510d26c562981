"""附件：评分细则 as a view: headings, paragraphs, tables and chart, every string final.

Comes in: `AppendixDetails` of scoring, the declaration and its profile. Goes out: `AppendixView`, which
both renderers and the inspection see. No number is computed here; of the chart only the lengths of its
bars, as shares of the longest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.messages import appendix as say
from formgen.scoring.details import AppendixDetails, ChartBar
from formgen.scoring.numbers import show
from formgen.scoring.rule_sections import RuleSection
from formgen.views.appendix_tables import (
    nominal_width,
    page_room,
    points_table,
    rule_table,
    score_table,
    summary_table,
)
from formgen.views.tables import Cell, TableView, TypeUse

TableName = Literal["points", "rules", "scores", "summary"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the appendix. level: 1 for its parts, 2 below."""

    text: str
    level: int = 1

    @property
    def use(self) -> TypeUse:
        return "heading" if self.level == 1 else "head"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. labels: (start, end) of the words in it that are set as heads (办法, 公式)."""

    text: str
    labels: tuple[tuple[int, int], ...] = ()
    use: TypeUse = "body"
    keep: bool = False
    """Whether it stays with what follows."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table. name: which, for messages and tests."""

    name: TableName
    table: TableView


@dataclass(frozen=True, slots=True)
class BarView:
    """A row of the chart: label, printed numbers, and lengths as shares (0 to 1) of the longest bar; score
    "" where the chart has none. alt: the row in words."""

    label: str
    full: str
    full_share: float
    score: str
    score_share: float
    alt: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """The chart of points per 二级指标. legend: what outlined and solid bars mean, () without scores."""

    caption: str
    bars: tuple[BarView, ...]
    legend: tuple[str, ...]


_GAP, _NARROW_GAP = "　　", "　"
"""Between the labelled parts of a line."""

Block = Heading | Paragraph | TableBlock | ChartView


@dataclass(frozen=True, slots=True)
class AppendixView:
    """The appendix as strings. subtitle: department and year. footnote: at the foot of every page that
    bears `mark`."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    author: str
    draft: bool = False
    footnote: str = ""
    mark: str = say.MARK

    def typed_cells(self) -> list[tuple[str, Cell, str]]:
        """(use of type, cell, text) of every text, in reading order; for the fonts."""
        texts: list[tuple[str, Cell, str]] = [
            ("title", Cell(self.title), self.title),
            ("prose", Cell(self.subtitle, "department.name"), self.subtitle),
        ]
        for block in self.blocks:
            texts += _typed_texts(block)
        return [*texts, ("body", Cell(self.footnote), self.footnote)]


def _typed_texts(block: Block) -> list[tuple[str, Cell, str]]:
    if isinstance(block, Heading):
        return [(block.use, Cell(block.text), block.text)]
    if isinstance(block, Paragraph):
        labels = [("head", Cell(block.text), block.text[start:end]) for start, end in block.labels]
        return [*labels, (block.use, Cell(block.text), block.text)]
    if isinstance(block, ChartView):
        texts = [block.caption, *block.legend]
        texts += [text for bar in block.bars for text in (bar.label, bar.full, bar.score)]
        return [("body", Cell(text), text) for text in texts]
    table = block.table
    heads = [(cell.use or "head", cell, cell.text) for row in table.heads() for cell in row if cell]
    return [
        *((str(use), cell, text) for use, cell, text in heads),
        *(
            (cell.use or column.use, cell, cell.text)
            for row in table.rows
            for column, cell in zip(table.columns, row, strict=True)
            if cell is not None
        ),
    ]


def view_appendix(
    details: AppendixDetails,
    declaration: Declaration,
    profile: Profile,
    places: Mapping[str, str] | None = None,
    *,
    draft: bool = False,
) -> AppendixView:
    """The appendix of this declaration; scores first where the details have them. places: field path →
    where it stands in the source."""
    parts = [(say.POINTS_PART, _points_blocks(details, profile))]
    parts.append((say.RULES_PART, _rules_blocks(details, profile, places or {})))
    if details.scores:
        parts.insert(0, (say.SCORES_PART, _score_blocks(details, profile, places or {})))
    blocks = tuple(
        block
        for template, (name, own) in zip(say.PARTS, parts, strict=False)
        for block in (Heading(template.format(name=name)), *own)
    )
    department = declaration.department.name
    return AppendixView(
        title=say.TITLE,
        subtitle=say.SUBTITLE.format(
            department=department, year_line=profile.year_line.format(year=declaration.year_text)
        ),
        blocks=blocks,
        author=department,
        draft=draft,
        footnote=say.FOOTNOTE if any(say.MARK in _plain(block) for block in blocks) else "",
    )


def _plain(block: Block) -> str:
    """All text of a heading or paragraph: where a convention is marked."""
    return block.text if isinstance(block, Heading | Paragraph) else ""


def _points_blocks(details: AppendixDetails, profile: Profile) -> list[Block]:
    return [TableBlock("points", points_table(details.points, profile)), Paragraph(details.points.note)]


def _rules_blocks(details: AppendixDetails, profile: Profile, places: Mapping[str, str]) -> list[Block]:
    if not details.rules:
        return [Paragraph(say.NO_RULES)]
    return [
        block
        for number, section in enumerate(details.rules, start=1)
        for block in _section_blocks(number, section, profile, places)
    ]


def _section_blocks(
    number: int, section: RuleSection, profile: Profile, places: Mapping[str, str]
) -> Iterator[Block]:
    yield Heading(say.SECTION.format(number=numeral(number), title=section.title) + section.count, 2)
    yield from _lines(section, profile)
    yield TableBlock("rules", rule_table(section, profile, places))
    if section.notes:
        yield Paragraph(say.NOTE.format(notes="".join(section.notes)))


def _lines(section: RuleSection, profile: Profile) -> Iterator[Paragraph]:
    """The labelled lines, in one where they fit one together."""
    flat = tuple(part for line in section.lines for part in line)
    for gap in (_GAP, _NARROW_GAP):
        whole = _labelled(flat, gap)
        if nominal_width([whole.text], profile) <= page_room(profile):
            yield whole
            return
    for line in section.lines:
        yield _labelled(line, _GAP)


def _labelled(parts: Sequence[tuple[str, str]], gap: str) -> Paragraph:
    """办法　…　　满分　…: labels set as heads."""
    text, labels = "", []
    for label, words in parts:
        text += gap if text else ""
        labels.append((len(text), len(text) + len(label)))
        text += f"{label}　{words}"
    return Paragraph(text, tuple(labels), keep=True)


def numeral(number: int) -> str:
    """1 to 99 in Chinese: 一, 十二, 二十."""
    tens, ones = divmod(number, 10)
    text = ("" if tens == 1 else say.NUMERALS[tens - 1]) + say.TENS if tens else ""
    return text + (say.NUMERALS[ones - 1] if ones else "")


def _score_blocks(details: AppendixDetails, profile: Profile, places: Mapping[str, str]) -> list[Block]:
    scores = details.scores
    assert scores is not None
    blocks: list[Block] = [
        TableBlock("summary", summary_table(scores, profile)),
        TableBlock("scores", score_table(scores, profile, places)),
    ]
    return [*blocks, *([_view_chart(details.bars)] if details.bars else [])]


def _view_chart(bars: Sequence[ChartBar], *, scored: bool = True) -> ChartView:
    longest = max((value for bar in bars for value in (bar.points, bar.score) if value), default=Decimal(1))
    return ChartView(
        caption=say.CHART_SCORED if scored else say.CHART,
        bars=tuple(_view_bar(bar, longest, scored=scored) for bar in bars),
        legend=(say.LEGEND_FULL, say.LEGEND_SCORE) if scored else (),
    )


def _view_bar(bar: ChartBar, longest: Decimal, *, scored: bool) -> BarView:
    full, score = _number(bar.points), _score(bar.score) if scored else ""
    sentence = say.BAR_ALT_SCORED if scored else say.BAR_ALT
    return BarView(
        label=bar.label,
        full=full,
        full_share=float((bar.points or 0) / longest),
        score=score,
        score_share=float((bar.score or 0) / longest) if scored else 0.0,
        alt=sentence.format(label=" ".join(bar.label.split()), full=full, score=score),
    )


def _number(value: Decimal | None) -> str:
    return say.CHART_OPEN if value is None else show(value)


def _score(value: Decimal | None) -> str:
    return say.CHART_OPEN if value is None else f"{value:.2f}"
