"""The rule in force for every row: declared, or read from the wording; both must agree.

Comes in: a Declaration and its profile. Goes out: one `RowRule` per indicator.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.records import sealed
from formgen.declaration.model import Declaration, Indicator
from formgen.declaration.profile import Profile, ScoringDefaults
from formgen.messages import scoring as say
from formgen.scoring.points import PointsReading, reconcile_points
from formgen.scoring.rules import RuleBase, agree, parse_rule
from formgen.scoring.rules.base import Facts
from formgen.scoring.rules.judged import NoRule
from formgen.scoring.wording import Note, NoteCode, Problem, WordingReading, read_wording

Origin = Literal["declared", "wording", "none"]
_SETTLED_BY_RULE = frozenset({NoteCode.TWO_READINGS, NoteCode.STEP_DEFAULT, NoteCode.NUMBER_CUT})
"""Notes on what a wording leaves open: a declared rule that agrees with one of its readings closes it."""


@sealed(frozen=True, slots=True)
class RowRule:
    """The rule in force on one row.

    rule: None where none is; `reasons` says why, in sentences. reading: what the wording gave; None
    where the row has no wording. disagreement: how a declared rule differs from the wording, "" where
    it does not. points: as reconciled between rule, wording and column. notes: ambiguities that remain.
    alternatives: other readings of the wording.
    """

    index: int
    indicator: Indicator
    facts: Facts
    rule: RuleBase | None
    origin: Origin
    claims: PointsReading
    reading: WordingReading | None = None
    reasons: tuple[str, ...] = ()
    disagreement: str = ""
    notes: tuple[Note, ...] = ()
    alternatives: tuple[RuleBase, ...] = ()

    @property
    def level1(self) -> str:
        return self.indicator.level1

    @property
    def level2(self) -> str:
        return self.indicator.level2

    @property
    def points(self) -> Decimal | None:
        """Full points; 0 on a row that does not count; None while unknown or disputed."""
        return self.claims.points if self.counted else Decimal(0)

    @property
    def counted(self) -> bool:
        return not (self.indicator.not_applicable or isinstance(self.rule, NoRule))


def resolve_rules(declaration: Declaration, profile: Profile) -> tuple[RowRule, ...]:
    """One RowRule per indicator, in order. Never raises for what is declared: it says."""
    return tuple(
        resolve_rule(index, indicator, profile.scoring, declaration.year)
        for index, indicator in enumerate(declaration.indicators)
    )


def resolve_rule(
    index: int, indicator: Indicator, defaults: ScoringDefaults, year: int | None = None
) -> RowRule:
    """The rule in force on one row."""
    facts = Facts.of(indicator, year)
    if indicator.not_applicable:
        return RowRule(index, indicator, facts, NoRule(), "none", PointsReading(None, ()))
    reading = read_wording(indicator.scoring, facts, defaults) if indicator.scoring.strip() else None
    row = RowRule(index, indicator, facts, None, "none", PointsReading(None, ()), reading)
    row = _declare(row, defaults) if indicator.declares_rule else _take_wording(row)
    return _check_points(row)


def _take_wording(row: RowRule) -> RowRule:
    reading = row.reading
    if reading is None:
        return replace(row, reasons=(say.NO_WORDING,))
    if reading.rule is None:
        return replace(row, reasons=(reading.reason,))
    return replace(
        row, rule=reading.rule, origin="wording", notes=reading.notes, alternatives=reading.alternatives
    )


def _declare(row: RowRule, defaults: ScoringDefaults) -> RowRule:
    """The declared rule, where it is sound and fits the row. It counts whatever the wording says (law 11);
    how the two differ is told."""
    reading = row.reading
    worded = reading.points if reading else None
    try:
        rule = _declared_rule(row, defaults, worded if worded is not None else row.facts.points)
    except UnreadableInput as error:
        faults = "".join(str(fault) for fault in error.faults)
        return replace(row, reasons=(say.RULE_BAD.format(faults=faults),))
    objections = rule.objections(row.facts)
    if objections:
        return replace(row, reasons=objections)
    row = replace(row, rule=rule, origin="declared")
    if reading is None or reading.rule is None:
        conflict = reading is not None and reading.problem is Problem.CONFLICT
        return replace(row, disagreement=reading.reason) if reading is not None and conflict else row
    step_given = "step" in (row.indicator.rule_table or {})
    readings = (reading.rule, *reading.alternatives)
    if not any(_means(rule, each, reading.step_stated or not step_given, row.facts) for each in readings):
        words = {"rule": rule.reading(row.facts), "wording": reading.rule.reading(row.facts)}
        return replace(row, disagreement=say.RULE_AGAINST_WORDING.format(**words))
    notes = tuple(note for note in reading.notes if note.code not in _SETTLED_BY_RULE)
    return replace(row, notes=notes)


def _declared_rule(row: RowRule, defaults: ScoringDefaults, points: Decimal | None) -> RuleBase:
    """The 规则 column as a rule: a table, or a sentence in standard wording. Raises UnreadableInput."""
    table, sentence = row.indicator.rule_table, row.indicator.rule_sentence
    if table is not None:
        return parse_rule(table, defaults, points)
    reading = read_wording(sentence, replace(row.facts, points=points), defaults)
    if reading.rule is None:
        raise UnreadableInput(
            say.RULE_BAD, [Fault(say.SENTENCE_UNREAD.format(why=reading.reason), field="rule")]
        )
    return reading.rule


def _means(rule: RuleBase, worded: RuleBase, compare_step: bool, facts: Facts) -> bool:
    """Whether a declared rule says what the wording says; a wording silent on begun steps leaves the
    step to the rule."""
    if not compare_step and "step" in type(rule).model_fields and type(rule) is type(worded):
        worded = worded.model_copy(update={"step": getattr(rule, "step", None)})
    return agree(rule, worded, facts)


def _check_points(row: RowRule) -> RowRule:
    """The row with its claims. Where they differ a declared rule counts all the same; without one there
    is no rule, for nobody knows which points are meant."""
    if isinstance(row.rule, NoRule):
        return row
    reading, column = row.reading, row.facts.points
    worded = reading.points if reading else None
    column_only = reading is not None and reading.rule is not None and not reading.points_named
    declared = row.rule.full if row.rule and row.origin == "declared" else None
    claims = reconcile_points(declared, None if column_only else worded, column)
    if claims.agreed:
        return replace(row, claims=claims)
    if declared is not None:
        return replace(row, claims=replace(claims, points=declared))
    return replace(row, claims=claims, rule=None, origin="none", reasons=(*row.reasons, claims.conflict))


def standard_wording(rule: RuleBase, indicator: Indicator) -> str:
    """The 评（扣）分标准 that says this rule, for a row that declares a rule and no wording."""
    return rule.wording(Facts.of(indicator))
