"""A field path as a value: where in a declaration a value stands.

Comes in: a table, a row and a column, or the text of a path. Goes out: `FieldPath`, whose text is what
reports and `check --format json` print: indicators[3].scoring, indicators[3], department.name, year.
"""

from __future__ import annotations

import re

from formgen.base.records import sealed

INDICATORS = "indicators"
"""The name of the table of indicators."""

_PATH = re.compile(r"([^\[\].]*)(?:\[(\d{1,9})\])?(?:\.(.*))?", re.DOTALL)


@sealed(frozen=True, slots=True)
class FieldPath:
    """table: the table, or the group of a fact (department); a field that stands alone (year) is its own.
    row: counted from 0; None for facts and for a whole column. column: key in the row or group, with a
    point where the table has sides (target.year); "" for a whole row or group."""

    table: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        row = "" if self.row is None else f"[{self.row}]"
        column = f".{self.column}" if self.column else ""
        return f"{self.table}{row}{column}"

    @classmethod
    def parse(cls, text: str) -> FieldPath:
        """The path that is printed so. A text that is no path is a field of that name: nothing is lost."""
        found = _PATH.fullmatch(text)
        if found is None:
            return cls(text)
        table, row, column = found.groups()
        return cls(table, None if row is None else int(row), column or "")

    @property
    def key(self) -> str:
        """The last part: scoring, name, year."""
        return (self.column or self.table).rpartition(".")[2]

    @property
    def group(self) -> FieldPath:
        """The row or the group that the field is part of."""
        return FieldPath(self.table, self.row)

    @property
    def anywhere(self) -> FieldPath:
        """The same field without its row: indicators.scoring."""
        return FieldPath(self.table, None, self.column)

    @property
    def is_indicator(self) -> bool:
        """True for a row of indicators, and for a cell in one."""
        return self.table == INDICATORS and self.row is not None
