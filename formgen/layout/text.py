"""Line breaking, computed ahead of any engine.

Comes in: a text, a width and a measure of characters. Goes out: where each line starts and ends. The
PDF engines are given these very lines; the DOCX plan uses them as its estimate. So page breaks are
known before the first layout, and every engine breaks alike.

The rules are the customary 避头尾 of Chinese typesetting (CLREQ 3.1; GB/T 15834 forbids closing marks
at a line's start and opening ones at its end): numbers and Latin words stay whole, and what is wider
than a line by itself is broken anywhere rather than lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from formgen.base.records import record

TAB_SPACES = 4
"""A tab is never wider than this many spaces; the CSS says the same (`tab-size`)."""

MOST_EVEN_LINES = 4
_TORN_WORD = 100.0
"""What parting a word costs, in squares of an em by which a line differs from the mean: more than labels
differ by."""

_OPENING = "（〔［｛《〈「『【〖“‘(\\[{"
_CLOSING = "，。、；：？！）〕］｝》〉」』】〗”’…—～·％‰℃,.;:?!)\\]}%"
# Combining marks, joiners and variation selectors stay with the character they modify.
_MARKS = "\u0300-\u036f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\U000e0100-\U000e01ef"
_WORD = "0-9A-Za-z\u00c0-\u024f\u0370-\u052f≥≤＜＞<>=＝±×÷+\\-－_/.:@#&$*%％°"
_UNIT = re.compile(
    rf"[{_OPENING}]*"
    rf"(?:[{_WORD}{_MARKS}]+(?:,(?=\d)[{_WORD}]+)*|——|……|[^\s])"
    rf"[{_MARKS}]*[{_CLOSING}{_MARKS}]*"
    rf"|[{_OPENING}]+|[^\S\n]+|\n"
)


class Measure(Protocol):
    """How wide characters are: `advance(character)` in em."""

    def advance(self, character: str, /) -> float: ...

    def __hash__(self) -> int: ...


@record(frozen=True, slots=True)
class Line:
    """text[start:end] stands on one line; the declared line break behind it, if any, not included."""

    start: int
    end: int


@dataclass(frozen=True, eq=False)
class NominalMeasure:
    """The widths of the government fonts (宋体, 仿宋, 黑体): half an em for ASCII, an em for the rest.
    Used where the real font is another machine's. latin: the width of ASCII, more where another font may
    stand in."""

    latin: float = 0.5

    def advance(self, character: str, /) -> float:
        if unicodedata.combining(character):
            return 0.0
        return self.latin if character < "\u0250" else 1.0


@dataclass(frozen=True, eq=False)
class TableMeasure:
    """Widths read from font files: character → em; `missing` for a character in no font."""

    widths: Mapping[str, float]
    missing: float = 1.0

    def advance(self, character: str, /) -> float:
        return self.widths.get(character, self.missing)


@lru_cache(maxsize=4096)
def break_lines(text: str, width: float, measure: Measure) -> tuple[Line, ...]:
    """Lines of `text` no wider than `width` em. An empty text is one empty line."""
    widths = kept_widths(measure)
    if "\n" not in text and sum(map(widths.__getitem__, text)) <= width:
        return (Line(0, len(text)),)
    lines: list[Line] = []
    start = end = 0
    used = 0.0
    for unit, advance in zip(*_cut(text, width, widths), strict=True):
        if unit == "\n":
            lines.append(Line(start, end))
            start, used = end + 1, 0.0
        elif used + advance > width and end > start and not unit.isspace():
            lines.append(Line(start, end))
            start, used = end, advance
        else:
            used += advance
        end += len(unit)
    lines.append(Line(start, end))
    return tuple(lines)


@lru_cache(maxsize=4096)
def break_number(text: str, width: float, measure: Measure) -> tuple[Line, ...]:
    """A figure on one line; one that is wider than its column behind its separators (1,234, / 567.89), nowhere else:
    digits torn apart are read wrongly."""
    widths = kept_widths(measure)
    lines: list[Line] = []
    start, used = 0, 0.0
    for piece in re.finditer(r"[^,]*,|[^,]+$", text):
        advance = sum(map(widths.__getitem__, piece.group()))
        if used + advance > width and piece.start() > start:
            lines.append(Line(start, piece.start()))
            start, used = piece.start(), 0.0
        used += advance
    return (*lines, Line(start, len(text)))


def break_evenly(text: str, width: float, measure: Measure, words: tuple[str, ...] = ()) -> tuple[Line, ...]:
    """As few lines as `break_lines` needs, of lengths as alike as can be (绩效/指标, not 绩效指/标); a line more where
    only that keeps the words whole (年度/主要/任务). For labels and short values set in the middle."""
    greedy = break_lines(text, width, measure)
    if not 1 < len(greedy) <= MOST_EVEN_LINES or "\n" in text or " " in text:
        return greedy
    units = list(units_of(text, width, kept_widths(measure)))
    whole = {place for start, end in word_spans(text, words) for place in range(start + 1, end)}
    evenly = _partition(units, whole, width, len(greedy))
    if evenly is None or evenly[0] >= _TORN_WORD:
        more = _partition(units, whole, width, len(greedy) + 1)
        if more is not None and more[0] < _TORN_WORD:
            evenly = more
    if evenly is None:
        return greedy
    return tuple(Line(units[start][0], units[end - 1][1]) for start, end in evenly[1])


def _partition(
    units: list[tuple[int, int, float]], whole: set[int], width: float, count: int
) -> tuple[float, list[tuple[int, int]]] | None:
    """(cost, units of every line) of the cheapest way to set the units in this many lines; None where there is
    none. whole: places where a line end parts a word."""
    mean = sum(advance for *_, advance in units) / count
    # best[n][end]: least cost of n lines that end behind unit `end`, and where the last begins.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(count):
        row: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in best[-1].items():
            used = 0.0
            for end in range(start + 1, len(units) + 1):
                used += units[end - 1][2]
                if used > width:
                    break
                torn = _TORN_WORD if units[end - 1][1] in whole else 0.0
                total = cost + (used - mean) ** 2 + torn
                if end not in row or total < row[end][0]:
                    row[end] = (total, start)
        best.append(row)
    end = len(units)
    if end not in best[-1]:
        return None
    lines = []
    for row in reversed(best[1:]):
        lines.append((row[end][1], end))
        end = row[end][1]
    return best[-1][len(units)][0], lines[::-1]


def word_spans(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where these words stand in a text."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = text.find(word, at + 1)


def units_of(text: str, width: float, widths: Mapping[str, float]) -> Iterator[tuple[int, int, float]]:
    """Pieces that stay together, as (start, end, width in em); a piece wider than the line comes
    character by character."""
    start = 0
    for unit, advance in zip(*_cut(text, width, widths), strict=True):
        yield start, start + len(unit), advance
        start += len(unit)


def _cut(text: str, width: float, widths: Mapping[str, float]) -> tuple[list[str], list[float]]:
    """The same as texts, which follow each other without a gap, and their widths."""
    units: list[str] = _UNIT.findall(text)
    advances = _advances(units, widths)
    if advances and max(advances) > width:
        pairs = zip(units, advances, strict=True)
        units = [piece for unit, advance in pairs for piece in (unit if advance > width else (unit,))]
        advances = _advances(units, widths)
    return units, advances


def _advances(units: Sequence[str], widths: Mapping[str, float]) -> list[float]:
    width_of = widths.__getitem__
    return [width_of(unit) if len(unit) == 1 else sum(map(width_of, unit)) for unit in units]


class _Widths(dict[str, float]):
    """Widths of characters in em, asked for once each."""

    def __init__(self, measure: Measure) -> None:
        super().__init__({"\n": 0.0, "\t": TAB_SPACES * measure.advance(" ")})
        self._measure = measure

    def __missing__(self, character: str) -> float:
        width = self[character] = self._measure.advance(character)
        return width


@lru_cache(maxsize=32)
def kept_widths(measure: Measure) -> _Widths:
    """Every character's width in em, by this measure."""
    return _Widths(measure)
