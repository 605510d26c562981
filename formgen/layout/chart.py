"""The chart of points as rectangles, lines and texts on paper, computed once for every output.

Comes in: a `ChartView` and the measures of its type. Goes out: `Drawing`s, more than one where the bars
do not fit a page. Lengths in mm from the drawing's top left corner.
It reads in black and white: outlined bars are full points, solid ones scores, with the numbers beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from formgen.layout.measures import MM_PT, Measures
from formgen.layout.text import break_lines
from formgen.messages import appendix as say
from formgen.messages.rendering import CONTINUED
from formgen.views.appendix import BarView, ChartView

USE = "body"
"""The use of type that the chart is set in."""

_WIDTH = 180.0
_LABEL = 46.0
_NUMBER = 14.0
_GAP = 1.6
_BAR = 2.8
_BETWEEN_BARS = 0.5
_BETWEEN_ROWS = 1.2
_LEGEND_BAR = 7.0
_LEGEND_STEP = 20.0
_HAIR = 0.18
"""Line width: 0.5 pt, as in the tables."""
_ASCENT = 0.36
"""Half the height of a digit, in em: how far below the middle of a bar the base line stands."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    x: float
    y: float
    width: float
    height: float
    solid: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Label:
    """A text; x is its start, middle or end, y its base line."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """size: of type, in mm. line: width of lines. alt: the whole chart in words."""

    width: float
    height: float
    rectangles: tuple[Rectangle, ...]
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]
    size: float
    line: float
    alt: str


def draw_charts(chart: ChartView, measures: Measures, room: float) -> tuple[Drawing, ...]:
    """The chart in drawings no taller than `room`."""
    pen = _Pen(chart, measures)
    drawings: list[Drawing] = []
    run: list[BarView] = []
    for bar in chart.bars:
        if run and pen.height([*run, bar]) > room:
            drawings.append(pen.draw(run, continued=bool(drawings)))
            run = []
        run.append(bar)
    return (*drawings, pen.draw(run, continued=bool(drawings)))


class _Pen:
    """Where everything of one chart goes."""

    def __init__(self, chart: ChartView, measures: Measures) -> None:
        self._chart = chart
        kind = measures.type(USE)
        self._size, self._line = kind.size_pt / MM_PT, kind.line_pt / MM_PT
        self._measure = measures.widths[USE]
        page = measures.profile.page
        self._width = min(_WIDTH, float(page.width - page.margin_left - page.margin_right))
        self._room = self._width - _LABEL - 2 * _GAP - _NUMBER
        bars = 2 if chart.legend else 1
        self._bars = bars * _BAR + (bars - 1) * _BETWEEN_BARS

    def height(self, bars: Sequence[BarView]) -> float:
        return self._top + sum(self._row(bar) for bar in bars) + _GAP

    @property
    def _top(self) -> float:
        return self._line + _GAP

    def _row(self, bar: BarView) -> float:
        return max(self._bars, len(self._lines(bar.label)) * self._line) + _BETWEEN_ROWS

    def _lines(self, label: str) -> list[str]:
        lines = break_lines(label, (_LABEL - _GAP) / self._size, self._measure)
        return [label[line.start : line.end] for line in lines]

    def draw(self, bars: Sequence[BarView], *, continued: bool) -> Drawing:
        caption = self._chart.caption + (CONTINUED if continued else "")
        rectangles: list[Rectangle] = []
        labels = [Label(0, self._base(self._line / 2), caption, "start")]
        self._draw_legend(rectangles, labels)
        top = self._top
        for bar in bars:
            row = self._row(bar)
            self._draw_row(bar, top + row / 2, rectangles, labels)
            top += row
        axis = Stroke(_LABEL, self._top, _LABEL, top)
        alt = say.CHART_ALT.format(caption=caption, bars=say.BAR_SEPARATOR.join(bar.alt for bar in bars))
        return Drawing(
            self._width, top + _GAP, tuple(rectangles), (axis,), tuple(labels), self._size, _HAIR, alt
        )

    def _draw_legend(self, rectangles: list[Rectangle], labels: list[Label]) -> None:
        start = self._width - _LEGEND_STEP * len(self._chart.legend)
        for index, text in enumerate(self._chart.legend):
            x, middle = start + index * _LEGEND_STEP, self._line / 2
            rectangles.append(Rectangle(x, middle - _BAR / 2, _LEGEND_BAR, _BAR, solid=index > 0))
            labels.append(Label(x + _LEGEND_BAR + _GAP, self._base(middle), text, "start"))

    def _draw_row(
        self, bar: BarView, middle: float, rectangles: list[Rectangle], labels: list[Label]
    ) -> None:
        lines = self._lines(bar.label)
        first = middle - (len(lines) - 1) * self._line / 2
        for number, text in enumerate(lines):
            labels.append(Label(_LABEL - _GAP, self._base(first + number * self._line), text, "end"))
        y = middle - self._bars / 2
        pairs = [(bar.full, bar.full_share), (bar.score, bar.score_share)]
        for index, (text, share) in enumerate(pairs[: 2 if self._chart.legend else 1]):
            width = share * self._room
            if width:
                rectangles.append(Rectangle(_LABEL, y, width, _BAR, solid=index > 0))
            labels.append(Label(_LABEL + width + _GAP, self._base(y + _BAR / 2), text, "start"))
            y += _BAR + _BETWEEN_BARS

    def _base(self, middle: float) -> float:
        """The base line of a text whose digits stand around this height."""
        return middle + _ASCENT * self._size
