"""The arithmetic of a form, as a profile names it: sums, ratios, equal figures, limits, shares.

Comes in: `[[rule]]` of profile.toml. Goes out: frozen specifications; what they find is told under the
id of their kind. A rule checks what is filled in and fills only an empty cell that the profile marks
`computed`; it never overwrites. Source: the relations that the printed forms themselves state
(财预〔2015〕88号, 财预〔2020〕10号 and the provinces' forms).

A cell is named `table.row.column` in a table of fixed rows, `table.column` for the sum over the rows of a
free table (or its total), and by its key where it is a field.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from formgen.base.readers import counted
from formgen.base.typed import field
from formgen.declaration.blocks import Number, Section


class RuleSection(Section):
    """A rule. message: said in the place of the standard sentence. tolerance: what the two sides may differ
    by beyond the rounding of their printed places."""

    message: str = ""
    tolerance: Number = Decimal(0)


class SumRule(RuleSection):
    """whole = parts: columns of one row (in every row of a free table, or in `rows`), or rows of one
    column (`columns`); without a table, any cells."""

    kind: Literal["sum"]
    table: str = ""
    whole: str
    parts: Annotated[tuple[str, ...], counted(1)]
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


class RatioRule(RuleSection):
    """result = of ÷ by, as a percentage; columns of one row, in every row or in `rows`."""

    kind: Literal["ratio"]
    table: str = ""
    of: str
    by: str
    result: str
    rows: tuple[str, ...] = ()


class ScoreBand(Section):
    """Points from a rate on, in percent, included."""

    from_: Number = field(alias="from")
    points: Number


class ScoreRule(RuleSection):
    """result = points × the rate `of` (a percentage), which counts for no more than 100 %; or, with `bands`
    from the highest down, the points of the first band that the rate reaches, else 0."""

    kind: Literal["score"]
    table: str = ""
    of: str
    points: str
    result: str
    rows: tuple[str, ...] = ()
    bands: tuple[ScoreBand, ...] = ()


class EqualRule(RuleSection):
    """The cells, or sums, say the same figure; money in 元 and in 万元 is compared as money."""

    kind: Literal["equal"]
    cells: Annotated[tuple[str, ...], counted(2)]


class AtMostRule(RuleSection):
    """The cell, or sum, is no more than the other, or than a number."""

    kind: Literal["at_most"]
    cell: str
    most: str | Number


class ShareRule(RuleSection):
    """The shares add up to the whole (100 %)."""

    kind: Literal["share"]
    table: str = ""
    column: str = ""
    cells: tuple[str, ...] = ()
    whole: Number = Decimal(100)


FormRule = SumRule | RatioRule | ScoreRule | EqualRule | AtMostRule | ShareRule

RULE_IDS = {
    "sum": "FUND-02",
    "ratio": "FUND-03",
    "score": "ACT-02",
    "equal": "FUND-04",
    "share": "FUND-05",
    "at_most": "FUND-06",
}
"""Kind of rule → id of the check that tells what it finds."""
