"""Which items stand on which page: the cheapest way, found by dynamic programming.

Items are rows, or slices of rows that may be cut. Costs say what a careful typist would: as few pages
as possible, full pages before half-empty ones, a group rather whole than broken, never a lone row on
the last page where it can be avoided. Time grows with items times rows per page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from formgen.base.records import record

_PAGE = 1000.0
_BLANK = 20.0
_BROKEN_GROUP = 1.0
_STUB = 4.0
_LONE_ROW = 60.0
_BROKEN_TABLE = 30.0
"""A table without groups is rather left whole than broken to fill a page."""
_PARTED = 20 * _PAGE
"""A heading without what it heads is worse than any number of pages."""
_ROUNDING = 1e-6


@record(frozen=True, slots=True)
class Item:
    """A row, or the slice of its lines [start, end).

    block: which table it belongs to; head: height of that table's heads, spent once per page. level:
    the outermost group that starts here (0 一级, 1 二级; the number of groups when none does). labels:
    per group, the height of its label as it stands first and as it is repeated. cut: goes on from the
    slice before; frame: padding and border it needs where it begins a page. keep: the page may not end
    behind it (a heading). foot: height of a line that the page then needs at its foot, spent once per
    page. Heights in pt.
    """

    block: int
    row: int
    start: int
    end: int
    height: float
    head: float = 0.0
    level: int = 0
    labels: tuple[tuple[float, float], ...] = ()
    cut: bool = False
    frame: float = 0.0
    keep: bool = False
    foot: float = 0.0


class PageFill:
    """The height of a page while rows are added: merged labels may need more room than their rows."""

    def __init__(self) -> None:
        self._closed = 0.0
        self._foot = 0.0
        self._labels: list[float] = []
        self._inner: list[float] = []
        self._block = -1

    def add(self, item: Item) -> float:
        """The page's height with this item."""
        groups = len(item.labels)
        height, first = item.height, item.level
        if item.block != self._block:
            self._fold(0)
            self._closed += item.head
            self._labels = [0.0] * groups
            self._inner = [0.0] * (groups + 1)
            self._block = item.block
            height, first = height + (item.frame if item.cut else 0.0), 0
        elif first < groups:
            self._fold(first)
        for level in range(first, groups):
            starts = item.level <= level and not item.cut
            self._labels[level] = item.labels[level][0 if starts else 1]
        self._inner[-1] += height
        if item.foot > self._foot:
            self._foot = item.foot
        return self._closed + self._open() + self._foot

    def _open(self) -> float:
        """The height of what is not closed: every group at least as tall as its label."""
        total = self._inner[-1]
        for level in range(len(self._labels) - 1, -1, -1):
            label = self._labels[level]
            total = self._inner[level] + (label if label > total else total)
        return total

    def _fold(self, first: int) -> None:
        """Close the groups from level `first` inward."""
        if not self._inner:
            return
        for level in range(len(self._labels) - 1, first - 1, -1):
            self._inner[level] += max(self._inner[level + 1], self._labels[level])
            self._inner[level + 1] = 0.0
            self._labels[level] = 0.0
        if first == 0:
            self._closed += self._inner[0]
            self._inner[0] = 0.0


def break_pages(items: Sequence[Item], capacity: float, first_extra: float) -> list[tuple[int, int]]:
    """(first item, item behind the last) of every page; at least one page. first_extra: height of the
    title block. An item taller than a page stands where it starts and ends its page."""
    if not items:
        return [(0, 0)]
    book = _Book(items, capacity, first_extra)
    count, known, left = len(items), book.cost_of_filling(), book.pages_left()
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * count
    for start in range(count):
        so_far = best[start][0]
        at_least = so_far + _PAGE * left[start]
        if at_least > known + _ROUNDING or at_least >= best[-1][0]:
            continue  # what leads here costs more than another way
        for end, blank in book.ends(start):
            if so_far + _PAGE < best[end][0]:  # no page costs less
                cost = so_far + book.cost(start, end, blank)
                if cost < best[end][0]:
                    best[end] = (cost, start)
        if best[-1] == (_PAGE, 0):
            break  # no page costs less than one
    return _trace_back(best)


class _Book:
    """What may stand together on a page, and what it costs."""

    def __init__(self, items: Sequence[Item], capacity: float, first_extra: float) -> None:
        self._items = items
        self._capacity = capacity
        self._first_extra = first_extra
        self._breaks = [_break_cost(items, end) for end in range(1, len(items))]

    def ends(self, start: int) -> Iterator[tuple[int, float]]:
        """Where a page that begins with this item may end, and which share of it then stays blank."""
        fill = PageFill()
        room = self._capacity - (self._first_extra if start == 0 else 0.0)
        for end in range(start + 1, len(self._items) + 1):
            item = self._items[end - 1]
            height = fill.add(item)
            if height > room and end > start + 1 and not self._is_giant(item):
                return
            yield end, max(0.0, 1 - height / room)
            if height > room:
                return

    def _is_giant(self, item: Item) -> bool:
        """A row that no page can hold stands alone, or begins under rows that leave it room."""
        return item.height + item.head > self._capacity

    def cost(self, start: int, end: int, blank: float) -> float:
        """Of one page."""
        if end < len(self._items):
            return _PAGE + _BLANK * blank * blank + self._breaks[end - 1][end == start + 1]
        items = self._items[start:]
        rows = {(item.block, item.row) for item in items}
        return _PAGE + (_LONE_ROW if len(rows) == 1 and start and not items[0].cut else 0.0)

    def cost_of_filling(self) -> float:
        """Of pages that are each filled as far as they can be: the best way costs no more."""
        total, start = 0.0, 0
        while start < len(self._items):
            ends = list(self.ends(start))
            end, blank = next(
                (found for found in reversed(ends) if not self._items[found[0] - 1].keep), ends[-1]
            )
            total += self.cost(start, end, blank)
            start = end
        return total

    def pages_left(self) -> list[int]:
        """From each item on, how many pages it takes at the least: labels and heads only need more."""
        left, height = [], 0.0
        for item in reversed(self._items):
            height += 0.0 if self._is_giant(item) else item.height
            left.append(max(1, math.ceil(height / self._capacity - _ROUNDING)))
        return left[::-1]


def _break_cost(items: Sequence[Item], end: int) -> tuple[float, float]:
    """What it costs that a page ends before this item: a page of several items, one of a single item."""
    last, following = items[end - 1], items[end]
    if last.keep:
        return _PARTED, _PARTED
    if following.block != last.block or following.cut:
        return 0.0, 0.0
    groups = len(following.labels)
    if not groups:
        return _BROKEN_TABLE, _BROKEN_TABLE
    broken = _BROKEN_GROUP * following.level
    if following.level < groups:
        return broken, broken
    # Within the innermost group, a side of the break may leave a single row of it behind.
    behind = end + 1 == len(items) or items[end + 1].level < groups
    before = last.level < groups
    return broken + _STUB * (before + behind), broken + _STUB * (1 + behind)


def _trace_back(best: Sequence[tuple[float, int]]) -> list[tuple[int, int]]:
    pages = []
    end = len(best) - 1
    while end > 0:
        start = best[end][1]
        pages.append((start, end))
        end = start
    return pages[::-1]
