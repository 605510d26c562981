"""What a later page says again: heads of columns, labels of groups that go on.

Comes in: the tables of a document, one after the other, as texts. Goes out: the cells that only repeat.
"""

from __future__ import annotations

from collections.abc import Sequence

from formgen.messages import importing as say
from formgen.messages.rendering import CONTINUED
from formgen.sources.labels import plain_label

Texts = Sequence[Sequence[str]]
"""Rows of a table, "" where a cell covers another or is empty."""

_FEWEST_HEADS = 3
_LONGEST_HEAD = 20


class Pages:
    """The tables so far."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, ...]] = []

    def repeated(self, table: Texts) -> dict[tuple[int, int], str]:
        """Row and column, from 0, of every cell of this table that repeats one before; and why. The table is
        then one of those so far."""
        rows = [tuple(plain_label(text) for text in row if text.strip()) for row in table]
        heads = self._heads(rows)
        found = {
            (number, column): say.DUPLICATE_HEAD
            for number in range(heads)
            for column, text in enumerate(table[number])
            if text.strip()
        }
        if heads < len(table) and self._rows:
            before = {text for row in self._rows for text in row}
            for column, text in enumerate(table[heads]):
                label = text.strip().removesuffix(CONTINUED)
                if label != text.strip() and plain_label(label) in before:
                    found[heads, column] = say.GOES_ON
        self._rows += rows
        return found

    def _heads(self, rows: Sequence[tuple[str, ...]]) -> int:
        """How many rows at the start stood before, one after the other, and look like heads."""
        best = 0
        for start in range(len(self._rows)):
            count = 0
            while (
                count < len(rows)
                and start + count < len(self._rows)
                and rows[count]
                and rows[count] == self._rows[start + count]
            ):
                count += 1
            best = max(best, count)
        while best and not _looks_like_heads(rows[best - 1]):
            best -= 1
        return best


def _looks_like_heads(row: tuple[str, ...]) -> bool:
    return len(row) >= _FEWEST_HEADS and all(
        len(text) <= _LONGEST_HEAD and not any(char.isdigit() for char in text) for text in row
    )
