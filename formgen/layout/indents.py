"""Room beside a label that a word processor breaks by itself: its lines come out even, and not a character is put
into its text.

Comes in: a text, the width of its cell and a measure. Goes out: `Indents`, None where the text stands well without
any. A word processor fills its lines one after the other; the room that is left to it decides where they end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from formgen.layout.text import (
    MOST_EVEN_LINES,
    Line,
    Measure,
    break_evenly,
    break_lines,
    kept_widths,
    units_of,
    word_spans,
)

_SPARE = 0.5
"""em that a line has more than it needs, at the most."""

_LEAST_SPARE = 0.1
"""em that a line has more than it needs, at the least: a cell's lines take some room as well."""

_HALF = 0.5
_LATIN = re.compile(r"[0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Indents:
    """In em: beside all lines, and before the first besides."""

    left: float
    right: float
    first: float = 0.0


def even_indents(text: str, width: float, measure: Measure, words: tuple[str, ...] = ()) -> Indents | None:
    """What makes a text in the middle of a cell come in lines that are even and part no word; the best that room
    can do, where it cannot do that. Figures and Latin letters are as wide as another machine's font has them: a
    text with such is left alone."""
    plain = break_lines(text, width, measure)
    if not 1 < len(plain) <= MOST_EVEN_LINES or re.search(r"\s", text) or _LATIN.search(text):
        return None
    label = _Label(text, width, measure, words)
    wanted = break_evenly(text, width, measure, words)
    best = min((plain, *label.narrower(len(wanted))), key=label.cost)
    if label.torn(best) and not label.torn(wanted) and len(wanted) == 2:
        return label.first_shorter(wanted)
    if best == plain:
        return None
    side = (width - label.room(best)) / 2
    return Indents(side, side) if side > 0 else None


class _Label:
    """One text in its cell."""

    def __init__(self, text: str, width: float, measure: Measure, words: tuple[str, ...]) -> None:
        self._text = text
        self._width = width
        self._measure = measure
        self._widths = kept_widths(measure)
        self._whole = {place for start, end in word_spans(text, words) for place in range(start + 1, end)}

    def _length(self, start: int, end: int) -> float:
        return sum(self._widths[character] for character in self._text[start:end])

    def narrower(self, most: int) -> list[tuple[Line, ...]]:
        """The lines in every narrower cell that has room for them, `most` at the most."""
        ends = [end for _, end, _ in units_of(self._text, self._width, self._widths)]
        rooms = {self._length(0, end) for end in ends}
        rooms |= {self._length(start, end) for start in ends for end in ends if start < end}
        broken = (
            break_lines(self._text, room, self._measure) for room in sorted(rooms) if room <= self._width
        )
        return [lines for lines in broken if len(lines) <= most and self._fits(lines)]

    def _fits(self, lines: Sequence[Line]) -> bool:
        return all(self._length(line.start, line.end) <= self._width for line in lines)

    def torn(self, lines: Sequence[Line]) -> int:
        """How many line ends part a word."""
        return sum(line.end in self._whole for line in lines)

    def cost(self, lines: Sequence[Line]) -> tuple[int, float]:
        """Words parted, then how uneven the lines are."""
        lengths = [self._length(line.start, line.end) for line in lines]
        mean = sum(lengths) / len(lengths)
        return self.torn(lines), sum((length - mean) ** 2 for length in lengths)

    def room(self, lines: Sequence[Line]) -> float:
        """A width that gives these lines: between what they need and what would take in more."""
        widest = max(self._length(line.start, line.end) for line in lines)
        return min(self._width, widest + _SPARE, *(self._until(line, widest) for line in lines[:-1]))

    def _until(self, line: Line, needed: float) -> float:
        """Half-way from the width needed to the one in which this line would take in the next piece."""
        following = next(
            end for start, end, _ in units_of(self._text, self._width, self._widths) if start >= line.end
        )
        return needed + (self._length(line.start, following) - needed) * _HALF

    def first_shorter(self, lines: Sequence[Line]) -> Indents:
        """Two lines of which the first has less room; each is off the middle by as much as the other."""
        first, second = lines
        own = self._length(first.start, first.end)
        room = min(own + _SPARE, self._until(first, own))
        spare = self._width - self._length(second.start, second.end) - _LEAST_SPARE
        right = max(0.0, min(spare, (self._width - room) / 3))
        return Indents(0.0, right, self._width - right - room)
