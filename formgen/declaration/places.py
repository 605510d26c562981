"""A place as a value: where in a file something stands, for people.

Comes in: a sheet and a cell, a line, or the text of a place. Goes out: `Place`, whose text is what reports
and `check --format json` print: 申报表!G15, 第 41 行, or words where there is neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from formgen.messages import reading as say

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_LINE = re.compile(re.escape(say.LINE).replace(r"\{line\}", r"(\d{1,9})"))


@dataclass(frozen=True, slots=True)
class Place:
    """file: "" where it is clear which. sheet and cell of a workbook, or line of a text, counted from 1;
    words: what else tells where."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int | None = None
    words: str = ""

    def __str__(self) -> str:
        if self.line is not None:
            return say.LINE.format(line=self.line)
        return f"{self.sheet}!{self.cell}" if self.cell else self.words

    @classmethod
    def parse(cls, text: str, file: str = "") -> Place:
        """The place that is printed so; a text that names neither cell nor line is kept as words."""
        line = _LINE.fullmatch(text)
        if line is not None:
            return cls(file, line=int(line[1]))
        # A sheet's name may hold the mark itself; an address never does.
        sheet, mark, cell = text.rpartition("!")
        if mark and sheet and _CELL.fullmatch(cell):
            return cls(file, sheet, cell)
        return cls(file, words=text)

    @property
    def column_and_row(self) -> tuple[str, int] | None:
        """Letters and number of the cell: ("G", 15)."""
        found = _CELL.fullmatch(self.cell)
        return (found[1], int(found[2])) if found else None
