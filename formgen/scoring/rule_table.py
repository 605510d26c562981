"""A table of one rule: rows of indicators, columns of values and scores.

Comes in: rows whose rules have the same shape, and what is to stand in the columns. Goes out: `RuleTable` of
final strings. Every score in it is what the rule itself gives for the value printed beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from formgen.declaration.model import Operator
from formgen.messages import appendix as say
from formgen.scoring.numbers import show
from formgen.scoring.resolve import RowRule
from formgen.scoring.rules.base import Answer

ColumnKind = Literal["name", "target", "points", "value", "score", "amount", "text", "wide"]
"""value: stands beside its score, without a line between them. wide: a text that needs more room."""

LEAD: tuple[ColumnKind, ...] = ("name", "target", "points")
_TEXT: tuple[ColumnKind, ...] = ("text",)
AMOUNT: tuple[ColumnKind, ...] = ("amount",)

CENT = Decimal("0.01")
"""To what amounts and measured values are stated."""
_MEASURED = "%％‰元吨克米里升亩顷天日时月年周度瓦倍率点分万亿无/"
"""Signs of units that are measured and not counted: such a value may have places."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head with the columns and rows it covers."""

    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class RuleTable:
    """kinds: one per column; the first three are always name, target, points. heads: rows of heads, None
    where another head covers the place. rows: strings, one per column. foot: a last row of scores that
    hold for every row, from the fourth column on; () for none. rounded: an example of an actual value
    that was rounded up to a whole number, as (row, rate), for the note below the table."""

    kinds: tuple[ColumnKind, ...]
    heads: tuple[tuple[Head | None, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    rounded: tuple[RowRule, Decimal] | None = None


def score_text(row: RowRule, answer: Answer) -> str:
    """What the row's rule gives for this answer, with 2 places."""
    assert row.rule is not None
    score = row.rule.points_for(answer, row.facts)
    return say.BY_PERSON_SHORT if score is None else f"{score:.2f}"


def target_text(row: RowRule) -> str:
    """指标值 as people read it: ≥160件."""
    indicator = row.indicator
    target = (
        row.facts.quantity(indicator.target) if isinstance(indicator.target, Decimal) else indicator.target
    )
    operator = indicator.operator
    # A deadline in words (2023年12月前) says by itself on which side it lies.
    worded = operator is Operator.QUALITATIVE or row.facts.deadline is not None
    return f"{'' if worded else operator or ''}{target}"


def points_text(value: Decimal | None) -> str:
    return say.UNKNOWN_POINTS if value is None else show(value)


def lead_cells(row: RowRule) -> tuple[str, str, str]:
    """三级指标, 指标值, 分值."""
    return row.indicator.level3, target_text(row), points_text(row.points)


def rounded_up(value: Decimal, row: RowRule) -> Decimal:
    """The smallest value that people can state (a whole number where the unit is counted, else two
    places) and that reaches this one."""
    return value.quantize(grain(row), rounding=ROUND_CEILING).normalize() + 0


def grain(row: RowRule) -> Decimal:
    """The smallest step between two values that people state for this row."""
    target = row.facts.number
    whole = target is not None and target == target.to_integral_value()
    measured = any(sign in row.facts.unit for sign in _MEASURED) or not row.facts.unit
    return Decimal(1) if whole and not measured else CENT


def single_heads(heads: Sequence[str]) -> tuple[tuple[Head | None, ...], ...]:
    """One row of heads, behind those that every table has."""
    return (tuple(Head(text) for text in (*say.LEAD_HEADS, *heads)),)


def grouped_heads(over: str, heads: Sequence[str], each: int) -> tuple[tuple[Head | None, ...], ...]:
    """Two rows: one head over all the rest, below it one per slot of `each` columns."""
    first: list[Head | None] = [Head(text, rowspan=2) for text in say.LEAD_HEADS]
    first += [Head(over, colspan=each * len(heads)), *[None] * (each * len(heads) - 1)]
    second: list[Head | None] = [None] * len(say.LEAD_HEADS)
    for text in heads:
        second += [Head(text, colspan=each), *[None] * (each - 1)]
    return tuple(first), tuple(second)


def pairs_table(
    rows: Sequence[RowRule],
    over: str,
    heads: Sequence[str],
    pairs: Callable[[RowRule], Iterable[tuple[str, str]]],
) -> RuleTable:
    """A table whose slots hold an actual value and its score."""
    kinds: tuple[ColumnKind, ...] = (*LEAD, *(("value", "score") * len(heads)))
    lines = tuple((*lead_cells(row), *(text for pair in pairs(row) for text in pair)) for row in rows)
    return RuleTable(kinds, grouped_heads(over, heads, 2), lines)


def scores_table(
    rows: Sequence[RowRule], heads: Sequence[str], answers: Callable[[RowRule], Iterable[Answer]]
) -> RuleTable:
    """A table whose heads hold the actual values, the cells only scores."""
    kinds: tuple[ColumnKind, ...] = (*LEAD, *_TEXT * len(heads))
    lines = tuple((*lead_cells(row), *(score_text(row, answer) for answer in answers(row))) for row in rows)
    return RuleTable(kinds, single_heads(heads), lines)


def texts_table(
    rows: Sequence[RowRule], heads: Sequence[str], texts: Callable[[RowRule], Iterable[str]]
) -> RuleTable:
    """A table whose cells say in words what is given."""
    kinds: tuple[ColumnKind, ...] = (*LEAD, *_TEXT * len(heads))
    return RuleTable(kinds, single_heads(heads), tuple((*lead_cells(row), *texts(row)) for row in rows))


def thin_table(table: RuleTable, most: int) -> RuleTable:
    """The table with no more than so many slots of values and scores: the first ones and the last."""
    lead, each = len(LEAD), 2 if "value" in table.kinds else 1
    slots = (len(table.kinds) - lead) // each
    if slots <= most or not {"value", "score", "amount"} & set(table.kinds):
        return table
    kept = [*range(most - 1), slots - 1]
    columns = [*range(lead), *(lead + slot * each + part for slot in kept for part in range(each))]

    def head_row(row: tuple[Head | None, ...]) -> tuple[Head | None, ...]:
        return tuple(
            Head(head.text, most * each) if head and head.colspan > each else head
            for head in (row[column] for column in columns)
        )

    return RuleTable(
        kinds=tuple(table.kinds[column] for column in columns),
        heads=tuple(head_row(row) for row in table.heads),
        rows=tuple(tuple(row[column] for column in columns) for row in table.rows),
        foot=tuple(table.foot[slot] for slot in kept) if table.foot else (),
        rounded=table.rounded,
    )
