"""Tables of rules by bands, tiers and judgement, and of those that no rule computes.

Comes in: rows whose rules have the same shape. Goes out: `RuleTable`s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from formgen.messages import appendix as say
from formgen.scoring.numbers import show
from formgen.scoring.resolve import RowRule
from formgen.scoring.rule_table import (
    LEAD,
    ColumnKind,
    RuleTable,
    lead_cells,
    pairs_table,
    points_text,
    score_text,
    scores_table,
    single_heads,
    texts_table,
)
from formgen.scoring.rules.bands import Band, Bands
from formgen.scoring.rules.base import Answer, RuleBase
from formgen.scoring.rules.judged import Checklist
from formgen.scoring.rules.tiers import TierRange, Tiers


def band_text(band: Band, sign: str) -> str:
    """95%（含）以上 · 90%（含）至95% · 不足80%."""
    low = "" if band.min is None else f"{show(band.min)}{sign}"
    high = "" if band.max is None else f"{show(band.max)}{sign}"
    if band.min is not None and band.min == band.max:
        return low
    if not high:
        return (say.FROM if band.min_in else say.ABOVE).format(limit=low)
    if not low:
        return (say.UP_TO if band.max_in else say.BELOW).format(limit=high)
    start = (say.LOW_IN if band.min_in else say.LOW_OUT).format(limit=low)
    return say.BETWEEN.format(low=start, high=f"{high}{say.INCLUDED if band.max_in else ''}")


def band_sign(row: RowRule) -> str:
    return "%" if row.facts.percent else ""


def ordered_bands(rule: Bands) -> list[Band]:
    """Best first."""
    rising = rule.bands[0].points < rule.bands[-1].points
    return list(reversed(rule.bands)) if rising else list(rule.bands)


def same_bands(rows: Sequence[RowRule]) -> bool:
    """Whether all rows have the same bands, whatever these are worth."""
    limits = {
        (band_sign(row), *((band.min, band.max, band.inclusive) for band in ordered_bands(row.rule)))
        for row in rows
        if isinstance(row.rule, Bands)
    }
    return len(limits) == 1


def bands_table(rows: Sequence[RowRule], rule: Bands) -> RuleTable:
    if not same_bands(rows):
        return texts_table(rows, [tier_name(index) for index in range(len(rule.bands))], _band_cells)
    heads = [band_text(band, band_sign(rows[0])) for band in ordered_bands(rule)]

    def answers(row: RowRule) -> Iterable[Answer]:
        assert isinstance(row.rule, Bands)
        return [band.example() for band in ordered_bands(row.rule)]

    return scores_table(rows, heads, answers)


def _band_cells(row: RowRule) -> Iterable[str]:
    assert isinstance(row.rule, Bands)
    for band in ordered_bands(row.rule):
        label, points = band_text(band, band_sign(row)), score_text(row, band.example())
        yield say.LABEL_WORTH.format(label=label, points=points)


def tier_name(index: int) -> str:
    return say.TIER.format(number=say.NUMERALS[index] if index < len(say.NUMERALS) else index + 1)


def tiers_table(rows: Sequence[RowRule], rule: Tiers) -> RuleTable:
    """Labels under heads with their points; beside the labels where the rows' points differ."""
    worth = {tuple(tier.points for tier in row.rule.tiers) for row in rows if isinstance(row.rule, Tiers)}
    alike = len(worth) == 1
    heads = [
        say.TIER_WORTH.format(tier=tier_name(index), points=f"{tier.points:.2f}")
        if alike
        else tier_name(index)
        for index, tier in enumerate(rule.tiers)
    ]

    def texts(row: RowRule) -> Iterable[str]:
        assert isinstance(row.rule, Tiers)
        for tier in row.rule.tiers:
            points = f"{tier.points:.2f}"
            yield tier.label if alike else say.LABEL_WORTH.format(label=tier.label, points=points)

    return texts_table(rows, heads, texts)


def tier_range_table(rows: Sequence[RowRule], rule: TierRange) -> RuleTable:
    heads = [tier.label for tier in rule.tiers]

    def texts(row: RowRule) -> Iterable[str]:
        assert isinstance(row.rule, TierRange)
        for index in range(len(row.rule.tiers)):
            low, high = row.rule.limits(index)
            words = say.TOP_RANGE if index == 0 else say.POINTS_RANGE
            yield words.format(low=show(low), high=show(high))

    return texts_table(rows, heads, texts)


def met_table(rows: Sequence[RowRule], rule: RuleBase) -> RuleTable:
    """Met or not; what a person decides is said with its limits."""

    def texts(row: RowRule) -> Iterable[str]:
        assert row.rule is not None
        for answer in (True, False):
            score = row.rule.score(answer, row.facts).score
            limits = say.PERSON_LIMITS.format(w=points_text(row.points))
            yield limits if score is None else f"{score:.2f}"

    return texts_table(rows, say.MET_HEADS, texts)


def checklist_table(rows: Sequence[RowRule], rule: Checklist) -> RuleTable:
    heads = [say.ITEM.format(number=number) for number in range(1, len(rule.items) + 1)]

    def texts(row: RowRule) -> Iterable[str]:
        assert isinstance(row.rule, Checklist)
        return [
            say.LABEL_WORTH.format(label=item.label, points=f"{item.points:.2f}") for item in row.rule.items
        ]

    return texts_table(rows, heads, texts)


def unread_table(rows: Sequence[RowRule], why: Callable[[RowRule], str]) -> RuleTable:
    """The official wording beside the reason why a person decides."""
    kinds: tuple[ColumnKind, ...] = (*LEAD, "wide", "wide")
    lines = tuple(
        (*lead_cells(row), row.indicator.scoring.strip() or say.NOTHING_WRITTEN, why(row)) for row in rows
    )
    return RuleTable(kinds, single_heads(say.UNREAD_HEADS), lines)


def sample_table(rows: Sequence[RowRule], rule: RuleBase) -> RuleTable:
    """For every other shape: the rule's own samples, actual values beside their scores."""
    count = len(rule.samples(rows[0].facts).rows)

    def pairs(row: RowRule) -> Iterable[tuple[str, str]]:
        assert row.rule is not None
        for sample in row.rule.samples(row.facts).rows:
            score = say.BY_PERSON_SHORT if sample.score is None else f"{sample.score:.2f}"
            yield sample.cells[-2], score

    heads = [say.NTH_SAMPLE.format(number=number) for number in range(1, count + 1)]
    return pairs_table(rows, say.SAMPLES, heads, pairs)
