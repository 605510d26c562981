"""附件：评分细则 as a view: headings, paragraphs, tables and chart, every string final.

Comes in: `AppendixDetails` of scoring, the declaration and its profile. Goes out: `AppendixView`, which
both renderers and the inspection see. Called by the pipeline. No number is computed here; of the chart
only the lengths of its bars, as shares of the longest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from formgen.declaration.blocks import Align
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.messages import appendix as say
from formgen.messages import rules as rule_words
from formgen.messages.scoring import ORIGINS
from formgen.scoring.details import (
    AppendixDetails,
    ChartBar,
    RuleDetail,
    ScorePart,
    StringTable,
)
from formgen.scoring.numbers import show
from formgen.views.form import Cell, ColumnView, TableView, TypeUse, count_spans

TableName = Literal["points", "rules", "scores", "subtotals", "lost"]

_Columns = Sequence[tuple[float, Align]]

# Widths in mm on A4 landscape. Wide tables fill the page, narrow ones stand in its middle.
_NARROW: _Columns = ((46, "center"), (74, "center"), (30, "center"), (30, "center"))
_RULES: _Columns = ((18, "center"), (42, "left"), (12, "center"), (195, "left"))
_SCORES: _Columns = (
    *((20, "center"), (28, "center"), (48, "left"), (14, "center")),
    *((34, "center"), (16, "center"), (107, "left")),
)
_LOST: _Columns = ((62, "left"), (18, "center"), (18, "center"), (18, "center"), (151, "left"))
_WIDE = 267


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the appendix. level: 1 for the three parts, 2 below."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table. name: which, for the Word template, where each is drawn by itself."""

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


Block = Heading | Paragraph | TableBlock | ChartView


@dataclass(frozen=True, slots=True)
class AppendixView:
    """The appendix as strings. subtitle: department and year."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    author: str
    draft: bool = False

    def typed_cells(self) -> list[tuple[str, Cell, str]]:
        """(use of type, cell, text) of every text, in reading order; for the fonts."""
        texts: list[tuple[str, Cell, str]] = [
            ("title", Cell(self.title), self.title),
            ("prose", Cell(self.subtitle, "department.name"), self.subtitle),
        ]
        for block in self.blocks:
            texts += _typed_texts(block)
        return texts


def _typed_texts(block: Block) -> list[tuple[str, Cell, str]]:
    if isinstance(block, Heading):
        return [("heading", Cell(block.text), block.text)]
    if isinstance(block, Paragraph):
        return [("prose", Cell(block.text), block.text)]
    if isinstance(block, ChartView):
        texts = [block.caption, *block.legend]
        texts += [text for bar in block.bars for text in (bar.label, bar.full, bar.score)]
        return [("body", Cell(text), text) for text in texts]
    heads = [("head", Cell(column.heading), column.heading) for column in block.table.columns]
    return heads + [
        (column.use, cell, cell.text)
        for row in block.table.rows
        for column, cell in zip(block.table.columns, row, strict=True)
        if cell is not None
    ]


def view_appendix(
    details: AppendixDetails,
    declaration: Declaration,
    profile: Profile,
    places: Mapping[str, str] | None = None,
    *,
    draft: bool = False,
) -> AppendixView:
    """The appendix of this declaration; part 3 where the details have scores. places: field path → where
    it stands in the source."""
    blocks: list[Block] = [
        Heading(say.POINTS),
        TableBlock("points", _string_table(details.points.table, _fit(_NARROW, profile), 1)),
    ]
    if details.points.bars:
        blocks.append(_view_chart(details.points.bars, scored=details.scores is not None))
    blocks.append(Heading(say.RULES))
    if details.rules:
        blocks.append(TableBlock("rules", _rule_table(details.rules, _fit(_RULES, profile), places or {})))
    else:
        blocks.append(Paragraph(say.NO_RULES))
    if details.scores:
        blocks += _view_scores(details.scores, profile)
    department = declaration.department.name
    return AppendixView(
        title=say.TITLE,
        subtitle=say.SUBTITLE.format(
            department=department, year_line=profile.year_line.format(year=declaration.year_text)
        ),
        blocks=tuple(blocks),
        author=department,
        draft=draft,
    )


def _fit(columns: _Columns, profile: Profile) -> _Columns:
    """Columns drawn for A4 landscape, on this profile's page: wide tables fill it, narrow ones only shrink."""
    room = float(sum(column.width for column in profile.columns))
    drawn = sum(width for width, _ in columns)
    scale = room / drawn if drawn == _WIDE else min(1.0, room / drawn)
    return [(width * scale, align) for width, align in columns]


def _columns(heads: Sequence[str], columns: _Columns, use: TypeUse = "body") -> tuple[ColumnView, ...]:
    return tuple(
        ColumnView(head, float(width), align, use)
        for head, (width, align) in zip(heads, columns, strict=True)
    )


def _string_table(table: StringTable, columns: _Columns, groups: int) -> TableView:
    """A table of strings whose leading columns are merged over equal neighbours."""
    spans = [count_spans([row[: column + 1] for row in table.rows]) for column in range(groups)]
    rows = tuple(
        tuple(
            Cell(text, rowspan=spans[column][index] if column < groups else 1)
            if column >= groups or spans[column][index]
            else None
            for column, text in enumerate(row)
        )
        for index, row in enumerate(table.rows)
    )
    return TableView("", _columns(table.heads, columns), rows, groups)


def _rule_table(rules: Sequence[RuleDetail], columns: _Columns, places: Mapping[str, str]) -> TableView:
    spans = count_spans([(rule.level1, rule.level2) for rule in rules])
    rows = []
    for rule, span in zip(rules, spans, strict=True):
        path = f"indicators[{rule.index}]"

        def cell(text: str, key: str, rowspan: int = 1, path: str = path) -> Cell:
            field = f"{path}.{key}"
            return Cell(text, field, places.get(field, ""), rowspan)

        name = say.INDICATOR.format(name=rule.level3, target=rule.target)
        rows.append(
            (
                cell(rule.level2, "level2", span) if span else None,
                cell(name, "level3"),
                cell(rule.points, "scoring"),
                cell("\n".join(_rule_paragraphs(rule)), "scoring"),
            )
        )
    return TableView("", _columns(say.RULE_HEADS, columns), tuple(rows), groups=1)


def _rule_paragraphs(rule: RuleDetail) -> Iterator[str]:
    """How it is scored, with formula and conditions; samples; notes. Wide lines: a form's appendix stays
    shorter than the form."""
    if rule.unread:
        yield rule.unread + say.BY_PERSON
    else:
        formula = say.METHOD_FORMULA.format(formula=rule.formula)
        conditions = say.CONDITIONS.format(full=rule.full_condition, zero=rule.zero_condition)
        yield "".join((rule.reading, formula, rule.step, conditions))
    if rule.samples.rows:
        yield _sample_text(rule.samples)
    # That the wording is the rule's origin needs no saying.
    told = rule.unread or rule.origin == ORIGINS["wording"]
    notes = (*([] if told else [say.ORIGIN.format(origin=rule.origin)]), *rule.notes)
    if notes:
        yield say.NOTES.format(notes="".join(notes))


def _sample_text(samples: StringTable) -> str:
    """The sample table as a text, its heads first, then 100%（160件）：2.00分；95%（152件）：1.75分 …"""
    numbered = samples.heads[0] == rule_words.HEAD_NUMBER
    heads = samples.heads[1:] if numbered else samples.heads
    # 超过（天） and the like bring brackets of their own.
    bracketed = any("（" in head for head in heads)
    head = _sample_line(heads, say.SAMPLE_HEADS if bracketed else say.SAMPLE_LEAD)
    sentence = say.SAMPLE_NUMBERED if numbered else say.SAMPLE_LEAD
    points = samples.heads[-1] == rule_words.HEAD_SCORE
    lines = [_sample_line(row, sentence, points=points) for row in samples.rows]
    return say.SAMPLES.format(head=head, samples=say.SAMPLE_SEPARATOR.join(lines))


def _sample_line(cells: Sequence[str], sentence: str, *, points: bool = False) -> str:
    first, *others, score = cells
    if others:
        first = sentence.format(first=first, others=say.SEPARATOR.join(others))
    if points and score != rule_words.OPEN:
        score = say.SAMPLE_POINTS.format(score=score)
    return say.SAMPLE.format(lead=first, score=score)


def _view_scores(scores: ScorePart, profile: Profile) -> list[Block]:
    blocks: list[Block] = [
        Heading(say.SCORES),
        Paragraph(say.TOTAL.format(total=scores.total, grade=scores.grade)),
    ]
    if scores.open:
        blocks.append(Paragraph(scores.open))
    blocks += [
        Heading(say.ROW_SCORES, 2),
        TableBlock("scores", _string_table(scores.rows, _fit(_SCORES, profile), 2)),
        Heading(say.SUBTOTALS, 2),
        TableBlock("subtotals", _string_table(scores.subtotals, _fit(_NARROW, profile), 1)),
        Heading(say.LOST, 2),
    ]
    if scores.lost.rows:
        blocks.append(TableBlock("lost", _string_table(scores.lost, _fit(_LOST, profile), 0)))
    else:
        blocks.append(Paragraph(say.NONE_LOST))
    return blocks


def _view_chart(bars: Sequence[ChartBar], *, scored: bool) -> ChartView:
    longest = max((value for bar in bars for value in (bar.points, bar.score) if value), default=Decimal(1))
    return ChartView(
        caption=say.CHART_SCORED if scored else say.CHART,
        bars=tuple(_view_bar(bar, longest, scored=scored) for bar in bars),
        legend=(say.LEGEND_FULL, say.LEGEND_SCORE) if scored else (),
    )


def _view_bar(bar: ChartBar, longest: Decimal, *, scored: bool) -> BarView:
    full, score = _number(bar.points), _number(bar.score) if scored else ""
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
