"""评分办法 as data: each distinct rule once, in words, with the table of its indicators.

Comes in: the rows of a form with the rules in force. Goes out: `RuleSection`s in the order of the form,
those that a person decides last. Rules are one where they have the same shape and
the same parameters; full points may differ, for the table names them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from formgen.messages import appendix as say
from formgen.scoring.band_tables import (
    bands_table,
    checklist_table,
    met_table,
    sample_table,
    tier_range_table,
    tiers_table,
    unread_table,
)
from formgen.scoring.numbers import share
from formgen.scoring.points import add_points
from formgen.scoring.rate_tables import over_budget_table, proportional_table, threshold_table
from formgen.scoring.resolve import RowRule
from formgen.scoring.rule_table import RuleTable, points_text
from formgen.scoring.rule_words import own_words, say_rule, taken_share
from formgen.scoring.rules.bands import Bands
from formgen.scoring.rules.base import RuleBase
from formgen.scoring.rules.judged import Checklist, Discretionary, YesNo
from formgen.scoring.rules.periods import PerUnit
from formgen.scoring.rules.ratio import Proportional, ThresholdLinear
from formgen.scoring.rules.steps import OverBudget, PercentPoints, side_of
from formgen.scoring.rules.tiers import TierRange, Tiers
from formgen.scoring.step_tables import per_unit_table, percent_points_table

_FEW_SETS = 2
"""Sets of bands that have a table each."""

Labelled = tuple[str, str]
"""办法, 公式, 满分, 零分 or 依据, and what it says."""

_LIMITS = frozenset(
    {"of", "zero_below", "zero_above", "zero_inclusive", "most_off", "least", "free", "open_borders"}
)
"""Parameters that change a rule's plain shape."""


@dataclass(frozen=True, slots=True)
class RuleSection:
    """One rule. count: how many indicators it scores, with their points, as printed. lines: each a line
    of labelled texts. notes: below the table. indexes: the rows, as the declaration counts them."""

    title: str
    count: str
    lines: tuple[tuple[Labelled, ...], ...]
    table: RuleTable
    notes: tuple[str, ...]
    indexes: tuple[int, ...]


def rule_sections(rows: Sequence[RowRule]) -> tuple[RuleSection, ...]:
    """Sections of all counted rows."""
    groups: dict[Hashable, list[RowRule]] = {}
    for row in rows:
        if row.counted and row.rule is not None:
            groups.setdefault(_shape(row, row.rule), []).append(row)
    sections = [_section(group) for group in _merge_bands(list(groups.values()))]
    unread = [row for row in rows if row.counted and row.rule is None]
    return (*_told_once(sections), *([_unread_section(unread)] if unread else []))


def _told_once(sections: Sequence[RuleSection]) -> Iterator[RuleSection]:
    """How whole numbers are listed is explained below the first table that lists any."""
    told = False
    for section in sections:
        yield replace(section, notes=()) if told else section
        told = told or bool(section.notes)


def _merge_bands(groups: list[list[RowRule]]) -> list[list[RowRule]]:
    """Many sets of bands in one table, those of as many bands together; a few sets have one each."""
    sets = Counter(_bands_of(group) for group in groups)
    merged: dict[Hashable, list[RowRule]] = {}
    for number, group in enumerate(groups):
        count = _bands_of(group)
        merged.setdefault(count if count and sets[count] > _FEW_SETS else -number, []).extend(group)
    return [sorted(group, key=lambda row: row.index) for group in merged.values()]


def _bands_of(group: list[RowRule]) -> int:
    """How many plain bands the group has; 0 where it is scored in another way."""
    rule = group[0].rule
    return len(rule.bands) if isinstance(rule, Bands) and not _limits(rule) else 0


# ── which rules are one ──────────────────────────────────────────────────────────────────────────


def _limits(rule: RuleBase) -> tuple[tuple[str, Any], ...]:
    """The limits that are set, which plain shapes do not have."""
    fields = type(rule).model_fields
    return tuple(
        (name, getattr(rule, name))
        for name in sorted(_LIMITS & fields.keys())
        if getattr(rule, name) != fields[name].default
    )


def _shape(row: RowRule, rule: RuleBase) -> Hashable:
    """Equal for rows that are scored by one rule."""
    facts = row.facts
    if _limits(rule) or _never_divides(row, rule):
        return (rule.kind, rule.reading(facts), facts.unit)
    match rule:
        case ThresholdLinear():
            return (rule.kind, rule.floor, rule.base)
        case Proportional():
            return (rule.kind, facts.upward)
        case OverBudget():
            return (rule.kind, rule.per_percent, rule.deduct_share, rule.step, "元" in facts.unit)
        case PerUnit():
            bound = rule.bound(facts)
            dated = isinstance(bound.full_at, date)
            return (rule.kind, taken_share(rule), rule.per, rule.step, bound.side, dated)
        case PercentPoints():
            return (rule.kind, taken_share(rule), rule.per, rule.step, side_of(facts, rule.side))
        case Bands():
            limits: Hashable = tuple((band.min, band.max, band.inclusive) for band in rule.bands)
            return (rule.kind, limits, facts.unit, rule.bands[0].points < rule.bands[-1].points)
        case Tiers():
            return (rule.kind, len(rule.tiers), tuple(tier.points / rule.full for tier in rule.tiers))
        case TierRange():
            return (rule.kind, rule.tiers)
        case Checklist():
            return (rule.kind, len(rule.items))
        case YesNo() | Discretionary():
            return (rule.kind,)
    return (rule.kind, rule.reading(facts), facts.unit)


def _never_divides(row: RowRule, rule: RuleBase) -> bool:
    """A ratio of a target of 0: met or not, nothing between."""
    by_value = isinstance(rule, ThresholdLinear) and rule.base == "value"
    return (
        isinstance(rule, ThresholdLinear | Proportional | OverBudget)
        and not by_value
        and row.facts.number == 0
    )


# ── sections ─────────────────────────────────────────────────────────────────────────────────────


def _section(rows: list[RowRule]) -> RuleSection:
    rule = rows[0].rule
    assert rule is not None
    plain = not (_limits(rule) or _never_divides(rows[0], rule))
    words = say_rule(rows, rule) if plain else own_words(rows, rule)
    table = _table(rows, rule) if plain else sample_table(rows, rule)
    ends = [(say.FORMULA, words.formula), (say.FULL, words.full), (say.ZERO, words.zero)]
    ends.append((say.SOURCE, _source(rows)))
    second = tuple((label, text) for label, text in ends if text)
    return RuleSection(
        title=words.title,
        count=_count(rows),
        lines=(((say.METHOD, words.method),), second),
        table=table,
        notes=_notes(table),
        indexes=tuple(row.index for row in rows),
    )


def _unread_section(rows: list[RowRule]) -> RuleSection:
    return RuleSection(
        title=say.UNREAD_TITLE,
        count=_count(rows),
        lines=(((say.METHOD, say.UNREAD_METHOD),),),
        table=unread_table(rows, _why_by_person),
        notes=(),
        indexes=tuple(row.index for row in rows),
    )


def _count(rows: Sequence[RowRule]) -> str:
    return say.COUNT.format(rows=len(rows), points=points_text(add_points(row.points for row in rows)))


def _why_by_person(row: RowRule) -> str:
    """Why no rule computes this row, in office language."""
    if row.disagreement:
        return say.WHY_DISAGREES
    reading = row.reading
    problem = reading.problem.value if reading is not None and reading.problem is not None else ""
    return say.WHY_BY_PERSON.get(problem, say.WHY_NO_METHOD)


def _source(rows: Sequence[RowRule]) -> str:
    """Where the rule comes from, and what was made of gaps in the wording."""
    declared = all(row.origin == "declared" for row in rows)
    remarks: dict[str, None] = {}
    for row in rows:
        codes = {note.code.value for note in row.notes}
        truncated = row.reading is not None and row.reading.truncated
        if truncated and not declared and "number_cut" not in codes:
            remarks[say.CUT_FORMULA if isinstance(row.rule, ThresholdLinear) else say.CUT] = None
        for note in row.notes:
            if text := say.REMARKS.get(note.code.value, ""):
                remarks[text] = None
    source = say.SOURCE_DECLARED if declared else say.SOURCE_WORDING
    mixed = {row.origin for row in rows} == {"declared", "wording"}
    source = say.SOURCE_MIXED if mixed else source
    return source + (say.REMARK.format(remarks=say.REMARK_SEPARATOR.join(remarks)) if remarks else "")


def _notes(table: RuleTable) -> tuple[str, ...]:
    if table.rounded is None:
        return ()
    row, rate = table.rounded
    assert row.rule is not None and row.facts.number is not None
    exact = row.facts.number * rate
    whole = Decimal(ceil(exact))
    score = row.rule.score(whole, row.facts).score
    example = say.ROUNDED_EXAMPLE.format(
        target=row.facts.quantity(row.facts.number),
        rate=share(rate),
        exact=row.facts.quantity(exact),
        whole=row.facts.quantity(whole),
        score=score,
    )
    return (say.ROUNDED.format(example=example),)


def _table(rows: Sequence[RowRule], rule: RuleBase) -> RuleTable:
    makers: dict[type[RuleBase], Callable[[Sequence[RowRule], Any], RuleTable]] = {
        ThresholdLinear: threshold_table,
        Proportional: proportional_table,
        OverBudget: over_budget_table,
        PerUnit: per_unit_table,
        PercentPoints: percent_points_table,
        Bands: bands_table,
        Tiers: tiers_table,
        TierRange: tier_range_table,
        Checklist: checklist_table,
        YesNo: met_table,
        Discretionary: met_table,
    }
    return makers.get(type(rule), sample_table)(rows, rule)
